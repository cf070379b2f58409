package state

import "ask/retrieve/when"

// sentence is a sentence being read for statements.
type sentence struct {
	*line
	*reader
	number     int
	from       int  // the first of its statements in reader.out
	appointing bool // 任命 was read: 为 behind a person appoints too
	used       map[int]bool
}

// none stands for a piece that is not there.
const none = -1

// said is what a rule found, as pieces and posts, before it becomes a Statement.
type said struct {
	kind    Kind
	verb    int // piece
	subject int // piece or none
	post    post
	object  [2]int
	thing   [2]int // subject of a change of things
	tense   string
}

// emit turns what a rule found into a statement.
func (s *sentence) emit(f said) {
	st := Statement{Kind: f.kind, Tense: f.tense, Sentence: s.sentences[s.number]}
	low, high := s.at(f.verb).start, s.at(f.verb).end
	take := func(r [2]int) string {
		if empty(r) {
			return ""
		}
		low, high = min(low, r[0]), max(high, r[1])
		return s.str(r[0], r[1])
	}
	if f.subject >= 0 {
		t := s.at(f.subject)
		if !t.is(person) || !t.sure && (!s.plausible(f.subject) || s.partOfName(f.subject)) {
			return
		}
		st.Subject = take([2]int{t.start, t.end})
		st.Alias = s.alias(f.subject)
	}
	st.Of, st.Role, st.Object = take(f.post.of), take(f.post.role), take(s.unquote(f.object))
	if !empty(f.thing) {
		st.Subject = take(s.unquote(f.thing))
		st.Of = st.Subject
	}
	if f.post.former && f.kind == Holds {
		st.Tense = Past
	}
	s.situate(&st, f.verb)
	st.Start, st.End = int(s.offsets[low]), int(s.offsets[high])
	s.out = append(s.out, st)
}

// plausible reports whether the person i, no more than likely one, stands where a name
// would: not behind another word, and a longer one only where a clause begins or
// behind 由.
func (s *sentence) plausible(i int) bool {
	t, before := s.at(i), s.at(i-1)
	if t.end-t.start > 2 {
		return i == 0 || before.is(punct|by)
	}
	return (i == 0 || before.end < t.start || !before.is(plain|word|organ|place|number))
}

// situate sets when and how st is said.
func (s *sentence) situate(st *Statement, v int) {
	if st.Tense == "" {
		st.Tense = s.tense(v, st.Kind)
	}
	if st.Kind != Holds || !s.at(v).is(role) || s.at(v).is(verb) {
		st.From, st.To = s.period(v, st.Kind)
	}
	if st.From == (when.Date{}) && st.To == (when.Date{}) && s.x.signs.in("today", string(s.runes[s.start:s.end])) {
		switch st.Kind {
		case Starts:
			st.From = s.published
		case Ends:
			st.To = s.published
		}
	}
	if st.Tense == Future && st.From.Year == s.published.Year-1 && st.From.Month > 0 {
		st.From.Year++ // 将于7月1日: the one to come
	}
	if st.Kind == Holds && st.From != (when.Date{}) && st.To == s.published && s.x.signs.in("untilnow", string(s.runes[s.start:s.end])) {
		st.To = when.Date{}
	}
	if st.Kind == Holds && st.Tense == Present {
		until, over := s.over(v)
		if over && st.From != (when.Date{}) && st.To == (when.Date{}) {
			st.To = until
		}
		if over || st.To != (when.Date{}) || s.atFirst(v) {
			st.Tense = Past
		}
	}
	switch {
	case st.From != (when.Date{}) || st.To != (when.Date{}):
		st.DateBy = "text"
	case s.published != (when.Date{}):
		st.DateBy = "publication"
	}
	st.Claim = s.claim(v)
	if st.Claim == Supposed && s.at(v).is(verb) && !s.asks() {
		st.Tense = Future
	}
	st.Speaker = s.speaker(v)
}

// asks reports whether the sentence is a question.
func (s *sentence) asks() bool {
	last := s.runes[s.end-1]
	return last == '?' || last == '吗' || last == '呢'
}

// alias is a name in brackets behind a person: 张勇(花名逍遥子).
func (s *sentence) alias(i int) string {
	b := s.at(i + 1)
	if !b.is(bracket) || b.start != s.at(i).end {
		return ""
	}
	inside := s.runes[b.start+1 : b.end-1]
	for _, intro := range []string{"花名", "英文名", "笔名", "艺名", "原名", "又名", "昵称", "网名", "人称", "别名"} {
		if n := len([]rune(intro)); hasPrefix(inside, []rune(intro)) && len(inside) > n && len(inside) < n+12 {
			from := b.start + 1 + n
			for from < b.end-1 && (isPunct(s.runes[from]) || s.runes[from] == '为') {
				from++
			}
			return s.str(from, b.end-1)
		}
	}
	return ""
}

// unquote leaves out the quotes around runes r.
func (s *sentence) unquote(r [2]int) [2]int {
	if r[1]-r[0] > 2 {
		if c, closing := group(s.runes[r[0]]); c == quoted && s.runes[r[1]-1] == closing {
			return [2]int{r[0] + 1, r[1] - 1}
		}
	}
	return r
}

// verbs applies the rule of every verb, from left to right.
func (s *sentence) verbs() {
	for v := range s.toks {
		t := s.at(v)
		if !t.is(verb) || t.entry == nil || s.used[v] || t.is(modifier) && !s.acting(v) {
			continue
		}
		switch t.entry.frame {
		case take, leave:
			s.take(v)
		case being:
			s.being(v)
		case asRole:
			s.as(v)
		case appoint:
			s.appoint(v)
		case dismiss:
			s.dismiss(v)
		case replace:
			s.replace(v)
		case hand:
			s.hand(v)
		case give:
			s.give(v)
		case part:
			s.part(v)
		case vacant:
			s.vacant(v)
		case swap:
			s.swap(v)
		case lead:
			s.lead(v)
		case join, quit:
			s.join(v)
		default:
			s.change(v)
		}
	}
}

// clauseStart is the first piece of the clause of piece v.
func (s *sentence) clauseStart(v int) int {
	for v > 0 && !s.at(v-1).is(comma) {
		v--
	}
	return v
}

// clauseEnd is the index behind the last piece of the clause of piece v.
func (s *sentence) clauseEnd(v int) int {
	for v < len(s.toks) && !s.at(v).is(comma) {
		v++
	}
	return v
}

// skippable are the pieces that may stand between a verb and its person.
const skippable = adverb | past | present | future | negation | date | bracket | honour | number

// leftOf is the piece left of v that is not skippable.
func (s *sentence) leftOf(v int) int {
	i := v - 1
	for i >= 0 && s.at(i).is(skippable) && !s.at(i).is(person|comma) {
		i--
	}
	return i
}
