package quantity

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ask/retrieve/text"
)

// show writes quantities as "text=kind value unit", with ~ if approximate.
func show(s string, found []Quantity) []string {
	var out []string
	for _, q := range found {
		said := q.Value
		if q.Kind == Date {
			said = fmt.Sprintf("%d-%d-%d", q.Year, q.Month, q.Day)
		}
		line := fmt.Sprintf("%s=%s %s", s[q.Span.Start:q.Span.End], q.Kind, said)
		if q.Unit != "" {
			line += " " + q.Unit
		}
		if q.Approx {
			line += "~"
		}
		out = append(out, line)
	}
	return out
}

func TestFind(t *testing.T) {
	tests := []struct{ name, in, want string }{
		// Arabic digits
		{"plain", "共有120", "120=number 120"},
		{"full width", "共１２３人", "１２３人=number 123 人"},
		{"thousands", "1,234,567元", "1,234,567元=number 1234567 元"},
		{"full-width thousands", "１，２３４元", "１，２３４元=number 1234 元"},
		{"comma between numbers", "共3，100人", "3=number 3;100人=number 100 人"},
		{"comma and two digits", "3,45", "3=number 3;45=number 45"},
		{"decimals", "3.50公里", "3.50公里=number 3.5 公里"},
		{"full-width point", "３．５吨", "３．５吨=number 3.5 吨"},
		{"end of sentence", "It rose to 5.", "5=number 5"},
		{"zero", "发生0起事故", "0起=number 0 个"},
		{"leading zeros", "编号00721", "00721=number 721"},
		{"very long", "账号6222021234567890123", "6222021234567890123=number 6222021234567890123"},
		{"scale", "12.5亿", "12.5亿=number 1250000000"},
		{"scale and unit", "1,234.5万元", "1,234.5万元=number 12345000 元"},
		{"two scales", "3万亿元", "3万亿元=number 3000000000000 元"},
		{"two numbers with scales", "1亿2000万", "1亿2000万=number 120000000"},
		{"mixed writing", "3万5千人", "3万5千人=number 35000 人"},
		{"hundred", "5百万", "5百万=number 5000000"},
		{"minus", "气温 -5℃", "5℃=number -5 度"},
		{"below zero", "零下12度", "12度=number -12 度"},
		{"unit and one by one", "3吨5", "3吨=number 3 吨;5=number 5"},

		// Chinese numerals
		{"hundreds of millions", "十二亿五千万元", "十二亿五千万元=number 1250000000 元"},
		{"with zeros", "一亿零五百万人", "一亿零五百万人=number 105000000 人"},
		{"two hundred", "两百人", "两百人=number 200 人"},
		{"short fifty", "两百五十", "两百五十=number 250"},
		{"shorter fifty", "两百五", "两百五=number 250"},
		{"hundred and five", "一百零五岁", "一百零五岁=number 105 岁"},
		{"short thousands", "三万五", "三万五=number 35000"},
		{"old twenty", "廿三岁", "廿三岁=number 23 岁"},
		{"digit by digit", "编号二〇二四", "二〇二四=number 2024"},
		{"decimal point", "三点五公里", "三点五公里=number 3.5 公里"},
		{"trillion", "两万亿", "两万亿=number 2000000000000"},
		{"traditional", "兩億三千萬", "兩億三千萬=number 230000000"},
		{"formal", "伍佰元", "伍佰元=number 500 元"},
		{"cheque", "人民币叁拾伍万元", "叁拾伍万元=number 350000 元"},
		{"formal names", "陆块伍人", ""},
		{"taels", "白银八百两", "八百两=number 800 两"},
		{"counting", "一二三四五", ""},
		{"pieces", "两块额肌，5块钱", "两块=number 2 个;5块钱=number 5 元"},
		{"ten", "十人", "十人=number 10 人"},
		{"eleven thousand", "一万一千", "一万一千=number 11000"},
		{"spread", "三四十人", "三四十人=number 30..40 人~"},
		{"spread of ones", "十七八岁", "十七八岁=number 17..18 岁~"},
		{"spread of years", "两三年", "两三年=number 2..3 年~"},
		{"halves", "三年半", "三年半=number 3.5 年"},
		{"half an hour more", "3个半小时", "3个半小时=number 3.5 小时"},
		{"half a year", "半年", "半年=number 0.5 年"},

		// Shares
		{"percent", "增长3.5％", "3.5％=percent 3.5 %"},
		{"percent in words", "百分之三点五", "百分之三点五=percent 3.5 %"},
		{"percent in digits", "百分之12", "百分之12=percent 12 %"},
		{"all", "百分之百", "百分之百=percent 100 %"},
		{"points", "下降0.3个百分点", "0.3个百分点=percent 0.3 百分点"},
		{"basis points", "下调25个基点", "25个基点=percent 0.25 百分点"},
		{"per mille", "3‰", "3‰=percent 0.3 %"},
		{"tenths", "三成", "三成=percent 30 %"},
		{"tenths and five", "七成五的人", "七成五=percent 75 %"},
		{"thirds", "三分之二", "三分之二=percent 200/3 %"},
		{"slash", "占1/3，日期3/5/2024", "1/3=percent 100/3 %;3=number 3;5=number 5;2024=number 2024"},
		{"bare years", "(1958-1964)", "1958=date 1958-0-0;1964=date 1964-0-0"},
		{"about a year", "大约1900年", "1900年=date 1900-0-0~"},
		{"hour", "19日18时顺利开通", "19日=date 0-0-19;18时=time 18:00"},
		{"which", "哪一人在哪一年任第一任校长", ""},
		{"quarters", "四分之三", "四分之三=percent 75 %"},
		{"ten thousandth", "万分之一", "万分之一=percent 0.01 %"},
		{"half", "一半以上", "一半=percent 50 %~"},
		{"percent in English", "3.5 percent and 2 percentage points", "3.5 percent=percent 3.5 %;2 percentage points=percent 2 百分点"},

		// Approximate
		{"about", "约300公里", "300公里=number 300 公里~"},
		{"more", "3000多名", "3000多名=number 3000 人~"},
		{"more before the scale", "10余万人", "10余万人=number 100000 人~"},
		{"or so", "5公斤左右", "5公斤=number 5 公斤~"},
		{"over", "超过1.2亿", "1.2亿=number 120000000~"},
		{"nearly", "nearly 40 tons", "40 tons=number 40 吨~"},
		{"many months", "3个多月", "3个多月=number 3 月~"},
		{"exact", "共5公斤", "5公斤=number 5 公斤"},
		{"tens", "几十家 数百人 十几人 二十几个 百万富翁", ""},

		// Ranges and ratios
		{"range", "3-5天", "3-5天=number 3..5 天"},
		{"range in words", "三到五年", "三到五年=number 3..5 年"},
		{"range of scale", "3～5万元", "3～5万元=number 30000..50000 元"},
		{"range of two scales", "8000万至1.2亿元", "8000万至1.2亿元=number 80000000..120000000 元"},
		{"range of percents", "3%-5%", "3%-5%=percent 3..5 %"},
		{"range with two units", "3元至5元", "3元至5元=number 3..5 元"},
		{"range in English", "3 to 5 million people", "3 to 5 million people=number 3000000..5000000 人"},
		{"score", "以3-1获胜", "3-1=number 3:1"},
		{"score in words", "3比1获胜", "3比1=number 3:1"},
		{"ratio", "比例为2:1", "2:1=number 2:1"},

		// Money
		{"yuan in front", "￥1,200", "￥1,200=number 1200 元"},
		{"dollars in front", "US$20 million", "US$20 million=number 20000000 美元"},
		{"billions", "a $3.5bn deal", "$3.5bn=number 3500000000 美元"},
		{"letter", "$30b", "$30b=number 30000000000 美元"},
		{"code behind", "100 USD", "100 USD=number 100 美元"},
		{"code in front", "RMB 5 million", "RMB 5 million=number 5000000 元"},
		{"name in front", "人民币100元", "人民币100元=number 100 元"},
		{"Hong Kong", "300万港币", "300万港币=number 3000000 港元"},
		{"colloquial", "5块钱", "5块钱=number 5 元"},
		{"approximate", "约$5", "$5=number 5 美元~"},

		// Units
		{"kilometres", "60km 60公里 60千米", "60km=number 60 公里;60公里=number 60 公里;60千米=number 60 公里"},
		{"square", "60平方公里和60km²", "60平方公里=number 60 平方公里;60km²=number 60 平方公里"},
		{"per", "500元/吨", "500元/吨=number 500 元/吨"},
		{"speed", "120 km/h", "120 km/h=number 120 公里/小时"},
		{"kilograms", "3kg与3千克", "3kg=number 3 公斤;3千克=number 3 公斤"},
		{"memory", "16GB", "16GB=number 16 GB"},
		{"people", "5名 5位 5个人", "5名=number 5 人;5位=number 5 人;5个人=number 5 人"},
		{"age", "a 30-year-old", "30-year-old=number 30 岁"},
		{"not a unit", "3位于 5年级 2人工", "3=number 3;5年级=number 5 年级;2=number 2"},
		{"departments", "三部门联合", "三部门=number 3 部门"},

		// English numbers
		{"million", "1.2 million people", "1.2 million people=number 1200000 人"},
		{"k", "5k", "5k=number 5000"},
		{"words", "twelve ships", "twelve=number 12"},
		{"two words", "twenty-five years", "twenty-five years=number 25 年"},
		{"words and scale", "two hundred million", "two hundred million=number 200000000"},
		{"one", "one of them", ""},

		// Ordinals
		{"third", "第三名", "第三名=ordinal 3 人"},
		{"article", "第5条", "第5条=ordinal 5 个"},
		{"number", "No. 5", "No. 5=ordinal 5"},
		{"twentieth", "the 20th time", "20th=ordinal 20"},
		{"ship", "神舟十八号", "十八号=ordinal 18 号"},
		{"line", "3号线", "3号线=ordinal 3 号"},
		{"best", "排名第一", "第一=ordinal 1"},
		{"firstly", "第一，要快；第一时间赶到；第三方；第二天", ""},

		// Dates
		{"day", "2024年3月5日", "2024年3月5日=date 2024-3-5"},
		{"Chinese day", "二〇二四年三月五日", "二〇二四年三月五日=date 2024-3-5"},
		{"spaced", "2024 年 3 月 5 日", "2024 年 3 月 5 日=date 2024-3-5"},
		{"ISO", "2024-03-05", "2024-03-05=date 2024-3-5"},
		{"slashes", "2024/3/5", "2024/3/5=date 2024-3-5"},
		{"dots", "2024.3.5", "2024.3.5=date 2024-3-5"},
		{"compact", "日期:20240305", "20240305=date 2024-3-5"},
		{"compact number", "编号20240305", "20240305=number 20240305"},
		{"month", "2024年3月", "2024年3月=date 2024-3-0"},
		{"no year", "3月5日", "3月5日=date 0-3-5"},
		{"two days", "3月5日至8日", "3月5日=date 0-3-5;8日=date 0-3-8"},
		{"two days, one unit", "3月5-8日", "3月5=date 0-3-5;8日=date 0-3-8"},
		{"two years", "2019-2023年", "2019=date 2019-0-0;2023年=date 2023-0-0"},
		{"years", "2019年至2023年", "2019年=date 2019-0-0;2023年=date 2023-0-0"},
		{"decade", "1990年代", "1990年代=date 1990-0-0 年代"},
		{"short decade", "90年代", "90年代=date 1990-0-0 年代"},
		{"decade of a century", "上世纪80年代", "上世纪80年代=date 1980-0-0 年代"},
		{"decade of the 20th century", "20世纪90年代", "20世纪90年代=date 1990-0-0 年代"},
		{"century", "20世纪", "20世纪=number 20 世纪"},
		{"before our era", "公元前221年", "公元前221年=date -221-0-0"},
		{"republic", "民国38年", "民国38年=date 1949-0-0"},
		{"Japanese", "令和6年", "令和6年=date 2024-0-0"},
		{"short year", "08年", "08年=date 2008-0-0"},
		{"long time", "近2000年的历史", "2000年=number 2000 年~"},
		{"time of years", "30年来", "30年=number 30 年"},
		{"quarter", "2024年第三季度", "2024年第三季度=date 2024-0-0 Q3"},
		{"quarter alone", "三季度", "三季度=date 0-0-0 Q3"},
		{"English quarter", "Q3 2024", "Q3 2024=date 2024-0-0 Q3"},
		{"half year", "2024年上半年", "2024年上半年=date 2024-0-0 H1"},
		{"fiscal year", "2024财年", "2024财年=date 2024-0-0 财年"},
		{"fiscal quarter", "2024财年第三季度", "2024财年第三季度=date 2024-0-0 财年Q3"},
		{"American", "March 5, 2024", "March 5, 2024=date 2024-3-5"},
		{"British", "5 Mar 2024", "5 Mar 2024=date 2024-3-5"},
		{"month in English", "since May 2024", "May 2024=date 2024-5-0"},
		{"may", "it may 20% fall", "20%=percent 20 %"},
		{"impossible", "2月30日", "2=number 2;30日=date 0-0-30"},
		{"days", "15日内", "15日=number 15 天"},
		{"months", "三个月", "三个月=number 3 月"},

		// Times
		{"time", "14:30开始", "14:30=time 14:30"},
		{"afternoon", "下午3点", "3点=time 15:00"},
		{"half past", "下午两点半", "两点半=time 14:30"},
		{"minutes", "上午9时30分", "9时30分=time 09:30"},
		{"unknown half", "3点半", "3点半=time 03:30 12"},
		{"between hours", "4时30分之间，5时之间", "4时30分=time 04:30;5时=time 05:00"},
		{"rise", "从18 升到20", "18=number 18;20=number 20"},
		{"points of advice", "三点建议", "三点=number 3 个"},

		// Nothing
		{"words", "一起统一三峡万一十分一直四川百度千问九寨沟三星七匹狼一些一个", ""},
		{"first things", "第一时间 第一次 星期三 周五", ""},
		{"more words", "千万不要 一带一路 两岸 二手 半导体 三明治", ""},
		{"models", "Qwen2.5-72B、A330-200、GPT-4、iPhone 15、Windows 11", ""},
		{"versions", "v1.2.3和1.2.3", ""},
		{"sizes and nets", "72B 5G 4K 3D", ""},
		{"address", "https://a.example/2024/03/05?id=3", ""},
		{"citations", "如此[1][12]。(3)", ""},
		{"list", "1. 收入\n2、支出", ""},
		{"telephone", "010-88886666", "010-88886666=number 1088886666"},
		{"service number", "400-820-8820", "400-820-8820=number 4008208820"},
		{"discount", "打八折", ""},
		{"article", "一名工程师在一家公司", ""},
		{"one person", "一人受伤", "一人=number 1 人"},
		{"empty", "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := strings.Join(show(tt.in, Find(tt.in)), ";")
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("Find(%q) (-want +got):\n%s", tt.in, diff)
			}
		})
	}
}

