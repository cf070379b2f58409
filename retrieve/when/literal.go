package when

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// Literal is a date as it is written, before any of its surroundings are asked:
// 3月5日 has no year, 三季度 has neither year nor month.
type Literal struct {
	Len  int // bytes
	Date Date
	// Part is what is meant if not the day, month or year of Date: "年代" (the
	// decade that starts with Date.Year), "Q1" to "Q4", "Q1-Q3", "H1" or "H2".
	Part   string
	Fiscal bool   // a financial year or a part of one
	Void   string // why there is no such date; "" if there may be
}

// At reads the longest date that begins at folded[i:]. The text must be folded
// by [text.Fold], and i must not be inside a number or a Latin word. Relative
// dates such as 去年 are none of its business.
func At(folded string, i int) (Literal, bool) {
	r, _ := utf8.DecodeRuneInString(folded[i:])
	c := &cursor{folded, i}
	var lit Literal
	var ok bool
	switch {
	case r >= '0' && r <= '9':
		ok = c.numeric(&lit) || c.compact(&lit)
	case HanDigit(r) >= 0:
		ok = c.numeric(&lit)
	case r >= 'a' && r <= 'z':
		ok = c.latin(&lit)
	case r == '公' || r == '民' || r == '令' || r == '平' || r == '昭':
		ok = c.era(&lit)
	case r == '上' || r == '本' || r == '下' || r == '前' || r == '第' || r == '首':
		ok = c.century(&lit) || c.part(&lit)
	}
	if !ok {
		return Literal{}, false
	}
	lit.Len = c.i - i
	lit.Void = lit.Date.void()
	return lit, true
}

// numeric reads the dates that begin with a number.
func (c *cursor) numeric(lit *Literal) bool {
	start := c.i
	n, digits := c.number()
	if digits == 0 || !c.goesOn() {
		c.i = start
		return false
	}
	after := c.i
	for _, form := range [...]func(*cursor, *Literal, int, int) bool{
		(*cursor).fullYear, (*cursor).decade, (*cursor).shortYear, (*cursor).month,
		(*cursor).day, (*cursor).quarter, (*cursor).dayMonth, (*cursor).open,
	} {
		if form(c, lit, n, digits) {
			return true
		}
		c.i = after
		*lit = Literal{}
	}
	c.i = start
	return false
}

// goesOn reports whether what follows a number can make it a date. For most
// numbers it cannot, and the forms need not be tried.
func (c *cursor) goesOn() bool {
	rest := strings.TrimPrefix(c.s[c.i:], " ")
	r, _ := utf8.DecodeRuneInString(rest)
	switch r {
	case '年', '月', '日', '世', '季', '财', '会', '至', '到', '、', '-', '/', '.', '~':
		return true
	}
	return r >= 'a' && r <= 'z'
}

// fullYear reads what follows a year of four digits.
func (c *cursor) fullYear(lit *Literal, n, digits int) bool {
	const first, last = 1000, 2999
	if digits != 4 || n < first || n > last {
		return false
	}
	start := c.i
	lit.Date.Year = n
	switch {
	case c.eatSpaced("年代"):
		lit.Part = decade
		return n%10 == 0
	case c.eatSpaced("财年", "财政年度", "会计年度"):
		lit.Fiscal = true
		after := c.i
		c.eat("的")
		if !c.part(lit) {
			c.i = after
		}
		return true
	case c.eatSpaced("年"):
		if n%100 == 0 && c.isSpan(start) {
			return false
		}
		c.eat("度")
		c.inYear(lit)
		return true
	case c.iso(lit):
		return true
	}
	c.eat(" ")
	return c.letterPart(lit)
}

// isSpan reports whether the round number of years that ends at number is the
// length of a time: 2000年前, 近1500年.
func (c *cursor) isSpan(number int) bool {
	if c.has("前") && !c.has("前后") || c.has("历史") || c.has("的历史") || c.has("来") || c.has("间") {
		return true
	}
	return before(c.s, number-len("2000"), "近", "超", "超过", "逾", "有", "达", "长达")
}

// inYear reads the month, day or part behind a year.
func (c *cursor) inYear(lit *Literal) {
	start := c.i
	c.eat(" ")
	if c.part(lit) {
		return
	}
	if n, digits := c.number(); digits > 0 && c.month(lit, n, digits) {
		return
	}
	c.i = start
}

