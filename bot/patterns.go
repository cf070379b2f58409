package bot

import (
	"embed"
	"fmt"
	"regexp"
	"strings"

	"ask/retrieve/text"
)

//go:embed data/claims.txt data/injection.txt
var data embed.FS

// patterns judge sentences by their wording.
type patterns struct {
	claims    []claimRule
	injection []*regexp.Regexp
}

type claimRule struct {
	claim string
	re    *regexp.Regexp
}

// loadPatterns compiles the data files.
func loadPatterns() (*patterns, error) {
	p := &patterns{}
	lines, err := dataLines("data/claims.txt")
	if err != nil {
		return nil, err
	}
	for _, l := range lines {
		claim, pattern, _ := strings.Cut(l, " ")
		re, err := regexp.Compile(pattern)
		if err != nil {
			return nil, fmt.Errorf("claims.txt: %w", err)
		}
		p.claims = append(p.claims, claimRule{claim, re})
	}
	if lines, err = dataLines("data/injection.txt"); err != nil {
		return nil, err
	}
	for _, l := range lines {
		re, err := regexp.Compile(l)
		if err != nil {
			return nil, fmt.Errorf("injection.txt: %w", err)
		}
		p.injection = append(p.injection, re)
	}
	return p, nil
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
	folded := text.Fold(sentence)
	for _, r := range p.claims {
		if r.re.MatchString(folded) {
			return r.claim
		}
	}
	return "stated"
}

// toMachine reports whether a sentence speaks to a model instead of a reader.
func (p *patterns) toMachine(sentence string) bool {
	folded := text.Fold(sentence)
	for _, re := range p.injection {
		if re.MatchString(folded) {
			return true
		}
	}
	return false
}
