package eval

import (
	"regexp"
	"strings"

	"ask/bot"
)

// unsupportedNumbers counts the numbers of an answer's text that stand in none of its
// quotes, nor in the dates of its sources and events; the citation markers are no numbers.
func unsupportedNumbers(a *bot.Answer) int {
	marker := regexp.MustCompile(`\[\d+\]`)
	number := regexp.MustCompile(`\d[\d,.]*`)
	var quotes strings.Builder
	for _, c := range a.Citations {
		quotes.WriteString(c.Quote)
		quotes.WriteByte('\n')
		if c.Date != nil {
			quotes.WriteString(*c.Date + "\n")
		}
	}
	for _, row := range a.Timeline {
		if row.Date != nil {
			quotes.WriteString(*row.Date + "\n")
		}
	}
	n := 0
	for _, m := range number.FindAllString(marker.ReplaceAllString(a.Text, ""), -1) {
		if a.Answered && !strings.Contains(quotes.String(), m) {
			n++
		}
	}
	return n
}
