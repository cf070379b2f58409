package slot

import (
	"ask/bot/check/quantity"
	"ask/retrieve/question"
)

// typed is the question with the sort of value that it is after, where its type does not
// tell: a place asked for by its last word, or values to choose from.
func (w *Words) typed(q *question.Question) *question.Question {
	out := *q
	if w.rules["WHERE"].MatchString(q.Folded) {
		out.Type = question.Where
	}
	found := quantity.Find(q.Folded)
	if q.Type != question.Other || !w.rules["EITHER"].MatchString(q.Folded) {
		return &out
	}
	for i, a := range found {
		for _, b := range found[i+1:] {
			if a.Kind != b.Kind || a.Unit != b.Unit || a.Kind == quantity.Ordinal || a.Kind == quantity.Time {
				continue
			}
			out.Type = question.Num
			if a.Kind == quantity.Date {
				out.Type = question.When
			}
			out.Folded = q.Folded[:a.Span.Start]
			out.Raw, out.Stripped = out.Folded, out.Folded+" "
			return &out
		}
	}
	return &out
}

// sort notes what sort of attribute the question asks for, where that is more than a
// number, date or place.
func (s *Slot) sort() {
	folded := s.question.Folded
	rule := func(name string) bool { return s.words.rules[name].MatchString(folded) }
	s.paid = s.question.Type == question.Num && rule("PAID")
	s.price = !s.paid && s.question.Type == question.Num && (rule("PRICE") || rule("COSTS")) && !rule("SPENT")
	if s.price || s.paid {
		s.unit = "元"
	}
	s.limit = s.question.Type == question.Num && rule("LIMIT")
	switch {
	case s.question.Type != question.When || !rule("HOUR"):
	case rule("SHUT"):
		s.clock = "SHUT"
	case rule("OPEN"):
		s.clock = "OPEN"
	case rule("AT"):
		s.clock = "AT"
	}
	s.changing = s.price || s.clock != "" || rule("CHANGING") || s.question.Type == question.Where && rule("SEAT")
}
