package bot

import "testing"

// TestConflictWords reads what is otherwise read when sources may disagree.
func TestConflictWords(t *testing.T) {
	w, err := readConflictWords(conflictData)
	if err != nil {
		t.Fatal(err)
	}
	if len(w.same) == 0 || len(w.parts) == 0 || len(w.lists) == 0 || len(w.rules) == 0 {
		t.Errorf("%d groups, %d parts, %d lists, %d rules", len(w.same), len(w.parts), len(w.lists), len(w.rules))
	}
	if _, err := readConflictWords("RULE ("); err == nil {
		t.Error("a broken pattern is taken")
	}
}
