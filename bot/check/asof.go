package check

import (
	"regexp"
	"strings"

	"ask/bot/check/quantity"
)

// asOfPattern is what a model puts in front of a present state: the date of its source.
const asOfPattern = `(?i)^\s*(?:截至|截止|截止到|截至到|as of)\s*([^，,。:：]{4,24}?)\s*(?:为止|时)?\s*[，,:：]\s*`

// asOf takes such a date off the front of a sentence; date is nil if there is none.
func asOf(re *regexp.Regexp, sentence string) (date *quantity.Quantity, rest string) {
	at := re.FindStringSubmatchIndex(sentence)
	if at == nil {
		return nil, sentence
	}
	found := quantity.Find(sentence[at[2]:at[3]])
	if len(found) != 1 || found[0].Kind != "date" {
		return nil, sentence
	}
	return &found[0], sentence[at[1]:]
}

// dateIs reports whether a date is that of a passage the quotes stand in, or what its
// beginning says of it.
func (e *Evidence) dateIs(date quantity.Quantity, quotes []Quote) bool {
	for _, q := range quotes {
		for _, d := range quantity.Find(e.passages[q.Passage].Date) {
			if quantity.Holds(d, date) {
				return true
			}
		}
	}
	return false
}

// dated judges a sentence that begins with the date it speaks for. The date is the
// document's, not the quote's: it stays if it is right and goes if not.
func (e *Evidence) dated(date quantity.Quantity, sentence, rest string, cited []int) Verdict {
	if v := e.check(sentence, cited); v.State == Supported {
		return v // the source says 截至 itself
	}
	v := e.check(rest, cited)
	switch {
	case v.State != Supported && v.State != Repaired && v.State != Paraphrase:
	case e.dateIs(date, v.Quotes):
		v.Text = strings.TrimSuffix(sentence, rest) + v.Text
	default:
		v.State = Repaired
		v.Flaws = append(v.Flaws, Flaw{FlawDate, strings.TrimSuffix(sentence, rest)})
	}
	return v
}
