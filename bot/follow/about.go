package follow

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// maxElement is the longest X of 那X呢, in runes.
const maxElement = 24

// frame cuts the longest opening and closing words of a form off a question and gives
// what is left, as rune positions, and whether there were any.
func (r *Rewriter) frame(l *line, form string) (start, end int, opened, closed bool) {
	toks := l.content()
	start, end = toks[0].start, l.end()
	s := string(l.folded[start:end])
	trim := func(forms []string, cut func(string, string) (string, bool)) (string, bool) {
		best, ok := s, false
		for _, f := range forms {
			if rest, cut := cut(s, f); cut && len(rest) < len(best) {
				best, ok = rest, true
			}
		}
		return best, ok
	}
	s, opened = trim(r.lex.forms[form+".open"], func(s, f string) (string, bool) {
		rest, ok := strings.CutPrefix(s, f)
		return strings.TrimLeft(rest, " ,"), ok && (f[0] >= 0x80 || strings.HasPrefix(rest, " ") || strings.HasPrefix(rest, ","))
	})
	start = end - utf8.RuneCountInString(s)
	s, closed = trim(r.lex.forms[form+".close"], strings.CutSuffix)
	return start, start + utf8.RuneCountInString(s), opened, closed
}

// about rewrites 那X呢, X呢 and "what about X?": the last question with X in the place
// of its like.
func (r *Rewriter) about(m *memory, l *line) (string, bool) {
	start, end, opened, closed := r.frame(l, "about")
	var xs []token
	for _, t := range l.toks {
		if t.start < start || t.end > end || t.is("fill", "function", "punct") || l.foldedText(t) == "the" {
			continue
		}
		if w := l.foldedText(t); len(xs) == 0 && t.is("verb", "verb.P") && (w == "在" || w == "到" || w == "去" || w == "来自") {
			continue
		}
		if t.is("ask.", "pron.", "dem", "verb", "verb.") {
			return "", false
		}
		xs = append(xs, t)
	}
	if len(xs) == 0 || end-start > maxElement || !closed && !r.unclosed(l, xs, opened) {
		return "", false
	}
	if m.phrased(xs) {
		xs = []token{{xs[0].start, xs[len(xs)-1].end, "attr", 0}}
	}
	var edits []edit
	for i := 0; i < len(xs); i++ {
		j := i + 1
		for j < len(xs) && attribute(xs[i]) && attribute(xs[j]) {
			j++
		}
		e, ok := m.swap(l, token{xs[i].start, xs[j-1].end, xs[i].class, xs[i].sort})
		if !ok {
			return r.topical(m, l, start, closed)
		}
		edits = append(edits, e)
		i = j - 1
	}
	return m.prev.apply(edits...), true
}

// phrased reports whether X is an attribute with words before it: 豆瓣评分.
func (m *memory) phrased(xs []token) bool {
	if len(xs) < 2 || !xs[len(xs)-1].is("attr", "attr.") {
		return false
	}
	for _, x := range xs[:len(xs)-1] {
		if !attribute(x) && !x.is("entity") || x.is("entity") && slices.ContainsFunc(m.ents, func(e entity) bool { return e.sort == x.sort }) {
			return false
		}
	}
	return true
}

// unclosed reports whether a question without 呢 can be no other: "and in 2023?", 那英国?,
// 2024年?
func (r *Rewriter) unclosed(l *line, xs []token, opened bool) bool {
	if !l.chinese && opened {
		return len(xs) <= 3
	}
	if len(xs) > 1 {
		return false
	}
	return xs[0].is("date") || opened && xs[0].is("entity", "ordinal", "time.rel")
}

func attribute(t token) bool {
	return t.is("attr", "attr.", "noun.", "word", "rest", "number", "latin")
}

// swap gives the edit of the last question that puts x of line l in the place of its
// like.
func (m *memory) swap(l *line, x token) (edit, bool) {
	switch {
	case x.is("date"):
		return m.swapDate(l, x)
	case x.is("time.rel"):
		if i := m.prev.find(0, "time.rel", "date"); i >= 0 {
			t := m.prev.toks[i]
			return edit{t.start, t.end, l.text(x)}, true
		}
		return m.opening(l, x)
	case x.is("ordinal"):
		if i := m.prev.find(0, "ordinal"); i >= 0 {
			t := m.prev.toks[i]
			return edit{t.start, t.end, l.text(x)}, true
		}
		return edit{}, false
	case x.is("entity"):
		return m.swapName(l, x)
	}
	return m.swapAttribute(l, x)
}

// swapDate puts a date for a date; one without a year keeps the year there is.
func (m *memory) swapDate(l *line, x token) (edit, bool) {
	i := m.prev.find(0, "date", "time.rel")
	if i < 0 {
		return m.opening(l, x)
	}
	t := m.prev.toks[i]
	if old := m.prev.folded[t.start:t.end]; t.is("date") && !slices.Contains(l.folded[x.start:x.end], '年') && l.chinese {
		if y := slices.Index(old, '年'); y >= 0 && y+1 < len(old) {
			t.start += y + 1
		}
	}
	return edit{t.start, t.end, l.text(x)}, true
}

