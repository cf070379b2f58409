package check

import (
	"slices"
	"strings"
	"unicode/utf8"

	"ask/retrieve/text"
)

// endings are characters that names take or leave.
const endings = "市省县区镇乡村州国人们性化等"

// bent looks for a name of which a part was kept and a part replaced by words that by
// themselves would not matter.
func (m *match) bent(s *slot) {
	matter := false
	for _, u := range m.units[s.c.from:s.c.to] {
		matter = matter || u.sort != han || !text.Function(rune(u.key))
	}
	if len(s.claim) > 0 {
		return
	}
	if m.close && m.disguised(s) {
		m.flaw(FlawName, m.claim.bare(m.units[s.c.from:s.c.to]))
	}
	if !matter {
		return
	}
	for _, q := range s.source {
		if q.class == nameWord && q.fresh != q.text {
			m.flaw(FlawName, q.text)
		}
	}
	// 其次要 against 其主要: parts of words that would not matter whole.
	for _, p := range m.pieces(m.words, s.c, true, func(k int) bool { return m.pairs[k] < 0 }) {
		for _, q := range m.pieces(m.said, s.s, true, func(k int) bool { return !m.used[k] }) {
			if p.fresh != p.text && q.fresh != q.text && !serves(p.fresh) && !serves(q.fresh) {
				m.flaw(FlawSupport, p.text)
			}
		}
	}
}

// disguised reports whether characters that each serve grammar stand where the sentence has
// a word with matter, so that together they must be one: 太和 for 恒星.
func (m *match) disguised(s *slot) bool {
	if s.c.to-s.c.from < 2 || len(s.source) == 0 {
		return false
	}
	for _, u := range m.units[s.c.from:s.c.to] {
		if u.sort != han || strings.ContainsRune("他她它其此该这那", rune(u.key)) {
			return false
		}
	}
	for _, w := range m.words {
		if w.from < s.c.to && w.to > s.c.from && w.to-w.from > 1 {
			return false
		}
	}
	return slices.ContainsFunc(s.source, func(p piece) bool { return p.text == p.fresh && p.class != figureWord })
}

// linked looks for words of both sides that share a character and differ in another:
// 福冈 and 冈山, 击败 and 败给.
func (m *match) linked() {
	c := m.evidence.checker
	for _, p := range m.words {
		for _, q := range m.said {
			if p.text == q.text || !m.partly(p, q) || strings.Contains(p.text, q.text) || strings.Contains(q.text, p.text) {
				continue
			}
			switch {
			case c.antonyms(p.text, q.text):
				m.flaw(FlawPolarity, p.text)
			case c.synonyms(p.text, q.text), p.class == closedWord && q.class == closedWord, !m.close:
			case p.class == nameWord || q.class == nameWord:
				m.flaw(FlawName, p.text)
			case p.class == commonWord && q.class == commonWord:
				m.flaw(FlawSupport, p.text)
			}
		}
	}
}

// grafted looks for names of the sentence of which a part was kept and joined to something
// else: 林肯 and 老林.
func (m *match) grafted() {
	for _, q := range m.said {
		if q.class != nameWord || q.to-q.from > 4 {
			continue
		}
		first, last, gone := -1, -1, false
		for i, j := range m.pairs {
			if int(j) >= q.from && int(j) < q.to {
				last = i
				if first < 0 {
					first = i
				}
			}
		}
		for k := q.from; k < q.to; k++ {
			gone = gone || !m.used[k]
		}
		if first >= 0 && gone && (m.alien(first-1) || m.alien(last+1)) {
			m.flaw(FlawName, q.text)
		}
	}
}

// alien reports whether unit i of the claim has no pair and matter.
func (m *match) alien(i int) bool {
	if i < 0 || i >= len(m.units) || m.pairs[i] >= 0 || m.units[i].sort != han {
		return false
	}
	r := rune(m.units[i].key)
	return !text.Function(r) && !strings.ContainsRune(endings, r)
}

// partly reports whether some but not all units of p and of q are paired, and one of p
// with one of q.
func (m *match) partly(p, q word) bool {
	both, loose := false, false
	for k := p.from; k < p.to; k++ {
		j := int(m.pairs[k])
		both = both || j >= q.from && j < q.to
		loose = loose || j < 0
	}
	if !both || !loose {
		return false
	}
	for k := q.from; k < q.to; k++ {
		if !m.used[k] {
			return true
		}
	}
	return false
}

// trivial reports whether what was added to a name is a mere ending, such as the 市 of
// 上海市.
func (m *match) trivial(p piece) bool {
	return p.fresh != p.text && utf8.RuneCountInString(p.fresh) == 1 && strings.Contains(endings, p.fresh)
}

// names reports whether a name is among pieces.
func (m *match) names(pieces []piece) bool {
	for _, p := range pieces {
		if p.class == nameWord {
			return true
		}
	}
	return false
}

// broken looks for names of the sentence that the claim took a character out of.
func (m *match) broken() {
	for _, w := range m.said {
		if w.class != nameWord || w.to-w.from < 3 || w.to-w.from > 4 {
			continue
		}
		for k := w.from + 1; k+1 < w.to; k++ {
			if !m.used[k] && m.used[k-1] && m.used[k+1] && m.adjacent(k-1, k+1) {
				m.flaw(FlawName, w.text)
			}
		}
	}
}

// adjacent reports whether units j and k of the sentence have neighbours for pairs.
func (m *match) adjacent(j, k int) bool {
	for i := 1; i < len(m.pairs); i++ {
		if m.pairs[i-1] == int32(j) && m.pairs[i] == int32(k) {
			return true
		}
	}
	return false
}
