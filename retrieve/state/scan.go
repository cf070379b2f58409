package state

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"ask/retrieve/text"
	"ask/retrieve/when"
)

// folded is a whole text, folded: runes[i] was folded from s[offsets[i]:offsets[i+1]].
type folded struct {
	s       string
	runes   []rune
	offsets []int32
	names   func(text.Span) string
	known   map[string]bool // persons who are persons beyond doubt
	// foreigners are names in characters for foreign names without a dot.
	foreigners [][]rune
	// joined are names that end with a small word: 许安和.
	joined [][]rune
}

// str is the text as written from rune i up to rune j.
func (f *folded) str(i, j int) string { return f.s[f.offsets[i]:f.offsets[j]] }

// tok is a piece of a sentence, in runes of the text.
type tok struct {
	class      class
	start, end int
	entry      *entry // of the lexicon, or nil
	sure       bool   // of a person: beyond doubt
}

func (t tok) is(c class) bool { return t.class&c != 0 }

// line is a sentence cut into pieces.
type line struct {
	*folded
	x     *Extractor
	start int // rune positions
	end   int
	toks  []tok
	dates []dated
}

// scan cuts the sentence of runes start to end.
func (x *Extractor) scan(f *folded, start, end int, published when.Date) *line {
	l := &line{folded: f, x: x, start: start, end: end}
	l.findDates(published)
	for i := start; i < end; {
		i = l.next(i)
	}
	l.joinNames()
	l.sureNames()
	return l
}

// joinNames makes 与 and 和 part of a name where a department follows that two fields name:
// 资源与环境学院, not 物理系和化学系.
func (l *line) joinNames() {
	for i := 1; i+1 < len(l.toks); i++ {
		t, before, after := l.toks[i], l.toks[i-1], l.toks[i+1]
		if !t.is(and) || t.end-t.start != 1 || !strings.ContainsRune("和与及", l.runes[t.start]) || t.start != before.end || after.start != t.end {
			continue
		}
		if !before.is(word|field|organ) || before.is(role|person|generic) || before.end-before.start < 2 || l.x.units.joined[l.text(before)] {
			continue
		}
		k := i + 1
		for k < len(l.toks) && k < i+3 && l.toks[k].is(word|field|organ|plain) && !l.x.units.joined[l.text(l.toks[k])] {
			k++
		}
		if k > i+1 && k < len(l.toks) && l.x.units.joined[l.text(l.toks[k])] && l.toks[k].start == l.toks[k-1].end {
			l.toks[i].class = word
		}
	}
}

func (l *line) push(c class, start, end int, e *entry) int {
	if n := len(l.toks); c == plain && n > 0 && l.toks[n-1].class == plain && l.toks[n-1].end == start {
		l.toks[n-1].end = end
		return end
	}
	l.toks = append(l.toks, tok{class: c, start: start, end: end, entry: e})
	return end
}

// next reads the piece at rune i and returns where it ends.
func (l *line) next(i int) int {
	r := l.runes[i]
	switch {
	case unicode.IsSpace(r):
		if l.parts(i) {
			return l.push(punct|comma, i, i+1, nil)
		}
		return i + 1
	case isPunct(r):
		return l.punct(i)
	case text.ClassOf(r) == text.Word:
		return l.latin(i)
	}
	if n := l.dateAt(i); n > 0 {
		return l.push(date, i, i+n, nil)
	}
	if n := l.chief(i); n > 0 {
		return l.push(role, i, i+n, nil)
	}
	e := l.x.lex.find(l.runes[:l.end], i)
	c := l.common(i)
	if n := l.duration(i); n > 0 {
		return l.push(adverb, i, i+n, nil)
	}
	if e != nil && len(e.runes) > 1 && len(e.runes) >= c {
		return l.entry(e, i)
	}
	if n := len(l.toks); e != nil && e.class&verb != 0 && n > 0 && l.toks[n-1].end == i && l.toks[n-1].is(person|honour|adverb|bracket) {
		return l.entry(e, i) // 张三同志|任, not the name 任…
	}
	if n, sure := l.personAt(i); n > 0 && (e == nil || sure) {
		j := l.push(person, i, i+n, nil)
		l.toks[len(l.toks)-1].sure = sure
		return j
	}
	if e != nil && (c < 2 || e.class&from != 0 && l.x.lex.find(l.runes[:l.end], i+1) != nil) {
		return l.entry(e, i)
	}
	if c >= 2 {
		return l.push(word, i, i+c, nil)
	}
	return l.push(plain, i, i+1, nil)
}

