package bot

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"ask/bot/extract"
	"ask/bot/slot"
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
	then, period, ok := e.then(asked)
	if !ok || period.Bare && d.reason(asked) == "" && d.of(period.Year) {
		return asked, d, nil
	}
	if s, ok := d.value(); ok && s.Lists() {
		return asked, d, nil
	}
	if res, err = e.search(ctx, then); err != nil {
		return asked, nil, err
	}
	if at := e.gather(then, res); at.reason(then) == "" && (!period.Bare || at.likeliest().document.Date.Value != "") {
		at.period = true
		return then, at, nil
	}
	return asked, d, nil
}

// of reports whether what likeliest answers is of a year, or says that it is.
func (d *evidence) of(year string) bool {
	s := d.likeliest()
	return strings.HasPrefix(s.document.Date.Value, year) || strings.Contains(text.Fold(s.text), year) || s.tellsOf(year)
}

// likeliest is the sentence that likeliest answers, as a source; empty if there is none.
func (d *evidence) likeliest() source {
	if len(d.sentences) == 0 {
		return source{}
	}
	best := slices.MaxFunc(d.sentences, func(x, y extract.Sentence) int { return cmp.Compare(x.Prob, y.Prob) })
	src := d.sources[best.Passage]
	return source{src.document, src.start + best.Start, src.text[best.Start:best.End]}
}

// then turns a question for how things stood in a named year, month or season into one
// asked at the end of it: what held then was told by then. It does so only for what changes
// from time to time and has no year of its own, such as prices and hours.
func (e *Extractive) then(q Question) (Question, slot.Period, bool) {
	words, err := e.words()
	if err != nil {
		return q, slot.Period{}, false
	}
	period, ok := words.Period(text.Fold(q.Text))
	if !ok || e.reader.Time(e.reader.Read(period.Rest)).Tense != question.Present || q.AsOf != "" && q.AsOf <= period.End {
		return q, period, false
	}
	q.Text, q.AsOf = period.Rest, period.End
	return q, period, true
}

// meant leaves out the words that no passage holds and that are none: they straddle a word
// of time or measure, or are one (今年|数到, 一杯).
func (e *Extractive) meant(asked string, res *retrieve.Result) []string {
	absent := res.Signals.Absent
	words, err := e.words()
	if err != nil || len(absent) == 0 {
		return absent
	}
	folded := text.Fold(asked)
	spans := words.TimeWords(folded)
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
		return i >= 0 && slices.ContainsFunc(spans, func(sp text.Span) bool { return sp.Start < i+len(w) && i < sp.End })
	})
}
