package eval

import (
	"strings"
	"testing"

	"ask/retrieve"
)

func TestVersions(t *testing.T) {
	q := Question{Relevant: []string{"new"}, Stale: []string{"old"}}
	v := &Versions{}
	for _, list := range []string{"new old", "new", "other new old", "old new", "old", "other", ""} {
		res := &retrieve.Result{}
		for _, id := range strings.Fields(list) {
			h := retrieve.Hit{}
			h.Document.ID = "file.jsonl#" + id
			res.Hits = append(res.Hits, h, h)
		}
		v.add(q, res)
	}
	v.mean()
	want := Versions{7, 3. / 7, 2. / 7, 2. / 7, (1 + 1 + .5 + .5) / 7}
	if *v != want {
		t.Errorf("got %+v, want %+v", *v, want)
	}
}

func TestRunVersions(t *testing.T) {
	ix, a := openSmall(t)
	questions := strings.Replace(smallQuestions, `"relevant"`, `"stale":["none"],"relevant"`, 1)
	if questions == smallQuestions {
		t.Fatal("no relevant in the questions")
	}
	r, err := Run(t.Context(), Config{Index: ix, Answerer: a, Questions: strings.NewReader(questions)})
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Versions) != 1 {
		t.Fatalf("versions %v", r.Versions)
	}
	for kind, v := range r.Versions {
		if v.N != 1 || v.Above != 1 || v.Hit1 != 1 {
			t.Errorf("%q: %+v", kind, v)
		}
	}
	var table strings.Builder
	if err := r.WriteTable(&table); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(table.String(), "\nversions ") {
		t.Errorf("no versions in\n%s", table.String())
	}
}
