package check

import (
	"cmp"
	"slices"
	"strings"

	"ask/bot/check/quantity"
	"ask/retrieve/text"
)

// sentence is one sentence, table row or list item of a passage.
type sentence struct {
	passage int
	text.Span
	from, to int    // its units in the passage's reading
	words    []word // of these units
	bare     string
	header   int // the table's first row, -1 if it is no row of a table
}

// source is a prepared passage.
type source struct {
	*reading
	title      string // bare
	titleGrams map[uint64]bool
	titled     []quantity.Quantity // of the title
	dates      []quantity.Quantity // of the date and the title
	plain      string
	first, end int // its sentences in Evidence.sentences
}

// Evidence is the passages of one question, prepared once for all its sentences. It is
// safe for concurrent use.
type Evidence struct {
	checker   *Checker
	question  string // bare
	passages  []Passage
	sources   []source
	sentences []sentence
	holding   map[uint64][]int32 // by gram: the sentences that hold it, each once
}

// Evidence prepares the passages that the model was shown for a question. They are not
// copied and must not change.
func (c *Checker) Evidence(question string, passages []Passage) *Evidence {
	q := read(question)
	e := &Evidence{checker: c, question: q.bare(q.units), passages: passages, holding: map[uint64][]int32{}}
	for i, p := range passages {
		title := read(p.Title)
		s := source{reading: read(p.Text), title: title.bare(title.units), titleGrams: map[uint64]bool{}, first: len(e.sentences)}
		grams(title.units, func(key uint64, _ bool) { s.titleGrams[key] = true })
		s.titled, s.dates = title.quantities, append(quantity.Find(p.Date), title.quantities...)
		e.sources = append(e.sources, s)
		e.addSentences(i)
		e.sources[i].end = len(e.sentences)
		e.sources[i].plain = e.plainOf(i)
	}
	return e
}

// addSentences appends the sentences of passage i that may be evidence.
func (e *Evidence) addSentences(i int) {
	p, r := e.passages[i], e.sources[i].reading
	at, header := 0, -1
	for _, sp := range text.Sentences(p.Text) {
		if overlaps(sp, p.Skip) || sp.Len() > longestSource || asks(p.Text[sp.Start:sp.End]) {
			continue
		}
		for at < len(r.units) && int(r.units[at].start) < sp.Start {
			at++
		}
		s := sentence{passage: i, Span: sp, from: at, header: -1}
		for at < len(r.units) && int(r.units[at].start) < sp.End {
			at++
		}
		s.to = at
		units := r.units[s.from:s.to]
		if row := strings.Count(p.Text[sp.Start:sp.End], "|") >= 2; !row {
			header = -1
		} else if s.header = header; header < 0 {
			header = len(e.sentences)
		}
		if len(units) == 0 {
			continue
		}
		s.words, s.bare = e.checker.words(r, units), r.bare(units)
		id := int32(len(e.sentences))
		e.sentences = append(e.sentences, s)
		grams(units, func(key uint64, _ bool) {
			if list := e.holding[key]; len(list) == 0 || list[len(list)-1] != id {
				e.holding[key] = append(list, id)
			}
		})
	}
}

func overlaps(sp text.Span, skip []text.Span) bool {
	return slices.ContainsFunc(skip, func(x text.Span) bool { return x.Start < sp.End && sp.Start < x.End })
}

// units are the sentence's units.
func (e *Evidence) units(id int) []unit {
	s := e.sentences[id]
	return e.sources[s.passage].units[s.from:s.to]
}

// candidate is a sentence and how many grams of a clause it holds.
type candidate struct{ id, hits int }

// hits is how many candidates count at most for units.
func hits(units []unit) int {
	n := 0
	grams(units, func(_ uint64, content bool) {
		n++
		if content {
			n++
		}
	})
	return n
}

// candidates are the sentences that hold most grams of units, best first.
func (e *Evidence) candidates(units []unit, n int, allowed func(passage int) bool) []candidate {
	counts := make([]int, len(e.sentences))
	grams(units, func(key uint64, content bool) {
		for _, id := range e.holding[key] {
			counts[id]++
			if content {
				counts[id]++
			}
		}
	})
	var out []candidate
	for id, hits := range counts {
		if hits > 0 && allowed(e.sentences[id].passage) {
			out = append(out, candidate{id, hits})
		}
	}
	slices.SortFunc(out, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(b.hits, a.hits), cmp.Compare(a.id, b.id))
	})
	return out[:min(n, len(out))]
}

// bareOf is the bare text of units of the passage that holds sentence id.
func (e *Evidence) bareOf(id int, units []unit) string {
	return e.sources[e.sentences[id].passage].bare(units)
}
