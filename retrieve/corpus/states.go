package corpus

import (
	"encoding/binary"
	"fmt"
	"math"
	"sort"
	"strings"

	"ask/retrieve/state"
	"ask/retrieve/text"
	"ask/retrieve/when"
)

// States reads a file of statements by offset. It is immutable and safe for concurrent
// use; the strings it gives out are copies.
type States struct {
	words                                [4][]string
	records, hashes, firsts, posts, offs []byte
	area                                 []byte
}

// OpenStates takes the file's bytes, mapped or read, and checks that its sizes fit
// together.
func OpenStates(data []byte) (*States, error) {
	if len(data) < stateHeader || string(data[:len(stateMagic)]) != stateMagic {
		return nil, fmt.Errorf("open statements: %w: no such file", errDamaged)
	}
	n := func(i int) uint64 { return uint64(binary.LittleEndian.Uint32(data[len(stateMagic)+4*i:])) }
	s := &States{words: stateWords()}
	rest := data[stateHeader:]
	for _, part := range []struct {
		dst  *[]byte
		size uint64
	}{
		{&s.records, n(0) * uint64(stateSize)},
		{&s.hashes, n(1) * 8},
		{&s.firsts, (n(1) + 1) * 4},
		{&s.posts, n(2) * 4},
		{&s.offs, (n(3) + 1) * 4},
		{&s.area, n(4)},
	} {
		if part.size > uint64(len(rest)) {
			return nil, fmt.Errorf("open statements: %w: cut short", errDamaged)
		}
		*part.dst, rest = rest[:part.size], rest[part.size:]
	}
	if len(rest) > 0 {
		return nil, fmt.Errorf("open statements: %w: %d bytes too many", errDamaged, len(rest))
	}
	return s, nil
}

// Len is the number of statements.
func (s *States) Len() int { return len(s.records) / stateSize }

// State reads statement i. Whether its ranges lie within its document's text only the
// Table knows.
func (s *States) State(i uint32) (State, error) {
	if int(i) >= s.Len() {
		return State{}, fmt.Errorf("statement %d of %d: %w", i, s.Len(), errDamaged)
	}
	r := s.records[int(i)*stateSize:][:stateSize]
	word := func(k int) uint32 { return binary.LittleEndian.Uint32(r[4*k:]) }
	out := State{Doc: word(0)}
	place := func(k int) int { return int(min(word(k), math.MaxInt32)) }
	out.Sentence = text.Span{Start: place(1), End: place(2)}
	out.Start, out.End = place(3), place(4)
	ok := out.Sentence.Start <= out.Start && out.Start <= out.End && out.End <= out.Sentence.End
	for k, dst := range []*string{&out.Subject, &out.Alias, &out.Role, &out.Of, &out.Object, &out.Speaker, &out.Slot, &out.Other} {
		str, found := s.str(word(5 + k))
		*dst, ok = str, ok && found
	}
	out.From, out.To = date(r[52:]), date(r[56:])
	out.Heads = r[63]&headsFlag != 0
	var kind string
	for k, dst := range []*string{&kind, &out.Claim, &out.Tense, &out.DateBy} {
		v := int(r[60+k])
		if k == 3 {
			v &^= headsFlag
		}
		if v >= len(s.words[k]) {
			ok = false
			break
		}
		*dst = s.words[k][v]
	}
	out.Kind = state.Kind(kind)
	if !ok {
		return State{}, fmt.Errorf("statement %d: %w", i, errDamaged)
	}
	return out, nil
}

func date(b []byte) when.Date {
	return when.Date{Year: int(int16(binary.LittleEndian.Uint16(b))), Month: int(b[2]), Day: int(b[3])}
}

// str copies string i.
func (s *States) str(i uint32) (string, bool) {
	if uint64(i)+1 >= uint64(len(s.offs)/4) {
		return "", false
	}
	from, to := binary.LittleEndian.Uint32(s.offs[4*i:]), binary.LittleEndian.Uint32(s.offs[4*i+4:])
	if from > to || uint64(to) > uint64(len(s.area)) {
		return "", false
	}
	return strings.Clone(str(s.area[from:to])), true
}

// Under lists the numbers of the statements added under key, in order; nil if there are
// none. Keys are told apart by their hashes only: compare what you find.
func (s *States) Under(key string) ([]uint32, error) {
	want := hashKey(key)
	n := len(s.hashes) / 8
	i := sort.Search(n, func(i int) bool { return binary.LittleEndian.Uint64(s.hashes[8*i:]) >= want })
	if i == n || binary.LittleEndian.Uint64(s.hashes[8*i:]) != want {
		return nil, nil
	}
	from, to := binary.LittleEndian.Uint32(s.firsts[4*i:]), binary.LittleEndian.Uint32(s.firsts[4*i+4:])
	if from > to || uint64(to)*4 > uint64(len(s.posts)) {
		return nil, fmt.Errorf("statements under %q: %w", key, errDamaged)
	}
	out := make([]uint32, 0, to-from)
	for k := from; k < to; k++ {
		out = append(out, binary.LittleEndian.Uint32(s.posts[4*k:]))
	}
	return out, nil
}

// Of reads the statements of a document.
func (s *States) Of(doc uint32) ([]State, error) {
	docOf := func(i int) uint32 { return binary.LittleEndian.Uint32(s.records[i*stateSize:]) }
	i := sort.Search(s.Len(), func(i int) bool { return docOf(i) >= doc })
	var out []State
	for ; i < s.Len() && docOf(i) == doc; i++ {
		st, err := s.State(uint32(i))
		if err != nil {
			return nil, err
		}
		out = append(out, st)
	}
	return out, nil
}
