package text

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

func TestSentences(t *testing.T) {
	long := strings.Repeat("长", maxTitleRunes+5)
	for _, tt := range []struct{ name, in, want string }{
		{"empty", "", ""},
		{"white space only", " \n\t　\n", ""},
		{"Chinese enders", "他走了。真的！为什么？好；行", "他走了。|真的！|为什么？|好；|行"},
		{"half-width enders", "走了!真的?好;行｡完", "走了!|真的?|好;|行｡|完"},
		{"lines", "第一行\n第二行\r\n\n第三行", "第一行|第二行|第三行"},
		{"trimmed", "  他走了。　 她来了。 ", "他走了。|她来了。"},
		{"commas do not end", "他走了，她来了、我在", "他走了，她来了、我在"},
		{"closing quotes stay", "他说：“走了。”她笑了。", "他说：“走了。”|她笑了。"},
		{"closing brackets stay", "（他走了。）她笑了。「好！」", "（他走了。）|她笑了。|「好！」"},
		{"repeated enders stay", "真的？！！好。。。行", "真的？！！|好。。。|行"},
		{"ellipsis", "他走了……她来了", "他走了……|她来了"},
		{"half an ellipsis", "他走了…她来了", "他走了…她来了"},
		{"long ellipsis", "他走了………她来了", "他走了………|她来了"},
		{"ellipsis and quote", "“他走了……”她来了", "“他走了……”|她来了"},
		{"title", "他写了《你好吗？我很好！》一书。她读了。", "他写了《你好吗？我很好！》一书。|她读了。"},
		{"title not closed", "他写了《你好吗？她读了。", "他写了《你好吗？|她读了。"},
		{"title closed on the next line", "《你好。\n再见》", "《你好。|再见》"},
		{"title too long", "《" + long + "。" + long + "》", "《" + long + "。|" + long + "》"},
		{"full stop", "He left. She came.", "He left.|She came."},
		{"full stop at the end of a line", "He left.\nShe came.", "He left.|She came."},
		{"full stop and quote", `He said "go." She came.`, `He said "go."|She came.`},
		{"decimal", "The price is 3.14 now. It was 2.5.", "The price is 3.14 now.|It was 2.5."},
		{"file name", "See main.go for it.", "See main.go for it."},
		{"abbreviation", "Dr. Li met Mr. Wang in Sept. 2024.", "Dr. Li met Mr. Wang in Sept. 2024."},
		{"dotted", "The U.S. team, i.e. us, won. Good.", "The U.S. team, i.e. us, won.|Good."},
		{"initial", "George W. Bush spoke. He left.", "George W. Bush spoke.|He left."},
		{"initial after an ideograph", "总统W. Bush发言。", "总统W. Bush发言。"},
		{"abbreviation in a full-width bracket", "编号（No. 5）是它。", "编号（No. 5）是它。"},
		{"version before a Chinese comma", "用的是v2.0，很好。", "用的是v2.0，很好。"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, sp := range Sentences(tt.in) {
				got = append(got, tt.in[sp.Start:sp.End])
			}
			var want []string
			if tt.want != "" {
				want = strings.Split(tt.want, "|")
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("Sentences(%q) (-want +got):\n%s", tt.in, diff)
			}
		})
	}
}

func FuzzSentences(f *testing.F) {
	for _, s := range []string{
		"他走了。真的！为什么？好；行", "“他走了……”她来了\n第二行", "《你好吗？》《未完。", "Dr. Li, 3.14. U.S. e.g. End.",
		"\xff.\xfe。\x00", "a\u0085b　c", "…………。”’）", ".", "。", "中. 文.",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		end := 0
		for _, sp := range Sentences(s) {
			if sp.Start < end || sp.End <= sp.Start || sp.End > len(s) {
				t.Fatalf("span %v after %d of %d bytes", sp, end, len(s))
			}
			if skipped := s[end:sp.Start]; strings.TrimSpace(skipped) != "" {
				t.Fatalf("%q left out", skipped)
			}
			body := s[sp.Start:sp.End]
			if strings.TrimFunc(body, unicode.IsSpace) != body {
				t.Fatalf("%q is not trimmed", body)
			}
			if utf8.ValidString(s) && !utf8.ValidString(body) {
				t.Fatalf("%q cuts a rune", body)
			}
			if strings.Contains(body, "\n") && !strings.Contains(body, "《") {
				t.Fatalf("%q holds a line break", body)
			}
			end = sp.End
		}
		if strings.TrimSpace(s[end:]) != "" {
			t.Fatalf("%q left out", s[end:])
		}
	})
}

func BenchmarkSentences(b *testing.B) {
	s := strings.Repeat("林俊旸于2024年离开阿里巴巴，去向不明。他说：“谢谢！”\nThe U.S. team won. ", 200)
	b.SetBytes(int64(len(s)))
	for b.Loop() {
		Sentences(s)
	}
}
