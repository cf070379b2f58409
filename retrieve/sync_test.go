package retrieve_test

import (
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"ask/embed"
	"ask/retrieve"
)

// cacheDir is shared: unpacking the dictionaries costs more than a test.
var cacheDir string

func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "ask-retrieve-test-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	cacheDir = dir
	code := m.Run()
	os.RemoveAll(dir)
	os.Exit(code)
}

// hashEmbedder makes vectors out of the bigrams of a text and remembers what it was
// asked for.
type hashEmbedder struct {
	name string
	fail error

	mu    sync.Mutex
	texts []string
}

func (e *hashEmbedder) Identity() string { return e.name }

func (e *hashEmbedder) Embed(_ context.Context, texts []string) ([][]float32, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.fail != nil {
		return nil, e.fail
	}
	e.texts = append(e.texts, texts...)
	out := make([][]float32, len(texts))
	for i, s := range texts {
		out[i] = hashVector(s)
	}
	return out, nil
}

func hashVector(s string) []float32 {
	v := make([]float32, 32)
	runes := []rune(s)
	for i := 1; i < len(runes); i++ {
		h := fnv.New32a()
		h.Write([]byte(string(runes[i-1 : i+1])))
		v[h.Sum32()%32]++
	}
	norm := 0.0
	for _, x := range v {
		norm += float64(x * x)
	}
	if norm == 0 {
		return nil
	}
	for i := range v {
		v[i] /= float32(math.Sqrt(norm))
	}
	return v
}

// seen gives what was embedded since the last call.
func (e *hashEmbedder) seen() []string {
	e.mu.Lock()
	defer e.mu.Unlock()
	out := e.texts
	e.texts = nil
	return out
}

// folder is a folder of documents with an index beside it.
type folder struct {
	t   *testing.T
	cfg retrieve.Config
}

func newFolder(t *testing.T) *folder {
	t.Helper()
	base := t.TempDir()
	docs := filepath.Join(base, "docs")
	if err := os.Mkdir(docs, 0o700); err != nil {
		t.Fatal(err)
	}
	return &folder{t, retrieve.Config{
		Docs: []string{docs}, Dir: filepath.Join(base, "index"), CacheDir: cacheDir,
		Now: time.Date(2026, 1, 2, 0, 0, 0, 0, time.UTC),
	}}
}

func (f *folder) path(name string) string { return filepath.Join(f.cfg.Docs[0], name) }

func (f *folder) write(name, body string) {
	f.t.Helper()
	if err := os.WriteFile(f.path(name), []byte(body), 0o600); err != nil {
		f.t.Fatal(err)
	}
}

func (f *folder) remove(name string) {
	f.t.Helper()
	if err := os.Remove(f.path(name)); err != nil {
		f.t.Fatal(err)
	}
}

func (f *folder) rename(from, to string) {
	f.t.Helper()
	if err := os.Rename(f.path(from), f.path(to)); err != nil {
		f.t.Fatal(err)
	}
}

func (f *folder) sync() *retrieve.Report {
	f.t.Helper()
	r, err := retrieve.Sync(f.t.Context(), f.cfg)
	if err != nil {
		f.t.Fatalf("Sync: %v", err)
	}
	if len(r.Warnings) > 0 {
		f.t.Errorf("Sync warns: %q", r.Warnings)
	}
	return r
}

func (f *folder) open() *retrieve.Index {
	f.t.Helper()
	ix, err := retrieve.Open(f.t.Context(), f.cfg.Dir, retrieve.OpenOptions{Embedder: f.cfg.Embedder, Learner: f.cfg.Learner})
	if err != nil {
		f.t.Fatalf("Open: %v", err)
	}
	return ix
}

// found is what of a hit two indexes of the same documents must agree on.
type found struct {
	Document, Text string
	Start, End     int
	Score          float64
	Lexical, Dense int
}

