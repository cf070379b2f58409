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
	answerer, err := newAnswerer(ix)
	if err != nil {
		return err
	}
	answer, err := answerer.Answer(ctx, a.question(in.question, text))
	if err != nil {
		return err
	}
	answer.Warnings = append(append(warnings, answer.Warnings...), e.notes()...)
	if answer.Warnings == nil {
		answer.Warnings = []string{}
	}
	answer.Timing.Open = milliseconds(opened)
	answer.Timing.Total = milliseconds(time.Since(began))
	a.log.Info("answered", "door", "cli", "passages", len(answer.Passages), "k", a.cfg.K,
		"citations", len(answer.Citations), "refused", !answer.Answered, "took", time.Since(began))
	return a.printAnswer(e, answer)
}

// question is what goes to the bot.
func (a *app) question(q, piped string) bot.Question {
	question := bot.Question{
		Text: q, Context: piped, K: a.cfg.K, Since: a.cfg.Since, Until: a.cfg.Until, AsOf: a.cfg.AsOf,
		Kinds: a.cfg.Kinds, Lang: a.cfg.Lang,
	}
	if piped != "" {
		question.ContextName = "stdin"
	}
	return question
}

// printAnswer writes the answer, or the refusal, which is an answer too.
func (a *app) printAnswer(e *engine, answer *bot.Answer) error {
	var err error
	if a.cfg.JSON {
		err = a.printJSON(answer) // with its warnings
	} else {
		for _, w := range answer.Warnings {
			a.warn("%s", w)
		}
		t := newTerminal(a.stdout, a.out, a.cfg.Color, a.getenv)
		err = renderAnswer(t, answer, labelsFor(a.cfg.Lang, answer.Question), e.documentPath)
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
