package text

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

func TestFold(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"empty", "", ""},
		{"simplified stays", "机器学习，", "机器学习,"},
		{"traditional", "機器學習與資訊檢索", "机器学习与资讯检索"},
		{"first candidate", "乾後於裏爲", "干后于里为"},
		{"chain", "薴苧", "苎苎"},
		{"full width", "ＡＢＣ１２３（ａ）！？；：", "abc123(a)!?;:"},
		{"half width", "ｱ｡､", "ア。、"},
		{"case", "GoLang ÀÉÜ ΑΒΣς ЖЯ", "golang àéü αβσσ жя"},
		{"compatibility", "金﨩\U0002F800", "金﨩丽"},
		{"radicals", "⼀⽇⻓⻔", "一日长门"},
		{"quotes", "“a”‘b’「c」『d』„", `"a"'b'"c""d""`},
		{"dashes", "–—―－‐", "-----"},
		{"dots", "·•・‧∙･", "······"},
		{"kept", "。、《》【】…", "。、《》【】…"},
		{"space", "a　b\u00a0c", "a b c"},
		{"above the basic plane", "𠌥㑮😀", "𠆿𫝈😀"},
		{"invalid", "a\xffB\xe4\xb8", "a\ufffdb\ufffd\ufffd"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := Fold(tt.in); got != tt.want {
				t.Errorf("Fold(%q) = %q, want %q", tt.in, got, tt.want)
			}
		})
	}
}

func TestRuneOverAllCodePoints(t *testing.T) {
	for r := rune(0); r <= unicode.MaxRune; r++ {
		to := Rune(r)
		if again := Rune(to); again != to {
			t.Errorf("Rune is not idempotent: %U → %U → %U", r, to, again)
		}
		if unicode.Is(unicode.Han, r) && !unicode.Is(unicode.Han, to) {
			t.Errorf("Rune maps the ideograph %c to %c", r, to)
		}
		if utf8.ValidRune(r) && !utf8.ValidRune(to) {
			t.Errorf("Rune maps %U to the invalid %U", r, to)
		}
	}
	for _, r := range []rune{-1, unicode.MaxRune + 1} {
		if to := Rune(r); to != r {
			t.Errorf("Rune(%d) = %d", r, to)
		}
	}
}

func TestRuneFollowsTable(t *testing.T) {
	content, err := os.ReadFile("data/TSCharacters.txt")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(content)) {
		fields := strings.Fields(line)
		from, _ := utf8.DecodeRuneInString(fields[0])
		to, _ := utf8.DecodeRuneInString(fields[1])
		if Rune(from) != Rune(to) {
			t.Errorf("Rune(%c) = %c, want that of %c", from, Rune(from), to)
		}
	}
}

func TestFoldRunes(t *testing.T) {
	runes, offsets := FoldRunes("a\xff學，𠌥", nil, nil)
	if diff := cmp.Diff([]rune{'a', utf8.RuneError, '学', ',', '𠆿'}, runes); diff != "" {
		t.Errorf("runes (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]int32{0, 1, 2, 5, 8, 12}, offsets); diff != "" {
		t.Errorf("offsets (-want +got):\n%s", diff)
	}
}

func FuzzFold(f *testing.F) {
	for _, s := range []string{"", "機器學習", "Ａ\xff\xe4\xb8B", "“「—·　", "\U0002F800𠌥", "\xed\xa0\x80"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		folded := Fold(s)
		if !utf8.ValidString(folded) {
			t.Fatalf("Fold(%q) = %q is not valid UTF-8", s, folded)
		}
		if again := Fold(folded); again != folded {
			t.Fatalf("Fold is not idempotent: %q → %q → %q", s, folded, again)
		}
		runes, offsets := FoldRunes(s, nil, nil)
		if string(runes) != folded {
			t.Fatalf("FoldRunes(%q) = %q, Fold gives %q", s, string(runes), folded)
		}
		if len(offsets) != len(runes)+1 || int(offsets[len(runes)]) != len(s) {
			t.Fatalf("FoldRunes(%q): offsets %v for %d runes", s, offsets, len(runes))
		}
		for i, r := range runes {
			from, size := utf8.DecodeRuneInString(s[offsets[i]:])
			if Rune(from) != r || int(offsets[i])+size != int(offsets[i+1]) {
				t.Fatalf("FoldRunes(%q): rune %d is %q at %d", s, i, r, offsets[i])
			}
		}
	})
}

// TestGenerated runs the generator and compares the tables, where gojieba's
// dictionary is in the module cache.
func TestGenerated(t *testing.T) {
	if testing.Short() {
		t.Skip("compiles and runs the generator")
	}
	cache, err := exec.Command("go", "env", "GOMODCACHE").Output()
	if err != nil {
		t.Skip("no go command:", err)
	}
	dict := filepath.Join(strings.TrimSpace(string(cache)),
		"github.com/yanyiwu/gojieba@v1.4.7/deps/cppjieba/dict/jieba.dict.utf8")
	if _, err := os.Stat(dict); err != nil {
		t.Skip("no dictionary to generate from:", err)
	}
	dir := t.TempDir()
	if out, err := exec.Command("go", "run", "./gen", "-out", dir, "-dict", dict).CombinedOutput(); err != nil {
		t.Fatalf("generator: %v\n%s", err, out)
	}
	made, err := filepath.Glob(filepath.Join(dir, "*.bin"))
	if err != nil || len(made) == 0 {
		t.Fatalf("nothing generated: %v", err)
	}
	for _, path := range made {
		name := filepath.Base(path)
		want, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		got, err := os.ReadFile(filepath.Join("data", name))
		if err != nil || string(got) != string(want) {
			t.Errorf("data/%s is not what the generator writes; run go generate (%v)", name, err)
		}
	}
}

func BenchmarkFold(b *testing.B) {
	for name, s := range map[string]string{
		"simplified":  strings.Repeat("检索增强生成把文档切成段落再按问题找出最相关的几段。", 400),
		"traditional": strings.Repeat("檢索增強生成，把文檔切成段落，再按問題找出最相關的幾段。", 400),
		"english":     strings.Repeat("Retrieval finds the passages that answer a question. ", 400),
	} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(s)))
			for b.Loop() {
				Fold(s)
			}
		})
	}
}

func BenchmarkFoldRunes(b *testing.B) {
	s := strings.Repeat("檢索增強生成，把文檔切成段落，再按問題找出最相關的幾段。", 400)
	var runes []rune
	var offsets []int32
	b.SetBytes(int64(len(s)))
	for b.Loop() {
		runes, offsets = FoldRunes(s, runes[:0], offsets[:0])
	}
}
