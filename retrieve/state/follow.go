package state

import (
	"strings"
)

// clefts reads sentences that name the person behind 是: 接任馆长的是张三, 接替李四的是张三,
// 如今在剧团主事的是张三.
func (s *sentence) clefts() {
	for i := 1; i < len(s.toks); i++ {
		if t := s.at(i); !t.is(verb) || t.entry == nil || t.entry.frame != being {
			continue
		}
		k := i - 1
		for k > 0 && s.at(k).is(adverb|comma) {
			k--
		}
		if !s.at(k).is(of) || k == 0 {
			continue
		}
		if p := s.clefted(i + 1); p != none {
			s.cleft(k, i, p)
		}
	}
}

// clefted is the person from piece i on, behind words on her and before the end of a clause.
func (s *sentence) clefted(i int) int {
	const most = 6
	for k := i; k < i+most; k++ {
		s.surely(k)
		s.plainly(k)
		switch t := s.at(k); {
		case t.is(person):
			if after := s.at(k + 1); after.is(punct|bracket|honour) || k+1 >= len(s.toks) {
				s.toks[k].sure = true
				return k
			}
			return none
		case !t.is(former|current|role|modifier|field|adverb|of|generic|stop) && !s.isThing(k):
			return none
		}
	}
	return none
}

// cleft reads what stands before the 的 of piece k, of the person p behind 是 of piece v.
func (s *sentence) cleft(k, v, p int) {
	start := s.clauseStart(k)
	last := s.at(k - 1)
	switch {
	case last.is(verb) && s.x.signs.is("rules", s.text(last)):
		if of := s.ruled(k - 1); !empty(of) {
			s.emit(said{kind: Holds, verb: v, subject: p, post: post{of: of}})
		}
	case last.is(person) && last.sure && s.at(k-2).is(verb) && s.at(k-2).entry != nil && s.at(k-2).entry.frame == replace:
		posts := s.postsOf(k - 1)
		if len(posts) == 0 {
			posts = append(posts, post{})
		}
		for _, one := range posts {
			s.emit(said{kind: Ends, verb: v, subject: k - 1, post: one, object: s.piece(p)})
			s.emit(said{kind: Starts, verb: v, subject: p, post: one})
		}
	case last.is(role | postNoun):
		for i := start; i < k; i++ {
			if t := s.at(i); t.is(verb) && t.entry != nil && t.entry.frame == take && t.entry.kind != Ends && !s.used[i] {
				s.cleftTake(i, v, p)
				return
			}
		}
	}
}

// cleftTake reads 接任馆长的是张三, whose verb is piece i.
func (s *sentence) cleftTake(i, v, p int) {
	posts, _ := s.postsRight(i + 1)
	if len(posts) == 0 || s.leftOf(i) >= s.clauseStart(i) {
		return
	}
	s.used[i] = true
	kind := s.at(i).entry.kind
	for _, one := range posts {
		one.former = false
		tense := ""
		if s.at(i).is(past) || strings.HasPrefix(s.text(s.at(i)), "曾") {
			tense = Past
		}
		s.emit(said{kind: kind, verb: v, subject: p, post: one, tense: tense})
	}
}

// asksWho reports whether piece i is 是, over a comma, behind the 的 of a cleft sentence.
func (s *sentence) asksWho(i int) bool {
	for s.at(i).is(adverb|comma) && i < len(s.toks) {
		i++
	}
	t := s.at(i)
	return t.is(verb) && t.entry != nil && t.entry.frame == being
}

// ruled is what stands before verb v, such as 说了算, and is led by who does it.
func (s *sentence) ruled(v int) [2]int {
	k := v
	for k > 0 && (s.at(k-1).is(adverb|present|date) || s.first(k-1) == '在') {
		k--
	}
	of := s.ledBefore(k)
	if empty(of) || !s.proper(of) && !s.isUnit(of[0], of[1]) {
		return [2]int{}
	}
	return of
}

