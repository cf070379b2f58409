package eval

import (
	"fmt"
	"math"
	"os"
	"slices"
	"strings"
	"testing"

	"ask/bot"
	"ask/retrieve"
	"ask/retrieve/rank"
)

// scratch holds the dictionaries and the index of all tests.
var scratch string

func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "ask-eval-test-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	scratch = dir
	code := m.Run()
	os.RemoveAll(dir)
	os.Exit(code)
}

func near(a, b float64) bool { return math.Abs(a-b) < 1e-9 }

func TestRead(t *testing.T) {
	got, err := Read(strings.NewReader("\n" + `{"id":"a","question":"谁?","answers":["甲"],"relevant":["x.md"],"answerable":false,"as_of":"2024","kind":"who"}` + "\r\n  \n" + `{"question":"何时?","stale":["y"]}`))
	if err != nil || len(got) != 2 {
		t.Fatalf("Read = %v, %v", got, err)
	}
	a, b := got[0], got[1]
	if a.ID != "a" || a.Question != "谁?" || !slices.Equal(a.Answers, []string{"甲"}) || !slices.Equal(a.Relevant, []string{"x.md"}) || a.CanAnswer() || a.AsOf != "2024" || a.Kind != "who" {
		t.Errorf("first question %+v", a)
	}
	if b.ID != "line-4" || !b.CanAnswer() {
		t.Errorf("second question %+v", b)
	}
	if got, err := Read(strings.NewReader("")); err != nil || len(got) != 0 {
		t.Errorf("nothing: %v, %v", got, err)
	}
}

func TestReadErrorsNameTheLine(t *testing.T) {
	const good = `{"question":"谁?"}` + "\n"
	for _, c := range []struct{ name, file, want string }{
		{"no JSON", good + "谁?\n", "line 2:"},
		{"cut off", good + "\n" + `{"question":"谁`, "line 3:"},
		{"another type", `{"question":"谁?","answers":"甲"}`, "line 1:"},
		{"no question", good + good + `{"id":"x"}`, "line 3: no question"},
		{"two in a line", `{"question":"谁?"} {"question":"几?"}`, "line 1:"},
		{"line too long", good + `{"question":"` + strings.Repeat("长", 6<<20) + `"}`, "read questions:"},
	} {
		if got, err := Read(strings.NewReader(c.file)); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %d questions, %v, want an error with %q", c.name, len(got), err, c.want)
		}
	}
}

func TestRelates(t *testing.T) {
	q := Question{Relevant: []string{"a/b.md", "tea", "c.jsonl#7"}}
	for id, want := range map[string]bool{
		"a/b.md": true, "corpus.jsonl#tea": true, "deep/corpus.jsonl#tea": true, "c.jsonl#7": true,
		"b.md": false, "x/a/b.md": false, "tea": true, "tea.md": false, "corpus.jsonl#green-tea": false, "c.jsonl#77": false, "": false,
	} {
		if got := q.Relates(id); got != want {
			t.Errorf("Relates(%q) = %v", id, got)
		}
	}
}

// TestHolds: white space aside, and nothing else.
func TestHolds(t *testing.T) {
	q := Question{Answers: []string{"", "4200 mAh", "九万家"}}
	for s, want := range map[string]bool{
		"电池 4200mAh。": true, "4200\n mAh": true, "4200　mAh": true, "4\t200 m A h": true, "有九 万\n家": true,
		"4200": false, "": false, "4200 mah": false, "九万": false,
	} {
		if got := q.Holds(s); got != want {
			t.Errorf("Holds(%q) = %v", s, got)
		}
	}
	for _, answers := range [][]string{nil, {""}} {
		if (Question{Answers: answers}).Holds("甲") {
			t.Errorf("answers %q are held", answers)
		}
	}
}

