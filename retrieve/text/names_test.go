package text

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

func TestNameKeys(t *testing.T) {
	for _, tt := range []struct {
		in   string
		want []string
	}{
		{"林俊旸", []string{"linjunyang"}},
		{"周杰伦", []string{"zhoujielun"}},
		{"馬化騰", []string{"mahuateng"}},
		{"通义千问", []string{"tongyiqianwen"}},
		{"曾国藩", []string{"zengguofan"}},
		{"单田芳", []string{"shantianfang", "dantianfang"}},
		{"解晓东", []string{"xiexiaodong", "jiexiaodong"}},
		{"仇和", []string{"qiuhe", "chouhe"}},
		{"区志航", []string{"ouzhihang", "quzhihang"}},
		{"查良镛", []string{"zhaliangyong", "chaliangyong"}},
		{"尉迟恭", []string{"yuchigong"}},
		{"万俟卨", []string{"moqixie"}},
		{"欧阳修", []string{"ouyangxiu"}},
		{"吕布", []string{"lvbu", "lubu"}},
		{"乐天", []string{"yuetian", "letian"}},
		{"单长乐", []string{"shanchangle", "shanchangyue", "shanzhangle", "shanzhangyue"}},
		{"林", nil},
		{"", nil},
		{"林a", nil},
		{"abc", nil},
		{"一二三四五", nil},
		{"林\xff", nil},
	} {
		if diff := cmp.Diff(tt.want, NameKeys(tt.in)); diff != "" {
			t.Errorf("NameKeys(%q) (-want +got):\n%s", tt.in, diff)
		}
	}
}

func TestLatinNameKeys(t *testing.T) {
	for _, tt := range []struct {
		in   string // words
		want string // key among those given, "" for none at all
	}{
		{"Lin Junyang", "linjunyang"},
		{"Junyang Lin", "linjunyang"},
		{"LIN Jun-yang", "linjunyang"},
		{"Lin Jun Yang", "linjunyang"},
		{"Jun Yang Lin", "linjunyang"},
		{"Lín Jùnyáng", "linjunyang"},
		{"Li\u0301n Jun\u0300ya\u0301ng", "linjunyang"},
		{"linjunyang", "linjunyang"},
		{"Ouyang Xiu", "ouyangxiu"},
		{"Xiu Ou Yang", "ouyangxiu"},
		{"Lü Bu", "lvbu"},
		{"Lu\u0308 Bu", "lvbu"},
		{"Lyu Bu", "lvbu"},
		{"LV Bu", "lvbu"},
		{"Lu Bu", "lubu"},
		{"Lue Fang", "lvefang"},
		{"Wang Xi'an", "wangxian"},
		{"Wang Xi’an", "wangxian"},
		{"Tongyi Qianwen", "tongyiqianwen"},
		{"New York", ""},
		{"Lin Smith", ""},
		{"Lin'", ""},
		{"", ""},
		{"Zhuangzhuangzhuangzhuangzhuang Li", ""},
	} {
		got := LatinNameKeys(strings.Fields(tt.in))
		if tt.want == "" && got != nil || tt.want != "" && !slices.Contains(got, tt.want) {
			t.Errorf("LatinNameKeys(%q) = %q, want %q", tt.in, got, tt.want)
		}
	}
}

