package bot

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

// asides are values that the source of st itself sets against it, of others or of before:
// 公司方面给的数是312家. They need not name the attribute again.
func (s *slot) asides(st statement, all []statement) []statement {
	if s.question.Type != question.Num || s.asking != nil || s.price || s.takes || st.figure.Unit == "" {
		return nil
	}
	var out []statement
	sentences := text.Sentences(st.source.text)
	at := slices.Index(sentences, st.sentence)
	for i, sp := range sentences {
		if at < 0 || i < at-asideWithin || i > at+asideWithin {
			continue
		}
		sentence := st.source.text[sp.Start:sp.End]
		if !s.words.rules["ASIDE"].MatchString(text.Fold(sentence)) {
			continue
		}
		for _, f := range quantity.Find(sentence) {
			o := st
			o.sentence, o.loose, o.corrects = sp, true, false
			o.value = value{text: s.written(sentence, f.Span), figure: f, parts: st.parts, loose: true}
			if f.Kind != st.figure.Kind || !countedAlike(f.Unit, st.figure.Unit) || s.agree(st.value, o.value) || s.apartFrom(sentence, f.Span) {
				continue
			}
			if !slices.ContainsFunc(all, func(x statement) bool { return x.same(o) && x.text == o.text }) {
				out = append(out, o)
			}
			break
		}
	}
	return out[:min(len(out), 1)]
}

// apartFrom reports a figure in whose clause stands no word of who says so, or that is a
// part or a difference.
func (s *slot) apartFrom(sentence string, at text.Span) bool {
	for _, c := range s.clauses(sentence) {
		if at.Start >= c.Start && at.End <= c.End {
			clause := text.Fold(sentence[c.Start:c.End])
			return !s.words.rules["ASIDE"].MatchString(clause) || len(s.words.partsIn(strings.ReplaceAll(clause, "此前", ""))) > 0
		}
	}
	return true
}
