package quantity

import (
	"unicode/utf8"

	"ask/retrieve/when"
)

// hanReader reads Chinese numerals below ten thousand.
type hanReader struct {
	f string
	i int

	total  int // what has its 十, 百 or 千
	digit  int // the digit before the next of these, -1 for none
	other  int // the second digit of 三四, -1 for none
	spread int // how much more 三四十 may be
	last   int // the last of 十, 百, 千
	zero   bool
}

// read reads the numeral and leaves i behind it.
func (h *hanReader) read() (amount, bool) {
	if a, ok := h.positional(); ok {
		return a, true
	}
	h.digit, h.other = -1, -1
	runes := 0
	for h.i < len(h.f) {
		r, size := utf8.DecodeRuneInString(h.f[h.i:])
		ok := true
		switch v := hanDigit(r); {
		case r == '两' && runes > 0: // the tael of 八百两
			return h.result(runes)
		case v >= 0 && v < 10:
			ok = h.addDigit(v)
		case v >= 10:
			ok = h.addTens(v)
		case (r == '百' || r == '佰') && h.digit >= 0:
			ok = h.addScale(100)
		case (r == '千' || r == '仟') && h.digit >= 0 && !scaleIsUnit(h.f[h.i:]):
			ok = h.addScale(1000)
		default:
			return h.result(runes)
		}
		if !ok {
			return amount{}, false
		}
		h.i += size
		runes++
	}
	return h.result(runes)
}

// positional reads digits one by one: 二〇二四, 一〇一.
func (h *hanReader) positional() (amount, bool) {
	n, digits, zeros, last := 0, 0, 0, -1
	counting := true // as in 一二三四
	i := h.i
	for i < len(h.f) && digits < maxDigits/2 {
		r, size := utf8.DecodeRuneInString(h.f[i:])
		v := hanDigit(r)
		if v > 9 || r == '百' || r == '千' {
			return amount{}, false
		}
		if v < 0 {
			break
		}
		if v == 0 && digits > 0 {
			zeros++
		}
		counting = counting && (last < 0 || v == last+1)
		n, last = n*10+v, v
		digits++
		i += size
	}
	r, _ := utf8.DecodeRuneInString(h.f[i:])
	if r == '百' || r == '千' || digits < 3 || counting || digits == 3 && zeros == 0 {
		return amount{}, false
	}
	h.i = i
	return amount{low: whole(n), high: whole(n)}, true
}

func (h *hanReader) addDigit(v int) bool {
	switch {
	case v == 0:
		h.zero = true
		if h.digit < 0 && h.total == 0 {
			h.digit = 0
		}
		return h.digit <= 0
	case h.digit <= 0:
		h.digit = v
		return true
	case h.other < 0 && v == h.digit+1: // 三四
		h.other = v
		return true
	}
	return false
}

func (h *hanReader) addTens(v int) bool {
	if v > 10 { // 廿, 卅
		if h.digit >= 0 || h.last != 0 && h.last <= 10 {
			return false
		}
		h.digit, v = v/10, 10
	}
	if h.digit < 0 {
		h.digit = 1
	}
	return h.addScale(v)
}

func (h *hanReader) addScale(v int) bool {
	if h.last != 0 && v >= h.last || h.digit <= 0 || h.spread > 0 {
		return false
	}
	if h.other >= 0 {
		h.spread = (h.other - h.digit) * v
	}
	h.total += h.digit * v
	h.digit, h.other, h.last, h.zero = -1, -1, v, false
	return true
}

func (h *hanReader) result(runes int) (amount, bool) {
	if runes == 0 {
		return amount{}, false
	}
	low := h.total
	switch {
	case h.digit > 0 && h.last > 10 && !h.zero && h.other < 0: // 两百五
		low += h.digit * h.last / 10
	case h.digit > 0:
		low += h.digit
	}
	spread := h.spread
	if h.other >= 0 {
		spread += h.other - h.digit
	}
	return amount{
		low: whole(low), high: whole(low + spread),
		approx: spread > 0, bare: runes == 1,
	}, true
}

// hanDigit is [when.HanDigit] with the formal numerals of amounts of money.
func hanDigit(r rune) int {
	switch r {
	case '壹':
		return 1
	case '贰':
		return 2
	case '叁':
		return 3
	case '肆':
		return 4
	case '伍':
		return 5
	case '陆':
		return 6
	case '柒':
		return 7
	case '捌':
		return 8
	case '玖':
		return 9
	case '拾':
		return 10
	}
	return when.HanDigit(r)
}