func (f *folder) hits(question string) []found {
	f.t.Helper()
	ix := f.open()
	defer ix.Close()
	res, err := ix.Search(f.t.Context(), retrieve.Query{Text: question, K: 5})
	if err != nil {
		f.t.Fatalf("Search(%q): %v", question, err)
	}
	var out []found
	for _, h := range res.Hits {
		out = append(out, found{h.Document.ID, h.Text, h.Start, h.End, h.Score, h.LexicalRank, h.DenseRank})
	}
	return out
}

// clean is the same folder with an index of its own, not made yet.
func (f *folder) clean() *folder {
	c := *f
	c.cfg.Dir = filepath.Join(f.t.TempDir(), "index")
	return &c
}

// check compares the index with one built anew.
func (f *folder) check(questions ...string) {
	f.t.Helper()
	fresh := f.clean()
	fresh.sync()
	for _, q := range questions {
		if diff := cmp.Diff(fresh.hits(q), f.hits(q), cmpopts.EquateApprox(0, 1e-6)); diff != "" {
			f.t.Errorf("hits for %q (-built anew +synced):\n%s", q, diff)
		}
	}
	ix := f.open()
	defer ix.Close()
	sources, err := ix.Sources()
	if err != nil {
		f.t.Fatal(err)
	}
	for _, s := range sources {
		if _, ok, err := ix.Text(s.Document.ID); err != nil || !ok {
			f.t.Errorf("Text(%q) = %v, %v", s.Document.ID, ok, err)
		}
	}
}

// cities are documents that share no more than particles.
var cities = []string{
	"杭州|西湖位于杭州城西。苏堤春晓是著名的景色。", "成都|成都的火锅很辣。宽窄巷子游客众多。",
	"广州|广州塔高六百米。珠江穿过市区。", "西安|兵马俑出土于一九七四年。大雁塔建于唐代。",
	"南京|中山陵在紫金山南麓。秦淮河流经夫子庙。", "武汉|黄鹤楼俯瞰长江。热干面是早餐。",
	"青岛|青岛啤酒始于一九零三年。栈桥伸入大海。", "昆明|滇池面积三百平方公里。翠湖冬天有海鸥。",
	"哈尔滨|冰雪大世界每年冬季开放。松花江结冰。", "拉萨|布达拉宫海拔三千七百米。酥油茶驱寒。",
	"厦门|鼓浪屿不通汽车。南普陀寺香火旺盛。", "洛阳|龙门石窟开凿于北魏。牡丹四月盛开。",
}

func (f *folder) fill(n int) {
	for _, c := range cities[:n] {
		name, body, _ := strings.Cut(c, "|")
		f.write(name+".md", "# "+name+"\n\n"+body+"\n")
	}
}

// counts are the numbers of a report that a test states.
type counts struct {
	Changed                            bool
	Documents                          int
	Added, Updated, Unchanged, Deleted int
	Embedded                           int
}

func countsOf(r *retrieve.Report) counts {
	return counts{r.Changed, r.Documents, r.Added, r.Updated, r.Unchanged, r.Deleted, r.Embedded}
}

