package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"ask/embed"
	"ask/retrieve"
)

// TestMain plays the program that is measured when it is started as one.
func TestMain(m *testing.M) {
	if os.Getenv("BENCH_TEST_PLAYS_ASK") != "" {
		os.Exit(playAsk(os.Args[1:]))
	}
	os.Exit(m.Run())
}

func playAsk(args []string) int {
	last := args[len(args)-1]
	switch {
	case args[0] == "index":
		fmt.Println(`{"documents":2,"passages":3,"bytes":500000}`)
	case last == "refuse":
		fmt.Println(`{"timing_ms":{"open":1,"total":4}}`)
		return 4
	case last == "fail":
		fmt.Fprintln(os.Stderr, "ask: error: broken")
		return 1
	default:
		fmt.Println(`{"timing_ms":{"open":3,"total":8}}`)
	}
	return 0
}

func testBench(t *testing.T) *bench {
	t.Helper()
	t.Setenv("BENCH_TEST_PLAYS_ASK", "1")
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	b, err := newBench(t.Context(), &options{docs: t.TempDir(), ask: self})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(b.close)
	return b
}

func TestIndexMeasuresAProcess(t *testing.T) {
	i, err := testBench(t).index(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if i.Documents != 2 || i.Passages != 3 || i.wall <= 0 {
		t.Errorf("got %+v", i)
	}
	i.cpu = 1500
	if got := i.perMB(); got != 3 {
		t.Errorf("1.5 s of CPU for half a MB: %v s per MB, want 3", got)
	}
}

func TestAskAll(t *testing.T) {
	b := testBench(t)
	a, err := b.askAll(t.Context(), []string{"one", "refuse", "two"}, "--json")
	if err != nil {
		t.Fatal(err)
	}
	if len(a.usages) != 3 || a.refused != 1 {
		t.Errorf("%d processes, %d refused, want 3 and 1: the first one is not counted", len(a.usages), a.refused)
	}
	if want := []float64{3, 1, 3}; !slices.Equal(a.phases["open"], want) {
		t.Errorf("open took %v, want %v", a.phases["open"], want)
	}
	if _, err := b.askAll(t.Context(), []string{"one", "fail"}); err == nil || !strings.Contains(err.Error(), "ask: error: broken") {
		t.Errorf("a failing question gave %v, want what it said on stderr", err)
	}
}

func TestEnvironment(t *testing.T) {
	b := testBench(t)
	for _, name := range []string{"ASK_K", "OPENAI_API_KEY", "XDG_CONFIG_HOME"} {
		t.Setenv(name, "of the caller")
	}
	env := strings.Join(b.environment(), "\n")
	if strings.Contains(env, "of the caller") || !strings.Contains(env, "HOME="+b.dir) || !strings.Contains(env, "PATH=") {
		t.Errorf("settings of the caller reach the program:\n%s", env)
	}
}

func TestOptions(t *testing.T) {
	for _, args := range [][]string{{"--runs", "0"}, {"--scale", "-1"}, {"question"}, {"--nothing"}} {
		if _, err := readOptions(args, new(bytes.Buffer)); err == nil {
			t.Errorf("%v is accepted", args)
		}
	}
}

func TestReadQuestions(t *testing.T) {
	path := filepath.Join(t.TempDir(), "q.jsonl")
	if err := os.WriteFile(path, []byte(`{"question":"谁?"}`+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	got, err := readQuestions(path)
	if err != nil || !slices.Equal(got, []string{"谁?"}) {
		t.Errorf("got %q, %v", got, err)
	}
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := readQuestions(path); err == nil {
		t.Error("a file without questions is accepted")
	}
}

func TestScaleAndSearch(t *testing.T) {
	b := testBench(t)
	if err := os.WriteFile(filepath.Join(b.docs, "a.txt"), []byte("灯塔建于1907年。守塔人姓桑。\n塔高三十一米。雾季从四月开始。\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := b.scale(t.Context(), 40); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(b.docs)
	if err != nil {
		t.Fatal(err)
	}
	if n := bytes.Count(data, []byte("\n")); n != 40 || !bytes.Contains(data, []byte("守塔人姓桑。")) {
		t.Errorf("%d documents, want 40 of the sentences of the original:\n%s", n, data)
	}
	r, err := retrieve.Sync(t.Context(), retrieve.Config{
		Docs: []string{b.docs}, Dir: b.indexDir(), CacheDir: b.dir, Learner: embed.NewLSA(embed.LSAOptions{}),
	})
	if err != nil || r.Passages != 40 {
		t.Fatalf("indexed %+v, %v, want 40 passages", r, err)
	}
	s, err := b.search(t.Context(), []string{"守塔人姓什么?", "塔有多高?"})
	if err != nil || len(s.ms) != 2 || s.open <= 0 {
		t.Errorf("searches took %+v, %v", s, err)
	}
}
