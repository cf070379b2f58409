package bot

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func cutAll(t *testing.T, pieces []string, patient bool) []draft {
	t.Helper()
	c := newCutter(newMarker())
	var out []draft
	for _, p := range pieces {
		c.add(p)
		for d, ok := c.next(false, patient); ok; d, ok = c.next(false, patient) {
			out = append(out, d)
		}
	}
	for d, ok := c.next(true, patient); ok; d, ok = c.next(true, patient) {
		out = append(out, d)
	}
	return out
}

var cutCases = []struct {
	name, in string
	want     []draft
}{
	{"marks before the stop", "甲任院长[1]。乙任副院长[2][3]。", []draft{{words: "甲任院长。", cited: []int{1}, line: true}, {words: "乙任副院长。", cited: []int{2, 3}}}},
	{"marks behind the stop", "甲任院长。[1]乙任副院长。[2][3]", []draft{{words: "甲任院长。", cited: []int{1}, line: true}, {words: "乙任副院长。", cited: []int{2, 3}}}},
	{"mark and stop behind the stop", "甲任院长。 [1]。乙。", []draft{{words: "甲任院长。", cited: []int{1}, line: true}, {words: "乙。"}}},
	{"lists and ranges", "甲任院长[1, 3]。乙任副院长【2-4】。丙［5］。丁[6†source]。", []draft{
		{words: "甲任院长。", cited: []int{1, 3}, line: true},
		{words: "乙任副院长。", cited: []int{2, 3, 4}},
		{words: "丙。", cited: []int{5}},
		{words: "丁。", cited: []int{6}},
	}},
	{"mark in the middle", "甲任院长[1],乙任副院长[2]。", []draft{{words: "甲任院长,乙任副院长。", cited: []int{1, 2}, line: true}}},
	{"lines and list", "名单如下:\n- 甲[1]\n- 乙[2]\n3. 丙。", []draft{
		{words: "名单如下:", line: true},
		{words: "甲", cited: []int{1}, lead: "- ", line: true},
		{words: "乙", cited: []int{2}, lead: "- ", line: true},
		{words: "丙。", lead: "3. ", line: true},
	}},
	{"decimal", "增长 3.14 亿元[1]。", []draft{{words: "增长 3.14 亿元。", cited: []int{1}, line: true}}},
	{"English", "It rose 3.5 percent in the U.S. last year [1]. Prices fell. [2]", []draft{
		{words: "It rose 3.5 percent in the U.S. last year.", cited: []int{1}, line: true}, {words: "Prices fell.", cited: []int{2}},
	}},
	{"quotation", "他说:“我走了。”[1]后来又回来。", []draft{{words: "他说:“我走了。”", cited: []int{1}, line: true}, {words: "后来又回来。"}}},
	{"no end", "没有句号[2]", []draft{{words: "没有句号", cited: []int{2}, line: true}}},
	{"no words", "。。。[1]\n\n甲。", []draft{{words: "甲。", line: true}}},
	{"nothing", " \n ", nil},
}

func TestCutter(t *testing.T) {
	for _, c := range cutCases {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, cutAll(t, []string{c.in}, true), cmp.AllowUnexported(draft{})); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// However a text is cut into pieces, a patient cutter finds the same sentences. (A second
// mark that comes after the first one was closed is too late for its sentence.)
func TestCutterPieces(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	for _, c := range cutCases {
		for range 30 {
			var pieces []string
			for runes := []rune(c.in); len(runes) > 0; {
				n := 1 + rnd.IntN(min(4, len(runes)))
				pieces = append(pieces, string(runes[:n]))
				runes = runes[n:]
			}
			var got, want []string
			for _, d := range cutAll(t, pieces, true) {
				got = append(got, d.lead+d.words)
			}
			for _, d := range c.want {
				want = append(want, d.lead+d.words)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Fatalf("%s in %q: %s", c.name, pieces, diff)
			}
		}
	}
}

// A sentence that carries its marks waits for nothing.
func TestCutterAtOnce(t *testing.T) {
	for _, in := range []string{"甲任院长[1]。", "甲任院长。[1]", "甲任院长\n"} {
		c := newCutter(newMarker())
		c.add(in)
		if d, ok := c.next(false, true); !ok || d.words == "" {
			t.Errorf("%q is held back", in)
		}
	}
	c := newCutter(newMarker())
	c.add("甲任院长。")
	if _, ok := c.next(false, true); ok || !c.waiting() {
		t.Error("a sentence without marks is given out before any could come")
	}
	if _, ok := c.next(false, false); !ok {
		t.Error("out of patience, and still held back")
	}
}

func FuzzCutter(f *testing.F) {
	for _, c := range cutCases {
		f.Add(c.in)
	}
	f.Fuzz(func(t *testing.T, s string) {
		words := func(s string) string {
			s = newMarker().mark.ReplaceAllString(s, "")
			return strings.Map(func(r rune) rune {
				if isWord(r) && (r < '0' || r > '9') {
					return r
				}
				return -1
			}, s)
		}
		var got strings.Builder
		for _, d := range cutAll(t, []string{s}, true) {
			got.WriteString(d.words)
		}
		if words(got.String()) != words(s) {
			t.Errorf("%q lost or gained words: %q", s, got.String())
		}
	})
}
