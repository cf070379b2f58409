package check

import "testing"

// Passages in the manner of news, encyclopedias, rules and tables, all made up.
func newsroom() []Passage {
	return []Passage{
		{Document: "a", Title: "澄屿科技换帅", Date: "2026-03-06", Text: "澄屿科技3月5日宣布，首席执行官陆闻舟因个人原因辞职，首席运营官顾晚晴接任。陆闻舟于2016年创立公司，当时只有7名员工。截至2025年底，澄屿科技员工约1.2万人，全年营收为86.5亿元，同比增长23%。公司总部位于杭州市余杭区。公司否认将裁员，称相关说法不实。据知情人士透露，澄屿科技拟于今年下半年在香港上市。陆闻舟表示，离职后将专注于教育公益。"},
		{Document: "b", Title: "栖云寺", Text: "栖云寺位于青崖县城西北12公里处，始建于唐贞观年间，明万历十二年重修。寺内现存大殿三间、碑刻二十七通，其中最早的一通立于1098年。相传高僧慧照曾在此讲经。1956年，栖云寺被列为省级文物保护单位，2013年升为全国重点文物保护单位。寺院每日8时至17时开放，周一闭馆。门票成人30元，学生半价。"},
		{Document: "c", Title: "青崖县物业管理办法", Text: "第八条 业主大会的决定应当经三分之二以上业主同意。\n第九条 物业服务企业不得擅自提高收费标准，但经业主大会同意的除外。\n第十二条 违反本办法第九条规定的，由县住房和城乡建设局责令改正，并处五千元以上二万元以下罚款。"},
		{Document: "d", Title: "江川杯马拉松", Text: "2024年11月17日，第五届江川杯马拉松在江川市举行。来自肯尼亚的基普罗诺以2小时9分11秒获得男子组冠军，国内选手韩越排名第二。女子组冠军由李若澜获得，成绩是2小时31分5秒。赛事共有2.6万人参加，比上届减少三千人。组委会主任郝建国说，天气原因使部分选手退赛。"},
		{Document: "e", Title: "产品参数", Text: "| 型号 | 电池容量 | 重量 | 价格 |\n| --- | --- | --- | --- |\n| 澄屿X1 | 4500毫安时 | 182克 | 2999元 |\n| 澄屿X2 | 5200毫安时 | 196克 | 3999元 |"},
		{Document: "f", Title: "Lumen Engine", Text: "Lumen Engine was released in 2019 by Halden Labs under the MIT license. It does not support Windows 7. The project is led by Maria Koenig, who joined the company in 2015. Version 3.2 reduced memory use by 40 percent."},
	}
}

