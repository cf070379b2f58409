package store

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/gofrs/flock"
)

const (
	lockName = "LOCK"

	// lockPatience is how long a held lock is tried again, so that a writer which
	// is just finishing does not fail the next, and the holder's id is written.
	lockPatience = 300 * time.Millisecond
	lockRetry    = 20 * time.Millisecond
)

// acquire takes the writer lock of dir and records this process in it. The lock
// file stays for good; the lock itself dies with the process.
func acquire(ctx context.Context, dir string) (*flock.Flock, error) {
	path := filepath.Join(dir, lockName)
	lock := flock.New(path)
	if err := tryLock(ctx, lock, path); err != nil {
		return nil, err
	}
	if err := os.WriteFile(path, fmt.Appendf(nil, "%d\n", os.Getpid()), 0o600); err != nil {
		lock.Unlock()
		return nil, fmt.Errorf("record writer in %s: %w", path, err)
	}
	return lock, nil
}

func tryLock(ctx context.Context, lock *flock.Flock, path string) error {
	deadline := time.Now().Add(lockPatience)
	for {
		ok, err := lock.TryLock()
		switch {
		case err != nil:
			return fmt.Errorf("lock %s: %w", path, err)
		case ok:
			return nil
		case time.Now().After(deadline):
			return &LockedError{PID: lockHolder(path), Path: path}
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("lock %s: %w", path, ctx.Err())
		case <-time.After(lockRetry):
		}
	}
}

// lockHolder reads the process id in the lock file, 0 when there is none.
func lockHolder(path string) int {
	data, err := readSmall(path, maxCurrent)
	if err != nil {
		return 0
	}
	pid, err := strconv.Atoi(strings.TrimSpace(string(data)))
	if err != nil || pid < 0 {
		return 0
	}
	return pid
}
