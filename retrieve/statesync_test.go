package retrieve

import (
	"strings"
	"testing"

	"ask/retrieve/corpus"
)

// TestBrokenRules: a text on which the rules break costs its statements and nothing else.
func TestBrokenRules(t *testing.T) {
	rules := func(d *draft) []corpus.State {
		if strings.Contains(d.text, "坏") {
			var none []int
			_ = none[len(d.text)]
		}
		return []corpus.State{{Slot: "岫云塔|塔长"}}
	}
	good := &draft{text: "好", meta: corpus.Doc{ID: "a/good.md"}}
	if w := good.state(rules); w != "" || len(good.states) != 1 {
		t.Errorf("a sound text: warning %q, %d statements", w, len(good.states))
	}
	bad := &draft{text: "坏", meta: corpus.Doc{ID: "a/bad.md"}, states: []corpus.State{{}}}
	if w := bad.state(rules); !strings.HasPrefix(w, "a/bad.md: ") || !strings.Contains(w, "index out of range") || bad.states != nil {
		t.Errorf("a text that breaks the rules: warning %q, %d statements", w, len(bad.states))
	}
}
