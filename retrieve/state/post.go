package state

import (
	"strings"
	"unicode/utf8"

	"ask/retrieve/text"
)

// post is a post as written, in runes: of may be empty.
type post struct {
	of, role [2]int
	former   bool // 前总裁
	first    int  // index of the first piece
}

const thing = plain | word | person | latin | quoted | title | bracket | number | organ | place | generic | field | modifier

// isThing reports whether the piece i may be part of a name of what a post belongs to.
func (l *line) isThing(i int) bool {
	t := l.at(i)
	if t.is(person) && t.sure && !t.is(latin) || t.is(punct|stop&^organ) && !t.is(organ|generic) {
		return false
	}
	if t.is(verb|say|occasion|of|and|as|by|from|past|future|adverb|former|current|negation|pronoun|question) && !t.is(organ|field|generic) {
		return false
	}
	return t.is(thing)
}

// postsLeft reads the posts that end with the role i, the last one first, down to the
// piece lowest: 阿里巴巴创始人、董事长 are two.
func (l *line) postsLeft(i, lowest int) []post {
	var out []post
	for i >= lowest && l.at(i).is(role) {
		p := l.postLeft(i, lowest)
		out = append(out, p)
		sep := p.first - 1
		if sep <= lowest || !l.at(sep).is(listing|and) || !l.at(sep-1).is(role) {
			break
		}
		i = sep - 1
	}
	for k := len(out) - 1; k > 0; k-- { // 董事会主席兼CEO: both of the same
		if empty(out[k-1].of) {
			out[k-1].of = out[k].of
		}
		out[k-1].former = out[k-1].former || out[k].former
	}
	return out
}

// empty reports whether nothing is written.
func empty(s [2]int) bool { return s[0] >= s[1] }

// postLeft reads one post whose core is piece i.
func (l *line) postLeft(i, lowest int) post {
	first := i
	for first > lowest && l.at(first-1).is(modifier|field) && l.at(first-1).end == l.at(first).start {
		first--
	}
	p := post{role: [2]int{l.at(first).start, l.at(i).end}, first: first}
	if after := l.at(i + 1); after.start == p.role[1] && l.text(after) == "之一" {
		p.role[1] = after.end
	}
	p.of[0] = p.role[0]
	p.of[1] = p.role[0]
	k := first - 1
	k = l.formers(k, lowest, &p)
	if k-1 > lowest && l.at(k).is(of) && l.at(k-1).is(present) {
		k-- // 千问现在的一号位
		for k > lowest && l.at(k).is(present) {
			k--
		}
		k = l.formers(k, lowest, &p)
	} else if k > lowest && l.at(k).is(of) && l.isThing(k-1) {
		k = l.formers(k-1, lowest, &p)
	}
	last := k
	for k >= lowest && l.isThing(k) && !l.at(k+1).is(under) {
		k--
	}
	if k < last {
		l.setOf(&p, k+1, last)
	}
	l.shorten(&p)
	p.first = min(p.first, k+1)
	if k > lowest && l.at(k).is(of) && l.isThing(k-1) && !empty(p.of) && l.x.generic(string(l.runes[p.of[0]:p.of[1]])) {
		last = k - 1 // 智联招聘的集团总裁
		for k = last; k >= lowest && l.isThing(k); k-- {
			p.first = k
		}
		l.setOf(&p, k+1, last)
	}
	if l.at(k).is(under) && k > lowest {
		for k >= lowest && (l.isThing(k) || l.at(k).is(under)) {
			k--
		}
		p.first = k + 1
	}
	k = l.formers(k, lowest, &p)
	if w := l.text(l.at(k)); empty(p.of) && k >= lowest && l.at(k).is(pronoun) && (w == "后者" || w == "前者") {
		p.of, p.first = [2]int{l.at(k).start, l.at(k).end}, k // fill tells what it means
	}
	return p
}

// shorten leaves out 新 and 创始 right before a post: 云岬剧院|新|院长.
func (l *line) shorten(p *post) {
	if p.of[1] != p.role[0] {
		return
	}
	for _, w := range []string{"新", "创始"} {
		n := len([]rune(w))
		if i := p.of[1] - n; i-p.of[0] > 1 && string(l.runes[i:p.of[1]]) == w {
			p.of[1] = i
			return
		}
	}
}

// formers steps left over words such as 前, 现任 and 第三任.
func (l *line) formers(k, lowest int, p *post) int {
	for ; k >= lowest; k-- {
		t := l.at(k)
		old := t.end-t.start == 1 && t.is(plain|word) && l.runes[t.start] == '老' // 老主任
		if !old && !t.is(former|current) {
			break
		}
		p.former = p.former || old || t.is(former)
		p.first = k
	}
	return k
}

