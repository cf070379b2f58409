package extract

import (
	"slices"
	"strings"
	"testing"
)

// TestModelsBind: a model learned with other features, or the same in another order, is
// refused by the first that differs.
func TestModelsBind(t *testing.T) {
	for _, c := range []struct {
		file     string
		features []string
	}{{"model.txt", AllFeatures()}, {"refusal.txt", EvidenceFeatures()}} {
		m, err := readModel(c.file, c.features)
		if err != nil {
			t.Fatal(err)
		}
		if len(m.Trees) == 0 || m.Note == "" {
			t.Errorf("%s: %d trees, note %q", c.file, len(m.Trees), m.Note)
		}
		swapped := slices.Clone(c.features)
		swapped[0], swapped[1] = swapped[1], swapped[0]
		for name, features := range map[string][]string{"swapped": swapped, "one less": c.features[1:], "one more": append(slices.Clone(c.features), "new")} {
			if _, err := readModel(c.file, features); err == nil || !strings.Contains(err.Error(), c.file) || !strings.Contains(err.Error(), "bind features") {
				t.Errorf("%s: %s: %v", c.file, name, err)
			}
		}
	}
	for _, name := range []string{"nowhere.txt", "length.json"} {
		if _, err := readModel(name, nil); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("readModel(%s): %v", name, err)
		}
	}
}
