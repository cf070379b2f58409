package discord

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// plain makes a text of a document, a model or a person show as the characters it
// consists of, whatever Discord would make of them: its own signs are escaped, addresses
// and mass mentions are defused so that no client finds them, and what cannot be seen is
// left out. Only [n] for n up to citations stays as it is.
func plain(s string, citations int) string {
	s = visible(s)
	var b strings.Builder
	lineStart := true
	for i := 0; i < len(s); {
		if n := citation(s[i:], citations); n > 0 {
			b.WriteString(s[i : i+n])
			i += n
			lineStart = false
			continue
		}
		if n := addressLength(s, i); n > 0 {
			b.WriteString(escaped(defused(s[i : i+n])))
			i += n
			lineStart = false
			continue
		}
		if n := mentionLength(s[i:]); n > 0 {
			b.WriteString("‹" + escaped(s[i+1:i+n-1]) + "›")
			i += n
			lineStart = false
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == '@' && massMention(s[i+1:]):
			b.WriteString("＠")
		case special(r), lineStart && strings.ContainsRune(">#-+", r), r == '.' && numbered(s[:i]) && (i+1 == len(s) || s[i+1] == ' '), i > 0 && joined(s[i-1], r):
			b.WriteByte('\\')
			b.WriteRune(r)
		default:
			b.WriteRune(r)
		}
		i += n
		lineStart = r == '\n' || lineStart && unicode.IsSpace(r)
	}
	return b.String()
}

// special reports whether a sign means something to Discord wherever it stands. Every
// ASCII sign can be escaped there.
func special(r rune) bool { return strings.ContainsRune("\\`*_~|<[]", r) }

// joined reports whether two signs mean something together: a mention, the target of a
// link. Both are escaped, so that no filter that reads the source takes them for one.
func joined(before byte, r rune) bool {
	return before == '<' && strings.ContainsRune("@#/:", r) || before == ']' && r == '('
}

// citation is the length of a mark [n] at the start of s, n from 1 to most.
func citation(s string, most int) int {
	if s[0] != '[' {
		return 0
	}
	n := 0
	for i := 1; i < min(len(s), 6); i++ {
		switch c := s[i]; {
		case c >= '0' && c <= '9':
			n = 10*n + int(c-'0')
		case c == ']' && i > 1 && n >= 1 && n <= most && s[1] != '0':
			return i + 1
		default:
			return 0
		}
	}
	return 0
}

// mentionLength is the length of what Discord turns into a user, a role, a channel, a
// command, a time or a picture, at the start of s. An escape would do to keep it from that;
// other brackets also keep it from whoever reads the source or copies the text.
func mentionLength(s string) int {
	const longest = 120
	end := strings.IndexByte(s[:min(len(s), longest)], '>')
	if s[0] != '<' || end < 3 || !strings.ContainsAny(s[:end], "0123456789") || strings.ContainsAny(s[1:end], "<\n") {
		return 0
	}
	for _, start := range []string{"@", "#", "/", ":", "t:", "a:", "id:", "+"} {
		if strings.HasPrefix(s[1:], start) {
			return end + 1
		}
	}
	return 0
}

// numbered reports whether a line consists of digits so far: with a dot it is a list.
func numbered(before string) bool {
	line := strings.TrimLeft(before[strings.LastIndexByte(before, '\n')+1:], " ")
	return line != "" && strings.Trim(line, "0123456789") == ""
}

func massMention(rest string) bool {
	rest = strings.ToLower(rest[:min(len(rest), len("everyone"))])
	return strings.HasPrefix(rest, "everyone") || strings.HasPrefix(rest, "here")
}

// addressLength is the length of an address at s[i:]: scheme://…, www.…, or a host with a
// path. 0 is none.
func addressLength(s string, i int) int {
	if i > 0 && wordByte(s[i-1]) || !wordByte(s[i]) {
		return 0
	}
	end := i
	for end < len(s) && (wordByte(s[end]) || s[end] == '-' || s[end] == '.' || s[end] == '+') {
		end++
	}
	head := strings.TrimRight(s[i:end], ".-+")
	rest := s[i+len(head):]
	dot := strings.LastIndexByte(head, '.')
	switch {
	case strings.HasPrefix(rest, "://"):
		return len(head) + addressTail(rest)
	case dot <= 0 || !letters(head[dot+1:]):
		return 0
	case strings.HasPrefix(rest, "/") && !strings.HasPrefix(rest, "/ "), strings.HasPrefix(rest, ":") && len(rest) > 1 && rest[1] >= '0' && rest[1] <= '9':
		return len(head) + addressTail(rest)
	case strings.HasPrefix(strings.ToLower(head), "www."):
		return len(head)
	}
	return 0
}

