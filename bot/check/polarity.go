package check

import (
	"slices"
	"strings"
)

// negating are the characters that deny, in whatever word.
const negating = "不没未无非勿毋"

// reachOfNot is how many units a negation may stand from what was kept to bear on it.
const reachOfNot = 8

// polarity compares the words of negation without pairs on both sides.
func (m *match) polarity() {
	claim, source := 0, 0
	var what string
	for _, w := range m.words {
		if denies(m.evidence.checker, w, m.strayed) {
			claim++
			what = w.text
		}
	}
	for _, w := range m.said {
		if denies(m.evidence.checker, w, func(k int) bool { return !m.used[k] }) && m.governs(w) {
			source++
			what = w.text
		}
	}
	if claim != source {
		m.flaw(FlawPolarity, what)
	}
}

// strayed reports a unit of the claim without a pair, or with one that stands elsewhere
// than what follows it: the 不 of 不可以 is not the 不 of 不想 a clause before 可以.
func (m *match) strayed(k int) bool {
	if m.pairs[k] < 0 {
		return true
	}
	for next := k + 1; next < min(k+reachOfNot, len(m.pairs)); next++ {
		if j := m.pairs[next]; j >= 0 {
			return m.source[j].clause != m.source[m.pairs[k]].clause && m.units[next].clause == m.units[k].clause
		}
	}
	return false
}

// denies reports whether w has a negation among its unpaired units. A word such as 不过
// counts only if a part of it was kept.
func denies(c *Checker, w word, unpaired func(k int) bool) bool {
	runes := []rune(w.text)
	whole, found := true, false
	for k := w.from; k < w.to; k++ {
		if !unpaired(k) {
			whole = false
		} else if k-w.from < len(runes) && strings.ContainsRune(negating, runes[k-w.from]) {
			found = true
		}
	}
	switch {
	case c.neutral[w.text]:
		return found && !whole
	case w.class == negatorWord:
		return found || whole
	}
	return found && w.class != figureWord
}

// governs reports whether word w of the sentence bears on what the claim took from it: it
// is near something kept of its clause, and, if it comes after all that, not beyond a 但
// or 而.
func (m *match) governs(w word) bool {
	clause, aside := m.source[w.from].clause, m.source[w.from].aside
	for k := w.from; k < min(w.to+reachOfNot, len(m.source)) && m.source[k].clause == clause; k++ {
		if m.used[k] && m.source[k].aside == aside {
			return true
		}
	}
	for k := w.from - 1; k >= max(0, w.from-reachOfNot) && m.source[k].clause == clause; k-- {
		if m.used[k] && m.source[k].aside == aside {
			return true
		}
		if u := m.source[k]; u.sort == han && strings.ContainsRune("但而却并且", rune(u.key)) {
			return false
		}
	}
	return false
}

// hedges looks for words of doubt, hearsay, plans and speakers that the claim dropped, and
// for words such as 副 or 之一 that it dropped or added.
func (m *match) hedges() {
	c := m.evidence.checker
	for _, w := range m.said {
		h, ok := c.hedges[w.text]
		if !ok || m.hedged || !m.dropped(w) || m.source[w.from].aside {
			continue
		}
		if m.covers(h, w) {
			m.flaw(FlawHedge, w.text)
			m.prefix = h.prefix
		}
	}
	m.limits()
}

// hedged reports whether a word of doubt, hearsay, … is among the words before unit end.
func (c *Checker) hedged(words []word, end int) bool {
	return slices.ContainsFunc(words, func(w word) bool {
		_, ok := c.hedges[w.text]
		return ok && w.from < end
	})
}

// covers reports whether hedge h, word w of the sentence, holds for what was kept.
func (m *match) covers(h hedge, w word) bool {
	at := m.source[w.from].clause
	for k := range m.source {
		if !m.used[k] {
			continue
		}
		switch after := m.source[k].clause - at; h.scope {
		case "clause":
			if after == 0 {
				return m.governs(w)
			}
		case "anywhere":
			return true
		case "next":
			if k > w.from && after <= 1 {
				return true
			}
		case "sentence":
			// At its start it holds for all of the sentence.
			if k > w.from && (after <= 2 || w.from < 4) {
				return true
			}
		}
	}
	return false
}

func (m *match) dropped(w word) bool {
	for k := w.from; k < w.to; k++ {
		if m.used[k] {
			return false
		}
	}
	return true
}

// limits looks for narrowing words left out next to what was kept.
func (m *match) limits() {
	for _, w := range m.said {
		if !m.evidence.checker.limits[w.text] || !m.dropped(w) || m.source[w.from].aside {
			continue
		}
		clause := m.source[w.from].clause
		next := w.to < len(m.source) && m.used[w.to] && m.source[w.to].clause == clause
		last := w.from > 0 && m.used[w.from-1] && m.source[w.from-1].clause == clause
		if next || last && w.text == "之一" {
			m.flaw(FlawHedge, w.text)
		}
	}
}
