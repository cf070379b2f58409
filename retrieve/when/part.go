package when

import "strings"

// decade is the part of a date that means the ten years from its year on.
const decade = "年代"

// part reads a part of a year: 第三季度, 前三季度, 上半年, Q3.
func (c *cursor) part(lit *Literal) bool {
	start := c.i
	switch {
	case c.eat("前三季度"):
		lit.Part = "Q1-Q3"
	case c.eat("上半年度", "上半年"):
		lit.Part = "H1"
	case c.eat("下半年度", "下半年"):
		lit.Part = "H2"
	case c.eat("首季度"):
		lit.Part = "Q1"
	case c.letterPart(lit):
	default:
		c.eat("第")
		if n, digits := c.number(); digits == 0 || !c.quarter(lit, n, digits) {
			c.i = start
			return false
		}
	}
	return true
}

// quarter reads what follows the number of a quarter.
func (c *cursor) quarter(lit *Literal, n, digits int) bool {
	if digits != 1 || n < 1 || n > 4 || before(c.s, c.i, "两") || !c.eatSpaced("季度") {
		return false
	}
	lit.Part = "Q" + string(rune('0'+n))
	return true
}

// letterPart reads q3 and h1 (folded), which no letter or digit may follow.
func (c *cursor) letterPart(lit *Literal) bool {
	if c.i+2 > len(c.s) {
		return false
	}
	letter, n := c.s[c.i], c.s[c.i+1]
	if !(letter == 'q' && n >= '1' && n <= '4' || letter == 'h' && (n == '1' || n == '2')) {
		return false
	}
	if c.i+2 < len(c.s) && (isWord(c.s[c.i+2]) || c.s[c.i+2] == '.') && !c.endsAt(c.i+2) {
		return false
	}
	c.i += 2
	lit.Part = strings.ToUpper(string([]byte{letter, n}))
	return true
}

// endsAt reports whether the dot at i ends a sentence.
func (c *cursor) endsAt(i int) bool {
	return c.s[i] == '.' && (i+1 == len(c.s) || !isWord(c.s[i+1]))
}

func isWord(b byte) bool { return b-'0' < 10 || b-'a' < 26 || b == '_' }
