package rank

import (
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"ask/retrieve/text"
)

// query weighs every gram and character of s alike.
func query(s string) *Query {
	q := NewQuery()
	runes := []rune(s)
	for _, g := range text.Grams(runes, nil) {
		q.AddGram(g.Key, 1)
	}
	for _, r := range runes {
		q.AddChar(r, 1)
	}
	return q
}

var near = cmpopts.EquateApprox(0, 1e-9)

func TestMatch(t *testing.T) {
	far := strings.Repeat("东南西北", 10)
	for _, tt := range []struct {
		name, question, title, body string
		want                        Match
	}{
		{"nothing asked", "", "西湖", "西湖", Match{}},
		{"only punctuation asked", "?!", "西湖", "西湖", Match{}},
		{"nothing found", "西湖", "", "断桥", Match{}},
		{"empty", "西湖", "", "", Match{}},
		{"all in the text", "西湖", "", "杭州西湖", Match{Chars: 1, Cover: 1, Window: 1}},
		{"all in the title", "西湖", "西湖", "", Match{Chars: 1, Title: 1, Cover: 1}},
		{"both", "西湖", "西湖", "西湖", Match{Chars: 1, Title: 1, Cover: 1, Window: 1}},
		{"half each", "西湖 断桥", "西湖", "断桥", Match{Chars: 1, Title: .5, Cover: 1, Window: .5}},
		{"characters without grams", "西湖", "", "湖西", Match{Chars: 1}},
		{"repeated counts once", "西湖 断桥", "", "西湖西湖西湖", Match{Chars: .5, Cover: .5, Window: .5}},
		{"too far for one window", "西湖 断桥", "", "西湖" + far + "断桥", Match{Chars: 1, Cover: 1, Window: .5}},
		{"in one window", "西湖 断桥", "", "西湖东南西北断桥", Match{Chars: 1, Cover: 1, Window: 1}},
		{"in one window at the end", "西湖 断桥", "", far + "西湖，断桥", Match{Chars: 1, Cover: 1, Window: 1}},
		{"words", "gpt4 qwen", "", "qwen and gpt4", Match{Chars: 1, Cover: 1, Window: 1}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			m := NewMatcher(query(tt.question))
			for range 2 { // buffers are reused
				if diff := cmp.Diff(tt.want, m.Match([]rune(tt.title), []rune(tt.body)), near); diff != "" {
					t.Errorf("Match (-want +got):\n%s", diff)
				}
			}
		})
	}
}

// TestQueryOnce: repeated grams and characters weigh once, by their first weight.
func TestQueryOnce(t *testing.T) {
	q := NewQuery()
	q.AddGram(text.Pair('西', '湖'), 3)
	q.AddGram(text.Pair('断', '桥'), 1)
	q.AddGram(text.Pair('西', '湖'), 100)
	q.AddChar('西', 3)
	q.AddChar('西', 100)
	q.AddChar('桥', 1)
	q.AddChar('?', 100)
	got := NewMatcher(q).Match(nil, []rune("断桥"))
	if diff := cmp.Diff(Match{Chars: .25, Cover: .25, Window: .25}, got, near); diff != "" {
		t.Errorf("Match (-want +got):\n%s", diff)
	}
}

func TestBestSentence(t *testing.T) {
	for _, tt := range []struct{ question, body, want string }{
		{"断桥", "西湖很大。断桥很长!苏堤很直", "断桥很长!"},
		{"苏堤", "西湖很大。断桥很长!苏堤很直", "苏堤很直"},
		{"火锅", "西湖很大。断桥很长", "西湖很大。"},
		{"西湖 断桥", "西湖。断桥。西湖断桥?完", "西湖断桥?"},
		{"断桥", "西湖\n断桥\n", "断桥\n"},
		{"西湖", "西湖。西湖。", "西湖。"},
		{"西湖", "", ""},
		{"", "西湖。断桥。", "西湖。"},
	} {
		body := []rune(tt.body)
		start, end := NewMatcher(query(tt.question)).BestSentence(body)
		if got := string(body[start:end]); got != tt.want {
			t.Errorf("BestSentence(%q) for %q = %q, want %q", tt.body, tt.question, got, tt.want)
		}
	}
}

