package embed

import (
	"context"
	"math"
	"math/rand/v2"
	"runtime"
	"slices"

	"golang.org/x/sync/errgroup"
)

// Constants of the randomised SVD.
const (
	oversampling    = 10
	powerIterations = 2
	svdSeed         = 0x6c73612d31 // "lsa-1"
	smallestValue   = 1e-4         // singular values below this share of the first are noise
)

// csr is a sparse matrix in compressed rows: row i holds val[ptr[i]:ptr[i+1]] at the
// columns col[ptr[i]:ptr[i+1]].
type csr struct {
	rows, cols int
	ptr        []int
	col        []int32
	val        []float32
}

// transpose keeps the order of rows within each column.
func (m *csr) transpose() *csr {
	t := &csr{
		rows: m.cols, cols: m.rows, ptr: make([]int, m.cols+1),
		col: make([]int32, len(m.col)), val: make([]float32, len(m.val)),
	}
	for _, c := range m.col {
		t.ptr[c+1]++
	}
	for c := range m.cols {
		t.ptr[c+1] += t.ptr[c]
	}
	next := slices.Clone(t.ptr)
	for r := range m.rows {
		for p := m.ptr[r]; p < m.ptr[r+1]; p++ {
			at := next[m.col[p]]
			next[m.col[p]]++
			t.col[at], t.val[at] = int32(r), m.val[p]
		}
	}
	return t
}

// mul sets out to m·x for a dense row-major x of cols×l. Each output row is summed in one
// fixed order, so the result does not depend on the number of processors.
func (m *csr) mul(ctx context.Context, out, x []float32, l int) error {
	return parallel(ctx, m.rows, 512, func(lo, hi int) error {
		clear(out[lo*l : hi*l])
		for r := lo; r < hi; r++ {
			a, b := m.ptr[r], m.ptr[r+1]
			addRows(out[r*l:(r+1)*l], x, m.col[a:b], m.val[a:b])
		}
		return nil
	})
}

// truncatedSVD gives the first right singular vectors of m as a row-major cols×k matrix,
// k ≤ dims, by the randomised range finder with power iterations of Halko, Martinsson and
// Tropp, "Finding structure with randomness", SIAM Review 53(2), 2011, algorithms 4.4 and
// 5.1, with a test matrix of random signs and a fixed seed. The small problem is solved as
// the eigenproblem of Qᵀ·m·mᵀ·Q.
func truncatedSVD(ctx context.Context, m *csr, dims int) (v []float32, k int, err error) {
	l := min(dims+oversampling, m.rows, m.cols)
	if l == 0 {
		return nil, 0, nil
	}
	t := m.transpose()
	wide := randomSigns(m.cols * l) // cols×l: the test matrix, then scratch
	y := make([]float32, m.rows*l)
	if err := m.mul(ctx, y, wide, l); err != nil {
		return nil, 0, err
	}
	var q []float32
	for range powerIterations + 1 {
		q = orthonormal(y, l)
		if err := t.mul(ctx, wide, q, l); err != nil {
			return nil, 0, err
		}
		if err := m.mul(ctx, y, wide, l); err != nil {
			return nil, 0, err
		}
	}
	values, vectors := eigen(gram(q, y, l), l)
	for k < min(dims, l) && values[k] > values[0]*smallestValue*smallestValue {
		k++
	}
	u, err := rotate(ctx, q, vectors, values, l, k)
	if err != nil {
		return nil, 0, err
	}
	return wide[:m.cols*k], k, t.mul(ctx, wide[:m.cols*k], u, k)
}

// randomSigns gives n numbers ±1, the same on every run.
func randomSigns(n int) []float32 {
	source := rand.NewPCG(svdSeed, svdSeed)
	out := make([]float32, n)
	var bits uint64
	for i := range out {
		if i%64 == 0 {
			bits = source.Uint64()
		}
		out[i] = float32(int(bits&1)*2 - 1)
		bits >>= 1
	}
	return out
}

// orthonormal gives an orthonormal basis of the columns of the n×l matrix y by
// Gram–Schmidt, a second pass where much was cancelled. Dependent columns become zero.
func orthonormal(y []float32, l int) []float32 {
	n := len(y) / l
	cols := flip(y, n, l)
	all := make([]int32, l)
	for j := range all {
		all[j] = int32(j)
	}
	parts := make([]float32, l)
	for j := range l {
		c := cols[j*n : (j+1)*n]
		before := sumSquares(c)
		after := before
		for range 2 {
			// Four columns at a time: within four the classical, else the modified form.
			for i := 0; i < j; i += 4 {
				some := all[i:min(i+4, j)]
				dots(parts, cols, some, c)
				addRows(c, cols, some, parts)
			}
			if after = sumSquares(c); after > 0.01*before {
				break
			}
		}
		if after <= 1e-10*before {
			clear(c)
			continue
		}
		scale(c, float32(1/math.Sqrt(after)))
	}
	return flip(cols, l, n)
}

