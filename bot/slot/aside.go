package slot

import (
	"slices"
	"strings"

	"ask/bot/check/quantity"
	"ask/retrieve/question"
	"ask/retrieve/text"
)

// asideWithin is how many sentences before and after a value its own source may set
// another against it.
const asideWithin = 3

// Asides are values that the source of st itself sets against it, of others or of before:
// 公司方面给的数是312家. They need not name the attribute again. Of a date it is one that any
// source sets against another in one sentence. It gives one at most.
func (s *Slot) Asides(st Statement, all []Statement) []Statement {
	if s.question.Type == question.When && s.clock == "" && s.asking == nil {
		return s.contested(st, all)
	}
	if s.question.Type != question.Num || s.asking != nil || s.price || s.takes || st.figure.Unit == "" {
		return nil
	}
	for _, o := range all {
		if o.Passage.Document.ID == st.Passage.Document.ID && !o.Same(st) && o.posed && st.posed && s.comparable(st.Value, o.Value) && !s.agree(st.Value, o.Value) {
			return []Statement{o} // both answer a question that the source poses
		}
	}
	var out []Statement
	sentences := text.Sentences(st.Passage.Text)
	at := slices.Index(sentences, st.Sentence)
	for i, sp := range sentences {
		if at < 0 || i < at-asideWithin || i > at+asideWithin {
			continue
		}
		sentence := st.Passage.Text[sp.Start:sp.End]
		if !s.words.rules["ASIDE"].MatchString(text.Fold(sentence)) {
			continue
		}
		for _, f := range quantity.Find(sentence) {
			o := st
			o.Sentence, o.Loose, o.corrects = sp, true, false
			o.Value = Value{Text: s.written(sentence, f.Span), figure: f, parts: st.parts, Loose: true}
			if f.Kind != st.figure.Kind || !countedAlike(f.Unit, st.figure.Unit) || s.agree(st.Value, o.Value) || s.apartFrom(sentence, f.Span) {
				continue
			}
			if !slices.ContainsFunc(all, func(x Statement) bool { return x.Same(o) && x.Text == o.Text }) {
				out = append(out, o)
			}
			break
		}
	}
	return out[:min(len(out), 1)]
}

// contested is the first statement in a sentence that tells of another value of its sort, as
// its sources do not agree: 自称开业于1998年,登记的却是1996年.
func (s *Slot) contested(st Statement, all []Statement) []Statement {
	for _, o := range all {
		sentence := o.sentence()
		if o.Loose || !s.Whole(o) || !s.words.rules["CONTESTED"].MatchString(text.Fold(sentence)) {
			continue
		}
		for _, f := range quantity.Find(sentence) {
			other := o
			other.figure, other.Text = f, s.written(sentence, f.Span)
			if f.Kind == quantity.Date && f.Year != 0 && s.comparable(st.Value, other.Value) && !s.agree(st.Value, other.Value) {
				return []Statement{other}
			}
		}
	}
	return nil
}

// contests reports a sentence that tells of values that its sources do not agree on.
func (s *Slot) contests(sentence string) bool {
	return s.question.Type == question.When && s.clock == "" && s.words.rules["CONTESTED"].MatchString(text.Fold(sentence))
}

// disputed are the dates of such a sentence, two at least, which need not name the
// attribute again.
func (s *Slot) disputed(sentence string) []Value {
	var out []Value
	for _, f := range quantity.Find(sentence) {
		if s.counts(f) && f.Year != 0 {
			out = append(out, Value{Text: s.written(sentence, f.Span), figure: f, nearness: maxBetween})
		}
	}
	if len(out) < 2 {
		return nil
	}
	return out
}

// apartFrom reports a figure in whose clause stands no word of who says so, or that is a
// part or a difference.
func (s *Slot) apartFrom(sentence string, at text.Span) bool {
	for _, c := range s.clauses(sentence) {
		if at.Start >= c.Start && at.End <= c.End {
			clause := text.Fold(sentence[c.Start:c.End])
			return !s.words.rules["ASIDE"].MatchString(clause) || len(s.words.partsIn(strings.ReplaceAll(clause, "此前", ""))) > 0
		}
	}
	return true
}
