package when

import "strings"

// monthNames are folded; an entry's place is the month's number less one. The
// first three letters name it too.
var monthNames = [...]string{
	"january", "february", "march", "april", "may", "june", "july",
	"august", "september", "october", "november", "december",
}

// latin reads dates that begin with a word: March 5, 2024, Q3 2024, FY2024.
func (c *cursor) latin(lit *Literal) bool {
	start := c.i
	if c.eat("fy", "fiscal year ", "fiscal ") {
		c.eat(" ")
		if n, digits := c.number(); digits == 4 {
			lit.Date.Year, lit.Fiscal = n, true
			c.eat(" ")
			if !c.letterPart(lit) && c.s[c.i-1] == ' ' {
				c.i--
			}
			return true
		}
	}
	c.i = start
	if c.letterPart(lit) {
		after := c.i
		c.eat(" fy", " of fiscal ", " of ", " ", "fy")
		lit.Fiscal = strings.Contains(c.s[after:c.i], "f") && !strings.HasSuffix(c.s[after:c.i], "of ")
		if n, digits := c.number(); digits == 4 && n >= 1000 && !c.has("年") {
			lit.Date.Year = n
			return true
		}
		c.i, lit.Fiscal = after, false
		return lit.Part[0] == 'Q' // h1 is a heading, a vitamin and a visa
	}
	month := c.monthName()
	if month == 0 {
		return false
	}
	lit.Date.Month = month
	return c.afterMonth(lit)
}

// monthName reads the name of a month and the dot of its short form, and returns
// its number or 0.
func (c *cursor) monthName() int {
	end := c.i
	for end < len(c.s) && c.s[end]-'a' < 26 {
		end++
	}
	word := c.s[c.i:end]
	if len(word) < 3 {
		return 0
	}
	for i, name := range monthNames {
		if word == name || word == name[:3] || word == "sept" && name == "september" {
			c.i = end
			if word != name {
				c.eat(".")
			}
			return i + 1
		}
	}
	return 0
}

// afterMonth reads the day and year behind the name of a month, one of which
// must be there: may and march are words.
func (c *cursor) afterMonth(lit *Literal) bool {
	if !c.eat(" ", ", ", " of ") {
		return false
	}
	n, digits := c.fourDigits()
	if digits == 4 {
		lit.Date.Year = n
		return n >= 1000
	}
	if digits == 0 || digits > 2 || n < 1 {
		return false
	}
	c.eat("st", "nd", "rd", "th")
	if c.i < len(c.s) && (isWord(c.s[c.i]) || c.has("%")) {
		return false
	}
	lit.Date.Day = n
	c.yearAfter(lit)
	return true
}

// yearAfter reads the year behind a day and month.
func (c *cursor) yearAfter(lit *Literal) {
	after := c.i
	if c.eat(", ", ",", " ") {
		if n, digits := c.fourDigits(); digits == 4 && n >= 1000 {
			lit.Date.Year = n
			return
		}
	}
	c.i = after
}

// fourDigits reads ASCII digits, four at most.
func (c *cursor) fourDigits() (n, digits int) {
	if c.i < len(c.s) && c.s[c.i]-'0' < 10 {
		return c.number()
	}
	return 0, 0
}

// dayMonth reads what follows the number of a day in 5 March 2024.
func (c *cursor) dayMonth(lit *Literal, n, digits int) bool {
	if digits > 2 || n < 1 || c.s[c.i-1] > '9' {
		return false
	}
	c.eat("st", "nd", "rd", "th")
	if !c.eat(" of ", " ") {
		return false
	}
	lit.Date.Day = n
	lit.Date.Month = c.monthName()
	if lit.Date.Month == 0 || c.i < len(c.s) && isWord(c.s[c.i]) {
		return false
	}
	c.yearAfter(lit)
	return true
}
