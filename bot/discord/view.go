package discord

import (
	"slices"
	"strconv"
	"strings"

	"ask/bot"
	"ask/retrieve/document"
)

// view is an answer as it is to be shown, whole or on its way.
type view struct {
	request   *request
	words     *words
	text      string
	citations []bot.Citation
	timeline  []bot.TimelineRow
	conflicts []bot.Conflict
	refusal   *bot.Refusal
	note      string // below the text
	final     bool
	vote      string // the answer's id for votes; empty: none
}

// pages are the messages that show v.
func (v *view) pages() []message {
	var b strings.Builder
	if v.request.header {
		b.WriteString("> " + cut(plain(strings.Join(strings.Fields(visible(v.request.text)), " "), 0), 300) + "\n")
	}
	b.WriteString(plain(strings.TrimSpace(v.text), v.marks()))
	if v.refusal != nil {
		v.writeRefusal(&b)
	}
	if v.note != "" {
		b.WriteString("\n-# " + v.note)
	}
	if v.final && len(v.citations) > 0 {
		v.writeSources(&b)
	}
	var pages []message
	for _, part := range split(b.String(), maxContent) {
		pages = append(pages, message{content: part})
	}
	if len(pages) == 0 || !v.final {
		return pages
	}
	last := &pages[len(pages)-1] // with which goes what else belongs to an answer
	last.rows = v.rows()
	if v.request.canEmbed {
		last.embeds = v.charts()
	}
	return pages
}

// marks is the highest number of a citation.
func (v *view) marks() int {
	n := 0
	for _, c := range v.citations {
		n = max(n, c.N)
	}
	return n
}

func (v *view) writeRefusal(b *strings.Builder) {
	if v.refusal.Reason != "" {
		b.WriteString("\n" + plain(v.refusal.Reason, 0))
	}
	if len(v.refusal.Nearest) == 0 {
		return
	}
	b.WriteString("\n\n**" + v.words.Nearest + "**")
	for _, n := range v.refusal.Nearest {
		b.WriteString("\n- " + oneLine(withoutHosts(titleOf(n.Title, v.words)), 120))
	}
}

// writeSources lists the sources: one line for each document, with the numbers that cite
// it.
func (v *view) writeSources(b *strings.Builder) {
	b.WriteString("\n\n**" + v.words.Sources + "**")
	done := map[string]bool{}
	for _, c := range v.citations {
		if done[c.Document] {
			continue
		}
		done[c.Document] = true
		marks := ""
		for _, other := range v.citations {
			if other.Document == c.Document {
				marks += "[" + strconv.Itoa(other.N) + "]"
			}
		}
		b.WriteString("\n" + marks + " " + titled(titleOf(c.Title, v.words), value(c.URL)) + " · " + v.words.date(value(c.Date)) + " · " + v.words.kind(c.Kind))
	}
}

// rows are the menu of quotes and the buttons.
func (v *view) rows() []row {
	var rows []row
	if options := v.options(); len(options) > 0 {
		rows = append(rows, rowOf(menu(idQuote, v.words.OpenQuote, options)))
	}
	var buttons []component
	if v.vote != "" {
		buttons = append(buttons, button(idVote+"up:"+v.vote, "", "👍"), button(idVote+"down:"+v.vote, "", "👎"))
	}
	if !v.request.private && v.request.guild != "" && !v.request.thread && v.request.canThread && v.note == "" {
		buttons = append(buttons, button(idFollowUp, v.words.FollowUp, ""))
	}
	if len(buttons) > 0 {
		rows = append(rows, rowOf(buttons...))
	}
	return rows
}

// options are the quotes that can be opened.
func (v *view) options() []option {
	var options []option
	for _, c := range v.citations {
		ref := newQuoteRef(c)
		if slices.ContainsFunc(options, func(o option) bool { return o.Value == ref }) {
			continue
		}
		about := v.words.date(value(c.Date)) + " · " + v.words.kind(c.Kind)
		if claim := v.words.Claims[c.Claim]; claim != "" && c.Claim != "stated" {
			about += " · " + claim
		}
		label := "[" + strconv.Itoa(c.N) + "] " + bare(titleOf(c.Title, v.words), maxOptionText-8)
		options = append(options, option{Label: label, Value: ref, Description: bare(about, maxOptionText)})
	}
	return options
}

func titleOf(title string, w *words) string {
	if strings.TrimSpace(visible(title)) == "" {
		return w.Untitled
	}
	return title
}

func value(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

func (w *words) date(s string) string {
	if s == "" {
		return w.Undated
	}
	return oneLine(s, 40)
}

func (w *words) kind(k document.Kind) string {
	if s, ok := w.Kinds[string(k)]; ok {
		return s
	}
	return oneLine(string(k), 40)
}