func TestLatinNames(t *testing.T) {
	tests := []struct {
		name, in string
		anyCase  bool
		want     []string // text=key
	}{
		{"capitalised", "Qwen's lead Lin Junyang left, said Junyang Lin.", false, []string{"Lin Junyang=linjunyang", "Junyang Lin=linjunyang"}},
		{"hyphen", "By LIN Jun-yang and Li Na", false, []string{"LIN Jun-yang=linjunyang", "Li Na=lina"}},
		{"three words", "Prof. Lin Jun Yang spoke", false, []string{"Lin Jun Yang=linjunyang"}},
		{"double family name", "Ouyang Xiu and Zhuge Kongming", false, []string{"Ouyang Xiu=ouyangxiu", "Zhuge Kongming=zhugekongming"}},
		{"double in two words", "Si Ma Qian wrote", false, []string{"Si Ma Qian=simaqian"}},
		{"among ideographs", "问Wang Xiaochuan是谁", false, []string{"Wang Xiaochuan=wangxiaochuan"}},
		{"lower case in a question", "who is lin junyang", true, []string{"lin junyang=linjunyang"}},
		{"lower case in text", "who is lin junyang", false, nil},
		{"lower case after ideographs", "马化腾和ma huateng", true, []string{"ma huateng=mahuateng"}},
		{"english", "can he run? New York, Hong Kong, Yin Yang. He Can. you can make a long change", true, nil},
		{"places", "Shanghai Lu Xun Museum", false, []string{"Lu Xun=luxun"}},
		{"other separators", "Lin, Junyang; Lin\nJunyang; Lin  Junyang", false, nil},
		{"too long", "Lin Junyangmingli", false, nil},
		{"initials and digits", "E Zhang and Lin Junyang2", false, nil},
		{"invalid", "\xffLin Junyang\xff", false, []string{"Lin Junyang=linjunyang"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, n := range LatinNames(tt.in, tt.anyCase) {
				got = append(got, tt.in[n.Start:n.End]+"="+n.Keys[0])
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// TestNamesAcrossScripts makes names of every family name and random
// characters, and expects either order of their romanised forms to match.
func TestNamesAcrossScripts(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	var families []string
	for i := 0; i < len(surnames1); i += 2 {
		families = append(families, decodeKey(surnames1[i:i+2]))
	}
	for i := 0; i < len(surnames2); i += 4 {
		families = append(families, decodeKey(surnames2[i:i+4]))
	}
	const given = "俊旸杰伦化腾小川勇明华丽娟建国志强乐长行重朝晟绿女略安恩儿欧玥茜子轩梓涵"
	pool := []rune(given)
	for _, family := range families {
		for n := 1; n <= 2; n++ {
			var inner string
			for range n {
				inner += string(pool[random.IntN(len(pool))])
			}
			checkAcrossScripts(t, family, inner)
		}
	}
}

func checkAcrossScripts(t *testing.T, family, given string) {
	t.Helper()
	keys := NameKeys(family + given)
	if len(keys) == 0 || len(keys) > maxKeys {
		t.Errorf("NameKeys(%s) = %q", family+given, keys)
		return
	}
	// The romanised form is the first key, cut where the family name ends.
	// The readings of 吕 and its like do not start each other.
	cut := familyLetters(family)
	first, rest := title(keys[0][:cut]), title(keys[0][cut:])
	for _, words := range [][]string{{first, rest}, {rest, first}} {
		if latin := LatinNameKeys(words); !slices.Contains(latin, keys[0]) {
			t.Errorf("%s: %q give %q, not %q", family+given, words, latin, keys[0])
		}
	}
	s := "x " + first + " " + rest
	found := LatinNames(s, false)
	english := mayBeEnglish(strings.ToLower(first), true) && mayBeEnglish(strings.ToLower(rest), true)
	if len(first) > 1 && len(rest) > 1 && !english && !notName(keys[0]) &&
		(len(found) != 1 || !slices.Contains(found[0].Keys, keys[0])) {
		t.Errorf("LatinNames(%q) = %v", s, found)
	}
}

// familyLetters returns the length of the first reading of a family name.
func familyLetters(family string) int {
	runes := []rune(family)
	if len(runes) == 2 {
		return len(doubleReading(runes))
	}
	return len(appendReadings(nil, runes[0], true)[0])
}

func title(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

// TestReadings checks that every family name can be read and every syllable of
// the table is one.
func TestReadings(t *testing.T) {
	for i := 0; i < len(surnames1); i += 2 {
		r, _ := utf8.DecodeRuneInString(decodeKey(surnames1[i : i+2]))
		options := appendReadings(nil, r, true)
		if len(options) == 0 || !isFamily(options[0]) {
			t.Errorf("family name %c is read %q", r, options)
		}
	}
	missing := 0
	for r := rune(firstHan); r <= lastHan; r++ {
		if unicode.Is(unicode.Han, r) && len(appendReadings(nil, r, false)) == 0 {
			missing++
		}
	}
	if missing > 200 {
		t.Errorf("%d ideographs have no reading", missing)
	}
	for i := 0; i < len(syllables); i += syllableWidth {
		s := padded(syllables, syllableWidth, i/syllableWidth)
		if key, n := spell(s); key != s || n != 1 {
			t.Errorf("spell(%q) = %q, %d", s, key, n)
		}
	}
}

func FuzzLatinNames(f *testing.F) {
	f.Add("who is lin jun-yang’s \xff Lü Bu")
	f.Fuzz(func(t *testing.T, s string) {
		last := 0
		for _, n := range LatinNames(s, true) {
			if n.Start < last || n.End <= n.Start || n.End > len(s) || len(n.Keys) == 0 {
				t.Fatalf("LatinNames(%q): bad span %v", s, n)
			}
			last = n.End
		}
	})
}

func BenchmarkNameKeys(b *testing.B) {
	for b.Loop() {
		NameKeys("林俊旸")
	}
}

func BenchmarkLatinNames(b *testing.B) {
	s := strings.Repeat("The former lead of the team, Lin Junyang, left the company in March. ", 20)
	b.SetBytes(int64(len(s)))
	for b.Loop() {
		LatinNames(s, false)
	}
}
