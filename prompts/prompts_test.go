package prompts

import "testing"

func TestQueryPrefix(t *testing.T) {
	models, err := readModels()
	if err != nil {
		t.Fatal(err)
	}
	if len(models.Model) == 0 {
		t.Fatal("no models")
	}
	for _, m := range models.Model {
		if m.Pattern == "" || m.Prefix == "" || m.Example == "" {
			t.Errorf("incomplete entry %+v", m)
		}
		got, err := QueryPrefix(m.Example)
		if err != nil {
			t.Fatal(err)
		}
		if got != m.Prefix {
			t.Errorf("QueryPrefix(%q) = %q, want %q", m.Example, got, m.Prefix)
		}
	}
	if got, err := QueryPrefix("text-embedding-3-small"); err != nil || got != "" {
		t.Errorf("a model without prefix: %q, %v", got, err)
	}
}
