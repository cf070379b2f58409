package slot

import (
	"slices"
	"strings"
	"unicode/utf8"

	"ask/bot/check/quantity"
	"ask/retrieve/question"
	"ask/retrieve/text"
)

// split cuts the question at the word that asks: what comes after it names the
// attribute (几家门店), else the last words before it do (总部在哪里).
func (s *Slot) split() (subject, attribute string) {
	if !strings.ContainsFunc(s.question.Folded, func(r rune) bool { return text.ClassOf(r) == text.Han }) {
		return s.splitWords()
	}
	if subject, attribute, ok := s.splitSort(); ok {
		return subject, attribute
	}
	if m := s.words.rules["TAKES"].FindStringIndex(s.question.Folded); m != nil && s.takes && strings.TrimFunc(s.question.Folded[:m[0]], grammar) != "" {
		return strings.TrimRightFunc(s.question.Folded[:m[0]], grammar), "用时"
	}
	if m := s.words.rules["DEGREE"].FindStringSubmatchIndex(s.question.Folded); m != nil && !s.takes {
		measure := s.question.Folded[m[2]:m[3]]
		if s.words.rules["WITHIN"].MatchString(s.question.Folded[m[0]:]) {
			measure = "范围"
		}
		return strings.TrimRightFunc(s.question.Folded[:m[0]], grammar), measure
	}
	fields := strings.Fields(s.words.rules["FILLER"].ReplaceAllString(s.question.Stripped, "的"))
	if len(fields) == 0 {
		return "", ""
	}
	last := len(fields) - 1
	before, after := strings.Join(fields[:last], ""), fields[last]
	if last == 0 && !strings.HasPrefix(s.question.Stripped, " ") {
		before, after = after, ""
	}
	after = strings.TrimFunc(s.withoutUnit(after), grammar)
	if s.after = utf8.RuneCountInString(after) > 1 || s.words.isName(after); s.after {
		if utf8.RuneCountInString(after) > shortName {
			before += " " + after // which names more than the attribute
		}
		return before, after
	}
	if name := s.words.nameAt(strings.TrimSpace(before)); strings.ContainsFunc(name, grammar) && strings.HasSuffix(before, name) {
		return strings.TrimSuffix(before, name), name // 占地
	}
	if name := s.words.nameAt(strings.TrimRight(before, " 在是于")); s.question.Type == question.Where && utf8.RuneCountInString(name) > 1 && strings.HasSuffix(strings.TrimRight(before, " 在是于"), name) {
		return strings.TrimSuffix(strings.TrimRight(before, " 在是于"), name), name // 地址: 地 serves grammar too
	}
	before = strings.TrimRightFunc(before, grammar)
	runs := strings.FieldsFunc(before, func(r rune) bool { return r != '过' && grammar(r) }) // 过江
	if len(runs) == 0 {
		return "", ""
	}
	attribute = runs[len(runs)-1]
	if short := strings.TrimRight(attribute, "收交付抽要得"); utf8.RuneCountInString(short) > 1 {
		before, attribute = strings.TrimSuffix(before, strings.TrimPrefix(attribute, short)), short // 佣金收几个点
	}
	subject = strings.TrimSuffix(before, attribute)
	if strings.TrimFunc(subject, grammar) == "" { // 澄屿科技总部: one run
		name := s.words.nameAt(attribute)
		if name == "" || name == attribute {
			name = lastRunes(attribute, 2)
		}
		subject = strings.TrimSuffix(attribute, name)
	}
	return subject, attribute
}

// splitSort cuts a question for such an attribute; false leaves it to split.
func (s *Slot) splitSort() (subject, attribute string, ok bool) {
	folded := s.words.rules["FILLER"].ReplaceAllString(s.question.Folded, "的")
	switch {
	case s.clock == "AT":
		return s.splitHour(folded)
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

// splitHour cuts a question for the hour of something, which stands behind the asking word
// (几点到校) or before it (末班车几点).
func (s *Slot) splitHour(folded string) (subject, attribute string, ok bool) {
	m := s.words.rules["HOUR"].FindStringIndex(folded)
	if m == nil {
		return "", "", false
	}
	before, after := strings.TrimRightFunc(folded[:m[0]], grammar), strings.TrimFunc(folded[m[1]:], func(r rune) bool { return text.ClassOf(r) == text.Other || strings.ContainsRune("的了呢啊呀", r) })
	if utf8.RuneCountInString(after) > 1 {
		return before, after, true
	}
	attribute = s.words.nameAt(before)
	if attribute == "" || !strings.HasSuffix(before, attribute) {
		attribute = lastRunes(before, 2)
	}
	return strings.TrimRightFunc(strings.TrimSuffix(before, attribute), grammar), attribute, true
}

// splitWords cuts a question in words: names are its subject, the rest the attribute.
func (s *Slot) splitWords() (subject, attribute string) {
	var names, rest []string
	for i, w := range strings.FieldsFunc(s.question.Raw, func(r rune) bool { return text.ClassOf(text.Rune(r)) == text.Other }) {
		folded := text.Fold(w)
		switch {
		case i > 0 && folded != w:
			names = append(names, folded)
		case slices.Contains(strings.Fields(s.question.Stripped), folded):
			rest = append(rest, folded)
		}
	}
	return strings.Join(names, " "), strings.Join(rest, " ")
}

// grammar reports a rune that names nothing.
func grammar(r rune) bool {
	return r != '每' && text.Function(r) || text.ClassOf(r) == text.Other || strings.ContainsRune("有占达约共为", r)
}

// withoutUnit cuts the counted unit that follows 几 and 多少, and notes it.
func (s *Slot) withoutUnit(after string) string {
	if s.question.Type != question.Num {
		return after
	}
	if strings.HasPrefix(after, "钱") {
		s.unit = "元"
		return strings.TrimPrefix(after, "钱")
	}
	if found := quantity.Find("3" + after); len(found) > 0 && found[0].Span.Start == 0 && found[0].Unit != "" && found[0].Kind == quantity.Number {
		s.unit = found[0].Unit
		if rest := after[found[0].Span.End-1:]; rest != "" || utf8.RuneCountInString(s.unit) == 1 {
			return rest
		}
	}
	return after
}

func lastRunes(s string, n int) string {
	runes := []rune(s)
	return string(runes[max(0, len(runes)-n):])
}
