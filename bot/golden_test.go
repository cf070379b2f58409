package bot_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"ask/bot"
	"ask/bot/eval"
)

var update = flag.Bool("update", false, "write the golden files anew; read the diff before committing it")

// TestGoldenAnswers keeps what the tool answers to the project's own questions, to be
// read when it changes.
func TestGoldenAnswers(t *testing.T) {
	e := openExam(t)
	var out strings.Builder
	for i, q := range e.questions {
		a := e.answers[i]
		fmt.Fprintf(&out, "%s %s %s\n", q.ID, verdict(q, a), q.Question)
		if a.Answered {
			fmt.Fprintf(&out, "\t%s\n\t%s\n", strings.Join(cited(a), " | "), strings.ReplaceAll(a.Citations[0].Quote, "\n", " ⏎ "))
		} else {
			fmt.Fprintf(&out, "\t%s\n", a.Refusal.Reason)
		}
	}
	golden(t, "answers.txt", out.String())
}

// verdict is what was done, and whether it was right: an answer whose quotes hold the
// gold answer, a refusal where there is none.
func verdict(q eval.Question, a *bot.Answer) string {
	done := "refused"
	if a.Answered {
		done = "answered"
	}
	right := a.Answered == q.CanAnswer()
	if right && q.CanAnswer() {
		right = false
		for _, c := range a.Citations {
			right = right || q.Holds(c.Quote)
		}
	}
	if right {
		return done + " right"
	}
	return done + " WRONG"
}

// TestGoldenRankStats keeps the figures over the same questions.
func TestGoldenRankStats(t *testing.T) {
	r := openExam(t).report
	var out strings.Builder
	fmt.Fprintf(&out, "%-12s %6s %6s %6s\n", "ranking", "hit@1", "hit@5", "MRR@10")
	for _, row := range r.Rankings {
		fmt.Fprintf(&out, "%-12s %6.4f %6.4f %6.4f\n", row.Name, row.Hit1, row.Hit5, row.MRR10)
	}
	fmt.Fprintf(&out, "\n%d questions, %d answerable\n", r.Questions, r.Answerable)
	fmt.Fprintf(&out, "containment %.4f of %d, %.1f runes\n", r.Answers.Containment, r.Answers.N, r.Answers.Runes)
	fmt.Fprintf(&out, "citations %d, verbatim %d, precision %.4f, recall %.4f\n", r.Citations.N, r.Citations.Verbatim, r.Citations.Precision, r.Citations.Recall)
	fmt.Fprintf(&out, "refusal precision %.4f, recall %.4f, false %.4f, AUROC %.4f\n", r.Refusal.Precision, r.Refusal.Recall, r.Refusal.FalseRate, r.Refusal.AUROC)
	fmt.Fprintf(&out, "answers removed: refused %.4f of %d, AUROC %.4f\n", r.Refusal.Removed.Refused, r.Refusal.Removed.N, r.Refusal.Removed.AUROC)
	golden(t, "rank_stats.txt", out.String())
	if r.Citations.Verbatim != r.Citations.N || r.Citations.N == 0 || r.Citations.Unsupported != 0 {
		t.Errorf("citations %+v", r.Citations)
	}
}

// golden compares with a file below testdata/golden, or writes it.
func golden(t *testing.T, name, got string) {
	t.Helper()
	if underRace {
		t.Skip("only without -race, which asks a part of the questions")
	}
	path := filepath.Join("..", "testdata", "golden", name)
	if *update {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v; make it with go test ./bot -run Golden -update", err)
	}
	if string(want) != got {
		t.Errorf("%s changed; if for the better: go test ./bot -run Golden -update\n%s", name, lineDiff(string(want), got))
	}
}

// maxDiff is how many lines of a difference are shown.
const maxDiff = 40

// lineDiff lists the lines that only one of the texts has.
func lineDiff(want, got string) string {
	var out []string
	only := func(sign, a, b string) {
		have := map[string]bool{}
		for line := range strings.Lines(b) {
			have[line] = true
		}
		for line := range strings.Lines(a) {
			if !have[line] {
				out = append(out, sign+line)
			}
		}
	}
	only("-", want, got)
	only("+", got, want)
	if len(out) > maxDiff {
		out = append(out[:maxDiff:maxDiff], fmt.Sprintf("and %d lines more", len(out)-maxDiff))
	}
	return strings.Join(out, "")
}
