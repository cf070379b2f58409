package pattern

import (
	"errors"
	"iter"
	"regexp/syntax"
	"slices"
	"unicode/utf8"
)

// end is the class of what stands behind the last rune.
const end = 255

// members is a set of classes.
type members [4]uint64

func (m *members) has(class uint8) bool { return m[class>>6]>>(class&63)&1 != 0 }

func (m *members) add(class uint8) { m[class>>6] |= 1 << (class & 63) }

// include adds the members of other and reports whether there were any new ones.
func (m *members) include(other *members) bool {
	before := *m
	for i := range m {
		m[i] |= other[i]
	}
	return *m != before
}

// classes sorts runes: no expression tells runes of one class apart.
type classes struct {
	// firsts are the lowest runes of the ranges of one class, ascending from 0, and kinds
	// their classes.
	firsts []rune
	kinds  []uint8
	// pages are the classes of the runes of the basic plane, pageSize at a time.
	pages [1 << 16 / pageSize]*[pageSize]uint8
	// sets are the sets of runes that steps take, sorted, and members their classes.
	sets    [][]rune
	members []members
}

const pageSize = 256

// of gives the class of a rune.
func (c *classes) of(r rune) uint8 {
	if r < 1<<16 {
		return c.pages[r/pageSize][r%pageSize]
	}
	return c.kinds[c.rangeOf(r)]
}

// rangeOf is the number of the range that holds r.
func (c *classes) rangeOf(r rune) int {
	i, found := slices.BinarySearch(c.firsts, r)
	if !found {
		i--
	}
	return i
}

// rangesOf yields the numbers of the ranges that a set of runes is made of.
func (c *classes) rangesOf(set []rune) iter.Seq[int] {
	return func(yield func(int) bool) {
		for i := 0; i < len(set); i += 2 {
			for k := c.rangeOf(set[i]); k < len(c.firsts) && c.firsts[k] <= set[i+1]; k++ {
				if !yield(k) {
					return
				}
			}
		}
	}
}

// newClasses finds the classes that the programs tell apart.
func newClasses(programs []*syntax.Prog) (*classes, error) {
	c := &classes{firsts: []rune{0}, sets: [][]rune{wordRunes()}}
	for _, p := range programs {
		for i := range p.Inst {
			if set := runesOf(&p.Inst[i]); set != nil {
				c.sets = append(c.sets, set)
			}
		}
	}
	slices.SortFunc(c.sets, slices.Compare)
	c.sets = slices.CompactFunc(c.sets, slices.Equal)
	for _, set := range c.sets {
		for i := 0; i < len(set); i += 2 {
			c.firsts = append(c.firsts, set[i], set[i+1]+1)
		}
	}
	slices.Sort(c.firsts)
	c.firsts = slices.Compact(c.firsts)
	if err := c.number(); err != nil {
		return nil, err
	}
	for _, set := range c.sets {
		var m members
		for k := range c.rangesOf(set) {
			m.add(c.kinds[k])
		}
		c.members = append(c.members, m)
	}
	c.paginate()
	return c, nil
}

// number gives each range its class: each set of runes splits the classes that it holds
// some ranges of.
func (c *classes) number() error {
	split := make([]int, len(c.firsts))
	last := 0
	for _, set := range c.sets {
		moved := map[int]int{}
		for k := range c.rangesOf(set) {
			to, ok := moved[split[k]]
			if !ok {
				last++
				to = last
				moved[split[k]] = to
			}
			split[k] = to
		}
	}
	used := map[int]uint8{}
	for _, n := range split {
		class, ok := used[n]
		if !ok {
			if len(used) == end {
				return errors.New("patterns tell too many sorts of runes apart")
			}
			class = uint8(len(used))
			used[n] = class
		}
		c.kinds = append(c.kinds, class)
	}
	return nil
}

// paginate makes the table of the basic plane; pages of one class are shared.
func (c *classes) paginate() {
	shared := map[uint8]*[pageSize]uint8{}
	for i := range c.pages {
		low := rune(i * pageSize)
		k := c.rangeOf(low)
		whole := k+1 == len(c.firsts) || c.firsts[k+1] >= low+pageSize
		if whole && shared[c.kinds[k]] != nil {
			c.pages[i] = shared[c.kinds[k]]
			continue
		}
		page := new([pageSize]uint8)
		for j := range page {
			for k+1 < len(c.firsts) && c.firsts[k+1] <= low+rune(j) {
				k++
			}
			page[j] = c.kinds[k]
		}
		if whole {
			shared[c.kinds[k]] = page
		}
		c.pages[i] = page
	}
}

// membersOf are the classes of a set of runes that some step takes.
func (c *classes) membersOf(set []rune) members {
	if i, ok := slices.BinarySearchFunc(c.sets, set, slices.Compare); ok {
		return c.members[i]
	}
	return members{}
}

// wordRunes are those of \w, as of runesOf.
func wordRunes() []rune { return []rune{'0', '9', 'A', 'Z', '_', '_', 'a', 'z'} }

// runesOf are the runes that an instruction takes, as pairs of the first and the last of
// each range, nil if it takes none.
func runesOf(in *syntax.Inst) []rune {
	switch in.Op {
	case syntax.InstRune1:
		return []rune{in.Rune[0], in.Rune[0]}
	case syntax.InstRune:
		if len(in.Rune) == 1 {
			return []rune{in.Rune[0], in.Rune[0]}
		}
		return in.Rune
	case syntax.InstRuneAny:
		return []rune{0, utf8.MaxRune}
	case syntax.InstRuneAnyNotNL:
		return []rune{0, '\n' - 1, '\n' + 1, utf8.MaxRune}
	}
	return nil
}
