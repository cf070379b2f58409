package bot

import (
	"slices"
	"strings"

	"ask/bot/slot"
	"ask/retrieve/question"
	"ask/retrieve/text"
)

// newestShare is how near a newer quote must come to the likeliest to be put first: the
// model that scores sentences knows nothing of time.
const newestShare = 0.1

// asNamed is the share of the question's words, of those that a quote without a date or of
// a settled value holds itself, that a newer one must hold: 六亿用户 of something else are
// no customers of this.
const asNamed = 0.2

// undatedShare is the same where the likeliest bears no date.
const undatedShare = 0.3

// newest puts first what the newest source gives, where the present is asked for and no
// other rule has judged between the quotes: sources of a present state follow one
// another. What older ones give is history then, if it is another value. Where a value is
// settled, a newer quote must name what is asked for nearly as well.
func (e *Extractive) newest(a *Answer, d *evidence, settled bool, front fronts, p fixed) {
	if d.result.Time.Tense != question.Present || d.story != nil || len(a.Citations) < 2 || len(a.Conflicts) > 0 {
		return
	}
	q := d.result.Question
	words, err := e.words()
	if err != nil {
		return
	}
	measures := e.chooser.Measuring(q)
	given := func(c Citation) (values []string, ok bool) {
		switch {
		case c.standing(p) != "" || c.Claim == "denied" || front[spot(c)] != "":
			return nil, false
		case outOf(c, d.today):
			return nil, false
		case measures != nil:
			values = measures(words.Changed(text.Fold(c.Quote)))
			return values, len(values) > 0
		}
		shows, asked := e.reader.Shows(q, text.Fold(c.Quote))
		return nil, shows && asked
	}
	if _, judged := front[spot(a.Citations[0])]; !judged && len(front) == 0 {
		if best := a.newestOf(d, settled, given); best > 0 {
			c := a.Citations[best]
			a.Citations = slices.Insert(slices.Delete(a.Citations, best, best+1), 0, c)
		}
	}
	lead := a.Citations[0]
	now, ok := given(lead)
	if !ok || lead.Date == nil {
		return
	}
	for _, c := range a.Citations[1:] {
		then, ok := given(c)
		agrees := slices.ContainsFunc(then, func(m string) bool { return slices.Contains(now, m) })
		switch {
		case !ok || c.Document == lead.Document || agrees || c.Date != nil && *c.Date >= *lead.Date:
		case c.Date == nil:
			front[spot(c)] = p.now.undated
		default:
			front[spot(c)] = p.before.of(*c.Date)
		}
	}
}

// outOf reports a quote of what holds for a season only, on a day that is not in it.
func outOf(c Citation, day string) bool {
	season, in := slot.Season(c.Quote, known(c.Date), day)
	return season && !in
}

// outrun puts what older sources planned as history, where a question for the day of
// something has a newer source that tells it.
func (e *Extractive) outrun(a *Answer, d *evidence, front fronts, p fixed) {
	words, err := e.words()
	if err != nil || d.result.Question.Type != question.When || d.story != nil {
		return
	}
	told := ""
	for _, c := range a.Citations {
		if shows, _ := e.reader.Shows(d.result.Question, text.Fold(c.Quote)); shows && !words.Plans(c.Quote) && c.standing(p) == "" && c.Claim != "denied" {
			told = max(told, known(c.Date))
		}
	}
	for _, c := range a.Citations {
		if at := spot(c); front[at] == "" && c.standing(p) == "" && c.Date != nil && *c.Date < told && words.Plans(c.Quote) {
			front[at] = p.before.of(*c.Date)
		}
	}
}

// newestOf is the citation to lead: the newest that gives what is asked for, among those
// likely enough.
func (a *Answer) newestOf(d *evidence, settled bool, given func(c Citation) ([]string, bool)) int {
	lead := a.Citations[0]
	bar, best := newestShare*d.probOf(lead), 0
	if lead.Date == nil { // of which time it speaks is not known: it may be the newest
		bar = undatedShare * d.probOf(lead)
	}
	for i, c := range a.Citations {
		if _, ok := given(c); ok && (lead.Date != nil && !settled || d.wordsIn(c) >= asNamed*d.wordsIn(lead)) && known(c.Date) > known(a.Citations[best].Date) && d.probOf(c) >= bar && slot.Standing(c.Kind) >= slot.Standing(lead.Kind) {
			best = i
		}
	}
	return best
}

// wordsIn is the weight of the question's own words that a quote holds.
func (d *evidence) wordsIn(c Citation) float64 {
	folded, weight := text.Fold(c.Quote), 0.0
	for _, t := range d.terms {
		if strings.Contains(folded, t.Text) {
			weight += t.IDF
		}
	}
	return weight
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
