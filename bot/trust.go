package bot

import (
	"slices"

	"ask/bot/extract"
	"ask/retrieve"
	"ask/retrieve/question"
	"ask/retrieve/text"
)

// A question for a person, a date, a place or a number has one answer. Sources that pass
// on rumours, or that tell a reader's machine what to say, get no say in it where
// another source answers by itself: however often they repeat it, and whatever they
// claim of their own authority.
const (
	trustedHits  = 4    // hits asked whether they answer by themselves
	trustedShare = 0.25 // of how well a doubtful hit answers: what it says outright others say in more words
)

// commands reports a text that speaks to a machine, beyond saying that it is the one that
// holds (以本页为准), which notices say to their readers.
func (e *Extractive) commands(passage string) bool {
	return slices.ContainsFunc(e.machine.Spans(passage), func(sp text.Span) bool {
		s := passage[sp.Start:sp.End]
		return !e.patterns.from("holds", s) || e.patterns.from("orders", s)
	})
}

// trusted leaves out the hits that are not to be believed beside the others, and gives
// them apart.
func (e *Extractive) trusted(d *evidence, hits []retrieve.Hit) (trusted, left []retrieve.Hit) {
	single := []question.Type{question.Who, question.When, question.Where, question.Num, question.Name}
	whether := e.whether(d.result.Question)
	if !slices.Contains(single, d.result.Question.Type) && !whether || e.patterns.claim(d.result.Question.Raw) == "rumour" {
		return hits, nil
	}
	doubtful := map[string]bool{}
	for _, h := range hits {
		if h.Document.Rumour || whether && e.gossip(h) || e.commands(h.Text) {
			doubtful[h.Document.ID] = true
		}
	}
	var rest []retrieve.Hit
	for _, h := range hits {
		if doubtful[h.Document.ID] {
			left = append(left, h)
		} else {
			rest = append(rest, h)
		}
	}
	if len(left) == 0 {
		return hits, nil
	}
	bar := d.threshold
	for i, h := range hits[:min(trustedHits, len(hits))] {
		if doubtful[h.Document.ID] {
			_, prob := e.judge(d, extract.FromHits(hits[i:i+1], 1))
			bar = max(bar, trustedShare*prob)
		}
	}
	for i := range rest[:min(trustedHits, len(rest))] {
		if _, prob := e.judge(d, extract.FromHits(rest[i:i+1], 1)); prob >= bar {
			return rest, left
		}
	}
	return hits, nil
}
