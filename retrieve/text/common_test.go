package text

import (
	"testing"
	"unicode/utf8"
)

func TestCommon(t *testing.T) {
	tests := []struct {
		name  string
		words []string
		want  bool
	}{
		{"ordinary", []string{
			"掌门人", "负责人", "离职", "原因", "总部", "价格", "电话", "天气", "股票", "身高",
			"什么", "多少", "哪里", "明白", "阳光", "城市", "东西", "老虎", "谢谢", "中国", "共和国",
			"实事求是", "一个", "二氧化碳",
		}, true},
		{"persons", []string{
			"周杰伦", "马化腾", "林俊旸", "张勇", "王小川", "毛泽东", "袁世凯", "曹操", "龙应台", "韦小宝",
		}, false},
		{"places and organisations", []string{"北京", "上海", "武汉市", "法国", "清华", "腾讯", "阿里巴巴", "北京大学"}, false},
		{"no words", []string{"", "的", "abc", "价格a", "a价格", "价格价格价格", "\xff\xfe", "價格"}, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for _, w := range tt.words {
				if got := Common(w); got != tt.want {
					t.Errorf("Common(%q) = %v", w, got)
				}
			}
		})
	}
}

func TestCommonPrefix(t *testing.T) {
	for _, tt := range []struct{ in, want string }{
		{"", ""},
		{"价格是多少", "价格"},
		{"负责人是谁", "负责人"},
		{"实事求是地说", "实事求是"},
		{"林俊旸离职", ""},
		{"的", ""},
		{"价", ""},
		{"abc", ""},
		{"价格abc", "价格"},
	} {
		if got := tt.in[:CommonPrefix(tt.in)]; got != tt.want {
			t.Errorf("CommonPrefix(%q) finds %q, want %q", tt.in, got, tt.want)
		}
	}
}

// TestWordLists checks every word of the lists: sorted, folded, found.
func TestWordLists(t *testing.T) {
	total, size := 0, 0
	for n, list := range map[int]string{2: words2, 3: words3, 4: words4, 5: words5} {
		last := ""
		for i := 0; i < len(list); i += 2 * n {
			entry := list[i : i+2*n]
			word := decodeKey(entry)
			if entry <= last || Fold(word) != word || utf8.RuneCountInString(word) != n ||
				!Common(word) || CommonPrefix(word) != len(word) {
				t.Fatalf("bad entry %q of the list of %d runes", word, n)
			}
			last = entry
			total++
		}
		size += len(list)
	}
	t.Logf("%d words, %d bytes", total, size)
	if total < 60_000 || total > 80_000 || size > 600_000 {
		t.Errorf("%d words of %d bytes are outside the budget", total, size)
	}
}

func TestSurname(t *testing.T) {
	for _, tt := range []struct {
		in   string
		want int
	}{
		{"", 0},
		{"王", 1},
		{"王小川", 1},
		{"欧阳修", 2},
		{"欧阳", 2},
		{"司马", 2},
		{"诸葛亮", 2},
		{"钟", 1},
		{"和", 0},
		{"的", 0},
		{"我们", 0},
		{"a", 0},
		{"林", 1},
		{"单田芳", 1},
		{"单于", 2},
		{"\xff", 0},
	} {
		if got := Surname(tt.in); got != tt.want {
			t.Errorf("Surname(%q) = %d, want %d", tt.in, got, tt.want)
		}
	}
	for _, list := range []struct {
		table string
		width int
	}{{surnames1, 2}, {surnames2, 4}} {
		for i := 0; i < len(list.table); i += list.width {
			name := decodeKey(list.table[i : i+list.width])
			if got := Surname(name); got != list.width/2 || Fold(name) != name {
				t.Errorf("Surname(%q) = %d", name, got)
			}
		}
	}
}

func TestFunction(t *testing.T) {
	for _, r := range "的了是在和不也都吗" {
		if !Function(r) {
			t.Errorf("Function(%c) = false", r)
		}
	}
	for _, r := range "林价电天a。" {
		if Function(r) {
			t.Errorf("Function(%c) = true", r)
		}
	}
}

// decodeKey returns the text of a table's entry.
func decodeKey(entry string) string {
	var runes []rune
	for i := 0; i < len(entry); i += 2 {
		runes = append(runes, rune(entry[i])<<8|rune(entry[i+1]))
	}
	return string(runes)
}

func BenchmarkCommon(b *testing.B) {
	words := []string{"负责人", "离职", "林俊旸", "实事求是", "价格", "周杰伦", "王小川", "掌门人"}
	i := 0
	for b.Loop() {
		Common(words[i&7])
		i++
	}
}

func BenchmarkCommonPrefix(b *testing.B) {
	texts := []string{"负责人是谁呢", "离职的原因", "林俊旸为什么", "实事求是地说", "周杰伦的歌", "价格是多少", "王小川现在", "掌门人是谁"}
	i := 0
	for b.Loop() {
		CommonPrefix(texts[i&7])
		i++
	}
}
