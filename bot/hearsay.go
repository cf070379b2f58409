package bot

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"ask/bot/extract"
	"ask/bot/slot"
	"ask/retrieve"
	"ask/retrieve/text"
)

// How near a denial must come to what it denies.
const (
	denialHits   = 10   // hits looked through
	denialBack   = 2    // sentences before it that may say what it denies
	denialShare  = 0.5  // of the question's words that they hold together
	denialOwn    = 0.15 // of them that it holds itself, unless its paragraph holds as many
	nearMatters  = 4    // weight of what stands near a denial against what it says itself
	outcomeShare = 0.6  // of the names of the question that a sentence holds which tells how it came out
	commentShare = 0.3  // of them that the rumour holds which a comment is on
	sequelAhead  = 2    // sentences after a rumour that may tell how it came out
)

// refute puts what is only said in its place: how it came out, what denies it, or what
// those concerned said of it first, and it last. A question whether something is so is
// told of the rumour too.
func (e *Extractive) refute(a *Answer, d *evidence, front fronts, p fixed) {
	whether := e.patterns.is("whether", d.result.Question.Raw)
	denied, isDenied := e.denial(d)
	e.doubt(a, d, isDenied)
	said := slices.ContainsFunc(a.Citations, func(c Citation) bool { return c.Claim == "rumour" })
	if !whether && !said {
		return
	}
	if whether && !said {
		e.hearsay(a, d)
		e.doubt(a, d, isDenied)
	}
	first := map[string]int{} // by spot, less comes before
	for _, c := range e.sequels(a, d) {
		first[a.cite(c)] = -1
	}
	came, isTrue := Citation{}, false
	if whether {
		if came, isTrue = e.outcome(d); isTrue {
			first[a.cite(came)] = -2
		}
	}
	if c := denied; isDenied && !(isTrue && known(c.Date) < known(came.Date) && c.Date != nil) {
		at := a.cite(c)
		front[at], first[at] = p.denial.of(known(c.Date)), -1
	} else if c, ok := e.comment(a, d); ok && len(first) == 0 {
		first[a.cite(c)] = -1
	}
	// What is stated answers a question that does not ask whether something is so.
	stated := !whether && slices.ContainsFunc(a.Citations, func(c Citation) bool {
		_, ok := first[spot(c)]
		return !ok && c.Claim != "rumour" && c.Claim != "denied"
	})
	rank := func(c Citation) int {
		switch n, ok := first[spot(c)]; {
		case stated && (ok || c.Claim == "denied"):
			return 2
		case ok:
			return n
		case whether && c.Claim == "denied":
			return 0
		case c.Claim == "rumour":
			return 3
		}
		return 1
	}
	slices.SortStableFunc(a.Citations, func(x, y Citation) int { return rank(x) - rank(y) })
}

// rumoursLast puts what is only said behind what a source states, unless something stands
// in front of it that says how it compares.
func (a *Answer) rumoursLast(front fronts) {
	last := func(c Citation) int {
		if c.Claim == "rumour" && front[spot(c)] == "" {
			return 1
		}
		return 0
	}
	slices.SortStableFunc(a.Citations, func(x, y Citation) int { return last(x) - last(y) })
}

// cite adds a quote that the answer does not hold yet, and gives the spot of the one that
// holds it.
func (a *Answer) cite(c Citation) string {
	if i := a.quotes(c); i >= 0 {
		return spot(a.Citations[i])
	}
	a.Citations = append(a.Citations, c)
	return spot(c)
}

// quotes is the index of the citation that quotes all that c does, -1 if none does.
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
		if len(sentences) == 0 || prob < d.threshold || !h.Document.Rumour && !e.gossip(h) {
			continue
		}
		a.Citations = append(a.Citations, e.citation(len(a.Citations)+1, source{h.Document, h.Start, h.Text}, e.voice(d, p, sentences).Span))
		return
	}
}

