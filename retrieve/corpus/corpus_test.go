package corpus

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"ask/retrieve/document"
)

// files are a table's files in memory.
type files map[string][]byte

type memFile struct {
	bytes.Buffer
	close func([]byte)
}

func (f *memFile) Close() error { f.close(f.Bytes()); return nil }

func (fs files) create(name string) (io.WriteCloser, error) {
	return &memFile{close: func(b []byte) { fs[name] = bytes.Clone(b) }}, nil
}

func (fs files) open(name string) ([]byte, error) {
	b, ok := fs[name]
	if !ok {
		return nil, fmt.Errorf("no %s", name)
	}
	return b, nil
}

func (fs files) clone() files {
	out := files{}
	for name, b := range fs {
		out[name] = bytes.Clone(b)
	}
	return out
}

// sample is a table of three documents, the second without passages.
func sample(t testing.TB) files {
	t.Helper()
	b := NewBuilder()
	for _, d := range samples {
		b.Add(d.doc, d.text, d.passages, d.tags)
	}
	if b.Docs() != 3 || b.Len() != 3 {
		t.Fatalf("builder: %d documents, %d passages", b.Docs(), b.Len())
	}
	out := files{}
	if err := b.Write(out.create); err != nil {
		t.Fatal(err)
	}
	return out
}

var samples = []struct {
	doc      Doc
	text     string
	passages []Passage
	tags     [][]Tag
}{
	{
		Doc{
			ID: "新闻/a.md", Title: "西湖", URL: "https://example.com/a", Publisher: "日报",
			Date: document.Date{Value: "2024-07", Source: document.DateFromMeta}, Kind: document.News,
			Headings: []document.Heading{{Level: 1, Start: 0, End: 6}, {Level: 2, Start: 7, End: 13}},
			Source:   3, Hash: 1<<64 - 1,
			Removed:  []document.Removal{{What: "script", Count: 2, Bytes: 99, Sample: "alert"}},
			Warnings: []string{"a date in the future", ""},
		},
		"西湖\n苏堤\n断桥",
		[]Passage{
			{Start: 0, End: 13, Heading: "西湖", Simhash: 42, Key: 7, Words: 5, Grams: 6},
			{Start: 14, End: 20, Heading: "西湖 › 苏堤", Simhash: 1 << 63, Key: 8, Words: 1, Grams: 1},
		},
		[][]Tag{{{Start: 0, Len: 6, Class: TagPlace}, {Start: 7, Len: 6, Class: TagProper}}, nil},
	},
	{Doc{ID: "empty.txt"}, "", nil, nil},
	{Doc{ID: "b.txt", Title: "B"}, "plain text", []Passage{{Start: 0, End: 10, Key: 1}}, [][]Tag{{{Start: 65535, Len: 255, Class: TagTime}}}},
}

func TestRoundTrip(t *testing.T) {
	tab, err := Open(sample(t).open)
	if err != nil {
		t.Fatal(err)
	}
	if tab.Docs() != 3 || tab.Len() != 3 {
		t.Fatalf("%d documents, %d passages", tab.Docs(), tab.Len())
	}
	ordinal := uint32(0)
	for i, s := range samples {
		d, err := tab.Doc(uint32(i))
		if err != nil {
			t.Fatal(err)
		}
		want := s.doc
		want.First, want.Count, want.Number = ordinal, uint32(len(s.passages)), uint32(i)
		if diff := cmp.Diff(want, d, cmpopts.IgnoreUnexported(Doc{})); diff != "" {
			t.Errorf("document %d (-want +got):\n%s", i, diff)
		}
		if got := tab.Text(d); got != s.text {
			t.Errorf("text of %d: %q", i, got)
		}
		for k, want := range s.passages {
			p, err := tab.Passage(ordinal)
			if err != nil {
				t.Fatal(err)
			}
			want.Ordinal, want.Doc = ordinal, uint32(i)
			if diff := cmp.Diff(want, p, cmpopts.IgnoreUnexported(Passage{})); diff != "" {
				t.Errorf("passage %d (-want +got):\n%s", ordinal, diff)
			}
			if diff := cmp.Diff(s.tags[k], tab.Tags(p), cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("tags of %d (-want +got):\n%s", ordinal, diff)
			}
			quote, err := tab.Quote(d, p)
			if err != nil || quote != s.text[want.Start:want.End] {
				t.Errorf("quote %d: %q, %v", ordinal, quote, err)
			}
			ordinal++
		}
	}
}

