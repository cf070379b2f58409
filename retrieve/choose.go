package retrieve

import (
	"context"
	"math/bits"
	"slices"
	"strings"

	"ask/retrieve/corpus"
	"ask/retrieve/question"
	"ask/retrieve/text"
)

// perDocument is how many passages of one document a list of hits holds unless asked
// otherwise: ten passages of one page would hide what other sources say.
const perDocument = 2

// Near duplicates: fingerprints this close are compared in full, and texts that share
// this much are copies.
const (
	maxHamming = 6
	minJaccard = 0.85
)

// choose takes the best candidates as hits, copies collapsed.
func (s *search) choose() ([]Hit, error) {
	limit := s.query.PerDocument
	if limit == 0 {
		limit = perDocument
	}
	var hits []Hit
	count := map[uint32]int{}
	legs := s.ix.legs()
	for i := range s.candidates {
		c := &s.candidates[i]
		h, p, err := s.hit(c)
		if err != nil {
			return nil, err
		}
		h.Explain = s.ix.scorer.Explain(c.features, legs.Feature)
		if limit > 0 && count[h.Doc] >= limit {
			continue
		}
		if k := s.copyOf(hits, h, p); k >= 0 {
			hits[k] = collapse(hits[k], h)
			continue
		}
		if len(hits) == s.query.K {
			break
		}
		count[h.Doc]++
		hits = append(hits, h)
	}
	return hits, nil
}

func (s *search) hit(c *candidate) (Hit, corpus.Passage, error) {
	p, err := s.ix.table.Passage(c.passage)
	if err != nil {
		return Hit{}, p, err
	}
	d, err := s.ix.table.Doc(p.Doc)
	if err != nil {
		return Hit{}, p, err
	}
	quote, err := s.ix.table.Quote(d, p)
	if err != nil {
		return Hit{}, p, err
	}
	return Hit{
		Document: metaOf(d), Passage: c.passage, Doc: p.Doc,
		Text: strings.Clone(quote), Start: int(p.Start), End: int(p.End), Heading: strings.Clone(p.Heading),
		Score: c.score, LexicalRank: c.lexRank, DenseRank: s.nearRank[c.passage],
		Tags: s.ix.table.Tags(p), Superseded: strings.Clone(c.successor), simhash: p.Simhash,
	}, p, nil
}

// collapse counts h as a copy of hit. A dated copy stands for an undated one, which
// would else hide of what day the text is and swallow its other editions.
func collapse(hit, h Hit) Hit {
	if h.Doc == hit.Doc {
		return hit
	}
	a, b := hit.Document, h.Document
	if a.Date.Value == "" && b.Date.Value != "" && standing(b.Kind, b.Rumour) >= standing(a.Kind, a.Rumour) {
		hit, h = h, hit
	}
	hit.Copies = append(append(hit.Copies, h.Document.ID), h.Copies...)
	return hit
}

// copyOf gives the hit that h nearly repeats, -1 if there is none. Versions of one text
// of different days are not copies: which of them holds is the question.
func (s *search) copyOf(hits []Hit, h Hit, p corpus.Passage) int {
	for k := range hits {
		other := &hits[k]
		if bits.OnesCount64(other.simhash^p.Simhash) > maxHamming || !sameDay(other.Document.Date.Value, h.Document.Date.Value) {
			continue
		}
		if jaccard(other.Text, h.Text) >= minJaccard {
			return k
		}
	}
	return -1
}

func sameDay(a, b string) bool { return a == "" || b == "" || a == b }

// jaccard is the share of grams two texts have in common.
func jaccard(a, b string) float64 {
	set := map[uint64]bool{}
	for _, g := range text.Grams([]rune(text.Fold(a)), nil) {
		set[g.Key] = true
	}
	both, only := 0, 0
	seen := map[uint64]bool{}
	for _, g := range text.Grams([]rune(text.Fold(b)), nil) {
		if seen[g.Key] {
			continue
		}
		seen[g.Key] = true
		if set[g.Key] {
			both++
		} else {
			only++
		}
	}
	if len(set)+only == 0 {
		return 1
	}
	return float64(both) / float64(len(set)+only)
}

// signals sums up what the refusal gate wants to know.
func (s *search) signals(ctx context.Context) Signals {
	u := s.ix.judgeTerms(ctx, s.question, s.terms)
	return Signals{
		Candidates: len(s.candidates), Unknown: slices.DeleteFunc(u.out, s.dated),
		Absent: u.absent, Exact: slices.DeleteFunc(s.ix.reader.Exact(s.question), s.dated),
	}
}

// dated reports whether a term is the year of the edition asked for, and a candidate is
// of that year: its date answers the term, its text need not hold it.
func (s *search) dated(term string) bool {
	year := s.when.Date[:min(4, len(s.when.Date))]
	return s.when.Tense == question.Dated && term == year && slices.ContainsFunc(s.candidates, func(c candidate) bool {
		return strings.HasPrefix(c.doc.Date.Value, year)
	})
}
