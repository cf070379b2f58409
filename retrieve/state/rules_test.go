package state

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"ask/retrieve/when"
)

// TestRules has for every rule of who is meant, and of what, texts on which it works and one
// on which it must not.
func TestRules(t *testing.T) {
	x := extractor(t)
	published := when.Date{Year: 2024, Month: 5, Day: 20}
	for _, tt := range []struct {
		name, text string
		want       []string
	}{
		{"who a clause describes leaves", "执掌云栅书店九年的温知行已到龄，不再担任店长。", []string{"holds 温知行 云栅书店|", "ends 温知行 云栅书店|店长"}},
		{"she does so with a day", "带了青年队六年的温知行近日病倒，辞去主教练。", []string{"ends 温知行 |主教练"}},
		{"another person is named there", "在云栅书店接替许怀瑾的温知行病倒，不再担任店长。", []string{"ends 许怀瑾 |"}},

		{"that school is the one named last", "石桐中学、云栅职业学校：聘温知远为云栅职业学校副校长；该校原校长许怀瑾退休。", []string{
			"starts 温知远 云栅职业学校|副校长", "holds 许怀瑾 云栅职业学校|校长", "ends 许怀瑾 云栅职业学校|校长",
		}},
		{"that company is found as before", "砾光科技发布公告。该公司总裁温知行说，天气不错。", []string{"holds 温知行 砾光科技|总裁"}},
		{"what a notice calls short", "石桐轮渡公司自6月起更名为石桐水上客运集团有限公司（以下简称“集团”）。\n集团董事长：温知行", []string{
			"renamed 石桐轮渡公司 石桐轮渡公司|", "holds 温知行 石桐水上客运集团有限公司|董事长",
		}},
		{"a part brought in", "砾光集团设全资子公司砾光旅游有限公司，经营包车业务，总经理为温知行。", []string{"holds 温知行 砾光旅游有限公司|总经理"}},
		{"none is brought in", "砾光集团经营包车业务，总经理为温知行。", []string{"holds 温知行 砾光集团|总经理"}},
		{"a paper's post", "《渡口》每月出版，现由温知行任主编。", []string{"holds 温知行 《渡口》|主编"}},
		{"a company's post in the same place", "《渡口》每月出版，砾光集团总裁温知行说，好看。", []string{"holds 温知行 砾光集团|总裁"}},
		{"a short name of the text", "石桐出版社今年二十岁。石桐社社长温知行说，书照出。", []string{"holds 温知行 石桐出版社|社长"}},
		{"a short name of two", "石桐出版社和石桐音像社都在。石桐社社长温知行说，书照出。", []string{"holds 温知行 石桐社|社长"}},
		{"the side spoken of", "少年宫方面，副主任的位子由舞蹈教研组的温知行接任。", []string{"starts 温知行 少年宫|副主任"}},

		{"leaves and then", "2022年7月，砾光集团总裁温知行辞职去办学。", []string{"holds 温知行 砾光集团|总裁", "ends 温知行 砾光集团|总裁"}},
		{"leavers in general", "砾光集团总裁温知行看望离职去向不明的员工。", []string{"holds 温知行 砾光集团|总裁"}},
		{"a hand-over without its giver", "2009年，温知行任《渡口》主编；2017年交棒给许怀瑾。", []string{"holds 温知行 《渡口》|主编", "ends 温知行 《渡口》|主编", "starts 许怀瑾 《渡口》|主编"}},
		{"whose place it was", "许怀瑾任石桐中学校长，温知行因退休不再担任。", []string{"holds 许怀瑾 石桐中学|校长", "ends 温知行 石桐中学|校长"}},
		{"by somebody of some trade", "《渡口》制作人的活由主策划温知行代理。", []string{"starts 温知行 《渡口》|制作人"}},
		{"by somebody who was something", "石桐剧院的院长由灯光师出身的温知行接任。", []string{"starts 温知行 石桐剧院|院长"}},
		{"given to somebody described", "许怀瑾把石桐剧院院长交给灯光师出身的温知行。", []string{"ends 许怀瑾 石桐剧院|院长", "starts 温知行 石桐剧院|院长"}},
		{"two parts of a headline", "石桐剧院院长温知行离任 许怀瑾接掌石桐剧院", []string{"holds 温知行 石桐剧院|院长", "ends 温知行 石桐剧院|", "starts 许怀瑾 石桐剧院|"}},
		{"a verb and no name", "许怀瑾任石桐剧院院长，白露教了二十年书。", []string{"holds 许怀瑾 石桐剧院|院长"}},
		{"letters and a space", "此前，砾光集团 CEO、砾光云 CEO 温知行说，收入增长。", []string{"holds 温知行 砾光云|CEO", "holds 温知行 砾光集团|CEO"}},
		{"a new head", "石桐剧院新院长温知行说，戏照演。", []string{"holds 温知行 石桐剧院|院长"}},
		{"only one of those who lead", "温知行是砾光云的架构师。他实际上是推动拾萤项目的领导者之一。", []string{"holds 温知行 砾光云|架构师", "holds 温知行 拾萤项目|领导者之一"}},
		{"no leader of it", "温知行是砾光云的架构师。他实际上是推动改革的人。", []string{"holds 温知行 砾光云|架构师"}},
		{"where somebody goes is not what a text is about", "温知行转任石桐集团副总裁。其后由总编辑许怀瑾代行社长职责。", []string{"starts 温知行 石桐集团|副总裁", "holds 许怀瑾 |总编辑", "starts 许怀瑾 |社长"}},
		{"a board signs", "《渡口》制作人温知行留任。\n副总裁许怀瑾到场。\n砾光互娱集团董事会", []string{"holds 温知行 《渡口》|制作人", "holds 许怀瑾 砾光互娱集团|副总裁"}},
		{"English, both names", "LUMEN, May 2024 — Lumen City Transit Group Co., Ltd. (石桐通行集团) today announced that Wen Zhixing (温知行) has been appointed General Manager.", []string{
			"starts Wen Zhixing Lumen City Transit Group Co., Ltd.|General Manager",
		}},
		{"English, announced something else", "Lumen City Transit Group announced that fares were raised by the General Manager.", nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			wantFound(t, x, tt.text, published, tt.want)
		})
	}
}

