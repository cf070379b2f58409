package boost

import (
	"bytes"
	"fmt"
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"testing"

	"ask/retrieve/trees"
)

func names(n int) []string {
	var out []string
	for i := range n {
		out = append(out, fmt.Sprintf("f%d", i))
	}
	return out
}

// sample draws n rows of normal features and labels of probability p(row).
func sample(n, features int, seed uint64, p func([]float32) float64) (x [][]float32, y []float32) {
	rng := rand.New(rand.NewPCG(seed, 77))
	for range n {
		row := make([]float32, features)
		for j := range row {
			row[j] = float32(rng.NormFloat64())
		}
		label := float32(0)
		if rng.Float64() < p(row) {
			label = 1
		}
		x, y = append(x, row), append(y, label)
	}
	return x, y
}

// auc is the chance that a positive row scores above a negative one, ties half.
func auc(scores []float64, y []float32) float64 {
	at := order(nil, scores)
	slices.Reverse(at)
	var sum, pos, neg float64
	for i := 0; i < len(at); {
		p, n := 0.0, 0.0
		for v := scores[at[i]]; i < len(at) && scores[at[i]] == v; i++ {
			if y[at[i]] > 0 {
				p++
			} else {
				n++
			}
		}
		sum += p*neg + p*n/2
		pos, neg = pos+p, neg+n
	}
	return sum / (pos * neg)
}

func raws(m *trees.Model, x [][]float32) []float64 {
	var out []float64
	for _, row := range x {
		out = append(out, m.Raw(row))
	}
	return out
}

func xor(r []float32) float64 {
	if (r[0] > 0) != (r[1] > 0) {
		return 0.95
	}
	return 0.05
}

func additive(r []float32) float64 {
	return sigmoid(2*math.Sin(2*float64(r[0])) + float64(r[1])*float64(r[1]) - 1.5*math.Abs(float64(r[2])))
}

func TestTrainRecovers(t *testing.T) {
	for _, c := range []struct {
		name string
		p    func([]float32) float64
		opt  Options
		gap  float64 // allowed below the AUC of the true probabilities
	}{
		{"xor", xor, Options{}, 0.005},
		{"additive", additive, Options{}, 0.015},
		{"sampled", additive, Options{RowFraction: 0.6, FeatureFraction: 0.7, Seed: 5}, 0.015},
		{"early", additive, Options{Trees: 400, Valid: 0.2}, 0.015},
		{"few bins", xor, Options{Bins: 16}, 0.01},
	} {
		t.Run(c.name, func(t *testing.T) {
			x, y := sample(5000, 5, 1, c.p)
			c.opt.Features, c.opt.MinLeaf = names(5), 20
			m, err := Train(x, y, nil, c.opt)
			if err != nil {
				t.Fatal(err)
			}
			freshX, freshY := sample(6000, 5, 2, c.p)
			var truth []float64
			for _, row := range freshX {
				truth = append(truth, c.p(row))
			}
			got, best := auc(raws(m, freshX), freshY), auc(truth, freshY)
			t.Logf("AUC %.4f of %.4f with %d trees", got, best, len(m.Trees))
			if got < best-c.gap {
				t.Errorf("AUC = %.4f, want at least %.4f", got, best-c.gap)
			}
			if c.opt.Valid > 0 && len(m.Trees) == 400 {
				t.Error("early stopping never stopped")
			}
			bias, square := 0.0, 0.0
			for i, row := range freshX {
				d := m.Prob(row) - truth[i]
				bias += d / float64(len(freshX))
				square += d * d / float64(len(freshX))
			}
			t.Logf("probabilities: bias %.4f, root mean square error %.4f", bias, math.Sqrt(square))
			if math.Abs(bias) > 0.02 || square > 0.12*0.12 {
				t.Errorf("probabilities: bias %.4f, root mean square error %.4f, want 0.02, 0.12", bias, math.Sqrt(square))
			}
		})
	}
}

// TestTrainOneStump checks the shape of the result: one tree of two leaves on
// one step function has the threshold and the leaf values of Newton's step.
func TestTrainOneStump(t *testing.T) {
	var x [][]float32
	var y []float32
	for i := range 200 {
		x = append(x, []float32{float32(i)})
		y = append(y, float32(i/100))
	}
	m, err := Train(x, y, nil, Options{Features: names(1), Trees: 1, Leaves: 2, LearningRate: 1, MinLeaf: 1})
	if err != nil {
		t.Fatal(err)
	}
	node, leaf := m.Trees[0].Nodes[0], 50.0/(25+1) // g = 100·½, h = 100·¼, L2 = 1
	if node.Threshold != 99.5 || m.Bias != 0 {
		t.Errorf("threshold = %g, bias = %g, want 99.5, 0", node.Threshold, m.Bias)
	}
	want := []float64{trees.Round(-leaf), trees.Round(leaf)}
	if !slices.Equal(m.Trees[0].Leaves, want) {
		t.Errorf("leaves = %v, want %v", m.Trees[0].Leaves, want)
	}
}

func TestTrainRespectsLimits(t *testing.T) {
	x, y := sample(3000, 4, 3, additive)
	m, err := Train(x, y, nil, Options{Features: names(4), Trees: 7, Leaves: 5, MinLeaf: 200})
	if err != nil {
		t.Fatal(err)
	}
	if len(m.Trees) != 7 {
		t.Errorf("%d trees, want 7", len(m.Trees))
	}
	for i, tree := range m.Trees {
		if len(tree.Leaves) > 5 {
			t.Errorf("tree %d: %d leaves, want at most 5", i, len(tree.Leaves))
		}
		rows := map[float64]int{}
		for _, row := range x {
			rows[tree.Value(row)]++
		}
		for value, n := range rows {
			if n < 200 {
				t.Errorf("tree %d: leaf %g has %d rows, want 200", i, value, n)
			}
		}
	}
}

