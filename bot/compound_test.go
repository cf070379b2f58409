package bot_test

import (
	"strings"
	"testing"

	"ask/bot"
)

// TestTwoQuestionsInOne: each gets its answer, the second on what the first is about, and
// what has none is said.
func TestTwoQuestionsInOne(t *testing.T) {
	b := openHarbor(t)
	for _, tt := range []struct {
		question string
		holds    []string
		lacks    string
	}{
		{"白鹭号的船长是谁，票价是多少？", []string{"贺兰舟", "十二元"}, ""},
		{"白鹭号的票价是每人多少元？船长是谁？", []string{"十二元", "贺兰舟"}, ""},
		{"白鹭号的船长是谁，火星票多少钱？", []string{"贺兰舟", "（后一个问题，这些文档里没有找到答案。）"}, ""},
		{"白鹭号的船长是谁，是真的吗？", []string{"贺兰舟"}, "没有找到"},
		{"请问，白鹭号的船长是谁？", []string{"贺兰舟"}, "没有找到"},
		{"白鹭号的船长是谁，说说看", []string{"贺兰舟"}, "没有找到"},
		{"白鹭号几点离港，末班几点返航？", []string{"六点二十分", "晚上八点"}, ""},
	} {
		q := bot.Question{Text: tt.question}
		a := b.ask(t, q)
		checkAnswer(t, b, q, a)
		for _, want := range tt.holds {
			if !strings.Contains(a.Text, want) {
				t.Errorf("%q: want %q in\n%s", tt.question, want, a.Text)
			}
		}
		if tt.lacks != "" && strings.Contains(a.Text, tt.lacks) {
			t.Errorf("%q: %q in\n%s", tt.question, tt.lacks, a.Text)
		}
		for i, c := range a.Citations {
			if c.N != i+1 {
				t.Errorf("%q: citation %d bears number %d", tt.question, i+1, c.N)
			}
		}
	}
}
