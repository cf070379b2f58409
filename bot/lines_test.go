package bot

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestLines(t *testing.T) {
	a := &Answer{Answered: true, Text: "截至 2025-08-20：邢霁出任总经理。 [1][2]\n此前（2022-09）：冯澈接任。 [3]\n此前：更早是顾南。 [3]\n" +
		"2019：顾南到任。 [4]\n2019-03 以前：是白苇。 [4]\n另有说法（未注明日期）：是康野。 [5]\n另见（2024-01-02）：见上。 [6]\n" +
		"传闻（2026-04-02）：康野要来。 [7]\n否认（2026-04-05）：没有此事。 [8]\n未注明日期：总经理是邢霁。 [9]\n" +
		"As of 2025: Reyes leads. [1]\nBefore: Finch. [2]\nRumour: Kane comes. [3]\nSee also (2024-05-06): more. [4]\n\n" +
		"此前的事没有人记得。 [10]\n截至今天：没有变化。[11]"}
	want := []Line{
		{Now, "邢霁出任总经理。", []int{1, 2}},
		{Before, "冯澈接任。", []int{3}},
		{Before, "更早是顾南。", []int{3}},
		{Dated, "顾南到任。", []int{4}},
		{Before, "是白苇。", []int{4}},
		{Other, "是康野。", []int{5}},
		{Also, "见上。", []int{6}},
		{Rumour, "康野要来。", []int{7}},
		{Denial, "没有此事。", []int{8}},
		{Undated, "总经理是邢霁。", []int{9}},
		{Now, "Reyes leads.", []int{1}},
		{Before, "Finch.", []int{2}},
		{Rumour, "Kane comes.", []int{3}},
		{Also, "more.", []int{4}},
		{Plain, "此前的事没有人记得。", []int{10}},
		{Plain, "截至今天：没有变化。", []int{11}},
	}
	if diff := cmp.Diff(want, a.Lines()); diff != "" {
		t.Errorf("Lines (-want +got):\n%s", diff)
	}
	if got := (&Answer{Text: "这些文档里没有找到答案。"}).Lines(); got != nil {
		t.Errorf("a refusal has lines: %v", got)
	}
}
