package bot

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"ask/retrieve"
	"ask/retrieve/question"
	"ask/retrieve/text"
)

// find searches for a question and scores the sentences of the hits. A question for how
// things stood in a period is asked anew at its end, if that finds an answer.
func (e *Extractive) find(ctx context.Context, asked Question) (Question, *evidence, error) {
	res, err := e.search(ctx, asked)
	if err != nil {
		return asked, nil, err
	}
	d := e.gather(asked, res)
	then, ok := e.then(asked)
	if !ok {
		return asked, d, nil
	}
	if res, err = e.search(ctx, then); err != nil {
		return asked, nil, err
	}
	if at := e.gather(then, res); at.reason(then) == "" {
		at.period = true
		return then, at, nil
	}
	return asked, d, nil
}

// then turns a question for how things stood in a named year, month or season into one
// asked at the end of it: what held then was told by then. It does so only for what changes
// from time to time and has no year of its own, such as prices and hours.
func (e *Extractive) then(q Question) (Question, bool) {
	words, err := e.disputes()
	if err != nil {
		return q, false
	}
	folded := text.Fold(q.Text)
	m := words.rules["PERIOD"].FindStringSubmatchIndex(folded)
	if m == nil {
		return q, false
	}
	end := endOf(folded[m[2]:m[3]], group(folded, m, 2), group(folded, m, 3))
	rest := strings.TrimLeft(folded[:m[0]]+folded[m[1]:], ",， 的在")
	if e.reader.Time(e.reader.Read(rest)).Tense != question.Present || q.AsOf != "" && q.AsOf <= end {
		return q, false
	}
	q.Text, q.AsOf = rest, end
	return q, true
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

// meant leaves out the words that no passage holds and that are none: they straddle a word
// of time or measure, or are one (今年|数到, 一杯).
func (e *Extractive) meant(asked string, res *retrieve.Result) []string {
	absent := res.Signals.Absent
	words, err := e.disputes()
	if err != nil || len(absent) == 0 {
		return absent
	}
	folded := text.Fold(asked)
	spans := words.rules["TIMEWORD"].FindAllStringIndex(folded, -1)
	return slices.DeleteFunc(slices.Clone(absent), func(w string) bool {
		if slices.ContainsFunc(res.Hits[:min(trustedHits, len(res.Hits))], func(h retrieve.Hit) bool {
			return strings.Contains(text.Fold(h.Document.Publisher), w)
		}) {
			return true // only who publishes it names it
		}
		if utf8.RuneCountInString(w) > len("三字") {
			return false
		}
		i := strings.Index(folded, w)
		return i >= 0 && slices.ContainsFunc(spans, func(sp []int) bool { return sp[0] < i+len(w) && i < sp[1] })
	})
}