// TestRanking checks the figures against sums done by hand.
func TestRanking(t *testing.T) {
	log2 := math.Log2
	two := Question{Relevant: []string{"r", "s"}}
	for _, c := range []struct {
		name string
		q    Question
		ids  string
		want Ranking
	}{
		{"first of one", Question{Relevant: []string{"r"}}, "r a b", Ranking{Hit1: 1, Hit5: 1, Hit10: 1, Recall5: 1, Recall10: 1, MRR10: 1, NDCG10: 1}},
		{"third of one", Question{Relevant: []string{"r"}}, "a b r", Ranking{Hit5: 1, Hit10: 1, Recall5: 1, Recall10: 1, MRR10: 1.0 / 3, NDCG10: 1 / log2(4)}},
		{"second and seventh of two", two, "a r b c d e s", Ranking{Hit5: 1, Hit10: 1, Recall5: 0.5, Recall10: 1, MRR10: 0.5, NDCG10: (1/log2(3) + 1/log2(8)) / (1 + 1/log2(3))}},
		{"sixth", two, "a b c d e r", Ranking{Hit10: 1, Recall10: 0.5, MRR10: 1.0 / 6, NDCG10: (1 / log2(7)) / (1 + 1/log2(3))}},
		{"eleventh does not count", two, "a b c d e f g h i j r", Ranking{}},
		{"nothing", two, "", Ranking{}},
	} {
		got := Ranking{}
		got.add(c.q, strings.Fields(c.ids))
		got.mean()
		c.want.N = 1
		for _, v := range [][2]float64{
			{got.Hit1, c.want.Hit1},
			{got.Hit5, c.want.Hit5},
			{got.Hit10, c.want.Hit10},
			{got.Recall5, c.want.Recall5},
			{got.Recall10, c.want.Recall10},
			{got.MRR10, c.want.MRR10},
			{got.NDCG10, c.want.NDCG10},
		} {
			if !near(v[0], v[1]) {
				t.Errorf("%s: %+v, want %+v", c.name, got, c.want)
				break
			}
		}
	}
	sum := Ranking{}
	for _, ids := range []string{"r", "a r", "a", ""} {
		sum.add(Question{Relevant: []string{"r"}}, strings.Fields(ids))
	}
	sum.mean()
	if sum.N != 4 || !near(sum.Hit1, 0.25) || !near(sum.Hit5, 0.5) || !near(sum.MRR10, 0.375) {
		t.Errorf("mean of four: %+v", sum)
	}
	none := Ranking{}
	none.mean()
	if none != (Ranking{}) {
		t.Errorf("mean of none: %+v", none)
	}
}

// TestRankingStaysAFigure: a name that several files use for a record must not lift a
// share over 1.
func TestRankingStaysAFigure(t *testing.T) {
	var r Ranking
	r.add(Question{Relevant: []string{"7"}}, []string{"a.jsonl#7", "b.jsonl#7", "c.jsonl#7"})
	for _, v := range []float64{r.Hit1, r.Recall5, r.Recall10, r.MRR10, r.NDCG10} {
		if v != 1 {
			t.Errorf("%+v", r)
			break
		}
	}
}

// TestFeatureRows: each feature is added to the ones above it, by product.
func TestFeatureRows(t *testing.T) {
	candidate := func(id string, fused, lexical, title float64) retrieve.TraceCandidate {
		return retrieve.TraceCandidate{Document: id, Fused: fused, Features: rank.Features{rank.Lexical: lexical, rank.Title: title}}
	}
	res := &retrieve.Result{
		Trace: &retrieve.Trace{
			Legs:       map[string][]string{"words": {"r"}, "dense": {"a", "r"}},
			Candidates: []retrieve.TraceCandidate{candidate("a", 0.9, 1, 0), candidate("r", 0.2, 0.5, 1), candidate("a", 0.1, 0, 0)},
		},
		Hits: []retrieve.Hit{{}, {}, {}},
	}
	for i, id := range []string{"a", "a", "r"} {
		res.Hits[i].Document.ID = id
	}
	rs := newRankings()
	rs.add(Question{Relevant: []string{"r"}}, res, func(f rank.Features) rank.Explanation {
		var out rank.Explanation
		for _, n := range rank.Names() {
			out = append(out, rank.Part{Name: n, Product: f[n]})
		}
		return out
	})
	want := map[string]float64{"words": 1, "bigrams": 0, "lexical": 0, "dense": 0.5, "fused": 0.5, "search": 0.5}
	titled := 0.5
	var names []string
	for _, n := range rank.Names() {
		if n == rank.Title {
			titled = 1
		}
		want["+"+n] = titled
		names = append(names, "+"+n)
	}
	var got []string
	for _, row := range rs.rows {
		got = append(got, row.Name)
		if row.N != 1 || !near(row.MRR10, want[row.Name]) {
			t.Errorf("%s: %+v, want MRR %v", row.Name, row, want[row.Name])
		}
	}
	if all := slices.Concat([]string{"words", "bigrams", "lexical", "dense", "fused"}, names, []string{"search"}); !slices.Equal(got, all) {
		t.Errorf("rows %q, want %q", got, all)
	}
}

func TestOrder(t *testing.T) {
	var list []retrieve.TraceCandidate
	for i := range 30 {
		list = append(list, retrieve.TraceCandidate{Document: string(rune('a' + i/2)), Fused: float64(i / 10)})
	}
	// Best first, each document once, equal ones as they come, ten of them.
	if got := strings.Join(order(list, func(c retrieve.TraceCandidate) float64 { return c.Fused }), ""); got != "klmnofghij" {
		t.Errorf("order %s", got)
	}
	if got := order(nil, nil); len(got) != 0 {
		t.Errorf("order of nothing: %v", got)
	}
}

