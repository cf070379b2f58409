package eval

import (
	"fmt"
	"slices"

	"ask/bot"
	"ask/bot/check"
)

// Written is how well citations carry the sentences that a model wrote: ALCE's citation
// recall and precision (Gao et al., arXiv 2305.14627), with the deterministic check in
// the place of its entailment model.
type Written struct {
	Answers   int `json:"answers"`
	Sentences int `json:"sentences"`
	// Recall is the share of sentences that their citations carry together.
	Recall float64 `json:"recall"`
	// Precision is the share of citations that are needed: one counts unless its
	// sentence is not carried at all, or is carried by the others and not by it.
	Precision float64 `json:"precision"`
	Citations int     `json:"citations"`
	// Repaired counts citations whose words stand for others of the model.
	Repaired int `json:"repaired"`
	// Fallbacks counts answers in quotes because the model failed.
	Fallbacks int `json:"fallbacks"`
	// Containment is the share of answers whose text holds the gold answer.
	Containment float64 `json:"containment"`

	carried, needed, asked, held int
}

// judge counts one generated answer.
func (w *Written) judge(c *check.Checker, q Question, a *bot.Answer) {
	switch {
	case a.Answered && a.Mode != "generated":
		w.Fallbacks++
		return
	case !a.Answered:
		return
	}
	w.Answers++
	if q.CanAnswer() && len(q.Answers) > 0 {
		w.asked++
		if q.Holds(a.Text) {
			w.held++
		}
		w.Containment = ratio(w.held, w.asked)
	}
	for _, s := range a.Sentences() {
		w.Sentences++
		w.Citations += len(s.Cites)
		quotes := quotesOf(a, s.Cites)
		if !carries(c, q.Question, s.Words, quotes) {
			continue
		}
		w.carried++
		for i := range quotes {
			others := slices.Delete(slices.Clone(quotes), i, i+1)
			if carries(c, q.Question, s.Words, quotes[i:i+1]) || !carries(c, q.Question, s.Words, others) {
				w.needed++
			}
		}
	}
	for _, cited := range a.Citations {
		if cited.Status == check.QuoteRepaired {
			w.Repaired++
		}
	}
	w.Recall = ratio(w.carried, w.Sentences)
	w.Precision = ratio(w.needed, w.Citations)
}

// quotesOf are the quotes with the given numbers, as passages of their own.
func quotesOf(a *bot.Answer, numbers []int) []check.Passage {
	var out []check.Passage
	for _, c := range a.Citations {
		if !slices.Contains(numbers, c.N) {
			continue
		}
		p := check.Passage{Document: fmt.Sprintf("%s:%d", c.Document, c.Start), Title: c.Title, Text: c.Quote}
		if c.Date != nil {
			p.Date = *c.Date
		}
		out = append(out, p)
	}
	return out
}

// carries reports whether passages support a sentence.
func carries(c *check.Checker, question, sentence string, passages []check.Passage) bool {
	if len(passages) == 0 {
		return false
	}
	all := make([]int, len(passages))
	for i := range all {
		all[i] = i + 1
	}
	return c.Evidence(question, passages).Check(sentence, all).State == check.Supported
}
