package eval

import (
	"regexp"
	"strings"

	"ask/bot"
	"ask/retrieve/when"
)

// unsupportedNumbers counts the numbers of an answer that nothing carries: in a line's
// words, those that stand in none of its quotes; in what stands in front of them, which
// is a date, those of no date of a source or event and of none that the text of a cited
// document speaks of. The citation markers are no numbers.
func unsupportedNumbers(a *bot.Answer, texts map[string]string) int {
	if !a.Answered {
		return 0
	}
	number := regexp.MustCompile(`\d[\d,.]*`)
	var quotes, dates strings.Builder
	for _, c := range a.Citations {
		quotes.WriteString(c.Quote + "\n")
		dates.WriteString(known(c.Date) + "\n")
		for _, m := range when.Find(texts[c.Document], published(c)) {
			dates.WriteString(m.From.String() + "\n" + m.To.String() + "\n")
		}
	}
	for _, row := range a.Timeline {
		dates.WriteString(known(row.Date) + "\n")
	}
	n := 0
	front := a.Text
	for _, l := range a.Lines() {
		front = strings.Replace(front, l.Words, "", 1)
		n += missing(number.FindAllString(l.Words, -1), quotes.String())
	}
	front = regexp.MustCompile(`\[\d+\]`).ReplaceAllString(front, "")
	return n + missing(number.FindAllString(front, -1), dates.String()+quotes.String())
}

// missing counts the numbers that do not stand in s.
func missing(numbers []string, s string) int {
	n := 0
	for _, m := range numbers {
		if !strings.Contains(s, m) {
			n++
		}
	}
	return n
}

// published is the day of a citation's document, zero if it bears none.
func published(c bot.Citation) when.Date {
	d, _ := when.Parse(known(c.Date))
	return d
}

func known(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}
