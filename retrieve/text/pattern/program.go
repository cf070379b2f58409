package pattern

import (
	"errors"
	"fmt"
	"regexp/syntax"
	"slices"
)

// parse compiles an expression as package regexp does, and refuses what match cannot do.
func parse(expression string) (*syntax.Prog, error) {
	tree, err := syntax.Parse(expression, syntax.Perl)
	if err != nil {
		return nil, err
	}
	tree = tree.Simplify()
	empty, err := mayBeEmpty(tree)
	if err != nil {
		return nil, err
	}
	if empty {
		return nil, errors.New("it matches the empty text")
	}
	return syntax.Compile(tree)
}

// mayBeEmpty reports whether a simplified expression matches the empty text.
func mayBeEmpty(tree *syntax.Regexp) (bool, error) {
	var empty []bool
	for _, sub := range tree.Sub {
		e, err := mayBeEmpty(sub)
		if err != nil {
			return false, err
		}
		empty = append(empty, e)
	}
	switch tree.Op {
	case syntax.OpLiteral:
		if tree.Flags&syntax.FoldCase != 0 {
			return false, errors.New("it ignores case")
		}
		return false, nil
	case syntax.OpCharClass, syntax.OpAnyChar, syntax.OpAnyCharNotNL, syntax.OpNoMatch:
		return false, nil
	case syntax.OpStar, syntax.OpPlus:
		if empty[0] {
			return false, errors.New("it repeats what may be empty")
		}
		return tree.Op == syntax.OpStar, nil
	case syntax.OpCapture:
		return empty[0], nil
	case syntax.OpConcat:
		return !slices.Contains(empty, false), nil
	case syntax.OpAlternate:
		return slices.Contains(empty, true), nil
	case syntax.OpQuest, syntax.OpEmptyMatch, syntax.OpBeginText, syntax.OpEndText, syntax.OpWordBoundary:
		return true, nil
	}
	return false, fmt.Errorf("it looks around with %v", tree)
}

// assemble makes the steps of a program.
func assemble(p *syntax.Prog, sorted *classes) program {
	out := program{steps: make([]step, len(p.Inst)), start: useful(p, uint32(p.Start)), word: sorted.membersOf(wordRunes())}
	for i := range p.Inst {
		in, s := &p.Inst[i], &out.steps[i]
		s.out = useful(p, in.Out)
		switch in.Op {
		case syntax.InstMatch:
			s.begins = members{^uint64(0), ^uint64(0), ^uint64(0), ^uint64(0)}
		case syntax.InstAlt, syntax.InstAltMatch:
			s.op, s.other = choose, useful(p, in.Arg)
		case syntax.InstEmptyWidth:
			switch syntax.EmptyOp(in.Arg) {
			case syntax.EmptyEndText:
				s.op = last
				s.begins.add(end)
			case syntax.EmptyWordBoundary:
				s.op = edge
			default:
				s.op = first
			}
		default: // InstFail takes nothing
			s.op, s.begins = take, sorted.membersOf(runesOf(in))
		}
	}
	out.spread()
	return out
}

// useful is the first instruction from i on that does something.
func useful(p *syntax.Prog, i uint32) uint32 {
	for p.Inst[i].Op == syntax.InstNop || p.Inst[i].Op == syntax.InstCapture {
		i = p.Inst[i].Out
	}
	return i
}

// spread tells the other steps what the ways from them may begin with, until none learns
// more. Ways lead up and down the list, so that it is gone through in turns.
func (p *program) spread() {
	for changed, up := true, false; changed; up = !up {
		changed = false
		for i := range p.steps {
			if !up {
				i = len(p.steps) - 1 - i
			}
			s := &p.steps[i]
			if s.op == choose {
				changed = s.begins.include(&p.steps[s.other].begins) || changed
			}
			if s.op == choose || s.op == first || s.op == edge {
				changed = s.begins.include(&p.steps[s.out].begins) || changed
			}
		}
	}
}
