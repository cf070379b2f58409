package extract

import (
	"testing"

	"ask/retrieve/question"
	"ask/retrieve/text"
)

func rules(t *testing.T) *Chooser {
	t.Helper()
	c, err := newRules(question.New())
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// TestWants: each question looks for its own kind of measure and for no other.
func TestWants(t *testing.T) {
	c := rules(t)
	for _, tt := range []struct {
		question, tells, silent string
	}{
		{"一碗面多少钱?", "大碗的卖十八块。", "面馆在二楼，开了十八年。"},
		{"门票几块?", "学生证免票。", "每天放三百人进去。"},
		{"澡堂几点关门?", "晚上九点半停水。", "门口有三张长椅。"},
		{"末班缆车是几点", "末班21时40分。", "缆车有40个座位。"},
		{"修一双鞋要多久?", "三个小时可以取。", "修鞋四十五元。"},
		{"水塔有多高?", "塔身高三十六米。", "塔建于1936年。"},
		{"这袋米多重", "净重25公斤。", "袋长80厘米。"},
		{"收成降了百分之几?", "比上年少两成。", "收了两百担。"},
		{"合唱团有几个人?", "团员五十六名。", "唱了五十六年。"},
		{"戏楼有多少张桌子?", "楼下摆了三十张。", "楼高三层。"},
		{"茶馆星期几歇业?", "周二不开。", "二月不开。"},
		{"桥是哪年修的?", "光绪八年动工，1884年通车。", "桥长84米。"},
		{"闸门多久检查一次?", "每两周查一遍。", "闸门宽两米。"},
		{"供销社的电话多少", "0578-3312046。", "柜台有312种货。"},
		{"老井水温多少度", "井水常年十六度。", "井深十六米。"},
	} {
		want := c.wants.find(text.Fold(tt.question))
		if want == nil {
			t.Errorf("%s: asks for no measure", tt.question)
			continue
		}
		if !want.MatchString(text.Fold(tt.tells)) {
			t.Errorf("%s: %s does not tell", tt.question, tt.tells)
		}
		if want.MatchString(text.Fold(tt.silent)) {
			t.Errorf("%s: %s tells", tt.question, tt.silent)
		}
	}
	for _, q := range []string{"谁修的桥?", "为什么停水?", "茶馆在哪里?"} {
		if c.wants.find(text.Fold(q)) != nil {
			t.Errorf("%s asks for a measure", q)
		}
	}
}

func TestReadMeasures(t *testing.T) {
	for name, data := range map[string]string{
		"short": "ask money", "pattern": "ask money (", "tell first": "tell money 元", "tell twice": "ask a b\ntell a b\ntell a c", "kind": "say a b",
	} {
		if _, err := readMeasures(data); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

// TestForeign: words that stand in no document make an answer less likely; words that
// frame a question, and those with a synonym, do not.
func TestForeign(t *testing.T) {
	c := rules(t)
	for _, tt := range []struct {
		name  string
		terms []Term
		want  float64
	}{
		{"all known", []Term{{Text: "茶馆", IDF: 2}}, 0},
		{"half unknown", []Term{{Text: "茶馆", IDF: 2}, {Text: "盖碗", IDF: 2, None: true}}, 0.5},
		{"frame", []Term{{Text: "茶馆", IDF: 2}, {Text: "现在", IDF: 2, None: true}, {Text: "的茶", IDF: 2, None: true}, {Text: "钱", IDF: 2, None: true}}, 0},
		{"synonym", []Term{{Text: "茶馆", IDF: 2}, {Text: "盖碗", IDF: 2, None: true, Synonyms: []string{"三才碗"}}}, 0},
		{"nothing", nil, 0},
	} {
		if got := c.foreign(tt.terms); got < tt.want-1e-6 || got > tt.want+1e-6 {
			t.Errorf("%s: %v, want %v", tt.name, got, tt.want)
		}
	}
}
