package store

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// Link takes a file of an older generation over as it is: by a hard link, or by a
// copy where links are not possible. The content must never be changed in place
// (it would change in the older generation too); Commit fails when it is no longer
// what g's manifest says.
func (w *Writer) Link(g *Generation, name string) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if err := w.link(g, name); err != nil {
		return fmt.Errorf("link %q from generation %s: %w", name, g.id, err)
	}
	return nil
}

func (w *Writer) link(g *Generation, name string) error {
	want, err := g.file(name)
	if err != nil {
		return err
	}
	to, err := w.place(name)
	if err != nil {
		return err
	}
	err = os.Link(filepath.Join(g.path, filepath.FromSlash(name)), to)
	if errors.Is(err, fs.ErrExist) || errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err != nil {
		if err := copyFile(g.path, to, want); err != nil {
			return err
		}
	}
	w.linked[name] = want
	return nil
}

// Copy copies a file of an older generation that the caller is going to change in
// the new one. A source that is damaged is refused.
func (w *Writer) Copy(g *Generation, name string) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	want, err := g.file(name)
	if err != nil {
		return err
	}
	to, err := w.place(name)
	if err == nil {
		err = copyFile(g.path, to, want)
	}
	if err != nil {
		return fmt.Errorf("copy %q from generation %s: %w", name, g.id, err)
	}
	return nil
}

// copyFile copies a file of the generation at root and checks what it read.
func copyFile(root, to string, want File) (err error) {
	from, err := os.Open(filepath.Join(root, filepath.FromSlash(want.Name)))
	if err != nil {
		return err
	}
	defer from.Close()
	f, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	sum := sha256.New()
	_, err = io.Copy(io.MultiWriter(f, sum), from)
	if err == nil && hexSum(sum) != want.SHA256 {
		err = errors.New("source differs from its manifest")
	}
	if err = errors.Join(err, f.Close()); err != nil {
		os.Remove(to)
	}
	return err
}
