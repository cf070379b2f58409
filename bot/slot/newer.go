package slot

import (
	"slices"

	"ask/retrieve/question"
	"ask/retrieve/text"
	"ask/retrieve/when"
)

// sameTime is how many months may lie between sources of a present state: beyond, one
// follows the other.
const sameTime = 12

// another reports sources too far apart in time to speak of one present state.
func (s *Slot) another(a, b Statement) bool {
	if s.puts(a, b) || s.puts(b, a) {
		return true
	}
	if !s.follows {
		return false
	}
	if s.changing && a.Ahead != b.Ahead {
		return true
	}
	x, known := when.Parse(a.When)
	y, dated := when.Parse(b.When)
	if !known || !dated {
		return false
	}
	months := (x.Year-y.Year)*12 + x.Month - y.Month
	if months > sameTime || months < -sameTime {
		return true
	}
	older, later := a, b
	if older.When > later.When {
		older, later = later, older
	}
	return s.changing && older.When < later.When && voice(later.Passage.Document.Kind) >= voice(older.Passage.Document.Kind)
}

// puts reports whether st sets another day for what o says was to be, or tells when it was.
func (s *Slot) puts(st, o Statement) bool {
	if s.question.Type != question.When || s.clock != "" || st.When <= o.When {
		return false
	}
	return s.words.rules["PUTOFF"].MatchString(text.Fold(st.sentence())) || s.Planned(o) && !s.Planned(st)
}

// Outdated reports whether o gives another value than st, which followed it in time.
func (s *Slot) Outdated(o, st Statement) bool {
	if o.Ahead != "" && st.Ahead == "" {
		return true
	}
	return o.Passage.Document.ID != st.Passage.Document.ID && s.comparable(st.Value, o.Value) && !s.agree(st.Value, o.Value) &&
		s.another(st, o) && o.When < st.When
}

// Newer is the newest statement of another value that follows st in time; false if there
// is none.
func (s *Slot) Newer(st Statement, all []Statement) (newest Statement, ok bool) {
	for _, o := range s.byDocument(st, all) {
		if o.Ahead == "" && st.Ahead != "" && s.another(st, o) {
			return o, true
		}
		if o.Ahead == "" && s.another(st, o) && Standing(o.Passage.Document.Kind) >= Standing(st.Passage.Document.Kind) &&
			o.When > max(st.When, newest.When) {
			newest, ok = o, true
		}
	}
	return newest, ok
}

// Older is the newest statement of another value that st followed in time; false if there
// is none.
func (s *Slot) Older(st Statement, all []Statement) (newest Statement, ok bool) {
	for _, o := range s.byDocument(st, all) {
		date := o.When
		if s.another(st, o) && (!o.Loose || s.changing) && o.Ahead == "" && date < st.When && date > newest.When {
			newest, ok = o, true
		}
	}
	return newest, ok
}

// Dated is the newest statement with a date, of what changes from time to time, that
// speaks in the place of st, which has none; false if there is none.
func (s *Slot) Dated(st Statement, all []Statement) (newest Statement, ok bool) {
	if !s.changing || st.When != "" {
		return newest, false
	}
	for _, o := range s.byDocument(st, all) {
		if o.When > newest.When && o.Ahead == "" && o.weight >= min(st.weight, 0) {
			newest, ok = o, true
		}
	}
	return newest, ok
}

// Planned reports a value that is only meant to be, where the question does not ask for
// one.
func (s *Slot) Planned(st Statement) bool {
	return slices.ContainsFunc(st.parts, func(p string) bool {
		return s.words.rules["PLAN"].MatchString(p) && !slices.Contains(s.parts, p)
	})
}

// Whole reports a value of all that is asked for: not of a part, or of another time.
func (s *Slot) Whole(st Statement) bool { return contains(s.parts, st.parts) }

// Owned reports a value of a company that the one asked for owns.
func (s *Slot) Owned(st Statement) bool { return slices.Contains(st.parts, owned) }

// Overlooked is the best founded of the statements that speak of what is asked in so many
// words and that another source contradicts, or that may change; false if there is none.
func (s *Slot) Overlooked(all []Statement) (best Statement, ok bool) {
	for _, st := range all {
		if !st.Sure() || ok && (st.weight < best.weight || st.weight == best.weight && !st.Better(best)) {
			continue
		}
		if s.Planned(st) || ok && s.Whole(best) && !s.Whole(st) {
			continue
		}
		if s.changing || st.Named() && st.covers >= outright || len(s.Rivals(st, all)) > 0 || slices.ContainsFunc(s.byDocument(st, all), func(o Statement) bool { return s.another(st, o) }) {
			best, ok = st, true
		}
	}
	return best, ok
}
