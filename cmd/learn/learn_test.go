package main

import (
	"bytes"
	"context"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"ask/bot/eval"
	"ask/bot/extract"
	"ask/retrieve/text"
	"ask/retrieve/trees"
)

func TestRunUsage(t *testing.T) {
	for _, args := range [][]string{nil, {"rank"}, {"sentence", "set"}, {"-h", "set"}} {
		if err := run(t.Context(), args, &bytes.Buffer{}); err == nil || !strings.Contains(err.Error(), "usage:") {
			t.Errorf("run(%q) = %v", args, err)
		}
	}
	for _, command := range []string{"rank", "sentences", "refusal"} {
		dir := filepath.Join(t.TempDir(), "nowhere")
		if err := run(t.Context(), []string{command, dir}, &bytes.Buffer{}); err == nil || !strings.Contains(err.Error(), "nowhere") {
			t.Errorf("%s of a set that is not there: %v", command, err)
		}
	}
}

// TestAscend: the second feature puts every relevant row first, the third misleads.
func TestAscend(t *testing.T) {
	g := groups{
		x:     [][]float32{{1, 0, 1}, {0.5, 1, 0}, {0.9, 0, 1}, {0.2, 1, 0}, {0.7, 0, 0}},
		y:     []float32{0, 1, 0, 1, 0},
		sizes: []int{2, 3},
	}
	if got, want := g.mrr([]float64{1, 0, 0}), (1.0/2+1.0/3)/2; math.Abs(got-want) > 1e-9 {
		t.Errorf("MRR of the first feature %v, want %v", got, want)
	}
	if got := g.mrr([]float64{0, 1, 0}); got != 1 {
		t.Errorf("MRR of the second feature %v", got)
	}
	w := ascend([]groups{g}, 3)
	if w[0] != 1 || w[1] <= 0 || w[2] != 0 || g.mrr(w) != 1 {
		t.Errorf("weights %v, MRR %v", w, g.mrr(w))
	}
	if s := steps(); s[0] != 0 || !slices.IsSorted(s) {
		t.Errorf("steps %v", s)
	}
}

// TestMRRAtTen: a first relevant row behind the tenth counts nothing.
func TestMRRAtTen(t *testing.T) {
	for relevant, want := range map[int]float64{0: 1, 3: 0.25, 9: 0.1, 10: 0, 11: 0} {
		g := groups{sizes: []int{12}}
		for i := range 12 {
			y := float32(0)
			if i == relevant {
				y = 1
			}
			g.x, g.y = append(g.x, []float32{float32(-i)}), append(g.y, y)
		}
		if got := g.mrr([]float64{1}); got != want {
			t.Errorf("relevant row %d: MRR %v, want %v", relevant, got, want)
		}
	}
	if got := (&groups{}).mrr(nil); got != 0 {
		t.Errorf("MRR of nothing %v", got)
	}
}

func TestSetDense(t *testing.T) {
	builtin, strong := map[string]any{"dense": 0.3, "feature": 0.1}, map[string]any{"feature": 1.0}
	setDense(map[string]any{"legs": map[string]any{"builtin": builtin, "strong": strong}}, 0.7)
	if builtin["feature"] != 0.7 || builtin["dense"] != 0.3 || strong["feature"] != 1.0 {
		t.Errorf("builtin %v, strong %v", builtin, strong)
	}
	for _, file := range []map[string]any{{}, {"legs": 1}, {"legs": map[string]any{}}} {
		setDense(file, 0.7) // must not panic
	}
}

// flat scores a sentence by its first feature: 0 or less is unlikely, more is likely.
func flat() *trees.Model {
	return &trees.Model{Features: []string{"f"}, Trees: []trees.Tree{{Nodes: []trees.Node{{Left: -1, Right: -2}}, Leaves: []float64{-2, 2}}}}
}

func examples() []example {
	s := func(order int) extract.Sentence { return extract.Sentence{Order: order, Runes: 40} }
	return []example{
		{sentences: []extract.Sentence{s(0), s(1)}, rows: [][]float32{{0}, {1}}, answer: []bool{false, true}},
		{sentences: []extract.Sentence{s(0), s(1)}, rows: [][]float32{{0}, {1}}, answer: []bool{true, false}},
		{sentences: []extract.Sentence{s(0)}, rows: [][]float32{{1}}, answer: []bool{false}},
		{},
	}
}

