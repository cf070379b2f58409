package bot

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"ask/bot/extract"
	"ask/bot/slot"
	"ask/retrieve"
	"ask/retrieve/document"
	"ask/retrieve/question"
	"ask/retrieve/text"
	"ask/retrieve/when"
)

// evidence is what the passages of one question hold.
type evidence struct {
	result    *retrieve.Result
	contexts  int      // passages of the text that came with the question, which are first
	sources   []source // by passage
	passages  []extract.Passage
	sentences []extract.Sentence
	terms     []extract.Term
	prob      float64            // that the sentences answer
	voices    []extract.Sentence // of further documents, indexes into passages as above
	threshold float64
	// unknown and absent are the search's signals, less what the text that came with the
	// question holds.
	unknown, absent []string
	// exact is what a passage must hold to the letter; hits are those that do.
	exact []string
	hits  []retrieve.Hit
	// former are hits of an earlier edition in whose stead another hit speaks: history.
	former []retrieve.Hit
	// doubtful are hits that pass on rumours, left out because another answers.
	doubtful []retrieve.Hit
	// story is what the documents say of a post that was asked for; nil for none.
	story *succession
	// carried: a source states in so many words what is asked, whatever the sentences score.
	carried bool
	// today is the day that the question is asked, asOf that day if the question says it.
	today, asOf string
	// period: a past period is asked for, and what was told last before its end counts.
	period bool
	// lacking is a post the question asks for and no passage speaks of.
	lacking string
	// value is what value the question asks for, and statements what the sources give for it:
	// each read once, when it is needed.
	value      func() (*slot.Slot, bool)
	statements func() []slot.Statement
}

// source is where a passage stands: its document and the passage's place in its text.
type source struct {
	document document.Document
	start    int
	text     string
}

// gather scores the sentences of the best passages, those of the text that came with
// the question first.
func (e *Extractive) gather(q Question, res *retrieve.Result) *evidence {
	d := e.collect(q, res)
	d.sentences, d.prob = e.judge(d, d.passages)
	d.carried = len(d.unknown) == 0 && len(d.sentences) > 0 && d.missing() == "" && (d.carries() || e.settles(d))
	return d
}

// collect takes the passages that an answer may quote.
func (e *Extractive) collect(q Question, res *retrieve.Result) *evidence {
	d := &evidence{result: res, terms: e.terms(res), unknown: named(res), absent: e.meant(q.Text, res)}
	d.asOf = q.AsOf
	d.today = cmp.Or(q.AsOf, time.Now().Format(time.DateOnly))
	d.addContext(q, res)
	d.contexts = len(d.sources)
	d.threshold = e.chooser.Threshold(len(d.absent))
	if res.Question.Type == question.How && len(d.absent) > 0 {
		d.threshold *= howAbsent
	}
	n := max(0, e.chooser.Passages()-len(d.passages))
	d.exact = slices.DeleteFunc(slices.Clone(res.Signals.Exact), func(want string) bool {
		return len(want) == len("2006") && strings.HasPrefix(q.AsOf, want) // only says when it is asked
	})
	exact := exactHits(res.Hits, d.exact)
	d.hits, d.doubtful = e.trusted(d, exact)
	d.hits, d.former = editions(d.hits)
	for i, p := range d.passagesOf(d.hits, n) {
		d.passages = append(d.passages, p)
		d.sources = append(d.sources, source{d.hits[i].Document, d.hits[i].Start, d.hits[i].Text})
	}
	d.value = sync.OnceValues(func() (*slot.Slot, bool) { return e.slotOf(d) })
	d.statements = sync.OnceValue(func() []slot.Statement {
		s, ok := d.value()
		if !ok {
			return nil
		}
		return s.Statements(e.speakers(d))
	})
	return d
}

// passagesOf are the passages of the first n hits, without the sentences of another year
// than that asked for.
func (d *evidence) passagesOf(hits []retrieve.Hit, n int) []extract.Passage {
	out := extract.FromHits(hits, n)
	for i := range out {
		src := source{document: hits[i].Document, text: hits[i].Text}
		for _, want := range d.exact {
			if src.tellsOf(want) {
				out[i].Skip = append(out[i].Skip, src.elsewhen(want)...)
			}
		}
	}
	return out
}

