package state

import "strings"

// spokenOf is the person the sentences before speak of, if they speak of one only and
// st's clause begins with a pronoun or with the verb itself.
func (s *sentence) spokenOf(st *Statement) string {
	v := 0
	for v < len(s.toks) && int(s.offsets[s.at(v).end]) <= st.Start {
		v++
	}
	start := s.clauseStart(min(v, len(s.toks)-1))
	first := start
	for first < v && s.at(first).is(skippable) {
		first++
	}
	for i := start; i < v; i++ {
		sent := s.at(first).is(pronoun) && s.at(i).is(of|verb|current|former) && !s.at(i).is(say) // 她被派到刚成立的某公司当
		plainly := s.third(first) && s.at(i).is(stop|word) && !s.at(i).is(say|verb)
		if !s.at(i).is(skippable|pronoun|current|from) && !s.isThing(i) && !sent && !plainly {
			return ""
		}
	}
	if start > 0 && !s.at(start).is(pronoun) && !s.at(0).is(pronoun|skippable|verb|from) {
		return ""
	}
	for start < v && s.at(start).is(skippable) {
		start++
	}
	if start < v && !s.at(start).is(pronoun|from|adverb) {
		return ""
	}
	switch w := s.text(s.at(start)); {
	case !s.at(start).is(pronoun):
	case w == "后者" || w == "前者" || w == "本人" && s.told(start):
		return ""
	case w == "我":
		return s.author()
	}
	return s.before(st, start < v && s.at(start).is(pronoun))
}

// pronoun that sentence must begin with the person.
func (s *sentence) before(st *Statement, pronoun bool) string {
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
		if first := l.firstPiece(); found == "" && pronoun && first.is(person) && strings.Count(s.s, l.text(first)) > 2 {
			found = l.text(first)
		}
		if found != "" {
			if first := l.firstPiece(); !pronoun && !first.is(person) {
				return ""
			}
			s.quoteFrom(st, n)
			return found
		}
	}
	if pronoun {
		return s.hero()
	}
	return ""
}

// only hints at, if it is near and in the same paragraph.
func (s *sentence) quoteFrom(st *Statement, n int) {
	const far = 300
	from := s.sentences[n].Start
	if st.Sentence.Start-from <= far && !strings.Contains(s.s[from:st.Sentence.Start], "\n") {
		st.Sentence.Start = from
	}
}

// that person.
func (r *reader) hero() string {
	const often = 3
	if len(r.sentences) == 0 || !r.short(0) {
		return ""
	}
	l := r.line(0)
	name := l.text(l.at(0))
	if !l.at(0).is(person) || l.first(1) != ':' || strings.Count(r.f.s, name) < often {
		return ""
	}
	return name
}

// firstPiece is the first piece that is no date or small word.
func (l *line) firstPiece() tok {
	for i := range l.toks {
		if t := l.at(i); !t.is(skippable) && !(t.is(comma) && l.at(i-1).is(date)) {
			return t
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

// the first.
func (r *reader) author() string {
	const lines = 4
	for k := range lines {
		for _, n := range []int{len(r.sentences) - 1 - k, k} {
			if n < 0 || n >= len(r.sentences) || !r.short(n) {
				continue
			}
			l := r.line(n)
			if len(l.toks) == 1 && l.at(0).is(person) && l.at(0).end-l.at(0).start > 1 {
				return l.text(l.at(0))
			}
		}
	}
	return ""
}

// in other sentences.
func (r *reader) settle() {
	for i := range r.out {
		st := &r.out[i]
		if st.Kind != Ends || st.Role != "" || st.Of != "" {
			continue
		}
		found, several := none, false
		for k, o := range r.out {
			if o.Subject != st.Subject || o.Role == "" || o.Kind != Starts && o.Kind != Ends || o.Sentence == st.Sentence || o.Claim != Stated {
				continue
			}
			several = several || found != none && r.find.Slot(r.out[found]) != r.find.Slot(o)
			found = k
		}
		if found != none && !several {
			st.Of, st.Role, st.Whole = r.out[found].Of, r.out[found].Role, r.out[found].Whole
		}
	}
}
