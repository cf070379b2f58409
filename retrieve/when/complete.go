package when

import (
	"strings"
	"unicode/utf8"
)

// complete gives lit the year and month it lacks, and reports whether it could.
func (f *finder) complete(lit *Literal, m *Mention) bool {
	switch d := &lit.Date; {
	case d.Year != 0:
		return true
	case d.Month != 0:
		return f.yearOf(d, m)
	case d.Day != 0:
		return f.monthOf(d, m)
	}
	// 三季度
	if f.last.Year != 0 && (f.sameSentence() || f.anchor.Year == 0) {
		lit.Date.Year = f.last.Year
		return true
	}
	m.Relative = true
	lit.Date.Year = f.anchor.Year
	return f.anchor.Year != 0
}

// aheadDays is how far after its publication a text may speak of a day without
// saying of which month or year.
const aheadDays = 5

// yearOf gives a month or day its year.
func (f *finder) yearOf(d *Date, m *Mention) bool {
	if f.last.Year != 0 && (f.sameSentence() || !f.nearAnchor(*d)) {
		d.Year = f.last.Year
		return d.void() == ""
	}
	if f.anchor.Year == 0 {
		return false
	}
	m.Relative = true
	d.Year = f.anchor.Year
	if f.anchor.Month != 0 && d.After(addDays(f.anchor, aheadDays)) {
		d.Year--
	}
	return d.void() == ""
}

// nearAnchor reports a day in the fortnight around the anchor: news speaks of
// it, whatever year a sentence before was about.
func (f *finder) nearAnchor(d Date) bool {
	if f.anchor.Day == 0 || d.Day == 0 {
		return false
	}
	const week = 7
	d.Year = f.anchor.Year
	return !d.After(addDays(f.anchor, week)) && !d.Before(addDays(f.anchor, -week))
}

// monthOf gives a day its month and year.
func (f *finder) monthOf(d *Date, m *Mention) bool {
	if f.last.Month != 0 && f.last.Year != 0 {
		d.Year, d.Month = f.last.Year, f.last.Month
		return d.void() == ""
	}
	if f.anchor.Month == 0 || f.s[m.Span.Start] >= utf8.RuneSelf { // 行十日
		return false
	}
	m.Relative = true
	d.Year, d.Month = f.anchor.Year, f.anchor.Month
	if f.anchor.Day != 0 && d.Day > f.anchor.Day+aheadDays {
		*d = addMonths(*d, -1)
	}
	return d.void() == ""
}

// sameSentence reports whether the date spoken of last is in the sentence of the
// cursor.
func (f *finder) sameSentence() bool {
	return !strings.ContainsAny(f.s[f.lastEnd:f.i], "。!?;\n")
}
