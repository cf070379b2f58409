package check

import (
	"strings"
	"testing"
	"unicode/utf8"
)

// eight are eight passages of 600 runes or more: the newsroom's, joined and turned.
func eight() []Passage {
	room := newsroom()
	var out []Passage
	for i := range 8 {
		var b strings.Builder
		for k := 0; utf8.RuneCountInString(b.String()) < 600; k++ {
			b.WriteString(room[(i+k)%len(room)].Text)
			b.WriteByte('\n')
		}
		out = append(out, Passage{Document: string(rune('a' + i)), Title: room[i%len(room)].Title, Text: b.String()})
	}
	return out
}

func BenchmarkEvidence(b *testing.B) {
	c, err := New()
	if err != nil {
		b.Fatal(err)
	}
	passages := eight()
	for b.Loop() {
		c.Evidence("澄屿科技的首席执行官是谁？", passages)
	}
}

func BenchmarkCheck(b *testing.B) {
	c, err := New()
	if err != nil {
		b.Fatal(err)
	}
	e := c.Evidence("澄屿科技的首席执行官是谁？", eight())
	for name, s := range map[string]string{
		"verbatim": "首席执行官陆闻舟因个人原因辞职，首席运营官顾晚晴接任。",
		"altered":  "澄屿科技3月5日宣布，首席执行官陆闻舟因健康原因辞职，首席运营官顾晚晴接任。",
		"foreign":  "月球绕地球一周需要27天，这个周期叫做恒星月，它比朔望月短两天左右。",
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				e.Check(s, []int{1})
			}
		})
	}
}

func BenchmarkNew(b *testing.B) {
	for b.Loop() {
		if _, err := New(); err != nil {
			b.Fatal(err)
		}
	}
}
