package text

import (
	_ "embed" // tables are read in place, never parsed
	"slices"
	"unicode/utf8"
)

// Pinyin without tones. go-pinyin's own table is a map that costs 3.6 ms of CPU
// in every program importing it, so the generator reduces it to these tables.
var (
	// Syllables, sorted, padded to syllableWidth; ü is written v.
	//go:embed data/syllables.bin
	syllables string
	// For each rune from firstHan to lastHan a little-endian word: 0 for no
	// reading, the number of a syllable plus 1, or heteronym plus the number
	// of an entry of heteronyms.
	//go:embed data/readings.bin
	readings string
	// Entries of twice maxReadings words, a syllable's number plus 1 or 0 for
	// none: readings as a family name, then readings elsewhere.
	//go:embed data/heteronyms.bin
	heteronyms string
	// Readings of the entries of surnames2, padded to surnameWidth.
	//go:embed data/double_readings.bin
	doubleReadings string
)

const (
	firstHan      = 0x4E00
	lastHan       = 0x9FFF
	heteronym     = 0x8000
	syllableWidth = 6
	surnameWidth  = 12
	maxReadings   = 3
	maxKeys       = 4 // keys of one name
	minName       = 2 // ideographs of the shortest name
	maxName       = 4 // and of the longest
)

// NameSpan is a candidate for a romanised Chinese name found in a text.
type NameSpan struct {
	Start, End int      // byte range in the text
	Keys       []string // what it may match, as of [NameKeys]; owned by the caller
}

// NameKeys returns the keys under which the name of a person or product, two to
// four ideographs in either script, matches its romanised form as seen by
// [LatinNameKeys]: 林俊旸 gives "linjunyang". A name with runes of several
// readings gives up to four keys, the reading as a family name first. Anything
// that is not such a name gives nil.
func NameKeys(han string) []string {
	var name [maxName]rune
	n := 0
	for _, r := range han {
		r = Rune(r)
		if n == maxName || r < firstHan || r > lastHan {
			return nil
		}
		name[n] = r
		n++
	}
	if n < minName {
		return nil
	}
	keys, rest := []string{""}, name[:n]
	if family := doubleReading(name[:n]); family != "" && n > 2 {
		keys, rest = []string{family}, name[2:n]
	}
	for i, r := range rest {
		var options [4 * maxReadings]string
		first := i == 0 && len(rest) == n
		keys = combine(keys, appendReadings(options[:0], r, first))
	}
	if len(keys) == 0 {
		return nil
	}
	return keys
}

// combine appends each of the options to each of the keys, in this order, and
// returns the first maxKeys that differ.
func combine(keys, options []string) []string {
	combined := make([]string, 0, maxKeys)
	for _, key := range keys {
		for _, option := range options {
			if next := key + option; len(combined) < maxKeys && !slices.Contains(combined, next) {
				combined = append(combined, next)
			}
		}
	}
	return combined
}

// appendReadings appends the readings of r, those as a family name before the
// others if family is set. The rune 吕 and its like, read lü, are also spelled lu.
func appendReadings(options []string, r rune, family bool) []string {
	v := word16(readings, int(r-firstHan))
	if v < heteronym {
		return appendSyllable(options, v)
	}
	entry := 2 * maxReadings * (v - heteronym)
	if family {
		for i := range maxReadings {
			options = appendSyllable(options, word16(heteronyms, entry+i))
		}
	}
	for i := range maxReadings {
		options = appendSyllable(options, word16(heteronyms, entry+maxReadings+i))
	}
	return options
}

// appendSyllable appends syllable number v-1, or nothing if v is 0.
func appendSyllable(options []string, v int) []string {
	if v == 0 {
		return options
	}
	s := padded(syllables, syllableWidth, v-1)
	options = append(options, s)
	switch s {
	case "lv":
		options = append(options, "lu")
	case "nv":
		options = append(options, "nu")
	}
	return options
}

// doubleReading returns the reading of the two-rune family name that name
// starts with, or "".
func doubleReading(name []rune) string {
	key := [4]byte{byte(name[0] >> 8), byte(name[0]), byte(name[1] >> 8), byte(name[1])}
	i := findKey(surnames2, len(key), key[:])
	if i < 0 {
		return ""
	}
	return padded(doubleReadings, surnameWidth, i)
}

// padded returns entry i of table, a list of words padded with zeros to width.
func padded(table string, width, i int) string {
	s := table[i*width : (i+1)*width]
	for s[len(s)-1] == 0 {
		s = s[:len(s)-1]
	}
	return s
}

