package document

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

const sampleRunes = 80

// removals counts what cleaning takes away, in order of first appearance.
type removals struct {
	list []Removal
}

// add notes that text, of the sort what, was removed.
func (r *removals) add(what, text string) {
	r.addN(what, text, 1, len(text))
}

// addN notes n removals of size bytes together, text being a sample of them.
func (r *removals) addN(what, text string, n, size int) {
	for i := range r.list {
		if r.list[i].What == what {
			r.list[i].Count += n
			r.list[i].Bytes += size
			return
		}
	}
	sample := cutRunes(text, sampleRunes)
	if clean, found := scrubbed(sample); found != nil {
		sample = clean
		if clean == "" { // say what could not be seen
			sample = strings.Trim(strconv.QuoteToASCII(cutRunes(text, 4)), `"`)
		}
	}
	r.list = append(r.list, Removal{What: what, Count: n, Bytes: size, Sample: collapse(sample)})
}

// cutRunes is the first n runes of s.
func cutRunes(s string, n int) string {
	for i := range s {
		if n == 0 {
			return s[:i]
		}
		n--
	}
	return s
}

// runeLen is short for the count of characters.
func runeLen(s string) int { return utf8.RuneCountInString(s) }
