package state

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"ask/retrieve/text"
)

// topicWords tell what a text is about.
type topicWords struct{ media, about, verbal []string }

func readTopics() (topicWords, error) {
	rows, err := lines("topics.txt")
	var t topicWords
	into := &t.media
	for _, row := range rows {
		switch row[0] {
		case "[media]":
			into = &t.media
		case "[verbal]":
			into = &t.verbal
		case "[about]":
			into = &t.about
		default:
			*into = append(*into, row...)
		}
	}
	return t, err
}

// topic is the organisation that a post without one belongs to: the one this sentence or
// one before it in the paragraph speaks of, the last that is a line of its own, or the one
// that the whole text is about.
func (s *sentence) topic() string {
	if name := s.local(); name != "" {
		return name
	}
	return s.about()
}

// local is the organisation that the text around the sentence speaks of.
func (s *sentence) local() string {
	const back = 60
	if name := s.subjectOf(s.number, true); name != "" {
		return name
	}
	same := true
	for n := s.number - 1; n >= max(0, s.number-back); n-- {
		same = same && !strings.Contains(s.s[s.sentences[n].End:s.sentences[n+1].Start], "\n")
		if same {
			if name := s.subjectOf(n, true); name != "" {
				return name
			}
		}
		if name := s.headed(n); name != "" && !same && n > 0 {
			return name
		}
	}
	return ""
}

// about is the organisation the whole text is about: by its title, its first sentences or
// its signature.
func (r *reader) about() string {
	if r.aboutDone {
		return r.aboutName
	}
	r.aboutDone = true
	const first, last = 8, 8
	for n := 0; n < min(2, len(r.sentences)); n++ {
		if r.aboutName = r.titled(n); r.aboutName != "" {
			return r.aboutName
		}
	}
	for n := 0; n < min(first, len(r.sentences)); n++ {
		if r.aboutName = r.subjectOf(n, false); r.aboutName != "" {
			return r.aboutName
		}
	}
	end := len(r.sentences) - 1
	for n := end; n >= max(0, end-last+1); n-- {
		if r.aboutName = r.headed(n); r.aboutName != "" {
			return r.aboutName
		}
	}
	if end > 1 {
		r.aboutName = r.titled(end)
	}
	return r.aboutName
}

// short reports whether sentence n may be a line with a name.
func (r *reader) short(n int) bool {
	const longest = 40
	return r.spans[n][1]-r.spans[n][0] <= longest
}

// headed is the organisation that is all of sentence n, perhaps with 文件 behind.
func (r *reader) headed(n int) string {
	if !r.short(n) {
		return ""
	}
	l := r.line(n)
	end := l.organEnd(0)
	if end == 0 || end < len(l.toks) && (end+1 < len(l.toks) || l.text(l.at(end)) != "文件") {
		return ""
	}
	return r.name(l, 0, end)
}

// titled is what a title is about: an organisation at its beginning, one behind a bar or
// dash, or a name with words such as 简介 or another script behind.
func (r *reader) titled(n int) string {
	if r.spans[n][1]-r.spans[n][0] > 2*longestTitle {
		return ""
	}
	l := r.line(n)
	if l.menu() {
		return ""
	}
	for i := range l.toks {
		if i > 0 && !l.at(i-1).is(punct) {
			continue
		}
		if end := l.organEnd(i); end > 0 && !l.at(end).is(role) {
			if name := r.name(l, i, end); name != "" {
				return name
			}
		}
	}
	end := l.coined(0)
	if end == 0 || end == len(l.toks) || l.at(end-1).end-l.at(0).start < 2 {
		return ""
	}
	next, size := l.at(end), l.at(end-1).end-l.at(0).start
	name, rest := l.str(l.at(0).start, l.at(end-1).end), l.str(l.at(end-1).end, l.end)
	long := size > 3 && next.is(adverb|verb|say|past|present|future)
	if strings.Count(r.f.s, name) > 1 && (next.is(latin|bracket) || r.aboutWord(rest) || long) {
		return name
	}
	return ""
}

const longestTitle = 40

// aboutWord reports whether a title goes on with a word such as 简介.
func (r *reader) aboutWord(rest string) bool {
	for _, w := range r.find.topics.about {
		if strings.HasPrefix(text.Fold(rest), w) {
			return true
		}
	}
	return false
}

