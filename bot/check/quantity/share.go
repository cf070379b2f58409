package quantity

import (
	"strings"

	"ask/retrieve/text"
)

// fraction appends the share whose denominator a was read at i: 三分之二,
// 百分之三点五, 万分之一.
func (p *parser) fraction(i int, a amount) (end int, ok bool) {
	const over = "分之"
	if !strings.HasPrefix(p.f[a.end:], over) || a.low != a.high || a.raw != "" {
		return i, false
	}
	b, ok := p.amount(a.end + len(over))
	if !ok && strings.HasPrefix(p.f[a.end+len(over):], "百") { // 百分之百
		b, ok = amount{low: whole(100), high: whole(100), end: a.end + len(over) + len("百")}, true
	}
	if !ok || b.raw != "" {
		return i, false
	}
	low := divide(b.low, a.low, 2)
	if low == "" {
		return i, false
	}
	if high := divide(b.high, a.low, 2); high != low {
		low += ".." + high
	}
	p.add(Quantity{Span: text.Span{Start: i, End: b.end}, Kind: Percent, Value: low, Unit: "%", Approx: b.approx})
	return b.end, true
}

// ratio appends 2:1 and 3比1.
func (p *parser) ratio(i int) (end int, ok bool) {
	const most = 3 // digits
	a, ok := p.section(i)
	if !ok || a.raw != "" || a.low != a.high || a.low.digitsBefore() > most {
		return i, false
	}
	at := a.end
	switch rest := p.f[at:]; {
	case strings.HasPrefix(rest, ":"):
		at++
	case strings.HasPrefix(rest, "比"):
		at += len("比")
	default:
		return i, false
	}
	b, ok := p.section(at)
	if !ok || b.raw != "" || b.low != b.high || b.han != a.han || strings.HasPrefix(p.f[b.end:], "分之") {
		return i, false
	}
	p.add(Quantity{Span: text.Span{Start: i, End: b.end}, Kind: Number, Value: a.low.String() + ":" + b.low.String()})
	return b.end, true
}

// slash appends the share 2/3, of small numbers.
func (p *parser) slash(i int) (end int, ok bool) {
	const most = 2 // digits
	a, ok := p.section(i)
	if !ok || a.han || a.low.exp != 0 || a.end-i > most || a.end == len(p.f) || p.f[a.end] != '/' || i > 0 && p.f[i-1] == '/' {
		return i, false
	}
	b, ok := p.section(a.end + 1)
	if !ok || b.han || b.low.exp != 0 || b.end-a.end-1 > most || a.low.mant == 0 || a.low.compare(b.low) >= 0 || b.end < len(p.f) && (p.f[b.end] == '/' || isLetter(p.f[b.end])) {
		return i, false
	}
	p.add(Quantity{Span: text.Span{Start: i, End: b.end}, Kind: Percent, Value: divide(a.low, b.low, 2), Unit: "%"})
	return b.end, true
}

// scaleFraction reads 百分之三, which begins with a scale word.
func (p *parser) scaleFraction(i int) int {
	exp, size := 0, len("百")
	switch {
	case strings.HasPrefix(p.f[i:], "百分之"):
		exp = 2
	case strings.HasPrefix(p.f[i:], "千分之"):
		exp = 3
	case strings.HasPrefix(p.f[i:], "万分之"):
		exp = 4
	default:
		return i + size
	}
	end, ok := p.fraction(i, amount{low: whole(1).shift(exp), high: whole(1).shift(exp), end: i + size})
	if !ok {
		return i + size
	}
	return end
}

// half appends 半年 and 一半; the other uses of 半 count nothing.
func (p *parser) half(i, size int) int {
	if end := p.wordAt(i); end > i {
		return end
	}
	half := amount{low: decimal{5, -1}, high: decimal{5, -1}, end: i + size, han: true}
	_, u := p.unit(half.end, half)
	if u.sort != measureSort || strings.HasPrefix(u.form, "个半") {
		return i + size
	}
	p.add(Quantity{Span: text.Span{Start: i, End: u.end}, Kind: Number, Value: half.low.String(), Unit: u.name})
	return u.end
}

// oneHalf appends 一半.
func (p *parser) oneHalf(i int) (end int, ok bool) {
	const word = "一半"
	if !strings.HasPrefix(p.f[i:], word) {
		return i, false
	}
	end = i + len(word)
	p.add(Quantity{Span: text.Span{Start: i, End: end}, Kind: Percent, Value: "50", Unit: "%"})
	return end, true
}

// money appends an amount with its currency in front, a mark or word of size
// bytes at i: $3.5bn, 人民币100元.
func (p *parser) money(i, size int) int {
	form, unit := p.lex.currency.lookup(p.f[i:])
	if form == "" {
		return i + size
	}
	at := i + len(form)
	at += spaces(p.f[at:])
	if at == len(p.f) || !isDigit(p.f[at]) {
		return i + size
	}
	n := len(p.found)
	p.afterCurrency = at
	end := p.measure(at, p.digitsAmount(at))
	if len(p.found) > n {
		q := &p.found[n]
		q.Span.Start = p.at(i)
		q.Approx = q.Approx || endsWith(p.f[:i], p.lex.approxBefore)
		if q.Unit == "" {
			q.Unit = unit
		}
	}
	return end
}

func (p *parser) digitsAmount(i int) amount {
	a, _ := p.amount(i)
	return a
}

// ordinal appends 第三名, 第5条.
func (p *parser) ordinal(i, size int) int {
	if end := p.wordAt(i); end > i {
		return end
	}
	if end, ok := p.date(i); ok {
		return end
	}
	at := i + size
	at += spaces(p.f[at:])
	a, ok := p.amount(at)
	if !ok || a.raw != "" || a.low != a.high || a.low.exp < 0 {
		return i + size
	}
	q := Quantity{Kind: Ordinal, Value: a.low.String()}
	_, u := p.unit(a.end, a)
	end := max(a.end, u.end)
	q.Unit = u.name
	if a.low == whole(1) && u.name == "" && p.startsClause(i) {
		return end // 第一, of a list of reasons
	}
	q.Span = text.Span{Start: i, End: end}
	p.add(q)
	return end
}

// startsClause reports whether punctuation or nothing stands before i.
func (p *parser) startsClause(i int) bool {
	before := strings.TrimRight(p.f[:i], " ")
	for _, mark := range []string{"。", ",", ";", ":", "!", "?", "\n", "、", "\"", "“"} {
		if strings.HasSuffix(before, mark) {
			return true
		}
	}
	return before == ""
}
