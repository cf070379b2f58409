package quantity

import (
	_ "embed" // for the word lists
	"slices"
	"strings"
	"sync"
	"unicode/utf8"
)

// The tables have a line for each entry, a form and its value separated by a
// tab, sorted by bytes; the lists have a word a line.
var (
	//go:embed data/units.txt
	unitsData string
	//go:embed data/currency.txt
	currencyData string
	//go:embed data/words.txt
	wordsData string
	//go:embed data/english.txt
	englishData string
	//go:embed data/approx_before.txt
	approxBeforeData string
	//go:embed data/approx_after.txt
	approxAfterData string
	//go:embed data/capitalised.txt
	capitalisedData string
)

// lexicon is the data as it is searched.
type lexicon struct {
	units    table // form → name and sort of the unit, or "-"
	currency table // mark before an amount → name of the unit
	words    table // words that hold numerals → "", or "keep" if they count
	english  table // number word → its value, or e and the exponent of a scale

	approxBefore, approxAfter []string
	// capitalised are English words before numbers that no name ends with.
	capitalised []string
}

// loaded parses the data when it is first needed, which takes 0.3 ms.
var loaded = sync.OnceValue(func() *lexicon {
	return &lexicon{
		units:        parseTable(unitsData),
		currency:     parseTable(currencyData),
		words:        parseTable(wordsData),
		english:      parseTable(englishData),
		approxBefore: lines(approxBeforeData),
		approxAfter:  lines(approxAfterData),
		capitalised:  lines(capitalisedData),
	}
})

// table holds entries by the first rune of their form, each group sorted.
type table map[rune][]entry

type entry struct{ form, value string }

func parseTable(data string) table {
	t := table{}
	for _, line := range lines(data) {
		form, value, _ := strings.Cut(line, "\t")
		r, _ := utf8.DecodeRuneInString(form)
		t[r] = append(t[r], entry{form, value})
	}
	return t
}

func lines(data string) []string {
	return strings.Split(strings.TrimSuffix(data, "\n"), "\n")
}

// lookup returns the longest form that s starts with, and its value.
func (t table) lookup(s string) (form, value string) {
	r, _ := utf8.DecodeRuneInString(s)
	group := t[r]
	for len(group) > 0 {
		n, found := slices.BinarySearchFunc(group, s, func(e entry, s string) int {
			return strings.Compare(e.form, s)
		})
		if !found {
			n--
		}
		if n < 0 {
			return "", ""
		}
		e := group[n]
		size := common(e.form, s)
		if size == len(e.form) {
			return e.form, e.value
		}
		// A longer form that s starts with would have been found between this
		// one and s.
		group, s = group[:n], s[:size]
	}
	return "", ""
}

// common is the length of what a and b both start with.
func common(a, b string) int {
	n := min(len(a), len(b))
	for i := range n {
		if a[i] != b[i] {
			return i
		}
	}
	return n
}

// endsWith reports whether s ends with one of words.
func endsWith(s string, words []string) bool {
	for _, word := range words {
		if strings.HasSuffix(s, word) {
			return true
		}
	}
	return false
}

// startsWith reports whether s starts with one of words.
func startsWith(s string, words []string) bool {
	for _, word := range words {
		if strings.HasPrefix(s, word) {
			return true
		}
	}
	return false
}
