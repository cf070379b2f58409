package state

// subject is the person piece v says something of, and whether 由 stands before: the
// one right before it, else the one its clause begins with, else, if the clause begins
// with v, the one the clauses before speak of. It may be none.
func (s *sentence) subject(v int) (int, bool) {
	i := s.leftOf(v)
	if i >= 0 && s.at(i).is(person) {
		return i, s.agent(i) >= 0
	}
	if i >= 0 && s.at(i).is(and|listing) && s.at(i-1).is(person) {
		return i - 1, false
	}
	start := s.clauseStart(v)
	if i >= start {
		if s.at(i).is(pronoun) {
			return s.pronoun(i), false
		}
		for k := i; k > start; k-- { // 张三因工作变动辞去
			if s.first(k) == '因' && s.at(k-1).is(person) {
				return k - 1, false
			}
		}
		if p := s.initial(start, v); p != none || s.isThing(start) {
			return p, false
		}
		return s.earlier(start), false
	}
	return s.earlier(start), false
}

// agent is the piece 由 that makes the person i an agent, none without it: 由原副总裁某某.
func (s *sentence) agent(i int) int {
	k := i - 1
	if s.at(k).is(role) {
		k = s.postsFirst(k) - 1
	}
	for k >= 0 && s.at(k).is(adverb|present|honour) {
		k--
	}
	if s.at(k).is(by) {
		return k
	}
	const most = 4
	for n := 0; n < most && (s.isThing(k) && !s.at(k).is(person) || s.at(k).is(stop) || s.at(k).is(of) && n == 0); n++ {
		k-- // 由主策划张三, 由教研组的张三
	}
	if s.x.signs.is("agent", s.text(s.at(k))) && k >= s.clauseStart(i) {
		return k
	}
	return none
}

// postsFirst is the first piece of the posts that end with role k.
func (s *sentence) postsFirst(k int) int {
	posts := s.postsLeft(k, 0)
	return posts[len(posts)-1].first
}

// initial is the person the clause from piece start begins with, before piece end: only
// dates, small words and the person's posts may come first.
func (s *sentence) initial(start, end int) int {
	for i := start; i < end; i++ {
		t := s.at(i)
		switch {
		case t.is(person):
			if s.at(i+1).is(organ|place|of) || i+1 == end && !t.sure {
				return none
			}
			return i
		case t.is(pronoun):
			return s.pronoun(i)
		case t.is(skippable | former | current | role | modifier | field | and | listing):
		case s.isThing(i) && s.roleAhead(i, end):
		case t.is(stop) && s.roleAhead(i, end):
		case t.is(punct) && !t.is(comma):
		default:
			return none
		}
	}
	return none
}

// roleAhead reports whether a role and then a person follow piece i before end.
func (s *sentence) roleAhead(i, end int) bool {
	for ; i < end; i++ {
		if s.at(i).is(role) && s.at(i+1).is(person) {
			return true
		}
		if !s.isThing(i) && !s.at(i).is(modifier|field|of|former|current|and|listing|stop) {
			return false
		}
	}
	return false
}

// earlier is the person that the clauses before piece start speak of: the one the last
// of them ends with after 的, else the one a clause begins with.
func (s *sentence) earlier(start int) int {
	const clauses = 4
	for n := 0; n < clauses && start > 0; n++ {
		end := start - 1
		start = s.clauseStart(end)
		if last := s.at(end - 1); last.is(person) && last.sure && (s.relative(end-1) || end-1 == start || s.at(end-2).is(role)) && !s.replaced(end-1) {
			return end - 1
		}
		if p := s.initial(start, end); p != none {
			return p
		}
		if p := s.appointee(start, end); p != none {
			return p
		}
		if p := s.headOf(start, end); p != none {
			return p
		}
	}
	return none
}

// replaced reports a person in whose place the one spoken of came: 他接替创始总裁张三.
func (s *sentence) replaced(person int) bool {
	for i := person - 1; i >= s.clauseStart(person); i-- {
		if t := s.at(i); t.is(verb) {
			return t.entry != nil && t.entry.frame == replace
		}
	}
	return false
}

// appointee is the person right behind a verb such as 任命 at the beginning of the clause of
// pieces start to end.
func (s *sentence) appointee(start, end int) int {
	for i := start; i+1 < end; i++ {
		if t := s.at(i); t.is(verb) && t.entry != nil {
			if (t.entry.frame == appoint || t.entry.frame == dismiss) && s.at(i+1).is(person) {
				return i + 1
			}
			return none
		}
	}
	return none
}

// headOf is the person that the clause of pieces start to end is about, described in front
// of the name: 执掌某局七年的张三已到龄. Nobody else may be named there.
func (s *sentence) headOf(start, end int) int {
	for i := start; i < end; i++ {
		if t := s.at(i); !t.is(person) {
			continue
		} else if !t.sure || i < start+2 || !s.at(i-1).is(of) || !s.at(i+1).is(skippable|verb|say) {
			return none
		}
		for k := i + 1; k < end; k++ {
			if s.at(k).is(person) {
				return none
			}
		}
		return i
	}
	return none
}

// relative reports whether the person i is what a clause with 的 speaks of.
func (s *sentence) relative(i int) bool {
	k := i - 1
	for k >= 0 && s.at(k).is(stop|word) {
		k--
	}
	return s.at(k).is(of)
}

// pronoun is the piece of the person that the pronoun i means in its own sentence: the
// only person before it. Text before the sentence is looked at by fill.
func (s *sentence) pronoun(i int) int {
	found := none
	switch s.text(s.at(i)) {
	case "后者":
		return s.mentioned(i, false)
	case "前者":
		return s.mentioned(i, true)
	case "我":
		return none // see fill
	case "本人":
		if s.at(0).is(person) && s.at(1).is(say|word) && s.first(2) == ':' {
			return 0 // 张三报告:…,本人今年四月受聘
		} else if s.told(i) {
			return none
		}
	case "自己":
		for k := range i {
			if s.third(k) {
				return none // 她…,自己当顾问: who she is, fill tells
			}
		}
	}
	for k := range i {
		if t := s.at(k); t.is(person) && (t.sure || s.plausible(k)) {
			if found != none && s.text(s.at(found)) != s.text(t) {
				return none
			}
			found = k
		}
	}
	return found
}

// told reports whether a colon before piece i makes what follows the words of somebody.
func (s *sentence) told(i int) bool {
	for k := range i {
		if s.first(k) == ':' {
			return true
		}
	}
	return false
}

// mentioned is the first or last of two or more persons before piece i, none if there are
// fewer.
func (s *sentence) mentioned(i int, first bool) int {
	var all []int
	for k := range i {
		if s.at(k).is(person) && (s.at(k).sure || s.plausible(k)) {
			all = append(all, k)
		}
	}
	switch {
	case len(all) < 2:
		return none
	case first:
		return all[0]
	}
	return all[len(all)-1]
}
