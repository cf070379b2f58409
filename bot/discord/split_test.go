package discord

import (
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/rivo/uniseg"
)

func TestSplit(t *testing.T) {
	long := strings.Repeat("江水绕城而过。", 200)
	for _, tt := range []struct {
		name, text string
		limit      int
		want       []string
	}{
		{"short", "甲乙丙。", 2000, []string{"甲乙丙。"}},
		{"empty", " \n ", 2000, nil},
		{"paragraph before line", "aaa bbb\n\nccc\nddd", 14, []string{"aaa bbb", "ccc\nddd"}},
		{"line before sentence", "一二三。四五\n六七。八九十", 9, []string{"一二三。四五", "六七。八九十"}},
		{"sentence before space", "他说 好。你说 不 是吗", 8, []string{"他说 好。", "你说 不 是吗"}},
		{"space before character", "alpha beta gamma", 12, []string{"alpha beta", "gamma"}},
		{"no place at all", "一二三四五六", 4, []string{"一二三四", "五六"}},
		{"quotation stays closed", "他答：“好。”众人散去了", 8, []string{"他答：“好。”", "众人散去了"}},
		{"citation stays with its sentence", "天晴了。[1][2]又下雨了", 12, []string{"天晴了。[1][2]", "又下雨了"}},
		{"family", "👨‍👩‍👧‍👦👨‍👩‍👧‍👦", 12, []string{"👨‍👩‍👧‍👦", "👨‍👩‍👧‍👦"}},
		{"link", strings.Repeat("看", 45) + " [标题](<https://a.example/b>) 吧", 70, []string{strings.Repeat("看", 45), "[标题](<https://a.example/b>) 吧"}},
		{"code whole in the next part", "前言\n```go\na()\nb()\n```\n后记", 19, []string{"前言", "```go\na()\nb()\n```", "后记"}},
		{"code too long for any part", "```go\n1111111111\n2222222222\n3333333333\n```", 32, []string{"```go\n1111111111\n2222222222\n```", "```go\n3333333333\n```"}},
		{"one fence is text", "a```b", 2000, []string{"a```b"}},
		{"many parts", long, 700, []string{strings.Repeat("江水绕城而过。", 100), strings.Repeat("江水绕城而过。", 100)}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, split(tt.text, tt.limit)); diff != "" {
				t.Errorf("split (-want +got):\n%s", diff)
			}
		})
	}
}

// TestSplitGrows checks that a text that grows keeps its finished parts, which then need
// no edit.
func TestSplitGrows(t *testing.T) {
	whole := strings.Repeat("第一句话说到这里。第二句接着说，长一些，再长一些。\n", 150)
	var before []string
	for n := 100; n < len(whole); n += 97 {
		if !utf8.RuneStart(whole[n]) {
			continue
		}
		parts := split(whole[:n], maxContent)
		for i := range max(0, min(len(before), len(parts))-1) {
			if parts[i] != before[i] {
				t.Fatalf("at %d bytes part %d changed", n, i)
			}
		}
		before = parts
	}
}

// randomText is made of what chats are made of.
func randomText(r *rand.Rand) string {
	pieces := []string{
		"千问团队", "发布了新版本", "，", "。", "！", "？", "……", "\n", "\n\n", " ", "word ", "Qwen3 ", "[1]", "[12]", "[2][3]",
		"[汐桥县志](<https://example.org/a_b?x=1>)", "[x](https://example.org/)", "**", "_", "||", "> ", "# ", "- ", "\\*", "\\[", "@", "`code`",
		"👨‍👩‍👧‍👦", "🇨🇳", "👍🏽", "e\u0301", "한국어", "日本語", "𠮷", "‘", "”", "(", ")", "[", "]", "\\", "😀😀😀", "x\u0301\u0302\u0303",
	}
	var b strings.Builder
	n := r.IntN(60)
	if r.IntN(5) == 0 {
		n = r.IntN(900)
	}
	for range n {
		b.WriteString(pieces[r.IntN(len(pieces))])
		if r.IntN(60) == 0 {
			b.WriteString("\n```go\n" + strings.Repeat("x := 字()\n", r.IntN(120)) + "```\n")
		}
		if r.IntN(200) == 0 {
			b.WriteString(strings.Repeat("长", r.IntN(2500)))
		}
	}
	return b.String()
}