// sequels are the sentences that tell how a rumour came out which the answer quotes: next
// after it, in its own paragraph.
func (e *Extractive) sequels(a *Answer, d *evidence) []Citation {
	var out []Citation
	for _, c := range a.Citations {
		i := slices.IndexFunc(d.hits, func(h retrieve.Hit) bool {
			return h.Document.ID == c.Document && h.Start <= c.Start && c.End <= h.Start+len(h.Text)
		})
		if i < 0 || c.Claim != "rumour" {
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

// denial is the sentence that denies best what the question speaks of, in a source that
// does not pass on rumours itself: the one that holds most of the question's words,
// with the sentences before it.
func (e *Extractive) denial(d *evidence) (Citation, bool) {
	var best Citation
	most := 0.0
	for _, h := range d.hits[:min(denialHits, len(d.hits))] {
		if h.Document.Rumour || h.Superseded != "" || e.gossip(h) {
			continue
		}
		if sp, n := e.denialIn(d, h); n > most {
			best, most = e.citation(0, source{h.Document, h.Start, h.Text}, sp), n
		}
	}
	return best, most > 0
}

// denialIn is the denial of one passage with the share of the question's words near it.
func (e *Extractive) denialIn(d *evidence, h retrieve.Hit) (best text.Span, most float64) {
	sentences := text.Sentences(h.Text)
	terms := e.naming(d.terms)
	head := h.Document.Title + "\n" + slot.Passage{Document: h.Document, Start: h.Start, Text: h.Text}.Letterhead()
	for i, sp := range sentences {
		sentence := h.Text[sp.Start:sp.End]
		if headline(sentence) || !e.patterns.is("against", sentence) || e.patterns.claim(sentence) == "rumour" || e.speaks(h.Text, sp) {
			continue
		}
		if e.patterns.from("own", sentence) {
			head = h.Document.Title + "\n" + known(optional(e.label(h.Document.Publisher))) + "\n" + h.Text
		}
		back := h.Text[sentences[max(0, i-denialBack)].Start:sp.Start]
		paragraph := back[strings.LastIndex(back, "\n")+1:] + sentence
		own, all := extract.Share(terms, text.Fold(sentence)), extract.Share(terms, text.Fold(head+back+sentence))
		if own < denialOwn && extract.Share(terms, text.Fold(paragraph)) < denialShare {
			continue
		}
		if n := nearMatters*all + own; all > denialShare && n > most {
			best, most = sp, n
		}
	}
	return best, most
}

// headline reports a short line without an end, which says less than the text under it.
func headline(sentence string) bool {
	const short = 12 // runes
	last, _ := utf8.DecodeLastRuneInString(sentence)
	return utf8.RuneCountInString(sentence) <= short && text.ClassOf(last) != text.Other
}

// naming are the terms that name something: the others are most of what a question
// whether something is so consists of. A denial need not repeat its numbers.
func (e *Extractive) naming(terms []extract.Term) []extract.Term {
	return slices.DeleteFunc(slices.Clone(terms), func(t extract.Term) bool {
		return t.None || !t.Names() || strings.ContainsFunc(t.Text, unicode.IsDigit) || e.patterns.is("frame", t.Text)
	})
}

// outcome is the newest sentence that tells as a fact what the question asks about: it
// names as much of the question, and the same sort of event.
func (e *Extractive) outcome(d *evidence) (best Citation, ok bool) {
	q := d.result.Question
	events := e.patterns.eventsIn(q.Raw)
	terms := slices.DeleteFunc(e.naming(d.terms), func(t extract.Term) bool { return text.Common(t.Text) || utf8.RuneCountInString(t.Text) < 2 })
	who := extract.Anchor(q.Folded, terms)
	if len(events) == 0 || who == "" || e.patterns.tells("why", q.Raw) {
		return best, false
	}
	for _, h := range d.hits[:min(denialHits, len(d.hits))] {
		if h.Document.Rumour || h.Superseded != "" || e.gossip(h) {
			continue
		}
		for _, sp := range text.Sentences(h.Text) {
			s := h.Text[sp.Start:sp.End]
			if extract.Share(terms, text.Fold(s)) < outcomeShare || !e.happened(s, who, events) || e.speaks(h.Text, sp) {
				continue
			}
			if c := e.citation(0, source{h.Document, h.Start, h.Text}, sp); !ok || known(c.Date) > known(best.Date) {
				best, ok = c, true
			}
		}
	}
	return best, ok
}

// happened reports a sentence that tells one of the events as a fact, of somebody or
// something that it names before.
func (e *Extractive) happened(s, who string, events []string) bool {
	at := strings.Index(text.Fold(s), who)
	if at < 0 {
		return false
	}
	tail := text.Fold(s)[at:]
	if claim := e.patterns.claim(s); claim == "rumour" || claim == "denied" {
		return false
	}
	return e.patterns.tells("done", s) && !e.patterns.is("against", s) && !e.patterns.tells("ahead", s) &&
		slices.ContainsFunc(e.patterns.eventsIn(tail), func(ev string) bool { return slices.Contains(events, ev) })
}

// comment is what those concerned said of a rumour that their own text tells, without
// denying it.
func (e *Extractive) comment(a *Answer, d *evidence) (Citation, bool) {
	terms := e.naming(d.terms)
	for _, h := range d.hits[:min(denialHits, len(d.hits))] {
		if h.Document.Rumour || h.Superseded != "" || e.gossip(h) {
			continue
		}
		told := 0.0
		for _, sp := range text.Sentences(h.Text) {
			s := h.Text[sp.Start:sp.End]
			if e.patterns.claim(s) == "rumour" {
				told = max(told, extract.Share(terms, text.Fold(s)))
				continue
			}
			if told >= commentShare && e.patterns.is("comment", s) && !e.speaks(h.Text, sp) {
				c := e.citation(0, source{h.Document, h.Start, h.Text}, sp)
				if a.quotes(c) < 0 {
					return c, true
				}
			}
		}
	}
	return Citation{}, false
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
