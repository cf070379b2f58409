package main

import (
	"fmt"
	"slices"
	"strings"

	"ask/bot"
	"ask/retrieve/document"
)

// sourceView says how sources are listed: path finds the file of a document, for links;
// quotes shows the words that were cited, where the answer is not made of them.
type sourceView struct {
	path   func(string) string
	quotes bool
}

// renderAnswer writes an answer for people: its sentences with the likely answer marked,
// unless they have been shown already, then its sources.
func renderAnswer(t *terminal, a *bot.Answer, l labels, v sourceView, text bool) error {
	if text {
		for _, paragraph := range paragraphs(answerSpans(a)) {
			if err := t.paragraph(0, paragraph...); err != nil {
				return err
			}
		}
	}
	if a.Standalone != "" {
		if err := t.paragraph(0, span{text: l.understood + cleanLine(a.Standalone), style: faint}); err != nil {
			return err
		}
	}
	if a.Refusal != nil {
		return renderNearest(t, a.Refusal, l, v.path)
	}
	if err := renderTimeline(t, a, l); err != nil {
		return err
	}
	if len(a.Citations) > 0 {
		if err := t.paragraph(0); err != nil {
			return err
		}
	}
	return renderSources(t, a.Citations, l, v)
}

// renderTimeline draws what happened when, one event a line, unless the answer says it
// all already.
func renderTimeline(t *terminal, a *bot.Answer, l labels) error {
	unsaid := func(row bot.TimelineRow) bool { return !strings.Contains(a.Text, fmt.Sprintf("[%d]", row.N)) }
	if !slices.ContainsFunc(a.Timeline, unsaid) {
		return nil
	}
	if err := t.paragraph(0, span{text: "\n" + l.timeline, style: faint}); err != nil {
		return err
	}
	for _, row := range a.Timeline {
		date := l.undated
		if row.Date != nil {
			date = cleanLine(*row.Date)
		}
		pad := strings.Repeat(" ", max(0, len("2006-01-02")-displayWidth(date)))
		spans := []span{
			{text: date + pad, style: faint, whole: true},
			{text: "  " + cleanLine(row.Text) + " "},
			{text: fmt.Sprintf("[%d]", row.N), style: mark},
		}
		if err := t.paragraph(12, spans...); err != nil {
			return err
		}
	}
	return nil
}

// renderSources lists where citations come from.
func renderSources(t *terminal, all []bot.Citation, l labels, v sourceView) error {
	for _, group := range bySource(all) {
		if err := t.paragraph(4, sourceSpans(t, group, l, v.path)...); err != nil {
			return err
		}
		for _, c := range group {
			if !v.quotes {
				break
			}
			if err := t.paragraph(4, quoteSpans(c, len(group) > 1)...); err != nil {
				return err
			}
		}
	}
	return nil
}

// quoteSpans is the quote of a citation, on a line of its own.
func quoteSpans(c bot.Citation, numbered bool) []span {
	spans := []span{{text: "    "}}
	if numbered {
		spans = append(spans, span{text: fmt.Sprintf("[%d] ", c.N), style: mark})
	}
	return append(spans, span{text: "“" + cleanLine(c.Quote) + "”", style: faint})
}

// bySource gathers the citations of one document that put their claim alike: they share
// a line of the list.
func bySource(all []bot.Citation) [][]bot.Citation {
	var out [][]bot.Citation
	for _, c := range all {
		i := slices.IndexFunc(out, func(g []bot.Citation) bool { return g[0].Document == c.Document && g[0].Claim == c.Claim })
		if i < 0 {
			out = append(out, []bot.Citation{c})
			continue
		}
		if out[i][len(out[i])-1].N != c.N {
			out[i] = append(out[i], c)
		}
	}
	return out
}

// region is a styled byte range of the answer's text.
type region struct {
	extent
	style style
}

// answerSpans cuts the answer's text into spans: the marks inside its quotes, and the
// citation marks.
func answerSpans(a *bot.Answer) []span {
	var regions []region
	from := 0
	for _, c := range a.Citations {
		at := quoteAt(a.Text, c.Quote, from)
		if at < 0 {
			continue
		}
		for _, m := range c.Marks {
			if m.Start < 0 || m.End > len(c.Quote) || m.Start >= m.End {
				continue
			}
			s := strong
			if m.Answer {
				s = answer
			}
			regions = append(regions, region{extent{at + m.Start, at + m.End}, s})
		}
		from = at + len(c.Quote)
	}
	for _, e := range citationMarks(a.Text) {
		regions = append(regions, region{e, mark})
	}
	return cut(a.Text, regions)
}

