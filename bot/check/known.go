package check

import (
	"slices"
	"strings"
)

// subject reports whether the claim names what the title or the question names where the
// sentence has a pronoun, or nothing.
func (m *match) subject(s *slot) bool {
	if s.c.from == s.c.to || s.s.from == s.s.to || !m.about(m.claim.bare(m.units[s.c.from:s.c.to])) {
		return false
	}
	for k := s.s.from; k < s.s.to; k++ {
		if u := m.source[k]; u.sort != han || !strings.ContainsRune("他她它其此该", rune(u.key)) {
			return false
		}
	}
	return true
}

// stretch is the run of unpaired units that p is in, "" if it is a single character.
func (m *match) stretch(p piece) string {
	from := p.from
	for from < p.to && m.pairs[from] >= 0 {
		from++
	}
	to := from
	for to < len(m.units) && m.pairs[to] < 0 && m.units[to].clause == m.units[p.from].clause {
		to++
	}
	for from > 0 && m.pairs[from-1] < 0 && m.units[from-1].clause == m.units[p.from].clause {
		from--
	}
	if to-from < 2 {
		return ""
	}
	return m.claim.bare(m.units[from:to])
}

// opens reports whether nothing but connectives stands before p in the clause.
func (m *match) opens(s *slot, p piece) bool {
	for _, u := range m.units[:min(p.from, len(m.units))] {
		if u.sort == han && strings.ContainsRune(wantsObject, rune(u.key)) {
			return false
		}
	}
	return s.lead
}

// pointed reports whether all that the sentence has in a slot points at its subject: 公司.
func (m *match) pointed(s *slot) bool {
	return !slices.ContainsFunc(s.source, func(p piece) bool { return !m.evidence.checker.pointers[p.text] })
}

// pronoun reports whether what the sentence has in a slot only points at something named
// before: 这位歌手, or nothing but a time.
func (m *match) pronoun(s *slot) bool {
	for _, u := range m.source[s.s.from:s.s.to] {
		if u.sort == han && strings.ContainsRune("该这此本其那", rune(u.key)) {
			return !m.names(s.source)
		}
	}
	return !slices.ContainsFunc(s.source, func(p piece) bool { return p.class != figureWord })
}

// wantsObject are the characters after which something must follow.
const wantsObject = "是在于由为的被把将对从向以和与及至到给叫"

// isSubject reports whether p is in the title or the question, so that it may stand for
// a subject that the sentence leaves out.
func (m *match) isSubject(p piece) bool {
	return m.about(p.text) || m.about(p.fresh)
}

func (m *match) about(s string) bool {
	e := m.evidence
	if s == "" {
		return false
	}
	return strings.Contains(e.sources[e.sentences[m.id].passage].title, s) || strings.Contains(e.question, s)
}

// titled reports whether p stands in the passage's title.
func (m *match) titled(p piece) bool {
	title := m.evidence.sources[m.evidence.sentences[m.id].passage].title
	w := m.stretch(p)
	return strings.Contains(title, p.text) || w != "" && strings.Contains(title, w)
}

// credit counts the unpaired units of a range as accounted for.
func (m *match) credit(at span) {
	for k := at.from; k < min(at.to, len(m.units)); k++ {
		if m.pairs[k] < 0 {
			m.accounted += int(gainOf(m.units[k]))
		}
	}
}

// knows reports whether s stands in the sentence, its passage's title, the question, or the
// head of its table.
func (m *match) knows(s string) bool {
	e := m.evidence
	if s == "" {
		return false
	}
	return m.about(s) || strings.Contains(e.sentences[m.id].bare, s) || m.headed(s)
}

// headed reports whether s stands in the head of the sentence's table.
func (m *match) headed(s string) bool {
	header := m.evidence.sentences[m.id].header
	return header >= 0 && strings.Contains(m.evidence.sentences[header].bare, s)
}

// before reports whether p stands in one of the two sentences before, whose subject may
// be meant.
func (m *match) before(p piece) bool {
	e := m.evidence
	s := p.text
	if w := m.stretch(p); w != "" {
		s = w
	}
	for k := m.id - 1; k >= m.id-2 && k >= e.sources[e.sentences[m.id].passage].first; k-- {
		if strings.Contains(e.sentences[k].bare, s) {
			m.also = append(m.also, k)
			return true
		}
	}
	return false
}
