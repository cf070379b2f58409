package state

import "strings"

// take reads 出任 and its like, with or without a post behind.
func (s *sentence) take(v int) {
	kind := s.at(v).entry.kind
	posts, after := s.postsRight(v + 1)
	if len(posts) > 0 && s.at(v).is(current|former) && (s.at(after).is(person) || s.at(v-1).is(verb)) {
		return // 现任总裁张勇, 担任新任总裁: read as an apposition, and with the verb before
	}
	if len(posts) > 0 && s.at(v).is(current) && s.first(after) == ':' && s.at(after+1).is(person) {
		return // 现任总裁:张三 is read as a label
	}
	if len(posts) == 0 && s.at(v+1).is(punct) && s.x.signs.is("arrive", s.text(s.at(v))) {
		if i := s.leftOf(v); i > 0 && s.at(i).is(person) {
			posts = s.postsOf(i) // 总经理张三到任
		}
	}
	if i := s.leftOf(v); i > 0 && s.at(i-1).is(by|comma) || i == 0 {
		s.surely(i)
	}
	subject, agent := s.subject(v)
	if before := s.at(subject - 1); subject > 0 && before.is(verb) && before.entry != nil && before.entry.frame == replace {
		return // 接替张三任总裁 does not say that 张三 is
	}
	if agent && subject == v-1 {
		s.toks[subject].sure = true // 由灯光师张三接任
	}
	prior := none
	if kind == Starts && subject != none {
		prior = s.handed(v, subject)
	}
	if prior != none && len(posts) == 0 {
		posts = s.postsOf(prior)
	}
	if of := s.led(v); prior != none && len(posts) == 0 && !empty(of) {
		posts = append(posts, post{of: of}) // 从李四手中接过某局
	}
	if of := s.led(v); kind == Starts && len(posts) == 0 && subject != none && !agent && !empty(of) && s.x.signs.in("over", s.text(s.at(v))) && (s.proper(of) || s.isUnit(of[0], of[1])) {
		posts = append(posts, post{of: of}) // 张三接棒语音部
	}
	if len(posts) > 0 && s.at(after).is(of) && s.leftOf(v) < s.clauseStart(v) && s.asksWho(after+1) {
		return // 接任馆长的是…: see clefts
	}
	if len(posts) > 0 && subject == none && s.at(after).is(of) && s.at(after+1).is(person) {
		subject = after + 1
	} else if subject == none && len(posts) > 0 && s.at(after).is(of) && s.at(after+1).start == s.at(after).end {
		return // 当选总统的…: of whom is not clear
	}
	if len(posts) == 0 && agent {
		posts = s.postsBefore(s.agent(subject))
		if of := s.ledBefore(s.agent(subject)); len(posts) == 0 && kind == Starts && !empty(of) && !s.at(s.pieceEnd(of)).is(word|postNoun) {
			posts = append(posts, post{of: of}) // 语音部由张三接棒
		}
	}
	if i := s.leftOf(v); len(posts) == 0 && s.runes[s.at(v).end-1] == '着' && s.at(i).is(person|pronoun) && s.at(i-1).is(role) {
		posts = s.postsLeft(i-1, 0) // 总监她还兼着
	}
	place := [2]int{}
	if s.at(v).entry.frame == take {
		place = s.inPlace(v, subject)
	}
	if len(posts) == 0 && s.x.signs.is("needs", s.text(s.at(v))) {
		return
	}
	if len(posts) == 0 && !s.bare(v, subject) && (empty(place) || s.at(v+1).is(thing)) {
		return
	}
	if len(posts) == 0 {
		posts = append(posts, post{})
	}
	for _, p := range posts {
		if empty(p.of) {
			p.of = place
		}
		if prior != none {
			p.former = false
			s.emit(said{kind: Ends, verb: v, subject: prior, post: p, object: s.piece(subject)})
		}
		for _, who := range s.together(subject) {
			s.emit(said{kind: kind, verb: v, subject: who, post: p})
		}
	}
}

// together are the persons of a list that ends with person i: 张三、李四.
func (s *sentence) together(i int) []int {
	out := []int{i}
	for i > 1 && s.at(i-1).is(listing|and) && s.at(i-2).is(person) && s.at(i-2).sure {
		i -= 2
		out = append([]int{i}, out...)
	}
	return out
}

