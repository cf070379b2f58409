package embed

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"strings"
)

// The cache file is the magic and then records, all numbers little-endian: CRC-32C of the
// rest of the record (uint32), dimension D (uint32), key (48 bytes), D numbers (float32).
const (
	cacheMagic  = "askvec1\n"
	recordHead  = 4 + 4 + len(cacheKey{})
	maxCacheDim = 1 << 16
)

func recordLen(dim int) int { return recordHead + 4*dim }

func appendRecord(buf []byte, key cacheKey, vector []float32) []byte {
	le := binary.LittleEndian
	start := len(buf)
	buf = le.AppendUint32(buf, 0)
	buf = le.AppendUint32(buf, uint32(len(vector)))
	buf = append(buf, key[:]...)
	for _, x := range vector {
		buf = le.AppendUint32(buf, math.Float32bits(x))
	}
	le.PutUint32(buf[start:], checksum(buf[start+4:]))
	return buf
}

// recordDim reads the dimension from a record's head.
func recordDim(head []byte) (int, bool) {
	dim := binary.LittleEndian.Uint32(head[4:])
	return int(dim), dim > 0 && dim <= maxCacheDim
}

// parseRecord reads one whole record.
func parseRecord(record []byte) (cacheKey, []float32, error) {
	if !sound(record) {
		return cacheKey{}, nil, ErrCorrupt
	}
	vector := make([]float32, (len(record)-recordHead)/4)
	for i := range vector {
		vector[i] = math.Float32frombits(binary.LittleEndian.Uint32(record[recordHead+4*i:]))
	}
	return cacheKey(record[8:recordHead]), vector, nil
}

// sound checks a record's length and checksum.
func sound(record []byte) bool {
	if len(record) < recordHead {
		return false
	}
	dim, ok := recordDim(record)
	return ok && len(record) == recordLen(dim) &&
		checksum(record[4:]) == binary.LittleEndian.Uint32(record)
}

// scan enters every sound record into index and returns where the last of them ends: 0 for
// an empty file or a torn magic. A record whose checksum fails is passed over as long as
// its length leads on within the file; the later of two records under one key wins.
func scan(r io.ReaderAt, size int64, index map[cacheKey]entry) (int64, error) {
	in := bufio.NewReaderSize(io.NewSectionReader(r, 0, size), 1<<16)
	magic := make([]byte, len(cacheMagic))
	n, err := io.ReadFull(in, magic)
	switch {
	case err == io.EOF || err == io.ErrUnexpectedEOF:
		if !strings.HasPrefix(cacheMagic, string(magic[:n])) {
			return 0, fmt.Errorf("not an embedding cache: %w", ErrCorrupt)
		}
		return 0, nil
	case err != nil:
		return 0, err
	case string(magic) != cacheMagic:
		return 0, fmt.Errorf("not an embedding cache: %w", ErrCorrupt)
	}
	at, end := int64(len(cacheMagic)), int64(len(cacheMagic))
	var record []byte
	for {
		head, err := in.Peek(recordHead)
		if errors.Is(err, io.EOF) {
			return end, nil
		}
		if err != nil {
			return 0, err
		}
		dim, ok := recordDim(head)
		if length := int64(recordLen(dim)); !ok || at+length > size {
			return end, nil
		}
		if need := recordLen(dim); cap(record) < need {
			record = make([]byte, need)
		}
		record = record[:recordLen(dim)]
		if _, err := io.ReadFull(in, record); err != nil {
			return 0, err
		}
		if sound(record) {
			index[cacheKey(record[8:recordHead])] = entry{at: at, dim: dim}
			end = at + int64(len(record))
		}
		at += int64(len(record))
	}
}
