package retrieve

import (
	"context"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"sort"
	"strings"
	"unsafe"

	"ask/retrieve/corpus"
	"ask/retrieve/document"
	"ask/retrieve/lexical"
	"ask/retrieve/question"
	"ask/retrieve/rank"
	"ask/retrieve/segment"
	"ask/retrieve/store"
	"ask/retrieve/vector"
)

// Index is one opened generation. It is safe for concurrent use.
type Index struct {
	gen      *store.Generation
	table    *corpus.Table
	lex      *lexical.Index
	vectors  *vector.Set // nil without an embedder
	chars    []byte
	stats    stats
	embedder Embedder
	learner  Learner
	reader   *question.Reader
	scorer   *rank.Scorer
	states   stateIndex
	asker    asker
}

// Open opens the newest generation of the index in dir. Its vectors are only used with
// the embedder that made them: another one is ErrEmbedder. Without any embedder in opt
// the search is lexical.
func Open(ctx context.Context, dir string, opt OpenOptions) (*Index, error) {
	gen, err := store.Open(dir)
	if err != nil {
		return nil, fmt.Errorf("open index: %w", err)
	}
	ix := &Index{gen: gen, embedder: opt.Embedder, learner: opt.Learner, reader: question.New(), asker: newAsker()}
	if err := ix.load(ctx); err != nil {
		ix.Close()
		return nil, fmt.Errorf("open index %s: %w", dir, err)
	}
	return ix, nil
}

func (ix *Index) load(ctx context.Context) error {
	var err error
	if ix.scorer, err = rank.New(); err != nil {
		return err
	}
	if ix.table, err = corpus.Open(tableFile(ix.gen)); err != nil {
		return err
	}
	if ix.chars, err = ix.gen.Map(fileChars); err != nil {
		return err
	}
	data, err := ix.gen.Map(fileStats)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(data, &ix.stats); err != nil {
		return fmt.Errorf("read statistics: %w", err)
	}
	if err := ix.openLexical(); err != nil {
		return err
	}
	return ix.openVectors(ctx)
}

func (ix *Index) openLexical() error {
	data, err := ix.gen.Map(fileOrdinals)
	if err != nil {
		return err
	}
	ix.lex, err = lexical.Open(ix.gen.Dir()+"/"+dirLexical, words32(data), lexical.Lengths{
		lexical.Words: ix.stats.Words, lexical.Bigrams: ix.stats.Grams, lexical.Names: 1,
	})
	if err != nil {
		return err
	}
	if ix.lex.Len() != ix.table.Len() {
		return fmt.Errorf("lexical index holds %d passages, the table %d", ix.lex.Len(), ix.table.Len())
	}
	return nil
}

// words32 reads little-endian words, without copying where the machine allows it.
func words32(b []byte) []uint32 {
	one := uint16(1)
	if *(*byte)(unsafe.Pointer(&one)) == 1 && uintptr(unsafe.Pointer(unsafe.SliceData(b)))%4 == 0 {
		return unsafe.Slice((*uint32)(unsafe.Pointer(unsafe.SliceData(b))), len(b)/4)
	}
	out := make([]uint32, len(b)/4)
	for i := range out {
		out[i] = binary.LittleEndian.Uint32(b[4*i:])
	}
	return out
}

func (ix *Index) openVectors(ctx context.Context) error {
	if ix.embedder == nil && ix.learner == nil {
		return nil
	}
	have := ix.gen.Meta().Embedder
	if ix.learner != nil {
		data, err := ix.gen.Map(fileLearned)
		if err != nil {
			return fmt.Errorf("%w (%s)", ErrEmbedder, have)
		}
		if err := ix.learner.Load(data); err != nil {
			return fmt.Errorf("load what was learned: %w", err)
		}
	} else if want := ix.embedder.Identity(); have != want {
		return fmt.Errorf("%w: it has %q, asked for %q", ErrEmbedder, have, want)
	}
	data, err := ix.gen.Map(fileVectors)
	if err != nil {
		return err
	}
	if ix.vectors, err = vector.Open(ctx, data); err != nil {
		return err
	}
	return nil
}

// Close releases the index; results stay valid.
func (ix *Index) Close() error {
	var lexErr error
	if ix.lex != nil {
		lexErr = ix.lex.Close()
	}
	if err := ix.gen.Close(); err != nil {
		return err
	}
	return lexErr
}

// Generation names what is published: answers carry it.
func (ix *Index) Generation() string { return ix.gen.ID() }

// Embedder is the identity of the embedder that made the vectors, "none" without.
func (ix *Index) Embedder() string {
	if ix.vectors == nil {
		return "none"
	}
	return ix.gen.Meta().Embedder
}

// Warnings are about damage found and survived.
func (ix *Index) Warnings() []string { return ix.gen.Warnings() }

// Len is the number of passages.
func (ix *Index) Len() int { return ix.table.Len() }

// Reader reads questions the way this index matches them.
func (ix *Index) Reader() *question.Reader { return ix.reader }

// Explain gives the parts of the score that features make with this index's weights.
func (ix *Index) Explain(f rank.Features) rank.Explanation {
	return ix.scorer.Explain(f, ix.legs().Feature)
}

// Source is one indexed document, for lists.
type Source struct {
	Document document.Document // without Text
	Passages int
	Bytes    int
}

// Sources lists the documents in the order of their IDs.
func (ix *Index) Sources() ([]Source, error) {
	out := make([]Source, 0, ix.table.Docs())
	for i := range ix.table.Docs() {
		d, err := ix.table.Doc(uint32(i))
		if err != nil {
			return nil, err
		}
		out = append(out, Source{metaOf(d), int(d.Count), len(ix.table.Text(d))})
	}
	sort.Slice(out, func(i, j int) bool { return out[i].Document.ID < out[j].Document.ID })
	return out, nil
}

// Text is the stored clean text of a document; ok is false if there is none of that ID.
func (ix *Index) Text(id string) (s string, ok bool, err error) {
	d, ok, err := ix.table.Find(id)
	if err != nil || !ok {
		return "", false, err
	}
	return strings.Clone(ix.table.Text(d)), true, nil
}

func metaOf(d corpus.Doc) document.Document {
	return document.Document{
		ID: d.ID, Title: d.Title, URL: d.URL, Publisher: d.Publisher, Date: d.Date, Kind: d.Kind, Rumour: d.Rumour,
		Headings: d.Headings, Removed: d.Removed, Warnings: d.Warnings,
	}
}

// read gives a passage with its document and its text, a view of the stored one.
func (ix *Index) read(ordinal uint32) (d corpus.Doc, p corpus.Passage, body string, err error) {
	if p, err = ix.table.Passage(ordinal); err != nil {
		return d, p, "", err
	}
	if d, err = ix.table.Doc(p.Doc); err != nil {
		return d, p, "", err
	}
	body, err = ix.table.Quote(d, p)
	return d, p, body, err
}

// vocabulary cuts questions by the indexed words.
func (ix *Index) vocabulary(ctx context.Context) segment.Vocabulary {
	return segment.Vocabulary{Has: func(term string) bool {
		n, err := ix.lex.Frequency(ctx, lexical.Words, term)
		return err == nil && n > 0
	}}
}
