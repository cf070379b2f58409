// Package corpus is the table of what is indexed: documents with their metadata and
// clean text, and passages as byte ranges of it, in flat files that are read by
// offset. Opening one decodes nothing, so that asking one question of a million
// passages costs what that question needs. Statements about posts (package state) are a
// file of their own, StateBuilder and States.
//
// It refuses files whose offsets do not fit: a damaged table is an error, never a
// panic or a wrong text.
//
//	b := corpus.NewBuilder()
//	b.Add(doc, passages, tags)
//	err := b.Write(create)
//	c, err := corpus.Open(open)
//	fmt.Println(c.Text(c.Passage(0)))
package corpus

import "ask/retrieve/document"

// Doc is one indexed document without its text.
type Doc struct {
	ID, Title, URL, Publisher string
	Date                      document.Date
	Kind                      document.Kind
	// Rumour: the source itself says that it passes on a rumour or a joke.
	Rumour   bool
	Headings []document.Heading
	// Source is the input file the document came from, an index into the inputs.
	Source uint32
	// First and Count are its passages.
	First, Count uint32
	// Hash identifies the document's content and metadata, to tell what changed.
	Hash uint64
	// Removed and Warnings are for reports.
	Removed  []document.Removal
	Warnings []string
	// Number is the document's place in the table; Table.Doc sets it.
	Number uint32
	// start and end are the text's range in the text file.
	start, end uint64
}

// Passage is Text(doc)[Start:End].
type Passage struct {
	// Ordinal numbers the passages of an index from 0, in order of documents.
	Ordinal uint32
	Doc     uint32
	// Start and End are bytes of the document's text.
	Start, End uint32
	Heading    string
	// Simhash is the fingerprint near duplicates are found by.
	Simhash uint64
	// Key names the passage for good: ordinals change as documents come and go.
	Key uint32
	// Words and Grams are how many of each the lexical index counted.
	Words, Grams uint32
	// tagAt and tags locate the passage's tags.
	tagAt, tags uint32
}

// Tag marks bytes [Start, Start+Len) of a passage as naming something.
type Tag struct {
	Start uint16
	Len   uint8
	Class TagClass
}

// TagClass is what a tagged word names.
type TagClass uint8

// The classes stored with passages.
const (
	TagPerson TagClass = iota + 1
	TagPlace
	TagOrgan
	TagTime
	TagProper
)
