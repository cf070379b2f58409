package check

import "ask/retrieve/text"

// State is what may be done with a sentence.
type State string

// The states of a sentence.
const (
	Supported   State = "supported"   // carried by its quotes, may be shown as it is
	Repaired    State = "repaired"    // had a flaw; Verdict.Text is what may be shown instead
	Paraphrase  State = "paraphrase"  // nothing speaks against it, but its words are only partly found
	Unsupported State = "unsupported" // must not be shown
	Empty       State = "empty"       // says nothing that could be true or false: a heading, "综上所述"
	Refusal     State = "refusal"     // says that the passages do not hold the answer
)

// FlawKind names what is wrong with a sentence.
type FlawKind string

// The kinds of flaws.
const (
	FlawNumber   FlawKind = "number"   // a quantity that its evidence does not hold
	FlawDate     FlawKind = "date"     // a date that its evidence does not hold
	FlawName     FlawKind = "name"     // a name that its evidence does not hold
	FlawBinding  FlawKind = "binding"  // all parts are found, but not bound to each other
	FlawPolarity FlawKind = "polarity" // a negation or antonym set or dropped
	FlawHedge    FlawKind = "hedge"    // a doubt, plan or speaker of the evidence dropped
	FlawQuote    FlawKind = "quote"    // words in quotation marks that are not the source's
	FlawCitation FlawKind = "citation" // carried by another passage than the one cited
	FlawSupport  FlawKind = "support"  // too few of its words are found
)

// Flaw is one fault of a sentence: What is the part of the sentence or the correction.
type Flaw struct {
	Kind FlawKind
	What string
}

// The states of quotes.
const (
	QuoteVerified = "verified" // found as it was claimed
	QuoteRepaired = "repaired" // stands for words that were not quite the source's
)

// Quote is a stretch of a passage that carries a sentence.
type Quote struct {
	Passage int       // its passage, from 0
	Span    text.Span // bytes of Passage.Text: whole sentences, trimmed
	Status  string    // QuoteVerified or QuoteRepaired
}

// Verdict is the judgement on one sentence.
type Verdict struct {
	State   State
	Text    string  // what may be shown, "" if nothing may: the sentence, or the repaired one
	Quotes  []Quote // what carries it, best first; none for Unsupported, Empty and Refusal
	Flaws   []Flaw  // why it was repaired or refused
	Support float64 // share of its content that the evidence holds, 0 to 1
}
