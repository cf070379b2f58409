package follow

import (
	"strings"
)

// pronouns puts names for the words that stand for them; a question left without a
// subject gets one.
func (r *Rewriter) pronouns(m *memory, l *line) (string, bool) {
	var edits []edit
	found, timed := false, false
	for i := 0; i < len(l.toks); i++ {
		t := l.toks[i]
		if i == 0 && l.chinese && t.is("noun.org") && t.end-t.start >= 2 && !l.has("entity") {
			if name := r.described(m, l, t); name != "" {
				edits, found = append(edits, edit{t.start, t.end, name}), true
			}
			continue
		}
		if !t.is("pron.", "dem", "dem.count") {
			continue
		}
		e, next := r.pronoun(m, l, i)
		if next == i {
			found = found || t.is("pron.") && !t.is("pron.time", "pron.this")
			continue
		}
		i = next - 1
		if e.text == "" || l.own(e.start) {
			found = true
			continue
		}
		edits = append(edits, e)
		timed = t.is("pron.time")
		found = found || !timed
	}
	if !found && (!timed || l.find(0, "ask.who") != firstContent(l, 1) && !l.attributive("pron.time")) {
		if e, ok := r.elided(m, l); ok {
			if len(edits) > 0 && edits[0].start == e.start {
				e.start, e.end = edits[0].end, edits[0].end
			}
			edits = append(edits, e)
		}
	}
	if len(edits) == 0 {
		return "", false
	}
	return l.apply(edits...), true
}

// attributive reports whether 的 follows the first token of a class.
func (l *line) attributive(class string) bool {
	i := l.find(0, class)
	return i+1 < len(l.toks) && l.foldedText(l.toks[i+1]) == "的"
}

// firstContent is the index of the nth token, fillers left out.
func firstContent(l *line, n int) int {
	for i, t := range l.toks {
		if t.is("fill", "punct") || l.foldedText(t) == "的" {
			continue
		}
		if n == 0 {
			return i
		}
		n--
	}
	return -1
}

// own reports whether a name stands in the question before rune position at, which a
// pronoun after it would mean.
func (l *line) own(at int) bool {
	for _, t := range l.toks {
		if t.class == "entity" && t.end <= at {
			return true
		}
	}
	return false
}

// pronoun resolves the pronoun at token i: the edit, empty if nothing fits, and the token
// to go on with; i itself if it is no pronoun here.
func (r *Rewriter) pronoun(m *memory, l *line, i int) (edit, int) {
	t := l.toks[i]
	put := func(name string) (edit, int) { return edit{t.start, t.end, name}, i + 1 }
	switch t.class {
	case "pron.person":
		return put(m.person(l.foldedText(t)))
	case "pron.people":
		return put(m.group(Person, l.chinese))
	case "pron.thing":
		return put(m.pick(Thing))
	case "pron.things":
		return put(m.group(Thing, l.chinese))
	case "pron.own":
		return put(m.owner())
	case "pron.her", "pron.his", "pron.its", "pron.their":
		return put(r.possessive(m, l, i))
	case "pron.place":
		return put(r.there(m, l, i))
	case "pron.time":
		return put(m.when())
	case "pron.former", "pron.latter":
		return put(m.ordered(t.class == "pron.latter"))
	}
	return r.this(m, l, i)
}

func (m *memory) owner() string {
	if len(m.focus) > 0 {
		return m.focus[0].text
	}
	if len(m.ents) > 0 {
		return m.ents[0].text
	}
	return ""
}

// ordered gives the first or the second of the names that came last.
func (m *memory) ordered(second bool) string {
	for _, ents := range [][]entity{m.ents, m.focus, m.answer} {
		if len(ents) >= 2 {
			if second {
				return ents[1].text
			}
			return ents[0].text
		}
	}
	return ""
}

