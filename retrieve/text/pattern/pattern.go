// Package pattern finds what regular expressions match in short texts, many times
// faster than package regexp where the expressions are lists of characters and words:
// the runes of a text are sorted into the few classes that the expressions tell apart,
// once for all of them, and a place where nothing can begin costs one look at a table.
//
// It takes the syntax of package regexp and gives the same matches, but it refuses
// expressions that ask for ends of lines (?m), ignore case, match the empty text or repeat
// what may be empty. It tries one way after another and remembers nothing, so that the
// time of a nested repetition may explode: the expressions belong to the program, and are
// never read from a user.
//
//	set, err := pattern.Compile(`\d{4}年`, `《[^》]+》`)
//	for m := range set.Read(s).All(1) {
//		fmt.Println(s[m.Start:m.End])
//	}
package pattern

import (
	"fmt"
	"iter"
	"regexp/syntax"

	"ask/retrieve/text"
)

// Set is expressions compiled together. It is safe for concurrent use.
type Set struct {
	classes  *classes
	programs []program
}

// program is an expression as the instructions of package regexp/syntax, less those that
// do nothing.
type program struct {
	steps []step
	start uint32
	word  members // classes of the runes of \w
}

// step is one instruction.
type step struct {
	op operation
	// out is the next step, other the one to try if out leads nowhere.
	out, other uint32
	// begins are the classes of runes with which a match may go on here.
	begins members
}

type operation uint8

const (
	done   operation = iota // the match ends here
	take                    // one rune of begins
	choose                  // out, else other
	first                   // nothing, at the beginning of the text
	last                    // nothing, at its end
	edge                    // nothing, where a word of \w begins or ends
)

// Compile compiles expressions. Errors name the expression.
func Compile(expressions ...string) (*Set, error) {
	programs := make([]*syntax.Prog, len(expressions))
	for i, e := range expressions {
		p, err := parse(e)
		if err != nil {
			return nil, fmt.Errorf("pattern %s: %w", e, err)
		}
		programs[i] = p
	}
	sorted, err := newClasses(programs)
	if err != nil {
		return nil, err
	}
	s := &Set{classes: sorted, programs: make([]program, len(programs))}
	for i, p := range programs {
		s.programs[i] = assemble(p, sorted)
	}
	return s, nil
}

// Text is a text as a Set sees it.
type Text struct {
	set *Set
	// kinds is the class of each rune, and class end behind the last.
	kinds []uint8
	// starts is where each rune begins, and the length of the text.
	starts []int32
}

// Read prepares s for the patterns of the set.
func (s *Set) Read(str string) Text {
	t := Text{set: s, kinds: make([]uint8, 0, len(str)+1), starts: make([]int32, 0, len(str)+1)}
	for i, r := range str {
		t.kinds = append(t.kinds, s.classes.of(r))
		t.starts = append(t.starts, int32(i))
	}
	t.kinds, t.starts = append(t.kinds, end), append(t.starts, int32(len(str)))
	return t
}

// All yields what expression i matches, from left to right, as FindAllStringIndex of
// package regexp does. It panics if there is no expression i.
func (t Text) All(i int) iter.Seq[text.Span] {
	p := &t.set.programs[i]
	return func(yield func(text.Span) bool) {
		begins := &p.steps[p.start].begins
		for at := 0; at+1 < len(t.kinds); {
			if !begins.has(t.kinds[at]) {
				at++
				continue
			}
			to := p.match(t.kinds, p.start, at)
			if to < 0 {
				at++
				continue
			}
			if !yield(text.Span{Start: int(t.starts[at]), End: int(t.starts[to])}) {
				return
			}
			at = to
		}
	}
}

// Has reports whether expression i matches, as MatchString of package regexp does.
func (t Text) Has(i int) bool {
	for range t.All(i) {
		return true
	}
	return false
}

// match goes on from a step at a place and gives where the match ends, -1 if there is
// none.
func (p *program) match(kinds []uint8, at uint32, place int) int {
	for {
		s := &p.steps[at]
		if !s.begins.has(kinds[place]) {
			return -1
		}
		switch s.op {
		case done:
			return place
		case take:
			place++
			at = s.out
		case choose:
			if to := p.match(kinds, s.out, place); to >= 0 {
				return to
			}
			at = s.other
		case first:
			if place > 0 {
				return -1
			}
			at = s.out
		case last: // begins has seen to it
			at = s.out
		case edge:
			if !p.isEdge(kinds, place) {
				return -1
			}
			at = s.out
		}
	}
}

// isEdge reports whether a word begins or ends at a place.
func (p *program) isEdge(kinds []uint8, place int) bool {
	before := place > 0 && p.word.has(kinds[place-1])
	return before != p.word.has(kinds[place])
}
