package bot

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"ask/bot/extract"
	"ask/retrieve/question"
	"ask/retrieve/text"
)

// affair is what a question whether something is so speaks of.
type affair struct {
	names []extract.Term // the words that name something
	who   string         // how the first name begins
	said  []extract.Term // those of the words that say something of it
	// parties are the names without the words of the event.
	parties []extract.Term
	events  []string  // the sorts of event
	values  []measure // 7公斤
}

// What a sentence must hold of the words of an affair.
const (
	aboutShare = 0.15 // of what is said, to be about it
	solid      = 2    // runes of a word that may say what a number is of
)

// whether reports a question that wants to know if something is so.
func (e *Extractive) whether(q *question.Question) bool {
	return e.patterns.is("whether", q.Raw) || q.Type == question.Other && e.patterns.is("so", q.Raw) && !e.patterns.compounds("asks", q.Raw)
}

// affair reads what a question speaks of, without the words that only ask to believe it.
func (e *Extractive) affair(d *evidence) affair {
	folded := d.result.Question.Folded
	core := []byte(folded)
	for at := range e.patterns.hearsay.matches(folded, "frame") {
		for i := at.Start; i < at.End; i++ {
			core[i] = ' '
		}
	}
	f := affair{events: e.patterns.eventsIn(d.result.Question.Raw), values: e.patterns.measures(folded)}
	f.names = slices.DeleteFunc(e.naming(d.terms), func(t extract.Term) bool { return !strings.Contains(string(core), t.Text) })
	f.who = extract.Anchor(string(core), f.names)
	rest := string(core)
	if i := strings.Index(rest, f.who); i >= 0 {
		rest = rest[i+len(f.who):]
	}
	for at := range e.patterns.hearsay.matches(folded, "turn") {
		if from := len(folded) - len(rest); at.Start >= from {
			rest = rest[at.End-from:]
			break
		}
	}
	f.parties = e.parties(f.names, string(core))
	for _, t := range f.names {
		unit := slices.ContainsFunc(f.values, func(m measure) bool { return strings.Contains(m.unit, t.Text) })
		if strings.Contains(rest, t.Text) && !unit {
			f.said = append(f.said, t)
		}
	}
	return f
}

// parties are the names of a question that stand in it without the words of its events.
func (e *Extractive) parties(names []extract.Term, core string) []extract.Term {
	rest := []byte(core)
	for at := range e.patterns.events.matches(core, "") {
		for i := at.Start; i < at.End; i++ {
			rest[i] = ' '
		}
	}
	return slices.DeleteFunc(slices.Clone(names), func(t extract.Term) bool {
		return text.Common(t.Text) || utf8.RuneCountInString(t.Text) < solid || !strings.Contains(string(rest), t.Text)
	})
}

// tells reports a text that tells of the same sort of event, if the affair is of one, or
// else of what it says.
func (e *Extractive) tells(f affair, s string) bool {
	if len(f.events) == 0 {
		return e.about(f, s)
	}
	return slices.ContainsFunc(e.patterns.eventsIn(s), func(ev string) bool { return slices.Contains(f.events, ev) })
}

// naming are the terms that name something: the others are most of what a question
// whether something is so consists of. A denial need not repeat its numbers.
func (e *Extractive) naming(terms []extract.Term) []extract.Term {
	return slices.DeleteFunc(slices.Clone(terms), func(t extract.Term) bool {
		return t.None || !t.Names() || strings.ContainsFunc(t.Text, unicode.IsDigit)
	})
}

// isNamedIn reports a text that names whom or what the affair is about.
func (f affair) isNamedIn(s string) bool {
	return f.who != "" && strings.Contains(text.Fold(s), f.who)
}

// about reports a text that says something of what the affair says.
func (e *Extractive) about(f affair, s string) bool {
	if len(f.said)+len(f.events) == 0 || extract.Share(f.said, text.Fold(s)) >= aboutShare {
		return true
	}
	return len(f.events) > 0 && e.tells(f, s)
}

// beside are the words of an affair that say what a number is of.
func (f affair) beside() []extract.Term {
	return slices.DeleteFunc(slices.Clone(f.names), func(t extract.Term) bool {
		unit := slices.ContainsFunc(f.values, func(m measure) bool { return strings.Contains(m.unit, t.Text) })
		return unit || strings.Contains(t.Text, f.who) || strings.Contains(f.who, t.Text) || utf8.RuneCountInString(t.Text) < solid
	})
}
