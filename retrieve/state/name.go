package state

import (
	"slices"
	"strings"
	"unicode/utf8"

	"ask/retrieve/text"
	"ask/retrieve/when"
)

// personAt is the length in runes of a person's name in Chinese characters at i, 0 if
// none is likely there, and whether the name needs no further evidence.
func (l *line) personAt(i int) (int, bool) {
	n, sure := l.nameAt(i)
	if n > 1 && l.andInName(i+n) {
		n, sure = n+1, true
		l.joined = append(l.joined, slices.Clone(l.runes[i:i+n]))
	}
	return n, sure
}

// andInName reports whether the character 和 at j ends a name: no second person or thing
// follows that it could add.
func (l *line) andInName(j int) bool {
	if j+1 >= l.end || l.runes[j] != '和' {
		return false
	}
	if r := l.runes[j+1]; r == ',' || r == '。' || r == ';' || l.dateAt(j+1) > 0 {
		return true
	}
	e := l.x.lex.find(l.runes[:l.end], j+1)
	return e != nil && len(e.runes) >= l.common(j+1) && (e.class&(honour|as|current) != 0 && e.class&role == 0 ||
		e.class&verb != 0 && e.class&role == 0 && len(e.runes) > 1 && (e.frame == take || e.frame == leave || e.frame == replace))
}

// nameAt is personAt but for names that end with 和.
func (l *line) nameAt(i int) (int, bool) {
	for _, name := range l.joined {
		if hasPrefix(l.runes[i:l.end], name) {
			return len(name), true
		}
	}
	if n := l.foreignAt(i); n > 0 {
		return n, true
	}
	var buf [2 * utf8.UTFMax]byte
	b := buf[:0]
	for _, r := range l.runes[i:min(i+2, l.end)] {
		b = utf8.AppendRune(b, r)
	}
	family := text.Surname(string(b))
	if n := len(l.toks); family == 0 && n > 0 && l.toks[n-1].end == i && l.x.names.family[l.runes[i]] {
		if last := l.toks[n-1]; last.is(role|by) || last.is(verb) && (last.entry.frame == appoint || last.entry.frame == swap) {
			family = 1
		}
	}
	if family == 0 && l.x.names.family[l.runes[i]] && l.takesPost(i) {
		family = 1
	}
	if family == 0 {
		n := l.knownAt(i)
		return n, n > 0
	}
	if !l.free(i) {
		return 0, false
	}
	best, bestSure, bestEdge := 0, false, 0
	for n := min(family+2, l.end-i); n > family; n-- {
		if !l.nameShape(i, n, family) || n > family+1 && l.doing(i+n) {
			continue
		}
		edge := l.edge(i + n)
		if edge > bestEdge {
			best, bestEdge = n, edge
			bestSure = n > 2 && edge == 2 && (l.common(i) < 2 || family == 2 && l.common(i) == 2) && !l.x.names.not[string(l.runes[i:i+2])]
		}
	}
	if best > 0 && l.names != nil && l.tag(i, i+best) == "person" {
		bestSure = true
	}
	if best > 2 && best == family+2 && !l.announced(i) {
		if given := string(l.runes[i+family : i+best]); text.Common(given) || l.x.lex.classOf(given) != 0 {
			bestSure = false // 时生效
		}
	}
	return best, bestSure || l.known[string(l.runes[i:i+best])]
}

// knownAt is the length of the name at i, with a rare family name, that the text before makes
// certain.
func (l *line) knownAt(i int) int {
	if !l.x.names.family[l.runes[i]] || len(l.known) == 0 {
		return 0
	}
	const longest = 4
	for n := min(longest, l.end-i); n > 1; n-- {
		if l.known[string(l.runes[i:i+n])] && l.free(i) {
			return n
		}
	}
	return 0
}

// doing reports whether rune j makes a verb of the one before: 张三教|了二十年, but not
// 换成张三丰了.
func (l *line) doing(j int) bool {
	if j+1 >= l.end || l.runes[j] != '了' && l.runes[j] != '着' || l.common(j) > 1 {
		return false
	}
	return text.ClassOf(l.runes[j+1]) == text.Han && !strings.ContainsRune("吗吧呢么没", l.runes[j+1])
}

// takesPost reports whether what begins at i, with a rare family name, is a person by the
// words around: a clause begins there or a verb such as 为 stands before, and a verb of
// taking or leaving posts follows, or the end of the clause the verb.
func (l *line) takesPost(i int) bool {
	n := len(l.toks)
	is := n > 0 && l.toks[n-1].end == i && l.toks[n-1].is(verb) && l.toks[n-1].entry.frame == being
	if !is && n > 0 && !l.toks[n-1].is(comma) {
		return false
	}
	for k := 3; k > 1; k-- {
		if i+k >= l.end {
			continue
		}
		e := l.x.lex.find(l.runes[:l.end], i+k)
		if is && isPunct(l.runes[i+k]) || e != nil && len(e.runes) > 1 && (e.frame == take || e.frame == leave || e.frame == replace) {
			return true
		}
	}
	return false
}

