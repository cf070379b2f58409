package when

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ask/retrieve/text"
)

// show writes mentions as "text=from..to" with R for relative, F for fiscal, ~
// for approximate and ! for void.
func show(s string, found []Mention) string {
	var out []string
	for _, m := range found {
		line := s[m.Span.Start:m.Span.End] + "=" + m.From.String()
		if m.To != m.From {
			line += ".." + m.To.String()
		}
		for _, flag := range []struct {
			on   bool
			mark string
		}{{m.Relative, " R"}, {m.Fiscal, " F"}, {m.Approx, " ~"}, {m.Void != "", " !"}} {
			if flag.on {
				line += flag.mark
			}
		}
		out = append(out, line)
	}
	return strings.Join(out, ";")
}

// friday is the anchor of most cases: a Friday.
var friday = Date{2026, 3, 6}

func TestFind(t *testing.T) {
	tests := []struct{ name, in, want string }{
		// Written out
		{"day", "2024年3月5日成立", "2024年3月5日=2024-03-05"},
		{"Chinese numerals", "二〇二四年三月五日", "二〇二四年三月五日=2024-03-05"},
		{"tens", "二〇二四年十二月二十一日", "二〇二四年十二月二十一日=2024-12-21"},
		{"spaced", "2024 年 3 月 5 日", "2024 年 3 月 5 日=2024-03-05"},
		{"full width", "２０２４年３月５日", "２０２４年３月５日=2024-03-05"},
		{"traditional", "2024年3月5號", "2024年3月5號=2024-03-05"},
		{"ISO", "2024-03-05", "2024-03-05=2024-03-05"},
		{"ISO month", "2024-03", "2024-03=2024-03"},
		{"slashes", "2024/3/5", "2024/3/5=2024-03-05"},
		{"dots", "2024.3.5", "2024.3.5=2024-03-05"},
		{"compact", "日期:20240305", "20240305=2024-03-05"},
		{"compact number", "编号20240305", ""},
		{"month", "2024年3月", "2024年3月=2024-03"},
		{"year", "2024年", "2024年=2024"},
		{"short year", "24年3月", "24年3月=2024-03"},
		{"year before our era", "公元前221年统一", "公元前221年=-221"},
		{"year of our era", "公元618年", "公元618年=0618"},
		{"republic", "民国38年10月1日", "民国38年10月1日=1949-10-01"},
		{"Reiwa", "令和6年", "令和6年=2024"},
		{"decade", "1990年代", "1990年代=1990..1999"},
		{"short decade", "90年代", "90年代=1990..1999"},
		{"this decade", "20年代", "20年代=2020..2029"},
		{"last century", "上世纪80年代末", "上世纪80年代末=1980..1989 ~"},
		{"20th century", "20世纪90年代", "20世纪90年代=1990..1999"},

		// Parts
		{"quarter", "2024年第三季度", "2024年第三季度=2024-07..2024-09"},
		{"short quarter", "2024年三季度", "2024年三季度=2024-07..2024-09"},
		{"letter quarter", "2024年Q1", "2024年Q1=2024-01..2024-03"},
		{"quarter first", "Q3 2024", "Q3 2024=2024-07..2024-09"},
		{"three quarters", "2025年前三季度", "2025年前三季度=2025-01..2025-09"},
		{"first half", "2024年上半年", "2024年上半年=2024-01..2024-06"},
		{"second half", "去年下半年", "去年下半年=2025-07..2025-12 R"},
		{"half of this year", "上半年", "上半年=2026-01..2026-06 R"},
		{"quarter of this year", "一季度", "一季度=2026-01..2026-03 R"},
		{"quarter of the year before", "2024年增长,三季度下降", "2024年=2024;三季度=2024-07..2024-09"},
		{"quarter of the next sentence", "2024年增长。一季度下降", "2024年=2024;一季度=2026-01..2026-03 R"},
		{"fiscal year", "2025财年", "2025财年=2025 F"},
		{"fiscal half", "2025财年下半年", "2025财年下半年=2025 F"},
		{"half of a fiscal year", "2025财年的下半年", "2025财年的下半年=2025 F"},
		{"hours of a night", "2019年3月1日起,20时至次日5时", "2019年3月1日起=2019-03-01.."},
		{"around", "around 2016", "2016=2016 ~"},
		{"fiscal in English", "in FY2025", "FY2025=2025 F"},
		{"year's end", "2024年底", "2024年底=2024 ~"},
		{"last year's end", "去年年底", "去年年底=2025 R ~"},
		{"up to the end", "截至2024年末", "2024年末=2024 ~"},
		{"end of the year", "年底", "年底=2026 R ~"},
		{"beginning of the year before", "2023年,年初开工", "2023年=2023;年初=2023 ~"},
		{"middle", "2024年中,", "2024年中=2024 ~"},
		{"not the middle", "2024年中国", "2024年=2024"},
		{"end of a month", "2024年3月底", "2024年3月底=2024-03 ~"},
		{"ten days", "2024年3月上旬", "2024年3月上旬=2024-03-01..2024-03-10"},
		{"last ten days", "2024年2月下旬", "2024年2月下旬=2024-02-21..2024-02-29"},

		// Without a year
		{"day before publication", "3月5日", "3月5日=2026-03-05 R"},
		{"some days ahead", "3月9日", "3月9日=2026-03-09 R"},
		{"long ahead is last year", "12月9日", "12月9日=2025-12-09 R"},
		{"month", "2月", "2月=2026-02 R"},
		{"later month", "11月", "11月=2025-11 R"},
		{"year of the sentence", "2024年开工,11月5日完工", "2024年=2024;11月5日=2024-11-05"},
		{"year of the text", "2024年开工。11月5日完工。", "2024年=2024;11月5日=2024-11-05"},
		{"news after history", "2019年成立。3月5日,公司宣布", "2019年=2019;3月5日=2026-03-05 R"},
		{"day of the month", "本月5日", "本月5日=2026-03-05 R"},
		{"day alone", "5日,公司宣布", "5日=2026-03-05 R"},
		{"day of the month before", "28日,公司宣布", "28日=2026-02-28 R"},
		{"day of the month spoken of", "2024年3月开会,5日闭幕", "2024年3月=2024-03;5日=2024-03-05"},
		{"next day of it", "2024年3月5日开会,8日闭幕", "2024年3月5日=2024-03-05;8日=2024-03-08"},
		{"number of days", "5日内 10日后", "10日后=2026-03-16 R"},

		// Words
		{"today", "今天", "今天=2026-03-06 R"},
		{"today formal", "今日", "今日=2026-03-06 R"},
		{"yesterday", "昨日", "昨日=2026-03-05 R"},
		{"yesterday traditional", "昨天晚間", "昨天=2026-03-05 R"},
		{"day before", "前天", "前天=2026-03-04 R"},
		{"tomorrow", "明天", "明天=2026-03-07 R"},
		{"recently", "近日", "近日=2026-03-06 R ~"},
		{"some days ago", "日前", "日前=2026-03-06 R ~"},
		{"this year", "今年", "今年=2026 R"},
		{"last year", "去年", "去年=2025 R"},
		{"two years before", "前年", "前年=2024 R"},
		{"next year", "将于明年上市", "明年=2027 R"},
		{"day of last year", "去年3月5日", "去年3月5日=2025-03-05 R"},
		{"month of this year", "今年1月", "今年1月=2026-01 R"},
		{"quarter of last year", "去年三季度", "去年三季度=2025-07..2025-09 R"},
		{"this month", "本月", "本月=2026-03 R"},
		{"last month", "上个月", "上个月=2026-02 R"},
		{"day of last month", "上月20日", "上月20日=2026-02-20 R"},
		{"end of this month", "本月底", "本月底=2026-03 R ~"},
		{"next month", "下月", "下月=2026-04 R"},
		{"this week", "本周", "本周=2026-03-02..2026-03-08 R"},
		{"last week", "上周", "上周=2026-02-23..2026-03-01 R"},
		{"Friday of last week", "上周五", "上周五=2026-02-27 R"},
		{"Monday of next week", "下周一", "下周一=2026-03-09 R"},
		{"Wednesday", "周三", "周三=2026-03-04 R"},
		{"Saturday", "星期六", "星期六=2026-02-28 R"},
		{"same weekday", "周五", "周五=2026-03-06 R"},
		{"weekday of a date", "3月5日(周四)", "3月5日=2026-03-05 R"},
		{"same year", "2019年开工,同年完工", "2019年=2019;同年=2019"},
		{"year after", "2019年开工,次年3月完工", "2019年=2019;次年3月=2020-03"},
		{"literary year after", "二〇一九年开工,翌年完工", "二〇一九年=2019;翌年=2020"},
		{"that year", "他2001年毕业。当年入职。", "2001年=2001;当年=2001"},
		{"same month", "2019年3月开工,当月停工", "2019年3月=2019-03;当月=2019-03"},
		{"same day", "2019年3月5日开工,当天停工", "2019年3月5日=2019-03-05;当天=2019-03-05"},
		{"next day", "2019年12月31日开工,次日停工", "2019年12月31日=2019-12-31;次日=2020-01-01"},
		{"next day of nothing", "次日", ""},

		// Lengths of time
		{"years ago", "三年前", "三年前=2023 R"},
		{"days ago", "五天前", "五天前=2026-03-01 R"},
		{"weeks ago", "两周前", "两周前=2026-02-20 R"},
		{"months on", "两个月后", "两个月后=2026-05 R"},
		{"years on from there", "2015年成立,三年后上市", "2015年=2015;三年后=2018"},
		{"days on from there", "2015年3月30日签约,五天后付款", "2015年3月30日=2015-03-30;五天后=2015-04-04"},
		{"about", "约10年前", "10年前=2016 R ~"},
		{"more than", "20多年前", "20多年前=2006 R ~"},
		{"last years", "近三年", "近三年=2023..2026 R ~"},
		{"next years", "未来5年", "未来5年=2026..2031 R ~"},
		{"no date", "工作了三年", ""},

		// Periods
		{"years", "2019年至2023年", "2019年至2023年=2019..2023"},
		{"years and one unit", "2019-2023年", "2019-2023年=2019..2023"},
		{"during", "2019年到2021年期间", "2019年到2021年=2019..2021"},
		{"wave", "2019～2023年", "2019～2023年=2019..2023"},
		{"bare years", "(2019-2023)", "2019-2023=2019..2023"},
		{"days", "3月5日至8日", "3月5日至8日=2026-03-05..2026-03-08 R"},
		{"days and one unit", "2024年3月5-8日", "2024年3月5-8日=2024-03-05..2024-03-08"},
		{"months", "2024年3月至5月", "2024年3月至5月=2024-03..2024-05"},
		{"over the new year", "2024年12月20日至1月5日", "2024年12月20日至1月5日=2024-12-20..2025-01-05"},
		{"from", "自2020年起", "2020年起=2020.."},
		{"since", "2019年以来", "2019年以来=2019.."},
		{"up to now", "2019年至今", "2019年至今=2019..2026-03-06 R"},
		{"begins a word", "2020年起诉", "2020年=2020"},
		{"beginning", "从2020年开始", "2020年=2020.."},
		{"enumeration", "2019年、2020年", "2019年=2019;2020年=2020"},

		// English
		{"American", "March 5, 2026", "March 5, 2026=2026-03-05"},
		{"British", "5 March 2026", "5 March 2026=2026-03-05"},
		{"short", "Mar. 5, 2026", "Mar. 5, 2026=2026-03-05"},
		{"no year", "on March 5", "March 5=2026-03-05 R"},
		{"month and year", "in May 2024", "May 2024=2024-05"},
		{"month alone", "in January the", "January=2026-01 R"},
		{"may", "it may rise", ""},
		{"in a year", "in 2024 it", "2024=2024"},
		{"since a year", "since 2019", "2019=2019.."},
		{"from to", "from 2019 to 2023", "2019 to 2023=2019..2023"},
		{"yesterday in English", "yesterday", "yesterday=2026-03-05 R"},
		{"last year in English", "Last year", "Last year=2025 R"},
		{"next month in English", "next month", "next month=2026-04 R"},
		{"years ago in English", "two years ago", "two years ago=2024 R"},
		{"a year ago", "a year ago", "a year ago=2025 R"},
		{"weekday in English", "on Wednesday", "Wednesday=2026-03-04 R"},
		{"past years", "over the past 5 years", "the past 5 years=2021..2026 R ~"},
		{"number", "sold 2024 units", ""},

		// No date
		{"no such day", "2026年2月30日", "2026年2月30日=2026-02-30 !"},
		{"no leap year", "2025年2月29日", "2025年2月29日=2025-02-29 !"},
		{"leap year", "2024年2月29日", "2024年2月29日=2024-02-29"},
		{"no such month", "2026年13月", "2026年13月=2026-13 !"},
		{"no such ISO month", "2026-13-05", "2026-13-05=2026-13-05 !"},
		{"hours", "14:30至16:00", ""},
		{"versions", "1.2.3和v2.0.1,版本2024.3.1", ""},
		{"ratios", "2:1,3比1", ""},
		{"models", "GPT-4 A330-200 iPhone 15", ""},
		{"brands", "今日头条 周六福 明日方舟", ""},
		{"every year", "每年3月 每月5日 每周三", ""},
		{"lunar", "农历三月十五日", ""},
		{"reign", "咸丰十年八月,英军登陆。九月,英军北上。", ""},
		{"reign and after", "咸丰十年八月。1861年3月", "1861年3月=1861-03"},
		{"lunar day", "四月初六日,六月廿五", ""},
		{"two days", "停了两日", ""},
		{"nearest", "最近的车站", ""},
		{"today is no subject", "2015年3月5日成立,直到今天仍在。当日有雨", "2015年3月5日=2015-03-05;今天=2026-03-06 R;当日=2015-03-05"},
		{"that year again", "2015年成立。该年下半年停业", "2015年=2015;该年下半年=2015-07..2015-12"},
		{"years of three digits", "463年底至469年后,十五年中", ""},
		{"months long", "三个月", ""},
		{"long ago", "近2000年历史", ""},
		{"words", "一起统一三峡", ""},
		{"empty", "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, show(tt.in, Find(tt.in, friday))); diff != "" {
				t.Errorf("Find(%q) (-want +got):\n%s", tt.in, diff)
			}
		})
	}
}

