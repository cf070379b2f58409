package state

import (
	"strconv"
	"strings"

	"ask/retrieve/text"
	"ask/retrieve/when"
)

// change reads what becomes of things.
func (s *sentence) change(v int) {
	switch s.at(v).entry.frame {
	case rename:
		s.rename(v)
	case buy:
		s.buy(v)
	case sell:
		s.sell(v)
	case merge, into:
		s.merge(v)
	case move:
		s.move(v)
	case stopping:
		s.stopping(v)
	case correct:
		s.correct(v)
	}
}

// emitChange emits a change of a thing to what is given.
func (s *sentence) emitChange(v int, thing, object [2]int) {
	if empty(thing) {
		return
	}
	s.emit(said{kind: s.at(v).entry.kind, verb: v, subject: none, thing: thing, object: object})
}

// thingLeft is the thing that ends before piece v, over small words.
func (s *sentence) thingLeft(v int) [2]int {
	i := v - 1
	for i >= 0 && s.at(i).is(skippable|from) && !s.at(i).is(comma) {
		i--
	}
	last := i
	for i >= 0 && s.isThing(i) {
		i--
	}
	if i > 0 && s.first(i) == '因' || i > 0 && s.text(s.at(i)) == "由于" { // 因经费不足停办
		return s.thingLeft(i)
	}
	for i < last && s.at(i+1).is(number) {
		i++
	}
	for k := i + 2; k < last; k++ { // 某集团1.2亿元买下
		if s.at(k).is(number) && s.at(k+1).is(word|plain) {
			last = k - 1
		}
	}
	if i == last || s.at(i).is(of) && !s.at(last).is(title|quoted) || s.at(i).is(verb|by|passive|pronoun) || s.at(i).is(negation|question) {
		return [2]int{}
	}
	return s.named(i+1, last)
}

// thingRight is the thing that begins behind piece v.
func (s *sentence) thingRight(v int) ([2]int, int) {
	i := v + 1
	for s.at(i).is(adverb|as) && !s.at(i).is(thing) {
		i++
	}
	end := i
	for s.isThing(end) {
		end++
	}
	if end == i {
		return [2]int{}, i
	}
	return s.named(i, end-1), end
}

// named is the range of pieces i to j if it may be a name.
func (s *sentence) named(i, j int) [2]int {
	from, to := s.at(i).start, s.at(j).end
	if to-from > 1 && when.HanDigit(s.runes[from]) >= 0 && strings.ContainsRune("间家座个所条名", s.runes[from+1]) {
		return [2]int{} // 四间工厂
	}
	if to-from < 2 || !s.worthy(from, to) || s.x.lex.classOf(string(s.runes[from:to]))&generic != 0 {
		return [2]int{}
	}
	return [2]int{from, to}
}

// proper reports whether pieces in runes r look like the name of an organisation or a
// product rather than a plain word: a suffix, quotes, letters, or a tag.
func (s *sentence) proper(r [2]int) bool {
	if empty(r) {
		return false
	}
	for _, t := range s.toks {
		if t.start >= r[0] && t.end <= r[1] && (t.is(latin|quoted|title) || t.is(organ|place) && t.end == r[1] && t.start > r[0]) {
			return true
		}
	}
	if s.folded.names != nil {
		switch s.tag(r[0], r[1]) {
		case "organ", "place", "proper":
			return true
		}
	}
	return false
}

func (s *sentence) rename(v int) {
	name, _ := s.thingRight(v)
	if empty(name) {
		return
	}
	thing := s.thingLeft(v)
	if empty(thing) {
		thing = s.formerName(v)
	}
	if empty(thing) && s.leftOf(v) < s.clauseStart(v) {
		thing = s.firstThing(s.clauseStart(v))
	}
	s.emitChange(v, thing, name)
}

// formerName is the name behind 原名 or 前身为 in the clauses before v.
func (s *sentence) formerName(v int) [2]int {
	for i := range v {
		if r := s.runes[s.at(i).start:s.at(i).end]; hasPrefix(r, []rune("原名")) || hasPrefix(r, []rune("前身")) || s.at(i).is(former) && s.first(i+1) == '名' {
			k := i + 1
			if s.at(i).is(former) && s.at(i).end-s.at(i).start == 1 {
				k++
			}
			name, _ := s.thingRight(k - 1)
			return name
		}
	}
	return [2]int{}
}

// firstThing is the thing the clause before piece start begins with.
func (s *sentence) firstThing(start int) [2]int {
	if start == 0 {
		return [2]int{}
	}
	i := s.clauseStart(start - 1)
	for s.at(i).is(skippable) {
		i++
	}
	thing, end := s.thingRight(i - 1)
	if end >= start-1 && s.at(end).is(comma) || s.at(end).is(verb|adverb|date) {
		return thing
	}
	return [2]int{}
}

func (s *sentence) buy(v int) {
	i := s.leftOf(v)
	if of := s.at(v - 1); of.is(punct) && !of.is(comma) {
		return
	}
	if s.at(v-1).is(from) || s.at(i).is(by|passive) {
		return
	}
	buyer := s.thingLeft(v)
	if k := s.marker(v); k >= 0 { // O 被 B 收购
		name, _ := s.thingRight(k)
		thing := s.thingLeft(k)
		if s.proper(thing) || s.proper(name) {
			s.emitChange(v, thing, name)
		}
		return
	}
	if s.at(v-1).is(of) && s.isThing(v-2) { // 对 O 的收购
		k := v - 2
		for s.isThing(k - 1) {
			k--
		}
		if s.at(k - 1).is(from) {
			if first := s.initialThing(v); !empty(first) {
				s.emitChange(v, s.named(k, v-2), first)
			}
		}
		return
	}
	thing, end := s.thingRight(v)
	if s.at(end).is(of) || empty(thing) || s.at(v+1).is(word) && s.at(v+1).end == thing[1] {
		return
	}
	if empty(buyer) {
		buyer = s.initialThing(v)
	}
	if s.proper(thing) || s.proper(buyer) && text.ClassOf(s.runes[thing[0]]) != text.Other {
		s.emitChange(v, thing, buyer)
	}
}

