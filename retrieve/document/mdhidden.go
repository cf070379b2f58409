package document

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// dropHidden removes from Markdown, before anything else looks at it, the raw HTML
// a reader never sees: comments, scripts, hidden elements with all they contain.
// Code spans and fences stay as they are, and so does a tag that is only
// mentioned ("the <script> element").
func dropHidden(text string, removed *removals) string {
	if !strings.Contains(text, "<") {
		return text
	}
	h := &hiddenScan{text: text, removed: removed}
	h.out.Grow(len(text))
	lineStart := true
	for h.pos < len(text) {
		if lineStart && h.fence() {
			continue
		}
		c := text[h.pos]
		lineStart = c == '\n' || lineStart && (c == ' ' || c == '\t')
		switch c {
		case '\\':
			h.copy(min(2, len(text)-h.pos))
		case '`':
			h.codeSpan()
		case '<':
			h.tag()
		default:
			h.copy(1)
		}
	}
	return h.out.String()
}

type hiddenScan struct {
	text    string
	pos     int
	out     strings.Builder
	removed *removals
	noClose map[string]bool // what is known not to be closed from here on
}

func (h *hiddenScan) copy(n int) {
	h.out.WriteString(h.text[h.pos : h.pos+n])
	h.pos += n
}

// fence copies a fenced code block that begins at the current line.
func (h *hiddenScan) fence() bool {
	line, _, _ := strings.Cut(h.text[h.pos:], "\n")
	mark := fenceMark(line)
	if mark == "" || h.noClose[mark[:3]] {
		return false
	}
	end := h.pos + len(line) + 1
	for end < len(h.text) {
		next, _, _ := strings.Cut(h.text[end:], "\n")
		end += len(next) + 1
		if closesFence(next, mark) {
			h.copy(min(end, len(h.text)) - h.pos)
			return true
		}
	}
	h.missing(mark[:3])
	return false // never closed: not taken as code, so that nothing hides in it
}

// fenceMark is the run of ``` or ~~~ that opens a code block, or "".
func fenceMark(line string) string {
	line = strings.TrimLeft(line, " \t")
	for _, c := range []string{"`", "~"} {
		n := len(line) - len(strings.TrimLeft(line, c))
		if n >= 3 && !strings.Contains(line[n:], "`") {
			return line[:n]
		}
	}
	return ""
}

func closesFence(line, mark string) bool {
	line = strings.TrimSpace(line)
	return len(line) >= len(mark) && strings.Trim(line, mark[:1]) == ""
}

// codeSpan copies `code`, if it is closed before the paragraph ends.
func (h *hiddenScan) codeSpan() {
	rest := h.text[h.pos:]
	n := len(rest) - len(strings.TrimLeft(rest, "`"))
	body := rest[n:min(len(rest), n+2000)]
	if end := strings.Index(body, "\n\n"); end >= 0 {
		body = body[:end]
	}
	if end := strings.Index(body, rest[:n]); end >= 0 {
		n += end + n
	}
	h.copy(n)
}

// tag looks at a "<".
func (h *hiddenScan) tag() {
	rest := h.text[h.pos:]
	if strings.HasPrefix(rest, "<!--") {
		h.comment(rest)
		return
	}
	name, attrs, size := openTag(rest)
	a := atom.Lookup([]byte(name))
	if size == 0 || a == 0 || voidElement(a) {
		h.copy(1)
		return
	}
	what := ""
	switch {
	case hiddenAttrs(attrs):
		what = "hidden text"
	case neverShown(a) || a == atom.Form:
		what = name
	default:
		h.copy(size)
		return
	}
	end := h.matching(name, size)
	switch {
	case end > 0:
	case what != "hidden text":
		h.copy(1) // no end tag: it is only mentioned
		return
	case optionalEnd(a):
		end = len(rest)
		if blank := strings.Index(rest, "\n\n"); blank >= 0 {
			end = blank
		}
	default:
		end = len(rest) // a browser hides all that follows, too
	}
	h.drop(what, end)
}

func (h *hiddenScan) drop(what string, size int) {
	h.removed.add(what, h.text[h.pos:h.pos+size])
	h.pos += size
}

func (h *hiddenScan) comment(rest string) {
	if !h.noClose["-->"] {
		if end := strings.Index(rest, "-->"); end >= 0 {
			h.drop("comment", end+3)
			return
		}
		h.missing("-->")
	}
	if before := h.text[:h.pos]; before == "" || strings.HasSuffix(before, "\n") {
		h.drop("comment", len(rest))
		return
	}
	h.copy(4)
}

// openTag parses the start tag s begins with. size is 0 if there is none.
func openTag(s string) (name string, attrs []html.Attribute, size int) {
	if len(s) < 3 || !letter(s[1]) {
		return "", nil, 0
	}
	end := tagEnd(s)
	if end == 0 {
		return "", nil, 0
	}
	z := html.NewTokenizer(strings.NewReader(s[:end]))
	if kind := z.Next(); kind != html.StartTagToken && kind != html.SelfClosingTagToken {
		return "", nil, 0
	}
	token := z.Token()
	return token.Data, token.Attr, end
}

// tagEnd is the position after the ">" of the tag s begins with, quotes respected.
func tagEnd(s string) int {
	quote := byte(0)
	for i := 1; i < len(s) && i < 8192; i++ {
		switch c := s[i]; {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"' || c == '\'':
			quote = c
		case c == '>':
			return i + 1
		case c == '<':
			return 0
		}
	}
	return 0
}

func letter(c byte) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }

// matching is the position after the end tag of the element begun at the current
// position, counted from there, or 0.
func (h *hiddenScan) matching(name string, from int) int {
	if h.noClose[name] {
		return 0
	}
	rest := h.text[h.pos:]
	raw := name == "script" || name == "style" || name == "textarea" || name == "noscript" || name == "iframe"
	depth := 1
	for at := from; ; {
		lt := strings.IndexByte(rest[at:], '<')
		if lt < 0 {
			break
		}
		at += lt
		closing, ok := namedTag(rest[at:], name)
		at++
		switch {
		case !ok:
		case closing:
			if depth--; depth == 0 || raw {
				if end := strings.IndexByte(rest[at:], '>'); end >= 0 {
					return at + end + 1
				}
				return len(rest)
			}
		case !raw:
			depth++
		}
	}
	h.missing(name)
	return 0
}

// missing remembers what is not closed from here on: looking for it again and
// again would be quadratic.
func (h *hiddenScan) missing(name string) {
	if h.noClose == nil {
		h.noClose = map[string]bool{}
	}
	h.noClose[name] = true
}

// namedTag says whether s begins a tag of that name, and whether it is an end tag.
func namedTag(s, name string) (closing, ok bool) {
	i := 1
	if len(s) > 1 && s[1] == '/' {
		closing, i = true, 2
	}
	if len(s) < i+len(name)+1 || !strings.EqualFold(s[i:i+len(name)], name) {
		return false, false
	}
	return closing, strings.IndexByte(" \t\n/>", s[i+len(name)]) >= 0
}

// optionalEnd reports elements whose end tag may be left out.
func optionalEnd(a atom.Atom) bool {
	switch a {
	case atom.P, atom.Li, atom.Td, atom.Th, atom.Tr, atom.Dt, atom.Dd, atom.Option:
		return true
	}
	return false
}