// one returns the first quantity of s.
func one(t *testing.T, s string) Quantity {
	t.Helper()
	found := Find(s)
	if len(found) == 0 {
		t.Fatalf("Find(%q) finds nothing", s)
	}
	return found[0]
}

func TestSame(t *testing.T) {
	for _, tt := range []struct {
		a, b string
		want bool
	}{
		{"十二亿五千万元", "12.5亿元", true},
		{"1.25 billion yuan", "12.5亿元", true},
		{"二〇二四年三月", "2024-03", true},
		{"约3万人", "30,000名", true},
		{"百分之三点五", "3.5%", true},
		{"3成", "30%", true},
		{"四分之三", "75%", true},
		{"三点五万", "3万5千", true},
		{"3～5万元", "3万元至5万元", true},
		{"60km²", "六十平方公里", true},
		{"民国38年", "1949年", true},
		{"上世纪80年代", "1980年代", true},
		{"下午2点半", "14:30", true},
		{"第三条", "第3条", true},
		{"3%", "3个百分点", false},
		{"100元", "100美元", false},
		{"3公里", "3米", false},
		{"1980年", "1980年代", false},
		{"2024年", "2024财年", false},
		{"-5℃", "5℃", false},
		{"3个月", "3月", false},
		{"第三", "三个", false},
	} {
		if got := Same(one(t, tt.a), one(t, tt.b)); got != tt.want {
			t.Errorf("Same(%q, %q) = %v", tt.a, tt.b, got)
		}
	}
}

