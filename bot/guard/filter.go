package guard

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// filter finds in one walk over a text which rules can match it at all.
type filter struct {
	at          [1 << 16]uint16 // by first rune: where in lists, 0 for none
	lists       [][]literal
	word, token []int // clauses that asciiWord and anyToken meet
	size        int   // clauses
}

// literal is a string and the clauses it meets.
type literal struct {
	text    string
	clauses []int
}

// Names that stand in a clause for more than themselves; folded text holds no capitals.
const (
	asciiWord = "WORD"  // a lower-case ASCII letter, digit or "_"
	anyToken  = "TOKEN" // what the group "token" of a rule matches
)

// newFilter reads data/filter.txt and gives each rule its needs.
func newFilter(rules []*rule) (*filter, error) {
	lines, err := dataLines("data/filter.txt")
	if err != nil {
		return nil, err
	}
	f := &filter{lists: make([][]literal, 1)}
	meets := map[string][]int{}
	n := 0
	for _, l := range lines {
		fields := strings.Split(l, "\t")
		switch fields[0] {
		case "clause":
			for _, s := range fields[1:] {
				meets[s] = append(meets[s], f.size)
			}
			f.size++
		case "rule":
			if n == len(rules) {
				return nil, fmt.Errorf("filter.txt: more rules than rules.txt")
			}
			if rules[n].needs, err = numbers(fields[1:], f.size); err != nil {
				return nil, fmt.Errorf("filter.txt: rule %s: %w", rules[n].name, err)
			}
			n++
		}
	}
	if n != len(rules) {
		return nil, fmt.Errorf("filter.txt: %d rules, rules.txt has %d", n, len(rules))
	}
	f.index(meets)
	return f, nil
}

func numbers(fields []string, limit int) ([]int, error) {
	var out []int
	for _, s := range fields {
		n, err := strconv.Atoi(s)
		if err != nil || n < 0 || n >= limit {
			return nil, fmt.Errorf("no such clause: %q", s)
		}
		out = append(out, n)
	}
	return out, nil
}

// index sorts the literals by their first rune, which is of the basic plane.
func (f *filter) index(meets map[string][]int) {
	for s, list := range meets {
		switch s {
		case asciiWord:
			f.word = list
			continue
		case anyToken:
			f.token = list
			continue
		}
		r, _ := utf8.DecodeRuneInString(s)
		if f.at[r] == 0 {
			f.at[r] = uint16(len(f.lists))
			f.lists = append(f.lists, nil)
		}
		i := f.at[r]
		f.lists[i] = append(f.lists[i], literal{s, list})
	}
}

// walk is the state of looking for literals. It belongs to one goroutine.
type walk struct {
	filter *filter
	met    []bool // by clause
}

func (f *filter) walk() *walk { return &walk{f, make([]bool, f.size)} }

// read marks the clauses a folded text meets.
func (w *walk) read(folded string) {
	clear(w.met)
	word := false
	for i, r := range folded {
		word = word || r >= 'a' && r <= 'z' || r >= '0' && r <= '9'
		if r >= 1<<16 || w.filter.at[r] == 0 {
			continue
		}
		for _, l := range w.filter.lists[w.filter.at[r]] {
			if strings.HasPrefix(folded[i:], l.text) {
				for _, c := range l.clauses {
					w.met[c] = true
				}
			}
		}
	}
	if word {
		for _, c := range w.filter.word {
			w.met[c] = true
		}
		if hasToken(folded) {
			for _, c := range w.filter.token {
				w.met[c] = true
			}
		}
	}
}

// hasToken reports whether a folded text may hold a token such as moss-11-a or plum80:
// three letters and behind them in the same word a hyphen, an underline or two digits, or
// two hyphens.
func hasToken(folded string) bool {
	letters, digits, hyphens, three := 0, 0, 0, false
	for i := range len(folded) {
		switch b := folded[i]; {
		case b >= 'a' && b <= 'z':
			letters++
			three = three || letters >= 3
			digits = 0
		case b >= '0' && b <= '9':
			if digits++; three && digits >= 2 {
				return true
			}
			letters = 0
		case b == '-' || b == '_':
			if hyphens++; three || hyphens >= 2 {
				return true
			}
			letters, digits = 0, 0
		default:
			letters, digits, hyphens, three = 0, 0, 0, false
		}
	}
	return false
}

// possible reports whether all clauses of a rule are met by what was read.
func (w *walk) possible(r *rule) bool {
	for _, c := range r.needs {
		if !w.met[c] {
			return false
		}
	}
	return true
}

// candidates are the rules that can match somewhere in a folded text.
func (w *walk) candidates(folded string, rules []*rule) []*rule {
	w.read(folded)
	var out []*rule
	for _, r := range rules {
		if w.possible(r) {
			out = append(out, r)
		}
	}
	return out
}

// flagging reports whether one of the rules can flag a sentence by itself or with others.
func flagging(rules []*rule) bool {
	return slices.ContainsFunc(rules, func(r *rule) bool { return r.grade >= weak })
}

// judge runs rules over the folded sentence that was read last.
func (w *walk) judge(view string, rules []*rule) (v verdict) {
	for i := range rules {
		r := rules[i]
		if r.grade == faint && v.weak != 1 {
			continue // they count beside one weak rule only, and stand behind them all
		}
		if w.possible(r) && r.matches(view) {
			v.add(r)
		}
	}
	return v
}
