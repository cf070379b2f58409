package slot

import (
	"slices"
	"strings"
	"unicode/utf8"

	"ask/bot/check/quantity"
	"ask/bot/extract"
	"ask/retrieve/question"
)

// Question is a question with what its search knows of it.
type Question struct {
	*question.Question
	Terms []extract.Term // that were searched for
	Tense question.Tense // of the time that it asks about
	Today string         // the day that it is asked: 2006-01-02
	AsOf  string         // that day if the question comes with it, else ""
}

// Slot is what a question asks for: one attribute of one subject.
type Slot struct {
	question *question.Question
	words    *Words
	// heads are names of the attribute; grams are the pairs of runes of all that may
	// name it.
	heads, grams []string
	exact        int  // of the heads that the question itself uses
	after        bool // the attribute comes after the word that asks
	subject      []extract.Term
	terms        []extract.Term // all that name something
	anchor       string         // how the subject's name begins
	number       string         // in the subject's name, that names it: 三号线
	asked        []quantity.Quantity
	unit         string   // of what is counted, if the question says
	lasting      bool     // a span of time may be the answer
	parts        []string // of the question: its value has them too
	years        []int    // that the question names: a value said of others is none
	takes        bool     // asks how long something takes
	asking       *asking  // for something named; nil for a number, date or place
	said         bool     // the year is told by the day of the question: 去年
	limit        bool     // asks how many there may be at most
	total        bool     // asks for all there was up to a time
	price, paid  bool     // asks what something costs, or what was paid for it
	clock        string   // asks when something opens or shuts: OPEN or SHUT
	changing     bool     // changes from time to time: the newest source tells how it is
	follows      bool     // of sources far apart in time, one tells what came after the other
	today        string   // the day of the question
	item, thing  string   // what is sold, if a seller is named too; how its name ends
}

// Read reads the slot of a question for a number, a date, a place or something named;
// false if it has none, or nothing but an attribute.
func (w *Words) Read(asked Question) (*Slot, bool) {
	q := w.typed(asked.Question)
	s := &Slot{question: q, words: w, asked: quantity.Find(q.Raw), asking: w.asked(q.Folded), today: asked.Today}
	if s.asking == nil && q.Type != question.Num && q.Type != question.When && q.Type != question.Where {
		return nil, false
	}
	s.read()
	s.lastYear(asked.AsOf)
	s.follows = s.asksState(asked)
	if s.asking == nil && w.rules["NTH"].MatchString(q.Folded) {
		return nil, false
	}
	subject, attribute := s.split()
	if s.asking != nil {
		subject, attribute = s.asking.question.ReplaceAllString(q.Folded, " "), ""
	}
	if s.about(asked.Terms, subject, attribute) {
		return s, true
	}
	// 能买到的|拾萤续航: the last run names the subject too.
	if name := lastRunes(attribute, 2); s.asking == nil && s.clock == "" && utf8.RuneCountInString(attribute) > 3 {
		return s, s.about(asked.Terms, subject+strings.TrimSuffix(attribute, name), name)
	}
	return nil, false
}

// about fills in what the question is about: false if that has no name, or nothing of it is
// asked for.
func (s *Slot) about(terms []extract.Term, subject, attribute string) bool {
	s.heads, s.grams, s.exact, s.subject, s.terms = nil, nil, 0, nil, nil
	s.anchor = extract.Anchor(subject, terms)
	if s.number = s.words.rules["NUMBERED"].FindString(subject); s.anchor == "" {
		s.anchor = s.number
	}
	if s.asking == nil && len(pairs([]rune(attribute))) == 0 || s.anchor == "" {
		return false
	}
	if s.asking == nil {
		s.name(terms, attribute)
	}
	return s.take(terms, subject) // 决赛在哪里举行: of what, only a conversation would say
}

// read notes what the question says of its value.
func (s *Slot) read() {
	folded := s.question.Folded
	s.sort()
	s.parts = s.words.partsIn(folded)
	if s.limit {
		s.parts = slices.DeleteFunc(s.parts, func(p string) bool { return p == "最多" })
	}
	if s.total = s.question.Type == question.Num && s.words.rules["TOTAL"].MatchString(folded); s.total {
		s.parts = slices.DeleteFunc(s.parts, func(p string) bool { return p == "累计" })
	}
	s.lasting = s.words.rules["LASTING"].MatchString(folded)
	s.takes = s.question.Type == question.Num && s.words.rules["TAKES"].MatchString(folded)
	for _, f := range s.asked {
		if y := yearOf(f); y != 0 {
			s.years = append(s.years, y)
		}
	}
	if len(s.years) > 0 { // 去年(2024)
		s.parts = slices.DeleteFunc(s.parts, s.relative)
	}
}

// asksState reports whether the question asks for how things stand, of which sources tell
// one after another.
func (s *Slot) asksState(q Question) bool {
	if q.Type == question.When && s.clock == "" {
		return false
	}
	switch q.Tense {
	case question.Present:
		return true
	case question.Unsaid:
		return s.changing || s.words.rules["STATE"].MatchString(q.Folded)
	}
	return false
}

// About says what the question asks for, without the asking.
func (s *Slot) About() string {
	if s.asking != nil {
		return strings.TrimRight(s.question.Raw, "?？")
	}
	var out strings.Builder
	fields := strings.Fields(s.question.Stripped)
	for i, f := range fields {
		if i > 0 && i == len(fields)-1 {
			f = s.withoutUnit(f)
		}
		out.WriteString(strings.TrimFunc(f, grammar))
	}
	return out.String()
}