// TestSyncSteps changes a folder step by step. With one document every change means a
// whole rebuild, with twelve the previous index is built on.
func TestSyncSteps(t *testing.T) {
	questions := []string{"西湖在哪里?", "广州塔有多高?", "天津的狗不理是什么?", "海河流经哪里"}
	for _, n := range []int{1, 12} {
		t.Run(fmt.Sprintf("%d documents", n), func(t *testing.T) {
			f := newFolder(t)
			e := &hashEmbedder{name: "hash"}
			f.cfg.Embedder = e
			f.fill(n)
			steps := []struct {
				name     string
				change   func()
				want     counts
				embedded string // a part of the only text embedded
				best     string // first hit for the tianjin question
				check    bool   // against an index built anew, which takes time
			}{
				{"first", func() {}, counts{true, n, n, 0, 0, 0, n}, "", "", false},
				{"nothing", func() {}, counts{false, n, 0, 0, n, 0, 0}, "", "", false},
				{"add", func() { f.write("天津.md", "# 天津\n\n狗不理包子是天津名点。\n") }, counts{true, n + 1, 1, 0, n, 0, 1}, "狗不理", "天津.md", n == 1},
				{"change", func() { f.write("天津.md", "# 天津\n\n海河流经天津市区，狗不理包子有名。\n") }, counts{true, n + 1, 0, 1, n, 0, 1}, "海河", "天津.md", n > 1},
				{"rename", func() { f.rename("天津.md", "津门.md") }, counts{true, n + 1, 1, 0, n, 1, 1}, "海河", "津门.md", false},
				{"delete", func() { f.remove("津门.md") }, counts{true, n, 0, 0, n, 1, 0}, "", "", n > 1},
				{"add again", func() { f.write("天津.md", "# 天津\n\n狗不理包子是天津名点。\n") }, counts{true, n + 1, 1, 0, n, 0, 1}, "狗不理", "天津.md", n > 1},
			}
			if n == 1 {
				steps = steps[:4]
			}
			for _, s := range steps {
				s.change()
				e.seen()
				r := f.sync()
				if diff := cmp.Diff(s.want, countsOf(r)); diff != "" {
					t.Errorf("%s: report (-want +got):\n%s", s.name, diff)
				}
				texts := e.seen()
				if len(texts) != s.want.Embedded {
					t.Errorf("%s: embedded %q", s.name, texts)
				}
				if s.embedded != "" && (len(texts) != 1 || !strings.Contains(texts[0], s.embedded)) {
					t.Errorf("%s: embedded %q, want one with %q", s.name, texts, s.embedded)
				}
				if hits := f.hits("狗不理包子"); s.best != "" && (len(hits) == 0 || hits[0].Document != s.best) {
					t.Errorf("%s: %q is not the best of %+v", s.name, s.best, hits)
				}
				if s.check {
					f.check(questions...)
				}
			}
		})
	}
}

// TestSyncRecords changes one record of a JSONL file: the others keep their vectors.
func TestSyncRecords(t *testing.T) {
	f := newFolder(t)
	e := &hashEmbedder{name: "hash"}
	f.cfg.Embedder = e
	records := func(skip int, last string) string {
		var b strings.Builder
		for i, c := range cities {
			if _, body, _ := strings.Cut(c, "|"); i != skip {
				fmt.Fprintf(&b, "{\"id\":\"%d\",\"title\":\"城市\",\"text\":%q}\n", i, body)
			}
		}
		fmt.Fprintf(&b, "{\"id\":\"last\",\"title\":\"城市\",\"text\":%q}\n", last)
		return b.String()
	}
	f.write("城市.jsonl", records(-1, "海河流经天津。"))
	f.sync()
	f.write("城市.jsonl", records(3, "狗不理包子是天津名点。"))
	e.seen()
	r := f.sync()
	if diff := cmp.Diff(counts{true, 12, 0, 1, 11, 1, 1}, countsOf(r)); diff != "" {
		t.Errorf("report (-want +got):\n%s", diff)
	}
	if texts := e.seen(); len(texts) != 1 || !strings.Contains(texts[0], "狗不理") {
		t.Errorf("embedded %q", texts)
	}
	if hits := f.hits("狗不理包子"); len(hits) == 0 || hits[0].Document != "城市.jsonl#last" {
		t.Errorf("hits: %+v", hits)
	}
	f.check("兵马俑在哪里", "海河")
}

// TestSyncEmbedders changes the embedder under an index.
func TestSyncEmbedders(t *testing.T) {
	f := newFolder(t)
	f.fill(12)
	one, two := &hashEmbedder{name: "one"}, &hashEmbedder{name: "two"}
	f.cfg.Embedder = one
	first := f.sync()
	f.cfg.Embedder = two
	if _, err := retrieve.Open(t.Context(), f.cfg.Dir, retrieve.OpenOptions{Embedder: two}); !errors.Is(err, retrieve.ErrEmbedder) {
		t.Errorf("Open with another embedder: %v", err)
	}
	if _, err := retrieve.Open(t.Context(), f.cfg.Dir, retrieve.OpenOptions{Learner: embed.NewLSA(embed.LSAOptions{})}); !errors.Is(err, retrieve.ErrEmbedder) {
		t.Errorf("Open with a learner: %v", err)
	}
	r := f.sync()
	if r.Generation == first.Generation || r.Embedded != 12 || len(two.seen()) != 12 {
		t.Errorf("the other embedder: %+v", countsOf(r))
	}
	f.cfg.Embedder, f.cfg.Learner = nil, embed.NewLSA(embed.LSAOptions{})
	if r := f.sync(); r.Embedded != 12 {
		t.Errorf("a learner: %+v", countsOf(r))
	}
	f.check("西湖")
	f.cfg.Learner = nil
	ix := f.open()
	defer ix.Close()
	if got := ix.Embedder(); got != "none" {
		t.Errorf("without embedder: %q", got)
	}
}

