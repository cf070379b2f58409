package follow

import (
	"slices"
	"strings"
	"unicode"

	"ask/retrieve/text"
)

// maxTitle is the longest name carried over, in runes.
const maxTitle = 30

// scan cuts a question into tokens and joins what makes a name.
func (r *Rewriter) scan(raw string) *line { return r.cutUp(&line{raw: []rune(raw)}, raw) }

// scanAnswer is scan for a statement, in which 为何知秋 asks nothing.
func (r *Rewriter) scanAnswer(raw string) *line {
	return r.cutUp(&line{raw: []rune(raw), statement: true}, raw)
}

func (r *Rewriter) cutUp(l *line, raw string) *line {
	l.folded, _ = text.FoldRunes(raw, nil, nil)
	for _, c := range l.folded {
		l.chinese = l.chinese || han(c)
	}
	for i := 0; i < len(l.folded); {
		if unicode.IsSpace(l.folded[i]) {
			i++
			continue
		}
		t := r.next(l, i)
		l.toks = append(l.toks, t)
		i = t.end
	}
	l.toks = r.join(l)
	return l
}

// next reads the token at i.
func (r *Rewriter) next(l *line, i int) token {
	s := l.folded
	if s[i] == '《' {
		for j := i + 1; j < len(s) && j < i+maxTitle; j++ {
			if s[j] == '》' && j > i+1 {
				return token{i, j + 1, "entity", Title}
			}
		}
	}
	if n := r.lex.date(s, i); n > 0 {
		return token{i, i + n, "date", 0}
	}
	if n := r.lex.ordinal(s, i); n > 0 {
		return token{i, i + n, "ordinal", 0}
	}
	size, class := r.lex.match(s, i)
	if l.statement && strings.HasPrefix(class, "ask.") {
		size, class = 0, ""
	}
	if n, sort := r.named(s, i, size); n > 0 {
		return token{i, i + n, "entity", sort}
	}
	switch {
	case latin(s[i]):
		return r.nextLatin(l, i, size, class)
	case han(s[i]):
		return r.nextHan(l, i, size, class)
	case size > 0:
		return token{i, i + size, class, 0}
	}
	return token{i, i + 1, "punct", 0}
}

// named asks the caller's list for the longest name at i that is longer than known.
func (r *Rewriter) named(s []rune, i, known int) (int, Sort) {
	if r.names == nil || !han(s[i]) {
		return 0, 0
	}
	for n := min(maxName, len(s)-i); n >= 2 && n > known; n-- {
		if sort := r.names(string(s[i : i+n])); sort != 0 {
			return n, sort
		}
	}
	return 0, 0
}

// maxName is the longest name asked of the caller's list, in runes.
const maxName = 8

func (r *Rewriter) nextLatin(l *line, i, size int, class string) token {
	s := l.folded
	j, digits := i, 0
	for j < len(s) && (latin(s[j]) || inner(s[j]) && j > i && j+1 < len(s) && latin(s[j+1])) {
		if s[j] >= '0' && s[j] <= '9' {
			digits++
		}
		j++
	}
	switch {
	case size > 0 && (i+size >= j) && !(l.chinese && class == "fill"):
		return token{i, i + size, class, 0}
	case digits == j-i:
		return token{i, j, "number", 0}
	case l.chinese || digits > 0 || unicode.IsUpper(l.raw[i]) || unicode.IsUpper(l.raw[min(i+1, j-1)]):
		return token{i, j, "latin", 0}
	}
	return token{i, j, "word", 0}
}

// inner are the marks inside words of letters.
func inner(r rune) bool { return r == '-' || r == '.' || r == '/' || r == '+' || r == '&' }

func (r *Rewriter) nextHan(l *line, i, size int, class string) token {
	s := l.folded
	common := commonRunes(s, i)
	if common == 2 && size < 3 && r.freeLeft(l, i) && r.lex.likeWord(s, i) {
		return token{i, i + 3, "entity", Person}
	}
	if size < 2 && common < 2 && (class == "" || !text.Function(s[i])) && r.freeLeft(l, i) {
		if n := r.lex.surnamed(s, i); n > 0 {
			return token{i, i + n, "entity", Person}
		}
	}
	if class == "pron.this" || class == "dem" {
		if common >= 2 && (strings.HasPrefix(r.lex.class(s[i+1:i+2]), "dem") || s[i+1] == '部') {
			common = 0 // 这本, 那家
		}
	}
	if n := len(l.toks); size == 1 && n > 0 && l.toks[n-1].end == i && l.toks[n-1].is("word", "noun.", "rest") && strings.HasPrefix(class, "noun.") && r.lex.known(s, i+1) {
		common = 0 // 合同 法 规定
	}
	if class == "ask.num" && size == 1 && !slices.Contains(r.lex.forms["no.ask"], string(s[i:i+common])) {
		common = 0
	}
	if class == "dem.count" && len(l.toks) > 0 && l.toks[len(l.toks)-1].is("pron.this", "dem") {
		common = 0 // 这 本 书
	}
	if l.statement && strings.HasPrefix(r.lex.class(s[i:i+common]), "ask.") {
		common = 0
	}
	asks := token{class: class}.is("ask.", "pron.", "time.rel", "verb", "verb.", "attr", "attr.", "place")
	switch {
	case size > 0 && (size >= common || size >= 2 && asks):
		return token{i, i + size, class, 0}
	case common > 0:
		return token{i, i + common, "word", 0}
	case text.Function(s[i]):
		return token{i, i + 1, "function", 0}
	}
	return token{i, i + 1, "rest", 0}
}

