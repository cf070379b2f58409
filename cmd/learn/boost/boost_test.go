package boost

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"testing"
)

func TestTrainRefuses(t *testing.T) {
	nan, inf := float32(math.NaN()), float32(math.Inf(1))
	rows := [][]float32{{0}, {1}}
	good := []float32{0, 1}
	one := Options{Features: names(1)}
	for _, c := range []struct {
		want string
		x    [][]float32
		y, w []float32
		opt  Options
	}{
		{"no rows", nil, nil, nil, one},
		{"no columns", [][]float32{{}}, good[:1], nil, Options{}},
		{"not finite", [][]float32{{nan}, {1}}, good, nil, one},
		{"not finite", [][]float32{{0}, {inf}}, good, nil, one},
		{"row 1 has 2", [][]float32{{0}, {1, 2}}, good, nil, one},
		{"1 labels", rows, good[:1], nil, one},
		{"label 1", rows, []float32{0, 1.5}, nil, one},
		{"label 0", rows, []float32{nan, 1}, nil, one},
		{"labels are equal", rows, []float32{1, 1}, nil, one},
		{"labels are equal", rows, good, []float32{1, 0}, one},
		{"weight 0", rows, good, []float32{-1, 1}, one},
		{"weight 1", rows, good, []float32{1, nan}, one},
		{"weights are 0", rows, good, []float32{0, 0}, one},
		{"1 weights", rows, good, []float32{1}, one},
		{"0 feature names", rows, good, nil, Options{}},
		{"Bins", rows, good, nil, Options{Features: names(1), Bins: 257}},
		{"RowFraction", rows, good, nil, Options{Features: names(1), RowFraction: 1.5}},
		{"L2", rows, good, nil, Options{Features: names(1), L2: math.NaN()}},
		{"Valid", rows, good, nil, Options{Features: names(1), Valid: 1}},
		{"groups hold 1", rows, good, nil, Options{Features: names(1), Groups: []int{1}}},
	} {
		m, err := Train(c.x, c.y, c.w, c.opt)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("Train = %v, %v, want an error with %q", m, err, c.want)
		}
	}
}

// TestHoldOutByGroup checks that no group is split between the two parts.
func TestHoldOutByGroup(t *testing.T) {
	groups := []int{3, 1, 4, 2, 5, 3, 2, 1, 4, 5}
	kept, rows, units := holdOut(groups, 30, Options{Valid: 0.3, Seed: 2})
	if len(units) != 3 || len(kept)+len(rows) != 30 {
		t.Fatalf("held %v: %d rows and %d kept", units, len(rows), len(kept))
	}
	var want []int
	row := 0
	for i, size := range groups {
		for range size {
			if slices.Contains(units, i) {
				want = append(want, row)
			}
			row++
		}
	}
	if !slices.Equal(rows, want) || !slices.IsSortedFunc(kept, cmp.Compare[int32]) {
		t.Errorf("held rows = %v, want %v", rows, want)
	}
}
