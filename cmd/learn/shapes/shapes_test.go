package shapes

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestMake(t *testing.T) {
	f, err := Make(1)
	if err != nil {
		t.Fatal(err)
	}
	texts := map[string]string{}
	for _, d := range f.Documents {
		if texts[d.Name] != "" {
			t.Errorf("two documents %s", d.Name)
		}
		texts[d.Name] = d.Text
	}
	if len(f.Documents) < 30 || len(f.Questions) < 5*len(f.Documents) {
		t.Errorf("%d documents, %d questions", len(f.Documents), len(f.Questions))
	}
	for _, q := range f.Questions {
		answer := strings.ReplaceAll(q.Answer, " | ", "") // cells are joined when the document is read
		plain := strings.NewReplacer("</td><td>", "", "</th><td>", "", " | ", "").Replace(texts[q.Document])
		if !strings.Contains(plain, answer) {
			t.Errorf("%s: no %q", q.Document, q.Answer)
		}
		if strings.Contains(q.Text+q.Answer, "{") {
			t.Errorf("slot left in %q: %q", q.Text, q.Answer)
		}
	}
	again, err := Make(1)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(f, again); diff != "" {
		t.Errorf("the same number gives another folder:\n%s", diff)
	}
	other, err := Make(2)
	if err != nil {
		t.Fatal(err)
	}
	if cmp.Equal(f, other) {
		t.Error("two numbers give the same folder")
	}
}
