package slot

import (
	"slices"
	"strings"

	"ask/bot/check/quantity"
	"ask/bot/extract"
	"ask/retrieve/question"
	"ask/retrieve/text"
)

// values are those of a sentence, or of the row of a table under header, that stand
// beside the attribute.
func (s *Slot) values(sentence, header string) []Value {
	var out []Value
	switch {
	case strings.Contains(sentence, cellMark) && s.item != "" && !strings.Contains(text.Fold(sentence), s.item):
		return nil // of another thing sold
	case strings.Contains(sentence, cellMark) && s.asking == nil && s.question.Type != question.Where:
		return s.row(sentence, header)
	case s.asking != nil:
		return s.named(sentence)
	case s.question.Type == question.Where:
		return s.places(sentence)
	case s.clock != "":
		return s.clocks(sentence)
	case s.question.Type == question.When:
		if out = s.dates(sentence); len(out) == 0 && s.contests(sentence) {
			return s.disputed(sentence)
		}
	default:
		out = s.corrected(sentence, s.numbers(sentence))
	}
	if len(out) == 0 && extract.Share(s.terms, text.Fold(sentence)) >= nearlyAll {
		out = s.only(sentence)
	}
	return out
}

// corrected leaves out the values that a sentence replaces by others: those before 更正为.
func (s *Slot) corrected(sentence string, values []Value) []Value {
	m := s.words.rules["BECOMES"].FindStringIndex(sentence)
	if m == nil {
		return values
	}
	after := func(v Value) bool { return v.figure.Span.Start >= m[1] }
	return slices.DeleteFunc(slices.Clone(values), func(v Value) bool {
		return !after(v) && slices.ContainsFunc(values, func(o Value) bool { return after(o) && countedAlike(o.figure.Unit, v.figure.Unit) })
	})
}

// only is the one figure of its sort in a sentence that holds nearly all words of the
// question.
func (s *Slot) only(sentence string) []Value {
	found := quantity.Find(sentence)
	var out []Value
	for _, c := range s.clauses(sentence) {
		for _, f := range found {
			if f.Span.Start < c.Start || f.Span.End > c.End || !s.counts(f) {
				continue
			}
			folded := text.Fold(sentence[c.Start:c.End])
			if s.someOf(text.Fold(sentence[c.Start:f.Span.Start]), text.Fold(sentence[f.Span.End:c.End])) || s.jubilee(folded) {
				continue
			}
			out = append(out, Value{
				Text: s.written(sentence, f.Span), figure: f, years: s.yearsOf(sentence, found, f, c),
				parts: s.words.partsIn(folded), nearness: maxBetween + 1, Loose: true,
			})
		}
	}
	if len(out) != 1 || !contains(out[0].parts, s.parts) {
		return nil
	}
	return out
}

// contains reports whether all holds each of some.
func contains(all, some []string) bool {
	return !slices.ContainsFunc(some, func(p string) bool { return !slices.Contains(all, p) })
}
