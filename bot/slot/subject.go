package slot

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"ask/bot/extract"
	"ask/retrieve/text"
)

const (
	minSubject = 0.5 // weight of the subject's words that a source must hold
	nearlyAll  = 0.6 // of all words of the question: a sentence that answers in other words
	ordinary   = 0.5 // weight of an ordinary word of the subject beside one that is a name
)

// take keeps the terms that name something, and those of them that name the subject;
// false if the subject has no name among them.
func (s *Slot) take(terms []extract.Term, subject string) bool {
	named := false
	times := s.words.TimeWords(s.question.Folded)
	for _, t := range terms {
		if t.None && text.Common(t.Text) {
			continue // no source uses the word
		}
		if i := strings.Index(s.question.Folded, t.Text); i >= 0 && slices.ContainsFunc(times, func(sp text.Span) bool { return sp.Start < i+len(t.Text) && i < sp.End }) {
			continue // it straddles a word of time
		}
		if utf8.RuneCountInString(t.Text) < 2 || !t.Names() {
			continue
		}
		s.terms = append(s.terms, t)
		if !strings.Contains(subject, t.Text) || slices.Contains(s.words.parts, t.Text) || t.Year() {
			continue
		}
		if text.Common(t.Text) {
			t.IDF *= ordinary
		} else {
			named = true
		}
		s.subject = append(s.subject, t)
	}
	if len(s.subject) == 0 && s.anchor != "" && s.anchor == s.number {
		s.subject, named = []extract.Term{{Text: s.number, IDF: 1}}, true
	}
	return named
}

// covers is the share of the subject's words, by weight, that a folded text holds: 0 if
// not the one its name begins with, nor each number or model name.
func (s *Slot) covers(folded string) float64 {
	short, full := s.fullName()
	if short != "" && strings.Contains(folded, short) {
		folded += "\n" + full
	}
	if !(extract.Term{Text: s.anchor}).In(folded) {
		return s.byNumber(folded)
	}
	return s.shareOf(folded)
}

// fullName is the name of a place as the question gives it, with what it is, and without
// that, as texts often give it (槐津 of 槐津村); "" if the question does not name it so.
func (s *Slot) fullName() (short, full string) {
	const ends, shortest = "省市县区镇乡村路厂社馆店院", 2
	i := strings.Index(s.question.Folded, s.anchor)
	if i < 0 || s.anchor == "" || s.anchor == s.number {
		return "", ""
	}
	full = s.anchor
	if r, size := utf8.DecodeRuneInString(s.question.Folded[i+len(s.anchor):]); strings.ContainsRune(ends, r) {
		full = s.question.Folded[i : i+len(s.anchor)+size]
	}
	r, size := utf8.DecodeLastRuneInString(full)
	if short = full[:len(full)-size]; !strings.ContainsRune(ends, r) || utf8.RuneCountInString(short) < shortest {
		return "", ""
	}
	return short, full
}

// shareOf is share of the subject, where a pair of runes across two words counts as held
// if both words are: 云栅 and 滑道 hold 栅滑.
func (s *Slot) shareOf(folded string) float64 {
	held, all := 0.0, 0.0
	for _, t := range s.subject {
		all += t.IDF
		switch {
		case t.In(folded) || s.straddles(t.Text, folded):
			held += t.IDF
		case strings.ContainsFunc(t.Text, unicode.IsDigit):
			return 0
		}
	}
	return held / max(all, 1e-9)
}

// straddles reports a pair of runes between two terms of the subject that a text holds.
func (s *Slot) straddles(pair, folded string) bool {
	runes := []rune(pair)
	if len(runes) != 2 {
		return false
	}
	side := func(cut func(s, part string) bool, r rune) bool {
		return slices.ContainsFunc(s.subject, func(t extract.Term) bool {
			return t.Text != pair && cut(t.Text, string(r)) && strings.Contains(folded, t.Text)
		})
	}
	return side(strings.HasSuffix, runes[0]) && side(strings.HasPrefix, runes[1])
}

// byNumber is covers for a text that leaves out how the subject's name begins: one that names
// it by its number (三号线), or one of all that bear numbers, which names none; else 0.
func (s *Slot) byNumber(folded string) float64 {
	switch {
	case s.number != "" && s.number == s.anchor && !s.words.rules["NUMBERED"].MatchString(folded):
		rest := slices.DeleteFunc(slices.Clone(s.subject), func(t extract.Term) bool {
			return strings.Contains(s.number, t.Text) || s.straddles(t.Text, s.number+folded)
		})
		return min(enough, extract.Share(rest, folded))
	case s.number == "" || s.number == s.anchor || !strings.Contains(folded, s.number):
		return 0
	}
	return extract.Share(s.subject, folded)
}

// kin reports a text that names its subject by the sort of thing it is: 学院 for the
// school that the whole document is about.
func (s *Slot) kin(near string) bool {
	return len(s.subject) > 0 && strings.Contains(near, lastRunes(s.subject[len(s.subject)-1].Text, 2))
}
