package store

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
)

// Tests that need a process of their own run this binary again with childEnv set
// to "mode directory number".
const childEnv = "STORE_TEST_CHILD"

func TestMain(m *testing.M) {
	if order := os.Getenv(childEnv); order != "" {
		if err := child(strings.SplitN(order, " ", 3)); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(3)
		}
		os.Exit(0)
	}
	// Thousands of syncs take their time on a real disk and prove nothing there
	// (TestPowerCut models them). TMPDIR=/tmp runs everything on the disk.
	if info, err := os.Stat("/dev/shm"); err == nil && info.IsDir() && os.Getenv("TMPDIR") == "" {
		os.Setenv("TMPDIR", "/dev/shm")
	}
	os.Exit(m.Run())
}

func child(order []string) error {
	n, err := strconv.Atoi(order[1])
	if err != nil {
		return err
	}
	mode, dir := order[0], order[2]
	ctx := context.Background()
	switch mode {
	case "kill-at": // the process dies by SIGKILL at step n of publishing content 3
		return commitContent(ctx, dir, 3, func(string, string) error {
			if n--; n == 0 {
				return syscall.Kill(os.Getpid(), syscall.SIGKILL)
			}
			return nil
		})
	case "loop": // publishes n, n+1, … and prints each number once it is published
		fmt.Println("ready")
		for ; ; n++ {
			if err := commitContent(ctx, dir, n, nil); err != nil {
				return err
			}
			fmt.Println(n)
		}
	case "hold": // holds the lock until stdin ends
		w, err := Begin(ctx, dir)
		if err != nil {
			return err
		}
		fmt.Println("held")
		io.Copy(io.Discard, os.Stdin)
		return w.Close()
	case "big": // n = 1: survives SIGXFSZ and sees the failing write
		if n == 1 {
			signal.Ignore(syscall.SIGXFSZ)
		}
		return commitBig(ctx, dir)
	}
	return fmt.Errorf("unknown mode %q", mode)
}

func command(t *testing.T, mode string, n int, dir string) *exec.Cmd {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), fmt.Sprintf("%s=%s %d %s", childEnv, mode, n, dir))
	return cmd
}

// content is the set of files of generation n.
func content(n int) map[string][]byte {
	r := rand.NewChaCha8([32]byte{byte(n), byte(n >> 8), byte(n >> 16)})
	data := func(size int) []byte {
		b := make([]byte, size)
		r.Read(b)
		return b
	}
	return map[string][]byte{
		"documents.bin":                  data(3000),
		"vectors.bin":                    data(20_000),
		"empty":                          {},
		"lexical/store/root.bolt":        data(4096),
		"lexical/store/000000000001.zap": data(9000 + n%100),
	}
}

// fill writes content n, one half of it through Create, the other through Path.
func fill(w *Writer, n int) error {
	files := content(n)
	for i, name := range sortedNames(files) {
		if i%2 == 0 {
			f, err := w.Create(name)
			if err != nil {
				return err
			}
			if _, err := f.Write(files[name]); err != nil {
				return err
			}
			if err := f.Close(); err != nil {
				return err
			}
		} else if err := os.WriteFile(w.Path(name), files[name], 0o600); err != nil {
			return err
		}
	}
	return nil
}

func sortedNames(files map[string][]byte) []string {
	var names []string
	for name := range files {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

func metaOf(n int) Meta {
	return Meta{Embedder: "hash-256", Values: map[string]string{"n": strconv.Itoa(n)}}
}

func commitContent(ctx context.Context, dir string, n int, hook func(step, path string) error) error {
	w, err := begin(ctx, dir, hook)
	if err != nil {
		return err
	}
	defer w.Close()
	if err := fill(w, n); err != nil {
		return err
	}
	g, err := w.Commit(ctx, metaOf(n))
	if err != nil {
		return err
	}
	return g.Close()
}

func commitBig(ctx context.Context, dir string) error {
	w, err := Begin(ctx, dir)
	if err != nil {
		return err
	}
	defer w.Close()
	f, err := w.Create("big")
	if err != nil {
		return err
	}
	f.Write(make([]byte, 8<<20)) // the error is ignored on purpose: Commit must know
	f.Close()
	g, err := w.Commit(ctx, Meta{})
	if err != nil {
		return err
	}
	return g.Close()
}

func mustCommit(t *testing.T, dir string, numbers ...int) {
	t.Helper()
	for _, n := range numbers {
		if err := commitContent(t.Context(), dir, n, nil); err != nil {
			t.Fatalf("commit %d: %v", n, err)
		}
	}
}

func mustOpen(t *testing.T, dir string) *Generation {
	t.Helper()
	g, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { g.Close() })
	return g
}

// number tells which content g holds, after comparing all of it by Map and by
// path.
func number(g *Generation) (int, error) {
	n, err := strconv.Atoi(g.Meta().Values["n"])
	if err != nil {
		return 0, err
	}
	want := content(n)
	if got := len(g.Files()); got != len(want) {
		return 0, fmt.Errorf("generation of %d has %d files, want %d", n, got, len(want))
	}
	for name, data := range want {
		mapped, err := g.Map(name)
		if err != nil {
			return 0, err
		}
		read, err := os.ReadFile(filepath.Join(g.Dir(), name))
		if err != nil {
			return 0, err
		}
		if !bytes.Equal(mapped, data) || !bytes.Equal(read, data) {
			return 0, fmt.Errorf("%s of %d has other content", name, n)
		}
	}
	return n, nil
}

func mustNumber(t *testing.T, g *Generation) int {
	t.Helper()
	n, err := number(g)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// checkTidy fails when dir holds anything but the lock, CURRENT and at most two
// generations.
func checkTidy(t *testing.T, dir string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	generations := 0
	for _, e := range entries {
		switch {
		case strings.HasPrefix(e.Name(), genPrefix):
			generations++
		case e.Name() != lockName && e.Name() != currentName:
			t.Errorf("%s left in the index", e.Name())
		}
	}
	if generations > 2 {
		t.Errorf("%d generations left", generations)
	}
}
