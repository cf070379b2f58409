package retrieve

import (
	"bytes"
	"context"
	"fmt"

	"ask/retrieve/vector"
)

// embedBatch is how many texts go to an embedder in one call; it cuts them further.
const embedBatch = 256

// identity is the embedder's as it stands now, empty without one.
func (s *syncer) identity() string {
	switch {
	case s.cfg.Embedder != nil:
		return s.cfg.Embedder.Identity()
	case s.cfg.Learner != nil:
		return s.cfg.Learner.Identity()
	}
	return ""
}

// sameEmbedder reports whether prev's vectors are of the configured embedder. A learner
// always fits its own earlier state.
func (s *syncer) sameEmbedder() bool {
	if s.prev == nil {
		return false
	}
	have := s.prev.Meta().Embedder
	if s.cfg.Learner != nil {
		_, err := s.prev.Map(fileLearned)
		return err == nil
	}
	return have == s.identity()
}

// embed makes the vectors of all passages, taking over those of unchanged ones.
func (s *syncer) embed(ctx context.Context, st *stats, whole bool) error {
	var vectors [][]float32
	var err error
	switch {
	case s.cfg.Learner != nil:
		vectors, err = s.learn(ctx, st, whole)
	case s.cfg.Embedder != nil:
		vectors, err = s.embedTexts(ctx)
	default:
		return nil
	}
	if err != nil {
		return err
	}
	dim := 0
	for _, v := range vectors {
		if v != nil {
			dim = len(v)
			break
		}
	}
	var b bytes.Buffer
	if err := vector.Write(&b, dim, vectors); err != nil {
		return err
	}
	return s.write(fileVectors, b.Bytes())
}

// oldVectors gives the previous generation's vectors if they are still comparable.
func (s *syncer) oldVectors() [][]float32 {
	if !s.sameEmbedder() {
		return nil
	}
	data, err := s.prev.Map(fileVectors)
	if err != nil {
		return nil
	}
	_, vectors, err := vector.Read(data)
	if err != nil || len(vectors) != s.table.Len() {
		return nil
	}
	return vectors
}

// learned loads what the learner made of the previous generation and reports whether
// that and the vectors can be built on.
func (s *syncer) learned() bool {
	if s.oldVectors() == nil {
		return false
	}
	data, err := s.prev.Map(fileLearned)
	return err == nil && s.cfg.Learner.Load(data) == nil
}

// learn uses the learner: it learns anew with a whole rebuild, and otherwise folds the
// new passages into what plan loaded.
func (s *syncer) learn(ctx context.Context, st *stats, anew bool) ([][]float32, error) {
	old := s.oldVectors()
	var tokens [][]string
	var at []int
	vectors := make([][]float32, 0, s.passages())
	for p, d := range s.each {
		if anew || p.old < 0 {
			at = append(at, len(vectors))
			tokens = append(tokens, s.tokens(p, d))
			vectors = append(vectors, nil)
		} else {
			vectors = append(vectors, old[p.old])
		}
	}
	if anew {
		s.progress("vectors", 0, len(tokens))
		if err := s.cfg.Learner.Learn(ctx, tokens); err != nil {
			return nil, fmt.Errorf("learn vectors of the corpus: %w", err)
		}
		st.Learned = len(tokens)
	}
	made, err := s.cfg.Learner.EmbedTokens(ctx, tokens)
	if err != nil {
		return nil, fmt.Errorf("make vectors: %w", err)
	}
	for i, v := range made {
		vectors[at[i]] = v
	}
	s.report.Embedded = len(made)
	var b bytes.Buffer
	if err := s.cfg.Learner.Save(&b); err != nil {
		return nil, fmt.Errorf("store what was learned: %w", err)
	}
	return vectors, s.write(fileLearned, b.Bytes())
}

// tokens are the words a learner sees of a passage.
func (s *syncer) tokens(p *draftPassage, d *draft) []string {
	out := make([]string, 0, len(p.words))
	for _, w := range p.words {
		out = append(out, w.Text)
	}
	return out
}

// embedTexts sends new passages to the embedder, with their titles.
func (s *syncer) embedTexts(ctx context.Context) ([][]float32, error) {
	old := s.oldVectors()
	vectors := make([][]float32, 0, s.passages())
	var texts []string
	var at []int
	for p, d := range s.each {
		if old != nil && p.old >= 0 {
			vectors = append(vectors, old[p.old])
			continue
		}
		at = append(at, len(vectors))
		texts = append(texts, d.title(p)+"\n"+d.quote(p))
		vectors = append(vectors, nil)
	}
	for i := 0; i < len(texts); i += embedBatch {
		s.progress("vectors", i, len(texts))
		end := min(i+embedBatch, len(texts))
		made, err := s.cfg.Embedder.Embed(ctx, texts[i:end])
		if err != nil {
			return nil, fmt.Errorf("embed passages %d to %d of %d: %w", i+1, end, len(texts), err)
		}
		if len(made) != end-i {
			return nil, fmt.Errorf("embed passages: %d vectors for %d texts", len(made), end-i)
		}
		for k, v := range made {
			vectors[at[i+k]] = v
		}
	}
	s.report.Embedded = len(texts)
	return vectors, nil
}
