package store

import (
	"bufio"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// expectLocked checks that Begin names the holder within a second.
func expectLocked(t *testing.T, dir string, pid int) {
	t.Helper()
	start := time.Now()
	_, err := Begin(t.Context(), dir)
	var locked *LockedError
	if !errors.As(err, &locked) || !errors.Is(err, ErrLocked) {
		t.Fatalf("got %v", err)
	}
	if locked.PID != pid || locked.Path != filepath.Join(dir, lockName) {
		t.Errorf("got %+v, want process %d", locked, pid)
	}
	if took := time.Since(start); took > time.Second {
		t.Errorf("took %v", took)
	}
}

func TestLockedWithinProcess(t *testing.T) {
	dir := t.TempDir()
	w, err := Begin(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	expectLocked(t, dir, os.Getpid())
	if err := w.Abort(); err != nil {
		t.Fatal(err)
	}
	mustCommit(t, dir, 1)
	mustCommit(t, dir, 2) // Commit released it too
}

func TestLockedByProcess(t *testing.T) {
	dir := t.TempDir()
	mustCommit(t, dir, 1)
	cmd := command(t, "hold", 0, dir)
	stdin, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if line, err := bufio.NewReader(stdout).ReadString('\n'); err != nil || line != "held\n" {
		t.Fatalf("child said %q, %v", line, err)
	}
	expectLocked(t, dir, cmd.Process.Pid)
	if n := mustNumber(t, mustOpen(t, dir)); n != 1 { // readers do not care
		t.Errorf("content %d", n)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Millisecond)
	defer cancel()
	if _, err := Begin(ctx, dir); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("Begin with a deadline: %v", err)
	}
	cancel()
	if _, err := Begin(ctx, t.TempDir()); err == nil {
		t.Error("Begin with an ended context succeeded")
	}
	cmd.Process.Kill()
	stdin.Close()
	cmd.Wait()
	mustCommit(t, dir, 2)
}

// A writer that is about to finish is waited for.
func TestLockPatience(t *testing.T) {
	dir := t.TempDir()
	w, err := Begin(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan error)
	go func() {
		time.Sleep(50 * time.Millisecond)
		done <- w.Abort()
	}()
	mustCommit(t, dir, 1)
	if err := <-done; err != nil {
		t.Error(err)
	}
}

func TestUnusablePlaces(t *testing.T) {
	root := t.TempDir()
	plain := filepath.Join(root, "file")
	if err := os.WriteFile(plain, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	closed := filepath.Join(root, "closed")
	mustCommit(t, closed, 1)
	readOnly := filepath.Join(root, "read-only")
	mustCommit(t, readOnly, 1)
	for dir, mode := range map[string]fs.FileMode{closed: 0, readOnly: 0o500} {
		if err := os.Chmod(dir, mode); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { os.Chmod(dir, 0o700) })
	}
	privileged := os.Geteuid() == 0 // no mode keeps root out
	tests := []struct {
		name, dir   string
		begin, open error // what the errors match; nil for any error
		skip        bool
	}{
		{"missing", filepath.Join(root, "none"), nil, ErrNoGeneration, false},
		{"missing parent", filepath.Join(root, "none", "index"), fs.ErrNotExist, ErrNoGeneration, false},
		{"file", plain, nil, nil, false},
		{"below a file", filepath.Join(plain, "index"), nil, nil, false},
		{"closed directory", closed, fs.ErrPermission, fs.ErrPermission, privileged},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if tt.skip {
				t.Skip("running as root")
			}
			if _, err := Open(tt.dir); err == nil || (tt.open != nil && !errors.Is(err, tt.open)) {
				t.Errorf("Open: %v", err)
			} else if errors.As(err, new(*DamagedError)) {
				t.Errorf("Open takes it for damage: %v", err)
			}
			if tt.name == "missing" {
				return // Begin would create it
			}
			if w, err := Begin(t.Context(), tt.dir); err == nil || (tt.begin != nil && !errors.Is(err, tt.begin)) {
				t.Errorf("Begin: %v, %v", w, err)
			}
		})
	}
	t.Run("read-only directory", func(t *testing.T) {
		if n := mustNumber(t, mustOpen(t, readOnly)); n != 1 {
			t.Errorf("content %d", n)
		}
		if privileged {
			t.Skip("running as root")
		}
		if _, err := Begin(t.Context(), readOnly); !errors.Is(err, fs.ErrPermission) {
			t.Errorf("Begin: %v", err)
		}
	})
}
