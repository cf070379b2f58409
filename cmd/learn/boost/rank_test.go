package boost

import (
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// ranking draws groups of 8 rows in which one row, drawn by the softmax of
// three times the utility, is relevant.
func ranking(groups int, seed uint64, utility func([]float32) float64) (x [][]float32, sizes []int, rel []float32) {
	rng := rand.New(rand.NewPCG(seed, 55))
	for range groups {
		best, winner := math.Inf(-1), 0
		for range 8 {
			row := make([]float32, 4)
			for j := range row {
				row[j] = float32(rng.NormFloat64())
			}
			x, rel = append(x, row), append(rel, 0)
			if v := 3*utility(row) - math.Log(rng.ExpFloat64()); v > best { // Gumbel noise
				best, winner = v, len(rel)-1
			}
		}
		rel[winner] = 1
		sizes = append(sizes, 8)
	}
	return x, sizes, rel
}

// mrr is the mean reciprocal rank of the first relevant row.
func mrr(scores []float64, groups []int, rel []float32) float64 {
	sum, at := 0.0, 0
	for _, size := range groups {
		first, _ := firstTwo(order(nil, scores[at:at+size]), rel[at:at+size])
		sum += 1 / float64(first+1)
		at += size
	}
	return sum / float64(len(groups))
}

func bent(r []float32) float64 { return math.Abs(float64(r[0])) - float64(r[1])*float64(r[2]) }

func straight(r []float32) float64 { return float64(r[0]) - 0.5*float64(r[1]) }

func utilities(x [][]float32, f func([]float32) float64) []float64 {
	var out []float64
	for _, row := range x {
		out = append(out, f(row))
	}
	return out
}

func TestTrainLambdaRanks(t *testing.T) {
	x, groups, rel := ranking(600, 1, bent)
	freshX, freshGroups, freshRel := ranking(500, 2, bent)
	best := mrr(utilities(freshX, bent), freshGroups, freshRel)
	chance := mrr(make([]float64, len(freshX)), freshGroups, freshRel)
	for name, opt := range map[string]Options{
		"ndcg":  {},
		"mrr":   {Metric: MRR},
		"early": {Trees: 100, Valid: 0.2},
	} {
		opt.Features, opt.MinLeaf = names(4), 20
		m, err := TrainLambda(x, groups, rel, opt)
		if err != nil {
			t.Fatal(err)
		}
		got := mrr(raws(m, freshX), freshGroups, freshRel)
		t.Logf("%s: MRR %.3f, chance %.3f, best %.3f, %d trees", name, got, chance, best, len(m.Trees))
		if got < best-0.06 {
			t.Errorf("%s: MRR = %.3f, want at least %.3f (chance %.3f)", name, got, best-0.06, chance)
		}
		if opt.Valid > 0 && len(m.Trees) == 100 {
			t.Errorf("%s: never stopped", name)
		}
	}
}

// TestLambdaGradient checks the weights of one group by swapping rows and
// measuring the metric itself.
func TestLambdaGradient(t *testing.T) {
	rel := []float32{0, 2, 0, 1, 0}
	for _, scores := range [][]float64{
		{0.9, 0.1, 0.5, -0.3, 0.4},
		{0.9, 1.1, 0.5, 0.6, 0.4},
		{0.1, 0.2, 0.9, 0.3, 0.25},
		{0, 0, 0, 0, 0},
	} {
		for _, metric := range []Metric{NDCG, MRR} {
			o := &lambda{relevance: rel, metric: metric, workers: 1}
			o.spans([]int{5}, nil)
			want, got := swapGradient(o, scores), make([]pair, 5)
			o.derive(scores, got)
			for i := range want {
				if math.Abs(float64(got[i].g-want[i].g)) > 1e-6 || math.Abs(float64(got[i].h-want[i].h)) > 1e-6 {
					t.Errorf("metric %d, %v, row %d: %+v, want %+v", metric, scores, i, got[i], want[i])
				}
			}
		}
	}
}

// swapGradient is lambda's derivative of its only group, the slow way.
func swapGradient(o *lambda, scores []float64) []pair {
	want, ranked := make([]pair, len(scores)), make([]float64, len(scores))
	for rank, i := range order(nil, scores) {
		ranked[i] = -float64(rank) // without ties, so that a swap is one
	}
	for i := range scores {
		for j := range scores {
			if o.relevance[i] <= o.relevance[j] || (o.metric == MRR && o.relevance[j] > 0) {
				continue
			}
			swapped := slices.Clone(ranked)
			swapped[i], swapped[j] = ranked[j], ranked[i]
			weight := math.Abs(o.loss(ranked, []int{0}) - o.loss(swapped, []int{0}))
			rho := sigmoid(scores[j] - scores[i])
			want[i].g -= float32(weight * rho)
			want[j].g += float32(weight * rho)
			want[i].h += float32(weight * rho * (1 - rho))
			want[j].h += float32(weight * rho * (1 - rho))
		}
	}
	return want
}

func TestListwiseLinear(t *testing.T) {
	x, groups, rel := ranking(4000, 3, straight)
	for _, row := range x {
		row[1] = 1000 + 50*row[1] // another unit: the weight must follow
		row[3] = 6                // constant
	}
	w, err := ListwiseLinear(x, groups, rel, Options{L2: 1e-3})
	if err != nil {
		t.Fatal(err)
	}
	for j, want := range []float64{3, -1.5 / 50, 0, 0} { // ranking triples the utility
		tolerance := 0.15
		if j == 1 {
			tolerance /= 50
		}
		if math.Abs(w[j]-want) > tolerance {
			t.Errorf("weight %d = %.4f, want %.4f", j, w[j], want)
		}
	}
	got := mrr(utilities(x, func(r []float32) float64 { return dotRow(w, r) }), groups, rel)
	first := mrr(utilities(x, func(r []float32) float64 { return float64(r[0]) }), groups, rel)
	if got < first+0.05 {
		t.Errorf("MRR = %.3f, the best column alone has %.3f", got, first)
	}
}

func dotRow(w []float64, row []float32) float64 {
	sum := 0.0
	for j, v := range row {
		sum += w[j] * float64(v)
	}
	return sum
}

func TestLogistic(t *testing.T) {
	want, wantBias := []float64{1.5, -0.02, 0, 0}, 2.3
	x, y := sample(20000, 4, 7, func(r []float32) float64 {
		r[1] = 100 + 50*r[1]
		r[3] = 0.1 // constant, and not exact in binary
		return sigmoid(wantBias + dotRow(want, r))
	})
	w, bias, err := Logistic(x, y, nil, Options{L2: 1e-6})
	if err != nil {
		t.Fatal(err)
	}
	for j, tolerance := range []float64{0.1, 0.002, 0.1, 1e-9} {
		if math.Abs(w[j]-want[j]) > tolerance {
			t.Errorf("weight %d = %.4f, want %.4f", j, w[j], want[j])
		}
	}
	if math.Abs(bias-wantBias) > 0.2 {
		t.Errorf("bias = %.3f, want %.3f", bias, wantBias)
	}
	residual := make([]float64, 5) // the gradient, which the optimum brings to 0
	for i, row := range x {
		e := sigmoid(bias+dotRow(w, row)) - float64(y[i])
		residual[4] += e
		for j, v := range row[:3] {
			residual[j] += e * float64(v)
		}
	}
	for j, r := range residual {
		if math.Abs(r) > 1e-3 {
			t.Errorf("gradient %d = %g at the optimum, want 0", j, r)
		}
	}
}

// TestLogisticSeparable has no finite optimum but for the penalty, and two
// columns that are the same.
func TestLogisticSeparable(t *testing.T) {
	var x [][]float32
	var y, weights []float32
	for i := range 100 {
		x = append(x, []float32{float32(i), float32(i)})
		y, weights = append(y, float32(i/50)), append(weights, 2)
	}
	w, bias, err := Logistic(x, y, weights, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if math.Abs(w[0]-w[1]) > 1e-9 || w[0] <= 0 {
		t.Errorf("weights = %v, want two alike and positive", w)
	}
	if edge := -bias / (w[0] + w[1]); math.Abs(edge-49.5) > 0.1 {
		t.Errorf("P = ½ at %.2f, want 49.5", edge)
	}
	plain, _, err := Logistic(x, y, nil, Options{})
	if err != nil || math.Abs(plain[0]-w[0]) > 1e-9 {
		t.Errorf("without weights %v, %v; equal weights gave %v", plain, err, w)
	}
}

// TestPenaltyIgnoresUnits scales a column under a strong penalty.
func TestPenaltyIgnoresUnits(t *testing.T) {
	x, y := sample(500, 2, 13, func(r []float32) float64 { return sigmoid(float64(r[0] + 2*r[1])) })
	groups := slices.Repeat([]int{10}, 50)
	opt := Options{L2: 100}
	before, _, err := Logistic(x, y, nil, opt)
	if err != nil {
		t.Fatal(err)
	}
	listBefore, err := ListwiseLinear(x, groups, y, opt)
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range x {
		row[1] *= 1024
	}
	after, _, err := Logistic(x, y, nil, opt)
	if err != nil {
		t.Fatal(err)
	}
	listAfter, err := ListwiseLinear(x, groups, y, opt)
	if err != nil {
		t.Fatal(err)
	}
	for j, unit := range []float64{1, 1024} {
		if math.Abs(after[j]*unit-before[j]) > 1e-6 || math.Abs(listAfter[j]*unit-listBefore[j]) > 1e-6 {
			t.Errorf("column %d: %g and %g become %g and %g", j, before[j], listBefore[j], after[j], listAfter[j])
		}
	}
}

// TestNewtonDamps starts where the plain Newton step leads away.
func TestNewtonDamps(t *testing.T) {
	got, err := newton([]float64{3, -4}, func(at, grad []float64, hess [][]float64) float64 {
		value := 0.0
		for i, v := range at {
			root := math.Sqrt(1 + (v-1)*(v-1))
			value += root
			if grad != nil {
				grad[i] += (v - 1) / root
				hess[i][i] += 1 / (root * root * root)
			}
		}
		return value
	})
	if err != nil || math.Abs(got[0]-1) > 1e-6 || math.Abs(got[1]-1) > 1e-6 {
		t.Errorf("minimum at %v, %v, want [1 1]", got, err)
	}
}

func TestSolve(t *testing.T) {
	step := make([]float64, 3)
	if !solve([][]float64{{4}, {2, 5}, {1, -1, 6}}, []float64{11, 9, 17}, step) {
		t.Fatal("not solved")
	}
	for i, want := range []float64{1, 2, 3} { // of 4+4+3, 2+10-3, 1-2+18
		if math.Abs(step[i]-want) > 1e-9 {
			t.Errorf("step[%d] = %v, want %v", i, step[i], want)
		}
	}
	if solve([][]float64{{1}, {2, 1}}, []float64{1, 1}, step) {
		t.Error("an indefinite matrix is solved")
	}
}

func TestRankingRefuses(t *testing.T) {
	nan := float32(math.NaN())
	rows, good := [][]float32{{0}, {1}}, []float32{0, 1}
	for _, c := range []struct {
		want   string
		x      [][]float32
		groups []int
		rel    []float32
	}{
		{"no rows", nil, nil, nil},
		{"not finite", [][]float32{{nan}, {1}}, []int{2}, good},
		{"1 grades", rows, []int{2}, good[:1]},
		{"relevance 1", rows, []int{2}, []float32{0, -1}},
		{"relevance 0", rows, []int{2}, []float32{nan, 1}},
		{"hold 1 rows of 2", rows, []int{1}, good},
		{"group 0: size 3", rows, []int{3}, good},
		{"group 0: size 0", rows, []int{0, 2}, good},
		{"group 1: size -1", rows, []int{2, -1}, good},
		{"different relevance", rows, []int{2}, []float32{1, 1}},
		{"different relevance", rows, []int{1, 1}, good},
	} {
		_, err := TrainLambda(c.x, c.groups, c.rel, Options{Features: names(1)})
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("TrainLambda: %v, want an error with %q", err, c.want)
		}
		_, err = ListwiseLinear(c.x, c.groups, c.rel, Options{})
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("ListwiseLinear: %v, want an error with %q", err, c.want)
		}
	}
	if _, err := TrainLambda(rows, []int{2}, []float32{2, 1}, Options{Features: names(1), Metric: MRR}); err == nil {
		t.Error("TrainLambda: MRR without an irrelevant row, want an error")
	}
	for _, y := range [][]float32{nil, {1, 1}, {0, nan}} {
		if _, _, err := Logistic(rows, y, nil, Options{}); err == nil {
			t.Errorf("Logistic(%v), want an error", y)
		}
	}
}
