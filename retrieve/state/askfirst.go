package state

// ofFirstClause is the organisation of the clauses before piece k: its new name, if they tell
// that it changed, else the one that they begin with.
func (s *asked) ofFirstClause(k int) [2]int {
	start := s.clauseStart(k)
	if start == 0 {
		return [2]int{}
	}
	if v := s.verbOf(rename); v != none && v < start {
		if name, _ := s.thingRight(v); !empty(name) {
			return name
		}
		return s.thingLeft(v)
	}
	first := 0
	for s.at(first).is(skippable) {
		first++
	}
	if end := s.organEnd(first); end > 0 && end < start {
		return [2]int{s.at(first).start, s.at(end - 1).end}
	}
	return [2]int{}
}

// beforeRule is the thing before 管事的 and its like, which stand before 谁.
func (s *asked) beforeRule(who int) [2]int {
	for i := range who {
		if s.x.signs.is("rules", s.text(s.at(i))) && s.at(i+1).is(of) {
			return s.ruled(i)
		}
	}
	return [2]int{}
}
