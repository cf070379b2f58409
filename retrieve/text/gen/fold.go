package main

import (
	"encoding/binary"
	"fmt"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// The layout of the tables is described in ../fold.go.
const (
	foldShift    = 6
	foldLimit    = 0x30000
	surrogateMin = 0xD800
	surrogateMax = 0xDFFF
)

// variants lists, for each punctuation mark, the runes that fold to it.
var variants = []struct {
	to   rune
	from string
}{
	{'"', "“”„‟「」『』〝〞〟«»″"},
	{'\'', "‘’‚‛′"},
	{'-', "‐‑‒–—―−"},
	{'·', "•・‧∙⋅"},
	{'~', "〜"},
	{' ', "\u00a0\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u3000"},
	{'σ', "ς"},
}

// radicals pairs the simplified radicals of the block CJK Radicals Supplement,
// which PDF files often have in place of the ideographs, with the ideographs:
// Unicode gives them no normalisation.
const radicals = "⺠民⻁虎⻄西⻅见⻆角⻉贝⻋车⻓长⻔门⻘青⻙韦⻚页⻛风⻜飞⻝食⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻫齐⻬齐⻮齿⻰龙⻳龟"

// folding maps a rune to the one it folds to; runes left out stay.
type folding map[rune]rune

// newFolding reads OpenCC's traditional to simplified table at path and adds
// the rest: width, case, compatibility forms and punctuation.
func newFolding(path string) (folding, error) {
	simplified := map[rune]rune{}
	err := readLines(path, func(fields []string) error {
		from, to := []rune(fields[0]), []rune(fields[1])
		if len(from) != 1 || len(to) != 1 {
			return fmt.Errorf("%q is not one rune to one rune", fields)
		}
		simplified[from[0]] = to[0]
		return nil
	})
	if err != nil {
		return nil, err
	}
	special := map[rune]rune{}
	for _, v := range variants {
		for _, r := range v.from {
			special[r] = v.to
		}
	}
	pairs := []rune(radicals)
	for i := 0; i < len(pairs); i += 2 {
		special[pairs[i]] = pairs[i+1]
	}
	step := func(r rune) rune {
		for _, table := range []map[rune]rune{special, simplified} {
			if to, ok := table[r]; ok {
				return to
			}
		}
		return unicode.ToLower(compatible(r))
	}
	f := folding{}
	for r := rune(utf8.RuneSelf); r < foldLimit; r++ {
		to := r
		// A chain such as 薴 → 苧 → 苎 is followed to its end.
		for n := 0; step(to) != to; n++ {
			if n > 8 {
				return nil, fmt.Errorf("%q folds in a circle", r)
			}
			to = step(to)
		}
		if to != r {
			f[r] = to
		}
	}
	return f, nil
}

// compatible returns the normal form of a full-width or half-width form, a
// small or vertical mark, a compatibility ideograph or a radical, if that is a
// single rune, else r.
func compatible(r rune) rune {
	switch {
	case 0x2E80 <= r && r <= 0x2FDF, // radicals
		0xF900 <= r && r <= 0xFAFF,   // compatibility ideographs
		0xFE10 <= r && r <= 0xFE6F,   // vertical and small forms
		0xFF00 <= r && r <= 0xFFEF,   // half-width and full-width forms
		0x2F800 <= r && r <= 0x2FA1F: // compatibility ideographs supplement
		normal := []rune(norm.NFKC.String(string(r)))
		if len(normal) == 1 {
			return normal[0]
		}
	}
	return r
}

// rune folds r, like text.Rune.
func (f folding) rune(r rune) rune {
	if to, ok := f[r]; ok {
		return to
	}
	if r < utf8.RuneSelf {
		return unicode.ToLower(r)
	}
	return r
}

// string folds every rune of s.
func (f folding) string(s string) string {
	folded := []rune(s)
	for i, r := range folded {
		folded[i] = f.rune(r)
	}
	return string(folded)
}

// tables adds fold.bin and fold_astral.bin to files.
func (f folding) tables(files map[string][]byte) error {
	const size = 1 << foldShift
	var index, astral []byte
	pages := make([]byte, 2*size)
	numbers := map[rune]int{}
	for first := rune(0); first < foldLimit; first += size {
		var page [size]uint16
		for i := range page {
			to, ok := f[first+rune(i)]
			switch {
			case !ok:
			case to <= 0xFFFF:
				page[i] = uint16(to)
			default:
				n, ok := numbers[to]
				if !ok {
					n = len(numbers)
					numbers[to] = n
					astral = append(astral, byte(to), byte(to>>8), byte(to>>16))
				}
				page[i] = uint16(surrogateMin + n)
			}
		}
		if page == ([size]uint16{}) {
			index = append(index, 0, 0)
			continue
		}
		index = binary.LittleEndian.AppendUint16(index, uint16(len(pages)/(2*size)))
		for _, v := range page {
			pages = binary.LittleEndian.AppendUint16(pages, v)
		}
	}
	if len(numbers) > surrogateMax-surrogateMin+1 {
		return fmt.Errorf("%d targets above U+FFFF do not fit", len(numbers))
	}
	files["fold.bin"] = append(index, pages...)
	files["fold_astral.bin"] = astral
	return nil
}
