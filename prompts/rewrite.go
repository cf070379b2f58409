package prompts

import (
	"errors"
	"fmt"
)

// What of a conversation stands in front of a follow-up question: it is there to name
// what the question points at, no more.
const (
	maxTurns         = 4
	maxTurnQuestion  = 200 // runes
	maxTurnAnswer    = 300
	maxRewriteAnswer = 512 // tokens
	moreThanQuestion = 128 // tokens that a rewritten question may be longer
)

// Turn is one question of a conversation and what was answered.
type Turn struct{ Question, Answer string }

// rewriteData is what the templates of a rewrite are executed with.
type rewriteData struct {
	History  []Turn
	Question string
}

// Rewrite makes the prompt that turns a follow-up question into one that stands alone;
// the reply is one line. The last four turns of the history (oldest first) are used,
// fewer if they do not fit 4,096 tokens. Errors: ErrTooLong, and others for an
// unknown language, no history or no question.
func (t *Templates) Rewrite(lang string, history []Turn, question string) (Prompt, error) {
	set, err := t.set("rewrite", lang)
	if err != nil {
		return Prompt{}, err
	}
	if len(history) == 0 {
		return Prompt{}, errors.New("make prompt to rewrite: no history")
	}
	data := rewriteData{}
	if data.Question, err = asked(question); err != nil {
		return Prompt{}, err
	}
	for _, turn := range history[max(0, len(history)-maxTurns):] {
		data.History = append(data.History, Turn{
			Question: unnumbered(oneLine(turn.Question, maxTurnQuestion)),
			Answer:   unnumbered(oneLine(turn.Answer, maxTurnAnswer)),
		})
	}
	out := Prompt{MaxTokens: min(Tokens(data.Question)+moreThanQuestion, maxRewriteAnswer)}
	for ; len(data.History) > 0; data.History = data.History[1:] {
		if out.Messages, err = messages(set, data); err != nil {
			return Prompt{}, err
		}
		out.Estimate = estimate(out.Messages)
		if out.Estimate+out.MaxTokens+margin <= defaultContext {
			return out, nil
		}
	}
	return Prompt{}, fmt.Errorf("%w to be rewritten with what came before it", ErrTooLong)
}
