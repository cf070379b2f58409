package main

import (
	"context"
	"fmt"
	"os"

	"ask/bot/eval"
)

// runEval measures retrieval and answers on questions with known answers.
func runEval(ctx context.Context, a *app, p *parsed) error {
	if len(p.args) != 1 {
		return usagef("ask eval FILE.jsonl; see `ask help eval` for its format", "eval takes one file of questions")
	}
	file, err := os.Open(p.args[0])
	if err != nil {
		return &failure{code: "no_questions", message: err.Error(), hint: "check the path", err: err}
	}
	defer file.Close()
	if a.cfg.Corpus != "" {
		a.cfg.Docs = []string{a.cfg.Corpus}
	}
	e, err := a.newEngine(nil)
	if err != nil {
		return err
	}
	if err := a.useModel(); err != nil {
		return err
	}
	ix, warnings, err := a.openIndex(ctx, e)
	if err != nil {
		return err
	}
	defer ix.Close()
	for _, w := range append(warnings, ix.Warnings()...) {
		a.warn("%s", w)
	}
	answerer, err := a.newAnswerer(ix)
	if err != nil {
		return err
	}
	report, err := eval.Run(ctx, eval.Config{Index: ix, Answerer: answerer, Questions: file, K: a.cfg.K})
	if err != nil {
		return fmt.Errorf("evaluate %s: %w", p.args[0], err)
	}
	if a.cfg.JSON {
		return a.printJSON(report)
	}
	return report.WriteTable(a.out)
}
