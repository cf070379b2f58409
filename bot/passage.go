package bot

import (
	"ask/retrieve"
	"ask/retrieve/document"
)

// Passage is a passage as doors list it, the JSON object of contract.md: Text is the stored
// text of Document at [Start:End]. What is not known is null.
type Passage struct {
	Document    string        `json:"document"`
	Start       int           `json:"start"`
	End         int           `json:"end"`
	Score       float64       `json:"score"`
	LexicalRank *int          `json:"lexical_rank"` // null if words did not find it
	DenseRank   *int          `json:"dense_rank"`   // null if vectors did not
	Text        string        `json:"text"`
	Title       string        `json:"title"`
	URL         *string       `json:"url"`
	Date        *string       `json:"date"`
	DateSource  *string       `json:"date_source"`
	Kind        document.Kind `json:"kind"`
	Publisher   *string       `json:"publisher"`
	Heading     *string       `json:"heading"`
}

// PassageOf lists a hit.
func PassageOf(h retrieve.Hit) Passage {
	d := h.Document
	return Passage{
		Document: d.ID, Start: h.Start, End: h.End, Score: h.Score, LexicalRank: positive(h.LexicalRank), DenseRank: positive(h.DenseRank),
		Text: h.Text, Title: d.Title, URL: optional(d.URL), Date: optional(d.Date.Value), DateSource: optional(string(d.Date.Source)),
		Kind: d.Kind, Publisher: optional(d.Publisher), Heading: optional(h.Heading),
	}
}
