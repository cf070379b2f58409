package bot

import (
	"context"

	"ask/retrieve"
	"ask/retrieve/document"
)

// Answerer answers questions: the one thing every door needs.
type Answerer interface {
	// Answer answers q. A refusal is an Answer, not an error. Errors are *Error where
	// people can do something about them.
	Answer(ctx context.Context, q Question) (*Answer, error)
}

// Question is what a door received.
type Question struct {
	Text string
	// Context is text that came with the question (a pipe), considered as one more
	// source named ContextName.
	Context, ContextName string
	K                    int
	Since, Until, AsOf   string
	Kinds                []document.Kind
	Documents            []string
	// Lang of the fixed sentences: "zh" or "en"; empty: the question's.
	Lang string
	// History is the conversation so far, oldest turn first. It completes a follow-up
	// question and is never evidence.
	History []Turn
	// Watch follows the answer on its way; nil for none. It is called from the
	// goroutine of Answer, one event at a time.
	Watch func(Event)
}

// Turn is a question of a conversation with the answer that was shown.
type Turn struct {
	Question string `json:"question"`
	Answer   string `json:"answer"`
}

// Event is a step of an answer on its way: text that was checked and may be shown. The
// texts of all events, put together, are the answer's Text.
type Event struct {
	Text string
	// Hits are the passages that the answer is made from, best first: the same in each
	// event.
	Hits []retrieve.Hit
	// Citations are those that Text brings in, and earlier ones with a longer quote.
	Citations []Citation
	// Whole says that Text is the whole answer and nothing came before it.
	Whole bool
}

// Answer is the JSON object of contract.md, section 2.
type Answer struct {
	Question string `json:"question"`
	// Standalone is a follow-up question as it was understood.
	Standalone string   `json:"standalone_question,omitempty"`
	Answered   bool     `json:"answered"`
	Mode       string   `json:"mode"`
	Text       string   `json:"answer"`
	AsOf       *string  `json:"as_of"`
	Generation string   `json:"index_generation"`
	Model      *string  `json:"model"`
	Embedder   string   `json:"embedder"`
	Warnings   []string `json:"warnings"`
	// Notices are those of Warnings that doors can say in other words.
	Notices   []Notice   `json:"notices,omitempty"`
	Citations []Citation `json:"citations"`
	// Timeline is what happened when, oldest first, where sources of different dates
	// bear on the state that was asked for; Conflicts are disagreements between them.
	Timeline  []TimelineRow `json:"timeline,omitempty"`
	Conflicts []Conflict    `json:"conflicts,omitempty"`
	Passages  []PassageRef  `json:"passages"`
	Refusal   *Refusal      `json:"refusal"`
	Timing    Timing        `json:"timing_ms"`

	// Hits are what Passages names. Dropped is how many citation marks of a model were left
	// out, because there is no such passage or it does not carry the sentence.
	Hits    []retrieve.Hit `json:"-"`
	Dropped int            `json:"-"`
}

// Notice is a warning that doors can tell by its Code and say in another language. Text is
// the warning itself, in English; N is the number in it, 0 if there is none.
type Notice struct {
	Code string `json:"code"`
	N    int    `json:"n,omitempty"`
	Text string `json:"text"`
}

// Note adds a notice, which is a warning too.
func (a *Answer) Note(n Notice) {
	a.Warnings, a.Notices = append(a.Warnings, n.Text), append(a.Notices, n)
}

// Citation is one verbatim quote: the stored text of Document at [Start:End].
type Citation struct {
	N          int           `json:"n"`
	Document   string        `json:"document"`
	Title      string        `json:"title"`
	URL        *string       `json:"url"`
	Date       *string       `json:"date"`
	DateSource *string       `json:"date_source"`
	Kind       document.Kind `json:"kind"`
	Publisher  *string       `json:"publisher"`
	Quote      string        `json:"quote"`
	Start      int           `json:"start"`
	End        int           `json:"end"`
	Claim      string        `json:"claim"`
	Status     string        `json:"status"`
	// Marks are byte ranges of Quote worth emphasis on a terminal: the question's
	// words and what looks like the answer. Not part of the JSON.
	Marks []Mark `json:"-"`
}

// TimelineRow is one event: Text is its words in the document that citation N quotes.
type TimelineRow struct {
	Date *string `json:"date"`
	Text string  `json:"text"`
	N    int     `json:"n"`
}

// Conflict is one thing on which sources disagree.
type Conflict struct {
	About  string          `json:"about"`
	Values []ConflictValue `json:"values"`
}

// ConflictValue is what one source says.
type ConflictValue struct {
	Value string        `json:"value"`
	N     int           `json:"n"`
	Date  *string       `json:"date"`
	Kind  document.Kind `json:"kind"`
}

// Mark is Quote[Start:End]; Answer tells a likely answer from a matched word.
type Mark struct {
	Start, End int
	Answer     bool
}

// PassageRef names a passage that was considered.
type PassageRef struct {
	Document    string  `json:"document"`
	Start       int     `json:"start"`
	End         int     `json:"end"`
	Score       float64 `json:"score"`
	LexicalRank *int    `json:"lexical_rank"`
	DenseRank   *int    `json:"dense_rank"`
}

// Refusal says why there is no answer and what is nearest.
type Refusal struct {
	Reason  string    `json:"reason"`
	Nearest []Nearest `json:"nearest"`
}

// Nearest is a document that comes closest to a question it does not answer.
type Nearest struct {
	Document string `json:"document"`
	Title    string `json:"title"`
}

// Timing is milliseconds by phase.
type Timing struct {
	Open    float64 `json:"open"`
	Search  float64 `json:"search"`
	Compose float64 `json:"compose"`
	Verify  float64 `json:"verify"`
	Total   float64 `json:"total"`
}
