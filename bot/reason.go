package bot

import (
	"cmp"
	"slices"
	"strings"

	"ask/bot/extract"
	"ask/retrieve/question"
)

// Why-questions find the sentence that tells of an event; the reason stands after it, in
// sentences that no longer name anything the question names.
const (
	maxReasons  = 2
	reasonReach = 6 // sentences after the event
)

// shortAnswer is the length in runes of an answer to what something is, below which the
// sentence after it is quoted too.
const shortAnswer = 60

// explained adds to the sentences picked what a question of its type also wants.
func (e *Extractive) explained(d *evidence, picked []extract.Sentence) []extract.Sentence {
	switch d.result.Question.Type {
	case question.Why:
		return e.reasons(d, picked)
	case question.Def:
		return e.described(d, picked)
	}
	return picked
}

// described adds the sentence after a short definition that stands alone.
func (e *Extractive) described(d *evidence, picked []extract.Sentence) []extract.Sentence {
	if len(picked) != 1 || picked[0].Runes >= shortAnswer {
		return picked
	}
	is := picked[0]
	for _, s := range d.sentences {
		next := s.Passage == is.Passage && s.Order == is.Order+1
		if next && !strings.Contains(d.passages[s.Passage].Text[is.End:s.Start], "\n") && !e.speaks(d.passages[s.Passage].Text, s.Span) {
			return append(picked, s)
		}
	}
	return picked
}

// reasons adds to the sentences picked for a why-question those that give a reason, if
// none of them does.
func (e *Extractive) reasons(d *evidence, picked []extract.Sentence) []extract.Sentence {
	gives := func(s extract.Sentence) bool {
		return first(e.patterns.reason, d.passages[s.Passage].Text[s.Start:s.End]) != ""
	}
	if len(picked) == 0 || slices.ContainsFunc(picked, gives) {
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
