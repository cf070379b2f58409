package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestRoots(t *testing.T) {
	dir := t.TempDir()
	index := filepath.Join(dir, "idx")
	notes, more := filepath.Join(dir, "notes"), filepath.Join(dir, "more")
	for _, d := range []string{index, notes, more} {
		if err := os.Mkdir(d, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	r := loadRoots(index)
	choose := func(docs, extra []string, forget bool, want ...string) {
		t.Helper()
		got, err := r.choose(docs, extra, forget)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("roots (-want +got):\n%s", diff)
		}
	}
	choose([]string{notes}, []string{more, filepath.Join(notes, "a.md")}, false, notes, more)
	if err := r.save(index); err != nil {
		t.Fatal(err)
	}
	r = loadRoots(index)
	choose(nil, nil, false, notes, more)
	choose([]string{notes}, nil, false, notes, more)
	choose([]string{notes}, nil, true, notes)
	r = loadRoots(index)
	if err := os.Remove(more); err != nil {
		t.Fatal(err)
	}
	choose(nil, nil, false, notes)

	path := filepath.Join(index, rootsFile)
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	data[len(data)-3] ^= 1
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	if got := loadRoots(index); len(got.Docs) > 0 {
		t.Errorf("a damaged file was believed: %v", got)
	}
}
