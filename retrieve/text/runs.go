package text

import "iter"

// Class sorts runes for tokenising.
type Class uint8

// The classes that matter for matching.
const (
	Other Class = iota // white space, punctuation, symbols: breaks runs
	Han                // Chinese characters, kana: matched as bigrams
	Word               // letters and digits of other scripts: matched as words
)

// ClassOf gives the class of a folded rune.
func ClassOf(r rune) Class {
	switch {
	case r >= 'a' && r <= 'z', r >= '0' && r <= '9', r == '_':
		return Word
	case r >= 0x4e00 && r <= 0x9fff, r >= 0x3400 && r <= 0x4dbf, r >= 0x20000 && r <= 0x323af, r >= 0x3041 && r <= 0x30ff && r != '・', r == '〇':
		return Han
	case r >= 0xc0 && r <= 0x24f && r != 0xd7 && r != 0xf7, r >= 0x370 && r <= 0x5ff, r >= 0xac00 && r <= 0xd7a3:
		return Word
	}
	return Other
}

// Runs yields the longest runs of runes of one class, in order, as rune positions.
func Runs(runes []rune) iter.Seq2[Class, Span] {
	return func(yield func(Class, Span) bool) {
		for i := 0; i < len(runes); {
			class, j := ClassOf(runes[i]), i+1
			for j < len(runes) && ClassOf(runes[j]) == class {
				j++
			}
			if !yield(class, Span{i, j}) {
				return
			}
			i = j
		}
	}
}

// Gram is a token for matching: a pair of adjacent Han runes, a lone Han rune, or a
// word of another script. Two equal grams have equal Keys; words are hashed to a
// key (FNV-1a), which is exact enough for counting matches.
type Gram struct {
	Key uint64
	// Start and End are rune positions in the folded text.
	Start, End int32
}

// wordKey marks hashed words, so that they never equal a pair of runes.
const wordKey = 1 << 63

// Grams appends the grams of folded runes to out: every bigram of a Han run (a run of
// one rune gives that rune), every word of other letters and digits.
func Grams(runes []rune, out []Gram) []Gram {
	for i := 0; i < len(runes); {
		switch ClassOf(runes[i]) {
		case Han:
			j := i + 1
			for j < len(runes) && ClassOf(runes[j]) == Han {
				out = append(out, Gram{Pair(runes[j-1], runes[j]), int32(j - 1), int32(j + 1)})
				j++
			}
			if j == i+1 {
				out = append(out, Gram{Pair(0, runes[i]), int32(i), int32(j)})
			}
			i = j
		case Word:
			j, h := i, uint64(14695981039346656037)
			for j < len(runes) && ClassOf(runes[j]) == Word {
				h = (h ^ uint64(runes[j])) * 1099511628211
				j++
			}
			out = append(out, Gram{h | wordKey, int32(i), int32(j)})
			i = j
		default:
			i++
		}
	}
	return out
}

// Pair is the key of two adjacent Han runes.
func Pair(a, b rune) uint64 { return uint64(uint32(a))<<32 | uint64(uint32(b)) }
