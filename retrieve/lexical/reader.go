package lexical

import (
	"context"
	"encoding/binary"
	"fmt"
	"math"
	"slices"

	"github.com/blevesearch/bleve/v2/index/scorch"
	index "github.com/blevesearch/bleve_index_api"
)

// Index reads one published index. It is safe for concurrent use.
type Index struct {
	idx      index.Index
	r        index.IndexReader
	n        int
	ordinals Ordinals
	avg      map[Field]float64
}

// Ordinals maps bleve's document numbers to passage ordinals: bleve numbers the
// documents of a batch in no particular order.
type Ordinals []uint32

// none stands for a deleted document.
const none = ^uint32(0)

// BM25 are the two parameters of Robertson and Zaragoza's BM25 (2009).
type BM25 struct{ K1, B float64 }

// Lengths are the mean field lengths BM25 divides by, counted while indexing.
type Lengths map[Field]float64

// Open opens the index in dir read-only, with the table ReadOrdinals made when it was
// written.
func Open(dir string, ordinals Ordinals, avg Lengths) (*Index, error) {
	idx, err := scorch.NewScorch(scorch.Name, map[string]any{"path": dir, "read_only": true}, index.NewAnalysisQueue(0))
	if err != nil {
		return nil, fmt.Errorf("open lexical index %s: %w", dir, err)
	}
	if err := idx.Open(); err != nil {
		return nil, fmt.Errorf("open lexical index %s: %w", dir, err)
	}
	r, err := idx.Reader()
	if err != nil {
		idx.Close()
		return nil, fmt.Errorf("read lexical index %s: %w", dir, err)
	}
	ix := &Index{idx: idx, r: r, ordinals: ordinals, avg: avg}
	if err := ix.load(); err != nil {
		ix.Close()
		return nil, err
	}
	if err := ix.complete(); err != nil {
		ix.Close()
		return nil, fmt.Errorf("open lexical index %s: %w", dir, err)
	}
	return ix, nil
}

// complete compares the index with its table: where a segment is missing bleve goes
// back to an earlier state, and only logs it.
func (ix *Index) complete() error {
	if ix.ordinals == nil {
		return nil
	}
	known := 0
	for _, o := range ix.ordinals {
		if o != none {
			known++
		}
	}
	if known != ix.n {
		return fmt.Errorf("it holds %d passages, its table %d", ix.n, known)
	}
	return nil
}

func (ix *Index) load() error {
	n, err := ix.r.DocCount()
	if err != nil {
		return fmt.Errorf("count passages: %w", err)
	}
	ix.n = int(n)
	return nil
}

// ReadOrdinals gives, for the index in dir, which passage each of bleve's documents
// is, from the passages' ordinals by key. Deleted documents have none.
func ReadOrdinals(dir string, byKey map[uint32]uint32) (Ordinals, error) {
	ix, err := Open(dir, nil, nil)
	if err != nil {
		return nil, err
	}
	defer ix.Close()
	all, err := ix.r.DocIDReaderAll()
	if err != nil {
		return nil, fmt.Errorf("list passages: %w", err)
	}
	defer all.Close()
	var out Ordinals
	for found := 0; ; found++ {
		id, err := all.Next()
		if err != nil {
			return nil, fmt.Errorf("list passages: %w", err)
		}
		if id == nil {
			if found != len(byKey) {
				return nil, fmt.Errorf("lexical index holds %d passages, not %d", found, len(byKey))
			}
			return out, nil
		}
		if out, err = ix.number(out, id, byKey); err != nil {
			return nil, err
		}
	}
}

func (ix *Index) number(out Ordinals, id index.IndexInternalID, byKey map[uint32]uint32) (Ordinals, error) {
	ext, err := ix.r.ExternalID(id)
	if err != nil {
		return nil, fmt.Errorf("identify passage: %w", err)
	}
	if len(ext) != 4 {
		return nil, fmt.Errorf("passage identifier %x is not ours", ext)
	}
	ordinal, ok := byKey[binary.BigEndian.Uint32([]byte(ext))]
	if !ok {
		return nil, fmt.Errorf("lexical index holds passage %x, the corpus does not", ext)
	}
	num := int(binary.BigEndian.Uint64(id))
	for len(out) <= num {
		out = append(out, none)
	}
	out[num] = ordinal
	return out, nil
}

// Len is the number of passages.
func (ix *Index) Len() int { return ix.n }

// Close releases the index.
func (ix *Index) Close() error {
	rerr := ix.r.Close()
	if err := ix.idx.Close(); err != nil {
		return fmt.Errorf("close lexical index: %w", err)
	}
	return rerr
}