// entry pushes a word of the lexicon. A post's name followed by a word that makes
// something else of it is an ordinary word.
func (l *line) entry(e *entry, i int) int {
	end := i + len(e.runes)
	if n := len(l.toks); e.class&role != 0 && n > 0 && strings.ContainsRune("科系室", e.runes[0]) && l.toks[n-1].end == i && !l.toks[n-1].is(punct|of|and|current|former|by|verb|bracket|organ) && l.runes[i-1] != l.runes[i] {
		if e = l.x.lex.find(l.runes[:l.end], i+1); e != nil && e.class&role != 0 { // 内科|主任, not 内|科主任
			l.toks[n-1], i = tok{class: word, start: l.toks[n-1].start, end: i + 1}, i+1
			return l.entry(e, i)
		}
		return l.push(plain, i, i+1, nil)
	}
	if e.class&role == 0 || end >= l.end {
		return l.push(e.class, i, end, e)
	}
	if after := l.x.lex.find(l.runes[:l.end], end); after != nil {
		if after.class&suffix != 0 {
			end += len(after.runes)
		} else if after.class&void != 0 {
			return l.push(word, i, end+len(after.runes), nil)
		}
	}
	return l.push(e.class, i, end, e)
}

// chief is the length of a post at i that is called 首席 of a trade: 首席琴师.
func (l *line) chief(i int) int {
	const shortest, longest = 4, 6
	if l.runes[i] != '首' || i+1 >= l.end || l.runes[i+1] != '席' {
		return 0
	}
	if e := l.x.lex.find(l.runes[:l.end], i); e != nil && e.class&role != 0 {
		return 0
	}
	for n := shortest; n <= longest && i+n <= l.end; n++ {
		if strings.ContainsRune("师官家员手", l.runes[i+n-1]) && (i+n == l.end || l.edge(i+n) > 0 || l.nameFollows(i+n)) {
			return n
		}
		if text.ClassOf(l.runes[i+n-1]) != text.Han {
			break
		}
	}
	return 0
}

// nameFollows reports whether a person's name may begin at i.
func (l *line) nameFollows(i int) bool {
	return text.Surname(string(l.runes[i:min(i+2, l.end)])) > 0 || l.x.names.family[l.runes[i]]
}

// duration is the length of a length of time at i: 三年零四个月, 6年.
func (l *line) duration(i int) int {
	j := i
	for j < l.end && (when.HanDigit(l.runes[j]) >= 0 || strings.ContainsRune("0123456789半多余近几数零", l.runes[j])) {
		j++
	}
	if j == i || j >= l.end {
		return 0
	}
	unit := 0
	switch l.runes[j] {
	case '年', '天', '载', '周':
		unit = 1
	case '个':
		if j+1 < l.end && (l.runes[j+1] == '月' || l.runes[j+1] == '多') {
			unit = 2
		}
	}
	if unit == 0 {
		return 0
	}
	j += unit
	for j < l.end && strings.ContainsRune("多余半来零月", l.runes[j]) {
		j++
	}
	if n := l.duration(j); n > 0 {
		j += n
	}
	return j - i
}

// common is the length in runes of the ordinary word at i, 0 if there is none.
func (l *line) common(i int) int {
	var buf [5 * utf8.UTFMax]byte
	b := buf[:0]
	for _, r := range l.runes[i:min(i+5, l.end)] {
		b = utf8.AppendRune(b, r)
	}
	n := utf8.RuneCountInString(string(b[:text.CommonPrefix(string(b))]))
	for k := 1; k < n; k++ { // 小学校|长 is 小学|校长
		if e := l.x.lex.find(l.runes[:l.end], i+k); e != nil && len(e.runes) > 1 && k+len(e.runes) > n && (e.class&(role|verb) != 0 || e.class&organ != 0 && k+1 == n) {
			return k
		}
		if l.runes[i+k] == '副' && i+k+1 < l.end && k+1 == n { // 部|副部长
			if e := l.x.lex.find(l.runes[:l.end], i+k+1); e != nil && len(e.runes) > 1 && e.class&role != 0 {
				return k
			}
		}
	}
	return n
}