func TestEmptyTable(t *testing.T) {
	out := files{}
	if err := NewBuilder().Write(out.create); err != nil {
		t.Fatal(err)
	}
	tab, err := Open(out.open)
	if err != nil {
		t.Fatal(err)
	}
	if tab.Docs() != 0 || tab.Len() != 0 {
		t.Errorf("%d documents, %d passages", tab.Docs(), tab.Len())
	}
	if _, err := tab.Doc(0); !errors.Is(err, errDamaged) {
		t.Errorf("Doc(0): %v", err)
	}
}

func TestOutOfRange(t *testing.T) {
	tab, err := Open(sample(t).open)
	if err != nil {
		t.Fatal(err)
	}
	for _, i := range []uint32{3, 4, 1 << 31, 1<<32 - 1} {
		if _, err := tab.Doc(i); !errors.Is(err, errDamaged) {
			t.Errorf("Doc(%d): %v", i, err)
		}
		if _, err := tab.Passage(i); !errors.Is(err, errDamaged) {
			t.Errorf("Passage(%d): %v", i, err)
		}
	}
	d, _ := tab.Doc(2)
	p, _ := tab.Passage(0)
	if q, err := tab.Quote(d, p); !errors.Is(err, errDamaged) {
		t.Errorf("quote of another document: %q, %v", q, err)
	}
}

func TestDamage(t *testing.T) {
	whole := sample(t)
	word := func(name string, i int, v uint32) func(files) {
		return func(fs files) { binary.LittleEndian.PutUint32(fs[name][4*i:], v) }
	}
	cut := func(name string, n int) func(files) {
		return func(fs files) { fs[name] = fs[name][:len(fs[name])-n] }
	}
	for _, tt := range []struct {
		name   string
		change func(files)
	}{
		{"offsets empty", func(fs files) { fs[fileOffsets] = nil }},
		{"offsets cut", cut(fileOffsets, 3)},
		{"offsets backwards", word(fileOffsets, 2, 1<<20)},
		{"offsets beyond the end", word(fileOffsets, 7, 1)},
		{"last offset missing", cut(fileOffsets, 8)},
		{"documents cut", cut(fileDocs, 1)},
		{"documents empty", func(fs files) { fs[fileDocs] = nil }},
		{"text cut", cut(fileText, 1)},
		{"passages cut", cut(filePassages, 1)},
		{"last passage missing", cut(filePassages, passageSize)},
		{"passage of no document", word(filePassages, 0, 9)},
		{"passage of another document", word(filePassages, 0, 2)},
		{"passage backwards", word(filePassages, 1, 14)},
		{"passage beyond its text", word(filePassages, 2, 1000)},
		{"heading beyond the end", word(filePassages, 3, 1000)},
		{"heading endless", word(filePassages, 4, 1<<32-1)},
		{"tags beyond the end", word(filePassages, 5, 1000)},
		{"tags endless", word(filePassages, 6, 1<<32-1)},
		{"headings cut", cut(fileHeadings, 1)},
		{"tags cut", cut(fileTags, 2)},
		{"last tag missing", cut(fileTags, 4)},
	} {
		t.Run(tt.name, func(t *testing.T) {
			fs := whole.clone()
			tt.change(fs)
			if err := readAll(fs); !errors.Is(err, errDamaged) {
				t.Errorf("read: %v", err)
			}
		})
	}
	for name := range whole {
		fs := whole.clone()
		delete(fs, name)
		if _, err := Open(fs.open); err == nil {
			t.Errorf("opened without %s", name)
		}
	}
}

