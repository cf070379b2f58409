package main

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"ask/retrieve"
	"ask/retrieve/document"
)

// sourceJSON is one document of `ask sources --json`.
type sourceJSON struct {
	Document   string        `json:"document"`
	Title      string        `json:"title"`
	URL        *string       `json:"url"`
	Date       *string       `json:"date"`
	DateSource *string       `json:"date_source"`
	Kind       document.Kind `json:"kind"`
	Publisher  *string       `json:"publisher"`
	Passages   int           `json:"passages"`
	Warnings   []string      `json:"warnings"`
}

// runSources lists what is indexed, or prints one stored text.
func runSources(ctx context.Context, a *app, p *parsed) error {
	show := len(p.args) > 0
	if show && (p.args[0] != "show" || len(p.args) != 2) {
		return usagef("ask sources, or ask sources show DOCUMENT", "sources does not take %s", strings.Join(p.args, " "))
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
	if show {
		return a.showSource(ix, p.args[1])
	}
	list, err := ix.Sources()
	if err != nil {
		return fmt.Errorf("list sources: %w", err)
	}
	var wanted []retrieve.Source
	for _, s := range list {
		if a.cfg.wants(s.Document) {
			wanted = append(wanted, s)
		}
	}
	if a.cfg.JSON {
		return a.printSources(wanted)
	}
	return a.renderSources(wanted, labelsFor(a.language(), ""))
}

// wants applies --since, --until, --as-of and --kind the way a search does: an undated
// document passes no date filter but as-of.
func (c *Config) wants(d document.Document) bool {
	date := d.Date.Value
	switch {
	case len(c.Kinds) > 0 && !slices.Contains(c.Kinds, d.Kind):
		return false
	case c.Since != "" && (date == "" || date+"~" < c.Since):
		return false
	case c.Until != "" && (date == "" || date > c.Until+"~"):
		return false
	case c.AsOf != "" && date > c.AsOf+"~":
		return false
	}
	return true
}

// showSource prints the stored text byte for byte.
func (a *app) showSource(ix *retrieve.Index, id string) error {
	text, ok, err := ix.Text(id)
	if err != nil {
		return fmt.Errorf("read %s: %w", id, err)
	}
	if ok {
		_, err := a.out.WriteString(text)
		return err
	}
	list, err := ix.Sources()
	if err != nil {
		return fmt.Errorf("list sources: %w", err)
	}
	names := make([]string, 0, len(list))
	for _, s := range list {
		names = append(names, s.Document.ID)
	}
	return &failure{code: "unknown_document", message: "no document " + id, hint: "the nearest are: " + strings.Join(closest(id, names, 3), ", ")}
}

func (a *app) printSources(list []retrieve.Source) error {
	out := struct {
		Sources []sourceJSON `json:"sources"`
	}{make([]sourceJSON, 0, len(list))}
	for _, s := range list {
		d := s.Document
		warnings := d.Warnings
		if warnings == nil {
			warnings = []string{}
		}
		out.Sources = append(out.Sources, sourceJSON{
			Document: d.ID, Title: d.Title, URL: optional(d.URL), Date: optional(d.Date.Value), DateSource: optional(string(d.Date.Source)),
			Kind: d.Kind, Publisher: optional(d.Publisher), Passages: s.Passages, Warnings: warnings,
		})
	}
	return a.printJSON(out)
}

// renderSources writes a table; titles come last, as they are of any length.
func (a *app) renderSources(list []retrieve.Source, l labels) error {
	t := newTerminal(a.stdout, a.out, a.cfg.Color, a.getenv)
	rows := make([][]string, 0, len(list))
	for _, s := range list {
		d := s.Document
		title := cleanLine(d.Title)
		if d.Publisher != "" {
			title += " — " + cleanLine(d.Publisher)
		}
		rows = append(rows, []string{cleanLine(d.Date.Value), string(d.Date.Source), l.kind(d.Kind), fmt.Sprint(s.Passages), cleanLine(d.ID), title})
	}
	widths := columnWidths(append(rows, l.columns))
	if err := t.row(span{text: tableRow(l.columns, widths), style: faint}); err != nil {
		return err
	}
	for i, row := range rows {
		if err := t.row(span{text: tableRow(row, widths)}); err != nil {
			return err
		}
		for _, w := range list[i].Document.Warnings {
			if err := t.paragraph(4, span{text: "    ! " + w, style: caring}); err != nil {
				return err
			}
		}
	}
	return nil
}

// language is that of lists, which answer no question: --lang, else the locale's.
func (a *app) language() string {
	for _, l := range []string{a.cfg.Lang, a.getenv("LC_ALL"), a.getenv("LC_MESSAGES"), a.getenv("LANG")} {
		switch {
		case strings.HasPrefix(l, "zh"):
			return "zh"
		case l != "":
			return "en"
		}
	}
	return "en"
}

func columnWidths(rows [][]string) []int {
	widths := make([]int, len(rows[0]))
	for _, row := range rows {
		for i, cell := range row {
			widths[i] = max(widths[i], displayWidth(cell))
		}
	}
	return widths
}

// tableRow pads all cells but the last to the widths.
func tableRow(row []string, widths []int) string {
	var b strings.Builder
	for i, cell := range row {
		b.WriteString(cell)
		if i < len(row)-1 {
			b.WriteString(strings.Repeat(" ", widths[i]-displayWidth(cell)+2))
		}
	}
	return strings.TrimRight(b.String(), " ")
}
