package slot

import (
	"regexp"
	"slices"
	"strings"

	"ask/bot/check/quantity"
	"ask/retrieve/text"
)

// until stands between the two ends of a span of hours.
var until = regexp.MustCompile(`^[^,。;0-9]{0,2}(?:[—–~\-]+|至|到)[^,。;0-9]{0,3}$`)

// clocks are the times of day of a sentence at which something opens, shuts or happens: the
// one beside the word for it, or the end of a span of hours that is said to be of opening.
// Of two of which the second took the first's place it is the second.
func (s *Slot) clocks(sentence string) []Value {
	var out []Value
	var times []quantity.Quantity
	for _, f := range quantity.Find(sentence) {
		if f.Kind == quantity.Time && !quantity.In(f, s.asked) {
			times = append(times, f)
		}
	}
	for _, c := range s.clauses(sentence) {
		for i, f := range times {
			if f.Span.Start < c.Start || f.Span.End > c.End {
				continue
			}
			v, named := s.beside(sentence, c, f.Span)
			first := i+1 < len(times) && times[i+1].Span.End <= c.End && until.MatchString(text.Fold(sentence[f.Span.End:times[i+1].Span.Start]))
			last := i > 0 && times[i-1].Span.Start >= c.Start && until.MatchString(text.Fold(sentence[times[i-1].Span.End:f.Span.Start]))
			if i+1 < len(times) && times[i+1].Span.End <= c.End && s.words.rules["SHIFTS"].MatchString(text.Fold(sentence[f.Span.End:times[i+1].Span.Start])) {
				continue
			}
			end := s.clock == "SHUT" && last || s.clock == "OPEN" && first
			hours := (first || last) && s.words.rules["HOURS"].MatchString(text.Fold(sentence))
			if named && (first || last) && s.clock != "AT" {
				named = end
			}
			if (named || hours && end) && contains(v.parts, s.parts) {
				v.figure, v.Text = f, sentence[f.Span.Start:f.Span.End]
				v.parts = slices.DeleteFunc(v.parts, func(p string) bool { return strings.HasPrefix(p, "每") })
				out = append(out, v)
			}
		}
	}
	return out
}
