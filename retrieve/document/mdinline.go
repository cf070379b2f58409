package document

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// inlineMarks is what the markup around a line said about it.
type inlineMarks struct {
	bold bool // all of it was strong
	link bool // all of it was the label of links
}

// inline strips the markup of one line in time linear in its length.
func (p *mdParser) inline(line string) (string, inlineMarks) {
	if !strings.ContainsAny(line, "\\`*_~[!<&(") && !strings.Contains(line, "（[") {
		return collapse(line), inlineMarks{}
	}
	w := &inlineWriter{src: line, defs: p.defs, removed: p.removed, closes: brackets(line)}
	for w.pos < len(line) {
		w.step()
	}
	return w.finish()
}

// brackets pairs "[" with "]", skipping escapes and code spans.
func brackets(s string) map[int]int {
	pairs := map[int]int{}
	var open []int
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case '`':
			if end := codeEnd(s[i:]); end > 0 {
				i += end - 1
			}
		case '[':
			open = append(open, i)
		case ']':
			if len(open) > 0 {
				pairs[open[len(open)-1]] = i
				open = open[:len(open)-1]
			}
		}
	}
	return pairs
}

// codeEnd is the length of the code span s begins with, or 0.
func codeEnd(s string) int {
	n := len(s) - len(strings.TrimLeft(s, "`"))
	if end := strings.Index(s[n:min(len(s), n+4096)], s[:n]); end > 0 {
		return n + end + n
	}
	return 0
}

type inlineWriter struct {
	src       string
	pos       int
	defs      map[string]bool
	removed   *removals
	closes    map[int]int // "[" to its "]"
	jump      map[int]int // "]" of a link to the end of its target
	out       strings.Builder
	drop      []int // positions in out of marks to remove, one byte each
	open      []mark
	runs      int  // runs of two or more stars
	lone      int  // position in out of the only such run, if it may be an operator
	linkUntil int  // where the label of the open link ends
	plain     bool // there was text outside links
}

// mark is a "*" or "_" that may open emphasis.
type mark struct {
	char byte
	at   int
}

func (w *inlineWriter) step() {
	rest := w.src[w.pos:]
	switch c := rest[0]; c {
	case '\\':
		w.escape(rest)
	case '`':
		w.codeSpan(rest)
	case '*', '_', '~':
		w.emphasis(rest, c)
	case '!':
		if !w.image() {
			w.literal(1)
		}
	case '[':
		w.bracket()
	case ']':
		if end, ok := w.jump[w.pos]; ok {
			w.pos = end
			return
		}
		w.literal(1)
	case '(', 0xEF:
		if !w.citation(rest) {
			w.literalRune(rest)
		}
	case '<':
		w.tag(rest)
	case '&':
		w.entity(rest)
	default:
		next := strings.IndexAny(rest[1:], "\\`*_~![]<&(（")
		if next < 0 {
			next = len(rest) - 1
		}
		w.literal(next + 1)
	}
}

func (w *inlineWriter) literalRune(rest string) {
	_, size := utf8.DecodeRuneInString(rest)
	w.literal(size)
}

func (w *inlineWriter) literal(n int) {
	s := w.src[w.pos : w.pos+n]
	w.plain = w.plain || w.pos >= w.linkUntil && strings.IndexFunc(s, unicode.IsLetter) >= 0
	w.out.WriteString(s)
	w.pos += n
}

func (w *inlineWriter) escape(rest string) {
	if len(rest) > 1 && strings.IndexByte("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~", rest[1]) >= 0 {
		w.pos++
	}
	w.literal(1)
}

func (w *inlineWriter) codeSpan(rest string) {
	end := codeEnd(rest)
	if end == 0 {
		// A stray mark is noise: nothing it could mean is lost.
		w.pos += len(rest) - len(strings.TrimLeft(rest, "`"))
		return
	}
	n := len(rest) - len(strings.TrimLeft(rest, "`"))
	w.plain = true
	w.out.WriteString(rest[n : end-n])
	w.pos += end
}

