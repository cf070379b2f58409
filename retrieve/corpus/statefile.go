package corpus

import (
	"cmp"
	"encoding/binary"
	"hash/fnv"
	"maps"
	"slices"

	"ask/retrieve/state"
	"ask/retrieve/when"
)

// State is a statement as the index keeps it.
type State struct {
	state.Statement
	// Doc is the document whose text the statement's ranges are bytes of.
	Doc uint32
	// Slot is the post or thing spoken of, as state.Extractor.Slot writes it.
	Slot string
	// Other is another name of Of that its document gives in brackets, folded.
	Other string
	// Heads: the post is that of who leads the whole.
	Heads bool
}

// A file of statements is, all numbers little-endian: eight bytes of magic; five words
// of four bytes that count records, keys, postings, strings and bytes of strings; the
// records, in the order of the documents; the hashes of the keys, sorted, eight bytes
// each; for each key, and behind the last, where its postings begin; the postings,
// numbers of records; for each string, and behind the last, where it begins; the
// strings.
const (
	stateMagic  = "askstat1"
	stateHeader = len(stateMagic) + 5*4
	// stateSize is the size of a record: five words of places, eight of strings, two
	// dates of a word, and four bytes that number what is one of a few words.
	stateSize = 5*4 + 8*4 + 2*4 + 4
)

// What a statement says in one of a few words is stored as its place in these lists.
func stateWords() [4][]string {
	return [4][]string{
		{
			string(state.Holds), string(state.Starts), string(state.Ends), string(state.Renamed), string(state.Acquired),
			string(state.Merged), string(state.Moved), string(state.Stopped), string(state.Resumed), string(state.Corrected),
		},
		{state.Stated, state.Reported, state.Rumour, state.Denied, state.Supposed},
		{state.Past, state.Present, state.Future},
		{"", "text", "publication"},
	}
}

// headsFlag marks, in the last byte of a record, a post of who leads.
const headsFlag = 0x80

// StateBuilder collects statements and the keys they are looked up by.
type StateBuilder struct {
	words    [4][]string
	records  []byte
	n        uint32
	doc      uint32
	keys     map[uint64][]uint32
	strings  map[string]uint32
	offsets  []uint32
	area     []byte
	postings uint32
}

// NewStateBuilder makes an empty StateBuilder.
func NewStateBuilder() *StateBuilder {
	b := &StateBuilder{words: stateWords(), keys: map[uint64][]uint32{}, strings: map[string]uint32{}}
	b.intern("")
	return b
}

// Add appends a statement under keys. Statements come in the order of their documents.
func (b *StateBuilder) Add(s State, keys []string) {
	b.doc = max(b.doc, s.Doc)
	le := binary.LittleEndian
	r := b.records
	for _, n := range []int{int(b.doc), s.Sentence.Start, s.Sentence.End, s.Start, s.End} {
		r = le.AppendUint32(r, uint32(n))
	}
	for _, str := range []string{s.Subject, s.Alias, s.Role, s.Of, s.Object, s.Speaker, s.Slot, s.Other} {
		r = le.AppendUint32(r, b.intern(str))
	}
	for _, d := range []when.Date{s.From, s.To} {
		r = append(le.AppendUint16(r, uint16(int16(d.Year))), byte(d.Month), byte(d.Day))
	}
	for i, w := range []string{string(s.Kind), s.Claim, s.Tense, s.DateBy} {
		r = append(r, byte(slices.Index(b.words[i], w)))
	}
	if s.Heads {
		r[len(r)-1] |= headsFlag
	}
	b.records = r
	for _, k := range keys {
		h := hashKey(k)
		if list := b.keys[h]; len(list) == 0 || list[len(list)-1] != b.n {
			b.keys[h] = append(list, b.n)
			b.postings++
		}
	}
	b.n++
}

func (b *StateBuilder) intern(s string) uint32 {
	if i, ok := b.strings[s]; ok {
		return i
	}
	i := uint32(len(b.offsets))
	b.strings[s] = i
	b.offsets = append(b.offsets, uint32(len(b.area)))
	b.area = append(b.area, s...)
	return i
}

// Bytes is the file.
func (b *StateBuilder) Bytes() []byte {
	le := binary.LittleEndian
	out := []byte(stateMagic)
	for _, n := range []uint32{b.n, uint32(len(b.keys)), b.postings, uint32(len(b.offsets)), uint32(len(b.area))} {
		out = le.AppendUint32(out, n)
	}
	out = append(out, b.records...)
	hashes := slices.SortedFunc(maps.Keys(b.keys), cmp.Compare[uint64])
	for _, h := range hashes {
		out = le.AppendUint64(out, h)
	}
	at := uint32(0)
	for _, h := range hashes {
		out = le.AppendUint32(out, at)
		at += uint32(len(b.keys[h]))
	}
	out = le.AppendUint32(out, at)
	for _, h := range hashes {
		for _, n := range b.keys[h] {
			out = le.AppendUint32(out, n)
		}
	}
	for _, o := range append(b.offsets, uint32(len(b.area))) {
		out = le.AppendUint32(out, o)
	}
	return append(out, b.area...)
}

func hashKey(k string) uint64 {
	h := fnv.New64a()
	h.Write([]byte(k))
	return h.Sum64()
}
