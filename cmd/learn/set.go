package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"ask/bot/eval"
	"ask/embed"
	"ask/retrieve"
	"ask/retrieve/passage"
)

// set is an indexed benchmark with its questions.
type set struct {
	name      string
	index     *retrieve.Index
	questions []eval.Question
	dir       string
}

// openSet indexes dir/corpus.jsonl in a temporary folder and reads dir/queries.jsonl.
// maxRunes bounds passages, 0 for the default.
func openSet(ctx context.Context, dir string, maxRunes int) (*set, error) {
	return openFolder(ctx, dir, "corpus.jsonl", maxRunes)
}

// openFolder is openSet for the documents in dir/docs.
func openFolder(ctx context.Context, dir, docs string, maxRunes int) (*set, error) {
	tmp, err := os.MkdirTemp("", "ask-learn-")
	if err != nil {
		return nil, fmt.Errorf("make temporary folder: %w", err)
	}
	s := &set{name: filepath.Base(dir), dir: tmp}
	cfg := retrieve.Config{
		Docs: []string{filepath.Join(dir, docs)}, Dir: filepath.Join(tmp, "index"), CacheDir: tmp,
		Learner: embed.NewLSA(embed.LSAOptions{}), Passages: passage.Options{Max: maxRunes},
	}
	if _, err := retrieve.Sync(ctx, cfg); err != nil {
		return nil, fmt.Errorf("index %s: %w", s.name, err)
	}
	if s.index, err = retrieve.Open(ctx, cfg.Dir, retrieve.OpenOptions{Learner: embed.NewLSA(embed.LSAOptions{})}); err != nil {
		return nil, err
	}
	f, err := os.Open(filepath.Join(dir, "queries.jsonl"))
	if err != nil {
		return nil, fmt.Errorf("open questions: %w", err)
	}
	defer f.Close()
	s.questions, err = eval.Read(f)
	return s, err
}

// openPart is openSet for n documents from the one numbered from on, with the questions
// about them.
func openPart(ctx context.Context, dir string, from, n int) (*set, error) {
	data, err := os.ReadFile(filepath.Join(dir, "corpus.jsonl"))
	if err != nil {
		return nil, fmt.Errorf("read corpus: %w", err)
	}
	lines := bytes.SplitAfter(data, []byte("\n"))
	tmp, err := os.MkdirTemp("", "ask-part-")
	if err != nil {
		return nil, fmt.Errorf("make temporary folder: %w", err)
	}
	defer os.RemoveAll(tmp)
	part := bytes.Join(lines[min(from, len(lines)):min(from+n, len(lines))], nil)
	if err := os.WriteFile(filepath.Join(tmp, "corpus.jsonl"), part, 0o600); err != nil {
		return nil, err
	}
	questions, err := os.ReadFile(filepath.Join(dir, "queries.jsonl"))
	if err != nil {
		return nil, fmt.Errorf("read questions: %w", err)
	}
	if err := os.WriteFile(filepath.Join(tmp, "queries.jsonl"), questions, 0o600); err != nil {
		return nil, err
	}
	s, err := openSet(ctx, tmp, 0)
	if err != nil {
		return nil, err
	}
	s.questions = slices.DeleteFunc(s.questions, func(q eval.Question) bool {
		return len(q.Relevant) == 0 || !bytes.Contains(part, []byte(`"id": "`+q.Relevant[0]+`"`))
	})
	return s, nil
}

func (s *set) close() {
	s.index.Close()
	os.RemoveAll(s.dir)
}
