package state

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"ask/retrieve/text"
	"ask/retrieve/when"
)

func TestFind(t *testing.T) {
	x := extractor(t)
	published := when.Date{Year: 2024, Month: 5, Day: 20}
	for _, tt := range []struct {
		name, text string
		want       []string
	}{
		{"a deputy is not the head", "潮生科技副总裁方以舟说,天气不错。", []string{"holds 方以舟 潮生科技|副总裁"}},
		{"not any more", "方以舟不再担任潮生科技总裁。", []string{"ends 方以舟 潮生科技|总裁"}},
		{"the one before is no holder", "许怀瑾接替方以舟任潮生科技总裁。", []string{"starts 许怀瑾 潮生科技|总裁", "ends 方以舟 潮生科技|总裁"}},
		{"a pronoun with one person before", "方以舟是潮生科技的老员工。他2020年升任总裁。", []string{"starts 方以舟 |总裁"}},
		{"a pronoun with two persons before", "方以舟和许怀瑾都是老员工。他2020年升任总裁。", nil},
		{"two people in one sentence", "潮生科技总裁方以舟、砾光云总裁许怀瑾到场。", []string{"holds 方以舟 潮生科技|总裁", "holds 许怀瑾 砾光云|总裁"}},
		{"nested organisations", "砾光集团旗下潮生科技任命方以舟为总裁。", []string{"starts 方以舟 潮生科技|总裁"}},
		{"a notice in items", "任命:\n方以舟为潮生县教育局局长;\n免去:\n许怀瑾的潮生县教育局局长职务;", []string{"starts 方以舟 潮生县教育局|局长", "ends 许怀瑾 潮生县教育局|局长"}},
		{"a department of two fields", "方以舟任潮生大学化学与材料学院院长。", []string{"holds 方以舟 潮生大学化学与材料学院|院长"}},
		{"a name that ends with a small word", "任命许安和为潮生镇镇长。", []string{"starts 许安和 潮生镇|镇长"}},
		{"the post behind the name", "许怀瑾局长说,桥下月通车。", []string{"holds 许怀瑾 |局长"}},
		{"a department passes on", "语音部由原编译组组长方以舟接棒。", []string{"holds 方以舟 编译组|组长", "starts 方以舟 语音部|"}},
		{"whoever leaves leaves all", "院长、研究员方以舟已提交辞呈。", []string{"holds 方以舟 |研究员", "holds 方以舟 |院长", "ends 方以舟 |院长", "ends 方以舟 |研究员"}},
		{"a head of a county is none of a company", "潮生科技今天投产,县长方以舟到场。", []string{"holds 方以舟 |县长"}},
		{"a roll of holders", "历任馆长名录\n| 姓名 | 任期 |\n| 方以舟 | 2009年至2016年 |", []string{"holds 方以舟 |馆长"}},
		{"a table of tasks", "| 事项 | 负责人 | 期限 |\n| 换灯 | 方以舟 | 8月1日 |", nil},
		{"sold", "潮生食品80%的股权转让给砾光资本。", []string{"acquired 潮生食品 潮生食品|"}},
		{"a small share sold", "潮生食品20%的股权转让给砾光资本。", nil},
		{"duties of a post", "总裁负责公司的日常管理。", nil},
		{"a new name", "潮生科技2020年更名为潮声智能。", []string{"renamed 潮生科技 潮生科技|"}},
		{"a row of a table as documents store it", "2015–2018 | 方以舟 | 校长", []string{"holds 方以舟 |校长"}},
		{"a header of a table", "任期 | 姓名 | 职务\n事项 | 负责人 | 期限", nil},
		{"passed on by the board", "潮生科技总经理许怀瑾被董事会解聘。", []string{"holds 许怀瑾 潮生科技|总经理", "ends 许怀瑾 潮生科技|总经理"}},
		{"English succession", "Maria Voss succeeded Tom Ridley as CEO of Nordvik.", []string{"starts Maria Voss Nordvik|CEO", "ends Tom Ridley Nordvik|CEO"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			wantFound(t, x, tt.text, published, tt.want)
		})
	}
}

