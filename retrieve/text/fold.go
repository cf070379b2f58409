package text

import (
	_ "embed" // tables are read in place, never parsed
	"unicode/utf8"
)

//go:generate go run ./gen

// The fold table is a two-level array of little-endian 16-bit words, read
// straight out of the embedded string so that nothing is built at start-up.
// The first foldPages words give the page of each block of 64 runes (page 0 is
// "all unchanged"); a word of a page is 0 for "unchanged", a rune of the basic
// plane, or, in the range no rune can have (surrogates), the number of an entry
// of foldAstral, which holds targets above U+FFFF as 24-bit words.
var (
	//go:embed data/fold.bin
	foldTable string
	//go:embed data/fold_astral.bin
	foldAstral string
)

const (
	foldShift    = 6
	foldLimit    = 0x30000
	foldPages    = foldLimit >> foldShift
	surrogateMin = 0xD800
	surrogateMax = 0xDFFF
)

// Rune folds r for matching: full width to half width, upper to lower case,
// compatibility ideographs and radicals to unified ones, traditional to
// simplified, and the variants of quotes, dashes, middle dots and spaces to one
// each. It maps one rune to one rune, is idempotent, and maps ideographs to
// ideographs only. The marks 。 and 、 stay as they are.
func Rune(r rune) rune {
	if uint32(r) < utf8.RuneSelf {
		if 'A' <= r && r <= 'Z' {
			r += 'a' - 'A'
		}
		return r
	}
	if uint32(r) >= foldLimit {
		return r
	}
	page := word16(foldTable, int(r>>foldShift))
	v := word16(foldTable, foldPages+page<<foldShift+int(r)&(1<<foldShift-1))
	switch {
	case v == 0:
		return r
	case v < surrogateMin || v > surrogateMax:
		return rune(v)
	}
	i := 3 * (v - surrogateMin)
	return rune(foldAstral[i]) | rune(foldAstral[i+1])<<8 | rune(foldAstral[i+2])<<16
}

// Fold folds every rune of s with [Rune]. Each byte that is not valid UTF-8
// becomes U+FFFD. A string that is folded already is returned as it is,
// without copying.
func Fold(s string) string {
	var folded []byte
	start := 0 // s[start:i] is unchanged and not yet copied
	for i := 0; i < len(s); {
		c := s[i]
		if c < utf8.RuneSelf && c-'A' > 'Z'-'A' {
			i++
			continue
		}
		r, size := decode(s, i)
		to := Rune(r)
		if to == r && (r != utf8.RuneError || size > 1) {
			i += size
			continue
		}
		if folded == nil {
			folded = make([]byte, 0, len(s)+len(s)/16+8)
		}
		if start < i {
			folded = append(folded, s[start:i]...)
		}
		folded = utf8.AppendRune(folded, to)
		i += size
		start = i
	}
	if folded == nil {
		return s
	}
	return string(append(folded, s[start:]...))
}

// FoldRunes appends to runes the folded runes of s, and to offsets the byte
// offset of each of them in s followed by len(s): given empty slices,
// s[offsets[i]:offsets[i+1]] is what runes[i] was folded from, and
// len(offsets) is len(runes)+1. Bytes that are not valid UTF-8 count as one
// rune each, U+FFFD. The appended slices belong to the caller.
func FoldRunes(s string, runes []rune, offsets []int32) ([]rune, []int32) {
	for i := 0; i < len(s); {
		r, size := decode(s, i)
		runes = append(runes, Rune(r))
		offsets = append(offsets, int32(i))
		i += size
	}
	return runes, append(offsets, int32(len(s)))
}

// decode is utf8.DecodeRuneInString(s[i:]) with a short cut for the three bytes
// of an ideograph, which most of a Chinese text is made of.
func decode(s string, i int) (rune, int) {
	if i+2 < len(s) {
		a, b, c := s[i], s[i+1]^0x80, s[i+2]^0x80
		if a-0xE1 < 0xED-0xE1 && b|c < 0x40 {
			return rune(a&0x0F)<<12 | rune(b)<<6 | rune(c), 3
		}
	}
	return utf8.DecodeRuneInString(s[i:])
}

// word16 reads the i-th little-endian 16-bit word of table.
func word16(table string, i int) int {
	pair := table[2*i : 2*i+2]
	return int(pair[0]) | int(pair[1])<<8
}