// TestHeadings: section titles that do not lie within the text are damage.
func TestHeadings(t *testing.T) {
	for _, h := range []document.Heading{{Level: 1, Start: 0, End: 5}, {Level: 1, Start: 3, End: 2}, {Level: 1, Start: -1, End: 2}, {Level: 1, Start: 9, End: 9}} {
		b := NewBuilder()
		b.Add(Doc{Headings: []document.Heading{h}}, "text", nil, nil)
		fs := files{}
		if err := b.Write(fs.create); err != nil {
			t.Fatal(err)
		}
		if err := readAll(fs); !errors.Is(err, errDamaged) {
			t.Errorf("%+v in a text of 4 bytes: %v", h, err)
		}
	}
}

// readAll reads everything a table holds and checks that it fits together.
func readAll(fs files) error {
	t, err := Open(fs.open)
	if err != nil {
		return err
	}
	next := uint32(0)
	for i := range uint32(t.Docs()) {
		d, err := t.Doc(i)
		if err != nil {
			return err
		}
		text := t.Text(d)
		for _, h := range d.Headings {
			_ = text[h.Start:h.End] // a panic is a fault of Doc
		}
		for k := range d.Count {
			p, err := t.Passage(d.First + k)
			if err != nil {
				return err
			}
			if _, err := t.Quote(d, p); err != nil {
				return err
			}
			t.Tags(p)
			owner, err := t.Doc(p.Doc)
			if err != nil {
				return err
			}
			if _, err := t.Quote(owner, p); err != nil {
				return err
			}
		}
		next += d.Count
	}
	if int(next) != t.Len() {
		return fmt.Errorf("%w: documents name %d passages of %d", errDamaged, next, t.Len())
	}
	return nil
}

// TestFlippedBytes changes every byte of every file: nothing panics, and what does not
// fail reads as before in length.
func TestFlippedBytes(t *testing.T) {
	whole := sample(t)
	for _, name := range slices.Sorted(maps.Keys(whole)) {
		for i := range whole[name] {
			for _, flip := range []byte{0x01, 0x80, 0xff} {
				fs := whole.clone()
				fs[name][i] ^= flip
				if err := readAll(fs); err != nil && !errors.Is(err, errDamaged) {
					t.Errorf("%s byte %d: %v", name, i, err)
				}
			}
		}
	}
}

type failing struct{ after int }

func (f *failing) Write(p []byte) (int, error) {
	if f.after -= len(p); f.after < 0 {
		return 0, fs.ErrPermission
	}
	return len(p), nil
}

func (f *failing) Close() error { return fs.ErrClosed }

func TestWriteFails(t *testing.T) {
	b := NewBuilder()
	b.Add(samples[0].doc, samples[0].text, samples[0].passages, samples[0].tags)
	for name, create := range map[string]func(string) (io.WriteCloser, error){
		"create": func(string) (io.WriteCloser, error) { return nil, fs.ErrPermission },
		"write":  func(string) (io.WriteCloser, error) { return &failing{}, nil },
	} {
		if err := b.Write(create); !errors.Is(err, fs.ErrPermission) {
			t.Errorf("%s fails: %v", name, err)
		}
	}
	if err := b.Write(func(string) (io.WriteCloser, error) { return &failing{1 << 20}, nil }); !errors.Is(err, fs.ErrClosed) {
		t.Errorf("close fails: %v", err)
	}
}

func FuzzTable(f *testing.F) {
	whole := sample(f)
	f.Add(whole[fileDocs], whole[fileOffsets], whole[fileText], whole[filePassages], whole[fileHeadings], whole[fileTags])
	f.Add([]byte("\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"), make([]byte, 16), []byte{}, make([]byte, passageSize), []byte{}, []byte{})
	f.Fuzz(func(t *testing.T, docs, offsets, text, passages, headings, tags []byte) {
		fs := files{fileDocs: docs, fileOffsets: offsets, fileText: text, filePassages: passages, fileHeadings: headings, fileTags: tags}
		if err := readAll(fs); err != nil && !errors.Is(err, errDamaged) {
			t.Fatal(err)
		}
		tab, err := Open(fs.open)
		if err != nil {
			return
		}
		for i := range uint32(tab.Len()) {
			p, err := tab.Passage(i)
			if err != nil {
				continue
			}
			tab.Tags(p)
			if d, err := tab.Doc(p.Doc); err == nil {
				tab.Quote(d, p)
			}
		}
	})
}
