package guard

import (
	_ "embed" // the list of top-level domains
	"strings"
	"unicode/utf8"
)

// domains holds the endings by which a bare name is taken for an address, between spaces.
// Those that are also endings of file names (sh, rs, py, md, …) are not among them.
//
//go:embed data/domains.txt
var domains string

// bracket handles "[": a citation stays, of a link only the label, of a definition
// nothing.
func (c *cleaner) bracket(rest string) {
	end := closing(rest, '[', ']')
	if end < 0 {
		c.copy(1)
		return
	}
	label, after := rest[1:end-1], rest[end:]
	switch {
	case strings.HasPrefix(after, ":") && c.startsLine() && isDestination(strings.TrimSpace(firstLine(after[1:]))):
		c.i += end + 1 + len(firstLine(after[1:]))
	case strings.HasPrefix(after, "(") && (!isCitation(rest) || isDestination(destination(after))):
		n := closing(after, '(', ')')
		if n < 0 {
			if !isDestination(destination(after)) {
				c.copy(1)
				return
			}
			n = 1 + len(destination(after))
		}
		if isCitation(rest) {
			label = rest[:end]
		}
		c.out.WriteString(label)
		c.i += end + n
	case template(rest[:end]):
		c.drop(end)
	default:
		c.copy(1)
	}
}

// target drops the address of a link whose label began in another sentence.
func (c *cleaner) target(after string) {
	if !strings.HasPrefix(after, "(") || !isDestination(destination(after)) {
		return
	}
	if n := closing(after, '(', ')'); n > 0 {
		c.i += n
		return
	}
	c.i += 1 + len(destination(after))
}

// startsLine reports whether nothing but space stands before on the line.
func (c *cleaner) startsLine() bool {
	before := c.s[:c.i]
	return strings.TrimSpace(before[strings.LastIndexByte(before, '\n')+1:]) == ""
}

func firstLine(s string) string {
	line, _, _ := strings.Cut(s, "\n")
	return line
}

// destination is what follows "(" up to a space, ")" or the end.
func destination(s string) string {
	s = s[1:]
	if end := strings.IndexAny(s, " \n)"); end >= 0 {
		s = s[:end]
	}
	return s
}

// isDestination reports whether s can be the address of a link rather than a remark.
func isDestination(s string) bool {
	s, _, _ = strings.Cut(s, " ")
	return s != "" && (strings.ContainsAny(s[:1], "/#<.?\\") || strings.Contains(s, ":") || strings.Contains(s, "//") || host(s) > 0)
}

// isCitation reports whether s begins with a citation mark: [1], [1,2] or [1-3].
func isCitation(s string) bool {
	end := strings.IndexByte(s, ']')
	return end > 1 && s[0] == '[' && strings.Trim(s[1:end], "0123456789,-– 、，") == "" && strings.ContainsAny(s[1:end], "0123456789")
}

// maxNested is the longest bracket, in bytes, whose end is looked for.
const maxNested = 4096

// closing is the length of the bracket s begins with, negative if it does not end on its
// line.
func closing(s string, open, close byte) int {
	depth := 0
	for i := 0; i < min(len(s), maxNested); i++ {
		switch s[i] {
		case open:
			depth++
		case close:
			if depth--; depth == 0 {
				return i + 1
			}
		case '\n':
			return -1
		}
	}
	return -1
}

// address is the length of the address rest begins with, 0 for none.
func (c *cleaner) address(rest string) int {
	if strings.HasPrefix(rest, "//") && !c.afterWord() && host(rest[2:]) > 0 {
		return 2 + tailLen(rest[2:])
	}
	if !wordByte(rest[0]) || c.afterWord() {
		return 0
	}
	if n := scheme(rest); n > 0 {
		return n + tailLen(rest[n:])
	}
	if c.i > 0 && c.s[c.i-1] == '@' {
		return 0 // the host of an e-mail address
	}
	n := host(rest)
	if n == 0 || strings.HasPrefix(rest[n:], "@") {
		return 0
	}
	return n + tailLen(rest[n:])
}

// tailLen is how far an address goes on: to a space, a quotation mark, a bracket that was
// not opened in it, or Chinese.
func tailLen(s string) int {
	depth := 0
	for i := 0; i < len(s); i++ {
		switch b := s[i]; {
		case b <= ' ' || b >= utf8.RuneSelf || strings.IndexByte("\"'<>`|[]{}", b) >= 0:
			return trimTail(s[:i])
		case b == '(':
			depth++
		case b == ')':
			if depth--; depth < 0 {
				return trimTail(s[:i])
			}
		}
	}
	return trimTail(s)
}

// trimTail leaves the marks that end a sentence behind an address out of it.
func trimTail(s string) int { return len(strings.TrimRight(s, ".,;!?")) }

// scheme is the length of the scheme rest begins with, with its colon: any before "//", and
// those that need none.
func scheme(rest string) int {
	i := 0
	for i < len(rest) && (wordByte(rest[i]) || i > 0 && strings.IndexByte("+.-", rest[i]) >= 0) {
		i++
	}
	if i < 2 || i >= len(rest) || rest[i] != ':' {
		return 0
	}
	after := rest[i+1:]
	if strings.HasPrefix(after, "//") {
		return i + 3
	}
	if after == "" || after[0] <= ' ' {
		return 0
	}
	switch strings.ToLower(rest[:i]) {
	case "javascript", "vbscript", "livescript", "file", "blob", "magnet", "view-source", "jar", "intent", "smb":
		return i + 1
	case "mailto", "tel", "sms", "callto", "skype", "steam", "discord":
		if wordByte(after[0]) || after[0] == '+' || after[0] == '/' {
			return i + 1
		}
	case "data":
		if kind, _, found := strings.Cut(after[:min(len(after), 40)], "/"); found && strings.Trim(strings.ToLower(kind), "abcdefghijklmnopqrstuvwxyz-") == "" || after[0] == ',' || after[0] == ';' {
			return i + 1
		}
	}
	return 0
}

// host is the length of the host name rest begins with, with a port: labels with dots
// between, the last a known ending, or any with a path behind or "www." before.
func host(rest string) int {
	i, dots, label := 0, 0, 0
	for i < len(rest) {
		b := rest[i]
		if wordByte(b) || (b == '-' || b == '_') && i > label {
			i++
			continue
		}
		if b != '.' || i == label || i+1 >= len(rest) || !wordByte(rest[i+1]) {
			break
		}
		i++
		dots++
		label = i
	}
	if dots == 0 {
		return 0
	}
	ending := strings.ToLower(rest[label:i])
	path := i < len(rest) && rest[i] == '/' && strings.Trim(ending, "abcdefghijklmnopqrstuvwxyz") == "" && len(ending) > 1
	www := len(rest) > 4 && strings.EqualFold(rest[:4], "www.")
	if strings.HasPrefix(ending, "xn--") || path || www || strings.Contains(domains, " "+ending+" ") {
		return i
	}
	return 0
}
