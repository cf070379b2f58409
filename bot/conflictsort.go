package bot

import (
	"slices"
	"strings"
	"unicode/utf8"

	"ask/retrieve/question"
)

// sort notes what sort of attribute the question asks for, where that is more than a
// number, date or place.
func (s *slot) sort() {
	folded := s.question.Folded
	rule := func(name string) bool { return s.words.rules[name].MatchString(folded) }
	s.paid = s.question.Type == question.Num && rule("PAID")
	s.price = !s.paid && s.question.Type == question.Num && rule("PRICE") && !rule("SPENT")
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
	}
	s.changing = s.price || s.clock != "" || rule("CHANGING") || s.question.Type == question.Where && rule("SEAT")
}

// splitSort cuts a question for such an attribute; false leaves it to split.
func (s *slot) splitSort() (subject, attribute string, ok bool) {
	folded := s.words.rules["FILLER"].ReplaceAllString(s.question.Folded, "的")
	switch {
	case s.clock != "":
		m := s.words.rules["HOUR"].FindStringIndex(folded)
		if m == nil {
			return "", "", false
		}
		return strings.TrimRightFunc(folded[:m[0]], grammar), s.words.rules[s.clock].FindString(folded), true
	case s.paid:
		m := s.words.rules["PAID"].FindStringSubmatchIndex(folded)
		if m == nil {
			return "", "", false
		}
		return folded[:m[2]] + " " + folded[m[3]:m[4]], "价款", true
	case !s.price:
		return "", "", false
	}
	m := s.words.rules["PRICE"].FindStringIndex(folded)
	if m == nil || m[0] == 0 {
		return "", "", false
	}
	before := strings.TrimRightFunc(folded[:m[0]], grammar)
	if s.words.rules["FEE"].MatchString(before) {
		name := s.words.rules["FEE"].FindString(before)
		if subject = strings.TrimRightFunc(strings.TrimSuffix(before, name), grammar); subject != "" {
			return subject, name, true
		}
		return "", "", false
	}
	runs := strings.FieldsFunc(before, grammar)
	if len(runs) > 0 {
		s.thing = lastRunes(runs[len(runs)-1], 2)
	}
	if len(runs) > 1 {
		s.item = runs[len(runs)-1]
	}
	return before, "价格", utf8.RuneCountInString(before) > 1
}

// enough is the share of the subject's words that a source must hold to answer by itself.
const enough = 0.58

// outright is that share where what is asked for need not change.
const outright = 0.95

// carries reports whether a source states outright what a question for something that
// changes from time to time asks.
func (e *Extractive) carries(d *evidence) bool {
	s := e.slotOf(d)
	if s == nil || s.question.Type != question.Num && s.clock == "" || s.asking != nil {
		return false
	}
	return slices.ContainsFunc(e.statements(s, d), func(st statement) bool {
		if st.loose || st.ahead != "" || st.nearness > s.reach() {
			return false
		}
		return s.changing && st.covers >= enough || st.own && st.exact && st.covers >= outright
	})
}
