package quantity

import (
	"strconv"
	"strings"

	"ask/retrieve/text"
)

// latin reads what begins with the letter at i: a date, a currency, a number
// word, or a token that is left alone with all the digits in it.
func (p *parser) latin(i int) int {
	if i > 0 && isLetter(p.f[i-1]) {
		return i + 1
	}
	if end, ok := p.date(i); ok {
		return end
	}
	if form, _ := p.lex.currency.lookup(p.f[i:]); form != "" {
		if end := p.money(i, len(form)); end > i+len(form) {
			return end
		}
	}
	if end, ok := p.numbered(i); ok {
		return end
	}
	if a, ok := p.englishAmount(i); ok {
		return p.measure(i, a)
	}
	return p.tokenEnd(i)
}

// tokenEnd returns where the Latin token around i ends: GPT-4, A330-200,
// https://example.com/2024/03.
func (p *parser) tokenEnd(i int) int {
	url := false
	for ; i < len(p.f); i++ {
		c := p.f[i]
		switch {
		case isLetter(c) || isDigit(c) || c == '_' || c == '+':
		case strings.HasPrefix(p.f[i:], "://") || strings.HasPrefix(p.f[i:], "www."):
			url = true
		case url && strings.IndexByte(`/?=&%#~:;,@!$'*[]`, c) >= 0:
		case (c == '-' || c == '.' || c == '/' || c == '@' || c == '\'') && i+1 < len(p.f) && (isLetter(p.f[i+1]) || isDigit(p.f[i+1])):
		default:
			return i
		}
	}
	return i
}

// numbered appends No. 5.
func (p *parser) numbered(i int) (end int, ok bool) {
	at := i
	switch {
	case strings.HasPrefix(p.f[i:], "no. "):
		at += len("no. ")
	case strings.HasPrefix(p.f[i:], "no."):
		at += len("no.")
	default:
		return i, false
	}
	if at >= len(p.f) || !isDigit(p.f[at]) {
		return i, false
	}
	a := p.digits(at)
	p.add(Quantity{Span: text.Span{Start: i, End: a.end}, Kind: Ordinal, Value: value(a, a)})
	return a.end, true
}

// englishAmount reads twelve, twenty-five, two million. One is a pronoun.
func (p *parser) englishAmount(i int) (amount, bool) {
	n, end := p.englishWord(i)
	if n == 0 {
		return amount{}, false
	}
	const tens = 20
	if n >= tens && end < len(p.f) && (p.f[end] == '-' || p.f[end] == ' ') {
		if one, to := p.englishWord(end + 1); one > 0 && one < 10 {
			n, end = n+one, to
		}
	}
	a := amount{low: whole(n), high: whole(n), end: end}
	if p.scale(&a) == 0 && n == 1 {
		return amount{}, false
	}
	return a, true
}

// englishWord reads a number word and returns 0 for any other.
func (p *parser) englishWord(i int) (n, end int) {
	form, value := p.lex.english.lookup(p.f[i:])
	end = i + len(form)
	if form == "" || value[0] == 'e' || end < len(p.f) && (isLetter(p.f[end]) || isDigit(p.f[end])) {
		return 0, i
	}
	n, _ = strconv.Atoi(value)
	return n, end
}

// englishScale reads thousand, million, bn … at i, with a space before it or not.
func (p *parser) englishScale(i int) (exp, end int) {
	at := i + spaces(p.f[i:])
	form, value := p.lex.english.lookup(p.f[at:])
	end = at + len(form)
	if form == "" || value[0] != 'e' || end < len(p.f) && (isLetter(p.f[end]) || isDigit(p.f[end])) {
		return p.letterScale(i)
	}
	if form == "k" && (at > i || p.isVideo(i)) {
		return 0, i
	}
	exp, _ = strconv.Atoi(value[1:])
	if end < len(p.f) && p.f[end] == ' ' {
		if more, to := p.englishScale(end); more > 0 { // two hundred million
			return exp + more, to
		}
	}
	return exp, end
}

// isVideo reports 2K, 4K and 8K.
func (p *parser) isVideo(i int) bool {
	return i > 0 && (i == 1 || !isDigit(p.f[i-2]) && p.f[i-2] != '.' && p.f[i-2] != ',') &&
		strings.IndexByte("248", p.f[i-1]) >= 0 && p.afterCurrency != i-1
}

// letterScale reads the m and b that stand for millions and billions in money
// and for much else elsewhere.
func (p *parser) letterScale(i int) (exp, end int) {
	if p.afterCurrency == 0 || i >= len(p.f) || i+1 < len(p.f) && (isLetter(p.f[i+1]) || isDigit(p.f[i+1])) {
		return 0, i
	}
	for k := p.afterCurrency; k < i; k++ {
		if c := p.f[k]; !isDigit(c) && c != '.' && c != ',' {
			return 0, i
		}
	}
	switch p.f[i] {
	case 'm':
		return 6, i + 1
	case 'b':
		return 9, i + 1
	case 't':
		return 12, i + 1
	}
	return 0, i
}

// englishEnd is the exponent of the scale word that f ends with.
func (p *parser) englishEnd(f string) int {
	start := len(f)
	for start > 0 && isLetter(f[start-1]) {
		start--
	}
	form, value := p.lex.english.lookup(f[start:])
	if form == "" || form != f[start:] || value[0] != 'e' {
		return 0
	}
	exp, _ := strconv.Atoi(value[1:])
	return exp
}
