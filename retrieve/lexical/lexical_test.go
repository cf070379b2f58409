package lexical

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// passages are terms by key.
type passages map[uint32]Terms

// words makes the terms of a passage out of words in a row.
func words(s string) Terms {
	w, b := map[string]int{}, map[string]int{}
	for _, f := range strings.Fields(s) {
		w[f]++
		b["b"+f]++
	}
	return Terms{Words: w, Bigrams: b}
}

func build(t *testing.T, ps passages) string { t.Helper(); return buildOf(t, ps, 10) }

// buildOf announces passages of some number of terms.
func buildOf(t *testing.T, ps passages, passageTerms int) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "lexical")
	b, err := NewBuilder(dir, filepath.Join(filepath.Dir(dir), "scratch"), passageTerms)
	if err != nil {
		t.Fatal(err)
	}
	for _, key := range slices.Sorted(maps.Keys(ps)) {
		if err := b.Add(key, ps[key]); err != nil {
			t.Fatal(err)
		}
	}
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(filepath.Dir(dir), "scratch")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("scratch stays: %v", err)
	}
	return dir
}

// ordinals numbers the passages in order of their keys.
func (ps passages) ordinals() map[uint32]uint32 {
	out := map[uint32]uint32{}
	for i, key := range slices.Sorted(maps.Keys(ps)) {
		out[key] = uint32(i)
	}
	return out
}

// mean is the mean length of a field.
func (ps passages) mean(f Field) float64 {
	n := 0.0
	for _, p := range ps {
		n += float64(length(p[f]))
	}
	return n / max(float64(len(ps)), 1)
}

func length(counts map[string]int) int {
	n := 0
	for _, c := range counts {
		n += c
	}
	return n
}

func open(t *testing.T, dir string, ps passages) *Index {
	t.Helper()
	ords, err := ReadOrdinals(dir, ps.ordinals())
	if err != nil {
		t.Fatalf("ReadOrdinals: %v", err)
	}
	ix, err := Open(dir, ords, Lengths{Words: ps.mean(Words), Bigrams: ps.mean(Bigrams), Names: 1})
	if err != nil {
		t.Fatalf("Open: %v", err)
	}
	t.Cleanup(func() {
		if err := ix.Close(); err != nil {
			t.Errorf("Close: %v", err)
		}
	})
	return ix
}

// score counts BM25 by hand, by ordinal.
func (ps passages) score(f Field, terms []string, p BM25) []float32 {
	out := make([]float32, len(ps))
	ords := ps.ordinals()
	for _, term := range terms {
		df := 0.0
		for _, q := range ps {
			if q[f][term] > 0 {
				df++
			}
		}
		idf := math.Log(1 + (float64(max(len(ps), fewest))-df+.5)/(df+.5))
		for key, q := range ps {
			if tf := float64(q[f][term]); tf > 0 {
				norm := 1 - p.B + p.B*float64(length(q[f]))/max(ps.mean(f), 1)
				out[ords[key]] += float32(idf * tf * (p.K1 + 1) / (tf + p.K1*norm))
			}
		}
	}
	return out
}

// check compares an index with what counting by hand gives.
func check(t *testing.T, dir string, ps passages, terms ...string) {
	t.Helper()
	ix := open(t, dir, ps)
	if ix.Len() != len(ps) {
		t.Fatalf("%d passages, want %d", ix.Len(), len(ps))
	}
	p := BM25{K1: .5, B: .4}
	for _, f := range []Field{Words, Bigrams, Names} {
		s, err := ix.Score(t.Context(), f, terms, p)
		if err != nil {
			t.Fatal(err)
		}
		want := ps.score(f, terms, p)
		if diff := cmp.Diff(want, s.Of, cmpopts.EquateApprox(1e-3, 1e-6)); diff != "" {
			t.Errorf("scores of %s (-want +got):\n%s", f, diff)
		}
		var touched []uint32
		best := float32(0)
		for i, v := range s.Of {
			if v > 0 {
				touched = append(touched, uint32(i))
			}
			best = max(best, v)
		}
		slices.Sort(s.Touched)
		if !slices.Equal(touched, s.Touched) || s.Max != best {
			t.Errorf("touched %v, want %v; max %v, want %v", s.Touched, touched, s.Max, best)
		}
		for _, term := range terms {
			want := 0
			for _, q := range ps {
				if q[f][term] > 0 {
					want++
				}
			}
			if n, err := ix.Frequency(t.Context(), f, term); err != nil || n != want {
				t.Errorf("frequency of %q in %s: %d, %v, want %d", term, f, n, err, want)
			}
		}
	}
}

