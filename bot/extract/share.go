package extract

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"ask/retrieve/text"
)

// Names reports a term that may name something. A name of three characters or more may
// hold one that elsewhere serves grammar: 若 in 沈若川.
func (t Term) Names() bool {
	const wholeName = 3
	return !strings.ContainsFunc(t.Text, text.Function) || utf8.RuneCountInString(t.Text) >= wholeName && !text.Common(t.Text)
}

// Year reports a term of digits and 年 alone.
func (t Term) Year() bool {
	return t.Text != "" && !strings.ContainsFunc(t.Text, func(r rune) bool { return !unicode.IsDigit(r) && r != '年' })
}

// In reports whether a folded text holds the term, a synonym, or the name that the term is
// short for: 第二人民医院 for 二院.
func (t Term) In(folded string) bool {
	return contains(folded, t.Text) || stands(folded, t.Text) ||
		slices.ContainsFunc(t.Synonyms, func(w string) bool { return strings.Contains(folded, w) })
}

// contains reports whether a folded text holds a term, which does not begin inside a number:
// 7路 is not in 17路.
func contains(folded, term string) bool {
	for from := 0; ; {
		i := strings.Index(folded[from:], term)
		if i < 0 || term == "" {
			return false
		}
		i += from
		if i == 0 || !isDigit(term[0]) || !isDigit(folded[i-1]) {
			return true
		}
		from = i + 1
	}
}

func isDigit(b byte) bool { return '0' <= b && b <= '9' }

// Share is the part of terms, 0 to 1 by weight, that a folded text holds: 0 if not each
// number or model name.
func Share(terms []Term, folded string) float64 {
	held, all := 0.0, 0.0
	for _, t := range terms {
		all += t.IDF
		switch {
		case t.In(folded):
			held += t.IDF
		case strings.ContainsFunc(t.Text, unicode.IsDigit):
			return 0
		}
	}
	return held / max(all, 1e-9)
}

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
