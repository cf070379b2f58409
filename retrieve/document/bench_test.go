package document

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
)

// sampleText makes n bytes of Chinese text in paragraphs of usual length.
func sampleText(n int) string {
	sentences := []string{
		"港口调度系统在三月完成升级，新的排班算法把平均等待时间从六小时降到两小时。",
		"负责人说，升级期间共处理了1,284艘次进出港申请，没有发生一起延误事故。",
		"下一步，他们打算把潮汐预报也接进来，让引航员提前一天拿到建议的时段。",
		"The vendor confirmed the figures on Tuesday and published the raw logs.",
	}
	var out strings.Builder
	for i := 0; out.Len() < n; i++ {
		out.WriteString(sentences[i%len(sentences)])
		if i%5 == 4 {
			out.WriteByte('\n')
		}
	}
	return out.String()
}

func benchParse(b *testing.B, rel string, data []byte) {
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		_, err := Parse(context.Background(), rel, data, Options{}, func(*Document) error { return nil })
		if err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkParsePlain(b *testing.B) { benchParse(b, "a.txt", []byte(sampleText(1<<20))) }

func BenchmarkParseMarkdown(b *testing.B) {
	text := "# 标题\n\n" + strings.ReplaceAll(sampleText(1<<20), "\n", "\n\n**要点**：见[说明](https://example.org/a)。\n\n")
	benchParse(b, "a.md", []byte(text))
}

func BenchmarkParseHTML(b *testing.B) {
	text := "<html><body><p>" + strings.ReplaceAll(sampleText(1<<20), "\n", "</p>\n<p>") + "</p></body></html>"
	benchParse(b, "a.html", []byte(text))
}

func BenchmarkParseJSONL(b *testing.B) {
	var out strings.Builder
	for i := 0; out.Len() < 1<<20; i++ {
		text, _ := json.Marshal(sampleText(1200))
		fmt.Fprintf(&out, `{"id":"r%d","title":"记录%d","text":%s}`+"\n", i, i, text)
	}
	benchParse(b, "a.jsonl", []byte(out.String()))
}
