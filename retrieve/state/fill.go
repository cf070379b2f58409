package state

import (
	"slices"
	"strings"

	"ask/retrieve/text"
)

// fill adds to st what its sentence, or the one before, leaves no doubt about: the
// person a pronoun means, the post of somebody who leaves.
func (s *sentence) fill(st *Statement) {
	if st.Subject == "" && (st.Kind == Holds || st.Kind == Starts || st.Kind == Ends) {
		st.Subject = s.spokenOf(st)
	}
	if s.x.generic(st.Of) {
		if of := s.organisation(st); of != "" {
			st.Of = of
		}
	}
	if st.Of == "" && st.Role != "" {
		if r := s.employer(len(s.toks) - 1); !empty(r) && s.proper(r) && s.str(r[0], r[1]) != st.Subject {
			st.Of = s.str(r[0], r[1])
		}
	}
	if st.Of == "" && st.Role != "" {
		st.Of = s.onlyOne()
	}
	if st.Kind == Ends && st.Role == "" && st.Of == "" {
		s.sameSubject(st)
	}
	if st.Of == "" && st.Role != "" && st.Kind != Holds {
		s.sameSubjectOf(st)
	}
}

// generic reports whether of is a word such as 公司.
func (x *Extractor) generic(of string) bool {
	return of != "" && x.lex.classOf(text.Fold(of))&generic != 0
}

// organisation is what 公司 means: the one organisation the text spoke of so far.
func (s *sentence) organisation(st *Statement) string {
	if r := s.employer(len(s.toks) - 1); !empty(r) && s.proper(r) {
		return s.str(r[0], r[1])
	}
	if found := s.suffixed(st.Of); found != "" {
		return found
	}
	found := ""
	for _, of := range append(s.ofs[:len(s.ofs):len(s.ofs)], s.here()...) {
		if of == found || st.Of == "集团" && !strings.HasSuffix(of, "集团") {
			continue
		}
		if found != "" {
			return ""
		}
		found = of
	}
	return found
}

// here is what the statements of this sentence belong to.
func (s *sentence) here() []string {
	var out []string
	for _, o := range s.out[s.from:] {
		if o.Of != "" && !s.x.generic(o.Of) {
			out = append(out, o.Of)
		}
	}
	return out
}

// remember keeps what the statements of a sentence belong to for those that follow:
// as many as it takes to know that there are several.
func (r *reader) remember(mine []Statement) {
	const enough = 8
	for _, o := range mine {
		if o.Of == "" || r.find.generic(o.Of) {
			continue
		}
		if len(r.ofs) < enough && !slices.Contains(r.ofs, o.Of) {
			r.ofs = append(r.ofs, o.Of)
		}
		if o.Role != "" && len(r.posted) < enough && !slices.Contains(r.posted, o.Of) {
			r.posted = append(r.posted, o.Of)
		}
	}
}

// onlyOne is the one organisation whose posts the text spoke of so far.
func (s *sentence) onlyOne() string {
	if len(s.posted) == 1 && s.x.endsLikeName(s.posted[0]) {
		return s.posted[0]
	}
	return ""
}

// suffixed is the one name that ends with the word of, such as 博物馆, in this sentence
// and those before it; "" if there are several.
func (s *sentence) suffixed(of string) string {
	const back = 3
	end := []rune(text.Fold(of))
	if len(end) < 2 {
		return ""
	}
	found := ""
	for n := max(0, s.number-back); n <= s.number; n++ {
		l := s.reader.line(n)
		for i := 1; i < len(l.toks); i++ {
			t := l.at(i)
			if t.end-t.start > len(end) || t.end-len(end) < l.start || !hasPrefix(l.runes[t.end-len(end):t.end], end) || !l.isThing(i-1) {
				continue
			}
			k := i
			for k > 0 && l.isThing(k-1) {
				k--
			}
			name := l.str(l.at(k).start, t.end)
			if found != "" && found != name {
				return ""
			}
			found = name
		}
	}
	return found
}

