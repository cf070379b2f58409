package slot

import (
	"fmt"
	"strconv"
	"strings"

	"ask/retrieve/text"
)

// Period cuts a past year, month or season out of a folded question (2023年冬天门票多少钱):
// what is left of it, and the last day of that time as 2006-01-02; false if it names none.
func (w *Words) Period(question string) (rest, end string, ok bool) {
	m := w.rules["PERIOD"].FindStringSubmatchIndex(question)
	if m == nil {
		return "", "", false
	}
	end = endOf(question[m[2]:m[3]], group(question, m, 2), group(question, m, 3))
	return strings.TrimLeft(question[:m[0]]+question[m[1]:], ",， 的在"), end, true
}

// group is the n-th group of a match, "" if it took no part.
func group(s string, m []int, n int) string {
	if m[2*n] < 0 {
		return ""
	}
	return s[m[2*n]:m[2*n+1]]
}

// endOf is the last day of a year, of its month, or of its season: a winter ends with
// the year.
func endOf(year, month, season string) string {
	n, err := strconv.Atoi(month)
	if err != nil || n < 1 || n > 12 {
		n = 12
		for i, s := range []string{"春", "夏", "秋"} {
			if strings.Contains(season, s) {
				n = 5 + 3*i
			}
		}
	}
	days := []int{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}
	return fmt.Sprintf("%s-%02d-%02d", year, n, days[n-1])
}

// TimeWords are the words of time and measure of a folded question, as byte ranges: what
// overlaps one is no name (今年|数到, 一杯).
func (w *Words) TimeWords(question string) []text.Span {
	var out []text.Span
	for _, m := range w.rules["TIMEWORD"].FindAllStringIndex(question, -1) {
		out = append(out, text.Span{Start: m[0], End: m[1]})
	}
	return out
}
