package embed

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"math"
	"slices"
	"sync"
)

// ErrCorrupt says that stored bytes are not what this package wrote.
var ErrCorrupt = errors.New("damaged data")

// Limits of the stored form.
const (
	maxDims      = 1024
	maxTerms     = 1 << 22
	maxTermBytes = 1 << 10
)

// The stored form of a basis, all numbers little-endian. It is also the form in memory:
// Learn writes it and then reads it like a file.
//
//	 0  magic "asklsa1\n"
//	 8  dimensions asked for, dimensions D, terms T, passages N, bytes of text B (uint32 each)
//	28  share of unknown tokens in the corpus (float32)
//	32  SHA-256 of bytes 0–31 and of all from byte 72 on
//	64  CRC-32C of bytes 0–63, then four zero bytes
//	72  T+1 offsets into the text (uint32), T df (uint32), T row scales (float32),
//	    T×D rows (int8), the terms' text, sorted, without separators
const (
	basisMagic  = "asklsa1\n"
	basisHeader = 72
)

// basis is a view of the stored form.
type basis struct {
	data    []byte
	want    int
	dims    int
	docs    int
	terms   int
	unknown float64
	sum     [sha256.Size]byte

	offsets, df, scales, rows, text []byte

	once  sync.Once
	index map[string]int32 // built for big inputs only
	err   error            // of building index
}

// encodeBasis writes the stored form; rows is T×dims, row-major.
func encodeBasis(v *vocabulary, want, dims int, rows []float32) []byte {
	le := binary.LittleEndian
	textLen := 0
	for _, term := range v.terms {
		textLen += len(term)
	}
	t := len(v.terms)
	data := make([]byte, basisHeader, basisHeader+4*(3*t+1)+t*dims+textLen)
	copy(data, basisMagic)
	for i, n := range []int{want, dims, t, len(v.docs), textLen} {
		le.PutUint32(data[8+4*i:], uint32(n))
	}
	le.PutUint32(data[28:], math.Float32bits(float32(v.unknown)))
	offset := 0
	for _, term := range v.terms {
		data = le.AppendUint32(data, uint32(offset))
		offset += len(term)
	}
	data = le.AppendUint32(data, uint32(offset))
	for _, df := range v.df {
		data = le.AppendUint32(data, uint32(df))
	}
	scales := make([]float32, t)
	quantised := make([]byte, t*dims)
	for i := range scales {
		scales[i] = quantise(quantised[i*dims:(i+1)*dims], rows[i*dims:(i+1)*dims])
		data = le.AppendUint32(data, math.Float32bits(scales[i]))
	}
	data = append(data, quantised...)
	for _, term := range v.terms {
		data = append(data, term...)
	}
	sum := digest(data)
	copy(data[32:], sum[:])
	le.PutUint32(data[64:], checksum(data[:64]))
	return data
}

// quantise writes row as int8 and returns the scale that brings it back.
func quantise(dst []byte, row []float32) float32 {
	var top float32
	for _, x := range row {
		top = max(top, x, -x)
	}
	if top == 0 {
		return 0
	}
	for i, x := range row {
		dst[i] = byte(int8(math.RoundToEven(float64(x) / float64(top) * 127)))
	}
	return top / 127
}

// digest is the SHA-256 of a stored basis without its own place and the CRC.
func digest(data []byte) [sha256.Size]byte {
	h := sha256.New()
	h.Write(data[:32])
	h.Write(data[basisHeader:])
	return [sha256.Size]byte(h.Sum(nil))
}

// checksum is CRC-32C; crc32 keeps the table itself.
func checksum(data []byte) uint32 {
	return crc32.Checksum(data, crc32.MakeTable(crc32.Castagnoli))
}

