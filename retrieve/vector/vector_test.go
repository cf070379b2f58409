package vector

import (
	"bytes"
	"encoding/binary"
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func encode(t *testing.T, dim int, vectors ...[]float32) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, dim, vectors); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestWriteRead(t *testing.T) {
	for _, tt := range []struct {
		name    string
		dim     int
		vectors [][]float32
	}{
		{"none", 3, nil},
		{"some", 2, [][]float32{{1, 0}, nil, {-0.5, 3e-30}, {math.MaxFloat32, 1}}},
		{"one dimension", 1, [][]float32{{1}, nil}},
		{"none of them made", 4, [][]float32{nil, nil}},
		{"none of them made, dimension unknown", 0, [][]float32{nil, nil, nil}},
		{"nothing at all", 0, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			data := encode(t, tt.dim, tt.vectors...)
			for shift := range 5 { // read in place, and where the machine cannot
				moved := append(make([]byte, shift), data...)[shift:]
				_, got, err := Read(moved)
				if err != nil {
					t.Fatal(err)
				}
				if len(got) != len(tt.vectors) {
					t.Fatalf("%d vectors, want %d", len(got), len(tt.vectors))
				}
				for i := range got {
					if diff := cmp.Diff(tt.vectors[i], got[i]); diff != "" {
						t.Errorf("vector %d (-want +got):\n%s", i, diff)
					}
				}
			}
		})
	}
}

// TestRefused: what is no vector is neither written, nor read, nor searched for.
func TestRefused(t *testing.T) {
	nan, inf := float32(math.NaN()), float32(math.Inf(1))
	for name, v := range map[string][]float32{
		"NaN": {nan, 1}, "infinite": {1, inf}, "minus infinite": {-inf, 1}, "zero": {0, 0},
		"too long": {1, 2, 3}, "too short": {1}, "empty": {},
	} {
		t.Run(name, func(t *testing.T) {
			if err := Write(&bytes.Buffer{}, 2, [][]float32{{1, 0}, v}); err == nil {
				t.Error("written")
			}
			s, err := Open(t.Context(), encode(t, 2, []float32{1, 0}))
			if err != nil {
				t.Fatal(err)
			}
			if near, err := s.Nearest(t.Context(), v, 1); err == nil {
				t.Errorf("found %v", near)
			}
			if len(v) != 2 || v[0] == 0 {
				return
			}
			data := encode(t, 2, []float32{1, 1})
			for i, x := range v {
				binary.LittleEndian.PutUint32(data[headerSize+4*i:], math.Float32bits(x))
			}
			if _, err := Open(t.Context(), data); err == nil {
				t.Error("read")
			}
		})
	}
}

func TestDamage(t *testing.T) {
	data := encode(t, 2, []float32{1, 0}, []float32{0, 1})
	change := func(at int, v uint32) []byte {
		b := bytes.Clone(data)
		binary.LittleEndian.PutUint32(b[at:], v)
		return b
	}
	for name, b := range map[string][]byte{
		"empty":                   nil,
		"header cut":              data[:headerSize-1],
		"body cut":                data[:len(data)-1],
		"body too long":           append(bytes.Clone(data), 0, 0, 0, 0),
		"other file":              append([]byte("somethin"), data[8:]...),
		"more vectors":            change(len(magic)+4, 3),
		"more dimensions":         change(len(magic), 3),
		"endless":                 change(len(magic), math.MaxUint32),
		"no dimension":            change(len(magic), 0),
		"endless and dimension 0": change(len(magic), 0)[:headerSize],
		"only a header, billions of vectors": func() []byte {
			b := change(len(magic), 0)[:headerSize]
			binary.LittleEndian.PutUint32(b[len(magic)+4:], math.MaxUint32)
			return b
		}(),
	} {
		t.Run(name, func(t *testing.T) {
			if dim, v, err := Read(b); err == nil {
				t.Errorf("Read gives %d vectors of %d", len(v), dim)
			}
			if _, err := Open(t.Context(), b); err == nil {
				t.Error("Open accepts it")
			}
		})
	}
}

func TestNearest(t *testing.T) {
	// Lengths differ: only directions count. 1, 3 and 4 tie.
	s, err := Open(t.Context(), encode(t, 2, []float32{0, 1}, []float32{2, 0}, nil, []float32{1, 0}, []float32{5, 0}, []float32{-1, 0}, []float32{3, 3}))
	if err != nil {
		t.Fatal(err)
	}
	if s.Len() != 6 || s.Dim() != 2 {
		t.Errorf("Len %d, Dim %d", s.Len(), s.Dim())
	}
	for _, tt := range []struct {
		name string
		v    []float32
		k    int
		want []uint32
	}{
		{"all, ties by ordinal", []float32{1, 0}, 6, []uint32{1, 3, 4, 6, 0, 5}},
		{"clamped", []float32{9, 0}, 1000, []uint32{1, 3, 4, 6, 0, 5}},
		{"best four", []float32{1, 0}, 4, []uint32{1, 3, 4, 6}},
		{"none wanted", []float32{1, 0}, 0, nil},
		{"fewer than none", []float32{1, 0}, -1, nil},
		{"no question", nil, 3, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			near, err := s.Nearest(t.Context(), tt.v, tt.k)
			if err != nil {
				t.Fatal(err)
			}
			var got []uint32
			for i, n := range near {
				got = append(got, n.Passage)
				if i > 0 && n.Cosine > near[i-1].Cosine {
					t.Errorf("not best first: %v", near)
				}
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("passages (-want +got):\n%s", diff)
			}
		})
	}
	near, err := s.Nearest(t.Context(), []float32{1, 0}, 6)
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []float64{1, 1, 1, math.Sqrt(.5), 0, -1} {
		if math.Abs(float64(near[i].Cosine)-want) > 1e-6 {
			t.Errorf("cosine %d: %v, want %v", i, near[i].Cosine, want)
		}
	}
}

