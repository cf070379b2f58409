package retrieve

import (
	"time"

	"ask/retrieve/corpus"
	"ask/retrieve/question"
	"ask/retrieve/rank"
)

// recent favours newer candidates where the question asks for the present, or for who
// held an office at some date: the newest of that time most, undated and later ones not
// at all. Ages count from the newest, so that an old collection is not one great past.
// Of rumours and generated texts newness says nothing.
func (s *search) recent() {
	t := s.ix.scorer.Times()
	then := s.when.State && s.when.Date != ""
	if t.Recent <= 0 || s.when.Tense != question.Present && !then {
		return
	}
	counts := func(d corpus.Doc) bool {
		return d.Date.Value != "" && !after(d.Date.Value, s.when.Date) && standing(d.Kind, d.Rumour) > 0
	}
	newest := time.Time{}
	for i := range s.candidates {
		if d := s.candidates[i].doc; counts(d) && dayOf(d.Date.Value).After(newest) {
			newest = dayOf(d.Date.Value)
		}
	}
	for i := range s.candidates {
		c := &s.candidates[i]
		if counts(c.doc) {
			date := c.doc.Date.Value
			years := newest.Sub(dayOf(date)).Hours() / 24 / 365.25
			c.features[rank.Recent] = t.HalfLife / (t.HalfLife + years)
			c.score += t.Recent * c.features[rank.Recent]
		}
	}
}

// dayOf is the middle of the day, month or year that a date names, zero for none.
func dayOf(date string) time.Time {
	for layout, half := range map[string]time.Duration{"2006": 4380 * time.Hour, "2006-01": 365 * time.Hour, time.DateOnly: 12 * time.Hour} {
		if d, err := time.Parse(layout, date); err == nil {
			return d.Add(half)
		}
	}
	return time.Time{}
}
