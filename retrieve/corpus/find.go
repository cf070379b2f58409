package corpus

import (
	"fmt"
	"hash/fnv"
	"slices"
)

// Find decodes the document of an ID, false if there is none. The first call reads every
// ID and keeps eight bytes for each.
func (t *Table) Find(id string) (Doc, bool, error) {
	sorted, err := t.byID()
	if err != nil {
		return Doc{}, false, fmt.Errorf("find %q: %w", id, err)
	}
	hash := hashID([]byte(id))
	for i, _ := slices.BinarySearch(sorted, hash); i < len(sorted) && sorted[i]>>32 == hash>>32; i++ {
		d, err := t.Doc(uint32(sorted[i]))
		if err != nil {
			return Doc{}, false, fmt.Errorf("find %q: %w", id, err)
		}
		if d.ID == id {
			return d, true, nil
		}
	}
	return Doc{}, false, nil
}

// sortIDs lists the hashes of all IDs in order, each with the number of its document in
// the lower half.
func (t *Table) sortIDs() ([]uint64, error) {
	out := make([]uint64, t.Docs())
	for i := range out {
		b, err := t.record(uint32(i))
		if err != nil {
			return nil, err
		}
		d := decoder{b: b}
		out[i] = hashID(d.bytes()) | uint64(i) // the ID comes first: see encoder.doc
		if d.err != nil {
			return nil, fmt.Errorf("document %d: %w", i, d.err)
		}
	}
	slices.Sort(out)
	return out, nil
}

// hashID is the hash of an ID in the upper half.
func hashID(id []byte) uint64 {
	h := fnv.New32a()
	h.Write(id)
	return uint64(h.Sum32()) << 32
}