// TestAnchor has anchors that say less than a day, or another one.
func TestAnchor(t *testing.T) {
	tests := []struct {
		name, in string
		anchor   Date
		want     string
	}{
		{"nothing relative", "昨天,去年,3月5日,5日,三年前,周三,上半年,近日", Date{}, ""},
		{"absolute", "2024年3月5日", Date{}, "2024年3月5日=2024-03-05"},
		{"carried", "2024年开工,3月5日完工,次年开业", Date{}, "2024年=2024;3月5日=2024-03-05;次年=2025"},
		{"up to now", "2019年至今", Date{}, "2019年至今=2019.."},
		{"year only", "昨天,去年3月,上月,5日,两年前", Date{Year: 2020}, "去年3月=2019-03 R;5日=2019-03-05;两年前=2018 R"},
		{"month only", "昨天,上月,5日", Date{2020, 1, 0}, "上月=2019-12 R;5日=2019-12-05"},
		{"new year", "昨天,12月30日", Date{2026, 1, 1}, "昨天=2025-12-31 R;12月30日=2025-12-30"},
		{"new year alone", "12月30日", Date{2026, 1, 1}, "12月30日=2025-12-30 R"},
		{"leap day", "2月29日", Date{2025, 3, 1}, ""},
		{"end of a month", "一个月后", Date{2026, 1, 31}, "一个月后=2026-02 R"},
		{"Sunday", "本周,上周日", Date{2026, 3, 8}, "本周=2026-03-02..2026-03-08 R;上周日=2026-03-01 R"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, show(tt.in, Find(tt.in, tt.anchor))); diff != "" {
				t.Errorf("Find(%q, %v) (-want +got):\n%s", tt.in, tt.anchor, diff)
			}
		})
	}
}

