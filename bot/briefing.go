package bot

import (
	"slices"
	"strings"

	"ask/bot/check"
	"ask/prompts"
	"ask/retrieve"
	"ask/retrieve/question"
	"ask/retrieve/state"
	"ask/retrieve/text"
)

// briefing is what a model gets to read for one question, and what its sentences are
// held against: the same passages under the same numbers. The model reads them without
// the sentences that speak to machines; the check reads the stored bytes.
type briefing struct {
	sources  []source
	passages []check.Passage
	shown    []prompts.Passage
	story    *succession
	present  bool // the question asks for a present state
}

// brief numbers the text that came with the question and the hits, best first.
func (g *Generated) brief(d *evidence) *briefing {
	b := &briefing{story: d.story, present: d.result.Time.Tense == question.Present}
	for _, s := range d.sources[:d.contexts] {
		g.add(b, s, s.document.ID)
	}
	if d.story != nil {
		b.present = b.present || d.story.ask.Mode == state.AskPresent
		for _, l := range d.story.lines(fixed{}) {
			if !slices.ContainsFunc(d.hits, func(h retrieve.Hit) bool {
				return h.Document.ID == l.event.Document.ID && h.Start <= l.event.State.Start && h.End >= l.event.State.End
			}) {
				g.add(b, source{l.event.Document, l.event.State.Start, l.event.Text}, l.event.Document.ID)
			}
		}
	}
	for _, h := range d.hits {
		g.add(b, source{h.Document, h.Start, h.Text}, h.Document.ID)
	}
	current := len(b.shown)
	for _, h := range d.former {
		g.add(b, source{h.Document, h.Start, h.Text}, h.Document.ID)
	}
	for i := range b.shown[current:] {
		b.shown[current+i].Superseded = true
	}
	for i := range b.shown {
		b.shown[i].Claim = g.firmness(d, b.sources[i])
	}
	return b
}

// add gives a passage the next number, unless nothing of it may be read.
func (g *Generated) add(b *briefing, s source, id string) {
	skip := g.machine.Spans(s.text)
	readable := without(s.text, skip)
	if strings.TrimSpace(readable) == "" {
		return
	}
	n := len(b.sources) + 1
	b.sources = append(b.sources, s)
	b.passages = append(b.passages, check.Passage{
		Document: id, Title: s.document.Title, Date: s.document.Date.Value, Text: s.text, Skip: skip,
	})
	b.shown = append(b.shown, prompts.Passage{
		N: n, Title: g.title(s.document), Publisher: g.label(s.document.Publisher), Date: s.document.Date.Value,
		Kind: string(s.document.Kind), Text: readable,
	})
}

// firmness is how a passage puts what it says: as its sentence does that answers best.
func (g *Generated) firmness(d *evidence, s source) string {
	best, claim := 0.0, "stated"
	for _, c := range d.sentences {
		p := d.sources[c.Passage]
		if p.document.ID == s.document.ID && p.start == s.start && c.Prob > best {
			best, claim = c.Prob, g.patterns.claim(p.text[c.Start:c.End])
		}
	}
	if claim == "stated" && s.document.Rumour {
		return "rumour"
	}
	return claim
}

// without is s with the spans, which are in order, left out.
func without(s string, spans []text.Span) string {
	var b strings.Builder
	from := 0
	for _, sp := range spans {
		b.WriteString(s[from:sp.Start])
		from = sp.End
	}
	b.WriteString(s[from:])
	return b.String()
}
