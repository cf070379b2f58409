package bot

import (
	"slices"

	"ask/bot/extract"
	"ask/retrieve"
	"ask/retrieve/text"
)

// editions parts the hits that may speak from those of an earlier edition in whose stead
// another hit speaks.
func editions(hits []retrieve.Hit) (now, former []retrieve.Hit) {
	replaced := func(h retrieve.Hit) bool {
		return h.Superseded != "" && slices.ContainsFunc(hits, func(o retrieve.Hit) bool {
			return o.Document.ID == h.Superseded && o.Superseded == ""
		})
	}
	for _, h := range hits {
		if replaced(h) {
			former = append(former, h)
		} else {
			now = append(now, h)
		}
	}
	return now, former
}

// recall adds what an earlier edition said in the place of what the answer quotes, as
// history, if it answers by itself and said something else.
func (e *Extractive) recall(a *Answer, d *evidence, front fronts, p fixed) {
	i := slices.IndexFunc(d.former, func(h retrieve.Hit) bool {
		date := h.Document.Date.Value
		return date != "" && slices.ContainsFunc(a.Citations, func(c Citation) bool {
			return c.Document == h.Superseded && known(c.Date) > date // a later edition may not hold yet
		})
	})
	if i < 0 {
		return
	}
	h := d.former[i]
	passage := d.passagesOf(d.former[i:i+1], 1)[0]
	sentences, prob := e.judge(d, []extract.Passage{passage})
	if len(sentences) == 0 || prob < max(voiceProb, d.threshold) {
		return
	}
	best := e.voice(d, passage, sentences)
	c := e.citation(len(a.Citations)+1, source{h.Document, h.Start, h.Text}, best.Span)
	if best.Prob < voicePoint || slices.ContainsFunc(a.Citations, func(o Citation) bool { return text.Fold(o.Quote) == text.Fold(c.Quote) }) {
		return
	}
	a.Citations = append(a.Citations, c)
	front[spot(c)] = p.before.of(h.Document.Date.Value)
}
