package state

import (
	"slices"

	"ask/retrieve/text"
	"ask/retrieve/when"
)

// over reports whether the sentence goes on to say that the term of who holds a post by verb
// v is over, before it speaks of anybody else, and until when: 三届期满, 到2019年为止.
func (s *sentence) over(v int) (when.Date, bool) {
	if !s.at(v).is(verb) {
		return when.Date{}, false
	}
	for i := s.clauseEnd(v); i < len(s.toks); i++ {
		if s.at(i).is(person|future|cond) || s.at(i).is(verb) && s.at(i).entry.kind == Starts {
			return when.Date{}, false
		}
		if !s.at(i).is(comma) {
			continue
		}
		end := s.clauseEnd(i + 1)
		if clause := s.str(s.at(i).end, s.at(end-1).end); s.x.signs.in("termover", text.Fold(clause)) {
			return s.within(i+1, end)
		}
	}
	return when.Date{}, false
}

// within is the last date of pieces i to end, that of the text without one, and whether the
// text can tell of it as past.
func (s *sentence) within(i, end int) (when.Date, bool) {
	until := s.published
	for k := i; k < end; k++ {
		if s.at(k).is(future) {
			return until, false
		}
	}
	for _, d := range s.dates {
		if d.start >= s.at(i).start && d.end <= s.at(end-1).end {
			until = d.to
		}
	}
	return until, until.Year*12+until.Month <= s.published.Year*12+s.published.Month
}

// atFirst reports a sentence that begins with 创办之初 and its like, behind which verb v stands.
func (s *sentence) atFirst(v int) bool {
	end := s.clauseEnd(0)
	return end > 0 && end < v && s.at(v).is(verb) && s.clauseStart(v) == end+1 && s.x.signs.ends("beginnings", s.str(s.start, s.at(end-1).end))
}

// transferred adds the end of the post that somebody leaves for another, told right before the
// verb: 团长张三调任馆长, and not 仍兼.
func (s *sentence) transferred(mine []Statement) []Statement {
	told := len(mine)
	for _, st := range mine[:told] {
		if st.Kind != Starts || st.Role == "" || st.Claim == Denied || st.Claim == Supposed || !s.x.signs.in("leaves", text.Fold(s.s[st.Start:st.End])) {
			continue
		}
		if slices.ContainsFunc(s.runes[s.start:s.end], func(r rune) bool { return r == '仍' || r == '兼' }) {
			return mine // 调任馆长,仍兼团长
		}
		for _, o := range mine {
			if o.Kind != Holds || o.Tense != Present || o.Subject != st.Subject || o.Role == "" || o.Start > st.Start || st.Start > o.End || s.x.Slot(o) == s.x.Slot(st) {
				continue
			}
			mine = append(mine, s.departure(st, o))
			break
		}
		if len(mine) == told && !st.From.IsZero() {
			if o := s.heldSince(st); o != nil {
				mine = append(mine, s.departure(st, *o))
			}
		}
	}
	return mine
}

// departure is the end of what o tells by the move that st tells.
func (s *sentence) departure(st, o Statement) Statement {
	e := st
	e.Kind, e.Role, e.Of, e.Whole, e.Object = Ends, o.Role, o.Of, o.Whole, ""
	e.To, e.From = st.From, when.Date{}
	if o.Sentence == st.Sentence {
		e.Start, e.End = min(o.Start, st.Start), max(o.End, st.End)
	}
	return e
}

// heldSince is the last post that the sentences right before tell that the person of st took, on
// a day that is not later.
func (s *sentence) heldSince(st Statement) *Statement {
	for i := s.from - 1; i >= 0 && s.sentences[s.number].Start-s.out[i].Sentence.End < nearby; i-- {
		o := s.out[i]
		if o.Subject != st.Subject {
			continue
		}
		if o.Kind != Starts || o.Role == "" || o.Claim != Stated || o.From.IsZero() || o.From.After(st.From) || s.x.Slot(o) == s.x.Slot(st) {
			return nil
		}
		return &o
	}
	return nil
}

// minds reads 团长暂由张三代管: who minds a post holds it for the time being.
func (s *sentence) minds(v, subject int, agent bool) bool {
	if !agent || !s.x.signs.is("minds", s.text(s.at(v))) {
		return false
	}
	posts := s.postsBefore(s.agent(subject))
	for _, p := range posts {
		p.former = false
		s.emit(said{kind: Starts, verb: v, subject: subject, post: p})
	}
	return len(posts) > 0
}

// keepsHouse reads 馆务由张三主持 and 张三主持馆务: who does the work of its head leads the
// organisation that the text speaks of.
func (s *sentence) keepsHouse(v, subject int, object [2]int, agent bool) bool {
	if empty(object) && agent {
		k := s.agent(subject)
		for k > 0 && s.at(k-1).is(adverb|present|past|date) {
			k--
		}
		object = [2]int{s.at(s.clauseStart(k)).start, s.at(k - 1).end}
	}
	if empty(object) || !s.x.signs.is("house", string(s.runes[object[0]:object[1]])) {
		return false
	}
	of := s.topic()
	if of == "" || s.x.signs.ends("appoints", text.Fold(of)) {
		return true
	}
	n := len(s.out)
	s.emit(said{kind: Holds, verb: v, subject: subject, post: post{of: object}, tense: s.leadTense(v)})
	if len(s.out) > n {
		s.out[n].Of = of
	}
	return true
}

// overSide is piece i, or the one before 那边 and its like that ends with piece i.
func (s *sentence) overSide(i int) int {
	for k := i; k > 0 && k > i-2; k-- {
		if s.x.signs.is("side", s.str(s.at(k).start, s.at(i).end)) {
			return k - 1
		}
	}
	return i
}

// givenIn reports whether the sentence has told before verb v of the end of a post.
func (s *sentence) givenIn(v int) bool {
	for _, o := range s.out[s.from:] {
		if o.Kind == Ends && o.End <= int(s.offsets[s.at(v).start]) {
			return true
		}
	}
	return false
}

// announced is the post of which the sentence before brings up who held it, and says of
// nobody that she did: 说起剧团的掌门人,老人能数出一串.
func (s *sentence) announced() (whose, post string) {
	if s.number == 0 {
		return "", ""
	}
	l := s.reader.line(s.number - 1)
	if !s.x.signs.in("bringsup", string(l.runes[l.start:l.end])) {
		return "", ""
	}
	r := none
	for i := range l.toks {
		switch {
		case l.at(i).is(person):
			return "", ""
		case l.at(i).is(role) && r == none:
			r = i
		}
	}
	if r == none {
		return "", ""
	}
	p := l.postsLeft(r, 0)[0]
	if !empty(p.of) {
		whose = l.str(p.of[0], p.of[1])
	}
	return whose, l.str(p.role[0], p.role[1])
}
