package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync/atomic"
	"time"

	"ask/embed"
	"ask/retrieve"
	"ask/retrieve/store"
)

// engine is what the settings say about one index: where it is, what goes into it and
// how its texts become vectors. This file is the only one that knows how packages
// retrieve and embed are put together.
type engine struct {
	cfg    retrieve.Config
	roots  roots
	remote *remoteEmbedder // nil for the builtin embedder
}

// remoteEmbedder lets questions go unembedded when the server cannot be reached: the
// words of the question still find passages. Documents are never left unembedded.
type remoteEmbedder struct {
	*embed.OpenAI
	down atomic.Bool // a question went unembedded
}

// EmbedQuery gives no vector when the server cannot be reached.
func (r *remoteEmbedder) EmbedQuery(ctx context.Context, text string) ([]float32, error) {
	v, err := r.OpenAI.EmbedQuery(ctx, text)
	if err == nil || ctx.Err() != nil || asFailure(err).code != "unreachable" {
		return v, err
	}
	r.down.Store(true)
	return nil, nil
}

// notes are warnings about how a question was searched for.
func (e *engine) notes() []string {
	if e.remote == nil || !e.remote.down.Load() {
		return nil
	}
	return []string{"the embedding server cannot be reached: searched by words only"}
}

// newEngine checks the settings against the file system. Without documents it settles
// for an index that was named and exists.
func (a *app) newEngine(extra []string) (*engine, error) {
	cfg := *a.cfg
	if len(cfg.Docs) == 0 && cfg.Index == "" {
		cfg.Docs, extra = extra, nil
	}
	if len(cfg.Docs) == 0 && cfg.Index == "" {
		return nil, notConfigured(`say where they are: ask --docs notes "谁在领导千问?"; or put docs = ["notes"] into ./ask.toml`, "no documents: --docs is not set")
	}
	dir, err := cfg.indexDir(a.getenv)
	if err != nil {
		return nil, err
	}
	cache, err := cfg.cacheDir(a.getenv)
	if err != nil {
		return nil, err
	}
	e := &engine{roots: loadRoots(dir)}
	docs, err := e.roots.choose(cfg.Docs, extra, cfg.Force)
	if err != nil {
		return nil, err
	}
	e.cfg = retrieve.Config{
		Docs: docs, Dir: dir, CacheDir: cache, UserDict: cfg.UserDict, RulesFile: cfg.Rules,
		MaxBytes: cfg.MaxFileSize, Now: time.Now(), Force: cfg.Force,
	}
	return e, e.setEmbedder(&cfg)
}

// setEmbedder makes the embedder the settings name.
func (e *engine) setEmbedder(c *Config) error {
	if c.Embed != "openai" {
		e.cfg.Learner = embed.NewLSA(embed.LSAOptions{})
		return nil
	}
	prefix, err := c.queryPrefix()
	if err != nil {
		return err
	}
	remote, err := embed.NewOpenAI(embed.OpenAIOptions{
		BaseURL: c.BaseURL, Key: c.APIKey, Model: c.EmbedModel, Dimensions: c.EmbedDimensions,
		Batch: c.EmbedBatch, QueryPrefix: prefix,
	})
	if err != nil {
		return usagef("see `ask help config` for --base-url, --embed-model and the key", "%s", err)
	}
	e.remote = &remoteEmbedder{OpenAI: remote}
	e.cfg.Embedder = remote
	return nil
}

// openOptions are for reading the index: a learner of its own, which takes what the
// index holds.
func (e *engine) openOptions() retrieve.OpenOptions {
	if e.remote != nil {
		return retrieve.OpenOptions{Embedder: e.remote}
	}
	return retrieve.OpenOptions{Learner: embed.NewLSA(embed.LSAOptions{})}
}

// sync brings the index up to date and shows how far it has come.
func (a *app) sync(ctx context.Context, e *engine) (*retrieve.Report, error) {
	if err := e.checkDocs(); err != nil {
		return nil, err
	}
	cfg := e.cfg
	if err := os.MkdirAll(filepath.Dir(cfg.Dir), 0o700); err != nil {
		return nil, fmt.Errorf("make index directory: %w", err)
	}
	_, tty := terminalFD(a.stderr)
	show := newProgress(a.stderr, a.cfg.Quiet || a.cfg.JSON && !tty) // a program reads stderr then
	defer show.end()
	heap := roomyHeap(a.getenv)
	defer heap.end()
	cfg.Progress = func(now retrieve.Progress) {
		heap.update(now.Stage)
		show.update(now)
	}
	if e.remote != nil {
		if cache, err := openCache(cfg.CacheDir); err != nil {
			a.log.Warn("embedding cache not used", "error", err)
		} else {
			defer cache.Close()
			cfg.Embedder = cache.Wrap(e.remote.OpenAI)
		}
	}
	report, err := retrieve.Sync(ctx, cfg)
	if err != nil {
		return nil, err
	}
	if err := e.roots.save(e.cfg.Dir); err != nil {
		a.log.Warn("paths not noted", "error", err)
	}
	a.log.Info("synced", "generation", report.Generation, "changed", report.Changed, "documents", report.Documents,
		"passages", report.Passages, "skipped", len(report.Skipped), "took", report.Took)
	return report, nil
}

func openCache(dir string) (*embed.Cache, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("make cache directory: %w", err)
	}
	return embed.OpenCache(filepath.Join(dir, "embeddings"))
}

