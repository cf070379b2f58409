package follow

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"ask/retrieve/text"
)

// entity is a name met in the history.
type entity struct {
	text string
	sort Sort
	tok  token // where, in the line it comes from
}

// memory is what the turns so far have left to refer to.
type memory struct {
	prev *line    // the last question, standing on its own
	ents []entity // its names, in order
	// focus are the names its answer gives to what it asked for, answer all names of the
	// answer.
	focus, answer []entity
	date          string   // the answer's first date
	older         []entity // names of the turns before, newest first
}

const (
	maxOlder = 24 // names kept of older turns
	maxBrief = 12 // runes of a Chinese name that is an answer by itself
)

// turn takes in a question, standing on its own, and its answer.
func (m *memory) turn(r *Rewriter, question, answer string) {
	m.older = slices.Concat(m.ents, m.focus, m.answer, m.older)
	m.older = m.older[:min(len(m.older), maxOlder)]
	m.prev = r.scan(question)
	m.ents = entities(m.prev)
	m.focus, m.answer, m.date = nil, nil, ""
	if !r.lex.strange(text.Fold(answer)) && utf8.ValidString(answer) {
		m.read(r, answer)
	}
}

// entities lists the names of a line that may be carried over.
func entities(l *line) []entity {
	var out []entity
	for _, t := range l.toks {
		if name := l.text(t); t.class == "entity" && carried(name) {
			out = append(out, entity{name, t.sort, t})
		}
	}
	return out
}

// carried reports whether a name may be put into another question: short, of letters,
// digits and the marks of names.
func carried(name string) bool {
	n := 0
	for _, c := range name {
		if n++; n > maxTitle || text.ClassOf(text.Rune(c)) == text.Other && !strings.ContainsRune("·•・-《》 ", c) {
			return false
		}
	}
	return n > 0
}

// read takes names and the first date of an answer.
func (m *memory) read(r *Rewriter, answer string) {
	answer = unmark(answer)
	l := r.scanAnswer(answer)
	if t := l.find(0, "date"); t >= 0 {
		m.date = l.text(l.toks[t])
	}
	for _, e := range entities(l) {
		if !slices.ContainsFunc(m.ents, func(o entity) bool { return o.text == e.text }) {
			m.answer = append(m.answer, e)
		}
	}
	want := m.wanted()
	if want == 0 {
		return
	}
	if m.focus = r.brief(l, want); m.focus == nil {
		m.focus = m.nearest(l, want)
	}
}

// unmark drops citation marks and what lies beyond the limit.
func unmark(answer string) string {
	runes := []rune(answer)
	runes = runes[:min(len(runes), maxAnswer)]
	var b strings.Builder
	for i := 0; i < len(runes); i++ {
		j := i + 1
		for runes[i] == '[' && j < len(runes) && runes[j] >= '0' && runes[j] <= '9' {
			j++
		}
		if j > i+1 && j < len(runes) && runes[j] == ']' {
			b.WriteRune(' ')
			i = j
			continue
		}
		b.WriteRune(runes[i])
	}
	return strings.TrimSpace(b.String())
}

// wanted is the sort of name the last question asks for, or 0.
func (m *memory) wanted() Sort {
	l := m.prev
	i := l.find(0, "ask.")
	if i < 0 {
		return 0
	}
	switch l.toks[i].class {
	case "ask.who":
		if toks := l.content(); len(toks) == 3 && toks[0].is("entity") && toks[1].is("verb") {
			return 0 // X是谁 asks what to say of X
		}
		return Person
	case "ask.where":
		return Place
	case "ask.which", "ask.what":
		if j := l.find(i+1, "noun."); j >= 0 && j <= i+2 {
			return nounSort(l.toks[j].class)
		}
		if j := l.find(0, "attr.O", "attr.T"); j >= 0 && l.roleName(j) {
			return Person
		}
	case "ask.num":
		return 0
	}
	return 0
}

// roleName reports whether 创始人叫什么名字 asks for a person.
func (l *line) roleName(j int) bool {
	w := l.foldedText(l.toks[j])
	return strings.ContainsAny(w, "人长裁理者演") || strings.HasSuffix(w, "ceo")
}

