package bot

import (
	"slices"
	"strings"
	"unicode/utf8"

	"ask/bot/extract"
	"ask/retrieve/text"
)

// tellingShare is the share of an affair's names that a rumour holds which the answer
// adds.
const tellingShare = 0.45

// How far up a quote stands among the others: less comes first.
const (
	outcomeFirst = iota - 3
	verdictFirst
	remarkFirst
	plainThen
	talkLast
)

// refute puts what is only said in its place: how it came out, what denies it, or what
// those concerned said of it first, and it last. A question whether something is so is
// told of the rumour too.
func (e *Extractive) refute(a *Answer, d *evidence, front fronts, p fixed) {
	if !e.whether(d.result.Question) {
		e.doubt(a, d, false)
		e.aside(a, d, front, p)
		return
	}
	f := e.affair(d)
	var denied *Citation
	if c, ok := e.denial(d, f); ok {
		denied = &c
	}
	e.doubt(a, d, denied != nil)
	e.hearsay(a, d, f)
	e.doubt(a, d, denied != nil)
	first := e.verdict(a, d, f, denied)
	if denied != nil {
		i := a.quotes(*denied)
		if i >= 0 && first[spot(a.Citations[i])] == verdictFirst && a.Citations[i].Claim != "rumour" {
			front[spot(a.Citations[i])] = p.denial.of(known(denied.Date))
		}
	}
	e.prune(a, f, first)
	rank := func(c Citation) int {
		switch n, ok := first[spot(c)]; {
		case ok:
			return n
		case c.Claim == "denied":
			return remarkFirst
		case c.Claim == "rumour":
			return talkLast
		}
		return plainThen
	}
	slices.SortStableFunc(a.Citations, func(x, y Citation) int { return rank(x) - rank(y) })
}

// verdict quotes what is known of an affair that was denied or not, and gives the places
// of the quotes by spot.
func (e *Extractive) verdict(a *Answer, d *evidence, f affair, denied *Citation) map[string]int {
	first := map[string]int{}
	for _, c := range e.sequels(a, d, f) {
		first[a.cite(c)] = verdictFirst
	}
	came, isTrue := e.outcome(d, f)
	if isTrue {
		first[a.cite(came)] = outcomeFirst
	}
	if c, ok := e.wordOn(d, f, "confirm"); ok && !isTrue {
		first[a.cite(c)] = verdictFirst
	}
	if denied != nil && !(isTrue && known(denied.Date) < known(came.Date) && denied.Date != nil) {
		first[a.cite(*denied)] = verdictFirst
	} else if c, ok := e.remark(a, d, f); ok && len(first) == 0 {
		first[a.cite(c)] = remarkFirst
		e.doubt(a, d, false)
	}
	return first
}

// prune takes out the rumours of something else, and the quotes that say nothing of an
// affair of which more is known, or a rumour at least.
func (e *Extractive) prune(a *Answer, f affair, first map[string]int) {
	rumour := func(c Citation) bool { return c.Claim == "rumour" }
	told := slices.ContainsFunc(a.Citations, func(c Citation) bool { return rumour(c) && e.tells(f, c.Quote) })
	stray := func(c Citation) bool {
		_, ok := first[spot(c)]
		switch {
		case ok || e.tells(f, c.Quote):
			return false
		case rumour(c):
			return !f.isNamedIn(c.Quote)
		}
		return len(first) > 0 || told && !e.about(f, c.Quote)
	}
	if !slices.ContainsFunc(a.Citations, func(c Citation) bool { return !stray(c) }) {
		return
	}
	a.Citations = slices.DeleteFunc(a.Citations, stray)
}

// aside puts what is only said, and what denies it, behind what answers a question that
// does not ask whether something is so. Of another thing than it asks for they are taken
// out, if something else is quoted.
func (e *Extractive) aside(a *Answer, d *evidence, front fronts, p fixed) {
	talk := func(c Citation) bool { return c.Claim == "rumour" }
	if !slices.ContainsFunc(a.Citations, talk) {
		return
	}
	if slices.ContainsFunc(a.Citations, func(c Citation) bool { return !talk(c) && c.Claim != "denied" }) {
		a.Citations = slices.DeleteFunc(a.Citations, func(c Citation) bool {
			return (talk(c) || c.Claim == "denied") && !e.concerns(d, c)
		})
	}
	at := ""
	if slices.ContainsFunc(a.Citations, talk) {
		if denied, ok := e.denial(d, e.affair(d)); ok && e.concerns(d, denied) {
			at = a.cite(denied)
			front[at] = p.denial.of(known(denied.Date))
		}
	}
	rank := func(c Citation) int {
		switch {
		case spot(c) == at || c.Claim == "denied":
			return 1
		case talk(c):
			return 2
		}
		return 0
	}
	slices.SortStableFunc(a.Citations, func(x, y Citation) int { return rank(x) - rank(y) })
}

// concerns reports a quote that holds a word of the question which its document is not
// called by; if there is none, one that looks like the answer.
func (e *Extractive) concerns(d *evidence, c Citation) bool {
	head := c.Title
	for _, h := range d.result.Hits {
		if h.Document.ID == c.Document {
			head += "\n" + e.head(h)
		}
	}
	beside := slices.DeleteFunc(e.naming(d.terms), func(t extract.Term) bool {
		return t.In(text.Fold(head)) || utf8.RuneCountInString(t.Text) < solid
	})
	if len(beside) > 0 {
		return extract.Share(beside, text.Fold(c.Quote)) > 0
	}
	shows, asked := e.reader.Shows(d.result.Question, text.Fold(c.Quote))
	return shows || !asked
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

// hearsay adds the rumour that tells most of an affair, if the answer quotes none of it.
func (e *Extractive) hearsay(a *Answer, d *evidence, f affair) {
	if f.who == "" || slices.ContainsFunc(a.Citations, func(c Citation) bool { return c.Claim == "rumour" && e.about(f, c.Quote) }) {
		return
	}
	var best Citation
	most := tellingShare
	for _, h := range d.result.Hits[:min(denialHits, len(d.result.Hits))] {
		post := h.Document.Rumour || e.gossip(h)
		for _, sp := range text.Sentences(h.Text) {
			s := h.Text[sp.Start:sp.End]
			if !post && e.patterns.claim(s) != "rumour" || h.Superseded != "" || e.patterns.is("against", s) || e.speaks(h.Text, sp) || !f.isNamedIn(s) && !e.about(f, s) {
				continue
			}
			if n := extract.Share(f.names, text.Fold(s)); n > most {
				src := source{h.Document, h.Start, h.Text}
				best, most = e.citation(len(a.Citations)+1, src, e.firm(src, sp)), n
			}
		}
	}
	if best.Document != "" && a.quotes(best) < 0 {
		a.Citations = append(a.Citations, best)
	}
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
