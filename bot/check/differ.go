package check

import (
	"unicode/utf8"
)

// judge finds the flaws of a clause laid on a sentence.
func (m *match) judge() {
	if m.judged {
		return
	}
	m.judged = true
	m.cut()
	m.close = m.firm || m.share >= closeShare
	for i := range m.slots {
		s := &m.slots[i]
		m.opposed(s)
		if m.subject(s) {
			m.credit(s.c)
			continue
		}
		m.settle(s)
		for _, p := range s.claim {
			m.added(s, p)
		}
		m.bent(s)
		m.counts(s)
	}
	m.linked()
	if m.close {
		m.grafted()
	}
	m.broken()
	m.jumps()
	m.figures()
	m.polarity()
	m.hedges()
}

// closeShare is the paired share of a clause from which on it is taken for the same
// statement as the sentence, so that words put in place of others are faults.
const closeShare = 0.5

// opposed looks for words on both sides of a slot that turn each other around. It does not
// rely on how the text was cut into words: 上次 may hide 次要.
func (m *match) opposed(s *slot) {
	c := m.evidence.checker
	for _, a := range c.turning(m.units, s.c, func(k int) bool { return m.pairs[k] < 0 }) {
		for _, b := range c.turning(m.source, s.s, func(k int) bool { return !m.used[k] }) {
			if c.antonyms(a, b) {
				m.flaw(FlawPolarity, a)
			}
		}
	}
}

// turning are the words with antonyms that hold an unpaired unit of a range.
func (c *Checker) turning(units []unit, at span, unpaired func(k int) bool) []string {
	const longest = 4 // characters of such a word
	var out []string
	for from := max(0, at.from-longest+1); from < at.to; from++ {
		fresh := false
		w := make([]rune, 0, longest)
		for k := from; k < min(from+longest, len(units)) && units[k].sort == han; k++ {
			w = append(w, rune(units[k].key))
			fresh = fresh || k >= at.from && k < at.to && unpaired(k)
			if _, ok := c.opposites[string(w)]; ok && fresh {
				out = append(out, string(w))
			}
		}
		if u := units[from]; u.sort == latin && from >= at.from && unpaired(from) {
			if w := c.spelled[u.key]; w != "" {
				out = append(out, w)
			}
		}
	}
	return out
}

// settle takes pairs that say the same out of a slot: equal words and synonyms.
func (m *match) settle(s *slot) {
	c := m.evidence.checker
	var claim []piece
	for _, p := range s.claim {
		found := false
		for k, q := range s.source {
			if c.synonyms(p.text, q.text) || c.synonyms(p.fresh, q.fresh) {
				found = true
				m.credit(span{p.from, p.to})
				s.source = append(s.source[:k:k], s.source[k+1:]...)
				break
			}
		}
		if !found {
			claim = append(claim, p)
		}
	}
	s.claim = claim
}

// added judges a word of the claim that has no pair.
func (m *match) added(s *slot, p piece) {
	switch p.class {
	case figureWord, negatorWord:
		return // figures and polarity see to these
	}
	instead := m.replaced(s, p)
	moved := m.moved(p)
	known := m.knows(p.text) || m.knows(m.stretch(p)) || p.fresh != p.text && utf8.RuneCountInString(p.fresh) > 1 && m.knows(p.fresh)
	if moved && !instead || m.titled(p) || m.headed(p.text) {
		m.credit(span{p.from, p.to})
	}
	known = known || !instead && m.opens(s, p) && m.before(p)
	switch {
	case instead && m.pointed(s) && (m.isSubject(p) || m.about(m.stretch(p))):
	case moved && (!instead || m.sameClause(s, p) && !(p.class == nameWord && m.names(s.source))):
	case instead && m.close && known && m.opens(s, p) && (m.isSubject(p) || m.about(m.stretch(p))) && m.pronoun(s):
	case instead && m.close:
		m.wrong(p, s.source, known)
	case known && p.class == nameWord && m.names(s.source) && !m.isSubject(p) && !moved:
		m.flaw(FlawBinding, p.text)
	case known:
	case p.class == nameWord && !m.trivial(p):
		m.flaw(FlawName, p.text)
	}
}

// wrong notes that p stands where the sentence has other words.
func (m *match) wrong(p piece, instead []piece, known bool) {
	switch {
	case known:
		m.flaw(FlawBinding, p.text)
	case p.class == nameWord || m.names(instead):
		m.flaw(FlawName, p.text)
	default:
		m.flaw(FlawSupport, p.text)
	}
}

// replaced reports whether the sentence has words with matter where the claim has p.
func (m *match) replaced(s *slot, p piece) bool {
	for _, q := range s.source {
		switch q.class {
		case negatorWord:
		case figureWord:
			if p.class == figureWord {
				return true
			}
		default:
			if p.class != figureWord {
				return true
			}
		}
	}
	return false
}
