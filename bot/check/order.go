package check

import (
	"strings"
)

// moved reports whether the sentence has p in another place of its own, left out there
// by the claim.
func (m *match) moved(p piece) bool { return m.freeAt(p) >= 0 }

// freeAt is where the sentence has the text of p in unpaired units, -1 if nowhere.
func (m *match) freeAt(p piece) int {
	for _, w := range m.said {
		if !strings.Contains(w.text, p.fresh) && !m.evidence.checker.synonyms(w.text, p.text) {
			continue
		}
		free := true
		for k := w.from; k < w.to; k++ {
			free = free && !m.used[k]
		}
		if free {
			return w.from
		}
	}
	return -1
}

// sameClause reports whether p was moved within the clause of the sentence that its slot
// is in.
func (m *match) sameClause(s *slot, p piece) bool {
	at, near := m.freeAt(p), s.s.from
	if near >= len(m.source) {
		near = len(m.source) - 1
	}
	// If the claim has what was replaced, too, the two changed places.
	for _, q := range s.source {
		for _, o := range m.slots {
			for _, x := range o.claim {
				if x.text == q.text {
					return false
				}
			}
		}
	}
	return m.source[at].clause == m.source[near].clause
}

// jumps looks for places where the claim goes on in another clause of the sentence than it
// was in: what it takes up there must be that clause from its start, and what it left must
// not wait for an object.
func (m *match) jumps() {
	for i := 1; i < len(m.pairs); i++ {
		j, k := m.pairs[i-1], m.pairs[i]
		if j < 0 || k < 0 || m.units[i].clause != m.units[i-1].clause || m.source[j].clause == m.source[k].clause {
			continue
		}
		cut := int(j)+1 < len(m.source) && m.source[j+1].clause == m.source[j].clause && !m.source[j+1].aside
		if cut && (m.waits(m.source[j]) || !m.starts(int(k))) {
			m.flaw(FlawBinding, m.claim.bare(m.units[i:min(i+4, len(m.units))]))
		}
	}
}

func (m *match) waits(u unit) bool {
	return u.sort == han && strings.ContainsRune(wantsObject, rune(u.key))
}

// starts reports whether only words without matter stand before unit k in its clause.
func (m *match) starts(k int) bool {
	for _, w := range m.said {
		if w.class != closedWord && w.from < k && m.source[w.from].clause == m.source[k].clause {
			return false
		}
	}
	return true
}
