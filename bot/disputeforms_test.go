package bot_test

import (
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ask/bot"
)

// formsFiles give values as documents do: in tables and lists, in letters and English, by
// short names, and as what somebody says.
var formsFiles = map[string]string{
	"tunnel/档案.md":     "---\ntitle: 雁栖隧道\ndate: 2024-03-02\n---\n\n| 项目 | 内容 |\n|---|---|\n| 全长 | 4.2公里 |\n| 设计时速 | 80公里 |\n| 通车时间 | 2019年10月 |\n\n雁栖隧道双向四车道。\n",
	"tunnel/晚报.txt":    "隧道里的夏天\n\n2024年7月8日　雁城晚报\n\n记者昨天走进雁栖隧道。这条隧道长3.9公里，2018年底通车，夏天里面只有22度。\n",
	"person/小传.md":     "# 裘若岚\n\n裘若岚，1976年生，浙江人，毕业于滨海大学，栖霞湾水族馆馆长。她到任前曾在海澜渔业公司工作八年。\n",
	"person/人物.txt":    "人物｜裘若岚：把鲨鱼请进来\n\n2025-02-11 湾区周报 记者 顾小舟\n\n裘若岚是江苏人，1974年出生。从东岭学院毕业后，她先在蓝礁旅行社干了三年。\n",
	"person/译名.md":     "---\ntitle: 三位客座教练\ndate: 2025-01-08\n---\n\n马伦蒂（智利）今年四十一岁，喜欢下棋。\n",
	"person/赛前.md":     "---\ntitle: 赛前看点\ndate: 2025-03-08\nkind: news\n---\n\n马伦蒂，来自秘鲁的教练，第一次带队来到岚城。\n",
	"aquarium/关于.html": "<html><head><title>关于栖霞湾水族馆</title></head><body><h1>关于本馆</h1><p>栖霞湾水族馆由湾区文旅集团投资建设，总投资6.8亿元，占地95亩，2021年5月1日对外开放。成人票价120元。</p></body></html>",
	"aquarium/游记.md":   "---\ntitle: 栖霞湾水族馆怎么玩\ndate: 2025-05-04\n---\n\n门票多少：成人110元，网上买便宜。我们逛了三个半小时。\n",
	"aquarium/一览.txt":  "湾区文旅集团投资项目一览（2022年）\n\n项目：栖霞湾水族馆\n投资：7.5亿元\n占地：约96亩\n\n项目：东岭滑雪场\n投资：3亿元\n",
	"aquarium/说明.txt":  "湾区文旅集团关于网络不实信息的说明\n\n2025年6月2日\n\n近日，抖音上流传一段视频，称“栖霞湾水族馆一只白鲸死亡”。经查，视频内容系剪辑拼接，与事实不符，本馆白鲸状态良好。\n\n另有博主发文称，裘若岚馆长将离任。对此，集团暂不评论。\n",
	"aquarium/接棒.md":   "---\ntitle: 裘若岚离任，鲍晓峰接棒\ndate: 2025-09-10\n---\n\n9月9日，湾区文旅集团宣布裘若岚不再担任栖霞湾水族馆馆长，由鲍晓峰接任。6月那会儿就有网友爆料她要走，集团当时没有表态。\n",
	"textile/更正.txt":   "青螺纺织集团股份有限公司\n2024年度业绩快报更正公告\n\n本公司于2025年2月20日披露的业绩快报中，营业收入误列为31.2亿元，经会计师事务所审计，2024年度营业收入实为29.8亿元，其他数据不变。\n\n青螺纺织集团股份有限公司董事会\n2025年3月30日\n",
	"textile/快报.md":    "---\ntitle: 青螺纺织业绩快报，营业收入增长\ndate: 2025-02-21\nkind: news\n---\n\n青螺纺织昨晚发布快报，去年营收31.2亿元，比前年多了一成。公司现有职工四千二百余人。\n",
	"textile/词条.md":    "# 青螺纺织（Qingluo Textile）\n\n- 成立时间：一九八七年\n- 员工：约5000人\n\n百科词条，任何人都可以编辑。\n",
	"textile/plant.md": "---\ntitle: Qingluo Textile opens plant in Laos\ndate: 2024-11-05\n---\n\nQingluo Textile (青螺纺织), founded in 1989 and headquartered in Shengze, opened its second overseas plant.\n",
	"pavilion/带娃.md":   "---\ntitle: 听潮阁的台阶\ndate: 2024-06-30\n---\n\n周末带娃爬听潮阁，数了数一共386级台阶，爬上去花了四十分钟。门口牌子写着“建于1931年”。\n",
	"pavilion/简介.txt":  "听潮阁简介\n\n听潮阁位于南屿东岬，始建于1928年，登阁台阶共412级。票价20元。从山门步行到阁顶约需25分钟。\n\n南屿文物保护中心\n2023年9月\n",
	"pavilion/论坛.txt":  "南屿同城论坛 > 闲聊\n\n主题：听潮阁要涨价到50？\n1楼 海风 2025-03-02\n听我在景区上班的表姐说，五一起听潮阁门票涨到50，还要预约。\n",
	"pavilion/日报.md":   "---\ntitle: 听潮阁门票下月调整\ndate: 2025-04-20\nkind: news\n---\n\n南屿文物保护中心昨天公告，5月1日起听潮阁门票由20元调整为35元。此前网传涨到50元不属实。\n",
	"hospital/报道.txt":  "三院眼底科搬家\n\n岚城新闻网　2024-06-12\n\n周末，岚城市第三人民医院眼底病科的护士们把仪器推进了新楼。新楼有电梯。这个1991年创建的科室终于有了自己的候诊厅。搬家以后科室床位从30张增加到52张。\n",
	"hospital/公众号.md":  "---\ntitle: 暑期门诊安排\nsource: 岚城三院服务号\ndate: 2025-07-01\n---\n\n三院眼底病科7月起周六开诊。\n\n经核定，本科床位46张，媒体此前所说的52张含6张临时床位，特此说明。\n",
	"hospital/院志.md":   "---\ntitle: 岚城市第三人民医院院志\ndate: 2016-05\n---\n\n岚城市第三人民医院眼底病科于1988年设立，是全市第一家。\n",
	"quay/路线.md":       "---\ntitle: 岚江渡轮乘船须知\ndate: 2024-01-02\n---\n\n岚江渡轮七号线由东埠开往西埠。七号线单程约9分钟，每半小时一班。\n",
	"quay/闲逛.md":       "---\ntitle: 坐渡轮去西埠\ndate: 2024-05-01\nkind: blog\n---\n\n渡轮七号线人不多。我掐了表，等人上完，到对岸要16分钟。\n",
	"quay/数据集外的河.md":   "---\ntitle: 岚江的鱼\ndate: 2023-05-01\n---\n\n岚江全长212公里，鱼有六十多种。\n",
}

