package pattern

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ask/retrieve/text"
)

// expressions hold every sort of instruction.
func expressions() []string {
	return []string{
		`(?:公元)?前?\d{1,4}年(?:代|初)?(?:\d{1,2}月)?(?:\d{1,2}[日号])?|\d{4}-\d{1,2}(?:-\d{1,2})?|十[一二三]世纪`,
		`\d[\d,.]*(?:[百千万亿]+)?(?:%|[\x{4e00}-\x{9fff}]{1,2})?|[一二三十百]{1,8}[个位条]`,
		`《[^》]{1,5}》|"[^"]{1,4}"`,
		`[\x{4e00}-\x{9fff}]{1,3}(?:公司|大学|学院|大学院|院)`,
		`[a-z][a-z0-9 .&'-]{1,6}`,
		`[\x{4e00}-\x{9fff}]{1,3}(?:·[\x{4e00}-\x{9fff}a-z]{1,4})+`,
		`a+?b|.年|(?s:.)\x{1F600}|[^\x{0}-\x{2FFFF}]`,
		`(?:ab|a)(?:bc|c)*`,
		`(?:^|[^可庸])否认[^,，]{0,3}$|^a|年$`,
		`\b(?:was|until|no plans?)\b|a\b.|\b年`,
		`[^。]{0,4}(?:辟谣|予以否认)|据.{0,3}(?:消息|透露)|^[^,]*a$`,
	}
}

func spans(t Text, i int) []text.Span { return slices.Collect(t.All(i)) }

func reference(expression, s string) []text.Span {
	var out []text.Span
	for _, m := range regexp.MustCompile(expression).FindAllStringIndex(s, -1) {
		out = append(out, text.Span{Start: m[0], End: m[1]})
	}
	return out
}

func TestMatchesAsRegexpDoes(t *testing.T) {
	set, err := Compile(expressions()...)
	if err != nil {
		t.Fatal(err)
	}
	tests := map[string]string{
		"empty":              "",
		"dates":              "公元前21年至2024年初3月5日，2024-3，十二世纪，99999年",
		"numbers":            "1,234.5万公里，三百二十一条，一二三一二三一二三一二三个，7%。",
		"quotes":             "《云》《溪口纪事之一二三》“\"雾季\"”\"",
		"longest list first": "云岬大学院和溪口公司公司，院",
		"latin":              "gpt-4 a. of the b",
		"foreign names":      "阿·贝、三文·鱼子酱·x·，·多·",
		"not utf-8":          "\xff2024\xffa年\xe4\xb8",
		"above the plane":    "a😀年😀😀𠀀\U00030000",
		"lazy and greedy":    "aaab abcbc abc acc\n年",
		"ends of the text":   "否认传闻,庸否认,他否认了",
		"words":              "was, wash until_ no plan No年 until no plans",
		"beginning only":     "否认",
		"a word far off":     "公司已经出面辟谣。据他透露,a",
		"ends in a pattern":  "云岬大",
	}
	for name, s := range tests {
		t.Run(name, func(t *testing.T) {
			for i, e := range expressions() {
				if diff := cmp.Diff(reference(e, s), spans(set.Read(s), i)); diff != "" {
					t.Errorf("%s in %q (-regexp +here):\n%s", e, s, diff)
				}
				if got, want := set.Read(s).Has(i), reference(e, s) != nil; got != want {
					t.Errorf("Has says %v of %s in %q", got, e, s)
				}
			}
		})
	}
}

func TestAllStops(t *testing.T) {
	set, err := Compile(`\d`)
	if err != nil {
		t.Fatal(err)
	}
	for m := range set.Read("a1b2").All(0) {
		if m != (text.Span{Start: 1, End: 2}) {
			t.Errorf("first match %v", m)
		}
		break
	}
}

func TestCompileRefuses(t *testing.T) {
	var all strings.Builder
	for r := rune(0x4e00); r < 0x4e00+300; r++ {
		all.WriteString(string(r) + "甲|")
	}
	tests := map[string]string{
		"not closed":       `(`,
		"inside a word":    `\Ba`,
		"end of line":      `(?m)a$`,
		"empty end":        `^$`,
		"case":             `(?i)a`,
		"empty":            `a*`,
		"empty choice":     `a|(?:)`,
		"empty sequence":   `a?b?`,
		"empty repetition": `(?:a?)+b`,
		"too many classes": all.String() + "a",
	}
	for name, e := range tests {
		if _, err := Compile("x", e); err == nil {
			t.Errorf("%s: %.20s is accepted", name, e)
		}
	}
}

func FuzzAll(f *testing.F) {
	set, err := Compile(expressions()...)
	if err != nil {
		f.Fatal(err)
	}
	f.Add("公元前21年至2024年3月，《云》三百条，溪口大学院，阿·贝·x aab abcbc")
	f.Add("\xff😀年 was no plans")
	f.Fuzz(func(t *testing.T, s string) {
		for i, e := range expressions() {
			if diff := cmp.Diff(reference(e, s), spans(set.Read(s), i)); diff != "" {
				t.Errorf("%s in %q (-regexp +here):\n%s", e, s, diff)
			}
		}
	})
}

func BenchmarkAll(b *testing.B) {
	set, err := Compile(expressions()...)
	if err != nil {
		b.Fatal(err)
	}
	const s = "云岬大学由溪口公司于1921年3月出资三百万元创办，首任校长是阿贝·卡多，《雾季纪事》称其校舍共十二座。"
	for b.Loop() {
		t := set.Read(s)
		for i := range expressions() {
			for range t.All(i) {
			}
		}
	}
}
