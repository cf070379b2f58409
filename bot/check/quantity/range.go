package quantity

import (
	"strings"
	"unicode/utf8"

	"ask/retrieve/text"
)

// rangeEnd reads the second amount of a range like 3-5, 三到五 or 3%至5%.
func (p *parser) rangeEnd(a amount, u unitRead) (amount, bool) {
	i := max(a.end, u.end)
	if a.low != a.high || a.raw != "" {
		return amount{}, false
	}
	i += spaces(p.f[i:])
	n := 0
	for _, word := range []string{"--", "-", "~", "至", "到", "to "} {
		if strings.HasPrefix(p.f[i:], word) {
			n = len(word)
			break
		}
	}
	if n == 0 {
		return amount{}, false
	}
	i += n
	i += spaces(p.f[i:])
	if _, isDate := p.dateAt(i); isDate || p.wordAt(i) > i {
		return amount{}, false
	}
	b, ok := p.amount(i)
	if !ok || b.raw != "" || b.low != b.high || a.han != b.han && u.end <= a.end {
		return amount{}, false
	}
	// Of 增加3人到2024号, 到 is no range: the ends agree in their unit.
	if _, v := p.unit(b.end, b); u.end > a.end && v.name != u.name {
		return amount{}, false
	}
	return b, true
}

func spaces(s string) int {
	if strings.HasPrefix(s, " ") {
		return 1
	}
	return 0
}

// sameScale gives the first end of 3~5万 the scale of the second.
func (p *parser) sameScale(a, b amount) amount {
	const least = 3 // from 千 on
	exp, _ := p.lastScale(p.f[:b.end])
	if own, _ := p.lastScale(p.f[:a.end]); own > 0 || exp < least || a.low.compare(whole(1)) < 0 {
		return a
	}
	if a.low.shift(exp).compare(b.high) < 0 {
		a.low, a.high = a.low.shift(exp), a.high.shift(exp)
	}
	return a
}

// lastScale is the exponent of the scale that f ends with.
func (p *parser) lastScale(f string) (exp, start int) {
	start = len(f)
	for {
		_, size := utf8.DecodeLastRuneInString(f[:start])
		if e, end := hanScale(f, start-size); size == 0 || e == 0 || end != len(f) {
			break
		}
		start -= size
	}
	exp, _ = hanScale(f, start)
	if exp == 0 {
		exp = p.englishEnd(f)
	}
	return exp, start
}

// years appends the two years of 2019-2023, which only look like numbers.
func (p *parser) years(i int, a, b amount) bool {
	first, last := whole(1800), whole(2099)
	if a.han || a.low.exp != 0 || b.low.exp != 0 || a.low.compare(first) < 0 || b.low.compare(last) > 0 {
		return false
	}
	start := b.end - len("2023")
	if a.end-i != len("2019") || start <= a.end || isDigit(p.f[start-1]) || strings.Trim(p.f[start:b.end], "0123456789") != "" {
		return false
	}
	p.add(Quantity{Span: text.Span{Start: i, End: a.end}, Kind: Date, Year: int(a.low.mant)})
	p.add(Quantity{Span: text.Span{Start: start, End: b.end}, Kind: Date, Year: int(b.low.mant)})
	return true
}

// score appends 3-1, or only its first number if it cannot be a score.
func (p *parser) score(i int, a, b amount) int {
	const most = 3 // digits
	if a.low.exp != 0 || b.low.exp != 0 || a.low.digitsBefore() > most || b.end == a.end {
		p.add(Quantity{Span: text.Span{Start: i, End: a.end}, Kind: Number, Value: value(a, a)})
		return a.end
	}
	p.add(Quantity{Span: text.Span{Start: i, End: b.end}, Kind: Number, Value: a.low.String() + ":" + b.low.String()})
	return b.end
}
