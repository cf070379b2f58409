package retrieve

import (
	"strings"

	"ask/retrieve/rank"
)

// Trace is a search taken apart, for measuring and learning: what each leg alone would
// rank, and every candidate with its features.
type Trace struct {
	// Legs are document IDs best first, by leg: "words", "bigrams", "lexical", "dense".
	Legs map[string][]string
	// Candidates are all scored passages, best first.
	Candidates []TraceCandidate
}

// TraceCandidate is one scored passage.
type TraceCandidate struct {
	Document string
	Text     string
	Features rank.Features
	Fused    float64
}

// traceDepth is how many documents a leg lists.
const traceDepth = 10

func (s *search) trace() (*Trace, error) {
	t := &Trace{Legs: map[string][]string{}}
	legs := s.ix.legs()
	for name, score := range map[string]func(uint32) float64{
		"words":   func(i uint32) float64 { return float64(s.words.Of[i]) },
		"bigrams": func(i uint32) float64 { return float64(s.grams.Of[i]) },
		"lexical": func(i uint32) float64 {
			return legs.Words*share(s.words.Of[i], s.words.Max) + legs.Bigrams*share(s.grams.Of[i], s.grams.Max)
		},
		"dense": func(i uint32) float64 { return float64(s.near[i]) },
	} {
		ids, err := s.leg(score)
		if err != nil {
			return nil, err
		}
		t.Legs[name] = ids
	}
	for i := range s.candidates {
		c := &s.candidates[i]
		h, _, err := s.hit(c)
		if err != nil {
			return nil, err
		}
		t.Candidates = append(t.Candidates, TraceCandidate{strings.Clone(h.Document.ID), h.Text, c.features, c.fused})
	}
	return t, nil
}

// leg ranks the documents of the passages that one score finds.
func (s *search) leg(score func(uint32) float64) ([]string, error) {
	t := newTop(4 * traceDepth)
	seen := map[uint32]bool{}
	add := func(i uint32) {
		if v := score(i); v > 0 && !seen[i] {
			seen[i] = true
			t.add(i, v)
		}
	}
	for _, i := range s.words.Touched {
		add(i)
	}
	for _, i := range s.grams.Touched {
		add(i)
	}
	for i := range s.near {
		add(i)
	}
	var out []string
	have := map[string]bool{}
	for _, e := range t.sorted() {
		id, err := s.documentID(e.passage)
		if err != nil {
			return nil, err
		}
		if !have[id] && len(out) < traceDepth {
			have[id] = true
			out = append(out, id)
		}
	}
	return out, nil
}

func (s *search) documentID(passage uint32) (string, error) {
	p, err := s.ix.table.Passage(passage)
	if err != nil {
		return "", err
	}
	d, err := s.ix.table.Doc(p.Doc)
	if err != nil {
		return "", err
	}
	return strings.Clone(d.ID), nil
}
