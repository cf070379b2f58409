// Package state reads out of running text who held which post when, and what
// became of things: "张勇兼任阿里云总裁" says that a person starts a post, "更名为"
// that a thing has a new name. Plain rules over word lists (folder data) do it, for
// Chinese and for simply put English; there is no model.
//
// It refuses to guess: a verb without a person, a post or a name beside it says
// nothing, and a pronoun is resolved only where the text before speaks of one person.
// What is denied, planned, asked or rumoured is kept and marked so. It does not judge
// whether a statement is true, and does not compare statements of several texts.
//
//	x, err := state.New()
//	…
//	for _, st := range x.Find(doc.Text, published, nil) {
//		fmt.Println(st.Kind, st.Subject, st.Of, st.Role, st.From)
//	}
package state

import (
	"ask/retrieve/text"
	"ask/retrieve/when"
)

// Kind is what a statement says of its subject.
type Kind string

// The kinds. The first three speak of persons and posts, the others of things.
const (
	Holds     Kind = "holds"
	Starts    Kind = "starts"
	Ends      Kind = "ends"
	Renamed   Kind = "renamed"
	Acquired  Kind = "acquired"
	Merged    Kind = "merged"
	Moved     Kind = "moved"
	Stopped   Kind = "stopped"
	Resumed   Kind = "resumed"
	Corrected Kind = "corrected"
)

// How a statement is put. Supposed is said by a question or a condition: nobody says
// that it is so.
const (
	Stated   = "stated"
	Reported = "reported"
	Rumour   = "rumour"
	Denied   = "denied"
	Supposed = "supposed"
)

// When a statement holds, seen from its sentence.
const (
	Past    = "past"
	Present = "present"
	Future  = "future"
)

// Statement is one state or change. Subject, Alias, Role, Of, Object and Speaker are
// substrings of the text, or "".
type Statement struct {
	Kind Kind
	// Subject is the person of a post, or the thing that changed. A pronoun or a
	// subject left out is resolved from the text before; "" if that leaves doubt.
	Subject string
	// Alias is another name of Subject given in brackets behind it.
	Alias string
	// Role is the post, "" for the one who leads Of and for things.
	Role string
	// Of is what the role belongs to; for things, Subject again.
	Of string
	// Whole is the organisation that Of is a part of, where the text names a part only:
	// the hospital of 内科. It is no part of what an index stores but of the slot.
	Whole string
	// Object is the new name, buyer, place or other party; for Ends, the successor.
	Object string
	// From and To tell when it held or happened; zero is not said. An end is in To,
	// every other change in From.
	From, To when.Date
	// DateBy is "text" if From or To is said, "publication" if only the document's
	// date bounds it, "" if there is none.
	DateBy string
	// Claim is how the sentence puts it: Stated, Reported, Rumour, Denied or Supposed.
	Claim string
	// Speaker says so; "" is the document itself.
	Speaker string
	// Tense is Past, Present or Future.
	Tense string
	// Sentence holds the words; Start and End are the words themselves, from the
	// first to the last. All are bytes of the text given.
	Sentence   text.Span
	Start, End int
}
