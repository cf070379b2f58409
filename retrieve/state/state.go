package state

import (
	"fmt"
	"slices"
	"strings"

	"ask/retrieve/text"
	"ask/retrieve/when"
)

// Extractor finds statements. It holds the word lists and nothing of the texts, so any
// number of goroutines may use one.
type Extractor struct {
	lex     *lexicon
	names   nameWords
	claims  *claimRules
	english []englishRule
	slots   slotWords
	units   unitWords
	topics  topicWords
	ask     *asking
	signs   signWords
	fits    fitWords
}

// New makes an Extractor from the data files in the program.
func New() (*Extractor, error) {
	x := &Extractor{}
	var err error
	if x.lex, err = readLexicon(); err != nil {
		return nil, fmt.Errorf("read lexicon: %w", err)
	}
	if x.names, err = readNames(); err != nil {
		return nil, fmt.Errorf("read names: %w", err)
	}
	if x.claims, err = readClaims(); err != nil {
		return nil, fmt.Errorf("read claims: %w", err)
	}
	if x.english, err = readEnglish(); err != nil {
		return nil, fmt.Errorf("read english patterns: %w", err)
	}
	if x.units, err = readUnits(); err != nil {
		return nil, fmt.Errorf("read units: %w", err)
	}
	if x.topics, err = readTopics(); err != nil {
		return nil, fmt.Errorf("read topics: %w", err)
	}
	if x.slots, err = readSlotWords(); err != nil {
		return nil, fmt.Errorf("read words of slots: %w", err)
	}
	if x.signs, err = readSigns(); err != nil {
		return nil, fmt.Errorf("read signs: %w", err)
	}
	if x.fits, err = readFits(); err != nil {
		return nil, fmt.Errorf("read which posts fit: %w", err)
	}
	if x.ask, err = readAsking(); err != nil {
		return nil, fmt.Errorf("read question patterns: %w", err)
	}
	return x, nil
}

// Find returns the statements of s in the order of their sentences. The date published
// resolves dates such as 3月5日 and may be zero. If names is not nil, it tells of a
// range of bytes whether a segmenter tagged exactly it as "person", "place" or "organ",
// and "" otherwise.
func (x *Extractor) Find(s string, published when.Date, names func(span text.Span) string) []Statement {
	r := &reader{find: x, published: published, lines: map[int]*line{}}
	r.f = &folded{s: s, names: names, known: map[string]bool{}}
	r.f.runes, r.f.offsets = text.FoldRunes(s, nil, nil)
	r.sentences = text.Sentences(s)
	at := 0
	var todo []int
	for i, span := range r.sentences {
		for int(r.f.offsets[at]) < span.Start {
			at++
		}
		start := at
		for int(r.f.offsets[at]) < span.End {
			at++
		}
		r.spans = append(r.spans, [2]int{start, at})
		if at-start > longest {
			continue
		}
		if x.triggered(r.f.runes[start:at]) || mostlyLatin(r.f.runes[start:at]) {
			r.lines[i] = r.line(i)
			todo = append(todo, i)
		}
	}
	for _, i := range todo { // names sure in one sentence are so in all
		if r.missed(r.lines[i]) {
			r.lines[i] = nil
			r.lines[i] = r.line(i)
		}
		r.lines[i].sureNames()
		r.read(i)
	}
	r.settle()
	return r.out
}

// missed reports whether a line holds a foreign name that was not known when it was cut.
func (r *reader) missed(l *line) bool {
	for _, name := range slices.Concat(r.f.foreigners, r.f.joined) {
		for i := l.start; i+len(name) <= l.end; i++ {
			if !hasPrefix(l.runes[i:l.end], name) {
				continue
			}
			if !slices.ContainsFunc(l.toks, func(t tok) bool { return t.start == i && t.is(person) }) {
				return true
			}
		}
	}
	return false
}

// longest is how many runes a sentence has at most; more are a table or no text at all,
// and are not read.
const longest = 1500

// triggered reports whether a sentence has a word without which nothing is stated.
func (x *Extractor) triggered(runes []rune) bool {
	for i, r := range runes {
		if !x.lex.trigger[r] {
			continue
		}
		for _, e := range x.lex.byFirst[r] {
			if e.triggers() && hasPrefix(runes[i:], e.runes) {
				return true
			}
		}
	}
	return false
}

// reader reads the sentences of one text in order.
type reader struct {
	find      *Extractor
	f         *folded
	published when.Date
	sentences []text.Span
	spans     [][2]int // of the sentences, in runes
	lines     map[int]*line
	out       []Statement
	ofs       []string // what the statements so far belong to, the first few
	posted    []string // the same, of those with a post
	heading   frame    // what the items of a list are under: appoint or dismiss
	aboutName string   // what the whole text is about, once aboutDone
	aboutDone bool
	longs     map[string]string // the names of the text for which those are short
	shorts    map[string]string // what the text says it calls short, as far as asked for
}