// sell reads 某公司80%的股权转让给某资本 and 把店卖给了某人; a minority share says nothing.
func (s *sentence) sell(v int) {
	buyer, _ := s.thingRight(v)
	if p := s.at(v + 1); p.is(person) {
		buyer = s.piece(v + 1)
	}
	start := s.clauseStart(v)
	for i := start; i < v; i++ {
		if r := s.first(i); s.at(i).is(from) && (r == '把' || r == '将') || r == '将' && s.at(i).end-s.at(i).start == 1 {
			start = i + 1
		}
	}
	for s.at(start).is(skippable &^ number) {
		start++
	}
	end := start
	for s.isThing(end) && !s.at(end).is(number) && end < v {
		end++
	}
	if end == start || empty(buyer) || s.minority(end, v) {
		return
	}
	if thing := s.named(start, end-1); s.proper(thing) || s.proper(buyer) {
		s.emitChange(v, thing, buyer)
	}
}

// minority reports a share below one half between pieces i and j.
func (s *sentence) minority(i, j int) bool {
	const half = 50
	for ; i < j; i++ {
		w := s.text(s.at(i))
		if n, err := strconv.ParseFloat(strings.TrimSuffix(w, "%"), 64); err == nil && s.at(i).is(number) {
			return n <= half
		}
	}
	return false
}

// initialThing is the thing the clause of v begins with.
func (s *sentence) initialThing(v int) [2]int {
	i := s.clauseStart(v)
	for s.at(i).is(skippable) {
		i++
	}
	thing, end := s.thingRight(i - 1)
	if end > v {
		return [2]int{}
	}
	return thing
}

// marker is the piece 被 or 由 before v in its clause, none without it.
func (s *sentence) marker(v int) int {
	for i := v - 1; i > s.clauseStart(v); i-- {
		if s.at(i).is(by | passive) {
			return i
		}
		if s.at(i).is(verb) {
			return none
		}
	}
	return none
}

func (s *sentence) merge(v int) {
	if s.at(v).entry.frame == into {
		if into, _ := s.thingRight(v); !empty(into) {
			s.emitChange(v, s.thingLeft(v), into)
		}
		return
	}
	second := s.thingLeft(v)
	if empty(second) || s.at(v+1).is(thing) && !s.at(v+1).is(date) && s.text(s.at(v)) == "合并" {
		return
	}
	k := 0
	for s.at(k).start < second[0] {
		k++
	}
	if !s.at(k - 1).is(and) {
		return
	}
	last := k - 2
	first := last
	for s.isThing(first) && first >= 0 {
		first--
	}
	if a := s.named(first+1, last); first < last && (s.proper(a) || s.proper(second)) {
		s.emitChange(v, a, second)
	}
}

func (s *sentence) move(v int) {
	to, _ := s.thingRight(v)
	what := s.thingLeft(v)
	if empty(what) {
		what = s.initialThing(v)
	}
	if empty(to) || empty(what) || what[1]-what[0] < 3 {
		return
	}
	if s.proper(what) || s.proper(to) {
		s.emitChange(v, what, to)
	}
}

func (s *sentence) stopping(v int) {
	after := s.at(v + 1)
	for i := s.clauseStart(v); i < v; i++ {
		if s.first(i) == '每' {
			return // a habit
		}
	}
	if after.is(thing|of|verb) && !after.is(date|number|stop) && after.start == s.at(v).end {
		return
	}
	what := s.beforeFrom(v)
	if empty(what) {
		what = s.thingLeft(v)
	}
	if empty(what) && (s.leftOf(v) < s.clauseStart(v) || s.at(s.leftOf(v)).is(stop|verb)) {
		if thing := s.stoppedBefore(); !empty(thing) {
			what = thing
		}
	}
	if what[1]-what[0] < 3 && !s.proper(what) {
		return
	}
	s.emitChange(v, what, [2]int{})
}

// beforeFrom is the thing before 从商店 in 应用从商店下架.
func (s *sentence) beforeFrom(v int) [2]int {
	for i := v - 1; i > s.clauseStart(v); i-- {
		if r := s.first(i); s.at(i).is(from) && (r == '从' || r == '自') {
			return s.thingLeft(i)
		}
	}
	return [2]int{}
}

// stoppedBefore is the thing an earlier clause says has stopped.
func (s *sentence) stoppedBefore() [2]int {
	for i := range s.toks {
		if t := s.at(i); t.is(verb) && t.entry != nil && t.entry.kind == Stopped {
			return s.thingLeft(i)
		}
	}
	return [2]int{}
}

// correct reads 更正《…》 and 《…》被撤回; without a title in 《》 nothing is read.
func (s *sentence) correct(v int) {
	for _, i := range []int{v + 1, v + 2, s.leftOf(v), s.leftOf(v) - 1} {
		if s.at(i).is(title) && s.clauseStart(i) == s.clauseStart(v) {
			s.emitChange(v, s.piece(i), [2]int{})
			return
		}
	}
	for i := s.clauseStart(v); i < v; i++ {
		if s.at(i).is(title) {
			s.emitChange(v, s.piece(i), [2]int{})
			return
		}
	}
}
