package state

import (
	"slices"
	"strings"
	"unicode/utf8"

	"ask/retrieve/text"
)

// head is how many bytes of a text are looked through for the names it gives in full.
const head = 1 << 15

// called is the organisation that the text says it calls short in what follows: 云岬港务集团
// (以下简称“公司”). It is "" if the text says so of none or of several.
func (r *reader) called(short string) string {
	name, ok := r.shorts[short]
	if !ok {
		if r.shorts == nil {
			r.shorts = map[string]string{}
		}
		name = r.findCalled(short)
		r.shorts[short] = name
	}
	return name
}

func (r *reader) findCalled(short string) string {
	const longest = 80 // bytes between the name and the quotes
	found := ""
	for at := 0; ; {
		i := strings.Index(r.f.s[at:max(at, min(len(r.f.s), head))], "简称")
		if i < 0 {
			return found
		}
		i += at
		at = i + len("简称")
		rest := strings.TrimLeft(strings.TrimPrefix(r.f.s[at:], "为"), "“\"「:： ")
		after, ok := strings.CutPrefix(rest, short)
		if !ok || !strings.HasPrefix(after, "”") && !strings.HasPrefix(after, "\"") && !strings.HasPrefix(after, "」") && !strings.HasPrefix(after, "）") && !strings.HasPrefix(after, ")") {
			continue
		}
		open := strings.LastIndexAny(r.f.s[max(0, i-longest):i], "（(")
		if open < 0 {
			continue
		}
		name := r.endingAt(max(0, i-longest) + open)
		if name == "" || found != "" && name != found {
			return ""
		}
		found = name
	}
}

// endingAt is the organisation whose name ends before byte at, "" if none does.
func (r *reader) endingAt(at int) string {
	for n, span := range r.sentences {
		if span.Start > at || span.End <= at {
			continue
		}
		l := r.line(n)
		last := len(l.toks) - 1
		for last >= 0 && int(l.offsets[l.at(last).end]) > at {
			last--
		}
		first := last
		for first > 0 && l.isThing(first-1) && !l.at(first-1).is(number|bracket|date) {
			first--
		}
		if last < 0 || !l.at(last).is(organ) || first == last && !l.named(first, last+1) {
			return ""
		}
		return l.str(l.at(first).start, l.at(last).end)
	}
	return ""
}

// demonstrated is what 该校, 该院 and their like mean: the last organisation of the kind that
// the text names before them, here or in the sentence before.
func (s *sentence) demonstrated(st *Statement) string {
	kind, ok := strings.CutPrefix(text.Fold(st.Of), "该")
	if !ok || len([]rune(kind)) != 1 {
		return ""
	}
	ends := s.x.fits.of(kind + "长")
	for n := s.number; n >= max(0, s.number-1) && ends != nil; n-- {
		l := s.reader.line(n)
		for i := len(l.toks) - 1; i >= 0; i-- {
			if n == s.number && int(l.offsets[l.at(i).start]) >= s.ofAt(st) {
				continue
			}
			if name := l.endingSo(i, ends); name != "" {
				return name
			}
		}
	}
	return ""
}

// ofAt is the byte at which the words of st name what the post belongs to.
func (s *sentence) ofAt(st *Statement) int {
	if i := strings.Index(s.s[st.Start:st.End], st.Of); i >= 0 {
		return st.Start + i
	}
	return st.Start
}

// founded is the organisation that the clauses before st bring in as part of another, and
// go on about: 设全资子公司某旅游公司,经营包车业务,总经理为张三.
func (s *sentence) founded(st *Statement) string {
	at := 0
	for at < len(s.toks) && int(s.offsets[s.at(at).end]) <= st.Start {
		at++
	}
	start := s.clauseStart(min(at, len(s.toks)-1))
	if !s.at(start).is(role | modifier) {
		return ""
	}
	for i := start - 1; i > 0; i-- {
		if !s.x.signs.is("founds", s.text(s.at(i))) {
			continue
		}
		first := i + 1
		end := first
		for s.isThing(end) && !s.at(end).is(bracket|number) {
			end++
		}
		if end > first && s.at(end).is(comma|bracket) && s.at(end-1).is(organ) && s.line.named(first, end) {
			return s.str(s.at(first).start, s.at(end-1).end)
		}
		return ""
	}
	return ""
}

