package eval

import (
	"regexp"
	"slices"
	"strings"

	"ask/bot"
)

// Changes is how well answers keep apart what holds, what held, what sources disagree on
// and what is only said: over the questions of kind time and succession, those with
// values, and those of kind rumour. A refusal is a wrong answer.
type Changes struct {
	// Latest is the share of questions of kind time and succession whose answer says
	// what held at the time asked about, in a line that is not put as over, as another
	// view or as a rumour. If the question names all, every one must be in the answer.
	Latest float64 `json:"latest_accuracy"`
	// Stale is the share of the answers among them that put something outdated as what
	// holds: the first line quotes an outdated document, or a line without such a role
	// holds what must not be put as a fact.
	Stale float64 `json:"stale_answers"`
	Timed int     `json:"n_time"`
	// Shown is the share of questions with several values whose answer shows all.
	Shown    float64 `json:"conflict_shown"`
	Disputed int     `json:"n_conflict"`
	// Fact is the share of questions of kind rumour whose answer holds what must not be
	// put as a fact, in words that neither the answer nor the source calls a rumour or
	// denies; Answered the share whose answer holds the expected words.
	Fact     float64 `json:"rumour_as_fact"`
	Answered float64 `json:"rumour_answered"`
	Rumours  int     `json:"n_rumour"`
	// Missed are up to 20 answers that are not as they should be, for reading.
	Missed []Failure `json:"missed"`
}

// add counts one answer.
func (c *Changes) add(q Question, a *bot.Answer) {
	lines := a.Lines()
	switch {
	case len(q.Values) > 0:
		c.Disputed++
		c.count(&c.Shown, holdsAll(a.Text, q.Values), q, a, "conflict not shown")
	case q.Kind == "rumour":
		c.Rumours++
		if q.Holds(a.Text) {
			c.Answered++
		}
		if slices.ContainsFunc(lines, func(l bot.Line) bool { return q.asFact(l, a) }) {
			c.Fact++
			c.miss(q, a, "rumour as fact")
		}
	case q.Kind == "time" || q.Kind == "succession":
		c.Timed++
		c.count(&c.Latest, q.current(lines), q, a, "not what held")
		if q.outdated(lines, a) {
			c.Stale++
			c.miss(q, a, "stale")
		}
	}
}

func (c *Changes) count(v *float64, right bool, q Question, a *bot.Answer, what string) {
	if right {
		*v++
		return
	}
	c.miss(q, a, what)
}

func (c *Changes) miss(q Question, a *bot.Answer, what string) {
	want := what
	if len(q.Answers) > 0 {
		want += ": " + q.Answers[0]
	}
	c.Missed = append(c.Missed, Failure{q.ID, q.Question, want, a.Text})
}

func (c *Changes) mean() {
	divide(&c.Latest, c.Timed)
	divide(&c.Stale, c.Timed)
	divide(&c.Shown, c.Disputed)
	divide(&c.Fact, c.Rumours)
	divide(&c.Answered, c.Rumours)
}

// current reports whether lines say what held at the time asked about.
func (q Question) current(lines []bot.Line) bool {
	if len(q.All) > 0 {
		var text strings.Builder
		for _, l := range lines {
			text.WriteString(l.Words)
		}
		return holdsAll(text.String(), q.All)
	}
	return slices.ContainsFunc(lines, func(l bot.Line) bool { return holding(l) && q.Holds(l.Words) })
}

// outdated reports whether lines put something as what holds that does not.
func (q Question) outdated(lines []bot.Line, a *bot.Answer) bool {
	if len(q.All) > 0 {
		return false
	}
	for i, l := range lines {
		if !holding(l) {
			continue
		}
		if i == 0 && slices.ContainsFunc(l.Cites, func(n int) bool { return q.Outdated(cited(a, n)) && !q.Relates(cited(a, n)) }) {
			return true
		}
		if q.asFact(l, a) && !q.Holds(l.Words) {
			return true
		}
	}
	return false
}

// asFact reports whether a line puts as a fact what must not be.
func (q Question) asFact(l bot.Line, a *bot.Answer) bool {
	if !holding(l) || slices.ContainsFunc(l.Cites, func(n int) bool { return n >= 1 && n <= len(a.Citations) && unvouched(a.Citations[n-1].Claim) }) {
		return false
	}
	words := squeeze(l.Words)
	return slices.ContainsFunc(q.MustNot, func(s string) bool { return s != "" && strings.Contains(words, squeeze(s)) })
}

// unvouched reports a claim that its source passes on or denies.
func unvouched(claim string) bool { return claim == "rumour" || claim == "denied" }

// holding reports a line that is put as what holds, or with no word on that.
func holding(l bot.Line) bool {
	return !slices.Contains([]bot.Role{bot.Before, bot.Ahead, bot.Other, bot.Rumour, bot.Denial}, l.Role)
}

// cited is the document of a citation, "" if there is none of that number.
func cited(a *bot.Answer, n int) string {
	if n < 1 || n > len(a.Citations) {
		return ""
	}
	return a.Citations[n-1].Document
}

// holdsAll reports whether text holds every one of values, white space aside: a year in
// Chinese digits is that in Arabic ones.
func holdsAll(text string, values []string) bool {
	text = squeeze(text)
	text += chineseYear.ReplaceAllStringFunc(text, arabic)
	return !slices.ContainsFunc(values, func(v string) bool { return !strings.Contains(text, squeeze(v)) })
}

var chineseYear = regexp.MustCompile(`[一二][〇零○一二三四五六七八九]{3}年`)

// arabic writes Chinese digits as Arabic ones.
func arabic(year string) string {
	return strings.NewReplacer("〇", "0", "零", "0", "○", "0", "一", "1", "二", "2", "三", "3", "四", "4", "五", "5", "六", "6", "七", "7", "八", "8", "九", "9").Replace(year)
}
