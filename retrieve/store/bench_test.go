package store

import (
	"fmt"
	"math/rand/v2"
	"syscall"
	"testing"
	"time"
)

// bigIndex publishes 60 MB in 12 files. Run with TMPDIR=/tmp: reading cached pages
// of a disk costs less than reading /dev/shm, which TestMain prefers.
func bigIndex(b *testing.B) string {
	b.Helper()
	dir := b.TempDir()
	w, err := Begin(b.Context(), dir)
	if err != nil {
		b.Fatal(err)
	}
	defer w.Close()
	r := rand.NewChaCha8([32]byte{})
	data := make([]byte, 5_000_000)
	for i := range 12 {
		f, err := w.Create(fmt.Sprintf("part/%02d", i))
		if err != nil {
			b.Fatal(err)
		}
		r.Read(data)
		f.Write(data)
		if err := f.Close(); err != nil {
			b.Fatal(err)
		}
	}
	g, err := w.Commit(b.Context(), Meta{})
	if err != nil {
		b.Fatal(err)
	}
	g.Close()
	return dir
}

func cpu() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func BenchmarkOpen60MB(b *testing.B) {
	dir := bigIndex(b)
	b.SetBytes(60_000_000)
	b.ReportAllocs()
	start := cpu()
	for b.Loop() {
		g, err := Open(dir)
		if err != nil {
			b.Fatal(err)
		}
		g.Close()
	}
	b.ReportMetric(float64((cpu()-start).Microseconds())/1000/float64(b.N), "cpu-ms/op")
}

func BenchmarkVerify60MB(b *testing.B) {
	g, err := Open(bigIndex(b))
	if err != nil {
		b.Fatal(err)
	}
	defer g.Close()
	b.SetBytes(60_000_000)
	for b.Loop() {
		if err := g.Verify(b.Context()); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkCommitSmall(b *testing.B) {
	dir := b.TempDir()
	n := 0
	for b.Loop() {
		n++
		if err := commitContent(b.Context(), dir, n, nil); err != nil {
			b.Fatal(err)
		}
	}
}