// brief reads an answer that is nothing but names: 平头哥和小蛮驴。
func (r *Rewriter) brief(l *line, want Sort) []entity {
	if l.end() > 24 {
		return nil
	}
	var out []entity
	start := -1
	for i, t := range l.toks {
		joint := t.class == "punct" || slices.Contains(r.lex.forms["join"], l.foldedText(t))
		if !joint && start < 0 && (l.chinese || !t.is("fill")) {
			start = t.start
		}
		if !joint && t.is("word") && !l.chinese {
			return nil
		}
		if !joint && !t.is("entity", "word", "rest", "latin", "number", "noun.", "fill", "function", "place", "ordinal", "dem.count") || t.is("fill", "function") && !joint && l.chinese && text.Function(l.folded[t.start]) {
			return nil
		}
		if start >= 0 && (joint || i == len(l.toks)-1) {
			e := t.end
			if joint {
				e = t.start
			}
			name := strings.TrimSpace(string(l.raw[start:e]))
			if n := len([]rune(name)); !carried(name) || n > maxBrief && l.chinese || want == Person && l.chinese && n > 4 && !strings.Contains(name, "·") && han(text.Rune([]rune(name)[0])) {
				return nil
			}
			out = append(out, entity{name, want, token{start, e, "entity", want}})
			start = -1
		}
	}
	return out
}

// nearest gives the name of the wanted sort that stands nearest to the question's words,
// with those that are joined to it.
func (m *memory) nearest(l *line, want Sort) []entity {
	for _, loose := range []bool{false, true} {
		best, least := -1, 1<<30
		for i, e := range m.answer {
			if e.sort != want && !(loose && want == Person && e.sort == Thing && (lettersOnly(e.text) || l.opens(e))) {
				continue
			}
			if d := m.distance(l, e); d < least {
				best, least = i, d
			}
		}
		if best >= 0 {
			return coordinated(l, m.answer, best)
		}
	}
	return nil
}

// opens reports whether an unknown name stands at the start of a clause, where the doer is:
// 爱因斯坦在1905年提出.
func (l *line) opens(e entity) bool {
	n := e.tok.end - e.tok.start
	i := slices.Index(l.toks, e.tok)
	return n >= 2 && n <= 5 && i >= 0 && (i == 0 || l.toks[i-1].class == "punct") && restOnly(l.folded[e.tok.start:e.tok.end])
}

// restOnly reports whether a name is of Han characters and no ordinary word begins it.
func restOnly(name []rune) bool {
	for _, c := range name {
		if !han(c) {
			return false
		}
	}
	return commonRunes(name, 0) == 0
}

// lettersOnly reports whether a name is of letters and spaces, as names of persons are.
func lettersOnly(name string) bool {
	for _, c := range name {
		if c != ' ' && !unicode.IsLetter(c) || han(c) {
			return false
		}
	}
	return true
}

// distance counts the runes between a name and the nearest word of the last question.
func (m *memory) distance(l *line, e entity) int {
	least := 1 << 20
	said := string(l.folded)
	for _, t := range m.prev.toks {
		if !t.is("verb", "verb.", "attr", "attr.", "word", "noun.", "entity") || t.end-t.start < 2 && !t.is("verb.") {
			continue
		}
		w := m.prev.foldedText(t)
		for at := 0; ; {
			i := strings.Index(said[at:], w)
			if i < 0 {
				break
			}
			p := utf8.RuneCountInString(said[:at+i])
			gap := max(p-e.tok.end, e.tok.start-(p+t.end-t.start))
			least = min(least, max(gap, 0))
			at += i + len(w)
		}
	}
	return least
}

// coordinated gives entity i of a line and those of its sort that 和 or a comma of lists
// join to it.
func coordinated(l *line, ents []entity, i int) []entity {
	joint := func(a, b entity) bool {
		if a.sort != b.sort || a.tok.end > b.tok.start || b.tok.start-a.tok.end > 5 {
			return false
		}
		switch strings.TrimSpace(string(l.folded[a.tok.end:b.tok.start])) {
		case "和", "与", "及", "跟", "、", "以及", "and", "&":
			return true
		}
		return false
	}
	a, b := i, i+1
	for a > 0 && joint(ents[a-1], ents[a]) {
		a--
	}
	for b < len(ents) && joint(ents[b-1], ents[b]) {
		b++
	}
	return slices.Clone(ents[a:b])
}