// possessive resolves his, her, its and their.
func (r *Rewriter) possessive(m *memory, l *line, i int) string {
	var name string
	switch t := l.toks[i]; t.class {
	case "pron.its":
		name = m.pick(Thing)
	case "pron.their":
		name = m.group(Person, false)
	default:
		name = m.person(l.foldedText(t))
	}
	owns := i+1 < len(l.toks) && l.toks[i+1].is("attr", "attr.", "word", "noun.", "verb", "latin")
	if name == "" || l.toks[i].is("pron.her") && !owns {
		return name
	}
	return name + "'s"
}

// there resolves words for places; English ones need a preposition, and "is there" is
// none.
func (r *Rewriter) there(m *memory, l *line, i int) string {
	name := m.pick(Place)
	if !l.chinese && i > 0 && name != "" {
		switch l.foldedText(l.toks[i-1]) {
		case "is", "are", "was", "were":
			return ""
		}
		return "in " + name
	}
	return name
}

// this resolves 这, 该 and their like with the noun after them: 这家公司, that company.
func (r *Rewriter) this(m *memory, l *line, i int) (edit, int) {
	j := i + 1
	start := l.toks[i]
	if start.is("dem.count") && l.foldedText(start) != "本" {
		return edit{}, i
	}
	for j < len(l.toks) && (l.toks[j].is("dem.count") || l.foldedText(l.toks[j]) == "部") {
		j++
	}
	if j < len(l.toks) && l.toks[j].is("noun.", "word", "entity") && (l.chinese || start.end+1 == l.toks[j].start) {
		if name := r.described(m, l, l.toks[j]); name != "" {
			return edit{start.start, l.toks[j].end, name}, j + 1
		}
		return edit{start.start, l.toks[j].end, ""}, j + 1
	}
	alone := start.is("pron.this") && (l.foldedText(start) != "那" && l.foldedText(start) != "that") &&
		(j == len(l.toks) || !l.toks[j].is("pron.", "date"))
	if !alone {
		return edit{}, i
	}
	if name := m.pick(Thing); name != "" {
		return edit{start.start, l.toks[j-1].end, name}, j
	}
	return edit{start.start, l.toks[j-1].end, m.pick(Person)}, j
}

// described finds the name that a noun describes: one that ends in it, else the words
// up to it in the last question, else one of its sort.
func (r *Rewriter) described(m *memory, l *line, noun token) string {
	word := l.foldedText(noun)
	for _, ents := range [][]entity{m.ents, m.focus, m.answer, m.older} {
		for _, e := range ents {
			if strings.HasSuffix(strings.ToLower(e.text), word) {
				return m.whole(e)
			}
		}
	}
	if p := m.prev.phrase(word); p != "" {
		return p
	}
	if noun.is("noun.person") {
		return m.person("")
	}
	sort := nounSort(noun.class)
	if sort == 0 && l.chinese {
		sort = nounSort(r.lex.suffix(l.folded[noun.start:noun.end]))
	}
	if sort != 0 {
		return m.pick(sort)
	}
	return ""
}

// whole gives a name with what stands before it in the last question and belongs to it:
// 甲公司和乙公司之间的采购合同.
func (m *memory) whole(e entity) string {
	if p := m.prev.phrase(strings.ToLower(e.text)); p != "" && e.sort == Thing {
		return p
	}
	return e.text
}

// phrase gives the words of a line up to one, from its first name, if nothing but names,
// nouns and fillers stands between.
func (l *line) phrase(word string) string {
	first := l.find(0, "entity")
	if first < 0 || !l.chinese {
		return ""
	}
	for i := first; i < len(l.toks); i++ {
		t := l.toks[i]
		if i > first && strings.HasSuffix(l.foldedText(t), word) {
			if p := string(l.raw[l.toks[first].start:t.end]); carried(p) {
				return p
			}
			return ""
		}
		if !t.is("entity", "word", "noun.", "fill", "attr", "attr.") {
			return ""
		}
	}
	return ""
}
