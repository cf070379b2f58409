package chronicle

import (
	"slices"

	"ask/retrieve"
	"ask/retrieve/state"
	"ask/retrieve/when"
)

// Read orders statements on one post or thing as they stood at a date. Statements that
// only suppose something are left out.
func Read(all []retrieve.State, at when.Date) Account {
	var a Account
	var facts []Event
	for _, st := range all {
		if st.Claim == state.Supposed || st.Subject == "" {
			continue
		}
		e := event(st)
		now, happened := e.before(at)
		switch {
		case order(e.published(), at) > 0 && (st.Claim == state.Denied || st.Claim == state.Rumour || st.Document.Rumour):
			// of a later day, and no evidence for this one
		case st.Claim == state.Denied:
			a.Denials = append(a.Denials, e)
		case st.Claim == state.Rumour || st.Document.Rumour:
			a.Rumours = append(a.Rumours, e)
		case st.Tense == state.Future && !(e.Said && happened) && order(e.published(), at) > 0:
			a.After = append(a.After, e)
		case st.Tense == state.Future && !(e.Said && happened):
			a.Plans = append(a.Plans, e)
		case happened:
			facts = append(facts, now)
		case order(e.published(), at) <= 0:
			a.Plans = append(a.Plans, e)
		default:
			a.After = append(a.After, e)
		}
	}
	identify(facts, a.Plans, a.Rumours, a.Denials, a.After)
	for _, list := range [][]Event{a.Denials, a.Plans, a.After, facts} {
		newestFirst(list)
	}
	facts = slices.DeleteFunc(facts, func(e Event) bool {
		if !a.denied(e) {
			return false
		}
		a.Rumours = append(a.Rumours, e)
		return true
	})
	newestFirst(a.Rumours)
	a.settle(spells(distinct(facts)))
	return a
}

// denied reports whether a source of no less standing denies an event, not before it was
// told.
func (a *Account) denied(e Event) bool {
	return slices.ContainsFunc(a.Denials, func(no Event) bool {
		return no.Same(e) && no.Doc != e.Doc && (no.Kind == state.Ends) == (e.Kind == state.Ends) &&
			no.rank() >= e.rank() && order(no.published(), e.published()) >= 0
	})
}

// distinct drops statements that say again what a better one says: of the same holder
// and kind, for the same date.
func distinct(facts []Event) []Event {
	var out []Event
	for _, e := range facts {
		same := func(o Event) bool {
			return o.Same(e) && o.Kind == e.Kind && o.closes() == e.closes() && (o.Date == e.Date || fold(o.Text) == fold(e.Text))
		}
		if !slices.ContainsFunc(out, same) {
			out = append(out, e)
		}
	}
	return out
}