// take copies an index the way a new generation takes it over: segments by hard link,
// all write-protected as the store leaves them.
func take(t *testing.T, from string) string {
	t.Helper()
	to := filepath.Join(t.TempDir(), "lexical")
	if err := os.Mkdir(to, 0o700); err != nil {
		t.Fatal(err)
	}
	entries, err := os.ReadDir(from)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		src, dst := filepath.Join(from, e.Name()), filepath.Join(to, e.Name())
		if err := os.Chmod(src, 0o400); err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(e.Name(), ".zap") {
			err = os.Link(src, dst)
		} else {
			err = copyFile(src, dst)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return to
}

func copyFile(src, dst string) error {
	in, err := os.Open(src)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(dst, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Close())
}

// content is every file of a folder.
func content(t *testing.T, dir string) map[string]string {
	t.Helper()
	out := map[string]string{}
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		b, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		out[e.Name()] = string(b)
	}
	return out
}

var small = passages{
	3:     words("west lake hangzhou lake"),
	4:     words("tower guangzhou"),
	70000: words("lake kunming dian lake lake gull winter sea lake"),
	9:     {Words: {"name": 1}, Names: {"lin junyang": 2}},
	12:    {},
}

func TestBuild(t *testing.T) {
	dir := build(t, small)
	check(t, dir, small, "lake", "tower", "nothing", "blake", "lin junyang", "name", "")
	check(t, build(t, passages{1: words("one")}), passages{1: words("one")}, "one")
}

// TestBuildBatches: passages announced as very long are written a thousand at a time and
// merged.
func TestBuildBatches(t *testing.T) {
	ps := passages{}
	for i := range uint32(2100) {
		ps[i*3] = words(fmt.Sprintf("w%d w%d all", i%7, i%100))
	}
	check(t, buildOf(t, ps, math.MaxInt), ps, "w1", "all", "w99")
}

func TestScoreAdds(t *testing.T) {
	ix := open(t, build(t, small), small)
	p := BM25{K1: .5, B: .4}
	s, err := ix.Score(t.Context(), Words, []string{"lake"}, p)
	if err != nil {
		t.Fatal(err)
	}
	if err := ix.Add(t.Context(), s, Names, []string{"lin junyang"}, p, 1); err != nil {
		t.Fatal(err)
	}
	want := small.score(Words, []string{"lake"}, p)
	for i, v := range small.score(Names, []string{"lin junyang"}, p) {
		want[i] += v
		if i == int(small.ordinals()[9]) && s.Of[i] <= 0 {
			t.Error("the name was not found")
		}
	}
	for i := range want {
		if (want[i] > 0) != (s.Of[i] > 0) {
			t.Errorf("passage %d: %v, want %v", i, s.Of[i], want[i])
		}
	}
	s.Limit(func(passage uint32) bool { return passage != small.ordinals()[70000] })
	for i, v := range s.Of {
		if v > s.Max || (uint32(i) == small.ordinals()[70000]) && v != 0 {
			t.Errorf("limited: passage %d has %v of %v", i, v, s.Max)
		}
	}
}