// rulers reads 剧团现在是张三说了算: the person right before the verb leads what stands before.
func (s *sentence) rulers() {
	for v := range s.toks {
		t := s.at(v)
		if !t.is(verb) || t.entry == nil || t.entry.frame != lead || !s.x.signs.is("rules", s.text(t)) {
			continue
		}
		p := s.leftOf(v)
		if p < 1 || !s.at(p).is(person) || !s.at(p).sure || s.at(p).end != t.start && p != v-1 {
			continue
		}
		k := p
		for k > 0 && (s.at(k-1).is(by|adverb|present|date) || s.at(k-1).is(verb) && s.at(k-1).entry.frame == being) {
			k--
		}
		if of := s.ruled(k); !empty(of) && (s.at(v+1).is(punct) || v+1 >= len(s.toks)) {
			s.emit(said{kind: Holds, verb: v, subject: p, post: post{of: of}})
		}
	}
}

// chain reads who held a post one after the other, told by words such as 其后 and 第二任: the
// post is the one the sentence, or the one before, named last.
func (s *sentence) chain() {
	for v := range s.toks {
		t := s.at(v)
		if !t.is(verb) || t.entry == nil || t.entry.frame != being && t.entry.frame != swap {
			continue
		}
		p := v + 1
		s.plainly(p)
		if !s.at(p).is(person) || !(s.at(p+1).is(punct|bracket|honour) || p+1 >= len(s.toks)) {
			continue
		}
		w := s.orderWord(v)
		o := s.lastPost(v)
		if o == nil || o.Subject == s.text(s.at(p)) {
			continue
		}
		f := said{kind: Holds, verb: v, subject: p, tense: Past}
		switch {
		case t.entry.frame == swap && (w == "" || s.x.signs.is("next", w)):
			f.kind, f.tense = Starts, ""
		case s.x.signs.is("last", w):
			f.tense = Present
		case !s.x.signs.is("next", w):
			continue
		}
		n := len(s.out)
		s.emit(f)
		if len(s.out) > n {
			st := &s.out[n]
			st.Role, st.Of, st.Whole = o.Role, o.Of, o.Whole
			if st.Kind == Starts && st.From.IsZero() {
				st.Kind, st.Tense = Holds, Past // when is not told: the order is all that is known
			}
		}
	}
}

// orderWord is what stands in the clause of verb v before it, without dates and small words.
func (s *sentence) orderWord(v int) string {
	from, to := none, none
	for i := s.clauseStart(v); i < v; i++ {
		if s.at(i).is(date | honour) {
			continue
		}
		if w := s.text(s.at(i)); w == "又" || w == "则" || w == "就" || w == "便" || w == "才" || w == "再" && i == v-1 {
			continue
		}
		if from == none {
			from = i
		}
		to = i
	}
	if from == none {
		return ""
	}
	return s.str(s.at(from).start, s.at(to).end)
}

// lastPost is the last statement before verb v that names a post and who held it, in this
// sentence or the one before. It is nil if another kind of statement is between.
func (s *sentence) lastPost(v int) *Statement {
	for i := len(s.out) - 1; i >= 0 && s.sentences[s.number].Start-s.out[i].Sentence.End < nearby/4; i-- {
		o := s.out[i]
		if o.Sentence == s.sentences[s.number] && o.Start >= int(s.offsets[s.at(v).start]) {
			continue
		}
		if o.Claim != Stated || o.Tense == Future || o.Kind != Holds && o.Kind != Starts && o.Kind != Ends {
			return nil
		}
		if o.Role == "" || o.Kind == Holds && o.Tense == Present && strings.Contains(s.s[o.Start:o.End], o.Role+o.Subject) {
			return nil // a title by the way
		}
		return &o
	}
	return nil
}

// seriesPost is the post of which piece i, such as 先后, brings the holders: before it in its
// clause, else behind it (历任馆长为), else at the end of the clause before (三位馆长,依次是).
func (s *sentence) seriesPost(i int) int {
	start := s.clauseStart(i)
	for r := i - 1; r >= start && !s.at(r).is(person|verb); r-- {
		if s.at(r).is(role) {
			return r
		}
	}
	for r := i + 1; r < len(s.toks) && !s.at(r).is(person|comma); r++ {
		if s.at(r).is(role) {
			return r
		}
	}
	if s.at(start - 2).is(role) {
		return start - 2
	}
	return none
}
