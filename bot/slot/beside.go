package slot

import (
	"slices"
	"strings"
	"unicode/utf8"

	"ask/bot/check/quantity"
	"ask/bot/extract"
	"ask/retrieve/question"
	"ask/retrieve/text"
)

// maxBetween is how many runes may stand between an attribute and its figure.
const maxBetween = 8

// beside reads the value at span of a clause, false if the attribute is not beside it.
func (s *Slot) beside(sentence string, c, at text.Span) (Value, bool) {
	before, after := text.Fold(sentence[c.Start:at.Start]), text.Fold(sentence[at.End:c.End])
	if m := s.words.rules["BECOMES"].FindStringIndex(before); m != nil {
		before = before[m[1]:]
	}
	middle := text.Fold(sentence[at.Start:at.End])
	v := Value{Text: sentence[at.Start:at.End], parts: s.partsOf(before, middle, after)}
	if s.words.rules["DENIES"].MatchString(before) || s.someOf(before, after) {
		return v, false
	}
	v.bound = s.words.rules["BOUND"].MatchString(before)
	v.exact = slices.ContainsFunc(s.heads[:s.exact], func(h string) bool { return strings.Contains(before+middle+after, h) })
	between, ok := s.between(before, after)
	switch label, isField := field(before); {
	case isField && slices.ContainsFunc(s.heads, func(h string) bool { return h != "" && strings.Contains(label, h) }):
		return v, true // 学费：2023年的简章写的是…
	case !ok && s.price && (s.words.rules["PERHEAD"].MatchString(before) || s.words.rules["PERHEAD"].MatchString(after)):
		v.nearness = maxBetween / 2
		return v, true
	case !ok:
		v.nearness = maxBetween
		return v, s.most(before + middle + after)
	}
	v.nearness = utf8.RuneCountInString(between)
	return v, s.question.Type == question.When || v.nearness <= s.reach() && len(quantity.Find(between)) == 0
}

// someOf reports a number of things that are only some of those that are counted.
func (s *Slot) someOf(before, after string) bool {
	return s.question.Type == question.Num && s.question.Unit != "" && !s.price &&
		(s.words.rules["SOMEOF"].MatchString(before) || s.words.rules["SOMEWHERE"].MatchString(after))
}

// partsOf are the parts of a value between what stands around it: what a bracket adds is
// of something else, a price is always for each, and no date is the most of anything.
func (s *Slot) partsOf(before, middle, after string) []string {
	clause := brackets.ReplaceAllString(before, "") + middle + brackets.ReplaceAllString(after, "")
	if s.question.Type == question.When {
		clause = s.words.rules["EXTREME"].ReplaceAllString(clause, "")
	}
	if s.total {
		clause = strings.ReplaceAll(clause, "累计", "")
	}
	if s.limit {
		clause = s.words.rules["EXTREME"].ReplaceAllString(s.words.rules["FOREACH"].ReplaceAllString(clause, ""), "")
	}
	if s.unit == "元" && !strings.Contains(s.question.Folded, "成人") {
		clause = s.words.rules["FOREACH"].ReplaceAllString(clause, "")
	}
	return slices.DeleteFunc(s.words.partsIn(clause), func(p string) bool {
		i := strings.Index(clause, p)
		return i >= 0 && p == "前身" && extract.Share(s.subject, clause[i:]) >= asMuch
	})
}

// reach is how many runes may stand between the attribute and its figure: what a price is
// of comes between them.
func (s *Slot) reach() int {
	if s.price {
		return 2 * maxBetween
	}
	return maxBetween
}

// between is what stands between a figure and the nearest name of the attribute, false
// if there is none.
func (s *Slot) between(before, after string) (string, bool) {
	left, ok := s.head(before, len(before))
	right, also := s.head(after, 0)
	if strings.HasPrefix(after, "生") && s.born("年"+after) {
		return "", true
	}
	switch {
	case ok && (!also || len(before)-left.End <= right.Start):
		return before[left.End:], true
	case also:
		return after[:right.Start], true
	}
	return "", false
}
