package retrieve_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ask/retrieve"
	"ask/retrieve/document"
	"ask/retrieve/state"
)

// staffing are documents about posts, by file name.
var staffing = map[string]string{
	"1-任命.md":   "---\ntitle: 潮生科技换帅\ndate: 2021-03-02\n---\n\n潮生科技今天宣布,方以舟出任潮生科技总裁。许怀瑾不再担任潮生科技总裁。\n\n如果方以舟出任潮生科技董事长,股东会更高兴。\n",
	"2-接任.md":   "---\ntitle: 砾光公告\ndate: 2024-05\n---\n\n2024年5月8日,严潮接替方以舟任潮生科技智能集团总裁。潮生科技2020年更名为潮声智能。\n",
	"3-传闻.md":   "---\ntitle: 网传\ndate: 2025-01-10\n---\n\n网传梁知微将出任潮生科技总裁。\n",
	"4-千帆.md":   "---\ntitle: 模型团队\ndate: 2025-02-01\n---\n\n许怀瑾带领砾光千帆基础模型。严潮出任企业千帆总裁。苏见微加入千帆。\n\n砾光千帆基础模型(Qianfan)开源了。\n",
	"5-无日期.md":  "# 名录\n\n潮生科技总裁方以舟到场。\n",
	"6-英文.md":   "---\ndate: 2025-03-01\n---\n\nMaria Voss succeeded Tom Ridley as CEO of Nordvik Group.\n\n# Speech\n\nFang Yizhou was appointed chairman of Tidal Labs.\n",
	"7-复述.html": "<html><head><title>复述</title><meta name=\"date\" content=\"2024-05-09\"></head><body><p>据报道,严潮接替方以舟任潮生科技总裁。</p></body></html>",
}

func (f *folder) staff() {
	for name, body := range staffing {
		f.write(name, body)
	}
}

func brief(states []retrieve.State) []string {
	out := []string{}
	for _, s := range states {
		out = append(out, fmt.Sprintf("%s %s %s|%s %s %s", s.Document.ID[:1], s.Kind, s.Subject, s.Of, s.Role, s.Claim))
	}
	return out
}

func TestStates(t *testing.T) {
	f := newFolder(t)
	f.staff()
	f.sync()
	ix := f.open()
	defer ix.Close()
	if ix.StatesLoaded() {
		t.Error("statements are loaded before anybody asks")
	}
	president := []string{"潮生科技|总裁"}
	first := []string{"1 starts 方以舟|潮生科技 总裁 stated", "1 ends 许怀瑾|潮生科技 总裁 stated"}
	second := []string{"2 starts 严潮|潮生科技智能集团 总裁 stated", "2 ends 方以舟|潮生科技智能集团 总裁 stated"}
	rumour := []string{"3 starts 梁知微|潮生科技 总裁 rumour"}
	undated := []string{"5 holds 方以舟|潮生科技 总裁 stated"}
	again := []string{"7 starts 严潮|潮生科技 总裁 reported", "7 ends 方以舟|潮生科技 总裁 reported"}
	for _, tt := range []struct {
		name  string
		query retrieve.StateQuery
		want  [][]string
	}{
		{"nothing asked", retrieve.StateQuery{}, nil},
		{"a post", retrieve.StateQuery{Slots: president}, [][]string{first, second, rumour, undated, again}},
		{"a longer name", retrieve.StateQuery{Slots: []string{"潮生科技智能集团|总裁"}}, [][]string{first, second, rumour, undated, again}},
		{"another company of the name", retrieve.StateQuery{Slots: []string{"潮生集团|总裁"}}, nil},
		{"who leads", retrieve.StateQuery{Slots: []string{"潮生科技|负责人"}}, [][]string{first, second, rumour, undated, again}},
		{"another post", retrieve.StateQuery{Slots: []string{"潮生科技|ceo"}}, nil},
		{"no such thing", retrieve.StateQuery{Slots: []string{"远山|总裁"}, Subjects: []string{"某甲"}}, nil},
		{"as of a day", retrieve.StateQuery{Slots: president, AsOf: "2024-04-30"}, [][]string{first, undated}},
		{"as of a month known by month", retrieve.StateQuery{Slots: president, AsOf: "2024-05-08"}, [][]string{first, second, undated}},
		{"since", retrieve.StateQuery{Slots: president, Since: "2025"}, [][]string{rumour}},
		{"until", retrieve.StateQuery{Slots: president, Until: "2021"}, [][]string{first}},
		{"a document", retrieve.StateQuery{Slots: president, Documents: []string{"3-传闻.md"}}, [][]string{rumour}},
		{"a kind", retrieve.StateQuery{Slots: president, Kinds: []document.Kind{document.Official}}, nil},
		{"a person", retrieve.StateQuery{Subjects: []string{"许怀瑾"}}, [][]string{first[1:], {"4 holds 许怀瑾|砾光千帆基础模型  stated"}}},
		{"a person and a post, each once", retrieve.StateQuery{Slots: president, Subjects: []string{"梁知微"}, Since: "2025"}, [][]string{rumour}},
		{"a name without its owner", retrieve.StateQuery{Slots: []string{"千帆|负责人"}}, [][]string{{"4 holds 许怀瑾|砾光千帆基础模型  stated"}}},
		{"a kind of it", retrieve.StateQuery{Slots: []string{"企业千帆|总裁"}}, [][]string{{"4 starts 严潮|企业千帆 总裁 stated"}}},
		{"a name in brackets", retrieve.StateQuery{Slots: []string{"qianfan|负责人"}}, [][]string{{"4 holds 许怀瑾|砾光千帆基础模型  stated"}}},
		{"who only joined", retrieve.StateQuery{Subjects: []string{"苏见微"}}, [][]string{{"4 starts 苏见微|千帆  stated"}}},
		{"in English", retrieve.StateQuery{Slots: []string{"nordvik|ceo"}}, [][]string{{"6 starts Maria Voss|Nordvik Group CEO stated", "6 ends Tom Ridley|Nordvik Group CEO stated"}}},
		{"a Chinese name the text romanises", retrieve.StateQuery{Subjects: []string{"方一舟"}}, [][]string{{"6 starts Fang Yizhou|Tidal Labs chairman stated"}}},
		{"a romanised name", retrieve.StateQuery{Subjects: []string{"yan chao"}}, [][]string{second[:1], {"4 starts 严潮|企业千帆 总裁 stated"}, again[:1]}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := ix.States(t.Context(), tt.query)
			if err != nil {
				t.Fatal(err)
			}
			want := []string{}
			for _, w := range tt.want {
				want = append(want, w...)
			}
			if diff := cmp.Diff(want, brief(got)); diff != "" {
				t.Errorf("States(%+v) (-want +got):\n%s", tt.query, diff)
			}
		})
	}
	if _, err := ix.States(t.Context(), retrieve.StateQuery{AsOf: "gestern"}); err == nil {
		t.Error("a filter that is no date is taken")
	}
	renamed, err := ix.States(t.Context(), retrieve.StateQuery{Slots: []string{"潮生科技"}})
	if err != nil || len(renamed) != 1 || renamed[0].Kind != state.Renamed || renamed[0].Object != "潮声智能" || renamed[0].From.String() != "2020" {
		t.Errorf("renamed: %+v, %v", renamed, err)
	}
}

