package eval

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"ask/bot"
	"ask/embed"
	"ask/retrieve"
	"ask/retrieve/rank"
)

const smallCorpus = `{"id":"ferry","title":"白鹭号","text":"白鹭号每天早上六点二十分离港。白鹭号的船长是贺兰舟，他在这条航线上开了十七年船。","date":"2024-05-12"}
{"id":"tea","title":"茶园笔记","text":"春天的第一批新茶在四月初采摘，手工杀青，产量不高。"}
{"id":"tea2","title":"采茶","text":"新茶采摘要在四月初，雨天不采。"}
{"id":"kiln","title":"砖窑","text":"老砖窑在河东，一窑能烧三千块青砖，烧窑的师傅姓邬。"}
`

const smallQuestions = `{"id":"1","question":"白鹭号的船长是谁?","answers":["贺兰舟"],"relevant":["ferry"],"kind":"who"}
{"id":"2","question":"新茶什么时候采摘?","answers":["四月初"],"relevant":["tea","tea2"],"kind":"when"}
{"id":"3","question":"老砖窑一窑能烧多少块青砖?","answers":["三千块"],"relevant":["kiln"],"kind":"number"}
{"id":"4","question":"老砖窑的师傅姓什么?","answers":["王"],"relevant":["kiln"],"kind":"who"}
{"id":"5","question":"司徒望海是谁?","answerable":false,"kind":"unanswerable"}
{"id":"6","question":"白鹭号几点离港?","relevant":["ferry"],"as_of":"2025"}
`

var small = sync.OnceValues(func() (*retrieve.Index, error) {
	ctx := context.Background()
	file := filepath.Join(scratch, "corpus.jsonl")
	if err := os.WriteFile(file, []byte(smallCorpus), 0o600); err != nil {
		return nil, err
	}
	cfg := retrieve.Config{Docs: []string{file}, Dir: filepath.Join(scratch, "index"), CacheDir: scratch, Learner: embed.NewLSA(embed.LSAOptions{})}
	if _, err := retrieve.Sync(ctx, cfg); err != nil {
		return nil, err
	}
	return retrieve.Open(ctx, cfg.Dir, retrieve.OpenOptions{Learner: embed.NewLSA(embed.LSAOptions{})})
})

func openSmall(t *testing.T) (*retrieve.Index, *bot.Extractive) {
	t.Helper()
	ix, err := small()
	if err != nil {
		t.Fatal(err)
	}
	a, err := bot.NewExtractive(ix)
	if err != nil {
		t.Fatal(err)
	}
	return ix, a
}

func TestRun(t *testing.T) {
	ix, a := openSmall(t)
	var progress []int
	r, err := Run(t.Context(), Config{
		Index: ix, Answerer: a, Questions: strings.NewReader(smallQuestions), Flags: []string{"--k=10"},
		Progress: func(done, total int) { progress = append(progress, done, total) },
	})
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(progress, []int{1, 6, 2, 6, 3, 6, 4, 6, 5, 6, 6, 6}) {
		t.Errorf("progress %v", progress)
	}
	if r.Questions != 6 || r.Answerable != 5 || r.Refusal.Unanswerable != 1 || r.Answers.N != 4 || r.Passages != ix.Len() || r.Generation != ix.Generation() || r.Embedder != ix.Embedder() || !slices.Equal(r.Flags, []string{"--k=10"}) {
		t.Errorf("report %+v", r)
	}
	if r.Citations.Verbatim != r.Citations.N || r.Citations.N < 4 || r.Citations.Unsupported != 0 || !maps.Equal(r.Citations.States, map[string]int{"verified": r.Citations.N}) {
		t.Errorf("citations %+v", r.Citations)
	}
	if r.Answers.Containment != 0.75 || r.Answers.Runes <= 0 {
		t.Errorf("answers %+v", r.Answers)
	}
	if f := r.Refusal; f.Recall != 1 || f.Precision != 1 || f.FalseRate != 0 || f.AUROC != 1 || f.Removed.N != 5 {
		t.Errorf("refusal %+v", f)
	}
	if w := r.Kinds["who"]; w == nil || *w != (Kind{2, 1, 0.5}) {
		t.Errorf("kind who %+v", w)
	}
	if u := r.Kinds["unanswerable"]; len(r.Kinds) != 4 || u == nil || *u != (Kind{1, 1, 1}) {
		t.Errorf("kinds %+v", r.Kinds)
	}
	if len(r.Failures) != 1 || r.Failures[0].ID != "4" || r.Failures[0].Want != "王" || r.Failures[0].Got == "" {
		t.Errorf("failures %+v", r.Failures)
	}
	if r.Latency.P50 <= 0 || r.Latency.P95 < r.Latency.P50 {
		t.Errorf("latency %+v", r.Latency)
	}
	for _, row := range r.Rankings {
		if row.N != 5 || row.Hit1 > row.Hit5 || row.Hit5 > row.Hit10 || row.Recall10 > 1 || row.NDCG10 > 1 {
			t.Errorf("%+v", row)
		}
		if row.Name == "search" && row.Hit1 != 1 {
			t.Errorf("%+v", row)
		}
	}
	checkReport(t, r)
}

