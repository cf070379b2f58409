package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"ask/bot/extract"
	"ask/cmd/learn/boost"
	"ask/retrieve"
	"ask/retrieve/trees"
)

const (
	modelPath  = "bot/extract/model.txt"
	lengthPath = "bot/extract/length.json"
	// sentencePassages is how many passages sentences are taken from.
	sentencePassages = 5
	// targetRunes is the mean length of an answer the length factor is fitted to.
	targetRunes = 110
	// minRatio spares readers sentences that are far less likely than the best, minOther
	// those of a document that is not quoted yet; mostQuotes is how many quotes they
	// become at most.
	minRatio, minOther, mostQuotes = 0.06, 0.06, 3
	// refuseBelow and refuseAbsentBelow are read off the curves that `ask eval` prints
	// over testdata/calibration.jsonl and cmrc-dev.
	refuseBelow, refuseAbsentBelow = 0.05, 0.12
)

// example is one question's candidate sentences.
type example struct {
	sentences []extract.Sentence
	rows      [][]float32
	answer    []bool // by sentence
	weight    float32
}

// learnSentences fits the probability that a sentence holds the answer on the first
// set and then, on every eighth question kept out of it, how much text an answer takes.
func learnSentences(ctx context.Context, dirs []string, out io.Writer) error {
	var check []string
	if i := slices.Index(dirs, "--"); i >= 0 {
		dirs, check = dirs[:i], dirs[i+1:]
	}
	var train, held []example
	for _, dir := range dirs {
		s, err := openSet(ctx, dir, 0)
		if err != nil {
			return err
		}
		all, err := s.examples(ctx, nil)
		s.close()
		if err != nil {
			return err
		}
		for i, e := range all {
			if i%8 == 7 {
				held = append(held, e)
			} else {
				train = append(train, e)
			}
		}
	}
	made, err := madeExamples(ctx)
	if err != nil {
		return err
	}
	train = append(train, made...)
	model, err := fitSentences(train, "learned by `go run ./cmd/learn sentences "+strings.Join(dirs, " ")+"` and its own made documents (CMRC 2018, CC BY-SA)")
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "%d training questions, %d trees\n", len(train), len(model.Trees))
	length := fitLength(model, held)
	one, _ := measure(model, held, extract.Length{Lambda: 1, Max: 1, Floor: 15})
	many, runes := measure(model, held, length)
	fmt.Fprintf(out, "held out %d: one sentence %.4f, adaptive %.4f at %.1f runes, lambda %.5f\n", len(held), one, many, runes, length.Lambda)
	if err := checkSentences(ctx, model, length, check, out); err != nil {
		return err
	}
	data, err := json.MarshalIndent(length, "", "  ")
	if err != nil {
		return fmt.Errorf("encode length: %w", err)
	}
	if err := os.WriteFile(lengthPath, append(data, '\n'), 0o644); err != nil {
		return err
	}
	return os.WriteFile(modelPath, model.Format(), 0o644)
}

// checkSentences measures the model on sets it did not learn from.
func checkSentences(ctx context.Context, m *trees.Model, l extract.Length, dirs []string, out io.Writer) error {
	for _, dir := range dirs {
		s, err := openSet(ctx, dir, 0)
		if err != nil {
			return err
		}
		all, err := s.examples(ctx, nil)
		s.close()
		if err != nil {
			return err
		}
		one, r1 := measure(m, all, extract.Length{Lambda: 1, Max: 1, Floor: 15})
		many, r2 := measure(m, all, l)
		ceiling := 0
		for _, e := range all {
			if slices.Contains(e.answer, true) {
				ceiling++
			}
		}
		fmt.Fprintf(out, "%s %d: one sentence %.4f at %.1f runes, adaptive %.4f at %.1f, ceiling %.4f\n", s.name, len(all), one, r1, many, r2, float64(ceiling)/float64(len(all)))
	}
	return nil
}

// examples searches every question and labels the sentences of the best passages.
// reorder, if not nil, may change the order and the scores of a question's passages.
func (s *set) examples(ctx context.Context, reorder func([]candidate)) ([]example, error) {
	learner, err := extract.NewLearner(s.index.Reader())
	if err != nil {
		return nil, err
	}
	var out []example
	for _, q := range s.questions {
		res, err := s.index.Search(ctx, retrieve.Query{Text: q.Question, K: sentencePassages})
		if err != nil {
			return nil, fmt.Errorf("search %q: %w", q.Question, err)
		}
		var list []candidate
		for i, p := range extract.FromHits(res.Hits, sentencePassages) {
			list = append(list, candidate{p, res.Hits[i].Document.ID})
		}
		if reorder != nil {
			reorder(list)
		}
		var ps []extract.Passage
		for _, c := range list {
			ps = append(ps, c.Passage)
		}
		e := example{weight: 1}
		e.sentences, e.rows = learner.Rows(res.Question, extract.Terms(res), ps)
		for _, c := range e.sentences {
			text := ps[c.Passage].Text[c.Start:c.End]
			e.answer = append(e.answer, q.Holds(text) && q.Relates(list[c.Passage].document))
		}
		out = append(out, e)
	}
	return out, nil
}

// candidate is a passage with the name of its document.
type candidate struct {
	extract.Passage
	document string
}

func fitSentences(train []example, note string) (*trees.Model, error) {
	var x [][]float32
	var y, w []float32
	for _, e := range train {
		for i, row := range e.rows {
			v := float32(0)
			if e.answer[i] {
				v = 1
			}
			x, y, w = append(x, row), append(y, v), append(w, e.weight)
		}
	}
	m, err := boost.Train(x, y, w, boost.Options{
		Features: extract.AllFeatures(), Note: note,
		Trees: 240, Leaves: 12, LearningRate: 0.12, MinLeaf: 60, Seed: 1, FeatureFraction: 0.6, RowFraction: 0.8,
	})
	if err != nil {
		return nil, fmt.Errorf("fit sentence model: %w", err)
	}
	return m, nil
}

// fitLength finds the length factor whose answers have targetRunes on average.
func fitLength(m *trees.Model, held []example) extract.Length {
	l := extract.Length{Max: 260, Floor: 15, Passages: sentencePassages, Ratio: minRatio, Other: minOther, Most: mostQuotes, Refuse: refuseBelow, RefuseAbsent: refuseAbsentBelow, Note: fmt.Sprintf("answers of %d runes on average over questions kept out of training", targetRunes)}
	low, high := 1e-5, 0.05
	for range 30 {
		l.Lambda = (low + high) / 2
		if _, runes := measure(m, held, l); runes > targetRunes {
			low = l.Lambda
		} else {
			high = l.Lambda
		}
	}
	l.Lambda = high
	return l
}

// measure gives the share of answers whose chosen sentences hold the gold answer, and
// their mean length in runes.
func measure(m *trees.Model, examples []example, l extract.Length) (share, runes float64) {
	for _, e := range examples {
		all := make([]extract.Sentence, len(e.sentences))
		for i, s := range e.sentences {
			s.Prob = m.Prob(e.rows[i])
			all[i] = s
		}
		hit := false
		for _, s := range l.Pick(all) {
			runes += float64(s.Runes)
			for i, o := range e.sentences {
				hit = hit || e.answer[i] && o.Passage == s.Passage && o.Order == s.Order
			}
		}
		if hit {
			share++
		}
	}
	n := float64(max(1, len(examples)))
	return share / n, runes / n
}
