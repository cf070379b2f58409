package web

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestMarks(t *testing.T) {
	var d draft
	d.add("第一句 [1]。")
	d.add("第二句[2][1]，[x][0][] [12")
	d.add("[12]。\n第三行 [3]")
	want := map[int]span{1: {4, 7}, 2: {11, 14}, 12: {30, 34}, 3: {40, 43}}
	content := []rune(d.text.String())
	for n, at := range want {
		if d.marks[n] != at {
			t.Errorf("[%d] at %v, want %v: %q", n, d.marks[n], at, string(content))
		}
	}
	if len(d.marks) != len(want) {
		t.Errorf("marks %v", d.marks)
	}
}

// FuzzDraft: every mark noted encloses its number, and the length is counted right.
func FuzzDraft(f *testing.F) {
	f.Add("甲 [1]。", "\n- 乙[2] ![x](http://y) [1]")
	f.Add("[[1]]", "[2]]")
	f.Fuzz(func(t *testing.T, one, two string) {
		if !utf8.ValidString(one + two) {
			return
		}
		var d draft
		if got := d.add(one) + d.add(two); got != d.text.String() {
			t.Errorf("%q, kept %q", got, d.text.String())
		}
		content := []rune(d.text.String())
		if len(content) != d.runes {
			t.Fatalf("%d characters, counted %d", len(content), d.runes)
		}
		for n, at := range d.marks {
			inner := strings.Trim(string(content[at.start:at.end]), "[]")
			if strings.TrimLeft(inner, "0123456789") != "" || inner == "" {
				t.Errorf("[%d] is %q", n, string(content[at.start:at.end]))
			}
		}
	})
}
