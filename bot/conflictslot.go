package bot

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"ask/bot/check/quantity"
	"ask/bot/extract"
	"ask/retrieve/question"
	"ask/retrieve/text"
)

// How a question is cut into what it is about and the attribute it asks for.
const (
	maxAttribute = 5   // runes before the asking word that may name the attribute
	shortName    = 3   // runes of an attribute that any name of it stands for
	mostOf       = 0.6 // of the pairs of a longer one
	minSubject   = 0.5 // weight of the subject's words that a source must hold
	asMuch       = 0.6 // of what the answering source holds of them
	nearlyAll    = 0.6 // of all words of the question: a sentence that answers in other words
)

// slot is what a question asks for: one attribute of one subject.
type slot struct {
	question *question.Question
	words    *conflictWords
	// heads are names of the attribute; grams are the pairs of runes of all that may
	// name it.
	heads, grams []string
	exact        int  // of the heads that the question itself uses
	after        bool // the attribute comes after the word that asks
	subject      []extract.Term
	terms        []extract.Term // all that name something
	anchor       string         // how the subject's name begins
	asked        []quantity.Quantity
	unit         string   // of what is counted, if the question says
	lasting      bool     // a span of time may be the answer
	parts        []string // of the question: its value has them too
}

// slotOf reads the slot of a question for a number, a date or a place; nil if it has
// none, or nothing but an attribute.
func (e *Extractive) slotOf(d *evidence) *slot {
	q := d.result.Question
	if q.Type != question.Num && q.Type != question.When && q.Type != question.Where {
		return nil
	}
	words, err := e.disputes()
	if err != nil {
		return nil // the words are in the program, and a test reads them
	}
	s := &slot{question: q, words: words, asked: quantity.Find(q.Raw)}
	s.parts = s.words.partsIn(q.Folded)
	s.lasting = s.words.rules["LASTING"].MatchString(q.Folded)
	subject, attribute := s.split()
	s.anchor = anchorOf(subject, d.terms)
	if len(pairs([]rune(attribute))) == 0 || s.anchor == "" {
		return nil
	}
	s.name(d.terms, attribute)
	named := false
	for _, t := range d.terms {
		if utf8.RuneCountInString(t.Text) < 2 || strings.ContainsFunc(t.Text, text.Function) {
			continue
		}
		s.terms = append(s.terms, t)
		if strings.Contains(subject, t.Text) {
			s.subject = append(s.subject, t)
			named = named || !text.Common(t.Text)
		}
	}
	if !named { // 决赛在哪里举行: of what, only a conversation would say
		return nil
	}
	return s
}

// name fills in what the attribute may be called.
func (s *slot) name(terms []extract.Term, attribute string) {
	runes := []rune(attribute)
	if s.after && utf8.RuneLen(runes[0]) > 1 && len(runes) > shortName {
		s.grams = slices.DeleteFunc(pairs(runes), func(g string) bool { return strings.ContainsFunc(g, text.Function) })
		s.heads = s.words.namesOf(attribute)
		return
	}
	all := pairs(runes)
	s.grams = all[max(0, len(all)-maxAttribute+1):]
	s.heads = append(s.heads, all[len(all)-1])
	for _, t := range terms {
		if strings.HasSuffix(attribute, t.Text) {
			s.heads = append(s.heads, t.Text)
			s.heads = append(s.heads, t.Synonyms...)
		}
	}
	s.exact = len(s.heads)
	s.heads = append(s.heads, s.words.namesOf(attribute)...)
}

// split cuts the question at the word that asks: what comes after it names the
// attribute (几家门店), else the last words before it do (总部在哪里).
func (s *slot) split() (subject, attribute string) {
	if !strings.ContainsFunc(s.question.Folded, func(r rune) bool { return text.ClassOf(r) == text.Han }) {
		return s.splitWords()
	}
	fields := strings.Fields(s.words.rules["FILLER"].ReplaceAllString(s.question.Stripped, "的"))
	if len(fields) == 0 {
		return "", ""
	}
	last := len(fields) - 1
	before, after := strings.Join(fields[:last], ""), fields[last]
	if last == 0 && !strings.HasPrefix(s.question.Stripped, " ") {
		before, after = after, ""
	}
	after = strings.TrimFunc(s.withoutUnit(after), grammar)
	if s.after = utf8.RuneCountInString(after) > 1; s.after {
		if utf8.RuneCountInString(after) > shortName {
			before += " " + after // which names more than the attribute
		}
		return before, after
	}
	before = strings.TrimRightFunc(before, grammar)
	runs := strings.FieldsFunc(before, grammar)
	if len(runs) == 0 {
		return "", ""
	}
	attribute = runs[len(runs)-1]
	subject = strings.TrimSuffix(before, attribute)
	if strings.TrimFunc(subject, grammar) == "" { // 澄屿科技总部: one run
		name := s.words.nameAt(attribute)
		if name == "" || name == attribute {
			name = lastRunes(attribute, 2)
		}
		subject = strings.TrimSuffix(attribute, name)
	}
	return subject, attribute
}

