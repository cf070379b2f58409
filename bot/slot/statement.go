package slot

import (
	"strings"

	"ask/bot/check/quantity"
	"ask/retrieve/document"
	"ask/retrieve/text"
)

// surely is the share of the subject's words with which a statement leads that was not
// chosen for its likeness to the question.
const surely = 0.75

// Passage is a stretch of a document's text.
type Passage struct {
	Document document.Document
	Heading  string // of the section that it stands in
	Start    int    // byte of the document's text at which Text begins
	Text     string
}

// Value is a figure, date, place or name that stands beside the attribute asked for.
type Value struct {
	Text     string // as it is written
	Loose    bool   // the attribute is not named
	figure   quantity.Quantity
	place    string   // folded
	parts    []string // what makes it the value of a part, or of another time
	years    []int    // that its sentence says it is of
	bound    bool     // a lower bound
	posed    bool     // answers a question that its text asks
	exact    bool     // the attribute is named as in the question
	nearness int      // less is nearer to the attribute
}

// Statement is a value with the sentence and passage that gives it.
type Statement struct {
	Value
	Passage  Passage
	Sentence text.Span // of the passage's text, in bytes
	When     string    // the date of its document, or from which that holds by its own words; "" if unknown
	Ahead    string    // the day from which it will hold, "" if it holds by now
	own      bool      // names its subject itself
	corrects bool      // its text sets figures right
	near     string    // folded: the sentence and those that may name its subject
	covers   float64   // how much of the subject that and the titles hold
	weight   int       // more is better founded
}

// Sure reports whether a statement names the attribute and most of the subject.
func (st Statement) Sure() bool { return !st.Loose && st.covers >= surely }

// Better reports whether st rather than o uses the question's words or names its subject, or
// stands nearer to the attribute.
func (st Statement) Better(o Statement) bool {
	switch {
	case st.exact != o.exact:
		return st.exact
	case st.own != o.own:
		return st.own
	}
	return st.nearness < o.nearness
}

// Named reports whether a statement names the attribute as the question does.
func (st Statement) Named() bool { return st.exact && !st.Loose }

// Same reports whether two statements are one sentence.
func (st Statement) Same(o Statement) bool {
	return st.Passage.Document.ID == o.Passage.Document.ID && st.Sentence == o.Sentence && st.Passage.Start == o.Passage.Start
}

// Tells reports whether the sentence of st gives o's value too.
func (st Statement) Tells(o Statement) bool { return o.in(st.sentence()) }

// Corrects reports whether st is a correction of what o says: its passage names o's
// value, is no older and of no lesser kind.
func (st Statement) Corrects(o Statement) bool {
	x, y := st.Passage.Document, o.Passage.Document
	return st.corrects && !o.corrects && (x.Date.Value == "" || x.Date.Value >= y.Date.Value) && Standing(x.Kind) >= Standing(y.Kind) &&
		o.in(st.Passage.Text)
}

// sentence is the text of the sentence.
func (st Statement) sentence() string { return st.Passage.Text[st.Sentence.Start:st.Sentence.End] }

// in reports whether a text holds the value.
func (v Value) in(s string) bool {
	if v.place != "" {
		return strings.Contains(text.Fold(s), v.place)
	}
	return quantity.In(v.figure, quantity.Find(s))
}
