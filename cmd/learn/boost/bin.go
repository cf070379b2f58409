package boost

import (
	"slices"
	"sort"

	"ask/retrieve/trees"
)

// dataset holds the rows column by column, each value replaced by its bin.
type dataset struct {
	rows  int
	bins  [][]uint8   // by feature, then row
	edges [][]float32 // by feature: bin b holds edges[b-1] < v <= edges[b]
	used  []int       // the features with more than one bin
}

// binned sorts the values of every column into at most maxBins bins.
func binned(x [][]float32, maxBins, workers int) *dataset {
	features := len(x[0])
	d := &dataset{rows: len(x), bins: make([][]uint8, features), edges: make([][]float32, features)}
	parallel(workers, features, func(_, f int) {
		column := make([]float32, len(x))
		for i, row := range x {
			column[i] = row[f]
		}
		sorted := slices.Clone(column)
		slices.Sort(sorted)
		edges := binEdges(sorted, maxBins)
		bins := make([]uint8, len(x))
		for i, v := range column {
			bins[i] = uint8(sort.Search(len(edges), func(b int) bool { return v <= edges[b] }))
		}
		d.bins[f], d.edges[f] = bins, edges
	})
	for f, edges := range d.edges {
		if len(edges) > 0 {
			d.used = append(d.used, f)
		}
	}
	return d
}

// binEdges chooses at most maxBins-1 increasing edges for the sorted values so
// that bins hold about equally many of them; a value that is frequent enough
// has a bin of its own. Edges are rounded as the model file keeps them, and
// bins follow from the rounded edge, so the file splits rows as training did.
func binEdges(sorted []float32, maxBins int) []float32 {
	type run struct {
		v float32
		n int
	}
	var runs []run
	for _, v := range sorted {
		if len(runs) == 0 || runs[len(runs)-1].v != v {
			runs = append(runs, run{v: v})
		}
		runs[len(runs)-1].n++
	}
	var edges []float32
	rest, open, inBin := len(sorted), maxBins, 0 // values and bins not closed yet
	for i := range len(runs) - 1 {
		inBin += runs[i].n
		full := len(runs) <= maxBins || inBin*open >= rest ||
			runs[i+1].n*open >= rest // the next one fills a bin alone
		if !full || open == 1 {
			continue
		}
		edge := trees.Round32(runs[i].v/2 + runs[i+1].v/2)
		if edge < sorted[0] || edge >= sorted[len(sorted)-1] ||
			(len(edges) > 0 && edge <= edges[len(edges)-1]) {
			continue // the two differ beyond the digits kept
		}
		edges = append(edges, edge)
		rest -= inBin
		open, inBin = open-1, 0
	}
	return edges
}
