package bot

import (
	"strings"

	"ask/bot/extract"
	"ask/retrieve"
	"ask/retrieve/text"
)

// commentShare is the share of an affair's names that the rumour holds which a remark is
// on, or the remark itself.
const commentShare = 0.3

// remark is what those concerned said of a rumour that their text tells, without denying
// it; where no source that is known tells it, what a post says of their answer.
func (e *Extractive) remark(a *Answer, d *evidence, f affair) (Citation, bool) {
	if c, ok := e.remarkIn(a, f, e.founded(d, f), "comment"); ok {
		return c, true
	}
	var posts []retrieve.Hit
	for _, h := range d.result.Hits[:min(denialHits, len(d.result.Hits))] {
		if h.Superseded == "" && (h.Document.Rumour || e.gossip(h)) {
			posts = append(posts, h)
		}
	}
	return e.remarkIn(a, f, posts, "comment", "against")
}

// remarkIn is the remark of one of the sorts on the affair that stands nearest to what
// tells most of it, if the answer does not quote it with the rumour.
func (e *Extractive) remarkIn(a *Answer, f affair, hits []retrieve.Hit, sorts ...string) (best Citation, ok bool) {
	most := commentShare
	if len(f.said)+len(f.events) == 0 {
		return best, false
	}
	for _, h := range hits {
		if !f.isNamedIn(e.head(h) + "\n" + h.Text) {
			continue
		}
		told, fresh := 0.0, false
		for _, sp := range text.Sentences(h.Text) {
			s := h.Text[sp.Start:sp.End]
			own := extract.Share(f.names, text.Fold(s))
			remark := false
			for _, sort := range sorts {
				remark = remark || e.patterns.is(sort, s)
			}
			if !remark || headline(s) || strings.Contains(s, " | ") || e.speaks(h.Text, sp) {
				if e.tells(f, s) && own > 0 && own+extract.Share(f.names, text.Fold(e.head(h)+s)) > told {
					told, fresh = own+extract.Share(f.names, text.Fold(e.head(h)+s)), true
				}
				continue
			}
			if n := told + own; (fresh || e.tells(f, s) && own > 0) && n > most {
				c := e.citation(0, source{h.Document, h.Start, h.Text}, sp)
				if i := a.quotes(c); i < 0 || a.Citations[i].Claim != "rumour" {
					best, most, ok, fresh = c, n, true, false
				}
			}
		}
	}
	return best, ok
}

// undecided is the sentence that leaves open who will hold a post, if the question asks for
// that.
func (e *Extractive) undecided(d *evidence) (Citation, bool) {
	if !e.patterns.is("next", d.result.Question.Raw) {
		return Citation{}, false
	}
	who := extract.Anchor(d.result.Question.Folded, e.naming(d.terms))
	for _, h := range e.founded(d, affair{}) {
		for _, sp := range text.Sentences(h.Text) {
			s := h.Text[sp.Start:sp.End]
			if e.patterns.is("next", s) && e.patterns.is("comment", s) && strings.Contains(text.Fold(h.Document.Title+"\n"+h.Text[:sp.End]), who) && !e.speaks(h.Text, sp) {
				return e.citation(0, source{h.Document, h.Start, h.Text}, sp), true
			}
		}
	}
	return Citation{}, false
}
