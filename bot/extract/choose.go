package extract

import (
	"embed"
	"encoding/json"
	"fmt"
	"unicode/utf8"

	"ask/retrieve/question"
	"ask/retrieve/trees"
)

//go:embed model.txt refusal.txt length.json wants.txt lines.txt
var files embed.FS

// Chooser chooses sentences. It is safe for concurrent use.
type Chooser struct {
	reader  *question.Reader
	model   *trees.Model
	refusal *trees.Model
	length  Length
	wants   measures
	lines   *lineRules
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
	// Other is the same for the first sentence of another document.
	Other float64 `json:"other"`
	// Idle is the same for a sentence without a measure, where one is asked for and the
	// best sentence has one.
	Idle float64 `json:"idle"`
	// Most is how many sentences are taken at most, without those right beside them.
	Most int `json:"most"`
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
	c, err := newRules(r)
	if err != nil {
		return nil, err
	}
	if c.model, err = readModel("model.txt", AllFeatures()); err != nil {
		return nil, err
	}
	return c, nil
}

// newRules is a Chooser with its rules and no model, which can give feature rows.
func newRules(r *question.Reader) (*Chooser, error) {
	c := &Chooser{reader: r}
	wants, err := files.ReadFile("wants.txt")
	if err != nil {
		return nil, fmt.Errorf("read measures: %w", err)
	}
	if c.wants, err = readMeasures(string(wants)); err != nil {
		return nil, fmt.Errorf("read measures: wants.txt: %w", err)
	}
	lines, err := files.ReadFile("lines.txt")
	if err != nil {
		return nil, fmt.Errorf("read forms of lines: %w", err)
	}
	if c.lines, err = readLineRules(string(lines)); err != nil {
		return nil, fmt.Errorf("read forms of lines: lines.txt: %w", err)
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
	t := newTable(c, q, terms)
	for _, p := range passages[:min(len(passages), c.length.Passages)] {
		t.add(p)
	}
	t.rows()
	return t
}

// tells reports whether a term says what the question is about: not one that frames any
// question, nor a pair across a particle, nor one that stands nowhere at all.
func (c *Chooser) tells(t Term) bool {
	if t.None && len(t.Synonyms) == 0 || t.None && c.reader.Generic(t.Text) {
		return false
	}
	return !c.lines.frame.MatchString(t.Text) && (utf8.RuneCountInString(t.Text) != 2 || !c.lines.glue.MatchString(t.Text))
}
