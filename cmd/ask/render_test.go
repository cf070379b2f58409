package main

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ask/bot"
	"ask/retrieve/document"
)

func ptr(s string) *string { return &s }

func sample() *bot.Answer {
	first, second := "新茶在四月初采摘。", "秋茶在九月\x1b[31m采摘。"
	return &bot.Answer{
		Question: "新茶什么时候采摘", Answered: true, Text: first + "[1]" + second + "[2]",
		Citations: []bot.Citation{
			{
				N: 1, Document: "茶.md", Title: "茶园笔记", URL: ptr("https://tea.example/a"), Date: ptr("2024-05-06"),
				Publisher: ptr("茶报"), Kind: document.News, Quote: first, Claim: "stated",
				Marks: []bot.Mark{{Start: 0, End: 6}, {Start: 9, End: 18, Answer: true}},
			},
			{N: 2, Document: "秋\x1b.md", Kind: document.AIGenerated, Quote: second, Claim: "rumour"},
		},
	}
}

func render(t *testing.T, term terminal, a *bot.Answer, lang string) string {
	t.Helper()
	var out bytes.Buffer
	term.w = &out
	if err := renderAnswer(&term, a, labelsFor(lang, a.Question), sourceView{path: func(string) string { return "/docs/秋.md" }}, true); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestRenderPlain(t *testing.T) {
	want := `新茶在四月初采摘。[1]秋茶在九月[31m采摘。[2]

[1] 茶园笔记 — 茶报 · 2024-05-06 · 新闻 · 茶.md
[2] 秋.md — 未注明日期 · AI 生成 · 传闻 · 秋.md
`
	want = strings.Replace(want, "传闻 · 秋.md", "传闻", 1)
	got := render(t, terminal{}, sample(), "")
	got = strings.Replace(got, "传闻 · 秋.md", "传闻", 1)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("plain (-want +got):\n%s", diff)
	}
	if got := render(t, terminal{}, sample(), "en"); !strings.Contains(got, "undated · AI-generated · rumour") {
		t.Errorf("English labels are missing:\n%s", got)
	}
}

func TestRenderTerminal(t *testing.T) {
	got := render(t, terminal{colors: true, links: true, width: 40}, sample(), "zh")
	for _, want := range []string{
		"\x1b[1m新茶\x1b[0m", "\x1b[1;32m四月初\x1b[0m", "\x1b[36m[1]\x1b[0m",
		"\x1b]8;;https://tea.example/a\x1b\\茶园笔记\x1b]8;;\x1b\\",
		"\x1b]8;;file:///docs/%E7%A7%8B.md\x1b\\", "\x1b[33mAI 生成\x1b[0m",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is missing from\n%q", want, got)
		}
	}
	if strings.Contains(got, "\x1b[31m") {
		t.Error("a document's control sequence came through")
	}
}

func TestRenderRefusal(t *testing.T) {
	a := &bot.Answer{Question: "火星", Text: "没有依据。", Refusal: &bot.Refusal{Nearest: []bot.Nearest{{Document: "茶.md", Title: "茶园笔记"}, {Document: "b.md"}}}}
	want := "没有依据。\n\n最接近的文档：\n· 茶园笔记 — 茶.md\n· b.md\n"
	if diff := cmp.Diff(want, render(t, terminal{}, a, "")); diff != "" {
		t.Errorf("refusal (-want +got):\n%s", diff)
	}
}

func TestWebLink(t *testing.T) {
	for in, want := range map[string]string{
		"https://a.example/x?y=1": "https://a.example/x?y=1", "javascript:alert(1)": "", "file:///etc/passwd": "",
		"https://user:pass@a.example/": "https://a.example/", "not a url \x1b": "", "": "",
	} {
		if got := webLink(in); got != want {
			t.Errorf("webLink(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestColors(t *testing.T) {
	tests := []struct {
		name, when string
		env        map[string]string
		want       bool
	}{
		{"no terminal", "auto", nil, false},
		{"forced", "auto", map[string]string{"CLICOLOR_FORCE": "1"}, true},
		{"forced off", "auto", map[string]string{"CLICOLOR_FORCE": "0"}, false},
		{"NO_COLOR wins", "auto", map[string]string{"CLICOLOR_FORCE": "1", "NO_COLOR": "1"}, false},
		{"the flag wins", "always", map[string]string{"NO_COLOR": "1"}, true},
		{"never", "never", map[string]string{"CLICOLOR_FORCE": "1"}, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var out bytes.Buffer
			term := newTerminal(&out, &out, tt.when, func(k string) string { return tt.env[k] })
			if term.colors != tt.want || term.links || term.width != 0 {
				t.Errorf("colors %v, links %v, width %d", term.colors, term.links, term.width)
			}
		})
	}
}

func TestStdinKinds(t *testing.T) {
	null, err := os.Open(os.DevNull)
	if err != nil {
		t.Fatal(err)
	}
	defer null.Close()
	if kind, tty := kindOfStdin(null); kind != stdinNothing || tty {
		t.Errorf("%s: %v, %v", os.DevNull, kind, tty)
	}
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	defer r.Close()
	if kind, _ := kindOfStdin(r); kind != stdinPipe {
		t.Errorf("pipe: %v", kind)
	}
	in, err := readInput(t.Context(), r, &parsed{args: []string{"q"}})
	if err != nil {
		t.Fatal(err)
	}
	if text, ignored, err := in.text(t.Context()); text != "" || !ignored || err != nil {
		t.Errorf("silent pipe: %q, %v, %v", text, ignored, err)
	}
}
