package guard

import (
	"html"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxMarks is how many combining marks one character keeps.
const maxMarks = 4

// visible drops what cannot be seen or steers a terminal: C0 and C1 with the sequences
// they begin, direction and format characters, tag characters, selectors behind anything
// but a symbol, letters that show nothing, piled-up marks, and broken bytes. Other breaks
// than the newline become spaces.
func visible(s string) string {
	if !strings.ContainsFunc(s, suspect) && utf8.ValidString(s) {
		return s
	}
	var out strings.Builder
	marks := 0
	var last rune
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == 0x1B || r == 0x9B || r == 0x9D || r == 0x90:
			n = sequence(s[i:])
		case r == '\n' || !suspect(r):
			out.WriteRune(r)
			marks, last = 0, r
		case r == '\r' && strings.HasPrefix(s[i:], "\r\n"):
		case unicode.IsSpace(r):
			out.WriteByte(' ')
			marks, last = 0, ' '
		case r == 0xFE0F || r == 0xFE0E:
			if unicode.In(last, unicode.So, unicode.Sk, unicode.Sm) {
				out.WriteRune(r)
				last = r
			}
		case unicode.In(r, unicode.Mn, unicode.Me) && !hiddenMark(r):
			if marks++; marks <= maxMarks && last != 0 {
				out.WriteRune(r)
			}
		}
		i += n
	}
	return out.String()
}

// suspect reports the runes visible looks at closely.
func suspect(r rune) bool {
	switch {
	case r == '\n', r >= ' ' && r < 0x7F, r >= 0x3001 && r <= 0x3029, r >= 0x3041 && r <= 0x3096, r >= 0x4E00 && r <= 0x9FFF:
		return false
	case r < 0xA0, r == utf8.RuneError, r == 0x2028, r == 0x2029, r >= 0xE0000, r&0xFFFE == 0xFFFE:
		return true
	}
	return unicode.In(r, unicode.Cf, unicode.Mn, unicode.Me) || blank(r)
}

// blank reports letters and signs that show nothing.
func blank(r rune) bool {
	switch r {
	case 0x115F, 0x1160, 0x3164, 0xFFA0, 0x2800:
		return true
	}
	return false
}

// hiddenMark reports combining characters that show nothing.
func hiddenMark(r rune) bool {
	return r == 0x34F || r == 0x17B4 || r == 0x17B5 || r >= 0x180B && r <= 0x180F || r >= 0xFE00 && r <= 0xFE0F || r >= 0xE0000
}

// sequence is the length of the terminal sequence s begins with: CSI up to its letter, OSC
// and DCS up to BEL or ST, which must stand on the same line.
func sequence(s string) int {
	r, i := utf8.DecodeRuneInString(s)
	if r == 0x1B {
		switch {
		case strings.HasPrefix(s[i:], "["):
			r, i = 0x9B, i+1
		case strings.HasPrefix(s[i:], "]"), strings.HasPrefix(s[i:], "P"):
			r, i = 0x9D, i+1
		default:
			return i
		}
	}
	if r == 0x9B {
		for n := i; n < min(len(s), i+64); n++ {
			if s[n] >= 0x40 && s[n] <= 0x7E {
				return n + 1
			}
			if s[n] < 0x20 || s[n] > 0x3F {
				break
			}
		}
		return i
	}
	line, _, _ := strings.Cut(s[i:], "\n")
	for _, end := range []string{"\x07", "\x1b\\", "\u009c"} {
		if n := strings.Index(line, end); n >= 0 {
			return i + n + len(end)
		}
	}
	return i
}

// maxEntity is the longest character reference that is read.
const maxEntity = 12

// entities reads character references such as &#60; and &lt;, for a door may.
func entities(s string) string {
	for from := 0; ; {
		at := strings.IndexByte(s[from:], '&')
		if at < 0 {
			return s
		}
		at += from
		from = at + 1
		end := strings.IndexByte(s[at:min(len(s), at+maxEntity)], ';')
		if end < 0 {
			continue
		}
		ref := s[at : at+end+1]
		if read := html.UnescapeString(ref); read != ref && len(read) < len(ref) {
			s = s[:at] + read + s[at+end+1:]
			from = at
		}
	}
}
