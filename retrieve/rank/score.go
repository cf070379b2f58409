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
	Shows   = "shows"  // the best sentence holds the sort of thing asked for
	Quoted  = "quoted" // share of the question's quotations that the text holds word for word
	Dense   = "dense"  // cosine of the vectors, divided by the best
)

// The features of a candidate among the others, which Times weighs.
const (
	Version = "version" // -1 or less for a superseded edition, above 0 for its successor
	Recent  = "time"    // how new it is where the question asks for the present
)

// Names are the learned features in the order tables print them.
func Names() []string { return []string{Lexical, Chars, Title, Window, Shows, Quoted, Dense} }

// Parts are the parts of a score in the order of an Explanation: the learned features,
// then those of time.
func Parts() []string { return append(Names(), Version, Recent) }

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
	Times      Times              `json:"times"`
}

// Times is what dates count for.
type Times struct {
	// Note says how the values were found.
	Note string `json:"note"`
	// Version is what a superseded edition loses, in units of the score.
	Version float64 `json:"version"`
	// Lift is the share of a superseded passage's lead that its successor makes up.
	Lift float64 `json:"lift"`
	// Recent is what the newest candidate gains where the question asks for the
	// present; one that is HalfLife years older gains half of it.
	Recent   float64 `json:"recent"`
	HalfLife float64 `json:"half_life"`
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
	if t := s.w.Times; t.Version < 0 || t.Lift < 0 || t.Lift > 1 || t.Recent < 0 || t.Recent > 0 && t.HalfLife <= 0 {
		return nil, fmt.Errorf("read weights: times out of range: %+v", t)
	}
	return s, nil
}

// Times gives what dates count for.
func (s *Scorer) Times() Times { return s.w.Times }

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
	return total + s.w.Times.Version*f[Version] + s.w.Times.Recent*f[Recent]
}

// Explain gives the parts of Score, those of time last.
func (s *Scorer) Explain(f Features, dense float64) Explanation {
	var out Explanation
	part := func(n string, w float64) { out = append(out, Part{n, f[n], w, w * f[n]}) }
	for _, n := range Names() {
		if n == Dense {
			part(n, dense)
			continue
		}
		part(n, s.w.Weights[n])
	}
	part(Version, s.w.Times.Version)
	part(Recent, s.w.Times.Recent)
	return out
}
