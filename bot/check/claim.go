package check

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"ask/retrieve/text"
)

// leastClause is how many units a clause must have to be looked for on its own.
const leastClause = 7

// claim is a sentence to judge.
type claim struct {
	*reading
	words  []word
	ranges []span // its clauses
	firm   bool   // one sentence is plainly what it was made from
}

// span is a range of units or words.
type span struct{ from, to int }

// claim reads a sentence without what models put before it. It is nil if nothing in it
// could be true or false; the state is Empty or Refusal if it is worded like that.
func (c *Checker) claim(s string) (*claim, State) {
	if asks(s) {
		return nil, Empty
	}
	s = c.unframed(strings.NewReplacer("**", "", "`", "").Replace(s))
	core := strings.TrimRight(text.Fold(s), " \n。.!?;:,…")
	r := read(s)
	out := &claim{reading: r, words: c.words(r, r.units)}
	matter := slices.ContainsFunc(out.words, func(w word) bool { return w.class != closedWord })
	if !matter {
		return nil, Empty
	}
	out.ranges = clauses(r.units)
	switch {
	case matches(c.refusals, core):
		return out, Refusal
	case matches(c.empty, core):
		return out, Empty
	}
	return out, ""
}

// asks reports a question: it states nothing, in a claim as in a passage.
func asks(s string) bool {
	s = strings.TrimRight(s, " \n”’」』\"）)")
	return strings.HasSuffix(s, "？") || strings.HasSuffix(s, "?")
}

func matches(list []*regexp.Regexp, s string) bool {
	for _, re := range list {
		if re.MatchString(s) {
			return true
		}
	}
	return false
}

// unframed takes what the patterns of frames.txt match off the front.
func (c *Checker) unframed(s string) string {
	for again := true; again; {
		again = false
		for _, re := range c.frames {
			folded := text.Fold(s)
			at := re.FindStringIndex(folded)
			if at == nil || at[1] == 0 {
				continue
			}
			// Folding keeps one rune for one rune, but not their lengths.
			for n := utf8.RuneCountInString(folded[:at[1]]); n > 0; n-- {
				_, size := utf8.DecodeRuneInString(s)
				s = s[size:]
			}
			again = true
		}
	}
	return s
}

// clauses cuts units at commas. A short clause goes with the next of its sentence, or, at
// the end, with the one before.
func clauses(units []unit) []span {
	var out []span
	for i := 0; i < len(units); {
		j := i + 1
		for j < len(units) && units[j].stops == units[i].stops && (units[j].clause == units[j-1].clause || j-i < leastClause) {
			j++
		}
		if n := len(out); n > 0 && j-i < leastClause && units[out[n-1].from].stops == units[i].stops {
			out[n-1].to = j
		} else {
			out = append(out, span{i, j})
		}
		i = j
	}
	return out
}

// within are the words that begin in a range of units, their units counted from its start.
func within(words []word, s span) []word {
	var out []word
	for _, w := range words {
		if w.from >= s.from && w.from < s.to {
			w.from, w.to = w.from-s.from, min(w.to, s.to)-s.from
			out = append(out, w)
		}
	}
	return out
}