// opening puts a time in front of the last question, or at the end of an English one.
func (m *memory) opening(l *line, x token) (edit, bool) {
	if m.prev.chinese {
		return edit{0, 0, l.text(x)}, true
	}
	in := " "
	if x.is("date") {
		in = " in "
	}
	return edit{m.prev.end(), m.prev.end(), in + l.text(x)}, true
}

// swapName puts a name for one of its sort, for the only one, or for the ordinary word a
// question is about.
func (m *memory) swapName(l *line, x token) (edit, bool) {
	best, most := -1, 0
	for i, e := range m.ents {
		score := 2 * fit(x.sort, e.sort)
		if score == 0 && (x.sort == Thing || e.sort == Thing) {
			score = 2
		}
		if len(m.ents) == 1 {
			score++
		}
		if score > 0 && x.start > 0 && e.tok.start > 0 && l.folded[x.start-1] == m.prev.folded[e.tok.start-1] {
			score += 2 // 到杭州 for 到北京
		}
		if score > most {
			best, most = i, score
		}
	}
	if best >= 0 {
		return edit{m.ents[best].tok.start, m.ents[best].tok.end, l.text(x)}, true
	}
	if w := m.prev.weak(); w != "" && len(m.ents) == 0 && m.prev.chinese {
		t := m.prev.toks[m.prev.find(0, "word", "noun.")]
		return edit{t.start, t.start + len([]rune(w)), l.text(x)}, true
	}
	return edit{}, false
}

// swapAttribute puts an attribute for the last one before the question word.
func (m *memory) swapAttribute(l *line, x token) (edit, bool) {
	if t, ok := m.alike(l, x); ok {
		return edit{t.start, t.end, l.text(x)}, true
	}
	ask := m.prev.find(0, "ask.")
	if ask < 0 || !m.prev.chinese {
		ask = len(m.prev.toks)
	}
	for _, classes := range [][]string{{"attr", "attr."}, {"noun.", "word"}} {
		for i := ask - 1; i >= 0; i-- {
			if t := m.prev.toks[i]; t.is(classes...) && (t.end-t.start > 1 || t.is("attr", "attr.")) {
				return edit{t.start, t.end, l.text(x)}, true
			}
		}
	}
	return edit{}, false
}

// alike finds the words of the last question that end in the character x ends in: 年假 for
// 病假.
func (m *memory) alike(l *line, x token) (token, bool) {
	for _, t := range m.prev.toks {
		if m.prev.chinese && t.end-t.start >= 2 && x.end-x.start >= 2 && t.is("word", "entity", "noun.", "attr", "attr.") && han(l.folded[x.end-1]) && l.folded[x.end-1] == m.prev.folded[t.end-1] {
			return t, true
		}
	}
	return token{}, false
}

// topical puts the subject in front of X呢 where the last question has nothing like X.
func (r *Rewriter) topical(m *memory, l *line, start int, closed bool) (string, bool) {
	name := m.subject(l)
	if name == "" || !closed || l.has("entity") {
		return "", false
	}
	return l.apply(edit{0, start, name}), true
}

// compare rewrites 和X比呢: the last question with the comparison before its question
// word.
func (r *Rewriter) compare(m *memory, l *line) (string, bool) {
	_, end, opened, closed := r.frame(l, "compare")
	if !opened || l.chinese && !closed || end > maxElement+6 {
		return "", false
	}
	i := l.find(0, "entity")
	if i < 0 || l.has("ask.") {
		return "", false
	}
	from := l.content()[0].start
	if w := l.folded[from]; w == '那' {
		from++
	}
	to := l.end()
	for to > from && (l.folded[to-1] == '呢' || l.folded[to-1] == '了') {
		to--
	}
	text := string(l.raw[from:to])
	p := m.prev
	if !l.chinese {
		return p.apply(edit{p.end(), p.end(), " " + text}), true
	}
	ask := p.find(0, "ask.")
	if ask < 0 || len(m.ents) == 0 {
		return "", false
	}
	for ask > 0 && (p.foldedText(p.toks[ask-1]) == "是" || p.foldedText(p.toks[ask-1]) == "有") {
		ask--
	}
	return p.apply(edit{p.toks[ask].start, p.toks[ask].start, text}), true
}

// cut rewrites a question broken off after the question word: 周靖人是哪年? after a longer
// one about another name.
func (r *Rewriter) cut(m *memory, l *line) (string, bool) {
	toks := l.content()
	last := toks[len(toks)-1]
	if len(toks) < 2 || len(toks) > 3 || !toks[0].is("entity") || !last.is("ask.") || len(toks) == 3 && l.foldedText(toks[1]) != "是" {
		return "", false
	}
	i := m.prev.find(0, last.class)
	if i < 0 || len(m.prev.content()) <= len(toks) || last.is("ask.who", "ask.what", "ask.yes") {
		return "", false
	}
	e, ok := m.swapName(l, toks[0])
	if !ok || toks[0].sort != Thing && !slices.ContainsFunc(m.ents, func(e entity) bool { return e.sort == toks[0].sort }) {
		return "", false
	}
	return m.prev.apply(e), true
}
