package bot

import (
	"slices"
	"strings"

	"ask/bot/extract"
	"ask/retrieve"
	"ask/retrieve/text"
)

// How near a denial must come to what it denies.
const (
	denialHits  = 10  // hits looked through
	denialBack  = 2   // sentences before it that may say what it denies
	denialShare = 0.5 // of the question's words that they hold together
)

// refute puts what is only said in its place: what denies it first, and it last. A
// question whether something is so is told of the rumour too.
func (e *Extractive) refute(a *Answer, d *evidence, front fronts, p fixed) {
	whether := e.patterns.is("whether", d.result.Question.Raw)
	said := slices.ContainsFunc(a.Citations, func(c Citation) bool { return c.Claim == "rumour" })
	if !whether && !said {
		return
	}
	if whether && !said {
		e.hearsay(a, d)
	}
	if c, ok := e.denial(d); ok {
		at := a.quotes(c)
		if at < 0 {
			at = len(a.Citations)
			a.Citations = append(a.Citations, c)
		}
		front[spot(a.Citations[at])] = p.denial.of(known(c.Date))
	}
	rank := func(c Citation) int {
		switch {
		case front[spot(c)] == p.denial.of(known(c.Date)) || whether && c.Claim == "denied":
			return 0
		case c.Claim == "rumour":
			return 2
		}
		return 1
	}
	slices.SortStableFunc(a.Citations, func(x, y Citation) int { return rank(x) - rank(y) })
}

// quotes is the index of the citation that holds the whole of c, -1 if none does.
func (a *Answer) quotes(c Citation) int {
	return slices.IndexFunc(a.Citations, func(o Citation) bool {
		return o.Document == c.Document && o.Start <= c.Start && c.End <= o.End
	})
}

// hearsay adds what a source says that was left out as doubtful, if it answers by itself.
func (e *Extractive) hearsay(a *Answer, d *evidence) {
	for i, h := range d.doubtful[:min(trustedHits, len(d.doubtful))] {
		p := extract.FromHits(d.doubtful[i:i+1], 1)[0]
		sentences, prob := e.judge(d, []extract.Passage{p})
		if len(sentences) == 0 || prob < d.threshold || !h.Document.Rumour {
			continue
		}
		a.Citations = append(a.Citations, e.citation(len(a.Citations)+1, source{h.Document, h.Start, h.Text}, e.voice(d, p, sentences).Span))
		return
	}
}

// denial is the sentence that denies best what the question speaks of, in a source that
// does not pass on rumours itself: the one that holds most of the question's words,
// with the sentences before it.
func (e *Extractive) denial(d *evidence) (Citation, bool) {
	var best Citation
	most := denialShare
	for _, h := range d.hits[:min(denialHits, len(d.hits))] {
		if h.Document.Rumour || h.Superseded != "" {
			continue
		}
		sp, n := e.denialIn(d, h)
		if n > most {
			best, most = e.citation(0, source{h.Document, h.Start, h.Text}, sp), n
		}
	}
	return best, most > denialShare
}

// denialIn is the denial of one passage with the share of the question's words near it.
func (e *Extractive) denialIn(d *evidence, h retrieve.Hit) (best text.Span, most float64) {
	sentences := text.Sentences(h.Text)
	for i, sp := range sentences {
		sentence := h.Text[sp.Start:sp.End]
		if !e.patterns.is("against", sentence) || e.patterns.claim(sentence) == "rumour" || e.speaks(h.Text, sp) {
			continue
		}
		near := h.Document.Title + h.Text[sentences[max(0, i-denialBack)].Start:sp.End]
		own, all := share(d.terms, text.Fold(sentence)), share(d.terms, text.Fold(near))
		if n := all + own; all > denialShare && n > most {
			best, most = sp, n
		}
	}
	return best, most
}

// firm widens a quote of hearsay by the next sentence, if that says how firm it is.
func (e *Extractive) firm(src source, sp text.Span) text.Span {
	if e.patterns.claim(src.text[sp.Start:sp.End]) != "rumour" {
		return sp
	}
	next := text.Sentences(src.text[sp.End:])
	if len(next) == 0 {
		return sp
	}
	at := text.Span{Start: sp.End + next[0].Start, End: sp.End + next[0].End}
	if between := src.text[sp.End:at.Start]; strings.TrimSpace(between) != "" || strings.Contains(between, "\n") || !e.patterns.is("status", src.text[at.Start:at.End]) {
		return sp
	}
	sp.End = at.End
	return sp
}
