package state

import (
	"embed"
	"fmt"
	"strings"
	"unicode/utf8"

	"ask/retrieve/text"
)

//go:embed data/*.txt
var files embed.FS

// class is a set of the classes a word may have.
type class uint64

const (
	plain class = 1 << iota // text of no class
	word                    // an ordinary word of the language
	person
	latin
	punct
	comma // ends a clause
	listing
	bracket // a group in brackets
	quoted  // a short group in quotes
	title   // 《》
	date
	number
	role
	modifier
	field
	suffix
	void
	verb
	say
	past
	present
	future
	adverb
	negation
	former
	current
	by
	passive
	of
	and
	as
	from
	postNoun
	honour
	pronoun
	question
	cond
	stop
	occasion
	generic
	under
	organ
	place
)

// frame is the order of what stands around a verb; data/verbs.txt explains them.
type frame uint8

const (
	noFrame frame = iota
	take
	leave
	being
	asRole
	appoint
	dismiss
	replace
	swap
	hand
	give
	part
	vacant
	lead
	join
	quit
	rename
	buy
	merge
	into
	move
	stopping
	correct
	sell
)

// entry is a word of the lexicon.
type entry struct {
	runes []rune
	class class
	kind  Kind
	frame frame
}

// lexicon finds words in folded text, by their first rune, longest first.
type lexicon struct {
	byFirst map[rune][]*entry
	all     map[string]*entry
	// trigger tells which runes begin a word without which no rule applies.
	trigger map[rune]bool
}

// find is the longest word at runes[i:], nil if there is none.
func (l *lexicon) find(runes []rune, i int) *entry {
	if i >= len(runes) {
		return nil
	}
	for _, e := range l.byFirst[runes[i]] {
		if hasPrefix(runes[i:], e.runes) {
			return e
		}
	}
	return nil
}

func hasPrefix(s, prefix []rune) bool {
	if len(s) < len(prefix) {
		return false
	}
	for i, r := range prefix {
		if s[i] != r {
			return false
		}
	}
	return true
}

// classOf is the class of a whole word, 0 if the lexicon lacks it.
func (l *lexicon) classOf(w string) class {
	if e := l.all[w]; e != nil {
		return e.class
	}
	return 0
}

// ofPost reports whether w may be a post, or one with a word of its field in front; every
// word of letters may.
func (l *lexicon) ofPost(w string) bool {
	r := []rune(w)
	for i := range r {
		if l.classOf(string(r[i:]))&role != 0 {
			return i == 0 || l.classOf(string(r[:i]))&(field|modifier) != 0
		}
	}
	return len(r) > 0 && r[0] < utf8.RuneSelf
}

func (l *lexicon) add(w string, c class) *entry {
	w = text.Fold(w)
	e := l.all[w]
	if e == nil {
		e = &entry{runes: []rune(w)}
		l.all[w] = e
		list := l.byFirst[e.runes[0]]
		at := len(list)
		for at > 0 && len(list[at-1].runes) < len(e.runes) {
			at--
		}
		list = append(list, nil)
		copy(list[at+1:], list[at:])
		list[at] = e
		l.byFirst[e.runes[0]] = list
	}
	e.class |= c
	if e.triggers() {
		l.trigger[e.runes[0]] = true
	}
	return e
}

// triggers reports whether the word is one without which no rule applies. Verbs of one
// rune, such as 是 and 任, say nothing without a post.
func (e *entry) triggers() bool {
	return e.class&role != 0 || e.class&verb != 0 && len(e.runes) > 1
}

// lines yields the words of each line of a data file that is neither empty nor a
// comment.
func lines(name string) ([][]string, error) {
	b, err := files.ReadFile("data/" + name)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	var out [][]string
	for line := range strings.Lines(string(b)) {
		if f := strings.Fields(line); len(f) > 0 && !strings.HasPrefix(f[0], "#") {
			out = append(out, f)
		}
	}
	return out, nil
}

