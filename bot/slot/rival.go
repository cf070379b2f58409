package slot

import (
	"slices"
	"strings"

	"ask/retrieve/text"
)

const (
	maxValues = 4    // of a conflict
	worded    = 0.5  // likeness of sentences that do not name the attribute
	asMuch    = 0.55 // of what one source holds of the subject's words, for another
)

// Rivals are the statements of other documents that cannot be true beside st, each value
// once, those that correct it first.
func (s *Slot) Rivals(st Statement, all []Statement) []Statement {
	var out []Statement
	others := s.byDocument(st, all)
	slices.SortStableFunc(others, func(x, y Statement) int { return correcting(y, st) - correcting(x, st) })
	for _, o := range others {
		clash := func(x Statement) bool { return !s.comparable(x.Value, o.Value) || !s.agree(x.Value, o.Value) }
		switch {
		case o.Corrects(st) || st.Corrects(o):
		case s.another(st, o) || slices.ContainsFunc(all, func(x Statement) bool {
			return x.Passage.Document.ID == st.Passage.Document.ID && !clash(x)
		}):
			continue
		}
		if len(out)+1 < maxValues && !slices.ContainsFunc(out, func(x Statement) bool { return !clash(x) }) {
			out = append(out, o)
		}
	}
	return out
}

// correcting is 1 if o corrects st, else 0.
func correcting(o, st Statement) int {
	if o.Corrects(st) {
		return 1
	}
	return 0
}

// byDocument gives, for every other document that has values comparable with that of st
// and none that agrees with it, the best.
func (s *Slot) byDocument(st Statement, all []Statement) []Statement {
	best, agrees := map[string]Statement{}, map[string]bool{}
	var order []string
	for _, o := range all {
		id := o.Passage.Document.ID
		if id == st.Passage.Document.ID || !s.comparable(st.Value, o.Value) || !s.alike(st, o) {
			continue
		}
		if s.agree(st.Value, o.Value) {
			agrees[id] = true
			continue
		}
		b, seen := best[id]
		if !seen {
			order = append(order, id)
		}
		if c := correcting(o, st) - correcting(b, st); !seen || c > 0 || c == 0 && o.Better(b) {
			best[id] = o
		}
	}
	var out []Statement
	for _, id := range order {
		if o := best[id]; !agrees[id] || o.Corrects(st) {
			out = append(out, o)
		}
	}
	return out
}

// alike reports whether o is about the subject of st as clearly as st is. Where the
// source of st bears the subject's name as its title, others are of other subjects
// unless they name it.
func (s *Slot) alike(st, o Statement) bool {
	title := strings.TrimSpace(text.Fold(st.Passage.Document.Title))
	if len(title) > len("一") && strings.Contains(s.question.Folded, title) && !strings.Contains(text.Fold(o.Passage.Document.Title), title) && !strings.Contains(o.near, title) && !s.refers(o, title) {
		return false
	}
	if (st.Loose || o.Loose) && likeness(st, o) < worded {
		return false
	}
	return o.covers >= asMuch*st.covers
}

// refers reports a statement on 本社 and the like in a text that bears a name elsewhere.
func (s *Slot) refers(st Statement, name string) bool {
	return (st.posed || s.words.rules["REFERS"].MatchString(text.Fold(st.sentence()))) && strings.Contains(text.Fold(st.Passage.Text), name)
}

// likeness is the share of pairs of runes that the shorter of two sentences has in common
// with the other.
func likeness(a, b Statement) float64 {
	x, y := text.Fold(a.sentence()), text.Fold(b.sentence())
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