// flip transposes a dense row-major rows×cols matrix.
func flip(x []float32, rows, cols int) []float32 {
	const tile = 32
	out := make([]float32, len(x))
	for r0 := 0; r0 < rows; r0 += tile {
		for c0 := 0; c0 < cols; c0 += tile {
			for r := r0; r < min(r0+tile, rows); r++ {
				for c := c0; c < min(c0+tile, cols); c++ {
					out[c*rows+r] = x[r*cols+c]
				}
			}
		}
	}
	return out
}

// gram gives the symmetric l×l matrix qᵀ·y, for y = m·mᵀ·q.
func gram(q, y []float32, l int) []float64 {
	n := len(q) / l
	qc, yc := flip(q, n, l), flip(y, n, l)
	g := make([]float64, l*l)
	for i := range l {
		for j := i; j < l; j++ {
			x := float64(dot(qc[i*n:(i+1)*n], yc[j*n:(j+1)*n]))
			g[i*l+j], g[j*l+i] = x, x
		}
	}
	return g
}

// rotate gives q·W·Σ⁻¹ for the first k eigenvectors W, so that mᵀ times it is orthonormal.
func rotate(ctx context.Context, q []float32, vectors, values []float64, l, k int) ([]float32, error) {
	n := len(q) / l
	w := make([]float32, l*k)
	all := make([]int32, l)
	for j := range l {
		all[j] = int32(j)
		for c := range k {
			w[j*k+c] = float32(vectors[c*l+j] / math.Sqrt(values[c]))
		}
	}
	u := make([]float32, n*k)
	err := parallel(ctx, n, 512, func(lo, hi int) error {
		for r := lo; r < hi; r++ {
			addRows(u[r*k:(r+1)*k], w, all, q[r*l:(r+1)*l])
		}
		return nil
	})
	return u, err
}

// eigen gives the eigenvalues of the symmetric n×n matrix a, largest first, and their
// vectors as rows, by cyclic Jacobi rotations (Golub and Van Loan, Matrix Computations,
// 8.5). It overwrites a.
func eigen(a []float64, n int) (values, vectors []float64) {
	v := make([]float64, n*n)
	for i := range n {
		v[i*n+i] = 1
	}
	for range 30 {
		if !sweep(a, v, n) {
			break
		}
	}
	order := make([]int, n)
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, j int) int {
		switch d := a[j*n+j] - a[i*n+i]; {
		case d > 0:
			return 1
		case d < 0:
			return -1
		}
		return 0
	})
	values, vectors = make([]float64, n), make([]float64, 0, n*n)
	for i, from := range order {
		values[i] = a[from*n+from]
		vectors = append(vectors, v[from*n:(from+1)*n]...)
	}
	return values, vectors
}

// sweep makes one round of rotations and tells whether any was needed.
func sweep(a, v []float64, n int) bool {
	moved := false
	for p := range n {
		for q := p + 1; q < n; q++ {
			off := a[p*n+q]
			if math.Abs(off) <= 1e-9*math.Sqrt(math.Abs(a[p*n+p]*a[q*n+q])) || math.Abs(off) < 1e-30 {
				continue
			}
			moved = true
			theta := (a[q*n+q] - a[p*n+p]) / (2 * off)
			t := 1 / (math.Abs(theta) + math.Sqrt(theta*theta+1))
			if theta < 0 {
				t = -t
			}
			c := 1 / math.Sqrt(t*t+1)
			turn(a[p*n:(p+1)*n], a[q*n:(q+1)*n], c, t*c)
			for r := range n { // the columns
				x, y := a[r*n+p], a[r*n+q]
				a[r*n+p], a[r*n+q] = c*x-t*c*y, t*c*x+c*y
			}
			turn(v[p*n:(p+1)*n], v[q*n:(q+1)*n], c, t*c)
		}
	}
	return moved
}

// turn rotates two rows by cosine c and sine s.
func turn(p, q []float64, c, s float64) {
	q = q[:len(p)]
	for i, x := range p {
		y := q[i]
		p[i], q[i] = c*x-s*y, s*x+c*y
	}
}

// parallel runs do over [0,n) in pieces of grain, on all processors. The pieces do not
// depend on the number of processors.
func parallel(ctx context.Context, n, grain int, do func(lo, hi int) error) error {
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(runtime.GOMAXPROCS(0))
	for lo := 0; lo < n; lo += grain {
		g.Go(func() error {
			if err := ctx.Err(); err != nil {
				return err
			}
			return do(lo, min(lo+grain, n))
		})
	}
	return g.Wait()
}
