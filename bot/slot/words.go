package slot

import (
	_ "embed"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"
)

//go:embed data/slot.txt
var slotData string

// Words are the rules of data/slot.txt, by which slots and values are read. They are safe
// for concurrent use.
type Words struct {
	same  [][]string
	parts []string
	alike [][]string          // parts that are one
	asks  []asking            // questions for something named
	lists map[string][]string // places by "country", "province" and "city"; units of "span"
	rules map[string]*regexp.Regexp
}

// asking is a question for something named: how it is asked, and how an answer puts it.
type asking struct {
	name, list string // list: the known values
	question   *regexp.Regexp
	tells      []*regexp.Regexp
}

// Load reads the rules. It fails only if the program was built with a broken file.
func Load() (*Words, error) { return readWords(slotData) }

func readWords(s string) (*Words, error) {
	w := &Words{lists: map[string][]string{}, rules: map[string]*regexp.Regexp{}}
	for line := range strings.Lines(s) {
		name, rest, ok := strings.Cut(strings.TrimSpace(line), " ")
		switch {
		case line[0] == '#' || name == "":
		case !ok:
			return nil, fmt.Errorf("slot words: %q has no words", name)
		case unicode.IsUpper(rune(name[0])):
			re, err := regexp.Compile(rest)
			if err != nil {
				return nil, fmt.Errorf("slot words: %s: %w", name, err)
			}
			w.rules[name] = re
		case name == "same":
			w.same = append(w.same, strings.Fields(rest))
		case name == "part":
			w.parts = append(w.parts, strings.Fields(rest)...)
		case name == "alike":
			w.alike = append(w.alike, strings.Fields(rest))
		case name == "ask" || name == "tell":
			if err := w.asking(name, rest); err != nil {
				return nil, fmt.Errorf("slot words: %s %s: %w", name, rest, err)
			}
		default:
			w.lists[name] = append(w.lists[name], strings.Fields(rest)...)
		}
	}
	return w, nil
}

// asking reads NAME PATTERN: a question for something named, or what tells it. {LIST} in
// a pattern stands for the words of a list read before it.
func (w *Words) asking(kind, rest string) error {
	name, pattern, _ := strings.Cut(rest, " ")
	list := ""
	for l, words := range w.lists {
		if strings.Contains(pattern, "{"+l+"}") {
			pattern, list = strings.ReplaceAll(pattern, "{"+l+"}", "("+strings.Join(words, "|")+")"), l
		}
	}
	re, err := regexp.Compile(pattern)
	switch {
	case err != nil:
		return err
	case kind == "ask":
		w.asks = append(w.asks, asking{name: name, question: re})
		return nil
	}
	for i := range w.asks {
		if a := &w.asks[i]; a.name == name {
			a.tells = append(a.tells, re)
			a.list = max(a.list, list)
		}
	}
	return nil
}

// asked is how something named is asked for in a folded question, nil if nothing is.
func (w *Words) asked(question string) *asking {
	for i := range w.asks {
		if w.asks[i].question.MatchString(question) {
			return &w.asks[i]
		}
	}
	return nil
}

// namesOf gives the other names of an attribute: those beside the longest name that it
// ends with, or starts with.
func (w *Words) namesOf(attribute string) []string {
	name := w.nameAt(attribute)
	for _, group := range w.same {
		if slices.Contains(group, name) {
			return group
		}
	}
	return nil
}

// nameAt is the longest name that an attribute ends with, or starts with.
func (w *Words) nameAt(attribute string) string {
	best := ""
	for _, group := range w.same {
		for _, name := range group {
			if len(name) > len(best) && (strings.HasSuffix(attribute, name) || len(name) > len("一") && strings.HasPrefix(attribute, name)) {
				best = name
			}
		}
	}
	return best
}

// isName reports a name of an attribute, however short.
func (w *Words) isName(s string) bool {
	return s != "" && slices.ContainsFunc(w.same, func(group []string) bool { return slices.Contains(group, s) })
}

// partsIn lists the words of a clause that make its figure one of a part or another time.
func (w *Words) partsIn(clause string) []string {
	clause = w.rules["RESULT"].ReplaceAllString(clause, "")
	clause = w.rules["NAMED"].ReplaceAllString(clause, "")
	var out []string
	for _, p := range w.parts {
		if strings.Contains(clause, p) {
			if p = w.canonical(p); !slices.Contains(out, p) {
				out = append(out, p)
			}
		}
	}
	return out
}

// canonical is the one word for parts that are one.
func (w *Words) canonical(part string) string {
	for _, group := range w.alike {
		if slices.Contains(group, part) {
			return group[0]
		}
	}
	return part
}
