package boost

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"slices"

	"ask/retrieve/trees"
)

// TrainLambda learns to put the rows of each group in order of relevance. The
// groups are sizes of consecutive rows; relevance is a grade from 0 to 32. Only
// the order of Raw within a group has a meaning, Prob has none. It is an error
// when no group kept for training has two grades.
func TrainLambda(x [][]float32, groups []int, relevance []float32, opt Options) (*trees.Model, error) {
	opt, err := prepare(x, opt)
	if err != nil {
		return nil, fmt.Errorf("train ranking trees: %w", err)
	}
	if err := checkGroups(groups, relevance, len(x)); err != nil {
		return nil, fmt.Errorf("train ranking trees: %w", err)
	}
	kept, _, held := holdOut(groups, len(x), opt)
	obj := &lambda{relevance: relevance, metric: opt.Metric, workers: opt.Workers}
	if obj.spans(groups, held) == 0 {
		return nil, errors.New("train ranking trees: no group has rows of different relevance")
	}
	return fit(binned(x, opt.Bins, opt.Workers), obj, 0, fold{kept, held}, opt), nil
}

// lambda is the LambdaMART objective: RankNet's pairwise gradients, each
// weighted by what swapping the two rows would change in the metric.
type lambda struct {
	relevance []float32
	metric    Metric
	workers   int
	groups    []span
	gains     []float64 // of the rows
	discounts []float64 // of the ranks
}

// span is the rows begin to end of one group and the DCG of their best order.
type span struct {
	begin, end int
	ideal      float64
}

// spans lays out the groups and returns how many of those not held have pairs.
func (o *lambda) spans(groups, held []int) int {
	o.gains = make([]float64, len(o.relevance))
	for i, r := range o.relevance {
		o.gains[i] = math.Exp2(float64(r)) - 1
	}
	o.discounts = make([]float64, slices.Max(groups))
	for rank := range o.discounts {
		o.discounts[rank] = 1 / math.Log2(float64(rank)+2)
	}
	useful, at := 0, 0
	for i, size := range groups {
		s := span{begin: at, end: at + size}
		at = s.end
		gains := slices.Sorted(slices.Values(o.gains[s.begin:s.end]))
		slices.Reverse(gains)
		for rank, gain := range gains {
			s.ideal += gain * o.discounts[rank]
		}
		_, isHeld := slices.BinarySearch(held, i)
		grades := o.relevance[s.begin:s.end]
		if !isHeld && o.counts(slices.Max(grades), slices.Min(grades)) {
			useful++
		}
		o.groups = append(o.groups, s)
	}
	return useful
}

// counts reports whether the metric sees a difference between two grades.
func (o *lambda) counts(high, low float32) bool {
	return high > low && (o.metric == NDCG || low == 0)
}

// derive does one group after another; see order for how ties are ranked.
func (o *lambda) derive(scores []float64, pairs []pair) {
	scratch := make([][]int, o.workers)
	parallel(o.workers, len(o.groups), func(worker, i int) {
		s := o.groups[i]
		scratch[worker] = order(scratch[worker][:0], scores[s.begin:s.end])
		o.deriveGroup(s, scratch[worker], scores[s.begin:s.end], pairs[s.begin:s.end])
	})
}

func (o *lambda) deriveGroup(s span, ranked []int, scores []float64, pairs []pair) {
	clear(pairs)
	relevance, gains := o.relevance[s.begin:s.end], o.gains[s.begin:s.end]
	first, second := firstTwo(ranked, relevance)
	for a := range ranked {
		for b := a + 1; b < len(ranked); b++ {
			up, down := a, b // ranks: the more relevant row, the less relevant one
			if relevance[ranked[a]] < relevance[ranked[b]] {
				up, down = b, a
			}
			i, j := ranked[up], ranked[down]
			if !o.counts(relevance[i], relevance[j]) {
				continue
			}
			var weight float64
			if o.metric == NDCG {
				weight = math.Abs((gains[i]-gains[j])*(o.discounts[up]-o.discounts[down])) / s.ideal
			} else {
				weight = reciprocalChange(up, down, first, second)
			}
			if weight == 0 {
				continue
			}
			rho := sigmoid(scores[j] - scores[i])
			g, h := float32(weight*rho), float32(weight*rho*(1-rho))
			pairs[i].g -= g
			pairs[j].g += g
			pairs[i].h += h
			pairs[j].h += h
		}
	}
}

// reciprocalChange is what the reciprocal rank changes by when the relevant
// row at rank up changes places with the irrelevant one at rank down; first and
// second are the ranks of the first two relevant rows. Ranks start at 0.
func reciprocalChange(up, down, first, second int) float64 {
	now, then := 1/float64(first+1), 0.0
	switch {
	case down < up:
		then = 1 / float64(min(first, down)+1)
	case up == first:
		then = 1 / float64(min(second, down)+1)
	default:
		return 0
	}
	return math.Abs(now - then)
}

// firstTwo returns the ranks of the first two rows of positive relevance, a
// huge rank for each that is missing.
func firstTwo(ranked []int, relevance []float32) (first, second int) {
	first, second = math.MaxInt32, math.MaxInt32
	for rank, i := range ranked {
		if relevance[i] > 0 {
			if first != math.MaxInt32 {
				return first, rank
			}
			first = rank
		}
	}
	return first, second
}

// order appends the rows by falling score to dst; equal scores keep the order
// in which the rows came.
func order(dst []int, scores []float64) []int {
	for i := range scores {
		dst = append(dst, i)
	}
	slices.SortFunc(dst, func(a, b int) int {
		return cmp.Or(cmp.Compare(scores[b], scores[a]), cmp.Compare(a, b))
	})
	return dst
}

// loss is 1 minus the mean metric of the held groups.
func (o *lambda) loss(scores []float64, held []int) float64 {
	var sum float64
	var ranked []int
	for _, k := range held {
		s := o.groups[k]
		ranked = order(ranked[:0], scores[s.begin:s.end])
		if o.metric == MRR {
			first, _ := firstTwo(ranked, o.relevance[s.begin:s.end])
			sum += 1 / float64(first+1)
			continue
		}
		dcg := 0.0
		for rank, i := range ranked {
			dcg += o.gains[s.begin+i] * o.discounts[rank]
		}
		sum += dcg / max(s.ideal, 1e-300)
	}
	return 1 - sum/float64(max(len(held), 1))
}
