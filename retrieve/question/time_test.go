package question

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestTime(t *testing.T) {
	for _, tt := range []struct {
		question string
		want     Time
	}{
		// nothing said
		{"夜航证要多少钱?", Time{Tense: Present}},
		{"《泊位管理办法》对靠泊费是怎么规定的?", Time{}},
		{"谁写了《断桥》?", Time{}},
		{"无人船归哪个部门管?", Time{Tense: Present}},
		{"雾汀镇有多少人?", Time{}},
		{"为什么灯塔停用了?", Time{}},
		{"", Time{}},
		// the present, said
		{"夜航证现在多少钱?", Time{Tense: Present}},
		{"《泊位管理办法》现在对“此前的登记”是怎么规定的?", Time{Tense: Present}},
		{"目前有几家门店?", Time{Tense: Present}},
		{"最新的收费标准是什么?", Time{Tense: Present}},
		{"現任館長是誰?", Time{Tense: Present, State: true}},
		{"如今还在营业吗?", Time{Tense: Present}},
		{"现行办法罚多少?", Time{Tense: Present}},
		{"Who is the current director?", Time{Tense: Present, State: true}},
		{"What is the latest fee?", Time{Tense: Present}},
		{"现在如何处理2020年12月31日登记的船?", Time{Tense: Present}},
		// the present, meant
		{"谁是港务局局长?", Time{Tense: Present, State: true}},
		{"博物馆馆长是谁?", Time{Tense: Present, State: true}},
		{"谁在领导这个团队?", Time{Tense: Present, State: true}},
		{"汐桥的渡口由谁负责?", Time{Tense: Present, State: true}},
		{"who runs the ferry company?", Time{Tense: Present, State: true}},
		{"who invented the ferry?", Time{}},
		// an earlier time without a date
		{"当时的馆长是谁?", Time{Tense: Past, State: true}},
		{"以前夜航证多少钱?", Time{Tense: Past}},
		{"她曾任什么职务?", Time{Tense: Past}},
		{"曾国藩是谁?", Time{}},
		{"历任馆长有哪些人?", Time{Tense: Past}},
		{"首任馆长是谁?", Time{Tense: Past, State: true}},
		{"舒望的前任是谁?", Time{Tense: Past}},
		{"谁最初管灯塔?", Time{Tense: Past}},
		{"Who was the former head?", Time{Tense: Past}},
		// the edition before
		{"旧版办法罚多少?", Time{Tense: Former}},
		{"修订前靠泊费是多少?", Time{Tense: Former}},
		{"这一条修改之前怎么写?", Time{Tense: Former}},
		{"原规定的期限是几天?", Time{Tense: Former}},
		{"2024年修订前的期限是几天?", Time{Tense: Former}},
		{"What did the old version say?", Time{Tense: Former}},
		// several times
		{"新旧办法有什么区别?", Time{Tense: Both}},
		{"这些年谁当过馆长?", Time{Tense: Both, State: true}},
		{"办法修改了哪些条款?", Time{Tense: Both}},
		{"以前和现在的馆长分别是谁?", Time{Tense: Both, State: true}},
		{"How did the fee change over the years?", Time{Tense: Both}},
		{"How has the fee changed over the years?", Time{Tense: Both}},
		// an edition by its year
		{"2019年版的《泊位管理办法》对靠泊费是怎么规定的?", Time{Tense: Dated, Date: "2019"}},
		{"《泊位管理办法(2018年修正)》第三条说什么?", Time{Tense: Dated, Date: "2018"}},
		{"《泊位管理办法(2018)》第三条说什么?", Time{Tense: Dated, Date: "2018"}},
		{"二〇一九年版的办法罚多少?", Time{Tense: Dated, Date: "2019"}},
		{"按2019年的办法,要挂几盏灯?", Time{Tense: Dated, Date: "2019"}},
		{"2015年的规定是什么?", Time{Tense: Dated, Date: "2015"}},
		{"2020年的时候夜航从几点到几点?", Time{Tense: Dated, Date: "2020"}},
		{"2022年时的馆长是谁?", Time{Tense: Dated, Date: "2022", State: true}},
		{"2024年5月时有多少件藏品?", Time{Tense: Dated, Date: "2024-05"}},
		{"截至2021年有几家门店?", Time{Tense: Dated, Date: "2021"}},
		{"2019年公布的标准是多少?", Time{Tense: Dated, Date: "2019"}},
		{"What did the 2019 edition say?", Time{Tense: Dated, Date: "2019"}},
		{"2018年版现在还有效吗?", Time{Tense: Dated, Date: "2018"}},
		// a year of anything
		{"2023年卖了多少台?", Time{Tense: Year, Date: "2023"}},
		{"谁是2018年的冠军?", Time{Tense: Year, Date: "2018"}},
		{"2020年馆长是谁?", Time{Tense: Year, Date: "2020", State: true}},
		// what is quoted is not asked
		{"“当时的规定”出自哪里?", Time{}},
		{"《现在的我们》是哪一年拍的?", Time{}},
		{"“2019年版”四个字印在哪里?", Time{}},
	} {
		t.Run(tt.question, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, reader.Time(reader.Read(tt.question))); diff != "" {
				t.Errorf("Time (-want +got):\n%s", diff)
			}
		})
	}
}

