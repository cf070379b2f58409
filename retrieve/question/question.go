// Package question reads what a question asks: the words that count, the sort of
// answer wanted, and what such answers look like. It knows patterns (data/patterns.txt)
// and no dictionary, and it refuses nothing: a question it does not understand has type
// Other and keeps all its words.
//
//	q := question.New().Read("林俊旸什么时候离职?")
//	fmt.Println(q.Type, q.Stripped) // when 林俊旸 离职
package question

import (
	"embed"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"ask/retrieve/text"
	"ask/retrieve/text/pattern"
)

//go:embed data/patterns.txt data/stop.txt data/singles.txt data/synonyms.txt data/generic.txt data/time.txt data/editions.txt
var data embed.FS

// Type is the sort of answer a question wants.
type Type string

// The types, as data/patterns.txt names them.
const (
	Why   Type = "why"
	When  Type = "when"
	Num   Type = "num"
	Who   Type = "who"
	Where Type = "where"
	How   Type = "how"
	Name  Type = "name"
	Def   Type = "def"
	List  Type = "list"
	Which Type = "which"
	What  Type = "what"
	Other Type = "other"
)

// Question is a question as read.
type Question struct {
	Raw    string
	Folded string
	// Stripped is Folded with question words replaced by spaces.
	Stripped string
	Type     Type
	// Unit is the counted thing of a how-many question (几个人 → 个), or empty.
	Unit string
}

// Reader reads questions. Make one with New and keep it; it is safe for concurrent use.
type Reader struct {
	strip    []*regexp.Regexp
	rephrase []rule
	types    []rule
	cues     map[Type][]string
	pieces   shapes
	quick    shapes
	unit     *regexp.Regexp
	exact    *regexp.Regexp
	stop     map[string]bool
	single   map[string]bool
	generic  map[string]bool
	groups   map[string][]string
	times    timeRules
	marks    map[string][]*regexp.Regexp
}

type rule struct {
	name string
	re   *regexp.Regexp
}

// shapes are patterns of one kind that are looked for in every sentence of a passage.
type shapes struct {
	names []string
	exprs []string
	set   *pattern.Set
}

func (s *shapes) add(name, expr string) {
	s.names, s.exprs = append(s.names, name), append(s.exprs, expr)
}

func (s *shapes) compile() (err error) {
	s.set, err = pattern.Compile(s.exprs...)
	return err
}

// New compiles the patterns (about 0.3 ms). It panics only if the data files built
// into the program are broken, which a test rules out.
func New() *Reader {
	r, err := load()
	if err != nil {
		panic(err)
	}
	return r
}

func load() (*Reader, error) {
	b, err := data.ReadFile("data/patterns.txt")
	if err != nil {
		return nil, err
	}
	r := &Reader{cues: map[Type][]string{}, stop: map[string]bool{}, single: map[string]bool{}, generic: map[string]bool{}, groups: map[string][]string{}}
	for i, line := range strings.Split(string(b), "\n") {
		if line == "" || line[0] == '#' {
			continue
		}
		f := strings.SplitN(line, " ", 3)
		if len(f) != 3 {
			return nil, fmt.Errorf("patterns.txt:%d: want KIND NAME PATTERN", i+1)
		}
		if err := r.put(f[0], f[1], f[2]); err != nil {
			return nil, fmt.Errorf("patterns.txt:%d: %w", i+1, err)
		}
	}
	for _, s := range []*shapes{&r.pieces, &r.quick} {
		if err := s.compile(); err != nil {
			return nil, fmt.Errorf("patterns.txt: %w", err)
		}
	}
	if err := r.loadSynonyms(); err != nil {
		return nil, err
	}
	if r.times, err = loadRules("data/time.txt"); err != nil {
		return nil, err
	}
	if r.marks, err = loadRules("data/editions.txt"); err != nil {
		return nil, err
	}
	return r, r.loadStop()
}

// put takes over a rule. Those for sentences are compiled together, later.
func (r *Reader) put(kind, name, expr string) error {
	switch kind {
	case "cue":
		r.cues[Type(name)] = strings.Split(expr, "|")
		return nil
	case "piece":
		r.pieces.add(name, expr)
		return nil
	case "quick":
		r.quick.add(name, expr)
		return nil
	}
	re, err := regexp.Compile(expr)
	if err != nil {
		return err
	}
	switch kind {
	case "strip":
		r.strip = append(r.strip, re)
	case "rephrase":
		r.rephrase = append(r.rephrase, rule{name, re})
	case "type":
		r.types = append(r.types, rule{name, re})
	case "unit":
		r.unit = re
	case "exact":
		r.exact = re
	default:
		return fmt.Errorf("unknown kind %q", kind)
	}
	return nil
}

