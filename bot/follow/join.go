package follow

import (
	"slices"
	"strings"

	"ask/retrieve/text"
)

// join makes names of neighbouring tokens: unknown characters with what they end in
// (青藤 + 大学), letters with what they number (错误代码 + E07), parts around a middle
// dot, and ordinary words that end in the noun of a sort (网络 + 安全 + 法).
func (r *Rewriter) join(l *line) []token {
	var out []token
	l.absorb()
	for i := 0; i < len(l.toks); {
		j := i
		for j < len(l.toks) && r.joins(l, j) && (j == i || l.touch(j-1)) {
			j++
		}
		if j == i {
			out = append(out, l.toks[i])
			i++
			continue
		}
		out = append(out, r.group(l, l.toks[i:j])...)
		i = j
	}
	return out
}

// absorb takes short words between unknown characters for unknown: the 因斯 of 爱因斯坦, the
// 桥 of 汐桥灯鱼节.
func (l *line) absorb() {
	for i := 1; i+1 < len(l.toks); i++ {
		t, before, after := &l.toks[i], l.toks[i-1], l.toks[i+1]
		if !before.is("rest") || !l.adjacent(i-1) || !l.adjacent(i) || t.end-t.start > 2 {
			continue
		}
		if t.is("word") && after.is("rest") || t.end-t.start == 1 && (t.is("noun.") && after.is("rest") || t.is("function") && after.is("rest", "word")) {
			t.class = "rest"
		}
	}
}

// joins reports whether a token may be part of a longer name.
func (r *Rewriter) joins(l *line, i int) bool {
	t := l.toks[i]
	if t.is("rest", "latin", "number", "word", "noun.", "place") {
		return true
	}
	if t.is("entity") && t.sort != Title && (i+1 < len(l.toks) && l.dot(i+1) || i > 0 && l.dot(i-1)) {
		return true
	}
	return l.dot(i) && l.adjacent(i-1) && l.adjacent(i) && i > 0 && l.toks[i-1].is("rest", "word", "entity", "latin")
}

func (l *line) dot(i int) bool {
	return l.toks[i].class == "punct" && l.folded[l.toks[i].start] == '·'
}

// touch reports whether tokens i and i+1 stand together: without a gap, or with one
// space where either is of letters.
func (l *line) touch(i int) bool {
	a, b := l.toks[i], l.toks[i+1]
	if a.end == b.start {
		return true
	}
	near := b.start == a.end+1
	if !l.chinese {
		return near && (a.is("latin") || a.is("noun.", "place") && l.upper(a)) && (b.is("latin", "number") || b.is("noun.", "place") && l.upper(b))
	}
	return near && (a.is("latin", "number") || b.is("latin", "number"))
}

func (l *line) upper(t token) bool { return l.raw[t.start] != l.folded[t.start] }

// group turns tokens that stand together into names and what is left over.
func (r *Rewriter) group(l *line, toks []token) []token {
	first, last := -1, -1
	for i, t := range toks {
		if t.is("latin", "entity") || t.is("rest") && restRunes(toks, i) >= 2 || t.class == "punct" {
			if first < 0 {
				first = i
			}
			last = i
		}
	}
	if first < 0 {
		return r.plain(l, toks)
	}
	if d := slices.IndexFunc(toks, func(t token) bool { return t.class == "punct" }); d > 0 && toks[d-1].is("entity") {
		first = d - 1 // 新帅马里奥·索萨
	}
	if toks[first].is("latin") && l.chinese && !l.statement {
		first = max(0, first-2)
	}
	if toks[max(first-1, 0)].is("place") && first > 0 {
		first--
	}
	end := extend(toks, last)
	t := token{toks[first].start, toks[end-1].end, "entity", Thing}
	t.sort = r.sortOf(l, t, toks[end-1])
	out := append(r.plain(l, toks[:first]), t)
	return append(out, r.plain(l, toks[end:])...)
}

// extend says where a name ends whose last telling part is toks[last]: after Han
// characters, two words more belong to it; after letters, numbers only.
func extend(toks []token, last int) int {
	end := last + 1
	for n := 0; end < len(toks) && n < 2; n++ {
		t := toks[end]
		if toks[last].is("latin") && !t.is("number", "latin", "noun.org") && toks[last].end-toks[last].start > 1 {
			break
		}
		end++
		if t.is("noun.") && !(end < len(toks) && toks[end].is("noun.")) {
			break // but 岚 + 山 + 水库
		}
	}
	return end
}

// restRunes counts the unknown characters around toks[i].
func restRunes(toks []token, i int) int {
	a, b := i, i
	for a > 0 && toks[a-1].is("rest") {
		a--
	}
	for b+1 < len(toks) && toks[b+1].is("rest") {
		b++
	}
	if a == b && b+1 < len(toks) && toks[b+1].is("noun.org", "noun.place") {
		return 2 // a lone character before a noun is a name too: 泰 + 公司
	}
	return toks[b].end - toks[a].start
}

// plain finds names made of ordinary words.
func (r *Rewriter) plain(l *line, toks []token) []token {
	if len(toks) == 0 {
		return nil
	}
	for k := len(toks) - 1; k >= 0 && l.chinese; k-- {
		last, first := toks[k], max(0, k-2)
		sort := nounSort(r.lex.suffix(l.folded[last.start:last.end]))
		whole := token{toks[first].start, last.end, "entity", sort}
		if sort == 0 || !last.is("noun.", "word") {
			continue
		}
		if k > 0 && whole.end-whole.start <= 12 && !toks[first].is("number", "rest") || last.is("word") && last.end-last.start >= 3 {
			return append(append(slices.Clone(toks[:first]), whole), r.plain(l, toks[k+1:])...)
		}
	}
	out := slices.Clone(toks)
	for i, t := range out {
		if t.is("place") {
			out[i].class, out[i].sort = "entity", Place
		}
	}
	return out
}

// suffix is the class of the longest known ending of a word.
func (x *lexicon) suffix(word []rune) string {
	for n := min(3, len(word)); n > 0; n-- {
		if class := x.class(word[len(word)-n:]); strings.HasPrefix(class, "noun.") {
			return class
		}
	}
	return ""
}

// sortOf judges a name by its last part, its form and its last character.
func (r *Rewriter) sortOf(l *line, t, last token) Sort {
	name := l.foldedText(t)
	if r.names != nil {
		if sort := r.names(name); sort != 0 {
			return sort
		}
	}
	if sort := nounSort(last.class); sort != 0 {
		return sort
	}
	if strings.ContainsRune(name, '·') {
		return Person
	}
	if last.is("place") {
		return Place
	}
	if !l.chinese {
		if spans := text.LatinNames(l.text(t), false); len(spans) > 0 && spans[0].Start == 0 {
			return Person
		}
		return Thing
	}
	if class := r.lex.suffix(l.folded[t.start:t.end]); t.end-t.start > 1 && class != "noun.person" {
		if sort := nounSort(class); sort != 0 {
			return sort
		}
	}
	return Thing
}

func nounSort(class string) Sort {
	switch class {
	case "noun.org":
		return Org
	case "noun.place":
		return Place
	case "noun.title":
		return Title
	case "noun.thing":
		return Thing
	}
	return 0
}
