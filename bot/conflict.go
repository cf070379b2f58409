package bot

import (
	"cmp"
	"slices"
	"strings"

	"ask/retrieve/document"
	"ask/retrieve/text"
)

// Sources that give another value for what was asked are looked for among the hits.
const (
	conflictHits = 10
	maxValues    = 4    // of a conflict
	worded       = 0.5  // likeness of sentences that do not name the attribute
	surely       = 0.75 // of the subject's words: a statement that leads though it was not chosen
	sameTime     = 12   // months between sources of a present state, beyond which one follows the other
)

// dispute shows what other sources give for the value that the answer quotes: further
// lines with their own citations, and Answer.Conflicts. A correction comes first, and
// where the present is asked for, a source newer by more than a year. It reports whether
// a source states the value.
func (e *Extractive) dispute(a *Answer, d *evidence, front fronts, p fixed) (settled bool) {
	s := e.slotOf(d)
	if s == nil {
		return false
	}
	all := e.statements(s, d)
	best, ok := a.given(s, all)
	if !ok {
		if best, ok = s.overlooked(d, all); !ok {
			return false
		}
		a.quoteOf(e, best)
	}
	if dated, ok := s.dateless(best, all); ok {
		a.quoteOf(e, dated)
		a.lead(dated)
		best = dated
	}
	if newer, ok := s.newer(d, best, all); ok {
		a.quoteOf(e, newer)
		front[a.quoteOf(e, best)] = p.behind(best)
		a.lead(newer)
		best = newer
	}
	rivals := s.rivals(d, best, all)
	if i := slices.IndexFunc(rivals, func(v statement) bool { return v.sets(best) }); i >= 0 {
		best = rivals[i]
		rivals = s.rivals(d, best, all)
	}
	if len(rivals) == 0 {
		rivals = s.asides(best, all)
	}
	values := append([]statement{best}, rivals...)
	if len(rivals) > 0 {
		s.quoted(a, values, all)
		slices.SortStableFunc(values, func(x, y statement) int { return s.rank(y) - s.rank(x) })
		a.quoteOf(e, values[0])
		a.lead(values[0])
		a.oppose(e, values, front, p)
		a.Conflicts = append(a.Conflicts, a.conflict(s.about(), values))
	} else if !best.loose && best.covers >= surely {
		a.lead(best)
	}
	if old, ok := s.older(d, values[0], all); ok {
		a.quoteOf(e, old)
	}
	for _, o := range all {
		if s.outdated(d, o, values[0]) && a.shows(o) >= 0 && a.shows(o) != a.shows(values[0]) && front[a.quoteOf(e, o)] == "" {
			front[a.quoteOf(e, o)] = p.behind(o)
		}
	}
	return true
}

// about says what the question asks for, without the asking.
func (s *slot) about() string {
	if s.asking != nil {
		return strings.TrimRight(s.question.Raw, "?？")
	}
	var out strings.Builder
	fields := strings.Fields(s.question.Stripped)
	for i, f := range fields {
		if i > 0 && i == len(fields)-1 {
			f = s.withoutUnit(f)
		}
		out.WriteString(strings.TrimFunc(f, grammar))
	}
	return out.String()
}

// given is the statement that the answer gives first, of those that name the attribute if
// there are any.
func (a *Answer) given(s *slot, all []statement) (best statement, ok bool) {
	first := 0
	for _, st := range all {
		n := a.shows(st)
		switch {
		case s.planned(st) || n < 0 || ok && st.loose && !best.loose:
		case !ok || best.loose && !st.loose || n < first || n == first && better(st, best):
			best, first, ok = st, n, true
		}
	}
	return best, ok
}

// rivals are the statements of other documents that cannot be true beside st, each value
// once.
func (s *slot) rivals(d *evidence, st statement, all []statement) []statement {
	var out []statement
	others := s.byDocument(st, all)
	slices.SortStableFunc(others, func(x, y statement) int { return correcting(y, st) - correcting(x, st) })
	for _, o := range others {
		clash := func(x statement) bool { return !s.comparable(x.value, o.value) || !s.agree(x.value, o.value) }
		switch {
		case o.sets(st) || st.sets(o):
		case s.another(d, st, o) || slices.ContainsFunc(all, func(x statement) bool {
			return x.source.document.ID == st.source.document.ID && !clash(x)
		}):
			continue
		}
		if len(out)+1 < maxValues && !slices.ContainsFunc(out, func(x statement) bool { return !clash(x) }) {
			out = append(out, o)
		}
	}
	return out
}

// correcting is 1 if o corrects st, else 0.
func correcting(o, st statement) int {
	if o.sets(st) {
		return 1
	}
	return 0
}

// byDocument gives, for every other document that has values comparable with that of st
// and none that agrees with it, the best.
func (s *slot) byDocument(st statement, all []statement) []statement {
	best, agrees := map[string]statement{}, map[string]bool{}
	var order []string
	for _, o := range all {
		id := o.source.document.ID
		if id == st.source.document.ID || !s.comparable(st.value, o.value) || !s.alike(st, o) {
			continue
		}
		if s.agree(st.value, o.value) {
			agrees[id] = true
			continue
		}
		b, seen := best[id]
		if !seen {
			order = append(order, id)
		}
		if !seen || better(o, b) {
			best[id] = o
		}
	}
	var out []statement
	for _, id := range order {
		if o := best[id]; !agrees[id] || o.sets(st) {
			out = append(out, o)
		}
	}
	return out
}