// bare reports whether verb v says enough without a post: the end of a person's time,
// or a take-over that the clause before explains.
func (s *sentence) bare(v, subject int) bool {
	if s.at(v).entry.kind == Holds || subject == none && s.at(s.leftOf(v)).is(thing) {
		return false
	}
	next := s.at(v + 1)
	if w := s.at(v).entry.runes; s.at(v).entry.frame == leave && w[len(w)-1] == '满' {
		return subject == none || s.at(subject).is(person) // 任满返回故乡
	}
	if s.at(v).entry.frame == leave && next.start == s.at(v).end && next.is(plain|word|stop|organ|generic|latin|person) {
		return subject != none && s.at(subject).is(person) && s.at(subject).sure && s.at(v).end-s.at(v).start > 1 &&
			s.x.signs.begins("then", s.str(next.start, s.end)) && !s.x.signs.begins("nothen", s.str(next.start, s.end)) // 辞职去办学, but not 离职核心人员
	}
	if next.is(of) || next.is(plain|word|organ|verb) && !next.is(postNoun|say|adverb|stop) && s.at(v).entry.frame == take {
		return false
	}
	if s.at(v).entry.frame == leave {
		return subject == none || s.at(subject).is(person)
	}
	return subject != none
}

// pieceEnd is the last piece of runes r.
func (s *sentence) pieceEnd(r [2]int) int {
	i := 0
	for s.at(i+1).start < r[1] && i+1 < len(s.toks) {
		i++
	}
	return i
}

// postsBefore reads the posts that end right before piece k, over 一职: 总裁一职由.
func (s *sentence) postsBefore(k int) []post {
	i := k - 1
	for i >= 0 && s.at(i).is(postNoun|adverb|present|future|date|past|of) || s.at(i).is(from) && s.at(i+1).is(date) {
		i--
	}
	if i > 0 && s.at(i).is(comma) && s.at(i-1).is(postNoun) {
		return s.postsBefore(i) // 馆长一职,今年起由
	}
	if !s.at(i).is(role) {
		return nil
	}
	return s.postsLeft(i, 0)
}

// inPlace is what 在 names before verb v: 在砾光仪器任副总裁.
func (s *sentence) inPlace(v, subject int) [2]int {
	for i := s.clauseStart(v); i < v; i++ {
		if !s.leadsTo(i) || i <= subject || i+1 >= v {
			continue
		}
		if s.runes[s.at(i).start] != '在' {
			i = s.pastRelative(i, v)
		}
		if s.isThing(i + 1) {
			end := i + 1
			for end < v && s.isThing(end) {
				end++
			}
			if s.worthy(s.at(i+1).start, s.at(end-1).end) && !s.at(end-1).is(date|occasion) && s.runes[s.at(end-1).end-1] != '上' {
				return [2]int{s.at(i + 1).start, s.at(end - 1).end}
			}
		}
	}
	return [2]int{}
}

// leadsTo reports whether piece i is 在, or 到 and its like behind 派: 被派到某公司任.
func (s *sentence) leadsTo(i int) bool {
	t := s.at(i)
	if t.end-t.start == 1 && s.runes[t.start] == '在' {
		return true
	}
	w := []rune(s.text(t))
	return len(w) > 1 && strings.ContainsRune("派调", w[len(w)-2]) && strings.ContainsRune("到去往", w[len(w)-1])
}

// pastRelative is the piece 的 behind piece i before verb v, or i: 派去刚改名的某公司任.
func (s *sentence) pastRelative(i, v int) int {
	for k := i + 1; k < v; k++ {
		if s.at(k).is(of) && k+1 < v && s.isThing(k+1) {
			return k
		}
	}
	return i
}

// being reads 总裁是张勇 and 张勇是总裁.
func (s *sentence) being(v int) {
	kind := Holds
	if s.at(v-1).is(role) || s.at(v-1).is(adverb|present|past) && s.at(s.leftOf(v)).is(role) {
		p := v + 1
		for s.at(p).is(adverb) {
			p++
		}
		for k := p; k < p+3 && !s.at(p).is(person) && s.at(k).is(word|plain); k++ {
			if s.at(k + 1).is(person) {
				p = k + 1 // 馆长为画家张三
				s.toks[p].sure = true
			}
		}
		s.plainly(p)
		if s.at(p).is(person) && !s.at(p+1).is(of|organ|place) {
			for _, post := range s.postsLeft(s.leftOf(v), 0) {
				s.emit(said{kind: kind, verb: v, subject: p, post: post})
			}
		}
		return
	}
	if s.onesBefore(v) || s.oneAfter(v) {
		return
	}
	subject, k := s.leftOf(v), v+1
	if s.x.signs.is("drives", s.text(s.at(k))) {
		k++ // 是推动某项目的领导者之一
	}
	if start := s.clauseStart(v); subject > start && subject < start+3 && s.at(subject).class == word && s.at(start).is(pronoun) && s.third(start) {
		subject = start // 他实际上是
	}
	posts, after := s.postsRight(k)
	if len(posts) == 0 || s.at(after).is(of|organ|word|person) {
		return
	}
	if s.at(v).end-s.at(v).start == 1 && s.first(v) == '为' {
		if !s.appointing && !(subject > 0 && s.at(subject).is(person) && s.at(subject-1).is(say)) {
			return
		}
		kind = Starts
	}
	if subject >= 0 && s.at(subject).is(pronoun) {
		subject = s.pronoun(subject)
	} else if subject < s.clauseStart(v) {
		subject = s.earlier(s.clauseStart(v))
	} else if !s.at(subject).is(person) {
		return
	}
	for _, p := range posts {
		s.emit(said{kind: kind, verb: v, subject: subject, post: p})
	}
}

