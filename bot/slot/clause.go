package slot

import (
	"regexp"
	"slices"
	"strings"

	"ask/retrieve/text"
)

var (
	comma    = regexp.MustCompile(`[，；;。！？!?,]`)
	brackets = regexp.MustCompile(`[(（][^()（）]*[)）]`)
)

// commas are where a sentence is cut: not inside a number (14,355).
func commas(sentence string) [][]int {
	return slices.DeleteFunc(comma.FindAllStringIndex(sentence, -1), func(m []int) bool {
		return sentence[m[0]] == ',' && m[0] > 0 && m[1] < len(sentence) && isDigit(sentence[m[0]-1]) && isDigit(sentence[m[1]])
	})
}

func isDigit(b byte) bool { return '0' <= b && b <= '9' }

// clauses cuts a sentence at its commas, save those before what sets a figure right.
func (s *Slot) clauses(sentence string) []text.Span {
	var out []text.Span
	from := 0
	for _, m := range commas(sentence) {
		if s.words.rules["RIGHT"].MatchString(sentence[m[1]:]) {
			continue
		}
		out = append(out, text.Span{Start: from, End: m[0]})
		from = m[1]
	}
	return append(out, text.Span{Start: from, End: len(sentence)})
}

// upTo is a sentence up to the clause of a value: what is hearsay after it is something
// else, unless the sentence takes its word back.
func (s *Slot) upTo(sentence string, v Value) string {
	i := strings.Index(sentence, v.Text)
	if i < 0 || s.words.rules["TAKENBACK"].MatchString(text.Fold(sentence[i:])) {
		return sentence
	}
	for _, c := range s.clauses(sentence) {
		if i < c.End {
			return sentence[:c.End]
		}
	}
	return sentence
}