// TestSupposed: what a question, or somebody who asks, says of a post is said by nobody, and
// who is only put forward does not hold it.
func TestSupposed(t *testing.T) {
	x := extractor(t)
	for _, tt := range []struct{ text, claim, tense string }{
		{"石桐剧院院长换成温知行了吗", Supposed, Future},
		{"温知行哪年当上石桐剧院院长", Supposed, Future},
		{"有人问石桐剧院院长已经换成温知行是怎么回事，没人答。", Supposed, Future},
		{"许怀瑾接任石桐剧院院长，新楼何时开工没有说。", Stated, Past},
		{"外面说石桐剧院院长换成温知行。", Rumour, Past},
		{"会议提名温知远为石桐剧院院长。", Stated, Future},
		{"石桐剧院院长换成了温知行。", Stated, Past},
	} {
		all := x.Find(tt.text, when.Date{Year: 2024}, nil)
		if len(all) == 0 {
			t.Errorf("nothing is found in %q", tt.text)
		}
		for _, st := range all {
			if st.Claim != tt.claim || tt.claim != Supposed && st.Tense != tt.tense {
				t.Errorf("Find(%q): %s, %s; want %s, %s", tt.text, st.Claim, st.Tense, tt.claim, tt.tense)
			}
		}
	}
}

// TestAskedRules has questions in words of every day.
func TestAskedRules(t *testing.T) {
	x := extractor(t)
	for _, tt := range []struct {
		question string
		want     Ask
	}{
		{"石桐剧院前一任院长是谁，怎么走的", Ask{Of: "石桐剧院", Role: "院长", Mode: AskAll}},
		{"石桐剧院现在谁带项目，之前是谁？", Ask{Of: "石桐剧院", Mode: AskPresent}},
		{"温知行什么时候不当渡口社社长的，为什么走？", Ask{Of: "渡口社", Role: "社长", Subject: "温知行", Mode: AskEvent, Kinds: []Kind{Ends}, When: true}},
		{"石桐剧院先后有哪几位院长", Ask{Of: "石桐剧院", Role: "院长", Mode: AskAll}},
		{"从2015年到现在石桐剧院的院长分别是谁", Ask{Of: "石桐剧院", Role: "院长", Mode: AskAll}},
		{"2021年至2023年石桐剧院院长是谁", Ask{Of: "石桐剧院", Role: "院长", Mode: AskAll}},
		{"2020年初石桐剧院院长是哪个", Ask{Of: "石桐剧院", Role: "院长", Mode: AskAt, At: when.Date{Year: 2020, Month: 1}}},
		{"2019年那会儿石桐剧院归谁管", Ask{Of: "石桐剧院", Mode: AskAt, At: when.Date{Year: 2019}}},
		{"石桐剧院新院长是谁", Ask{Of: "石桐剧院", Role: "院长", Mode: AskPresent}},
		{"石桐剧院谁来当院长", Ask{Of: "石桐剧院", Role: "院长", Mode: AskPresent}},
		{"石桐剧院什么时候换的院长", Ask{Of: "石桐剧院", Role: "院长", Mode: AskEvent, Kinds: []Kind{Starts, Ends}}},
		{"石桐剧院院长换成温知行了？", Ask{Of: "石桐剧院", Role: "院长", Subject: "温知行", Mode: AskPresent}},
		{"石桐剧院的院长现在还是温知行代理吗", Ask{Of: "石桐剧院", Role: "院长", Subject: "温知行", Mode: AskPresent}},
		{"石桐剧院院长怎么选出来", Ask{}},
		{"怎么走到石桐剧院", Ask{}},
		{"石桐剧院的票怎么卖", Ask{}},
	} {
		got, ok := x.Asked(tt.question)
		if !ok {
			got = Ask{}
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("Asked(%q) differs (-want +got):\n%s", tt.question, diff)
		}
	}
}
