package bot

import (
	"strings"

	"ask/bot/check/quantity"
	"ask/retrieve/text"
)

// How far back a sentence may take its subject from.
const (
	lookBack   = 2  // sentences before a value
	fieldsBack = 10 // lines of a record before one of its values
)

// statement is a value with the sentence and source that gives it.
type statement struct {
	value
	source   source
	sentence text.Span // of the source's text
	own      bool      // names its subject itself
	corrects bool
	near     string  // folded: the sentence and those that may name its subject
	covers   float64 // how much of the subject that and the titles hold
}

// statements are what the sources give for a slot, in the order of the hits.
func (e *Extractive) statements(s *slot, d *evidence) []statement {
	var out []statement
	for _, src := range d.sources[:d.contexts] {
		out = append(out, e.statementsOf(s, src, "")...)
	}
	for _, h := range d.hits[:min(conflictHits, len(d.hits))] {
		if h.Superseded == "" && !h.Document.Rumour {
			out = append(out, e.statementsOf(s, source{h.Document, h.Start, h.Text}, h.Heading)...)
		}
	}
	return out
}

// better prefers a statement that uses the question's words and names its subject.
func better(a, b statement) bool {
	switch {
	case a.corrects != b.corrects:
		return a.corrects
	case a.exact != b.exact:
		return a.exact
	case a.own != b.own:
		return a.own
	}
	return a.nearness < b.nearness
}

// statementsOf are those of one source.
func (e *Extractive) statementsOf(s *slot, src source, heading string) []statement {
	var out []statement
	sentences := text.Sentences(src.text)
	for i, sp := range sentences {
		sentence := src.text[sp.Start:sp.End]
		folded := text.Fold(sentence)
		if !s.touches(folded) || s.wrong(sentence) {
			continue
		}
		vs := s.values(sentence)
		if len(vs) == 0 || e.patterns.claim(sentence) == "rumour" || e.speaks(src.text, sp) {
			continue
		}
		st := statement{source: src, sentence: sp, own: strings.Contains(folded, s.anchor)}
		st.corrects = s.words.rules["CORRECTS"].MatchString(folded + text.Fold(src.document.Title))
		if !s.told(&st, heading, sentences, i) {
			continue
		}
		for _, st.value = range vs {
			out = append(out, st)
		}
	}
	return out
}

// wrong reports a sentence that says of its figures that they were not so, and
// does not set them right.
func (s *slot) wrong(sentence string) bool {
	if !s.words.rules["WRONG"].MatchString(text.Fold(sentence)) {
		return false
	}
	for _, m := range comma.FindAllStringIndex(sentence, -1) {
		if s.words.rules["RIGHT"].MatchString(sentence[m[1]:]) {
			return false
		}
	}
	return true
}

// told reports whether the i-th sentence of a source is about the slot's subject: by
// itself, its titles and the sentences before, or the lines of its record. Of a
// correction it is enough that the subject comes up.
func (s *slot) told(st *statement, heading string, sentences []text.Span, i int) bool {
	src := st.source
	st.near = src.text[sentences[i].Start:sentences[i].End]
	titles := src.document.Title + "\n" + heading + "\n"
	label, isField := field(st.near)
	back := lookBack
	if isField {
		back = fieldsBack
	}
	for j := i - 1; j >= max(0, i-back); j-- {
		before := src.text[sentences[j].Start:sentences[j].End]
		if l, ok := field(before); isField && ok && l == label {
			titles = "" // the record of something else begins
			break
		}
		st.near = before + "\n" + st.near
	}
	st.near = text.Fold(st.near)
	st.covers = s.covers(text.Fold(titles) + st.near)
	if st.corrects && strings.Contains(text.Fold(src.text), s.anchor) {
		st.covers = 1
	}
	return st.covers >= minSubject
}

// field is the label of a line of a record: 员工 of 员工：约600人.
func field(line string) (string, bool) {
	const maxLabel = 6
	label, _, ok := strings.Cut(strings.ReplaceAll(line, "：", ":"), ":")
	return label, ok && len([]rune(label)) <= maxLabel
}

// same reports whether two statements are one sentence.
func (st statement) same(o statement) bool {
	return st.source.document.ID == o.source.document.ID && st.sentence == o.sentence && st.source.start == o.source.start
}

// tells reports whether the sentence of st gives o's value too.
func (st statement) tells(o statement) bool {
	sentence := st.source.text[st.sentence.Start:st.sentence.End]
	if o.place != "" {
		return strings.Contains(text.Fold(sentence), o.place)
	}
	return quantity.In(o.figure, quantity.Find(sentence))
}

// sets reports whether st is a correction of what o says: it names o's figure, is no
// older and of no lesser kind.
func (st statement) sets(o statement) bool {
	x, y := st.source.document, o.source.document
	return st.corrects && !o.corrects && (x.Date.Value == "" || x.Date.Value >= y.Date.Value) && standing(x.Kind) >= standing(y.Kind) &&
		st.names(o)
}

// names reports whether the source of st holds the value of o too.
func (st statement) names(o statement) bool {
	if o.place != "" {
		return strings.Contains(text.Fold(st.source.text), o.place)
	}
	return quantity.In(o.figure, quantity.Find(st.source.text))
}
