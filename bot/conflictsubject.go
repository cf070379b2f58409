package bot

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"ask/bot/extract"
	"ask/retrieve/text"
)

// anchorOf is the first word of a subject that is not an ordinary one; the first of all
// if every one is.
func anchorOf(subject string, terms []extract.Term) string {
	first := ""
	for at := 0; at < len(subject); {
		word := termAt(subject[at:], terms)
		if _, size := utf8.DecodeRuneInString(subject[at:]); word != "" && utf8.RuneCountInString(word) == 2 {
			// 爬听 of 爬听潮阁 begins no name.
			if next := termAt(subject[at+size:], terms); len(next) > len(word) && !text.Common(next) {
				word, at = next, at+size
			}
		}
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
			!isYear(t.Text) && names(t.Text) {
			best = t.Text
		}
	}
	return best
}

// names reports a term that may name something. A name of three characters or more may
// hold one that elsewhere serves grammar: 若 in 沈若川.
func names(term string) bool {
	const wholeName = 3
	return !strings.ContainsFunc(term, text.Function) || utf8.RuneCountInString(term) >= wholeName && !text.Common(term)
}

func isYear(s string) bool {
	return s != "" && !strings.ContainsFunc(s, func(r rune) bool { return !unicode.IsDigit(r) && r != '年' })
}

// covers is the share of the subject's words, by weight, that a folded text holds: 0 if
// not the one its name begins with, nor each number or model name.
func (s *slot) covers(folded string) float64 {
	if !holds(folded, s.anchor) {
		return s.byNumber(folded)
	}
	return s.shareOf(folded)
}

// shareOf is share of the subject, where a pair of runes across two words counts as held
// if both words are: 云栅 and 滑道 hold 栅滑.
func (s *slot) shareOf(folded string) float64 {
	held, all := 0.0, 0.0
	for _, t := range s.subject {
		all += t.IDF
		switch {
		case holds(folded, t.Text) || slices.ContainsFunc(t.Synonyms, func(w string) bool { return strings.Contains(folded, w) }) || s.straddles(t.Text, folded):
			held += t.IDF
		case strings.ContainsFunc(t.Text, unicode.IsDigit):
			return 0
		}
	}
	return held / max(all, 1e-9)
}

// straddles reports a pair of runes between two terms of the subject that a text holds.
func (s *slot) straddles(pair, folded string) bool {
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

// byNumber is covers for a text that leaves out how the subject's name begins and names
// it by its number (三号线): 0 if the name has none.
func (s *slot) byNumber(folded string) float64 {
	if s.number == "" || s.number == s.anchor || !strings.Contains(folded, s.number) {
		return 0
	}
	return share(s.subject, folded)
}

// holds reports whether a folded text holds a term, or the name that it is short for.
func holds(folded, term string) bool { return strings.Contains(folded, term) || stands(folded, term) }

// stands reports whether a term that ends in the sort of a body (二院) is short for a
// name in a folded text (第二人民医院): its runes stand there in order, with few between.
func stands(folded, term string) bool {
	const (
		bodies  = "院科局委厂校所部处会司行台站馆团队社"
		longest = 4 // runes
		between = 3
	)
	short := []rune(term)
	if len(short) < 2 || len(short) > longest || !strings.ContainsRune(bodies, short[len(short)-1]) || text.Common(term) {
		return false
	}
	for i, r := range folded {
		if r != short[0] {
			continue
		}
		at, n := 1, 0
		for _, c := range folded[i+len(string(r)):] {
			if n++; n > len(short)-1+between || text.ClassOf(c) != text.Han || text.Function(c) {
				break
			}
			if c == short[at] {
				if at++; at == len(short) {
					return true
				}
			}
		}
	}
	return false
}

// share is the part of terms, by weight, that a folded text holds: 0 if not each number
// or model name.
func share(terms []extract.Term, folded string) float64 {
	held, all := 0.0, 0.0
	for _, t := range terms {
		all += t.IDF
		switch {
		case holds(folded, t.Text) || slices.ContainsFunc(t.Synonyms, func(w string) bool { return strings.Contains(folded, w) }):
			held += t.IDF
		case strings.ContainsFunc(t.Text, unicode.IsDigit):
			return 0
		}
	}
	return held / max(all, 1e-9)
}