// parts reports whether the space at i stands between two parts of a headline: each of
// some characters, in a short line of the first that no full stop ends.
func (l *line) parts(i int) bool {
	const shortest, longest, top = 6, 60, 400
	if i > top || l.end-l.start > longest || i-l.start < shortest || l.end-i <= shortest || text.ClassOf(l.runes[i-1]) != text.Han || text.ClassOf(l.runes[i+1]) != text.Han {
		return false
	}
	if last := l.runes[l.end-1]; text.ClassOf(last) != text.Han {
		return false
	}
	if e := l.x.lex.find(l.runes[:l.end], i+1); e != nil && e.class&(role|modifier) != 0 {
		return false // 云岬烘焙 创始人张三离场
	}
	for _, r := range l.runes[l.start:l.end] {
		if r == '|' || r == ':' || r == '、' {
			return false
		}
	}
	return true
}

func isPunct(r rune) bool {
	return r != '·' && text.ClassOf(r) == text.Other
}

// punct reads punctuation at i; a short group in quotes or brackets is one piece.
func (l *line) punct(i int) int {
	const longest = 24
	r := l.runes[i]
	if c, closing := group(r); c != 0 {
		for j := i + 1; j < min(i+longest, l.end); j++ {
			switch l.runes[j] {
			case closing:
				return l.push(c, i, j+1, nil)
			case '。', ',', ';', ':', '!', '?', r:
				if c != bracket {
					j = l.end
				}
			}
		}
	}
	switch r {
	case '、':
		return l.push(punct|listing, i, i+1, nil)
	case ',', ';', ':', '|', '。', '!', '?', '—', '"':
		return l.push(punct|comma, i, i+1, nil)
	case '/':
		return l.push(punct|and, i, i+1, nil)
	}
	return l.push(punct, i, i+1, nil)
}

// group is the class of a group opened by r and what closes it.
func group(r rune) (class, rune) {
	switch r {
	case '(', '[':
		return bracket, map[rune]rune{'(': ')', '[': ']'}[r]
	case '《':
		return title, '》'
	case '<':
		return title, '>'
	case '"':
		return quoted, '"'
	case '“', '「':
		return quoted, map[rune]rune{'“': '”', '「': '」'}[r]
	}
	return 0, 0
}

// latin reads a word of letters and digits, or a person's name of several.
func (l *line) latin(i int) int {
	if n := l.dateAt(i); n > 0 {
		return l.push(date, i, i+n, nil)
	}
	j := i
	for j < l.end && (text.ClassOf(l.runes[j]) == text.Word || j > i && j+1 < l.end && inWord(l.runes[j]) && text.ClassOf(l.runes[j+1]) == text.Word) {
		j++
	}
	if e := l.x.lex.all[string(l.runes[i:j])]; e != nil {
		return l.entry(e, i)
	}
	if isNumber(l.runes[i:j]) {
		return l.push(number, i, j, nil)
	}
	if n := len(l.toks); n > 0 && l.capital(i) && !isNumber(l.runes[i:j]) {
		last := &l.toks[n-1]
		if last.is(latin|person) && last.end == i-1 && l.capital(last.start) && l.runes[i-1] == ' ' {
			last.end, last.class = j, latin|person
			return j
		}
	}
	return l.push(latin, i, j, nil)
}

func inWord(r rune) bool { return r == '.' || r == '-' || r == '\'' || r == '_' || r == '&' }

func isNumber(runes []rune) bool {
	for _, r := range runes {
		if (r < '0' || r > '9') && r != '.' && r != ',' && r != '%' {
			return false
		}
	}
	return true
}

// capital reports whether the word at rune i is written with a capital letter.
func (l *line) capital(i int) bool {
	r, _ := utf8.DecodeRuneInString(l.s[l.offsets[i]:])
	return unicode.IsUpper(r)
}

// at is the index of the piece i, or a piece of class punct if there is none.
func (l *line) at(i int) tok {
	if i < 0 || i >= len(l.toks) {
		return tok{class: punct | comma, start: l.end, end: l.end}
	}
	return l.toks[i]
}

// touching reports whether piece i+1 follows piece i at once, but for the space that many
// put between letters and characters: CEO 张三.
func (l *line) touching(i int) bool {
	a, b := l.at(i), l.at(i+1)
	return a.end == b.start || a.end+1 == b.start && l.runes[a.end] == ' ' && a.end > 0 && text.ClassOf(l.runes[a.end-1]) == text.Word
}

// first is the first rune of piece i, 0 if there is none.
func (l *line) first(i int) rune {
	if i < 0 || i >= len(l.toks) {
		return 0
	}
	return l.runes[l.toks[i].start]
}

// text is the piece t as written.
func (l *line) text(t tok) string { return l.str(t.start, t.end) }
