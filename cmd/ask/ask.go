package main

import (
	"context"
	"fmt"
	"runtime/debug"
	"time"

	"ask/bot"
)

// askGC is how far the heap may grow between collections, in percent, while one question
// is answered.
const askGC = 400

// runAsk answers a question.
func runAsk(ctx context.Context, a *app, p *parsed) error {
	began := time.Now()
	// One question is over before collecting its garbage pays; memory stays below twice
	// what the index maps.
	defer debug.SetGCPercent(debug.SetGCPercent(askGC))
	in, err := readInput(ctx, a.in, p)
	if err != nil {
		return err
	}
	e, err := a.newEngine(nil)
	if err != nil {
		return err
	}
	if err := a.useModel(); err != nil {
		return err
	}
	turns, err := a.openConversation(e)
	if err != nil {
		return err
	}
	ix, warnings, err := a.openIndex(ctx, e)
	if err != nil {
		return err
	}
	defer ix.Close()
	opened := time.Since(began)
	text, ignored, err := in.text(ctx)
	if err != nil {
		return err
	}
	if ignored {
		warnings = append(warnings, "stdin is a pipe that stays silent, so it is left out; to wait for it: ask QUESTION -")
	}
	answerer, err := a.newAnswerer(ix)
	if err != nil {
		return err
	}
	_, err = a.answer(ctx, e, answerer, asking{in.question, text, turns, warnings, began, opened})
	return err
}

// asking is one question with what belongs to it.
type asking struct {
	question, piped string
	turns           *conversation
	warnings        []string
	began           time.Time
	opened          time.Duration // what opening the index took
}

// answer has a question answered, shows the answer and notes it in the conversation.
func (a *app) answer(ctx context.Context, e *engine, answerer bot.Answerer, in asking) (*bot.Answer, error) {
	q := a.question(in)
	var live *live
	if a.model != nil && !a.cfg.JSON {
		live = newLive(a)
		q.Watch = live.show
	}
	answer, err := answerer.Answer(ctx, q)
	if err != nil {
		if live != nil {
			live.end()
		}
		return nil, err
	}
	answer.Warnings = append(append(in.warnings, answer.Warnings...), e.notes()...)
	if answer.Warnings == nil {
		answer.Warnings = []string{}
	}
	answer.Timing.Open = milliseconds(in.opened)
	answer.Timing.Total = milliseconds(time.Since(in.began))
	a.log.Info("answered", "door", "cli", "mode", answer.Mode, "passages", len(answer.Passages), "k", a.cfg.K,
		"citations", len(answer.Citations), "refused", !answer.Answered, "took", time.Since(in.began))
	in.turns.add(answer)
	if err := in.turns.save(); err != nil {
		a.log.Warn("conversation not kept", "error", err)
	}
	return answer, a.printAnswer(e, answer, live)
}

// question is what goes to the bot.
func (a *app) question(in asking) bot.Question {
	question := bot.Question{
		Text: in.question, Context: in.piped, K: a.cfg.K, Since: a.cfg.Since, Until: a.cfg.Until, AsOf: a.cfg.AsOf,
		Kinds: a.cfg.Kinds, Lang: a.cfg.Lang, History: in.turns.turns,
	}
	if in.piped != "" {
		question.ContextName = "stdin"
	}
	return question
}

// printAnswer writes the answer, or the refusal, which is an answer too. What live has
// shown of it is not written again.
func (a *app) printAnswer(e *engine, answer *bot.Answer, live *live) error {
	var err error
	if a.cfg.JSON {
		err = a.printJSON(answer) // with its warnings
	} else {
		shown := live != nil && live.end()
		for _, w := range answer.Warnings {
			a.warn("%s", w)
		}
		t := newTerminal(a.stdout, a.out, a.cfg.Color, a.getenv)
		view := sourceView{path: e.documentPath, quotes: answer.Mode == "generated" || shown}
		err = renderAnswer(t, answer, labelsFor(a.cfg.Lang, answer.Question), view, !shown)
	}
	switch {
	case err != nil:
		return fmt.Errorf("write the answer: %w", err)
	case !answer.Answered:
		return errRefused
	}
	return nil
}

func milliseconds(d time.Duration) float64 {
	return float64(d.Microseconds()) / 1000
}
