package state

import "testing"

// TestEnglishPatterns compiles what is otherwise compiled on first use.
func TestEnglishPatterns(t *testing.T) {
	x, err := New()
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range x.english {
		if r.pattern().NumSubexp() == 0 {
			t.Errorf("%s names nothing", r.pattern())
		}
	}
	for _, r := range x.ask.english {
		if r.pattern() == nil {
			t.Error("no pattern")
		}
	}
	if len(x.english) == 0 || len(x.ask.english) == 0 {
		t.Error("no rules")
	}
}
