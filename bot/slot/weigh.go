package slot

import (
	"ask/retrieve/document"
	"ask/retrieve/text"
)

// weighs says how well founded a statement is, by the kind of its source, what the source
// is at its head, and how the sentence puts it.
func (s *Slot) weighs(st *Statement) int {
	d := st.Passage.Document
	n := 0
	switch d.Kind {
	case document.Official:
		n = 2
	case document.Social, document.AIGenerated:
		n = -2
	case document.Blog:
		n = -1
	}
	head := text.Fold(d.Title + "\n" + firstRunes(st.Passage.Text, headRunes))
	switch {
	case n != 0:
	case s.words.rules["PERSONAL"].MatchString(head):
		n = -1
	case s.words.rules["FOUNDED"].MatchString(head):
		n = 1
	}
	if s.words.rules["GUESSED"].MatchString(text.Fold(st.sentence())) {
		n--
	}
	return n
}

// Rank is the order of values that disagree, more comes first: the best founded, and of
// what changes from time to time one with a date before those without.
func (s *Slot) Rank(st Statement) int {
	if s.changing && st.When != "" && st.weight >= 0 {
		return st.weight + 2
	}
	return st.weight
}

// voice orders the kinds by how far a few weeks make one's word newer than another's.
func voice(k document.Kind) int {
	switch k {
	case document.Official:
		return 3
	case document.Blog:
		return 1
	case document.Social, document.AIGenerated:
		return 0
	}
	return 2
}

// Standing orders the kinds of documents by how far one may correct another: one of less
// cannot correct one of more.
func Standing(k document.Kind) int {
	if k == document.Social || k == document.AIGenerated {
		return 0
	}
	return 1
}
