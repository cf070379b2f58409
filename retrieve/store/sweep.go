package store

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

const trashPrefix = "trash-gen-"

// sweep removes the remains of killed writers and learns from what is there: the
// generation to keep beside the new one, and the next sequence number. Only the
// holder of the lock may call it.
func (w *Writer) sweep() error {
	for _, prefix := range []string{tempPrefix, trashPrefix} {
		names, err := list(w.dir, prefix)
		if err != nil {
			return err
		}
		for _, name := range names {
			if err := os.RemoveAll(filepath.Join(w.dir, prefix+name)); err != nil {
				return fmt.Errorf("remove remains of a killed writer: %w", err)
			}
		}
	}
	err := os.Remove(filepath.Join(w.dir, currentTemp))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("remove remains of a killed writer: %w", err)
	}
	if err := w.after("remains removed", w.dir); err != nil {
		return err
	}
	return w.survey()
}

// survey sets base and sequence. When the published generation is whole it also
// finishes what a killed writer left: generations that were never published, and
// old ones beyond the two to keep. Otherwise nothing is removed before the new
// generation is published.
func (w *Writer) survey() error {
	ids, err := list(w.dir, genPrefix)
	if err != nil {
		return err
	}
	sequences := make(map[string]uint64, len(ids))
	for _, id := range ids {
		if m, err := readManifest(w.dir, id); err == nil {
			sequences[id] = m.Sequence
			w.sequence = max(w.sequence, m.Sequence)
		}
	}
	w.sequence++
	g, err := Open(w.dir)
	if errors.Is(err, ErrNoGeneration) || errors.As(err, new(*DamagedError)) {
		return nil
	}
	if err != nil {
		return err
	}
	defer g.Close()
	w.base = g.id
	if len(g.warnings) > 0 {
		return nil
	}
	return w.keep(g.id, before(sequences, g.manifest.Sequence))
}

// before returns the newest generation older than limit, "" if there is none.
func before(sequences map[string]uint64, limit uint64) string {
	found := ""
	for id, n := range sequences {
		if n < limit && (found == "" || n > sequences[found]) {
			found = id
		}
	}
	return found
}

// keep removes all generations but the two named. Those a reader has open stay
// until a later writer finds them closed.
func (w *Writer) keep(newest, previous string) error {
	ids, err := list(w.dir, genPrefix)
	if err != nil {
		return err
	}
	var errs []error
	for _, id := range ids {
		if id != newest && id != previous {
			errs = append(errs, w.remove(id))
		}
	}
	if err := errors.Join(errs...); err != nil {
		return fmt.Errorf("remove old generations: %w", err)
	}
	return nil
}

// remove deletes a generation unless a reader has it open. It is first renamed,
// so that it is never seen in part.
func (w *Writer) remove(id string) error {
	path := filepath.Join(w.dir, genPrefix+id)
	claimed, err := claim(path)
	if err != nil || claimed == nil {
		return err
	}
	defer claimed.Close()
	trash := filepath.Join(w.dir, trashPrefix+id)
	if err := os.Rename(path, trash); err != nil {
		return err
	}
	if err := w.after("generation discarded", trash); err != nil {
		return err
	}
	if err := os.RemoveAll(trash); err != nil {
		return err
	}
	return w.after("generation removed", trash)
}
