package slot

import (
	"fmt"
	"strconv"
	"strings"

	"ask/retrieve/text"
)

// Period is a past year, month or season that a question names.
type Period struct {
	Rest string // what is left of the question, folded
	End  string // the last day of that time: 2006-01-02
	Year string
	Bare bool // the year alone: what is asked for may be of the year, and not as it stood then
}

// Period cuts a past year, month or season out of a folded question (2023年冬天门票多少钱);
// false if it names none, more than one, a day, or a time before or after it.
func (w *Words) Period(question string) (Period, bool) {
	m := w.rules["PERIOD"].FindStringSubmatchIndex(question)
	if m == nil || w.rules["PERIOD"].MatchString(question[m[1]:]) || w.rules["NOPERIOD"].MatchString(question[m[1]:]) {
		return Period{}, false
	}
	year, bare := group(question, m, 1), m[2] < 0
	if bare {
		year = group(question, m, 4)
	}
	month := group(question, m, 2) + group(question, m, 5)
	return Period{
		Rest: strings.TrimLeft(question[:m[0]]+question[m[1]:], ",， 的在"),
		End:  endOf(year, month, group(question, m, 3)), Year: year, Bare: bare,
	}, true
}

// Plans reports a sentence that names a day that something is only meant for.
func (w *Words) Plans(sentence string) bool {
	return w.rules["PLANNED"].MatchString(text.Fold(sentence))
}

// Changed is a folded sentence without the figures that others took the place of.
func (w *Words) Changed(folded string) string { return w.rules["FROMTO"].ReplaceAllString(folded, "") }

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
