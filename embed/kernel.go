package embed

// The inner loops. Each product is rounded by an explicit conversion, which forbids fused
// multiply-add: the sums are then the same on every architecture.

// addRows adds Σ val[p]·x[col[p]] to dst, where row i of x is x[i·len(dst):(i+1)·len(dst)].
func addRows(dst, x []float32, col []int32, val []float32) {
	l := len(dst)
	row := func(p int) []float32 { return x[int(col[p])*l:][:l] }
	p := 0
	for ; p+4 <= len(col); p += 4 {
		x0, x1, x2, x3 := row(p), row(p+1), row(p+2), row(p+3)
		a0, a1, a2, a3 := val[p], val[p+1], val[p+2], val[p+3]
		for i := range dst {
			s := float32(a0*x0[i]) + float32(a1*x1[i])
			t := float32(a2*x2[i]) + float32(a3*x3[i])
			dst[i] += s + t
		}
	}
	for ; p < len(col); p++ {
		addScaled(dst, row(p), val[p])
	}
}

// addScaled adds a·x to dst.
func addScaled(dst, x []float32, a float32) {
	x = x[:len(dst)]
	i := 0
	for ; i+4 <= len(dst); i += 4 {
		d, s := dst[i:i+4:i+4], x[i:i+4:i+4]
		d[0] += float32(a * s[0])
		d[1] += float32(a * s[1])
		d[2] += float32(a * s[2])
		d[3] += float32(a * s[3])
	}
	for ; i < len(dst); i++ {
		dst[i] += float32(a * x[i])
	}
}

// addBytes adds Σ val[p]·x[col[p]] to dst, as addRows does, for rows of int8.
func addBytes(dst []float32, x []byte, col []int32, val []float32) {
	l := len(dst)
	row := func(p int) []byte { return x[int(col[p])*l:][:l] }
	p := 0
	for ; p+4 <= len(col); p += 4 {
		x0, x1, x2, x3 := row(p), row(p+1), row(p+2), row(p+3)
		a0, a1, a2, a3 := val[p], val[p+1], val[p+2], val[p+3]
		for i := range dst {
			s := float32(a0*float32(int8(x0[i]))) + float32(a1*float32(int8(x1[i])))
			t := float32(a2*float32(int8(x2[i]))) + float32(a3*float32(int8(x3[i])))
			dst[i] += s + t
		}
	}
	for ; p < len(col); p++ {
		for i, b := range row(p) {
			dst[i] += float32(val[p] * float32(int8(b)))
		}
	}
}

// dot is Σ x·y in four running sums, which shortens the chain of roundings.
func dot(x, y []float32) float32 {
	y = y[:len(x)]
	var s0, s1, s2, s3 float32
	i := 0
	for ; i+4 <= len(x); i += 4 {
		a, b := x[i:i+4:i+4], y[i:i+4:i+4]
		s0 += float32(a[0] * b[0])
		s1 += float32(a[1] * b[1])
		s2 += float32(a[2] * b[2])
		s3 += float32(a[3] * b[3])
	}
	for ; i < len(x); i++ {
		s0 += float32(x[i] * y[i])
	}
	return (s0 + s1) + (s2 + s3)
}

// dots sets out[p] to minus the dot product of c and row col[p] of x.
func dots(out, x []float32, col []int32, c []float32) {
	l := len(c)
	row := func(p int) []float32 { return x[int(col[p])*l:][:l] }
	if len(col) != 4 {
		for p := range col {
			out[p] = -dot(row(p), c)
		}
		return
	}
	x0, x1, x2, x3 := row(0), row(1), row(2), row(3)
	var s0, s1, s2, s3 float32
	for i, a := range c {
		s0 += float32(x0[i] * a)
		s1 += float32(x1[i] * a)
		s2 += float32(x2[i] * a)
		s3 += float32(x3[i] * a)
	}
	out[0], out[1], out[2], out[3] = -s0, -s1, -s2, -s3
}

// sumSquares is Σ x² in double precision.
func sumSquares(x []float32) float64 {
	var sum float64
	for _, v := range x {
		sum += float64(float64(v) * float64(v))
	}
	return sum
}

// scale multiplies x by a.
func scale(x []float32, a float32) {
	for i := range x {
		x[i] *= a
	}
}
