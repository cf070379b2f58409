package follow

import (
	"bufio"
	"os"
	"strings"
	"testing"
	"unicode"

	"ask/retrieve/text"
)

// example is a line of testdata: turns, a question and its standalone forms.
type example struct {
	kind, line string
	history    []Turn
	question   string
	want       []string
}

// examples reads a file of lines "QUESTION / ANSWER | ... | QUESTION => FORM || FORM"
// under headings "# KIND". Without a form, the question is to stay as it is.
func examples(t testing.TB, name string) []example {
	t.Helper()
	f, err := os.Open("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var out []example
	kind := ""
	for sc := bufio.NewScanner(f); sc.Scan(); {
		line := sc.Text()
		if k, ok := strings.CutPrefix(line, "# "); ok {
			kind = k
			continue
		}
		if line == "" {
			continue
		}
		head, form, ok := strings.Cut(line, " =>")
		turns := strings.Split(head, " | ")
		if !ok || len(turns) < 2 {
			t.Fatalf("%s: not a case: %s", name, line)
		}
		e := example{kind: kind, line: line, question: turns[len(turns)-1]}
		for _, turn := range turns[:len(turns)-1] {
			q, a, _ := strings.Cut(turn, " / ")
			e.history = append(e.history, Turn{q, a})
		}
		if strings.TrimSpace(form) == "" {
			form = e.question
		}
		e.want = strings.Split(form, " || ")
		out = append(out, e)
	}
	return out
}

// plainly is a question without the marks, spaces and case that do not matter.
func plainly(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || strings.ContainsRune("?!,。", r) {
			return -1
		}
		return r
	}, text.Fold(s))
}

func (e example) right(got string) bool {
	for _, w := range e.want {
		if plainly(w) == plainly(got) {
			return true
		}
	}
	return false
}

func newRewriter(t testing.TB) *Rewriter {
	t.Helper()
	r, err := New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestCases(t *testing.T) {
	r := newRewriter(t)
	for _, e := range examples(t, "cases.txt") {
		t.Run(e.kind, func(t *testing.T) {
			got, changed := r.Standalone(e.history, e.question)
			if !e.right(got) {
				t.Errorf("%s\n got %s", e.line, got)
			}
			if changed != (got != e.question) {
				t.Errorf("%s: changed = %v", e.line, changed)
			}
		})
	}
}
