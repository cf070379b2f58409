// Command learn makes the data files that ranking, sentence choice and refusal use,
// from benchmark sets with known answers:
//
//	go run ./cmd/learn rank      ../shared/bench/cmrc-train ../shared/bench/drcd-test
//	go run ./cmd/learn sentences ../shared/bench/cmrc-train
//	go run ./cmd/learn refusal   ../shared/bench/cmrc-train
//
// sentences and refusal also learn from small folders of everyday documents that are
// made for them (package shapes), for the benchmark sets are all encyclopedia.
//
// Each writes one file below the package that embeds it and prints what it measured.
// The sets are not part of the project; the files name them and their licence.
package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "learn: error:", err)
		stop()
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string, out io.Writer) error {
	commands := map[string]func(context.Context, []string, io.Writer) error{
		"rank": learnRank, "sentences": learnSentences, "refusal": learnRefusal,
	}
	if len(args) < 2 || commands[args[0]] == nil {
		return fmt.Errorf("usage: learn rank|sentences|refusal SET… [-- CHECKED SET…]")
	}
	return commands[args[0]](ctx, args[1:], out)
}