// subjectOf is the organisation that sentence n begins with, or one of its clauses; one
// that owns what follows is none if strict.
func (r *reader) subjectOf(n int, strict bool) string {
	l := r.line(n)
	if l.hasCells() || l.menu() {
		return ""
	}
	for i := 0; i < len(l.toks); i++ {
		if i > 0 && !l.at(i-1).is(comma) && l.at(i-1).end == l.at(i).start {
			continue
		}
		for l.at(i).is(skippable|stop|say|generic) && !l.at(i).is(organ) && i < len(l.toks) {
			i++
		}
		end := l.organEnd(i)
		if next := l.at(end); end > 0 && l.text(next) == "方面" && l.at(end+1).is(comma) {
			return l.str(l.at(i).start, next.start) // 少年宫方面,…
		}
		if end == 0 || strict && (l.at(end).is(of|role|person) || l.at(end).is(word|plain) && l.at(end+1).is(of)) {
			continue
		}
		if name := r.name(l, i, end); name != "" {
			return name
		}
	}
	return ""
}

// hasCells reports whether the line is a row of a table.
func (l *line) hasCells() bool {
	for i := range l.toks {
		if l.first(i) == '|' {
			return true
		}
	}
	return false
}

// organEnd is the index behind the organisation that begins at piece i, 0 for none: up to
// the first word such as 公司 or 乐团 that none of them follows.
func (l *line) organEnd(i int) int {
	for k := i; k < len(l.toks) && l.isThing(k) && !l.at(k).is(bracket); k++ {
		t := l.at(k)
		if !l.tells(k) || t.end-t.start == 1 && t.start == l.at(i).start {
			continue
		}
		for l.tells(k+1) && l.at(k+1).start == l.at(k).end && !l.isBody(k+1) {
			k++
		}
		if l.at(k).end-l.at(i).start < 3 || k == i && l.at(k).is(generic) {
			return 0
		}
		return k + 1
	}
	return 0
}

// tells reports whether piece k is a word that ends names of organisations and of little
// else: 公司 and 局, not 云 or 市.
func (l *line) tells(k int) bool {
	t := l.at(k)
	return t.is(organ) && (t.end-t.start > 1 || l.x.signs.is("tells", string(l.runes[t.start])))
}

// isBody reports whether piece k is a body of an organisation and no part of its name.
func (l *line) isBody(k int) bool {
	return l.x.signs.is("body", l.text(l.at(k)))
}

// name is the organisation of pieces i to end as written, "" if it is made of ordinary
// words, or publishes texts about others.
func (r *reader) name(l *line, i, end int) string {
	for end > i+2 && l.isBody(end-1) {
		end-- // 云岬集团董事会
	}
	from, to := l.at(i).start, l.at(end-1).end
	name := l.str(from, to)
	folded, longer := text.Fold(name), ""
	if next := l.at(end); next.is(organ) && next.start == to && next.end-to == 1 {
		longer = folded + string(l.runes[to:next.end]) // 云岬文化|网
	}
	for _, m := range r.find.topics.media {
		if strings.HasSuffix(folded, m) || strings.HasSuffix(longer, m) {
			return ""
		}
	}
	for _, w := range r.find.topics.verbal {
		if strings.Contains(folded, w) {
			return "" // 张三去某院
		}
	}
	if r.find.generic(name) || l.spaced(from, to) {
		return ""
	}
	if strings.ContainsRune("村镇乡", l.runes[from]) && from+1 < to && (text.CommonPrefix(name) > len("村") || l.at(i).end == from+1) {
		return "" // 村文化礼堂
	}
	if !l.named(i, end) && (l.start > 0 || end < len(l.toks)) {
		s := &sentence{line: l, reader: r}
		long, ok := r.longs[name]
		if !ok {
			if r.longs == nil {
				r.longs = map[string]string{}
			}
			long = s.inFull(name)
			r.longs[name] = long
		}
		if long != name { // 公交公司, of which the text said 云岬公交公司
			return long
		}
		return ""
	}
	return name
}

// spaced reports whether runes i to j are parts of a page's menu: words with spaces between.
func (l *line) spaced(i, j int) bool {
	for k := i + 1; k+1 < j; k++ {
		if unicode.IsSpace(l.runes[k]) && text.ClassOf(l.runes[k-1]) == text.Han && text.ClassOf(l.runes[k+1]) == text.Han {
			return true
		}
	}
	return false
}

// menu reports whether the line is a way through a site's pages: 首页 > 新闻 > 快讯.
func (l *line) menu() bool {
	for i := range l.toks {
		if r := l.first(i); r == '>' || r == '›' || r == '»' {
			return true
		}
	}
	return false
}

// named reports whether pieces i to end hold more than ordinary words.
func (l *line) named(i, end int) bool {
	for ; i < end; i++ {
		t := l.at(i)
		if t.is(plain|latin|quoted|person|place) || t.is(organ) && i+1 < end && utf8.RuneCountInString(l.text(t)) == 1 {
			return true
		}
	}
	return false
}
