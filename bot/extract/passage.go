package extract

import (
	"ask/retrieve"
	"ask/retrieve/corpus"
	"ask/retrieve/question"
	"ask/retrieve/text"
)

// FromHits turns hits into passages to choose from, at most n.
func FromHits(hits []retrieve.Hit, n int) []Passage {
	out := make([]Passage, 0, n)
	for _, h := range hits[:min(n, len(hits))] {
		p := Passage{Title: h.Document.Title, Text: h.Text, Score: h.Score, Doc: h.Doc}
		if h.Heading != "" {
			p.Title += " " + h.Heading
		}
		for _, t := range h.Tags {
			if sort := sortOf(t.Class); sort != 0 {
				p.Tags = append(p.Tags, Tag{int(t.Start), int(t.Start) + int(t.Len), sort})
			}
		}
		for _, hd := range h.Document.Headings {
			if hd.End > h.Start && hd.Start < h.End {
				p.Skip = append(p.Skip, text.Span{Start: hd.Start - h.Start, End: hd.End - h.Start})
			}
		}
		out = append(out, p)
	}
	return out
}

func sortOf(c corpus.TagClass) question.Sort {
	switch c {
	case corpus.TagPerson:
		return question.Person
	case corpus.TagPlace:
		return question.Place
	case corpus.TagOrgan:
		return question.Organ
	case corpus.TagTime:
		return question.Date
	case corpus.TagProper:
		return question.Proper
	}
	return 0
}

// Terms are a search's terms as Choose wants them.
func Terms(r *retrieve.Result) []Term {
	out := make([]Term, len(r.Terms))
	for i, t := range r.Terms {
		out[i] = Term{t.Text, t.IDF}
	}
	return out
}
