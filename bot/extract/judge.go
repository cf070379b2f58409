package extract

import (
	"cmp"
	"slices"
	"unicode/utf8"

	"ask/retrieve/question"
	"ask/retrieve/text"
)

// Judge scores the sentences of passages and gives the probability that they answer
// the question at all, less so as its words stand nowhere. absent is how many ordinary
// words of it stand in no document.
func (c *Chooser) Judge(q *question.Question, terms []Term, absent int, passages []Passage) ([]Sentence, float64) {
	sentences, features := c.Evidence(q, terms, absent, passages)
	if features == nil {
		return nil, 0
	}
	return sentences, c.refusal.Prob(features) * (1 - c.foreign(terms))
}

// foreign is the share, by weight, of the words that no passage of the index holds, in
// any form: sentences are scored without them, and what they ask may not be there.
func (c *Chooser) foreign(terms []Term) float64 {
	n, total := 0.0, 1e-9
	for _, t := range terms {
		if utf8.RuneCountInString(t.Text) < 2 || c.reader.Generic(t.Text) || c.lines.frame.MatchString(t.Text) || c.lines.glue.MatchString(t.Text) {
			continue
		}
		total += t.IDF
		if t.None && len(t.Synonyms) == 0 {
			n += t.IDF
		}
	}
	return n / total
}

// Threshold is the probability below which an answer is refused, for a question with so
// many ordinary words that stand in no document.
func (c *Chooser) Threshold(absent int) float64 {
	if absent > 0 {
		return c.length.RefuseAbsent
	}
	return c.length.Refuse
}

// Mark is a byte range of a quote worth emphasis; Answer tells a likely answer from a
// word of the question.
type Mark struct {
	text.Span
	Answer bool
}

// Marks finds what to emphasise in a quote: the question's words, and dates or numbers
// where the question asks for one (a guess at names would be wrong too often). The
// ranges are in order and do not overlap.
func (c *Chooser) Marks(q *question.Question, terms []Term, quote string) []Mark {
	runes, offsets := text.FoldRunes(quote, nil, nil)
	level := make([]byte, len(runes)) // 0 plain, 1 word of the question, 2 answer
	for _, t := range terms {
		want := []rune(t.Text)
		for i := 0; i+len(want) <= len(runes); i++ {
			if slices.Equal(runes[i:i+len(want)], want) {
				raise(level[i:i+len(want)], 1)
			}
		}
	}
	c.markAnswers(q, runes, level)
	var out []Mark
	for i := 0; i < len(level); {
		j := i + 1
		for j < len(level) && level[j] == level[i] {
			j++
		}
		if level[i] > 0 {
			out = append(out, Mark{text.Span{Start: int(offsets[i]), End: int(offsets[j])}, level[i] == 2})
		}
		i = j
	}
	return out
}

func raise(level []byte, to byte) {
	for i := range level {
		level[i] = max(level[i], to)
	}
}

// markAnswers raises the dates or numbers that are not the question's own.
func (c *Chooser) markAnswers(q *question.Question, runes []rune, level []byte) {
	if q.Type != question.When && q.Type != question.Num {
		return
	}
	folded := string(runes)
	pieces := c.reader.Pieces(folded, question.Expected(q.Type), nil)
	slices.SortFunc(pieces, func(a, b question.Piece) int { return cmp.Compare(a.Start, b.Start) })
	for _, p := range pieces {
		from := len([]rune(folded[:p.Start]))
		to := from + len([]rune(folded[p.Start:p.End]))
		if !slices.Contains(level[from:to], 1) {
			raise(level[from:to], 2)
		}
	}
}