var wordClasses = map[string]class{
	"say": say, "past": past, "present": present, "future": future, "adverb": adverb,
	"negation": negation, "former": former, "current": current, "by": by,
	"passive": passive, "of": of, "and": and, "as": as, "from": from, "post": postNoun,
	"honour": honour, "pronoun": pronoun, "question": question, "if": cond, "stop": stop,
	"occasion": occasion, "generic": generic, "under": under, "organ": organ, "place": place,
}

var roleClasses = map[string]class{
	"[head]": role, "[modifier]": modifier, "[field]": field, "[suffix]": suffix, "[void]": void,
}

var frames = map[string]frame{
	"take": take, "leave": leave, "be": being, "as": asRole, "appoint": appoint,
	"dismiss": dismiss, "replace": replace, "swap": swap, "hand": hand, "give": give, "part": part, "vacant": vacant, "lead": lead, "join": join,
	"quit": quit, "rename": rename, "buy": buy, "merge": merge, "into": into,
	"move": move, "stop": stopping, "correct": correct, "sell": sell,
}

// readLexicon reads verbs, roles and words.
func readLexicon() (*lexicon, error) {
	l := &lexicon{byFirst: map[rune][]*entry{}, all: map[string]*entry{}, trigger: map[rune]bool{}}
	for _, read := range []func() error{l.readWords, l.readRoles, l.readVerbs} {
		if err := read(); err != nil {
			return nil, err
		}
	}
	return l, nil
}

func (l *lexicon) readWords() error {
	rows, err := lines("words.txt")
	if err != nil {
		return err
	}
	for _, row := range rows {
		c, ok := wordClasses[row[0]]
		if !ok {
			return fmt.Errorf("words.txt: no class %q", row[0])
		}
		for _, w := range row[1:] {
			l.add(w, c)
		}
	}
	return nil
}

func (l *lexicon) readRoles() error {
	rows, err := lines("roles.txt")
	if err != nil {
		return err
	}
	var c class
	for _, row := range rows {
		if next, ok := roleClasses[row[0]]; ok {
			c = next
			continue
		}
		if c == 0 {
			return fmt.Errorf("roles.txt: no section %q", row[0])
		}
		for _, w := range row {
			l.add(w, c)
		}
	}
	return nil
}

func (l *lexicon) readVerbs() error {
	rows, err := lines("verbs.txt")
	if err != nil {
		return err
	}
	for _, row := range rows {
		if len(row) < 3 || frames[row[1]] == noFrame {
			return fmt.Errorf("verbs.txt: bad line %q", strings.Join(row, " "))
		}
		for _, w := range row[2:] {
			e := l.add(w, verb)
			if e.frame != noFrame && e.frame != frames[row[1]] {
				return fmt.Errorf("verbs.txt: %s has two frames", w)
			}
			e.kind, e.frame = Kind(row[0]), frames[row[1]]
		}
	}
	return nil
}

// nameWords are the lists about persons' names.
type nameWords struct {
	not     map[string]bool
	family  map[rune]bool
	never   map[rune]bool
	end     map[rune]bool
	given   map[rune]bool // of end
	foreign map[rune]bool
}

func readNames() (nameWords, error) {
	n := nameWords{map[string]bool{}, map[rune]bool{}, map[rune]bool{}, map[rune]bool{}, map[rune]bool{}, map[rune]bool{}}
	rows, err := lines("names.txt")
	if err != nil {
		return n, err
	}
	section := ""
	for _, row := range rows {
		if strings.HasPrefix(row[0], "[") {
			section = row[0]
			continue
		}
		for _, w := range row {
			r, _ := utf8.DecodeRuneInString(w)
			switch section {
			case "[not]":
				n.not[w] = true
			case "[family]":
				n.family[r] = true
			case "[never]":
				n.never[r] = true
			case "[end]":
				n.end[r] = true
			case "[given]":
				n.given[r] = true
			case "[foreign]":
				n.foreign[r] = true
			default:
				return n, fmt.Errorf("names.txt: no section %q", section)
			}
		}
	}
	return n, nil
}