func TestHolds(t *testing.T) {
	for _, tt := range []struct {
		b, a string
		want bool
	}{
		{"2024年3月5日", "2024年", true},
		{"2024年3月5日", "3月5日", true},
		{"2024年3月5日", "2024年3月", true},
		{"2024年", "2024年3月", false},
		{"2024年3月5日", "3月6日", false},
		{"1200万元", "1200万", true},
		{"1200万", "1200万元", false},
		{"1200万元", "1200万美元", false},
		{"3个", "3名", true},
		{"3名", "3个", true},
		{"3", "3家", true},
		{"3名", "3家", false},
		{"3", "3公里", false},
		{"3公里", "3家", false},
		{"2024", "2024年", true},
		{"2024年", "2024", true},
		{"2024", "2024年3月", false},
		{"2024年第三季度", "2024年", true},
		{"2024年", "2024年第三季度", false},
		{"2024财年", "2024年", false},
		{"2024财年Q3", "2024财年", false},
		{"1995年", "90年代", true},
		{"90年代", "1995年", false},
		{"下午3点", "3点半", false},
		{"下午3点半", "3点半", true},
		{"上午3点半", "下午3点半", false},
		{"(-3.2%)", "3.2%", true},
		{"-5℃", "5℃", false},
		{"3%", "3", false},
		{"1841年", "19世纪", true},
		{"1900年", "19世纪", true},
		{"19世纪30年代", "19世纪", true},
		{"1900年代", "20世纪", true},
		{"1841年", "18世纪", false},
		{"近2000年的历史", "2000年", true},
		{"(1958-1964)", "1958年", true},
	} {
		if got := Holds(one(t, tt.b), one(t, tt.a)); got != tt.want {
			t.Errorf("Holds(%q, %q) = %v", tt.b, tt.a, got)
		}
	}
}

