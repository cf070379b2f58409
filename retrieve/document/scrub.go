package document

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

const maxMarks = 4

// scrub normalises line ends and removes what a reader cannot see: format and
// tag characters, bidirectional controls, variation selectors not after a
// symbol, terminal sequences, controls, and combining marks beyond four.
func scrub(s string, removed *removals) string {
	out, found := scrubbed(s)
	for _, f := range found {
		removed.addN(f.what, f.sample, f.count, f.size)
	}
	return out
}

// invisible is one sort of thing scrubbed took out.
type invisible struct {
	what, sample string
	count, size  int
}

// scrubbed returns s unchanged, without allocating, when there is nothing to do.
func scrubbed(s string) (string, []invisible) {
	first := firstSuspect(s)
	if first < 0 {
		return s, nil
	}
	c := &scrubber{prev: -1}
	if first > 0 {
		c.prev, _ = utf8.DecodeLastRuneInString(s[:first])
	}
	c.out.Grow(len(s))
	c.out.WriteString(s[:first])
	for i := first; i < len(s); {
		i += c.step(s[i:])
	}
	return c.out.String(), c.found
}

// firstSuspect finds the first rune that may need work. Most text has none.
func firstSuspect(s string) int {
	for i := 0; i < len(s); {
		b := s[i]
		if b < utf8.RuneSelf {
			if b < ' ' && b != '\n' && b != '\t' || b == 0x7f {
				return i
			}
			i++
			continue
		}
		// U+3000 to U+DFFF, where Chinese lives, holds little to remove.
		if b >= 0xe4 && b <= 0xed && i+2 < len(s) {
			i += 3
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		if suspect(r) {
			return i
		}
		i += size
	}
	return -1
}

// suspect is a cheap superset of what step changes.
func suspect(r rune) bool {
	switch {
	case r < 0xA0, r == 0xAD, r == 0x2800, r == 0x3164, r == 0xFFA0, r == utf8.RuneError:
		return true
	case r >= 0x2028 && r <= 0x202E, r >= 0x200B && r <= 0x200F, r >= 0x2060 && r <= 0x206F:
		return true
	case r >= 0xFE00 && r <= 0xFE0F, r == 0xFEFF, r >= 0xFFF0 && r <= 0xFFFB, r >= 0xE0000:
		return true
	case r < 0x300, r >= 0x2010 && r <= 0x2027, r >= 0x3000 && r <= 0x3029, r >= 0xFF01 && r <= 0xFF9F:
		return false
	}
	return unicode.In(r, unicode.Cf, unicode.Mn, unicode.Me) || blankLetter(r)
}

// blankLetter reports letters that show nothing.
func blankLetter(r rune) bool {
	switch r {
	case 0x115F, 0x1160, 0x3164, 0xFFA0, 0x2800, 0x034F, 0x17B4, 0x17B5, 0x180B, 0x180C, 0x180D, 0x180F:
		return true
	}
	return false
}

type scrubber struct {
	out   strings.Builder
	found []invisible
	prev  rune // last rune written
	marks int  // combining marks since the last base
}

func (c *scrubber) drop(what, bytes string) int {
	for i := range c.found {
		if c.found[i].what == what {
			c.found[i].count++
			c.found[i].size += len(bytes)
			return len(bytes)
		}
	}
	c.found = append(c.found, invisible{what: what, sample: bytes, count: 1, size: len(bytes)})
	return len(bytes)
}

func (c *scrubber) write(r rune, size int) int {
	c.out.WriteRune(r)
	c.prev = r
	return size
}

// step handles the first rune of s and returns how many bytes it used.
func (c *scrubber) step(s string) int {
	r, size := utf8.DecodeRuneInString(s)
	if r < ' ' || r >= 0x7f && r < 0xA0 {
		return c.control(s, r, size)
	}
	if r >= 0x4E00 && r <= 0x9FFF || r < 0x7f {
		c.marks = 0
		return c.write(r, size)
	}
	switch {
	case r == utf8.RuneError && size <= 1:
		return c.drop("broken bytes", s[:max(size, 1)])
	case r == 0x2028 || r == 0x2029:
		return c.write('\n', size)
	case r >= 0xFE00 && r <= 0xFE0F:
		if keepsSelector(c.prev) {
			return c.write(r, size)
		}
		return c.drop("variation selector", s[:size])
	case r >= 0xE0000 && r <= 0xE0FFF, r >= 0xFFF0 && r <= 0xFFFB, r&0xFFFE == 0xFFFE:
		return c.drop("invisible character", s[:size])
	case blankLetter(r), unicode.Is(unicode.Cf, r):
		return c.drop("invisible character", s[:size])
	case unicode.In(r, unicode.Mn, unicode.Me):
		if c.marks++; c.marks > maxMarks {
			return c.drop("stacked combining mark", s[:size])
		}
		c.out.WriteRune(r)
		return size
	}
	c.marks = 0
	return c.write(r, size)
}

// keepsSelector says whether a variation selector after r chooses how a visible
// symbol is drawn: emoji, and the keycap digits.
func keepsSelector(r rune) bool {
	return unicode.In(r, unicode.So, unicode.Sk, unicode.Sm) || r >= '0' && r <= '9' || r == '#' || r == '*' ||
		r == '‼' || r == '⁉' || r == '〰' || r == '〽'
}

// control handles C0 and C1: line ends stay, terminal sequences go whole.
func (c *scrubber) control(s string, r rune, size int) int {
	switch r {
	case '\n', '\t':
		c.marks = 0
		return c.write(r, size)
	case '\r':
		if strings.HasPrefix(s, "\r\n") {
			return size
		}
		return c.write('\n', size)
	case '\v', '\f', 0x85:
		return c.write('\n', size)
	case 0x1b, 0x9b, 0x9d:
		return c.drop("terminal sequence", s[:terminalSequence(s)])
	}
	return c.drop("control character", s[:size])
}

// terminalSequence is the length of the escape sequence s begins with. CSI ends
// with a letter, OSC with BEL or ST; neither crosses a line.
func terminalSequence(s string) int {
	lead, size := utf8.DecodeRuneInString(s)
	i := size
	if lead == 0x1b {
		switch {
		case strings.HasPrefix(s[i:], "["):
			lead, i = 0x9b, i+1
		case strings.HasPrefix(s[i:], "]"):
			lead, i = 0x9d, i+1
		default:
			return i
		}
	}
	if lead == 0x9b {
		for n := i; n < len(s) && n < i+64; n++ {
			if s[n] >= 0x40 && s[n] <= 0x7e {
				return n + 1
			}
			if s[n] < 0x20 || s[n] > 0x3f {
				break
			}
		}
		return i
	}
	for n := i; n < len(s) && n < i+4096; n++ {
		switch {
		case s[n] == 0x07:
			return n + 1
		case strings.HasPrefix(s[n:], "\x1b\\"):
			return n + 2
		case strings.HasPrefix(s[n:], "\u009c"):
			return n + 2
		case s[n] == '\n':
			return i
		}
	}
	return i
}
