package state

import "ask/retrieve/when"

// lead reads 张勇带领阿里云, 阿里云由张勇带领 and 带领阿里云的张勇.
func (s *sentence) lead(v int) {
	if s.at(v-1).is(of) || s.at(v+1).is(as) {
		return
	}
	object := s.led(v)
	subject, agent := s.leader(v)
	if s.at(v+1).is(of) && subject != none && s.leftOf(v) == subject { // 张勇带领的阿里云
		object = s.led(v + 1)
	}
	if subject == none && !empty(object) {
		subject = s.behind(v)
	}
	if agent && empty(object) && !s.at(v+1).is(thing|occasion|of) {
		object = s.ledBefore(s.agent(subject))
	}
	if subject == none || !s.at(subject).sure || empty(object) {
		return
	}
	s.emit(said{kind: Holds, verb: v, subject: subject, post: post{of: object}, tense: s.leadTense(v)})
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
	i := k - 1
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
