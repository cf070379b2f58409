package when

import "ask/retrieve/text"

// bareYear reads what is a year or month only by the words around it: in 2024,
// from 2019 to 2023, 2019-2023, in March.
func (f *finder) bareYear() bool {
	start := f.i
	if !isWord(f.s[start]) || start > 0 && (isWord(f.s[start-1]) || f.s[start-1] == '.') {
		return false
	}
	leads := f.leads(start)
	if month := f.monthName(); month != 0 {
		return leads && (f.i == len(f.s) || !isWord(f.s[f.i])) && f.addBare(start, Date{Month: month})
	}
	year, ok := f.likelyYear()
	if !ok {
		return false
	}
	if n := len(f.found); n > 0 && isJoin(f.s[f.found[n-1].Span.End:start]) {
		leads = true
	}
	if !leads && !f.beginsRange(year) {
		return false
	}
	return f.addBare(start, Date{Year: year})
}

// leads reports an English preposition of time before at.
func (f *finder) leads(at int) bool {
	return before(f.s, at, "in ", "since ", "by ", "from ", "until ", "during ", "before ", "after ", "last ", "early ", "late ", "between ", "around ", "year ", "of ")
}

func (f *finder) addBare(start int, d Date) bool {
	m := Mention{Span: text.Span{Start: start, End: f.i}}
	lit := Literal{Date: d}
	if f.complete(&lit, &m) {
		f.finish(m, lit)
	}
	return true
}

// likelyYear reads four digits that nothing makes a number of something else.
func (f *finder) likelyYear() (int, bool) {
	const first, last = 1800, 2099
	n, digits := f.fourDigits()
	if digits != 4 || n < first || n > last {
		return 0, false
	}
	if f.i < len(f.s) && (isWord(f.s[f.i]) || f.has("%") || f.has(".") && !f.endsAt(f.i) || f.has(",") && f.i+1 < len(f.s) && isWord(f.s[f.i+1])) {
		return 0, false
	}
	return n, true
}

// beginsRange reports whether a later year follows the one just read. It moves
// nothing.
func (f *finder) beginsRange(year int) bool {
	start := f.i
	defer func() { f.i = start }()
	if !f.eatSpaced("-", "~", "至", "到") {
		return false
	}
	f.eat(" ")
	later, ok := f.likelyYear()
	return ok && later > year && !f.has("-")
}
