// Package slot reads which value a question asks for (a figure, a date, an hour, a place,
// a school) of what, and finds the statements of passages that give one: figures in their
// clause, rows of tables and records, dates that stand alone. It compares what they give:
// which agree, which cannot both be true, which correct another, and which came after
// another in time.
//
//	words, err := slot.Load()
//	s, ok := words.Read(slot.Question{Question: q, Terms: terms, Tense: tense, Today: today})
//	all := s.Statements(slot.Sources{Passages: passages, Found: passages})
//	rivals := s.Rivals(all[0], all)
//
// It knows word lists (data/), no grammar, and is made for Chinese; of English it reads
// simple sentences. It refuses questions for persons, reasons, lists and places in an
// order, and those without a subject of their own. A figure of a part, of
// another year or only planned is not held against one of the whole, and rumours and
// sentences that speak to a machine give none. Which of two values is true it does not say.
package slot
