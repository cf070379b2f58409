package bot_test

import (
	"regexp"
	"strings"
	"sync"
	"testing"

	"ask/bot"

	"github.com/google/go-cmp/cmp"
)

// townFiles are a small corpus about the posts of an invented town.
var townFiles = map[string]string{
	"ferry/2019.md": article("顾南出任岚湾轮渡公司总经理", "2019-04-02", "official",
		"岚湾轮渡公司今天发布公告：聘任顾南为岚湾轮渡公司总经理，即日生效。\n\n公司有七条渡船，每天开四十班。"),
	"ferry/2022.md": article("冯澈接任岚湾轮渡公司总经理", "2022-09-05", "news",
		"岚湾轮渡公司总经理顾南今天卸任，由冯澈接任。\n\n顾南在任三年，添了两条夜航船。"),
	"ferry/2025.md": article("岚湾轮渡公司换人", "2025-03-11", "news",
		"岚湾轮渡公司今天宣布，邢霁出任总经理。冯澈同日离任。\n\n邢霁说，今年先修码头的栈桥。"),
	"ferry/2025-old.md": article("码头栈桥开工", "2025-08-20", "news",
		"栈桥工程今天开工。岚湾轮渡公司总经理邢霁到场讲话。\n\n工期八个月。"),
	"ferry/2026-rumour.md": article("岚湾轮渡公司又要换人？", "2026-04-02", "social",
		"网传康野出任岚湾轮渡公司总经理，未经证实。\n\n大家听听就好。"),
	"ferry/2026-denial.md": article("岚湾轮渡公司说明", "2026-04-05", "official",
		"岚湾轮渡公司否认康野出任总经理。\n\n公司经营一切正常。"),
	"library/2023.md": article("浮石图书馆迎来新馆长", "2023-01-10", "news",
		"岑眠今天出任浮石图书馆馆长。\n\n图书馆藏书四万册。"),
	"library/2026.md": article("浮石图书馆馆长辞职", "2026-02-03", "news",
		"浮石图书馆馆长岑眠今天宣布辞职。\n\n馆长办公室暂时关着灯。"),
	"theatre/rumour.md": article("青螺剧院的闲话", "2026-03-01", "social",
		"据传黎川将出任青螺剧院院长，这一说法未经证实。\n\n剧院门口的海报换过两回。"),
	"works/a.md": article("白垩研究所见闻", "2025-05-02", "news",
		"白垩研究所所长是牧云遥。\n\n所里有三座池。"),
	"works/b.md": article("走进白垩研究所", "2025-05-20", "news",
		"白垩研究所所长是卓勤之。\n\n池里养的是白鲸。"),
	"hospital/2021.md": article("橡湾医院二十年", "2021-06-01", "news",
		"江砚担任橡湾医院院长。\n\n医院有床位三百张。"),
	"hospital/2026.md": article("橡湾医院公告", "2026-05-20", "official",
		"橡湾医院宣布，裴岚将于2099年9月1日接任橡湾医院院长。\n\n门诊照常。"),
	"clinic/history.md": article("沙屿医院沿革", "2015-01-01", "news",
		"柏岩2009年接任院长。\n\n医院的旧楼是木头的。"),
	"clinic/2021.md": article("新院长上任", "2021-03-02", "news",
		"梁晓舟今天出任沙屿医院院长。\n\n新楼有电梯。"),
	"tower/official.md": article("赤杨天文台年报", "2024-02-01", "official",
		"赤杨天文台台长是俞朔。\n\n今年观测了两百个晴夜。"),
	"tower/ai.md": article("赤杨天文台问答", "2025-02-01", "ai_generated",
		"赤杨天文台台长是苗青。\n\n天文台位于山顶。"),
	"press/2020.en.md": article("New director", "2020-02-03", "news",
		"Marlow Finch was appointed director of Harbour Museum.\n\nThe museum opens at nine."),
	"press/2024.en.md": article("Director leaves", "2024-05-06", "news",
		"Ada Reyes was appointed director of Harbour Museum. Marlow Finch resigned as director of Harbour Museum.\n\nTickets cost six crowns."),
}