// emphasis handles a run of "*", "_" or "~". Scraped pages break the pairs
// ("**…****"), so runs of two or more go wherever they stand, unless the only one
// is between letters and may be an operator.
func (w *inlineWriter) emphasis(rest string, c byte) {
	n := len(rest) - len(strings.TrimLeft(rest, string(c)))
	before, _ := utf8.DecodeLastRuneInString(w.src[:w.pos])
	after, _ := utf8.DecodeRuneInString(rest[n:])
	if w.pos == 0 {
		before = ' '
	}
	if n == len(rest) {
		after = ' '
	}
	at := w.out.Len()
	switch {
	case n == 1 && c == '~', n > 1 && c == '_' && word(before) && word(after),
		unicode.IsSpace(before) && unicode.IsSpace(after) && w.pos > 0 && n < len(rest):
		w.literal(n)
		return
	case n >= 2:
		w.runs++
		w.lone = -1
		if w.runs == 1 && ascii(after) && !unicode.IsSpace(after) && before < 0x80 && w.pos > 0 {
			w.lone = at
		}
		for i := range n {
			w.drop = append(w.drop, at+i)
		}
	default:
		w.single(c, at, before, after)
	}
	w.out.WriteString(rest[:n])
	w.pos += n
}

// single pairs one "*" or "_" with an earlier one.
func (w *inlineWriter) single(c byte, at int, before, after rune) {
	if c == '_' && word(before) && word(after) || unicode.IsDigit(before) && unicode.IsDigit(after) {
		return
	}
	last := len(w.open) - 1
	if last >= 0 && w.open[last].char == c && !unicode.IsSpace(before) && w.open[last].at < at-1 {
		w.drop = append(w.drop, w.open[last].at, at)
		w.open = w.open[:last]
		return
	}
	if !unicode.IsSpace(after) {
		w.open = append(w.open, mark{c, at})
	}
}

func ascii(r rune) bool { return r < 0x80 }

// word reports what "_" joins into a name.
func word(r rune) bool { return r < 0x80 && (unicode.IsLetter(r) || unicode.IsDigit(r)) }

// finish takes the marked bytes out and says what the marks meant.
func (w *inlineWriter) finish() (string, inlineMarks) {
	raw := w.out.String()
	marks := inlineMarks{link: len(w.jump) > 0 && !w.plain}
	if len(w.drop) == 0 || w.runs == 1 && w.lone >= 0 && len(w.drop) == w.runLength(raw) {
		return collapse(raw), marks
	}
	trimmed := strings.TrimSpace(raw)
	marks.bold = strings.HasPrefix(trimmed, "**") && strings.HasSuffix(trimmed, "**")
	dropped := make(map[int]bool, len(w.drop))
	for _, at := range w.drop {
		dropped[at] = true
	}
	var out strings.Builder
	out.Grow(len(raw))
	for i := range len(raw) {
		if !dropped[i] {
			out.WriteByte(raw[i])
		}
	}
	return collapse(out.String()), marks
}

// runLength is the length of the run of marks at w.lone.
func (w *inlineWriter) runLength(raw string) int {
	rest := raw[w.lone:]
	return len(rest) - len(strings.TrimLeft(rest, rest[:1]))
}

// tag strips inline HTML. What is no HTML element ("<think>", "a < b") stays.
func (w *inlineWriter) tag(rest string) {
	end := tagEnd(rest)
	if end == 0 {
		w.literal(1)
		return
	}
	inner := rest[1 : end-1]
	if strings.HasPrefix(inner, "http://") || strings.HasPrefix(inner, "https://") || strings.HasPrefix(inner, "mailto:") {
		w.pos++
		w.literal(len(inner))
		w.pos++
		return
	}
	name := strings.ToLower(strings.TrimPrefix(inner, "/"))
	name = name[:len(name)-len(strings.TrimLeft(name, "abcdefghijklmnopqrstuvwxyz0123456789"))]
	a := atom.Lookup([]byte(name))
	switch {
	case a == atom.Br:
		w.out.WriteByte(' ')
	case a == atom.Img:
		w.removed.add("image", rest[:end])
	case voidElement(a) && strings.Contains(inner, "="):
		w.removed.add("hidden text", rest[:end])
	case !stripped(a):
		w.literal(1)
		return
	}
	w.pos += end
}

// stripped reports elements whose tags carry no meaning in a line. Others, such as
// <title> or <form> in a sentence about HTML, are being talked about.
func stripped(a atom.Atom) bool {
	switch a {
	case atom.P, atom.Div, atom.Center, atom.Section, atom.Article, atom.Hr, atom.Td, atom.Tr, atom.Th, atom.Figure, atom.Figcaption,
		atom.Summary, atom.Details, atom.Li, atom.Ul, atom.Ol:
		return true
	}
	return a != 0 && inline(a)
}

// entity decodes "&amp;" and "&#36755;".
func (w *inlineWriter) entity(rest string) {
	end := strings.IndexByte(rest[:min(len(rest), 33)], ';')
	if end > 1 {
		if text := html.UnescapeString(rest[:end+1]); text != rest[:end+1] {
			w.plain = true
			w.out.WriteString(text)
			w.pos += end + 1
			return
		}
	}
	w.literal(1)
}
