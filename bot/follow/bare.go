package follow

import (
	"slices"
	"strings"
)

// more rewrites 还有谁? and "who else?".
func (r *Rewriter) more(m *memory, l *line) (string, bool) {
	toks := l.content()
	i := l.find(0, "ask.")
	folded := string(l.folded)
	if i < 0 || !slices.ContainsFunc(r.lex.forms["more"], func(f string) bool { return strings.Contains(folded, f) }) {
		return "", false
	}
	for _, t := range toks {
		if !t.is("ask.", "fill", "word") || t.is("word") && !slices.Contains(r.lex.forms["more"], l.foldedText(t)) {
			return "", false
		}
	}
	p := m.prev
	at := p.find(0, l.toks[i].class)
	if at < 0 {
		return "", false
	}
	t := p.toks[at]
	if at > 0 && (p.foldedText(p.toks[at-1]) == "由" || p.foldedText(p.toks[at-1]) == "被") {
		return p.apply(edit{p.toks[at-1].start, p.toks[at-1].start, "还"}), true
	}
	body := strings.TrimRight(string(l.raw[toks[0].start:l.end()]), "呢啊")
	return p.apply(edit{t.start, t.end, body}), true
}

// bare rewrites a question word on its own: the last question, asked for that.
func (r *Rewriter) bare(m *memory, l *line) (string, bool) {
	ask, body, ok := r.lone(l)
	if !ok {
		return "", false
	}
	p := m.prev
	if !p.chinese {
		return m.bareEnglish(ask, body)
	}
	if yes := p.find(0, "ask.yes"); yes >= 0 {
		t := p.toks[yes]
		drop := edit{t.start, t.end, ""}
		if ask.is("ask.num", "ask.what", "ask.which") {
			return p.apply(drop, edit{p.end(), p.end(), body}), true
		}
		at := m.afterSubject()
		if ask.is("ask.who") {
			at = 0
		}
		return p.apply(drop, edit{at, at, body}), true
	}
	at := p.find(0, "ask.")
	if at < 0 {
		i := m.afterSubject()
		return p.apply(edit{i, i, body}), i > 0
	}
	return m.another(ask, at, body)
}

// lone finds the only question word of a question that has nothing else, and gives it
// with the words around it that matter.
func (r *Rewriter) lone(l *line) (ask token, body string, ok bool) {
	around := r.lex.forms["around"]
	toks := l.content()
	start, end := -1, 0
	for _, t := range toks {
		w := l.foldedText(t)
		switch {
		case t.is("ask.") && !t.is("ask.yes") && !ok:
			ask, ok = t, true
		case !slices.Contains(around, w):
			return ask, "", false
		}
		lead := !ok && slices.Contains([]string{"那", "那么", "所以", "and", "but", "so", "then", "请问", "又"}, w)
		tail := ok && slices.Contains([]string{"呢", "了", "的", "啊", "呀", "exactly"}, w)
		if start < 0 && !lead {
			start = t.start
		}
		if !tail {
			end = t.end
		}
	}
	if !ok || start < 0 || ask.is("ask.num") && !generalNumber(l.foldedText(ask)) {
		return ask, "", false
	}
	return ask, string(l.raw[start:end]), true
}

// generalNumber reports whether a question word asks for any number: 多少钱 and 多重 say of
// what and need a subject only.
func generalNumber(ask string) bool {
	return ask == "多少" || ask == "多久" || ask == "多长时间" || ask == "几" || ask == "how much" || ask == "how many"
}

// another asks the last question for something else than its question word at token at.
func (m *memory) another(ask token, at int, body string) (string, bool) {
	p := m.prev
	t := p.toks[at]
	from := t.start
	if at > 0 && p.foldedText(p.toks[at-1]) == "在" {
		from = p.toks[at-1].start
		if ask.is("ask.where") && !strings.HasPrefix(body, "在") {
			from = t.start
		}
	}
	last := at == len(p.content())-1
	switch {
	case t.class == ask.class:
		return p.apply(edit{t.start, t.end, body}), true
	case t.is("ask.who") && !last && len(m.focus) > 0 && (at == 0 || p.foldedText(p.toks[at-1]) != "是"):
		return p.apply(edit{from, t.end, joined(m.focus, true) + body}), true
	case t.is("ask.when", "ask.how", "ask.why", "ask.where", "ask.who") && !last:
		return p.apply(edit{from, t.end, body}), true
	}
	return m.dropObject(at, body)
}

// dropObject cuts an asked object off the last question and puts another question word
// after the subject.
func (m *memory) dropObject(at int, body string) (string, bool) {
	p := m.prev
	from := at
	for from > 0 && slices.Contains([]string{"了", "过", "是", "有", "的", "在", "于"}, p.foldedText(p.toks[from-1])) {
		from--
	}
	start := p.toks[from].start
	if i := m.afterSubject(); i > 0 && i <= start {
		return p.apply(edit{i, i, body}, edit{start, p.end(), ""}), true
	}
	return p.apply(edit{start, p.end(), body}), true
}

// afterSubject is where an adverb goes in the last question: behind its first name and
// what belongs to that.
func (m *memory) afterSubject() int {
	p := m.prev
	i := p.find(0, "entity", "word", "noun.")
	if i < 0 {
		return 0
	}
	for i+1 < len(p.toks) {
		next := p.toks[i+1]
		of := p.foldedText(next) == "的" && i+2 < len(p.toks) && p.toks[i+2].is("attr", "attr.", "word", "noun.")
		and := slices.Contains([]string{"和", "与", "及", "跟"}, p.foldedText(next)) && i+2 < len(p.toks) && p.toks[i+2].is("entity")
		switch {
		case of, and:
			i += 2
		case next.is("attr", "attr."):
			i++
		default:
			return p.toks[i].end
		}
	}
	return p.toks[i].end
}

// bareEnglish asks an English question for something else.
func (m *memory) bareEnglish(ask token, body string) (string, bool) {
	p := m.prev
	t := p.toks[0]
	switch {
	case t.is("verb"):
		return p.apply(edit{0, 0, body + " "}), true
	case t.is("ask.who") && !ask.is("ask.who") && len(m.focus) > 0:
		return p.apply(edit{0, t.end, body + " " + joined(m.focus, false)}), true
	case t.is("ask.when", "ask.where", "ask.why", "ask.how"):
		return p.apply(edit{0, t.end, body}), true
	}
	return "", false
}
