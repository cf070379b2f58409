package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

const currentTemp = "CURRENT.tmp"

// Commit publishes the generation: it hashes and syncs every file, writes the
// manifest, and makes CURRENT name the result. It then removes older generations,
// keeping the one before, and releases the lock.
//
// Commit ends the Writer whether it succeeds or not. When it fails, readers see
// what they saw before; only if the very last sync fails may they see either. ctx
// stops it as long as nothing is in place yet. The returned Generation is open:
// close it. What could not be cleaned up is in its Warnings.
func (w *Writer) Commit(ctx context.Context, meta Meta) (*Generation, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.lock == nil {
		return nil, fmt.Errorf("commit index %q: %w", w.dir, ErrClosed)
	}
	g, err := w.publish(ctx, meta)
	if err != nil {
		return nil, fmt.Errorf("commit index %q: %w", w.dir, errors.Join(err, w.end()))
	}
	if err := w.keep(g.id, w.base); err != nil {
		g.warnings = append(g.warnings, err.Error())
	}
	if err := w.end(); err != nil {
		g.warnings = append(g.warnings, err.Error())
	}
	return g, nil
}

// publish does the durable part of Commit.
func (w *Writer) publish(ctx context.Context, meta Meta) (*Generation, error) {
	if err := w.ready(meta); err != nil {
		return nil, err
	}
	meta = meta.clone()
	meta.Format = FormatVersion
	if meta.Created.IsZero() {
		meta.Created = time.Now()
	}
	meta.Created = meta.Created.UTC().Round(0)
	names, folders, err := walk(w.temp)
	if err != nil {
		return nil, err
	}
	files, err := w.seal(ctx, names)
	if err != nil {
		return nil, err
	}
	m := &manifest{Sequence: w.sequence, Meta: meta, Files: files}
	data, id, err := m.encode()
	if err != nil {
		return nil, err
	}
	if err := w.writeFile(filepath.Join(w.temp, manifestName), data); err != nil {
		return nil, fmt.Errorf("write %s: %w", manifestName, err)
	}
	for _, folder := range slices.Backward(folders) {
		if err := w.syncFolder(folder); err != nil {
			return nil, err
		}
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	pinned, err := w.install(id)
	if err != nil {
		return nil, err
	}
	return newGeneration(w.dir, id, m, pinned), nil
}

// ready refuses to publish what the caller did not finish.
func (w *Writer) ready(meta Meta) error {
	if w.failed != nil {
		return w.failed
	}
	if len(w.open) > 0 {
		return fmt.Errorf("files not closed: %s", strings.Join(slices.Sorted(maps.Keys(w.open)), ", "))
	}
	return meta.validate()
}

// walk lists the files of the temporary generation, sorted by name, and its
// folders, parents first.
func walk(root string) (names, folders []string, err error) {
	err = filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			folders = append(folders, path)
			return nil
		}
		rel, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		name := filepath.ToSlash(rel)
		if !d.Type().IsRegular() {
			return fmt.Errorf("%q is not a regular file", name)
		}
		if err := checkName(name); err != nil {
			return err
		}
		names = append(names, name)
		return nil
	})
	slices.Sort(names)
	return names, folders, err
}

// seal hashes, write-protects and syncs every file.
func (w *Writer) seal(ctx context.Context, names []string) ([]File, error) {
	buf := make([]byte, bufferSize)
	files := make([]File, 0, len(names))
	for _, name := range names {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		got, err := hashFile(ctx, w.temp, name, buf)
		if err != nil {
			return nil, fmt.Errorf("hash %q: %w", name, err)
		}
		if want, ok := w.linked[name]; ok && got != want {
			return nil, fmt.Errorf("linked file %q differs from the generation it came from", name)
		}
		path := filepath.Join(w.temp, filepath.FromSlash(name))
		if err := syncFile(path); err != nil {
			return nil, fmt.Errorf("sync %q: %w", name, err)
		}
		if err := w.after("file synced", path); err != nil {
			return nil, err
		}
		files = append(files, got)
	}
	return files, nil
}

func (w *Writer) syncFolder(path string) error {
	if err := syncDir(path); err != nil {
		return fmt.Errorf("sync folder: %w", err)
	}
	return w.after("folder synced", path)
}

// install renames the temporary generation into place and swings CURRENT to it.
// The generation is pinned before anyone else can remove it.
func (w *Writer) install(id string) (*os.File, error) {
	final := filepath.Join(w.dir, genPrefix+id)
	if err := os.Rename(w.temp, final); err != nil {
		return nil, err
	}
	w.temp, w.renamed = "", id
	if err := w.after("generation renamed", final); err != nil {
		return nil, err
	}
	if err := w.syncFolder(w.dir); err != nil {
		return nil, err
	}
	temp := filepath.Join(w.dir, currentTemp)
	if err := w.writeFile(temp, encodeCurrent(id)); err != nil {
		return nil, fmt.Errorf("write %s: %w", currentName, err)
	}
	pinned, err := pin(final)
	if err != nil {
		return nil, err
	}
	if err := w.swing(temp); err != nil {
		pinned.Close()
		return nil, err
	}
	w.renamed = ""
	return pinned, nil
}

// swing is the moment of publication.
func (w *Writer) swing(temp string) error {
	if err := os.Rename(temp, filepath.Join(w.dir, currentName)); err != nil {
		return err
	}
	if err := w.after("current renamed", filepath.Join(w.dir, currentName)); err != nil {
		return err
	}
	return w.syncFolder(w.dir)
}

// writeFile writes a new file in two halves, so that tests can stop between them,
// and makes it durable.
func (w *Writer) writeFile(path string, data []byte) (err error) {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	if err := w.after("created", path); err != nil {
		return err
	}
	if _, err := f.Write(data[:len(data)/2]); err != nil {
		return err
	}
	if err := w.after("half written", path); err != nil {
		return err
	}
	if _, err := f.Write(data[len(data)/2:]); err != nil {
		return err
	}
	if err := w.after("written", path); err != nil {
		return err
	}
	if err := f.Sync(); err != nil {
		return err
	}
	return w.after("synced", path)
}
