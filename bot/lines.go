package bot

import (
	"strings"
)

// Role is how a line of an answer is put, by what stands in front of its words.
type Role string

// The roles of a line. One without any is a plain quote or a model's sentence.
const (
	Plain   Role = ""
	Now     Role = "now"     // what holds at its date
	Dated   Role = "dated"   // an event at its date
	Undated Role = "undated" // of a source that bears no date
	Before  Role = "before"  // what is over
	Other   Role = "other"   // another value for the same thing
	Ahead   Role = "ahead"   // what is to hold from a day to come
	Also    Role = "also"    // a further source
	Rumour  Role = "rumour"
	Denial  Role = "denial"
)

// Line is one line of an answer: its role, its words without role and marks, and the
// numbers of the citations it carries, in order of mention.
type Line struct {
	Role  Role
	Words string
	Cites []int
}

// Lines cuts an answer's text into its lines, none if it was refused.
func (a *Answer) Lines() []Line {
	if !a.Answered {
		return nil
	}
	m := newMarker()
	var out []Line
	for s := range strings.Lines(a.Text) {
		l := Line{Words: strings.TrimSpace(s)}
		for _, lang := range []string{"zh", "en"} {
			if l.Role == Plain {
				l.Role, l.Words = phrases(Question{Lang: lang}).roleOf(l.Words)
			}
		}
		if l.Words, l.Cites = m.take(l.Words); l.Words != "" {
			out = append(out, l)
		}
	}
	return out
}

// roleOf reads the role in front of a line and gives the rest.
func (p fixed) roleOf(line string) (Role, string) {
	for _, f := range []struct {
		role Role
		heading
	}{
		{Now, p.now}, {Before, p.until}, {Ahead, p.from}, {Other, p.other}, {Also, p.also}, {Before, p.before}, {Rumour, p.rumour}, {Denial, p.denial}, {Dated, p.on},
	} {
		for _, phrase := range []string{f.dated, f.undated} {
			if rest, ok := cutPhrase(line, phrase); ok && phrase == p.now.undated {
				return Undated, rest
			} else if ok {
				return f.role, rest
			}
		}
	}
	return Plain, line
}

// cutPhrase takes a fixed phrase off the front of a line; its %s stands for a date.
func cutPhrase(line, phrase string) (rest string, ok bool) {
	before, after, hasDate := strings.Cut(phrase, "%s")
	if rest, ok = strings.CutPrefix(line, before); !ok || !hasDate {
		return rest, ok
	}
	date := rest[:len(rest)-len(strings.TrimLeft(rest, "0123456789-"))]
	if len(date) < len("2006") {
		return line, false
	}
	return strings.CutPrefix(rest[len(date):], after)
}