// alike reports whether o is about the subject of st as clearly as st is. Where the
// source of st bears the subject's name as its title, others are of other subjects
// unless they name it.
func (s *slot) alike(st, o statement) bool {
	title := strings.TrimSpace(text.Fold(st.source.document.Title))
	if len(title) > len("一") && strings.Contains(s.question.Folded, title) && !strings.Contains(text.Fold(o.source.document.Title), title) && !strings.Contains(o.near, title) {
		return false
	}
	if (st.loose || o.loose) && likeness(st, o) < worded {
		return false
	}
	return o.covers >= asMuch*st.covers
}

// likeness is the share of pairs of runes that the shorter of two sentences has in common
// with the other.
func likeness(a, b statement) float64 {
	x, y := text.Fold(a.source.text[a.sentence.Start:a.sentence.End]), text.Fold(b.source.text[b.sentence.Start:b.sentence.End])
	if len(x) > len(y) {
		x, y = y, x
	}
	all, held := pairs([]rune(x)), 0
	for _, g := range all {
		if strings.Contains(y, g) {
			held++
		}
	}
	return float64(held) / float64(max(len(all), 1))
}

// voice orders the kinds by how far a few weeks make one's word newer than another's.
func voice(k document.Kind) int {
	switch k {
	case document.Official:
		return 3
	case document.Blog:
		return 1
	case document.Social, document.AIGenerated:
		return 0
	}
	return 2
}

// rank is the order of values that disagree: the best founded first, of what changes from
// time to time one with a date before those without.
func (s *slot) rank(st statement) int {
	if s.changing && st.when != "" && st.weight >= 0 {
		return st.weight + 2
	}
	return st.weight
}

// standing orders the kinds by how far they may correct one another.
func standing(k document.Kind) int {
	if k == document.Social || k == document.AIGenerated {
		return 0
	}
	return 1
}

// shows is the index of the citation that quotes a statement, -1 if none does.
func (a *Answer) shows(st statement) int {
	from, to := st.source.start+st.sentence.Start, st.source.start+st.sentence.End
	return slices.IndexFunc(a.Citations, func(c Citation) bool {
		return c.Document == st.source.document.ID && c.Start <= from && to <= c.End
	})
}

// oppose adds the quotes of values, the first of which the answer quotes already, and
// what stands in front of each: a correction comes first, what it corrects as history.
func (a *Answer) oppose(e *Extractive, values []statement, front fronts, p fixed) {
	lead := values[0]
	for _, v := range values[1:] {
		if v.sets(values[0]) {
			lead = v
			break
		}
	}
	for _, v := range values {
		switch corrected := lead.sets(v); {
		case corrected && lead.tells(v):
			a.drop(v)
		case corrected:
			front[a.quoteOf(e, v)] = p.before.of(v.when)
		case v.same(lead):
			a.quoteOf(e, v)
		default:
			front[a.quoteOf(e, v)] = p.other.of(v.when)
		}
	}
	if !lead.same(values[0]) {
		a.lead(lead)
	}
}

// lead moves the quote of a statement to the front.
func (a *Answer) lead(st statement) {
	if n := a.shows(st); n > 0 {
		c := a.Citations[n]
		a.Citations = slices.Insert(slices.Delete(a.Citations, n, n+1), 0, c)
	}
	for i := range a.Citations {
		a.Citations[i].N = i + 1
	}
}

// drop takes out the quote of a value that was withdrawn.
func (a *Answer) drop(st statement) {
	if n := a.shows(st); n >= 0 {
		a.Citations = slices.Delete(a.Citations, n, n+1)
	}
}

// quoteOf is the place of the citation of a statement, a new one if it is not quoted yet.
func (a *Answer) quoteOf(e *Extractive, st statement) string {
	if i := a.shows(st); i >= 0 {
		return spot(a.Citations[i])
	}
	c := e.citation(len(a.Citations)+1, st.source, st.sentence)
	a.Citations = append(a.Citations, c)
	a.newest(st.when)
	return spot(c)
}

// conflict lists values, each with the number of the quote that gives it: what was
// withdrawn may be told by the correction alone.
func (a *Answer) conflict(about string, values []statement) Conflict {
	c := Conflict{About: about}
	for _, v := range values {
		n := a.shows(v)
		for _, by := range values {
			if n < 0 && by.tells(v) {
				n = a.shows(by)
			}
		}
		if n >= 0 {
			q := a.Citations[n]
			c.Values = append(c.Values, ConflictValue{v.text, n + 1, q.Date, q.Kind})
		}
	}
	if len(c.Values) > 1 && values[1].sets(values[0]) && c.Values[0].N == c.Values[1].N {
		slices.Reverse(c.Values[:2]) // both in the words of the correction
	}
	slices.SortStableFunc(c.Values, func(x, y ConflictValue) int { return cmp.Compare(x.N, y.N) })
	return c
}