func TestAUROC(t *testing.T) {
	for _, c := range []struct {
		name               string
		positive, negative []float64
		want               float64
	}{
		{"apart", []float64{3, 2}, []float64{1, 0}, 1},
		{"the wrong way round", []float64{0, 1}, []float64{2, 3}, 0},
		{"all equal", []float64{1, 1, 1}, []float64{1, 1}, 0.5},
		{"one of four pairs wrong", []float64{4, 2}, []float64{3, 1}, 0.75},
		{"a tie counts half", []float64{2, 1}, []float64{1, 0}, 0.875},
		{"ties of unequal number", []float64{1, 1, 2}, []float64{1, 0, 0, 0}, (3*3 + 1 + 0.5*2) / 12},
		{"infinite", []float64{math.Inf(1)}, []float64{0, math.Inf(-1)}, 1},
		{"no positives", nil, []float64{1}, 0},
		{"no negatives", []float64{1}, nil, 0},
	} {
		if got := AUROC(c.positive, c.negative); !near(got, c.want) {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

// TestAUROCCountsPairs compares with counting every pair.
func TestAUROCCountsPairs(t *testing.T) {
	var pos, neg []float64
	for i := range 37 {
		pos = append(pos, float64(i*7%11))
		neg = append(neg, float64(i*5%9))
	}
	sum := 0.0
	for _, p := range pos {
		for _, n := range neg {
			switch {
			case p > n:
				sum++
			case p == n:
				sum += 0.5
			}
		}
	}
	if got, want := AUROC(pos, neg), sum/float64(len(pos)*len(neg)); !near(got, want) {
		t.Errorf("AUROC = %v, by pairs %v", got, want)
	}
}

func TestQuantile(t *testing.T) {
	for _, c := range []struct {
		v       []float64
		q, want float64
	}{
		{nil, .5, 0},
		{[]float64{7}, .5, 7},
		{[]float64{7}, .95, 7},
		{[]float64{3, 1, 2}, .5, 2},
		{[]float64{5, 4, 3, 2, 1}, .5, 3},
		{[]float64{5, 4, 3, 2, 1}, .95, 5},
		{[]float64{2, 1}, 1, 2},
		{[]float64{2, 1}, 0, 1},
	} {
		before := slices.Clone(c.v)
		if got := quantile(c.v, c.q); got != c.want {
			t.Errorf("quantile(%v, %v) = %v, want %v", c.v, c.q, got, c.want)
		}
		if !slices.Equal(before, c.v) {
			t.Errorf("quantile sorts its argument")
		}
	}
}

func TestRatios(t *testing.T) {
	if got := ratio(1, 4); got != 0.25 {
		t.Errorf("ratio = %v", got)
	}
	if got := ratio(0, 0); got != 0 {
		t.Errorf("ratio of nothing = %v", got)
	}
}

func TestUnsupportedNumbers(t *testing.T) {
	answer := func(text string, quotes ...string) *bot.Answer {
		a := &bot.Answer{Answered: true, Text: text}
		for _, q := range quotes {
			a.Citations = append(a.Citations, bot.Citation{Quote: q})
		}
		return a
	}
	for _, c := range []struct {
		a    *bot.Answer
		want int
	}{
		{answer("票价12元 [1]\n载客180人 [2]", "票价12元", "载客180人"), 0},
		{answer("票价13元 [1]", "票价12元"), 1},
		{answer("没有数字 [12]", "没有数字"), 0},
		{answer("3.72亿元和1,200台 [1]", "3.72亿元和1,200台"), 0},
		{answer("3.7亿元和120台 [1]", "3.72亿元和1,201台"), 1},
		{&bot.Answer{Text: "2024年没有"}, 0},
		{&bot.Answer{Answered: true, Text: "2026-03-01 起：票价65元 [1]", Citations: []bot.Citation{{N: 1, Document: "d", Quote: "票价65元"}}}, 0},
		{&bot.Answer{Answered: true, Text: "2026-04-01 起：票价65元 [1]", Citations: []bot.Citation{{N: 1, Document: "d", Quote: "票价65元"}}}, 1},
		{&bot.Answer{Answered: true, Text: "票价65元，2026年起 [1]", Citations: []bot.Citation{{N: 1, Document: "d", Quote: "票价65元"}}}, 1},
	} {
		if got := unsupportedNumbers(c.a, map[string]string{"d": "自2026年3月1日起调整。"}); got != c.want {
			t.Errorf("%q over %v: %d, want %d", c.a.Text, c.a.Citations, got, c.want)
		}
	}
}
