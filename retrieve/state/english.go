package state

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"

	"ask/retrieve/text"
	"ask/retrieve/when"
)

// englishRule is a line of data/english.txt.
type englishRule struct {
	kind    Kind
	tense   string
	words   []string
	pattern func() *regexp.Regexp
}

func readEnglish() ([]englishRule, error) {
	rows, err := lines("english.txt")
	if err != nil {
		return nil, err
	}
	var out []englishRule
	var names macros
	for _, row := range rows {
		if names.define(row) {
			continue
		}
		if len(row) < 4 {
			return nil, fmt.Errorf("english.txt: bad line %q", strings.Join(row, " "))
		}
		out = append(out, englishRule{Kind(row[0]), row[1], strings.Split(row[2], ","), names.pattern(row[3:])})
	}
	return out, nil
}

// macros are the names in braces of english.txt and what they stand for, the last
// defined first: a definition may use those before it.
type macros [][2]string

// define takes a line that defines a name and reports whether it is one.
func (m *macros) define(row []string) bool {
	if !strings.HasPrefix(row[0], "{") {
		return false
	}
	*m = append(macros{{row[0], strings.Join(row[1:], " ")}}, *m...)
	return true
}

// pattern makes a pattern of the words of a line. It is compiled when it is first used:
// compiling all takes longer than answering a question, and few texts are English. That
// all can be compiled is a test's business.
func (m macros) pattern(words []string) func() *regexp.Regexp {
	p := strings.Join(words, " ")
	for _, d := range m {
		p = strings.ReplaceAll(p, d[0], d[1])
	}
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(p) })
}

// tries reports whether the rule's words are in a folded sentence.
func (r *englishRule) tries(folded string) bool {
	for _, w := range r.words {
		if w != "" && strings.Contains(folded, w) {
			return true
		}
	}
	return false
}

// english reads an English sentence.
func (s *sentence) english() {
	const longest = 600
	span := s.sentences[s.number]
	if span.Len() > longest {
		return
	}
	raw := s.s[span.Start:span.End]
	folded := text.Fold(raw)
	for i := range s.x.english {
		r := &s.x.english[i]
		if !r.tries(folded) {
			continue
		}
		for _, m := range r.pattern().FindAllStringSubmatchIndex(raw, -1) {
			s.englishMatch(r, m, span)
		}
	}
}

// englishMatch emits what one match of a rule says.
func (s *sentence) englishMatch(r *englishRule, m []int, span text.Span) {
	raw := s.s[span.Start:span.End]
	st := Statement{Kind: r.kind, Tense: r.tense, Sentence: span, Start: span.Start + m[0], End: span.Start + m[1]}
	prior := ""
	for i, name := range r.pattern().SubexpNames() {
		if name == "" || m[2*i] < 0 {
			continue
		}
		got := raw[m[2*i]:m[2*i+1]]
		switch name {
		case "subject":
			st.Subject = got
		case "prior":
			prior = got
		case "of":
			st.Of = strings.TrimSuffix(strings.TrimSuffix(got, "'s"), "’s")
		case "role":
			st.Role = got
		case "object":
			st.Object = got
		}
	}
	if !s.x.englishName(st.Subject) || !s.x.englishName(prior) || !s.x.englishName(st.Of) {
		return
	}
	switch st.Kind {
	case Holds, Starts, Ends:
	default:
		st.Of = st.Subject
	}
	v := 0
	for v+1 < len(s.toks) && int(s.offsets[s.at(v).end]) < st.End {
		v++
	}
	s.situate(&st, v)
	st.Speaker = ""
	if st.Kind == Ends && strings.Contains(raw[m[0]:m[1]], " since ") {
		st.From, st.To, st.DateBy = when.Date{}, when.Date{}, "" // since when she held it
		if s.published != (when.Date{}) {
			st.DateBy = "publication"
		}
	}
	if st.Tense == Future {
		s.begins(&st)
	}
	st.Alias = bracketName(raw, st.Subject)
	if st.Of == "" && slices.ContainsFunc(s.out[s.from:], func(o Statement) bool {
		return o.Of != "" && o.Kind == st.Kind && o.Subject == st.Subject && o.Role == st.Role
	}) {
		return // said already, and of what
	}
	s.out = append(s.out, st)
	if prior != "" {
		st.Kind, st.Subject, st.Object = Ends, prior, st.Subject
		st.To, st.From = st.From, st.To
		s.out = append(s.out, st)
	}
}

// englishName refuses matches that begin with a word that is capital by its place only.
func (x *Extractor) englishName(name string) bool {
	first, _, _ := strings.Cut(name, " ")
	switch first {
	case "The", "A", "An", "He", "She", "It", "They", "We", "I", "This", "That", "When", "After", "Before", "In", "On", "At", "If", "But", "And", "Since", "As", "His", "Her", "Its", "Their", "Former", "Then", "There", "Our", "My", "Your":
		return false
	}
	return true
}

// begins gives a plan the date at which the next sentence says it begins; the day of the
// announcement is none.
func (s *sentence) begins(st *Statement) {
	if !st.From.After(s.published) {
		st.From, st.DateBy = when.Date{}, ""
		if s.published != (when.Date{}) {
			st.DateBy = "publication"
		}
	}
	if s.number+1 >= len(s.sentences) || st.From != (when.Date{}) {
		return
	}
	next := s.s[s.sentences[s.number+1].Start:s.sentences[s.number+1].End]
	for _, verb := range []string{"begins", "begin", "starts", "start", "takes effect", "takes office", "commences"} {
		_, after, ok := strings.Cut(next, " "+verb+" ")
		if !ok {
			continue
		}
		if dates := when.Find(after, s.published); len(dates) > 0 && dates[0].Span.Start < len("on the ") {
			st.From, st.DateBy = dates[0].From, "text"
		}
		return
	}
}

// bracketName is the name in Chinese characters in brackets right behind a person.
func bracketName(raw, subject string) string {
	const longest = 40
	_, after, ok := strings.Cut(raw, subject)
	after = strings.TrimSpace(after)
	if !ok || subject == "" || after == "" || after[0] != '(' {
		return ""
	}
	inside, _, ok := strings.Cut(after[1:], ")")
	if !ok || len(inside) > longest || text.ClassOf([]rune(inside + " ")[0]) != text.Han {
		return ""
	}
	return inside
}
