package slot

import "testing"

// TestWords reads what is otherwise read when a question asks for a value.
func TestWords(t *testing.T) {
	w, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	if len(w.same) == 0 || len(w.parts) == 0 || len(w.lists) == 0 || len(w.rules) == 0 {
		t.Errorf("%d groups, %d parts, %d lists, %d rules", len(w.same), len(w.parts), len(w.lists), len(w.rules))
	}
	if _, err := readWords("RULE ("); err == nil {
		t.Error("a broken pattern is taken")
	}
}
