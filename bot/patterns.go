package bot

import (
	"embed"
	"fmt"
	"iter"
	"slices"
	"strings"

	"ask/retrieve/text"
	"ask/retrieve/text/pattern"
)

//go:embed data/claims.txt data/compound.txt data/events.txt data/hearsay.txt data/order.txt data/past.txt data/reason.txt data/speaker.txt
var data embed.FS

// patterns judge sentences by their wording.
type patterns struct {
	claims, compound, order, past, hearsay, events, reason, speaker rules
}

// rules are named expressions.
type rules struct {
	names []string
	set   *pattern.Set
}

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
		return rules{}, err
	}
	var out rules
	var expressions []string
	for _, l := range lines {
		name, expression, _ := strings.Cut(l, " ")
		out.names, expressions = append(out.names, name), append(expressions, expression)
	}
	if out.set, err = pattern.Compile(expressions...); err != nil {
		return rules{}, fmt.Errorf("%s: %w", file, err)
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
func (p *patterns) is(name, s string) bool { return slices.Contains(p.hearsay.of(s), name) }

// from reports whether a rule of that name for who speaks matches.
func (p *patterns) from(name, s string) bool { return slices.Contains(p.speaker.of(s), name) }

// compounds reports whether a rule of that name for two questions in one matches.
func (p *patterns) compounds(name, s string) bool { return slices.Contains(p.compound.of(s), name) }

// tells reports whether a rule of that name for events matches.
func (p *patterns) tells(name, s string) bool { return slices.Contains(p.events.of(s), name) }

// eventsIn are the sorts of event that a sentence or question speaks of.
func (p *patterns) eventsIn(s string) []string {
	return slices.DeleteFunc(p.events.of(s), func(name string) bool { return !strings.HasPrefix(name, "event-") })
}

// of are the names of the rules that match a text.
func (r rules) of(s string) []string {
	seen := r.set.Read(text.Fold(s))
	var out []string
	for i, name := range r.names {
		if seen.Has(i) {
			out = append(out, name)
		}
	}
	return out
}

// first is the name of the first rule that matches, empty if none does.
func first(r rules, s string) string {
	seen := r.set.Read(text.Fold(s))
	for i, name := range r.names {
		if seen.Has(i) {
			return name
		}
	}
	return ""
}

// matches yields where the rules match folded s, rule by rule.
func (r rules) matches(s string) iter.Seq[text.Span] {
	return func(yield func(text.Span) bool) {
		seen := r.set.Read(s)
		for i := range r.names {
			for m := range seen.All(i) {
				if !yield(m) {
					return
				}
			}
		}
	}
}
