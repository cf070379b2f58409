package retrieve

import (
	"encoding/binary"
	"slices"
	"sort"

	"ask/retrieve/text"
)

// charTable counts in how many passages each character stands, as sorted pairs of
// little-endian words: the rune, the count.
func (s *syncer) charTable() []byte {
	df, last := map[rune]uint32{}, map[rune]uint32{}
	n := uint32(0)
	var runes []rune
	var offsets []int32
	for p, d := range s.each {
		n++
		for _, part := range []string{d.title(p), d.quote(p)} {
			runes, offsets = text.FoldRunes(part, runes[:0], offsets[:0])
			for _, r := range runes {
				if last[r] != n && text.ClassOf(r) != text.Other {
					last[r] = n
					df[r]++
				}
			}
		}
	}
	keys := make([]rune, 0, len(df))
	for r := range df {
		keys = append(keys, r)
	}
	slices.Sort(keys)
	var b []byte
	for _, r := range keys {
		b = binary.LittleEndian.AppendUint32(b, uint32(r))
		b = binary.LittleEndian.AppendUint32(b, df[r])
	}
	return b
}

// charFrequency looks r up in a table charTable made.
func charFrequency(table []byte, r rune) int {
	n := len(table) / 8
	i := sort.Search(n, func(i int) bool { return binary.LittleEndian.Uint32(table[8*i:]) >= uint32(r) })
	if i < n && binary.LittleEndian.Uint32(table[8*i:]) == uint32(r) {
		return int(binary.LittleEndian.Uint32(table[8*i+4:]))
	}
	return 0
}
