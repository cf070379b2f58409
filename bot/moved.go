package bot

import (
	"strings"

	"ask/retrieve/text"
)

// moved leads with where something is now, or that it is no more, if a question whether it
// is still somewhere has a source for that: the newest that names it and tells of a move.
func (e *Extractive) moved(a *Answer, d *evidence, front fronts, p fixed) {
	words, err := e.words()
	if err != nil {
		return
	}
	who, where, ok := words.Still(d.result.Question.Folded, d.terms)
	if !ok {
		return
	}
	var best Citation
	for _, h := range d.hits[:min(valueHits, len(d.hits))] {
		titles := text.Fold(h.Document.Title + "\n" + h.Document.Publisher + "\n")
		if h.Document.Rumour || h.Superseded != "" || e.gossip(h) || h.Document.Date.Value <= known(best.Date) {
			continue
		}
		for _, sp := range text.Sentences(h.Text) {
			s := text.Fold(h.Text[sp.Start:sp.End])
			named := strings.Contains(s, who) || strings.Contains(s, where) && strings.Contains(titles+text.Fold(h.Text), who)
			if named && words.Left(s) && !e.speaks(h.Text, sp) {
				best = e.citation(0, source{h.Document, h.Start, h.Text}, sp)
				break
			}
		}
	}
	if best.Document == "" {
		return
	}
	first := a.cite(best)
	for _, c := range a.Citations {
		if at := spot(c); at != first && front[at] == "" && c.Date != nil && *c.Date < known(best.Date) {
			front[at] = p.before.of(*c.Date)
		}
	}
	for i, c := range a.Citations {
		if spot(c) == first {
			copy(a.Citations[1:i+1], a.Citations[:i])
			a.Citations[0] = c
		}
	}
}
