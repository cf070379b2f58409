package quantity

import (
	"strings"
	"unicode/utf8"

	"ask/retrieve/text"
	"ask/retrieve/when"
)

// parser goes through a text once. Positions are those of the folded text.
type parser struct {
	lex   *lexicon
	s, f  string // the text, as it is and folded
	found []Quantity

	// Where the last position asked for is in both texts.
	inS, inF int

	// The month a day without one belongs to, as in 3月5日至8日, and where the
	// date that said it ended.
	month, monthEnd int

	// Where the digits behind the last currency mark begin.
	afterCurrency int
}

func (p *parser) run() {
	for i := 0; i < len(p.f); {
		i = p.step(i)
	}
}

// step reads what begins at i and returns where to go on.
func (p *parser) step(i int) int {
	c := p.f[i]
	switch {
	case isDigit(c):
		return p.number(i)
	case isLetter(c):
		return p.latin(i)
	case c < utf8.RuneSelf && c != '$':
		return i + 1
	}
	r, size := utf8.DecodeRuneInString(p.f[i:])
	switch r {
	case '$', '¥', '€', '£', '₩', '₽':
		return p.money(i, size)
	case '半':
		return p.half(i, size)
	case '百', '千', '万':
		return p.scaleFraction(i)
	case '第':
		return p.ordinal(i, size)
	case '人', '港':
		return p.money(i, size)
	case '公', '民', '令', '平', '昭', '上', '本', '下', '前', '首':
		if end, ok := p.date(i); ok {
			return end
		}
		return i + size
	}
	if when.HanDigit(r) >= 0 || hanDigit(r) >= 0 && startsWith(p.f[i+size:], []string{"拾", "佰", "仟", "万", "亿"}) {
		return p.number(i)
	}
	return i + size
}

// number reads what begins with the numeral at i.
func (p *parser) number(i int) int {
	han := !isDigit(p.f[i])
	if end := p.wordAt(i); end > i {
		return end
	}
	if end := p.mark(i); end > i {
		return end
	}
	if end, ok := p.clock(i); ok {
		return end
	}
	if end, ok := p.oneHalf(i); ok {
		return end
	}
	if end, ok := p.date(i); ok {
		return end
	}
	if end, ok := p.ratio(i); ok {
		return end
	}
	if end, ok := p.slash(i); ok {
		return end
	}
	a, ok := p.amount(i)
	if !ok || p.vague(i, a) {
		return max(a.end, p.skipNumeral(i))
	}
	if !han {
		if end := p.code(i, a); end > i {
			return end
		}
	}
	if end, ok := p.fraction(i, a); ok {
		return end
	}
	return p.measure(i, a)
}

// vague reports whether the numeral at i is part of 几十 or 十几, which nothing
// can be compared with.
func (p *parser) vague(i int, a amount) bool {
	rest := p.f[a.end:]
	return strings.HasPrefix(rest, "几") || strings.HasSuffix(p.f[:i], "几") || a.han && strings.HasSuffix(p.f[:i], "数")
}

// skipNumeral steps over Chinese numerals that make no number.
func (p *parser) skipNumeral(i int) int {
	for i < len(p.f) {
		r, size := utf8.DecodeRuneInString(p.f[i:])
		if hanDigit(r) < 0 && r != '百' && r != '千' {
			return i
		}
		i += size
	}
	return i
}

// wordAt returns the end of the word that holds the numeral at i, or i.
func (p *parser) wordAt(i int) int {
	for back, at := 0, i; ; back++ {
		if form, value := p.lex.words.lookup(p.f[at:]); at+len(form) > i && value == "" && form != "" {
			return at + len(form)
		} else if back == 0 && value == "keep" {
			return i
		}
		const most = 2
		if at == 0 || back == most {
			return i
		}
		_, size := utf8.DecodeLastRuneInString(p.f[:at])
		at -= size
	}
}

// mark returns the end of a list mark or citation mark at i, which counts
// nothing: "1." and 2、 at the start of a line, (3), [12]. It returns i if there
// is none.
func (p *parser) mark(i int) int {
	end := i
	for end < len(p.f) && isDigit(p.f[end]) {
		end++
	}
	const most = 2
	if end == i || end-i > most+1 || end == len(p.f) {
		return i
	}
	open, rest := byte(' '), p.f[end:]
	if i > 0 {
		open = p.f[i-1]
	}
	switch {
	case open == '[' && rest[0] == ']', open == '(' && rest[0] == ')' && end-i <= most,
		strings.HasSuffix(p.f[:i], "【") && strings.HasPrefix(rest, "】"):
		return end
	case end-i > most || !p.startsLine(i):
		return i
	case strings.HasPrefix(rest, "、"), strings.HasPrefix(rest, ") "), strings.HasPrefix(rest, ". "):
		return end
	case rest[0] == '.' && len(rest) > 1 && rest[1] >= utf8.RuneSelf:
		return end
	}
	return i
}

// startsLine reports whether there is nothing but space and marks before i on
// its line.
func (p *parser) startsLine(i int) bool {
	before := strings.TrimRight(p.f[:i], " \t#*-(>")
	return before == "" || before[len(before)-1] == '\n'
}

// code returns the end of digits that are no amount: versions and addresses like
// 1.2.3, and those that go on in letters like 72B. It returns i for an amount.
// A telephone number becomes one number without unit.
func (p *parser) code(i int, a amount) int {
	end := i
	groups := 1
	for end < len(p.f) && (isDigit(p.f[end]) || p.f[end] == '-' && end+1 < len(p.f) && isDigit(p.f[end+1])) {
		if p.f[end] == '-' {
			groups++
		}
		end++
	}
	if digits := end - i - groups + 1; groups > 1 && (groups > 2 || p.f[i] == '0' && digits > 5) {
		value := strings.TrimLeft(strings.ReplaceAll(p.f[i:end], "-", ""), "0")
		p.add(Quantity{Span: text.Span{Start: i, End: end}, Kind: Number, Value: value})
		return end
	}
	end = a.end
	if end+1 < len(p.f) && p.f[end] == '.' && isDigit(p.f[end+1]) {
		for end < len(p.f) && (isDigit(p.f[end]) || p.f[end] == '.') {
			end++
		}
		return end
	}
	if end < len(p.f) && isLetter(p.f[end]) {
		if _, unit := p.unit(end, a); unit.end == end {
			return p.tokenEnd(end)
		}
	}
	return i
}

// at translates a position in the folded text to one in the text.
func (p *parser) at(i int) int {
	if p.s == p.f {
		return i
	}
	for p.inF > i {
		_, n := utf8.DecodeLastRuneInString(p.s[:p.inS])
		_, m := utf8.DecodeLastRuneInString(p.f[:p.inF])
		p.inS -= n
		p.inF -= m
	}
	for p.inF < i {
		_, n := utf8.DecodeRuneInString(p.s[p.inS:])
		_, m := utf8.DecodeRuneInString(p.f[p.inF:])
		p.inS += n
		p.inF += m
	}
	return p.inS
}

// add appends q, whose span is in the folded text.
func (p *parser) add(q Quantity) {
	if q.Value == "" && q.Kind != Date {
		q.Value = "0"
	}
	q.Approx = q.Approx || endsWith(p.f[:q.Span.Start], p.lex.approxBefore) || startsWith(p.f[q.Span.End:], p.lex.approxAfter)
	q.Span = text.Span{Start: p.at(q.Span.Start), End: p.at(q.Span.End)}
	p.found = append(p.found, q)
}

func isLetter(c byte) bool { return c-'a' < 26 }