// wantFound holds what is found in a text against want: KIND SUBJECT OF|ROLE.
func wantFound(t *testing.T, x *Extractor, s string, published when.Date, want []string) {
	t.Helper()
	var got []string
	for _, st := range x.Find(s, published, nil) {
		got = append(got, string(st.Kind)+" "+st.Subject+" "+st.Of+"|"+st.Role)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Find(%q) differs (-want +got):\n%s", s, diff)
	}
}

func TestFindClaims(t *testing.T) {
	x := extractor(t)
	for _, tt := range []struct{ text, claim, tense string }{
		{"方以舟出任潮生科技总裁。", Stated, Past},
		{"网传方以舟将出任潮生科技总裁。", Rumour, Future},
		{"知情人士透露,方以舟将出任潮生科技总裁。", Reported, Future},
		{"方以舟没有出任潮生科技总裁。", Denied, Past},
		{"有人说方以舟出任潮生科技总裁。上述传闻不属实。", Denied, Past},
		{"如果方以舟出任潮生科技总裁,股东会高兴。", Supposed, Future},
		{"方以舟拟出任潮生科技总裁。", Stated, Future},
	} {
		got := x.Find(tt.text, when.Date{}, nil)
		if len(got) != 1 || got[0].Claim != tt.claim || got[0].Tense != tt.tense {
			t.Errorf("Find(%q) = %+v, want one statement, %s, %s", tt.text, got, tt.claim, tt.tense)
		}
	}
}

func TestFindDates(t *testing.T) {
	x := extractor(t)
	published := when.Date{Year: 2024, Month: 5, Day: 20}
	for _, tt := range []struct {
		text, from, to, by string
		published          when.Date
	}{
		{"方以舟出任潮生科技总裁。", "", "", "publication", published},
		{"方以舟出任潮生科技总裁。", "", "", "", when.Date{}},
		{"昨天,方以舟出任潮生科技总裁。", "2024-05-19", "", "text", published},
		{"方以舟2021年3月卸任潮生科技总裁。", "", "2021-03", "text", published},
		{"2019年至2023年,方以舟任潮生科技总裁。", "2019", "2023", "text", published},
		{"岬角社5月18日电 方以舟出任潮生科技总裁。", "", "", "publication", published},
	} {
		got := x.Find(tt.text, tt.published, nil)
		if len(got) != 1 {
			t.Errorf("Find(%q) = %+v, want one statement", tt.text, got)
			continue
		}
		if st := got[0]; st.From.String() != tt.from || st.To.String() != tt.to || st.DateBy != tt.by {
			t.Errorf("Find(%q): %s to %s by %q, want %s to %s by %q", tt.text, st.From, st.To, st.DateBy, tt.from, tt.to, tt.by)
		}
	}
}

// A segmenter's tag decides where the rules see only a likely name.
func TestFindWithTags(t *testing.T) {
	x := extractor(t)
	const s = "高峰带领潮汐组。"
	tag := func(sort string) func(text.Span) string {
		return func(sp text.Span) string {
			if s[sp.Start:sp.End] == "高峰" {
				return sort
			}
			return ""
		}
	}
	if got := x.Find(s, when.Date{}, tag("place")); len(got) != 0 {
		t.Errorf("a place leads: %+v", got)
	}
	if got := x.Find("严潮带领潮汐模型团队。", when.Date{}, func(sp text.Span) string {
		if sp.Start == 0 && sp.End == len("严潮") {
			return "person"
		}
		return ""
	}); len(got) != 1 || got[0].Subject != "严潮" {
		t.Errorf("a tagged person does not lead: %+v", got)
	}
}

func TestAlias(t *testing.T) {
	got := extractor(t).Find("张岱青(花名远山)兼任砾光云总裁。", when.Date{}, nil)
	if len(got) != 1 || got[0].Subject != "张岱青" || got[0].Alias != "远山" {
		t.Errorf("got %+v", got)
	}
}

