package extract

import (
	"ask/retrieve/question"
	"ask/retrieve/trees"
)

// Learner gives feature rows, for learning the models.
type Learner struct{ rules *Chooser }

// NewLearner reads the rules built into the program, and no model.
func NewLearner(r *question.Reader) (*Learner, error) {
	c, err := newRules(r)
	return &Learner{c}, err
}

// With gives a Chooser that scores with m. It can choose, but not judge.
func (l *Learner) With(m *trees.Model) *Chooser {
	c := *l.rules
	c.model = m
	return &c
}

// Rows gives the feature rows of all sentences beside them.
func (l *Learner) Rows(q *question.Question, terms []Term, passages []Passage) ([]Sentence, [][]float32) {
	t := newTable(l.rules, q, terms)
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
