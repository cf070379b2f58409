package trees

import (
	"bytes"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const small = `ask-trees 1
note "by \"hand\""
bias -1.25
features 2
"overlap"
"idf"
trees 2
tree 3
0 0.5 -1 1
1 2.75 -2 -3
= -0.5 0.25 1
tree 1
= 0.125
`

func TestParseAndRaw(t *testing.T) {
	m, err := Parse([]byte(small))
	if err != nil {
		t.Fatal(err)
	}
	want := &Model{
		Features: []string{"overlap", "idf"}, Bias: -1.25, Note: `by "hand"`,
		Trees: []Tree{
			{Nodes: []Node{{0, 0.5, -1, 1}, {1, 2.75, -2, -3}}, Leaves: []float64{-0.5, 0.25, 1}},
			{Nodes: []Node{}, Leaves: []float64{0.125}},
		},
	}
	if diff := cmp.Diff(want, m); diff != "" {
		t.Errorf("Parse (-want +got):\n%s", diff)
	}
	if got := string(m.Format()); got != small {
		t.Errorf("Format = %s, want %s", got, small)
	}
	nan := float32(math.NaN())
	for _, c := range []struct {
		x    []float32
		want float64
	}{
		{[]float32{0.5, 9}, -1.625}, // the threshold itself goes left
		{[]float32{0.50001, 2.75}, -0.875},
		{[]float32{1, 3}, -0.125},
		{[]float32{nan, nan}, -0.125}, // NaN goes right
	} {
		if got := m.Raw(c.x); got != c.want {
			t.Errorf("Raw(%v) = %v, want %v", c.x, got, c.want)
		}
		if got, want := m.Prob(c.x), 1/(1+math.Exp(-c.want)); math.Abs(got-want) > 1e-15 {
			t.Errorf("Prob(%v) = %v, want %v", c.x, got, want)
		}
	}
}

func TestParseRefuses(t *testing.T) {
	for name, edit := range map[string][2]string{
		"other magic":      {"ask-trees 1", "ask-trees 2"},
		"note not quoted":  {`note "by \"hand\""`, "note by hand"},
		"infinite bias":    {"bias -1.25", "bias Inf"},
		"NaN leaf":         {"0.25 1", "0.25 NaN"},
		"huge leaf":        {"0.25 1", "1e301 1"},
		"huge threshold":   {"0 0.5", "0 1e39"},
		"NaN threshold":    {"0 0.5", "0 nan"},
		"feature range":    {"1 2.75", "2 2.75"},
		"negative feature": {"1 2.75", "-1 2.75"},
		"cycle":            {"2.75 -2 -3", "2.75 0 -3"},
		"self":             {"2.75 -2 -3", "2.75 1 -3"},
		"leaf range":       {"2.75 -2 -3", "2.75 -2 -4"},
		"shared leaf":      {"2.75 -2 -3", "2.75 -2 -2"},
		"int32 wrap":       {"2.75 -2 -3", "2.75 -2 4294967293"},
		"extra field":      {"2.75 -2 -3", "2.75 -2 -3 4"},
		"missing field":    {"2.75 -2 -3", "2.75 -2"},
		"few leaves":       {"= -0.5 0.25 1", "= -0.5 0.25"},
		"many leaves":      {"= -0.5 0.25 1", "= -0.5 0.25 1 2"},
		"no leaves":        {"tree 1\n= 0.125", "tree 0\n= "},
		"too many trees":   {"trees 2", "trees 10001"},
		"claims trees":     {"trees 2", "trees 9999"},
		"fewer trees":      {"trees 2", "trees 1"},
		"claims features":  {"features 2", "features 4000"},
		"huge features":    {"features 2", "features 99999999999999"},
		"claims leaves":    {"tree 1\n", "tree 4096\n"},
		"same name":        {`"idf"`, `"overlap"`},
		"empty name":       {`"idf"`, `""`},
		"trailing text":    {"= 0.125\n", "= 0.125\n\n"},
		"no last newline":  {"= 0.125\n", "= 0.125"},
	} {
		text := strings.Replace(small, edit[0], edit[1], 1)
		if text == small {
			t.Fatalf("%s: the edit changes nothing", name)
		}
		if m, err := Parse([]byte(text)); err == nil {
			t.Errorf("%s: parsed as %+v, want an error", name, m)
		}
	}
	for cut := range len(small) {
		if _, err := Parse([]byte(small[:cut])); err == nil {
			t.Errorf("the first %d bytes parsed, want an error", cut)
		}
	}
}

func TestBind(t *testing.T) {
	m := &Model{Features: []string{"a", "b"}}
	for _, c := range []struct {
		names []string
		want  string // of the error, empty for none
	}{
		{[]string{"a", "b"}, ""},
		{[]string{"b", "a"}, "position 0"},
		{[]string{"a"}, "1 given"},
		{[]string{"a", "b", "c"}, "3 given"},
	} {
		err := m.Bind(c.names)
		if (err == nil) != (c.want == "") || (err != nil && !strings.Contains(err.Error(), c.want)) {
			t.Errorf("Bind(%v) = %v, want %q", c.names, err, c.want)
		}
	}
}

func TestRoundKeepsWhatWasRounded(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for range 20000 {
		v := math.Float64frombits(rng.Uint64())
		f := math.Float32frombits(rng.Uint32())
		if !finite(v) || !finite(float64(f)) {
			continue
		}
		if r := Round(v); Round(r) != r || math.Abs(r-v) > math.Abs(v)*1e-5 {
			t.Fatalf("Round(%g) = %g, again %g", v, r, Round(r))
		}
		if r := Round32(f); Round32(r) != r || math.Abs(float64(r-f)) > math.Abs(float64(f))*1e-5 {
			t.Fatalf("Round32(%g) = %g, again %g", f, r, Round32(r))
		}
	}
	m := &Model{Bias: 1.0 / 3, Features: []string{"a"}, Trees: []Tree{{
		Nodes: []Node{{0, 2.0 / 3, -1, -2}}, Leaves: []float64{1e6 / 7, 1e-9 / 7},
	}}}
	text := string(m.Format())
	if !strings.HasSuffix(text, "bias 0.333333\nfeatures 1\n\"a\"\ntrees 1\ntree 2\n0 0.666667 -1 -2\n= 142857 1.42857e-10\n") {
		t.Errorf("Format does not keep 6 digits:\n%s", text)
	}
}

// grown returns a model of random trees, each grown by splitting random leaves.
func grown(trees, leaves, features int) *Model {
	rng := rand.New(rand.NewPCG(3, 4))
	m := &Model{Bias: 0.5, Note: "random"}
	for i := range features {
		m.Features = append(m.Features, fmt.Sprintf("f%02d", i))
	}
	for range trees {
		t := Tree{Leaves: []float64{Round(rng.NormFloat64())}}
		slot := []*int32{nil} // where leaf i is named
		t.Nodes = make([]Node, 0, leaves-1)
		for len(t.Leaves) < leaves {
			k, at := rng.IntN(len(t.Leaves)), int32(len(t.Nodes))
			t.Nodes = append(t.Nodes, Node{
				int32(rng.IntN(features)), Round32(rng.Float32()), ^int32(k), ^int32(len(t.Leaves)),
			})
			if slot[k] != nil {
				*slot[k] = at
			}
			slot[k] = &t.Nodes[at].Left
			slot = append(slot, &t.Nodes[at].Right)
			t.Leaves = append(t.Leaves, Round(rng.NormFloat64()))
		}
		m.Trees = append(m.Trees, t)
	}
	return m
}

func TestRoundTrip(t *testing.T) {
	m := grown(40, 13, 7)
	back, err := Parse(m.Format())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(m, back); diff != "" {
		t.Errorf("Parse(Format) (-want +got):\n%s", diff)
	}
	if prefix := m.Append([]byte("x")); !bytes.Equal(prefix[1:], m.Format()) || prefix[0] != 'x' {
		t.Error("Append does not keep what stood before")
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(small))
	f.Add(grown(3, 5, 4).Format())
	f.Add([]byte("ask-trees 1\nnote \"\"\nbias 0\nfeatures 0\ntrees 0\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		m, err := Parse(data)
		if err != nil {
			return
		}
		x := make([]float32, len(m.Features))
		if p := m.Prob(x); !(p >= 0 && p <= 1) {
			t.Fatalf("Prob = %v for Raw = %v", p, m.Raw(x))
		}
		text := m.Format()
		back, err := Parse(text)
		if err != nil {
			t.Fatalf("own format does not parse: %v\n%s", err, text)
		}
		if again := back.Format(); !bytes.Equal(text, again) {
			t.Fatalf("format changes from\n%s\nto\n%s", text, again)
		}
		if !slices.Equal(m.Features, back.Features) || m.Note != back.Note {
			t.Fatalf("names change from %q %q to %q %q", m.Features, m.Note, back.Features, back.Note)
		}
	})
}

func BenchmarkRaw(b *testing.B) {
	for _, leaves := range []int{8, 16} {
		b.Run(fmt.Sprintf("trees=100/leaves=%d", leaves), func(b *testing.B) {
			m := grown(100, leaves, 30)
			rng := rand.New(rand.NewPCG(5, 6))
			rows := make([][]float32, 1024)
			for i := range rows {
				rows[i] = make([]float32, 30)
				for j := range rows[i] {
					rows[i][j] = rng.Float32()
				}
			}
			i := 0
			for b.Loop() {
				m.Raw(rows[i%len(rows)])
				i++
			}
		})
	}
}

func BenchmarkParse(b *testing.B) {
	for _, leaves := range []int{8, 16} {
		b.Run(fmt.Sprintf("trees=100/leaves=%d", leaves), func(b *testing.B) {
			data := grown(100, leaves, 30).Format()
			b.SetBytes(int64(len(data)))
			b.ReportAllocs()
			for b.Loop() {
				if _, err := Parse(data); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
