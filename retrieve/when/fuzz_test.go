package when

import (
	"testing"
)

const passage = "公司成立于2019年3月5日，次年营收约12亿元；去年三季度，员工总数超过3000人。昨天下午，" +
	"公司宣布自2027年起在上海建设第二座工厂，预计两年后投产，届时产能将翻一番。"

func BenchmarkFind(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		Find(passage, friday)
	}
}

func FuzzFind(f *testing.F) {
	for _, s := range []string{
		passage, "2024年12月20日至1月5日(周四)", "Q3 2024 FY2025 in 2019-2023", "20240305 2024-13-45", "上世纪80年代末公元前9999年民国元年",
		"三十五天后近百年前", "\xff2024\xfe年", "９０年代至今起", "本月31日上月31日次月31日", "前年年底年中",
	} {
		f.Add(s, 2026, 3, 6)
		f.Add(s, 2026, 0, 0)
	}
	f.Fuzz(func(t *testing.T, s string, year, month, day int) {
		anchor := Date{year, month, day}
		if year < 0 || year > 9999 || month < 0 || day < 0 || month == 0 && day != 0 || year == 0 && month != 0 || anchor.void() != "" {
			return
		}
		end := 0
		for _, m := range Find(s, anchor) {
			if m.Span.Start < end || m.Span.End <= m.Span.Start || m.Span.End > len(s) {
				t.Fatalf("Find(%q): span %v after %d", s, m.Span, end)
			}
			end = m.Span.End
			if m.Void != "" {
				continue
			}
			if m.From.Year == 0 || m.From.void() != "" || m.To.void() != "" || m.To.Before(m.From) && m.Void == "" {
				t.Errorf("Find(%q, %v): %+v", s, anchor, m)
			}
			if m.Relative && anchor.IsZero() {
				t.Errorf("Find(%q): %+v without an anchor", s, m)
			}
		}
	})
}
