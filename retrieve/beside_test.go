package retrieve

import "testing"

func TestBeside(t *testing.T) {
	for _, c := range []struct {
		question string
		unknown  []string
		want     string
	}{
		{"鹭洲渡运(heron ferry)的总经理是谁?", []string{"鹭洲"}, " heron ferry 的总经理是谁?"},
		{"heron ferry(鹭洲渡运)的总经理是谁?", []string{"heron", "ferry"}, " 鹭洲渡运 的总经理是谁?"},
		{"鹭洲渡运(heron ferry)的总经理是谁?", []string{"ferry"}, "鹭洲渡运 的总经理是谁?"},
		{"鹭洲渡运(heron ferry)的总经理是谁?", []string{"鹭洲", "ferry"}, ""},
		{"谯远舟在鹭洲渡运(2024年)做什么?", []string{"谯远舟"}, ""},
		{"谯远舟(2024年)做什么?", []string{"谯远舟"}, ""},
		{"谯远舟在鹭洲渡运(heron)做什么?", []string{"谯远舟"}, ""},
		{"鹭洲渡运的总经理是谁?", []string{"鹭洲"}, ""},
		{"鹭洲渡运()的总经理是谁?", []string{"鹭洲"}, ""},
		{"鹭洲渡运)(heron的总经理是谁?", []string{"鹭洲"}, ""},
	} {
		want := c.want
		if want == "" {
			want = c.question
		}
		if got := beside(c.question, c.unknown); got != want {
			t.Errorf("%s without %q: %q, want %q", c.question, c.unknown, got, want)
		}
	}
}
