package follow

import (
	"slices"
	"strings"

	"ask/retrieve/text"
)

// fit says how well a name of sort s answers to a pronoun for sort want: 0 is not at
// all, 3 is surely.
func fit(want, s Sort) int {
	switch {
	case want == s:
		return 3
	case want == Person || s == Person:
		return 0
	case want == Thing && (s == Org || s == Title):
		return 3
	case want == Org && s == Thing, want == Title && s == Thing, want == Place && s == Org:
		return 2
	case want == Thing && s == Place:
		return 2
	}
	return 0
}

// pick gives the name that fits best among the last question's, then the answer's, then
// older ones, and the empty string if there is none.
func (m *memory) pick(want Sort) string { return m.pickAbove(want, 1) }

// pickAbove is pick for names that fit at least so well.
func (m *memory) pickAbove(want Sort, floor int) string {
	least := 2
	if want == Place {
		least = 3 // an organisation is one only if there is no other
	}
	for ; least >= floor; least-- {
		for i, ents := range [][]entity{m.ents, m.focus, m.answer, m.older} {
			if i == 1 && len(m.ents) == 0 && want != Person && want != Place && m.prev.weak() != "" {
				return m.prev.weak()
			}
			for _, e := range ents {
				if m.fits(want, e) >= least {
					return e.text
				}
			}
		}
	}
	return ""
}

// fits is fit, and lets a name nothing is known of be a person if it may be one: letters
// with capitals, or the subject of a question that does not ask for a person.
func (m *memory) fits(want Sort, e entity) int {
	if want == Person && e.sort == Thing {
		if strings.Contains(e.text, " ") && asciiWord(rune(e.text[0])) {
			return 2
		}
		if len(m.ents) > 0 && e == m.ents[0] && !m.prev.has("ask.who", "attr.O", "attr.T", "verb.T") && !strings.ContainsAny(e.text, "0123456789") {
			return 1
		}
		return 0
	}
	return fit(want, e.sort)
}

// person gives whom 他 or 她 means: who the answer named, if the question asked who,
// unless a word for kin of the other sex says that it means the one in the question.
func (m *memory) person(pronoun string) string {
	other := "attr.F"
	if strings.ContainsAny(pronoun, "她") || pronoun == "she" || pronoun == "her" {
		other = "attr.M"
	}
	if m.wanted() == Person && len(m.focus) > 0 && !m.prev.has(other) {
		return m.focus[0].text
	}
	return m.pick(Person)
}

// group gives whom or what 他们 or 它们 means, joined: the names the answer gave, or
// those that stand together in the question.
func (m *memory) group(want Sort, chinese bool) string {
	if len(m.focus) > 1 && fit(want, m.focus[0].sort) > 0 {
		return joined(m.focus, chinese)
	}
	for i, e := range m.ents {
		if c := coordinated(m.prev, m.ents, i); len(c) > 1 && m.fits(want, e) > 1 {
			return joined(c, chinese)
		}
	}
	if want == Person {
		if org := m.pick(Org); org != "" && len(m.focus) == 0 {
			return org
		}
		return m.person("")
	}
	return m.pickAbove(want, 2)
}

func joined(ents []entity, chinese bool) string {
	and := "和"
	if !chinese {
		and = " and "
	}
	var names []string
	for _, e := range ents {
		names = append(names, e.text)
	}
	if s := strings.Join(names, and); len([]rune(s)) <= maxTitle {
		return s
	}
	return names[0]
}

// when gives the date that 当时 means: the question's, or the answer's if it was asked
// for.
func (m *memory) when() string {
	if i := m.prev.find(0, "date"); i >= 0 {
		return m.prev.text(m.prev.toks[i])
	}
	if m.prev.has("ask.when") {
		return m.date
	}
	return ""
}

// subject gives what a question without a subject is about, by the hints in its words.
func (m *memory) subject(l *line) string {
	hint := l.hint()
	if len(l.toks) > 0 && hint == 0 && l.toks[0].is("word", "rest") && l.has("ask.num") {
		hint = Thing // 票房多少
	}
	if m.wanted() == Person && len(m.focus) > 0 && (hint == 0 || hint == Person) && !(hint == 0 && m.prev.has("time.rel") && l.has("time.rel")) {
		return m.focus[0].text
	}
	if hint == Person && len(m.ents) > 0 && m.ents[0].sort != Person {
		if s := m.pick(Person); s != "" {
			return s
		}
	}
	if hint != 0 && hint != Person {
		for _, ents := range [][]entity{m.ents, m.answer} {
			for _, e := range ents {
				if e.sort != Person && (hint != Org || e.sort != Title) {
					return m.dated(l, e)
				}
			}
		}
	}
	if len(m.ents) > 0 {
		return m.dated(l, m.ents[0])
	}
	if w := m.prev.weak(); w != "" && hint != Person {
		return w
	}
	for _, ents := range [][]entity{m.focus, m.answer, m.older} {
		if len(ents) > 0 {
			return ents[0].text
		}
	}
	return m.prev.weak()
}

// dated gives a name with the date that follows it in the last question, where another
// attribute of the same time is asked for.
func (m *memory) dated(l *line, e entity) string {
	i := slices.IndexFunc(m.prev.toks, func(t token) bool { return t == e.tok })
	if i < 0 || i+1 >= len(m.prev.toks) || !m.prev.toks[i+1].is("date") || !m.prev.has("attr", "attr.") || len(l.toks) == 0 || !l.toks[0].is("attr", "attr.") {
		return e.text
	}
	return string(m.prev.raw[e.tok.start:m.prev.toks[i+1].end])
}

// weak gives an ordinary word that a question without names is about, its first.
func (l *line) weak() string {
	for i := 1; !l.chinese && i < len(l.toks); i++ {
		if l.toks[i].is("word", "noun.") && l.foldedText(l.toks[i-1]) == "the" {
			return string(l.raw[l.toks[i-1].start:l.toks[i].end])
		}
	}
	if !l.chinese {
		return ""
	}
	i := l.find(0, "word", "noun.", "attr", "attr.", "ask.", "verb")
	if i < 0 || !l.toks[i].is("word", "noun.") || l.toks[i].end-l.toks[i].start < 2 {
		return ""
	}
	j := i
	if l.adjacent(i) && l.toks[i+1].is("word") && i == 0 && !text.Function(l.folded[l.toks[i+1].start]) {
		j++
	}
	return string(l.raw[l.toks[i].start:l.toks[j].end])
}

// hint tells the sort of subject that a question's words go with, or 0.
func (l *line) hint() Sort {
	for _, t := range l.toks {
		switch {
		case t.is("attr.P", "attr.F", "attr.M", "verb.P"):
			return Person
		case t.is("attr.O", "verb.O"):
			return Org
		case t.is("attr.T", "verb.T"):
			return Thing
		case t.is("ask.num") && (l.foldedText(t) == "几岁"):
			return Person
		}
	}
	return 0
}
