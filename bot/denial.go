package bot

import (
	"strings"
	"unicode/utf8"

	"ask/bot/extract"
	"ask/bot/slot"
	"ask/retrieve"
	"ask/retrieve/text"
)

// How near a denial must come to what it denies.
const (
	denialHits  = 10   // hits looked through
	denialBack  = 2    // sentences before it that may say what it denies
	denialShare = 0.5  // of the question's words that they hold together
	denialOwn   = 0.15 // of them that it holds itself, unless its paragraph holds as many
	referShare  = 0.6  // of what a rumour holds that it refers to without saying it again
	nearMatters = 4    // weight of what stands near a denial against what it says itself
)

// denial is the sentence that denies best what the question speaks of, in a source that
// does not pass on rumours itself: the one that holds most of the question's words,
// with the sentences before it.
func (e *Extractive) denial(d *evidence, f affair) (Citation, bool) { return e.wordOn(d, f, "against") }

// wordOn is the sentence of one sort, which a rule names, that speaks best of an affair.
func (e *Extractive) wordOn(d *evidence, f affair, sort string) (Citation, bool) {
	var best Citation
	most := 0.0
	for _, h := range e.founded(d, f) {
		if sp, n := e.wordIn(f, h, sort); n > most {
			best, most = e.citation(0, source{h.Document, h.Start, h.Text}, sp), n
		}
	}
	return best, most > 0
}

// founded are the hits that may tell how it is with a rumour. They need not hold a number
// that only the rumour gives.
func (e *Extractive) founded(d *evidence, f affair) []retrieve.Hit {
	hits := d.hits
	if len(f.values) > 0 {
		hits = d.result.Hits
	}
	var out []retrieve.Hit
	for _, h := range hits[:min(denialHits, len(hits))] {
		if !h.Document.Rumour && h.Superseded == "" && !e.gossip(h) {
			out = append(out, h)
		}
	}
	return out
}

// wordIn is such a sentence of one passage with the share of the question's words near it.
func (e *Extractive) wordIn(f affair, h retrieve.Hit, sort string) (best text.Span, most float64) {
	sentences := text.Sentences(h.Text)
	head := e.head(h)
	told := 0.0 // of the words, what a rumour holds that stands before
	for i, sp := range sentences {
		sentence := h.Text[sp.Start:sp.End]
		if e.patterns.claim(sentence) == "rumour" {
			if e.about(f, sentence) {
				told = max(told, extract.Share(f.names, text.Fold(head+sentence)))
			}
			continue
		}
		denies := e.patterns.is("against", sentence)
		if headline(sentence) || strings.Contains(h.Document.Title, strings.TrimSpace(sentence)) || denies != (sort == "against") || !denies && !e.patterns.is(sort, sentence) || e.speaks(h.Text, sp) {
			continue
		}
		on := head
		if e.patterns.from("own", sentence) {
			on = h.Document.Title + "\n" + known(optional(e.label(h.Document.Publisher))) + "\n" + h.Text
		}
		back := h.Text[sentences[max(0, i-denialBack)].Start:sp.Start]
		paragraph := back[strings.LastIndex(back, "\n")+1:] + sentence
		own, all := extract.Share(f.names, text.Fold(sentence)), extract.Share(f.names, text.Fold(on+back+sentence))
		about := e.about(f, lineOf(h.Text, sp))
		switch refers := told > denialShare && e.patterns.is("that", sentence); {
		case told > denialShare && extract.Share(f.said, text.Fold(sentence)) > 0:
			own, all, about = max(own, told), max(all, told), true
		case refers:
			own, all, about = max(own, referShare*told), max(all, referShare*told), true
		}
		if !about || own < denialOwn && extract.Share(f.names, text.Fold(paragraph)) < denialShare {
			continue
		}
		if n := nearMatters*all + own; all > denialShare && n > most {
			best, most = sp, n
		}
	}
	return best, most
}

// lineOf is the line that a sentence stands in.
func lineOf(passage string, sp text.Span) string {
	rest, _, _ := strings.Cut(passage[sp.End:], "\n")
	return passage[strings.LastIndex(passage[:sp.Start], "\n")+1:sp.End] + rest
}

// head is what a document is called and how it begins: what its sentences leave out.
func (e *Extractive) head(h retrieve.Hit) string {
	return h.Document.Title + "\n" + slot.Passage{Document: h.Document, Start: h.Start, Text: h.Text}.Letterhead()
}

// headline reports a short line without an end, which says less than the text under it.
func headline(sentence string) bool {
	const short = 12 // runes
	last, _ := utf8.DecodeLastRuneInString(sentence)
	return utf8.RuneCountInString(sentence) <= short && text.ClassOf(last) != text.Other
}
