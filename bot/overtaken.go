package bot

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"ask/bot/chronicle"
	"ask/bot/extract"
	"ask/retrieve/state"
	"ask/retrieve/text"
)

// overtaken reports an account of the present whose newest statement is older than a text
// that would be quoted for the question and speaks of the post without naming whom the
// account takes for the holder: who holds it now may be somebody else.
func (e *Extractive) overtaken(d *evidence) bool {
	s := d.story
	if s.ask.Mode != state.AskPresent || s.side != "" || s.ask.Role == "" || len(s.account.Now) == 0 {
		return false
	}
	newest := ""
	for _, ev := range slices.Concat(s.account.Now, s.account.Before, s.account.Plans) {
		newest = max(newest, ev.Document.Date.Value)
		if ev.Confirmed != nil {
			newest = max(newest, ev.Confirmed.Document.Date.Value)
		}
	}
	names := e.postNames(s.ask.Role)
	return slices.ContainsFunc(e.chooser.Pick(d.sentences), func(picked extract.Sentence) bool {
		src := d.sources[picked.Passage]
		at := text.Span{Start: src.start + picked.Start, End: src.start + picked.End}
		if s.tells(src.document.ID, at) || src.document.Rumour || e.patterns.saysPast(src.text[picked.Start:picked.End]) {
			return false
		}
		quote := text.Fold(src.text[picked.Start:picked.End])
		post := slices.ContainsFunc(names, func(n string) bool { return n != "" && strings.Contains(quote, n) })
		holder := slices.ContainsFunc(s.account.Now, func(ev chronicle.Event) bool { return strings.Contains(quote, text.Fold(ev.Subject)) })
		return post && !holder && newest != "" && src.document.Date.Value > newest && strings.Contains(quote, text.Fold(s.ask.Of))
	})
}

// postNames are the names of a post, folded.
func (e *Extractive) postNames(role string) []string {
	post := e.states.Slot(state.Ask{Role: role})
	return append([]string{text.Fold(role), strings.TrimPrefix(post, "|")}, e.reader.Synonyms(text.Fold(role))...)
}

// byDate quotes what would be quoted without an account, each with its date, the newest
// first and those without a date last.
func (e *Extractive) byDate(a *Answer, d *evidence, p fixed) {
	a.Answered = true
	picked := e.chooser.Pick(d.sentences)
	slices.SortStableFunc(picked, func(x, y extract.Sentence) int {
		return cmp.Compare(d.sources[y.Passage].document.Date.Value, d.sources[x.Passage].document.Date.Value)
	})
	var lines []string
	for _, s := range picked {
		src := d.sources[s.Passage]
		c := e.citation(len(a.Citations)+1, src, s.Span)
		a.Citations = append(a.Citations, c)
		a.newest(src.document.Date.Value)
		lines = append(lines, fmt.Sprintf("%s%s [%d]", p.on.of(src.document.Date.Value), oneLine(c.Quote), c.N))
	}
	a.Text = strings.Join(lines, "\n")
}
