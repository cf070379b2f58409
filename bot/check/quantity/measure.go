package quantity

import (
	"slices"
	"strings"
	"unicode/utf8"

	"ask/retrieve/text"
)

// measure appends the number whose first amount was read at i.
func (p *parser) measure(i int, a amount) int {
	approx, u := p.unit(a.end, a)
	q := Quantity{Kind: Number, Unit: u.name, Approx: a.approx || approx}
	low, high := a, a
	if b, ok := p.rangeEnd(a, u); ok {
		approx, v := p.unit(b.end, b)
		q.Approx = q.Approx || b.approx || approx
		if u.name == "" || v.name != "" {
			u = v
		}
		low, high = p.sameScale(a, b), b
		if low.low.compare(high.high) >= 0 {
			return p.score(i, a, b)
		}
		if u.name == "" && p.years(i, a, b) {
			return b.end
		}
	}
	end := max(u.end, high.end)
	if !p.counts(i, low, high, u) {
		return max(end, p.skipNumeral(i))
	}
	u = p.addHalf(&low, &high, u)
	end = max(end, u.end)
	q.Span = text.Span{Start: i, End: end}
	q.Unit = u.name
	setKind(&q, u, &low, &high)
	q.Value = value(low, high)
	if p.negative(i) {
		q.Value = "-" + q.Value
	}
	p.add(q)
	return end
}

// counts reports whether the numeral at i counts something: Chinese numerals are
// parts of words more often than not.
func (p *parser) counts(i int, low, high amount, u unitRead) bool {
	if !low.han {
		return !p.named(i, low, u)
	}
	if u.sort == countSort {
		return low.low.compare(whole(1)) > 0 || high.high != low.low
	}
	if u.name != "" {
		return true
	}
	return !low.bare && low.low == low.high
}

// named reports whether the number at i, which has no unit, belongs to a name in
// front of it, as in iPhone 15 and Windows 11.
func (p *parser) named(i int, a amount, u unitRead) bool {
	const most = 3 // digits
	if u.name != "" || a.low.digitsBefore() > most || i < 2 || p.f[i-1] != ' ' || !isLetter(p.f[i-2]) {
		return false
	}
	start := i - 1
	for start > 0 && isLetter(p.f[start-1]) {
		start--
	}
	capital := false
	for _, c := range p.s[p.at(start):p.at(i-1)] {
		capital = capital || c >= 'A' && c <= 'Z'
	}
	return capital && !slices.Contains(p.lex.capitalised, p.f[start:i-1])
}

// addHalf adds the half of 三年半 and 3个半小时, and the five of 三成五, and
// returns u with its end behind it.
func (p *parser) addHalf(low, high *amount, u unitRead) unitRead {
	if low.low != high.high || low.raw != "" {
		return u
	}
	more := decimal{}
	switch {
	case strings.HasPrefix(u.form, "个半"):
		more = decimal{5, -1}
	case u.form == "成":
		if n, end, ok := p.upTo99(u.end); ok && n > 0 && n < 10 && !p.unitFollows(end) {
			more, u.end = decimal{uint64(n), -1}, end
		}
	case u.sort == measureSort && strings.HasPrefix(p.f[u.end:], "半") && p.wordAt(u.end) == u.end:
		more = decimal{5, -1}
		u.end += len("半")
	}
	if sum, ok := low.low.add(more); ok {
		low.low, low.high, high.low, high.high = sum, sum, sum, sum
	}
	return u
}

// setKind gives q the kind its unit calls for. Tenths and per mille become
// percents, and basis points percentage points, by moving the point of low and
// high.
func setKind(q *Quantity, u unitRead, low, high *amount) {
	switch u.sort {
	case ordinalSort:
		q.Kind = Ordinal
		if u.name == "th" {
			q.Unit = ""
		}
		return
	case percentSort:
		q.Kind = Percent
	default:
		return
	}
	shift := 0
	switch u.name {
	case "‰":
		q.Unit, shift = "%", -1
	case "成":
		q.Unit, shift = "%", 1
	case "bp":
		q.Unit, shift = "百分点", -2
	}
	low.low, low.high = low.low.shift(shift), low.high.shift(shift)
	high.low, high.high = high.low.shift(shift), high.high.shift(shift)
}

// negative reports whether a minus or 零下 stands before the number at i.
func (p *parser) negative(i int) bool {
	before := p.f[:i]
	if strings.HasSuffix(before, "零下") || strings.HasSuffix(before, "负") {
		return true
	}
	if !strings.HasSuffix(before, "-") {
		return false
	}
	before = before[:len(before)-1]
	r, _ := utf8.DecodeLastRuneInString(before)
	return before == "" || strings.ContainsRune(" \n\t|(:,~、", r)
}

// value writes an amount or a range.
func value(low, high amount) string {
	if low.raw != "" {
		return low.raw
	}
	if low.low == high.high {
		return low.low.String()
	}
	return low.low.String() + ".." + high.high.String()
}
