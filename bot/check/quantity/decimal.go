package quantity

import (
	"cmp"
	"strconv"
	"strings"
)

// decimal is mant·10^exp. Its methods give ok false, or leave it alone, where a
// number is larger than anything text counts.
type decimal struct {
	mant uint64
	exp  int
}

// maxDigits is how many digits always fit a mantissa.
const maxDigits = 18

func whole(n int) decimal { return decimal{mant: uint64(n)} }

// shift is d·10^n.
func (d decimal) shift(n int) decimal {
	if d.mant == 0 {
		return d
	}
	return decimal{d.mant, d.exp + n}
}

// add is the sum, or ok false if it has too many digits.
func (d decimal) add(e decimal) (sum decimal, ok bool) {
	if d.mant == 0 || e.mant == 0 {
		return decimal{d.mant + e.mant, d.exp + e.exp}.normal(), true
	}
	if d.exp < e.exp {
		d, e = e, d
	}
	for ; d.exp > e.exp; d.exp-- {
		if len(strconv.FormatUint(d.mant, 10)) >= maxDigits {
			return decimal{}, false
		}
		d.mant *= 10
	}
	return decimal{d.mant + e.mant, e.exp}.normal(), true
}

// normal is d without zeros at the end of its mantissa.
func (d decimal) normal() decimal {
	if d.mant == 0 {
		return decimal{}
	}
	for d.mant%10 == 0 {
		d.mant /= 10
		d.exp++
	}
	return d
}

// digitsBefore is how many digits d has before its point.
func (d decimal) digitsBefore() int {
	if d.mant == 0 {
		return 0
	}
	return len(strconv.FormatUint(d.mant, 10)) + d.exp
}

// compare orders two numbers of at most maxDigits digits.
func (d decimal) compare(e decimal) int {
	if c := cmp.Compare(d.digitsBefore(), e.digitsBefore()); c != 0 {
		return c
	}
	a, b := strconv.FormatUint(d.normal().mant, 10), strconv.FormatUint(e.normal().mant, 10)
	return strings.Compare(a, b) // equally many digits before the point
}

// String is the number without needless zeros: "1250000000", "3.5".
func (d decimal) String() string {
	d = d.normal()
	s := strconv.FormatUint(d.mant, 10)
	switch {
	case d.exp >= 0:
		return s + strings.Repeat("0", d.exp)
	case -d.exp < len(s):
		return s[:len(s)+d.exp] + "." + s[len(s)+d.exp:]
	}
	return "0." + strings.Repeat("0", -d.exp-len(s)) + s
}

// divide is d/e·10^n in decimal if it has at most maxPlaces places, or else as a
// reduced fraction "200/3".
func divide(d, e decimal, n int) string {
	a, b := d.normal(), e.normal()
	if b.mant == 0 {
		return ""
	}
	shift := a.exp - b.exp + n
	x, y := a.mant, b.mant
	const maxPlaces, maxMant = 6, 1e9
	for places := range maxPlaces {
		if x%y == 0 {
			return decimal{x / y, shift - places}.String()
		}
		if x > maxMant {
			break
		}
		x *= 10
	}
	x, y = a.mant, b.mant
	for ; shift > 0 && x < maxMant; shift-- {
		x *= 10
	}
	for ; shift < 0 && y < maxMant; shift++ {
		y *= 10
	}
	g := gcd(x, y)
	return strconv.FormatUint(x/g, 10) + "/" + strconv.FormatUint(y/g, 10)
}

func gcd(a, b uint64) uint64 {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}