// quoteAt finds a quote from an offset on, else anywhere, -1 for nowhere.
func quoteAt(text, quote string, from int) int {
	if quote == "" {
		return -1
	}
	if at := strings.Index(text[from:], quote); at >= 0 {
		return from + at
	}
	return strings.Index(text, quote)
}

// citationMarks finds every [n].
func citationMarks(s string) []extent {
	var marks []extent
	for at := 0; at < len(s); at++ {
		if s[at] == '[' && citesNext(s[at:]) {
			end := at + strings.IndexByte(s[at:], ']') + 1
			marks = append(marks, extent{at, end})
			at = end - 1
		}
	}
	return marks
}

// cut makes spans of text; of overlapping regions the answer's wins.
func cut(text string, regions []region) []span {
	slices.SortStableFunc(regions, func(x, y region) int {
		if (x.style == answer) != (y.style == answer) {
			if x.style == answer {
				return -1
			}
			return 1
		}
		return x.start - y.start
	})
	styles := make([]style, len(text))
	for _, r := range regions {
		for i := r.start; i < r.end; i++ {
			if styles[i] == plain {
				styles[i] = r.style
			}
		}
	}
	var spans []span
	for i := 0; i < len(text); {
		j := i + 1
		for j < len(text) && styles[j] == styles[i] {
			j++
		}
		spans = append(spans, span{text: text[i:j], style: styles[i]})
		i = j
	}
	return spans
}

// paragraphs cuts spans at newlines, so that each is wrapped on its own.
func paragraphs(spans []span) [][]span {
	out := [][]span{nil}
	for _, s := range spans {
		for i, part := range strings.Split(s.text, "\n") {
			if i > 0 {
				out = append(out, nil)
			}
			if part != "" {
				last := len(out) - 1
				out[last] = append(out[last], span{text: part, style: s.style, link: s.link})
			}
		}
	}
	return out
}

// sourceSpans is one line of the source list: the numbers of its citations, then what
// they share.
func sourceSpans(t *terminal, group []bot.Citation, l labels, path func(string) string) []span {
	c := group[0]
	link := ""
	if t.links {
		if c.URL != nil {
			link = webLink(*c.URL)
		}
		if file := path(c.Document); link == "" && file != "" {
			link = fileLink(file)
		}
	}
	var spans []span
	for _, one := range group {
		spans = append(spans, span{text: fmt.Sprintf("[%d]", one.N), style: mark})
	}
	spans = append(spans, span{text: " "})
	title := cleanLine(c.Title)
	if title == "" {
		title = cleanLine(c.Document)
	}
	spans = append(spans, span{text: title, link: link})
	date := l.undated
	if c.Date != nil {
		date = cleanLine(*c.Date)
	}
	separator := span{text: " · ", style: faint}
	spans = append(spans, span{text: " — ", style: faint})
	if c.Publisher != nil && *c.Publisher != "" {
		spans = append(spans, span{text: cleanLine(*c.Publisher), style: faint, whole: true}, separator)
	}
	spans = append(spans, span{text: date, style: faint, whole: true}, separator, span{text: l.kind(c.Kind), style: kindStyle(c.Kind), whole: true})
	if claim := l.claims[c.Claim]; claim != "" {
		spans = append(spans, separator, span{text: claim, style: caring, whole: true})
	}
	if title != c.Document {
		spans = append(spans, separator, span{text: cleanLine(c.Document), style: faint, whole: true})
	}
	return spans
}

// kindStyle draws the eye to sources that deserve a second look.
func kindStyle(k document.Kind) style {
	switch k {
	case document.AIGenerated, document.Social:
		return caring
	}
	return faint
}

// renderNearest lists the documents that come closest to a question that is not
// answered.
func renderNearest(t *terminal, r *bot.Refusal, l labels, path func(string) string) error {
	if r.Reason != "" {
		if err := t.paragraph(0, span{text: cleanLine(r.Reason), style: faint}); err != nil {
			return err
		}
	}
	if len(r.Nearest) == 0 {
		return nil
	}
	if err := t.paragraph(0, span{text: "\n" + l.nearest, style: faint}); err != nil {
		return err
	}
	for _, n := range r.Nearest {
		title, link := cleanLine(n.Title), ""
		if title == "" {
			title = cleanLine(n.Document)
		}
		if file := path(n.Document); t.links && file != "" {
			link = fileLink(file)
		}
		spans := []span{{text: "· ", style: faint}, {text: title, link: link}}
		if title != n.Document {
			spans = append(spans, span{text: " — ", style: faint}, span{text: cleanLine(n.Document), style: faint, whole: true})
		}
		if err := t.paragraph(2, spans...); err != nil {
			return err
		}
	}
	return nil
}
