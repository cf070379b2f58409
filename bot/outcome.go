package bot

import (
	"slices"
	"strings"

	"ask/bot/extract"
	"ask/retrieve"
	"ask/retrieve/text"
)

// What a sentence must hold of the names of an affair to tell how it came out.
const (
	outcomeShare = 0.6 // with what its document is called
	partyShare   = 0.4 // the same where a party to it speaks
	outcomeOwn   = 0.2 // by itself or with its line
	valueShare   = 0.3 // of what a number is of
	sequelAhead  = 2   // sentences after a rumour that may tell how it came out
)

// measure is a number with what it counts.
type measure struct{ number, unit string }

// outcome is the sentence that tells as a fact what the question asks about: it names as
// much of the question, and the same sort of event, or what the number is now. What a
// party to it tells comes before what others do, and the newest of them first.
func (e *Extractive) outcome(d *evidence, f affair) (best Citation, ok bool) {
	if f.who == "" || len(f.events)+len(f.values) == 0 || e.patterns.tells("why", d.result.Question.Raw) {
		return best, false
	}
	bestOwn := false
	for _, h := range e.founded(d, f) {
		sentences := text.Sentences(h.Text)
		for i, sp := range sentences {
			s := h.Text[sp.Start:sp.End]
			own := e.announces(h, s)
			if headline(s) && i == 0 || e.hedged(s) || !e.happened(f, h, sp) && !e.rules(f, h, sentences, i) || e.speaks(h.Text, sp) {
				continue
			}
			c := e.citation(0, source{h.Document, h.Start, h.Text}, sp)
			if !ok || own && !bestOwn || own == bestOwn && known(c.Date) > known(best.Date) {
				best, ok, bestOwn = c, true, own
			}
		}
	}
	return best, ok
}

// happened reports a sentence that tells one of the events as a fact, of what it names
// before, or what its document is of.
func (e *Extractive) happened(f affair, h retrieve.Hit, sp text.Span) bool {
	s := h.Text[sp.Start:sp.End]
	if !e.patterns.tells("done", s) || e.patterns.tells("ahead", s) {
		return false
	}
	line := text.Fold(h.Text[strings.LastIndex(h.Text[:sp.Start], "\n")+1 : sp.End])
	all := text.Fold(e.head(h)) + line
	share := outcomeShare
	tail := text.Fold(s)
	if at := strings.Index(tail, f.who); at >= 0 {
		tail = tail[at:]
	} else if extract.Share(f.parties, line) < outcomeOwn || !strings.Contains(all, f.who) {
		return false
	}
	if e.announces(h, s) {
		share = partyShare
	}
	other := slices.ContainsFunc(f.parties, func(t extract.Term) bool { return e.patterns.tells("numbered", t.Text) && !t.In(text.Fold(s)) })
	return !other && extract.Share(f.parties, all) >= share &&
		slices.ContainsFunc(e.patterns.eventsIn(tail), func(ev string) bool { return slices.Contains(f.events, ev) })
}

// announces reports a sentence in which a party speaks of itself in a notice.
func (e *Extractive) announces(h retrieve.Hit, s string) bool {
	return e.patterns.from("own", s) && e.patterns.from("notice", h.Document.Title)
}

// rules reports a sentence that gives a number for what the question gives one for, which
// it or the line above names.
func (e *Extractive) rules(f affair, h retrieve.Hit, sentences []text.Span, i int) bool {
	s := text.Fold(h.Text[sentences[i].Start:sentences[i].End])
	counts := slices.ContainsFunc(e.patterns.measures(s), func(m measure) bool {
		return slices.ContainsFunc(f.values, func(v measure) bool { return v.unit == m.unit })
	})
	if !counts || !strings.Contains(text.Fold(e.head(h)+h.Text), f.who) {
		return false
	}
	if i > 0 {
		if above := h.Text[sentences[i-1].Start:sentences[i-1].End]; headline(above) {
			s = text.Fold(above) + "\n" + s
		}
	}
	return extract.Share(f.beside(), text.Fold(h.Heading)+"\n"+s) >= valueShare
}

// hedged reports a sentence that passes something on, or denies it.
func (e *Extractive) hedged(s string) bool {
	claim := e.patterns.claim(s)
	return claim == "rumour" || claim == "denied" || e.patterns.is("against", s)
}

// settles reports whether a source tells how it is with what a question asks to believe.
func (e *Extractive) settles(d *evidence) bool {
	if !e.whether(d.result.Question) {
		return false
	}
	f := e.affair(d)
	_, came := e.outcome(d, f)
	_, denied := e.denial(d, f)
	return came || denied
}

// sequels are the sentences that tell how a rumour came out which the answer quotes: next
// after it, in its own paragraph.
func (e *Extractive) sequels(a *Answer, d *evidence, f affair) []Citation {
	var out []Citation
	for _, c := range a.Citations {
		i := slices.IndexFunc(d.hits, func(h retrieve.Hit) bool {
			return h.Document.ID == c.Document && h.Start <= c.Start && c.End <= h.Start+len(h.Text)
		})
		if i < 0 || c.Claim != "rumour" || !e.about(f, c.Quote) {
			continue
		}
		h := d.hits[i]
		end := c.End - h.Start
		paragraph, _, _ := strings.Cut(h.Text[end:], "\n")
		for n, sp := range text.Sentences(paragraph) {
			if n == sequelAhead {
				break
			}
			if s := paragraph[sp.Start:sp.End]; e.patterns.is("confirm", s) && e.patterns.claim(s) != "rumour" && !e.patterns.is("against", s) {
				out = append(out, e.citation(0, source{h.Document, h.Start, h.Text}, text.Span{Start: end + sp.Start, End: end + sp.End}))
				break
			}
		}
	}
	return out
}
