package extract

import (
	"strings"

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
		p.Skip = append(p.Skip, titleLines(h)...)
		for _, hd := range h.Document.Headings {
			if hd.End > h.Start && hd.Start < h.End {
				p.Skip = append(p.Skip, text.Span{Start: hd.Start - h.Start, End: hd.End - h.Start})
			}
		}
		out = append(out, p)
	}
	return out
}

// titleLines are the sentences of a passage that only repeat the document's title.
func titleLines(h retrieve.Hit) []text.Span {
	title := bare(h.Document.Title)
	var out []text.Span
	for _, sp := range text.Sentences(h.Text) {
		s := bare(h.Text[sp.Start:sp.End])
		if s == "" || title != "" && strings.Contains(title, s) && 2*len(s) > len(title) {
			out = append(out, sp)
		}
	}
	return out
}

// bare is a folded text without anything but letters, digits and Han characters.
func bare(s string) string {
	return strings.Map(func(r rune) rune {
		if text.ClassOf(r) == text.Other {
			return -1
		}
		return r
	}, text.Fold(s))
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
		out[i] = Term{t.Text, t.IDF, t.Passages == 0, t.Synonyms}
	}
	return out
}
