package slot

import (
	"strings"

	"ask/retrieve/text"
)

// How far back a sentence may take its subject from.
const (
	lookBack   = 3  // sentences before a value
	fieldsBack = 10 // lines of a record before one of its values
	refersBack = 15 // sentences before one that says 公司 or 这家
	headRunes  = 80 // of a source that tell what it is
)

// told reports whether the i-th sentence of a source is about the slot's subject: by
// itself, its titles and the sentences before, or the lines of its record. Of a
// correction it is enough that the subject comes up.
func (r *reading) told(st *Statement, sentences []text.Span, i int, posed bool) bool {
	p := st.Passage
	st.near = p.Text[sentences[i].Start:sentences[i].End]
	titles := p.Document.Title + "\n" + p.Document.Publisher + "\n" + p.Heading + "\n" + p.Letterhead()
	label, isField := field(st.near)
	back := lookBack
	switch {
	case strings.Contains(st.near, cellMark):
		back = 0
	case isField:
		back = fieldsBack
	case posed || r.words.rules["REFERS"].MatchString(text.Fold(st.near)):
		back = refersBack
	}
	for j := i - 1; j >= max(0, i-back); j-- {
		before := p.Text[sentences[j].Start:sentences[j].End]
		if l, ok := field(before); isField && ok && l == label {
			titles = "" // the record of something else begins
			break
		}
		st.near = before + "\n" + st.near
	}
	st.near = text.Fold(st.near)
	st.covers = r.covers(text.Fold(titles) + st.near)
	if st.corrects && strings.Contains(text.Fold(p.Text), r.anchor) {
		st.covers = 1
	}
	if st.covers < minSubject && (posed || r.kin(st.near)) {
		st.covers = min(surely, r.covers(text.Fold(titles)+strings.Join(r.found[p.Document.ID], "\n")))
	}
	return st.covers >= minSubject
}

// field is the label of a line of a record: 员工 of 员工：约600人.
func field(line string) (string, bool) {
	const maxLabel = 6
	label, _, ok := strings.Cut(strings.ReplaceAll(line, "：", ":"), ":")
	return label, ok && len([]rune(label)) <= maxLabel
}

// Letterhead is how a document begins: who speaks, and of what; "" if the passage stands
// further down.
func (p Passage) Letterhead() string {
	if p.Start > headRunes {
		return ""
	}
	return firstRunes(p.Text, headRunes) + "\n"
}

// titleLines are the lines without a full stop that a document begins with.
func (p Passage) titleLines() string {
	if p.Start > headRunes {
		return ""
	}
	head := firstRunes(p.Text, headRunes)
	if i := strings.Index(head, "。"); i >= 0 {
		head = head[:i]
	}
	return head[:strings.LastIndexByte(head, '\n')+1]
}

func firstRunes(s string, n int) string {
	for i := range s {
		if n--; n < 0 {
			return s[:i]
		}
	}
	return s
}
