package eval

import "math"

// Point is one place of the risk-coverage curve: what refusing below Threshold would
// mean for this file's questions.
type Point struct {
	Threshold float64 `json:"threshold"`
	// Coverage is the share of answerable questions answered.
	Coverage float64 `json:"coverage"`
	// FalseAnswers is the share of unanswerable questions answered all the same, and
	// Upper the upper end of its exact 95 % interval (Clopper and Pearson 1934).
	FalseAnswers float64 `json:"false_answers"`
	Upper        float64 `json:"upper_95"`
}

// curve measures a row of thresholds.
func curve(answerable, unanswerable []float64) []Point {
	if len(answerable) == 0 || len(unanswerable) == 0 {
		return nil
	}
	var out []Point
	for _, t := range []float64{0.02, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8} {
		wrong := atLeast(unanswerable, t)
		out = append(out, Point{
			Threshold: t, Coverage: ratio(atLeast(answerable, t), len(answerable)),
			FalseAnswers: ratio(wrong, len(unanswerable)), Upper: upperBound(wrong, len(unanswerable)),
		})
	}
	return out
}

func atLeast(scores []float64, t float64) int {
	n := 0
	for _, s := range scores {
		if s >= t {
			n++
		}
	}
	return n
}

// upperBound is the largest rate at which k or fewer of n would still come up in one
// of forty samples.
func upperBound(k, n int) float64 {
	if k >= n {
		return 1
	}
	low, high := float64(k)/float64(n), 1.0
	for range 60 {
		p := (low + high) / 2
		if binomialCDF(k, n, p) > 0.025 {
			low = p
		} else {
			high = p
		}
	}
	return high
}

// binomialCDF is the chance of k or fewer successes in n trials.
func binomialCDF(k, n int, p float64) float64 {
	sum := 0.0
	for i := 0; i <= k; i++ {
		a, _ := math.Lgamma(float64(n + 1))
		b, _ := math.Lgamma(float64(i + 1))
		c, _ := math.Lgamma(float64(n - i + 1))
		sum += math.Exp(a - b - c + float64(i)*math.Log(p) + float64(n-i)*math.Log1p(-p))
	}
	return sum
}
