package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"

	"ask/cmd/learn/boost"
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

// learnRank fits the linear ranking score by softmax regression over each question's
// candidates (ListNet's top-one loss, Cao et al. 2007).
func learnRank(ctx context.Context, dirs []string, out io.Writer) error {
	var g groups
	for _, dir := range dirs {
		for _, size := range []int{chunkRunes, 0} {
			if err := g.read(ctx, dir, size, out); err != nil {
				return err
			}
		}
	}
	names := rank.Names()
	w, err := boost.ListwiseLinear(g.x, g.sizes, g.y, boost.Options{Features: names})
	if err != nil {
		return fmt.Errorf("fit: %w", err)
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
		// Only the ratios matter: the lexical weight is 1.
		learned[n] = float64(int(w[i]/w[0]*1000)) / 1000
		fmt.Fprintf(out, "%-8s %8.3f (raw %.3f)\n", n, learned[n], w[i])
	}
	file["weights"] = learned
	file["note"] = "learned by `go run ./cmd/learn rank " + strings.Join(dirs, " ") + "` (CMRC 2018 and DRCD, CC BY-SA)"
	if data, err = json.MarshalIndent(file, "", "  "); err != nil {
		return fmt.Errorf("encode weights: %w", err)
	}
	return os.WriteFile(weightsPath, append(data, '\n'), 0o644)
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
