package main

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestWrapText(t *testing.T) {
	tests := []struct {
		name, text string
		width      int
		want       []string
	}{
		{"empty", "", 10, []string{""}},
		{"fits", "四月初", 6, []string{"四月初"}},
		{"Chinese counts double", "春天的第一批", 6, []string{"春天的", "第一批"}},
		{"odd width", "春天的第一批", 7, []string{"春天的", "第一批"}},
		{"no punctuation at the start", "春天的，第一批", 6, []string{"春天", "的，第", "一批"}},
		{"words stay whole", "the quick brown fox", 10, []string{"the quick", "brown fox"}},
		{"a long word is cut", "abcdefghij", 4, []string{"abcd", "efgh", "ij"}},
		{"a mark stays with its sentence", "春天的。[1]", 8, []string{"春天", "的。[1]"}},
		{"newlines stay", "一\n\n二", 10, []string{"一", "", "二"}},
		{"no width", strings.Repeat("春", 200), 0, []string{strings.Repeat("春", 200)}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, wrapText(tt.text, tt.width)); diff != "" {
				t.Errorf("wrapText (-want +got):\n%s", diff)
			}
		})
	}
}

func TestBreakLinesKeepsWhole(t *testing.T) {
	text := "关于 news/2026-03.txt"
	at := strings.Index(text, "news")
	got := breakLines(text, 14, extent{at, len(text)})
	want := []extent{{0, 6}, {at, len(text)}}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(extent{})); diff == "" {
		t.Fatal("a range wider than the line must not stay whole")
	}
	got = breakLines(text, 17, extent{at, len(text)})
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(extent{})); diff != "" {
		t.Errorf("breakLines (-want +got):\n%s", diff)
	}
}

func FuzzBreakLines(f *testing.F) {
	f.Add("春天的第一批新茶[1] in April 👩‍🌾\n。。。", 8)
	f.Fuzz(func(t *testing.T, text string, width int) {
		text = clean(text)
		width = 10 + (width&0xff)%80
		end := 0
		for _, l := range breakLines(text, width) {
			line := text[l.start:l.end]
			if strings.TrimSpace(text[end:l.start]) != "" {
				t.Fatalf("lost %q", text[end:l.start])
			}
			if l.end > l.start && displayWidth(strings.TrimLeft(line, " \t")) > width && len(strings.Fields(line)) > 0 && displayWidth(line) > width+2 {
				t.Fatalf("line %q is %d wide, not %d", line, displayWidth(line), width)
			}
			end = max(end, l.end)
		}
		if strings.TrimSpace(text[end:]) != "" {
			t.Fatalf("lost the end %q", text[end:])
		}
	})
}

func TestFit(t *testing.T) {
	for _, tt := range []struct {
		s     string
		width int
		want  string
	}{{"春天", 4, "春天"}, {"春天的", 5, "春天…"}, {"春天的", 4, "春…"}, {"abc", 2, "a…"}} {
		if got := fit(tt.s, tt.width); got != tt.want {
			t.Errorf("fit(%q, %d) = %q, want %q", tt.s, tt.width, got, tt.want)
		}
	}
}
