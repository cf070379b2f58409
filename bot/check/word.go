package check

import (
	"strings"
	"unicode/utf8"

	"ask/retrieve/text"
)

// wordClass says what a word may do to a statement.
type wordClass uint8

const (
	closedWord  wordClass = iota // serves grammar, or carries no matter
	commonWord                   // an ordinary word of the language
	nameWord                     // no ordinary word: most likely a name, or part of one
	figureWord                   // a quantity
	negatorWord                  // denies
)

// word is a stretch of units that belong together.
type word struct {
	class    wordClass
	from, to int // units, of the slice that was cut
	text     string
}

// words cuts units into words, the longest first: words of the lists, ordinary words,
// and, what is left over between them, names.
func (c *Checker) words(r *reading, units []unit) []word {
	var out []word
	for i := 0; i < len(units); {
		switch u := units[i]; u.sort {
		case number, date:
			j := i + 1
			for j < len(units) && units[j].quantity == u.quantity {
				j++
			}
			out = append(out, word{figureWord, i, j, text.Fold(r.text[u.start:u.end])})
			i = j
		case latin:
			out = append(out, c.latinWord(r, units, i))
			i++
		default:
			j := i + 1
			for j < len(units) && units[j].sort == han && units[j].start == units[j-1].end {
				j++
			}
			out = c.hanWords(out, r.bare(units[i:j]), i)
			i = j
		}
	}
	return out
}

// latinWord classes one word of another script: in a Chinese sentence it is a name; among
// others it is one if it is written with a capital where no sentence begins.
func (c *Checker) latinWord(r *reading, units []unit, i int) word {
	u := units[i]
	w := word{nameWord, i, i + 1, text.Fold(r.text[u.start:u.end])}
	beside := i > 0 && units[i-1].sort == latin || i+1 < len(units) && units[i+1].sort == latin
	switch {
	case c.negations[w.text]:
		w.class = negatorWord
	case c.english[w.text]:
		w.class = closedWord
	case beside && !r.capital(u) && strings.Trim(w.text, "abcdefghijklmnopqrstuvwxyz") == "":
		w.class = commonWord
	}
	return w
}

// hanWords cuts a stretch of Han characters, the first of which is unit at.
func (c *Checker) hanWords(out []word, s string, at int) []word {
	first := len(out)
	add := func(class wordClass, w string) {
		n := utf8.RuneCountInString(w)
		if last := len(out) - 1; class == nameWord && last >= first && out[last].class == nameWord && out[last].to == at {
			out[last].to += n
			out[last].text += w
		} else {
			out = append(out, word{class, at, at + n, w})
		}
		at += n
	}
	for len(s) > 0 {
		listed := c.listed(s)
		size := max(listed, text.CommonPrefix(s))
		if size > listed {
			listed = 0
		}
		w := s[:max(size, 0)]
		switch {
		case listed > 0 && c.negations[w]:
			add(negatorWord, w)
		case listed > 0 && c.neutral[w] && !text.Common(w):
			add(nameWord, w) // 不丹
		case listed > 0 && c.closed[w]:
			add(closedWord, w)
		case size > 0 && utf8.RuneCountInString(w) > 1:
			add(commonWord, w)
		default:
			r, n := utf8.DecodeRuneInString(s)
			class := nameWord
			if text.Function(r) {
				class = closedWord
			} else if listed > 0 {
				class = commonWord
			}
			w, size = s[:n], n
			add(class, w)
		}
		s = s[size:]
	}
	return out
}

func isASCII(s string) bool { return len(s) > 0 && s[0] < utf8.RuneSelf }

// listed is the length of the longest word of the lists that s begins with.
func (c *Checker) listed(s string) int {
	best, end := 0, 0
	for n := 0; n < c.longest && end < len(s); n++ {
		_, size := utf8.DecodeRuneInString(s[end:])
		end += size
		if c.known[s[:end]] {
			best = end
		}
	}
	return best
}
