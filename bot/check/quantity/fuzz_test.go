package quantity

import (
	"strings"
	"testing"
)

const passage = "公司2024年第三季度实现营业收入约12.5亿元，同比增长3.5%，净利润为1,234.5万元，" +
	"员工总数超过3000人，其中三分之二在上海办公，另有十二个分支机构分布在全国各地。"

func BenchmarkSentence(b *testing.B) {
	s := string([]rune(passage)[:60])
	b.ReportAllocs()
	for b.Loop() {
		Find(s)
	}
}

func BenchmarkPassage(b *testing.B) {
	s := string([]rune(strings.Repeat(passage, 8))[:600])
	b.ReportAllocs()
	for b.Loop() {
		Find(s)
	}
}

func FuzzFind(f *testing.F) {
	for _, s := range []string{
		passage, "３～5万元至1.2.3-4", "2024年3月5日至8日14:30", "三四十百千万亿兆点五半成", "$3.5bn US$ 20 million twenty-five",
		"第第三百分之", "\xff1\xfe万", "上世纪80年代Q3 2024 FY", "9999999999999999999万亿兆", "1,234,567,", "-5℃零下3度", "1999-2k 2/3 3:1 哪一人",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		end := 0
		found := Find(s)
		for _, q := range found {
			if q.Span.Start < end || q.Span.End <= q.Span.Start || q.Span.End > len(s) {
				t.Fatalf("Find(%q): span %v after %d", s, q.Span, end)
			}
			end = q.Span.End
			if (q.Value == "") != (q.Kind == Date) {
				t.Errorf("Find(%q): %+v", s, q)
			}
			if !Same(q, q) || !Holds(q, q) {
				t.Errorf("Find(%q): %+v does not hold itself", s, q)
			}
		}
		// What stands behind the end of a line changes nothing before it.
		if got := Find(s + "\n\n。"); len(got) != len(found) || len(got) > 0 && !Same(got[0], found[0]) {
			t.Errorf("Find(%q) = %+v with a line more, %+v without", s, got, found)
		}
	})
}