// announced reports whether a person may well stand at rune i: the piece before calls for
// one, or ends a clause.
func (l *line) announced(i int) bool {
	n := len(l.toks)
	return n == 0 || l.toks[n-1].end < i || l.toks[n-1].is(role|by|verb|punct)
}

// free reports whether a name may begin at i: not within a word of no class (阿里|云数据),
// and, if its first rune is a small word too, not behind something that word belongs to
// (刘备|于永安).
func (l *line) free(i int) bool {
	n := len(l.toks)
	if n == 0 || l.toks[n-1].end != i {
		return true
	}
	last := l.toks[n-1]
	if last.is(plain) {
		if n > 1 && last.end-last.start == 1 && strings.ContainsRune("家员师手", l.runes[last.start]) && l.toks[n-2].is(word) && l.toks[n-2].end == last.start {
			return true // 长笛|家|邵某
		}
		return l.names != nil && (l.tag(i, min(i+3, l.end)) == "person" || l.tag(i, min(i+2, l.end)) == "person")
	}
	e := l.x.lex.find(l.runes[:i+1], i)
	return e == nil || e.class&(past|adverb|and|as|present|future) == 0 || !last.is(person|word)
}

// nameShape reports whether the n runes at i may be a name that begins with a family
// name of so many runes.
func (l *line) nameShape(i, n, family int) bool {
	name := l.runes[i : i+n]
	if i+n < l.end && when.HanDigit(name[n-1]) >= 0 && strings.ContainsRune("个名位人任届", l.runes[i+n]) {
		return false // 张三、李四两个人
	}
	if l.x.names.not[string(name)] || l.x.names.end[name[n-1]] && !l.given(i, n, family) || text.Common(string(name)) {
		return false
	}
	for k, r := range name {
		if text.ClassOf(r) != text.Han || k >= family && l.x.names.never[r] {
			return false
		}
		if k == 0 {
			if e := l.x.lex.find(l.runes[:i+1], i); e != nil && e.class&(past|adverb) != 0 && n > 2 && (l.x.lex.classOf(string(name[1:])) != 0 || text.Common(string(name[1:]))) {
				return false // 曾研发
			}
			continue
		}
		if e := l.x.lex.find(l.runes[:l.end], i+k); e != nil && len(e.runes) > 1 && e.class&^(field|modifier|suffix|void) != 0 {
			return false // a rune begins a word: 任组长, 李表示
		}
	}
	if e := l.x.lex.find(l.runes[:i+n], i); e != nil && len(e.runes) > 1 {
		return false
	}
	if e := l.x.lex.find(l.runes[:i+1], i); e != nil && e.class&(by|from|stop|former) != 0 {
		return false // 由, 从
	}
	if l.names != nil {
		switch l.tag(i, i+n) {
		case "place", "organ":
			return false
		}
	}
	return true
}

// given reports whether the n runes at i are a name although the last also ends other
// words: by what stands on both sides of 张建军.
func (l *line) given(i, n, family int) bool {
	if n == family+2 && l.honoured(i+n) {
		return true
	}
	if !l.x.names.given[l.runes[i+n-1]] || l.x.names.not[string(l.runes[i:i+2])] {
		return false
	}
	e := l.x.lex.find(l.runes[:l.end], i+n)
	does := e != nil && e.class&verb != 0 && (len(e.runes) > 1 || e.class&as != 0) &&
		(e.frame == take || e.frame == leave || e.frame == replace || e.frame == hand || e.class&as != 0)
	if i+n < l.end && l.runes[i+n] == '以' && n == family+2 { // 以总裁身份
		near := string(l.runes[i+n : min(i+n+12, l.end)])
		does = does || strings.Contains(near, "身份") || strings.Contains(near, "名义")
	}
	ends := i+n >= l.end || isPunct(l.runes[i+n])
	var last tok
	if k := len(l.toks); k > 0 {
		last = l.toks[k-1]
	}
	switch {
	case last.is(role) && last.end == i:
		return does || ends || l.dateAt(i+n) > 0 || e != nil && (len(e.runes) > 1 || n == family+2) && e.class&(say|adverb) != 0
	case last.end == i && last.is(verb) && last.entry != nil && (last.entry.frame == appoint || last.entry.frame == swap || last.entry.frame == replace || last.entry.frame == hand):
		return does || ends || e != nil && e.class&as != 0
	case l.common(i) > 1 || n < family+2:
		return false
	case last.end == i && last.is(by), len(l.toks) == 0, last.is(comma):
		return does
	}
	return false
}

// honoured reports whether 同志 and its like stand at j.
func (l *line) honoured(j int) bool {
	e := l.x.lex.find(l.runes[:l.end], j)
	return e != nil && len(e.runes) > 1 && e.class&honour != 0 && e.class&role == 0
}

func (l *line) tag(i, j int) string {
	return l.names(text.Span{Start: int(l.offsets[i]), End: int(l.offsets[j])})
}

