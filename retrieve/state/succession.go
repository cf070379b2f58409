package state

import (
	"strings"

	"ask/retrieve/text"
)

// replace reads 李四接替张三任总裁.
func (s *sentence) replace(v int) {
	subject, agent := s.subject(v)
	if agent && s.at(v+1).is(punct) { // 张三离任,由李四接替
		posts := s.postsBefore(s.agent(subject))
		if len(posts) == 0 {
			posts = append(posts, post{})
		}
		for _, p := range posts {
			s.emit(said{kind: Starts, verb: v, subject: subject, post: p})
		}
		return
	}
	q := v + 1
	for s.at(q).is(adverb|former|current|stop) || s.at(q).is(role|thing|modifier|field) && !s.at(q).is(person) && s.roleAhead(q, len(s.toks)) {
		q++
	}
	prior := q
	switch {
	case s.at(q).is(person) && (s.at(q).sure || s.plausible(q)):
	case s.at(q).is(pronoun):
		prior = s.pronoun(q)
	default:
		return
	}
	if subject == prior {
		subject = none
	}
	k := q + 1
	for s.at(k).is(honour | bracket) {
		k++
	}
	if s.x.signs.is("takesover", s.text(s.at(v))) {
		if !s.at(k).is(of) || !s.x.signs.begins("seat", s.str(s.at(k).end, s.end)) {
			return // 接了张三的电话
		}
		k = s.clauseEnd(k)
	}
	if s.at(k).is(of) && s.at(k+1).is(person) { // 接替他的周浩
		subject, k = k+1, k+2
	} else if s.at(k).is(of) && !s.at(k+1).is(role|thing) || s.at(k).is(postNoun) {
		k += 2
	}
	posts, _ := s.postsRight(k)
	if t := s.at(k); len(posts) == 0 && t.is(verb) && t.entry != nil && t.entry.frame == lead {
		if of := s.led(k); !empty(of) { // 接替张三掌管某局
			s.used[k] = true
			posts = append(posts, post{of: of})
		}
	}
	if s.at(k).is(as) {
		s.used[k] = true
		posts, _ = s.postsRight(k + 1)
	}
	if len(posts) == 0 && prior != none {
		posts = s.postsOf(prior)
	}
	if len(posts) == 0 {
		posts = append(posts, post{})
	}
	for _, p := range posts {
		switch {
		case subject != none:
			s.emit(said{kind: Starts, verb: v, subject: subject, post: p})
			if prior != none {
				s.emit(said{kind: Ends, verb: v, subject: prior, post: p, object: s.piece(subject)})
			}
		case prior != none && s.third(s.clauseStart(v)):
			s.emit(said{kind: Starts, verb: v, subject: none, post: p}) // fill and succeed name her
			s.emit(said{kind: Ends, verb: v, subject: prior, post: p})
		}
	}
}

// third reports whether piece i is 他 or 她 and owns nothing.
func (s *sentence) third(i int) bool {
	for s.at(i).is(skippable) {
		i++
	}
	w := s.text(s.at(i))
	return (w == "他" || w == "她") && !s.at(i+1).is(of)
}

// succeed names in the ends of a sentence who followed, where that became clear only from
// the text before.
func succeed(mine []Statement) {
	for i := 1; i < len(mine); i++ {
		if e, b := &mine[i], mine[i-1]; e.Kind == Ends && b.Kind == Starts && e.Object == "" && b.Subject != "" && b.Subject != e.Subject && e.Of == b.Of && e.Role == b.Role && e.Start <= b.End && b.Start <= e.End {
			e.Object = b.Subject
		}
	}
}

// piece is the range of runes of piece i.
func (s *sentence) piece(i int) [2]int { return [2]int{s.at(i).start, s.at(i).end} }

// postsOf are the posts that stand right before the person i.
func (s *sentence) postsOf(i int) []post {
	if !s.at(i - 1).is(role) {
		return nil
	}
	return s.postsLeft(i-1, 0)
}

// hand reads 张三交棒李四.
func (s *sentence) hand(v int) {
	subject, _ := s.subject(v)
	s.surely(v + 1)
	s.plainly(v + 1)
	if subject == none && s.leftOf(v) >= s.clauseStart(v) || !s.at(v+1).is(person) {
		return
	}
	p := post{}
	if posts := s.postsOf(subject); subject != none && len(posts) > 0 {
		p = posts[0]
	}
	s.emit(said{kind: Ends, verb: v, subject: subject, post: p, object: s.piece(v + 1)})
	if next := s.at(v + 2); !next.is(comma) || !s.at(v+3).is(pronoun) { // 交棒李四,后者出任馆长
		s.emit(said{kind: Starts, verb: v, subject: v + 1, post: p})
	}
}

