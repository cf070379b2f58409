package bot

import (
	"embed"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"ask/retrieve/text"
)

//go:embed data/claims.txt data/hearsay.txt data/order.txt data/past.txt data/reason.txt
var data embed.FS

// patterns judge sentences by their wording.
type patterns struct {
	claims, order, past, hearsay, reason []namedRule
}

type namedRule struct {
	name string
	re   *regexp.Regexp
}

// loadPatterns compiles the data files.
func loadPatterns() (*patterns, error) {
	p := &patterns{}
	for file, rules := range map[string]*[]namedRule{
		"data/claims.txt": &p.claims, "data/hearsay.txt": &p.hearsay, "data/order.txt": &p.order, "data/past.txt": &p.past,
		"data/reason.txt": &p.reason,
	} {
		var err error
		if *rules, err = namedRules(file); err != nil {
			return nil, err
		}
	}
	return p, nil
}

func namedRules(file string) ([]namedRule, error) {
	lines, err := dataLines(file)
	if err != nil {
		return nil, err
	}
	var out []namedRule
	for _, l := range lines {
		name, pattern, _ := strings.Cut(l, " ")
		re, err := regexp.Compile(pattern)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		out = append(out, namedRule{name, re})
	}
	return out, nil
}

func dataLines(name string) ([]string, error) {
	b, err := data.ReadFile(name)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	var out []string
	for _, l := range strings.Split(string(b), "\n") {
		if l != "" && l[0] != '#' {
			out = append(out, l)
		}
	}
	return out, nil
}

// claim says how a sentence puts what it says: stated, reported, rumour or denied.
func (p *patterns) claim(sentence string) string {
	if name := first(p.claims, sentence); name != "" {
		return name
	}
	return "stated"
}

// orderOf is what a question for a post wants beside its holder, empty for nothing else.
func (p *patterns) orderOf(question string) string { return first(p.order, question) }

// saysPast reports a sentence that says of itself that it speaks of the past.
func (p *patterns) saysPast(sentence string) bool { return first(p.past, sentence) != "" }

// is reports whether a rule of that name for hearsay matches.
func (p *patterns) is(name, s string) bool {
	folded := text.Fold(s)
	return slices.ContainsFunc(p.hearsay, func(r namedRule) bool { return r.name == name && r.re.MatchString(folded) })
}

// first is the name of the first rule that matches, empty if none does.
func first(rules []namedRule, s string) string {
	folded := text.Fold(s)
	for _, r := range rules {
		if r.re.MatchString(folded) {
			return r.name
		}
	}
	return ""
}
