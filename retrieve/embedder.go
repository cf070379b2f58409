package retrieve

import (
	"context"
	"io"
)

// Embedder turns texts into vectors, one a text, in the order given. A nil vector
// means that the text holds nothing it knows. Identity names the embedder and its
// parameters: vectors of different identities are never compared.
type Embedder interface {
	Identity() string
	Embed(ctx context.Context, texts []string) ([][]float32, error)
}

// QueryEmbedder is an Embedder that treats questions differently from documents.
type QueryEmbedder interface {
	EmbedQuery(ctx context.Context, text string) ([]float32, error)
}

// Learner is an embedder that learns from the corpus itself. Its state is stored with
// the index; passages reach it as the words the index cut.
type Learner interface {
	Identity() string
	Learn(ctx context.Context, passages [][]string) error
	// Unknown is the share of words, 0 to 1, that what was learned does not cover.
	Unknown(passages [][]string) float64
	EmbedTokens(ctx context.Context, passages [][]string) ([][]float32, error)
	Save(w io.Writer) error
	// Load takes what Save wrote and may keep data.
	Load(data []byte) error
}
