package segment

import (
	"unicode/utf8"

	"ask/retrieve/text"
)

// maxTermRunes bounds the words tried at one place of a question.
const maxTermRunes = 8

// Vocabulary cuts questions by the terms an index holds, without any dictionary.
type Vocabulary struct {
	// Has reports whether the index holds a term.
	Has func(term string) bool
}

// Cut gives the terms of a folded question that the index holds: at each place the
// longest indexed word, plus the shorter indexed words of two runes inside it, each
// once, in order of appearance. A lone rune counts where no longer word starts.
func (v Vocabulary) Cut(folded string) []string {
	runes := []rune(folded)
	c := cutter{has: v.Has, seen: map[string]bool{}}
	for i := 0; i < len(runes); {
		switch text.ClassOf(runes[i]) {
		case text.Han:
			i += c.han(runes[i:])
		case text.Word:
			i += c.word(runes[i:])
		default:
			i++
		}
	}
	return c.terms
}

type cutter struct {
	has   func(string) bool
	seen  map[string]bool
	terms []string
}

func (c *cutter) add(term string) {
	if !c.seen[term] {
		c.seen[term] = true
		c.terms = append(c.terms, term)
	}
}

// han takes the longest indexed word that runes start with and returns its length, 1
// if there is none.
func (c *cutter) han(runes []rune) int {
	n := 0
	for n < len(runes) && n < maxTermRunes && text.ClassOf(runes[n]) == text.Han {
		n++
	}
	for ; n > 1; n-- {
		word := string(runes[:n])
		if !c.has(word) {
			continue
		}
		c.add(word)
		for i := 0; n > 2 && i+2 <= n; i++ {
			if part := string(runes[i : i+2]); c.has(part) {
				c.add(part)
			}
		}
		return n
	}
	if one := string(runes[0]); !text.Function(runes[0]) && c.has(one) {
		c.add(one)
	}
	return 1
}

func (c *cutter) word(runes []rune) int {
	n := 0
	for n < len(runes) && text.ClassOf(runes[n]) == text.Word {
		n++
	}
	if w := string(runes[:n]); utf8.ValidString(w) && c.has(w) {
		c.add(w)
	}
	return n
}
