package retrieve

import (
	"context"
	"slices"
	"strings"

	"ask/retrieve/lexical"
	"ask/retrieve/question"
	"ask/retrieve/rank"
	"ask/retrieve/text"
)

// terms are a question's terms as the index holds them.
type terms struct {
	words []wordTerm
	grams []gramTerm
	names []string
	chars []charTerm
	// synonyms are indexed words by the question's word they stand for.
	synonyms map[string][]string
}

type gramTerm struct {
	text string
	key  uint64
	idf  float64
	df   int
	seam bool // stands across two known words
}

type wordTerm struct {
	text string
	idf  float64
	df   int
}

type charTerm struct {
	r   rune
	idf float64
}

// gramTexts lists the grams inside words, or those across two of them.
func (t terms) gramTexts(seam bool) []string {
	var out []string
	for _, g := range t.grams {
		if g.seam == seam {
			out = append(out, g.text)
		}
	}
	return out
}

// all lists the question's distinct terms: its grams, and the words longer than one.
func (t terms) all() []Term {
	var out []Term
	for _, g := range t.grams {
		out = append(out, t.term(g.text, g.idf, g.df))
	}
	for _, w := range t.words {
		if !slices.ContainsFunc(t.grams, func(g gramTerm) bool { return g.text == w.text }) {
			out = append(out, t.term(w.text, w.idf, w.df))
		}
	}
	return out
}

// term makes a Term with the synonyms of the question's word it stands in.
func (t terms) term(s string, idf float64, df int) Term {
	out := Term{Text: s, IDF: idf, Passages: df}
	for w, others := range t.synonyms {
		if w == s || len(s) >= 6 && strings.Contains(w, s) {
			out.Synonyms = append(out.Synonyms, others...)
		}
	}
	return out
}

func (t terms) wordTexts() []string {
	out := make([]string, len(t.words))
	for i, w := range t.words {
		out[i] = w.text
	}
	return out
}

// query is what the ranking's matcher looks for.
func (t terms) query() *rank.Query {
	q := rank.NewQuery()
	for _, g := range t.grams {
		weight := 1.0
		if g.seam {
			weight = seamWeight
		}
		q.AddGram(g.key, g.idf*weight)
	}
	for _, c := range t.chars {
		q.AddChar(c.r, c.idf)
	}
	return q
}

// readTerms cuts a question by the index's vocabulary. Words and grams that no passage
// holds are left out of the search but kept, with no passages, among the grams: what a
// passage fails to cover counts against it.
func (ix *Index) readTerms(ctx context.Context, q *question.Question) terms {
	var t terms
	for _, w := range ix.vocabulary(ctx).Cut(q.Stripped) {
		if !ix.reader.Stop(w) {
			n, err := ix.lex.Frequency(ctx, lexical.Words, w)
			if err != nil {
				n = 0
			}
			t.words = append(t.words, wordTerm{w, ix.lex.IDF(n), n})
		}
	}
	runes := []rune(q.Stripped)
	seams := ix.seams(ctx, runes)
	seen := map[uint64]bool{}
	for _, g := range text.Grams(runes, nil) {
		if seen[g.Key] {
			continue
		}
		seen[g.Key] = true
		s := string(runes[g.Start:g.End])
		if ix.reader.Stop(s) {
			continue
		}
		n, err := ix.lex.Frequency(ctx, lexical.Bigrams, s)
		if err != nil {
			n = 0
		}
		if n == 0 && g.End-g.Start == 2 && seams[int(g.Start)+1] {
			continue // two known words that never met: says nothing
		}
		t.grams = append(t.grams, gramTerm{s, g.Key, ix.lex.IDF(n), n, g.End-g.Start == 2 && seams[int(g.Start)+1]})
	}
	done := map[rune]bool{}
	for _, r := range runes {
		if !done[r] && text.ClassOf(r) != text.Other {
			done[r] = true
			t.chars = append(t.chars, charTerm{r, ix.lex.IDF(charFrequency(ix.chars, r))})
		}
	}
	t.names = ix.nameKeys(ctx, q, t)
	t.synonyms = ix.synonyms(ctx, q)
	return t
}

// seams marks the positions between two known words of a question, indexed or
// ordinary: the pair of characters across one is no word.
func (ix *Index) seams(ctx context.Context, runes []rune) map[int]bool {
	u := &unknown{ctx: ctx, ix: ix}
	out := map[int]bool{}
	for class, run := range text.Runs(runes) {
		if class != text.Han {
			continue
		}
		pieces := u.cut(runes[run.Start:run.End])
		for k := 1; k < len(pieces); k++ {
			if pieces[k-1].known && pieces[k].known {
				out[run.Start+pieces[k].start] = true
			}
		}
	}
	return out
}

// synonyms gives the indexed synonyms of the question's words.
func (ix *Index) synonyms(ctx context.Context, q *question.Question) map[string][]string {
	out := map[string][]string{}
	for _, w := range ix.reader.SynonymIn(q.Folded) {
		for _, other := range ix.reader.Synonyms(w) {
			if n, err := ix.lex.Frequency(ctx, lexical.Words, other); err == nil && n > 0 && !strings.Contains(q.Folded, other) {
				out[w] = append(out[w], other)
			}
		}
	}
	return out
}

// nameKeys are the pinyin keys by which a name in one script finds the other: those of
// romanised names in the question, and of Chinese names that the index does not hold.
func (ix *Index) nameKeys(ctx context.Context, q *question.Question, t terms) []string {
	var out []string
	for _, n := range text.LatinNames(q.Raw, true) {
		for _, k := range n.Keys {
			out = append(out, hanName+k, latinName+k)
		}
	}
	for _, run := range unindexed(q.Stripped, t) {
		for _, k := range text.NameKeys(run) {
			out = append(out, latinName+k)
		}
	}
	kept := out[:0]
	for _, k := range out {
		if n, err := ix.lex.Frequency(ctx, lexical.Names, k); err == nil && n > 0 {
			kept = append(kept, k)
		}
	}
	return kept
}

// unindexed gives the runs of two to four Han characters in a question that hold a pair
// no passage holds: an unknown name, or one written in another script.
func unindexed(stripped string, t terms) []string {
	missing := map[uint64]bool{}
	for _, g := range t.grams {
		if g.df == 0 {
			missing[g.key] = true
		}
	}
	runes := []rune(stripped)
	var out []string
	for _, g := range text.Grams(runes, nil) {
		if !missing[g.Key] || g.End-g.Start != 2 {
			continue
		}
		for _, from := range []int{int(g.Start) - 1, int(g.Start)} {
			for n := 2; n <= 4; n++ {
				if from >= 0 && from+n <= len(runes) && int(g.End) <= from+n && text.Surname(string(runes[from:from+n])) > 0 {
					out = append(out, string(runes[from:from+n]))
				}
			}
		}
	}
	return out
}