func TestSlot(t *testing.T) {
	x := extractor(t)
	for _, tt := range []struct {
		name string
		a, b Statement
		same bool
	}{
		{"one post, two names", Statement{Of: "砾光云", Role: "首席执行官"}, Statement{Of: "砾光云", Role: "CEO"}, true},
		{"in English", Statement{Of: "Nordvik", Role: "chief executive"}, Statement{Of: "Nordvik", Role: "CEO"}, true},
		{"who leads", Statement{Of: "千问", Role: "掌门人"}, Statement{Of: "千问"}, true},
		{"the unit in the post's name", Statement{Of: "云岬市", Role: "市长"}, Statement{Of: "云岬", Role: "市长"}, true},
		{"who governs", Statement{Of: "云岬县人民政府", Role: "县长"}, Statement{Of: "云岬", Role: "县长"}, true},
		{"the zone and its committee", Statement{Of: "云岬经开区管委会", Role: "主任"}, Statement{Of: "云岬经济开发区", Role: "主任"}, true},
		{"a part of a university", Statement{Of: "云岬大学物理系", Role: "主任"}, Statement{Of: "物理系", Whole: "云岬大学", Role: "主任"}, true},
		{"two counties", Statement{Of: "云岬县", Role: "县长"}, Statement{Of: "浮石县", Role: "县长"}, false},
		{"brackets", Statement{Of: "千问(Qwen)", Role: "负责人"}, Statement{Of: "千问", Role: "负责人"}, true},
		{"a deputy", Statement{Of: "砾光云", Role: "副总裁"}, Statement{Of: "砾光云", Role: "总裁"}, false},
		{"another organisation", Statement{Of: "砾光云", Role: "总裁"}, Statement{Of: "砾光集团", Role: "总裁"}, false},
	} {
		if got := x.Slot(tt.a) == x.Slot(tt.b); got != tt.same {
			t.Errorf("%s: %q and %q", tt.name, x.Slot(tt.a), x.Slot(tt.b))
		}
	}
	if !x.Heads(Statement{Role: "CEO"}) || x.Heads(Statement{Role: "副总裁"}) {
		t.Error("a CEO heads, a deputy does not")
	}
}

func TestLexicon(t *testing.T) {
	l, err := readLexicon()
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range frames {
		found := false
		for _, e := range l.all {
			found = found || e.frame == f
		}
		if !found {
			t.Errorf("no verb of frame %d", f)
		}
	}
	for w, e := range l.all {
		if w != text.Fold(w) || w != string(e.runes) {
			t.Errorf("%q is not folded", w)
		}
		if e.class&verb != 0 && e.kind == "" {
			t.Errorf("%s is a verb of no kind", w)
		}
	}
}

// check fails if a statement does not stand in s.
func check(t *testing.T, s string, st Statement) {
	t.Helper()
	sp := st.Sentence
	if sp.Start < 0 || sp.End > len(s) || sp.Start >= sp.End || st.Start < sp.Start || st.End > sp.End || st.Start >= st.End {
		t.Fatalf("%+v in a text of %d bytes", st, len(s))
	}
	for _, part := range []string{st.Subject, st.Alias, st.Of, st.Role, st.Object, st.Speaker} {
		if !strings.Contains(s, part) {
			t.Fatalf("%q of %+v is not in %q", part, st, s)
		}
	}
	if utf8.ValidString(s) && !utf8.ValidString(s[st.Start:st.End]) {
		t.Fatalf("%+v cuts a rune", st)
	}
	if st.Claim == "" || st.Tense == "" || st.Subject == "" {
		t.Fatalf("incomplete: %+v", st)
	}
}

func FuzzFind(f *testing.F) {
	x := extractor(f)
	for _, c := range devSet(f) {
		f.Add(c.Text + c.Question)
	}
	f.Add("总裁")
	f.Add("卡罗拉")
	f.Add("\"00”改名“\x91”")
	f.Add("|总裁|\n|任||")
	f.Add("由任为总裁张\xff勇(花名")
	f.Fuzz(func(t *testing.T, s string) {
		for _, st := range x.Find(s, when.Date{Year: 2024}, nil) {
			check(t, s, st)
		}
		a, ok := x.Asked(s)
		for _, part := range []string{a.Of, a.Role, a.Subject} {
			if ok && !strings.Contains(s, part) {
				t.Fatalf("%q of %+v is not in %q", part, a, s)
			}
		}
	})
}
