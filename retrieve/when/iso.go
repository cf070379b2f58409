package when

import "strings"

// iso reads -03-05, /3/5 or .3.5 behind a year, or -03.
func (c *cursor) iso(lit *Literal) bool {
	if c.i >= len(c.s) || !strings.ContainsRune("-/.", rune(c.s[c.i])) {
		return false
	}
	start, separator := c.i, c.s[c.i]
	c.i++
	month, digits, ok := c.twoDigits()
	if ok && month >= 1 && c.i < len(c.s) && c.s[c.i] == separator {
		afterMonth := c.i
		c.i++
		if day, _, ok := c.twoDigits(); ok && day >= 1 && (c.i == len(c.s) || c.s[c.i] != separator) {
			lit.Date.Month, lit.Date.Day = month, day
			return true
		}
		c.i = afterMonth
		digits = 0
	}
	const last = 12
	if digits == 2 && month >= 1 && month <= last && separator != '.' && !c.unitFollows() {
		lit.Date.Month = month
		return true
	}
	c.i = start
	return false
}

// unitFollows reports whether what was read is a number of something after all,
// as in 2010-12年.
func (c *cursor) unitFollows() bool {
	return c.has("年") || c.has("月") || c.has("个") || c.has("-") || c.has("/") || c.has("%")
}

// twoDigits reads one or two ASCII digits, but not the first two of more.
func (c *cursor) twoDigits() (n, digits int, ok bool) {
	if c.i >= len(c.s) || c.s[c.i]-'0' >= 10 {
		return 0, 0, false
	}
	n, digits = c.number()
	return n, digits, digits == 1 || digits == 2
}
