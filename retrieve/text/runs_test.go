package text

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestClassOf(t *testing.T) {
	for _, tt := range []struct {
		name  string
		runes string
		want  Class
	}{
		{"ideographs", "一中鿿㐀𠀀〇", Han},
		{"kana", "ひらカタゝー", Han},
		{"Latin letters and digits", "az09_", Word},
		{"letters with marks", "éüñčß", Word},
		{"Greek, Cyrillic, Hebrew", "αωжא", Word},
		{"Hangul", "가힣", Word},
		{"white space", " \t\n　", Other},
		{"punctuation", ".,-·・。，《》“”×÷", Other},
		{"invalid", "\ufffd", Other},
	} {
		for _, r := range tt.runes {
			if got := ClassOf(r); got != tt.want {
				t.Errorf("%s: ClassOf(%q) = %d, want %d", tt.name, r, got, tt.want)
			}
		}
	}
}

func TestGrams(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{"empty", "", ""},
		{"nothing to match", "。 ，·", ""},
		{"Han run", "林俊旸", "林俊|俊旸"},
		{"lone Han rune", "a中b", "a|中|b"},
		{"broken by punctuation", "林俊，旸", "林俊|旸"},
		{"words", "gpt 4o_mini", "gpt|4o_mini"},
		{"mixed", "用gpt4写作", "用|gpt4|写作"},
		{"middle dot", "约翰·史密斯", "约翰|史密|密斯"},
		{"beyond the basic plane", "𠀀𠀁", "𠀀𠀁"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			runes := []rune(tt.in)
			var got []string
			for _, g := range Grams(runes, nil) {
				got = append(got, string(runes[g.Start:g.End]))
			}
			var want []string
			if tt.want != "" {
				want = strings.Split(tt.want, "|")
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("Grams(%q) (-want +got):\n%s", tt.in, diff)
			}
		})
	}
}

// TestGramKeys: equal grams have equal keys, wherever they stand; others differ.
func TestGramKeys(t *testing.T) {
	keys := map[string]uint64{}
	for _, in := range []string{"林俊旸离职", "离职的林俊", "中 文 中文", "gpt gpt4 4", "4gpt", "文"} {
		runes := []rune(in)
		for _, g := range Grams(runes, nil) {
			s := string(runes[g.Start:g.End])
			if have, ok := keys[s]; ok && have != g.Key {
				t.Errorf("%q has keys %x and %x", s, have, g.Key)
			}
			keys[s] = g.Key
		}
	}
	texts := map[uint64]string{}
	for s, k := range keys {
		if other, ok := texts[k]; ok {
			t.Errorf("%q and %q share key %x", s, other, k)
		}
		texts[k] = s
	}
	if Pair('中', '文') != keys["中文"] || Pair(0, '文') != keys["文"] {
		t.Error("Pair does not give the keys of Grams")
	}
}

func TestGramsAppend(t *testing.T) {
	first := Grams([]rune("中文"), nil)
	both := Grams([]rune("汉字"), first)
	if len(both) != 2 || both[0] != first[0] {
		t.Errorf("appended: %+v", both)
	}
}

func FuzzGrams(f *testing.F) {
	f.Add("林俊旸用gpt4写作，1对1。")
	f.Add("\xff\x00中")
	f.Fuzz(func(t *testing.T, s string) {
		runes := []rune(Fold(s))
		covered := make([]bool, len(runes))
		last := int32(-1)
		for _, g := range Grams(runes, nil) {
			if g.Start < last || g.Start >= g.End || int(g.End) > len(runes) {
				t.Fatalf("gram %+v after %d of %d runes", g, last, len(runes))
			}
			last = g.Start
			class := ClassOf(runes[g.Start])
			for i := g.Start; i < g.End; i++ {
				covered[i] = true
				if ClassOf(runes[i]) != class || class == Other {
					t.Fatalf("gram %q mixes classes", string(runes[g.Start:g.End]))
				}
			}
			if class == Han && g.End-g.Start > 2 {
				t.Fatalf("gram %q is too long", string(runes[g.Start:g.End]))
			}
		}
		for i, r := range runes {
			if covered[i] != (ClassOf(r) != Other) {
				t.Fatalf("rune %d, %q: in a gram %v", i, r, covered[i])
			}
		}
	})
}
