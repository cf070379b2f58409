package bot

import (
	"context"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"ask/bot/follow"
	"ask/bot/guard"
	"ask/prompts"
	"ask/retrieve/text"
)

// Bounds of asking the model to complete a follow-up question.
const (
	rewriteTime = 20 * time.Second
	maxRewrite  = 200 // runes
)

// standalone completes a follow-up question from its conversation by rules.
func (e *Extractive) standalone(q Question) (string, error) {
	if len(q.History) == 0 {
		return q.Text, nil
	}
	rewriter, err := e.follow()
	if err != nil {
		return "", fmt.Errorf("read the conversation: %w", err)
	}
	turns := make([]follow.Turn, len(q.History))
	for i, t := range q.History {
		turns[i] = follow.Turn(t)
	}
	full, _ := rewriter.Standalone(turns, q.Text)
	return full, nil
}

// standalone has the model complete a follow-up question. What it gives is taken only if
// it is one line made of words of the conversation; else the rules decide.
func (g *Generated) standalone(ctx context.Context, q Question) (string, error) {
	if len(q.History) == 0 {
		return q.Text, nil
	}
	ctx, cancel := context.WithTimeout(ctx, rewriteTime)
	defer cancel()
	turns := make([]prompts.Turn, len(q.History))
	for i, t := range q.History {
		turns[i] = prompts.Turn(t)
	}
	p, err := g.templates.Rewrite(language(q), turns, q.Text)
	if err != nil {
		return g.Extractive.standalone(q)
	}
	var b strings.Builder
	_, err = g.model.Stream(ctx, request(p), func(s string) error {
		b.WriteString(s)
		return nil
	})
	full := strings.TrimSpace(b.String())
	if err != nil || !fromConversation(full, q) {
		return g.Extractive.standalone(q)
	}
	return full, nil
}

// fromConversation reports whether a rewritten question is one and invents nothing:
// most of its pairs of characters stand in the question or its history.
func fromConversation(full string, q Question) bool {
	if full == "" || strings.ContainsAny(full, "\n\r") || utf8.RuneCountInString(full) > maxRewrite || guard.Clean(full) != full {
		return false
	}
	known := text.Fold(q.Text)
	for _, t := range q.History {
		known += "\n" + text.Fold(t.Question) + "\n" + text.Fold(t.Answer)
	}
	runes := []rune(text.Fold(full))
	for class, run := range text.Runs(runes) {
		word := string(runes[run.Start:run.End])
		if class != text.Han && class != text.Other && !strings.Contains(known, word) {
			return false // a Latin word or number from nowhere
		}
	}
	grams, found := text.Grams(runes, nil), 0
	for _, gram := range grams {
		if strings.Contains(known, string(runes[gram.Start:gram.End])) {
			found++
		}
	}
	return 3*found >= 2*len(grams)
}
