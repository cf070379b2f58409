package store

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// rewrite replaces the bytes of a file in place, whatever its mode.
func rewrite(t *testing.T, path string, data []byte) {
	t.Helper()
	if err := os.Chmod(path, 0o600); err != nil {
		t.Fatal(err)
	}
	f, err := os.OpenFile(path, os.O_WRONLY, 0) // not emptied first: ext4 flushes such files
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if _, err := f.WriteAt(data, 0); err != nil {
		t.Fatal(err)
	}
	if err := f.Truncate(int64(len(data))); err != nil {
		t.Fatal(err)
	}
}

func flip(t *testing.T, path string, bit int) {
	t.Helper()
	data := read(t, path)
	data[bit/8] ^= 1 << (bit % 8)
	rewrite(t, path, data)
}

func read(t *testing.T, path string) []byte {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// kinds lists one path of every kind of file, with the content Open must come
// back with when that file is damaged.
func kinds(t *testing.T, dir string) map[string]int {
	t.Helper()
	g := mustOpen(t, dir)
	defer g.Close()
	paths := map[string]int{filepath.Join(dir, currentName): 2, filepath.Join(g.Dir(), manifestName): 1}
	for _, f := range g.Files() {
		if f.Size > 0 {
			paths[filepath.Join(g.Dir(), f.Name)] = 1
		}
	}
	return paths
}

// expect opens dir and checks that content n is served, with a warning.
func expect(t *testing.T, dir string, n int, what string) {
	t.Helper()
	g, err := Open(dir)
	if err != nil {
		t.Fatalf("%s: %v", what, err)
	}
	defer g.Close()
	if len(g.Warnings()) == 0 {
		t.Fatalf("%s: accepted silently", what)
	}
	if got := mustNumber(t, g); got != n {
		t.Fatalf("%s: content %d, want %d", what, got, n)
	}
}

func TestFlippedBitsAndTruncation(t *testing.T) {
	dir := t.TempDir()
	mustCommit(t, dir, 1, 2)
	for path := range kinds(t, dir) {
		t.Run(filepath.Base(path), func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			mustCommit(t, dir, 1, 2)
			for path, n := range kinds(t, dir) {
				if filepath.Base(path) == filepath.Base(t.Name()) {
					damageAtRandom(t, dir, path, n)
				}
			}
		})
	}
}

// damageAtRandom flips bits of one file and cuts it short; each time content n
// must be served, with a warning.
func damageAtRandom(t *testing.T, dir, path string, n int) {
	t.Helper()
	good := read(t, path)
	for range 400 {
		bit := rand.IntN(len(good) * 8)
		flip(t, path, bit)
		expect(t, dir, n, fmt.Sprintf("bit %d flipped", bit))
		rewrite(t, path, good)
	}
	for range 100 {
		size := rand.IntN(len(good))
		rewrite(t, path, good[:size])
		expect(t, dir, n, fmt.Sprintf("cut to %d", size))
		rewrite(t, path, good)
	}
	if g := mustOpen(t, dir); len(g.Warnings()) > 0 || mustNumber(t, g) != 2 {
		t.Error("mended index is not whole again", g.Warnings())
	}
}

func TestEveryByteOfManifestAndCurrent(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	mustCommit(t, dir, 1)
	g := mustOpen(t, dir)
	good := read(t, filepath.Join(g.Dir(), manifestName))
	for bit := range len(good) * 8 {
		bad := append([]byte{}, good...)
		bad[bit/8] ^= 1 << (bit % 8)
		if _, err := decodeManifest(bad, g.ID()); err == nil {
			t.Fatalf("bit %d of the manifest accepted", bit)
		}
	}
	if _, err := decodeManifest(append(good, '\n'), g.ID()); err == nil {
		t.Error("lengthened manifest accepted")
	}
	path := filepath.Join(dir, currentName)
	good = read(t, path)
	for bit := range len(good) * 8 {
		bad := append([]byte{}, good...)
		bad[bit/8] ^= 1 << (bit % 8)
		rewrite(t, path, bad)
		if _, _, err := readCurrent(dir); err == nil {
			t.Fatalf("bit %d of CURRENT accepted", bit)
		}
	}
}