func TestMeasure(t *testing.T) {
	one := extract.Length{Lambda: 1, Max: 1, Floor: 15}
	if share, runes := measure(flat(), examples(), one); share != 0.25 || runes != 30 {
		t.Errorf("one sentence: %v at %v", share, runes)
	}
	if share, runes := measure(flat(), examples(), extract.Length{Max: 1000, Floor: 15}); share != 0.5 || runes != 50 {
		t.Errorf("all sentences: %v at %v", share, runes)
	}
	if share, runes := measure(flat(), nil, one); share != 0 || runes != 0 {
		t.Errorf("nothing: %v at %v", share, runes)
	}
}

// TestFitLength: answers keep to the length they are fitted to.
func TestFitLength(t *testing.T) {
	var held []example
	for range 20 {
		var e example
		for i := range 6 {
			e.sentences = append(e.sentences, extract.Sentence{Order: i, Runes: 20 + 10*i})
			e.rows, e.answer = append(e.rows, []float32{float32(i % 2)}), append(e.answer, i == 1)
		}
		held = append(held, e)
	}
	l := fitLength(flat(), held)
	if _, runes := measure(flat(), held, l); runes > targetRunes || runes == 0 {
		t.Errorf("%v runes with %+v", runes, l)
	}
	if l.Passages != sentencePassages || l.Refuse != refuseBelow || l.Ratio != minRatio || l.Note == "" {
		t.Errorf("length %+v", l)
	}
}

func TestWithoutAnswers(t *testing.T) {
	skip := text.Span{Start: 0, End: 3}
	ps := []extract.Passage{{Text: "题\n船长是贺兰舟。他姓贺 兰舟。票价十元。", Skip: []text.Span{skip}}, {Text: "票价十元。"}}
	got := withoutAnswers(eval.Question{Answers: []string{"贺兰舟"}}, ps)
	var cut []string
	for _, sp := range got[0].Skip {
		cut = append(cut, got[0].Text[sp.Start:sp.End])
	}
	if !slices.Equal(cut, []string{"题", "船长是贺兰舟。", "他姓贺 兰舟。"}) || len(got[1].Skip) != 0 {
		t.Errorf("cut %q, %v", cut, got[1].Skip)
	}
	if len(ps[0].Skip) != 1 || ps[0].Skip[0] != skip {
		t.Errorf("changes its argument: %v", ps[0].Skip)
	}
}

func TestReport(t *testing.T) {
	var rows []refusalRow
	for range 20 {
		rows = append(rows, refusalRow{features: [3][]float32{{1}, {0}, nil}})
	}
	var out bytes.Buffer
	report(&out, "set", flat(), rows)
	if got := out.String(); !strings.Contains(got, "set 20: AUROC passages removed 1.0000, sentences removed 1.0000") || !strings.Contains(got, "refused 1.000, 1.000") {
		t.Errorf("report %q", got)
	}
}

// TestOpenPart: a part of a set has the documents asked for and only the questions
// about them.
func TestOpenPart(t *testing.T) {
	dir := t.TempDir()
	write := func(name, body string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(dir, name), []byte(body), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("corpus.jsonl", `{"id": "a", "title": "茶", "text": "新茶在四月初采摘。"}
{"id": "b", "title": "船", "text": "白鹭号的船长是贺兰舟，船上还有三名水手。"}
{"id": "b2", "title": "窑", "text": "一窑能烧三千块青砖。"}
`)
	write("queries.jsonl", `{"id": "1", "question": "新茶什么时候采摘?", "answers": ["四月初"], "relevant": ["a"]}
{"id": "2", "question": "船长是谁?", "answers": ["贺兰舟"], "relevant": ["b"]}
{"id": "3", "question": "一窑烧多少?", "answers": ["三千块"], "relevant": ["b2"]}
{"id": "4", "question": "无关?", "answers": ["无"]}
`)
	s, err := openPart(t.Context(), dir, 1, 1)
	if err != nil {
		t.Fatal(err)
	}
	tmp := s.dir
	defer os.RemoveAll(tmp)
	if len(s.questions) != 1 || s.questions[0].ID != "2" || s.index.Len() != 1 {
		t.Fatalf("%d passages, questions %+v", s.index.Len(), s.questions)
	}
	all, err := s.examples(t.Context(), nil)
	if err != nil || len(all) != 1 {
		t.Fatalf("examples %v, %v", all, err)
	}
	e := all[0]
	if len(e.rows) != 1 || len(e.rows[0]) != len(extract.AllFeatures()) || !slices.Equal(e.answer, []bool{true}) {
		t.Errorf("example %+v", e)
	}
	s.close()
	if _, err := os.Stat(tmp); !os.IsNotExist(err) {
		t.Errorf("%s is left behind: %v", tmp, err)
	}
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := openPart(cancelled, dir, 0, 1); err == nil {
		t.Error("a cancelled part opens")
	}
}
