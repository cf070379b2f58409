package check

import (
	"strconv"
	"unicode"
	"unicode/utf8"

	"ask/bot/check/quantity"
	"ask/retrieve/text"
)

// sort tells units apart.
type sort uint8

const (
	han    sort = iota // one Han character
	latin              // a word of another script
	number             // a quantity that is no date
	date               // the year, month or day of a date
)

// unit is what sentences are compared by: a Han character, a word of another script,
// a quantity, or one part of a date. Units with equal keys say the same.
type unit struct {
	key        uint64
	sort       sort
	start, end int32 // bytes of the text
	quantity   int32 // in reading.quantities, -1 if it is none
	clause     int32 // counts the commas before it, full stops among them
	stops      int32 // counts the full stops before it
	aside      bool  // stands in brackets
}

// reading is a text cut into units.
type reading struct {
	text       string
	units      []unit
	quantities []quantity.Quantity
}

// read cuts s into units; punctuation only parts clauses.
func read(s string) *reading {
	r := &reading{text: s, quantities: quantity.Find(s)}
	runes, offsets := text.FoldRunes(s, make([]rune, 0, len(s)/2), make([]int32, 0, len(s)/2))
	r.units = make([]unit, 0, len(runes))
	var at unit // the place of the next unit
	depth, q := 0, 0
	for i := 0; i < len(runes); {
		for q < len(r.quantities) && r.quantities[q].Span.End <= int(offsets[i]) {
			q++
		}
		if q < len(r.quantities) && r.quantities[q].Span.Start <= int(offsets[i]) {
			at.aside = depth > 0
			r.addQuantity(q, at)
			for i < len(runes) && int(offsets[i]) < r.quantities[q].Span.End {
				i++
			}
			continue
		}
		j, class := i+1, text.ClassOf(runes[i])
		if class == text.Word {
			for j < len(runes) && text.ClassOf(runes[j]) == text.Word && !(q < len(r.quantities) && int(offsets[j]) >= r.quantities[q].Span.Start) {
				j++
			}
		}
		switch class {
		case text.Other:
			depth = max(0, depth+bracket(runes[i]))
			comma, stop := parts(runes, i)
			at.clause, at.stops = at.clause+comma, at.stops+stop
		default:
			u := at
			u.key, u.start, u.end, u.quantity, u.aside = uint64(runes[i]), offsets[i], offsets[j], -1, depth > 0
			if class == text.Word {
				u.sort, u.key = latin, wordKey(runes[i:j])
			}
			r.units = append(r.units, u)
		}
		i = j
	}
	return r
}

// bracket is how the rune changes the depth of brackets.
func bracket(r rune) int {
	switch r {
	case '(', '[', '【':
		return 1
	case ')', ']', '】':
		return -1
	}
	return 0
}

// parts reports whether the folded rune at i ends a clause, and a sentence.
func parts(runes []rune, i int) (comma, stop int32) {
	switch runes[i] {
	case ';', '。', '!', '?', '\n', '…':
		return 1, 1
	case '|', '\t':
		return 1, 0
	case ',', ':':
		if i == 0 || i+1 == len(runes) || !isDigit(runes[i-1]) || !isDigit(runes[i+1]) {
			return 1, 0
		}
	case '.':
		if i+1 == len(runes) || runes[i+1] == ' ' {
			return 1, 1
		}
	}
	return 0, 0
}

func isDigit(r rune) bool { return r >= '0' && r <= '9' }

// addQuantity appends the units of quantity q: a date in parts, so that 2024年 is found
// in 2024年3月5日.
func (r *reading) addQuantity(q int, u unit) {
	x := r.quantities[q]
	u.sort, u.start, u.end, u.quantity = number, int32(x.Span.Start), int32(x.Span.End), int32(q)
	if x.Kind != quantity.Date {
		u.key = hash("n" + string(x.Kind) + x.Value)
		r.units = append(r.units, u)
		return
	}
	u.sort = date
	n := len(r.units)
	for i, part := range []int{x.Year, x.Month, x.Day} {
		if part != 0 {
			u.key = hash("ymd"[i:i+1] + strconv.Itoa(part))
			r.units = append(r.units, u)
		}
	}
	if x.Unit != "" || len(r.units) == n {
		u.key = hash("u" + x.Unit)
		r.units = append(r.units, u)
	}
}

// wordKey is the key of a folded word. Plural and verb endings of English do not count.
func wordKey(runes []rune) uint64 {
	s := string(runes)
	for _, ending := range [...]string{"ing", "ed", "es", "s"} {
		if len(s) > len(ending)+3 && s[len(s)-len(ending):] == ending && s[len(s)-len(ending)-1] != 's' {
			return hash("w" + trimE(s[:len(s)-len(ending)]))
		}
	}
	return hash("w" + trimE(s))
}

func trimE(s string) string {
	if len(s) > 3 && s[len(s)-1] == 'e' {
		return s[:len(s)-1]
	}
	return s
}

// notHan marks keys that are no runes.
const notHan = 1 << 63

func hash(s string) uint64 {
	h := uint64(14695981039346656037)
	for i := 0; i < len(s); i++ {
		h = (h ^ uint64(s[i])) * 1099511628211
	}
	return h | notHan
}

// grams calls yield with the key of every two adjacent Han characters and of every other
// unit among units, and whether it carries matter.
func grams(units []unit, yield func(key uint64, content bool)) {
	for i, u := range units {
		if u.sort != han {
			yield(u.key, true)
			continue
		}
		if i+1 < len(units) && units[i+1].sort == han && units[i+1].start == u.end {
			a, b := rune(u.key), rune(units[i+1].key)
			yield(text.Pair(a, b), !text.Function(a) && !text.Function(b))
		}
	}
}

// bare is the folded text of units without anything between them.
func (r *reading) bare(units []unit) string {
	b := make([]byte, 0, 4*len(units))
	last := int32(-1)
	for _, u := range units {
		if u.sort == han {
			b = utf8.AppendRune(b, rune(u.key))
		} else if u.start != last {
			b = append(b, text.Fold(r.text[u.start:u.end])...)
		}
		last = u.start
	}
	return string(b)
}

// capital reports whether the unit begins with a capital letter.
func (r *reading) capital(u unit) bool {
	first, _ := utf8.DecodeRuneInString(r.text[u.start:])
	return unicode.IsUpper(first)
}