func TestSplitProperties(t *testing.T) {
	const shares, texts = 4, 10_000
	for share := range uint64(shares) {
		t.Run(strconv.FormatUint(share, 10), func(t *testing.T) {
			t.Parallel()
			r := rand.New(rand.NewPCG(7, share))
			for i := range texts / shares {
				text := randomText(r)
				if problem := splitProblem(text, split(text, maxContent)); problem != "" {
					t.Fatalf("text %d: %s\n%.3000q", i, problem, text)
				}
			}
		})
	}
}

// splitProblem says what is wrong with the parts of a text.
func splitProblem(text string, parts []string) string {
	whole := boundaries(text)
	fenced := strings.Count(text, fence)%2 == 0
	at, inside := 0, false
	for _, p := range parts {
		switch {
		case strings.TrimSpace(p) == "":
			return "an empty part"
		case size16(p) > maxContent || utf8.RuneCountInString(p) > maxContent:
			return "a part too long"
		case fenced && strings.Count(p, fence)%2 != 0:
			return "a fence left open"
		case !utf8.ValidString(p):
			return "a part that is not UTF-8"
		}
		body := p
		if inside { // opened again by split
			body = body[strings.Index(body, "\n")+1:]
		}
		n, left := match(text[at:], body)
		if n < 0 {
			return "text lost or made up near " + text[at:min(len(text), at+60)]
		}
		if left != "" && left != "\n"+fence && left != fence {
			return "text made up: " + left
		}
		inside = left != ""
		if problem := cutProblem(text, at+n, whole); problem != "" && n > 0 {
			return problem
		}
		at += n
	}
	if rest := strings.TrimSpace(text[at:]); rest != "" {
		return "text lost at the end: " + rest[:min(len(rest), 60)]
	}
	return ""
}

// match walks over text and body, blanks aside; n is how far text went, left what body
// has more.
func match(text, body string) (n int, left string) {
	for body != "" {
		if strings.HasPrefix(text[n:], body[:1]) {
			n++
			body = body[1:]
			continue
		}
		if n < len(text) && (text[n] == ' ' || text[n] == '\n') {
			n++
			continue
		}
		return n, body
	}
	return n, ""
}

// boundaries are the places between a text's characters.
func boundaries(text string) []bool {
	between := make([]bool, len(text)+1)
	state, rest := -1, text
	for rest != "" {
		between[len(text)-len(rest)] = true
		_, rest, _, state = uniseg.FirstGraphemeClusterInString(rest, state)
	}
	return between
}

// cutProblem says what a cut behind n bytes has cut.
func cutProblem(text string, n int, between []bool) string {
	if n >= len(text) {
		return ""
	}
	if !between[n] {
		return "a character cut"
	}
	for _, whole := range []string{"[12]", "[汐桥县志](<https://example.org/a_b?x=1>)", "[x](https://example.org/)", "\\*", "\\["} {
		for i := max(0, n-len(whole)+1); i < n; i++ {
			if strings.HasPrefix(text[i:], whole) && (i == 0 || text[i-1] != '\\' && text[i-1] != '[') {
				return "cut: " + whole
			}
		}
	}
	return ""
}

func FuzzSplit(f *testing.F) {
	f.Add("他说：“好。”[1]\n```go\nx\n```", 70)
	f.Add("[a](<https://b.example>)\\*👨‍👩‍👧", 64)
	f.Fuzz(func(t *testing.T, s string, limit int) {
		if limit < 64 || limit > 5000 {
			return
		}
		for _, p := range split(strings.ToValidUTF8(s, ""), limit) {
			if size16(p) > limit || !utf8.ValidString(p) || strings.TrimSpace(p) == "" {
				t.Fatalf("part %q of limit %d", p, limit)
			}
		}
		if c := cut(s, limit); size16(c) > limit {
			t.Fatalf("cut %q to %d", c, limit)
		}
	})
}
