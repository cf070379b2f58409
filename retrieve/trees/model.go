// Package trees evaluates a learned ensemble of small regression trees at
// question time.
//
// The ensemble is a gradient-boosted one (Friedman, "Greedy function
// approximation: a gradient boosting machine", 2001), trained elsewhere with
// histogram splits and leaf-wise growth as in LightGBM (Ke et al., 2017). This
// package only reads, checks, writes and evaluates it:
//
//	m, err := trees.Parse(data)
//	if err == nil {
//		err = m.Bind([]string{"overlap", "idf"}) // the order of x below
//	}
//	p := m.Prob([]float32{0.5, 3.2})
//
// It refuses a model that does not describe finite trees over the named
// features: what Parse returns can be evaluated without a panic or a hang on
// every x that has one value per feature.
package trees

import (
	"errors"
	"fmt"
	"math"
	"slices"
)

// Limits of a model; Parse and Check refuse what lies beyond.
const (
	MaxFeatures = 4096
	MaxTrees    = 10000
	MaxLeaves   = 4096 // in one tree
)

// Model is an ensemble: the raw score is Bias plus the leaf value of every
// tree, and P = 1/(1+exp(-raw)). The zero Model scores 0 for everything. A
// Model that is not being changed may be used from many goroutines.
type Model struct {
	Features []string // names, in the order of the values of x
	Bias     float64
	Trees    []Tree
	Note     string // what it was learned from
}

// Tree is one regression tree. Nodes[0] is the root and every child stands
// after its parent. A tree without nodes has one leaf.
type Tree struct {
	Nodes  []Node
	Leaves []float64
}

// Node is one question: x[Feature] <= Threshold goes Left, everything else
// (NaN too) goes Right. A child c >= 0 is the node c; c < 0 is the leaf ^c,
// that is -1 for leaf 0, -2 for leaf 1.
type Node struct {
	Feature   int32
	Threshold float32
	Left      int32
	Right     int32
}

// Raw returns the score of x on the log-odds scale. x must have at least
// len(m.Features) values, in that order; see Bind.
func (m *Model) Raw(x []float32) float64 {
	sum := m.Bias
	for i := range m.Trees {
		sum += m.Trees[i].Value(x)
	}
	return sum
}

// Value returns the value of the leaf that x falls into.
func (t *Tree) Value(x []float32) float64 {
	at := int32(-1)
	if len(t.Nodes) > 0 {
		at = 0
	}
	for at >= 0 {
		n := t.Nodes[at]
		left, right := n.Left, n.Right
		at = right
		if x[n.Feature] <= n.Threshold { // a conditional move, not a branch
			at = left
		}
	}
	return t.Leaves[^at]
}

// Prob returns the probability of x, 1/(1+exp(-Raw(x))).
func (m *Model) Prob(x []float32) float64 {
	return 1 / (1 + math.Exp(-m.Raw(x)))
}

// Bind reports whether names, the order in which the caller fills x, is the
// order the model was learned with; the error names the first difference.
func (m *Model) Bind(names []string) error {
	for i := range min(len(names), len(m.Features)) {
		if names[i] != m.Features[i] {
			return fmt.Errorf("bind features: position %d is %q, the model has %q", i, names[i], m.Features[i])
		}
	}
	if len(names) != len(m.Features) {
		return fmt.Errorf("bind features: %d given, the model has %d", len(names), len(m.Features))
	}
	return nil
}

// Check reports whether the model is well formed: distinct feature names,
// finite numbers, and trees in which every node and leaf is reached exactly
// once. Parse has checked what it returns; a model made by hand has not been.
func (m *Model) Check() error {
	switch {
	case len(m.Features) > MaxFeatures:
		return fmt.Errorf("%d features, at most %d", len(m.Features), MaxFeatures)
	case len(m.Trees) > MaxTrees:
		return fmt.Errorf("%d trees, at most %d", len(m.Trees), MaxTrees)
	case !finite(m.Bias):
		return errors.New("bias is out of range")
	}
	names := slices.Sorted(slices.Values(m.Features))
	for i, name := range names {
		if name == "" {
			return errors.New("a feature has no name")
		}
		if i > 0 && name == names[i-1] {
			return fmt.Errorf("feature %q occurs twice", name)
		}
	}
	for i := range m.Trees {
		if err := m.Trees[i].check(len(m.Features)); err != nil {
			return fmt.Errorf("tree %d: %w", i, err)
		}
	}
	return nil
}

// check reports whether t is a tree over the given number of features.
// Children after parents exclude cycles; each named once excludes sharing.
func (t *Tree) check(features int) error {
	if len(t.Leaves) != len(t.Nodes)+1 {
		return fmt.Errorf("%d leaves for %d nodes", len(t.Leaves), len(t.Nodes))
	}
	if len(t.Leaves) > MaxLeaves {
		return fmt.Errorf("%d leaves, at most %d", len(t.Leaves), MaxLeaves)
	}
	for i, v := range t.Leaves {
		if !finite(v) {
			return fmt.Errorf("leaf %d is out of range", i)
		}
	}
	nodes, leaves := make([]bool, len(t.Nodes)), make([]bool, len(t.Leaves))
	for i, n := range t.Nodes {
		if n.Feature < 0 || int(n.Feature) >= features {
			return fmt.Errorf("node %d: feature %d of %d", i, n.Feature, features)
		}
		if !finite(float64(n.Threshold)) {
			return fmt.Errorf("node %d: threshold is out of range", i)
		}
		for _, child := range [2]int32{n.Left, n.Right} {
			seen, at := nodes, int(child)
			if child < 0 {
				seen, at = leaves, int(^child)
			}
			if at >= len(seen) || (child >= 0 && at <= i) {
				return fmt.Errorf("node %d: child %d out of range", i, child)
			}
			if seen[at] {
				return fmt.Errorf("node %d: child %d has two parents", i, child)
			}
			seen[at] = true
		}
	}
	return nil
}

// finite reports whether v is a number that MaxTrees times over still is one.
func finite(v float64) bool { return math.Abs(v) <= 1e300 }
