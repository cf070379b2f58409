package bot

import (
	"strings"

	"ask/bot/extract"
	"ask/retrieve"
	"ask/retrieve/document"
	"ask/retrieve/passage"
	"ask/retrieve/text"
)

// contextPassages is how many passages of a piped text are considered.
const contextPassages = 2

// addContext adds the best passages of the text that came with the question, as one
// more source that is not indexed. What it names is neither unknown nor absent.
func (d *evidence) addContext(q Question, res *retrieve.Result) {
	if strings.TrimSpace(q.Context) == "" {
		return
	}
	doc := &document.Document{ID: q.ContextName, Title: q.ContextName, Kind: document.Unknown, Text: strings.ToValidUTF8(q.Context, "\uFFFD")}
	folded := text.Fold(doc.Text)
	d.unknown, d.absent = notIn(folded, d.unknown), notIn(folded, d.absent)
	for i := range d.terms {
		d.terms[i].None = d.terms[i].None && !strings.Contains(folded, d.terms[i].Text)
	}
	best := 1.0
	if len(res.Hits) > 0 {
		best = res.Hits[0].Score
	}
	for _, p := range bestByTerms(passage.Split(doc, passage.Options{}), doc.Text, d.terms) {
		s := doc.Text[p.Start:p.End]
		d.passages = append(d.passages, extract.Passage{Title: "", Text: s, Score: best})
		d.sources = append(d.sources, source{*doc, p.Start, s})
	}
}

// notIn keeps the words that do not stand in a folded text.
func notIn(folded string, words []string) []string {
	var out []string
	for _, w := range words {
		if !strings.Contains(folded, w) {
			out = append(out, w)
		}
	}
	return out
}

// bestByTerms takes the passages that hold most of the question's terms.
func bestByTerms(all []passage.Passage, s string, terms []extract.Term) []passage.Passage {
	weight := func(p passage.Passage) float64 {
		folded, w := text.Fold(s[p.Start:p.End]), 0.0
		for _, t := range terms {
			if strings.Contains(folded, t.Text) {
				w += t.IDF
			}
		}
		return w
	}
	var out []passage.Passage
	for len(out) < contextPassages {
		at, best := -1, 0.0
		for i, p := range all {
			if w := weight(p); w > best {
				at, best = i, w
			}
		}
		if at < 0 {
			break
		}
		out = append(out, all[at])
		all = append(all[:at:at], all[at+1:]...)
	}
	return out
}