// month reads what follows the number of a month: 月, and the day.
func (c *cursor) month(lit *Literal, n, digits int) bool {
	if n < 1 || digits > 2 || before(c.s, c.i, "两") || !c.eatSpaced("月") || c.has("份额") {
		return false
	}
	lit.Date.Month = n
	c.eat("份")
	after := c.i
	c.eat(" ")
	day, digits := c.number()
	if digits > 0 && digits <= 2 && day > 0 && (c.eatSpaced("日", "号") || c.openUnit() == "日") {
		lit.Date.Day = day
		return true
	}
	c.i = after
	return true
}

// day reads what follows the number of a day. 日 has many other uses, and 十日内
// is no day.
func (c *cursor) day(lit *Literal, n, digits int) bool {
	const most = 31
	if n < 1 || n > most || digits > 2 || before(c.s, c.i, "两") || c.s[c.i-1] > '9' && n == 1 || !c.eatSpaced("日") {
		return false
	}
	lit.Date.Day = n
	return !startsWithLine(c.s[c.i:], notDay) || c.has("前后")
}

// shortYear reads 08年 and 24年3月; 24年 alone may be a time of 24 years.
func (c *cursor) shortYear(lit *Literal, n, digits int) bool {
	if digits != 2 || c.s[c.i-1] > '9' || !c.eatSpaced("年") {
		return false
	}
	const turn = 40
	lit.Date.Year = 1900 + n
	if n < turn {
		lit.Date.Year += 100
	}
	c.inYear(lit)
	return n < 10 || lit.Date.Month != 0
}

// decade reads 90年代, and 20世纪90年代.
func (c *cursor) decade(lit *Literal, n, digits int) bool {
	const turn = 30 // 20年代 is of this century by now
	if digits > 2 {
		return false
	}
	century := 1900
	if c.eatSpaced("世纪") {
		century = (n - 1) * 100
		c.eat("的")
		n, digits = c.number()
	} else if n < turn {
		century += 100
	}
	lit.Date.Year, lit.Part = century+n, decade
	return digits == 2 && n%10 == 0 && c.eatSpaced("年代")
}

// century reads 上世纪80年代.
func (c *cursor) century(lit *Literal) bool {
	start := c.i
	century := 1900
	if c.has("本") {
		century = 2000
	}
	if c.eat("上世纪", "上个世纪", "本世纪") {
		c.eat("的")
		if n, digits := c.number(); digits == 2 && n%10 == 0 && c.eat("年代") {
			lit.Date.Year, lit.Part = century+n, decade
			return true
		}
	}
	c.i = start
	return false
}

// era reads years counted from some other beginning.
func (c *cursor) era(lit *Literal) bool {
	sign, add := 1, 0
	switch {
	case c.eat("公元前"):
		sign = -1
	case c.eat("公元"):
	case c.eat("民国"):
		add = 1911
	case c.eat("令和"):
		add = 2018
	case c.eat("平成"):
		add = 1988
	case c.eat("昭和"):
		add = 1925
	default:
		return false
	}
	c.eat(" ")
	n, digits := c.number()
	if add > 0 && digits == 0 && c.eat("元") {
		n, digits = 1, 1
	}
	if digits == 0 || n == 0 || !c.eatSpaced("年") || c.has("代") {
		return false
	}
	lit.Date.Year = sign*n + add
	c.inYear(lit)
	return true
}

// compact reads 20240305 where it is said or likely to be a date.
func (c *cursor) compact(lit *Literal) bool {
	const size = len("20240305")
	i := c.i
	if i+size > len(c.s) || i+size < len(c.s) && (c.s[i+size]-'0' < 10 || c.s[i+size] == '.') {
		return false
	}
	if i > 0 && !before(c.s, i, "期", "间", "于", "至", "自", ":", ": ", "(", "_", "date ") {
		return false
	}
	n, err := strconv.ParseUint(c.s[i:i+size], 10, 32)
	if err != nil || n < 19000101 || n > 20991231 {
		return false
	}
	lit.Date = Date{int(n / 10000), int(n / 100 % 100), int(n % 100)}
	c.i += size
	return lit.Date.Month > 0 && lit.Date.Day > 0 && lit.Date.void() == ""
}
