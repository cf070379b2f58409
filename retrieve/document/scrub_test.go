package document

import (
	"strings"
	"testing"
	"time"
)

func TestScrub(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"nothing", "港口 harbour 😀 é", "港口 harbour 😀 é"},
		{"zero width", "港\u200b口\u2060\ufeff新\u00ad闻\u180e", "港口新闻"},
		{"bidi", "a\u202eb\u2066c\u200fd", "abcd"},
		{"tags", "港" + "\U000E0049\U000E0067" + "口", "港口"},
		{"selectors", "❤\ufe0f a\ufe0f 😀\U000E0101\U000E0102", "❤\ufe0f a 😀"},
		{"marks", "e" + strings.Repeat("\u0301", 9) + "a", "e\u0301\u0301\u0301\u0301a"},
		{"blank letters", "a\u3164b\u115fc\u2800", "abc"},
		{"lines", "a\r\nb\rc\u2028d\u0085e\ff", "a\nb\nc\nd\ne\nf"},
		{"controls", "a\x00b\x07c\x7fd\u009be", "abc" + "d"},
		{"csi", "a\x1b[1;31mb\x1b[0mc\u009b31md", "abcd"},
		{"open osc", "a\x1b]0;title\nb", "a0;title\nb"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var removed removals
			got := scrub(tt.in, &removed)
			if got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
			if again := scrub(got, &removed); again != got {
				t.Errorf("again: %q", again)
			}
		})
	}
}

// TestHostileSizes: linear time is promised for each of these.
func TestHostileSizes(t *testing.T) {
	const n = 100_000
	for name, in := range map[string][2]string{
		"nested tags":      {"a.html", strings.Repeat("<div>", n) + "正文在此" + strings.Repeat("</div>", n)},
		"nested bold":      {"a.html", strings.Repeat("<b>", n) + "正文在此"},
		"tables":           {"a.html", strings.Repeat("<table><tr><td>", n/10) + "正文在此"},
		"tags in markdown": {"a.md", strings.Repeat("<div>\n", n) + "正文在此"},
		"hidden opens":     {"a.md", strings.Repeat("<b><script ", n) + "正文在此"},
		"comments":         {"a.md", strings.Repeat("x<!--", n) + "正文在此"},
		"brackets":         {"a.md", strings.Repeat("[", n) + "正文在此" + strings.Repeat("]", n)},
		"links":            {"a.md", strings.Repeat("[a](b", n) + "正文在此"},
		"images":           {"a.md", strings.Repeat("![", n) + "正文在此"},
		"stars":            {"a.md", strings.Repeat("*a **b ", n) + "正文在此"},
		"ticks":            {"a.md", strings.Repeat("`a``b```c", n/4) + "正文在此"},
		"fences":           {"a.md", strings.Repeat("```a\n", n) + "正文在此"},
		"quotes":           {"a.md", strings.Repeat(">", n) + "正文在此"},
		"pipes":            {"a.md", strings.Repeat("|a", n) + "|\n正文在此"},
		"rules":            {"a.md", strings.Repeat("---\ntitle: x\n", n/4) + "正文在此"},
		"marks":            {"a.txt", "正文在此" + strings.Repeat("\u0301", 2*n)},
		"newlines":         {"a.txt", strings.Repeat("\n", 10*n) + "正文在此"},
		"one line":         {"a.txt", strings.Repeat("正文在此", 2*n)},
		"yaml":             {"a.md", "---\ntitle: " + strings.Repeat("[", 30000) + "\n---\n正文在此"},
	} {
		t.Run(name, func(t *testing.T) {
			start := time.Now()
			d := parseOne(t, in[0], in[1])
			if took := time.Since(start); took > 20*time.Second {
				t.Errorf("took %v", took)
			}
			if !strings.Contains(d.Text, "正文在此") && !strings.HasPrefix(name, "hidden") {
				t.Errorf("text lost: %.80q", d.Text)
			}
		})
	}
}
