package question

import (
	"strings"

	"ask/retrieve/text"
)

// Edition splits a title: base is what its editions have in common, folded and without
// marks such as (2018年修正), 第3版 or v2.1; marked says that it has a mark which only
// editions have.
func (r *Reader) Edition(title string) (base string, marked bool) {
	base = text.Fold(title)
	for _, re := range r.marks["strong"] {
		if re.MatchString(base) {
			marked = true
			base = re.ReplaceAllString(base, "")
		}
	}
	for _, re := range r.marks["weak"] {
		base = re.ReplaceAllString(base, "")
	}
	base = strings.Map(func(c rune) rune {
		if text.ClassOf(c) == text.Other {
			return -1
		}
		return c
	}, base)
	return base, marked
}
