package slot

import (
	"strings"

	"ask/bot/check/quantity"
	"ask/retrieve/text"
)

// posedWithin is how many sentences after a question may answer it without its words.
const posedWithin = 3

// posed reports whether the text itself asks for how many there are of what is asked for,
// in one of the last sentences before: 它有多少家店？
func (s *Slot) posed(passage string, before []text.Span) bool {
	if s.question.Unit == "" || s.asking != nil {
		return false
	}
	for _, sp := range before[max(0, len(before)-posedWithin):] {
		sentence := text.Fold(passage[sp.Start:sp.End])
		if _, named := s.head(sentence, 0); named && strings.HasSuffix(sentence, "?") && (strings.Contains(sentence, "多少") || strings.Contains(sentence, "几")) {
			return true
		}
	}
	return false
}

// counted are the figures of a sentence that answers such a question, in the unit that the
// question counts in.
func (s *Slot) counted(sentence string) []Value {
	found := quantity.Find(sentence)
	var out []Value
	for _, c := range s.clauses(sentence) {
		for _, f := range found {
			if f.Span.Start < c.Start || f.Span.End > c.End || !s.counts(f) || f.Unit != s.question.Unit {
				continue
			}
			before, after := text.Fold(sentence[c.Start:f.Span.Start]), text.Fold(sentence[f.Span.End:c.End])
			v := Value{Text: s.written(sentence, f.Span), figure: f, nearness: maxBetween, posed: true, parts: s.partsOf(before, "", after), years: s.yearsOf(sentence, found, f, c)}
			if !s.someOf(before, after) && contains(v.parts, s.parts) {
				out = append(out, v)
			}
		}
	}
	return out
}
