package document

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// blockKind is what a block was in its source format.
type blockKind int

const (
	paragraph blockKind = iota
	heading
	item // of a list
	row  // of a table
	code
)

// block is one line of a document's text.
type block struct {
	kind  blockKind
	level int // of a heading
	text  string
	// link means that all of the text is the label of a link.
	link bool
	// menu means that it is three or more short ones beside each other.
	menu bool
	// after is set when a blank line, or anything but a paragraph, came before.
	after bool
}

// assemble joins blocks into text and finds the headings in it.
func assemble(blocks []block) (string, []Heading) {
	size := 0
	for _, b := range blocks {
		size += len(b.text) + 1
	}
	var text strings.Builder
	text.Grow(size)
	var headings []Heading
	for _, b := range blocks {
		if text.Len() > 0 {
			text.WriteByte('\n')
		}
		if b.kind == heading {
			headings = append(headings, Heading{Level: min(max(b.level, 1), 6), Start: text.Len(), End: text.Len() + len(b.text)})
		}
		text.WriteString(b.text)
	}
	return text.String(), headings
}

// collapse trims s and makes every run of white space one space, or nothing when
// the run holds a line end between two Chinese characters (a hard-wrapped line).
// It returns s itself when there is nothing to do.
func collapse(s string) string {
	s = strings.TrimFunc(s, unicode.IsSpace)
	if tidy(s) {
		return s
	}
	var out strings.Builder
	out.Grow(len(s))
	prev := rune(-1)
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		if !unicode.IsSpace(r) {
			out.WriteString(s[i : i+size])
			prev = r
			i += size
			continue
		}
		end, wrapped := i, false
		for end < len(s) {
			r, size := utf8.DecodeRuneInString(s[end:])
			if !unicode.IsSpace(r) {
				break
			}
			wrapped = wrapped || r == '\n'
			end += size
		}
		next, _ := utf8.DecodeRuneInString(s[end:])
		if !wrapped || !cjk(prev) || !cjk(next) {
			out.WriteByte(' ')
		}
		i = end
	}
	return out.String()
}

// tidy says that s has only single plain spaces.
func tidy(s string) bool {
	for i := 0; i < len(s); {
		b := s[i]
		if b >= utf8.RuneSelf {
			// Three-byte leads from U+4000 on hold no space.
			if b >= 0xe4 && i+2 < len(s) {
				i += 3
				continue
			}
			r, size := utf8.DecodeRuneInString(s[i:])
			if unicode.IsSpace(r) {
				return false
			}
			i += size
			continue
		}
		if b < ' ' || b == ' ' && i+1 < len(s) && s[i+1] == ' ' {
			return false
		}
		if b == ' ' && i+1 < len(s) && s[i+1] >= utf8.RuneSelf {
			if r, _ := utf8.DecodeRuneInString(s[i+1:]); unicode.IsSpace(r) {
				return false
			}
		}
		i++
	}
	return true
}

// cjk reports characters written without spaces between them.
func cjk(r rune) bool {
	return r >= 0x2E80 && r <= 0x9FFF || r >= 0xF900 && r <= 0xFAFF || r >= 0xFE30 && r <= 0xFE4F ||
		r >= 0xFF00 && r <= 0xFFEF || r >= 0x20000 && r <= 0x3FFFF || r == '“' || r == '”' || r == '…' || r == '—'
}

// width is the number of columns s takes, two for a Chinese character.
func width(s string) int {
	n := 0
	for _, r := range s {
		n++
		if cjk(r) {
			n++
		}
	}
	return n
}