// addressTail is how far an address goes on.
func addressTail(s string) int {
	n := strings.IndexFunc(s, func(r rune) bool {
		return r <= ' ' || r >= 0x2E80 || strings.ContainsRune("<>\"`|[]{}\\^", r)
	})
	if n < 0 {
		n = len(s)
	}
	return len(strings.TrimRight(s[:n], ".,;:!?')"))
}

// defused writes an address so that it reads but leads nowhere: hxxps[:]//host[.]example.
func defused(s string) string {
	if strings.HasPrefix(strings.ToLower(s), "http") {
		s = "hxxp" + s[len("http"):]
	}
	return strings.NewReplacer(".", "[.]", ":", "[:]").Replace(s)
}

// escaped puts a backslash before every sign that means something wherever it stands.
func escaped(s string) string {
	var b strings.Builder
	for _, r := range s {
		if special(r) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}

func wordByte(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
}

func letters(s string) bool {
	return len(s) >= 2 && strings.Trim(strings.ToLower(s), "abcdefghijklmnopqrstuvwxyz") == ""
}

// visible leaves out controls, direction marks, tags and everything else without a
// shape. A joiner stays between two parts of an emoji, at most four marks on a letter.
func visible(s string) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	var b strings.Builder
	last, marks := rune(0), 0
	for i, r := range s {
		switch {
		case r == '\u200D':
			next, _ := utf8.DecodeRuneInString(s[i+len("\u200D"):])
			if !pictorial(last) || !pictorial(next) {
				continue
			}
		case r == '\uFE0F' || r == '\uFE0E':
			if !pictorial(last) && !strings.ContainsRune("0123456789#*", last) {
				continue
			}
		case r == '\r' || r == '\u2028' || r == '\u2029':
			r = '\n'
		case r == '\t':
			r = ' '
		case r == '\n':
		case unicode.Is(unicode.Mn, r) || unicode.Is(unicode.Me, r):
			if marks++; marks > 4 || invisible(r) {
				continue
			}
		case unicode.IsControl(r), unicode.Is(unicode.Cf, r), invisible(r):
			continue
		}
		if !unicode.Is(unicode.Mn, r) && !unicode.Is(unicode.Me, r) {
			marks = 0
		}
		b.WriteRune(r)
		last = r
	}
	return strings.ReplaceAll(b.String(), "\n\n\n", "\n\n")
}

// pictorial reports whether r may be part of an emoji.
func pictorial(r rune) bool {
	return unicode.Is(unicode.So, r) || unicode.Is(unicode.Sk, r) || r == '\uFE0F' || r > 0x1F000 && r < 0x1FB00
}

// invisible are characters that fonts leave blank although Unicode calls them letters,
// selectors that choose no picture, and the planes beyond text.
func invisible(r rune) bool {
	switch r {
	case '\u115F', '\u1160', '\u3164', '\uFFA0', '\u2800', '\u034F', '\u17B4', '\u17B5':
		return true
	}
	return r >= 0xFE00 && r <= 0xFE0D || r >= 0xE0000 && r <= 0xE0FFF || r >= 0xF0000 || r >= 0xE000 && r <= 0xF8FF
}

// oneLine is plain for titles and names: no line breaks, at most limit units.
func oneLine(s string, limit int) string {
	return cut(plain(strings.Join(strings.Fields(visible(s)), " "), 0), limit)
}

// bare is a text for places where Discord knows no markup, such as the options of a menu.
// What would be something elsewhere is kept from it all the same.
func bare(s string, limit int) string {
	s = strings.Join(strings.Fields(visible(s)), " ")
	var b strings.Builder
	for i := 0; i < len(s); {
		if n := addressLength(s, i); n > 0 {
			b.WriteString(defused(s[i : i+n]))
			i += n
			continue
		}
		switch c := s[i]; {
		case c == '@' && massMention(s[i+1:]):
			b.WriteString("＠")
		case c == '<' && i+1 < len(s) && s[i+1] != ' ':
			b.WriteString("‹")
		case c == '(' && i > 0 && s[i-1] == ']':
			b.WriteString(" (")
		default:
			b.WriteByte(c)
		}
		i++
	}
	return cut(b.String(), limit)
}

// shown is what plain text looks like in a client: the escapes taken out.
func shown(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' && i+1 < len(s) && s[i+1] < utf8.RuneSelf && s[i+1] > ' ' && !wordByte(s[i+1]) {
			i++
		}
		b.WriteByte(s[i])
	}
	return b.String()
}
