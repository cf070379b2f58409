package when

import (
	"strings"
	"unicode/utf8"

	"ask/retrieve/text"
)

// word reads a word that means a time seen from another: 昨天, 去年, 次年, 上周五,
// last year.
func (f *finder) word() bool {
	start := f.i
	if isWord(f.s[start]) && start > 0 && isWord(f.s[start-1]) {
		return false
	}
	e, ok := f.lex.lookup(f.s[start:])
	if !ok || f.s[start] < 0x80 && start+len(e.form) < len(f.s) && isWord(f.s[start+len(e.form)]) {
		return false
	}
	f.i += len(e.form)
	m := Mention{Span: text.Span{Start: start, End: f.i}, Relative: !e.carried}
	base := f.anchor
	if e.carried {
		base = f.last
	}
	switch e.unit {
	case "day":
		f.dayWord(m, base, e.offset)
	case "about":
		m.Approx, m.From, m.To = true, base, base
		if !base.IsZero() {
			f.found = append(f.found, m)
		}
	case "week":
		f.weekWord(m, base, e.offset)
	case "weekday":
		f.weekdayWord(m, base, e.offset)
	case "month":
		f.monthWord(m, base, e.offset)
	case "year":
		f.yearWord(m, base, e.offset)
	case "yearpart":
		if r, _ := utf8.DecodeLastRuneInString(f.s[:start]); HanDigit(r) >= 0 || isWord(byte(r)) && r < utf8.RuneSelf {
			return true // the end of a year that is not known, 463年底
		}
		m.Approx = true
		if f.last.Year != 0 && f.sameSentence() {
			base, m.Relative = f.last, false
		}
		f.addYear(m, base, 0)
	}
	return true
}

// dayWord adds the day offset days from base.
func (f *finder) dayWord(m Mention, base Date, offset int) {
	if base.Day == 0 || base.Month == 0 || base.Year == 0 || !m.Relative && before(f.s, m.Span.Start, "到", "至") {
		return // the last is of hours: 20时至次日5时
	}
	subject := f.last
	f.finish(m, Literal{Date: addDays(base, offset)})
	if m.Relative && offset == 0 && subject.Year != 0 {
		f.last = subject // which 直到今天 does not change
	}
}

// weekWord adds 上周五, or all of 上周.
func (f *finder) weekWord(m Mention, base Date, offset int) {
	const week = 7
	day := f.lex.weekday(&f.cursor)
	m.Span.End = f.i
	if base.Day == 0 {
		return
	}
	monday := addDays(base, 1-weekday(base)+week*offset)
	if day != 0 {
		f.finish(m, Literal{Date: addDays(monday, day-1)})
		return
	}
	m.From, m.To = monday, addDays(monday, week-1)
	f.add(m, Date{Year: monday.Year, Month: monday.Month})
}

// weekdayWord adds 周三, which is the last one up to base. Behind a date it only
// repeats it, and with 每 before it it is any.
func (f *finder) weekdayWord(m Mention, base Date, day int) {
	if base.Day == 0 || f.recurs(m.Span.Start) || before(f.s, m.Span.Start, "、") || f.has("至") || f.has("到") {
		return
	}
	const week = 7
	if f.lastEnd > 0 && strings.Trim(f.s[f.lastEnd:m.Span.Start], " (,") == "" {
		return
	}
	f.finish(m, Literal{Date: addDays(base, -((weekday(base) - day + week) % week))})
}

// monthWord adds 上月, or a day of it: 本月5日.
func (f *finder) monthWord(m Mention, base Date, offset int) {
	if base.Month == 0 || base.Year == 0 {
		return
	}
	base.Day = 0
	lit := Literal{Date: addMonths(base, offset)}
	after := f.i
	f.eat("的")
	if n, digits := f.number(); digits > 0 && digits <= 2 && n > 0 && f.eatSpaced("日", "号") {
		lit.Date.Day = n
		lit.Void = lit.Date.void()
	} else {
		f.i = after
	}
	m.Span.End, m.Void = f.i, lit.Void
	f.finish(m, lit)
}

// yearWord adds 去年, or a part of it: 去年3月5日, 明年上半年.
func (f *finder) yearWord(m Mention, base Date, offset int) {
	if base.Year == 0 {
		return
	}
	f.addYear(m, base, offset)
}

