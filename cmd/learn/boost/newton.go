package boost

import (
	"errors"
	"math"
)

// scale standardises columns: z = (x - mean) * inverse. The inverse deviation
// of a constant column is 0.
type scale struct{ mean, inverse []float64 }

func standardise(x [][]float32) scale {
	n, count := len(x[0]), float64(len(x))
	s := scale{make([]float64, n), make([]float64, n)}
	for _, row := range x {
		for j, v := range row {
			s.mean[j] += float64(v) / count
		}
	}
	varies := make([]bool, n)
	for _, row := range x {
		for j, v := range row {
			d := float64(v) - s.mean[j]
			s.inverse[j] += d * d / count
			varies[j] = varies[j] || v != x[0][j]
		}
	}
	for j, variance := range s.inverse {
		s.inverse[j] = 0
		if varies[j] && variance > 0 {
			s.inverse[j] = 1 / math.Sqrt(variance)
		}
	}
	return s
}

// apply sets the first values of z to the standardised row.
func (s scale) apply(row []float32, z []float64) {
	for j, v := range row {
		z[j] = (float64(v) - s.mean[j]) * s.inverse[j]
	}
}

// raw turns weights of standardised columns into weights of raw ones, and
// gives what the means contribute under them.
func (s scale) raw(w []float64) (weights []float64, shift float64) {
	weights = make([]float64, len(w))
	for j := range w {
		weights[j] = w[j] * s.inverse[j]
		shift += weights[j] * s.mean[j]
	}
	return weights, shift
}

// newton minimises a convex function by damped Newton steps (for the logistic
// loss: iteratively reweighted least squares). eval returns the value at a
// point and adds to the zeroed gradient and lower triangle of the Hessian,
// unless these are nil.
func newton(start []float64, eval func(at, grad []float64, hess [][]float64) float64) ([]float64, error) {
	n := len(start)
	at, next := append([]float64(nil), start...), make([]float64, n)
	grad, step, hess := make([]float64, n), make([]float64, n), make([][]float64, n)
	for i := range hess {
		hess[i] = make([]float64, i+1)
	}
	for range 100 {
		clear(grad)
		for i := range hess {
			clear(hess[i])
		}
		value := eval(at, grad, hess)
		if !solve(hess, grad, step) {
			return nil, errors.New("the curvature is not positive")
		}
		slope := dot(grad, step) // how fast the value falls along -step
		if slope <= 1e-10*(1+math.Abs(value)) {
			addScaled(at, step, -1) // so near, the full step is the better point
			return at, nil
		}
		for size := 1.0; ; size /= 2 {
			if size < 1e-9 {
				return at, nil // as low as rounding lets it go
			}
			copy(next, at)
			addScaled(next, step, -size)
			if eval(next, nil, nil) <= value-0.25*size*slope {
				break
			}
		}
		at, next = next, at
	}
	return nil, errors.New("no convergence in 100 steps")
}

// solve sets step to the solution of hess·step = grad by a Cholesky
// factorisation of the lower triangle, which it overwrites.
func solve(hess [][]float64, grad, step []float64) bool {
	for i, row := range hess {
		ridge := 1e-12 * (1 + row[i]) // a direction without curvature stays solvable
		for j := range i {
			row[j] = (row[j] - dot(row[:j], hess[j][:j])) / hess[j][j]
		}
		pivot := row[i] + ridge - dot(row[:i], row[:i])
		if !(pivot > 0) {
			return false
		}
		row[i] = math.Sqrt(pivot)
	}
	for i, row := range hess {
		step[i] = (grad[i] - dot(row[:i], step[:i])) / row[i]
	}
	for i := len(hess) - 1; i >= 0; i-- {
		for k := i + 1; k < len(hess); k++ {
			step[i] -= hess[k][i] * step[k]
		}
		step[i] /= hess[i][i]
	}
	return true
}

// penalty returns l2/2·|w|² and adds its derivatives.
func penalty(w []float64, l2 float64, grad []float64, hess [][]float64) float64 {
	if grad != nil {
		addScaled(grad, w, l2)
		for i := range w {
			hess[i][i] += l2
		}
	}
	return l2 / 2 * dot(w, w)
}

// dot is the product of a and the first len(a) values of b.
func dot(a, b []float64) float64 {
	sum := 0.0
	for i, v := range a {
		sum += v * b[i]
	}
	return sum
}

func addScaled(dst, v []float64, by float64) {
	for i := range v {
		dst[i] += by * v[i]
	}
}

// addOuter adds by·v·vᵀ to a lower triangle.
func addOuter(dst [][]float64, v []float64, by float64) {
	for i, row := range dst {
		addScaled(row, v[:i+1], by*v[i])
	}
}
