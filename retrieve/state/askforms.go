package state

import (
	"slices"
	"strings"

	"ask/retrieve/when"
)

// asked is a Chinese question being read.
type asked struct {
	*sentence
	words  map[string][]string
	folded string
}

// has reports whether the question has a word of the class.
func (s *asked) has(class string) bool { return s.hasIn(s.folded, class) }

// asksHow reports whether the question asks how something is done; 怎么走的 asks why.
func (s *asked) asksHow() bool {
	rest := s.folded
	for _, w := range s.words["why"] {
		rest = strings.ReplaceAll(rest, w, "")
	}
	return s.hasIn(rest, "how")
}

// hasIn reports whether a part of the question has a word of the class.
func (s *asked) hasIn(part, class string) bool {
	for _, w := range s.words[class] {
		if strings.Contains(part, w) {
			return true
		}
	}
	return false
}

// mode is how a state is asked for.
func (s *asked) mode() string {
	first, _, more := strings.Cut(s.folded, ",")
	more = more && s.hasIn(first, "who")
	switch {
	case !more && (s.has("when") || s.has("why")), s.hasIn(first, "when") || s.hasIn(first, "why"):
		return AskEvent
	case more && !s.hasIn(first, "all"):
		return AskPresent // 校长是谁,前任是谁
	case s.has("every") || s.has("all") && !s.has("now"):
		return AskAll
	}
	return AskPresent
}

// dated turns a question for the present into one for the date it names.
func (s *asked) dated(a Ask) Ask {
	if a.Mode == AskPresent && len(s.dates) > 0 && (len(s.dates) > 1 || s.has("span") || s.dates[0].from.Year < s.dates[0].to.Year && s.dates[0].from.Year > 0) {
		a.Mode = AskAll // 从2015年到现在
	}
	if now := s.has("now"); now && a.Mode == AskPresent && len(s.dates) > 0 && strings.Count(s.folded, "谁")+strings.Count(s.folded, "哪位") > 1 {
		a.Mode = AskAll // 现在是谁,2015年又是谁
	}
	if a.Mode == AskPresent && len(s.dates) > 0 {
		a.Mode, a.At = AskAt, s.dates[0].from
		if a.At == (when.Date{}) {
			a.At = s.dates[0].to
		}
		if last := s.runes[s.dates[0].end-1]; last == '初' && a.At.Month == 0 {
			a.At.Month = 1
		}
	}
	return a
}

// person is the first person of the question, none if there is none.
func (s *asked) person() int {
	for i := range s.toks {
		if s.at(i).is(person) && !s.at(i+1).is(organ|place) && (s.at(i).sure || i == 0 || s.at(i-1).is(verb|role|of)) {
			return i
		}
	}
	return none
}

// verbOf is the first verb of one of the frames, none if there is none.
func (s *asked) verbOf(frames ...frame) int {
	for i := range s.toks {
		if t := s.at(i); t.is(verb) && t.entry != nil {
			for _, f := range frames {
				if t.entry.frame == f {
					return i
				}
			}
		}
	}
	return none
}

func (s *asked) string(r [2]int) string {
	if empty(r) {
		return ""
	}
	return s.str(r[0], r[1])
}

// ofPost reads 阿里云总裁是谁, 谁曾任…, 现任…, and 张三还是总裁吗.
func (s *asked) ofPost() (Ask, bool) {
	r := none
	for i := range s.toks {
		if s.at(i).is(role) && (!s.at(i+1).is(person) || s.has("whether") && !s.has("when")) {
			r = i
			break
		}
	}
	if r == none || s.asksHow() {
		return Ask{}, false
	}
	p := s.postsLeft(r, 0)[0]
	if empty(p.of) {
		p.of = s.before(p.first)
	}
	if empty(p.of) {
		p.of = s.ofFirstClause(p.first)
	}
	a := Ask{Of: s.name(p.of), Role: s.string(p.role), Mode: s.mode(), Owner: s.has("owner")}
	subject := s.person()
	if subject != none && s.at(subject).start >= p.of[0] && s.at(subject).end <= p.of[1] {
		subject = none
	}
	if subject != none && s.has("every") {
		subject = none // 历任…都有谁: of whatever looks like a name
	}
	if subject != none {
		a.Subject = s.text(s.at(subject))
		if s.has("howlong") {
			a.Mode, a.Kinds, a.When = AskEvent, []Kind{Starts, Ends}, true
			return a, true
		}
		if v := s.verbOf(take, leave, appoint, dismiss); v != none && !(s.has("now") && !s.has("when") && !s.has("why")) && (s.has("when") || s.has("why") || s.has("whether")) {
			a.Mode, a.Kinds, a.When = AskEvent, []Kind{s.at(v).entry.kind}, s.has("when")
			if s.at(v).entry.kind == Holds {
				a.Kinds = []Kind{Starts, Holds}
			}
			return a, true
		}
		return a, s.has("whether") || s.has("when") || s.has("who") && s.has("now")
	}
	if strings.Contains(s.folded, "换了吗") || s.has("swapped") || s.has("whether") && strings.Contains(s.folded, "换") && !s.has("when") && !s.has("who") || strings.Contains(s.folded, "换人") || s.has("when") && strings.Contains(s.folded, "换") {
		a.Mode, a.Kinds = AskEvent, []Kind{Starts, Ends}
		return a, a.Of != ""
	}
	bare := r+1 >= len(s.toks) || s.at(r+1).is(punct) && r+2 >= len(s.toks)
	if a.Of == "" && !s.has("now") && !s.has("all") {
		return a, false
	}
	return a, s.has("who") || s.has("all") || s.has("name") || bare && (s.has("now") || a.Of != "" && s.at(0).is(current|former))
}