// sameSubject takes the post of an end from the statement before it about the same
// person.
func (s *sentence) sameSubject(st *Statement) {
	for i := len(s.out) - 1; i >= 0 && s.sentences[s.number].Start-s.out[i].Sentence.End < nearby; i-- {
		o := s.out[i]
		if (o.Kind == Holds || o.End < st.End) && o.Subject == st.Subject && o.Subject != "" && (o.Kind == Holds || o.Kind == Starts) && (o.Claim == Stated || o.Sentence == st.Sentence) {
			st.Of, st.Role = o.Of, o.Role
			return
		}
	}
}

// nearby is how many bytes apart two sentences may be to speak of the same.
const nearby = 400

// sameSubjectOf takes what a post belongs to from what the sentence has said of the same
// person, if that is one organisation.
func (s *sentence) sameSubjectOf(st *Statement) {
	found := ""
	for _, o := range s.out[s.from:] {
		if o.Subject != st.Subject || o.Of == "" || o.End > st.End || o.Kind == Ends || o.Claim == Denied || o.Of == found {
			continue
		}
		if found != "" {
			return
		}
		found = o.Of
	}
	st.Of = found
}

// spokenOf is the person the sentences before speak of, if they speak of one only and
// st's clause begins with a pronoun or with the verb itself.
func (s *sentence) spokenOf(st *Statement) string {
	v := 0
	for v < len(s.toks) && int(s.offsets[s.at(v).end]) <= st.Start {
		v++
	}
	for i := s.clauseStart(min(v, len(s.toks)-1)); i < v; i++ {
		if !s.at(i).is(skippable|pronoun|current|from) && !s.isThing(i) {
			return ""
		}
	}
	start := s.clauseStart(min(v, len(s.toks)-1))
	if start > 0 && !s.at(start).is(pronoun) && !s.at(0).is(pronoun|skippable|verb|from) {
		return ""
	}
	for start < v && s.at(start).is(skippable) {
		start++
	}
	if start < v && !s.at(start).is(pronoun|from|adverb) {
		return ""
	}
	return s.before(start < v && s.at(start).is(pronoun))
}

// before is the one person the last sentence with a person in it speaks of; without a
// pronoun that sentence must begin with the person.
func (s *sentence) before(pronoun bool) string {
	const back = 3
	if len(s.known) == 1 {
		for name := range s.known {
			if t := s.firstOf(name); t != "" {
				return t
			}
		}
	}
	for n := s.number - 1; n >= max(0, s.number-back); n-- {
		l := s.reader.line(n)
		found := ""
		for _, t := range l.toks {
			if !t.is(person) || !t.sure {
				continue
			}
			name := l.text(t)
			if found != "" && name != found {
				return ""
			}
			found = name
		}
		if found != "" {
			if first := l.firstPiece(); !pronoun && !first.is(person) {
				return ""
			}
			return found
		}
	}
	return ""
}

// firstPiece is the first piece that is no date or small word.
func (l *line) firstPiece() tok {
	for i := range l.toks {
		if !l.at(i).is(skippable) {
			return l.at(i)
		}
	}
	return tok{}
}

// firstOf is the folded name as the text writes it before this sentence, "" if it does
// not.
func (s *sentence) firstOf(name string) string {
	want := []rune(name)
	for i := 0; i+len(want) <= s.start; i++ {
		if hasPrefix(s.runes[i:], want) {
			return s.str(i, i+len(want))
		}
	}
	return ""
}

// endsLikeName reports whether name ends with a word for an organisation or a place.
func (x *Extractor) endsLikeName(name string) bool {
	r := []rune(text.Fold(name))
	for n := 1; n < len(r); n++ {
		if x.lex.classOf(string(r[n:]))&(organ|place) != 0 {
			return true
		}
	}
	return false
}
