package retrieve

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/fnv"
	"io/fs"
	"os"
	"time"

	"ask/retrieve/corpus"
	"ask/retrieve/document"
	"ask/retrieve/store"
)

// formatVersion changes whenever an index made by older code must be made anew.
const formatVersion = "5"

// Stale reports whether the index of cfg has to be synced: it is missing, made with
// other settings, or files came, went or changed. It reads no document.
func Stale(ctx context.Context, cfg Config) (bool, error) {
	gen, err := store.Open(cfg.Dir)
	if errors.Is(err, fs.ErrNotExist) || errors.As(err, new(*store.DamagedError)) {
		return true, nil
	}
	if err != nil {
		return false, fmt.Errorf("open index: %w", err)
	}
	defer gen.Close()
	return staleGeneration(ctx, cfg, gen)
}

// Stale is the function Stale for an index that is open. One that was damaged is.
func (ix *Index) Stale(ctx context.Context, cfg Config) (bool, error) {
	if len(ix.gen.Warnings()) > 0 {
		return true, nil
	}
	return staleGeneration(ctx, cfg, ix.gen)
}

func staleGeneration(ctx context.Context, cfg Config, gen *store.Generation) (bool, error) {
	settings, err := cfg.settings()
	if err != nil {
		return false, err
	}
	if gen.Meta().Values["settings"] != settings {
		return true, nil
	}
	data, err := gen.Map(fileInputs)
	if err != nil {
		return true, nil
	}
	taken, old, err := decodeInputs(data)
	if err != nil {
		return true, nil
	}
	files, _, err := scan(ctx, cfg)
	if err != nil {
		return false, err
	}
	if len(files) != len(old) {
		return true, nil
	}
	known := make(map[string]stamp, len(old))
	for _, in := range old {
		known[inputKey(in.root, in.rel)] = in.stamp
	}
	for _, f := range files {
		if st, ok := known[inputKey(f.root, f.src.Rel)]; !ok || st != f.stamp || !st.settled(taken) {
			return true, nil
		}
	}
	return false, nil
}

// settings names everything besides the documents that the index depends on.
func (c Config) settings() (string, error) {
	h := sha256.New()
	fmt.Fprintf(h, "%s %+v %d\n", formatVersion, c.Passages, c.MaxBytes)
	for _, path := range []string{c.UserDict, c.RulesFile} {
		if path == "" {
			continue
		}
		b, err := os.ReadFile(path)
		if err != nil {
			return "", fmt.Errorf("read settings: %w", err)
		}
		fmt.Fprintf(h, "%d\n%s\n", len(b), b)
	}
	return fmt.Sprintf("%x", h.Sum(nil)[:12]), nil
}

// Sync brings the index up to date: it reads files that changed, keeps everything else
// of the previous generation, and publishes a new one if anything is different.
// Another writer at work is a *store.LockedError. Damage of the previous generation
// means everything is read again.
func Sync(ctx context.Context, cfg Config) (*Report, error) {
	began := time.Now()
	if len(cfg.Docs) == 0 {
		return nil, ErrNoDocuments
	}
	s, err := newSyncer(ctx, cfg)
	if err != nil {
		return nil, err
	}
	defer s.close()
	if err := s.readDocuments(ctx); err != nil {
		return nil, err
	}
	if s.upToDate() {
		id := s.prev.ID()
		if s.settled {
			if id, err = s.restamp(ctx); err != nil {
				return nil, err
			}
		}
		return s.finish(id, false, began), nil
	}
	if s.passages() == 0 {
		return nil, s.nothing()
	}
	id, err := s.publish(ctx)
	if err != nil {
		return nil, err
	}
	return s.finish(id, true, began), nil
}

// syncer is one run of Sync.
type syncer struct {
	cfg      Config
	settings string
	rules    *document.Rules
	w        *store.Writer
	taken    time.Time
	report   Report

	prev      *store.Generation // nil: start from nothing
	table     *corpus.Table     // of prev
	states    *corpus.States    // of prev
	oldInputs map[string]int
	inputs    []input   // of prev
	trusted   time.Time // when prev's stamps were taken

	newInputs []input
	drafts    []*draft
	touched   bool // something differs from prev
	settled   bool // a stamp that prev could not trust can be trusted now
}