// TestNearestTies: which of many equal passages are given does not change from search to
// search, and is the lowest ordinals.
func TestNearestTies(t *testing.T) {
	vectors := make([][]float32, 300)
	for i := range vectors {
		vectors[i] = []float32{1, 1}
	}
	s, err := Open(t.Context(), encode(t, 2, vectors...))
	if err != nil {
		t.Fatal(err)
	}
	for range 20 {
		near, err := s.Nearest(t.Context(), []float32{1, 1}, 5)
		if err != nil {
			t.Fatal(err)
		}
		for i, n := range near {
			if n.Passage != uint32(i) {
				t.Fatalf("nearest of equals: %v", near)
			}
		}
	}
}

// TestNearestExact compares with counting by hand.
func TestNearestExact(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	random := func() []float32 {
		v := make([]float32, 24)
		for i := range v {
			v[i] = float32(rnd.NormFloat64())
		}
		return v
	}
	vectors := make([][]float32, 500)
	for i := range vectors {
		if i%10 != 0 {
			vectors[i] = random()
		}
	}
	s, err := Open(t.Context(), encode(t, 24, vectors...))
	if err != nil {
		t.Fatal(err)
	}
	for range 5 {
		q := random()
		var want []Near
		for i, v := range vectors {
			if v != nil {
				want = append(want, Near{uint32(i), cosine(q, v)})
			}
		}
		slices.SortFunc(want, func(a, b Near) int {
			if a.Cosine > b.Cosine {
				return -1
			}
			return 1
		})
		got, err := s.Nearest(t.Context(), q, 20)
		if err != nil {
			t.Fatal(err)
		}
		for i, n := range got {
			if n.Passage != want[i].Passage || math.Abs(float64(n.Cosine-want[i].Cosine)) > 1e-5 {
				t.Errorf("rank %d: %+v, want %+v", i, n, want[i])
			}
		}
	}
}

func cosine(a, b []float32) float32 {
	var ab, aa, bb float64
	for i := range a {
		ab += float64(a[i]) * float64(b[i])
		aa += float64(a[i]) * float64(a[i])
		bb += float64(b[i]) * float64(b[i])
	}
	return float32(ab / math.Sqrt(aa*bb))
}

func TestEmpty(t *testing.T) {
	s, err := Open(t.Context(), encode(t, 0, nil, nil))
	if err != nil {
		t.Fatal(err)
	}
	if near, err := s.Nearest(t.Context(), []float32{1, 2, 3}, 5); err != nil || near != nil {
		t.Errorf("Nearest = %v, %v", near, err)
	}
}

type brokenWriter struct{ left int }

var errFull = errors.New("disk full")

func (w *brokenWriter) Write(p []byte) (int, error) {
	if w.left -= len(p); w.left < 0 {
		return 0, errFull
	}
	return len(p), nil
}

func TestWriteFails(t *testing.T) {
	big := make([][]float32, 1000)
	for i := range big {
		big[i] = make([]float32, 100)
		big[i][0] = 1
	}
	for _, left := range []int{0, 1 << 17} {
		if err := Write(&brokenWriter{left}, 100, big); !errors.Is(err, errFull) {
			t.Errorf("room for %d bytes: %v", left, err)
		}
	}
}

func FuzzRead(f *testing.F) {
	var b bytes.Buffer
	if err := Write(&b, 2, [][]float32{{1, 2}, nil, {3, 4}}); err != nil {
		f.Fatal(err)
	}
	f.Add(b.Bytes())
	f.Add([]byte(magic + "\x00\x00\x00\x00\xff\xff\xff\xff"))
	f.Add([]byte(magic + "\x00\x00\x01\x00\xff\xff\xff\xff"))
	f.Fuzz(func(t *testing.T, data []byte) {
		dim, vectors, err := Read(data)
		if err != nil {
			return
		}
		var b bytes.Buffer
		if err := Write(&b, dim, vectors); err != nil {
			t.Fatalf("Read gives what Write refuses: %v", err)
		}
		s, err := Open(t.Context(), data)
		if err != nil {
			t.Fatalf("Open refuses what Read gives: %v", err)
		}
		if dim == 0 || s.Len() == 0 {
			return
		}
		q := make([]float32, dim)
		q[0] = 1
		near, err := s.Nearest(t.Context(), q, 3)
		if err != nil || len(near) != min(3, s.Len()) {
			t.Fatalf("Nearest = %v, %v", near, err)
		}
	})
}