// parseBasis checks the header and the section sizes, nothing else.
func parseBasis(data []byte) (*basis, error) {
	le := binary.LittleEndian
	if len(data) < basisHeader || !bytes.HasPrefix(data, []byte(basisMagic)) {
		return nil, fmt.Errorf("not a basis file: %w", ErrCorrupt)
	}
	if checksum(data[:64]) != le.Uint32(data[64:]) || le.Uint32(data[68:]) != 0 {
		return nil, fmt.Errorf("header checksum: %w", ErrCorrupt)
	}
	number := func(i int) int { return int(le.Uint32(data[8+4*i:])) }
	b := &basis{
		data: data, want: number(0), dims: number(1), terms: number(2), docs: number(3),
		unknown: float64(math.Float32frombits(le.Uint32(data[28:]))),
		sum:     [sha256.Size]byte(data[32:64]),
	}
	if b.want > maxDims || b.dims > b.want || b.terms > maxTerms || !(b.unknown >= 0 && b.unknown <= 1) {
		return nil, fmt.Errorf("header out of range: %w", ErrCorrupt)
	}
	rest := data[basisHeader:]
	sizes := [...]int64{
		4 * (int64(b.terms) + 1), 4 * int64(b.terms), 4 * int64(b.terms),
		int64(b.terms) * int64(b.dims), int64(le.Uint32(data[24:])),
	}
	for i, part := range []*[]byte{&b.offsets, &b.df, &b.scales, &b.rows, &b.text} {
		if sizes[i] > int64(len(rest)) {
			return nil, fmt.Errorf("file is cut short: %w", ErrCorrupt)
		}
		*part, rest = rest[:sizes[i]:sizes[i]], rest[sizes[i]:]
	}
	if len(rest) != 0 {
		return nil, fmt.Errorf("file has trailing bytes: %w", ErrCorrupt)
	}
	return b, nil
}

// term is the i-th term's text, a part of data.
func (b *basis) term(i int) ([]byte, error) {
	lo := binary.LittleEndian.Uint32(b.offsets[4*i:])
	hi := binary.LittleEndian.Uint32(b.offsets[4*i+4:])
	if lo > hi || int64(hi) > int64(len(b.text)) {
		return nil, fmt.Errorf("offset of term %d: %w", i, ErrCorrupt)
	}
	return b.text[lo:hi], nil
}

// lookup finds a token among the sorted terms by binary search.
func (b *basis) lookup(token string) (int32, bool, error) {
	lo, hi := 0, b.terms
	for lo < hi {
		mid := int(uint(lo+hi) / 2)
		term, err := b.term(mid)
		if err != nil {
			return 0, false, err
		}
		switch {
		case string(term) == token:
			return int32(mid), true, nil
		case string(term) < token:
			lo = mid + 1
		default:
			hi = mid
		}
	}
	return 0, false, nil
}

// finder chooses how to find tokens: by search for a question, through a map (built once)
// for an input that is large against the vocabulary. Both find the same.
func (b *basis) finder(passages [][]string) (func(string) (int32, bool, error), error) {
	tokens := 0
	for _, passage := range passages {
		tokens += len(passage)
	}
	if tokens < 4096 || tokens < b.terms/2 {
		return b.lookup, nil
	}
	b.once.Do(b.buildIndex)
	if b.err != nil {
		return nil, b.err
	}
	return func(token string) (int32, bool, error) {
		i, ok := b.index[token]
		return i, ok, nil
	}, nil
}

func (b *basis) buildIndex() {
	b.index = make(map[string]int32, b.terms)
	for i := range b.terms {
		term, err := b.term(i)
		if err != nil {
			b.err = err
			return
		}
		b.index[string(term)] = int32(i)
	}
}

// folder maps token lists to vectors; it belongs to one goroutine.
type folder struct {
	basis *basis
	find  func(string) (int32, bool, error)
	ids   []int32 // scratch: known tokens, then distinct terms
	vals  []float32
}

// fold sums the weighted rows of the tokens' terms into dst (zeroed, length dims) and
// scales it to length 1. It returns nil when there is nothing to scale.
func (f *folder) fold(dst []float32, tokens []string) ([]float32, error) {
	f.ids, f.vals = f.ids[:0], f.vals[:0]
	for _, token := range tokens {
		id, ok, err := f.find(token)
		if err != nil {
			return nil, err
		}
		if ok {
			f.ids = append(f.ids, id)
		}
	}
	slices.Sort(f.ids)
	le, b, n := binary.LittleEndian, f.basis, 0
	eachTerm(f.ids, func(term int32, tf int) {
		w := weight(tf, int(le.Uint32(b.df[4*term:])), b.docs)
		f.vals = append(f.vals, w*math.Float32frombits(le.Uint32(b.scales[4*term:])))
		f.ids[n] = term // n never overtakes the reading
		n++
	})
	addBytes(dst, b.rows, f.ids[:n], f.vals)
	sum := sumSquares(dst)
	switch {
	case sum == 0:
		return nil, nil
	case math.IsNaN(sum) || math.IsInf(sum, 0):
		return nil, fmt.Errorf("vector is not finite: %w", ErrCorrupt)
	}
	scale(dst, float32(1/math.Sqrt(sum)))
	return dst, nil
}
