package boost

import (
	"ask/retrieve/trees"
)

// pair is the first and second derivative of the loss of one row.
type pair struct{ g, h float32 }

// cell is the sum of pairs over some rows, and their number.
type cell struct {
	g, h float64
	n    int
}

// histogram has one cell for each bin of one feature.
type histogram [256]cell

// minGain is the least improvement worth a split; below it is rounding noise.
const minGain = 1e-6

// split is the best question found for a leaf; gain 0 means none.
type split struct {
	gain    float64
	feature int
	bin     int  // rows with a bin up to this one go left
	left    cell // their sum
}

// leaf is a growing leaf: its rows are grower.rows[begin:end].
type leaf struct {
	begin, end int
	sum        cell
	hist       []histogram // by position in grower.features; nil when not kept
	best       split
	parent     int // node that names it, -1 for the root
	right      bool
}

// grower grows one tree after another over the same dataset.
type grower struct {
	d        *dataset
	opt      Options
	features []int // tried by the current tree
	rows     []int32
	spare    []int32 // rows going right during a partition
	ordered  []pair  // pairs of the rows of one leaf
	free     [][]histogram
	found    [2][]split // best split by feature position, for two leaves
	leaves   []leaf
	tree     trees.Tree
	cuts     []uint8 // bin of each node's threshold
}

// grow returns the leaf-wise best tree for the pairs of the given rows, with
// cuts, its thresholds as bins. The rows are in increasing order; grow leaves
// them sorted by leaf in gr.rows, as gr.leaves tells.
func (gr *grower) grow(rows []int32, features []int, pairs []pair) {
	gr.rows, gr.features = rows, features
	gr.tree, gr.cuts, gr.leaves = trees.Tree{}, nil, gr.leaves[:0]
	for s := range gr.found {
		gr.found[s] = make([]split, len(features))
	}
	root := leaf{end: len(rows), parent: -1}
	for _, r := range rows {
		root.sum.g += float64(pairs[r].g)
		root.sum.h += float64(pairs[r].h)
	}
	root.sum.n = len(rows)
	gr.leaves = append(gr.leaves, root)
	gr.search(&gr.leaves[0], nil, pairs)
	for len(gr.leaves) < gr.opt.Leaves {
		best := 0
		for i := range gr.leaves {
			if gr.leaves[i].best.gain > gr.leaves[best].best.gain {
				best = i
			}
		}
		if gr.leaves[best].best.gain == 0 {
			break
		}
		gr.divide(best, pairs)
	}
	for i := range gr.leaves {
		l := &gr.leaves[i]
		gr.release(l)
		value := -l.sum.g / (max(l.sum.h, 0) + gr.opt.L2) * gr.opt.LearningRate
		gr.tree.Leaves = append(gr.tree.Leaves, trees.Round(value))
	}
}

// divide turns leaf k into a node; its left rows stay leaf k, its right rows
// become a new leaf.
func (gr *grower) divide(k int, pairs []pair) {
	old := gr.leaves[k]
	at, s := len(gr.tree.Nodes), old.best
	gr.tree.Nodes = append(gr.tree.Nodes, trees.Node{
		Feature: int32(s.feature), Threshold: gr.d.edges[s.feature][s.bin],
		Left: ^int32(k), Right: ^int32(len(gr.leaves)),
	})
	gr.cuts = append(gr.cuts, uint8(s.bin))
	if old.parent >= 0 {
		if old.right {
			gr.tree.Nodes[old.parent].Right = int32(at)
		} else {
			gr.tree.Nodes[old.parent].Left = int32(at)
		}
	}
	middle := old.begin + gr.partition(gr.rows[old.begin:old.end], gr.d.bins[s.feature], uint8(s.bin))
	gr.leaves[k] = leaf{begin: old.begin, end: middle, sum: s.left, parent: at}
	gr.leaves = append(gr.leaves, leaf{begin: middle, end: old.end, parent: at, right: true, sum: cell{
		old.sum.g - s.left.g, old.sum.h - s.left.h, old.sum.n - s.left.n,
	}})
	if len(gr.leaves) == gr.opt.Leaves {
		gr.release(&old)
		return // the last split: its leaves stay
	}
	small, big := &gr.leaves[k], &gr.leaves[len(gr.leaves)-1]
	if small.sum.n > big.sum.n {
		small, big = big, small
	}
	big.hist = old.hist
	gr.search(small, big, pairs)
}

