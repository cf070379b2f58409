package state

import (
	"strings"
	"testing"

	"ask/retrieve/when"
)

// BenchmarkFind reads the texts of the development set again and again: far more
// statements than any document has.
func BenchmarkFind(b *testing.B) {
	x := extractor(b)
	var all strings.Builder
	for _, c := range devSet(b) {
		all.WriteString(c.Text + "\n")
	}
	s := strings.Repeat(all.String(), 20)
	b.SetBytes(int64(len(s)))
	for b.Loop() {
		x.Find(s, when.Date{Year: 2024}, nil)
	}
}
