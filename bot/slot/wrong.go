package slot

import (
	"strings"

	"ask/retrieve/text"
)

// wrong reports a sentence that says of its figures that they were not so, and
// does not set them right.
func (s *Slot) wrong(sentence string) bool {
	folded := text.Fold(sentence)
	if !s.words.rules["WRONG"].MatchString(folded) || s.words.rules["INFACT"].MatchString(folded) {
		return false
	}
	for _, m := range commas(sentence) {
		if s.words.rules["RIGHT"].MatchString(sentence[m[1]:]) {
			return false
		}
	}
	return true
}

// inCorrection reports whether a line stands in a table of figures before and after their
// correction: the last of its figures holds.
func (s *Slot) inCorrection(before string) bool {
	const head = 200 // bytes
	return s.words.rules["CORRECTION"].MatchString(strings.ToValidUTF8(before[max(0, len(before)-head):], ""))
}