// TestTimeRules: every kind of data/time.txt is one that Time asks for.
func TestTimeRules(t *testing.T) {
	want := map[string]bool{}
	for _, kind := range []string{"present", "past", "former", "both", "edition", "year", "state", "office", "changing", "quoted", "title", "digits"} {
		want[kind] = true
	}
	got := map[string]bool{}
	for kind := range reader.times {
		got[kind] = true
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("kinds (-want +got):\n%s", diff)
	}
}

func TestEdition(t *testing.T) {
	for _, tt := range []struct {
		title, base string
		marked      bool
	}{
		{"泊位管理办法", "泊位管理办法", false},
		{"泊位管理办法（2018年修正）", "泊位管理办法", true},
		{"泊位管理办法（2024修订）", "泊位管理办法", true},
		{"泊位管理办法〔第二次修正〕", "泊位管理办法", true},
		{"泊位管理办法（试行）", "泊位管理办法", true},
		{"泊位管理办法 2018年版", "泊位管理办法", true},
		{"泊位管理办法-2018年修正", "泊位管理办法", true},
		{"泊位管理办法修订版", "泊位管理办法", true},
		{"新版泊位管理办法", "泊位管理办法", true},
		{"泊位管理办法（2018）", "泊位管理办法", false},
		{"泊位管理办法2018", "泊位管理办法", false},
		{"中华人民共和国泊位法", "泊位法", false},
		{"拾螢手冊 第3版", "拾萤手册", true},
		{"潮轮 README v2.1", "潮轮readme", true},
		{"Handbook (3rd edition)", "handbook", true},
		// no editions
		{"泊位管理办法（征求意见稿）", "泊位管理办法征求意见稿", false},
		{"2023年度报告", "2023年度报告", false},
		{"2024年8月例会纪要", "2024年8月例会纪要", false},
		{"出版社简介", "出版社简介", false},
		{"第三版画廊开业", "画廊开业", true}, // a known price: at worst two texts of that name are compared
		{"", "", false},
		{"（2018年修正）", "", true},
	} {
		t.Run(tt.title, func(t *testing.T) {
			base, marked := reader.Edition(tt.title)
			if base != tt.base || marked != tt.marked {
				t.Errorf("Edition = %q, %v, want %q, %v", base, marked, tt.base, tt.marked)
			}
		})
	}
}

func TestQuotes(t *testing.T) {
	for _, tt := range []struct {
		question string
		want     []string
	}{
		{"没有引文", nil},
		{"“夜航须挂三盏灯”是谁说的?", []string{"夜航须挂三盏灯"}},
		{"\"夜航须挂灯\"和「雾天须停航」出自哪里?", []string{"夜航须挂灯", "雾天须停航"}},
		{"“夜航”是什么?", nil},
		{"《夜航管理办法》说什么?", nil},
		{"“没有说完", nil},
		{"“”", nil},
	} {
		if diff := cmp.Diff(tt.want, reader.Read(tt.question).Quotes()); diff != "" {
			t.Errorf("Quotes of %s (-want +got):\n%s", tt.question, diff)
		}
	}
}

func FuzzTime(f *testing.F) {
	f.Add("2019年版的《甲(2018年修正)》“原来”现在?")
	f.Add("二〇一九年一月")
	f.Fuzz(func(t *testing.T, s string) {
		got := reader.Time(reader.Read(s))
		if dated := got.Tense == Dated || got.Tense == Year; dated != (got.Date != "") {
			t.Errorf("%+v", got)
		}
		if n := len(got.Date); n != 0 && n != 4 && n != 7 {
			t.Errorf("date %q", got.Date)
		}
		reader.Edition(s)
		for _, q := range reader.Read(s).Quotes() {
			if q == "" {
				t.Error("empty quotation")
			}
		}
	})
}