func TestIn(t *testing.T) {
	among := Find("2024年营收1200万元,员工30人")
	for in, want := range map[string]bool{"1200万": true, "30名": true, "2024年": true, "31人": false, "1200元": false} {
		if got := In(one(t, in), among); got != want {
			t.Errorf("In(%q) = %v", in, got)
		}
	}
	if In(one(t, "3"), nil) {
		t.Error("In nothing")
	}
}

// TestTables checks that the tables are sorted, folded and well-formed.
func TestTables(t *testing.T) {
	for name, data := range map[string]string{"units": unitsData, "currency": currencyData, "words": wordsData, "english": englishData} {
		last, table := "", parseTable(data)
		for line := range strings.Lines(data) {
			form, value, ok := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
			if !ok || form == "" || form <= last {
				t.Errorf("%s: bad line %q after %q", name, line, last)
			}
			if folded := text.Fold(form); folded != form {
				t.Errorf("%s: %q is not folded, want %q", name, form, folded)
			}
			if got, v := table.lookup(form + "\x00"); got != form || v != value {
				t.Errorf("%s: lookup(%q) = %q %q", name, form, got, v)
			}
			if _, kind, ok := strings.Cut(value, " "); name == "units" && (!ok || !slices.Contains([]string{"measure", "count", "noun", "percent", "ordinal", "none"}, kind)) {
				t.Errorf("units: %q has value %q", form, value)
			}
			if name == "words" && value != "" && value != "keep" {
				t.Errorf("words: %q has value %q", form, value)
			}
			last = form
		}
	}
	for name, list := range map[string]string{"before": approxBeforeData, "after": approxAfterData, "capitalised": capitalisedData} {
		for line := range strings.Lines(list) {
			if word := strings.TrimSuffix(line, "\n"); word == "" || word == line || text.Fold(word) != word {
				t.Errorf("%s: bad line %q", name, line)
			}
		}
	}
}

func TestLookup(t *testing.T) {
	table := parseTable("a\t1\nabc\t2\nabd\t3\nb\t4\n")
	for in, want := range map[string]string{"": "", "a": "a", "ab": "a", "abc": "abc", "abcd": "abc", "abz": "a", "bz": "b", "c": "", "A": ""} {
		if got, _ := table.lookup(in); got != want {
			t.Errorf("lookup(%q) = %q, want %q", in, got, want)
		}
	}
}
