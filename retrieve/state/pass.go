package state

// acting reports whether piece v, which may stand in front of a post as part of its name,
// is a verb: 张三代理总裁, not 代理总裁张三.
func (s *sentence) acting(v int) bool {
	i := s.leftOf(v)
	if i < s.clauseStart(v) || !s.at(i).is(person|pronoun) || s.at(i).end != s.at(v).start && !s.at(v-1).is(skippable) {
		return false
	}
	posts, after := s.postsRight(v + 1)
	return len(posts) == 0 || !s.at(after).is(person)
}

// give reads (张三)把总裁一职交给李四 and 总裁的位置交到李四手上.
func (s *sentence) give(v int) {
	next := v + 1
	for s.at(next).is(adverb|former|current|honour) || s.at(next).is(role|modifier|field) && !s.at(next).is(person) && s.roleAhead(next, len(s.toks)) {
		next++
	}
	s.surely(next)
	s.plainly(next)
	next = s.described(next)
	if !s.at(next).is(person) {
		return
	}
	r := s.given(v)
	if i := s.leftOf(v); r == none && i >= s.clauseStart(v) && s.at(i).is(postNoun) && s.x.signs.is("falls", s.text(s.at(i))) && s.givenIn(v) {
		s.emit(said{kind: Starts, verb: v, subject: next}) // 张三卸任,接力棒交到了李四手中
		return
	}
	if r == none || s.first(v) == '落' && !s.x.signs.is("falls", s.str(s.at(r).end, s.at(v).start)) {
		return
	}
	posts := s.postsLeft(r, 0)
	prior := s.giver(v, posts[len(posts)-1].first)
	for _, p := range posts {
		p.former = false
		if prior != none && prior != next {
			s.emit(said{kind: Ends, verb: v, subject: prior, post: p, object: s.piece(next)})
		}
		s.emit(said{kind: Starts, verb: v, subject: next, post: p})
	}
}

// described is the person behind words on her that begin with piece i: 设计出身的张三. It is
// i if there is none.
func (s *sentence) described(i int) int {
	const most = 6
	for k := i; k < min(i+most, s.clauseEnd(i)); k++ {
		switch {
		case s.at(k).is(person):
			return i
		case s.at(k).is(of) && s.at(k+1).is(person):
			return k + 1
		case !s.isThing(k) && !s.at(k).is(stop|field|modifier):
			return i
		}
	}
	return i
}

// given is the post before verb v in its clause, none without one.
func (s *sentence) given(v int) int {
	start := s.clauseStart(v)
	if i := s.leftOf(v); i < start && start > 0 {
		start = s.clauseStart(start - 1) // 厂长的担子,昨天交给了
	}
	for i := v - 1; i >= start; i-- {
		switch t := s.at(i); {
		case t.is(role) && !t.is(honour):
			return i
		case t.is(person|verb|listing) && !t.is(postNoun):
			return none
		}
	}
	return none
}

// giver is the person before 把 or 将 in front of piece first, or the one its clause speaks
// of; none without one.
func (s *sentence) giver(v, first int) int {
	for i := first - 1; i >= s.clauseStart(v); i-- {
		if t := s.at(i); t.end-t.start == 1 && (s.first(i) == '把' || s.first(i) == '将') {
			p, _ := s.subject(i)
			return p
		}
	}
	return none
}

// part reads 俱乐部与主教练张三解约: who parts is the one behind 与.
func (s *sentence) part(v int) {
	i := s.leftOf(v)
	for s.at(i).is(word|honour) && s.at(i-1).is(person|adverb) {
		i--
	}
	if !s.at(i).is(person) {
		return
	}
	posts := s.postsOf(i)
	first := i
	if len(posts) > 0 {
		first = posts[len(posts)-1].first
	}
	if !s.at(first - 1).is(and | from) {
		return
	}
	if len(posts) == 0 {
		posts = append(posts, post{})
	}
	for _, p := range posts {
		s.emit(said{kind: Ends, verb: v, subject: i, post: p})
	}
}

// vacant reads 馆长一职空缺: nobody holds it. The statement has no subject, and tells those
// beside it of which post they speak.
func (s *sentence) vacant(v int) {
	for _, p := range s.postsBefore(v) {
		s.emit(said{kind: Ends, verb: v, subject: none, post: p})
	}
}

// handed reads 张三从李四手中接过总裁: who held it before.
func (s *sentence) handed(v, subject int) int {
	for i := s.clauseStart(v); i < v; i++ {
		if t := s.at(i); t.end-t.start != 1 || s.first(i) != '从' && s.first(i) != '自' && s.first(i) != '由' {
			continue
		}
		k := i + 1
		for s.at(k).is(former|current|role|thing|modifier|of) && !s.at(k).is(person) && k < v {
			k++
		}
		s.surely(k)
		s.plainly(k)
		if s.at(k).is(person) && k != subject && k < v && s.hands(k+1, v) {
			s.toks[k].sure = true
			return k
		}
	}
	return none
}

// hands reports whether pieces i to j are 手里, 手中 and the like.
func (s *sentence) hands(i, j int) bool {
	if i >= j {
		return false
	}
	for _, r := range s.runes[s.at(i).start:s.at(j-1).end] {
		if r == '手' {
			return true
		}
	}
	return false
}
