package segment

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"ask/retrieve/text"
)

// texts are the words of a cut.
func texts(words []Word) []string {
	var out []string
	for _, w := range words {
		out = append(out, w.Text)
	}
	return out
}

func TestCut(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{"empty", "", ""},
		{"punctuation", "，。 \n", ""},
		{"sentence", "我来到北京清华大学", "我|来到|北京|清华大学"},
		{"punctuation left out", "西湖，位于杭州。", "西湖|位于|杭州"},
		{"unknown words", "他来到了网易杭研大厦", "他|来到|了|网易|杭研|大厦"},
		{"Latin and numbers", "gpt4于2024年发布", "gpt4|于|2024|年|发布"},
		{"NUL", "西湖\x00杭州", "西湖|杭州"},
		{"invalid", "西湖\xff\xfe杭州", "西湖|杭州"},
		{"cut rune", "西湖\xe6\x9d", "西湖"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var want []string
			if tt.want != "" {
				want = strings.Split(tt.want, "|")
			}
			if diff := cmp.Diff(want, texts(shared.Cut(tt.in))); diff != "" {
				t.Errorf("Cut(%q) (-want +got):\n%s", tt.in, diff)
			}
		})
	}
}

func TestTags(t *testing.T) {
	want := map[string]Tag{
		"毛泽东": Person, "北京": Place, "清华大学": Organ, "今天": Time, "发布": Verb, "的": Function, "桌子": NoTag,
	}
	got := map[string]Tag{}
	for _, w := range shared.Cut("毛泽东 北京 清华大学 今天 发布 的 桌子") {
		got[w.Text] = w.Tag
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("tags (-want +got):\n%s", diff)
	}
}

func TestTagOf(t *testing.T) {
	for label, want := range map[string]Tag{
		"nr": Person, "nrt": Person, "nrfg": Person, "ns": Place, "nt": Organ, "t": Time, "nz": Proper, "v": Verb, "vn": Verb,
		"uj": Function, "p": Function, "c": Function, "d": Function, "r": Function, "y": Function,
		"n": NoTag, "x": NoTag, "": NoTag, "zg": NoTag, "eng": NoTag, "m": NoTag,
	} {
		if got := tagOf(label); got != want {
			t.Errorf("tagOf(%q) = %d, want %d", label, got, want)
		}
	}
}

func TestParts(t *testing.T) {
	for word, want := range map[string][]string{
		"清华大学": {"清华", "华大", "大学"}, "大学": nil, "学": nil, "": nil,
	} {
		for range 2 { // the second time from memory
			if diff := cmp.Diff(want, shared.Parts(word)); diff != "" {
				t.Errorf("Parts(%q) (-want +got):\n%s", word, diff)
			}
		}
	}
}

// checkCut tests what Cut promises: the word at [Start, End) runes is its Text.
func checkCut(t *testing.T, folded string) {
	t.Helper()
	runes := []rune(folded)
	covered := make([]bool, len(runes))
	end := int32(0)
	for _, w := range shared.Cut(folded) {
		if w.Start < end || w.End <= w.Start || int(w.End) > len(runes) {
			t.Fatalf("%q at [%d, %d) after %d of %d runes", w.Text, w.Start, w.End, end, len(runes))
		}
		if got := string(runes[w.Start:w.End]); got != w.Text {
			t.Fatalf("%q stands at [%d, %d), not %q", got, w.Start, w.End, w.Text)
		}
		for i := w.Start; i < w.End; i++ {
			covered[i] = true
		}
		end = w.End
	}
	if text.Fold(folded) != folded {
		return // capitals are no letters here
	}
	for i, r := range runes {
		if text.ClassOf(r) != text.Other && !covered[i] {
			t.Fatalf("%q at %d is in no word", r, i)
		}
	}
}

func FuzzCut(f *testing.F) {
	for _, s := range []string{
		"我来到北京清华大学，GPT-4o于2024年发布。", "西湖\x00杭州\xff\xfe", "\xe6\x9d", "𠀀𠀁龥ひらカタ가나", "\ufffd\ufeff中\u200b文\u00b7",
		"１２３ＡＢＣ", "é1.5%·a_b-c+d", "\U0010ffff\U000e0001中", "\r\n\t 　", "a\x00b\x00",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		checkCut(t, s)
		checkCut(t, text.Fold(s))
		clean := sanitise(s)
		if !utf8.ValidString(clean) || strings.IndexByte(clean, 0) >= 0 || utf8.RuneCountInString(clean) != utf8.RuneCountInString(s) {
			t.Fatalf("sanitise(%q) = %q", s, clean)
		}
	})
}

// TestUnpack: a damaged or missing dictionary is unpacked again, and a folder that
// cannot be written is an error.
func TestUnpack(t *testing.T) {
	p, err := unpack(cacheDir)
	if err != nil {
		t.Fatal(err)
	}
	before, err := os.ReadFile(p.stop)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(p.stop, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := unpack(cacheDir); err != nil {
		t.Fatal(err)
	}
	if after, err := os.ReadFile(p.stop); err != nil || !slices.Equal(before, after) {
		t.Errorf("a cut file stays: %q, %v", after, err)
	}
	if left, _ := filepath.Glob(filepath.Join(filepath.Dir(p.stop), ".new-*")); len(left) > 0 {
		t.Errorf("left behind: %q", left)
	}
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := LoadJieba(file, ""); err == nil {
		t.Error("unpacked into a file")
	}
}