// TestSyncLearner adds to an index whose vectors are learned: those of old passages
// stay, the new one is folded in.
func TestSyncLearner(t *testing.T) {
	f := newFolder(t)
	f.fill(12)
	learner := func() retrieve.Learner { return embed.NewLSA(embed.LSAOptions{}) }
	f.cfg.Learner = learner()
	f.sync()
	f.write("天津.md", "# 天津\n\n狗不理包子是天津名点，大雁塔在西安。\n")
	f.cfg.Learner = learner()
	r := f.sync()
	if diff := cmp.Diff(counts{true, 13, 1, 0, 12, 0, 1}, countsOf(r)); diff != "" {
		t.Errorf("report (-want +got):\n%s", diff)
	}
	f.cfg.Learner = learner()
	if hits := f.hits("狗不理包子"); len(hits) == 0 || hits[0].Document != "天津.md" {
		t.Errorf("hits: %+v", hits)
	}

	// A state that is of no use is learned again, from the words of all passages.
	f.remove("天津.md")
	l := &forgetful{Learner: learner()}
	f.cfg.Learner = l
	if r := f.sync(); r.Embedded != 12 || l.empty > 0 {
		t.Errorf("embedded %d passages, %d of them without words", r.Embedded, l.empty)
	}
}

// forgetful is a learner that cannot read its earlier state the first time.
type forgetful struct {
	retrieve.Learner
	empty int // texts without a word that it was given
	loads int
}

func (l *forgetful) Load(data []byte) error {
	if l.loads++; l.loads == 1 {
		return errors.New("another format")
	}
	return l.Learner.Load(data)
}

func (l *forgetful) Learn(ctx context.Context, passages [][]string) error {
	for _, p := range passages {
		if len(p) == 0 {
			l.empty++
		}
	}
	return l.Learner.Learn(ctx, passages)
}

// TestSyncKeepsOld: what fails on the way leaves the published index as it was.
func TestSyncKeepsOld(t *testing.T) {
	f := newFolder(t)
	e := &hashEmbedder{name: "hash"}
	f.cfg.Embedder = e
	f.fill(2)
	first := f.sync()
	want := f.hits("西湖")
	f.write("天津.md", "# 天津\n\n狗不理包子。\n")

	e.fail = errors.New("endpoint down")
	if _, err := retrieve.Sync(t.Context(), f.cfg); !errors.Is(err, e.fail) {
		t.Errorf("Sync with a broken embedder: %v", err)
	}
	e.fail = nil
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := retrieve.Sync(ctx, f.cfg); !errors.Is(err, context.Canceled) {
		t.Errorf("Sync cancelled: %v", err)
	}
	if diff := cmp.Diff(want, f.hits("西湖")); diff != "" {
		t.Errorf("hits changed:\n%s", diff)
	}
	ix := f.open()
	if ix.Generation() != first.Generation {
		t.Errorf("generation %s, want %s", ix.Generation(), first.Generation)
	}
	ix.Close()
	if r := f.sync(); r.Added != 1 || r.Embedded != 1 {
		t.Errorf("after the failures: %+v", countsOf(r))
	}
}

