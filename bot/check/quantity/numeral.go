package quantity

import (
	"strings"
	"unicode/utf8"
)

// amount is a numeral as read.
type amount struct {
	low, high decimal // equal but for 三四
	end       int
	// raw are the digits of a number too long to count with.
	raw string
	// approx is set for 三四十, 10余万.
	approx bool
	// bare is set for a single Chinese numeral, which alone is hardly ever a number.
	bare bool
	// han is set if it is written in Chinese numerals.
	han bool
}

// amount reads the numeral at i: 1,234.5, 12.5亿, 3万5千, 十二亿五千万.
func (p *parser) amount(i int) (amount, bool) {
	a, ok := p.section(i)
	if !ok || a.raw != "" {
		return a, ok
	}
	exps := p.scale(&a)
	if exps == 0 || a.low != a.high {
		return a, true
	}
	return p.chain(a, exps)
}

// chain reads the smaller sections behind one with a scale, as in 3万5千 and
// 十二亿零五百万, and the lone digit of 三万五.
func (p *parser) chain(a amount, exps int) (amount, bool) {
	for {
		i := a.end
		zero := false
		if strings.HasPrefix(p.f[i:], "零") {
			i += len("零")
			zero = true
		}
		next, ok := p.section(i)
		if !ok || next.raw != "" || next.low != next.high || next.low.mant == 0 || next.approx {
			return a, true
		}
		lone := next.bare || next.end == i+1
		scale := p.scale(&next)
		if lone && scale == 0 && !zero {
			if p.unitFollows(next.end) {
				return a, true
			}
			next.low = next.low.shift(exps - 1)
		}
		if next.low.digitsBefore() > exps || scale >= exps {
			return a, true
		}
		sum, ok := a.low.add(next.low)
		if !ok {
			return a, true
		}
		a.low, a.high, a.end, a.approx = sum, sum, next.end, next.approx
		if scale == 0 {
			return a, true
		}
		exps = scale
	}
}

// scale reads 万, 亿, 百万 … behind a, and million behind digits, applies it, and
// returns its exponent, 0 for none. 多, 余 and 几 may stand before it.
func (p *parser) scale(a *amount) int {
	i := a.end
	for _, word := range []string{"多", "余", "来"} {
		if strings.HasPrefix(p.f[i:], word) {
			i += len(word)
			break
		}
	}
	exp, end := hanScale(p.f, i)
	if exp == 0 && i == a.end {
		exp, end = p.englishScale(i)
	}
	if exp == 0 {
		return 0
	}
	a.approx = a.approx || i > a.end
	a.low, a.high, a.end, a.bare = a.low.shift(exp), a.high.shift(exp), end, false
	return exp
}

// hanScale reads the scale words at i, multiplied: 千万, 万亿.
func hanScale(f string, i int) (exp, end int) {
	for {
		n := 0
		r, size := utf8.DecodeRuneInString(f[i:])
		switch r {
		case '百', '佰':
			n = 2
		case '千', '仟':
			n = 3
		case '万':
			n = 4
		case '亿':
			n = 8
		case '兆':
			n = 12
		}
		if n == 0 || n == 2 && strings.HasPrefix(f[i:], "百分") || scaleIsUnit(f[i:]) {
			return exp, i
		}
		exp += n
		i += size
	}
}

// scaleIsUnit reports whether s starts with a unit like 千克 and 兆瓦.
func scaleIsUnit(s string) bool {
	form, value := loaded().units.lookup(s)
	if form == "" || value[0] == '-' {
		return false
	}
	return strings.HasPrefix(form, "千") || strings.HasPrefix(form, "兆")
}

// section reads what stands before a scale word: digits, or Chinese numerals
// below ten thousand, with decimals.
func (p *parser) section(i int) (amount, bool) {
	if i < len(p.f) && isDigit(p.f[i]) {
		return p.digits(i), true
	}
	return p.hanSection(i)
}

// digits reads the ASCII digits at i with separators and decimals.
func (p *parser) digits(i int) amount {
	start := i
	var d decimal
	count := 0
	point := false
	for ; i < len(p.f); i++ {
		switch c := p.f[i]; {
		case isDigit(c):
			if count++; count <= maxDigits {
				d.mant = d.mant*10 + uint64(c-'0')
				if point {
					d.exp--
				}
			}
			continue
		case c == ',' && !point && p.thousands(start, i):
			continue
		case c == '.' && !point && i+1 < len(p.f) && isDigit(p.f[i+1]):
			point = true
			continue
		}
		break
	}
	a := amount{low: d, high: d, end: i}
	if count > maxDigits {
		a.raw = strings.TrimLeft(strings.ReplaceAll(p.f[start:i], ",", ""), "0")
	}
	return a
}

// thousands reports whether the comma at i, of a number that began at start,
// separates thousands: one to three digits before it, three behind it, and no
// full-width comma between half-width digits.
func (p *parser) thousands(start, i int) bool {
	group := i - 1 - strings.LastIndexByte(p.f[start:i], ',') - start
	first := strings.IndexByte(p.f[start:i], ',') < 0
	if group > 3 || group < 1 || !first && group != 3 || i+4 > len(p.f) {
		return false
	}
	for k := i + 1; k < i+4; k++ {
		if !isDigit(p.f[k]) {
			return false
		}
	}
	if i+4 < len(p.f) && isDigit(p.f[i+4]) {
		return false
	}
	at := p.at(i)
	return p.s[at] == ',' || at > 0 && p.s[at-1] >= utf8.RuneSelf
}

// hanSection reads Chinese numerals below ten thousand: 一千二百, 二〇二四,
// 三点五, 三四十.
func (p *parser) hanSection(i int) (amount, bool) {
	h := hanReader{f: p.f, i: i}
	a, ok := h.read()
	if !ok {
		return amount{}, false
	}
	a.han = true
	a.end = h.i
	if strings.HasPrefix(p.f[h.i:], "点") && a.low == a.high {
		decimals, n, end := hanDecimals(p.f, h.i+len("点"))
		if n > 0 {
			sum, ok := a.low.add(decimals)
			a.low, a.high, a.end, a.bare = sum, sum, end, false
			return a, ok
		}
	}
	return a, true
}

// hanDecimals reads what stands behind 点.
func hanDecimals(f string, i int) (d decimal, n, end int) {
	for n < maxDigits/2 {
		r, size := utf8.DecodeRuneInString(f[i:])
		v := hanDigit(r)
		if v < 0 || v > 9 || r == '两' {
			break
		}
		d.mant = d.mant*10 + uint64(v)
		d.exp--
		n++
		i += size
	}
	return d, n, i
}

func isDigit(c byte) bool { return c-'0' < 10 }