// splitWords cuts a question in words: names are its subject, the rest the attribute.
func (s *slot) splitWords() (subject, attribute string) {
	var names, rest []string
	for i, w := range strings.FieldsFunc(s.question.Raw, func(r rune) bool { return text.ClassOf(text.Rune(r)) == text.Other }) {
		folded := text.Fold(w)
		switch {
		case i > 0 && folded != w:
			names = append(names, folded)
		case slices.Contains(strings.Fields(s.question.Stripped), folded):
			rest = append(rest, folded)
		}
	}
	return strings.Join(names, " "), strings.Join(rest, " ")
}

// grammar reports a rune that names nothing.
func grammar(r rune) bool {
	return r != '每' && text.Function(r) || text.ClassOf(r) == text.Other || strings.ContainsRune("有占达约共为", r)
}

// withoutUnit cuts the counted unit that follows 几 and 多少, and notes it.
func (s *slot) withoutUnit(after string) string {
	if s.question.Type != question.Num {
		return after
	}
	if strings.HasPrefix(after, "钱") {
		s.unit = "元"
		return strings.TrimPrefix(after, "钱")
	}
	if found := quantity.Find("3" + after); len(found) > 0 && found[0].Span.Start == 0 && found[0].Unit != "" {
		s.unit = found[0].Unit
		return after[found[0].Span.End-1:]
	}
	return after
}

// anchorOf is the first word of a subject that is not an ordinary one; the first of all
// if every one is.
func anchorOf(subject string, terms []extract.Term) string {
	first := ""
	for at := 0; at < len(subject); {
		word := termAt(subject[at:], terms)
		if word != "" && !text.Common(word) {
			return word
		}
		if first == "" {
			first = word
		}
		_, size := utf8.DecodeRuneInString(subject[at:])
		at += max(len(word), size)
	}
	return first
}

// termAt is the longest term that a text begins with.
func termAt(s string, terms []extract.Term) string {
	best := ""
	for _, t := range terms {
		if len(t.Text) > len(best) && strings.HasPrefix(s, t.Text) && utf8.RuneCountInString(t.Text) > 1 &&
			!isYear(t.Text) && !strings.ContainsFunc(t.Text, text.Function) {
			best = t.Text
		}
	}
	return best
}

func isYear(s string) bool {
	return s != "" && !strings.ContainsFunc(s, func(r rune) bool { return !unicode.IsDigit(r) && r != '年' })
}

// pairs are the pairs of neighbouring ideographs of a text, and its other words.
func pairs(runes []rune) []string {
	var out []string
	for class, sp := range text.Runs(runes) {
		switch {
		case class == text.Other:
		case class == text.Word || sp.Len() == 1:
			out = append(out, string(runes[sp.Start:sp.End]))
		default:
			for i := sp.Start; i+1 < sp.End; i++ {
				out = append(out, string(runes[i:i+2]))
			}
		}
	}
	return out
}

func lastRunes(s string, n int) string {
	runes := []rune(s)
	return string(runes[max(0, len(runes)-n):])
}

// head finds a name of the attribute in a folded clause: the one nearest to at; false if
// there is none.
func (s *slot) head(clause string, at int) (text.Span, bool) {
	var best text.Span
	found := false
	for _, h := range s.heads {
		for from := 0; h != ""; {
			i := strings.Index(clause[from:], h)
			if i < 0 {
				break
			}
			sp := text.Span{Start: from + i, End: from + i + len(h)}
			if !found || gap(sp, at) < gap(best, at) || gap(sp, at) == gap(best, at) && sp.Len() > best.Len() {
				best, found = sp, true
			}
			from = sp.End
		}
	}
	return best, found
}

func gap(sp text.Span, at int) int { return max(sp.Start-at, at-sp.End, 0) }

// most reports whether a folded clause holds most of the attribute's pairs.
func (s *slot) most(clause string) bool {
	n := 0
	for _, g := range s.grams {
		if strings.Contains(clause, g) {
			n++
		}
	}
	return len(s.grams) > 1 && float64(n) >= mostOf*float64(len(s.grams))
}

// touches is a quick look for the attribute in a folded sentence.
func (s *slot) touches(sentence string) bool {
	return slices.ContainsFunc(s.heads, func(h string) bool { return strings.Contains(sentence, h) }) || s.most(sentence) || share(s.terms, sentence) >= nearlyAll
}

// covers is the share of the subject's words, by weight, that a folded text holds: 0 if
// not the one its name begins with, nor each number or model name.
func (s *slot) covers(folded string) float64 {
	if !strings.Contains(folded, s.anchor) {
		return 0
	}
	return share(s.subject, folded)
}

// share is the part of terms, by weight, that a folded text holds: 0 if not each number
// or model name.
func share(terms []extract.Term, folded string) float64 {
	held, all := 0.0, 0.0
	for _, t := range terms {
		all += t.IDF
		switch {
		case strings.Contains(folded, t.Text) || slices.ContainsFunc(t.Synonyms, func(w string) bool { return strings.Contains(folded, w) }):
			held += t.IDF
		case strings.ContainsFunc(t.Text, unicode.IsDigit):
			return 0
		}
	}
	return held / max(all, 1e-9)
}