// Frequency is the number of passages that hold term in f.
func (ix *Index) Frequency(ctx context.Context, f Field, term string) (int, error) {
	tfr, err := ix.r.TermFieldReader(ctx, []byte(term), string(f), false, false, false)
	if err != nil {
		return 0, fmt.Errorf("look up %q: %w", term, err)
	}
	defer tfr.Close()
	return int(tfr.Count()), nil
}

// fewest is the number of passages that weights are computed for at least. In a folder of
// three notes a word that stands in none of them would weigh five times one that stands in
// all, and nothing would be found to answer anything.
const fewest = 100

// IDF is BM25's weight of a term found in df passages, never negative.
func (ix *Index) IDF(df int) float64 {
	n, d := float64(max(ix.n, fewest)), float64(df)
	return math.Log(1 + (n-d+.5)/(d+.5))
}

// Posting is one passage that holds a term, and how often.
type Posting struct {
	Passage uint32
	Freq    uint32
	Length  float32 // of the field
}

// Postings appends the passages that hold term in f to out, in no particular order.
func (ix *Index) Postings(ctx context.Context, f Field, term string, out []Posting) ([]Posting, error) {
	tfr, err := ix.r.TermFieldReader(ctx, []byte(term), string(f), true, true, false)
	if err != nil {
		return out, fmt.Errorf("look up %q: %w", term, err)
	}
	defer tfr.Close()
	var doc index.TermFieldDoc
	for {
		d, err := tfr.Next(&doc)
		if err != nil {
			return out, fmt.Errorf("read postings of %q: %w", term, err)
		}
		if d == nil {
			return out, nil
		}
		num := binary.BigEndian.Uint64(d.ID)
		if num >= uint64(len(ix.ordinals)) || uint64(ix.ordinals[num]) >= uint64(ix.n) {
			return out, fmt.Errorf("posting of %q names document %d, which the table does not know", term, num)
		}
		out = append(out, Posting{
			Passage: ix.ordinals[num],
			Freq:    uint32(d.Freq),
			Length:  float32(1 / (d.Norm * d.Norm)),
		})
	}
}

// Scores are BM25 scores by passage ordinal; Touched lists the passages above zero.
type Scores struct {
	Of      []float32
	Touched []uint32
	Max     float32
}

// Score adds up BM25 of the terms in f for every passage.
func (ix *Index) Score(ctx context.Context, f Field, terms []string, p BM25) (*Scores, error) {
	s := &Scores{Of: make([]float32, ix.n)}
	return s, ix.Add(ctx, s, f, terms, p, 1)
}

// Add adds the scores of further terms, of any field, times weight.
func (ix *Index) Add(ctx context.Context, s *Scores, f Field, terms []string, p BM25, weight float64) error {
	var list []Posting
	for _, t := range terms {
		var err error
		if list, err = ix.Postings(ctx, f, t, list[:0]); err != nil {
			return err
		}
		s.add(list, weight*ix.IDF(len(list)), p, ix.avg[f])
	}
	for _, i := range s.Touched {
		s.Max = max(s.Max, s.Of[i])
	}
	return nil
}

// AddBest adds, for every passage, the best score that one of the terms has in it,
// times weight: alternatives count once.
func (ix *Index) AddBest(ctx context.Context, s *Scores, f Field, terms []string, p BM25, weight float32) error {
	best := map[uint32]float32{}
	for _, t := range terms {
		one := &Scores{Of: make([]float32, ix.n)}
		if err := ix.Add(ctx, one, f, []string{t}, p, 1); err != nil {
			return err
		}
		for _, i := range one.Touched {
			best[i] = max(best[i], one.Of[i])
		}
	}
	for i, v := range best {
		if s.Of[i] == 0 {
			s.Touched = append(s.Touched, i)
		}
		s.Of[i] += weight * v
		s.Max = max(s.Max, s.Of[i])
	}
	slices.Sort(s.Touched) // the map gave them in no order
	return nil
}

// Limit keeps the passages that pass, so that Max is the best of them.
func (s *Scores) Limit(passes func(passage uint32) bool) {
	kept := s.Touched[:0]
	s.Max = 0
	for _, i := range s.Touched {
		if passes(i) {
			kept = append(kept, i)
			s.Max = max(s.Max, s.Of[i])
		} else {
			s.Of[i] = 0
		}
	}
	s.Touched = kept
}

func (s *Scores) add(list []Posting, idf float64, p BM25, avg float64) {
	norm := p.K1 * p.B / max(avg, 1)
	base := p.K1 * (1 - p.B)
	for _, q := range list {
		tf := float64(q.Freq)
		if s.Of[q.Passage] == 0 {
			s.Touched = append(s.Touched, q.Passage)
		}
		s.Of[q.Passage] += float32(idf * tf * (p.K1 + 1) / (tf + base + norm*float64(q.Length)))
	}
}
