package embed

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// fake is an embedder that counts texts and can fail after some.
type fake struct {
	id     string
	dims   int
	asked  []string
	failAt int // fail the call in which this many texts have been asked for, if > 0
	batch  int
}

var errFake = errors.New("fake failed")

func (f *fake) Identity() string { return f.id }
func (f *fake) BatchSize() int   { return f.batch }

func (f *fake) Embed(_ context.Context, texts []string) ([][]float32, error) {
	f.asked = append(f.asked, texts...)
	if f.failAt > 0 && len(f.asked) >= f.failAt {
		return nil, errFake
	}
	out := make([][]float32, len(texts))
	for i, text := range texts {
		out[i] = vectorOf(f.id+text, f.dims)
	}
	return out, nil
}

func vectorOf(text string, dims int) []float32 {
	v := make([]float32, dims)
	for i, x := range fakeVector(text, dims) {
		v[i] = float32(x)
	}
	normalise(v)
	return v
}

func openCache(t testing.TB, path string) *Cache {
	t.Helper()
	c, err := OpenCache(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	return c
}

func TestCacheAsksForMissesOnly(t *testing.T) {
	path := filepath.Join(t.TempDir(), "vectors")
	e := &fake{id: "a", dims: 4, batch: 3}
	texts := append(numbered(7), "text 0 文", "")
	c := openCache(t, path)
	w := c.Wrap(e)
	first, err := w.Embed(t.Context(), texts)
	if err != nil {
		t.Fatal(err)
	}
	if hits, misses := w.Stats(); hits != 1 || misses != 8 || len(e.asked) != 8 || w.Identity() != "a" {
		t.Errorf("hits %d misses %d asked %d", hits, misses, len(e.asked))
	}
	for i, text := range texts {
		if diff := cmp.Diff(vectorOf("a"+text, 4), first[i]); diff != "" {
			t.Error(diff)
		}
	}
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}
	c = openCache(t, path)
	w = c.Wrap(e)
	again, err := w.Embed(t.Context(), texts)
	if err != nil {
		t.Fatal(err)
	}
	if hits, misses := w.Stats(); hits != 9 || misses != 0 || len(e.asked) != 8 || c.Len() != 8 {
		t.Errorf("hits %d misses %d asked %d", hits, misses, len(e.asked))
	}
	if diff := cmp.Diff(first, again); diff != "" {
		t.Error(diff)
	}
	other := &fake{id: "b", dims: 6}
	if got, err := c.Wrap(other).Embed(t.Context(), texts[:2]); err != nil || len(got[0]) != 6 || len(other.asked) != 2 {
		t.Errorf("identities share vectors: %v %v", got, err)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v %v", info.Mode(), err)
	}
}

func TestCacheKeepsBatchesBeforeFailure(t *testing.T) {
	path := filepath.Join(t.TempDir(), "vectors")
	e := &fake{id: "a", dims: 4, batch: 10, failAt: 25}
	_, err := openCache(t, path).Wrap(e).Embed(t.Context(), numbered(45))
	if !errors.Is(err, errFake) || len(e.asked) != 30 {
		t.Fatalf("got %v after %d", err, len(e.asked))
	}
	copied := filepath.Join(t.TempDir(), "copy") // as after kill -9: never closed
	copyFile(t, path, copied)
	e = &fake{id: "a", dims: 4, batch: 10}
	if _, err := openCache(t, copied).Wrap(e).Embed(t.Context(), numbered(45)); err != nil || len(e.asked) != 25 {
		t.Errorf("re-run asked for %d texts, %v", len(e.asked), err)
	}
}

