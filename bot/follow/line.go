package follow

import (
	"slices"
	"strings"

	"ask/retrieve/text"
)

// token is a piece of a line, in runes. Its class is one of data/words.txt or one of:
//
//	entity   a name, of some sort
//	date     a year, month or day
//	ordinal  第三条, Q2
//	rest     characters no list knows; lone ones only, after names are joined
//	latin    a word of letters and digits that may be part of a name
//	number   digits
//	word     an ordinary word
//	function a character of grammar that is in no list
//	punct    anything else
type token struct {
	start, end int
	class      string
	sort       Sort
}

// is reports whether the class is one of these, or below one that ends in a dot.
func (t token) is(classes ...string) bool {
	for _, c := range classes {
		if t.class == c || strings.HasSuffix(c, ".") && strings.HasPrefix(t.class, c) {
			return true
		}
	}
	return false
}

// line is a question or an answer cut into tokens. raw and folded run in step.
type line struct {
	raw, folded []rune
	toks        []token
	chinese     bool
	statement   bool // an answer: it asks nothing
}

func (l *line) text(t token) string { return string(l.raw[t.start:t.end]) }

func (l *line) foldedText(t token) string { return string(l.folded[t.start:t.end]) }

// find gives the index of the first token of these classes at or after from, or -1.
func (l *line) find(from int, classes ...string) int {
	for i := from; i < len(l.toks); i++ {
		if l.toks[i].is(classes...) {
			return i
		}
	}
	return -1
}

func (l *line) has(classes ...string) bool { return l.find(0, classes...) >= 0 }

// adjacent reports whether nothing stands between tokens i and i+1.
func (l *line) adjacent(i int) bool {
	return i >= 0 && i+1 < len(l.toks) && l.toks[i].end == l.toks[i+1].start
}

// content gives the tokens that are no punctuation.
func (l *line) content() []token {
	return slices.DeleteFunc(slices.Clone(l.toks), func(t token) bool { return t.class == "punct" })
}

// end is where the line ends but for its last punctuation.
func (l *line) end() int {
	for i := len(l.toks) - 1; i >= 0; i-- {
		if l.toks[i].class != "punct" {
			return l.toks[i].end
		}
	}
	return 0
}

// edit replaces raw[start:end] of a line.
type edit struct {
	start, end int
	text       string
}

// apply gives the line with its edits made; they may not overlap. Words of letters are
// kept apart by a space.
func (l *line) apply(edits ...edit) string {
	slices.SortStableFunc(edits, func(a, b edit) int { return a.start - b.start })
	var out []rune
	add := func(s []rune) {
		if len(out) > 0 && len(s) > 0 && asciiWord(out[len(out)-1]) && asciiWord(s[0]) {
			out = append(out, ' ')
		}
		out = append(out, s...)
	}
	at := 0
	for _, e := range edits {
		if e.start < at {
			continue
		}
		out = append(out, l.raw[at:e.start]...)
		add([]rune(e.text))
		at = e.end
		if e.end < len(l.raw) && len(out) > 0 && asciiWord(out[len(out)-1]) && asciiWord(l.raw[e.end]) {
			out = append(out, ' ')
		}
	}
	return strings.TrimSpace(string(append(out, l.raw[at:]...)))
}

func asciiWord(r rune) bool {
	return r < 0x80 && latin(text.Rune(r))
}
