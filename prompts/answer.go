package prompts

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"text/template"
	"time"
)

const (
	defaultContext = 4096
	defaultAnswer  = 600
	maxLabel       = 80 // runes of a title or publisher
)

// Passage is one piece of evidence. Title, Publisher and Text are what a document says
// and are neutralised; Answer trusts none of them.
type Passage struct {
	N          int    // its number in the prompt, from 1, no two alike
	Title      string // shown up to 80 characters, as is Publisher
	Publisher  string // empty: not shown
	Date       string // YYYY, YYYY-MM or YYYY-MM-DD; anything else: undated
	Kind       string // official, news, blog, social, ai_generated; anything else: unknown
	Claim      string // how firmly the source puts it: reported, rumour, denied; anything else: stated
	Superseded bool   // a later version of the same text is among the documents
	Text       string
}

// AnswerInput is what an answer prompt is made of.
type AnswerInput struct {
	Question  string // at most 2,000 characters
	Lang      string // of the prompt and the answer: zh or en
	Today     string // the date to answer as of, YYYY-MM-DD
	Present   bool   // asks for a present state: newest passage first
	Passages  []Passage
	Context   int    // the model's context window in tokens; 0: 4,096
	MaxAnswer int    // tokens kept for the answer; 0: 600
	Nonce     string // 32 hexadecimal digits, fresh for each request
}

// answerData is what the templates of an answer are executed with.
type answerData struct {
	Question, Today string
	Present         bool
	Line            string // between passages
	Evidence        []string
}

// Answer makes the prompt for an answer from the passages, best first. Passages that do
// not fit the context are left out, the worst first; the last that is in may be cut at
// the end of a sentence, then it ends in "……". The estimate of the prompt and MaxTokens
// together never exceed the context. Errors: ErrTooLong if there is no room for the first
// passage, and others for input that no caller should make.
func (t *Templates) Answer(in AnswerInput) (Prompt, error) {
	in.Context = cmp.Or(in.Context, defaultContext)
	in.MaxAnswer = cmp.Or(in.MaxAnswer, defaultAnswer)
	if err := in.check(); err != nil {
		return Prompt{}, fmt.Errorf("make prompt: %w", err)
	}
	set, err := t.set("answer", in.Lang)
	if err != nil {
		return Prompt{}, err
	}
	question, err := asked(in.Question)
	if err != nil {
		return Prompt{}, err
	}
	data := answerData{
		Question: withoutNonce(question, in.Nonce), Today: in.Today, Present: in.Present,
		Line: rule + in.Nonce + rule,
	}
	frame, err := messages(set, data)
	if err != nil {
		return Prompt{}, err
	}
	room := in.Context - in.MaxAnswer - margin - estimate(frame)
	fitted, err := fit(set, in, room)
	if err != nil {
		return Prompt{}, err
	}
	return in.prompt(set, data, fitted)
}

// prompt puts what fitted into its order and renders it all.
func (in AnswerInput) prompt(set *template.Template, data answerData, fitted []block) (Prompt, error) {
	if in.Present {
		slices.SortStableFunc(fitted, func(a, b block) int { return strings.Compare(b.date, a.date) })
	}
	out := Prompt{MaxTokens: in.MaxAnswer}
	for _, b := range fitted {
		out.Passages = append(out.Passages, b.index)
		data.Evidence = append(data.Evidence, b.content)
	}
	var err error
	if out.Messages, err = messages(set, data); err != nil {
		return Prompt{}, err
	}
	out.Estimate = estimate(out.Messages)
	return out, nil
}

// check refuses what would make a prompt wrong without anybody noticing.
func (in AnswerInput) check() error {
	switch {
	case !isNonce(in.Nonce):
		return fmt.Errorf("the nonce is not %d hexadecimal digits", nonceLength)
	case in.Context < 0 || in.MaxAnswer < 0:
		return errors.New("negative token limit")
	}
	if _, err := time.Parse(time.DateOnly, in.Today); err != nil {
		return fmt.Errorf("today's date: %w", err)
	}
	seen := map[int]bool{}
	for _, p := range in.Passages {
		if p.N < 1 || seen[p.N] {
			return fmt.Errorf("passage number %d is below 1 or given twice", p.N)
		}
		seen[p.N] = true
	}
	return nil
}
