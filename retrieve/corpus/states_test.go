package corpus

import (
	"bytes"
	"encoding/binary"
	"errors"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ask/retrieve/state"
	"ask/retrieve/text"
	"ask/retrieve/when"
)

var sampleStates = []struct {
	state State
	keys  []string
}{
	{State{
		Statement: state.Statement{
			Kind: state.Starts, Subject: "方以舟", Alias: "远山", Role: "总裁", Of: "潮生科技", Object: "许怀瑾",
			From: when.Date{Year: 2024, Month: 5, Day: 31}, To: when.Date{Year: -220}, DateBy: "publication",
			Claim: state.Reported, Speaker: "日报", Tense: state.Future, Sentence: text.Span{Start: 10, End: 90}, Start: 13, End: 60,
		}, Doc: 1, Slot: "潮生科技|总裁", Other: "tidal", Heads: true,
	}, []string{"post", "person", "post"}},
	{State{
		Statement: state.Statement{Kind: state.Corrected, Subject: "x", Claim: state.Denied, Tense: state.Past, Sentence: text.Span{End: 5}, End: 1},
		Doc:       1, Slot: "x",
	}, nil},
	{State{
		Statement: state.Statement{Kind: state.Holds, Subject: "方以舟", Claim: state.Stated, Tense: state.Present, DateBy: "text", Sentence: text.Span{End: 9}, End: 9},
		Doc:       7,
	}, []string{"person"}},
}

func stateFile() []byte {
	b := NewStateBuilder()
	for _, s := range sampleStates {
		b.Add(s.state, s.keys)
	}
	return b.Bytes()
}

func TestStatesRoundTrip(t *testing.T) {
	s, err := OpenStates(stateFile())
	if err != nil {
		t.Fatal(err)
	}
	if s.Len() != len(sampleStates) {
		t.Fatalf("%d statements", s.Len())
	}
	for i, want := range sampleStates {
		got, err := s.State(uint32(i))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want.state, got); diff != "" {
			t.Errorf("statement %d (-want +got):\n%s", i, diff)
		}
	}
	for key, want := range map[string][]uint32{"post": {0}, "person": {0, 2}, "nothing": nil} {
		if got, err := s.Under(key); err != nil || !slices.Equal(got, want) {
			t.Errorf("Under(%q) = %v, %v, want %v", key, got, err, want)
		}
	}
	for doc, want := range map[uint32]int{0: 0, 1: 2, 2: 0, 7: 1, 8: 0} {
		if got, err := s.Of(doc); err != nil || len(got) != want {
			t.Errorf("Of(%d) = %+v, %v, want %d", doc, got, err, want)
		}
	}
	if _, err := s.State(3); !errors.Is(err, errDamaged) {
		t.Errorf("State(3): %v", err)
	}
}

func TestNoStates(t *testing.T) {
	s, err := OpenStates(NewStateBuilder().Bytes())
	if err != nil || s.Len() != 0 {
		t.Fatalf("%d statements, %v", s.Len(), err)
	}
	if got, err := s.Under("post"); got != nil || err != nil {
		t.Errorf("Under: %v, %v", got, err)
	}
	if got, err := s.Of(0); got != nil || err != nil {
		t.Errorf("Of: %v, %v", got, err)
	}
}

// readStates reads everything a file of statements holds.
func readStates(data []byte) error {
	s, err := OpenStates(data)
	if err != nil {
		return err
	}
	for i := range uint32(s.Len()) {
		st, err := s.State(i)
		if err != nil {
			return err
		}
		if _, err := s.Of(st.Doc); err != nil {
			return err
		}
	}
	for _, k := range []string{"post", "person", "nothing"} {
		list, err := s.Under(k)
		if err != nil {
			return err
		}
		for _, n := range list {
			if _, err := s.State(n); err != nil {
				return err
			}
		}
	}
	return nil
}

func TestStatesDamage(t *testing.T) {
	whole := stateFile()
	record := func(k int) int { return stateHeader + 4*k }
	firsts := stateHeader + len(sampleStates)*stateSize + 2*8
	word := func(at int, v uint32) func([]byte) []byte {
		return func(b []byte) []byte { binary.LittleEndian.PutUint32(b[at:], v); return b }
	}
	for _, tt := range []struct {
		name   string
		change func([]byte) []byte
	}{
		{"empty", func([]byte) []byte { return nil }},
		{"cut", func(b []byte) []byte { return b[:len(b)-1] }},
		{"header only", func(b []byte) []byte { return b[:stateHeader] }},
		{"longer", func(b []byte) []byte { return append(b, 0) }},
		{"another file", func(b []byte) []byte { b[0]++; return b }},
		{"endless records", word(len(stateMagic), 1<<32-1)},
		{"endless strings", word(len(stateMagic)+12, 1<<32-1)},
		{"sentence backwards", word(record(2), 9)},
		{"words before the sentence", word(record(3), 9)},
		{"words beyond the sentence", word(record(4), 91)},
		{"no such string", word(record(5), 1000)},
		{"last offset is no string", word(record(5), binary.LittleEndian.Uint32(whole[len(stateMagic)+12:]))},
		{"no such kind", func(b []byte) []byte { b[stateHeader+60] = 200; return b }},
		{"no such source of a date", func(b []byte) []byte { b[stateHeader+63] = 3; return b }},
		{"postings backwards", word(firsts, 9)},
		{"postings beyond the end", word(firsts+8, 9)},
	} {
		if err := readStates(tt.change(bytes.Clone(whole))); !errors.Is(err, errDamaged) {
			t.Errorf("%s: %v", tt.name, err)
		}
	}
}

// TestStatesFlipped changes every byte: nothing panics.
func TestStatesFlipped(t *testing.T) {
	whole := stateFile()
	for i := range whole {
		for _, flip := range []byte{0x01, 0x80, 0xff} {
			b := bytes.Clone(whole)
			b[i] ^= flip
			if err := readStates(b); err != nil && !errors.Is(err, errDamaged) {
				t.Errorf("byte %d: %v", i, err)
			}
		}
	}
}

func FuzzStates(f *testing.F) {
	f.Add(stateFile())
	f.Add(NewStateBuilder().Bytes())
	f.Add(append([]byte(stateMagic), bytes.Repeat([]byte{0xff}, 200)...))
	f.Fuzz(func(t *testing.T, data []byte) {
		if err := readStates(data); err != nil && !errors.Is(err, errDamaged) {
			t.Fatal(err)
		}
	})
}
