package bot

import (
	"cmp"
	"slices"

	"ask/bot/extract"
	"ask/retrieve/question"
)

// Why-questions find the sentence that tells of an event; the reason stands after it, in
// sentences that no longer name anything the question names.
const (
	maxReasons  = 2
	reasonReach = 6 // sentences after the event
)

// reasons adds to the sentences picked for a why-question those that give a reason, if
// none of them does.
func (e *Extractive) reasons(d *evidence, picked []extract.Sentence) []extract.Sentence {
	gives := func(s extract.Sentence) bool {
		return first(e.patterns.reason, d.passages[s.Passage].Text[s.Start:s.End]) != ""
	}
	if d.result.Question.Type != question.Why || len(picked) == 0 || slices.ContainsFunc(picked, gives) {
		return picked
	}
	event := slices.MaxFunc(picked, func(a, b extract.Sentence) int { return cmp.Compare(a.Prob, b.Prob) })
	var after []extract.Sentence
	for _, s := range d.sentences {
		if s.Passage == event.Passage && s.Start >= event.End {
			after = append(after, s)
		}
	}
	slices.SortFunc(after, func(a, b extract.Sentence) int { return cmp.Compare(a.Start, b.Start) })
	out := []extract.Sentence{event}
	for _, s := range after[:min(reasonReach, len(after))] {
		if len(out) <= maxReasons && gives(s) && !e.speaks(d.passages[s.Passage].Text, s.Span) {
			out = append(out, s)
		}
	}
	if len(out) == 1 {
		return picked
	}
	return out
}
