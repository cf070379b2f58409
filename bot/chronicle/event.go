package chronicle

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"ask/retrieve"
	"ask/retrieve/document"
	"ask/retrieve/state"
	"ask/retrieve/when"
)

// event dates a statement.
func event(st retrieve.State) Event {
	e := Event{State: st}
	switch published := e.published(); {
	case st.Kind == state.Ends && !st.To.IsZero():
		e.Date, e.Said = st.To, true
	case st.Kind == state.Holds && st.Tense == state.Present && !published.IsZero():
		e.Date = published // it held when the text was written, whenever it began
	case st.Kind == state.Holds && st.Tense == state.Past && !st.To.IsZero():
		e.Date, e.Said = st.To, true
	case st.Kind != state.Ends && !st.From.IsZero():
		e.Date, e.Said = st.From, true
	default:
		e.Date = published
	}
	return e
}

// published is the day of the document.
func (e Event) published() when.Date {
	d, _ := when.Parse(e.Document.Date.Value)
	return d
}

// before gives the event as a reader at a day may use it, false if it is of later: a
// later text may say that something had begun by then.
func (e Event) before(at when.Date) (Event, bool) {
	if order(e.Date, at) <= 0 {
		return e, true
	}
	if e.Kind == state.Holds && !e.From.IsZero() && order(e.From, at) <= 0 {
		e.Date, e.Said, e.open = e.From, true, true
		return e, true
	}
	return e, false
}

// Since is where an event stands in time: when it began, if that is said.
func (e Event) Since() when.Date {
	if e.Kind != state.Ends && !e.From.IsZero() {
		return e.From
	}
	return e.Date
}

// Earlier reports a state that was over at its date, which is only the document's.
func (e Event) Earlier() bool { return e.Tense == state.Past && e.Kind == state.Holds && !e.Said }

// Same reports whether two events of one account are of the same holder, under
// whatever name.
func (e Event) Same(o Event) bool { return e.holder == o.holder }

// closes reports an event that says that somebody holds it no longer.
func (e Event) closes() bool {
	return e.Kind == state.Ends || e.Kind == state.Holds && e.Tense == state.Past && !e.open
}

// end is the day by which a state was over that e closes, zero if nothing tells.
func (e Event) end() when.Date {
	switch {
	case e.Kind == state.Ends:
		return e.Date
	case !e.To.IsZero():
		return e.To
	}
	return e.published()
}

// sentence reports whether the event's words stand in a sentence and not in a headline.
func (e Event) sentence() bool {
	r, _ := utf8.DecodeLastRuneInString(strings.TrimRight(e.Text, "」』”’\"）)】"))
	return strings.ContainsRune("。！？；!?;.", r)
}

// founded is the least rank that supersedes what others say.
const founded = 2

// rank is the standing of the source, by what its operator and its form say of it. What
// it only passes on counts a step less.
func (e Event) rank() int {
	r := 2
	switch e.Document.Kind {
	case document.Official:
		r = 4
	case document.News:
		r = 3
	case document.AIGenerated, document.Social:
		r = 1
	}
	if e.Claim == state.Reported {
		r--
	}
	return r
}

// order compares two dates for sorting, the unknown ones first; where one says more than
// the other and they agree, the one that says more counts as later.
func order(a, b when.Date) int {
	return cmp.Or(cmp.Compare(a.Year, b.Year), cmp.Compare(a.Month, b.Month), cmp.Compare(a.Day, b.Day))
}

// later is the later of two dates.
func later(a, b when.Date) when.Date {
	if order(a, b) >= 0 {
		return a
	}
	return b
}

// months counts from the beginning of our era; a year alone is its middle.
func months(d when.Date) int {
	if d.Month == 0 {
		return d.Year*12 + 6
	}
	return d.Year*12 + d.Month
}

// newestFirst sorts events, better sources first on the same day and sentences before
// headlines.
func newestFirst(all []Event) {
	slices.SortStableFunc(all, func(a, b Event) int {
		return cmp.Or(order(b.Date, a.Date), cmp.Compare(b.rank(), a.rank()), first(a.sentence(), b.sentence()))
	})
}

// first sorts what a holds before what it does not.
func first(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return -1
	}
	return 1
}