// TestAddBest: of alternatives the best counts, once and by its weight.
func TestAddBest(t *testing.T) {
	ix := open(t, build(t, small), small)
	p := BM25{K1: .5, B: .4}
	s, err := ix.Score(t.Context(), Words, []string{"hangzhou"}, p)
	if err != nil {
		t.Fatal(err)
	}
	if err := ix.AddBest(t.Context(), s, Words, []string{"lake", "tower", "gull"}, p, .5); err != nil {
		t.Fatal(err)
	}
	want, best := small.score(Words, []string{"hangzhou"}, p), float32(0)
	one, two, three := small.score(Words, []string{"lake"}, p), small.score(Words, []string{"tower"}, p), small.score(Words, []string{"gull"}, p)
	var touched []uint32
	for i := range want {
		if want[i] += .5 * max(one[i], two[i], three[i]); want[i] > 0 {
			touched = append(touched, uint32(i))
		}
		best = max(best, want[i])
	}
	if diff := cmp.Diff(want, s.Of, cmpopts.EquateApprox(1e-3, 1e-6)); diff != "" {
		t.Errorf("scores (-want +got):\n%s", diff)
	}
	if !slices.Equal(touched, s.Touched) || math.Abs(float64(s.Max-best)) > 1e-3 {
		t.Errorf("touched %v of %v, max %v of %v", s.Touched, touched, s.Max, best)
	}
}

func TestIDF(t *testing.T) {
	ix := &Index{n: 10}
	last := math.Inf(1)
	for df := range 11 {
		v := ix.IDF(df)
		if v < 0 || v >= last {
			t.Errorf("IDF(%d) = %v after %v", df, v, last)
		}
		last = v
	}
}

// TestUpdate changes copies of an index one after the other, as generations do: every
// copy is right and the one before stays as it was, byte for byte.
func TestUpdate(t *testing.T) {
	ps := maps.Clone(small)
	dir := build(t, ps)
	for _, step := range []struct {
		name string
		add  passages
		del  []uint32
	}{
		{"add one", passages{20: words("river lake")}, nil},
		{"add several", passages{21: words("tower"), 22: words("sea sea"), 23: {}}, nil},
		{"delete one", nil, []uint32{4}},
		{"replace", passages{24: words("lake hangzhou boat")}, []uint32{3}},
		{"nothing", nil, nil},
		{"delete all but one", nil, []uint32{9, 12, 20, 21, 22, 23, 70000}},
		{"add again", passages{25: words("lake tower"), 26: words("gull")}, nil},
	} {
		next := take(t, dir) // outlives the step
		t.Run(step.name, func(t *testing.T) {
			before := content(t, dir)
			u, err := Update(next)
			if err != nil {
				t.Fatal(err)
			}
			for key, terms := range step.add {
				u.Add(key, terms)
				ps[key] = terms
			}
			for _, key := range step.del {
				u.Delete(key)
				delete(ps, key)
			}
			if err := u.Close(t.Context()); err != nil {
				t.Fatal(err)
			}
			if err := u.Abort(); err != nil {
				t.Errorf("Abort after Close: %v", err)
			}
			check(t, next, ps, "lake", "tower", "hangzhou", "sea", "gull")
			if after := content(t, dir); !maps.Equal(before, after) {
				t.Error("the index that was copied has changed")
			}
			dir = next
		})
	}
}

// TestUpdateMany adds to one index so often that bleve merges segments.
func TestUpdateMany(t *testing.T) {
	rnd := rand.New(rand.NewPCG(3, 4))
	ps := passages{}
	random := func() Terms {
		var b strings.Builder
		for range 5 + rnd.IntN(10) {
			fmt.Fprintf(&b, "w%d ", rnd.IntN(30))
		}
		return words(b.String())
	}
	key := uint32(0)
	for range 60 {
		ps[key] = random()
		key++
	}
	dir := build(t, ps)
	for range 15 {
		dir = take(t, dir)
		u, err := Update(dir)
		if err != nil {
			t.Fatal(err)
		}
		for range 3 {
			ps[key] = random()
			u.Add(key, ps[key])
			key++
		}
		gone := slices.Sorted(maps.Keys(ps))[rnd.IntN(len(ps))]
		u.Delete(gone)
		delete(ps, gone)
		if err := u.Close(t.Context()); err != nil {
			t.Fatal(err)
		}
		check(t, dir, ps, "w1", "w2")
	}
}

