package boost

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"

	"ask/retrieve/trees"
)

// objective is what boosting minimises.
type objective interface {
	// derive sets pairs to the derivatives of the loss at the scores.
	derive(scores []float64, pairs []pair)
	// loss is the mean loss of the held-out units (rows or groups).
	loss(scores []float64, held []int) float64
}

// Train learns to tell y = 1 from y = 0 (soft labels between are allowed) by
// boosting trees on the logistic loss. The rows x are one value per feature; w
// weights them, nil for equally. It keeps none of its arguments.
func Train(x [][]float32, y, w []float32, opt Options) (*trees.Model, error) {
	opt, err := prepare(x, opt)
	if err != nil {
		return nil, fmt.Errorf("train trees: %w", err)
	}
	if err := checkLabels(y, len(x)); err != nil {
		return nil, fmt.Errorf("train trees: %w", err)
	}
	weights, err := unitWeights(w, len(x))
	if err != nil {
		return nil, fmt.Errorf("train trees: %w", err)
	}
	if opt.Groups != nil {
		if err := checkSizes(opt.Groups, len(x)); err != nil {
			return nil, fmt.Errorf("train trees: %w", err)
		}
	}
	kept, held, _ := holdOut(opt.Groups, len(x), opt)
	mean, err := meanLabel(y, weights, kept)
	if err != nil {
		return nil, fmt.Errorf("train trees: %w", err)
	}
	obj := &logistic{y: y, w: weights, workers: opt.Workers}
	bias := trees.Round(math.Log(mean / (1 - mean)))
	return fit(binned(x, opt.Bins, opt.Workers), obj, bias, fold{kept, held}, opt), nil
}

// prepare checks what Train and TrainLambda have in common.
func prepare(x [][]float32, opt Options) (Options, error) {
	opt, err := opt.filled()
	if err != nil {
		return opt, err
	}
	if err := checkRows(x); err != nil {
		return opt, err
	}
	if len(opt.Features) != len(x[0]) {
		return opt, fmt.Errorf("%d feature names for %d columns", len(opt.Features), len(x[0]))
	}
	return opt, (&trees.Model{Features: opt.Features}).Check()
}

// meanLabel is the weighted mean of y over the rows; labels all alike leave
// nothing to learn.
func meanLabel(y []float32, w []float64, rows []int32) (float64, error) {
	var sum, total float64
	low, high := float32(math.Inf(1)), float32(math.Inf(-1))
	for _, r := range rows {
		if w[r] > 0 {
			low, high = min(low, y[r]), max(high, y[r])
			sum += w[r] * float64(y[r])
			total += w[r]
		}
	}
	if !(low < high) {
		return 0, errors.New("all labels are equal")
	}
	return sum / total, nil
}

// logistic is the logistic loss.
type logistic struct {
	y       []float32
	w       []float64
	workers int
}

func (o *logistic) derive(scores []float64, pairs []pair) {
	const block = 1 << 14
	parallel(o.workers, (len(scores)+block-1)/block, func(_, b int) {
		for i := b * block; i < min(len(scores), (b+1)*block); i++ {
			p := sigmoid(scores[i])
			pairs[i] = pair{float32(o.w[i] * (p - float64(o.y[i]))), float32(o.w[i] * p * (1 - p))}
		}
	})
}

func (o *logistic) loss(scores []float64, held []int) float64 {
	var sum, total float64
	for _, i := range held {
		sum += o.w[i] * (softplus(scores[i]) - float64(o.y[i])*scores[i])
		total += o.w[i]
	}
	return sum / max(total, 1e-300)
}

// fold is the division of the data into rows learned from and units (rows or
// groups, as the objective counts) that tell when to stop. Both increase.
type fold struct {
	kept []int32
	held []int
}

// holdOut holds out the share opt.Valid of the groups, or of the n rows when
// there are no groups; at least one of them is kept. It returns the rows kept,
// the rows held out and the groups these are.
func holdOut(groups []int, n int, opt Options) (kept []int32, rows, units []int) {
	sizes := groups
	if groups == nil {
		sizes = slices.Repeat([]int{1}, n)
	}
	count := min(int(math.Ceil(opt.Valid*float64(len(sizes)))), len(sizes)-1)
	units = rand.New(rand.NewPCG(opt.Seed, 0)).Perm(len(sizes))[:count]
	slices.Sort(units)
	row := 0
	for unit, size := range sizes {
		_, held := slices.BinarySearch(units, unit)
		for range size {
			if held {
				rows = append(rows, row)
			} else {
				kept = append(kept, int32(row))
			}
			row++
		}
	}
	return kept, rows, units
}

// fit boosts trees for the objective, starting from the score bias.
func fit(d *dataset, obj objective, bias float64, part fold, opt Options) *trees.Model {
	m := &trees.Model{Features: slices.Clone(opt.Features), Bias: bias, Note: opt.Note}
	scores, pairs := make([]float64, d.rows), make([]pair, d.rows)
	for i := range scores {
		scores[i] = bias
	}
	best, bestLoss := 0, math.Inf(1)
	if len(part.held) > 0 {
		bestLoss = obj.loss(scores, part.held)
	}
	gr := &grower{d: d, opt: opt}
	rows, seen := make([]int32, 0, len(part.kept)), make([]bool, d.rows)
	for round := range opt.Trees {
		rng := rand.New(rand.NewPCG(opt.Seed, uint64(round)+1))
		features := sampleFeatures(d.used, opt.FeatureFraction, rng)
		rows = sampleRows(rows[:0], part.kept, opt.RowFraction, rng)
		obj.derive(scores, pairs)
		gr.grow(rows, features, pairs)
		if len(gr.tree.Nodes) == 0 {
			if opt.FeatureFraction == 1 && opt.RowFraction == 1 {
				break // nor would the next round find a split
			}
			continue
		}
		m.Trees = append(m.Trees, gr.tree)
		gr.addTo(scores, seen)
		if len(part.held) == 0 {
			continue
		}
		if loss := obj.loss(scores, part.held); loss < bestLoss {
			best, bestLoss = len(m.Trees), loss
		} else if len(m.Trees)-best >= opt.Patience {
			break
		}
	}
	if len(part.held) > 0 {
		m.Trees = m.Trees[:best]
	}
	return m
}

// addTo adds the value of the tree to every score: to the rows it was grown on
// by leaf, to the others by asking it. seen is scratch, all false.
func (gr *grower) addTo(scores []float64, seen []bool) {
	for i, l := range gr.leaves {
		for _, r := range gr.rows[l.begin:l.end] {
			scores[r] += gr.tree.Leaves[i]
			seen[r] = true
		}
	}
	if len(gr.rows) < len(scores) {
		for r := range scores {
			if !seen[r] {
				scores[r] += gr.value(int32(r))
			}
		}
	}
	clear(seen)
}

// sampleFeatures returns a share of the features, at least one, in order.
func sampleFeatures(used []int, share float64, rng *rand.Rand) []int {
	if share == 1 || len(used) == 0 {
		return used
	}
	picked := rng.Perm(len(used))[:max(1, int(math.Round(share*float64(len(used)))))]
	slices.Sort(picked)
	for i, p := range picked {
		picked[i] = used[p]
	}
	return picked
}

// sampleRows appends about a share of the rows to dst, in order.
func sampleRows(dst, rows []int32, share float64, rng *rand.Rand) []int32 {
	if share == 1 {
		return append(dst, rows...)
	}
	for _, r := range rows {
		if rng.Float64() < share {
			dst = append(dst, r)
		}
	}
	return dst
}