// work is the paper, game or play in 《》 that a post such as 主编 belongs to: what the
// sentence begins with, or, if the sentence says 这本刊物, the one named last.
func (s *sentence) work(st *Statement) string {
	if !s.x.signs.is("works", text.Fold(st.Role)) || s.away(st) {
		return ""
	}
	if first := s.firstPiece(); first.is(title) {
		return s.text(first)
	}
	const back = 4
	for i := len(s.out) - 1; i >= 0; i-- {
		if o := s.out[i]; o.Role == st.Role && strings.HasPrefix(o.Of, "《") {
			return o.Of
		}
	}
	if !s.x.signs.in("thework", string(s.runes[s.start:s.end])) {
		return ""
	}
	for n := s.number - 1; n >= max(0, s.number-back); n-- {
		l := s.reader.line(n)
		for i := len(l.toks) - 1; i >= 0; i-- {
			if l.at(i).is(title) {
				return l.text(l.at(i))
			}
		}
	}
	return ""
}

// initials is the one organisation of the text whose name begins and ends as the short name
// of does, with more between: 云岬出版社 for 云岬社. It is "" if there is none, or several.
func (s *sentence) initials(of string) string {
	r := []rune(of)
	if len(r) < 3 || len(r) > 5 || !s.x.signs.is("tells", text.Fold(string(r[len(r)-1:]))) {
		return ""
	}
	name, ok := s.reader.longs[of]
	if !ok {
		if s.reader.longs == nil {
			s.reader.longs = map[string]string{}
		}
		name = s.findInitials(string(r[:len(r)-1]), string(r[len(r)-1:]))
		s.reader.longs[of] = name
	}
	return name
}

func (s *sentence) findInitials(begin, end string) string {
	found := ""
	if top := s.s[:min(len(s.s), head)]; strings.Count(top, begin) == strings.Count(top, begin+end) {
		return ""
	}
	for n := range s.sentences {
		if s.sentences[n].End > head {
			break
		}
		if sentence := s.s[s.sentences[n].Start:s.sentences[n].End]; strings.Count(sentence, begin) == strings.Count(sentence, begin+end) {
			continue
		}
		l := s.reader.line(n)
		for i := range l.toks {
			last := l.organEnd(i)
			if last == 0 || !l.named(i, last) {
				continue
			}
			name := l.str(l.at(i).start, l.at(last-1).end)
			if k := strings.Index(name, begin); k < 0 || !strings.HasSuffix(name, end) || len(name)-k <= len(begin)+len(end) {
				continue
			} else if name = name[k:]; found != "" && name != found {
				return ""
			}
			found = name
		}
	}
	return found
}

// placed is of with the name of its place, if it begins with the kind of place only and the
// text names one place of the kind: 石桐县图书馆 for 县图书馆.
func (s *sentence) placed(of string) string {
	const kinds = "市县縣省镇鎮区區州"
	if first, _ := utf8.DecodeRuneInString(of); of == "" || !strings.ContainsRune(kinds, first) {
		return ""
	}
	r := []rune(text.Fold(of))
	if len(r) < 4 || s.x.lex.classOf(string(r[1:]))&organ == 0 && !s.x.endsLikeName(of) {
		return ""
	}
	kind := string([]rune(of)[:1])
	name, ok := s.reader.longs[kind]
	if !ok {
		if s.reader.longs == nil {
			s.reader.longs = map[string]string{}
		}
		name = s.findPlace(r[0])
		s.reader.longs[kind] = name
	}
	if name == "" {
		return ""
	}
	return name + of
}

// findPlace is the one place of a kind that the text names, without the word for the kind.
func (s *sentence) findPlace(kind rune) string {
	found := ""
	for n := range s.sentences {
		if s.sentences[n].End > head {
			break
		}
		if !slices.Contains(s.runes[s.spans[n][0]:s.spans[n][1]], kind) {
			continue
		}
		l := s.reader.line(n)
		for i := 1; i < len(l.toks); i++ {
			t, before := l.at(i), l.at(i-1)
			if l.first(i) != kind || t.end-t.start != 1 || before.class != plain || before.end != t.start || before.end-before.start > 3 || before.end-before.start < 2 {
				continue
			}
			name := l.text(before)
			if i > 1 && strings.Count(s.s, name+l.text(t)) < 2 || name == found {
				continue
			} else if found != "" {
				return ""
			}
			found = name
		}
	}
	return found
}
