package question

import (
	"strings"
	"unicode/utf8"
)

// minQuoted is how many runes a quotation has at least: shorter ones are names of
// things, and stand in many texts.
const minQuoted = 4

// Quotes are what q quotes between quotation marks, folded, without the titles in 《》.
func (q *Question) Quotes() []string {
	var out []string
	parts := strings.Split(q.Folded, `"`)
	for i := 1; i+1 < len(parts); i += 2 {
		if s := strings.TrimSpace(parts[i]); utf8.RuneCountInString(s) >= minQuoted {
			out = append(out, s)
		}
	}
	return out
}