func TestDamageKinds(t *testing.T) {
	t.Parallel()
	const vectors, documents, bolt = "vectors.bin", "documents.bin", "lexical/store/root.bolt"
	tests := []struct {
		name   string
		want   int
		damage func(t *testing.T, dir, gen string)
	}{
		{"file deleted", 1, func(t *testing.T, _, gen string) { os.Remove(filepath.Join(gen, vectors)) }},
		{"empty file deleted", 1, func(t *testing.T, _, gen string) { os.Remove(filepath.Join(gen, "empty")) }},
		{"empty file grown", 1, func(t *testing.T, _, gen string) { rewrite(t, filepath.Join(gen, "empty"), []byte("x")) }},
		{"file grown", 1, func(t *testing.T, _, gen string) {
			rewrite(t, filepath.Join(gen, bolt), append(read(t, filepath.Join(gen, bolt)), 0))
		}},
		{"folder deleted", 1, func(t *testing.T, _, gen string) { os.RemoveAll(filepath.Join(gen, "lexical")) }},
		{"zero-filled", 1, func(t *testing.T, _, gen string) {
			rewrite(t, filepath.Join(gen, vectors), make([]byte, len(read(t, filepath.Join(gen, vectors)))))
		}},
		{"one file copied over another", 1, func(t *testing.T, _, gen string) {
			rewrite(t, filepath.Join(gen, documents), read(t, filepath.Join(gen, vectors)))
		}},
		{"two files swapped", 1, func(t *testing.T, _, gen string) { swap(t, filepath.Join(gen, vectors), filepath.Join(gen, bolt)) }},
		{"file replaced by a folder", 1, func(t *testing.T, _, gen string) {
			os.Remove(filepath.Join(gen, vectors))
			os.Mkdir(filepath.Join(gen, vectors), 0o700)
		}},
		{"file replaced by a symlink", 1, func(t *testing.T, _, gen string) {
			os.Rename(filepath.Join(gen, vectors), filepath.Join(gen, "away"))
			os.Symlink("away", filepath.Join(gen, vectors))
		}},
		{"file replaced by a pipe", 1, func(t *testing.T, _, gen string) {
			os.Remove(filepath.Join(gen, vectors))
			if err := syscall.Mkfifo(filepath.Join(gen, vectors), 0o600); err != nil {
				t.Fatal(err)
			}
		}},
		{"manifest deleted", 1, func(t *testing.T, _, gen string) { os.Remove(filepath.Join(gen, manifestName)) }},
		{"manifest empty", 1, func(t *testing.T, _, gen string) { rewrite(t, filepath.Join(gen, manifestName), nil) }},
		{"manifest of the other generation", 1, func(t *testing.T, dir, gen string) {
			rewrite(t, filepath.Join(gen, manifestName), read(t, filepath.Join(other(t, dir, gen), manifestName)))
		}},
		{"same file of the other generation", 1, func(t *testing.T, dir, gen string) {
			rewrite(t, filepath.Join(gen, vectors), read(t, filepath.Join(other(t, dir, gen), vectors)))
		}},
		{"published generation deleted", 1, func(t *testing.T, _, gen string) { os.RemoveAll(gen) }},
		{"published generation emptied", 1, func(t *testing.T, _, gen string) { os.RemoveAll(gen); os.Mkdir(gen, 0o700) }},
		{"CURRENT empty", 2, func(t *testing.T, dir, _ string) { rewrite(t, filepath.Join(dir, currentName), nil) }},
		{"CURRENT deleted", 2, func(t *testing.T, dir, _ string) { os.Remove(filepath.Join(dir, currentName)) }},
		{"CURRENT points nowhere", 2, func(t *testing.T, dir, _ string) {
			rewrite(t, filepath.Join(dir, currentName), encodeCurrent("0123456789abcdef"))
		}},
		{"CURRENT points outside", 2, func(t *testing.T, dir, _ string) {
			rewrite(t, filepath.Join(dir, currentName), encodeCurrent("../../../../xxxx"))
		}},
		{"CURRENT is a folder", 2, func(t *testing.T, dir, _ string) {
			os.Remove(filepath.Join(dir, currentName))
			os.Mkdir(filepath.Join(dir, currentName), 0o700)
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			dir := t.TempDir()
			mustCommit(t, dir, 1, 2)
			g := mustOpen(t, dir)
			g.Close()
			tt.damage(t, dir, g.Dir())
			expect(t, dir, tt.want, tt.name)
			if tt.name == "CURRENT is a folder" {
				return // only people can mend that
			}
			mustCommit(t, dir, 3)
			checkTidy(t, dir)
			if g := mustOpen(t, dir); len(g.Warnings()) > 0 || mustNumber(t, g) != 3 {
				t.Error("not whole after the next commit", g.Warnings())
			}
			if !keeps(t, dir, tt.want) {
				t.Error("the valid older generation was not kept")
			}
		})
	}
}

