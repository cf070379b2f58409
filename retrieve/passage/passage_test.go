package passage

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"ask/retrieve/document"
	"ask/retrieve/text"
)

// docOf makes a document of lines; those that start with "#" are headings of a level.
func docOf(title, marked string) *document.Document {
	d := &document.Document{Title: title}
	for line := range strings.SplitSeq(marked, "\n") {
		name := strings.TrimLeft(line, "#")
		level := len(line) - len(name)
		name = strings.TrimPrefix(name, " ")
		if d.Text != "" {
			d.Text += "\n"
		}
		if level > 0 && level <= 6 {
			d.Headings = append(d.Headings, document.Heading{Level: level, Start: len(d.Text), End: len(d.Text) + len(name)})
			line = name
		}
		d.Text += line
	}
	return d
}

// cut gives the passages of a document as "heading|text".
func cut(d *document.Document, opt Options) []string {
	var out []string
	for _, p := range Split(d, opt) {
		out = append(out, p.Heading+"|"+d.Text[p.Start:p.End])
	}
	return out
}

func TestSplit(t *testing.T) {
	sentence := func(n int, r string) string { return strings.Repeat(r, n-1) + "。" }
	for _, tt := range []struct {
		name string
		doc  *document.Document
		opt  Options
		want []string
	}{
		{"empty", docOf("", ""), Options{}, nil},
		{"white space", docOf("", " \n \n"), Options{}, nil},
		{"short document stays whole", docOf("", "# 甲\n一句。\n# 乙\n两句。"), Options{}, []string{"甲|甲\n一句。\n乙\n两句。"}},
		{
			"long sections stand alone", docOf("", "# 甲\n"+sentence(30, "一")+"\n# 乙\n"+sentence(30, "二")),
			Options{Max: 50, Min: 10},
			[]string{"甲|甲\n" + sentence(30, "一"), "乙|乙\n" + sentence(30, "二")},
		},
		{
			"short section joins the next", docOf("", "# 甲\n短。\n# 乙\n"+sentence(30, "二")+"\n# 丙\n"+sentence(40, "三")),
			Options{Max: 50, Min: 10},
			[]string{"甲|甲\n短。\n乙\n" + sentence(30, "二"), "丙|丙\n" + sentence(40, "三")},
		},
		{
			"halves of about equal length", docOf("", strings.Repeat(sentence(10, "一"), 6)),
			Options{Max: 50},
			[]string{"|" + strings.Repeat(sentence(10, "一"), 3), "|" + strings.Repeat(sentence(10, "一"), 3)},
		},
		{
			"cut at a paragraph near the middle", docOf("", sentence(26, "一")+"\n"+sentence(10, "二")+sentence(20, "三")),
			Options{Max: 50},
			[]string{"|" + sentence(26, "一"), "|" + sentence(10, "二") + sentence(20, "三")},
		},
		{
			"endless sentence at a comma", docOf("", strings.Repeat("一", 30)+"，"+strings.Repeat("二", 30)),
			Options{Max: 40},
			[]string{"|" + strings.Repeat("一", 30) + "，", "|" + strings.Repeat("二", 30)},
		},
		{
			"endless sentence without a comma", docOf("", strings.Repeat("一", 60)),
			Options{Max: 40},
			[]string{"|" + strings.Repeat("一", 40), "|" + strings.Repeat("一", 20)},
		},
		{
			"nested headings", docOf("标题", "# 标题\n## 甲\n"+sentence(30, "一")+"\n### 子\n"+sentence(30, "二")+"\n## 乙\n"+sentence(30, "三")),
			Options{Max: 40, Min: 10},
			[]string{"|标题\n甲\n" + sentence(30, "一"), "甲 › 子|子\n" + sentence(30, "二"), "乙|乙\n" + sentence(30, "三")},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, cut(tt.doc, tt.opt)); diff != "" {
				t.Errorf("Split (-want +got):\n%s", diff)
			}
		})
	}
}

// TestSplitDefaults: without options no passage is longer than 600 runes, and most of a
// long text are not much shorter.
func TestSplitDefaults(t *testing.T) {
	var b strings.Builder
	for i := range 200 {
		fmt.Fprintf(&b, "这是第%d句话，说的是西湖的景色和历史。", i)
		if i%7 == 0 {
			b.WriteString("\n")
		}
	}
	d := docOf("", b.String())
	check(t, d, Options{})
	n := utf8.RuneCountInString(d.Text)
	if got := len(Split(d, Options{})); got < n/600 || got > n/400 {
		t.Errorf("%d runes in %d passages", n, got)
	}
}

// TestSplitGaps: line breaks between sentences count for the length of a passage.
func TestSplitGaps(t *testing.T) {
	d := &document.Document{Text: strings.Repeat("一二三四。\n\n\n\n\n", 40)}
	check(t, d, Options{Max: 50})
}

// check tests what Split promises of every document.
func check(t *testing.T, d *document.Document, opt Options) {
	t.Helper()
	got := Split(d, opt)
	if again := Split(d, opt); !slices.Equal(got, again) {
		t.Fatalf("two runs differ: %v, %v", got, again)
	}
	limit := opt.withDefaults().Max
	end := 0
	for _, p := range got {
		if p.Start < end || p.End <= p.Start || p.End > len(d.Text) {
			t.Fatalf("passage %+v after %d of %d bytes", p, end, len(d.Text))
		}
		if strings.TrimSpace(d.Text[end:p.Start]) != "" {
			t.Fatalf("%q left out", d.Text[end:p.Start])
		}
		body := d.Text[p.Start:p.End]
		if n := utf8.RuneCountInString(body); n > limit {
			t.Fatalf("passage of %d runes, at most %d: %q", n, limit, body)
		}
		if !utf8.ValidString(body) {
			t.Fatalf("%q cuts a rune", body)
		}
		end = p.End
	}
	if strings.TrimSpace(d.Text[end:]) != "" {
		t.Fatalf("%q left out", d.Text[end:])
	}
	for _, sp := range text.Sentences(d.Text) {
		if utf8.RuneCountInString(d.Text[sp.Start:sp.End]) > limit {
			continue
		}
		if !slices.ContainsFunc(got, func(p Passage) bool { return p.Start <= sp.Start && sp.End <= p.End }) {
			t.Fatalf("sentence %q is in no one passage", d.Text[sp.Start:sp.End])
		}
	}
}

func FuzzSplit(f *testing.F) {
	f.Add("标题", "# 标题\n一句。两句！\n## 节\n三句？\n\n\n四句", uint16(10), uint16(5))
	f.Add("", strings.Repeat("长", 70)+"，"+strings.Repeat("长", 70), uint16(60), uint16(0))
	f.Add("", "a\n\n\n\n\n\n\n\n\n\nb\n\n\n\n\n\n\n\n\nc", uint16(3), uint16(9))
	f.Add("x", "####### a\n#\n##\nb. c. d.", uint16(1), uint16(1))
	f.Fuzz(func(t *testing.T, title, marked string, most, least uint16) {
		d := docOf(title, strings.ToValidUTF8(marked, "?"))
		check(t, d, Options{Max: int(most) % 700, Min: int(least) % 700})
	})
}
