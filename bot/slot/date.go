package slot

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"ask/bot/check/quantity"
	"ask/retrieve/question"
	"ask/retrieve/text"
)

// dates are the dates of a sentence with the attribute in their clause, or in what
// follows a date that stands alone (一九九六年,…).
func (s *Slot) dates(sentence string) []Value {
	var found []quantity.Quantity
	for _, f := range quantity.Find(sentence) {
		if y := yearOf(f); f.Kind == quantity.Number && y != 0 && inYear.MatchString(sentence[:f.Span.Start]) {
			f = quantity.Quantity{Span: f.Span, Kind: quantity.Date, Year: y}
		}
		if s.counts(f) {
			found = append(found, f)
		}
	}
	var out []Value
	for i, f := range found {
		next := len(sentence)
		if i+1 < len(found) {
			next = found[i+1].Span.Start
		}
		c := s.dateScope(sentence, f.Span, next)
		if s.jubilee(text.Fold(sentence[c.Start:c.End])) {
			continue
		}
		v, ok := s.beside(sentence, c, f.Span)
		if !ok && c.End-f.Span.End > len("，") && s.alone(sentence, f.Span) {
			_, ok = s.head(text.Fold(sentence[f.Span.End:c.End]), 0)
			v.nearness = maxBetween
		}
		if ok && contains(v.parts, s.parts) {
			v.figure = f
			out = append(out, v)
		}
	}
	return out
}

// jubilee reports a folded clause whose date is that on which something is remembered.
func (s *Slot) jubilee(clause string) bool {
	return s.question.Type == question.When && s.words.rules["JUBILEE"].MatchString(clause) && !s.words.rules["JUBILEE"].MatchString(s.question.Folded)
}

// inYear stands before a number that is a year.
var inYear = regexp.MustCompile(`(?i)\b(?:in|since)\s$`)

// dateScope is what a date may be said of: its clause, or all up to the next date if it
// stands alone.
func (s *Slot) dateScope(sentence string, at text.Span, next int) text.Span {
	for _, c := range s.clauses(sentence) {
		if at.Start >= c.Start && at.End <= c.End {
			if s.alone(sentence, at) {
				c.End = max(c.End, min(next, len(sentence)))
				if i := strings.IndexAny(sentence[at.End:c.End], "；;"); i >= 0 {
					c.End = at.End + i
				}
			}
			return c
		}
	}
	return at
}

// alone reports whether next to nothing but the date stands in its clause.
func (s *Slot) alone(sentence string, at text.Span) bool {
	const little = 2 // runes: 在, 早在
	for _, c := range s.clauses(sentence) {
		if at.Start >= c.Start && at.End <= c.End {
			return utf8.RuneCountInString(sentence[c.Start:at.Start])+utf8.RuneCountInString(sentence[at.End:c.End]) <= little
		}
	}
	return false
}
