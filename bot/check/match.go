package check

import (
	"slices"
	"strings"

	"ask/retrieve/text"
)

// match is a clause of a claim laid on a sentence.
type match struct {
	evidence *Evidence
	id       int  // the sentence, or the first of two
	count    int  // 1 or 2 sentences
	hedged   bool // the claim has a word of doubt or hearsay itself
	claim    *reading
	units    []unit // of the clause
	words    []word
	source   []unit // of the sentence
	said     []word // of the sentence
	alignment
	used  []bool // by unit of the sentence: paired
	slots []slot

	firm   bool // the sentence is plainly the one that the whole claim was made from
	close  bool // the clause was: other words in place of its own are faults
	judged bool
	flaws  []Flaw
	prefix string  // gives a dropped hedge back
	also   []int   // other sentences that it needs
	share  float64 // of the clause that is paired

	// accounted and all are what the clause's units are worth: those paired or otherwise
	// accounted for, and all of them.
	accounted, all int
}

// piece is a word that differs, or a part of one.
type piece struct {
	word
	fresh string // what of it has no pair
}

// slot is one difference: what the claim has in a place and what the sentence has there.
type slot struct {
	claim, source []piece
	c, s          span // units
	lead          bool // before the first pair
}

// lay compares a clause with the sentence id or, if count is 2, with it and the next.
func (e *Evidence) lay(g *grid, c *claim, at span, id, count int) *match {
	m := &match{evidence: e, id: id, count: count, claim: c.reading, units: c.units[at.from:at.to]}
	m.hedged = e.checker.hedged(c.words, at.to)
	own := e.sentences[id]
	m.source, m.said = e.units(id), own.words
	if count == 2 {
		next := e.sentences[id+1]
		m.source = e.sources[own.passage].units[own.from:next.to]
		m.said = slices.Clone(own.words)
		for _, w := range next.words {
			w.from, w.to = w.from+next.from-own.from, w.to+next.from-own.from
			m.said = append(m.said, w)
		}
	}
	m.words = within(c.words, at)
	m.alignment = g.align(m.units, m.source)
	m.used = make([]bool, len(m.source))
	for i, u := range m.units {
		g := int(gainOf(u))
		m.all += g
		if m.pairs[i] >= 0 {
			m.used[m.pairs[i]] = true
			m.accounted += g
		}
	}
	m.share = float64(m.accounted) / float64(max(1, m.all))
	m.score -= m.named()
	return m
}

// named is how much of the score is for what the title says anyhow: that a sentence has
// the subject's name does not make it the one meant.
func (m *match) named() int32 {
	title := m.evidence.sources[m.evidence.sentences[m.id].passage].titleGrams
	n := int32(0)
	for i := 1; i < len(m.units); i++ {
		a, b := m.units[i-1], m.units[i]
		if a.sort == han && b.sort == han && title[text.Pair(rune(a.key), rune(b.key))] && m.pairs[i] >= 0 {
			n += gainHan - 1
		}
	}
	return n
}

// cut finds the differences.
func (m *match) cut() {
	last := -1 // the last paired unit of the claim
	for i := 0; i <= len(m.units); i++ {
		if i < len(m.units) && m.pairs[i] < 0 {
			continue
		}
		s := slot{c: span{last + 1, i}, lead: last < 0}
		switch {
		case last < 0 && i == len(m.units):
			return // nothing is paired
		case last < 0:
			s.s = span{m.reach(int(m.pairs[i]), -1, s.c), int(m.pairs[i])}
		case i == len(m.units):
			s.s = span{int(m.pairs[last]) + 1, m.reach(int(m.pairs[last]), 1, s.c)}
		default:
			s.s = span{int(m.pairs[last]) + 1, int(m.pairs[i])}
		}
		if s.c.from < s.c.to || s.s.from < s.s.to {
			s.claim = m.pieces(m.words, s.c, false, func(k int) bool { return m.pairs[k] < 0 })
			s.source = m.sourcePieces(s.s, last, i)
			m.slots = append(m.slots, s)
		}
		last = i
	}
}

// reach is how far a slot at the edge goes in the sentence: to the end of the clause of
// unit j, or of the sentence if the claim's own slot goes over a comma.
func (m *match) reach(j, step int, c span) int {
	across := false
	for i := max(c.from, 1); i < min(c.to+1, len(m.units)); i++ {
		across = across || m.units[i].clause != m.units[i-1].clause
	}
	clause := m.source[j].clause
	for j+step >= 0 && j+step < len(m.source) && (across || m.source[j+step].clause == clause) {
		j += step
	}
	if step > 0 {
		return j + 1
	}
	return j
}

// pieces are the words, or only those with matter, that have unpaired units in a range.
func (m *match) pieces(words []word, at span, all bool, unpaired func(k int) bool) []piece {
	var out []piece
	for _, w := range words {
		if !all && w.class == closedWord || w.to <= at.from || w.from >= at.to {
			continue
		}
		from, to := -1, -1
		for k := max(w.from, at.from); k < min(w.to, at.to); k++ {
			if unpaired(k) {
				if from < 0 {
					from = k
				}
				to = k + 1
			}
		}
		if from < 0 {
			continue
		}
		// 在 of 在意 in 生在意大利 is no word that matters.
		if p := (piece{word: w, fresh: part(w, from, to)}); all || w.class != commonWord || p.fresh == w.text || !serves(p.fresh) {
			out = append(out, p)
		}
	}
	return out
}

// serves reports whether all characters of s serve grammar and none denies.
func serves(s string) bool {
	for _, r := range s {
		if !text.Function(r) || strings.ContainsRune(negating, r) {
			return false
		}
	}
	return true
}

// part is the text of some units of a word.
func part(w word, from, to int) string {
	if w.class == figureWord || isASCII(w.text) {
		return w.text
	}
	runes := []rune(w.text)
	if len(runes) != w.to-w.from {
		return w.text
	}
	return string(runes[from-w.from : to-w.from])
}

// sourcePieces are the differing words of the sentence in a slot between units last and
// next of the claim; whole clauses of which nothing is kept and brackets do not count.
func (m *match) sourcePieces(at span, last, next int) []piece {
	inside := m.asides(last, next) || last >= 0 && m.source[m.pairs[last]].aside || next < len(m.units) && m.source[m.pairs[next]].aside
	return m.pieces(m.said, at, false, func(k int) bool {
		u := m.source[k]
		if m.used[k] || u.aside && !inside {
			return false
		}
		if last < 0 || next == len(m.units) {
			return true
		}
		return u.clause == m.source[m.pairs[last]].clause || u.clause == m.source[m.pairs[next]].clause
	})
}

// asides reports whether the claim's units between two of them are in brackets.
func (m *match) asides(last, next int) bool {
	for _, u := range m.units[last+1 : next] {
		if u.aside {
			return true
		}
	}
	return false
}

// flaw notes a fault.
func (m *match) flaw(kind FlawKind, what string) { m.flaws = append(m.flaws, Flaw{kind, what}) }

// seamless reports whether a clause laid on two sentences goes over from one into the
// other without a word left out between them.
func (m *match) seamless() bool {
	seam := m.evidence.sentences[m.id].to - m.evidence.sentences[m.id].from
	return m.used[seam-1] && m.used[seam]
}
