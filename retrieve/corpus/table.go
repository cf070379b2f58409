package corpus

import (
	"encoding/binary"
	"fmt"
	"sync"
	"unsafe"
)

// Table reads a table by offset. It is immutable and safe for concurrent use; the
// strings it gives out point into the mapped files and are valid while they are.
type Table struct {
	docs, offsets, text, passages, headings, tags []byte

	byID func() ([]uint64, error) // made when first needed
}

// Open takes the table's files through open, which gives a file's bytes by name
// (mapped or read), and checks that their sizes fit together.
func Open(open func(name string) ([]byte, error)) (*Table, error) {
	t := &Table{}
	for name, dst := range map[string]*[]byte{
		fileDocs: &t.docs, fileOffsets: &t.offsets, fileText: &t.text,
		filePassages: &t.passages, fileHeadings: &t.headings, fileTags: &t.tags,
	} {
		b, err := open(name)
		if err != nil {
			return nil, fmt.Errorf("open %s: %w", name, err)
		}
		*dst = b
	}
	if len(t.offsets) < 8 || len(t.offsets)%8 != 0 || len(t.passages)%passageSize != 0 || len(t.tags)%4 != 0 {
		return nil, fmt.Errorf("open table: %w: sizes do not fit", errDamaged)
	}
	t.byID = sync.OnceValues(t.sortIDs)
	return t, nil
}

// Len is the number of passages.
func (t *Table) Len() int { return len(t.passages) / passageSize }

// Docs is the number of documents.
func (t *Table) Docs() int { return len(t.offsets)/8 - 1 }

// Doc decodes document i.
func (t *Table) Doc(i uint32) (Doc, error) {
	b, err := t.record(i)
	if err != nil {
		return Doc{}, err
	}
	d := decoder{b: b}
	doc := d.doc()
	doc.Number = i
	if d.err == nil && (len(d.b) > 0 || !t.fits(&doc)) {
		d.fail()
	}
	if d.err != nil {
		return Doc{}, fmt.Errorf("document %d: %w", i, d.err)
	}
	return doc, nil
}

// record is document i, encoded.
func (t *Table) record(i uint32) ([]byte, error) {
	if int(i) >= t.Docs() {
		return nil, fmt.Errorf("document %d of %d: %w", i, t.Docs(), errDamaged)
	}
	from, to := binary.LittleEndian.Uint64(t.offsets[8*i:]), binary.LittleEndian.Uint64(t.offsets[8*i+8:])
	if from > to || to > uint64(len(t.docs)) {
		return nil, fmt.Errorf("document %d: %w", i, errDamaged)
	}
	return t.docs[from:to], nil
}

// fits reports whether d's ranges lie within the table and its text.
func (t *Table) fits(d *Doc) bool {
	if d.start > d.end || d.end > uint64(len(t.text)) || uint64(d.First)+uint64(d.Count) > uint64(t.Len()) {
		return false
	}
	size := d.end - d.start
	for _, h := range d.Headings {
		if h.Start < 0 || h.Start > h.End || uint64(h.End) > size {
			return false
		}
	}
	return true
}

// Text is d's clean text.
func (t *Table) Text(d Doc) string { return str(t.text[d.start:d.end]) }

// Passage reads passage i.
func (t *Table) Passage(i uint32) (Passage, error) {
	if int(i) >= t.Len() {
		return Passage{}, fmt.Errorf("passage %d of %d: %w", i, t.Len(), errDamaged)
	}
	r := t.passages[int(i)*passageSize:]
	u := func(k int) uint32 { return binary.LittleEndian.Uint32(r[4*k:]) }
	p := Passage{Ordinal: i, Doc: u(0), Start: u(1), End: u(2), tagAt: u(5), tags: u(6), Key: u(7), Words: u(8), Grams: u(9), Simhash: binary.LittleEndian.Uint64(r[40:])}
	head, n := uint64(u(3)), uint64(u(4))
	if head+n > uint64(len(t.headings)) || (uint64(p.tagAt)+uint64(p.tags))*4 > uint64(len(t.tags)) || p.Start > p.End {
		return Passage{}, fmt.Errorf("passage %d: %w", i, errDamaged)
	}
	p.Heading = str(t.headings[head : head+n])
	return p, nil
}

// Quote is the text of p, a passage of d.
func (t *Table) Quote(d Doc, p Passage) (string, error) {
	s := t.Text(d)
	if p.Ordinal < d.First || p.Ordinal-d.First >= d.Count || int(p.End) > len(s) {
		return "", fmt.Errorf("passage %d: %w", p.Ordinal, errDamaged)
	}
	return s[p.Start:p.End], nil
}

// Tags reads p's tags.
func (t *Table) Tags(p Passage) []Tag {
	out := make([]Tag, p.tags)
	for i := range out {
		b := t.tags[4*(int(p.tagAt)+i):]
		out[i] = Tag{Start: binary.LittleEndian.Uint16(b), Len: b[2], Class: TagClass(b[3])}
	}
	return out
}

// str views bytes as a string without copying them.
func str(b []byte) string { return unsafe.String(unsafe.SliceData(b), len(b)) }