func article(title, date, kind, body string) string {
	return "---\ntitle: " + title + "\ndate: " + date + "\nkind: " + kind + "\n---\n\n" + body + "\n"
}

var town = sync.OnceValues(func() (*bench, error) {
	return openFiles("town", townFiles)
})

// What the answers below are made of.
const (
	guStarts  = "岚湾轮渡公司今天发布公告：聘任顾南为岚湾轮渡公司总经理，即日生效。"
	fengTakes = "岚湾轮渡公司总经理顾南今天卸任，由冯澈接任。"
	xingTakes = "岚湾轮渡公司今天宣布，邢霁出任总经理。"
	kangIs    = "网传康野出任岚湾轮渡公司总经理，未经证实。"
	kangNot   = "岚湾轮渡公司否认康野出任总经理。"
	liWill    = "据传黎川将出任青螺剧院院长，这一说法未经证实。"
	jiangIs   = "江砚担任橡湾医院院长。"
	peiWill   = "橡湾医院宣布，裴岚将于2099年9月1日接任橡湾医院院长。"
	finch     = "Marlow Finch was appointed director of Harbour Museum."
	finchEnds = "Marlow Finch resigned as director of Harbour Museum."
	reyes     = "Ada Reyes was appointed director of Harbour Museum."
)

func TestSuccession(t *testing.T) {
	ferryNow := []string{"截至 2025-08-20：" + xingTakes, "此前（2022-09-05）：" + fengTakes, "传闻（2026-04-02）：" + kangIs, "否认（2026-04-05）：" + kangNot}
	ferryAll := []string{"2019-04-02：" + guStarts, "2022-09-05：" + fengTakes, "2025-03-11：" + xingTakes}
	afterGu := []string{"2022-09-05：" + fengTakes, "2019-04-02：" + guStarts}
	beforeXing := []string{"2022-09-05：" + fengTakes, "2025-03-11：" + xingTakes}
	hospital := []string{"截至 2021-06-01：" + jiangIs, "另见（2026-05-20）：" + peiWill}
	library := []string{"截至 2026-02-03：浮石图书馆馆长岑眠今天宣布辞职。"}
	for _, c := range []struct {
		question, asOf string
		want           []string
		timeline       int
	}{
		{"谁是岚湾轮渡公司总经理？", "", ferryNow, 4},
		{"岚湾轮渡公司现任总经理是谁？", "", ferryNow, 4},
		{"谁在管岚湾轮渡公司？", "", ferryNow, 4},
		{"谁在掌管岚湾轮渡公司？", "", ferryNow, 4},
		{"谁将接任岚湾轮渡公司总经理？", "", ferryNow, 4},
		{"康野是岚湾轮渡公司总经理吗？", "", ferryNow, 4},
		{"顾南是岚湾轮渡公司总经理吗？", "", ferryNow, 4},
		{"岚湾轮渡公司总经理换人了吗？", "", ferryNow, 4},
		{"岚湾轮渡公司历任总经理有哪些？", "", ferryAll, 4},
		{"岚湾轮渡公司总经理换过哪几任？", "", ferryAll, 4},
		{"岚湾轮渡公司总经理的时间线", "", ferryAll, 4},
		{"岚湾轮渡公司这些年由谁掌管？", "", ferryAll, 4},
		{"谁接替了顾南？", "", afterGu, 4},
		{"顾南之后谁当岚湾轮渡公司总经理？", "", afterGu, 4},
		{"邢霁之前谁是岚湾轮渡公司总经理？", "", beforeXing, 4},
		{"邢霁的前任是谁？", "", beforeXing, 4},
		{"冯澈接替了谁？", "", []string{"2019-04-02：" + guStarts, "2022-09-05：" + fengTakes}, 4},
		{"谁是岚湾轮渡公司总经理？", "2020-01-01", []string{"截至 2019-04-02：" + guStarts}, 0},
		{"谁是岚湾轮渡公司总经理？", "2023-01-01", []string{"截至 2022-09-05：" + fengTakes}, 3},
		{"谁是岚湾轮渡公司总经理？", "2026-01-01", ferryNow[:2], 4},
		{"2020年谁是岚湾轮渡公司总经理？", "", []string{"截至 2019-04-02：" + guStarts}, 0},
		{"2023年时岚湾轮渡公司的总经理是谁？", "", []string{"截至 2022-09-05：" + fengTakes}, 3},
		{"2020年以后谁是岚湾轮渡公司总经理？", "", ferryNow, 4},
		{"浮石图书馆馆长是谁？", "", library, 2},
		{"浮石图书馆馆长换了吗？", "", library, 2},
		{"谁是浮石图书馆馆长？", "2024-01-01", []string{"截至 2023-01-10：岑眠今天出任浮石图书馆馆长。"}, 0},
		{"谁是青螺剧院院长？", "", []string{"传闻（2026-03-01）：" + liWill}, 0},
		{"谁将出任青螺剧院院长？", "", []string{"传闻（2026-03-01）：" + liWill}, 0},
		{"橡湾医院院长是谁？", "", hospital, 0},
		{"谁将接任橡湾医院院长？", "", hospital, 0},
		{"沙屿医院历任院长有哪些？", "", []string{"2009：柏岩2009年接任院长。", "2021-03-02：梁晓舟今天出任沙屿医院院长。"}, 2},
		{"沙屿医院院长是谁？", "2018-01-01", []string{"截至 2015-01-01：柏岩2009年接任院长。"}, 0},
		{"白垩研究所所长是谁？", "", []string{"截至 2025-05-20：白垩研究所所长是卓勤之。", "另有说法（2025-05-02）：白垩研究所所长是牧云遥。"}, 2},
		{"赤杨天文台台长是谁？", "", []string{"截至 2024-02-01：赤杨天文台台长是俞朔。", "另有说法（2025-02-01）：赤杨天文台台长是苗青。"}, 2},
		{"Who is the director of Harbour Museum?", "", []string{"As of 2024-05-06: " + reyes, "Before (2024-05-06): " + finchEnds}, 3},
		{"Who was the director of Harbour Museum in 2021?", "", []string{"As of 2020-02-03: " + finch}, 0},
		{"List all directors of Harbour Museum", "", []string{"2020-02-03: " + finch, "2024-05-06: " + finchEnds, "2024-05-06: " + reyes}, 3},
		{"Who succeeded Marlow Finch?", "", []string{"2024-05-06: " + reyes, "2020-02-03: " + finch}, 3},
	} {
		t.Run(c.question+c.asOf, func(t *testing.T) {
			b, err := town()
			if err != nil {
				t.Fatal(err)
			}
			q := bot.Question{Text: c.question, AsOf: c.asOf}
			a := b.ask(t, q)
			checkAnswer(t, b, q, a)
			if diff := cmp.Diff(c.want, unmarked(a.Text)); diff != "" {
				t.Errorf("lines (-want +got):\n%s", diff)
			}
			if len(a.Timeline) != c.timeline {
				t.Errorf("timeline has %d rows, want %d: %+v", len(a.Timeline), c.timeline, a.Timeline)
			}
		})
	}
}

