package guard

import "strings"

// Keyword stuffing speaks to the ranking, not to a reader.
const (
	stuffedBytes = 600 // of the shortest stuffed sentence
	stuffedShare = 8   // fewer than one in so many pairs of runes is new
)

func long(s string) bool { return len(s) >= stuffedBytes }

// unbroken reports whether a text has a stretch long enough to be a stuffed sentence.
func unbroken(s string) bool {
	for len(s) >= stuffedBytes {
		end := strings.LastIndex(s[:stuffedBytes], "。")
		if end = max(end, strings.LastIndexByte(s[:stuffedBytes], '\n')); end < 0 {
			return true
		}
		s = s[end+1:]
	}
	return false
}

// stuffed reports whether a long sentence says the same words over and over.
func stuffed(folded string) bool {
	if !long(folded) {
		return false
	}
	seen := map[[2]rune]bool{}
	var last rune
	pairs := 0
	for _, r := range folded {
		seen[[2]rune{last, r}] = true
		last = r
		pairs++
	}
	return len(seen)*stuffedShare < pairs
}
