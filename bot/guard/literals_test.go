package guard

import (
	"flag"
	"fmt"
	"os"
	"regexp/syntax"
	"slices"
	"strings"
	"testing"

	"ask/retrieve/text"
)

var update = flag.Bool("update", false, "write data/filter.txt anew")

// TestFilterIsCurrent compares data/filter.txt with what follows from the rules. Reading
// the rules for their literals takes longer than answering a question, so it is not done
// in the program.
func TestFilterIsCurrent(t *testing.T) {
	rules, err := loadRules()
	if err != nil {
		t.Fatal(err)
	}
	want, err := filterData(rules)
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile("data/filter.txt", []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	got, err := data.ReadFile("data/filter.txt")
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != want {
		t.Error("data/filter.txt does not follow from data/rules.txt; run go test -run FilterIsCurrent -update")
	}
}

// filterData writes the clauses of all rules in the form newFilter reads.
func filterData(rules []*rule) (string, error) {
	var sets, needs strings.Builder
	known := map[string]int{}
	for i := range rules {
		var found [][]string
		for _, p := range rules[i].patterns() {
			more, err := clauses(p)
			if err != nil {
				return "", fmt.Errorf("rule %s: %w", rules[i].name, err)
			}
			found = append(found, more...)
		}
		fmt.Fprintf(&needs, "rule")
		for _, set := range found {
			key := strings.Join(set, "\t")
			if _, ok := known[key]; !ok {
				known[key] = len(known)
				fmt.Fprintf(&sets, "clause\t%s\n", key)
			}
			fmt.Fprintf(&needs, "\t%d", known[key])
		}
		needs.WriteByte('\n')
	}
	return "# Made from rules.txt by go test -run FilterIsCurrent -update: the strings of each clause, and the\n" +
		"# clauses each rule needs, in the order of rules.txt.\n" + sets.String() + needs.String(), nil
}

func TestClauses(t *testing.T) {
	for _, tt := range []struct {
		re   string
		want [][]string
	}{
		{"ab", [][]string{{"ab"}}},
		{"a(?:b|c)d", [][]string{{"abd", "acd"}}},
		{"ab?c", [][]string{{"a"}, {"c"}}},
		{"(?:ab|c.d)e", [][]string{{"ab", "c"}, {"e"}}},
		{"x.*(?:|y)", [][]string{{"x"}}},
		{"(?:ab|.)", nil},
		{"a(?P<token>b+)", [][]string{{"a"}, {anyToken}}},
		{"[a-z]{2,}!", [][]string{{asciiWord}, {"!"}}},
	} {
		got, err := clauses(tt.re)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range tt.want {
			if !slices.ContainsFunc(got, func(g []string) bool { return slices.Equal(g, c) }) {
				t.Errorf("clauses(%q) = %q, without %q", tt.re, got, c)
			}
		}
		if tt.want == nil && got != nil {
			t.Errorf("clauses(%q) = %q, want none", tt.re, got)
		}
	}
}

// TestFilterLosesNothing: the filter lets every rule see what it matches.
func TestFilterLosesNothing(t *testing.T) {
	g := mustGuard(t)
	n := 0
	for _, p := range slices.Concat(passages(t, "machine.txt"), passages(t, "reader.txt")) {
		for _, sp := range text.Sentences(p) {
			folded := text.Fold(p[sp.Start:sp.End])
			w := g.filter.walk()
			w.read(folded)
			for i := range g.rules {
				r := g.rules[i]
				if r.matches(folded) {
					if n++; !w.possible(r) {
						t.Errorf("%s matches %q, but the filter hides it", r.name, folded)
					}
				}
			}
		}
	}
	if n < 100 {
		t.Errorf("only %d matches", n)
	}
}

// Before a regexp is run, its literals are looked for: from `a(b|c).*d` it follows that a
// match holds "ab" or "ac", and "d". This is how RE2's prefilter reads a regexp (see
// prefilter.cc there); the limits keep the sets small.
const (
	maxExact  = 120 // strings of one clause
	maxSpread = 4   // runes of a class that are spelt out
)

// clauses are conditions every match of re meets: of each clause at least one string
// stands in the text.
func clauses(re string) ([][]string, error) {
	parsed, err := syntax.Parse(re, syntax.Perl)
	if err != nil {
		return nil, err
	}
	exact, found := required(parsed.Simplify())
	return appendClause(found, exact), nil
}

// required gives the strings re matches if they are few and all it matches (else nil),
// and clauses.
func required(re *syntax.Regexp) (exact []string, found [][]string) {
	switch re.Op {
	case syntax.OpEmptyMatch, syntax.OpBeginLine, syntax.OpEndLine, syntax.OpBeginText, syntax.OpEndText, syntax.OpWordBoundary, syntax.OpNoWordBoundary:
		return []string{""}, nil
	case syntax.OpLiteral:
		return []string{string(re.Rune)}, nil
	case syntax.OpCharClass:
		if exact := spell(re.Rune); exact != nil {
			return exact, nil
		}
		if re.Rune[len(re.Rune)-1] <= 'z' && re.Rune[0] >= '0' {
			return nil, [][]string{{asciiWord}}
		}
		return nil, nil
	case syntax.OpCapture:
		if re.Name == "token" {
			return nil, [][]string{{anyToken}}
		}
		return required(re.Sub[0])
	case syntax.OpPlus:
		exact, found = required(re.Sub[0])
		return nil, appendClause(found, exact)
	case syntax.OpConcat:
		return concat(re.Sub)
	case syntax.OpAlternate:
		return alternate(re.Sub)
	}
	return nil, nil // may match nothing or anything
}

// spell lists the runes of a small class.
func spell(ranges []rune) []string {
	var out []string
	for i := 0; i < len(ranges); i += 2 {
		for r := ranges[i]; r <= ranges[i+1]; r++ {
			if out = append(out, string(r)); len(out) > maxSpread {
				return nil
			}
		}
	}
	return out
}

func concat(subs []*syntax.Regexp) (exact []string, found [][]string) {
	exact = []string{""}
	whole := true
	for _, sub := range subs {
		e, f := required(sub)
		found = append(found, f...)
		switch {
		case e == nil:
			found = appendClause(found, exact)
			exact, whole = []string{""}, false
		case len(e)*len(exact) > maxExact:
			found = appendClause(found, exact)
			exact, whole = e, false
		default:
			exact = cross(exact, e)
		}
	}
	if whole {
		return exact, found
	}
	return nil, appendClause(found, exact)
}

func cross(a, b []string) []string {
	out := make([]string, 0, len(a)*len(b))
	for _, x := range a {
		for _, y := range b {
			out = append(out, x+y)
		}
	}
	return out
}

// alternate unites what all branches require: their strings, or else their best clauses.
func alternate(subs []*syntax.Regexp) (exact []string, found [][]string) {
	var best []string
	whole := true
	for _, sub := range subs {
		e, f := required(sub)
		whole = whole && e != nil && f == nil
		exact = append(exact, e...)
		all := appendClause(f, e)
		if len(all) == 0 {
			return alternateExact(exact, whole)
		}
		best = append(best, slices.MaxFunc(all, func(a, b []string) int { return shortest(a) - shortest(b) })...)
	}
	if whole {
		return alternateExact(exact, true)
	}
	return nil, appendClause(nil, best)
}

func alternateExact(exact []string, whole bool) ([]string, [][]string) {
	if !whole || len(exact) > maxExact {
		return nil, nil
	}
	return exact, nil
}

// appendClause adds a clause if it says something, without strings that hold others.
func appendClause(found [][]string, set []string) [][]string {
	if len(set) == 0 || len(set) > 4*maxExact || shortest(set) == 0 {
		return found
	}
	var least []string
	for _, s := range set {
		if !slices.ContainsFunc(set, func(t string) bool { return t != s && strings.Contains(s, t) }) {
			least = append(least, s)
		}
	}
	slices.Sort(least)
	return append(found, slices.Compact(least))
}

func shortest(set []string) int {
	n := len(set[0])
	for _, s := range set {
		n = min(n, len(s))
	}
	return n
}
