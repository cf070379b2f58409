package chronicle

import (
	"cmp"
	"slices"

	"ask/retrieve/state"
	"ask/retrieve/when"
)

// Timeline is every event of an account, oldest first, each holder's beginnings and ends
// once, without rumours, plans and what came after the date of the account. An event
// without any date comes last.
func (a *Account) Timeline() []Event {
	type row struct {
		Event
		at when.Date
	}
	var rows []row
	all := append(slices.Clone(a.Now), a.Before...)
	for _, e := range all {
		rows = append(rows, row{e, place(e, all)})
	}
	slices.SortStableFunc(rows, func(x, y row) int {
		return cmp.Or(
			first(!x.at.IsZero(), !y.at.IsZero()), order(x.at, y.at), first(x.Earlier(), y.Earlier()),
			first(x.Kind == state.Ends, y.Kind == state.Ends), first(x.sentence(), y.sentence()),
		)
	})
	for i := range rows { // 代行, then 不再代行, told on one day
		k := slices.IndexFunc(rows[:i], func(e row) bool {
			return e.Kind == state.Ends && rows[i].Kind != state.Ends && e.at == rows[i].at && e.Same(rows[i].Event) && e.spell == rows[i].spell
		})
		if r := rows[i]; k >= 0 {
			copy(rows[k+1:i+1], rows[k:i])
			rows[k] = r
		}
	}
	var out []Event
	for _, r := range rows {
		i := slices.IndexFunc(out, r.again)
		switch {
		case i < 0:
			out = append(out, r.Event)
		case out[i].worse(r.Event):
			out[i] = r.Event
		}
	}
	return out
}

// worse reports whether o tells the beginning or end better than e, which is not later:
// as a change and not a state, in a sentence and not a headline, or for a day and not a
// month.
func (e Event) worse(o Event) bool {
	if change := o.Kind != state.Holds; change != (e.Kind != state.Holds) {
		return change && order(e.Since(), o.Since()) >= 0
	}
	if e.sentence() != o.sentence() {
		return o.sentence()
	}
	return e.Since() != o.Since() && e.Since().Contains(o.Since())
}

// place is where an event stands among others: one that was over when its text was
// written was so when who held it then began.
func place(e Event, all []Event) when.Date {
	at := e.Since()
	if e.Kind == state.Ends && !e.Said { // the text that says who came next tells when
		for _, o := range all {
			if o.Doc == e.Doc && o.Kind == state.Starts && !o.Same(e) && !otherPost(o, e) && o.Said && order(o.Date, at) < 0 && months(at)-months(o.Date) <= 1 {
				return o.Date
			}
		}
	}
	if !e.Earlier() || at.IsZero() {
		return at
	}
	var began when.Date
	for _, o := range all {
		if !o.Same(e) && !o.closes() && order(o.Since(), at) <= 0 {
			began = later(began, o.Since())
		}
	}
	if began.IsZero() || slices.ContainsFunc(all, func(o Event) bool { return o.Same(e) && !o.Earlier() && order(o.Since(), began) > 0 }) {
		return at
	}
	return began
}

// again reports whether o tells of the same beginning or end as e.
func (e Event) again(o Event) bool {
	return o.Same(e) && o.spell == e.spell && (o.Kind == state.Ends) == (e.Kind == state.Ends)
}

// dated is the end of the holder of e where e only tells that it was over, if the same
// sentence tells both: 原校长张三辞职.
func (a *Account) dated(e Event) Event {
	if !e.Earlier() {
		return e
	}
	for _, o := range slices.Concat(a.Now, a.Before) {
		if o.Kind == state.Ends && o.Same(e) && o.Doc == e.Doc && o.State.Start == e.State.Start {
			return o
		}
	}
	return e
}

// Beside is who held it before or after somebody, with that holder. It is false if the
// account has nobody there, or so long a gap that somebody between may be unknown.
func (a *Account) Beside(name string, after bool) (beside, own Event, ok bool) {
	var begun []Event // one a holder
	ended := map[int]when.Date{}
	line := a.Timeline()
	named := func(e Event) bool { return fold(e.Subject) == fold(name) || fold(e.Alias) == fold(name) }
	if i := slices.IndexFunc(line, named); i >= 0 {
		own := line[i]
		line = slices.DeleteFunc(line, func(e Event) bool { return otherPost(e, own) })
	}
	for _, e := range line {
		if e.Kind == state.Ends {
			ended[e.holder] = e.Date
		}
		i := slices.IndexFunc(begun, e.Same)
		switch {
		case i < 0:
			begun = append(begun, e)
		case begun[i].Kind == state.Ends && e.Kind != state.Ends:
			begun[i] = e
		}
	}
	i := slices.IndexFunc(begun, named)
	older, newer := i-1, i
	if after {
		older, newer = i, i+1
	}
	if i < 0 || older < 0 || newer == len(begun) {
		return Event{}, Event{}, false
	}
	end, began := ended[begun[older].holder], begun[newer].Since()
	if !end.IsZero() && !began.IsZero() && months(began)-months(end) > together {
		return Event{}, Event{}, false
	}
	if after {
		return begun[newer], begun[older], true
	}
	return a.dated(begun[older]), begun[newer], true
}
