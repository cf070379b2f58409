package boost

import (
	"errors"
	"fmt"
	"math"
)

// Logistic fits P(y=1) = 1/(1+exp(-(bias + weights·x))) with an L2 penalty
// opt.L2/2 on the squared weights of the standardised columns (the loss is a
// sum over rows, the bias is free) and returns the weights for raw columns. A
// constant column gets weight 0. Of the options only L2 is used.
func Logistic(x [][]float32, y, w []float32, opt Options) (weights []float64, bias float64, err error) {
	opt, err = opt.filled()
	if err == nil {
		err = checkRows(x)
	}
	if err == nil {
		err = checkLabels(y, len(x))
	}
	if err != nil {
		return nil, 0, fmt.Errorf("fit logistic: %w", err)
	}
	rowWeights, err := unitWeights(w, len(x))
	if err != nil {
		return nil, 0, fmt.Errorf("fit logistic: %w", err)
	}
	all := make([]int32, len(x))
	for i := range all {
		all[i] = int32(i)
	}
	mean, err := meanLabel(y, rowWeights, all)
	if err != nil {
		return nil, 0, fmt.Errorf("fit logistic: %w", err)
	}
	s := standardise(x)
	n := len(x[0]) + 1 // the last column is the bias
	z := make([]float64, n)
	z[n-1] = 1
	start := make([]float64, n)
	start[n-1] = math.Log(mean / (1 - mean))
	found, err := newton(start, func(at, grad []float64, hess [][]float64) float64 {
		loss := penalty(at[:n-1], opt.L2, grad, hess)
		for i, row := range x {
			s.apply(row, z)
			score := dot(at, z)
			loss += rowWeights[i] * (softplus(score) - float64(y[i])*score)
			if grad != nil {
				p := sigmoid(score)
				addScaled(grad, z, rowWeights[i]*(p-float64(y[i])))
				addOuter(hess, z, rowWeights[i]*p*(1-p))
			}
		}
		return loss
	})
	if err != nil {
		return nil, 0, fmt.Errorf("fit logistic: %w", err)
	}
	weights, shift := s.raw(found[:n-1])
	return weights, found[n-1] - shift, nil
}

// ListwiseLinear fits weights so that the softmax of weights·x over each group
// meets the relevance, normalised to sum 1: the cross-entropy of ListNet (Cao
// et al., 2007) summed over the groups, with an L2 penalty as in Logistic.
// Groups whose relevance is all equal teach nothing and are passed over; it is
// an error when none is left. Of the options only L2 is used.
func ListwiseLinear(x [][]float32, groups []int, relevance []float32, opt Options) (weights []float64, err error) {
	opt, err = opt.filled()
	if err == nil {
		err = checkRows(x)
	}
	if err == nil {
		err = checkGroups(groups, relevance, len(x))
	}
	if err != nil {
		return nil, fmt.Errorf("fit listwise: %w", err)
	}
	l := &listwise{s: standardise(x), x: x, l2: opt.L2}
	at := 0
	for _, size := range groups {
		l.add(at, at+size, relevance)
		at += size
	}
	if len(l.groups) == 0 {
		return nil, errors.New("fit listwise: no group has rows of different relevance")
	}
	found, err := newton(make([]float64, len(x[0])), l.eval)
	if err != nil {
		return nil, fmt.Errorf("fit listwise: %w", err)
	}
	weights, _ = l.s.raw(found)
	return weights, nil
}

// listwise is the loss of ListwiseLinear.
type listwise struct {
	s      scale
	x      [][]float32
	l2     float64
	groups []target
}

// target is one group that starts at a row, with the share of each row.
type target struct {
	begin int
	share []float64
}

// add keeps the group of the rows begin to end if its relevance differs.
func (l *listwise) add(begin, end int, relevance []float32) {
	share, sum, differ := make([]float64, end-begin), 0.0, false
	for i := range share {
		share[i] = float64(relevance[begin+i])
		sum += share[i]
		differ = differ || relevance[begin+i] != relevance[begin]
	}
	if !differ {
		return
	}
	for i := range share {
		share[i] /= sum
	}
	l.groups = append(l.groups, target{begin, share})
}

// eval is the loss at a point with its derivatives. The Hessian of one group is
// the covariance of its rows under the softmax, summed here about the mean so
// that it stays positive.
func (l *listwise) eval(at, grad []float64, hess [][]float64) float64 {
	loss, n := penalty(at, l.l2, grad, hess), len(at)
	mean := make([]float64, n)
	var z, p []float64 // the rows of a group, standardised; their probabilities
	for _, g := range l.groups {
		z, p = z[:0], p[:0]
		top := math.Inf(-1)
		for i := range g.share {
			z = append(z, mean...)
			l.s.apply(l.x[g.begin+i], z[i*n:])
			p = append(p, dot(at, z[i*n:]))
			top = max(top, p[i])
		}
		sum := 0.0
		for i, score := range p {
			loss -= g.share[i] * (score - top)
			p[i] = math.Exp(score - top)
			sum += p[i]
		}
		loss += math.Log(sum)
		if grad == nil {
			continue
		}
		clear(mean)
		for i := range p {
			p[i] /= sum
			addScaled(grad, z[i*n:(i+1)*n], p[i]-g.share[i])
			addScaled(mean, z[i*n:(i+1)*n], p[i])
		}
		for i := range p {
			addScaled(z[i*n:(i+1)*n], mean, -1)
			addOuter(hess, z[i*n:(i+1)*n], p[i])
		}
	}
	return loss
}
