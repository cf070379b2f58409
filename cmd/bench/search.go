package main

import (
	"context"
	"fmt"
	"time"

	"ask/embed"
	"ask/retrieve"
)

// searching is how long searches took inside one process, in milliseconds.
type searching struct {
	open float64
	ms   []float64
}

// warmUp is how many searches are not counted: they bring the index into memory.
const warmUp = 10

// search opens the index once and searches for every question, one after another.
func (b *bench) search(ctx context.Context, questions []string) (searching, error) {
	var s searching
	began := time.Now()
	ix, err := retrieve.Open(ctx, b.indexDir(), retrieve.OpenOptions{Learner: embed.NewLSA(embed.LSAOptions{})})
	if err != nil {
		return s, fmt.Errorf("open index: %w", err)
	}
	defer ix.Close()
	s.open = milliseconds(time.Since(began))
	warm := spread(questions, warmUp)
	for n, q := range append(warm[:len(warm):len(warm)], questions...) {
		began := time.Now()
		if _, err := ix.Search(ctx, retrieve.Query{Text: q}); err != nil {
			return s, fmt.Errorf("search %q: %w", q, err)
		}
		if n >= len(warm) {
			s.ms = append(s.ms, milliseconds(time.Since(began)))
		}
	}
	return s, nil
}