// onesBefore reads 再之前是张三: who held the post before the one the text spoke of last.
func (s *sentence) onesBefore(v int) bool {
	p := v + 1
	if !s.at(p).is(person) || !s.at(p+1).is(comma|listing) || !strings.HasSuffix(s.text(s.at(v-1)), "前") || s.clauseStart(v) < s.clauseStart(v-2) {
		return false
	}
	for i := len(s.out) - 1; i >= 0 && s.sentences[s.number].Start-s.out[i].Sentence.End < nearby; i-- {
		if o := s.out[i]; o.Role != "" && o.Kind != Renamed {
			s.emit(said{kind: Holds, verb: v, subject: p, tense: Past})
			if st := &s.out[len(s.out)-1]; st.Role == "" && st.Kind == Holds {
				st.Role, st.Of, st.Whole = o.Role, o.Of, o.Whole
			}
			return true
		}
	}
	return false
}

// oneAfter reads 接任者为前门将张三: who follows the one of whom the sentence or the one before
// says that she left.
func (s *sentence) oneAfter(v int) bool {
	i := s.leftOf(v)
	if i < s.clauseStart(v) || !s.x.signs.ends("successor", s.str(s.at(s.clauseStart(v)).start, s.at(v).start)) {
		return false
	}
	const most = 4
	p := v + 1
	for p < v+most && !s.at(p).is(person) && !s.at(p).is(punct|verb|and) {
		p++
	}
	s.surely(p)
	s.plainly(p)
	if !s.at(p).is(person) || !s.at(p+1).is(punct|bracket|honour) {
		return false
	}
	s.toks[p].sure = true
	s.emit(said{kind: Starts, verb: v, subject: p})
	return true
}

// capacity reads 张三以总裁的身份.
func (s *sentence) capacity() {
	for i := range s.toks {
		if t := s.at(i); t.end-t.start != 1 || s.first(i) != '以' {
			continue
		}
		posts, after := s.postsRight(i + 1)
		for s.at(after).is(of) {
			after++
		}
		if w := s.text(s.at(after)); len(posts) == 0 || w != "身份" && w != "名义" && w != "身分" {
			continue
		}
		subject, _ := s.subject(i)
		for _, p := range posts {
			s.emit(said{kind: Holds, verb: i, subject: subject, post: p, tense: s.titleTense(p)})
		}
	}
}

// series reads 馆长先后由张三、李四、王五担任 and 帅位先后坐过张三、李四: all of them, one
// after the other.
func (s *sentence) series() {
	for i := range s.toks {
		if !s.x.signs.is("series", s.text(s.at(i))) {
			continue
		}
		r := s.seriesPost(i)
		first := max(i, r) + 1
		for first < len(s.toks) && !s.at(first).is(person|role) && (!s.at(first).is(comma) || s.first(first) == ':' && first == r+1) {
			first++
		}
		if r == none || !s.at(first).is(person) || !s.at(first+1).is(listing|and) || !s.at(first+2).is(person) {
			continue
		}
		posts := s.postsLeft(r, s.clauseStart(r))
		for k := first; s.at(k).is(person); k += 2 {
			s.surely(k)
			for _, p := range posts {
				s.emit(said{kind: Holds, verb: i, subject: k, post: p, tense: Past})
			}
			if !s.at(k + 1).is(listing | and) {
				break
			}
		}
	}
}

// stints reads 2012年,张三调来,当了六年馆长: a time that is over, which began on the day told.
func (s *sentence) stints() {
	for i := range s.toks {
		if !s.at(i+1).is(adverb|number) || !s.at(i+2).is(role) || !s.x.signs.is("stint", s.text(s.at(i))) {
			continue
		}
		posts, after := s.postsRight(i + 2)
		if subject, _ := s.subject(i); subject != none && s.at(after).is(punct) {
			for _, p := range posts {
				s.emit(said{kind: Holds, verb: i, subject: subject, post: p, tense: Past})
			}
		}
	}
}

// as reads 作为阿里云的CTO,张勇….
func (s *sentence) as(v int) {
	posts, after := s.postsRight(v + 1)
	subject := after + 1
	if len(posts) == 0 || !s.at(after).is(comma) || !s.at(subject).is(person) {
		return
	}
	for _, p := range posts {
		s.emit(said{kind: Holds, verb: v, subject: subject, post: p, tense: Present})
	}
}
