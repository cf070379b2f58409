package state

import (
	"fmt"
	"strings"

	"ask/retrieve/text/pattern"
)

// claimRules are the lines of data/claims.txt.
type claimRules struct {
	claims, scopes []string
	set            *pattern.Set
}

func readClaims() (*claimRules, error) {
	rows, err := lines("claims.txt")
	if err != nil {
		return nil, err
	}
	out := &claimRules{}
	var expressions []string
	for _, row := range rows {
		if len(row) < 3 {
			return nil, fmt.Errorf("claims.txt: bad line %q", strings.Join(row, " "))
		}
		out.claims, out.scopes = append(out.claims, row[0]), append(out.scopes, row[1])
		expressions = append(expressions, strings.Join(row[2:], " "))
	}
	if out.set, err = pattern.Compile(expressions...); err != nil {
		return nil, fmt.Errorf("claims.txt: %w", err)
	}
	return out, nil
}

// claim is how the sentence puts what piece v says.
func (s *sentence) claim(v int) string {
	if s.at(v).is(verb) && s.negated(v) {
		return Denied
	}
	title := s.at(v).is(role)
	seen := map[string]pattern.Text{}
	for i, claim := range s.x.claims.claims {
		if title && (claim == Denied || claim == Supposed || claim == Rumour) {
			continue // a title in passing is nobody's claim
		}
		scope := s.x.claims.scopes[i]
		part, ok := seen[scope]
		if !ok {
			part = s.x.claims.set.Read(s.reach(scope, v))
			seen[scope] = part
		}
		if part.Has(i) {
			return claim
		}
	}
	return Stated
}

// reach is what a claim's scope means, folded.
func (s *sentence) reach(scope string, v int) string {
	switch scope {
	case "next":
		return s.nextSentence()
	case "before":
		return string(s.runes[s.start:s.at(v).start])
	case "after":
		return string(s.runes[s.at(v).end:s.end])
	}
	return string(s.runes[s.start:s.end])
}

// nextSentence is the sentence behind this one, folded.
func (s *sentence) nextSentence() string {
	if s.number+1 >= len(s.spans) {
		return ""
	}
	next := s.spans[s.number+1]
	return string(s.runes[next[0]:next[1]])
}

// negated reports whether a negation stands before verb v.
func (s *sentence) negated(v int) bool {
	for i := v - 1; i >= 0 && !s.at(i).is(comma); i-- {
		if s.at(i).is(negation) && !(s.at(i+1).is(plain) && s.at(i+1).start == s.at(i).end && s.at(i).end-s.at(i).start == 1) {
			return true // but not 不佳
		}
		if s.at(i).is(verb|pronoun) || s.at(i).is(person) && i < v-1 {
			break
		}
	}
	return false
}

// tense is when what verb v says holds.
func (s *sentence) tense(v int, k Kind) string {
	usual := Past
	if k == Holds {
		usual = Present
	}
	if t := s.at(v); t.is(past) || t.entry != nil && strings.HasPrefix(string(t.entry.runes), "曾") || string(s.runes[t.start:t.end]) == "历任" {
		return Past
	}
	if w := s.at(v); w.entry != nil && w.entry.frame == take && w.entry.runes[len(w.entry.runes)-1] == '过' && w.entry.kind == Holds {
		return Past // 当过馆长
	}
	if s.x.signs.is("proposes", s.text(s.at(v))) {
		return Future // 提名张三为会长
	}
	for i := v - 1; i >= s.clauseStart(v); i-- {
		switch t := s.at(i); {
		case s.text(t) == "将" && s.isThing(i+1): // 将某物改名
		case t.is(negation) && strings.ContainsRune(s.text(t), '会'), t.is(future) && !t.is(person):
			return Future
		case t.is(past):
			return Past
		case t.is(verb) && !t.is(say|adverb|of):
			return usual
		}
	}
	return usual
}

// speaker is who says what piece v says, "" for the document itself.
func (s *sentence) speaker(v int) string {
	for i := range v {
		t := s.at(i)
		if !t.is(say) || s.sameClause(i, v) && !s.quoting(i) {
			continue
		}
		k := s.leftOf(i)
		if k < 0 {
			return ""
		}
		for s.at(k).is(say) && k > 0 {
			k = s.leftOf(k)
		}
		if s.at(k).is(person) {
			return s.text(s.at(k))
		}
		first := k
		for first >= 0 && (s.isThing(first) || s.at(first).is(role|stop)) {
			first--
		}
		for first+1 < k && s.at(first+1).is(stop) {
			first++
		}
		if first < k && !s.at(k).is(comma) && (first < 0 || s.first(first) != '在') && !strings.Contains(s.text(s.at(k)), "消息") && !strings.Contains(s.str(s.at(first+1).start, s.at(k).end), "有人") {
			return s.str(s.at(first+1).start, s.at(k).end)
		}
	}
	return ""
}

// quoting reports whether say verb i opens a clause of its own: 否认, 透露 and their
// like stand in one clause with what is said.
func (s *sentence) quoting(i int) bool {
	return !s.at(i).is(verb)
}

func (s *sentence) sameClause(i, v int) bool { return s.clauseStart(i) == s.clauseStart(v) }
