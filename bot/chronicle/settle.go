package chronicle

import (
	"cmp"
	"slices"

	"ask/retrieve/state"
)

// settle decides who holds it.
func (a *Account) settle(all []*spell) {
	var holding, over []*spell
	for _, s := range all {
		if s.ended {
			over = append(over, s)
		} else {
			holding = append(holding, s)
		}
	}
	sortSpells(holding)
	sortSpells(over)
	over = a.vacate(over, holding)
	var lead *spell
	if !a.Vacant && len(holding) > 0 {
		lead = holding[0]
		a.take(lead)
	}
	for _, s := range holding {
		how := a.relation(lead, s)
		if how != leads && slices.ContainsFunc(a.Now, func(e Event) bool { return e.Same(s.events[0]) && e.Kind != state.Ends }) {
			how = follows // another post of the same holder
		}
		switch how {
		case leads, aside:
		case follows:
			over = append(over, s)
		case contradicts:
			a.Disputed = true
			a.take(s)
		case stands:
			a.take(s)
		}
	}
	sortSpells(over)
	for _, s := range over {
		a.Before = append(a.Before, s.events...)
		a.Before = append(a.Before, s.weak...)
	}
	slices.SortStableFunc(a.Before, func(x, y Event) int { return first(!x.Earlier(), !y.Earlier()) })
}

// sortSpells puts the well-founded before those without standing or date, then the
// newest first.
func sortSpells(all []*spell) {
	slices.SortStableFunc(all, func(x, y *spell) int {
		return cmp.Or(first(x.sound(), y.sound()), order(y.known(), x.known()), order(y.began(), x.began()), cmp.Compare(y.rank, x.rank))
	})
}

// sound reports a spell that a source of standing dates.
func (s *spell) sound() bool { return s.rank >= founded && !s.known().IsZero() }

// vacate takes the newest end as what holds now if nobody came after it, and gives the
// other spells that are over.
func (a *Account) vacate(over, holding []*spell) []*spell {
	i := slices.IndexFunc(over, func(s *spell) bool { return s.ending.Kind == state.Ends })
	if i < 0 {
		return over
	}
	gone := over[i]
	if slices.ContainsFunc(over[:i], func(s *spell) bool {
		return s.last.After(gone.end) || !s.ending.To.IsZero() && s.end.After(gone.end)
	}) {
		return over
	}
	for _, s := range holding {
		if s.rank < min(gone.rank, founded) || s.known().IsZero() != gone.known().IsZero() {
			continue
		}
		if !s.last.Before(gone.end) || !gone.began().IsZero() && s.began().After(gone.began()) {
			return over
		}
	}
	if gone.known().IsZero() && len(holding) > 0 {
		return over
	}
	a.Vacant = gone.ending.Object == ""
	a.take(gone)
	return slices.Delete(over, i, i+1)
}

// How a spell stands to the one that leads.
type relation int

const (
	leads relation = iota
	follows
	contradicts
	stands // it may be true beside the other
	aside  // one of several, and nothing tells when, and nobody of standing says so
)

// relation judges a spell against the one that leads, nil if it was taken for vacant.
func (a *Account) relation(lead, s *spell) relation {
	switch {
	case s == lead:
		return leads
	case lead == nil:
		return a.afterEnd(s)
	case s.known().IsZero() || lead.known().IsZero():
		return contradicts // no date decides
	case s.planned() && lead.known().After(s.known()):
		return follows
	case s.beside(lead) && abs(months(lead.known())-months(s.known())) <= 2*together:
		return stands
	case s.rank < founded && lead.rank >= founded:
		if s.last.After(lead.last) {
			return contradicts
		}
		return follows
	}
	return apart(lead, s)
}

// afterEnd judges a spell where the newest that is known is an end.
func (a *Account) afterEnd(s *spell) relation {
	another := slices.ContainsFunc(s.events, func(e Event) bool { return otherPost(e, a.Now[0]) })
	if s.known().IsZero() && s.rank < founded && s.events[0].shared() {
		return aside
	}
	if another || s.known().IsZero() || s.rank < founded && s.known().After(a.Now[0].Date) {
		return stands
	}
	return follows
}

// apart tells a spell that came before the newer one from one that contradicts it. Who is
// known to have begun after the other was last seen came after it; changes told in two
// texts of about one day may be the same change, told in two ways.
func apart(newer, older *spell) relation {
	said := !newer.start.IsZero() && newer.start.After(older.last)
	told := months(newer.began()) > months(older.last)
	changed := !newer.began().IsZero() && older.began().IsZero() && newer.began().After(older.last)
	stoodIn := older.acting() && !newer.acting() && newer.known().After(older.last)
	if said || told || changed || stoodIn || months(newer.known())-months(older.known()) > together {
		return follows
	}
	return contradicts
}

// take takes a spell as one that holds, or as the end: the event that says most, borne out
// by the newest.
func (a *Account) take(s *spell) {
	newest, told := s.events[0], s.telling()
	if newest.sentence() && !newest.is(told) && newest.closes() == told.closes() {
		told.Confirmed = &newest
	}
	a.Now = append(a.Now, told)
	for _, e := range s.events {
		if !e.is(told) && (told.Confirmed == nil || !e.is(newest)) {
			a.Before = append(a.Before, e)
		}
	}
	for _, e := range s.weak {
		if e.Kind == state.Ends && e.Date.After(s.known()) && !s.ended {
			a.Now = append(a.Now, e)
		} else {
			a.Before = append(a.Before, e)
		}
	}
}

// telling is the event that tells most of a spell: its end, else the newest that tells in
// a sentence how it began, else the newest that does not tell it only by the way.
func (s *spell) telling() Event {
	if s.ended {
		return s.ending
	}
	best := s.events[0]
	for _, e := range s.events {
		better := e.Kind == state.Starts && best.Kind != state.Starts || !best.sentence() || best.Kind != state.Starts && e.main() && !best.main()
		if e.sentence() && better && !e.closes() {
			best = e
		}
	}
	return best
}

// main reports whether the words of an event are a good part of their sentence, which
// else tells of something else.
func (e Event) main() bool { return 3*(e.Statement.End-e.Statement.Start) >= len(e.Text) }

// is reports whether two events are one statement.
func (e Event) is(o Event) bool {
	return e.Doc == o.Doc && e.Kind == o.Kind && e.State.Start == o.State.Start && e.Statement.Start == o.Statement.Start && e.Same(o)
}