func (f *finder) addYear(m Mention, base Date, offset int) {
	if base.Year == 0 {
		return
	}
	lit := Literal{Date: Date{Year: base.Year + offset}}
	f.eat("的")
	f.inYear(&lit)
	if before(f.s, f.i, "的") {
		f.i -= len("的")
	}
	lit.Void = lit.Date.void()
	m.Span.End, m.Void = f.i, lit.Void
	f.finish(m, lit)
}

// span reads a time that is so and so long ago or ahead: 三年前, 两个月后,
// 近五年, two years ago.
func (f *finder) span() bool {
	start := f.i
	prefix := f.prefix()
	n, ok := f.count()
	if !ok {
		f.i = start
		return false
	}
	approx := f.eat("多", "余", "来") || before(f.s, start, "约", "近", "大约", "about ", "around ", "超过")
	unit := f.unit()
	if unit == "" {
		f.i = start
		return false
	}
	m := Mention{Span: text.Span{Start: start}, Approx: approx, Relative: true}
	if prefix != 0 {
		return f.lasting(m, unit, prefix*n)
	}
	switch {
	case f.eat("之前", "以前", " ago", "前"):
		if f.has("后") || f.has("提") { // 前后
			break
		}
		f.distant(m, f.anchor, unit, -n)
		return true
	case f.eat("之后", "以后", " later", "后"):
		base := f.anchor
		if f.last.Year != 0 {
			base, m.Relative = f.last, false
		}
		f.distant(m, base, unit, n)
		return true
	}
	f.i = start
	return false
}

// prefix reads 近, 过去 (-1) or 未来 (1) before a length of time.
func (f *finder) prefix() int {
	switch {
	case f.eat("过去", "最近", "近", "the past ", "the last ", "past ", "last "):
		return -1
	case f.eat("未来", "今后", "the next ", "next "):
		return 1
	}
	return 0
}

// count reads a number in any writing.
func (f *finder) count() (n int, ok bool) {
	if f.i > 0 && (isWord(f.s[f.i-1]) || f.s[f.i-1] == '.') {
		return 0, false
	}
	if f.eat("半") {
		return 0, false
	}
	const year = 4 // digits: 2025年前 is no length of time
	if n, digits := f.number(); digits > 0 && n > 0 {
		return n, digits < year
	}
	for i, word := range []string{"a ", "two ", "three ", "four ", "five ", "six ", "seven ", "eight ", "nine ", "ten "} {
		if f.eat(word) {
			f.i--
			return i + 1, true
		}
	}
	return 0, false
}

// unit reads a unit of time.
func (f *finder) unit() string {
	f.eat(" ")
	switch {
	case f.eat("年", "周年", "years", "year"):
		return "year"
	case f.eat("个多月", "个月", "months", "month"):
		return "month"
	case f.eat("周", "个星期", "星期", "weeks", "week"):
		return "week"
	case f.eat("天", "日", "days", "day"):
		return "day"
	}
	return ""
}

// distant adds the time n units from base, as precise as the unit.
func (f *finder) distant(m Mention, base Date, unit string, n int) {
	if d, ok := move(base, unit, n); ok {
		m.Span.End = f.i
		f.finish(m, Literal{Date: d})
	}
}

// lasting adds the n units up to the anchor or from it on.
func (f *finder) lasting(m Mention, unit string, n int) bool {
	d, ok := move(f.anchor, unit, n)
	if !ok {
		return true
	}
	m.Span.End, m.Approx = f.i, true
	now := cut(f.anchor, unit)
	if m.From, m.To = d, now; n > 0 {
		m.From, m.To = now, d
	}
	f.found = append(f.found, m)
	return true
}

// move is the date n units from base, which must be at least as precise.
func move(base Date, unit string, n int) (Date, bool) {
	const week = 7
	const farYears = 200 // more are a year of some calendar: 469年后
	switch {
	case base.Year == 0:
	case unit == "year":
		d := Date{Year: base.Year + n}
		return d, d.Year != 0 && n < farYears && n > -farYears
	case base.Month == 0:
	case unit == "month":
		return addMonths(Date{base.Year, base.Month, 0}, n), true
	case base.Day == 0:
	case unit == "week":
		return addDays(base, n*week), true
	default:
		return addDays(base, n), true
	}
	return Date{}, false
}

// cut is d to the precision of a unit.
func cut(d Date, unit string) Date {
	switch unit {
	case "year":
		return Date{Year: d.Year}
	case "month":
		return Date{Year: d.Year, Month: d.Month}
	}
	return d
}
