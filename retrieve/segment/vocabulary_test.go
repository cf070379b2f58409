package segment

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"ask/retrieve/text"
)

func vocabulary(words ...string) Vocabulary {
	set := map[string]bool{}
	for _, w := range words {
		set[w] = true
	}
	return Vocabulary{Has: func(w string) bool { return set[w] }}
}

func TestVocabularyCut(t *testing.T) {
	v := vocabulary("清华", "大学", "清华大学", "华大", "北京", "湖", "的", "gpt4", "一二三四五六七八", "一二三四五六七八九")
	for _, tt := range []struct{ name, in, want string }{
		{"empty", "", ""},
		{"longest, with what is inside", "清华大学", "清华大学|清华|华大|大学"},
		{"two runes have nothing inside", "北京", "北京"},
		{"unknown", "上海", ""},
		{"unknown beside known", "在北京的清华", "北京|清华"},
		{"lone rune", "西湖", "湖"},
		{"particles are no words", "的", ""},
		{"each once", "北京北京，北京", "北京"},
		{"Latin words whole", "gpt4 gpt", "gpt4"},
		{"not across punctuation", "清，华大学", "华大"},
		{"eight runes at most", "一二三四五六七八九", "一二三四五六七八"},
		{"order of appearance", "大学北京清华", "大学|北京|清华"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var want []string
			if tt.want != "" {
				want = strings.Split(tt.want, "|")
			}
			if diff := cmp.Diff(want, v.Cut(tt.in)); diff != "" {
				t.Errorf("Cut(%q) (-want +got):\n%s", tt.in, diff)
			}
		})
	}
}

// TestVocabularyNothingLost: what jieba finds in a text, the vocabulary of that text
// finds again.
func TestVocabularyNothingLost(t *testing.T) {
	const s = "林俊旸离开阿里巴巴。西湖位于杭州,gpt4于2024年发布。"
	words := texts(shared.Cut(s))
	got := map[string]bool{}
	for _, w := range vocabulary(words...).Cut(s) {
		got[w] = true
	}
	for _, w := range words {
		if utf8.RuneCountInString(w) > 1 && !got[w] {
			t.Errorf("%q is lost in %v", w, got)
		}
	}
}

func FuzzVocabularyCut(f *testing.F) {
	f.Add("清华大学gpt4,的", uint8(3))
	f.Add("\xff\x00中", uint8(0))
	f.Fuzz(func(t *testing.T, s string, mod uint8) {
		folded := text.Fold(s)
		seen := map[string]bool{}
		v := Vocabulary{Has: func(w string) bool { return len(w)%(int(mod)%7+1) == 0 }}
		for _, w := range v.Cut(folded) {
			if seen[w] || w == "" || !strings.Contains(folded, w) || !v.Has(w) {
				t.Fatalf("%q of %q, seen %v", w, folded, seen[w])
			}
			seen[w] = true
		}
	})
}
