package check

import (
	"slices"
	"strings"
	"unicode/utf8"

	"ask/bot/check/quantity"
	"ask/retrieve/text"
)

// counts looks for a count in the sentence that other words took the place of: 三位 and
// 一位, 第一 and 最后.
func (m *match) counts(s *slot) {
	claim, source := "", ""
	for _, p := range m.pieces(m.words, s.c, true, func(k int) bool { return m.pairs[k] < 0 }) {
		if p.class == figureWord {
			return // figures sees to it
		}
		if strings.ContainsAny(p.fresh, numerals) || p.class == closedWord && p.text == p.fresh && utf8.RuneCountInString(p.text) > 1 {
			claim = p.text
		}
	}
	for k := s.s.from; k < s.s.to; k++ {
		if u := m.source[k]; !m.used[k] && (u.sort == number || u.sort == han && strings.ContainsRune(numerals, rune(u.key))) {
			source = m.evidence.bareOf(m.id, m.source[k:k+1])
		}
	}
	if claim != "" && source != "" && m.close && !one(claim, source) {
		m.flaw(FlawNumber, claim)
	}
}

// one reports whether both count one: 一个 and 1个.
func one(claim, source string) bool {
	return strings.HasPrefix(claim, "一") && (strings.HasPrefix(source, "1") || strings.HasPrefix(source, "一"))
}

// numerals are the characters of counts.
const numerals = "一二三四五六七八九十百千万亿两半"

// figures checks the quantities of the clause: those with a pair for their unit, the
// others for another place that may supply them.
func (m *match) figures() {
	for _, w := range m.words {
		if w.class != figureWord {
			continue
		}
		q := m.claim.quantities[m.units[w.from].quantity]
		missing := false
		for k := w.from; k < w.to; k++ {
			if m.pairs[k] < 0 {
				missing = true
			} else if o := m.quantityAt(int(m.pairs[k])); m.units[k].sort == number && (!quantity.Holds(o, q) || m.unitless(k, q, o)) {
				m.flaw(FlawNumber, w.text)
			} else if o.Approx && !q.Approx && m.units[k].sort == number {
				m.flaw(FlawHedge, w.text)
			}
		}
		if missing {
			m.missing(w, q)
		}
	}
}

// unitless reports whether the sentence's quantity has a unit and the claim has some other
// word there.
func (m *match) unitless(k int, q, o quantity.Quantity) bool {
	return q.Kind == quantity.Time && m.otherDigits(k) || q.Unit != o.Unit && k+1 < len(m.pairs) && m.pairs[k+1] < 0
}

// otherDigits reports whether unit k of the claim and its pair are written with as many
// but other digits: the value of a time leaves its seconds out.
func (m *match) otherDigits(k int) bool {
	u, o := m.units[k], m.source[m.pairs[k]]
	a := digits(m.claim.text[u.start:u.end])
	b := digits(m.evidence.sources[m.evidence.sentences[m.id].passage].text[o.start:o.end])
	return len(a) == len(b) && a != b
}

func digits(s string) string {
	return strings.Map(func(r rune) rune {
		if isDigit(r) {
			return r
		}
		return -1
	}, text.Fold(s))
}

// quantityAt is the quantity that unit k of the sentence is of.
func (m *match) quantityAt(k int) quantity.Quantity {
	e := m.evidence
	return e.sources[e.sentences[m.id].passage].quantities[m.source[k].quantity]
}

// missing judges a quantity that has no pair, or a date some part of which has none.
func (m *match) missing(w word, q quantity.Quantity) {
	kind := FlawNumber
	if q.Kind == quantity.Date {
		kind = FlawDate
	}
	rival := false // another quantity of this kind stands where the claim has q
	for _, s := range m.slots {
		if w.from < s.c.to && w.to > s.c.from {
			for _, p := range s.source {
				if q.Value == "1" && strings.HasPrefix(p.text, "一") {
					return
				}
				rival = rival || p.class == figureWord && m.quantityAt(p.from).Kind == q.Kind && !quantity.Holds(m.quantityAt(p.from), q)
			}
		}
	}
	here := quantity.In(q, m.evidence.quantities(m.source, m.id))
	switch {
	case rival && here, here && kind == FlawDate && m.misdated(w, q):
		m.flaw(FlawBinding, w.text)
	case rival, !here && !m.dated(q) && !quantity.In(q, m.evidence.sources[m.evidence.sentences[m.id].passage].titled):
		m.flaw(kind, w.text)
	}
}

// misdated reports whether another date than q governs what stands beside w in the claim:
// the last one before it in the sentence.
func (m *match) misdated(w word, q quantity.Quantity) bool {
	at := -1
	for k := w.to; k < len(m.pairs) && at < 0; k++ {
		at = int(m.pairs[k])
	}
	for k := w.from - 1; k >= 0 && at < 0; k-- {
		at = int(m.pairs[k])
	}
	for k := at; k >= 0; k-- {
		if m.source[k].sort == date {
			return !quantity.Holds(m.quantityAt(k), q)
		}
	}
	return false
}

// quantities are those of units of the passage that holds sentence id.
func (e *Evidence) quantities(units []unit, id int) []quantity.Quantity {
	var out []quantity.Quantity
	last := int32(-1)
	for _, u := range units {
		if u.quantity >= 0 && u.quantity != last {
			out = append(out, e.sources[e.sentences[id].passage].quantities[u.quantity])
			last = u.quantity
		}
	}
	return out
}

// dated reports whether a date gets what the sentence lacks of it from the last date
// before it, or, for want of one, from the passage's date or title.
func (m *match) dated(q quantity.Quantity) bool {
	if q.Kind != quantity.Date {
		return false
	}
	e := m.evidence
	own := e.sentences[m.id]
	rest := q // what the sentence itself must say
	rest.Year = 0
	if (rest.Month != 0 || rest.Day != 0) && !slices.ContainsFunc(e.quantities(m.source, m.id), func(o quantity.Quantity) bool {
		return o.Year == 0 && quantity.Holds(o, rest)
	}) {
		return false
	}
	year := quantity.Quantity{Kind: quantity.Date, Year: q.Year}
	for k := m.id; k >= e.sources[own.passage].first; k-- {
		for _, o := range e.quantities(e.units(k), k) {
			if o.Kind == quantity.Date && o.Year != 0 {
				if k < m.id {
					m.also = append(m.also, k)
				}
				return k < m.id && quantity.Holds(o, year) || rest != q && o.Year == q.Year
			}
		}
	}
	return quantity.In(year, e.sources[own.passage].dates)
}
