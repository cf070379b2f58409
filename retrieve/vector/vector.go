// Package vector finds the passages whose vectors are nearest to a question's, in an
// in-memory chromem collection filled from a flat file of our own: chromem's own
// persistence loses documents (blocks.md), and reading a flat file is twenty times
// faster. It refuses files of the wrong size, vectors of another dimension, and
// anything that is not a finite, non-zero number.
//
//	err := vector.Write(w, dim, vectors)
//	s, err := vector.Open(ctx, data)
//	near, err := s.Nearest(ctx, question, 50)
package vector

import (
	"bufio"
	"cmp"
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"unsafe"

	"github.com/philippgille/chromem-go"
)

const (
	magic      = "askvec1\n"
	headerSize = len(magic) + 8
)

// Near is one passage and its cosine with the question.
type Near struct {
	Passage uint32
	Cosine  float32
}

// Write writes vectors, one a passage in order of ordinals, nil for a passage without
// one. All others have length dim.
func Write(w io.Writer, dim int, vectors [][]float32) error {
	if len(vectors) > 0 {
		dim = max(dim, 1) // so that the file's size bounds the number of vectors
	}
	bw := bufio.NewWriterSize(w, 1<<16)
	head := binary.LittleEndian.AppendUint32([]byte(magic), uint32(dim))
	if _, err := bw.Write(binary.LittleEndian.AppendUint32(head, uint32(len(vectors)))); err != nil {
		return fmt.Errorf("write vectors: %w", err)
	}
	buf := make([]byte, 0, 4*dim)
	for i, v := range vectors {
		if v != nil {
			if err := check(v, dim); err != nil {
				return fmt.Errorf("vector of passage %d: %w", i, err)
			}
		}
		buf = buf[:0]
		for k := range dim {
			x := float32(0)
			if v != nil {
				x = v[k]
			}
			buf = binary.LittleEndian.AppendUint32(buf, math.Float32bits(x))
		}
		if _, err := bw.Write(buf); err != nil {
			return fmt.Errorf("write vectors: %w", err)
		}
	}
	if err := bw.Flush(); err != nil {
		return fmt.Errorf("write vectors: %w", err)
	}
	return nil
}

func check(v []float32, dim int) error {
	if len(v) != dim {
		return fmt.Errorf("has %d dimensions, not %d", len(v), dim)
	}
	norm := 0.0
	for _, x := range v {
		norm += float64(x) * float64(x)
	}
	if math.IsNaN(norm) || math.IsInf(norm, 0) || norm == 0 {
		return fmt.Errorf("is zero or not finite")
	}
	return nil
}

// Read gives the vectors Write wrote as views of data, nil for passages without one.
func Read(data []byte) (dim int, vectors [][]float32, err error) {
	if len(data) < headerSize || string(data[:len(magic)]) != magic {
		return 0, nil, fmt.Errorf("read vectors: not a vector file")
	}
	dim = int(binary.LittleEndian.Uint32(data[len(magic):]))
	n := int(binary.LittleEndian.Uint32(data[len(magic)+4:]))
	body := data[headerSize:]
	if dim > 1<<16 || len(body) != 4*dim*n || dim == 0 && n > 0 {
		return 0, nil, fmt.Errorf("read vectors: %d bytes do not hold %d vectors of %d", len(body), n, dim)
	}
	vectors = make([][]float32, n)
	flat := floats(body)
	for i := range vectors {
		v := flat[i*dim : (i+1)*dim : (i+1)*dim]
		if zero(v) {
			continue
		}
		if err := check(v, dim); err != nil {
			return 0, nil, fmt.Errorf("read vectors: number %d %w", i, err)
		}
		vectors[i] = v
	}
	return dim, vectors, nil
}

// floats views little-endian bytes as float32 where the machine allows it.
func floats(b []byte) []float32 {
	one := uint16(1)
	little := *(*byte)(unsafe.Pointer(&one)) == 1
	if little && uintptr(unsafe.Pointer(unsafe.SliceData(b)))%4 == 0 {
		return unsafe.Slice((*float32)(unsafe.Pointer(unsafe.SliceData(b))), len(b)/4)
	}
	out := make([]float32, len(b)/4)
	for i := range out {
		out[i] = math.Float32frombits(binary.LittleEndian.Uint32(b[4*i:]))
	}
	return out
}

func zero(v []float32) bool {
	for _, x := range v {
		if x != 0 {
			return false
		}
	}
	return true
}

// Set is an in-memory collection of vectors, safe for concurrent use.
type Set struct {
	c   *chromem.Collection
	dim int
}

// Open fills a collection from data, which must stay valid while the Set is used.
func Open(ctx context.Context, data []byte) (*Set, error) {
	dim, vectors, err := Read(data)
	if err != nil {
		return nil, err
	}
	c, err := chromem.NewDB().CreateCollection("passages", nil, neverEmbed)
	if err != nil {
		return nil, fmt.Errorf("make collection: %w", err)
	}
	for i, v := range vectors {
		if v == nil {
			continue
		}
		if err := c.AddDocument(ctx, chromem.Document{ID: strconv.Itoa(i), Embedding: v}); err != nil {
			return nil, fmt.Errorf("add vector of passage %d: %w", i, err)
		}
	}
	return &Set{c: c, dim: dim}, nil
}

// neverEmbed stands where chromem would call a model by itself.
func neverEmbed(context.Context, string) ([]float32, error) {
	return nil, fmt.Errorf("vectors are made outside the collection")
}

// Len is the number of passages with a vector.
func (s *Set) Len() int { return s.c.Count() }

// Dim is the dimension of the vectors.
func (s *Set) Dim() int { return s.dim }

// Nearest gives the k passages nearest to v, best first, ties by ordinal. k is clamped
// to what there is.
func (s *Set) Nearest(ctx context.Context, v []float32, k int) ([]Near, error) {
	k = min(k, s.c.Count())
	if k <= 0 || v == nil {
		return nil, nil
	}
	if err := check(v, s.dim); err != nil {
		return nil, fmt.Errorf("vector of the question %w", err)
	}
	// chromem leaves it to chance which of equally near passages it gives: ask for more
	// until the last one is farther away than the k-th.
	for n := k + 8; ; n *= 4 {
		near, err := s.query(ctx, v, min(n, s.c.Count()))
		if err != nil {
			return nil, err
		}
		if len(near) < n || near[n-1].Cosine < near[k-1].Cosine {
			return near[:min(k, len(near))], nil
		}
	}
}

// query gives the k nearest passages in order.
func (s *Set) query(ctx context.Context, v []float32, k int) ([]Near, error) {
	res, err := s.c.QueryEmbedding(ctx, v, k, nil, nil)
	if err != nil {
		return nil, fmt.Errorf("search %d vectors: %w", s.c.Count(), err)
	}
	out := make([]Near, 0, len(res))
	for _, r := range res {
		i, err := strconv.ParseUint(r.ID, 10, 32)
		if err != nil {
			return nil, fmt.Errorf("vector id %q: %w", r.ID, err)
		}
		out = append(out, Near{uint32(i), r.Similarity})
	}
	slices.SortFunc(out, func(a, b Near) int {
		return cmp.Or(cmp.Compare(b.Cosine, a.Cosine), cmp.Compare(a.Passage, b.Passage))
	})
	return out, nil
}
