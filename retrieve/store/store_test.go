package store

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestRoundTrip(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "index")
	created := time.Date(2026, 2, 3, 4, 5, 6, 7, time.FixedZone("CST", 8*3600))
	w, err := Begin(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := fill(w, 1); err != nil {
		t.Fatal(err)
	}
	meta := metaOf(1)
	meta.Created = created
	written, err := w.Commit(t.Context(), meta)
	if err != nil {
		t.Fatal(err)
	}
	defer written.Close()
	meta.Values["n"] = "changed after Commit"

	g := mustOpen(t, dir)
	if g.ID() != written.ID() || g.Dir() != written.Dir() {
		t.Errorf("opened %s in %s, committed %s in %s", g.ID(), g.Dir(), written.ID(), written.Dir())
	}
	want := Meta{Format: FormatVersion, Embedder: "hash-256", Created: created.UTC(), Values: map[string]string{"n": "1"}}
	if diff := cmp.Diff(want, g.Meta()); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(want, written.Meta()); diff != "" {
		t.Error(diff)
	}
	if len(g.Warnings()) > 0 {
		t.Error(g.Warnings())
	}
	for _, g := range []*Generation{g, written} {
		if n := mustNumber(t, g); n != 1 {
			t.Errorf("content %d", n)
		}
		if err := g.Verify(t.Context()); err != nil {
			t.Error(err)
		}
	}
	checkTidy(t, dir)
	if info, _ := os.Stat(dir); info.Mode().Perm() != 0o700 {
		t.Errorf("directory mode %v", info.Mode())
	}
	if info, _ := os.Stat(filepath.Join(g.Dir(), "vectors.bin")); info.Mode().Perm() != 0o400 {
		t.Errorf("file mode %v", info.Mode())
	}
}

func TestGenerationUse(t *testing.T) {
	dir := t.TempDir()
	mustCommit(t, dir, 1)
	g := mustOpen(t, dir)
	one, err := g.Map("vectors.bin")
	if err != nil {
		t.Fatal(err)
	}
	two, _ := g.Map("vectors.bin")
	if &one[0] != &two[0] {
		t.Error("mapped twice")
	}
	for _, name := range []string{"", "missing", "../CURRENT", manifestName, "lexical"} {
		if _, err := g.Map(name); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("Map(%q): %v", name, err)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := g.Verify(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("Verify with a cancelled context: %v", err)
	}
	for range 2 {
		if err := g.Close(); err != nil {
			t.Error(err)
		}
	}
	if _, err := g.Map("vectors.bin"); !errors.Is(err, ErrClosed) {
		t.Errorf("Map after Close: %v", err)
	}
}

func TestNames(t *testing.T) {
	bad := []string{
		"", ".", "..", "/etc/passwd", "../x", "a/../../x", "a/..", "a//b", "a/", "./a",
		`a\b`, "a\x00b", "a\xffb", manifestName, "Manifest.JSON",
	}
	dir := t.TempDir()
	for _, name := range bad {
		w, err := Begin(t.Context(), dir)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Create(name); !errors.Is(err, ErrInvalidName) {
			t.Errorf("Create(%q): %v", name, err)
		}
		if got := w.Path(name); got != "" {
			t.Errorf("Path(%q) = %q", name, got)
		}
		if _, err := w.Commit(t.Context(), Meta{}); !errors.Is(err, ErrInvalidName) {
			t.Errorf("Commit after Path(%q): %v", name, err)
		}
	}
	w, err := Begin(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	for _, name := range []string{"a", "深/圳.bin", "lexical/manifest.json", "..a/b.."} {
		f, err := w.Create(name)
		if err != nil {
			t.Errorf("Create(%q): %v", name, err)
			continue
		}
		f.Close()
	}
	if _, err := w.Create("a"); !errors.Is(err, fs.ErrExist) {
		t.Errorf("Create of an existing name: %v", err)
	}
}

func TestCommitRefuses(t *testing.T) {
	ctx := t.Context()
	cancelled, cancel := context.WithCancel(ctx)
	cancel()
	tests := []struct {
		name    string
		ctx     context.Context
		meta    Meta
		prepare func(w *Writer)
		want    string
	}{
		{"open file", ctx, Meta{}, func(w *Writer) { w.Create("left/open") }, "not closed: left/open"},
		{"symlink", ctx, Meta{}, func(w *Writer) { os.Symlink("/etc/hosts", w.Path("s")) }, "not a regular file"},
		{"cancelled", cancelled, Meta{}, func(*Writer) {}, "context canceled"},
		{"own manifest", ctx, Meta{}, func(w *Writer) {
			os.WriteFile(filepath.Join(filepath.Dir(w.Path("x")), manifestName), nil, 0o600)
		}, "invalid file name"},
		{"not UTF-8", ctx, Meta{Values: map[string]string{"k": "\xff"}}, func(*Writer) {}, "UTF-8"},
		{"file in the way of a folder", ctx, Meta{}, func(w *Writer) {
			os.WriteFile(w.Path("a"), nil, 0o600)
			w.Path("a/b")
		}, "not a directory"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			dir := t.TempDir()
			mustCommit(t, dir, 1)
			w, err := Begin(ctx, dir)
			if err != nil {
				t.Fatal(err)
			}
			tt.prepare(w)
			if _, err := w.Commit(tt.ctx, tt.meta); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Fatalf("got %v, want %q", err, tt.want)
			}
			checkTidy(t, dir)
			if n := mustNumber(t, mustOpen(t, dir)); n != 1 {
				t.Errorf("content %d", n)
			}
			mustCommit(t, dir, 2)
		})
	}
}

