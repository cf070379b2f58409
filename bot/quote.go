package bot

import (
	"cmp"
	"fmt"
	"strings"

	"ask/bot/extract"
	"ask/retrieve/text"
)

// quote composes the answer from the chosen sentences. Neighbouring sentences of one
// passage become one quote. Where a state was asked for, one of a document without a date
// is said to be so, for it cannot tell of when it speaks.
func (e *Extractive) quote(a *Answer, d *evidence, p fixed) {
	a.Answered = true
	picked := e.explained(d, e.chooser.Pick(d.sentences))
	quoted := map[string]bool{}
	for _, s := range picked {
		quoted[d.sources[s.Passage].document.ID] = true
	}
	e.hear(d, quoted)
	for _, run := range e.joined(append(picked, d.voices...), d) {
		src := d.sources[run.passage]
		c := e.citation(len(a.Citations)+1, src, e.firm(src, run.Span))
		for _, m := range e.chooser.Marks(d.result.Question, d.terms, c.Quote) {
			c.Marks = append(c.Marks, Mark{m.Start, m.End, m.Answer})
		}
		a.Citations = append(a.Citations, c)
	}
	front := fronts{}
	for _, c := range a.Citations {
		switch {
		case c.standing(p) != "":
		case d.story != nil && c.Date == nil:
			front[spot(c)] = p.now.undated
		case d.period:
			front[spot(c)] = p.now.of(known(c.Date))
		}
	}
	settled := e.dispute(a, d, front, p)
	a.number()
	e.recall(a, d, front, p)
	if !settled || e.whether(d.result.Question) {
		e.refute(a, d, front, p)
	} else {
		e.doubt(a, d, false)
		a.rumoursLast(front)
	}
	if len(a.Conflicts) == 0 {
		e.newest(a, d, settled, front, p)
	}
	e.outrun(a, d, front, p)
	e.moved(a, d, front, p)
	a.write(front, p)
}

// fronts are what stands in front of quotes, by their spots.
type fronts map[string]string

// write writes the lines of the answer anew, with what stands in front of them.
func (a *Answer) write(front fronts, p fixed) {
	var lines []string
	a.AsOf = nil
	a.number()
	for _, c := range a.Citations {
		if c.Date != nil {
			a.newest(*c.Date)
		}
		lines = append(lines, fmt.Sprintf("%s%s [%d]", cmp.Or(front[spot(c)], c.standing(p)), oneLine(c.Quote), c.N))
	}
	a.Text = strings.Join(lines, "\n")
}

// number numbers the citations as they stand, and what names them by their numbers.
func (a *Answer) number() {
	now := map[int]int{}
	for i := range a.Citations {
		now[a.Citations[i].N] = i + 1
		a.Citations[i].N = i + 1
	}
	for _, c := range a.Conflicts {
		for i := range c.Values {
			c.Values[i].N = cmp.Or(now[c.Values[i].N], c.Values[i].N)
		}
	}
}

// spot is where a citation stands.
func spot(c Citation) string { return fmt.Sprintf("%s:%d", c.Document, c.Start) }

// standing is what must stand in front of a quote that its source itself does not vouch
// for.
func (c Citation) standing(p fixed) string {
	if c.Claim == "rumour" {
		return p.rumour.of(known(c.Date))
	}
	return ""
}

// run is a stretch of chosen sentences in one passage.
type run struct {
	passage int
	text.Span
}

// joined merges sentences with nothing but white space between them, hearsay only with
// hearsay.
func (e *Extractive) joined(picked []extract.Sentence, d *evidence) []run {
	var out []run
	claim := func(passage int, sp text.Span) string {
		return e.patterns.claim(d.passages[passage].Text[sp.Start:sp.End])
	}
	for _, s := range picked {
		if n := len(out); n > 0 && out[n-1].passage == s.Passage {
			between := d.passages[s.Passage].Text[out[n-1].End:s.Start]
			alike := e.patterns.is("status", d.passages[s.Passage].Text[s.Start:s.End]) || (claim(s.Passage, s.Span) == "rumour") == (claim(s.Passage, out[n-1].Span) == "rumour")
			if strings.TrimSpace(between) == "" && !strings.Contains(between, "\n") && alike {
				out[n-1].End = s.End
				continue
			}
		}
		out = append(out, run{s.Passage, s.Span})
	}
	return out
}

// citation quotes a stretch of a passage: the bytes of the stored text, nothing else.
func (e *Extractive) citation(n int, src source, sp text.Span) Citation {
	doc := src.document
	quote := src.text[sp.Start:sp.End]
	c := Citation{
		N: n, Document: doc.ID, Title: e.title(doc), URL: optional(doc.URL), Date: optional(doc.Date.Value),
		DateSource: optional(string(doc.Date.Source)), Kind: doc.Kind, Publisher: optional(e.label(doc.Publisher)),
		Quote: quote, Start: src.start + sp.Start, End: src.start + sp.End,
		Claim: e.patterns.claim(quote), Status: "verified",
	}
	if doc.Rumour && c.Claim == "stated" {
		c.Claim = "rumour" // the source says so of itself
	}
	return c
}

func optional(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

// newest moves the answer's as-of date up to date, if that is later.
func (a *Answer) newest(date string) {
	if date != "" && (a.AsOf == nil || date > *a.AsOf) {
		a.AsOf = &date
	}
}

func oneLine(s string) string { return strings.ReplaceAll(s, "\n", " ") }

// known is what s points to, "" for nothing.
func known(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}
