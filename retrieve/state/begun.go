package state

import (
	"strings"

	"ask/retrieve/text"
)

// renamedTo is the new name of the thing that the sentence has just told of, which what
// follows without a name is about: 某厂更名为某公司,仍由张三任总经理.
func (s *sentence) renamedTo(st *Statement) string {
	for _, o := range s.out[s.from:] {
		if o.Kind == Renamed && o.Object != "" && o.End < st.Start && o.Claim == Stated && s.x.endsLikeName(bare(text.Fold(o.Object))) {
			name, _, _ := strings.Cut(o.Object, "（")
			name, _, _ = strings.Cut(name, "(")
			return name
		}
	}
	return ""
}

// besides is what the post belongs to to which the sentence says that the person of a title has
// come: 剧团的秘书长由理事长张三兼任 tells of which the title is.
func (s *sentence) besides(st *Statement) string {
	if st.Kind != Holds || st.Tense != Present {
		return ""
	}
	for _, o := range s.out[s.from:] {
		if o.Kind == Starts && o.Subject == st.Subject && o.Of != "" && s.x.signs.in("besides", text.Fold(s.s[o.Start:o.End])) && s.x.fits.fits(st.Role, o.Of) {
			return o.Of
		}
	}
	return ""
}

// begun is the one organisation of the text whose name begins with of, more than that: 荻花
// is short for 荻花基金会. It is "" if there is none, or several.
func (s *sentence) begun(of string) string {
	const shortest, longest = 2, 4
	if n := len([]rune(of)); n < shortest || n > longest || text.Common(of) || s.x.endsLikeName(of) || s.x.lex.classOf(text.Fold(of)) != 0 {
		return ""
	}
	key := ">" + of
	name, ok := s.reader.longs[key]
	if !ok {
		if s.reader.longs == nil {
			s.reader.longs = map[string]string{}
		}
		name = s.findBegun(of)
		s.reader.longs[key] = name
	}
	return name
}

// findBegun is begun for a name not looked for yet.
func (s *sentence) findBegun(of string) string {
	found := ""
	for n := range s.sentences {
		if s.sentences[n].End > head {
			break
		}
		if !strings.Contains(s.s[s.sentences[n].Start:s.sentences[n].End], of) {
			continue
		}
		l := s.reader.line(n)
		for i := range l.toks {
			if !strings.HasPrefix(l.str(l.at(i).start, l.end), of) || i > 0 && l.isThing(i-1) && l.at(i-1).end == l.at(i).start {
				continue
			}
			end := l.organEnd(i)
			if end == 0 || l.at(end).is(organ|generic) && l.at(end).start == l.at(end-1).end {
				continue
			}
			name := l.str(l.at(i).start, l.at(end-1).end)
			if len(name) <= len(of) || name == found || strings.HasPrefix(found, name) {
				continue
			}
			if found != "" && !strings.HasPrefix(name, found) {
				return ""
			}
			found = name
		}
	}
	return found
}

// partOfName reports whether piece i, no more than likely a person, begins a longer name of an
// organisation or place: 白榆|气象|站.
func (s *sentence) partOfName(i int) bool {
	for k := i + 1; k < len(s.toks) && s.at(k).start == s.at(k-1).end && s.isThing(k); k++ {
		if s.at(k).is(organ|place) || s.x.units.longEnd[string(s.runes[s.at(k).end-1:s.at(k).end])] {
			return true
		}
	}
	return false
}
