package bot

import (
	"slices"

	"ask/retrieve/question"
	"ask/retrieve/when"
)

// outdated reports whether o gives another value than st, which followed it in time.
func (s *slot) outdated(d *evidence, o, st statement) bool {
	if o.ahead != "" && st.ahead == "" {
		return true
	}
	return o.source.document.ID != st.source.document.ID && s.comparable(st.value, o.value) && !s.agree(st.value, o.value) &&
		s.another(d, st, o) && o.when < st.when
}

// behind is what stands in front of a statement that another followed: of one without a
// date it is not known that it came before.
func (p fixed) behind(st statement) string {
	if st.ahead != "" {
		return p.from.of(st.ahead)
	}
	if date := st.when; date != "" {
		return p.before.of(date)
	}
	return p.other.of("")
}

// planned reports a value that is only meant to be, where the question asks for none such.
func (s *slot) planned(st statement) bool {
	return slices.ContainsFunc(st.parts, func(p string) bool {
		return s.words.rules["PLAN"].MatchString(p) && !slices.Contains(s.parts, p)
	})
}

// dateless is the newest statement with a date, of what changes from time to time, that
// speaks in the place of one without.
func (s *slot) dateless(st statement, all []statement) (newest statement, ok bool) {
	if !s.changing || st.when != "" {
		return newest, false
	}
	for _, o := range s.byDocument(st, all) {
		if o.when > newest.when && o.ahead == "" && o.weight >= min(st.weight, 0) {
			newest, ok = o, true
		}
	}
	return newest, ok
}

// quoted puts in the place of a statement one of its source that says the same and that
// the answer quotes already.
func (s *slot) quoted(a *Answer, values, all []statement) {
	for i, v := range values {
		for _, o := range all {
			if a.shows(values[i]) < 0 && a.shows(o) >= 0 && !o.loose && o.source.document.ID == v.source.document.ID && s.comparable(v.value, o.value) && s.agree(v.value, o.value) {
				values[i] = o
			}
		}
	}
}

// overlooked is the best founded statement that another source contradicts: both speak
// of what is asked in so many words, though the answer quotes neither.
func (s *slot) overlooked(d *evidence, all []statement) (best statement, ok bool) {
	for _, st := range all {
		if st.loose || st.covers < surely || ok && (st.weight < best.weight || st.weight == best.weight && !better(st, best)) {
			continue
		}
		if s.planned(st) {
			continue
		}
		if s.changing || len(s.rivals(d, st, all)) > 0 || slices.ContainsFunc(s.byDocument(st, all), func(o statement) bool { return s.another(d, st, o) }) {
			best, ok = st, true
		}
	}
	return best, ok
}

// older is the newest statement of another value that st followed in time.
func (s *slot) older(d *evidence, st statement, all []statement) (newest statement, ok bool) {
	for _, o := range s.byDocument(st, all) {
		date := o.when
		if s.another(d, st, o) && (!o.loose || s.changing) && o.ahead == "" && date < st.when && date > newest.when {
			newest, ok = o, true
		}
	}
	return newest, ok
}

// newer is the newest statement of another value that follows st in time.
func (s *slot) newer(d *evidence, st statement, all []statement) (newest statement, ok bool) {
	for _, o := range s.byDocument(st, all) {
		if o.ahead == "" && st.ahead != "" && s.another(d, st, o) {
			return o, true
		}
		if o.ahead == "" && s.another(d, st, o) && standing(o.source.document.Kind) >= standing(st.source.document.Kind) &&
			o.when > max(st.when, newest.when) {
			newest, ok = o, true
		}
	}
	return newest, ok
}

// another reports sources too far apart in time to speak of one present state.
func (s *slot) another(d *evidence, a, b statement) bool {
	q := d.result.Question
	present := d.result.Time.Tense == question.Present || s.changing && d.result.Time.Tense == question.Unsaid || d.result.Time.Tense == question.Unsaid && s.words.rules["STATE"].MatchString(q.Folded)
	if q.Type == question.When && s.clock == "" || !present {
		return false
	}
	if s.changing && a.ahead != b.ahead {
		return true
	}
	x, known := when.Parse(a.when)
	y, dated := when.Parse(b.when)
	if !known || !dated {
		return false
	}
	months := (x.Year-y.Year)*12 + x.Month - y.Month
	if months > sameTime || months < -sameTime {
		return true
	}
	older, later := a, b
	if older.when > later.when {
		older, later = later, older
	}
	return s.changing && older.when < later.when && voice(later.source.document.Kind) >= voice(older.source.document.Kind)
}
