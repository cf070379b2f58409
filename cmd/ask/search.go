package main

import (
	"context"
	"fmt"
	"strings"

	"ask/bot"
	"ask/retrieve"
)

// passageJSON is one passage of `ask search --json`.
type passageJSON struct {
	bot.Passage
	Copies  []string   `json:"copies,omitempty"`
	Explain []partJSON `json:"explain,omitempty"`
}

// partJSON is one part of a score.
type partJSON struct {
	Name    string  `json:"name"`
	Value   float64 `json:"value"`
	Weight  float64 `json:"weight"`
	Product float64 `json:"product"`
}

// runSearch lists the passages that match best.
func runSearch(ctx context.Context, a *app, p *parsed) error {
	query, err := readQuery(ctx, a.in, p)
	if err != nil {
		return err
	}
	e, err := a.newEngine(nil)
	if err != nil {
		return err
	}
	ix, warnings, err := a.openIndex(ctx, e)
	if err != nil {
		return err
	}
	defer ix.Close()
	for _, w := range append(warnings, ix.Warnings()...) {
		a.warn("%s", w)
	}
	result, err := ix.Search(ctx, retrieve.Query{
		Text: query, K: a.cfg.K, Since: a.cfg.Since, Until: a.cfg.Until, AsOf: a.cfg.AsOf, Kinds: a.cfg.Kinds,
	})
	if err != nil {
		return fmt.Errorf("search: %w", err)
	}
	for _, w := range e.notes() {
		a.warn("%s", w)
	}
	a.log.Info("searched", "door", "cli", "hits", len(result.Hits), "candidates", result.Signals.Candidates)
	if a.cfg.JSON {
		return a.printPassages(result.Hits)
	}
	return a.renderHits(e, result.Hits, labelsFor(a.cfg.Lang, query))
}

func (a *app) printPassages(hits []retrieve.Hit) error {
	out := struct {
		Passages []passageJSON `json:"passages"`
	}{make([]passageJSON, 0, len(hits))}
	for _, h := range hits {
		p := passageJSON{Passage: bot.PassageOf(h), Copies: h.Copies}
		if a.cfg.Explain {
			for _, part := range h.Explain {
				p.Explain = append(p.Explain, partJSON(part))
			}
		}
		out.Passages = append(out.Passages, p)
	}
	return a.printJSON(out)
}

// renderHits writes passages for people.
func (a *app) renderHits(e *engine, hits []retrieve.Hit, l labels) error {
	t := newTerminal(a.stdout, a.out, a.cfg.Color, a.getenv)
	if len(hits) == 0 {
		a.warn("%s", l.noHits)
	}
	for i, h := range hits {
		if i > 0 {
			fmt.Fprintln(a.out)
		}
		if err := t.paragraph(4, a.hitSpans(t, e, i+1, h, l)...); err != nil {
			return err
		}
		for _, line := range strings.Split(strings.TrimSpace(h.Text), "\n") {
			if err := t.paragraph(4, span{text: "    " + line}); err != nil {
				return err
			}
		}
		if a.cfg.Explain {
			a.renderParts(t, h)
		}
	}
	return nil
}

// hitSpans is the first line of a hit.
func (a *app) hitSpans(t *terminal, e *engine, n int, h retrieve.Hit, l labels) []span {
	link, title, date := "", cleanLine(h.Document.Title), h.Document.Date.Value
	if title == "" {
		title = cleanLine(h.Document.ID)
	}
	if date == "" {
		date = l.undated
	}
	if t.links {
		if link = webLink(h.Document.URL); link == "" {
			if file := e.documentPath(h.Document.ID); file != "" {
				link = fileLink(file)
			}
		}
	}
	if h.Heading != "" && h.Heading != h.Document.Title {
		title += " › " + cleanLine(h.Heading)
	}
	return []span{
		{text: fmt.Sprintf("%2d. ", n), style: mark},
		{text: title, style: strong, link: link},
		{text: fmt.Sprintf(" — %.3f · L%s V%s · %s · ", h.Score, rankText(h.LexicalRank), rankText(h.DenseRank), cleanLine(date)), style: faint},
		{text: l.kind(h.Document.Kind), style: kindStyle(h.Document.Kind)},
		{text: " · ", style: faint},
		{text: fmt.Sprintf("%s:%d-%d", cleanLine(h.Document.ID), h.Start, h.End), style: faint, whole: true},
	}
}

// renderParts writes each part of a score, aligned.
func (a *app) renderParts(t *terminal, h retrieve.Hit) {
	wide := 0
	for _, p := range h.Explain {
		wide = max(wide, displayWidth(p.Name))
	}
	for _, p := range h.Explain {
		pad := strings.Repeat(" ", wide-displayWidth(p.Name))
		line := fmt.Sprintf("    %s%s  %7.4f × %8.4f = %8.4f", p.Name, pad, p.Value, p.Weight, p.Product)
		_ = t.paragraph(4, span{text: line, style: faint}) // a failed write shows when the output is flushed
	}
}

func rankText(rank int) string {
	if rank <= 0 {
		return "–"
	}
	return fmt.Sprint(rank)
}

// optional is null for what is not known.
func optional(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}