func (r *Reader) loadStop() error {
	for name, set := range map[string]map[string]bool{"data/stop.txt": r.stop, "data/singles.txt": r.single, "data/generic.txt": r.generic} {
		b, err := data.ReadFile(name)
		if err != nil {
			return err
		}
		for _, line := range strings.Split(string(b), "\n") {
			if strings.HasPrefix(line, "#") {
				continue
			}
			for _, w := range strings.Fields(line) {
				set[w] = true
			}
		}
	}
	return nil
}

func (r *Reader) loadSynonyms() error {
	b, err := data.ReadFile("data/synonyms.txt")
	if err != nil {
		return err
	}
	for _, line := range strings.Split(string(b), "\n") {
		if strings.HasPrefix(line, "#") {
			continue
		}
		group := strings.Fields(line)
		for _, w := range group {
			for _, other := range group {
				if other != w {
					r.groups[w] = append(r.groups[w], other)
				}
			}
		}
	}
	return nil
}

// Synonyms are the words that ask for or tell the same as a folded word.
func (r *Reader) Synonyms(word string) []string { return r.groups[word] }

// SynonymIn gives the words with synonyms that stand in a folded question, in order:
// Chinese ones anywhere in a run, others only as whole words.
func (r *Reader) SynonymIn(folded string) []string {
	var out []string
	runes := []rune(folded)
	for class, run := range text.Runs(runes) {
		switch class {
		case text.Word:
			if w := string(runes[run.Start:run.End]); r.groups[w] != nil {
				out = append(out, w)
			}
		case text.Han:
			out = append(out, r.synonymRuns(runes[run.Start:run.End])...)
		}
	}
	return out
}

// maxSynonymRunes is the longest word of a group.
const maxSynonymRunes = 6

// synonymRuns takes the longest word of a group at each place.
func (r *Reader) synonymRuns(runes []rune) []string {
	var out []string
	for i := range runes {
		for n := min(maxSynonymRunes, len(runes)-i); n >= 2; n-- {
			if w := string(runes[i : i+n]); r.groups[w] != nil {
				out = append(out, w)
				break
			}
		}
	}
	return out
}

// Generic reports whether an ordinary word only frames questions.
func (r *Reader) Generic(word string) bool { return r.generic[word] }

// Single reports whether a character commonly stands as a word of its own.
func (r *Reader) Single(c string) bool { return r.single[c] }

// Stop reports whether a folded word names nothing.
func (r *Reader) Stop(word string) bool { return r.stop[word] }

// Read reads a question.
func (r *Reader) Read(raw string) *Question {
	q := &Question{Raw: raw, Folded: text.Fold(strings.TrimSpace(raw)), Type: Other}
	for _, say := range r.rephrase {
		q.Folded = say.re.ReplaceAllString(q.Folded, say.name)
	}
	q.Stripped = q.Folded
	for _, re := range r.strip {
		q.Stripped = re.ReplaceAllString(q.Stripped, " ")
	}
	if strings.TrimSpace(q.Stripped) == "" {
		q.Stripped = q.Folded
	}
	for _, t := range r.types {
		if t.re.MatchString(q.Folded) {
			q.Type = Type(t.name)
			break
		}
	}
	if q.Type == Num {
		if m := r.unit.FindStringSubmatch(q.Folded); m != nil {
			q.Unit = m[1]
		}
	}
	return q
}

// Exact lists the years, decimals, article numbers and model names of a question: an
// answer about another one would be wrong.
func (r *Reader) Exact(q *Question) []string { return r.exact.FindAllString(q.Folded, -1) }

// quickOf says which quick pattern shows an answer of a type.
func quickOf(t Type) string {
	switch t {
	case Who:
		return "person"
	case When:
		return "date"
	case Num:
		return "number"
	case Where:
		return "place"
	}
	return ""
}

// Shows reports whether folded sentence s holds something of the sort q asks for that
// q does not hold itself; asked is false where q's type has no such pattern.
func (r *Reader) Shows(q *Question, s string) (shows, asked bool) {
	i := slices.Index(r.quick.names, quickOf(q.Type))
	if i < 0 {
		return false, false
	}
	for m := range r.quick.set.Read(s).All(i) {
		if !strings.Contains(q.Folded, s[m.Start:m.End]) {
			return true, true
		}
	}
	return false, true
}

// Cue reports whether folded sentence s holds a word that answers of q's type tend to
// hold.
func (r *Reader) Cue(q *Question, s string) bool {
	return slices.ContainsFunc(r.cues[q.Type], func(w string) bool { return strings.Contains(s, w) })
}