// swap reads 总裁由张三变更为李四 and 总裁换成了李四.
func (s *sentence) swap(v int) {
	next := v + 1
	if !s.at(next).is(person) {
		return
	}
	prior, k := none, v
	if i := s.leftOf(v); i > 0 && s.at(i).is(person) && (s.at(i-1).is(by) || s.first(i-1) == '从') {
		prior, k = i, i-1
	}
	for _, p := range s.postsBefore(k) {
		if prior != none {
			s.emit(said{kind: Ends, verb: v, subject: prior, post: p, object: s.piece(next)})
		}
		s.emit(said{kind: Starts, verb: v, subject: next, post: p})
	}
}

// join reads 张勇加入阿里巴巴 and 张勇离开阿里巴巴, a post with it: 加入某公司担任总裁.
func (s *sentence) join(v int) {
	t := s.at(v)
	subject, _ := s.subject(v)
	i := v + 1
	if s.at(i).is(of) && t.entry.frame == quit {
		s.listed(v)
		return
	}
	for s.at(i).is(adverb) {
		i++
	}
	end := i
	for s.isThing(end) && !s.at(end).is(generic) {
		end++
	}
	if end == i || !s.worthy(s.at(i).start, s.at(end-1).end) || s.at(end).is(of) {
		return
	}
	whose := [2]int{s.at(i).start, s.at(end - 1).end}
	if next := s.at(end); next.is(as) && next.is(verb) || s.at(end).is(comma) && s.at(end+1).is(verb) && s.at(end+1).entry.frame == take && t.entry.kind == Starts {
		k := end
		if next.is(comma) {
			k++
		}
		if posts, _ := s.postsRight(k + 1); len(posts) > 0 && s.at(k).entry.kind != Ends {
			s.used[k] = true
			for _, p := range posts {
				if empty(p.of) {
					p.of = whose
				}
				s.emit(said{kind: t.entry.kind, verb: v, subject: subject, post: p})
			}
			return
		}
	}
	if subject != none && !s.at(subject).sure || s.at(end).is(generic) {
		return
	}
	s.emit(said{kind: t.entry.kind, verb: v, subject: subject, post: post{of: whose}})
}

// listed reads 离开的还有张三、李四.
func (s *sentence) listed(v int) {
	i := v + 2
	for s.at(i).is(adverb | past) {
		i++
	}
	for ; s.at(i).is(person | listing | and); i++ {
		if s.at(i).is(person) && s.at(i).sure {
			s.emit(said{kind: Ends, verb: v, subject: i})
		}
	}
}

// successors names who follows in the statements of an end: 由韩月樵接任 behind 杜衡卸任.
func (s *sentence) successors() {
	mine := s.out[s.from:]
	s.shareOf(mine)
	for i := range mine {
		if mine[i].Kind != Ends || mine[i].Object != "" {
			continue
		}
		for k := range mine {
			next := &mine[k]
			if next.Kind != Starts || k < i || next.Subject == "" || next.Subject == mine[i].Subject {
				continue
			}
			if next.Role == "" && next.Of == "" {
				next.Role, next.Of = mine[i].Role, mine[i].Of
			}
			if mine[i].Role == "" && mine[i].Of == "" && s.succeeds(next) {
				mine[i].Role, mine[i].Of = next.Role, next.Of
			}
			if s.succeeds(next) && next.Role == mine[i].Role && (next.Of == mine[i].Of || next.Of == "") {
				mine[i].Object, next.Of = next.Subject, mine[i].Of
				if mine[i].Tense == Future { // 将卸任,由…接任
					next.Tense, next.Claim = Future, mine[i].Claim
				}
				break
			}
		}
	}
}

// shareOf gives statements about one post what another says it belongs to, and says of
// who led a thing until the end told of that it is past.
func (s *sentence) shareOf(mine []Statement) {
	for i := range mine {
		for _, o := range mine {
			if mine[i].Of == "" && mine[i].Role != "" && o.Role == mine[i].Role {
				mine[i].Of = o.Of
			}
			if mine[i].Kind == Holds && mine[i].Role == "" && o.Kind == Ends && o.Subject == mine[i].Subject && o.Claim == Stated && o.Tense == Past {
				mine[i].Tense = Past
			}
		}
	}
}

// succeeds reports whether the words of st speak of following somebody.
func (s *sentence) succeeds(st *Statement) bool {
	return strings.ContainsAny(text.Fold(s.s[st.Start:st.End]), "接继")
}
