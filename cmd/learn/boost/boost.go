// Package boost learns small models from labelled rows, for the training
// command only; what answers questions reads the result with package trees.
//
// Train and TrainLambda grow gradient-boosted trees (Friedman, 2001) with
// histograms of binned features and leaf-wise growth, as in LightGBM (Ke et
// al., 2017). Train minimises the logistic loss; TrainLambda ranks the rows of
// each group with LambdaMART (Burges, "From RankNet to LambdaRank to
// LambdaMART", 2010). Logistic and ListwiseLinear fit the linear counterparts
// with Newton's method.
//
// Everything is deterministic: the same rows, options and seed give the same
// model, whatever GOMAXPROCS and Options.Workers are. Rows with NaN or infinite
// values, labels that are all alike and sizes that do not fit are errors.
package boost

import (
	"errors"
	"fmt"
	"math"
	"sync"
)

// Metric is what TrainLambda weights its pairs by.
type Metric int

// The metrics. NDCG uses gains 2^relevance-1 over the whole group; MRR looks
// at the first row of positive relevance.
const (
	NDCG Metric = iota
	MRR
)

// Options are the settings of training. A zero field means the default given
// beside it.
type Options struct {
	Features []string // names of the columns; required for trees
	Note     string   // kept in the model

	Trees        int     // 60
	Leaves       int     // 8, in each tree
	LearningRate float64 // 0.2
	MinLeaf      int     // 50 rows
	L2           float64 // 1; on leaf values, or on standardised weights
	Bins         int     // 255, at most 256

	FeatureFraction float64 // 1; share of the features tried by each tree
	RowFraction     float64 // 1; share of the rows seen by each tree
	Seed            uint64

	// Valid is the share of rows held out to stop early, 0 for none. When
	// Patience rounds (default 10) have not improved the loss of these rows,
	// growth stops and the model is cut back to its best round. Groups, when
	// given to Train, are sizes of consecutive rows to be held out together;
	// TrainLambda holds out its own groups.
	Valid    float64
	Patience int
	Groups   []int

	Metric  Metric // of TrainLambda
	Workers int    // 2 goroutines
}

// filled returns the options with defaults in place, or an error that names
// the option at fault.
func (o Options) filled() (Options, error) {
	for _, f := range []struct {
		name     string
		v        *int
		def, max int
	}{
		{"Trees", &o.Trees, 60, 10000},
		{"Leaves", &o.Leaves, 8, 4096},
		{"MinLeaf", &o.MinLeaf, 50, math.MaxInt32},
		{"Bins", &o.Bins, 255, 256},
		{"Patience", &o.Patience, 10, math.MaxInt32},
		{"Workers", &o.Workers, 2, 64},
	} {
		if *f.v == 0 {
			*f.v = f.def
		}
		if *f.v < 1 || *f.v > f.max {
			return o, fmt.Errorf("option %s: %d is not in 1..%d", f.name, *f.v, f.max)
		}
	}
	for _, f := range []struct {
		name     string
		v        *float64
		def, max float64
	}{
		{"LearningRate", &o.LearningRate, 0.2, 1},
		{"L2", &o.L2, 1, 1e12},
		{"FeatureFraction", &o.FeatureFraction, 1, 1},
		{"RowFraction", &o.RowFraction, 1, 1},
	} {
		if *f.v == 0 {
			*f.v = f.def
		}
		if !(*f.v > 0 && *f.v <= f.max) {
			return o, fmt.Errorf("option %s: %g is not in (0, %g]", f.name, *f.v, f.max)
		}
	}
	if !(o.Valid >= 0 && o.Valid < 1) {
		return o, fmt.Errorf("option Valid: %g is not in [0, 1)", o.Valid)
	}
	if o.Metric != NDCG && o.Metric != MRR {
		return o, fmt.Errorf("option Metric: unknown metric %d", o.Metric)
	}
	return o, nil
}

// checkRows reports whether x is a matrix of finite numbers.
func checkRows(x [][]float32) error {
	if len(x) == 0 || len(x[0]) == 0 {
		return errors.New("no rows or no columns")
	}
	if len(x) > math.MaxInt32 {
		return fmt.Errorf("%d rows are too many", len(x))
	}
	for i, row := range x {
		if len(row) != len(x[0]) {
			return fmt.Errorf("row %d has %d values, row 0 has %d", i, len(row), len(x[0]))
		}
		for j, v := range row {
			if !finite(v) {
				return fmt.Errorf("row %d, column %d: %g is not finite", i, j, v)
			}
		}
	}
	return nil
}

// checkLabels reports whether y is one probability for each of n rows.
func checkLabels(y []float32, n int) error {
	if len(y) != n {
		return fmt.Errorf("%d labels for %d rows", len(y), n)
	}
	for i, v := range y {
		if !(v >= 0 && v <= 1) {
			return fmt.Errorf("label %d: %g is not in [0, 1]", i, v)
		}
	}
	return nil
}

// unitWeights returns w scaled to a mean of 1, so that L2 and gains do not
// depend on the unit of the weights. A nil w means equal weights.
func unitWeights(w []float32, n int) ([]float64, error) {
	unit := make([]float64, n)
	if w == nil {
		for i := range unit {
			unit[i] = 1
		}
		return unit, nil
	}
	if len(w) != n {
		return nil, fmt.Errorf("%d weights for %d rows", len(w), n)
	}
	sum := 0.0
	for i, v := range w {
		if !(v >= 0) || !finite(v) {
			return nil, fmt.Errorf("weight %d: %g is negative or not finite", i, v)
		}
		sum += float64(v)
	}
	if sum == 0 {
		return nil, errors.New("all weights are 0")
	}
	for i, v := range w {
		unit[i] = float64(v) * float64(n) / sum
	}
	return unit, nil
}

// checkGroups reports whether the sizes divide n rows and the relevance is one
// non-negative grade for each.
func checkGroups(groups []int, relevance []float32, n int) error {
	if len(relevance) != n {
		return fmt.Errorf("%d grades of relevance for %d rows", len(relevance), n)
	}
	for i, v := range relevance {
		if !(v >= 0 && v <= 32) {
			return fmt.Errorf("relevance %d: %g is not in [0, 32]", i, v)
		}
	}
	return checkSizes(groups, n)
}

func checkSizes(groups []int, n int) error {
	left := n
	for i, size := range groups {
		if size < 1 || size > left {
			return fmt.Errorf("group %d: size %d does not fit the %d rows", i, size, n)
		}
		left -= size
	}
	if left > 0 {
		return fmt.Errorf("the groups hold %d rows of %d", n-left, n)
	}
	return nil
}

// parallel calls f once for each i below n from the given number of goroutines
// and waits for them. Calls for different i must not touch the same data;
// worker numbers the goroutine, for its scratch space.
func parallel(workers, n int, f func(worker, i int)) {
	workers = min(workers, n)
	if workers <= 1 {
		for i := range n {
			f(0, i)
		}
		return
	}
	var wg sync.WaitGroup
	for worker := range workers {
		wg.Go(func() {
			for i := worker; i < n; i += workers {
				f(worker, i)
			}
		})
	}
	wg.Wait()
}

func finite(v float32) bool { return v-v == 0 }

func sigmoid(v float64) float64 { return 1 / (1 + math.Exp(-v)) }

// softplus is log(1+exp(v)) without overflow.
func softplus(v float64) float64 { return max(v, 0) + math.Log1p(math.Exp(-math.Abs(v))) }
