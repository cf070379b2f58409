// Command bench measures the program as a person meets it: whole processes by their CPU
// time, wall time and peak memory, and the search alone inside one process.
//
//	go run ./cmd/bench
//	go run ./cmd/bench --docs notes --questions asked.jsonl --runs 50
//	go run ./cmd/bench --docs notes --scale 100000
//
// It writes to a temporary folder only. MB is 1,000,000 bytes throughout.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"

	"github.com/spf13/pflag"
)

// options is the command line.
type options struct {
	docs, questions, ask  string
	runs, searches, scale int
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	err := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	switch {
	case errors.Is(err, pflag.ErrHelp):
	case err != nil:
		fmt.Fprintln(os.Stderr, "bench: error:", err)
		stop()
		os.Exit(1)
	}
}

func readOptions(args []string, stderr io.Writer) (*options, error) {
	o := &options{}
	set := pflag.NewFlagSet("bench", pflag.ContinueOnError)
	set.SetOutput(stderr)
	set.StringVar(&o.docs, "docs", "testdata/corpus", "folder or file to index")
	set.StringVar(&o.questions, "questions", "testdata/questions.jsonl", "questions to ask, one JSON object a line")
	set.StringVar(&o.ask, "ask", "", "measure this binary instead of building one")
	set.IntVar(&o.runs, "runs", 20, "questions asked, each in a new process")
	set.IntVar(&o.searches, "searches", 300, "questions searched for inside one process")
	set.IntVar(&o.scale, "scale", 0, "measure on this many passages, made of the sentences of --docs")
	if err := set.Parse(args); err != nil {
		return nil, err
	}
	switch {
	case set.NArg() > 0:
		return nil, fmt.Errorf("unexpected argument %q", set.Arg(0))
	case o.runs < 1 || o.searches < 1 || o.scale < 0:
		return nil, errors.New("--runs and --searches are at least 1, --scale is not negative")
	}
	return o, nil
}

func run(ctx context.Context, args []string, out, stderr io.Writer) error {
	o, err := readOptions(args, stderr)
	if err != nil {
		return err
	}
	questions, err := readQuestions(o.questions)
	if err != nil {
		return err
	}
	b, err := newBench(ctx, o)
	if err != nil {
		return err
	}
	defer b.close()
	if o.scale > 0 {
		if err := b.scale(ctx, o.scale); err != nil {
			return err
		}
	}
	// Processes first: see memory.go.
	r := &report{load: loadAverage(), docs: o.docs, scale: o.scale}
	if r.index, err = b.index(ctx); err != nil {
		return err
	}
	if r.plain, err = b.askAll(ctx, spread(questions, o.runs)); err != nil {
		return err
	}
	if r.json, err = b.askAll(ctx, spread(questions, o.runs), "--json"); err != nil {
		return err
	}
	r.own = ownPeak()
	if r.search, err = b.search(ctx, spread(questions, o.searches)); err != nil {
		return err
	}
	r.loadAfter = loadAverage()
	return r.write(out)
}