// LatinNameKeys returns the keys of a name in Latin letters given as its words:
// "Lin Junyang", "Junyang Lin", "LIN Jun-yang" and "Lin Jun Yang" all have
// "linjunyang" among theirs. Case, tone marks, apostrophes and hyphens do not
// matter; ü may be written ü, v or yu. The result is nil unless every part of
// every word is made of syllables of pinyin, so "New York" has none.
func LatinNameKeys(words []string) []string {
	if len(words) == 0 {
		return nil
	}
	spelled := make([]string, len(words))
	whole := ""
	for i, word := range words {
		s, n := spell(word)
		if n == 0 {
			return nil
		}
		spelled[i] = s
		whole += s
	}
	keys := []string{whole}
	// The family name, one word or two, may come last.
	for n := 1; n <= 2 && n < len(words); n++ {
		given, family := split(spelled, len(words)-n)
		if n == 2 && !isDouble(family) || n == 1 && !isFamily(family) {
			continue
		}
		if key := family + given; !slices.Contains(keys, key) {
			keys = append(keys, key)
		}
	}
	return keys
}

// LatinNames returns the candidates for romanised Chinese names in s, in order
// and without overlap: two or three words one space apart, a family name first
// or last and one or two syllables beside it. Each word must be capitalised
// unless anyCase is set, as for questions typed in lower case; then frequent
// English words that happen to be pinyin do not count. The keys are those with
// the family name first.
func LatinNames(s string, anyCase bool) []NameSpan {
	var found []NameSpan
	var words []nameWord
	flush := func() {
		found = appendNames(found, words)
		words = words[:0]
	}
	for i := 0; i < len(s); {
		end := wordEnd(s, i)
		if end == i {
			_, size := utf8.DecodeRuneInString(s[i:])
			i += size
			continue
		}
		if n := len(words); n > 0 && (words[n-1].end+1 != i || s[i-1] != ' ') {
			flush()
		}
		if word, ok := nameWordAt(s, i, end, anyCase); ok {
			words = append(words, word)
		} else {
			flush()
		}
		i = end
	}
	flush()
	return found
}

// nameWord is a word of running text that is made of syllables of pinyin.
type nameWord struct {
	start, end int
	key        string
	syllables  int
	english    bool
}

// nameWordAt returns the word s[start:end] if it can be a part of a name.
func nameWordAt(s string, start, end int, anyCase bool) (word nameWord, ok bool) {
	const least = 2 // letters, so that an initial is no syllable
	if end-start < least || start > 0 && isDigit(s[start-1]) || end < len(s) && isDigit(s[end]) {
		return word, false
	}
	first, _ := utf8.DecodeRuneInString(s[start:])
	capital := Rune(first) != first
	if !capital && !anyCase {
		return word, false
	}
	key, n := spell(s[start:end])
	if n == 0 || neverName(key, capital) {
		return word, false
	}
	return nameWord{start, end, key, n, mayBeEnglish(key, capital)}, true
}

// appendNames appends the names in a sequence of words, the longest first.
func appendNames(found []NameSpan, words []nameWord) []NameSpan {
	for len(words) >= 2 {
		n := min(3, len(words))
		keys := sequenceKeys(words[:n])
		if len(keys) == 0 && n == 3 {
			n = 2
			keys = sequenceKeys(words[:n])
		}
		if len(keys) == 0 {
			words = words[1:]
			continue
		}
		found = append(found, NameSpan{words[0].start, words[n-1].end, keys})
		words = words[n:]
	}
	return found
}

// sequenceKeys returns the keys of words if they are shaped like a name.
func sequenceKeys(words []nameWord) []string {
	var spelled [3]string
	english := true
	for i, word := range words {
		spelled[i] = word.key
		english = english && word.english
	}
	whole, _ := split(spelled[:len(words)], len(words))
	if english || notName(whole) {
		return nil
	}
	var keys []string
	add := func(family, given string, familyWords, givenSyllables int) {
		if givenSyllables < 1 || givenSyllables > 2 {
			return
		}
		if familyWords == 2 && !isDouble(family) || familyWords == 1 && !isFamily(family) {
			return
		}
		if key := family + given; !slices.Contains(keys, key) {
			keys = append(keys, key)
		}
	}
	for n := 1; n < len(words) && n <= 2; n++ {
		first, rest := split(spelled[:len(words)], n)
		add(first, rest, n, syllablesOf(words[n:]))
		rest, last := split(spelled[:len(words)], len(words)-n)
		add(last, rest, n, syllablesOf(words[:len(words)-n]))
	}
	return keys
}

func syllablesOf(words []nameWord) int {
	n := 0
	for _, word := range words {
		n += word.syllables
	}
	return n
}

// split joins the first n words and the others.
func split(words []string, n int) (head, tail string) {
	for i, word := range words {
		if i < n {
			head += word
		} else {
			tail += word
		}
	}
	return head, tail
}
