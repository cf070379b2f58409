package corpus

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"io"

	"ask/retrieve/document"
)

// The files of a table, in the order they are written.
const (
	fileDocs     = "docs.dat"
	fileOffsets  = "docs.idx"
	fileText     = "text.dat"
	filePassages = "passages.dat"
	fileHeadings = "headings.dat"
	fileTags     = "tags.dat"
)

// passageSize is the size of a passage's record: ten little-endian words of four bytes
// and one of eight.
const passageSize = 48

// Builder collects documents and writes the table. Everything stays in memory until
// Write.
type Builder struct {
	docs     encoder
	offsets  []uint64
	text     [][]byte
	textSize uint64
	passages []byte
	headings []byte
	tags     []byte
	n        uint32
}

// NewBuilder makes an empty Builder.
func NewBuilder() *Builder { return &Builder{} }

// Len is the number of passages added.
func (b *Builder) Len() int { return int(b.n) }

// Docs is the number of documents added.
func (b *Builder) Docs() int { return len(b.offsets) }

// Add appends a document with its passages and, for each passage, its tags. The
// ordinals, the passages' Doc and d's First and Count are set here.
func (b *Builder) Add(d Doc, text string, passages []Passage, tags [][]Tag) {
	d.First, d.Count = b.n, uint32(len(passages))
	d.start, d.end = b.textSize, b.textSize+uint64(len(text))
	b.text = append(b.text, []byte(text))
	b.textSize = d.end
	b.offsets = append(b.offsets, uint64(len(b.docs.b)))
	b.docs.doc(&d)
	for i, p := range passages {
		b.addPassage(uint32(len(b.offsets)-1), p, tags[i])
	}
}

func (b *Builder) addPassage(doc uint32, p Passage, tags []Tag) {
	le := binary.LittleEndian
	rec := b.passages
	for _, v := range []uint32{doc, p.Start, p.End, uint32(len(b.headings)), uint32(len(p.Heading)), uint32(len(b.tags) / 4), uint32(len(tags)), p.Key, p.Words, p.Grams} {
		rec = le.AppendUint32(rec, v)
	}
	b.passages = le.AppendUint64(rec, p.Simhash)
	b.headings = append(b.headings, p.Heading...)
	for _, t := range tags {
		b.tags = append(le.AppendUint16(b.tags, t.Start), t.Len, byte(t.Class))
	}
	b.n++
}

func (e *encoder) doc(d *Doc) {
	for _, s := range []string{d.ID, d.Title, d.URL, d.Publisher, d.Date.Value, string(d.Date.Source), string(d.Kind)} {
		e.str(s)
	}
	for _, v := range []uint64{d.start, d.end, uint64(d.First), uint64(d.Count), uint64(d.Source), d.Hash, flag(d.Rumour), uint64(len(d.Headings))} {
		e.uint(v)
	}
	for _, h := range d.Headings {
		e.uint(uint64(h.Level))
		e.uint(uint64(h.Start))
		e.uint(uint64(h.End))
	}
	e.uint(uint64(len(d.Removed)))
	for _, r := range d.Removed {
		e.str(r.What)
		e.uint(uint64(r.Count))
		e.uint(uint64(r.Bytes))
		e.str(r.Sample)
	}
	e.uint(uint64(len(d.Warnings)))
	for _, w := range d.Warnings {
		e.str(w)
	}
}

func flag(b bool) uint64 {
	if b {
		return 1
	}
	return 0
}

func (d *decoder) doc() Doc {
	var out Doc
	var source, kind string
	for _, s := range []*string{&out.ID, &out.Title, &out.URL, &out.Publisher, &out.Date.Value, &source, &kind} {
		*s = d.str()
	}
	out.Date.Source, out.Kind = document.DateSource(source), document.Kind(kind)
	out.start, out.end = d.uint(), d.uint()
	out.First, out.Count, out.Source = d.uint32(), d.uint32(), d.uint32()
	out.Hash = d.uint()
	out.Rumour = d.uint() == 1
	for n := d.count(); n > 0; n-- {
		out.Headings = append(out.Headings, document.Heading{Level: int(d.uint()), Start: int(d.uint()), End: int(d.uint())})
	}
	for n := d.count(); n > 0; n-- {
		out.Removed = append(out.Removed, document.Removal{What: d.str(), Count: int(d.uint()), Bytes: int(d.uint()), Sample: d.str()})
	}
	for n := d.count(); n > 0; n-- {
		out.Warnings = append(out.Warnings, d.str())
	}
	return out
}

// Write writes the table's files through create, which makes a file by name.
func (b *Builder) Write(create func(name string) (io.WriteCloser, error)) error {
	var offsets []byte
	for _, o := range append(b.offsets, uint64(len(b.docs.b))) {
		offsets = binary.LittleEndian.AppendUint64(offsets, o)
	}
	for _, f := range []struct {
		name string
		data [][]byte
	}{
		{fileDocs, [][]byte{b.docs.b}},
		{fileOffsets, [][]byte{offsets}},
		{fileText, b.text},
		{filePassages, [][]byte{b.passages}},
		{fileHeadings, [][]byte{b.headings}},
		{fileTags, [][]byte{b.tags}},
	} {
		if err := writeFile(create, f.name, f.data); err != nil {
			return err
		}
	}
	return nil
}

func writeFile(create func(string) (io.WriteCloser, error), name string, data [][]byte) error {
	f, err := create(name)
	if err != nil {
		return fmt.Errorf("create %s: %w", name, err)
	}
	w := bufio.NewWriterSize(f, 1<<16)
	for _, d := range data {
		if _, err := w.Write(d); err != nil {
			f.Close()
			return fmt.Errorf("write %s: %w", name, err)
		}
	}
	if err := w.Flush(); err != nil {
		f.Close()
		return fmt.Errorf("write %s: %w", name, err)
	}
	if err := f.Close(); err != nil {
		return fmt.Errorf("close %s: %w", name, err)
	}
	return nil
}
