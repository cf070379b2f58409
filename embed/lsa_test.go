package embed

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// topics makes n passages, each of words from one of four topics and some from none. Two
// words of a topic need not meet in any passage.
func topics(n int) [][]string {
	random := rand.New(rand.NewPCG(1, 2))
	out := make([][]string, n)
	for i := range out {
		for range 12 {
			out[i] = append(out[i], fmt.Sprintf("t%d-%d", i%4, random.IntN(40)))
		}
		for range 6 {
			out[i] = append(out[i], fmt.Sprintf("any-%d", random.IntN(200)))
		}
	}
	return out
}

func learn(t testing.TB, opt LSAOptions, passages [][]string) *LSA {
	t.Helper()
	lsa := NewLSA(opt)
	if err := lsa.Learn(t.Context(), passages); err != nil {
		t.Fatal(err)
	}
	return lsa
}

func embedAll(t testing.TB, lsa *LSA, passages [][]string) [][]float32 {
	t.Helper()
	vectors, err := lsa.EmbedTokens(t.Context(), passages)
	if err != nil {
		t.Fatal(err)
	}
	if len(vectors) != len(passages) {
		t.Fatalf("%d vectors for %d passages", len(vectors), len(passages))
	}
	return vectors
}

func saved(t testing.TB, lsa *LSA) []byte {
	t.Helper()
	var buf bytes.Buffer
	if err := lsa.Save(&buf); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

func TestLSAFindsTopics(t *testing.T) {
	lsa := learn(t, LSAOptions{Dims: 8}, topics(400))
	words := func(topic, from int) []string {
		return []string{fmt.Sprintf("t%d-%d", topic, from), fmt.Sprintf("t%d-%d", topic, from+1)}
	}
	v := embedAll(t, lsa, [][]string{words(0, 0), words(0, 10), words(1, 0), {"never", "seen"}, nil})
	same, other := dot(v[0], v[1]), dot(v[0], v[2])
	if same < 0.7 || other > 0.4 {
		t.Errorf("same topic %.2f, other topic %.2f", same, other)
	}
	if v[3] != nil || v[4] != nil {
		t.Error("unknown tokens have a vector")
	}
	if math.Abs(sumSquares(v[0])-1) > 1e-5 || len(v[0]) != lsa.Dim() || lsa.Dim() != 8 {
		t.Errorf("length %f, dimension %d", sumSquares(v[0]), len(v[0]))
	}
}

func TestLSADeterministic(t *testing.T) {
	passages := topics(1500)
	opt := LSAOptions{Dims: 32, Sample: 1000}
	lsa := learn(t, opt, passages)
	want, vectors := saved(t, lsa), embedAll(t, lsa, passages)
	for _, procs := range []int{1, 3, 7} {
		before := runtime.GOMAXPROCS(procs)
		again := learn(t, opt, passages)
		got, gotVectors := saved(t, again), embedAll(t, again, passages)
		runtime.GOMAXPROCS(before)
		if !bytes.Equal(want, got) || !cmp.Equal(vectors, gotVectors) || again.Identity() != lsa.Identity() {
			t.Errorf("differs with %d processors", procs)
		}
	}
	shuffled := slices.Clone(passages[0])
	slices.Reverse(shuffled)
	if !cmp.Equal(embedAll(t, lsa, [][]string{shuffled})[0], vectors[0]) {
		t.Error("depends on the order of tokens, or one passage differs from many")
	}
	if learn(t, LSAOptions{Dims: 33, Sample: 1000}, passages).Identity() == lsa.Identity() {
		t.Error("two bases, one identity")
	}
}

func TestLSARoundTrip(t *testing.T) {
	passages := topics(600)
	lsa := learn(t, LSAOptions{Dims: 16}, passages)
	loaded := NewLSA(LSAOptions{})
	if err := loaded.Load(saved(t, lsa)); err != nil {
		t.Fatal(err)
	}
	if !cmp.Equal(embedAll(t, lsa, passages), embedAll(t, loaded, passages)) {
		t.Error("vectors differ")
	}
	if lsa.Identity() != loaded.Identity() || loaded.Dim() != 16 || lsa.Baseline() != loaded.Baseline() {
		t.Errorf("%s %d", loaded.Identity(), loaded.Dim())
	}
	if !bytes.Equal(saved(t, lsa), saved(t, loaded)) || loaded.Verify() != nil {
		t.Error("bytes differ")
	}
}

func TestLSAUntrainedAndTiny(t *testing.T) {
	lsa := NewLSA(LSAOptions{})
	if _, err := lsa.EmbedTokens(t.Context(), [][]string{{"a"}}); !errors.Is(err, ErrUntrained) {
		t.Errorf("embed: %v", err)
	}
	if lsa.Save(&bytes.Buffer{}) != ErrUntrained || lsa.Verify() != ErrUntrained {
		t.Error("saved nothing")
	}
	if lsa.Identity() != "builtin-lsa-1/128/untrained" || lsa.Dim() != 0 || lsa.Unknown([][]string{{"a"}}) != 1 || lsa.Baseline() != 1 {
		t.Errorf("identity %s", lsa.Identity())
	}
	corpora := [][][]string{
		nil,
		{{}},
		{{"a"}},
		{{"a"}, {"a"}},
		{{"a", "b"}, {"a", "b"}, {"c"}},
		{{""}, {"", "x"}, {"y"}},
		{{"a", "a"}, {"a", "b"}, {"b", "c"}, {"c", "a"}, {"d"}, {"d"}},
		slices.Repeat([][]string{{"a", "b"}, {"c", "d"}, {"e"}}, 30), // rank three
	}
	for i, corpus := range corpora {
		lsa := learn(t, LSAOptions{}, corpus)
		for j, v := range embedAll(t, lsa, corpus) {
			if v != nil && (math.Abs(sumSquares(v)-1) > 1e-5 || len(v) != lsa.Dim()) {
				t.Errorf("corpus %d passage %d: %v", i, j, v)
			}
		}
		again := NewLSA(LSAOptions{})
		if err := again.Load(saved(t, lsa)); err != nil || !strings.HasPrefix(again.Identity(), "builtin-lsa-1/128/") {
			t.Errorf("corpus %d: %v", i, err)
		}
	}
	if dim := learn(t, LSAOptions{}, corpora[7]).Dim(); dim != 3 {
		t.Errorf("rank three gives %d dimensions", dim)
	}
}

func TestLSAVocabulary(t *testing.T) {
	var corpus [][]string
	for i := range 20 {
		passage := []string{"everywhere", fmt.Sprint("once", i)}
		if i < 2 {
			passage = append(passage, "twice", "twice")
		}
		if i >= 8 && i < 15 {
			passage = append(passage, "seven")
		}
		if i >= 5 && i < 10 {
			passage = append(passage, "five", strings.Repeat("long", 1000))
		}
		corpus = append(corpus, passage)
	}
	terms := func(opt LSAOptions) []string {
		v, err := countTerms(t.Context(), corpus, opt.withDefaults())
		if err != nil {
			t.Fatal(err)
		}
		return v.terms
	}
	if diff := cmp.Diff([]string{"five", "seven", "twice"}, terms(LSAOptions{})); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"five", "seven"}, terms(LSAOptions{MaxTerms: 2})); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"five", "once0", "once1", "once10", "seven", "twice"}, terms(LSAOptions{MinDF: 1, MaxTerms: 6})); diff != "" {
		t.Error(diff)
	}
	lsa := learn(t, LSAOptions{}, corpus)
	if got := lsa.Unknown([][]string{{"five", "new", "newer"}, {"seven"}}); got != 0.5 {
		t.Errorf("unknown %v", got)
	}
	if got, want := lsa.Unknown(corpus), lsa.Baseline(); math.Abs(got-want) > 1e-6 || got < 0.5 {
		t.Errorf("unknown %v, baseline %v", got, want)
	}
	if got := lsa.Unknown(nil); got != 0 {
		t.Errorf("unknown of nothing %v", got)
	}
}

func TestLSACancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	passages := topics(50)
	lsa := learn(t, LSAOptions{}, passages)
	before := lsa.Identity()
	cancel()
	if err := lsa.Learn(ctx, topics(60)); !errors.Is(err, context.Canceled) || lsa.Identity() != before {
		t.Errorf("learn: %v", err)
	}
	if _, err := lsa.EmbedTokens(ctx, passages); !errors.Is(err, context.Canceled) {
		t.Errorf("embed: %v", err)
	}
	if _, _, err := truncatedSVD(ctx, &csr{rows: 1, cols: 1, ptr: []int{0, 1}, col: []int32{0}, val: []float32{1}}, 1); !errors.Is(err, context.Canceled) {
		t.Errorf("svd: %v", err)
	}
}

func TestLSAConcurrent(t *testing.T) {
	passages := topics(300)
	lsa := learn(t, LSAOptions{Dims: 8}, passages)
	data := saved(t, lsa)
	var group sync.WaitGroup
	for i := range 6 {
		group.Go(func() {
			var err error
			switch i {
			case 0:
				err = lsa.Learn(t.Context(), passages[:200])
			case 1:
				err = lsa.Load(data)
			default:
				_, err = lsa.EmbedTokens(t.Context(), passages)
				_, _ = lsa.Unknown(passages), lsa.Identity()
			}
			if err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
}

// TestSVDAgainstExact compares with the eigenvalues of m·mᵀ, computed densely.
func TestSVDAgainstExact(t *testing.T) {
	v, err := countTerms(t.Context(), topics(60), LSAOptions{}.withDefaults())
	if err != nil {
		t.Fatal(err)
	}
	m := v.matrix(60)
	rows, k, err := truncatedSVD(t.Context(), m, 6)
	if err != nil || k != 6 {
		t.Fatal(err, k)
	}
	dense := make([][]float32, m.rows)
	for r := range dense {
		dense[r] = make([]float32, m.cols)
		for p := m.ptr[r]; p < m.ptr[r+1]; p++ {
			dense[r][m.col[p]] = m.val[p]
		}
	}
	outer := make([]float64, m.rows*m.rows)
	for i := range dense {
		for j := range dense {
			outer[i*m.rows+j] = float64(dot(dense[i], dense[j]))
		}
	}
	values, _ := eigen(outer, m.rows)
	columns := flip(rows, m.cols, k)
	for c := range k {
		column := columns[c*m.cols : (c+1)*m.cols]
		var stretched float64
		for _, row := range dense {
			x := float64(dot(row, column))
			stretched += x * x
		}
		slack := 0.02 // the topics; what follows is noise with a flat spectrum
		if c >= 4 {
			slack = 0.1
		}
		if math.Abs(stretched/values[c]-1) > slack {
			t.Errorf("singular value %d: %f, exactly %f", c, math.Sqrt(stretched), math.Sqrt(values[c]))
		}
		for other := range k {
			want := map[bool]float64{true: 1}[c == other]
			if got := float64(dot(column, columns[other*m.cols:(other+1)*m.cols])); math.Abs(got-want) > 1e-3 {
				t.Errorf("columns %d and %d: %f", c, other, got)
			}
		}
	}
}

func TestLSALoadDamaged(t *testing.T) {
	passages := topics(60)
	data := saved(t, learn(t, LSAOptions{Dims: 4}, passages))
	for cut := range len(data) {
		if err := NewLSA(LSAOptions{}).Load(data[:cut]); !errors.Is(err, ErrCorrupt) {
			t.Fatalf("cut at %d: %v", cut, err)
		}
	}
	if err := NewLSA(LSAOptions{}).Load(append(bytes.Clone(data), 0)); !errors.Is(err, ErrCorrupt) {
		t.Errorf("trailing byte: %v", err)
	}
	for at := 0; at < len(data); at += 1 + at/100 {
		bad := bytes.Clone(data)
		bad[at] ^= 0x80
		lsa := NewLSA(LSAOptions{})
		if err := lsa.Load(bad); err != nil {
			continue
		}
		if err := lsa.Verify(); !errors.Is(err, ErrCorrupt) {
			t.Fatalf("byte %d: damage unnoticed", at)
		}
		_, _ = lsa.EmbedTokens(t.Context(), passages)
		_, _ = lsa.EmbedTokens(t.Context(), slices.Repeat(passages, 6)) // through the map
		_ = lsa.Unknown(passages)
	}
}

func FuzzLoad(f *testing.F) {
	passages := topics(40)
	data := saved(f, learn(f, LSAOptions{Dims: 4}, passages))
	f.Add(data)
	f.Add(saved(f, learn(f, LSAOptions{}, nil)))
	f.Add(data[:len(data)/2])
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) >= basisHeader { // let the fuzzer past the checksum
			data = bytes.Clone(data)
			binary.LittleEndian.PutUint32(data[64:], checksum(data[:64]))
		}
		lsa := NewLSA(LSAOptions{})
		if lsa.Load(data) != nil {
			return
		}
		_ = lsa.Verify()
		for _, input := range [][][]string{passages, slices.Repeat(passages, 6)} {
			vectors, err := lsa.EmbedTokens(t.Context(), input)
			if err != nil {
				continue
			}
			for _, v := range vectors {
				if v != nil && !(math.Abs(sumSquares(v)-1) < 1e-3) {
					t.Fatalf("vector of length² %v", sumSquares(v))
				}
			}
		}
		if u := lsa.Unknown(passages); !(u >= 0 && u <= 1) {
			t.Fatal(u)
		}
	})
}