// freeLeft reports whether a name may start at i: not right after unknown characters,
// which would belong to it.
func (r *Rewriter) freeLeft(l *line, i int) bool {
	if len(l.toks) == 0 {
		return true
	}
	t := l.toks[len(l.toks)-1]
	return t.end != i || !t.is("rest")
}

// commonRunes is the length of the longest ordinary word at i, in runes.
func commonRunes(s []rune, i int) int {
	w := string(s[i:min(len(s), i+5)])
	return len([]rune(w[:text.CommonPrefix(w)]))
}

// surnamed gives the length of the Chinese personal name at i, or 0: a family name and
// one or two characters more, so that the rest goes on with something known.
func (x *lexicon) surnamed(s []rune, i int) int {
	family := text.Surname(string(s[i:min(len(s), i+2)]))
	first := i + family
	if family == 0 || first >= len(s) || !han(s[first]) || x.known(s, first) {
		return 0
	}
	if text.Function(s[first]) {
		if middle := x.forms["name.middle"]; first+1 < len(s) && slices.Contains(middle, string(s[first])) && han(s[first+1]) && !text.Function(s[first+1]) && x.boundary(s, first+2) && !x.known(s, first+1) {
			return family + 2
		}
		return 0
	}
	size := family + 1
	if x.longName(s, first) {
		size = family + 2
	}
	if x.ofNoun(s, i+size) || size == 2 && x.class(s[i+1:i+2]) == "noun.place" {
		return 0
	}
	return size
}

// longName reports whether a given name at first has two characters.
func (x *lexicon) longName(s []rune, first int) bool {
	second := first + 1
	if second >= len(s) || !han(s[second]) || text.Function(s[second]) || slices.Contains(x.forms["name.after"], string(s[second])) {
		return false
	}
	if n, class := x.match(s, second); n >= 2 && class != "place" || n == 1 && x.known(s, second+1) && commonRunes(s, first) < 2 {
		return false
	}
	if n := commonRunes(s, second); n >= 2 && commonRunes(s, first) < 2 && x.boundary(s, second+n) {
		return false
	}
	return x.boundary(s, second+1) || !x.boundary(s, second)
}

// ofNoun reports whether what seems a name before i belongs to a longer one: 青藤大学 and
// 松涛书店 are no persons, nor is 蓝鲸3号; 郑若兰老师 is one.
func (x *lexicon) ofNoun(s []rune, i int) bool {
	if i >= len(s) {
		return false
	}
	if latin(s[i]) {
		return true
	}
	n, class := x.match(s, i)
	if m := commonRunes(s, i); m > n {
		n, class = m, x.suffix(s[i:i+m])
	}
	return n > 1 && (token{class: class}).is("noun.org", "noun.thing", "noun.place", "noun.title")
}

// likeWord reports whether a name of three characters starts at i whose first two are an
// ordinary word: 高明远.
func (x *lexicon) likeWord(s []rune, i int) bool {
	if i+2 >= len(s) || x.class(s[i:i+2]) != "" || text.Surname(string(s[i:i+1])) != 1 {
		return false
	}
	n, class := x.match(s, i+2)
	return n <= 1 && !strings.HasPrefix(class, "noun.") && han(s[i+2]) && !text.Function(s[i+2]) && commonRunes(s, i+2) == 0 &&
		(i+3 == len(s) || text.ClassOf(s[i+3]) == text.Other || text.Function(s[i+3]) || x.known(s, i+3))
}

// known reports whether a word of the lists, of two runes or more, starts at i.
func (x *lexicon) known(s []rune, i int) bool {
	if i >= len(s) {
		return false
	}
	n, _ := x.match(s, i)
	return n >= 2
}

// boundary reports whether a name may end before i.
func (x *lexicon) boundary(s []rune, i int) bool {
	if i >= len(s) || !han(s[i]) || text.Function(s[i]) || commonRunes(s, i) >= 2 {
		return true
	}
	n, _ := x.match(s, i)
	return n > 0
}
