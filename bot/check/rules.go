package check

import (
	"embed"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"ask/retrieve/text"
)

//go:embed data
var data embed.FS

// Checker holds the rules of the data files. It is safe for concurrent use.
type Checker struct {
	closed, english, limits map[string]bool
	negations, neutral      map[string]bool
	pointers                map[string]bool
	groups                  map[string][]int  // synonym groups of a word
	opposites               map[string][]int  // line and side of an antonym: 2*line or 2*line+1
	spelled                 map[uint64]string // those in Latin letters, by key
	hedges                  map[string]hedge
	known                   map[string]bool // words of all lists, for cutting
	longest                 int             // runes of the longest of them
	frames, empty, refusals []*regexp.Regexp
	asOf                    *regexp.Regexp
	thresholds              thresholds
}

// hedge is a word that keeps a statement from being a plain fact.
type hedge struct {
	class, word string
	scope       string // what it holds for: clause, next (and its own), sentence, anywhere
	prefix      string // what gives it back, "" for nothing short
}

// thresholds are shares of a sentence: of its content grams that its evidence holds, and
// of its units that are laid on the evidence or are known from the title.
type thresholds struct {
	Supported  float64 `json:"supported"`
	Paraphrase float64 `json:"paraphrase"`
	Bound      float64 `json:"bound"` // the least laid of a supported sentence
	Loose      float64 `json:"loose"` // the same of a paraphrase
}

// New loads the rules. An error means that a data file is broken.
func New() (*Checker, error) {
	c := &Checker{groups: map[string][]int{}, opposites: map[string][]int{}, spelled: map[uint64]string{}, hedges: map[string]hedge{}, known: map[string]bool{}, asOf: regexp.MustCompile(asOfPattern)}
	for name, list := range map[string]*map[string]bool{
		"closed": &c.closed, "english": &c.english, "limits": &c.limits,
		"negations": &c.negations, "notnegations": &c.neutral, "pointers": &c.pointers,
	} {
		*list = map[string]bool{}
		if err := eachLine(name+".txt", func(l string) error { return c.addWords(*list, l) }); err != nil {
			return nil, err
		}
	}
	n, m := 0, 0
	for name, add := range map[string]func(string) error{
		"synonyms.txt": func(l string) error { n++; return c.addGroup(c.groups, l, n) },
		"antonyms.txt": func(l string) error { m += 2; return c.addOpposites(l, m) },
		"hedges.txt":   c.addHedges,
		"frames.txt":   pattern(&c.frames), "empty.txt": pattern(&c.empty), "refusals.txt": pattern(&c.refusals),
	} {
		if err := eachLine(name, add); err != nil {
			return nil, err
		}
	}
	b, err := data.ReadFile("data/thresholds.json")
	if err != nil {
		return nil, fmt.Errorf("read thresholds: %w", err)
	}
	if err := json.Unmarshal(b, &c.thresholds); err != nil {
		return nil, fmt.Errorf("read thresholds.json: %w", err)
	}
	return c, nil
}

// eachLine calls add with the lines of a data file that are no comment.
func eachLine(name string, add func(string) error) error {
	b, err := data.ReadFile("data/" + name)
	if err != nil {
		return fmt.Errorf("read %s: %w", name, err)
	}
	for i, l := range strings.Split(string(b), "\n") {
		if l == "" || l[0] == '#' {
			continue
		}
		if err := add(l); err != nil {
			return fmt.Errorf("%s, line %d: %w", name, i+1, err)
		}
	}
	return nil
}

func (c *Checker) addWords(list map[string]bool, line string) error {
	for _, w := range strings.Fields(line) {
		list[c.learn(w)] = true
	}
	return nil
}

func (c *Checker) addGroup(to map[string][]int, line string, number int) error {
	for _, w := range strings.Fields(line) {
		w = c.learn(w)
		to[w] = append(to[w], number)
	}
	return nil
}

// learn folds a word of a list and keeps it whole when text is cut.
func (c *Checker) learn(w string) string {
	w = text.Fold(w)
	c.known[w] = true
	if text.ClassOf(firstRune(w)) == text.Han {
		c.longest = max(c.longest, utf8.RuneCountInString(w))
	}
	return w
}

func firstRune(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}

// addOpposites reads a line "a b | c d": its sides get the numbers n and n+1, n even.
func (c *Checker) addOpposites(line string, n int) error {
	left, right, ok := strings.Cut(line, "|")
	if !ok {
		return fmt.Errorf("no | in %q", line)
	}
	for _, w := range strings.Fields(left + " " + right) {
		if isASCII(w) {
			c.spelled[wordKey([]rune(w))] = w
		}
	}
	if err := c.addGroup(c.opposites, left, n); err != nil {
		return err
	}
	return c.addGroup(c.opposites, right, n+1)
}

// addHedges reads a line "CLASS SCOPE PREFIX: words".
func (c *Checker) addHedges(line string) error {
	head, words, ok := strings.Cut(line, ": ")
	f := strings.Fields(head)
	if !ok || len(f) != 3 || !slices.Contains([]string{"clause", "next", "sentence", "anywhere"}, f[1]) {
		return fmt.Errorf("want CLASS SCOPE PREFIX: words")
	}
	h := hedge{class: f[0], scope: f[1], prefix: strings.Trim(f[2], "-")}
	for _, w := range strings.Fields(words) {
		h.word = c.learn(w)
		c.hedges[h.word] = h
	}
	return nil
}

// pattern adds compiled lines to a list.
func pattern(to *[]*regexp.Regexp) func(string) error {
	return func(line string) error {
		re, err := regexp.Compile(line)
		if err != nil {
			return fmt.Errorf("compile: %w", err)
		}
		*to = append(*to, re)
		return nil
	}
}

// synonyms reports whether a and b are equal or share a group.
func (c *Checker) synonyms(a, b string) bool {
	return a == b || shared(c.groups[a], c.groups[b], 0)
}

// antonyms reports whether a and b stand on different sides of a line.
func (c *Checker) antonyms(a, b string) bool { return shared(c.opposites[a], c.opposites[b], 1) }

func shared(a, b []int, differ int) bool {
	for _, x := range a {
		for _, y := range b {
			if x^y == differ {
				return true
			}
		}
	}
	return false
}
