package state

import (
	"sort"
	"strings"

	"ask/retrieve/text"
	"ask/retrieve/when"
)

// lastNamed is the last organisation the sentence before this one names.
func (s *sentence) lastNamed() string {
	if s.number == 0 {
		return ""
	}
	l := s.reader.line(s.number - 1)
	for i := len(l.toks) - 1; i > 0; i-- {
		if !l.at(i).is(organ) || !l.at(i-1).is(plain|latin) || l.at(i-1).end != l.at(i).start {
			continue
		}
		return l.str(l.at(i-1).start, l.at(i).end)
	}
	return ""
}

// the text only: 潮汐净水 for 净水. Else it is of.
func (s *sentence) full(of string) string {
	if text.Fold(of) != of || s.x.lex.classOf(of)&organ == 0 && !text.Common(of) || s.isUnitName(of) {
		return of
	}
	return s.inFull(of)
}

// inFull is of with what the text writes in front of it, if that is one name only.
func (s *sentence) inFull(of string) string {
	found := ""
	for at := 0; ; {
		i := strings.Index(s.s[at:], of)
		if i < 0 {
			break
		}
		i += at
		at = i + len(of)
		name := s.nameBefore(i, at)
		if name == "" || name == found {
			continue
		}
		if found != "" {
			return of
		}
		found = name
	}
	if found == "" {
		return of
	}
	return found
}

// short for: 云岬青年交响乐团 for 青年团. It is "" if there is none, or several.
func (s *sentence) shortened(of string) string {
	const back, shortest, longest = 3, 3, 4
	short := []rune(text.Fold(of))
	if len(short) < shortest || len(short) > longest || s.x.lex.classOf(string(short))&organ == 0 {
		return ""
	}
	found := ""
	for n := max(0, s.number-back); n < s.number; n++ {
		l := s.reader.line(n)
		for i := range l.toks {
			end := l.organEnd(i)
			if end == 0 || !l.named(i, end) || i > 0 && l.isThing(i-1) {
				continue
			}
			name := l.runes[l.at(i).start:l.at(end-1).end]
			if len(name) <= len(short) || name[len(name)-1] != short[len(short)-1] || !strings.Contains(string(name), string(short[:len(short)-1])) {
				continue
			}
			if full := l.str(l.at(i).start, l.at(end-1).end); found == "" || found == full {
				found = full
			} else {
				return ""
			}
		}
	}
	return found
}

// stands before.
func (s *sentence) nameBefore(i, end int) string {
	n := sort.Search(len(s.sentences), func(n int) bool { return s.sentences[n].End >= end })
	if n == len(s.sentences) || s.sentences[n].Start > i {
		return ""
	}
	l := s.reader.line(n)
	k := 0
	for k < len(l.toks) && int(l.offsets[l.at(k).start]) < i {
		k++
	}
	if k == len(l.toks) || int(l.offsets[l.at(k).start]) != i || k == 0 || !l.at(k-1).is(plain|latin) || l.at(k-1).end-l.at(k-1).start < 2 || l.at(k-1).end != l.at(k).start {
		return ""
	}
	return s.s[l.offsets[l.at(k-1).start]:end]
}

// as 科主任 that parts have and its beginning names one with its organisation.
func (s *sentence) unitTopic(st *Statement) string {
	const first = 6
	role := text.Fold(st.Role)
	if st.Of != "" || !strings.HasSuffix(role, "主任") && !strings.HasPrefix(role, "科") && !strings.HasPrefix(role, "系") {
		return ""
	}
	for n := 0; n < min(first, len(s.sentences)); n++ {
		l := s.reader.line(n)
		end := l.organEnd(0)
		last := end
		for last < len(l.toks) && l.at(last).is(word|organ) && !l.isUnit(l.at(end).start, l.at(last).end) {
			last++
		}
		if end > 0 && last < len(l.toks) && l.isUnit(l.at(end).start, l.at(last).end) {
			return l.str(l.at(0).start, l.at(last).end)
		}
	}
	return ""
}

// isUnitName reports whether of names a part of an organisation only.
func (s *sentence) isUnitName(of string) bool {
	r := []rune(text.Fold(of))
	if l := (&line{folded: &folded{runes: r}, x: s.x}); len(r) == 0 || !l.isUnit(0, len(r)) {
		return false
	}
	f := &folded{s: of, known: map[string]bool{}}
	f.runes, f.offsets = text.FoldRunes(of, nil, nil)
	l := s.x.scan(f, 0, len(f.runes), when.Date{})
	return !l.named(0, len(l.toks))
}

// text names again.
func (s *sentence) recurs(r [2]int) bool {
	i := 0
	for i < len(s.toks) && s.at(i).start < r[0] {
		i++
	}
	return r[1]-r[0] > 3 && s.at(s.coined(i)-1).end == r[1] && strings.Count(s.s, s.str(r[0], r[1])) > 1
}

// coined is the index behind the pieces from i on that are no words, but for ends such as
// 州 inside.
func (l *line) coined(i int) int {
	seen := false
	for i < len(l.toks) && (l.at(i).class == plain || l.at(i).is(organ|place) && l.at(i).end-l.at(i).start == 1) {
		seen = seen || l.at(i).class == plain
		i++
	}
	if !seen {
		return 0
	}
	return i
}

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
			if first := l.at(k); k == i-1 && first.class == plain && first.end-first.start == 1 {
				continue // 这支|球队
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
