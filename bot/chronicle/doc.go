// Package chronicle puts what documents say of one post or thing in order: who holds it
// now, who held it before, what is only a rumour, and where sources disagree. It judges
// by dates, by the standing of a source and by how the source puts its claim, never by
// how often a thing is repeated or what a text says of its own authority.
//
// It decides nothing that the dates leave open: sources of about the same time that
// name different people are both kept, as a disagreement.
//
//	account := chronicle.Read(statements, when.Date{Year: 2026, Month: 6, Day: 1})
//	for _, e := range account.Now {
//		fmt.Println(e.Subject, e.Date)
//	}
package chronicle

import (
	"ask/retrieve"
	"ask/retrieve/when"
)

// Event is a statement with the date it speaks for: when the change was, or the last
// day a state is known to have held. Date is zero if nothing tells.
type Event struct {
	retrieve.State
	Date when.Date
	// Said: the text says the date; else it is the document's.
	Said bool
	// Confirmed is a newer event of the same holder that only bears it out; nil for none.
	Confirmed *Event

	holder, next int  // numbers of who holds it and, of an end, who came after, -1 for none
	spell        int  // of its holder, the first is 0
	open         bool // it had begun at the date of the account and was not over
}

// Account is what documents say of one post or thing, at one date.
type Account struct {
	// Now is who holds it, the newest well-founded first: several if sources disagree, if
	// several hold it at once, or if a text without a date names somebody too. If Vacant,
	// the newest that is known is an end, which is Now[0].
	Now    []Event
	Vacant bool
	// Disputed: the sources of Now name different holders and no date decides.
	Disputed bool
	// Before are earlier states and changes, newest first; those of which only is known
	// that they are over come last. After is what texts of a later day tell.
	Before, After []Event
	// Plans and Rumours have not happened, or nobody stands by them. Denials say that
	// something of this is not so.
	Plans, Rumours, Denials []Event
}
