package boost

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"ask/retrieve/trees"
)

// TestRoundTripIsExact holds the training scores, kept by bin, against the
// model that is read back from its file, asked by value.
func TestRoundTripIsExact(t *testing.T) {
	rng := rand.New(rand.NewPCG(8, 8))
	x, y := sample(4000, 6, 6, additive)
	for _, row := range x { // values that 6 digits cannot tell apart, and extremes
		row[3] = 1 + row[3]*1e-6
		row[4] = float32(rng.IntN(3)) * 1e38
		row[5] = 1.7e9 + float32(rng.IntN(1e6))
	}
	opt, err := Options{Features: names(6), MinLeaf: 5, RowFraction: 0.8}.filled()
	if err != nil {
		t.Fatal(err)
	}
	d := binned(x, opt.Bins, 1)
	for f, edges := range d.edges {
		for i, row := range x {
			b := int(d.bins[f][i])
			if (b > 0 && row[f] <= edges[b-1]) || (b < len(edges) && row[f] > edges[b]) {
				t.Fatalf("feature %d: %g is in bin %d of %v", f, row[f], b, edges)
			}
		}
	}
	m, err := Train(x, y, nil, opt)
	if err != nil {
		t.Fatal(err)
	}
	back, err := trees.Parse(m.Format())
	if err != nil {
		t.Fatal(err)
	}
	if err := back.Bind(opt.Features); err != nil {
		t.Fatal(err)
	}
	for i, row := range x {
		if m.Raw(row) != back.Raw(row) {
			t.Fatalf("row %d: Raw = %v, after the file %v", i, m.Raw(row), back.Raw(row))
		}
	}
	for _, tree := range m.Trees { // the same walk by bins
		gr := grower{d: d, tree: tree}
		for _, n := range tree.Nodes {
			cut, found := slices.BinarySearch(d.edges[n.Feature], n.Threshold)
			if !found {
				t.Fatalf("threshold %g is no edge", n.Threshold)
			}
			gr.cuts = append(gr.cuts, uint8(cut))
		}
		for i, row := range x {
			if got, want := tree.Value(row), gr.value(int32(i)); got != want {
				t.Fatalf("row %d: Value = %v by value, %v by bin", i, got, want)
			}
		}
	}
}

// TestScoresFollowTheTrees grows on changing samples and holds the scores of
// all rows, sampled or not, against the trees themselves.
func TestScoresFollowTheTrees(t *testing.T) {
	x, y := sample(2000, 3, 9, additive)
	opt, err := Options{Features: names(3), MinLeaf: 5}.filled()
	if err != nil {
		t.Fatal(err)
	}
	obj := &logistic{y: y, w: slices.Repeat([]float64{1}, len(y)), workers: 1}
	gr := &grower{d: binned(x, opt.Bins, 1), opt: opt}
	scores, want := make([]float64, len(x)), make([]float64, len(x))
	pairs, seen := make([]pair, len(x)), make([]bool, len(x))
	for round := range 4 {
		var rows []int32
		for r := range x {
			if r%4 != round {
				rows = append(rows, int32(r))
			}
		}
		obj.derive(scores, pairs)
		gr.grow(rows, gr.d.used, pairs)
		gr.addTo(scores, seen)
		for r, row := range x {
			if want[r] += gr.tree.Value(row); want[r] != scores[r] {
				t.Fatalf("round %d, row %d: score %v, want %v", round, r, scores[r], want[r])
			}
		}
		for i, l := range gr.leaves {
			sum := cell{n: l.end - l.begin}
			for _, r := range gr.rows[l.begin:l.end] {
				sum.g += float64(pairs[r].g)
				sum.h += float64(pairs[r].h)
			}
			if math.Abs(sum.g-l.sum.g) > 1e-9 || math.Abs(sum.h-l.sum.h) > 1e-9 || sum.n != l.sum.n {
				t.Errorf("round %d, leaf %d: sum %+v, of its rows %+v", round, i, l.sum, sum)
			}
		}
	}
}

func TestBinEdges(t *testing.T) {
	var many []float32
	for i := range 10000 {
		many = append(many, float32(i))
	}
	edges := binEdges(many, 100)
	if len(edges) < 95 || len(edges) > 99 {
		t.Errorf("%d edges for 100 bins", len(edges))
	}
	for i := 1; i < len(edges); i++ {
		if width := edges[i] - edges[i-1]; width < 90 || width > 115 {
			t.Errorf("bin %d holds %g values, want about 100", i, width)
		}
	}
	skewed := slices.Concat(make([]float32, 90000), many[1:]) // mostly 0
	if edges := binEdges(skewed, 50); len(edges) < 40 || edges[0] != 0.5 {
		t.Errorf("skewed: %d edges %v, want about 49 and 0 alone", len(edges), edges)
	}
	frequent := slices.Concat(many[:100], slices.Repeat([]float32{100}, 150), many[101:200])
	if edges := binEdges(frequent, 4); !slices.Contains(edges, 99.5) || !slices.Contains(edges, 100.5) {
		t.Errorf("edges = %v, want 99.5 and 100.5 around the frequent value", edges)
	}
	if edges := binEdges([]float32{1, 1, 2, 4}, 255); !slices.Equal(edges, []float32{1.5, 3}) {
		t.Errorf("edges = %v, want [1.5 3]", edges)
	}
	if edges := binEdges([]float32{7, 7}, 255); edges != nil {
		t.Errorf("edges of a constant = %v", edges)
	}
}