func TestWriterEnds(t *testing.T) {
	dir := t.TempDir()
	w, err := Begin(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	f, err := w.Create("x")
	if err != nil {
		t.Fatal(err)
	}
	f.Close()
	if _, err := f.Write([]byte("x")); !errors.Is(err, ErrClosed) {
		t.Errorf("Write after Close: %v", err)
	}
	for range 2 {
		if err := errors.Join(w.Abort(), w.Close()); err != nil {
			t.Error(err)
		}
	}
	checkTidy(t, dir)
	if _, err := w.Commit(t.Context(), Meta{}); !errors.Is(err, ErrClosed) {
		t.Errorf("Commit after Abort: %v", err)
	}
	if _, err := w.Create("y"); !errors.Is(err, ErrClosed) {
		t.Errorf("Create after Abort: %v", err)
	}
	if path := w.Path("y"); path != "" {
		t.Errorf("Path after Abort: %q", path)
	}
	if _, err := Open(dir); !errors.Is(err, ErrNoGeneration) {
		t.Errorf("Open after Abort: %v", err)
	}

	w, err = Begin(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	g, err := w.Commit(t.Context(), Meta{}) // an empty generation is one too
	if err != nil {
		t.Fatal(err)
	}
	defer g.Close()
	if err := w.Abort(); err != nil {
		t.Errorf("Abort after Commit: %v", err)
	}
	if got := mustOpen(t, dir); got.ID() != g.ID() {
		t.Errorf("Abort took the generation away: %s", got.ID())
	}
}

func TestLinkAndCopy(t *testing.T) {
	dir := t.TempDir()
	mustCommit(t, dir, 1)
	old := mustOpen(t, dir)
	const zap, bolt = "lexical/store/000000000001.zap", "lexical/store/root.bolt"

	w, err := Begin(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	if err := errors.Join(w.Link(old, zap), w.Link(old, "empty"), w.Copy(old, bolt)); err != nil {
		t.Fatal(err)
	}
	if err := w.Link(old, "missing"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("Link of a missing file: %v", err)
	}
	if err := w.Link(old, zap); !errors.Is(err, fs.ErrExist) {
		t.Errorf("second Link: %v", err)
	}
	if err := os.WriteFile(w.Path(bolt), []byte("changed"), 0o600); err != nil {
		t.Fatal(err)
	}
	g, err := w.Commit(t.Context(), Meta{})
	if err != nil {
		t.Fatal(err)
	}
	defer g.Close()
	a, _ := os.Stat(filepath.Join(old.Dir(), zap))
	b, _ := os.Stat(filepath.Join(g.Dir(), zap))
	if !os.SameFile(a, b) {
		t.Error("not a hard link")
	}
	if data, _ := g.Map(bolt); string(data) != "changed" {
		t.Errorf("copied file: %q", data)
	}
	if n := mustNumber(t, old); n != 1 {
		t.Errorf("older generation changed: %d", n)
	}
}

func TestDamageIsNotTakenOver(t *testing.T) {
	take := map[string]func(*Writer, *Generation) error{
		"link": func(w *Writer, g *Generation) error { return w.Link(g, "vectors.bin") },
		"copy": func(w *Writer, g *Generation) error { return w.Copy(g, "vectors.bin") },
	}
	for name, do := range take {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			mustCommit(t, dir, 1)
			old := mustOpen(t, dir)
			w, err := Begin(t.Context(), dir)
			if err != nil {
				t.Fatal(err)
			}
			defer w.Close()
			flip(t, filepath.Join(old.Dir(), "vectors.bin"), 1234)
			err = do(w, old)
			if err == nil {
				_, err = w.Commit(t.Context(), Meta{})
			}
			if err == nil || !strings.Contains(err.Error(), "differs") {
				t.Errorf("damaged file taken over: %v", err)
			}
		})
	}
}

func TestKeepsTwo(t *testing.T) {
	dir := t.TempDir()
	mustCommit(t, dir, 1)
	first := mustOpen(t, dir)
	mapped, err := first.Map("vectors.bin")
	if err != nil {
		t.Fatal(err)
	}
	mustCommit(t, dir, 2, 3, 4, 5)
	if n := mustNumber(t, first); n != 1 {
		t.Errorf("content %d", n)
	}
	if ids, _ := list(dir, genPrefix); len(ids) != 3 {
		t.Errorf("%d generations, want the newest two and the one that is open", len(ids))
	}
	if err := os.RemoveAll(first.Dir()); err != nil { // someone without manners
		t.Fatal(err)
	}
	if !bytes.Equal(mapped, content(1)["vectors.bin"]) {
		t.Error("map changed with its file removed")
	}
	second := mustOpen(t, dir)
	mustCommit(t, dir, 6, 7, 8)
	second.Close()
	mustCommit(t, dir, 9)
	checkTidy(t, dir)
	if n := mustNumber(t, mustOpen(t, dir)); n != 9 {
		t.Errorf("content %d", n)
	}
}