func TestSyncNothing(t *testing.T) {
	f := newFolder(t)
	if _, err := retrieve.Sync(t.Context(), f.cfg); !errors.Is(err, retrieve.ErrNoDocuments) {
		t.Errorf("empty folder: %v", err)
	}
	f.write("broken.jsonl", "{\n")
	if _, err := retrieve.Sync(t.Context(), f.cfg); !errors.Is(err, retrieve.ErrNoDocuments) {
		t.Errorf("unreadable folder: %v", err)
	}
	f.cfg.Docs = nil
	if _, err := retrieve.Sync(t.Context(), f.cfg); !errors.Is(err, retrieve.ErrNoDocuments) {
		t.Errorf("no folder: %v", err)
	}
}

// TestSyncForce: a forced sync makes everything anew, settings do too.
func TestSyncForce(t *testing.T) {
	f := newFolder(t)
	e := &hashEmbedder{name: "hash"}
	f.cfg.Embedder = e
	f.fill(2)
	f.sync()
	f.cfg.Force = true
	if diff := cmp.Diff(counts{true, 2, 2, 0, 0, 0, 2}, countsOf(f.sync())); diff != "" {
		t.Errorf("forced (-want +got):\n%s", diff)
	}
	f.cfg.Force = false
	f.cfg.Passages.Max = 300
	if diff := cmp.Diff(counts{true, 2, 2, 0, 0, 0, 2}, countsOf(f.sync())); diff != "" {
		t.Errorf("other settings (-want +got):\n%s", diff)
	}
}

// TestSyncRoots: two roots may hold files of the same name.
func TestSyncRoots(t *testing.T) {
	f := newFolder(t)
	other := filepath.Join(t.TempDir(), "more")
	if err := os.Mkdir(other, 0o700); err != nil {
		t.Fatal(err)
	}
	f.write("a.md", "西湖位于杭州。\n")
	if err := os.WriteFile(filepath.Join(other, "a.md"), []byte("火锅来自成都。\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	f.cfg.Docs = append(slices.Clone(f.cfg.Docs), other)
	for range 2 {
		f.sync()
		if hits := f.hits("火锅"); len(hits) == 0 || hits[0].Document != "more/a.md" {
			t.Errorf("hits: %+v", hits)
		}
		f.write("b.md", "珠江穿过广州。\n")
	}
}

func (f *folder) stale() bool {
	f.t.Helper()
	stale, err := retrieve.Stale(f.t.Context(), f.cfg)
	if err != nil {
		f.t.Fatalf("Stale: %v", err)
	}
	return stale
}

// TestStale waits until the change times of files are old enough to be trusted.
func TestStale(t *testing.T) {
	f := newFolder(t)
	f.fill(2)
	if !f.stale() {
		t.Error("a missing index is not stale")
	}
	f.sync() // right after writing: the stamps tell nothing yet
	time.Sleep(2100 * time.Millisecond)
	f.sync()
	if f.stale() {
		t.Error("stale after a sync of settled files")
	}
	f.write("a.md", "珠江穿过广州。\n")
	if !f.stale() {
		t.Error("a new file leaves the index fresh")
	}
	f.remove("a.md")
	f.write("杭州.md", "西湖。\n")
	if !f.stale() {
		t.Error("a changed file leaves the index fresh")
	}
	f.remove("杭州.md")
	if !f.stale() {
		t.Error("a removed file leaves the index fresh")
	}
}

// TestSyncDamage: a published generation that was damaged is made anew, and the report
// says so.
func TestSyncDamage(t *testing.T) {
	f := newFolder(t)
	f.fill(2)
	f.sync()
	paths, err := filepath.Glob(filepath.Join(f.cfg.Dir, "gen-*", "stats.json"))
	if err != nil || len(paths) != 1 {
		t.Fatalf("generations: %q, %v", paths, err)
	}
	if err := os.Chmod(paths[0], 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(paths[0], []byte("{}"), 0o600); err != nil {
		t.Fatal(err)
	}
	r, err := retrieve.Sync(t.Context(), f.cfg)
	if err != nil {
		t.Fatal(err)
	}
	if r.Documents != 2 || !r.Changed || len(r.Warnings) != 1 {
		t.Errorf("report %+v, warnings %q", countsOf(r), r.Warnings)
	}
	if hits := f.hits("西湖"); len(hits) != 1 {
		t.Errorf("hits %+v", hits)
	}
}
