package store

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sync"

	"github.com/gofrs/flock"
)

const tempPrefix = "tmp-gen-"

// Writer fills a temporary generation. It holds the writer lock of its directory
// from Begin to Commit, Abort or Close, whichever comes first. Its methods may be
// used by several goroutines at once.
type Writer struct {
	dir  string
	hook func(step, path string) error // tests only: runs after each step; an error fails it

	mu       sync.Mutex
	lock     *flock.Flock    // nil once the writer has ended
	temp     string          // the temporary generation
	renamed  string          // id, once temp was renamed to its final place
	base     string          // id of the generation to keep beside the new one, "" for none
	sequence uint64          // of the new generation
	linked   map[string]File // what linked files must still be at Commit
	open     map[string]bool // files from Create that were not closed
	failed   error           // first failure the caller may have overlooked; Commit returns it
}

// Begin takes the writer lock of dir, removes what killed writers left behind, and
// opens a fresh temporary generation. dir is created with mode 0700 when missing;
// its parent must exist. While another writer holds the lock the error is a
// *LockedError, within a second. Begin checks the published generation as Open
// does; a damaged index is no error, it is to be replaced. The caller must end the
// Writer: defer Close.
func Begin(ctx context.Context, dir string) (*Writer, error) {
	return begin(ctx, dir, nil)
}

func begin(ctx context.Context, dir string, hook func(step, path string) error) (*Writer, error) {
	abs, err := filepath.Abs(dir)
	if err == nil {
		err = ctx.Err()
	}
	if err != nil {
		return nil, fmt.Errorf("write index %q: %w", dir, err)
	}
	if err := makeDir(abs); err != nil {
		return nil, fmt.Errorf("create index directory: %w", err)
	}
	lock, err := acquire(ctx, abs)
	if err != nil {
		return nil, fmt.Errorf("write index %q: %w", dir, err)
	}
	w := &Writer{dir: abs, hook: hook, lock: lock, linked: map[string]File{}, open: map[string]bool{}}
	if err := w.prepare(); err != nil {
		return nil, fmt.Errorf("write index %q: %w", dir, errors.Join(err, w.Abort()))
	}
	return w, nil
}

// makeDir creates the index directory and makes its name durable.
func makeDir(dir string) error {
	err := os.Mkdir(dir, 0o700)
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	if err != nil {
		return err
	}
	if err := syncDir(filepath.Dir(dir)); err != nil && !errors.Is(err, fs.ErrPermission) {
		return err
	}
	return nil
}

func (w *Writer) prepare() error {
	if err := w.after("locked", w.dir); err != nil {
		return err
	}
	if err := w.sweep(); err != nil {
		return err
	}
	temp, err := os.MkdirTemp(w.dir, tempPrefix)
	if err != nil {
		return err
	}
	w.temp = temp
	return w.after("temp made", temp)
}

// Path returns the absolute path of name inside the temporary generation, for
// callers that write files or folders themselves, and creates its parents. The
// files must be complete and closed before Commit, and must not be links into
// older generations that are then changed in place: see Copy. When name is invalid
// or its parents cannot be made Path returns "" and Commit returns the reason.
func (w *Writer) Path(name string) string {
	w.mu.Lock()
	defer w.mu.Unlock()
	path, err := w.place(name)
	if err != nil {
		w.fail(err)
		return ""
	}
	return path
}

// Create creates the file name and returns a buffered writer for it, which the
// caller must close before Commit. A name that exists is fs.ErrExist. Commit fails
// when a write or Close failed, even if the caller ignored it.
func (w *Writer) Create(name string) (io.WriteCloser, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	path, err := w.place(name)
	if err != nil {
		return nil, fmt.Errorf("create %q: %w", name, err)
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, fmt.Errorf("create %q: %w", name, err)
	}
	w.open[name] = true
	return &file{owner: w, name: name, file: f, buf: bufio.NewWriterSize(f, bufferSize)}, nil
}

// place checks name and returns its path with all parents made.
func (w *Writer) place(name string) (string, error) {
	if w.lock == nil {
		return "", fmt.Errorf("index writer: %w", ErrClosed)
	}
	if err := checkName(name); err != nil {
		return "", err
	}
	path := filepath.Join(w.temp, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return "", err
	}
	return path, nil
}

// fail records the first error for Commit. The caller holds w.mu.
func (w *Writer) fail(err error) {
	if w.failed == nil {
		w.failed = err
	}
}

// after runs the test hook.
func (w *Writer) after(step, path string) error {
	if w.hook == nil {
		return nil
	}
	return w.hook(step, path)
}

// Abort ends the Writer without publishing: it removes the temporary generation
// and releases the lock. After Commit, Abort or Close it does nothing.
func (w *Writer) Abort() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.end()
}

// Close is Abort, under the name defer statements expect.
func (w *Writer) Close() error { return w.Abort() }

// end removes what was not published and releases the lock. The caller holds w.mu.
func (w *Writer) end() error {
	if w.lock == nil {
		return nil
	}
	var errs []error
	if w.temp != "" {
		errs = append(errs, os.RemoveAll(w.temp))
	}
	if w.renamed != "" {
		errs = append(errs, w.withdraw())
	}
	errs = append(errs, w.lock.Unlock())
	w.lock = nil
	if err := errors.Join(errs...); err != nil {
		return fmt.Errorf("end index writer of %q: %w", w.dir, err)
	}
	return nil
}

// withdraw removes a generation that was renamed into place but not published.
// A failed swing may have taken effect all the same, so CURRENT is asked.
func (w *Writer) withdraw() error {
	if err := os.Remove(filepath.Join(w.dir, currentTemp)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	id, _, err := readCurrent(w.dir)
	if id == w.renamed || (err != nil && !errors.Is(err, fs.ErrNotExist)) {
		return nil
	}
	return w.remove(w.renamed)
}

// file is what Create returns.
type file struct {
	owner *Writer
	name  string
	file  *os.File
	buf   *bufio.Writer
}

// Write appends p. After an error every further Write and Close fails too.
func (f *file) Write(p []byte) (int, error) {
	if f.file == nil {
		return 0, fmt.Errorf("write %q: %w", f.name, ErrClosed)
	}
	n, err := f.buf.Write(p)
	if err != nil {
		err = fmt.Errorf("write %q: %w", f.name, err)
	}
	return n, err
}

// Close writes what is buffered and closes the file.
func (f *file) Close() error {
	if f.file == nil {
		return fmt.Errorf("close %q: %w", f.name, ErrClosed)
	}
	err := errors.Join(f.buf.Flush(), f.file.Close())
	f.file = nil
	f.owner.mu.Lock()
	defer f.owner.mu.Unlock()
	delete(f.owner.open, f.name)
	if err != nil {
		err = fmt.Errorf("close %q: %w", f.name, err)
		f.owner.fail(err)
	}
	return err
}
