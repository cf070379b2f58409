package store

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"sync"
	"testing"
	"time"
)

// TestReadersDuringWrites runs a process that publishes in a loop against four
// readers, some of them slow, for some seconds.
func TestReadersDuringWrites(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	mustCommit(t, dir, 1)
	cmd := command(t, "loop", 2, dir)
	cmd.Stderr = os.Stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Second)
	defer cancel()
	var wg sync.WaitGroup
	results := make([]error, 4)
	opened := make([]int, 4)
	last := make([]int, 4)
	for i := range results {
		wg.Go(func() {
			for ctx.Err() == nil && results[i] == nil {
				last[i], results[i] = readOnce(dir, last[i], time.Duration(i)*10*time.Millisecond)
				opened[i]++
			}
		})
	}
	wg.Wait()
	cmd.Process.Kill()
	if err := cmd.Wait(); !killed(err) {
		t.Errorf("writer ended with %v", err)
	}
	if err := errors.Join(results...); err != nil {
		t.Error(err)
	}
	if last[0] < 10 {
		t.Errorf("writer published only %d generations", last[0])
	}
	t.Logf("%d generations published, opened %v times", last[0], opened)
}

// readOnce opens, waits as a slow reader does, and checks all content.
func readOnce(dir string, last int, wait time.Duration) (n int, err error) {
	g, err := Open(dir)
	if err != nil {
		return last, err
	}
	defer func() { err = errors.Join(err, g.Close()) }()
	if len(g.Warnings()) > 0 {
		return last, fmt.Errorf("warnings: %q", g.Warnings())
	}
	if wait > 0 {
		time.Sleep(rand.N(wait))
	}
	n, err = number(g)
	if err == nil && n < last {
		err = fmt.Errorf("content %d after %d", n, last)
	}
	return n, err
}

// TestManyWriters lets writers of one process compete: each either publishes or
// is told who holds the lock.
func TestManyWriters(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	var wg sync.WaitGroup
	results := make([]error, 8)
	for i := range results {
		wg.Go(func() {
			for range 5 {
				err := commitContent(t.Context(), dir, i, nil)
				if err != nil && !errors.Is(err, ErrLocked) {
					results[i] = err
					return
				}
			}
		})
	}
	wg.Wait()
	if err := errors.Join(results...); err != nil {
		t.Error(err)
	}
	checkTidy(t, dir)
	mustNumber(t, mustOpen(t, dir))
}

func TestOneGenerationManyGoroutines(t *testing.T) {
	dir := t.TempDir()
	mustCommit(t, dir, 1)
	g := mustOpen(t, dir)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			if n, err := number(g); n != 1 || err != nil {
				t.Errorf("content %d, %v", n, err)
			}
		})
	}
	wg.Wait()
}

// TestFlat checks that 100 cycles leave no open file behind.
func TestFlat(t *testing.T) {
	// not parallel: it counts the open files of the process
	count := func() int {
		entries, err := os.ReadDir("/proc/self/fd")
		if err != nil {
			t.Skip("no /proc/self/fd")
		}
		return len(entries)
	}
	dir := t.TempDir()
	cycle := func(n int) {
		mustCommit(t, dir, n)
		g, err := Open(dir)
		if err != nil {
			t.Fatal(err)
		}
		mustNumber(t, g)
		g.Close()
	}
	cycle(0)
	before := count()
	for n := range 100 {
		cycle(n)
	}
	if after := count(); after > before {
		t.Errorf("%d files open, %d before", after, before)
	}
	checkTidy(t, dir)
}
