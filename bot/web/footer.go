package web

import (
	"fmt"
	"strings"

	"ask/bot"
	"ask/bot/guard"
)

// footer is what stands below an answer in Markdown: its sources, or for a refusal the
// reason and the nearest documents. Every link shows where it leads. The number of the
// first source is before+1.
func footer(a *bot.Answer, w words, l linker, before int) string {
	var b strings.Builder
	switch {
	case a.Refusal != nil:
		if reason := escape(guard.Clean(shorten(oneLine(a.Refusal.Reason), w.Comma))); reason != "" {
			fmt.Fprintf(&b, w.Because, reason)
		}
		if len(a.Refusal.Nearest) > 0 {
			b.WriteString("\n\n" + w.Nearest + "\n")
		}
		for _, n := range a.Refusal.Nearest {
			fmt.Fprintf(&b, "\n- [%s](%s)", label(titleOf(n.Title, n.Document)), l.source(n.Document, 0, 0))
		}
	case len(a.Citations) > 0:
		b.WriteString("\n\n" + w.Sources + "\n")
		for _, c := range a.Citations {
			b.WriteString("\n" + sourceLine(c, w, l, before))
		}
	}
	return b.String()
}

// sourceLine is one source: number, title with its link, and what is known of it.
func sourceLine(c bot.Citation, w words, l linker, before int) string {
	link, own := l.best(c), l.quote(c)
	var facts []string
	if c.Publisher != nil {
		facts = append(facts, escape(guard.Clean(oneLine(*c.Publisher))))
	}
	date := w.Undated
	if c.Date != nil {
		date = *c.Date
	}
	facts = append(facts, date)
	if kind := w.Kinds[string(c.Kind)]; kind != "" && c.Kind != "unknown" {
		facts = append(facts, kind)
	}
	if claim := w.Claims[c.Claim]; claim != "" {
		facts = append(facts, claim)
	}
	title := label(titleOf(c.Title, c.Document))
	if link != "" {
		title = fmt.Sprintf("[%s](%s)", title, link)
	}
	line := fmt.Sprintf("%d. %s — %s", before+c.N, title, strings.Join(facts, " · "))
	if own != link && own != "" {
		line += fmt.Sprintf(" · %s · [%s](%s)", escape(hostOf(link)), w.Quote, own)
	}
	return line
}

// longReason is where the reason of a refusal is cut, in characters: one that lists words
// which no document holds can be long.
const longReason = 100

// shorten cuts a list that is too long behind one of its items.
func shorten(s, comma string) string {
	runes := []rune(s)
	if len(runes) <= longReason {
		return s
	}
	s = string(runes[:longReason])
	if at := strings.LastIndex(s, comma); at > 0 {
		s = s[:at+len(comma)]
	}
	return s + "…"
}

// label is text for between the brackets of a link. A title that looks like an address
// must not pass for where the link leads.
func label(s string) string {
	return escape(strings.NewReplacer("://", ": ", "[", "［", "]", "］").Replace(s))
}

// escape keeps Markdown from seeing anything in a text.
func escape(s string) string {
	var b strings.Builder
	for _, r := range s {
		if strings.ContainsRune("\\`*_[]<>#|~!&$", r) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}
