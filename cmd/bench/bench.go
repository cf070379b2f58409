package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"ask/bot/eval"
)

// bench is a temporary folder with the program, its index and, for --scale, documents.
type bench struct {
	dir  string // temporary: home of the program, its index, made documents
	ask  string
	docs string
}

// newBench makes the folder and builds the program, unless one is given.
func newBench(ctx context.Context, o *options) (*bench, error) {
	docs, err := filepath.Abs(o.docs)
	if err != nil {
		return nil, fmt.Errorf("locate documents: %w", err)
	}
	dir, err := os.MkdirTemp("", "ask-bench-")
	if err != nil {
		return nil, fmt.Errorf("make temporary folder: %w", err)
	}
	b := &bench{dir: dir, ask: filepath.Join(dir, "ask"), docs: docs}
	if o.ask != "" {
		if b.ask, err = filepath.Abs(o.ask); err != nil {
			b.close()
			return nil, fmt.Errorf("locate %s: %w", o.ask, err)
		}
		return b, nil
	}
	build := exec.CommandContext(ctx, "go", "build", "-o", b.ask, "ask/cmd/ask")
	if text, err := build.CombinedOutput(); err != nil {
		b.close()
		return nil, fmt.Errorf("build ask: %w\n%s", err, text)
	}
	return b, nil
}

func (b *bench) close() { os.RemoveAll(b.dir) }

func (b *bench) indexDir() string { return filepath.Join(b.dir, "index") }

// environment is the caller's without what would change the program's settings.
func (b *bench) environment() []string {
	env := []string{"HOME=" + b.dir}
	for _, v := range os.Environ() {
		name, _, _ := strings.Cut(v, "=")
		if name == "HOME" || strings.HasPrefix(name, "ASK_") || strings.HasPrefix(name, "XDG_") || strings.HasPrefix(name, "OPENAI_") {
			continue
		}
		env = append(env, v)
	}
	return env
}

// indexing is what making the index took.
type indexing struct {
	usage
	Documents int   `json:"documents"`
	Passages  int   `json:"passages"`
	Bytes     int64 `json:"bytes"` // of clean text
}

// perMB is CPU seconds for a million bytes of clean text.
func (i indexing) perMB() float64 { return i.cpu / 1000 / (float64(i.Bytes) / 1e6) }

// index indexes the documents from nothing.
func (b *bench) index(ctx context.Context) (indexing, error) {
	var i indexing
	u, out, err := b.process(ctx, "index", "--json", "--force", "--docs", b.docs, "--index", b.indexDir())
	if err != nil {
		return i, fmt.Errorf("index: %w", err)
	}
	if err := json.Unmarshal(out, &i); err != nil {
		return i, fmt.Errorf("read the report of ask index: %w", err)
	}
	if i.Bytes == 0 || i.Passages == 0 {
		return i, errors.New("ask index reports an empty index")
	}
	i.usage = u
	return i, nil
}

// asked is what a number of processes took, one for each question.
type asked struct {
	usages  []usage
	refused int
	phases  map[string][]float64 // of timing_ms, under --json
}

// askAll asks each question in a process of its own. One before them is not counted: it
// shows whether asking works and lets the system read the binary.
func (b *bench) askAll(ctx context.Context, questions []string, flags ...string) (asked, error) {
	a := asked{phases: map[string][]float64{}}
	for n, q := range append(questions[:1:1], questions...) {
		args := append([]string{"--docs", b.docs, "--index", b.indexDir()}, flags...)
		u, out, err := b.process(ctx, append(args, "--", q)...)
		var exit *exec.ExitError
		refused := errors.As(err, &exit) && exit.ExitCode() == 4
		switch {
		case err != nil && !refused:
			return a, fmt.Errorf("ask %q: %w", q, err)
		case n == 0:
			continue
		case refused:
			a.refused++
		}
		a.usages = append(a.usages, u)
		if err := a.addPhases(out, flags); err != nil {
			return a, fmt.Errorf("ask %q: %w", q, err)
		}
	}
	return a, nil
}

func (a *asked) addPhases(out []byte, flags []string) error {
	if len(flags) == 0 {
		return nil
	}
	var answer struct {
		Timing map[string]float64 `json:"timing_ms"`
	}
	if err := json.Unmarshal(out, &answer); err != nil {
		return fmt.Errorf("read the answer: %w", err)
	}
	for phase, ms := range answer.Timing {
		a.phases[phase] = append(a.phases[phase], ms)
	}
	return nil
}

// readQuestions reads what an evaluation would ask.
func readQuestions(path string) ([]string, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("open questions: %w", err)
	}
	defer f.Close()
	list, err := eval.Read(f)
	if err != nil {
		return nil, err
	}
	if len(list) == 0 {
		return nil, fmt.Errorf("no questions in %s", path)
	}
	out := make([]string, len(list))
	for i, q := range list {
		out[i] = q.Question
	}
	return out, nil
}
