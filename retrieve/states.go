package retrieve

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"

	"ask/retrieve/corpus"
	"ask/retrieve/document"
	"ask/retrieve/postname"
	"ask/retrieve/state"
	"ask/retrieve/text"
)

// State is one statement with where it stands.
type State struct {
	state.Statement
	// Heads: the post is that of who leads the whole.
	Heads bool
	// Document is without Text and Removed, Doc its number in the index.
	Document document.Document
	Doc      uint32
	// Slot is the post or thing, as Index.Slot writes it; "" for who only joined or
	// left.
	Slot string
	// Text is the sentence: the stored document text at [Start:End]. The words
	// themselves are at [Statement.Start:Statement.End].
	Text       string
	Start, End int
}

// StateQuery asks for the statements of any of Slots or Subjects, with the filters of
// Query.
type StateQuery struct {
	// Slots are posts or things as Index.Slot writes them. Names that may mean one
	// thing (package postname) find each other, and so do those that a document puts
	// in brackets behind each other. Who leads a thing (role 负责人) is also told by
	// posts that head it.
	Slots []string
	// Subjects are persons and things that changed, in Chinese or romanised.
	Subjects     []string
	Since, Until string
	AsOf         string
	Kinds        []document.Kind
	Documents    []string
}

// stateIndex is what looking up statements needs, loaded when first asked for.
type stateIndex struct {
	once  sync.Once
	err   error
	table *corpus.States
	names *postname.Rules
}

func (ix *Index) openStates() (*stateIndex, error) {
	s := &ix.states
	s.once.Do(func() {
		if s.table, s.err = openStates(ix.gen); s.err == nil {
			s.names, s.err = postname.New()
		}
	})
	return s, s.err
}

// States gives the statements that q asks for, in the order of the documents and their
// texts. Near-copies of a text may each give theirs.
func (ix *Index) States(ctx context.Context, q StateQuery) ([]State, error) {
	s, err := ix.openStates()
	if err != nil {
		return nil, fmt.Errorf("look up statements: %w", err)
	}
	f, err := (&search{ix: ix, query: Query{Since: q.Since, Until: q.Until, AsOf: q.AsOf, Kinds: q.Kinds, Documents: q.Documents}}).newFilter()
	if err != nil {
		return nil, err
	}
	numbers, err := s.find(ctx, q)
	if err != nil {
		return nil, fmt.Errorf("look up statements: %w", err)
	}
	var out []State
	docs := map[uint32]*corpus.Doc{} // nil for one the filters hold back
	for _, n := range numbers {
		st, err := s.table.State(n)
		if err != nil {
			return nil, fmt.Errorf("read statements: %w", err)
		}
		d, known := docs[st.Doc]
		if !known {
			if d, err = ix.passing(f, st.Doc); err != nil {
				return nil, fmt.Errorf("read statements: %w", err)
			}
			docs[st.Doc] = d
		}
		if d == nil {
			continue
		}
		one, err := ix.placed(st, *d)
		if err != nil {
			return nil, fmt.Errorf("read statement %d: %w", n, err)
		}
		out = append(out, one)
	}
	return out, nil
}

// passing reads a document, nil if f holds it back.
func (ix *Index) passing(f *filter, doc uint32) (*corpus.Doc, error) {
	d, err := ix.table.Doc(doc)
	if err != nil || !f.open && !f.document(d) {
		return nil, err
	}
	return &d, nil
}

// placed puts a statement into its document.
func (ix *Index) placed(st corpus.State, d corpus.Doc) (State, error) {
	body := ix.table.Text(d)
	if st.Sentence.End > len(body) {
		return State{}, fmt.Errorf("it ends at byte %d of %d of %s", st.Sentence.End, len(body), d.ID)
	}
	meta := metaOf(d)
	meta.Removed = nil
	return State{
		Statement: st.Statement, Heads: st.Heads, Document: meta, Doc: st.Doc, Slot: st.Slot,
		Text: strings.Clone(body[st.Sentence.Start:st.Sentence.End]), Start: st.Sentence.Start, End: st.Sentence.End,
	}, nil
}

// find gives the numbers of the statements, sorted, before the filters.
func (s *stateIndex) find(ctx context.Context, q StateQuery) ([]uint32, error) {
	var out []uint32
	for _, slot := range q.Slots {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		found, err := s.ofSlot(slot)
		if err != nil {
			return nil, err
		}
		out = append(out, found...)
	}
	for _, subject := range q.Subjects {
		found, err := s.ofSubject(subject)
		if err != nil {
			return nil, err
		}
		out = append(out, found...)
	}
	slices.Sort(out)
	return slices.Compact(out), nil
}

// ofSlot looks a post or thing up by every name it may go by.
func (s *stateIndex) ofSlot(slot string) ([]uint32, error) {
	if slot == "" {
		return nil, nil
	}
	of, role := cutSlot(text.Fold(slot))
	others, err := s.otherNames(of)
	if err != nil {
		return nil, err
	}
	names := append([]string{of}, others...)
	var keys []string
	for _, n := range names {
		keys = append(keys, keyOf+s.names.Core(n)+role, keyInner+s.names.Core(n)+role)
		for _, inner := range s.names.Inner(n) {
			keys = append(keys, keyOf+inner+role)
		}
	}
	return s.under(keys, func(st corpus.State) bool {
		stored, storedRole := cutSlot(st.Slot)
		if storedRole != role && (role != "|"+leadPost || !st.Heads) {
			return false
		}
		return slices.ContainsFunc(names, func(n string) bool {
			return s.names.Near(n, stored) || st.Other != "" && s.names.Near(n, st.Other)
		})
	})
}

// ofSubject looks a person or a thing that changed up by name.
func (s *stateIndex) ofSubject(subject string) ([]uint32, error) {
	keys := subjectKeys(subject, true)
	return s.under(keys, func(st corpus.State) bool {
		have := append(subjectKeys(st.Subject, false), subjectKeys(st.Alias, false)...)
		return slices.ContainsFunc(keys, func(k string) bool { return slices.Contains(have, k) })
	})
}

// under reads the statements under keys and keeps those that match: equal hashes need
// not mean equal names.
func (s *stateIndex) under(keys []string, match func(corpus.State) bool) ([]uint32, error) {
	var out []uint32
	slices.Sort(keys)
	for _, k := range slices.Compact(keys) {
		list, err := s.table.Under(k)
		if err != nil {
			return nil, err
		}
		for _, n := range list {
			st, err := s.table.State(n)
			if err != nil {
				return nil, err
			}
			if match(st) {
				out = append(out, n)
			}
		}
	}
	return out, nil
}

// otherNames are those that documents put in brackets behind of, or of behind them:
// Qwen for 千问. A name with many others is a word such as AI, and says nothing.
func (s *stateIndex) otherNames(of string) ([]string, error) {
	const tooMany, enough = 4, 64
	core := s.names.Core(of)
	list, err := s.table.Under(keyBracket + core)
	if err != nil {
		return nil, err
	}
	var out []string
	for _, n := range list[:min(len(list), enough)] {
		st, err := s.table.State(n)
		if err != nil {
			return nil, err
		}
		base, _ := postname.Alias(text.Fold(st.Of))
		base = s.names.Core(base)
		other := s.names.Core(st.Other)
		switch {
		case core == other:
			other = base
		case core != base && !slices.Contains(s.names.Inner(base), core):
			continue
		}
		if !slices.Contains(out, other) {
			out = append(out, other)
		}
	}
	if len(out) > tooMany {
		return nil, nil
	}
	return out, nil
}
