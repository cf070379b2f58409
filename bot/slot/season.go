package slot

import (
	"ask/retrieve/text"
	"ask/retrieve/when"
)

// longestSeason is how many months what holds for a season only holds at most.
const longestSeason = 8

// Season reports whether a sentence is of a season only (7月5日到8月31日), given the day of
// its document, and whether a day is in it; days as 2006-01-02.
func Season(sentence, published, day string) (season, in bool) {
	anchor, ok := when.Parse(published)
	if !ok {
		return false, false
	}
	for _, m := range when.Find(text.Fold(sentence), anchor) {
		if m.Void != "" || m.From.Month == 0 || m.To.Month == 0 || m.From == m.To || m.From.Day == 0 && m.To.Day == 0 {
			continue
		}
		if months := (m.To.Year-m.From.Year)*12 + m.To.Month - m.From.Month; months < 0 || months > longestSeason {
			continue
		}
		return true, m.From.String() <= day && day <= m.To.String()
	}
	return false, false
}
