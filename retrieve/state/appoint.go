package state

// appoint reads 任命张勇为总裁 and 张勇被任命为总裁.
func (s *sentence) appoint(v int) {
	s.appointing = true
	p := v + 1
	s.surely(p)
	for s.at(p).is(adverb|former|current) || s.at(p).is(role|thing) && !s.at(p).is(person) && s.roleAhead(p, len(s.toks)) {
		p++
	}
	if s.at(p).is(person) {
		k := p + 1
		for s.at(k).is(honour|bracket|adverb|quoted) || s.at(k).is(role) && s.at(k+1).is(as) {
			k++
		}
		if !s.at(k).is(as) {
			return
		}
		s.used[k] = true
		s.emitAppointed(v, p, k+1)
		return
	}
	subject, _ := s.subject(v)
	if subject != none {
		k := v + 1
		if s.at(k).is(as) {
			s.used[k] = true
			k++
		}
		s.emitAppointed(v, subject, k)
	}
}

func (s *sentence) emitAppointed(v, subject, k int) {
	posts, _ := s.postsRight(k)
	if len(posts) == 0 && s.at(k-1).is(verb) { // 推选张三接任
		posts, v = append(posts, post{}), k-1
	}
	for _, p := range posts {
		if empty(p.of) && !empty(p.role) {
			p.of = s.employer(v)
		}
		s.emit(said{kind: Starts, verb: v, subject: subject, post: p})
	}
}

// surely makes a person of piece i, between 任命 and 为 or behind 由, if it is as long as
// a name and no word: the family name may be rare.
func (s *sentence) surely(i int) {
	if s.at(i + 1).is(as | honour | verb | adverb) {
		s.person(i)
	}
}

// plainly does so where a clause ends behind piece i, or 手里 follows.
func (s *sentence) plainly(i int) {
	if s.at(i+1).is(punct) || s.first(i+1) == '手' || s.first(i+1) == '肩' {
		s.person(i)
	}
}

// person makes a person of piece i if it may be one by its length and first character.
func (s *sentence) person(i int) {
	t := s.at(i)
	if !t.is(plain) || t.end-t.start < 2 || t.end-t.start > 4 || !s.x.names.family[s.runes[t.start]] {
		return
	}
	s.toks[i].class, s.toks[i].sure = person, true
	s.known[string(s.runes[t.start:t.end])] = true
}

// employer is the organisation that appoints by verb v, or that says what v tells.
func (s *sentence) employer(v int) [2]int {
	for anchor := v; anchor > 0; anchor-- {
		t := s.at(anchor)
		if !t.is(say) && s.text(t) != "迎来" && !(t.is(verb) && t.entry != nil && (t.entry.frame == appoint || t.entry.frame == dismiss)) {
			continue
		}
		last := s.leftOf(anchor)
		i := last
		for i >= 0 && s.isThing(i) {
			i--
		}
		if i == last || s.at(i).is(from|by|passive) {
			continue
		}
		for last > i+1 && s.isBody(last) {
			last--
		}
		from, to := s.at(i+1).start, s.at(last).end
		if s.x.signs.ends("appoints", string(s.runes[from:to])) {
			continue // who appoints, and not where
		}
		if s.worthy(from, to) && s.x.lex.classOf(string(s.runes[from:to]))&generic == 0 && !(last == i+1 && s.at(last).is(person)) {
			return [2]int{from, to}
		}
	}
	return [2]int{}
}

// dismiss reads 免去张勇总裁职务 and 张勇被免去总裁职务.
func (s *sentence) dismiss(v int) {
	if s.at(v+1).is(pronoun) || s.first(v+1) == '其' { // 任命张三为局长,免去其副局长职务
		subject := s.earlier(s.clauseStart(v))
		posts, _ := s.postsRight(v + 2)
		for _, post := range posts {
			if subject != none {
				s.emit(said{kind: Ends, verb: v, subject: subject, post: post})
			}
		}
		return
	}
	if p := v + 1; s.at(p).is(person) {
		k := p + 1
		for s.at(k).is(honour | of) {
			k++
		}
		posts, _ := s.postsRight(k)
		for _, post := range posts {
			if empty(post.of) {
				post.of = s.employer(v)
			}
			s.emit(said{kind: Ends, verb: v, subject: p, post: post})
		}
		for c := s.clauseEnd(v) + 1; s.at(c).is(person) && s.at(c).start < s.end; c = s.clauseEnd(c) + 1 { // 李四的…职务
			if !s.dismissed(c, v) {
				break
			}
		}
		return
	}
	subject, _ := s.subject(v)
	posts, _ := s.postsRight(v + 1)
	if k := s.marker(v); subject == none && k > 0 && s.at(k-1).is(person) {
		subject = k - 1 // 张三被董事会解聘
	}
	if len(posts) == 0 && subject != none && s.at(v+1).is(punct) {
		posts = s.postsOf(subject)
	}
	for _, post := range posts {
		if subject != none {
			s.emit(said{kind: Ends, verb: v, subject: subject, post: post})
		}
	}
}
