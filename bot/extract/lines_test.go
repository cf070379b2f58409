package extract

import (
	"slices"
	"testing"

	"ask/retrieve/text"
)

// candidates are the sentences of a passage that may be quotes.
func candidates(t *testing.T, passage string) []string {
	t.Helper()
	c := rules(t)
	tb := newTable(c, c.reader.Read("茶馆?"), nil)
	tb.add(Passage{Text: passage})
	var out []string
	for _, s := range tb.all {
		out = append(out, passage[s.Start:s.End])
	}
	return out
}

func TestFurniture(t *testing.T) {
	for _, tt := range []struct {
		name, line string
		quote      bool
	}{
		{"breadcrumb", "首页 > 茶馆 > 价目", false},
		{"breadcrumb with slashes", "南门街坊 / 吃喝 / 茶馆", false},
		{"byline", "责任编辑：小穗", false},
		{"time of publication", "南门日报 2024-03-02 09:15 记者 阿禾", false},
		{"date alone", "2024年3月2日", false},
		{"share bar", "点赞 在看 分享到朋友圈", false},
		{"next and last", "上一篇：雨停了 下一篇：修伞", false},
		{"number of a paper", "南街办〔2024〕7号", false},
		{"salutation", "各位街坊：", false},
		{"sentence with a date", "2024年3月2日，茶馆换了招牌。", true},
		{"sentence with a sign", "水温 > 90 度才泡得开。", true},
		{"label", "地址：南门街12号", true},
		{"list item", "- 自带茶叶收开水费两元", true},
		{"row", "毛尖 | 18元 | 每壶", true},
		{"plain line", "茶馆下午才有人说书", true},
		{"sentence about an editor", "编辑：这个行当快没人做了，他说。", true},
	} {
		if got := slices.Contains(candidates(t, tt.line), tt.line); got != tt.quote {
			t.Errorf("%s: %q may be a quote: %v", tt.name, tt.line, got)
		}
	}
	if got := candidates(t, "他说，记者 2024-03-02 09:15 来过，喝了三壶。走了。"); len(got) != 2 {
		t.Errorf("within a paragraph: %q", got)
	}
}

// TestLead: a line that only opens the next ones is no quote, but they are read with it.
func TestLead(t *testing.T) {
	passage := "第二条 茶价：\n（一）毛尖每壶18元；\n（二）开水每壶2元。"
	c := rules(t)
	tb := newTable(c, c.reader.Read("茶价多少?"), []Term{{Text: "茶价", IDF: 2}, {Text: "毛尖", IDF: 2}})
	tb.add(Passage{Text: passage})
	tb.rows()
	if len(tb.all) != 2 {
		t.Fatalf("%d sentences", len(tb.all))
	}
	for i, want := range []float32{1, 0.5} {
		if got := tb.all[i].row[index("headov")]; got != want {
			t.Errorf("sentence %d: headov %v, want %v", i, got, want)
		}
	}
}

func TestLeans(t *testing.T) {
	passage := "掌柜姓佟，关外人。他十二岁学徒。\n品名 | 原价 | 现价\n毛尖 | 20元 | 18元\n银针 | 35元 | 30元\n问：能带狗吗？\n答：拴在门口就行。\n茶馆朝南。"
	c := rules(t)
	tb := newTable(c, c.reader.Read("茶馆?"), nil)
	tb.add(Passage{Text: passage})
	var got []int
	for _, s := range tb.all {
		got = append(got, s.Leans)
	}
	if want := []int{0, 1, 0, 1, 2, 0, 1, 0}; !slices.Equal(got, want) {
		t.Errorf("leans %v, want %v", got, want)
	}
}

func TestReadLineRules(t *testing.T) {
	for name, data := range map[string]string{"short": "page x", "pattern": "page x (", "kind": "foot x y", "missing": "page x y"} {
		if _, err := readLineRules(data); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

// TestTells: words that frame any question, pairs across a particle and words that stand
// nowhere do not weigh.
func TestTells(t *testing.T) {
	c := rules(t)
	for term, want := range map[string]bool{"茶价": true, "负责": true, "现在": false, "茶的": false} {
		if got := c.tells(Term{Text: term, IDF: 1}); got != want {
			t.Errorf("%s tells: %v", term, got)
		}
	}
	if c.tells(Term{Text: "盖碗", None: true}) || !c.tells(Term{Text: "盖碗", None: true, Synonyms: []string{"三才碗"}}) {
		t.Error("a word that stands nowhere weighs only with its synonyms")
	}
}

func TestPickShape(t *testing.T) {
	s := func(passage, order int, prob float64) Sentence {
		return Sentence{Passage: passage, Doc: uint32(passage), Order: order, Prob: prob, Runes: 20, Span: text.Span{Start: order, End: order + 1}}
	}
	l := Length{Max: 200, Ratio: 0.3, Other: 0.1, Most: 3, Floor: 15}
	lean := s(1, 4, 0.9)
	lean.Leans = 1
	for _, tt := range []struct {
		name string
		all  []Sentence
		want [][2]int
	}{
		{"best first", []Sentence{s(0, 0, 0.5), s(1, 3, 0.8)}, [][2]int{{1, 3}, {0, 0}}},
		{"most", []Sentence{s(0, 0, 0.9), s(0, 2, 0.8), s(0, 4, 0.7), s(0, 6, 0.6)}, [][2]int{{0, 0}, {0, 2}, {0, 4}}},
		{"another document comes less near", []Sentence{s(0, 0, 0.9), s(0, 2, 0.2), s(1, 0, 0.1)}, [][2]int{{0, 0}, {1, 0}}},
		{"with what it leans on", []Sentence{s(1, 3, 0.01), lean, s(1, 5, 0.02)}, [][2]int{{1, 3}, {1, 4}}},
		{"neighbours in order", []Sentence{s(0, 1, 0.5), s(0, 2, 0.9)}, [][2]int{{0, 1}, {0, 2}}},
		{"none", nil, nil},
	} {
		var got [][2]int
		for _, p := range l.Pick(tt.all) {
			got = append(got, [2]int{p.Passage, p.Order})
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s: picked %v, want %v", tt.name, got, tt.want)
		}
	}
}
