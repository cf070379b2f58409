package retrieve

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"ask/retrieve/corpus"
	"ask/retrieve/lexical"
	"ask/retrieve/question"
	"ask/retrieve/rank"
	"ask/retrieve/vector"
)

// bm25 are the parameters that measured best (blocks.md, Ranking): passages are of
// about one length, so neither repetition nor length should say much.
var bm25 = lexical.BM25{K1: 0.5, B: 0.4}

// synonymWeight is what a synonym of a question's word counts for.
const synonymWeight = 0.5

// seamWeight is what a pair of characters counts for that stands across two words: it
// is evidence of their order, no word of its own.
const seamWeight = 0.5

// denseList is how many passages the vectors contribute.
const denseList = 50

// Search ranks the passages of the index for q.
func (ix *Index) Search(ctx context.Context, q Query) (*Result, error) {
	if q.K <= 0 {
		q.K = 10
	}
	s := &search{ix: ix, query: q, question: ix.readQuestion(ctx, q.Text)}
	began := time.Now()
	if err := s.lexical(ctx); err != nil {
		return nil, fmt.Errorf("search words: %w", err)
	}
	lexDone := time.Now()
	if err := s.dense(ctx); err != nil {
		return nil, fmt.Errorf("search vectors: %w", err)
	}
	denseDone := time.Now()
	if err := s.rank(); err != nil {
		return nil, fmt.Errorf("rank passages: %w", err)
	}
	hits, err := s.choose()
	if err != nil {
		return nil, fmt.Errorf("choose passages: %w", err)
	}
	r := &Result{
		Question: s.question, Time: s.when, Hits: hits, Signals: s.signals(ctx), Terms: s.terms.all(),
		Timing: Timing{lexDone.Sub(began), denseDone.Sub(lexDone), time.Since(denseDone)},
	}
	if q.Trace {
		if r.Trace, err = s.trace(); err != nil {
			return nil, fmt.Errorf("trace: %w", err)
		}
	}
	return r, nil
}

// search is one question on its way.
type search struct {
	ix       *Index
	query    Query
	question *question.Question

	terms      terms
	words      *lexical.Scores
	grams      *lexical.Scores
	near       map[uint32]float32 // cosine of passages in the dense list
	nearRank   map[uint32]int
	nearBest   float32
	candidates []candidate
	matcher    *rank.Matcher
	quotes     []string // what the question quotes, folded
	when       question.Time
}

// candidate is a passage that may be a hit.
type candidate struct {
	passage  uint32
	lexical  float64 // fused lexical score, 0 to 1
	lexRank  int
	fused    float64
	features rank.Features
	score    float64

	doc  corpus.Doc
	body []rune // folded text
	// moved is what the order of editions adds to the score; successor is the document
	// that holds in this one's stead, empty if there is none.
	moved     float64
	successor string
}

// lexical scores all passages by words and bigrams.
func (s *search) lexical(ctx context.Context) error {
	var err error
	s.terms = s.ix.readTerms(ctx, s.question)
	if s.words, err = s.ix.lex.Score(ctx, lexical.Words, s.terms.wordTexts(), bm25); err != nil {
		return err
	}
	if len(s.terms.names) > 0 {
		if err := s.ix.lex.Add(ctx, s.words, lexical.Names, s.terms.names, bm25, 1); err != nil {
			return err
		}
	}
	for _, others := range s.terms.synonyms {
		// Of a word's synonyms the best counts, at half weight.
		if err := s.ix.lex.AddBest(ctx, s.words, lexical.Words, others, bm25, synonymWeight); err != nil {
			return err
		}
	}
	if s.grams, err = s.ix.lex.Score(ctx, lexical.Bigrams, s.terms.gramTexts(false), bm25); err != nil {
		return err
	}
	return s.ix.lex.Add(ctx, s.grams, lexical.Bigrams, s.terms.gramTexts(true), bm25, seamWeight)
}

// dense lists the passages nearest to the question's vector.
func (s *search) dense(ctx context.Context) error {
	s.near, s.nearRank = map[uint32]float32{}, map[uint32]int{}
	if s.ix.vectors == nil {
		return nil
	}
	v, err := s.vector(ctx)
	if err != nil || v == nil {
		return err
	}
	list, err := s.nearest(ctx, v)
	if err != nil {
		return err
	}
	for i, n := range list {
		s.near[n.Passage] = n.Cosine
		s.nearRank[n.Passage] = i + 1
		s.nearBest = max(s.nearBest, n.Cosine)
	}
	return nil
}

