package main

import (
	"context"
	"fmt"
	"time"

	"ask/bot/discord"
)

const feedbackDetail = `Votes are kept when ` + "`ask discord --feedback FILE`" + ` says where, and nowhere else.
Of several votes of one person on one answer the last counts.`

// maxFeedback is how much of an answer the list shows, in columns.
const maxFeedback = 200

// runFeedback is `ask feedback`.
func runFeedback(ctx context.Context, a *app, p *parsed) error {
	if err := noArguments(p); err != nil {
		return err
	}
	return a.listFeedback(ctx, a.cfg.Discord.Feedback)
}

// listFeedback lists what people thought of answers, from a file of votes.
func (a *app) listFeedback(_ context.Context, file string) error {
	if file == "" {
		return notConfigured("name the file that `ask discord --feedback FILE` writes", "feedback: no file is named")
	}
	votes, damaged, err := discord.ReadVotes(file)
	if err != nil {
		return err
	}
	if damaged > 0 {
		a.warn("%d lines of %s are damaged and left out", damaged, file)
	}
	if a.cfg.JSON {
		if votes == nil {
			votes = []discord.Vote{}
		}
		return a.printJSON(struct {
			Feedback []discord.Vote `json:"feedback"`
		}{votes})
	}
	if len(votes) == 0 {
		a.warn("no votes in %s yet", file)
	}
	t := newTerminal(a.stdout, a.out, a.cfg.Color, a.getenv)
	for _, v := range votes {
		if err := writeVote(t, v); err != nil {
			return fmt.Errorf("write feedback: %w", err)
		}
	}
	return nil
}

// writeVote writes a vote: when and what, the question, and how the answer began.
func writeVote(t *terminal, v discord.Vote) error {
	sign := map[string]string{"up": "👍", "down": "👎"}[v.Vote]
	if err := t.row(span{text: sign + " " + v.Time.Format(time.DateTime) + "  " + cleanLine(v.Question), style: strong}); err != nil {
		return err
	}
	answer := cleanLine(v.Answer)
	if runes := []rune(answer); len(runes) > maxFeedback {
		answer = string(runes[:maxFeedback]) + "…"
	}
	return t.paragraph(4, span{text: "    " + answer})
}
