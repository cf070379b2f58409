package lexical

import (
	"encoding/binary"
	"fmt"
	"os"

	"github.com/blevesearch/bleve/v2/document"
	"github.com/blevesearch/bleve/v2/index/scorch"
	index "github.com/blevesearch/bleve_index_api"
)

// batchTerms is how many terms one segment is built from before merging. Large, because
// merging costs as much as building: up to here there is nothing to merge. It bounds
// memory at about 1 GB.
const batchTerms = 10_000_000

// Builder writes a new index in one go.
type Builder struct {
	b     *scorch.Builder
	dir   string
	terms shared
}

// NewBuilder starts an index in dir, which must be empty or missing; scratch is a
// folder for temporary files on the same file system, removed by Close. passageTerms
// is about how many terms a passage has.
func NewBuilder(dir, scratch string, passageTerms int) (*Builder, error) {
	if err := os.MkdirAll(scratch, 0o700); err != nil {
		return nil, fmt.Errorf("start lexical index: %w", err)
	}
	b, err := scorch.NewBuilder(map[string]any{
		"path": dir, "buildPathPrefix": scratch, "batchSize": max(1000, batchTerms/max(1, passageTerms)),
	})
	if err != nil {
		return nil, fmt.Errorf("start lexical index in %s: %w", dir, err)
	}
	return &Builder{b: b, dir: scratch, terms: shared{}}, nil
}

// Add indexes the passage that key names. Keys must differ. It copies t.
func (b *Builder) Add(key uint32, t Terms) error {
	if err := b.b.Index(b.terms.document(key, t)); err != nil {
		return fmt.Errorf("index passage %d: %w", key, err)
	}
	return nil
}

// Close finishes the index.
func (b *Builder) Close() error {
	if err := b.b.Close(); err != nil {
		return fmt.Errorf("finish lexical index: %w", err)
	}
	if err := os.RemoveAll(b.dir); err != nil {
		return fmt.Errorf("finish lexical index: %w", err)
	}
	return nil
}

// documentOf makes a document that shares nothing with others.
func documentOf(key uint32, t Terms) *document.Document { return shared{}.document(key, t) }

// identifier is a passage's name inside bleve.
func identifier(key uint32) []byte { return binary.BigEndian.AppendUint32(nil, key) }

// shared is what the fields of one builder's documents have in common: the map by
// which each shows its terms to bleve. Bleve looks at one document at a time, so that
// the documents waiting in a batch need no maps of their own, which would take most of
// the memory.
type shared map[Field]index.TokenFrequencies

func (s shared) document(key uint32, t Terms) *document.Document {
	doc := document.NewDocument(string(identifier(key)))
	for _, f := range []Field{Words, Bigrams, Names} {
		if counts := t[f]; len(counts) > 0 {
			doc.AddField(s.field(f, counts))
		}
	}
	return doc
}

func (s shared) field(f Field, counts map[string]int) *field {
	if s[f] == nil {
		s[f] = index.TokenFrequencies{}
	}
	out := &field{name: string(f), terms: make([]termCount, 0, len(counts)), freqs: s[f]}
	for term, n := range counts {
		out.terms = append(out.terms, termCount{term, n})
		out.length += n
	}
	return out
}

// termCount is a term and how often a field holds it.
type termCount struct {
	term string
	n    int
}

// field is a text field whose terms are already counted: bleve's own would tokenise.
type field struct {
	name   string
	terms  []termCount
	length int
	freqs  index.TokenFrequencies // shared with the same field of other documents
}

// AnalyzedTokenFrequencies gives the terms until the same field of another document is
// asked for its own. Segments are built from the keys and the frequencies alone, so
// that the values hold no term and equal ones are one.
func (f *field) AnalyzedTokenFrequencies() index.TokenFrequencies {
	clear(f.freqs)
	for _, t := range f.terms {
		f.freqs[t.term] = frequency(t.n)
	}
	return f.freqs
}

// frequencies are the values of the usual counts.
var frequencies = func() (list [64]index.TokenFreq) {
	for n := range list {
		list[n].SetFrequency(n)
	}
	return list
}()

func frequency(n int) *index.TokenFreq {
	if n < len(frequencies) {
		return &frequencies[n]
	}
	tf := &index.TokenFreq{}
	tf.SetFrequency(n)
	return tf
}

func (f *field) Name() string                        { return f.name }
func (f *field) Value() []byte                       { return nil }
func (f *field) ArrayPositions() []uint64            { return nil }
func (f *field) EncodedFieldType() byte              { return 't' }
func (f *field) Analyze()                            {}
func (f *field) Options() index.FieldIndexingOptions { return index.IndexField }
func (f *field) AnalyzedLength() int                 { return f.length }
func (f *field) Size() int                           { return 24 * len(f.terms) }
func (f *field) NumPlainTextBytes() uint64           { return 0 }