func TestCheckCases(t *testing.T) {
	c, err := New()
	if err != nil {
		t.Fatal(err)
	}
	e := c.Evidence("", newsroom())
	fine := []State{Supported}
	passable := []State{Supported, Paraphrase}
	refused := []State{Repaired, Unsupported}
	tests := []struct {
		name, claim string
		cited       int
		want        []State
	}{
		{"verbatim", "陆闻舟于2016年创立公司，当时只有7名员工。", 1, fine},
		{"subject named", "陆闻舟于2016年创立澄屿科技，当时只有7名员工。", 1, passable},
		{"other year", "陆闻舟于2015年创立公司，当时只有7名员工。", 1, refused},
		{"other founder", "顾晚晴于2016年创立公司，当时只有7名员工。", 1, refused},
		{"other count", "陆闻舟于2016年创立公司，当时只有17名员工。", 1, refused},
		{"order turned", "2016年，陆闻舟创立了澄屿科技。", 1, passable},
		{"passive", "澄屿科技由陆闻舟于2016年创立。", 1, passable},
		{"passive, other founder", "澄屿科技由顾晚晴于2016年创立。", 1, refused},
		{"successor", "首席执行官陆闻舟因个人原因辞职，由首席运营官顾晚晴接任。", 1, passable},
		{"swapped roles", "首席执行官顾晚晴因个人原因辞职，首席运营官陆闻舟接任。", 1, refused},
		{"successor shorter", "顾晚晴接任澄屿科技首席执行官。", 1, passable},
		{"reason changed", "首席执行官陆闻舟因健康原因辞职。", 1, refused},
		{"year from the date", "2026年3月5日，澄屿科技宣布首席执行官陆闻舟辞职。", 1, passable},
		{"wrong year for the date", "2025年3月5日，澄屿科技宣布首席执行官陆闻舟辞职。", 1, refused},
		{"wrong day", "3月6日，澄屿科技宣布首席执行官陆闻舟辞职。", 1, refused},
		{"revenue in other digits", "2025年澄屿科技全年营收为86.5亿元，同比增长23%。", 1, passable},
		{"revenue in ten thousands", "澄屿科技全年营收为865000万元。", 1, passable},
		{"revenue wrong", "澄屿科技全年营收为85.6亿元，同比增长23%。", 1, refused},
		{"unit wrong", "澄屿科技全年营收为86.5亿美元。", 1, refused},
		{"growth turned", "澄屿科技全年营收为86.5亿元，同比下降23%。", 1, refused},
		{"percent in words", "全年营收为86.5亿元，同比增长百分之二十三。", 1, passable},
		{"about dropped", "截至2025年底，澄屿科技员工1.2万人。", 1, refused},
		{"headquarters", "澄屿科技的总部位于杭州市余杭区。", 1, passable},
		{"headquarters, synonym", "澄屿科技总部设在杭州。", 1, passable},
		{"headquarters wrong", "澄屿科技的总部位于苏州市余杭区。", 1, refused},
		{"denial dropped", "澄屿科技将裁员。", 1, refused},
		{"denial kept", "澄屿科技否认将裁员。", 1, passable},
		{"rumour dropped", "澄屿科技于今年下半年在香港上市。", 1, refused},
		{"rumour kept", "据知情人士透露，澄屿科技拟于今年下半年在香港上市。", 1, passable},
		{"speaker kept", "陆闻舟表示，离职后将专注于教育公益。", 1, fine},
		{"other number cited", "陆闻舟于2016年创立公司。", 4, passable},
		{"temple place", "栖云寺位于青崖县城西北12公里处。", 2, fine},
		{"temple direction", "栖云寺位于青崖县城东南12公里处。", 2, refused},
		{"temple dynasty", "栖云寺始建于宋贞观年间，明万历十二年重修。", 2, refused},
		{"temple reign year", "栖云寺于明万历二十年重修。", 2, refused},
		{"temple counts", "寺内现存大殿3间、碑刻27通。", 2, passable},
		{"temple counts swapped", "寺内现存大殿27间、碑刻3通。", 2, refused},
		{"temple first and last", "寺内最晚的一通碑刻立于1098年。", 2, refused},
		{"temple legend", "高僧慧照曾在此讲经。", 2, refused},
		{"temple two dates", "栖云寺1956年被列为省级文物保护单位，2013年升为全国重点文物保护单位。", 2, passable},
		{"temple dates swapped", "栖云寺2013年被列为省级文物保护单位。", 2, refused},
		{"temple opening", "寺院每日8时至17时开放，周一闭馆。", 2, fine},
		{"temple closing day", "寺院每日8时至17时开放，周二闭馆。", 2, refused},
		{"temple price", "栖云寺门票成人30元，学生半价。", 2, passable},
		{"temple price wrong", "栖云寺门票成人50元，学生半价。", 2, refused},
		{"rule", "物业服务企业不得擅自提高收费标准，但经业主大会同意的除外。", 3, fine},
		{"rule turned", "物业服务企业可以擅自提高收费标准。", 3, refused},
		{"rule fine", "违反第九条规定的，处五千元以上二万元以下罚款。", 3, passable},
		{"rule fine in digits", "违反本办法第九条规定的，由县住房和城乡建设局责令改正，并处5000元以上2万元以下罚款。", 3, passable},
		{"rule fine wrong", "违反本办法第九条规定的，并处五千元以上五万元以下罚款。", 3, refused},
		{"rule article wrong", "违反本办法第八条规定的，由县住房和城乡建设局责令改正。", 3, refused},
		{"winner", "男子组冠军由来自肯尼亚的基普罗诺获得，成绩是2小时9分11秒。", 4, passable},
		{"winner swapped", "女子组冠军由基普罗诺获得，成绩是2小时31分5秒。", 4, refused},
		{"second", "国内选手韩越排名第二。", 4, fine},
		{"second made first", "国内选手韩越排名第一。", 4, refused},
		{"runners turned", "赛事共有2.6万人参加，比上届增加三千人。", 4, refused},
		{"runners in digits", "赛事共有2.6万人参加，比上届减少3000人。", 4, fine},
		{"row", "澄屿X2的电池容量为5200毫安时，价格3999元。", 5, passable},
		{"row mixed", "澄屿X1的电池容量为5200毫安时。", 5, refused},
		{"english", "Lumen Engine was released in 2019 by Halden Labs.", 6, fine},
		{"english year", "Lumen Engine was released in 2018 by Halden Labs.", 6, refused},
		{"english name", "The project is led by Anna Koenig.", 6, refused},
		{"english negation", "It does support Windows 7.", 6, refused},
		{"english passable", "Version 3.2 cut memory use by 40%.", 6, passable},
		{"made up", "澄屿科技在2023年获得国家科技进步奖。", 1, refused},
		{"off topic", "月球绕地球一周需要27天。", 1, refused},
		{"frame only", "根据资料：", 1, []State{Empty}},
		{"announcement", "以下是相关信息。", 1, []State{Empty}},
		{"connective", "综上所述，", 1, []State{Empty}},
		{"nothing", "。", 1, []State{Empty}},
		{"refusal", "资料中没有提到门票的价格。", 2, []State{Refusal}},
		{"refusal polite", "抱歉，根据提供的资料无法确定他的年龄。", 1, []State{Refusal}},
		{"refusal english", "The passages do not mention the price.", 6, []State{Refusal}},
		{"quotation", "澄屿科技称：“公司否认将裁员，称相关说法不实”。", 1, passable},
		{"quotation verbatim", "陆闻舟表示：“离职后将专注于教育公益”。", 1, passable},
		{"quotation slip", "陆闻舟表示：“离职后将会专注于教育公益”。", 1, []State{Repaired}},
		{"quotation made up", "陆闻舟表示：“公司未来十年一定会越来越好的”。", 1, refused},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			v := e.Check(tt.claim, []int{tt.cited})
			ok := false
			for _, s := range tt.want {
				ok = ok || v.State == s
			}
			if !ok {
				t.Errorf("%s: %s (%.2f) %v, want %v; %q", tt.claim, v.State, v.Support, v.Flaws, tt.want, v.Text)
			}
		})
	}
}