// named are the unknown names of a question, without what it counts: 张床 of 多少张床 is
// no name, and 饼雁字 of 那饼雁字号 none but what stands after its first character.
func named(res *retrieve.Result) []string {
	return slices.DeleteFunc(slices.Clone(res.Signals.Unknown), func(u string) bool {
		_, size := utf8.DecodeRuneInString(u)
		pointed := strings.Contains(res.Question.Folded, "那"+u) || strings.Contains(res.Question.Folded, "这"+u)
		return res.Question.Unit != "" && strings.HasPrefix(u, res.Question.Unit) && strings.Contains(res.Question.Folded, "多少"+u) ||
			pointed && len(u) > size && slices.ContainsFunc(res.Hits, func(h retrieve.Hit) bool { return strings.Contains(text.Fold(h.Text), u[size:]) })
	})
}

// terms are the question's, without words that say nothing and stand nowhere: in a small
// folder they would weigh more than all that does.
func (e *Extractive) terms(res *retrieve.Result) []extract.Term {
	return slices.DeleteFunc(extract.Terms(res), func(t extract.Term) bool { return t.None && e.reader.Generic(t.Text) })
}

// reason says why there is no answer, empty if there is one.
func (d *evidence) reason(q Question) string {
	switch {
	case d.story != nil:
		return ""
	case d.carried:
		return ""
	case d.lacking != "" && d.refuse(q) == "":
		return fmt.Sprintf(phrases(q).missing, d.lacking)
	}
	return d.refuse(q)
}

// refuse gives the reason why there is no answer, empty if there is one.
func (d *evidence) refuse(q Question) string {
	p := phrases(q)
	switch {
	case len(d.unknown) > 0:
		return fmt.Sprintf(p.unknown, p.list(d.unknown))
	case len(d.sentences) == 0:
		return p.nothing
	case d.missing() != "":
		return fmt.Sprintf(p.missing, d.missing())
	case d.prob < d.threshold && len(d.absent) > 0:
		return fmt.Sprintf(p.unknown, p.list(d.absent))
	case d.prob < d.threshold:
		return p.unsupported
	}
	return ""
}

// exactHits are the hits that hold every year, number and model name of the question,
// or all hits where none does: an answer about another year is none.
func exactHits(hits []retrieve.Hit, exact []string) []retrieve.Hit {
	var out []retrieve.Hit
	for _, h := range hits {
		s := source{document: h.Document, text: h.Text}
		if !slices.ContainsFunc(exact, func(want string) bool { return !s.holds(want) }) {
			out = append(out, h)
		}
	}
	if len(out) == 0 {
		return hits
	}
	return out
}

// holds reports whether a passage speaks of a year, number or name, or is of that year.
func (s source) holds(want string) bool {
	return s.names(want) || s.tellsOf(want)
}

// names reports whether a passage or its title holds a year, number or name, or is of
// that year.
func (s source) names(want string) bool {
	return strings.Contains(text.Fold(s.text), want) || strings.HasPrefix(s.document.Date.Value, want) || strings.Contains(text.Fold(s.document.Title), want)
}

// tellsOf reports whether a passage that does not name a year speaks of it from its own: 去年.
func (s source) tellsOf(want string) bool { return !s.names(want) && len(s.mentions(want)) > 0 }

// mentions are where a passage speaks of a year from its own.
func (s source) mentions(want string) []when.Mention {
	year, err := strconv.Atoi(want)
	published, ok := when.Parse(s.document.Date.Value)
	if err != nil || len(want) != len("2006") || !ok || published.Year <= year || published.Year > year+2 {
		return nil
	}
	return slices.DeleteFunc(when.Find(s.text, published), func(m when.Mention) bool {
		return m.Void != "" || m.From.Year != year || m.To.Year != year
	})
}

// elsewhen are the sentences of a passage that may be of another year than that asked for,
// which it does not name: all but those that speak of it as 去年.
func (s source) elsewhen(want string) []text.Span {
	of := s.mentions(want)
	return slices.DeleteFunc(text.Sentences(s.text), func(sp text.Span) bool {
		return slices.ContainsFunc(of, func(m when.Mention) bool { return sp.Start <= m.Span.Start && m.Span.End <= sp.End })
	})
}

// missing gives a year, number or model name of the question that no passage holds,
// empty if there is none.
func (d *evidence) missing() string {
	for _, want := range d.exact {
		if !slices.ContainsFunc(d.sources, func(s source) bool { return s.holds(want) }) {
			return want
		}
	}
	return ""
}
