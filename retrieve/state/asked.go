package state

import (
	"fmt"
	"regexp"
	"strings"

	"ask/retrieve/text"
	"ask/retrieve/when"
)

// Ask is what a question wants to know of a state.
type Ask struct {
	// Of and Role name the post asked for, Subject the person; Role is "" for who
	// leads. For changes of things Of is the thing.
	Of, Role, Subject string
	// Mode is AskPresent, AskAt (see At), AskAll or AskEvent.
	Mode string
	At   when.Date
	// When: the day of the change is asked for.
	When bool
	// Owner: who owns the thing is asked for, whatever that is called.
	Owner bool
	// Kinds are those of the statements that answer; nil for any that tell of a post.
	Kinds []Kind
}

// The modes of a question.
const (
	AskPresent = "present" // the state now
	AskAt      = "at"      // the state at a date
	AskAll     = "all"     // every state there was
	AskEvent   = "event"   // a change: who, when, why, whether
)

// asking is what data/questions.txt says.
type asking struct {
	words   map[string][]string
	english []askRule
}

type askRule struct {
	mode    string
	kinds   []Kind
	pattern func() *regexp.Regexp
}

func readAsking() (*asking, error) {
	rows, err := lines("questions.txt")
	if err != nil {
		return nil, err
	}
	defined, err := lines("english.txt")
	if err != nil {
		return nil, err
	}
	var names macros
	for _, row := range defined {
		names.define(row)
	}
	a := &asking{words: map[string][]string{}}
	english := false
	for _, row := range rows {
		switch {
		case row[0] == "[english]":
			english = true
		case !english:
			for _, w := range row[1:] {
				a.words[row[0]] = append(a.words[row[0]], text.Fold(w))
			}
		case len(row) < 3:
			return nil, fmt.Errorf("questions.txt: bad line %q", strings.Join(row, " "))
		default:
			a.english = append(a.english, askRule{row[0], kinds(row[1]), names.pattern(row[2:])})
		}
	}
	return a, nil
}

func kinds(list string) []Kind {
	if list == "-" {
		return nil
	}
	var out []Kind
	for _, k := range strings.Split(list, ",") {
		out = append(out, Kind(k))
	}
	return out
}

// Asked reads a question: which post or thing it asks for, and how. It reports false if
// the question asks for no state. Relative dates in it (去年) are not resolved.
func (x *Extractor) Asked(q string) (Ask, bool) {
	const longest = 400
	if len(q) > longest {
		return Ask{}, false
	}
	f := &folded{s: q, known: map[string]bool{}}
	f.runes, f.offsets = text.FoldRunes(q, nil, nil)
	if len(f.runes) == 0 {
		return Ask{}, false
	}
	if mostlyLatin(f.runes) {
		return x.askedEnglish(q)
	}
	l := x.scan(f, 0, len(f.runes), when.Date{})
	s := &asked{
		sentence: &sentence{line: l, reader: &reader{find: x, f: f, lines: map[int]*line{}, spans: [][2]int{{0, len(f.runes)}}}, used: map[int]bool{}},
		words:    x.ask.words, folded: string(f.runes),
	}
	for _, form := range []func() (Ask, bool){s.ofPost, s.ofLeader, s.ofPerson, s.ofThing} {
		if a, ok := form(); ok {
			return s.dated(a), true
		}
	}
	return Ask{}, false
}

// askedEnglish reads a question in English by the patterns.
func (x *Extractor) askedEnglish(q string) (Ask, bool) {
	for _, r := range x.ask.english {
		m := r.pattern().FindStringSubmatch(q)
		if m == nil {
			continue
		}
		a := Ask{Mode: r.mode, Kinds: r.kinds}
		for i, name := range r.pattern().SubexpNames() {
			switch name {
			case "of":
				a.Of = m[i]
			case "role":
				a.Role = m[i]
			case "subject":
				a.Subject = m[i]
			}
		}
		if !x.englishName(a.Of) || !x.englishName(a.Subject) {
			continue
		}
		for _, d := range when.Find(q, when.Date{}) {
			if a.Mode != AskEvent && d.Void == "" {
				a.Mode, a.At = AskAt, d.From
			}
		}
		if a.Mode == AskAt && a.At == (when.Date{}) {
			a.Mode = AskAll
		}
		return a, true
	}
	return Ask{}, false
}