// TestDeterministic trains in different numbers of goroutines, and checks that
// the seed matters where sampling does.
func TestDeterministic(t *testing.T) {
	x, y := sample(3000, 6, 4, additive)
	groups := slices.Repeat([]int{10}, 300)
	for name, train := range map[string]func(Options) (*trees.Model, error){
		"Train":       func(o Options) (*trees.Model, error) { return Train(x, y, nil, o) },
		"TrainLambda": func(o Options) (*trees.Model, error) { return TrainLambda(x, groups, y, o) },
	} {
		var first []byte
		for _, c := range []struct{ procs, workers int }{{1, 1}, {2, 2}, {4, 3}, {1, 7}} {
			before := runtime.GOMAXPROCS(c.procs)
			opt := Options{
				Features: names(6), Trees: 15, RowFraction: 0.7, FeatureFraction: 0.5,
				Valid: 0.1, Patience: 50, Seed: 9, Workers: c.workers,
			}
			m, err := train(opt)
			runtime.GOMAXPROCS(before)
			if err != nil {
				t.Fatal(err)
			}
			if text := m.Format(); first == nil {
				first = text
			} else if !bytes.Equal(first, text) {
				t.Errorf("%s: %+v gives another model", name, c)
			}
		}
		m, err := train(Options{Features: names(6), Trees: 15, RowFraction: 0.7, Seed: 10})
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Equal(first, m.Format()) {
			t.Errorf("%s: another seed gives the same model", name)
		}
	}
}

func TestTrainWeights(t *testing.T) {
	x := [][]float32{{0}, {0}, {1}, {1}}
	y := []float32{0, 1, 0, 1}
	opt := Options{Features: names(1), MinLeaf: 1, LearningRate: 1}
	m, err := Train(x, y, []float32{1, 3, 3, 1}, opt)
	if err != nil {
		t.Fatal(err)
	}
	if low, high := m.Prob(x[0]), m.Prob(x[2]); math.Abs(low-0.75) > 0.01 || math.Abs(high-0.25) > 0.01 {
		t.Errorf("Prob = %.3f, %.3f, want 0.75, 0.25", low, high)
	}
	scaled, err := Train(x, y, []float32{10, 30, 30, 10}, opt)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(m.Format(), scaled.Format()) {
		t.Error("the unit of the weights changes the model")
	}
	soft, err := Train([][]float32{{0}, {1}}, []float32{0.75, 0.25}, nil, opt)
	if err != nil {
		t.Fatal(err)
	}
	if p := soft.Prob([]float32{0}); math.Abs(p-0.75) > 0.01 {
		t.Errorf("soft labels: Prob = %.3f, want 0.75", p)
	}
}

func TestConstantFeatures(t *testing.T) {
	x, y := sample(500, 3, 12, func(r []float32) float64 { return sigmoid(3 * float64(r[0])) })
	for _, row := range x {
		row[1] = 4
	}
	m, err := Train(x, y, nil, Options{Features: names(3)})
	if err != nil {
		t.Fatal(err)
	}
	for _, tree := range m.Trees {
		for _, n := range tree.Nodes {
			if n.Feature == 1 {
				t.Fatal("a constant feature is asked")
			}
		}
	}
	for _, row := range x {
		row[0], row[2] = 1, 2
	}
	m, err = Train(x, y, nil, Options{Features: names(3), RowFraction: 0.5})
	if err != nil || len(m.Trees) != 0 {
		t.Fatalf("all constant: %d trees, %v, want the bias alone", len(m.Trees), err)
	}
	mean := 0.0
	for _, v := range y {
		mean += float64(v) / float64(len(y))
	}
	if p := m.Prob(x[0]); math.Abs(p-mean) > 1e-5 {
		t.Errorf("Prob = %v, want the mean %v", p, mean)
	}
}

// scripted is an objective whose held-out loss follows a script.
type scripted struct {
	losses []float64
	asked  int
}

func (o *scripted) derive(_ []float64, pairs []pair) {
	for i := range pairs {
		pairs[i] = pair{float32(i%2)*2 - 1, 1}
	}
}

func (o *scripted) loss([]float64, []int) float64 {
	o.asked++
	return o.losses[o.asked-1]
}

func TestEarlyStop(t *testing.T) {
	x := [][]float32{{0}, {1}, {0}, {1}}
	opt, err := Options{Features: names(1), MinLeaf: 1, Patience: 3}.filled()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		losses      []float64 // the first is that of the bias alone
		trees, asks int
	}{
		{[]float64{9, 8, 7, 7.5, 6, 6, 6, 6}, 4, 8},
		{[]float64{5, 6, 6, 6}, 0, 4},
		{[]float64{5, 6, 6, 4, 5, 5, 5}, 3, 7},
	} {
		obj := &scripted{losses: c.losses}
		m := fit(binned(x, 255, 1), obj, 0, fold{[]int32{0, 1, 2, 3}, []int{0}}, opt)
		if len(m.Trees) != c.trees || obj.asked != c.asks {
			t.Errorf("%v: %d trees after %d rounds, want %d after %d", c.losses, len(m.Trees), obj.asked, c.trees, c.asks)
		}
	}
}

func BenchmarkTrain(b *testing.B) {
	x, y := sample(450_000, 30, 1, additive)
	for b.Loop() {
		if _, err := Train(x, y, nil, Options{Features: names(30), Trees: 100, Leaves: 15}); err != nil {
			b.Fatal(err)
		}
	}
}