func newSyncer(ctx context.Context, cfg Config) (*syncer, error) {
	settings, err := cfg.settings()
	if err != nil {
		return nil, err
	}
	s := &syncer{cfg: cfg, settings: settings, taken: time.Now(), oldInputs: map[string]int{}}
	s.report.Removed = map[string]document.Removal{}
	s.report.Dates, s.report.Kinds = map[document.DateSource]int{}, map[document.Kind]int{}
	if cfg.RulesFile != "" {
		if s.rules, err = document.LoadRules(cfg.RulesFile); err != nil {
			return nil, fmt.Errorf("read rules: %w", err)
		}
	}
	if s.w, err = store.Begin(ctx, cfg.Dir); err != nil {
		return nil, fmt.Errorf("write index: %w", err)
	}
	s.openPrevious()
	return s, nil
}

// openPrevious opens the published generation to build on; whatever is wrong with it
// only costs reading everything again.
func (s *syncer) openPrevious() {
	gen, err := store.Open(s.cfg.Dir)
	if err != nil {
		if !errors.Is(err, fs.ErrNotExist) {
			s.report.Warnings = append(s.report.Warnings, fmt.Sprintf("the index was damaged and is made anew: %v", err))
		}
		return
	}
	s.report.Warnings = append(s.report.Warnings, gen.Warnings()...)
	if s.cfg.Force || gen.Meta().Values["settings"] != s.settings {
		gen.Close()
		return
	}
	data, err := gen.Map(fileInputs)
	if err == nil {
		s.trusted, s.inputs, err = decodeInputs(data)
	}
	if err == nil {
		s.table, err = corpus.Open(tableFile(gen))
	}
	if err == nil {
		s.states, err = openStates(gen)
	}
	if err != nil {
		gen.Close()
		s.inputs = nil
		return
	}
	s.prev = gen
	for i, in := range s.inputs {
		s.oldInputs[inputKey(in.root, in.rel)] = i
	}
}

func tableFile(gen *store.Generation) func(string) ([]byte, error) {
	return func(name string) ([]byte, error) { return gen.Map("corpus/" + name) }
}

func openStates(gen *store.Generation) (*corpus.States, error) {
	data, err := gen.Map(fileStates)
	if err != nil {
		return nil, err
	}
	return corpus.OpenStates(data)
}

func (s *syncer) close() {
	if s.prev != nil {
		s.prev.Close()
	}
	s.w.Close()
}

func (s *syncer) progress(stage string, done, total int) {
	if s.cfg.Progress != nil {
		s.cfg.Progress(Progress{stage, done, total})
	}
}

func (s *syncer) passages() int {
	n := 0
	for _, d := range s.drafts {
		n += len(d.passages)
	}
	return n
}

// upToDate reports whether prev already holds exactly what was found, vectors of the
// configured embedder included.
func (s *syncer) upToDate() bool {
	return s.prev != nil && !s.touched && len(s.newInputs) == len(s.inputs) && s.sameEmbedder() && len(s.prev.Warnings()) == 0
}

// nothing explains an index that would be empty.
func (s *syncer) nothing() error {
	if n := len(s.report.Skipped); n > 0 {
		return fmt.Errorf("%w: %d files skipped, the first %s: %s", ErrNoDocuments, n, s.report.Skipped[0].Path, s.report.Skipped[0].Reason)
	}
	return fmt.Errorf("%w in %v", ErrNoDocuments, s.cfg.Docs)
}

func (s *syncer) finish(id string, changed bool, began time.Time) *Report {
	r := &s.report
	r.Generation, r.Changed = id, changed
	r.Documents, r.Passages = len(s.drafts), s.passages()
	for _, d := range s.drafts {
		r.Bytes += int64(len(d.text))
		r.Dates[d.meta.Date.Source]++
		r.Kinds[d.meta.Kind]++
		for _, rem := range d.meta.Removed {
			t := r.Removed[rem.What]
			t.What, t.Count, t.Bytes = rem.What, t.Count+rem.Count, t.Bytes+rem.Bytes
			if t.Sample == "" {
				t.Sample = rem.Sample
			}
			r.Removed[rem.What] = t
		}
	}
	r.Took = time.Since(began)
	return r
}

// hashDocument tells whether a document's content or metadata changed.
func hashDocument(d *document.Document) uint64 {
	h := fnv.New64a()
	for _, s := range []string{d.ID, d.Title, d.URL, d.Publisher, d.Date.Value, string(d.Date.Source), string(d.Kind), fmt.Sprint(d.Rumour), d.Text} {
		var n [8]byte
		binary.LittleEndian.PutUint64(n[:], uint64(len(s)))
		h.Write(n[:])
		h.Write([]byte(s))
	}
	return h.Sum64()
}