// checkReport prints a report both ways.
func checkReport(t *testing.T, r *Report) {
	t.Helper()
	rows := []string{"words", "bigrams", "lexical", "dense", "fused"}
	for _, n := range rank.Parts() {
		rows = append(rows, "+"+n)
	}
	rows = append(rows, "search")
	var table bytes.Buffer
	if err := r.WriteTable(&table); err != nil {
		t.Fatal(err)
	}
	for _, row := range rows {
		if n := strings.Count("\n"+table.String(), "\n"+row+" "); n != 1 {
			t.Errorf("%d rows %s in\n%s", n, row, table.String())
		}
	}
	for _, line := range []string{"ranking", "answers hold the gold answer", "citations verbatim", "unsupported numbers", "false refusals", "refusal recall", "answers removed", "latency", "kind number", "kind unanswerable", "kind who"} {
		if !strings.Contains(table.String(), "\n"+line) {
			t.Errorf("no line %q in\n%s", line, table.String())
		}
	}
	data, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	var got struct {
		Rankings []struct {
			Name string
			MRR  *float64 `json:"mrr@10"`
		}
		Failures, Flags []any
		Refusal         map[string]any
	}
	if err := json.Unmarshal(data, &got); err != nil {
		t.Fatal(err)
	}
	for i, row := range got.Rankings {
		if row.Name != rows[i] || row.MRR == nil {
			t.Errorf("ranking %d is %+v, want %s", i, row, rows[i])
		}
	}
	if got.Failures == nil || got.Flags == nil || got.Refusal["answers_removed"] == nil {
		t.Errorf("JSON %s", data)
	}
}

// TestRunOfNothing: a report over no questions has no lists that are null.
func TestRunOfNothing(t *testing.T) {
	ix, a := openSmall(t)
	r, err := Run(t.Context(), Config{Index: ix, Answerer: a, Questions: strings.NewReader("")})
	if err != nil {
		t.Fatal(err)
	}
	data, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(data, []byte("null")) {
		t.Errorf("JSON %s", data)
	}
	if err := r.WriteTable(&bytes.Buffer{}); err != nil {
		t.Error(err)
	}
}

// answerer answers everything in one way.
type answerer struct {
	answer bot.Answer
	err    error
}

func (a answerer) Answer(context.Context, bot.Question) (*bot.Answer, error) { return &a.answer, a.err }

// TestRunFindsFalseQuotes: an answerer that is no scorer, and quotes what is not there.
func TestRunFindsFalseQuotes(t *testing.T) {
	ix, _ := openSmall(t)
	text, ok, err := ix.Text("corpus.jsonl#tea")
	if err != nil || !ok {
		t.Fatal(ok, err)
	}
	cite := func(start, end int, quote string) bot.Citation {
		return bot.Citation{Document: "corpus.jsonl#tea", Start: start, End: end, Quote: quote, Status: "verified"}
	}
	lie := answerer{answer: bot.Answer{Answered: true, Text: "四月99日 [1]", Citations: []bot.Citation{
		cite(0, len("春天"), "春天"), cite(0, len("春天"), "秋天"), cite(3, len(text)+9, "天"), cite(-3, 3, "春"), cite(6, 6, ""), cite(9, 3, ""),
	}}}
	r, err := Run(t.Context(), Config{Index: ix, Answerer: lie, Questions: strings.NewReader(smallQuestions)})
	if err != nil {
		t.Fatal(err)
	}
	if r.Citations.N != 36 || r.Citations.Verbatim != 6 || r.Citations.Unsupported != 6 {
		t.Errorf("citations %+v", r.Citations)
	}
	if !near(r.Citations.Precision, 1.0/6) || r.Citations.Recall != 0.2 {
		t.Errorf("citations %+v", r.Citations)
	}
	if f := r.Refusal; f.Recall != 0 || f.AUROC != 0.5 || f.Removed.N != 0 {
		t.Errorf("refusal %+v", f)
	}
}

func TestRunErrors(t *testing.T) {
	ix, a := openSmall(t)
	broken := errors.New("no answer today")
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	for _, c := range []struct {
		name, want string
		ctx        context.Context
		answerer   bot.Answerer
		questions  string
	}{
		{"questions", "line 1", t.Context(), a, "{"},
		{"answerer", "question 1: no answer today", t.Context(), answerer{err: broken}, smallQuestions},
		{"search", "question x: ", t.Context(), a, `{"id":"x","question":"谁?","as_of":"gestern"}`},
		{"cancelled", "context canceled", cancelled, a, smallQuestions},
	} {
		if r, err := Run(c.ctx, Config{Index: ix, Answerer: c.answerer, Questions: strings.NewReader(c.questions)}); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, %v, want an error with %q", c.name, r, err, c.want)
		}
	}
}

// TestSearchWithout: nothing that answers is left.
func TestSearchWithout(t *testing.T) {
	ix, _ := openSmall(t)
	qs, err := Read(strings.NewReader(smallQuestions))
	if err != nil {
		t.Fatal(err)
	}
	qs = append(
		qs,
		Question{Question: "新茶什么时候采摘?", Answers: []string{"四月初"}, Relevant: []string{"tea"}}, // tea2 holds it too
		Question{Question: "砖窑和白鹭号", Answers: []string{"茶园", "白鹭号", "砖窑", "采茶"}},             // every title
		Question{Question: "采摘", Relevant: []string{"ferry", "tea", "tea2", "kiln"}},
	)
	for _, q := range qs {
		res, err := SearchWithout(t.Context(), ix, q)
		if err != nil {
			t.Fatal(err)
		}
		if res.Question == nil {
			t.Errorf("%q: a result without its question", q.Question)
		}
		for _, h := range res.Hits {
			if q.Relates(h.Document.ID) || q.Holds(h.Text) || q.Holds(h.Document.Title) {
				t.Errorf("%q still finds %s", q.Question, h.Document.ID)
			}
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := SearchWithout(ctx, ix, qs[0]); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}
