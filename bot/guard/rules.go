package guard

import (
	"embed"
	"fmt"
	"regexp"
	"strings"
	"sync"
)

//go:embed data/rules.txt data/about.txt data/filter.txt
var data embed.FS

// grade says what a rule's match does to its sentence.
type grade uint8

const (
	tail   grade = iota // flags beside a flagged sentence
	faint               // flags beside a weak rule and another faint one
	weak                // flags beside another weak rule or a flagged sentence
	strong              // flags
)

// rule is a line of data/rules.txt.
type rule struct {
	name            string
	grade           grade
	mark            bool   // of a forged prompt
	pattern, except string // regexps; pattern joined by " && ", except empty for none
	needs           []int  // clauses of the filter, all of which must be met

	once   sync.Once // for what follows: most rules are never asked
	res    []*regexp.Regexp
	unless *regexp.Regexp
}

// loadRules reads data/rules.txt.
func loadRules() ([]*rule, error) {
	lines, err := dataLines("data/rules.txt")
	if err != nil {
		return nil, err
	}
	var rules []*rule
	lets := map[string]string{}
	for _, l := range lines {
		kind, rest, _ := strings.Cut(l, " ")
		name, pattern, _ := strings.Cut(rest, " ")
		switch kind {
		case "let":
			lets[name] = expand(pattern, lets)
		case "unless":
			if len(rules) == 0 {
				return nil, fmt.Errorf("rules.txt: unless before any rule: %q", l)
			}
			rules[len(rules)-1].except = expand(rest, lets)
		default:
			r, err := newRule(kind, name, expand(pattern, lets))
			if err != nil {
				return nil, err
			}
			if n := len(rules); n > 0 && rules[n-1].grade == faint && r.grade != faint {
				return nil, fmt.Errorf("rules.txt: %s stands behind a faint rule", name)
			}
			rules = append(rules, r)
		}
	}
	return rules, nil
}

// expand puts patterns in the places of their names.
func expand(pattern string, lets map[string]string) string {
	var out strings.Builder
	for {
		before, rest, found := strings.Cut(pattern, "{")
		out.WriteString(before)
		if !found {
			return out.String()
		}
		name, after, _ := strings.Cut(rest, "}")
		if full, ok := lets[name]; ok {
			out.WriteString(full)
			pattern = after
			continue
		}
		out.WriteByte('{') // of a repetition
		pattern = rest
	}
}

func newRule(kind, name, pattern string) (*rule, error) {
	r := &rule{name: name, pattern: pattern, mark: strings.HasPrefix(name, "mark")}
	switch kind {
	case "tail":
		r.grade = tail
	case "faint":
		r.grade = faint
	case "weak":
		r.grade = weak
	case "strong":
		r.grade = strong
	default:
		return nil, fmt.Errorf("rules.txt: no such grade: %q", kind)
	}
	return r, nil
}

// matches reports whether the rule holds for one view of a sentence. It panics if the
// rules built into the program are no regexps, which a test rules out.
func (r *rule) matches(view string) bool {
	r.once.Do(func() {
		for _, p := range r.patterns() {
			r.res = append(r.res, regexp.MustCompile(p))
		}
		if r.except != "" {
			r.unless = regexp.MustCompile(r.except)
		}
	})
	for _, re := range r.res {
		if !re.MatchString(view) {
			return false
		}
	}
	return r.unless == nil || !r.unless.MatchString(view)
}

// patterns are the regexps that must all match.
func (r *rule) patterns() []string { return strings.Split(r.pattern, " && ") }

// dataLines gives the lines of a data file that are not empty and no comment.
func dataLines(name string) ([]string, error) {
	b, err := data.ReadFile(name)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	var out []string
	for l := range strings.Lines(string(b)) {
		if l = strings.TrimSuffix(l, "\n"); l != "" && l[0] != '#' {
			out = append(out, l)
		}
	}
	return out, nil
}
