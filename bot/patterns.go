package bot

import (
	"embed"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"
	"unicode"

	"ask/retrieve/text"
	"ask/retrieve/text/pattern"
)

//go:embed data/claims.txt data/compound.txt data/events.txt data/hearsay.txt data/order.txt data/past.txt data/reason.txt data/speaker.txt
var data embed.FS

// patterns judge sentences by their wording.
type patterns struct {
	claims, compound, order, past, hearsay, events, reason, speaker rules
}

// rules are named expressions, in parts that each tell few enough characters apart.
type rules []part

type part struct {
	names []string
	set   *pattern.Set
}

// partRunes is how many different characters the expressions of a part may have.
const partRunes = 190

// loadPatterns compiles the data files.
func loadPatterns() (*patterns, error) {
	p := &patterns{}
	for file, dst := range map[string]*rules{
		"data/claims.txt": &p.claims, "data/compound.txt": &p.compound, "data/hearsay.txt": &p.hearsay, "data/order.txt": &p.order, "data/past.txt": &p.past,
		"data/reason.txt": &p.reason, "data/events.txt": &p.events, "data/speaker.txt": &p.speaker,
	} {
		var err error
		if *dst, err = namedRules(file); err != nil {
			return nil, err
		}
	}
	return p, nil
}

func namedRules(file string) (rules, error) {
	lines, err := dataLines(file)
	if err != nil {
		return nil, err
	}
	var out rules
	var names, expressions []string
	runes := map[rune]bool{}
	flush := func() error {
		set, err := pattern.Compile(expressions...)
		if err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
		out, names, expressions, runes = append(out, part{names, set}), nil, nil, map[rune]bool{}
		return nil
	}
	for _, l := range lines {
		name, expression, _ := strings.Cut(l, " ")
		more := maps.Clone(runes)
		for _, r := range expression {
			more[r] = true
		}
		if len(more) > partRunes && len(names) > 0 {
			if err := flush(); err != nil {
				return nil, err
			}
			more = map[rune]bool{}
			for _, r := range expression {
				more[r] = true
			}
		}
		names, expressions, runes = append(names, name), append(expressions, expression), more
	}
	return out, flush()
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
func (p *patterns) is(name, s string) bool { return p.hearsay.has(name, s) }

// from reports whether a rule of that name for who speaks matches.
func (p *patterns) from(name, s string) bool { return p.speaker.has(name, s) }

// compounds reports whether a rule of that name for two questions in one matches.
func (p *patterns) compounds(name, s string) bool { return p.compound.has(name, s) }

// tells reports whether a rule of that name for events matches.
func (p *patterns) tells(name, s string) bool { return p.events.has(name, s) }

// eventsIn are the sorts of event that a sentence or question speaks of.
func (p *patterns) eventsIn(s string) []string {
	return slices.DeleteFunc(p.events.of(s), func(name string) bool { return !strings.HasPrefix(name, "event-") })
}

// of are the names of the rules that match a text.
func (r rules) of(s string) []string {
	var out []string
	for _, p := range r {
		seen := p.set.Read(text.Fold(s))
		for i, name := range p.names {
			if seen.Has(i) {
				out = append(out, name)
			}
		}
	}
	return out
}

// has reports whether a rule of a name matches a text.
func (r rules) has(name, s string) bool {
	folded := text.Fold(s)
	for _, p := range r {
		if !slices.Contains(p.names, name) {
			continue
		}
		seen := p.set.Read(folded)
		for i, n := range p.names {
			if n == name && seen.Has(i) {
				return true
			}
		}
	}
	return false
}

// first is the name of the first rule that matches, empty if none does.
func first(r rules, s string) string {
	folded := text.Fold(s)
	for _, p := range r {
		seen := p.set.Read(folded)
		for i, name := range p.names {
			if seen.Has(i) {
				return name
			}
		}
	}
	return ""
}

// matches yields where the rules match folded s, rule by rule; those of a name alone,
// if one is given.
func (r rules) matches(s, name string) iter.Seq[text.Span] {
	return func(yield func(text.Span) bool) {
		for _, p := range r {
			seen := p.set.Read(s)
			for i, n := range p.names {
				if name != "" && n != name {
					continue
				}
				for m := range seen.All(i) {
					if !yield(m) {
						return
					}
				}
			}
		}
	}
}

// measures are the numbers with units in a folded text.
func (p *patterns) measures(folded string) []measure {
	var out []measure
	for at := range p.events.matches(folded, "measure") {
		if at.Start > 0 && unicode.IsLower(rune(folded[at.Start-1])) {
			continue // 3年 of S3年底
		}
		s := folded[at.Start:at.End]
		unit := strings.TrimLeft(s, "0123456789.")
		out = append(out, measure{s[:len(s)-len(unit)], unit})
	}
	return out
}