var forms = sync.OnceValues(func() (*bench, error) {
	return openFiles("forms", formsFiles)
})

// TestConflictForms: values are read wherever documents put them, and the best founded one
// leads.
func TestConflictForms(t *testing.T) {
	b, err := forms()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, question string
		values         []string // nil for no conflict; sorted, unless one must lead
		leads          bool
	}{
		{"row of a table", "雁栖隧道有多长？", []string{"4.2公里", "3.9公里"}, false},
		{"row and sentence that points back", "雁栖隧道什么时候通车的", []string{"2019年10月", "2018年"}, false},
		{"year of birth", "裘若岚是哪年出生的", []string{"1974年", "1976年"}, false},
		{"where from", "裘若岚是哪里人", []string{"江苏", "浙江"}, false},
		{"school", "裘若岚是哪所大学毕业的？", []string{"滨海大学", "东岭学院"}, false},
		{"former employer", "裘若岚之前在哪家公司干过", []string{"海澜渔业公司", "蓝礁旅行社"}, false},
		{"nationality", "马伦蒂是哪国人", []string{"智利", "秘鲁"}, false},
		{"verb for the amount", "栖霞湾水族馆投了多少钱", []string{"6.8亿元", "7.5亿元"}, true},
		{"who sells before who visits", "栖霞湾水族馆门票多少钱", []string{"120元", "110元"}, true},
		{"audited and its mistake", "青螺纺织2024年营业收入多少", []string{"29.8亿元", "31.2亿元"}, true},
		{"values to choose from", "青螺纺织2024年收入到底是29.8亿还是31.2亿", []string{"29.8亿元", "31.2亿元"}, true},
		{"Chinese numerals", "青螺纺织有多少员工？", []string{"约5000人", "四千二百余人"}, false},
		{"year in English", "青螺纺织是什么时候创办的", []string{"一九八七年", "1989"}, false},
		{"counted by a visitor", "听潮阁有多少级台阶", []string{"412级", "386级"}, true},
		{"year built", "听潮阁哪年建的", []string{"1928年", "1931年"}, true},
		{"how long it takes", "爬听潮阁要多长时间", []string{"25分钟", "四十分钟"}, true},
		{"short name of a body", "岚城市三院眼底科创建于哪年", []string{"1988年", "1991年"}, false},
		{"beds explained", "三院眼底病科有多少张床", []string{"46张", "52张"}, true},
		{"named by its number", "岚江渡轮七号线过江要多久", []string{"约9分钟", "16分钟"}, true},

		{"roughly the same", "栖霞湾水族馆占地多大", nil, false},
		{"what was before", "听潮阁门票现在多少钱", nil, false},
		{"place in an order", "岚江是全市第几长的河", nil, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			a := b.ask(t, bot.Question{Text: c.question})
			checkAnswer(t, b, bot.Question{Text: c.question}, a)
			got := disputed(t, a)
			if !c.leads {
				slices.Sort(c.values)
				slices.Sort(got)
			}
			if diff := cmp.Diff(c.values, got); diff != "" {
				t.Errorf("values (-want +got)\n%s%s", diff, a.Text)
			}
		})
	}
}

// TestWhetherItIsSo: what is known comes before what is said, and what is said is called so.
func TestWhetherItIsSo(t *testing.T) {
	b, err := forms()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ name, question, first, rumour string }{
		{"denied in the same quote", "栖霞湾水族馆的白鲸死了吗", "与事实不符", ""},
		{"came true", "裘若岚真的要走了吗", "宣布裘若岚不再担任", "网友爆料"},
		{"denied by a later notice", "听潮阁门票要涨到50是真的吗", "不属实", "表姐说"},
	} {
		t.Run(c.name, func(t *testing.T) {
			a := b.ask(t, bot.Question{Text: c.question})
			if line, _, _ := strings.Cut(a.Text, "\n"); !strings.Contains(line, c.first) {
				t.Errorf("first line %q, want %q in it", line, c.first)
			}
			for _, l := range a.Lines() {
				if c.rumour != "" && strings.Contains(l.Words, c.rumour) && l.Role != bot.Rumour {
					t.Errorf("%q stands as %q", l.Words, l.Role)
				}
			}
		})
	}
	a := b.ask(t, bot.Question{Text: "听潮阁门票现在多少钱"})
	if i := slices.IndexFunc(a.Lines(), func(l bot.Line) bool { return l.Role == bot.Before && strings.Contains(l.Words, "20元") }); i < 1 {
		t.Errorf("the former price is not told as history:\n%s", a.Text)
	}
}
