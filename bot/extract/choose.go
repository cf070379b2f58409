package extract

import (
	"cmp"
	"embed"
	"encoding/json"
	"fmt"
	"slices"

	"ask/retrieve/question"
	"ask/retrieve/trees"
)

//go:embed model.txt refusal.txt length.json
var files embed.FS

// Chooser chooses sentences. It is safe for concurrent use.
type Chooser struct {
	reader  *question.Reader
	model   *trees.Model
	refusal *trees.Model
	length  Length
}

// Length says how much text an answer may have.
type Length struct {
	Note string `json:"note"`
	// Lambda is the least probability a rune must bring after the first sentence.
	Lambda float64 `json:"lambda"`
	// Max is the longest answer in runes.
	Max int `json:"max"`
	// Short sentences count as this many runes, or fragments would be free.
	Floor int `json:"floor"`
	// Passages is how many passages sentences are taken from.
	Passages int `json:"passages"`
	// Refuse is the probability of an answer below which there is none.
	Refuse float64 `json:"refuse"`
	// RefuseAbsent is the same where an ordinary word of the question stands in no
	// document: what it asks is then seldom there.
	RefuseAbsent float64 `json:"refuse_absent"`
	// Ratio is the least share of the best sentence's probability.
	Ratio float64 `json:"ratio"`
}

// New reads the models built into the program.
func New(r *question.Reader) (*Chooser, error) {
	c, err := NewScorer(r)
	if err != nil {
		return nil, err
	}
	if c.refusal, err = readModel("refusal.txt", EvidenceFeatures()); err != nil {
		return nil, err
	}
	return c, nil
}

// NewScorer is New without the refusal model, which is learned from what it scores: it
// can choose, but not judge.
func NewScorer(r *question.Reader) (*Chooser, error) {
	c := &Chooser{reader: r}
	var err error
	if c.model, err = readModel("model.txt", AllFeatures()); err != nil {
		return nil, err
	}
	data, err := files.ReadFile("length.json")
	if err != nil {
		return nil, fmt.Errorf("read answer length: %w", err)
	}
	if err := json.Unmarshal(data, &c.length); err != nil {
		return nil, fmt.Errorf("read answer length: %w", err)
	}
	return c, nil
}

func readModel(name string, features []string) (*trees.Model, error) {
	data, err := files.ReadFile(name)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	m, err := trees.Parse(data)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	if err := m.Bind(features); err != nil {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	return m, nil
}

// With gives a Chooser that scores with another model, for learning.
func (c *Chooser) With(m *trees.Model) *Chooser {
	return &Chooser{reader: c.reader, model: m, refusal: c.refusal, length: c.length}
}

// Passages is how many of the best passages Score looks at.
func (c *Chooser) Passages() int { return c.length.Passages }

// Score gives every sentence of the passages its probability, in order of passages.
func (c *Chooser) Score(q *question.Question, terms []Term, passages []Passage) []Sentence {
	t := c.table(q, terms, passages)
	out := make([]Sentence, 0, len(t.all))
	for _, s := range t.all {
		s.Prob = c.model.Prob(s.row)
		out = append(out, s.Sentence)
	}
	return out
}

func (c *Chooser) table(q *question.Question, terms []Term, passages []Passage) *table {
	t := newTable(c.reader, q, terms)
	for _, p := range passages[:min(len(passages), c.length.Passages)] {
		t.add(p)
	}
	t.rows()
	return t
}

// Rows gives the feature rows of all sentences beside them, for learning.
func Rows(r *question.Reader, q *question.Question, terms []Term, passages []Passage) ([]Sentence, [][]float32) {
	t := newTable(r, q, terms)
	for _, p := range passages {
		t.add(p)
	}
	t.rows()
	var out []Sentence
	var rows [][]float32
	for _, s := range t.all {
		out, rows = append(out, s.Sentence), append(rows, s.row)
	}
	return out, rows
}

// Pick takes the best sentence and then, best first, every other whose probability
// pays for its length; the result is in order of passages and places.
func (c *Chooser) Pick(all []Sentence) []Sentence { return c.length.Pick(all) }

// Pick is Chooser.Pick for a given length.
func (l Length) Pick(all []Sentence) []Sentence {
	if len(all) == 0 {
		return nil
	}
	order := slices.Clone(all)
	slices.SortStableFunc(order, func(a, b Sentence) int { return cmp.Compare(b.Prob, a.Prob) })
	sum := 0.0
	for _, s := range all {
		sum += s.Prob
	}
	norm := max(1, sum)
	picked, length := order[:1:1], order[0].Runes
	for _, s := range order[1:] {
		if s.Prob < l.Ratio*order[0].Prob {
			break
		}
		if s.Prob/norm/float64(max(s.Runes, l.Floor)) < l.Lambda || length+s.Runes > l.Max {
			continue
		}
		picked = append(picked, s)
		length += s.Runes
	}
	slices.SortFunc(picked, func(a, b Sentence) int {
		return cmp.Or(cmp.Compare(a.Passage, b.Passage), cmp.Compare(a.Order, b.Order))
	})
	return picked
}