// edge tells how surely a name may end before rune j: 2 before punctuation, a date or
// a word of the lexicon, 1 before an ordinary word, else 0.
func (l *line) edge(j int) int {
	if j >= l.end || text.ClassOf(l.runes[j]) != text.Han {
		return 2
	}
	e := l.x.lex.find(l.runes[:l.end], j)
	c := l.common(j)
	switch {
	case e != nil && e.class&^(organ|place|field|generic) == 0:
		return 0 // 云岬港, 石桐集团
	case e != nil && len(e.runes) >= c:
		if len(e.runes) == 1 && l.common(j-1) > 1 {
			return 0 // 工|作
		}
		return 2
	case l.dateAt(j) > 0:
		return 2
	case c >= 2:
		return 1
	}
	return 0
}

// foreignAt is the length of a name written with a middle dot (比尔·盖茨), or of one in
// characters for foreign names right after a post.
func (l *line) foreignAt(i int) int {
	if !l.x.names.foreign[l.runes[i]] && !l.dotAhead(i) {
		return 0
	}
	for _, name := range l.foreigners {
		if hasPrefix(l.runes[i:l.end], name) {
			return len(name)
		}
	}
	if !l.calls(i) && !l.dotAhead(i) && !l.foreigner(i) {
		return 0
	}
	if e := l.x.lex.find(l.runes[:i+1], i); e != nil && e.class&(from|by|of|and|as|stop|adverb|former|passive|verb) != 0 || l.common(i) > 1 {
		return 0
	}
	j, dot := i, false
	for j < l.end && (text.ClassOf(l.runes[j]) == text.Han || j > i && l.runes[j] == '·') {
		if l.runes[j] == '·' {
			dot = true
		} else if j > i && (l.edge(j) == 2 || l.organAt(j)) {
			break
		}
		j++
	}
	if dot && l.runes[j-1] != '·' && j-i <= 16 {
		return j - i
	}
	if dot || j-i < 2 || j-i > 5 || j-i < 3 && !l.calls(i) {
		return 0
	}
	for _, r := range l.runes[i:j] {
		if !l.x.names.foreign[r] {
			return 0
		}
	}
	if text.Common(string(l.runes[i:j])) || l.common(i) >= 2 {
		return 0
	}
	if j-i > 2 {
		l.foreigners = append(l.foreigners, slices.Clone(l.runes[i:j]))
	}
	return j - i
}

// calls reports whether a post stands right before rune i, or in the cell before it.
func (l *line) calls(i int) bool {
	n := len(l.toks)
	if n > 0 && l.toks[n-1].is(role) && l.toks[n-1].end == i {
		return true
	}
	return n > 1 && l.toks[n-2].is(role) && strings.ContainsRune("|:", l.runes[l.toks[n-1].start])
}

// foreigner reports whether the run of characters for foreign names at i is a person by
// the words beside it: 乌拉圭人…, or an age or a verb of taking and leaving posts behind.
func (l *line) foreigner(i int) bool {
	if i+2 >= l.end || !l.x.names.foreign[l.runes[i+1]] || !l.x.names.foreign[l.runes[i+2]] {
		return false
	}
	j := i
	for j < l.end && l.x.names.foreign[l.runes[j]] && j-i < 6 {
		if j > i+1 && l.edge(j) == 2 {
			break
		}
		j++
	}
	if j-i < 3 || j-i > 5 {
		return false
	}
	if n := len(l.toks); n > 0 && l.toks[n-1].end == i && l.runes[i-1] == '人' && !l.toks[n-1].is(person) {
		return true
	}
	if j < l.end && (l.runes[j] == ',' || l.runes[j] == '(') {
		return slices.Contains(l.runes[j:min(j+6, l.end)], '岁')
	}
	e := l.x.lex.find(l.runes[:l.end], j)
	return e != nil && len(e.runes) > 1 && (e.frame == leave || e.frame == take)
}

// dotAhead reports whether a middle dot follows soon in the run of Han at i.
func (l *line) dotAhead(i int) bool {
	const longest = 8
	for j := i; j < min(i+longest, l.end); j++ {
		if l.runes[j] == '·' {
			return true
		}
		if text.ClassOf(l.runes[j]) != text.Han {
			return false
		}
	}
	return false
}

// organAt reports whether a word such as 政府 begins at j.
func (l *line) organAt(j int) bool {
	e := l.x.lex.find(l.runes[:l.end], j)
	return e != nil && len(e.runes) > 1 && e.class&(organ|generic|place) != 0
}

// sureNames marks the persons whose name stands right behind a post or before a word
// such as 先生, and those known from elsewhere in the text; the others of that name
// follow.
func (l *line) sureNames() {
	for i := range l.toks {
		t := &l.toks[i]
		if !t.is(person) {
			continue
		}
		after := l.at(i + 1)
		if l.at(i-1).is(role) && (l.at(i-1).end == t.start || t.is(latin) || l.touching(i-1)) && !after.is(plain|organ|place) || after.is(honour) && after.start == t.end {
			t.sure = true
		}
		if i == 0 && after.is(comma) && l.at(i+2).start < l.end && l.x.signs.is("sex", l.text(l.at(i+2))) {
			t.sure = true // 张三,女,1975年生
		}
		name := string(l.runes[t.start:t.end])
		if t.sure {
			l.known[name] = true
		} else if l.known[name] {
			t.sure = true
		}
	}
}
