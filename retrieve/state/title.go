package state

import "ask/retrieve/when"

// appositions reads posts that stand right before a person: 阿里云总裁张勇.
func (s *sentence) appositions() {
	last, shared := none, [2]int{}
	for i := range s.toks {
		if !s.at(i).is(role) || !s.at(i+1).is(person) || !s.touching(i) && !s.at(i+1).is(latin) {
			continue
		}
		p := s.at(i + 1)
		if !p.sure || s.at(i+2).is(role) && !s.at(i+2).is(honour) {
			continue
		}
		posts := s.postsLeft(i, 0)
		if k := posts[len(posts)-1].first - 1; s.at(k).is(listing|and) && k-1 == last {
			posts[0].of = orElse(posts[0].of, shared)
		}
		for _, post := range posts {
			s.emit(said{kind: Holds, verb: i, subject: i + 1, post: post, tense: s.titleTense(post)})
		}
		for k := i + 2; s.at(k).is(listing) && s.at(k+1).is(person) && s.at(k+2).is(punct) && s.plural(posts[0]); k += 2 {
			s.emit(said{kind: Holds, verb: i, subject: k + 1, post: posts[0], tense: s.titleTense(posts[0])})
			i = k + 1
		}
		last, shared = i+1, posts[0].of
	}
	s.titlesBehind()
	s.titledPersons()
	s.bracketed()
}

// plural reports a post that several hold: a deputy's.
func (s *sentence) plural(p post) bool { return s.runes[p.role[0]] == '副' }

// orElse is the range a, or b if nothing is written in a.
func orElse(a, b [2]int) [2]int {
	if empty(a) {
		return b
	}
	return a
}

// titlesBehind reads clauses that are only the post of the person before: 张三,某公司总裁,.
func (s *sentence) titlesBehind() {
	for i := range s.toks {
		if !s.at(i).is(person) || !s.at(i).sure || !s.at(i+1).is(comma) || s.first(i+1) != ',' || !s.at(i-1).is(comma|role|of) {
			continue
		}
		r := s.roleFrom(i + 2)
		if r < 0 || !s.at(r+1).is(comma) || s.at(i+2).is(person) && s.at(i+2).sure {
			continue
		}
		posts := s.postsLeft(r, i+2)
		if posts[len(posts)-1].first > i+2 {
			continue
		}
		for _, post := range posts {
			s.emit(said{kind: Holds, verb: r, subject: i, post: post, tense: s.titleTense(post)})
		}
	}
}

// titleTense is Past for 前总裁 and behind 时任 and 接替, else Present.
func (s *sentence) titleTense(p post) string {
	replaced := s.at(p.first-1).is(verb) && s.at(p.first-1).entry != nil && s.at(p.first-1).entry.frame == replace
	if p.former || s.at(p.first-1).is(former) || replaced {
		return Past
	}
	return Present
}

// bracketed reads a post in brackets behind a person: 温知行(总调度).
func (s *sentence) bracketed() {
	for i := range s.toks {
		b := s.at(i + 1)
		if !s.at(i).is(person) || !s.at(i).sure || !b.is(bracket) || b.end-b.start < 4 {
			continue
		}
		in := s.x.scan(s.folded, b.start+1, b.end-1, when.Date{})
		last := len(in.toks) - 1
		if last < 0 || !in.at(last).is(role) {
			continue
		}
		posts := in.postsLeft(last, 0)
		if posts[len(posts)-1].first > 0 {
			continue
		}
		for _, p := range posts {
			s.emit(said{kind: Holds, verb: i, subject: i, post: p, tense: s.titleTense(p)})
		}
	}
}
