package when

import (
	"strings"
	"unicode/utf8"
)

// cursor is a place in a folded text.
type cursor struct {
	s string
	i int
}

func (c *cursor) has(word string) bool { return strings.HasPrefix(c.s[c.i:], word) }

// eat steps over the first of words that follows, if any does.
func (c *cursor) eat(words ...string) bool {
	for _, word := range words {
		if c.has(word) {
			c.i += len(word)
			return true
		}
	}
	return false
}

// eatSpaced is eat with a space allowed before, as in "2024 年 3 月".
func (c *cursor) eatSpaced(words ...string) bool {
	start := c.i
	c.eat(" ")
	if c.eat(words...) {
		return true
	}
	c.i = start
	return false
}

// before reports whether one of words stands right before at.
func before(s string, at int, words ...string) bool {
	for _, word := range words {
		if strings.HasSuffix(s[:at], word) {
			return true
		}
	}
	return false
}

// number reads a number of one to four digits, 2024 or 二〇二四, or one below a
// hundred like 二十三. It returns how many digits it has written out, 0 and no
// step for anything else.
func (c *cursor) number() (n, digits int) {
	const most = 4
	start := c.i
	for c.i < len(c.s) && c.s[c.i]-'0' < 10 {
		if digits++; digits > most {
			c.i = start
			return 0, 0
		}
		n = n*10 + int(c.s[c.i]-'0')
		c.i++
	}
	if digits > 0 {
		return n, digits
	}
	n, digits, ok := c.hanNumber()
	if !ok {
		c.i = start
		return 0, 0
	}
	return n, digits
}

// hanNumber reads 二〇二四 or 二十三.
func (c *cursor) hanNumber() (n, digits int, ok bool) {
	const most = 4
	tens := false
	for c.i < len(c.s) {
		r, size := utf8.DecodeRuneInString(c.s[c.i:])
		d := HanDigit(r)
		switch {
		case d < 0:
			return n, digits, digits > 0
		case d < 10 && tens: // at most one after 十
			c.i += size
			r, _ = utf8.DecodeRuneInString(c.s[c.i:])
			return n + d, 2, d > 0 && HanDigit(r) < 0
		case d < 10:
			n = n*10 + d
			if digits++; digits > most {
				return 0, 0, false
			}
		case tens || digits > 1 || d > 10 && digits > 0: // 十 behind more than a digit
			return 0, 0, false
		default: // 十, 廿, 卅
			n, digits, tens = d*max(n, 1), 2, true
		}
		c.i += size
	}
	return n, digits, digits > 0
}

// HanDigit is the value of a folded numeral up to 十, 廿 and 卅, and -1 for any
// other rune. The formal ones of cheques, 壹贰叁, do not count: 陆 and 伍 are
// names.
func HanDigit(r rune) int {
	switch r {
	case '〇', '零', '○':
		return 0
	case '一':
		return 1
	case '二', '两':
		return 2
	case '三':
		return 3
	case '四':
		return 4
	case '五':
		return 5
	case '六':
		return 6
	case '七':
		return 7
	case '八':
		return 8
	case '九':
		return 9
	case '十':
		return 10
	case '廿':
		return 20
	case '卅':
		return 30
	}
	return -1
}
