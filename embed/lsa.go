package embed

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync/atomic"
)

// ErrUntrained is returned when an LSA is asked for vectors before Learn or Load.
var ErrUntrained = errors.New("embed: LSA has learned nothing yet")

// LSAOptions sets how an LSA learns. A zero or negative field takes its default.
type LSAOptions struct {
	Dims     int // dimensions kept, default 128, at most 1024
	MinDF    int // a term must occur in this many passages, default 2
	MaxTerms int // terms kept, the most frequent first, default 30000
	Sample   int // passages the SVD is computed from, evenly spaced, default 8192
}

func (o LSAOptions) withDefaults() LSAOptions {
	set := func(field *int, value, limit int) {
		if *field <= 0 {
			*field = value
		}
		*field = min(*field, limit)
	}
	set(&o.Dims, 128, maxDims)
	set(&o.MinDF, 2, 1<<30)
	set(&o.MaxTerms, 30000, maxTerms)
	set(&o.Sample, 8192, 1<<30)
	return o
}

// LSA is an embedder learned from the user's own corpus: latent semantic analysis
// (Deerwester et al. 1990), that is the truncated SVD of the passage–term matrix with
// weights (1+log tf)·log(1+N/df). A text's vector is the weighted sum of its terms' rows
// of the right singular vectors, scaled to length 1; training passages, new passages and
// questions all take this same map over the same quantised rows, and the order of tokens
// does not matter.
//
// All methods may be called at once from several goroutines; Learn and Load replace the
// basis as a whole.
type LSA struct {
	opt   LSAOptions
	basis atomic.Pointer[basis]
}

// NewLSA returns an LSA that has learned nothing; call Learn or Load next.
func NewLSA(opt LSAOptions) *LSA {
	return &LSA{opt: opt.withDefaults()}
}

// Identity names the vector space: "builtin-lsa-1/", the dimensions asked for, and the
// first 12 hexadecimal digits of the SHA-256 of the learned state, or "untrained".
func (l *LSA) Identity() string {
	b := l.basis.Load()
	if b == nil {
		return fmt.Sprintf("builtin-lsa-1/%d/untrained", l.opt.Dims)
	}
	return fmt.Sprintf("builtin-lsa-1/%d/%x", b.want, b.sum[:6])
}

// Dim is the length of the vectors: at most Dims, less for a small corpus, 0 when nothing
// was learned (or nothing could be).
func (l *LSA) Dim() int {
	if b := l.basis.Load(); b != nil {
		return b.dims
	}
	return 0
}

// Learn computes a new basis from passages given as token lists. The passages are not
// kept. The result depends on the passages and their order only. A corpus without a
// usable term gives a basis of dimension 0, under which every text has no vector; that is
// no error. On error (only ctx's) the earlier basis stays.
func (l *LSA) Learn(ctx context.Context, passages [][]string) error {
	v, err := countTerms(ctx, passages, l.opt)
	if err != nil {
		return fmt.Errorf("embed: learn vocabulary: %w", err)
	}
	rows, dims, err := truncatedSVD(ctx, v.matrix(l.opt.Sample), l.opt.Dims)
	if err != nil {
		return fmt.Errorf("embed: learn basis: %w", err)
	}
	b, err := parseBasis(encodeBasis(v, l.opt.Dims, dims, rows))
	if err != nil {
		return fmt.Errorf("embed: learn basis: %w", err)
	}
	l.basis.Store(b)
	return nil
}

// EmbedTokens gives one unit vector of length Dim per passage, in order. A passage
// without a known token gives nil. Errors: ErrUntrained, ErrCorrupt when a loaded basis
// proves damaged, and ctx's.
func (l *LSA) EmbedTokens(ctx context.Context, passages [][]string) ([][]float32, error) {
	b := l.basis.Load()
	if b == nil {
		return nil, ErrUntrained
	}
	find, err := b.finder(passages)
	if err != nil {
		return nil, fmt.Errorf("embed: read basis: %w", err)
	}
	out := make([][]float32, len(passages))
	err = parallel(ctx, len(passages), 256, func(lo, hi int) error {
		slab := make([]float32, (hi-lo)*b.dims)
		f := folder{basis: b, find: find}
		for i := lo; i < hi; i++ {
			dst := slab[:b.dims:b.dims]
			slab = slab[b.dims:]
			var err error
			if out[i], err = f.fold(dst, passages[i]); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("embed: fold passages: %w", err)
	}
	return out, nil
}

// Unknown is the share (0 to 1) of the passages' tokens that the basis does not know. The
// training corpus itself has such a share, see Baseline: relearn when Unknown of new
// passages lies well above it. Without tokens it is 0, without a basis 1.
func (l *LSA) Unknown(passages [][]string) float64 {
	b := l.basis.Load()
	if b == nil {
		return 1
	}
	find, err := b.finder(passages)
	if err != nil {
		return 1
	}
	known, total := 0, 0
	for _, tokens := range passages {
		total += len(tokens)
		for _, token := range tokens {
			if _, ok, err := find(token); ok && err == nil {
				known++
			}
		}
	}
	if total == 0 {
		return 0
	}
	return float64(total-known) / float64(total)
}

// Baseline is what Unknown would have been for the corpus the basis was learned from:
// tokens too rare, too frequent or beyond MaxTerms. Without a basis it is 1.
func (l *LSA) Baseline() float64 {
	if b := l.basis.Load(); b != nil {
		return b.unknown
	}
	return 1
}

// Save writes the basis; Load reads it back and then gives identical vectors. Errors:
// ErrUntrained and w's.
func (l *LSA) Save(w io.Writer) error {
	b := l.basis.Load()
	if b == nil {
		return ErrUntrained
	}
	if _, err := w.Write(b.data); err != nil {
		return fmt.Errorf("embed: save basis: %w", err)
	}
	return nil
}

// Load takes over a basis written by Save, without copying: data (it may be a memory map)
// must stay unchanged and readable for as long as the LSA is used. Only the header is
// read and checked, so a damaged body shows later, as ErrCorrupt from EmbedTokens or, if
// the damage is in a number, as another vector: call Verify, or check the file's digest,
// where that matters. On error the earlier basis stays.
func (l *LSA) Load(data []byte) error {
	b, err := parseBasis(data)
	if err != nil {
		return fmt.Errorf("embed: load basis: %w", err)
	}
	l.basis.Store(b)
	return nil
}

// Verify reads the whole basis and checks it against its SHA-256. It takes milliseconds,
// not microseconds as Load does.
func (l *LSA) Verify() error {
	b := l.basis.Load()
	if b == nil {
		return ErrUntrained
	}
	if digest(b.data) != b.sum {
		return fmt.Errorf("embed: verify basis: digest differs: %w", ErrCorrupt)
	}
	return nil
}
