package bot

import (
	"slices"

	"ask/bot/slot"
	"ask/retrieve/question"
	"ask/retrieve/text"
)

// newestShare is how near a newer quote must come to the likeliest to be put first: the
// model that scores sentences knows nothing of time.
const newestShare = 0.1

// undatedShare is the same where the likeliest bears no date.
const undatedShare = 0.3

// newest puts first what the newest source gives, where the present is asked for and no
// other rule has judged between the quotes: sources of a present state follow one
// another. The quote that led is history then, if it gives a value too.
func (e *Extractive) newest(a *Answer, d *evidence, front fronts, p fixed) {
	q := d.result.Question
	if d.result.Time.Tense != question.Present || d.story != nil || len(front) > 0 || len(a.Citations) < 2 {
		return
	}
	shows := func(c Citation) bool {
		ok, asked := e.reader.Shows(q, text.Fold(c.Quote))
		return ok && asked && c.standing(p) == "" && c.Claim != "denied"
	}
	lead := a.Citations[0]
	bar, best := newestShare*d.probOf(lead), 0
	if lead.Date == nil { // of which time it speaks is not known: it may be the newest
		bar = undatedShare * d.probOf(lead)
	}
	for i, c := range a.Citations {
		if known(c.Date) > known(a.Citations[best].Date) && d.probOf(c) >= bar && shows(c) && slot.Standing(c.Kind) >= slot.Standing(lead.Kind) {
			best = i
		}
	}
	if best == 0 {
		return
	}
	c := a.Citations[best]
	a.Citations = slices.Insert(slices.Delete(a.Citations, best, best+1), 0, c)
	switch {
	case !shows(lead) || lead.Document == c.Document:
	case lead.Date == nil:
		front[spot(lead)] = p.now.undated
	default:
		front[spot(lead)] = p.before.of(*lead.Date)
	}
}

// probOf is how likely a quote answers: as its likeliest sentence does.
func (d *evidence) probOf(c Citation) float64 {
	prob := 0.0
	for _, s := range slices.Concat(d.sentences, d.voices) {
		src := d.sources[s.Passage]
		if src.document.ID == c.Document && src.start+s.Start >= c.Start && src.start+s.End <= c.End {
			prob = max(prob, s.Prob)
		}
	}
	return prob
}