// keeps tells whether content n is among the valid generations of dir.
func keeps(t *testing.T, dir string, n int) bool {
	t.Helper()
	ids, err := list(dir, genPrefix)
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range ids {
		g, err := load(dir, id)
		if err != nil {
			continue
		}
		got, err := number(g)
		g.Close()
		if err == nil && got == n {
			return true
		}
	}
	return false
}

func other(t *testing.T, dir, gen string) string {
	t.Helper()
	ids, err := list(dir, genPrefix)
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range ids {
		if path := filepath.Join(dir, genPrefix+id); path != gen {
			return path
		}
	}
	t.Fatal("no other generation")
	return ""
}

func swap(t *testing.T, a, b string) {
	t.Helper()
	first, second := read(t, a), read(t, b)
	rewrite(t, a, second)
	rewrite(t, b, first)
}

func TestNothingValid(t *testing.T) {
	dir := t.TempDir()
	mustCommit(t, dir, 1, 2)
	ids, _ := list(dir, genPrefix)
	for _, id := range ids {
		flip(t, filepath.Join(dir, genPrefix+id, "vectors.bin"), 99)
	}
	_, err := Open(dir)
	var damaged *DamagedError
	if !errors.As(err, &damaged) || len(damaged.Reasons) != 2 || errors.Is(err, ErrNoGeneration) {
		t.Fatalf("got %v", err)
	}
	for _, id := range ids {
		if !strings.Contains(err.Error(), id) {
			t.Errorf("%v does not name %s", err, id)
		}
	}
	mustCommit(t, dir, 3)
	checkTidy(t, dir)
	if n := mustNumber(t, mustOpen(t, dir)); n != 3 {
		t.Errorf("content %d", n)
	}
}

// A linked file is one file: its damage hits both generations, and both say so.
func TestLinkedFileDamaged(t *testing.T) {
	dir := t.TempDir()
	mustCommit(t, dir, 1)
	old := mustOpen(t, dir)
	w, err := Begin(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Link(old, "vectors.bin"); err != nil {
		t.Fatal(err)
	}
	g, err := w.Commit(t.Context(), Meta{})
	if err != nil {
		t.Fatal(err)
	}
	g.Close()
	flip(t, filepath.Join(g.Dir(), "vectors.bin"), 5)
	if _, err := Open(dir); !errors.As(err, new(*DamagedError)) {
		t.Errorf("got %v", err)
	}
	if err := g.Verify(t.Context()); err == nil {
		t.Error("Verify accepted it")
	}
}

func TestOtherFormat(t *testing.T) {
	dir := t.TempDir()
	m := &manifest{Sequence: 1, Meta: Meta{Format: FormatVersion + 1}}
	data, id, err := m.encode()
	if err != nil {
		t.Fatal(err)
	}
	gen := filepath.Join(dir, genPrefix+id)
	if err := os.Mkdir(gen, 0o700); err != nil {
		t.Fatal(err)
	}
	for path, data := range map[string][]byte{
		filepath.Join(gen, manifestName): data,
		filepath.Join(dir, currentName):  encodeCurrent(id),
	} {
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := Open(dir); !errors.Is(err, ErrFormat) {
		t.Errorf("got %v", err)
	}
	mustCommit(t, dir, 1)
	if n := mustNumber(t, mustOpen(t, dir)); n != 1 {
		t.Errorf("content %d", n)
	}
}
