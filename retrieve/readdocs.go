package retrieve

import (
	"context"
	"crypto/sha256"
	"fmt"
	"path/filepath"
	"strings"

	"ask/retrieve/corpus"
	"ask/retrieve/document"
)

// readDocuments fills drafts from the roots: unchanged files from the previous
// generation, the others by parsing them.
func (s *syncer) readDocuments(ctx context.Context) error {
	files, skips, err := scan(ctx, s.cfg)
	if err != nil {
		return err
	}
	s.report.Skipped = skips
	bySource, err := s.previousDocs()
	if err != nil {
		return err
	}
	used := make([]bool, len(s.inputs))
	for i, f := range files {
		if err := ctx.Err(); err != nil {
			return err
		}
		s.progress("read", i, len(files))
		if old, ok := s.oldInputs[inputKey(f.root, f.src.Rel)]; ok {
			used[old] = true
		}
		if err := s.readFile(ctx, f, bySource); err != nil {
			return err
		}
	}
	s.progress("read", len(files), len(files))
	for i := range used {
		if !used[i] {
			s.report.Deleted += len(bySource[uint32(i)])
			s.touched = true
		}
	}
	s.rename()
	return nil
}

// previousDocs lists the documents of the previous generation by source.
func (s *syncer) previousDocs() (map[uint32][]corpus.Doc, error) {
	out := map[uint32][]corpus.Doc{}
	if s.prev == nil {
		return out, nil
	}
	for i := range s.table.Docs() {
		d, err := s.table.Doc(uint32(i))
		if err != nil {
			return nil, fmt.Errorf("read previous index: %w", err)
		}
		out[d.Source] = append(out[d.Source], d)
	}
	return out, nil
}

// readFile adds the documents of one file.
func (s *syncer) readFile(ctx context.Context, f found, bySource map[uint32][]corpus.Doc) error {
	old, known := s.oldInputs[inputKey(f.root, f.src.Rel)]
	if known && s.inputs[old].stamp == f.stamp && f.stamp.settled(s.trusted) {
		return s.keep(old, f, bySource)
	}
	s.settled = s.settled || f.stamp.settled(s.taken)
	data, err := document.ReadFile(f.root, f.src, s.cfg.parseOptions(s.rules))
	if err != nil {
		if skip, ok := document.AsSkip(f.src.Rel, err); ok {
			s.skip(f, skip, lost(bySource, old, known), known)
			return nil
		}
		return fmt.Errorf("read %s: %w", f.src.Path, err)
	}
	sum := sha256.Sum256(data)
	if known && s.inputs[old].sum == sum {
		return s.keep(old, f, bySource)
	}
	s.touched = true
	var before []corpus.Doc
	if known {
		before = bySource[uint32(old)]
	}
	return s.parse(ctx, f, data, sum, before, known)
}

// skip notes a file that cannot be read, so that it is not tried again until it
// changes. A document that the file used to hold is gone.
func (s *syncer) skip(f found, skip document.Skip, lost int, known bool) {
	s.report.Skipped = append(s.report.Skipped, skip)
	s.newInputs = append(s.newInputs, input{root: f.root, rel: f.src.Rel, stamp: f.stamp, skips: []document.Skip{skip}})
	if known {
		s.report.Deleted += lost
	}
	s.touched = true
}

// keep takes over an unchanged file.
func (s *syncer) keep(old int, f found, bySource map[uint32][]corpus.Doc) error {
	in := s.inputs[old]
	in.stamp = f.stamp
	source := uint32(len(s.newInputs))
	s.newInputs = append(s.newInputs, in)
	s.report.Skipped = append(s.report.Skipped, in.skips...)
	for _, doc := range bySource[uint32(old)] {
		d, err := reuse(s.table, s.states, doc, source)
		if err != nil {
			return fmt.Errorf("read previous index: %w", err)
		}
		s.drafts = append(s.drafts, d)
		s.report.Unchanged++
	}
	return nil
}

// parse reads a new or changed file; of its documents those that stayed the same keep
// their passages (a JSONL file may hold thousands).
func (s *syncer) parse(ctx context.Context, f found, data []byte, sum [32]byte, before []corpus.Doc, known bool) error {
	source := uint32(len(s.newInputs))
	in := input{root: f.root, rel: f.src.Rel, stamp: f.stamp, sum: sum}
	was := map[string]corpus.Doc{}
	if known {
		for _, d := range before {
			was[d.ID] = d
		}
	}
	skips, err := document.Parse(ctx, f.src.Rel, data, s.cfg.parseOptions(s.rules), func(d *document.Document) error {
		return s.addParsed(d, source, was)
	})
	if err != nil {
		if skip, ok := document.AsSkip(f.src.Rel, err); ok {
			s.skip(f, skip, len(was), known)
			return nil
		}
		return fmt.Errorf("parse %s: %w", f.src.Path, err)
	}
	s.report.Deleted += len(was)
	in.skips = skips
	s.report.Skipped = append(s.report.Skipped, skips...)
	s.newInputs = append(s.newInputs, in)
	return nil
}

func (s *syncer) addParsed(d *document.Document, source uint32, was map[string]corpus.Doc) error {
	hash := hashDocument(d)
	old, ok := was[d.ID]
	delete(was, d.ID)
	switch {
	case ok && old.Hash == hash:
		kept, err := reuse(s.table, s.states, old, source)
		if err != nil {
			return fmt.Errorf("read previous index: %w", err)
		}
		s.drafts = append(s.drafts, kept)
		s.report.Unchanged++
		return nil
	case ok:
		s.report.Updated++
	default:
		s.report.Added++
	}
	s.drafts = append(s.drafts, fresh(d, source, hash, s.cfg.Passages))
	return nil
}

// rename makes document IDs unique: two roots may hold files of the same name. Later
// ones get their root's name in front.
func (s *syncer) rename() {
	seen := map[string]int{}
	for _, d := range s.drafts {
		id := d.meta.ID
		if seen[id]++; seen[id] == 1 {
			continue
		}
		in := s.newInputs[d.meta.Source]
		d.meta.ID = strings.TrimSuffix(filepath.ToSlash(filepath.Base(in.root)), "/") + "/" + id
		if seen[d.meta.ID]++; seen[d.meta.ID] > 1 {
			d.meta.ID = fmt.Sprintf("%s~%d", d.meta.ID, seen[d.meta.ID])
		}
	}
}

// lost is how many documents an input held before.
func lost(bySource map[uint32][]corpus.Doc, old int, known bool) int {
	if !known {
		return 0
	}
	return len(bySource[uint32(old)])
}