func copyFile(t *testing.T, from, to string) {
	t.Helper()
	data, err := os.ReadFile(from)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(to, data, 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestCacheRefuses(t *testing.T) {
	path := filepath.Join(t.TempDir(), "vectors")
	c := openCache(t, path)
	if _, err := OpenCache(path); !errors.Is(err, ErrCacheBusy) {
		t.Errorf("opened twice: %v", err)
	}
	nan, inf := float32(math.NaN()), float32(math.Inf(1))
	for _, vectors := range [][][]float32{{{1}, nil}, {{1}, {nan}}, {{1}, {inf}}, {{1}}, {{1}, make([]float32, maxCacheDim+1)}} {
		if err := c.Put("a", []string{"x", "y"}, vectors); err == nil {
			t.Errorf("accepted %d vectors", len(vectors))
		}
	}
	if _, ok := c.Get("a", "x"); ok || c.Len() != 0 {
		t.Error("kept a part of a refused put")
	}
	e := &fake{id: "a", dims: 4}
	if _, err := c.Wrap(e).Embed(t.Context(), []string{"x"}); err != nil {
		t.Fatal(err)
	}
	e.dims = 5
	if _, err := c.Wrap(e).Embed(t.Context(), []string{"x", "z"}); !errors.Is(err, ErrDimension) {
		t.Errorf("mixed dimensions: %v", err)
	}
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}
	if err := c.Close(); err != nil {
		t.Errorf("second close: %v", err)
	}
	if err := c.Put("a", []string{"x"}, [][]float32{{1}}); !errors.Is(err, os.ErrClosed) {
		t.Errorf("put after close: %v", err)
	}
	if _, ok := c.Get("a", "x"); ok {
		t.Error("get after close")
	}
	notes := filepath.Join(t.TempDir(), "notes.txt")
	if err := os.WriteFile(notes, []byte("my precious notes"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := OpenCache(notes); !errors.Is(err, ErrCorrupt) {
		t.Errorf("opened notes: %v", err)
	}
	if data, _ := os.ReadFile(notes); string(data) != "my precious notes" {
		t.Errorf("notes are now %q", data)
	}
}

// smallCache gives the bytes of a cache of n texts of dimension 3.
func smallCache(t testing.TB, n int) []byte {
	t.Helper()
	path := filepath.Join(t.TempDir(), "vectors")
	c := openCache(t, path)
	for _, text := range numbered(n) {
		if err := c.Put("a", []string{text}, [][]float32{vectorOf(text, 3)}); err != nil {
			t.Fatal(err)
		}
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// TestCacheTornTail cuts a cache at every byte, alone and with rubbish behind the cut.
func TestCacheTornTail(t *testing.T) {
	const n = 3
	data := smallCache(t, n)
	length := recordLen(3)
	dir := t.TempDir()
	for cut := range len(data) + 1 {
		for _, tail := range []string{"", "\x00\x00\x00", "\xff\xff\xff\xff\x03\x00\x00\x00rubbish"} {
			if cut < len(cacheMagic) && tail != "" {
				continue // not ours: refused
			}
			path := filepath.Join(dir, fmt.Sprintf("%d-%d", cut, len(tail)))
			if err := os.WriteFile(path, append(bytes.Clone(data[:cut]), tail...), 0o600); err != nil {
				t.Fatal(err)
			}
			c := openCache(t, path)
			whole := max(0, cut-len(cacheMagic)) / length
			if c.Len() != whole {
				t.Fatalf("cut at %d: %d records, want %d", cut, c.Len(), whole)
			}
			if err := c.Put("a", []string{"new"}, [][]float32{{1, 0, 0}}); err != nil {
				t.Fatal(err)
			}
			if err := c.Close(); err != nil {
				t.Fatal(err)
			}
			c = openCache(t, path)
			if c.Len() != whole+1 {
				t.Fatalf("cut at %d, then put: %d records, want %d", cut, c.Len(), whole+1)
			}
			for i, text := range append(numbered(whole), "new") {
				want := vectorOf(text, 3)
				if i == whole {
					want = []float32{1, 0, 0}
				}
				if got, ok := c.Get("a", text); !ok || !cmp.Equal(got, want) {
					t.Fatalf("cut at %d: %q gives %v", cut, text, got)
				}
			}
			_ = c.Close()
		}
	}
}

// TestCacheFlippedByte damages each byte once: at most the record it is in and, when its
// length is hit, those behind are lost; no wrong vector comes out.
func TestCacheFlippedByte(t *testing.T) {
	const n = 4
	data := smallCache(t, n)
	dir := t.TempDir()
	for at := len(cacheMagic); at < len(data); at++ {
		bad := bytes.Clone(data)
		bad[at] ^= 0x41
		path := filepath.Join(dir, fmt.Sprint(at))
		if err := os.WriteFile(path, bad, 0o600); err != nil {
			t.Fatal(err)
		}
		c := openCache(t, path)
		inDim := (at-len(cacheMagic))%recordLen(3)/4 == 1
		if !inDim && c.Len() != n-1 {
			t.Errorf("byte %d: %d records left", at, c.Len())
		}
		for _, text := range numbered(n) {
			if v, ok := c.Get("a", text); ok && !cmp.Equal(v, vectorOf(text, 3)) {
				t.Errorf("byte %d: wrong vector for %q", at, text)
			}
		}
		_ = c.Close()
	}
}

func TestCacheFailedWriteIsCutBack(t *testing.T) {
	path := filepath.Join(t.TempDir(), "vectors")
	c := openCache(t, path)
	if err := c.Put("a", []string{"x"}, [][]float32{{1}}); err != nil {
		t.Fatal(err)
	}
	writable := c.file
	readonly, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	c.file = readonly
	if err := c.Put("a", []string{"y"}, [][]float32{{1}}); err == nil {
		t.Error("wrote to a read-only file")
	}
	c.file = writable
	_ = readonly.Close()
	if err := c.Put("a", []string{"z"}, [][]float32{{0, 1}}); err != nil {
		t.Fatal(err)
	}
	if _, ok := c.Get("a", "y"); ok || c.Len() != 2 {
		t.Error("failed put is visible")
	}
	if v, ok := c.Get("a", "z"); !ok || !cmp.Equal(v, []float32{0, 1}) {
		t.Errorf("got %v", v)
	}
}

func TestCacheConcurrent(t *testing.T) {
	c := openCache(t, filepath.Join(t.TempDir(), "vectors"))
	var group sync.WaitGroup
	for worker := range 8 {
		group.Go(func() {
			e := &fake{id: fmt.Sprint(worker % 2), dims: 8, batch: 5}
			vectors, err := c.Wrap(e).Embed(t.Context(), numbered(20))
			if err != nil {
				t.Error(err)
				return
			}
			for i, text := range numbered(20) {
				if !cmp.Equal(vectors[i], vectorOf(e.id+text, 8)) {
					t.Errorf("wrong vector for %q", text)
				}
			}
		})
	}
	group.Wait()
	if c.Len() != 40 {
		t.Errorf("%d vectors", c.Len())
	}
}

func TestCacheOverOpenAI(t *testing.T) {
	s, opt := newServer(t, nil)
	o, _ := newOpenAI(t, opt)
	var e Embedder = openCache(t, filepath.Join(t.TempDir(), "vectors")).Wrap(o)
	for range 2 {
		texts := numbered(55)
		vectors, err := e.Embed(t.Context(), texts)
		if err != nil {
			t.Fatal(err)
		}
		checkOrder(t, texts, vectors, 5)
	}
	if s.requests.Load() != 6 { // 40 and 15 texts by tens
		t.Errorf("%d requests", s.requests.Load())
	}
}

func FuzzScan(f *testing.F) {
	data := smallCache(f, 3)
	f.Add(data)
	f.Add(data[:len(data)-5])
	f.Add([]byte(cacheMagic))
	f.Add([]byte("ask"))
	f.Add(binary.LittleEndian.AppendUint32([]byte(cacheMagic), math.MaxUint32))
	f.Fuzz(func(t *testing.T, data []byte) {
		index := make(map[cacheKey]entry)
		end, err := scan(bytes.NewReader(data), int64(len(data)), index)
		if err != nil {
			return
		}
		if end > int64(len(data)) {
			t.Fatalf("end %d of %d", end, len(data))
		}
		for key, e := range index {
			got, vector, err := parseRecord(data[e.at : e.at+int64(recordLen(e.dim))])
			if err != nil || got != key || len(vector) != e.dim || e.at+int64(recordLen(e.dim)) > end {
				t.Fatalf("record at %d: %v", e.at, err)
			}
		}
		again := make(map[cacheKey]entry)
		if twice, err := scan(bytes.NewReader(data[:end]), end, again); err != nil || twice != end || !cmp.Equal(index, again, cmp.AllowUnexported(entry{})) {
			t.Fatalf("second reading: %v, %d and %d", err, end, twice)
		}
	})
}