// unmarked are the lines of an answer without the numbers of citations.
func unmarked(answer string) []string {
	var out []string
	for l := range strings.SplitSeq(answer, "\n") {
		out = append(out, citationMarks.ReplaceAllString(l, ""))
	}
	return out
}

var citationMarks = regexp.MustCompile(` (?:\[\d+\])+$`)

// Questions that an account must not answer: of somebody or something that it does not
// speak of, and of a time before everything.
func TestSuccessionSilent(t *testing.T) {
	b, err := town()
	if err != nil {
		t.Fatal(err)
	}
	for _, q := range []bot.Question{
		{Text: "张三之前谁是岚湾轮渡公司总经理？"},
		{Text: "牧云遥之前谁是岚湾轮渡公司总经理？"},
		{Text: "谁是岚湾航空公司总经理？"},
		{Text: "张三以前谁是岚湾轮渡公司总经理？"},
		{Text: "谁是火星轮渡公司总经理？"},
		{Text: "谁在掌管火星图书馆？"},
		{Text: "谁是岚湾轮渡公司火星分公司总经理？"},
		{Text: "谁是岚湾轮渡公司总经理？", AsOf: "2018-01-01"},
		{Text: "岑眠为什么辞职？"},
	} {
		a := b.ask(t, q)
		checkAnswer(t, b, q, a)
		if len(a.Timeline) > 0 || strings.Contains(a.Text, "截至") {
			t.Errorf("%q as of %q: %s", q.Text, q.AsOf, a.Text)
		}
	}
}