// checkDocs refuses roots that are not there, in a person's words.
func (e *engine) checkDocs() error {
	for _, d := range e.cfg.Docs {
		if _, err := os.Stat(d); errors.Is(err, fs.ErrNotExist) {
			return &failure{code: "no_documents", message: "no such file or folder: " + d, hint: "check the path given with --docs", err: err}
		} else if err != nil {
			return fmt.Errorf("look at documents: %w", err)
		}
	}
	return nil
}

// openIndex brings the index up to date if files changed, and opens it. When that
// cannot be done now but an older generation is there, it warns and opens that one.
func (a *app) openIndex(ctx context.Context, e *engine) (*retrieve.Index, []string, error) {
	var warnings []string
	var failed error
	if len(e.cfg.Docs) > 0 {
		if err := e.checkDocs(); err != nil {
			return nil, nil, err
		}
		if ix := a.current(ctx, e); ix != nil {
			return ix, nil, nil
		}
		warnings, failed = a.refresh(ctx, e)
		if ctx.Err() != nil {
			return nil, nil, ctx.Err()
		}
	}
	ix, err := retrieve.Open(ctx, e.cfg.Dir, e.openOptions())
	if err != nil && failed == nil && len(e.cfg.Docs) > 0 && repairable(err) {
		warnings = append(warnings, "the index was damaged and is made anew: "+err.Error())
		e.cfg.Force = true
		if _, failed = a.sync(ctx, e); failed == nil {
			ix, err = retrieve.Open(ctx, e.cfg.Dir, e.openOptions())
		}
	}
	switch {
	case err == nil && failed == nil:
		return ix, warnings, nil
	case err == nil && !errors.Is(failed, retrieve.ErrNoDocuments):
		return ix, append(warnings, "answering from the index as it was: "+asFailure(failed).message), nil
	case err == nil:
		ix.Close()
		return nil, nil, failed
	case failed != nil:
		return nil, nil, failed
	case errors.Is(err, store.ErrNoGeneration):
		return nil, nil, notConfigured("fill it with `ask index --docs PATH --index DIR`", "there is no index in %s yet", e.cfg.Dir)
	}
	return nil, nil, fmt.Errorf("open index: %w", err)
}

// current opens the index if it is whole and up to date, the usual case, so that it is
// read only once. nil means that openIndex has to look closer.
func (a *app) current(ctx context.Context, e *engine) *retrieve.Index {
	ix, err := retrieve.Open(ctx, e.cfg.Dir, e.openOptions())
	if err != nil {
		return nil
	}
	began := time.Now()
	if stale, err := ix.Stale(ctx, e.cfg); err != nil || stale {
		ix.Close()
		return nil
	}
	a.log.Info("looked for changes", "stale", false, "took", time.Since(began))
	return ix
}

// repairable reports whether an index that does not open may be replaced: not when its
// embedder is another one, and not for reasons outside of it.
func repairable(err error) bool {
	return !errors.Is(err, retrieve.ErrEmbedder) && !errors.Is(err, fs.ErrPermission) && !errors.Is(err, context.Canceled)
}

// refresh syncs when something changed since the last time.
func (a *app) refresh(ctx context.Context, e *engine) ([]string, error) {
	began := time.Now()
	stale, err := retrieve.Stale(ctx, e.cfg)
	if err != nil {
		return nil, fmt.Errorf("look for changes: %w", err)
	}
	a.log.Info("looked for changes", "stale", stale, "took", time.Since(began))
	if !stale {
		return nil, nil
	}
	report, err := a.sync(ctx, e)
	if err != nil {
		return nil, err
	}
	return report.Warnings, nil
}

// engineFailure tells people about the errors of packages retrieve, store and embed. It
// is nil for any other.
func engineFailure(err error) *failure {
	var locked *store.LockedError
	var remote *embed.Error
	switch {
	case errors.As(err, &locked):
		f := &failure{code: "locked", message: "another process is writing the index", hint: "wait until it is done, or choose another --index", err: err}
		if locked.PID > 0 {
			f.message = fmt.Sprintf("process %d is writing the index", locked.PID)
		}
		return f
	case errors.Is(err, retrieve.ErrEmbedder):
		return &failure{code: "embedder_mismatch", message: err.Error(), hint: "use the --embed settings it was built with, rebuild it with `ask index --force`, or choose another --index", err: err}
	case errors.Is(err, retrieve.ErrNoDocuments):
		return &failure{code: "no_documents", message: err.Error(), hint: "ask reads text, Markdown, HTML and JSONL; check the path given with --docs", err: err}
	case errors.As(err, &remote):
		f := &failure{code: "unreachable", message: remote.Error(), hint: remote.Hint + "; or use --embed builtin", err: err}
		if remote.Status >= 400 && remote.Status < 500 && remote.Status != 429 {
			f.code = "embedder"
		}
		return f
	case errors.As(err, new(*store.DamagedError)):
		return &failure{code: "damaged", message: err.Error(), hint: "rebuild it with `ask index --docs PATH`", err: err}
	}
	return nil
}

// documentPath is the file a document came from, or empty when it is not there.
func (e *engine) documentPath(id string) string {
	for _, root := range e.cfg.Docs {
		for _, path := range candidates(root, id) {
			if info, err := os.Stat(path); err == nil && info.Mode().IsRegular() {
				return path
			}
		}
	}
	return ""
}
