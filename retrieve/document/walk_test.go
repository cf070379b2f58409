//go:build unix

package document

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

func writeFiles(t *testing.T, dir string, files map[string]string) {
	t.Helper()
	for name, text := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

func TestWalk(t *testing.T) {
	outside, dir := t.TempDir(), t.TempDir()
	writeFiles(t, outside, map[string]string{"secret.txt": "机密"})
	writeFiles(t, dir, map[string]string{
		"b.md": "乙", "a/c.txt": "丙", "a.HTML": "<p>甲", "README": "读", "x.pdf": "%PDF", ".git/config.txt": "x", ".hidden.md": "x", "big.txt": strings.Repeat("x", 2000),
		"big.jsonl": strings.Repeat(`{"text":"x"}`, 200),
	})
	link := func(to, name string) {
		if err := os.Symlink(to, filepath.Join(dir, name)); err != nil {
			t.Skip(err)
		}
	}
	link(filepath.Join(outside, "secret.txt"), "out.txt")
	link("../"+filepath.Base(outside)+"/secret.txt", "out2.txt")
	link("b.md", "in.md")
	link("a", "folder")
	link("nowhere", "gone.txt")
	if err := syscall.Mkfifo(filepath.Join(dir, "pipe.txt"), 0o600); err != nil {
		t.Skip(err)
	}
	opt := Options{MaxBytes: 1000}
	sources, skips, err := Walk(context.Background(), dir, opt)
	if err != nil {
		t.Fatal(err)
	}
	var rels []string
	for _, s := range sources {
		rels = append(rels, s.Rel)
	}
	if got, want := strings.Join(rels, " "), "README a.HTML a/c.txt b.md big.jsonl in.md"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	got := map[string]string{}
	for _, s := range skips {
		got[s.Path] = s.Reason
	}
	for path, want := range map[string]string{
		".git": "hidden", ".hidden.md": "hidden", "x.pdf": "unsupported format .pdf", "big.txt": "too large (0.0 MiB, the limit is 0 MiB)",
		"out.txt": "symlink leaves the root", "out2.txt": "symlink leaves the root", "folder": "symlink to a folder", "gone.txt": "vanished",
		"pipe.txt": "not a regular file",
	} {
		if got[path] != want {
			t.Errorf("%s: got %q, want %q", path, got[path], want)
		}
	}
}

func TestReadFile(t *testing.T) {
	outside, dir := t.TempDir(), t.TempDir()
	writeFiles(t, outside, map[string]string{"secret.txt": "机密"})
	writeFiles(t, dir, map[string]string{"a/b.txt": "文字", "big.txt": strings.Repeat("x", 2000)})
	if err := os.Symlink(filepath.Join(outside, "secret.txt"), filepath.Join(dir, "out.txt")); err != nil {
		t.Skip(err)
	}
	if err := syscall.Mkfifo(filepath.Join(dir, "pipe.txt"), 0o600); err != nil {
		t.Skip(err)
	}
	opt := Options{MaxBytes: 1000}
	data, err := ReadFile(dir, Source{Rel: "a/b.txt"}, opt)
	if err != nil || string(data) != "文字" {
		t.Fatalf("got %q, %v", data, err)
	}
	for rel, want := range map[string]string{
		"none.txt": "vanished", "out.txt": "symlink leaves the root", "big.txt": "too large", "pipe.txt": "not a regular file",
		"a": "not a regular file", "../" + filepath.Base(outside) + "/secret.txt": "symlink leaves the root",
	} {
		_, err := ReadFile(dir, Source{Rel: rel}, opt)
		skip, ok := AsSkip(rel, err)
		if !ok || !errors.Is(err, ErrSkip) || !strings.HasPrefix(skip.Reason, want) {
			t.Errorf("%s: got %v, want %q", rel, err, want)
		}
	}
	if _, ok := AsSkip("x", errors.New("other")); ok {
		t.Error("any error is a skip")
	}
}

func TestWalkOneFile(t *testing.T) {
	dir := t.TempDir()
	writeFiles(t, dir, map[string]string{"a.md": "文字"})
	root := filepath.Join(dir, "a.md")
	sources, _, err := Walk(context.Background(), root, Options{})
	if err != nil || len(sources) != 1 || sources[0].Rel != "a.md" || sources[0].Path != root {
		t.Fatalf("got %+v, %v", sources, err)
	}
	if data, err := ReadFile(root, sources[0], Options{}); err != nil || string(data) != "文字" {
		t.Errorf("got %q, %v", data, err)
	}
	if _, _, err := Walk(context.Background(), filepath.Join(dir, "none"), Options{}); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("missing root: %v", err)
	}
}
