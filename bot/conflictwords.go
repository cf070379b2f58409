package bot

import (
	_ "embed"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"
)

//go:embed data/conflict.txt
var conflictData string

// conflictWords is what data/conflict.txt says.
type conflictWords struct {
	same  [][]string
	parts []string
	lists map[string][]string // places by "country", "province" and "city"; units of "span"
	rules map[string]*regexp.Regexp
}

func readConflictWords(s string) (*conflictWords, error) {
	w := &conflictWords{lists: map[string][]string{}, rules: map[string]*regexp.Regexp{}}
	for line := range strings.Lines(s) {
		name, rest, ok := strings.Cut(strings.TrimSpace(line), " ")
		switch {
		case line[0] == '#' || name == "":
		case !ok:
			return nil, fmt.Errorf("conflict words: %q has no words", name)
		case unicode.IsUpper(rune(name[0])):
			re, err := regexp.Compile(rest)
			if err != nil {
				return nil, fmt.Errorf("conflict words: %s: %w", name, err)
			}
			w.rules[name] = re
		case name == "same":
			w.same = append(w.same, strings.Fields(rest))
		case name == "part":
			w.parts = append(w.parts, strings.Fields(rest)...)
		default:
			w.lists[name] = append(w.lists[name], strings.Fields(rest)...)
		}
	}
	return w, nil
}

// namesOf gives the other names of an attribute: those beside the longest name that it
// ends with, or starts with.
func (w *conflictWords) namesOf(attribute string) []string {
	name := w.nameAt(attribute)
	for _, group := range w.same {
		if slices.Contains(group, name) {
			return group
		}
	}
	return nil
}

// nameAt is the longest name that an attribute ends with, or starts with.
func (w *conflictWords) nameAt(attribute string) string {
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

// partsIn lists the words of a clause that make its figure one of a part or another time.
func (w *conflictWords) partsIn(clause string) []string {
	clause = w.rules["RESULT"].ReplaceAllString(clause, "")
	var out []string
	for _, p := range w.parts {
		if strings.Contains(clause, p) {
			out = append(out, p)
		}
	}
	return out
}
