package slot

import (
	"strings"

	"ask/bot/extract"
)

// Still reads a folded question whether something is still somewhere (老店还在长桥路吗):
// how its name begins, as the first of terms, and the place; false if it is no such
// question or names nothing.
func (w *Words) Still(question string, terms []extract.Term) (name, place string, ok bool) {
	m := w.rules["STILL"].FindStringSubmatchIndex(question)
	if m == nil {
		return "", "", false
	}
	name = extract.Anchor(question[:m[0]], terms)
	return name, strings.TrimSpace(question[m[2]:m[3]]), name != ""
}

// Left reports a folded sentence that tells as a fact that something left its place, or is
// no more.
func (w *Words) Left(sentence string) bool {
	return w.rules["LEFT"].MatchString(sentence) && !w.rules["UNSURE"].MatchString(sentence)
}