// setOf takes the pieces i to last as what the post belongs to, if they may be.
func (l *line) setOf(p *post, i, last int) {
	for i <= last && l.at(i).is(bracket|number) || i < last && l.at(i).class == plain && l.at(i).end-l.at(i).start == 1 && l.at(i+1).is(generic) {
		i++ // 这支球队
	}
	for last > i && l.at(last).is(bracket) {
		last--
	}
	if i < last && l.ordinary(i, last) || i > last || !l.worthy(l.at(i).start, l.at(last).end) {
		return
	}
	if i < last && l.at(last).is(generic) && l.ordinaryBut(i, last) {
		i = last // 任期内公司
	}
	p.of = [2]int{l.at(i).start, l.at(last).end}
	for k := p.of[0]; k+2 < p.of[1]; k++ { // 公司|第五届董事会
		if l.runes[k] == '第' && strings.ContainsRune(string(l.runes[k:min(k+5, p.of[1])]), '届') {
			p.of[1] = k
			break
		}
	}
	p.first = i
}

// ordinary reports whether pieces i to last are words of the language only and end with
// none that ends names.
func (l *line) ordinary(i, last int) bool {
	if l.at(last).is(organ | place | generic) {
		return false
	}
	if l.isUnit(l.at(i).start, l.at(last).end) {
		return false
	}
	for ; i <= last; i++ {
		if l.at(i).class&^(word|number|bracket) != 0 {
			return false
		}
	}
	return true
}

// ordinaryBut reports whether pieces i up to last are words of no kind of their own.
func (l *line) ordinaryBut(i, last int) bool {
	for ; i < last; i++ {
		if l.at(i).class != word && !l.at(i).is(stop|bracket) || l.isUnit(l.at(i).start, l.at(last).end) {
			return false
		}
	}
	return true
}

// isUnit reports whether runes i to j name a part of an organisation by words of the
// language: 心血管内科, 物理系, 教务处.
func (l *line) isUnit(i, j int) bool {
	if j-i < 2 {
		return false
	}
	u := &l.x.units
	return (u.end[string(l.runes[j-1:j])] || j-i > 2 && u.longEnd[string(l.runes[j-1:j])] || j-i > 3 && u.longEnd[string(l.runes[j-2:j])]) &&
		!u.not[string(l.runes[i:j])]
}

// worthy reports whether runes i to j may name a thing.
func (l *line) worthy(i, j int) bool {
	const longest = 24
	if j-i < 1 || j-i > longest {
		return false
	}
	s := string(l.runes[i:j])
	c := l.x.lex.classOf(s)
	if c&(generic|organ) != 0 || strings.HasPrefix(s, "《") {
		return true
	}
	if l.isUnit(i, j) {
		return true
	}
	return !text.Common(s) && c == 0 && (j-i > 1 || utf8.RuneLen(l.runes[i]) == 1)
}

// postsRight reads the posts from piece k on: 为阿里云总裁、达摩院院长. It returns the
// index behind them.
func (l *line) postsRight(k int) ([]post, int) {
	var out []post
	for start := k; ; {
		r := l.roleFrom(start)
		if r < 0 {
			return out, k
		}
		low := start
		for low < r && !l.isThing(low) && !l.at(low).is(modifier|field|former|current|role) {
			low++
		}
		p := l.postLeft(r, low)
		var more []post
		if n := p.first - 1; n > low && l.at(n).is(and|listing) && l.isThing(n-1) { // 集团和云的CEO
			first := n - 1
			for first > low && l.isThing(first-1) {
				first--
			}
			q := p
			l.setOf(&q, first, n-1)
			if l.both(k) {
				more = append(more, q)
			} else if !empty(p.of) && !empty(q.of) {
				p.of[0] = q.of[0] // 数据与设施的首席科学家
			}
		} else if empty(p.of) && len(out) > 0 {
			p.of = out[len(out)-1].of
		}
		out = append(append(out, more...), p)
		k = r + 1
		if !l.at(k).is(and | listing) {
			return out, k
		}
		start = k + 1
	}
}

// both reports whether 同时 or 分别 stands before piece k.
func (l *line) both(k int) bool {
	for i := max(0, k-3); i < k; i++ {
		if w := l.text(l.at(i)); strings.Contains(w, "同时") || strings.Contains(w, "分别") {
			return true
		}
	}
	return false
}

// roleFrom is the index of the first role from piece k on that only things and small
// words keep from it, -1 if there is none.
func (l *line) roleFrom(k int) int {
	const most = 14
	for i := k; i < min(k+most, len(l.toks)); i++ {
		switch {
		case l.at(i).is(role):
			return i
		case l.isThing(i), l.at(i).is(modifier | field | former | current | of | adverb | under | past | date):
		case l.at(i).is(and|listing) && i > k && l.isThing(i-1):
		case l.at(i).is(as) && i == k:
		default:
			return -1
		}
	}
	return -1
}

// unitWords tell parts of organisations.
type unitWords struct{ end, longEnd, joined, not map[string]bool }

func readUnits() (unitWords, error) {
	u := unitWords{map[string]bool{}, map[string]bool{}, map[string]bool{}, map[string]bool{}}
	rows, err := lines("units.txt")
	var into map[string]bool
	for _, row := range rows {
		switch row[0] {
		case "[end]":
			into = u.end
		case "[longend]":
			into = u.longEnd
		case "[joined]":
			into = u.joined
		case "[not]":
			into = u.not
		default:
			for _, w := range row {
				into[w] = true
			}
		}
	}
	return u, err
}