func TestSuccessionTimeline(t *testing.T) {
	b, err := town()
	if err != nil {
		t.Fatal(err)
	}
	a := b.ask(t, bot.Question{Text: "岚湾轮渡公司历任总经理有哪些？"})
	var got []string
	for _, row := range a.Timeline {
		c := a.Citations[row.N-1]
		if !strings.Contains(c.Quote, row.Text) {
			t.Errorf("row %q is not in the quote %q", row.Text, c.Quote)
		}
		got = append(got, deref(row.Date)+" "+c.Document)
	}
	want := []string{"2019-04-02 ferry/2019.md", "2022-09-05 ferry/2022.md", "2022-09-05 ferry/2022.md", "2025-03-11 ferry/2025.md"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("timeline (-want +got):\n%s", diff)
	}
	if len(a.Conflicts) > 0 || deref(a.AsOf) != "2025-03-11" {
		t.Errorf("conflicts %+v, as_of %s", a.Conflicts, deref(a.AsOf))
	}
}

func TestSuccessionConflicts(t *testing.T) {
	b, err := town()
	if err != nil {
		t.Fatal(err)
	}
	for question, want := range map[string]string{"白垩研究所所长是谁？": "卓勤之 news, 牧云遥 news", "赤杨天文台台长是谁？": "俞朔 unknown, 苗青 ai_generated"} {
		a := b.ask(t, bot.Question{Text: question})
		if len(a.Conflicts) != 1 {
			t.Errorf("%s: conflicts %+v", question, a.Conflicts)
			continue
		}
		var got []string
		for _, v := range a.Conflicts[0].Values {
			c := a.Citations[v.N-1]
			if !strings.Contains(c.Quote, v.Value) || deref(v.Date) != deref(c.Date) {
				t.Errorf("%s: value %+v of %+v", question, v, c)
			}
			got = append(got, v.Value+" "+string(v.Kind))
		}
		if strings.Join(got, ", ") != want {
			t.Errorf("%s: %v, want %s", question, got, want)
		}
	}
}

// A claim of a source that passes on rumours is marked in the citation, too.
func TestSuccessionClaims(t *testing.T) {
	b, err := town()
	if err != nil {
		t.Fatal(err)
	}
	a := b.ask(t, bot.Question{Text: "谁是岚湾轮渡公司总经理？"})
	got := map[string]string{}
	for _, c := range a.Citations {
		got[c.Document] = c.Claim
	}
	want := map[string]string{"ferry/2019.md": "stated", "ferry/2025.md": "stated", "ferry/2025-old.md": "stated", "ferry/2022.md": "stated", "ferry/2026-rumour.md": "rumour", "ferry/2026-denial.md": "denied"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("claims (-want +got):\n%s", diff)
	}
}