func TestNew(t *testing.T) {
	s, err := New()
	if err != nil {
		t.Fatal(err)
	}
	if s.Candidates() <= 0 {
		t.Errorf("Candidates = %d", s.Candidates())
	}
	for _, name := range []string{"builtin", "strong"} {
		l := s.Legs(name)
		if l.Words <= 0 || l.Bigrams <= 0 || l.Dense <= 0 || l.Feature < 0 {
			t.Errorf("Legs(%q) = %+v", name, l)
		}
	}
	if l := s.Legs("unheard of"); l != (Legs{}) {
		t.Errorf("unknown legs: %+v", l)
	}
	for name, w := range s.w.Weights {
		if math.IsNaN(w) || math.Abs(w) > 100 {
			t.Errorf("weight of %s: %v", name, w)
		}
	}
}

func TestParseRefuses(t *testing.T) {
	for name, in := range map[string]string{
		"empty":           "",
		"no JSON":         "weights",
		"unknown feature": `{"candidates": 50, "weights": {"lexical": 1, "magic": 2}}`,
		"dense among the weights, where its leg's has no effect": `{"candidates": 50, "weights": {"dense": 1}}`,
		"no candidates":               `{"weights": {"lexical": 1}}`,
		"negative candidates":         `{"candidates": -1, "weights": {"lexical": 1}}`,
		"time among the weights":      `{"candidates": 50, "weights": {"time": 1}}`,
		"editions that rise by age":   `{"candidates": 50, "times": {"version": -1}}`,
		"lift above all":              `{"candidates": 50, "times": {"lift": 2}}`,
		"newness without a half-life": `{"candidates": 50, "times": {"recent": 1}}`,
		"weight of no number":         `{"candidates": 50, "weights": {"lexical": "1"}}`,
	} {
		if s, err := Parse([]byte(in)); err == nil {
			t.Errorf("%s: %+v", name, s)
		}
	}
}

// TestExplain: the parts add up to the score, for every feature and leg.
func TestExplain(t *testing.T) {
	s, err := Parse([]byte(`{"candidates": 7, "weights": {"lexical": 1, "chars": 2, "title": -0.5, "window": 0.25, "shows": 4}, "times": {"version": 0.5, "recent": 0.25, "half_life": 1}}`))
	if err != nil {
		t.Fatal(err)
	}
	f := Features{Lexical: .5, Chars: .25, Title: 1, Window: .8, Shows: 1, Dense: .9, Version: -1.5, Recent: .4}
	for _, dense := range []float64{0, 1, .5} {
		want := .5 + .5 - .5 + .2 + 4 + dense*.9 - .75 + .1
		if got := s.Score(f, dense); math.Abs(got-want) > 1e-12 {
			t.Errorf("Score with %v = %v, want %v", dense, got, want)
		}
		sum := 0.0
		parts := s.Explain(f, dense)
		if len(parts) != len(Parts()) {
			t.Errorf("%d parts", len(parts))
		}
		for i, p := range parts {
			if p.Name != Parts()[i] || p.Value != f[p.Name] || p.Product != p.Value*p.Weight {
				t.Errorf("part %+v", p)
			}
			sum += p.Product
		}
		if math.Abs(sum-want) > 1e-12 {
			t.Errorf("parts add up to %v, the score is %v", sum, want)
		}
	}
	if got := s.Score(Features{}, 1); got != 0 {
		t.Errorf("Score of nothing = %v", got)
	}
}

func FuzzMatch(f *testing.F) {
	f.Add("西湖 gpt4", "西湖", "杭州西湖。断桥gpt4!")
	f.Add("", "\xff", "\x00")
	f.Fuzz(func(t *testing.T, question, title, body string) {
		m := NewMatcher(query(text.Fold(question)))
		runes := []rune(text.Fold(body))
		got := m.Match([]rune(text.Fold(title)), runes)
		for name, v := range map[string]float64{"chars": got.Chars, "title": got.Title, "cover": got.Cover, "window": got.Window} {
			if v < 0 || v > 1+1e-9 || math.IsNaN(v) {
				t.Fatalf("%s = %v", name, v)
			}
		}
		if got.Window > got.Cover+1e-9 || got.Title > got.Cover+1e-9 {
			t.Fatalf("more in a part than in the whole: %+v", got)
		}
		if again := m.Match([]rune(text.Fold(title)), runes); again != got {
			t.Fatalf("second match %+v, first %+v", again, got)
		}
		if start, end := m.BestSentence(runes); start < 0 || start > end || end > len(runes) {
			t.Fatalf("sentence [%d, %d) of %d runes", start, end, len(runes))
		}
	})
}
