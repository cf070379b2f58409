package store

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"syscall"
)

var (
	// ErrLocked is what a *LockedError matches with errors.Is.
	ErrLocked = errors.New("index is locked by another writer")

	// ErrNoGeneration says that nothing was ever published in the directory. It
	// matches fs.ErrNotExist.
	ErrNoGeneration = fmt.Errorf("no index generation published: %w", fs.ErrNotExist)

	// ErrFormat says that a generation was written in a format this program does
	// not read. A *DamagedError matches it when that is one of its reasons.
	ErrFormat = errors.New("unsupported index format")

	// ErrInvalidName rejects names that are empty, absolute, reserved or lead
	// outside the generation.
	ErrInvalidName = errors.New("invalid file name")

	// ErrClosed says that a Writer or Generation was used after its end.
	ErrClosed = errors.New("already closed")

	// errMoved tells Open that CURRENT changed while it was reading.
	errMoved = errors.New("generation replaced while opening")
)

// LockedError reports which process holds the writer lock.
type LockedError struct {
	PID  int    // process id of the holder, 0 when the lock file does not tell
	Path string // the lock file
}

func (e *LockedError) Error() string {
	if e.PID == 0 {
		return fmt.Sprintf("index is locked by another writer (%s)", e.Path)
	}
	return fmt.Sprintf("index is locked by another writer, process %d (%s)", e.PID, e.Path)
}

// Is matches ErrLocked.
func (e *LockedError) Is(target error) bool { return target == ErrLocked }

// DamagedError says that generations exist and none of them is valid.
type DamagedError struct {
	Dir     string
	Reasons []string // one sentence per generation or file tried

	causes []error
}

func newDamagedError(dir string, causes []error) *DamagedError {
	return &DamagedError{Dir: dir, Reasons: messages(causes), causes: causes}
}

func (e *DamagedError) Error() string {
	return fmt.Sprintf("index %q is damaged: %s", e.Dir, strings.Join(e.Reasons, "; "))
}

// Unwrap returns the cause behind each reason.
func (e *DamagedError) Unwrap() []error { return e.causes }

func messages(errs []error) []string {
	texts := make([]string, len(errs))
	for i, err := range errs {
		texts[i] = err.Error()
	}
	return texts
}

// environmental tells failures of the surroundings (permissions, open file limit)
// from damage of the index. They must not make Open fall back to older content.
func environmental(err error) bool {
	return errors.Is(err, fs.ErrPermission) ||
		errors.Is(err, syscall.EMFILE) || errors.Is(err, syscall.ENFILE)
}
