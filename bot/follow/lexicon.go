package follow

import (
	"embed"
	"fmt"
	"regexp"
	"strings"

	"ask/retrieve/text"
)

//go:embed data/words.txt data/forms.txt data/smalltalk.txt data/odd.txt
var data embed.FS

// lexicon holds the word lists, as loaded.
type lexicon struct {
	words *node
	// units end a date or an ordinal: time.unit and ordinal.unit.
	units     map[string]map[string]bool
	forms     map[string][]string
	smalltalk map[string]bool
	odd       []oddRule
}

// oddRule is a pattern of odd content and the literals it needs one of.
type oddRule struct {
	literals []string
	re       *regexp.Regexp
}

// node is a place in the tree of all words; class is not empty where one ends.
type node struct {
	next  map[rune]*node
	class string
}

func loadLexicon() (*lexicon, error) {
	x := &lexicon{words: &node{}, units: map[string]map[string]bool{}, forms: map[string][]string{}, smalltalk: map[string]bool{}}
	if err := eachLine("words.txt", x.addWords); err != nil {
		return nil, err
	}
	if err := eachLine("forms.txt", func(line string) error {
		f := strings.Fields(strings.ReplaceAll(line, "_", " "))
		name := f[0]
		for _, w := range strings.Fields(line)[1:] {
			x.forms[name] = append(x.forms[name], strings.ReplaceAll(w, "_", " "))
		}
		return nil
	}); err != nil {
		return nil, err
	}
	if err := eachLine("smalltalk.txt", func(line string) error {
		for _, w := range strings.Fields(line) {
			x.smalltalk[w] = true
		}
		return nil
	}); err != nil {
		return nil, err
	}
	return x, eachLine("odd.txt", func(line string) error {
		literals, pattern, _ := strings.Cut(line, " ")
		re, err := regexp.Compile(pattern)
		x.odd = append(x.odd, oddRule{strings.Split(literals, ","), re})
		return err
	})
}

// eachLine calls use with every line of a data file that is no comment.
func eachLine(name string, use func(line string) error) error {
	b, err := data.ReadFile("data/" + name)
	if err != nil {
		return fmt.Errorf("read word list: %w", err)
	}
	n := 0
	for line := range strings.Lines(string(b)) {
		n++
		if line = strings.TrimRight(line, "\n"); line == "" || line[0] == '#' {
			continue
		}
		if err := use(line); err != nil {
			return fmt.Errorf("%s:%d: %w", name, n, err)
		}
	}
	return nil
}

func (x *lexicon) addWords(line string) error {
	f := strings.Fields(line)
	if len(f) < 2 {
		return fmt.Errorf("want CLASS WORD ..., got %q", line)
	}
	class := f[0]
	for _, w := range f[1:] {
		w = strings.ReplaceAll(w, "_", " ")
		if text.Fold(w) != w {
			return fmt.Errorf("%q is not folded", w)
		}
		if strings.HasSuffix(class, ".unit") {
			if x.units[class] == nil {
				x.units[class] = map[string]bool{}
			}
			x.units[class][w] = true
			continue
		}
		if old := x.add(w, class); old != "" {
			return fmt.Errorf("%q is %s and %s", w, old, class)
		}
	}
	return nil
}

// add puts a word in the tree and returns the class it had before, if any.
func (x *lexicon) add(word, class string) string {
	n := x.words
	for _, r := range word {
		if n.next == nil {
			n.next = map[rune]*node{}
		}
		if n.next[r] == nil {
			n.next[r] = &node{}
		}
		n = n.next[r]
	}
	old := n.class
	n.class = class
	return old
}

// match gives the longest word that starts at s[i], in runes, and its class. Words of
// letters match whole words only.
func (x *lexicon) match(s []rune, i int) (int, string) {
	if latin(s[i]) && i > 0 && latin(s[i-1]) {
		return 0, ""
	}
	size, class := 0, ""
	for n, j := x.words, i; j < len(s); j++ {
		if n = n.next[s[j]]; n == nil {
			break
		}
		if n.class != "" && !(latin(s[j]) && j+1 < len(s) && latin(s[j+1])) {
			size, class = j+1-i, n.class
		}
	}
	return size, class
}

// class is the class of a whole word, or empty.
func (x *lexicon) class(word []rune) string {
	if len(word) == 0 {
		return ""
	}
	if n, class := x.match(word, 0); n == len(word) {
		return class
	}
	return ""
}

// latin reports whether a folded rune belongs to words written with spaces.
func latin(r rune) bool { return text.ClassOf(r) == text.Word }

func han(r rune) bool { return text.ClassOf(r) == text.Han }
