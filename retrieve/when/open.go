package when

// open reads the first number of a range of years, months or days, which has no
// unit of its own: 2019-2023年, 3至5月.
func (c *cursor) open(lit *Literal, n, digits int) bool {
	switch unit := c.openUnit(); {
	case unit == "年" && digits == 4 && n >= 1000:
		lit.Date.Year = n
	case unit == "财年" && digits == 4 && n >= 1000:
		lit.Date.Year, lit.Fiscal = n, true
	case unit == "月" && n >= 1 && n <= 12:
		lit.Date.Month = n
	case unit == "日" && n >= 1 && n <= 31:
		lit.Date.Day = n
	default:
		return false
	}
	return true
}

// openUnit is the unit of the second number of a range whose first has just been
// read, "" if there is no range of dates. The cursor does not move.
func (c *cursor) openUnit() string {
	start := c.i
	defer func() { c.i = start }()
	c.eat(" ")
	if !c.eat("-", "~", "至", "到", "、") {
		return ""
	}
	c.eat("-", " ")
	var lit Literal
	n, digits := c.number()
	after := c.i
	switch {
	case digits == 4 && n >= 1000 && c.eatSpaced("年代"):
		return ""
	case digits == 4 && n >= 1000 && c.eatSpaced("年"):
		return "年"
	case digits == 4 && n >= 1000 && c.eatSpaced("财年"):
		return "财年"
	case digits > 0 && digits <= 2 && n >= 1 && n <= 12 && c.eatSpaced("月"):
		return "月"
	}
	c.i = after
	if digits > 0 && digits <= 2 && c.day(&lit, n, digits) {
		return "日"
	}
	return ""
}
