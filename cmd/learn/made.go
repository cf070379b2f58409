package main

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"

	"ask/bot/extract"
	"ask/cmd/learn/shapes"
)

// Made folders: how many, and what a question of theirs counts for beside one of a
// benchmark set. Each is learned twice, once with its passages in another order: among
// documents about one thing the best passage is often not the first.
const (
	madeFolders  = 20
	madeWeight   = 0.35
	mixedWeight  = 0.175
	madeRefusal  = 0.25 // the same for refusal
	mixedSpread  = 0.25 // most by which one score falls behind the one before
	mixedSeed    = 5
	documentsDir = "corpus"
)

// eachMade indexes the made folders one by one.
func eachMade(ctx context.Context, do func(*set) error) error {
	for n := range madeFolders {
		s, err := openMade(ctx, n)
		if err != nil {
			return fmt.Errorf("make folder %d: %w", n, err)
		}
		err = do(s)
		s.close()
		if err != nil {
			return err
		}
	}
	return nil
}

// madeExamples are the made folders' questions, as found and mixed.
func madeExamples(ctx context.Context) ([]example, error) {
	rng := rand.New(rand.NewPCG(mixedSeed, mixedSeed))
	var out []example
	err := eachMade(ctx, func(s *set) error {
		for _, way := range []struct {
			reorder func([]candidate)
			weight  float32
		}{{nil, madeWeight}, {func(list []candidate) { mix(rng, list) }, mixedWeight}} {
			list, err := s.examples(ctx, way.reorder)
			if err != nil {
				return err
			}
			for _, e := range list {
				e.weight = way.weight
				out = append(out, e)
			}
		}
		return nil
	})
	return out, err
}

// mix puts passages into another order, with scores that fall slowly.
func mix(rng *rand.Rand, list []candidate) {
	if len(list) == 0 {
		return
	}
	score, step := list[0].Score, rng.Float64()*mixedSpread
	rng.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
	for i := range list {
		list[i].Score = score
		score *= 1 - step*rng.Float64()
	}
}

// madeRows is the evidence of the made folders' questions.
func madeRows(ctx context.Context, chooser *extract.Chooser) ([]refusalRow, error) {
	var out []refusalRow
	err := eachMade(ctx, func(s *set) error {
		rows, err := s.refusalRows(ctx, chooser)
		out = append(out, rows...)
		return err
	})
	return out, err
}

// openMade writes folder n to a temporary place and indexes it.
func openMade(ctx context.Context, n int) (*set, error) {
	f, err := shapes.Make(n)
	if err != nil {
		return nil, err
	}
	tmp, err := os.MkdirTemp("", "ask-made-")
	if err != nil {
		return nil, fmt.Errorf("make temporary folder: %w", err)
	}
	defer os.RemoveAll(tmp)
	docs := filepath.Join(tmp, documentsDir)
	if err := os.Mkdir(docs, 0o700); err != nil {
		return nil, err
	}
	for _, d := range f.Documents {
		if err := os.WriteFile(filepath.Join(docs, d.Name), []byte(d.Text), 0o600); err != nil {
			return nil, err
		}
	}
	var lines []byte
	for _, q := range f.Questions {
		line, err := json.Marshal(map[string]any{"question": q.Text, "answers": []string{q.Answer}, "relevant": []string{q.Document}})
		if err != nil {
			return nil, fmt.Errorf("encode question: %w", err)
		}
		lines = append(append(lines, line...), '\n')
	}
	if err := os.WriteFile(filepath.Join(tmp, "queries.jsonl"), lines, 0o600); err != nil {
		return nil, err
	}
	return openFolder(ctx, tmp, documentsDir, 0)
}
