package slot

import (
	"slices"
	"strings"
	"unicode/utf8"

	"ask/bot/check/quantity"
	"ask/retrieve/question"
	"ask/retrieve/text"
)

// numbers are the figures of a sentence with the attribute in their clause.
func (s *Slot) numbers(sentence string) []Value {
	found := quantity.Find(sentence)
	var out []Value
	for _, c := range s.clauses(sentence) {
		from := -1 // of a figure that the next one took the place of
		for i, f := range found {
			if f.Span.Start < c.Start || f.Span.End > c.End || !s.counts(f) {
				continue
			}
			if s.replaced(sentence, found, i, c) {
				from = f.Span.Start
				continue
			}
			at := f.Span
			if from >= 0 {
				at.Start, from = from, -1
			}
			if v, ok := s.beside(sentence, c, at); ok && contains(v.parts, s.parts) {
				v.figure, v.years, v.Text = f, s.yearsOf(sentence, found, f, c), s.written(sentence, f.Span)
				out = append(out, v)
			}
		}
	}
	return out
}

// counts reports whether a figure is of the sort asked for.
func (s *Slot) counts(f quantity.Quantity) bool {
	switch {
	case quantity.In(f, s.asked):
		return false
	case s.question.Type == question.When:
		return f.Kind == quantity.Date && (f.Year != 0 || !strings.Contains(s.question.Folded, "年"))
	case f.Kind != quantity.Number && f.Kind != quantity.Percent, f.Unit == "世纪":
		return false
	case (f.Unit == "年" || f.Unit == "" && len(s.unit) > 0) && len(f.Value) == len("1998") && yearOf(f) != 0:
		return false
	case s.question.Unit != "" && slices.Contains(s.words.lists["ratio"], f.Unit):
		return false
	case s.takes:
		return slices.Contains(s.words.lists["span"], f.Unit)
	case s.unit != "":
		return f.Unit == s.unit || f.Unit == "" && utf8.RuneCountInString(s.unit) > 1 || s.unit == "个" && countedAlike(f.Unit, s.unit) || s.unit == "人" && (f.Unit == "" || s.seats() && countedAlike(f.Unit, "个"))
	}
	return s.lasting || !slices.Contains(s.words.lists["span"], f.Unit)
}

// countedAlike reports units that are one, or of which one only counts.
func countedAlike(a, b string) bool {
	x, y := quantity.Quantity{Kind: quantity.Number, Value: "1", Unit: a}, quantity.Quantity{Kind: quantity.Number, Value: "1", Unit: b}
	return a == b || a != "" && b != "" && (quantity.Holds(x, y) || quantity.Holds(y, x))
}

// written is a figure as it is written, with 约 and the like.
func (s *Slot) written(sentence string, sp text.Span) string {
	m := s.words.rules["APPROX"].FindStringIndex(sentence[:sp.Start])
	if m != nil {
		sp.Start = m[0]
	}
	return sentence[sp.Start:sp.End]
}

// replaced reports whether a figure is the first of two of which the second took its place.
func (s *Slot) replaced(sentence string, found []quantity.Quantity, i int, c text.Span) bool {
	for _, next := range found[i+1:] {
		if next.Span.Start >= c.End {
			return false
		}
		if next.Kind == found[i].Kind && next.Unit == found[i].Unit {
			return s.words.rules["CHANGES"].MatchString(text.Fold(sentence[found[i].Span.End:next.Span.Start]))
		}
	}
	return false
}
