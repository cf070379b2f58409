package extract

import (
	"strings"
	"unicode/utf8"

	"ask/retrieve/text"
)

// Anchor is how the name of a folded subject begins: its first term that is not an ordinary
// word; the first of all if every one is, "" if it holds none.
func Anchor(subject string, terms []Term) string {
	first := ""
	for at := 0; at < len(subject); {
		word := termAt(subject[at:], terms)
		if _, size := utf8.DecodeRuneInString(subject[at:]); word != "" && utf8.RuneCountInString(word) == 2 {
			// 爬听 of 爬听潮阁 begins no name.
			if next := termAt(subject[at+size:], terms); len(next) > len(word) && !text.Common(next) {
				word, at = next, at+size
			}
		}
		if word != "" && !text.Common(word) {
			return word
		}
		if first == "" {
			first = word
		}
		_, size := utf8.DecodeRuneInString(subject[at:])
		at += max(len(word), size)
	}
	return first
}

// termAt is the longest term that a text begins with.
func termAt(s string, terms []Term) string {
	best := ""
	for _, t := range terms {
		if len(t.Text) > len(best) && strings.HasPrefix(s, t.Text) && utf8.RuneCountInString(t.Text) > 1 &&
			!t.Year() && t.Names() {
			best = t.Text
		}
	}
	return best
}
