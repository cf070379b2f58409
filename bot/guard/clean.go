package guard

import (
	"strings"
	"unicode/utf8"
)

// maxPasses bounds how often Clean looks again at what it made: taking a thing out may
// join what stood around it to another. What is not done by then is disarmed.
const maxPasses = 16

// Clean makes a model's sentence plain text for every door. It takes out addresses,
// invitations, pictures, mentions, tags, template tokens, terminal sequences, controls and
// what cannot be seen, and turns Markdown into the words it shows. A tag or a mass mention
// that is only spoken of stays readable but dead: ＜script＞, everyone. Citation marks, e-mail
// addresses and ordinary signs (A_B, 3*4, C#) stay. Clean(Clean(s)) == Clean(s), and plain
// text is returned as it is.
func Clean(sentence string) string {
	s := sentence
	for range maxPasses {
		next := cleanOnce(s)
		if next == s {
			return s
		}
		s = next
	}
	s = strings.Map(func(r rune) rune {
		if strings.ContainsRune(disarmed, r) {
			return -1
		}
		return r
	}, s)
	for { // without these signs every pass only shortens
		next := cleanOnce(s)
		if next == s {
			return s
		}
		s = next
	}
}

// disarmed are the signs without which nothing is more than text.
const disarmed = "<>@＠:/\\`|&(.!*#~="

func cleanOnce(s string) string {
	s = visible(s)
	s = entities(s)
	s = lines(s)
	if !strings.ContainsAny(s, "<[]@:/.＠|*`~") {
		return s
	}
	c := &cleaner{s: s}
	for c.i < len(s) {
		c.step()
	}
	return c.out.String()
}

// cleaner walks over a text and copies what may stay.
type cleaner struct {
	s   string
	i   int
	out strings.Builder
}

func (c *cleaner) step() {
	rest := c.s[c.i:]
	switch rest[0] {
	case '<':
		c.angle(rest)
	case '!':
		if !strings.HasPrefix(rest, "![") {
			c.copy(1)
			return
		}
		if isCitation(rest[1:]) {
			c.out.WriteString("! ")
		}
		c.i++ // what follows is a citation, a link, or harmless without the sign
	case '[':
		c.bracket(rest)
	case ']':
		c.copy(1)
		c.target(c.s[c.i:])
	case '@':
		c.mention(rest)
	case '`':
		c.i++
	case '|', '*', '~':
		c.pair(rest)
	default:
		if strings.HasPrefix(rest, "＠") {
			c.mention(rest)
			return
		}
		if n := c.address(rest); n > 0 {
			c.drop(n)
			return
		}
		c.word(rest)
	}
}

// copy keeps n bytes.
func (c *cleaner) copy(n int) {
	c.out.WriteString(c.s[c.i : c.i+n])
	c.i += n
}

// word keeps the next rune, and with a letter the rest of its word: an address begins at
// the beginning of a word.
func (c *cleaner) word(rest string) {
	_, n := utf8.DecodeRuneInString(rest)
	if wordByte(rest[0]) {
		for n < len(rest) && wordByte(rest[n]) {
			n++
		}
	}
	c.copy(n)
}

func wordByte(b byte) bool {
	return b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= '0' && b <= '9'
}

// drop leaves n bytes out, with brackets that held nothing else and the space before.
func (c *cleaner) drop(n int) {
	c.i += n
	kept := c.out.String()
	rest := c.s[c.i:]
	last, size := utf8.DecodeLastRuneInString(kept)
	next, nextSize := utf8.DecodeRuneInString(rest)
	switch {
	case size > 0 && nextSize > 0 && encloses(last, next):
		c.i += nextSize
		c.cut(kept[:len(kept)-size])
	case strings.HasSuffix(kept, " ") && (rest == "" || rest[0] == ' '):
		c.cut(kept[:len(kept)-1])
	}
}

func (c *cleaner) cut(kept string) {
	c.out.Reset()
	c.out.WriteString(kept)
}

// encloses reports whether two signs are the two halves of a bracket or quotation.
func encloses(open, close rune) bool {
	pairs := []rune("()（）[]【】<>《》“”「」『』\"\"")
	for i := 0; i < len(pairs); i += 2 {
		if pairs[i] == open && pairs[i+1] == close {
			return true
		}
	}
	return false
}

// pair drops signs that come in pairs around words, as in **bold**, ~~struck~~ and the
// ||hidden|| of Discord.
func (c *cleaner) pair(rest string) {
	mark := rest[:min(2, len(rest))]
	if len(mark) == 2 && mark[0] == mark[1] {
		line, _, _ := strings.Cut(rest[2:], "\n")
		end := strings.Index(line, mark)
		if end > 0 && line[0] != ' ' && line[end-1] != ' ' && !c.afterWord() {
			c.out.WriteString(rest[2 : 2+end])
			c.i += end + 4
			return
		}
	}
	c.copy(1)
}

// afterWord reports whether an ASCII letter or digit stands before.
func (c *cleaner) afterWord() bool { return c.i > 0 && wordByte(c.s[c.i-1]) }

// mention drops the sign of a mass mention.
func (c *cleaner) mention(rest string) {
	_, n := utf8.DecodeRuneInString(rest)
	name := strings.ToLower(rest[n:min(len(rest), n+len("everyone"))])
	if strings.HasPrefix(name, "everyone") || strings.HasPrefix(name, "here") {
		c.i += n
		return
	}
	c.copy(n)
}
