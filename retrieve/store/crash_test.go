package store

import (
	"bufio"
	"bytes"
	"errors"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// scenario is what a directory holds before content 3 is written to it.
var scenarios = []struct {
	name   string
	before []int
}{
	{"first generation", nil},
	{"third generation", []int{1, 2}}, // publishing it removes the first
}

// steps records every step of publishing content 3.
func steps(t *testing.T, before []int) []string {
	t.Helper()
	dir := t.TempDir()
	mustCommit(t, dir, before...)
	var names []string
	err := commitContent(t.Context(), dir, 3, func(step, path string) error {
		names = append(names, step+" "+filepath.Base(path))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

// checkOldOrNew checks the index after a failed or killed attempt to publish
// content 3, then that the next writer succeeds and leaves nothing behind.
func checkOldOrNew(t *testing.T, dir string, before []int) {
	t.Helper()
	g, err := Open(dir)
	switch {
	case err == nil:
		if n := mustNumber(t, g); n != 3 && (len(before) == 0 || n != before[len(before)-1]) {
			t.Errorf("content %d", n)
		}
		if len(g.Warnings()) > 0 && len(before) > 0 {
			t.Error(g.Warnings())
		}
		g.Close()
	case len(before) > 0 || !errors.Is(err, ErrNoGeneration):
		t.Error(err)
	}
	mustCommit(t, dir, 4)
	checkTidy(t, dir)
	if g := mustOpen(t, dir); len(g.Warnings()) > 0 || mustNumber(t, g) != 4 {
		t.Error("next generation is not whole", g.Warnings())
	}
}

func TestKilledAtEveryStep(t *testing.T) {
	for _, s := range scenarios {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			all := steps(t, s.before)
			if len(all) < 20 {
				t.Fatalf("only %d steps", len(all))
			}
			for k := 1; k <= len(all); k++ {
				dir := t.TempDir()
				mustCommit(t, dir, s.before...)
				err := command(t, "kill-at", k, dir).Run()
				if !killed(err) {
					t.Fatalf("step %d, %s: child ended with %v", k, all[k-1], err)
				}
				checkOldOrNew(t, dir, s.before)
				if t.Failed() {
					t.Fatalf("killed at step %d: %s", k, all[k-1])
				}
			}
			t.Logf("%d steps", len(all))
		})
	}
}

func killed(err error) bool {
	var exit *exec.ExitError
	if !errors.As(err, &exit) {
		return false
	}
	status, ok := exit.Sys().(syscall.WaitStatus)
	return ok && status.Signaled() && status.Signal() == syscall.SIGKILL
}

func TestFailureAtEveryStep(t *testing.T) {
	boom := errors.New("boom")
	for _, s := range scenarios {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			for k, name := range steps(t, s.before) {
				dir := t.TempDir()
				mustCommit(t, dir, s.before...)
				err := commitContent(t.Context(), dir, 3, func(string, string) error {
					if k--; k == -1 {
						return boom
					}
					return nil
				})
				cleaning := strings.HasPrefix(name, "generation discarded") || strings.HasPrefix(name, "generation removed")
				if errors.Is(err, boom) == cleaning { // cleaning up after publication only warns
					t.Errorf("got %v", err)
				}
				if left, _ := list(dir, tempPrefix); len(left) > 0 {
					t.Error("temporary generation left")
				}
				checkOldOrNew(t, dir, s.before)
				if t.Failed() {
					t.Fatalf("failed at step %s", name)
				}
			}
		})
	}
}

// TestKilledAtRandom kills processes that publish in a loop. What one reported as
// published, or what it was publishing, must be there.
func TestKilledAtRandom(t *testing.T) {
	rounds := 200
	if testing.Short() {
		rounds = 60
	}
	const lanes = 4
	for range lanes {
		t.Run("", func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			mustCommit(t, dir, 0)
			last, advanced := 0, 0
			for range rounds / lanes {
				n := killOnce(t, dir, last)
				if n > last {
					advanced++
				}
				last = n
			}
			t.Logf("%d kills, %d of them after a publication, %d generations", rounds/lanes, advanced, last)
		})
	}
}

// killOnce starts a writer after content last, kills it, and returns the content
// that is published then.
func killOnce(t *testing.T, dir string, last int) int {
	t.Helper()
	cmd := command(t, "loop", last+1, dir)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	lines.Scan() // "ready"
	time.Sleep(rand.N(25 * time.Millisecond))
	cmd.Process.Kill()
	said := last
	for lines.Scan() {
		if said, err = strconv.Atoi(lines.Text()); err != nil {
			t.Fatal(err)
		}
	}
	if err := cmd.Wait(); !killed(err) {
		t.Fatalf("child ended with %v", err)
	}
	g, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer g.Close()
	n := mustNumber(t, g)
	if n != said && n != said+1 {
		t.Fatalf("content %d after %d was published", n, said)
	}
	if len(g.Warnings()) > 0 {
		t.Fatal(g.Warnings())
	}
	w, err := Begin(t.Context(), dir) // the lock died with the process
	if err != nil {
		t.Fatal(err)
	}
	w.Close()
	checkTidy(t, dir)
	return n
}

// TestFull runs a writer under a file size limit: once so that it dies of the
// signal, once so that it sees the failing write.
func TestFull(t *testing.T) {
	t.Parallel()
	for survives, name := range []string{"signal", "error"} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			mustCommit(t, dir, 1)
			cmd := exec.Command("sh", "-c", `ulimit -f 2048; exec "$0"`, os.Args[0])
			cmd.Env = command(t, "big", survives, dir).Env
			var stderr bytes.Buffer
			cmd.Stderr = &stderr
			if err := cmd.Run(); err == nil {
				t.Fatal("succeeded")
			}
			if survives == 1 && !strings.Contains(stderr.String(), "file too large") {
				t.Errorf("stderr: %s", stderr.String())
			}
			if g := mustOpen(t, dir); mustNumber(t, g) != 1 || len(g.Warnings()) > 0 {
				t.Error("old generation is not intact", g.Warnings())
			}
			w, err := Begin(t.Context(), dir)
			if err != nil {
				t.Fatal(err)
			}
			w.Close()
			checkTidy(t, dir)
			mustCommit(t, dir, 2)
		})
	}
}
