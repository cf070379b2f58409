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
	b   *scorch.Builder
	dir string
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
	return &Builder{b: b, dir: scratch}, nil
}

// Add indexes the passage that key names. Keys must differ.
func (b *Builder) Add(key uint32, t Terms) error {
	if err := b.b.Index(documentOf(key, t)); err != nil {
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

func documentOf(key uint32, t Terms) *document.Document {
	doc := document.NewDocument(string(identifier(key)))
	for _, f := range []Field{Words, Bigrams, Names} {
		if counts := t[f]; len(counts) > 0 {
			doc.AddField(newField(f, counts))
		}
	}
	return doc
}

// identifier is a passage's name inside bleve.
func identifier(key uint32) []byte { return binary.BigEndian.AppendUint32(nil, key) }

// field is a text field whose terms are already counted: bleve's own would tokenise.
type field struct {
	name   string
	freqs  index.TokenFrequencies
	length int
}

func newField(f Field, counts map[string]int) *field {
	out := &field{name: string(f), freqs: make(index.TokenFrequencies, len(counts))}
	for term, n := range counts {
		tf := &index.TokenFreq{Term: []byte(term)}
		tf.SetFrequency(n)
		out.freqs[term] = tf
		out.length += n
	}
	return out
}

func (f *field) Name() string                                     { return f.name }
func (f *field) Value() []byte                                    { return nil }
func (f *field) ArrayPositions() []uint64                         { return nil }
func (f *field) EncodedFieldType() byte                           { return 't' }
func (f *field) Analyze()                                         {}
func (f *field) Options() index.FieldIndexingOptions              { return index.IndexField }
func (f *field) AnalyzedLength() int                              { return f.length }
func (f *field) AnalyzedTokenFrequencies() index.TokenFrequencies { return f.freqs }
func (f *field) Size() int                                        { return 64 * len(f.freqs) }
func (f *field) NumPlainTextBytes() uint64                        { return 0 }
