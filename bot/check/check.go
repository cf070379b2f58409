package check

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"ask/retrieve/text"
)

// Passage is one retrieved passage the model was shown, numbered from 1 in the prompt.
type Passage struct {
	Document    string      // its document, to look for quotes in neighbours
	Title, Date string      // names in the title and its date may support a sentence, but are never quoted
	Text        string      // the stored bytes
	Skip        []text.Span // never evidence (sentences that speak to a machine)
}

const (
	// clauseCandidates is how many sentences a clause is laid on.
	clauseCandidates = 4
	// firmShare is the share of a claim's grams from which on a sentence that holds them is
	// the one it was made from.
	firmShare = 0.6
	// most is how many sentences may carry a claim.
	most = 4
	// clearlyBetter is how much more of a claim other passages must hold to be shown in
	// place of those cited.
	clearlyBetter = 0.1
	// longestClaim and longestSource bound, in bytes, what is compared: the cost grows with
	// the product.
	longestClaim, longestSource = 3000, 6000
	// longestRepair bounds what may be shown in place of a sentence, in runes.
	longestRepair = 160
)

// Check judges one finished sentence (its [n] marks already taken out) that cites the
// passages numbered cited (from 1; may be empty or wrong). It may be called from several
// goroutines.
func (e *Evidence) Check(sentence string, cited []int) Verdict {
	if date, rest := asOf(e.checker.asOf, sentence); date != nil {
		return e.dated(*date, sentence, rest, cited)
	}
	return e.check(sentence, cited)
}

func (e *Evidence) check(sentence string, cited []int) Verdict {
	if len(sentence) > longestClaim {
		return Verdict{State: Unsupported, Flaws: []Flaw{{FlawSupport, ""}}}
	}
	mended, flaws := e.mend(sentence)
	c, state := e.checker.claim(mended)
	if c != nil && strings.Contains(e.question, c.bare(c.units)) {
		c, state = nil, Empty // the question once more
	}
	if c == nil {
		return Verdict{State: state}
	}
	j, elsewhere := e.find(c, cited)
	if state != "" && !j.sound() {
		return Verdict{State: state} // else a passage itself says so
	}
	j.flaws = append(j.flaws, flaws...)
	v := e.verdict(j, mended)
	if mended != sentence && (v.State == Supported || v.State == Paraphrase) {
		v.State = Repaired
		v.Flaws = append(v.Flaws, Flaw{FlawQuote, mended})
		for i := range v.Quotes {
			v.Quotes[i].Status = QuoteRepaired
		}
	}
	if elsewhere && len(v.Quotes) > 0 {
		v.Flaws = append(v.Flaws, Flaw{FlawCitation, strconv.Itoa(v.Quotes[0].Passage + 1)})
	}
	return v
}

// verdict says what may be done with a claim that was judged so.
func (e *Evidence) verdict(j *judgement, sentence string) Verdict {
	v := Verdict{State: Unsupported, Flaws: j.flaws, Support: j.support}
	limits := e.checker.thresholds
	switch {
	case len(j.ids) == 0:
	case j.sound():
		v.State, v.Text = Supported, sentence
	case len(j.flaws) == 0 && j.support >= limits.Paraphrase && j.bound >= limits.Loose:
		v.State, v.Text = Paraphrase, sentence
	case len(j.flaws) > 0 && onlyHedges(j) && j.prefix != "":
		v.State, v.Text = Repaired, j.prefix+sentence
	case j.share >= closeShare:
		if t := e.verbatim(j.ids); t != "" {
			v.State, v.Text = Repaired, t
		}
	}
	if len(v.Flaws) == 0 && (v.State == Unsupported || v.State == Repaired) {
		v.Flaws = []Flaw{{FlawSupport, ""}}
	}
	if v.State == Unsupported {
		return v
	}
	v.Quotes = e.quotes(j.ids)
	return v
}

func onlyHedges(j *judgement) bool {
	return !slices.ContainsFunc(j.flaws, func(f Flaw) bool { return f.Kind != FlawHedge })
}

// verbatim is the text of sentences in their own order, "" if it is too long.
func (e *Evidence) verbatim(ids []int) string {
	out := ""
	for _, q := range e.quotes(slices.Sorted(slices.Values(ids))) {
		if out != "" && out[len(out)-1] < utf8.RuneSelf {
			out += " "
		}
		out += e.passages[q.Passage].Text[q.Span.Start:q.Span.End]
	}
	if utf8.RuneCountInString(out) > longestRepair {
		return ""
	}
	return out
}

// quotes are the sentences as quotes; neighbours become one.
func (e *Evidence) quotes(ids []int) []Quote {
	var out []Quote
	for _, id := range ids {
		s := e.sentences[id]
		joined := false
		for k := range out {
			q := &out[k]
			if q.Passage == s.passage && e.next(*q, s) {
				q.Span = text.Span{Start: min(q.Span.Start, s.Start), End: max(q.Span.End, s.End)}
				joined = true
				break
			}
		}
		if !joined {
			out = append(out, Quote{s.passage, s.Span, QuoteVerified})
		}
	}
	return out
}

// next reports whether nothing but white space stands between a quote and a sentence.
func (e *Evidence) next(q Quote, s sentence) bool {
	from, to := min(q.Span.End, s.End), max(q.Span.Start, s.Start)
	return from <= to && strings.TrimSpace(e.passages[s.passage].Text[from:to]) == ""
}