// read appends the statements of sentence i.
func (r *reader) read(i int) {
	l := r.lines[i]
	s := &sentence{line: l, reader: r, number: i, from: len(r.out)}
	if mostlyLatin(l.runes[l.start:l.end]) {
		s.english()
	} else if s.row() {
		s.bracketed()
	} else {
		s.underHeading()
		s.profile()
		s.label()
		s.appositions()
		s.capacity()
		s.series()
		s.stints()
		s.used = map[int]bool{}
		s.clefts()
		s.rulers()
		s.verbs()
		s.chain()
		s.successors()
	}
	r.finish(s)
	if len(r.out) == s.from {
		r.roll(i)
	}
}

// line is sentence i cut into pieces.
func (r *reader) line(i int) *line {
	if l := r.lines[i]; l != nil {
		return l
	}
	start := r.spans[i][0]
	r.lines[i] = r.find.scan(r.f, start, min(r.spans[i][1], start+longest), r.published)
	return r.lines[i]
}

func mostlyLatin(runes []rune) bool {
	han := 0
	for _, r := range runes {
		if text.ClassOf(r) == text.Han {
			han++
		}
	}
	return han*5 < len(runes)
}

// finish fills in what the sentence and the text before leave no doubt about, and drops
// statements that say nothing or say it twice.
func (r *reader) finish(s *sentence) {
	mine := r.out[s.from:]
	for i := range mine {
		s.fill(&mine[i])
	}
	succeed(mine)
	mine = s.allPosts(mine)
	if told := len(mine); told > 0 {
		if mine = s.transferred(mine); len(mine) > told {
			r.out = append(r.out[:s.from], mine...)
		}
	}
	kept := r.out[:s.from]
	for _, st := range mine {
		if st.Kind == Starts && st.Role == "" && st.Of == "" {
			if takeOver(&st, mine); st.Role == "" && st.Of == "" {
				if !s.x.signs.ends("steps", text.Fold(s.s[st.Start:st.End])) {
					s.sameSubject(&st)
				}
				s.samePost(&st)
			}
		}
		if !useful(st) || repeats(kept[s.from:], st) || vaguer(mine, st) {
			continue
		}
		kept = append(kept, st)
	}
	r.remember(kept[s.from:])
	r.out = kept
}

// allPosts makes of an end without a post one of each post that the sentence names right
// before the person: 院长、研究员张三已辞职.
func (s *sentence) allPosts(mine []Statement) []Statement {
	if !slices.ContainsFunc(mine, func(st Statement) bool { return st.Kind == Ends }) {
		return mine
	}
	out := make([]Statement, 0, len(mine)) // a copy: what is kept goes where mine is
	for i, st := range mine {
		out = append(out, st)
		if i < 2 || st.Kind != Ends || st.Object != "" || !s.unposted(st) {
			continue
		}
		for k := i - 1; k >= 0 && mine[k].Kind == Holds && mine[k].Subject == st.Subject && mine[k].Tense == Present; k-- {
			more := st
			more.Of, more.Role, more.Whole = mine[k].Of, mine[k].Role, mine[k].Whole
			out = append(out, more)
		}
	}
	return out
}

// unposted reports whether the words of an end name no post.
func (s *sentence) unposted(st Statement) bool {
	return st.Role == "" || !strings.Contains(s.s[st.Start:st.End], st.Role) || !s.saysPost(st)
}

// saysPost reports whether the post of an end stands behind its verb.
func (s *sentence) saysPost(st Statement) bool {
	at := strings.LastIndex(s.s[st.Start:st.End], st.Role)
	who := strings.Index(s.s[st.Start:st.End], st.Subject)
	return at > who
}

// takeOver gives who follows the post of the one followed.
func takeOver(st *Statement, mine []Statement) {
	for _, o := range mine {
		if o.Kind == Ends && o.Object == st.Subject && o.Object != "" {
			st.Of, st.Role = o.Of, o.Role
			return
		}
	}
}

// useful reports whether st says something of somebody.
func useful(st Statement) bool {
	switch st.Kind {
	case Holds, Starts:
		return st.Subject != "" && (st.Role != "" || st.Of != "")
	}
	return st.Subject != ""
}

// vaguer reports an end of no post beside one of the same person that names hers.
func vaguer(mine []Statement, st Statement) bool {
	return st.Kind == Ends && st.Role+st.Of+st.Object == "" && slices.ContainsFunc(mine, func(o Statement) bool {
		return o.Kind == Ends && o.Subject == st.Subject && o.Role != ""
	})
}

func repeats(have []Statement, st Statement) bool {
	for _, h := range have {
		if h.Kind == st.Kind && h.Subject == st.Subject && h.Of == st.Of && h.Role == st.Role && h.Object == st.Object {
			return true
		}
	}
	return false
}
