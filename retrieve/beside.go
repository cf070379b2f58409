package retrieve

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"ask/retrieve/text"
)

// Of a name with its translation in brackets, 蓝鲸科技(Blue Whale Tech), documents need
// hold only one.
const (
	maxBeside = 40 // bytes between the brackets
	maxTail   = 4  // runes between an unknown word and the bracket: 科技, 有限公司
)

// beside gives a folded question without the one of two names, an unknown one, that
// stands beside a known translation; the question as it is where there is none.
func beside(folded string, unknown []string) string {
	open, end := strings.IndexByte(folded, '('), strings.IndexByte(folded, ')')
	if len(unknown) == 0 || open <= 0 || end < open || end-open > maxBeside {
		return folded
	}
	before, inside := strings.TrimRight(folded[:open], " "), folded[open+1:end]
	in := func(s string) bool {
		return slices.ContainsFunc(unknown, func(w string) bool { return strings.Contains(s, w) })
	}
	if latin(inside) == latin(lastRune(before)) || !strings.ContainsFunc(inside, unicode.IsLetter) || in(before) == in(inside) {
		return folded
	}
	if in(inside) {
		return before + " " + folded[end+1:]
	}
	from := open
	for _, w := range unknown {
		at := strings.LastIndex(before, w)
		if at < 0 || !latin(before[at:]) && utf8.RuneCountInString(before[at+len(w):]) > maxTail {
			return folded
		}
		from = min(from, at)
	}
	return before[:from] + " " + inside + " " + folded[end+1:]
}

func lastRune(s string) string {
	r, _ := utf8.DecodeLastRuneInString(s)
	return string(r)
}

// latin reports a text without Chinese characters.
func latin(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return text.ClassOf(r) == text.Han })
}
