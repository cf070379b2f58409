package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"ask/bot/eval"
	"ask/bot/extract"
	"ask/cmd/learn/boost"
	"ask/retrieve"
	"ask/retrieve/text"
	"ask/retrieve/trees"
)

const refusalPath = "bot/extract/refusal.txt"

// learnRefusal fits the probability that passages hold the answer: questions as they
// are against the same questions with every passage that holds the answer taken away,
// and with only the answering sentences taken away. Sets after "--" are only measured.
func learnRefusal(ctx context.Context, dirs []string, out io.Writer) error {
	var check []string
	if i := slices.Index(dirs, "--"); i >= 0 {
		dirs, check = dirs[:i], dirs[i+1:]
	}
	var x [][]float32
	var y, w []float32
	for _, dir := range dirs {
		rows, err := trainingRows(ctx, dir)
		if err != nil {
			return err
		}
		for _, r := range rows {
			for k, f := range r.features {
				if f == nil {
					continue
				}
				label := float32(0)
				if k == 0 {
					label = 1
				}
				x, y, w = append(x, f), append(y, label), append(w, r.weight*rowWeight[k])
			}
		}
	}
	m, err := boost.Train(x, y, w, boost.Options{
		Features: extract.EvidenceFeatures(), Trees: 240, Leaves: 20, LearningRate: 0.03, MinLeaf: 40, Seed: 1, FeatureFraction: 0.6, RowFraction: 0.8,
		Note: "learned by `go run ./cmd/learn refusal " + strings.Join(dirs, " ") + "` (CMRC 2018 and DRCD, CC BY-SA)",
	})
	if err != nil {
		return fmt.Errorf("fit refusal model: %w", err)
	}
	fmt.Fprintf(out, "%d rows\n", len(x))
	for _, dir := range check {
		rows, err := checkRows(ctx, dir)
		if err != nil {
			return err
		}
		report(out, dir, m, rows)
	}
	return os.WriteFile(refusalPath, m.Format(), 0o644)
}

// rowWeight counts the three kinds of rows: a passage without its answering sentence is
// the hard case.
var rowWeight = [3]float32{1, 1, 1.5}

// refusalRow is one question's evidence: as it is, without the answering passages,
// without the answering sentences.
type refusalRow struct {
	features [3][]float32
	weight   float32
}

// trainingRows uses a sentence model that has only seen the other half of the
// questions: the shipped one would be too certain of those it learned from.
func trainingRows(ctx context.Context, dir string) ([]refusalRow, error) {
	s, err := openSet(ctx, dir, 0)
	if err != nil {
		return nil, err
	}
	defer s.close()
	all, err := s.examples(ctx, nil)
	if err != nil {
		return nil, err
	}
	var seen []example
	for i, e := range all {
		if i%2 == 1 {
			seen = append(seen, e)
		}
	}
	made, err := madeExamples(ctx)
	if err != nil {
		return nil, err
	}
	for i, e := range made {
		if i%2 == 1 {
			seen = append(seen, e)
		}
	}
	m, err := fitSentences(seen, "")
	if err != nil {
		return nil, err
	}
	learner, err := extract.NewLearner(s.index.Reader())
	if err != nil {
		return nil, err
	}
	chooser := learner.With(m)
	rows, err := s.refusalRows(ctx, chooser)
	if err != nil {
		return nil, err
	}
	small, err := smallRows(ctx, dir, chooser)
	if err != nil {
		return nil, err
	}
	shaped, err := madeRows(ctx, chooser)
	for i := range shaped {
		shaped[i].weight = madeRefusal
	}
	return slices.Concat(rows, small, shaped), err
}

// smallRows asks the same questions of small corpora cut from the set: what a folder
// of forty documents does not hold looks different from what thousands do not.
func smallRows(ctx context.Context, dir string, chooser *extract.Chooser) ([]refusalRow, error) {
	var out []refusalRow
	for part := range smallParts {
		s, err := openPart(ctx, dir, part*smallDocs, smallDocs)
		if err != nil {
			return nil, err
		}
		rows, err := s.refusalRows(ctx, chooser)
		s.close()
		if err != nil {
			return nil, err
		}
		out = append(out, rows...)
	}
	return out, nil
}

// Small corpora: how many, and of how many documents.
const (
	smallParts = 25
	smallDocs  = 40
)

func checkRows(ctx context.Context, dir string) ([]refusalRow, error) {
	s, err := openSet(ctx, dir, 0)
	if err != nil {
		return nil, err
	}
	defer s.close()
	chooser, err := extract.NewScorer(s.index.Reader())
	if err != nil {
		return nil, err
	}
	return s.refusalRows(ctx, chooser)
}

// refusalRows reads every second question.
func (s *set) refusalRows(ctx context.Context, chooser *extract.Chooser) ([]refusalRow, error) {
	var out []refusalRow
	for i, q := range s.questions {
		if i%2 != 0 || !q.CanAnswer() {
			continue
		}
		r := refusalRow{weight: 1}
		res, err := s.index.Search(ctx, retrieve.Query{Text: q.Question, K: 10})
		if err != nil {
			return nil, err
		}
		ps := extract.FromHits(res.Hits, chooser.Passages())
		_, r.features[0] = chooser.Evidence(res.Question, extract.Terms(res), len(res.Signals.Absent), ps)
		_, r.features[2] = chooser.Evidence(res.Question, extract.Terms(res), len(res.Signals.Absent), withoutAnswers(q, ps))
		bare, err := eval.SearchWithout(ctx, s.index, q)
		if err != nil {
			return nil, err
		}
		_, r.features[1] = chooser.Evidence(bare.Question, extract.Terms(bare), len(bare.Signals.Absent), extract.FromHits(bare.Hits, chooser.Passages()))
		out = append(out, r)
	}
	return out, nil
}

// withoutAnswers cuts the sentences that hold an answer out of passages.
func withoutAnswers(q eval.Question, ps []extract.Passage) []extract.Passage {
	out := slices.Clone(ps)
	for i := range out {
		for _, sp := range text.Sentences(out[i].Text) {
			if q.Holds(out[i].Text[sp.Start:sp.End]) {
				out[i].Skip = append(slices.Clone(out[i].Skip), sp)
			}
		}
	}
	return out
}

func report(out io.Writer, dir string, m *trees.Model, rows []refusalRow) {
	var scores [3][]float64
	for _, r := range rows {
		for k, f := range r.features {
			v := 0.0
			if f != nil {
				v = m.Prob(f)
			}
			scores[k] = append(scores[k], v)
		}
	}
	t := slices.Clone(scores[0])
	slices.Sort(t)
	threshold := t[len(t)/20]
	refused := func(s []float64) float64 {
		n := 0
		for _, v := range s {
			if v < threshold {
				n++
			}
		}
		return float64(n) / float64(len(s))
	}
	fmt.Fprintf(out, "%s %d: AUROC passages removed %.4f, sentences removed %.4f; at 5%% false refusals (p<%.3f) refused %.3f, %.3f\n",
		dir, len(rows), eval.AUROC(scores[0], scores[1]), eval.AUROC(scores[0], scores[2]), threshold, refused(scores[1]), refused(scores[2]))
}
