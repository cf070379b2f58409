package when

import (
	"cmp"
	_ "embed" // for the words
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"
)

var (
	//go:embed data/words.txt
	wordsData string
	// What makes the 日 before it no day, and what is a word that begins with 起,
	// a line each.
	//go:embed data/not_day.txt
	notDay string
	//go:embed data/not_start.txt
	notStart string
)

// startsWithLine reports whether s starts with a line of list.
func startsWithLine(s, list string) bool {
	for line := range strings.Lines(list) {
		if strings.HasPrefix(s, strings.TrimSuffix(line, "\n")) {
			return true
		}
	}
	return false
}

// entry is a word that means a time seen from another.
type entry struct {
	form    string
	unit    string // "day", "week", …; "" for a word that only looks like one
	offset  int    // how many units away; of a weekday which one, Monday being 1
	carried bool   // seen from the date spoken of last, not from the publication
}

// lexicon holds the entries by their first rune, the longest first.
type lexicon map[rune][]entry

// loaded parses the words when they are first needed.
var loaded = sync.OnceValue(func() *lexicon {
	lex := parseLexicon(wordsData)
	return &lex
})

// parseLexicon reads lines of FORM, UNIT, OFFSET and BASE, separated by tabs;
// the base is "now" or "last". Lines of a form alone are words to step over.
func parseLexicon(data string) lexicon {
	lex := lexicon{}
	for line := range strings.Lines(data) {
		fields := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if strings.HasPrefix(line, "#") {
			continue
		}
		e := entry{form: fields[0]}
		if len(fields) == 4 {
			e.unit, e.carried = fields[1], fields[3] == "last"
			e.offset, _ = strconv.Atoi(fields[2])
		}
		r, _ := utf8.DecodeRuneInString(e.form)
		lex[r] = append(lex[r], e)
	}
	for _, group := range lex {
		slices.SortFunc(group, func(a, b entry) int { return cmp.Compare(len(b.form), len(a.form)) })
	}
	return lex
}

// lookup returns the longest entry that s starts with.
func (l lexicon) lookup(s string) (entry, bool) {
	r, _ := utf8.DecodeRuneInString(s)
	for _, e := range l[r] {
		if strings.HasPrefix(s, e.form) {
			return e, true
		}
	}
	return entry{}, false
}

// weekday reads the 五 of 上周五, or the Friday of last week's Friday, and
// returns 0 if there is none.
func (l lexicon) weekday(c *cursor) int {
	const sunday = 7
	for i, day := range []string{"一", "二", "三", "四", "五", "六", "日"} {
		if c.eat(day) {
			return i + 1
		}
	}
	if c.eat("天") {
		return sunday
	}
	return 0
}
