package bot

import (
	"slices"

	"ask/bot/slot"
)

// oppose adds the quotes of values, the first of which the answer quotes already, and
// what stands in front of each: a correction comes first, what it corrects as history.
func (a *Answer) oppose(e *Extractive, values []slot.Statement, front fronts, p fixed) {
	lead := values[0]
	for _, v := range values[1:] {
		if v.Corrects(values[0]) {
			lead = v
			break
		}
	}
	for _, v := range values {
		switch corrected := lead.Corrects(v); {
		case corrected && lead.Tells(v):
			a.drop(v)
		case corrected:
			front[a.quoteOf(e, v)] = p.before.of(v.When)
		case v.Same(lead):
			a.quoteOf(e, v)
		default:
			front[a.quoteOf(e, v)] = p.other.of(v.When)
		}
	}
	if !lead.Same(values[0]) {
		a.lead(lead)
	}
}

// lead moves the quote of a statement to the front.
func (a *Answer) lead(st slot.Statement) {
	if n := a.shows(st); n > 0 {
		c := a.Citations[n]
		a.Citations = slices.Insert(slices.Delete(a.Citations, n, n+1), 0, c)
	}
	for i := range a.Citations {
		a.Citations[i].N = i + 1
	}
}

// drop takes out the quote of a value that was withdrawn.
func (a *Answer) drop(st slot.Statement) {
	if n := a.shows(st); n >= 0 {
		a.Citations = slices.Delete(a.Citations, n, n+1)
	}
}

// quoteOf is the place of the citation of a statement, a new one if it is not quoted yet.
func (a *Answer) quoteOf(e *Extractive, st slot.Statement) string {
	if i := a.shows(st); i >= 0 {
		return spot(a.Citations[i])
	}
	c := e.citation(len(a.Citations)+1, source{st.Passage.Document, st.Passage.Start, st.Passage.Text}, st.Sentence)
	a.Citations = append(a.Citations, c)
	a.newest(st.When)
	return spot(c)
}

// shows is the index of the citation that quotes a statement, -1 if none does.
func (a *Answer) shows(st slot.Statement) int {
	from, to := st.Passage.Start+st.Sentence.Start, st.Passage.Start+st.Sentence.End
	return slices.IndexFunc(a.Citations, func(c Citation) bool {
		return c.Document == st.Passage.Document.ID && c.Start <= from && to <= c.End
	})
}