func (s *search) vector(ctx context.Context) ([]float32, error) {
	switch e := s.ix.embedder.(type) {
	case nil:
		vs, err := s.ix.learner.EmbedTokens(ctx, [][]string{s.terms.wordTexts()})
		if err != nil || len(vs) == 0 {
			return nil, err
		}
		return vs[0], nil
	case QueryEmbedder:
		return e.EmbedQuery(ctx, s.question.Raw)
	default:
		vs, err := s.ix.embedder.Embed(ctx, []string{s.question.Raw})
		if err != nil || len(vs) == 0 {
			return nil, err
		}
		return vs[0], nil
	}
}

// nearest asks for more neighbours until enough of them pass the filters.
func (s *search) nearest(ctx context.Context, v []float32) ([]vector.Near, error) {
	f, err := s.newFilter()
	if err != nil {
		return nil, err
	}
	for k := denseList; ; k *= 8 {
		list, err := s.ix.vectors.Nearest(ctx, v, k)
		if err != nil {
			return nil, err
		}
		all := len(list) < k
		list = slices.DeleteFunc(list, func(n vector.Near) bool { return !f.passes(n.Passage) })
		if len(list) >= denseList || all {
			return list[:min(len(list), denseList)], nil
		}
	}
}

// rank fuses the lists and scores the best candidates.
func (s *search) rank() error {
	f, err := s.newFilter()
	if err != nil {
		return err
	}
	s.fuse(f)
	legs := s.ix.legs()
	q := s.terms.query()
	s.matcher = rank.NewMatcher(q)
	s.quotes = s.question.Quotes()
	for i := range s.candidates {
		c := &s.candidates[i]
		if c.features, err = s.features(c); err != nil {
			return err
		}
		c.score = s.ix.scorer.Score(c.features, legs.Feature)
	}
	s.when = s.ix.reader.Time(s.question)
	s.versions()
	s.recent()
	slices.SortStableFunc(s.candidates, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(b.fused, a.fused), cmp.Compare(a.passage, b.passage))
	})
	return nil
}

// legs gives the fusion weights for the embedder in use; without one only the words
// and bigrams count.
func (ix *Index) legs() rank.Legs {
	switch {
	case ix.vectors == nil:
		l := ix.scorer.Legs("builtin")
		l.Dense, l.Feature = 0, 0
		return l
	case ix.learner != nil:
		return ix.scorer.Legs("builtin")
	}
	return ix.scorer.Legs("strong")
}

// fuse makes the candidate list: each leg divided by its best score and weighted, the
// sum's best kept. Equal reciprocal ranks would let a weak dense leg push good lexical
// hits down.
func (s *search) fuse(f *filter) {
	legs := s.ix.legs()
	if !f.open {
		s.words.Limit(f.passes)
		s.grams.Limit(f.passes)
	}
	score := func(i uint32) (lex, fused float64) {
		w, g := share(s.words.Of[i], s.words.Max), share(s.grams.Of[i], s.grams.Max)
		lex = (legs.Words*w + legs.Bigrams*g) / (legs.Words + legs.Bigrams)
		return lex, legs.Words*w + legs.Bigrams*g + legs.Dense*share(s.near[i], s.nearBest)
	}
	seen := make(map[uint32]bool, 64)
	top := newTop(s.ix.scorer.Candidates())
	lexTop := newTop(s.ix.scorer.Candidates())
	consider := func(i uint32) {
		lex, fused := score(i)
		if fused < top.floor() && lex < lexTop.floor() || seen[i] || !f.passes(i) {
			return
		}
		seen[i] = true
		top.add(i, fused)
		if lex > 0 {
			lexTop.add(i, lex)
		}
	}
	for _, list := range [][]uint32{s.words.Touched, s.grams.Touched} {
		for _, i := range list {
			consider(i)
		}
	}
	for i := range s.near {
		consider(i)
	}
	ranks := map[uint32]int{}
	for r, e := range lexTop.sorted() {
		ranks[e.passage] = r + 1
	}
	for _, e := range top.sorted() {
		lex, fused := score(e.passage)
		s.candidates = append(s.candidates, candidate{passage: e.passage, lexical: lex, lexRank: ranks[e.passage], fused: fused})
	}
}
