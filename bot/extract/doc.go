// Package extract chooses the sentences of ranked passages that answer a question,
// without a model: each sentence gets the probability that it holds the answer, from
// how it covers the question's words, what sort of things it names and where it
// stands; then as many are taken as pay for their length.
//
// It only ever chooses whole sentences of the stored text, never words of its own, and
// leaves out titles, fragments and sentences that speak to a machine.
//
//	c, err := extract.New(reader)
//	chosen := c.Choose(terms, question, passages)
package extract

import (
	"ask/retrieve/question"
	"ask/retrieve/text"
)

// Term is one term of the question with its inverse document frequency.
type Term struct {
	Text string
	IDF  float64
	// None: no passage of the index holds it.
	None bool
	// Synonyms count for it.
	Synonyms []string
}

// Passage is a ranked passage to choose from.
type Passage struct {
	Title string
	// Text is verbatim; sentences are byte ranges of it.
	Text  string
	Score float64
	Doc   uint32
	// Tags are what the indexer recognised, as byte ranges of Text.
	Tags []Tag
	// Skip are byte ranges that are no sentences (section titles).
	Skip []text.Span
}

// Tag is a byte range of a passage that names something.
type Tag struct {
	Start, End int
	Sort       question.Sort
}

// Sentence is a candidate with its probability.
type Sentence struct {
	Passage int // index into the passages
	Doc     uint32
	Order   int // number within the passage
	text.Span
	Prob float64
	// Runes is the sentence's length.
	Runes int
	// Leans is how many sentences before it the one stands without which it cannot be
	// read: the head of its table, or what its first pronoun speaks of; 0 for none.
	Leans int
	// Idle: the question asks for a measure, and the sentence holds none.
	Idle bool
}
