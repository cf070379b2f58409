package eval

import "testing"

// TestUpperBound compares with published limits of Clopper and Pearson, and with the
// closed form for none of n: 1 - 0.025^(1/n).
func TestUpperBound(t *testing.T) {
	for _, c := range []struct {
		k, n int
		want float64
	}{{0, 10, 0.3085}, {1, 10, 0.4450}, {5, 10, 0.8129}, {10, 10, 1}, {0, 100, 0.0362}, {0, 1, 0.975}, {8, 160, 0.0961}} {
		if got := upperBound(c.k, c.n); got < c.want-0.0005 || got > c.want+0.0005 {
			t.Errorf("upperBound(%d, %d) = %.4f, want %.4f", c.k, c.n, got, c.want)
		}
	}
}

func TestCurve(t *testing.T) {
	points := curve([]float64{0.9, 0.45, 0.1, 0.01}, []float64{0.3, 0.02})
	for i, p := range points {
		if i > 0 && (p.Threshold <= points[i-1].Threshold || p.Coverage > points[i-1].Coverage || p.FalseAnswers > points[i-1].FalseAnswers) {
			t.Errorf("point %+v behind %+v", p, points[i-1])
		}
		if p.Upper < p.FalseAnswers || p.Upper > 1 {
			t.Errorf("point %+v", p)
		}
		switch p.Threshold {
		case 0.02:
			if p.Coverage != 0.75 || p.FalseAnswers != 1 {
				t.Errorf("point %+v", p)
			}
		case 0.4:
			if p.Coverage != 0.5 || p.FalseAnswers != 0 {
				t.Errorf("point %+v", p)
			}
		}
	}
	if len(points) == 0 || curve(nil, []float64{1}) != nil || curve([]float64{1}, nil) != nil {
		t.Error("a curve needs both sorts of questions, and then has points")
	}
}