// partition moves the rows whose bin is at most cut to the front, keeping the
// order of both parts, and returns how many they are.
func (gr *grower) partition(rows []int32, bins []uint8, cut uint8) int {
	if cap(gr.spare) < len(rows) {
		gr.spare = make([]int32, len(rows))
	}
	spare, left, right := gr.spare[:len(rows)], 0, 0
	for _, r := range rows {
		if bins[r] <= cut {
			rows[left] = r
			left++
		} else {
			spare[right] = r
			right++
		}
	}
	copy(rows[left:], spare[:right])
	return left
}

// search fills the histogram of small from its rows, that of big, its sibling,
// by taking small's from their parent's (which big.hist holds before), and
// finds the best split of both. A nil big is for the root.
func (gr *grower) search(small, big *leaf, pairs []pair) {
	if (big == nil || big.sum.n < 2*gr.opt.MinLeaf) && small.sum.n < 2*gr.opt.MinLeaf {
		return
	}
	rows := gr.rows[small.begin:small.end]
	if cap(gr.ordered) < len(rows) {
		gr.ordered = make([]pair, len(rows))
	}
	ordered := gr.ordered[:len(rows)]
	for i, r := range rows {
		ordered[i] = pairs[r]
	}
	small.hist = gr.take()
	parallel(gr.opt.Workers, len(gr.features), func(_, i int) {
		f, hist := gr.features[i], &small.hist[i]
		bins := len(gr.d.edges[f]) + 1
		clear(hist[:bins])
		fill(hist, gr.d.bins[f], rows, ordered)
		gr.found[0][i] = gr.bestSplit(f, hist, small.sum)
		if big != nil {
			rest := &big.hist[i]
			for b := range bins {
				rest[b].g -= hist[b].g
				rest[b].h -= hist[b].h
				rest[b].n -= hist[b].n
			}
			gr.found[1][i] = gr.bestSplit(f, rest, big.sum)
		}
	})
	for side, l := range []*leaf{small, big} {
		if l == nil {
			continue
		}
		for _, s := range gr.found[side] {
			if s.gain > l.best.gain {
				l.best = s
			}
		}
		if l.best.gain == 0 {
			gr.release(l)
		}
	}
}

// fill adds the pairs of the rows to the cells of their bins.
func fill(hist *histogram, bins []uint8, rows []int32, ordered []pair) {
	ordered = ordered[:len(rows)]
	for i, r := range rows {
		c, p := &hist[bins[r]], ordered[i]
		c.g += float64(p.g)
		c.h += float64(p.h)
		c.n++
	}
}

// bestSplit returns the cut of one feature that lowers the loss most.
func (gr *grower) bestSplit(f int, hist *histogram, sum cell) split {
	best := split{feature: f}
	if sum.n < 2*gr.opt.MinLeaf {
		return best
	}
	l2, base := gr.opt.L2, score(sum, gr.opt.L2)
	var left cell
	for b := range gr.d.edges[f] {
		c := hist[b]
		left.g, left.h, left.n = left.g+c.g, left.h+c.h, left.n+c.n
		if c.n == 0 || left.n < gr.opt.MinLeaf {
			continue
		}
		right := cell{sum.g - left.g, sum.h - left.h, sum.n - left.n}
		if right.n < gr.opt.MinLeaf {
			break
		}
		if gain := score(left, l2) + score(right, l2) - base; gain > minGain && gain > best.gain {
			best.gain, best.bin, best.left = gain, b, left
		}
	}
	return best
}

// score is twice the loss that the best value of a leaf takes away.
func score(c cell, l2 float64) float64 { return c.g * c.g / (max(c.h, 0) + l2) }

func (gr *grower) take() []histogram {
	if n := len(gr.free); n > 0 {
		hist := gr.free[n-1]
		gr.free = gr.free[:n-1]
		return hist
	}
	return make([]histogram, len(gr.d.used))
}

func (gr *grower) release(l *leaf) {
	if l.hist != nil {
		gr.free = append(gr.free, l.hist)
		l.hist = nil
	}
}

// value returns the leaf value of row r, found through its bins.
func (gr *grower) value(r int32) float64 {
	at := int32(-1)
	if len(gr.tree.Nodes) > 0 {
		at = 0
	}
	for at >= 0 {
		n := &gr.tree.Nodes[at]
		if gr.d.bins[n.Feature][r] <= gr.cuts[at] {
			at = n.Left
		} else {
			at = n.Right
		}
	}
	return gr.tree.Leaves[^at]
}
