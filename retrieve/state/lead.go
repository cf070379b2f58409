package state

import (
	"strings"

	"ask/retrieve/when"
)

// lead reads 张勇带领阿里云, 阿里云由张勇带领 and 带领阿里云的张勇.
func (s *sentence) lead(v int) {
	if s.at(v-1).is(of) || s.at(v+1).is(as) || s.x.signs.is("rules", s.text(s.at(v))) {
		return
	}
	object := s.led(v)
	subject, agent := s.leader(v)
	if b := s.behind(v); b != none && s.leftOf(v) < s.clauseStart(v) {
		subject = b
	}
	if s.x.signs.is("maycoach", s.text(s.at(v))) && !s.proper(object) {
		object = [2]int{} // 张三带队在外地集训
	}
	if s.inCharge(v, subject, agent) {
		s.emit(said{kind: Starts, verb: v, subject: subject})
		return
	}
	if s.at(v+1).is(of) && subject != none && s.leftOf(v) == subject { // 张勇带领的阿里云
		object = s.led(v + 1)
	}
	if subject == none && !empty(object) {
		subject = s.behind(v)
	}
	if agent && empty(object) && !s.at(v+1).is(thing|occasion|of) {
		if object = s.ledBefore(s.agent(subject)); s.coaches(v) && !s.proper(object) {
			object = [2]int{} // 余下六轮由张三带队
		}
	}
	if subject == none && !agent && !empty(object) && !s.coaches(v) && s.third(s.clauseStart(v)) {
		s.emit(said{kind: Holds, verb: v, subject: none, post: post{of: object}, tense: s.leadTense(v)})
		return
	}
	if subject == none || !s.at(subject).sure && !s.coaches(v) {
		return
	}
	if s.minds(v, subject, agent) || s.keepsHouse(v, subject, object, agent) {
		return
	}
	p := post{of: object}
	if s.coaches(v) {
		p.role = s.piece(v)
	}
	switch {
	case !empty(object):
		s.emit(said{kind: Holds, verb: v, subject: subject, post: p, tense: s.leadTense(v)})
	case !empty(p.role) && s.at(v+1).is(punct):
		for _, who := range s.together(subject) {
			s.emit(said{kind: Starts, verb: v, subject: who, post: p})
		}
	}
}

// leadTense is Past for who led a thing until now in a relative clause, or did something by it.
func (s *sentence) leadTense(v int) string {
	if s.at(v - 1).is(past) {
		return Past
	}
	for i := v + 1; i < len(s.toks); i++ { // 带领…实现了, 任内
		if w := s.text(s.at(i)); w == "了" && s.clauseStart(i) == s.clauseStart(v) || w == "任内" || w == "期间" {
			return Past
		}
	}
	return ""
}

// leader is the person who leads by verb v.
func (s *sentence) leader(v int) (int, bool) {
	i := s.leftOf(v)
	if i >= 0 && s.at(i).is(passive|by) {
		i--
	}
	if i >= 0 && s.at(i).is(person) {
		return i, s.agent(i) >= 0
	}
	if i >= 0 && s.at(i).is(pronoun) {
		return s.pronoun(i), false
	}
	if i < s.clauseStart(v) {
		return s.earlier(s.clauseStart(v)), false
	}
	if p := s.initial(s.clauseStart(v), v); p != none {
		return p, false
	}
	return none, false
}

// led is the thing behind verb v that is led: up to the first word that is no part of
// a name.
func (s *sentence) led(v int) [2]int {
	i := v + 1
	for s.at(i).is(adverb) {
		i++
	}
	end := i
	for s.isThing(end) && !s.at(end).is(occasion) {
		end++
	}
	if end == i || s.at(i).is(number) || when.HanDigit(s.first(i)) >= 0 || s.at(end).is(role|occasion) || s.at(end).is(plain) {
		return [2]int{}
	}
	for end > i && s.at(end-1).is(number|bracket) {
		end--
	}
	from, to := s.at(i).start, s.at(max(end-1, i)).end
	if !s.worthy(from, to) || to-from < 2 {
		return [2]int{}
	}
	return [2]int{from, to}
}

// ledBefore is the thing that stands before piece k, the 由 of 阿里云由张勇带领.
func (s *sentence) ledBefore(k int) [2]int {
	i := s.overSide(k - 1)
	for i >= 0 && s.at(i).is(adverb|present|date|past|future|of) {
		i--
	}
	last := i
	for i >= 0 && s.isThing(i) {
		i--
	}
	if i == last || s.at(i).is(verb) {
		return [2]int{}
	}
	from, to := s.at(i+1).start, s.at(last).end
	if !s.worthy(from, to) || to-from < 2 {
		return [2]int{}
	}
	return [2]int{from, to}
}

// behind is the person that the clause with verb v is about: 带领阿里云的张勇.
func (s *sentence) behind(v int) int {
	end := s.clauseEnd(v)
	for i := v + 1; i < end; i++ {
		if s.at(i).is(of) {
			for k := i + 1; k < min(i+5, end); k++ {
				if s.at(k).is(person) {
					return k
				}
				if !s.at(k).is(stop | word | adverb | role) {
					return none
				}
			}
			return none
		}
		if s.at(i).is(verb) {
			return none
		}
	}
	return none
}

// coaches reports whether verb v means the post of who trains a team: 执教, and 挂帅 in a
// text that speaks of one.
func (s *sentence) coaches(v int) bool {
	w := s.text(s.at(v))
	return s.x.signs.is("coach", w) || s.x.signs.is("maycoach", w) && s.x.signs.in("team", s.s)
}

// inCharge reports whether verb v says that somebody does the work of a post that the
// sentence tells of: 由副馆长张三主持工作, 日常工作由张三主持.
func (s *sentence) inCharge(v, subject int, agent bool) bool {
	if subject == none || !s.tellsEnd(v) {
		return false
	}
	if strings.HasSuffix(s.text(s.at(v)), "工作") {
		return true
	}
	const longest = 8
	if end := s.at(s.clauseEnd(v) - 1).end; end > s.at(v).end && end-s.at(v).end <= longest && s.x.signs.ends("affairs", s.str(s.at(v).end, end)) {
		return true
	}
	if !agent || !s.at(v+1).is(punct) {
		return false
	}
	k := s.agent(subject) - 1
	for s.at(k).is(adverb | present) {
		k--
	}
	if k < s.clauseStart(v) {
		return true // 空缺,由张三负责
	}
	if !s.at(k).is(word|plain|postNoun|stop) || k < s.clauseStart(v) {
		return false
	}
	w := s.str(s.at(s.clauseStart(v)).start, s.at(k).end)
	return s.x.signs.ends("charge", w)
}

// tellsEnd reports whether the sentence has told of an end or a vacancy before piece v.
func (s *sentence) tellsEnd(v int) bool {
	for _, o := range s.out[s.from:] {
		if o.Kind == Ends && o.Role != "" && o.End <= int(s.offsets[s.at(v).end]) {
			return true
		}
	}
	return false
}
