package prompts

import (
	"math/bits"
	"strings"
	"testing"
)

// TestTokens has texts with the count of Qwen's own tokeniser.
func TestTokens(t *testing.T) {
	for _, c := range []struct {
		text string
		qwen int
		want int // not below qwen
	}{
		{"松溪港的港务局长现在是谁？", 10, 13},
		{"据报道，2025年吞吐量为1,240万吨，同比增长5%。", 22, 28},
		{"松溪港務局長林舟將於三月離任，港務局尚未回應。", 22, 23},
		{"The director expects 12.4 million tonnes in 2026, reportedly.", 19, 29},
		{"Internationalisation of the Zhejiang harbour administration", 9, 25},
		{"ＡＢＣ１２３　【公告】《办法》——第十二条", 16, 21},
		{"0123456789abcdef0123456789abcdef", 22, 25},
		{"龘靐齉爩鱻麤", 11, 16},
		{"func main() { fmt.Println(\"hi\") }\n\treturn nil", 12, 25},
		{"こんにちは、港です。", 5, 10},
		{"Порт Сунси", 5, 10},
	} {
		if got := Tokens(c.text); got != c.want || got < c.qwen {
			t.Errorf("Tokens(%.40q) = %d, want %d; Qwen counts %d", c.text, got, c.want, c.qwen)
		}
	}
}

func TestOneToken(t *testing.T) {
	if len(oneToken) != 1<<13 {
		t.Fatalf("%d bytes", len(oneToken))
	}
	count := 0
	for i := range len(oneToken) {
		count += bits.OnesCount8(oneToken[i])
	}
	if count != 16012 {
		t.Errorf("%d characters, want 16012", count)
	}
	for r, want := range map[rune]int{'的': 1, '港': 1, '龘': 3, '，': 1, '。': 1, '…': 1, 'é': 1, '𠀀': 4, '7': 1} {
		if got := Tokens(string(r)); got != want {
			t.Errorf("Tokens(%c) = %d, want %d", r, got, want)
		}
	}
}

func FuzzTokens(f *testing.F) {
	f.Add("word", " more words")
	f.Add("a ", "b")
	f.Add("ABC\n", "\n  x")
	f.Add("港口\xff", "𠀀é1")
	f.Fuzz(func(t *testing.T, a, b string) {
		a, b = strings.ToValidUTF8(a, ""), strings.ToValidUTF8(b, "")
		whole := Tokens(a + b)
		if whole < Tokens(a) || whole < Tokens(b) {
			t.Errorf("Tokens(%q+%q) = %d, the parts %d and %d", a, b, whole, Tokens(a), Tokens(b))
		}
		if got := Tokens(a) + Tokens("\n") + Tokens(strings.TrimSpace(b)); Tokens(a+"\n"+strings.TrimSpace(b)) > got {
			t.Errorf("a line break joins %q and %q to more than %d", a, b, got)
		}
	})
}