// TestStatesSync: an index that grew holds the statements that one made anew does.
func TestStatesSync(t *testing.T) {
	f := newFolder(t)
	f.fill(12)
	f.staff()
	f.sync()
	for _, step := range []struct {
		name   string
		change func()
	}{
		{"update", func() { f.write("3-传闻.md", "---\ndate: 2025-01-11\n---\n\n梁知微出任潮生科技总裁。\n") }},
		{"delete and add", func() {
			f.remove("1-任命.md")
			f.write("0-新.md", "# 砾光\n\n砾光总裁严潮2022年离任。\n")
		}},
	} {
		t.Run(step.name, func(t *testing.T) {
			step.change()
			f.sync()
			fresh := f.clean()
			fresh.sync()
			want, got := fresh.states(), f.states()
			if diff := cmp.Diff(want, got); diff != "" || len(got) == 0 {
				t.Errorf("statements (-built anew +synced):\n%s", diff)
			}
		})
	}
	for _, s := range f.states() {
		if s.Document.ID == "1-任命.md" || s.Claim == state.Supposed {
			t.Errorf("still there: %+v", s)
		}
	}
}

func (f *folder) states() []retrieve.State {
	f.t.Helper()
	ix := f.open()
	defer ix.Close()
	all, err := ix.AllStates()
	if err != nil {
		f.t.Fatal(err)
	}
	return all
}

// TestStatesPlaces: a statement's sentence and words stand where it says they do.
func TestStatesPlaces(t *testing.T) {
	f := newFolder(t)
	f.cfg.Docs = []string{filepath.Join("..", "testdata", "corpus")}
	f.sync()
	ix := f.open()
	defer ix.Close()
	all, err := ix.AllStates()
	if err != nil || len(all) < 10 {
		t.Fatalf("%d statements, %v", len(all), err)
	}
	for _, s := range all {
		body, ok, err := ix.Text(s.Document.ID)
		if err != nil || !ok {
			t.Fatalf("Text(%q) = %v, %v", s.Document.ID, ok, err)
		}
		if body[s.Start:s.End] != s.Text || s.Text == "" {
			t.Errorf("%s[%d:%d] is not %q", s.Document.ID, s.Start, s.End, s.Text)
		}
		words := body[s.Statement.Start:s.Statement.End]
		if s.Statement.Start < s.Start || s.Statement.End > s.End || words == "" {
			t.Errorf("%q of %+v is not in its sentence", words, s)
		}
		for _, part := range []string{s.Subject, s.Of, s.Role, s.Object} {
			if !strings.Contains(s.Document.Title+"\n"+body, part) {
				t.Errorf("%q of %+v is not in its document", part, s)
			}
		}
	}
}

// TestStatesDamage: a damaged file of statements is noticed and made anew.
func TestStatesDamage(t *testing.T) {
	f := newFolder(t)
	f.staff()
	f.sync()
	want := f.states()
	paths, err := filepath.Glob(filepath.Join(f.cfg.Dir, "gen-*", "states.dat"))
	if err != nil || len(paths) != 1 {
		t.Fatalf("generations: %q, %v", paths, err)
	}
	data, err := os.ReadFile(paths[0])
	if err != nil {
		t.Fatal(err)
	}
	data[len(data)/2] ^= 1
	if err := os.Chmod(paths[0], 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(paths[0], data, 0o600); err != nil {
		t.Fatal(err)
	}
	if ix, err := retrieve.Open(t.Context(), f.cfg.Dir, retrieve.OpenOptions{}); err == nil {
		ix.Close()
		t.Error("a damaged index opens")
	}
	r, err := retrieve.Sync(t.Context(), f.cfg)
	if err != nil || len(r.Warnings) != 1 {
		t.Fatalf("Sync: %v, warnings %q", err, r.Warnings)
	}
	if diff := cmp.Diff(want, f.states()); diff != "" {
		t.Errorf("statements (-before +after):\n%s", diff)
	}
}
