package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"os"
	"strings"

	"ask/retrieve"
	"ask/retrieve/rank"
)

const weightsPath = "retrieve/rank/weights.json"

// chunkRunes makes passages short, so that a question has close rivals: the other
// passages of the same article.
const chunkRunes = 160

// groups are feature rows of candidates, question by question.
type groups struct {
	x     [][]float32
	y     []float32
	sizes []int
}

// learnRank fits the linear ranking score by coordinate ascent on the mean reciprocal
// rank itself (Metzler and Croft 2007): the score has so few weights that a step of
// each in turn finds the top, and no surrogate loss comes between.
func learnRank(ctx context.Context, dirs []string, out io.Writer) error {
	var sets []groups
	for _, dir := range dirs {
		for _, size := range []int{chunkRunes, 0} {
			var g groups
			if err := g.read(ctx, dir, size, out); err != nil {
				return err
			}
			sets = append(sets, g)
		}
	}
	names := rank.Names()
	w := ascend(sets, len(names))
	for i, g := range sets {
		fmt.Fprintf(out, "set %d: MRR@10 %.4f\n", i, g.mrr(w))
	}
	data, err := os.ReadFile(weightsPath)
	if err != nil {
		return fmt.Errorf("read weights: %w", err)
	}
	var file map[string]any
	if err := json.Unmarshal(data, &file); err != nil {
		return fmt.Errorf("read weights: %w", err)
	}
	learned := map[string]float64{}
	for i, n := range names {
		if n == rank.Dense {
			setDense(file, w[i])
			continue
		}
		learned[n] = w[i]
		fmt.Fprintf(out, "%-8s %8.3f\n", n, w[i])
	}
	file["weights"] = learned
	file["note"] = "learned by `go run ./cmd/learn rank " + strings.Join(dirs, " ") + "` (CMRC 2018 and DRCD, CC BY-SA)"
	if data, err = json.MarshalIndent(file, "", "  "); err != nil {
		return fmt.Errorf("encode weights: %w", err)
	}
	return os.WriteFile(weightsPath, append(data, '\n'), 0o644)
}

// setDense stores the weight of the built-in vectors' cosine beside the other weights of
// that embedder.
func setDense(file map[string]any, w float64) {
	if legs, ok := file["legs"].(map[string]any); ok {
		if builtin, ok := legs["builtin"].(map[string]any); ok {
			builtin["feature"] = w
		}
	}
}

// steps are the values tried for each weight; the first feature's stays 1.
func steps() []float64 {
	return []float64{0, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 1, 1.2, 1.4, 1.7, 2, 2.5, 3}
}

// ascend moves one weight at a time to its best value until none moves.
func ascend(sets []groups, n int) []float64 {
	w := make([]float64, n)
	w[0] = 1
	score := func() float64 {
		sum := 0.0
		for _, g := range sets {
			sum += g.mrr(w)
		}
		return sum
	}
	best := score()
	for moved := true; moved; {
		moved = false
		for i := 1; i < n; i++ {
			keep := w[i]
			for _, v := range steps() {
				w[i] = v
				if s := score(); s > best+1e-5 {
					best, keep, moved = s, v, true
				}
			}
			w[i] = keep
		}
	}
	return w
}

// mrr is the mean reciprocal rank at 10 of the first relevant candidate.
func (g *groups) mrr(w []float64) float64 {
	sum, at := 0.0, 0
	for _, size := range g.sizes {
		top, better := math.Inf(-1), 0
		scores := make([]float64, size)
		for i := range size {
			for k, x := range g.x[at+i] {
				scores[i] += w[k] * float64(x)
			}
			if g.y[at+i] > 0 {
				top = max(top, scores[i])
			}
		}
		for _, s := range scores {
			if s > top {
				better++
			}
		}
		if better < 10 {
			sum += 1 / float64(better+1)
		}
		at += size
	}
	return sum / float64(max(1, len(g.sizes)))
}

// read adds one set's questions: every third, which is plenty for half a dozen weights.
func (g *groups) read(ctx context.Context, dir string, maxRunes int, out io.Writer) error {
	s, err := openSet(ctx, dir, maxRunes)
	if err != nil {
		return err
	}
	defer s.close()
	used := 0
	for i, q := range s.questions {
		if i%3 != 0 || !q.CanAnswer() {
			continue
		}
		res, err := s.index.Search(ctx, retrieve.Query{Text: q.Question, Trace: true})
		if err != nil {
			return fmt.Errorf("search %q: %w", q.Question, err)
		}
		from, any := len(g.x), false
		for _, c := range res.Trace.Candidates {
			row := make([]float32, 0, 8)
			for _, n := range rank.Names() {
				row = append(row, float32(c.Features[n]))
			}
			y := float32(0)
			if q.Relates(c.Document) && (maxRunes == 0 || q.Holds(c.Text)) {
				y, any = 1, true
			}
			g.x, g.y = append(g.x, row), append(g.y, y)
		}
		if !any {
			g.x, g.y = g.x[:from], g.y[:from]
			continue
		}
		g.sizes = append(g.sizes, len(g.x)-from)
		used++
	}
	fmt.Fprintf(out, "%s: %d questions, passages of at most %d runes\n", s.name, used, maxRunes)
	return nil
}
