package eval

import (
	"regexp"
	"strings"

	"ask/bot"
	"ask/retrieve/when"
)

// unsupportedNumbers counts the numbers of an answer's text that stand in none of its
// quotes, nor in the dates of its sources and events and those that its quotes speak of;
// the citation markers are no numbers.
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
		for _, m := range when.Find(c.Quote, published(c)) {
			quotes.WriteString(m.From.String() + "\n" + m.To.String() + "\n")
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

// published is the day of a citation's document, zero if it bears none.
func published(c bot.Citation) when.Date {
	if c.Date == nil {
		return when.Date{}
	}
	d, _ := when.Parse(*c.Date)
	return d
}