func TestUpdateCancelled(t *testing.T) {
	dir := take(t, build(t, small))
	u, err := Update(dir)
	if err != nil {
		t.Fatal(err)
	}
	u.Add(99, words("lake"))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := u.Close(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("Close: %v", err)
	}
	if err := u.Abort(); err != nil {
		t.Errorf("Abort: %v", err)
	}
	check(t, dir, small, "lake")
}

func TestReadOrdinals(t *testing.T) {
	dir := build(t, small)
	for name, change := range map[string]func(map[uint32]uint32){
		"a key too many":  func(m map[uint32]uint32) { m[1] = 7 },
		"a key missing":   func(m map[uint32]uint32) { delete(m, 3) },
		"another key":     func(m map[uint32]uint32) { delete(m, 3); m[5] = 0 },
		"no keys":         func(m map[uint32]uint32) { clear(m) },
		"one key instead": func(m map[uint32]uint32) { clear(m); m[1] = 0 },
	} {
		byKey := small.ordinals()
		change(byKey)
		if ords, err := ReadOrdinals(dir, byKey); err == nil {
			t.Errorf("%s: %v", name, ords)
		}
	}
}

// TestForeignOrdinals: a table that does not fit the index is an error of the search, no
// panic and no other passage's score.
func TestForeignOrdinals(t *testing.T) {
	dir := build(t, small)
	whole, err := ReadOrdinals(dir, small.ordinals())
	if err != nil {
		t.Fatal(err)
	}
	beyond := slices.Clone(whole)
	for i := range beyond {
		beyond[i] += 1000
	}
	for name, ords := range map[string]Ordinals{"none": nil, "deleted": {none, none, none, none, none}, "beyond": beyond, "short": whole[:3]} {
		ix, err := Open(dir, ords, Lengths{})
		if err != nil {
			continue
		}
		if s, err := ix.Score(t.Context(), Words, []string{"lake", "tower", "name"}, BM25{K1: .5, B: .4}); err == nil {
			t.Errorf("%s: %+v", name, s)
		}
		ix.Close()
	}
}

func TestOpenFails(t *testing.T) {
	empty := t.TempDir()
	if ix, err := Open(empty, nil, nil); err == nil {
		t.Errorf("an empty folder opens with %d passages", ix.Len())
		ix.Close()
	}
	if left, err := os.ReadDir(empty); err != nil || len(left) > 0 {
		t.Errorf("opening left %v, %v", left, err)
	}
	if ix, err := Open(filepath.Join(empty, "missing"), nil, nil); err == nil {
		t.Error("a missing folder opens")
		ix.Close()
	}
	dir := build(t, small)
	if err := os.WriteFile(filepath.Join(dir, "root.bolt"), []byte("no database"), 0o600); err != nil {
		t.Fatal(err)
	}
	if ix, err := Open(dir, nil, nil); err == nil {
		t.Error("a broken root opens")
		ix.Close()
	}
	if u, err := Update(dir); err == nil {
		t.Error("a broken root can be changed")
		u.Abort()
	}
}

// TestOpenSegmentMissing: an index without one of its segments is an error: bleve would
// go back to an earlier state, or to none, and say so only in a log.
func TestOpenSegmentMissing(t *testing.T) {
	dir := build(t, small)
	ords, err := ReadOrdinals(dir, small.ordinals())
	if err != nil {
		t.Fatal(err)
	}
	for name := range content(t, dir) {
		if strings.HasSuffix(name, ".zap") {
			if err := os.Remove(filepath.Join(dir, name)); err != nil {
				t.Fatal(err)
			}
		}
	}
	if ix, err := Open(dir, ords, nil); err == nil {
		t.Errorf("opens with %d passages", ix.Len())
		ix.Close()
	}
}

func TestConcurrentScores(t *testing.T) {
	ix := open(t, build(t, small), small)
	want := small.score(Words, []string{"lake"}, BM25{K1: .5, B: .4})
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for range 20 {
				s, err := ix.Score(context.Background(), Words, []string{"lake"}, BM25{K1: .5, B: .4})
				if err != nil || !cmp.Equal(want, s.Of, cmpopts.EquateApprox(1e-3, 1e-6)) {
					t.Errorf("scores %v, %v", s, err)
				}
			}
		})
	}
	wg.Wait()
}
