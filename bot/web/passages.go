package web

import (
	"fmt"
	"net/http"
	"strings"
	"unicode/utf8"

	"ask/bot"
	"ask/retrieve"
)

// searchRequest is the body of POST /v1/search.
type searchRequest struct {
	Query string `json:"query"`
	filter
}

// passageJSON is one passage, and a link that shows it in its document.
type passageJSON struct {
	bot.Passage
	Link string `json:"link"`
}

// search is POST /v1/search: ranked passages, best first.
func (s *Server) search(w http.ResponseWriter, r *http.Request, _ *call) error {
	var q searchRequest
	if err := readJSON(w, r, &q); err != nil {
		return err
	}
	q.Query = strings.TrimSpace(q.Query)
	switch {
	case q.Query == "":
		return invalid("query", "query: a text is needed")
	case utf8.RuneCountInString(q.Query) > maxContent:
		return invalid("query", fmt.Sprintf("query: over %d characters", maxContent))
	}
	if err := q.filter.check(); err != nil {
		return err
	}
	v, give := s.cfg.Shelf.take()
	defer give()
	leave, err := s.searches.enter(r.Context())
	if err != nil {
		return err
	}
	asked := q.filter.over(s.cfg.Defaults)
	result, err := v.Index.Search(r.Context(), retrieve.Query{
		Text: q.Query, K: asked.K, Since: asked.Since, Until: asked.Until, AsOf: asked.AsOf, Kinds: asked.Kinds, Documents: asked.Documents,
	})
	leave()
	if err != nil {
		return fmt.Errorf("search: %w", err)
	}
	out := struct {
		Generation string        `json:"index_generation"`
		Passages   []passageJSON `json:"passages"`
	}{v.Index.Generation(), make([]passageJSON, 0, len(result.Hits))}
	links := s.linker(r)
	for _, h := range result.Hits {
		out.Passages = append(out.Passages, passageJSON{bot.PassageOf(h), links.source(h.Document.ID, h.Start, h.End)})
	}
	return writeJSON(w, http.StatusOK, out)
}
