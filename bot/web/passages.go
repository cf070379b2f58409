package web

import (
	"fmt"
	"net/http"
	"strings"
	"unicode/utf8"

	"ask/retrieve"
	"ask/retrieve/document"
)

// searchRequest is the body of POST /v1/search.
type searchRequest struct {
	Query string `json:"query"`
	filter
}

// passageJSON is one passage: text is the stored text of document at [start:end].
type passageJSON struct {
	Document    string        `json:"document"`
	Start       int           `json:"start"`
	End         int           `json:"end"`
	Score       float64       `json:"score"`
	LexicalRank *int          `json:"lexical_rank"`
	DenseRank   *int          `json:"dense_rank"`
	Text        string        `json:"text"`
	Title       string        `json:"title"`
	URL         *string       `json:"url"`
	Date        *string       `json:"date"`
	DateSource  *string       `json:"date_source"`
	Kind        document.Kind `json:"kind"`
	Publisher   *string       `json:"publisher"`
	Heading     *string       `json:"heading"`
	// Link shows the passage in its document.
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
		out.Passages = append(out.Passages, passageOf(h, links))
	}
	return writeJSON(w, http.StatusOK, out)
}

func passageOf(h retrieve.Hit, l linker) passageJSON {
	d := h.Document
	return passageJSON{
		Document: d.ID, Start: h.Start, End: h.End, Score: h.Score, LexicalRank: rankOf(h.LexicalRank), DenseRank: rankOf(h.DenseRank),
		Text: h.Text, Title: d.Title, URL: optional(d.URL), Date: optional(d.Date.Value), DateSource: optional(string(d.Date.Source)),
		Kind: d.Kind, Publisher: optional(d.Publisher), Heading: optional(h.Heading), Link: l.source(d.ID, h.Start, h.End),
	}
}

// rankOf is nil for a leg that did not find the passage.
func rankOf(n int) *int {
	if n <= 0 {
		return nil
	}
	return &n
}