// ofLeader reads 谁在领导千问, 千问由谁负责 and 千问谁说了算.
func (s *asked) ofLeader() (Ask, bool) {
	if s.has("swapped") && !s.has("who") {
		i := strings.Index(s.folded, "换")
		of := s.ledBefore(s.pieceAt(len([]rune(s.folded[:i]))))
		return Ask{Of: s.name(of), Mode: AskEvent, Kinds: []Kind{Starts, Ends}}, !empty(of) && s.proper(of)
	}
	if s.has("all") && !s.has("who") {
		return s.management()
	}
	if !s.has("who") || s.asksHow() {
		return Ask{}, false
	}
	if a, ok := s.ofTeam(); ok {
		return a, true
	}
	a := Ask{Mode: s.mode(), Owner: s.has("owner")}
	v := s.verbOf(lead)
	who := none
	for i := range s.toks {
		if s.at(i).is(question) {
			who = i
			break
		}
	}
	switch {
	case who == none:
		return a, false
	case v > who:
		a.Of = s.name(s.led(v))
		if a.Of == "" {
			a.Of = s.name(s.beforeWho(who))
		}
	case s.has("rule"), s.has("owner"):
		if a.Of = s.name(s.beforeWho(who)); a.Of == "" {
			a.Of = s.name(s.beforeRule(who))
		}
	}
	return a, a.Of != ""
}

// management reads 阿里云管理层的更替.
func (s *asked) management() (Ask, bool) {
	for _, w := range []string{"管理层", "领导班子", "高管", "掌门", "负责人"} {
		i := strings.Index(s.folded, w)
		if i <= 0 {
			continue
		}
		n := len([]rune(s.folded[:i]))
		first := 0
		for first < len(s.toks) && !s.isThing(first) {
			first++
		}
		if from := s.at(first).start; from < n {
			return Ask{Of: s.str(from, n), Mode: AskAll}, true
		}
	}
	return Ask{}, false
}

// before is the thing before piece k that only words of time keep from it: 云岬大学现在的
// 校长, 云岬大学这些年校长.
func (s *asked) before(k int) [2]int {
	for k > 0 && (s.at(k-1).is(adverb|present|past|date|of|by|bracket|number|question|negation) && !s.at(k-1).is(organ) || s.small(k-1)) {
		k--
	}
	return s.owned(s.ledBefore(k))
}

// small reports a piece between the name and the post that is neither: 当, or 一共有.
func (s *asked) small(i int) bool {
	t := s.at(i)
	if t.is(verb) && t.entry != nil && (t.entry.frame == take || t.entry.frame == being || t.entry.frame == asRole) {
		return true
	}
	return slices.Contains(s.words["skip"], s.text(t)) || slices.Contains(s.words["step"], s.text(t))
}

// name is the name at r without small words behind and 时 of a date before.
func (s *asked) name(r [2]int) string {
	of := s.string(r)
	for _, w := range s.words["skip"] {
		if rest := strings.TrimSuffix(of, w); len(rest) > len("的") {
			of = rest
		}
	}
	for _, d := range s.dates {
		if d.end != r[0] {
			continue
		}
		for _, w := range s.words["time"] {
			if rest := strings.TrimPrefix(of, w); rest != "" && rest != of {
				of = rest
				break
			}
		}
	}
	return of
}

// owned takes what stands before 的 in front of a name with it: 云岬三院的骨科.
func (s *asked) owned(name [2]int) [2]int {
	k := s.pieceAt(name[0])
	if empty(name) || !s.at(k-1).is(of) || !s.isThing(k-2) {
		return name
	}
	first := k - 2
	for first > 0 && s.isThing(first-1) {
		first--
	}
	if from := s.at(first).start; s.worthy(from, s.at(k-2).end) {
		return [2]int{from, name[1]}
	}
	return name
}

