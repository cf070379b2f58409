package web

import (
	"ask/bot"
	"ask/bot/guard"
	"ask/retrieve"
)

// searchResult is a source in the form Perplexity introduced.
type searchResult struct {
	Title string  `json:"title"`
	URL   string  `json:"url"`
	Date  *string `json:"date"`
	// Snippet is the quote; empty for a passage that was found and is not quoted: nobody
	// has checked that it may be shown.
	Snippet string `json:"snippet"`
}

// searchResults lists the sources of an answer: what is cited, so that the mark [n] is the
// nth, and then what else was found, best first, each address once.
func searchResults(citations []bot.Citation, hits []retrieve.Hit, l linker) []searchResult {
	var out []searchResult
	seen := map[string]bool{}
	for _, c := range citations {
		r := searchResult{Title: titleOf(c.Title, c.Document), URL: l.best(c), Date: c.Date, Snippet: guard.Clean(oneLine(c.Quote))}
		out, seen[r.URL], seen[c.Document] = append(out, r), true, true
	}
	if len(out) == 0 {
		return nil // a refusal
	}
	for _, h := range hits {
		d := h.Document
		r := searchResult{Title: titleOf(d.Title, d.ID), URL: webURL(d.URL), Date: optional(d.Date.Value)}
		if r.URL == "" {
			r.URL = l.source(d.ID, h.Start, h.End)
		}
		if !seen[r.URL] && !seen[d.ID] {
			out, seen[r.URL], seen[d.ID] = append(out, r), true, true
		}
	}
	return out
}
