package bot

import (
	"embed"
	"fmt"
	"regexp"
	"strings"

	"ask/retrieve/text"
)

//go:embed data/claims.txt
var data embed.FS

// patterns judge sentences by their wording.
type patterns struct {
	claims []claimRule
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