// ofTeam reads 赤潮队谁带队 and 谁在执教赤潮队: who trains it.
func (s *asked) ofTeam() (Ask, bool) {
	for i := range s.toks {
		if !s.at(i).is(question) || !strings.HasSuffix(s.text(s.at(i)), "谁") && !s.has("who") {
			continue
		}
		for _, w := range s.words["team"] {
			n := s.at(i).end
			if !hasPrefix(s.runes[n:], []rune(w)) {
				continue
			}
			of := s.beforeWho(i)
			if after := strings.TrimLeft(string(s.runes[n+len([]rune(w)):]), "的呢啊呀?了 "); empty(of) && after != "" {
				of, _ = s.thingRight(s.pieceAt(n+len([]rune(w))) - 1)
			}
			team := s.string(of)
			if team == "" {
				return Ask{}, false
			}
			if strings.HasSuffix(w, "带") && !strings.HasSuffix(team, "队") {
				return Ask{Of: s.name(of), Mode: s.mode()}, true // 某部门谁在带: who leads it
			}
			return Ask{Of: team, Role: s.str(n, n+len([]rune(w))), Mode: s.mode()}, true
		}
	}
	return Ask{}, false
}

// pieceAt is the first piece that begins at rune n or behind it.
func (s *asked) pieceAt(n int) int {
	i := 0
	for i < len(s.toks) && s.at(i).start < n {
		i++
	}
	return i
}

// beforeWho is the thing before 谁, over 由, 现在, 是 and the like.
func (s *asked) beforeWho(who int) [2]int {
	for who > 0 && (s.at(who-1).is(by|adverb|present|of) || s.at(who-1).is(verb) && s.at(who-1).entry.frame == being) {
		who--
	}
	return s.owned(s.ledBefore(who))
}

// ofPerson reads 张三为什么离职, 谁接替了张三, 张三担任什么职务.
func (s *asked) ofPerson() (Ask, bool) {
	p := s.person()
	if p == none {
		return Ask{}, false
	}
	a := Ask{Subject: s.text(s.at(p)), Mode: AskEvent}
	if s.has("still") {
		a.Mode, a.Kinds = AskPresent, []Kind{Holds, Starts, Ends}
		return a, true
	}
	if s.has("howlong") {
		a.Kinds, a.When = []Kind{Starts, Ends}, true
		return a, true
	}
	if s.has("what") {
		a.Mode = s.mode()
		a.Of = s.string(s.inPlace(len(s.toks)-1, p))
		return a, true
	}
	v := s.verbOf(replace, hand, appoint, dismiss, take, leave, quit, join)
	if v == none || s.asksHow() && !s.has("why") {
		return Ask{}, false
	}
	t := s.at(v).entry
	a.Kinds, a.When = []Kind{t.kind}, s.has("when")
	if t.frame == replace || t.frame == hand {
		a.Kinds = []Kind{Ends, Starts}
	}
	if t.frame == quit || t.frame == join {
		thing, _ := s.thingRight(v)
		a.Of = s.string(thing)
	}
	if posts, _ := s.postsRight(v + 1); len(posts) > 0 {
		a.Of, a.Role = s.string(posts[0].of), s.string(posts[0].role)
	}
	return a, s.has("who") || s.has("why") || s.has("when") || s.has("whether")
}

// ofThing reads what became of a thing: 谁收购了…, …现在叫什么, …停产了吗.
func (s *asked) ofThing() (Ask, bool) {
	if s.asksHow() {
		return Ask{}, false
	}
	a := Ask{Mode: AskEvent}
	if s.has("name") {
		a.Mode, a.Kinds = s.mode(), []Kind{Renamed}
		a.Of = s.string(s.firstNamed())
		return a, a.Of != "" && !strings.Contains(s.folded, "意思")
	}
	v := s.verbOf(rename, buy, merge, into, move, stopping)
	if v == none || s.at(v+1).is(of) && !s.at(v+2).is(punct) {
		return a, false
	}
	a.Kinds = []Kind{s.at(v).entry.kind}
	if s.at(v).entry.frame == buy {
		thing, _ := s.thingRight(v)
		a.Of = s.string(thing)
	}
	if a.Of == "" {
		a.Of = s.string(s.firstNamed())
	}
	asks := s.has("who") || s.has("when") || s.has("why") || s.has("whether") || strings.Contains(s.folded, "哪")
	return a, asks && a.Of != ""
}

// firstNamed is the first thing of the question.
func (s *asked) firstNamed() [2]int {
	for i := range s.toks {
		if s.isThing(i) && !s.at(i).is(question) {
			thing, _ := s.thingRight(i - 1)
			return thing
		}
	}
	return [2]int{}
}
