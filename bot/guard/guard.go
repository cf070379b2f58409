package guard

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"ask/retrieve/text"
)

// Guard finds sentences that speak to a machine. It is safe for concurrent use.
type Guard struct {
	rules  []*rule // but tails
	tails  []*rule
	filter *filter
	about  *regexp.Regexp // words of texts about attacks
	token  *regexp.Regexp // what an order may want said
}

// New compiles the rules built into the program. An error means that they are broken.
func New() (*Guard, error) {
	rules, err := loadRules()
	if err != nil {
		return nil, err
	}
	f, err := newFilter(rules)
	if err != nil {
		return nil, err
	}
	lines, err := dataLines("data/about.txt")
	if err != nil {
		return nil, err
	}
	about, err := regexp.Compile(strings.Join(lines, "|"))
	if err != nil {
		return nil, fmt.Errorf("about.txt: %w", err)
	}
	isTail := func(r *rule) bool { return r.grade == tail }
	tails := slices.DeleteFunc(slices.Clone(rules), func(r *rule) bool { return !isTail(r) })
	return &Guard{
		rules: slices.DeleteFunc(rules, isTail), tails: tails,
		filter: f, about: about,
		token: regexp.MustCompile(`[a-z]{3,}[a-z0-9]*(?:[-_][a-z0-9]+)*[-_][a-z]*\d[a-z0-9]*`),
	}, nil
}

// Sentence reports whether s, taken alone, speaks to a machine.
func (g *Guard) Sentence(s string) bool {
	return g.judge(s).flagged()
}

// verdict is what the rules say of one sentence.
type verdict struct {
	strong, tail, mark bool
	weak, faint        int    // rules
	first              string // name of the first rule
}

func (v verdict) flagged() bool { return v.strong || v.weak > 1 || v.weak == 1 && v.faint > 1 }
func (v verdict) hint() bool    { return v.weak > 0 || v.tail }

func (v *verdict) add(r *rule) {
	switch r.grade {
	case strong:
		v.strong = true
	case weak:
		v.weak++
	case faint:
		v.faint++
		return
	case tail:
		v.tail = true
	}
	v.mark = v.mark || r.mark
	if v.first == "" {
		v.first = r.name
	}
}

// judge runs the rules over every view of a sentence.
func (g *Guard) judge(s string) verdict {
	folded := text.Fold(s)
	w := g.filter.walk()
	v := g.judgeBy(w, folded, g.rules)
	v.strong = v.strong || stuffed(folded) || odd(folded) && g.hidden(s, folded)
	return v
}

// judgeBy runs rules over the plain reading of a sentence.
func (g *Guard) judgeBy(w *walk, folded string, rules []*rule) verdict {
	possible := w.candidates(folded, rules)
	if !slices.ContainsFunc(possible, func(r *rule) bool { return r.grade != faint }) {
		return verdict{}
	}
	view := g.unquoted(folded)
	if view != folded {
		w.read(view)
	}
	return w.judge(view, possible)
}

// hidden reports whether another reading of s holds a sentence that speaks to a machine.
func (g *Guard) hidden(s, folded string) bool {
	w := g.filter.walk()
	for _, view := range views(s, folded) {
		for _, sp := range text.Sentences(view) {
			if g.judgeBy(w, view[sp.Start:sp.End], g.rules).flagged() {
				return true
			}
		}
	}
	return false
}

// maxExample is the longest quoted order, in columns, that passes for an example.
const maxExample = 40

// unquoted empties the short quotations of a sentence about attacks: an order that is
// talked about is none. A quotation with something to be said, which a document for
// readers does not need, stays.
func (g *Guard) unquoted(folded string) string {
	if !strings.Contains(folded, `"`) || !g.about.MatchString(folded) {
		return folded
	}
	parts := strings.Split(folded, `"`)
	for i := 1; i < len(parts)-1; i += 2 {
		if columns(parts[i]) <= maxExample && !g.token.MatchString(parts[i]) {
			parts[i] = ""
		}
	}
	return strings.Join(parts, `"`)
}

// columns is the width of s where a Chinese character takes two.
func columns(s string) (n int) {
	for _, r := range s {
		if n++; r >= 0x2E80 {
			n++
		}
	}
	return n
}