func TestParse(t *testing.T) {
	for in, want := range map[string]Date{
		"2026": {2026, 0, 0}, "2026-03": {2026, 3, 0}, "2026-03-05": {2026, 3, 5}, "0618": {618, 0, 0}, "2024-02-29": {2024, 2, 29},
	} {
		got, ok := Parse(in)
		if !ok || got != want || got.String() != in {
			t.Errorf("Parse(%q) = %v, %v", in, got, ok)
		}
	}
	for _, in := range []string{"", "26", "2026-3", "2026-13", "2026-02-30", "2025-02-29", "2026-03-05-01", "2026-03-", "-026", "+026", "2026/03", "0000"} {
		if got, ok := Parse(in); ok {
			t.Errorf("Parse(%q) = %v", in, got)
		}
	}
}

func TestDate(t *testing.T) {
	d := func(s string) Date {
		date, ok := Parse(s)
		if !ok {
			t.Fatalf("bad date %q", s)
		}
		return date
	}
	for _, tt := range []struct {
		a, b                    string
		before, after, contains bool
	}{
		{"2025", "2026", true, false, false},
		{"2025", "2026-03", true, false, false},
		{"2026", "2026-03", false, false, true},
		{"2026-03", "2026", false, false, false},
		{"2026-03-05", "2026-03-06", true, false, false},
		{"2026-03-05", "2026-03-05", false, false, true},
		{"2026-04", "2026-03-31", false, true, false},
		{"2026-03", "2026-03-31", false, false, true},
	} {
		a, b := d(tt.a), d(tt.b)
		if a.Before(b) != tt.before || a.After(b) != tt.after || a.Contains(b) != tt.contains {
			t.Errorf("%s to %s: before %v, after %v, contains %v", a, b, a.Before(b), a.After(b), a.Contains(b))
		}
	}
	for want, date := range map[string]Date{"": {}, "????-03-05": {0, 3, 5}, "????-??-05": {0, 0, 5}, "-221": {-221, 0, 0}} {
		if got := date.String(); got != want {
			t.Errorf("String of %#v is %q, want %q", date, got, want)
		}
	}
}

func TestLists(t *testing.T) {
	for _, list := range []string{notDay, notStart} {
		for line := range strings.Lines(list) {
			if word := strings.TrimSuffix(line, "\n"); word == "" || word == line || text.Fold(word) != word {
				t.Errorf("bad line %q", line)
			}
		}
	}
}

// TestLexicon checks the data: folded forms, each once, known units.
func TestLexicon(t *testing.T) {
	seen := map[string]bool{}
	for i, line := range strings.Split(strings.TrimSuffix(wordsData, "\n"), "\n") {
		if i == 0 {
			continue // says what the columns are
		}
		fields := strings.Split(line, "\t")
		form := fields[0]
		if form == "" || text.Fold(form) != form || seen[form] || len(fields) != 1 && len(fields) != 4 {
			t.Errorf("line %d: %q", i+1, line)
		}
		seen[form] = true
		if len(fields) == 4 && (!strings.Contains(" day week weekday month year yearpart about ", " "+fields[1]+" ") || fields[3] != "now" && fields[3] != "last") {
			t.Errorf("line %d: %q", i+1, line)
		}
		if e, ok := loaded().lookup(form + "\x00"); !ok || e.form != form {
			t.Errorf("lookup(%q) = %+v", form, e)
		}
	}
}
