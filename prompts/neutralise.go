package prompts

import (
	_ "embed"
	"strings"
	"unicode/utf8"
)

//go:embed data/markup.txt
var markup string

const (
	nonceLength = 32
	rule        = "=====" // on both sides of a nonce: the line between passages
	maxRole     = 16      // bytes of the longest role name
)

// Neutralise makes what a document or a client wrote harmless in a prompt: tokens of
// chat templates, tool calls, role names that open a line, fences and lines like those
// between passages lose the characters they act by to wide ones that look alike and
// that NFKC folds back, so a quote is still found in its document. Characters nobody
// sees are dropped, line ends are "\n". Everything else, Chinese text first of all, is
// left as it is. The result has no more characters than s; neutralising it again
// changes nothing. What a text says in plain words no cleaning can make harmless.
func Neutralise(s string) string {
	s = visible(s)
	w := writer{in: s}
	for start := true; w.at < len(s); {
		if start {
			w.role()
		}
		if w.at < len(s) {
			start = s[w.at] == '\n'
			w.step()
		}
	}
	return w.String()
}

// writer copies in to out. Up to done it has been copied; at is where it reads.
type writer struct {
	in       string
	out      strings.Builder
	done, at int
}

// replace puts with in place of the next n bytes.
func (w *writer) replace(n int, with string) {
	w.out.WriteString(w.in[w.done:w.at])
	w.out.WriteString(with)
	w.at += n
	w.done = w.at
}

func (w *writer) String() string {
	if w.done == 0 {
		return w.in
	}
	w.out.WriteString(w.in[w.done:])
	return w.out.String()
}

// step handles the byte at hand. All that is looked for begins with an ASCII byte.
func (w *writer) step() {
	rest := w.in[w.at:]
	switch b := rest[0]; b {
	case '<':
		w.tag("＜", '>', "＞")
	case '[':
		w.tag("［", ']', "］")
	case '>':
		if before := w.in[:w.at]; strings.HasSuffix(before, "|") || strings.HasSuffix(before, "｜") {
			w.replace(1, "＞")
			return
		}
		w.at++
	case '`':
		w.fence(b, "｀")
	case '"':
		w.fence(b, "＂")
	case '=':
		if n := ruleLength(rest); n > 0 {
			w.replace(n, "…")
			return
		}
		w.at++
	default:
		w.at++
	}
}

// tag replaces the brackets of a tag that is known to act.
func (w *writer) tag(open string, last byte, closing string) {
	rest := w.in[w.at:]
	if rest[0] == '<' && (strings.HasPrefix(rest[1:], "|") || strings.HasPrefix(rest[1:], "｜")) {
		w.replace(1, open)
		return
	}
	n := tagLength(rest)
	if n == 0 {
		w.at++
		return
	}
	w.replace(1, open)
	if w.at += n - 1; w.at < len(w.in) && w.in[w.at] == last {
		w.replace(1, closing)
	}
}

// tagLength is how many bytes the bracket and the name of the tag take that s begins
// with, 0 if it is not a tag to break.
func tagLength(s string) int {
	start := 1
	if strings.HasPrefix(s[1:], "/") {
		start++
	}
	end := start
	for end < len(s) && (isLetter(s[end]) || s[end] == '_' || s[end] == '-' || isDigit(s[end])) {
		end++
	}
	if end == start || end < len(s) && !strings.ContainsRune("> ]=/\t\n", rune(s[end])) {
		return 0
	}
	name := strings.TrimRight(s[start:end], "0123456789")
	if !listed(s[:1] + strings.ReplaceAll(name, "-", "_")) {
		return 0
	}
	return end
}

// listed reports whether markup.txt has the entry.
func listed(entry string) bool {
	return strings.Contains(markup, "\n"+strings.ToLower(entry)+"\n")
}

// fence replaces three or more of b.
func (w *writer) fence(b byte, with string) {
	n := 1
	for w.at+n < len(w.in) && w.in[w.at+n] == b {
		n++
	}
	if n < 3 {
		w.at += n
		return
	}
	w.replace(n, strings.Repeat(with, n))
}

// ruleLength is the length of the line between passages that s begins with, whatever
// its nonce, 0 if it is none.
func ruleLength(s string) int {
	n := 2*len(rule) + nonceLength
	if len(s) < n || s[:len(rule)] != rule || s[n-len(rule):n] != rule || !isNonce(s[len(rule):n-len(rule)]) {
		return 0
	}
	return n
}

// isNonce reports 32 hexadecimal digits.
func isNonce(s string) bool {
	if len(s) != nonceLength {
		return false
	}
	for i := range len(s) {
		if b := s[i] | 0x20; !isDigit(s[i]) && (b < 'a' || b > 'f') {
			return false
		}
	}
	return true
}

// role handles a line that opens with a role: "Assistant:", "### System:",
// "> **User**:", "## Response". The colon and the number signs are replaced.
func (w *writer) role() {
	line := w.in[w.at:]
	name := 0
	for name < len(line) && strings.IndexByte(" \t#*>_-", line[name]) >= 0 {
		name++
	}
	end := name
	for end < len(line) && end-name <= maxRole && (isLetter(line[end]) || line[end] == ' ') {
		end++
	}
	colon := end
	for colon < len(line) && strings.IndexByte(" \t*_", line[colon]) >= 0 {
		colon++
	}
	size := colonSize(line[colon:])
	heading := strings.Contains(line[:name], "#") && (colon == len(line) || line[colon] == '\n')
	if end == name || size == 0 && !heading || !listed(strings.TrimSpace(line[name:end])+":") {
		return
	}
	for _, b := range []byte(line[:name]) {
		if b == '#' {
			w.replace(1, "＃")
		} else {
			w.at++
		}
	}
	w.at += colon - name
	if size > 0 {
		w.replace(size, "﹕")
	}
}

func colonSize(s string) int {
	if r, size := utf8.DecodeRuneInString(s); r == ':' || r == '：' {
		return size
	}
	return 0
}

func isLetter(b byte) bool { return b|0x20 >= 'a' && b|0x20 <= 'z' }

func isDigit(b byte) bool { return b >= '0' && b <= '9' }
