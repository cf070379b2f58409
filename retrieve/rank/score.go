package rank

import (
	"embed"
	"encoding/json"
	"fmt"
)

//go:embed weights.json
var weightsFile embed.FS

// The features of a candidate.
const (
	Lexical = "lexical" // BM25 of words and bigrams, halved, each divided by its best
	Chars   = "chars"
	Title   = "title"
	Window  = "window"
	Shows   = "shows" // the best sentence holds the sort of thing asked for
	Dense   = "dense" // cosine of the vectors, divided by the best
)

// Names are the features in the order tables print them.
func Names() []string { return []string{Lexical, Chars, Title, Window, Shows, Dense} }

// Features are a candidate's values, by name.
type Features map[string]float64

// Part is one addend of a score.
type Part struct {
	Name          string
	Value, Weight float64
	Product       float64
}

// Explanation is a score in its parts.
type Explanation []Part

// Scorer is the linear score.
type Scorer struct {
	w weights
}

type weights struct {
	Note       string             `json:"note"`
	Candidates int                `json:"candidates"`
	Legs       map[string]Legs    `json:"legs"`
	Weights    map[string]float64 `json:"weights"`
}

// Legs weigh the lists that candidates are taken from.
type Legs struct {
	Words   float64 `json:"words"`
	Bigrams float64 `json:"bigrams"`
	Dense   float64 `json:"dense"`
	// Feature is the weight of the dense feature in the score.
	Feature float64 `json:"feature"`
}

// New reads the weights built into the program.
func New() (*Scorer, error) {
	b, err := weightsFile.ReadFile("weights.json")
	if err != nil {
		return nil, fmt.Errorf("read weights: %w", err)
	}
	return Parse(b)
}

// Parse reads weights from a data file.
func Parse(b []byte) (*Scorer, error) {
	s := &Scorer{}
	if err := json.Unmarshal(b, &s.w); err != nil {
		return nil, fmt.Errorf("read weights: %w", err)
	}
	known := map[string]bool{}
	for _, n := range Names() {
		known[n] = true
	}
	known[Dense] = false // its weight depends on the embedder: Legs.Feature
	for n := range s.w.Weights {
		if !known[n] {
			return nil, fmt.Errorf("read weights: unknown feature %q", n)
		}
	}
	if s.w.Candidates <= 0 {
		return nil, fmt.Errorf("read weights: candidates must be positive")
	}
	return s, nil
}

// Candidates is how many passages of the fused list are scored.
func (s *Scorer) Candidates() int { return s.w.Candidates }

// Legs gives the fusion weights for an embedder of some strength: "builtin", or
// "strong" for a trained model behind an endpoint.
func (s *Scorer) Legs(strength string) Legs { return s.w.Legs[strength] }

// Score adds up f; dense is the weight of the dense feature for the embedder in use.
func (s *Scorer) Score(f Features, dense float64) float64 {
	total := dense * f[Dense]
	for _, n := range Names() { // in order: sums of floats depend on it
		total += s.w.Weights[n] * f[n]
	}
	return total
}

// Explain gives the parts of Score.
func (s *Scorer) Explain(f Features, dense float64) Explanation {
	var out Explanation
	for _, n := range Names() {
		w := s.w.Weights[n]
		if n == Dense {
			w = dense
		}
		out = append(out, Part{n, f[n], w, w * f[n]})
	}
	return out
}
