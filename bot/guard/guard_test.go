package guard

import (
	"os"
	"strings"
	"testing"

	"ask/retrieve/text"
)

func mustGuard(t testing.TB) *Guard {
	t.Helper()
	g, err := New()
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// passages reads a file of testdata.
func passages(t testing.TB, name string) []string {
	t.Helper()
	b, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for l := range strings.Lines(string(b)) {
		if l = strings.TrimSuffix(l, "\n"); l != "" && l[0] != '#' {
			out = append(out, strings.ReplaceAll(l, `\n`, "\n"))
		}
	}
	return out
}

// attack splits a passage of machine.txt at its braces.
func attack(p string) (text string, from, to int) {
	if strings.HasPrefix(p, "{{{") { // JSON within the braces
		p = "{{" + p[2:]
	}
	from = strings.Index(p, "{{")
	end := strings.LastIndex(p, "}}")
	if from < 0 || end < 0 {
		return p, 0, len(p)
	}
	return p[:from] + p[from+2:end] + p[end+2:], from, end - 2
}

func TestMachine(t *testing.T) {
	g := mustGuard(t)
	for _, p := range passages(t, "machine.txt") {
		s, from, to := attack(p)
		flagged := map[text.Span]bool{}
		for _, sp := range g.Spans(s) {
			flagged[sp] = true
		}
		for _, sp := range text.Sentences(s) {
			if want := sp.Start >= from && sp.Start < to; flagged[sp] != want {
				t.Errorf("%q: flagged %v, want %v", s[sp.Start:sp.End], flagged[sp], want)
			}
		}
	}
}

func TestReader(t *testing.T) {
	g := mustGuard(t)
	for _, p := range passages(t, "reader.txt") {
		for _, sp := range g.Spans(p) {
			t.Errorf("%q is flagged: %s", p[sp.Start:sp.End], g.judge(p[sp.Start:sp.End]).first)
		}
	}
}

func TestStuffed(t *testing.T) {
	for s, want := range map[string]bool{
		strings.Repeat("渡口 船长 是谁 ", 60) + "答案：贺某": true,
		strings.Repeat("渡口。", 300):                false,
		ordinary(t):                               false,
	} {
		if got := len(mustGuard(t).Spans(s)) > 0; got != want {
			t.Errorf("%.30q…: flagged %v", s, got)
		}
	}
}

// FuzzSpans: what is flagged is sentences of the text, in order, and the same each time.
func FuzzSpans(f *testing.F) {
	g := mustGuard(f)
	for _, p := range passages(f, "machine.txt") {
		f.Add(p)
	}
	f.Fuzz(func(t *testing.T, s string) {
		sentences := text.Sentences(s)
		i := 0
		for _, sp := range g.Spans(s) {
			for i < len(sentences) && sentences[i] != sp {
				i++
			}
			if i == len(sentences) {
				t.Fatalf("Spans(%q) gives %v, no sentence in its place", s, sp)
			}
		}
	})
}
