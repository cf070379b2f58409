package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const report = `{"rankings":[{"name":"lexical","hit@1":0.5},{"name":"search","hit@1":0.9}],
	"containment":{"answer":0.8},"refusal":{"false_refusals":0.04,"auroc":null},
	"citations":{"n":7,"verbatim":7,"relevant":6,"none":0}}`

func check(t *testing.T, floors string) (string, error) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "floors.json")
	if err := os.WriteFile(path, []byte(floors), 0o600); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	err := run([]string{path, "corpus"}, strings.NewReader(report), &out)
	return out.String(), err
}

func TestFloors(t *testing.T) {
	for _, c := range []struct {
		name, floors string
		want         string // in the output or the error, "" for success
	}{
		{"kept", `{"corpus":{"min":{"rankings/search/hit@1":0.9,"containment/answer":0.7},"max":{"refusal/false_refusals":0.05}}}`, ""},
		{"below", `{"corpus":{"min":{"rankings/lexical/hit@1":0.51}}}`, "FAILED   rankings/lexical/hit@1           0.5000 >= 0.5100"},
		{"above", `{"corpus":{"min":{"containment/answer":0.7},"max":{"refusal/false_refusals":0.03}}}`, "FAILED   refusal/false_refusals"},
		{"no such row", `{"corpus":{"min":{"rankings/dense/hit@1":0.1}}}`, "MISSING"},
		{"no such key", `{"corpus":{"min":{"refusal/recall":0.1}}}`, "MISSING"},
		{"no number", `{"corpus":{"min":{"refusal/auroc":0.1}}}`, "MISSING"},
		{"equal", `{"corpus":{"min":{"containment/answer":0.7},"equal":{"citations/verbatim":"citations/n"}}}`, ""},
		{"unequal", `{"corpus":{"min":{"containment/answer":0.7},"equal":{"citations/relevant":"citations/n"}}}`, "FAILED   citations/relevant               6.0000 == 7.0000"},
		{"equal to nothing", `{"corpus":{"min":{"containment/answer":0.7},"equal":{"citations/none":"citations/missing"}}}`, "FAILED   citations/none"},
		{"other set", `{"seeds":{"min":{"containment/answer":0.7}}}`, `no floors for "corpus"`},
		{"floor of nothing", `{"corpus":{"min":{"containment/answer":0}}}`, "nothing falls below"},
		{"ceiling of everything", `{"corpus":{"min":{"containment/answer":0.7},"max":{"refusal/false_refusals":1}}}`, "nothing rises above"},
	} {
		t.Run(c.name, func(t *testing.T) {
			out, err := check(t, c.floors)
			if (err == nil) != (c.want == "") {
				t.Fatalf("error %v\n%s", err, out)
			}
			if err != nil && !strings.Contains(out+err.Error(), c.want) {
				t.Errorf("no %q in %v\n%s", c.want, err, out)
			}
		})
	}
}

func TestBrokenReport(t *testing.T) {
	path := filepath.Join(t.TempDir(), "floors.json")
	if err := os.WriteFile(path, []byte(`{"corpus":{"min":{"a":1}}}`), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := run([]string{path, "corpus"}, strings.NewReader(""), new(bytes.Buffer)); err == nil {
		t.Error("an empty report passes")
	}
}
