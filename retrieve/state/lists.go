package state

import (
	"slices"
	"strings"

	"ask/retrieve/when"
)

// underHeading reads the items of a notice under 任命: or 免去:, one a line, and sets what the
// line stands under. Any other line ends the list.
func (s *sentence) underHeading() {
	last := len(s.toks) - 1
	if s.first(last) == ':' && s.end-s.start <= 2*longestTitle {
		s.reader.heading = noFrame
		if v := s.at(last - 1); v.is(verb) && v.entry != nil && (v.entry.frame == appoint || v.entry.frame == dismiss) {
			s.reader.heading = v.entry.frame
		}
		return
	}
	if s.reader.heading == noFrame {
		return
	}
	s.surely(0)
	if s.first(1) == '的' {
		s.plainName(0)
	}
	if !s.at(0).is(person) {
		s.reader.heading = noFrame
		return
	}
	if s.reader.heading == appoint {
		s.appointing = true
		return
	}
	s.dismissed(0, 0)
}

// dismissed reads 张三的总裁职务 from piece i on, said by verb v.
func (s *sentence) dismissed(i, v int) bool {
	k := i + 1
	for s.at(k).is(honour | of) {
		k++
	}
	posts, after := s.postsRight(k)
	if len(posts) == 0 || !s.at(after).is(postNoun|of) {
		return false
	}
	for _, p := range posts {
		s.emit(said{kind: Ends, verb: v, subject: i, post: p})
	}
	return true
}

// plainName makes a person of piece i whatever follows, if it may be one.
func (s *sentence) plainName(i int) {
	if t := s.at(i); t.is(plain) && t.end-t.start > 1 {
		s.person(i)
	}
}

// profile reads the page of a leader: a line that is a name, then one that begins with the
// posts.
func (s *sentence) profile() {
	if s.number == 0 || !s.reader.short(s.number-1) || !s.at(0).is(role|thing|modifier|field|current) {
		return
	}
	before := s.reader.line(s.number - 1)
	if len(before.toks) != 1 || !before.at(0).is(person) || !strings.Contains(s.s[s.sentences[s.number-1].End:s.sentences[s.number].Start], "\n") {
		return
	}
	name := before.text(before.at(0))
	for k := 0; ; {
		posts, after := s.postsRight(k)
		if len(posts) == 0 || posts[0].first > k+1 || !s.at(after).is(punct) {
			return
		}
		for _, p := range posts {
			s.emit(said{kind: Holds, verb: after - 1, subject: none, post: p, tense: s.titleTense(p)})
			st := &s.out[len(s.out)-1]
			st.Subject, st.Sentence.Start = name, s.sentences[s.number-1].Start
		}
		if s.first(after) != ',' {
			return
		}
		k = after + 1
	}
}

// roll reads the table under a heading such as 历任院长 or a head row with one post: each
// row that has one person and a time tells who held it then.
func (r *reader) roll(i int) {
	l := r.lines[i]
	at := none
	for k := range l.toks {
		if t := l.at(k); t.is(person|verb) && !t.is(former|role) {
			return
		} else if t.is(role) {
			if at != none {
				return
			}
			at = k
		}
	}
	header := l.hasCells()
	if at == none || !r.find.signs.in("roll", string(l.runes[l.start:l.end])) || !r.short(i) || i+1 >= len(r.sentences) {
		return
	}
	posts := l.postsLeft(at, 0)
	const most = 40
	for n := i + 1; n < min(len(r.sentences), i+most); n++ {
		row := r.line(n)
		if !row.hasCells() {
			return
		}
		if slices.ContainsFunc(row.toks, hasRole) {
			if header {
				return
			}
			continue
		}
		s := &sentence{line: row, reader: r, number: n, from: len(r.out)}
		s.rolled(posts, l)
		r.finish(s)
	}
}

// hasRole reports a piece that is a post.
func hasRole(t tok) bool { return t.is(role) }

// rolled emits a row of a roll whose posts stand in the line heading.
func (s *sentence) rolled(posts []post, heading *line) {
	who := none
	for _, cell := range s.cut() {
		p := s.personCell(cell)
		if p == none {
			continue
		}
		if who != none {
			return
		}
		who = p
	}
	from, to := s.rowPeriod(who)
	if who == none || from == (when.Date{}) && to == (when.Date{}) {
		return
	}
	for _, p := range posts {
		s.toks[who].sure = true
		s.emit(said{kind: Holds, verb: who, subject: who, tense: Present})
		st := &s.out[len(s.out)-1]
		st.Role, st.From, st.To = heading.str(p.role[0], p.role[1]), from, to
		if !empty(p.of) {
			st.Of = heading.str(p.of[0], p.of[1])
		}
		s.dateRow(st)
	}
}

// titledPersons reads the post behind a name: 张三局长说.
func (s *sentence) titledPersons() {
	for i := range s.toks {
		t, r, after := s.at(i), s.at(i+1), s.at(i+2)
		if !t.is(person) || t.is(latin) || t.end-t.start < 3 || !r.is(role) || r.is(honour) || r.start != t.end || s.at(i-1).is(role|plain) && s.at(i-1).end == t.start {
			continue
		}
		if after.start == r.end && !after.is(punct|say|verb|adverb|past|present|from|date|and|listing|future) || s.at(i+1).end-r.start < 2 {
			continue
		}
		s.toks[i].sure = true
		s.emit(said{kind: Holds, verb: i + 1, subject: i, post: post{role: s.piece(i + 1)}, tense: Present})
	}
}
