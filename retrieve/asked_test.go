package retrieve

import (
	"bufio"
	"encoding/json"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ask/retrieve/state"
)

// TestAskedGlance: the glance lets every question through that asks for a state, and
// few others.
func TestAskedGlance(t *testing.T) {
	x, err := state.New()
	if err != nil {
		t.Fatal(err)
	}
	f, err := os.Open("../testdata/states.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	ix := &Index{asker: newAsker()}
	asking := 0
	for in := bufio.NewScanner(f); in.Scan(); {
		var c struct{ Question string }
		if err := json.Unmarshal(in.Bytes(), &c); err != nil {
			t.Fatal(err)
		}
		if c.Question == "" {
			continue
		}
		want, ok := x.Asked(c.Question)
		got, gotOK := ix.Asked(c.Question)
		if diff := cmp.Diff(want, got); ok != gotOK || ok && diff != "" {
			t.Errorf("Asked(%q) = %v, want %v (-want +got):\n%s", c.Question, gotOK, ok, diff)
		}
		if ok {
			asking++
		}
	}
	if asking < 50 {
		t.Errorf("only %d questions ask for a state", asking)
	}
}

// TestGlanceRefuses: ordinary questions load nothing.
func TestGlanceRefuses(t *testing.T) {
	for _, q := range []string{
		"", "西湖在哪里?", "广州塔有多高?", "拾萤 S1 续航多久?", "《夜渡》的作者是谁?", "灯鱼节哪天开始?", "怎么申请退款?",
		"how long does the battery last?", "where is the lake",
	} {
		ix := &Index{asker: newAsker()}
		loaded := false
		rules := ix.asker.rules
		ix.asker.rules = func() (*state.Extractor, error) { loaded = true; return rules() }
		if a, ok := ix.Asked(q); ok || loaded {
			t.Errorf("Asked(%q) = %+v, %v, rules loaded: %v", q, a, ok, loaded)
		}
	}
}

func TestSlotOfAsk(t *testing.T) {
	ix := &Index{asker: newAsker()}
	for _, tt := range []struct{ question, want string }{
		{"谁在领导潮声?", "潮声|" + leadPost},
		{"潮生科技首席执行官是谁?", "潮生科技|ceo"},
		{"潮生科技现在叫什么名字?", "潮生科技"},
		{"方以舟现在在哪里任职?", ""},
	} {
		a, ok := ix.Asked(tt.question)
		if got := ix.Slot(a); !ok || got != tt.want {
			t.Errorf("%s: slot %q of %+v, want %q", tt.question, got, a, tt.want)
		}
	}
}
