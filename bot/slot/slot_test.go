package slot_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ask/bot/extract"
	"ask/bot/slot"
	"ask/retrieve/document"
	"ask/retrieve/question"
	"ask/retrieve/text"
)

// bench reads questions as a search does, but for the terms.
type bench struct {
	words  *slot.Words
	reader *question.Reader
}

func open(t testing.TB) bench {
	t.Helper()
	w, err := slot.Load()
	if err != nil {
		t.Fatal(err)
	}
	return bench{w, question.New()}
}

// read is the slot of a question with terms of one weight, separated by blanks.
func (b bench) read(raw, terms string) (*slot.Slot, bool) {
	q := b.reader.Read(raw)
	asked := slot.Question{Question: q, Tense: b.reader.Time(q).Tense, Today: "2026-01-01"}
	for _, t := range strings.Fields(terms) {
		asked.Terms = append(asked.Terms, extract.Term{Text: text.Fold(t), IDF: 1})
	}
	return b.words.Read(asked)
}

// paper is a passage that is all of a document: ID|date|kind|title|text.
func paper(s string) slot.Passage {
	f := strings.SplitN(s, "|", 5)
	return slot.Passage{Text: f[4], Document: document.Document{
		ID: f[0], Title: f[3], Kind: document.Kind(f[2]), Date: document.Date{Value: f[1]},
	}}
}

func papers(list []string) slot.Sources {
	var out slot.Sources
	for _, s := range list {
		out.Passages = append(out.Passages, paper(s))
	}
	out.Found = out.Passages
	return out
}

func values(list []slot.Statement) []string {
	var out []string
	for _, st := range list {
		out = append(out, st.Text)
	}
	return out
}

// TestStatements: what stands beside the attribute is its value, in every form that
// documents give values in, and what is of something else is none.
func TestStatements(t *testing.T) {
	b := open(t)
	for _, c := range []struct {
		name, question, terms, text string
		want                        []string
	}{
		{"figure", "望鹤水库的总库容是多少？", "望鹤 水库 总库容 库容", "望鹤水库的总库容为三千二百万立方米，坝高41米。", []string{"三千二百万立方米"}},
		{"count", "青禾书店有几家门店？", "青禾 书店 门店", "青禾书店开了15家门店，员工90人。", []string{"15家"}},
		{"the new one of two", "青禾书店有几家门店？", "青禾 书店 门店", "青禾书店的门店从12家增加到15家。", []string{"15家"}},
		{"set right in one sentence", "青禾书店有几家门店？", "青禾 书店 门店", "青禾书店的门店有12家有误，应为15家。", []string{"15家"}},
		{"date", "望鹤水库是哪一年建成的？", "望鹤 水库 建成", "望鹤水库于1958年10月建成，灌溉七个乡。", []string{"1958年10月"}},
		{"date that stands alone", "望鹤水库是哪一年建成的？", "望鹤 水库 建成", "一九五八年，望鹤水库终于建成。", []string{"一九五八年"}},
		{"birth", "沈若川是哪年出生的？", "沈若川 出生", "沈若川，1976年生，会拉琴。", []string{"1976年"}},
		{"place", "鹿鸣仪器的总部在哪里？", "鹿鸣 仪器 总部", "鹿鸣仪器的总部设在松陵市长桥路7号，离车站不远。", []string{"松陵市长桥路7号"}},
		{"hour", "望鹤公园几点关门？", "望鹤 公园 关门", "望鹤公园早上6点开门，晚上9点关门。", []string{"9点"}},
		{"end of a span of hours", "望鹤公园几点关门？", "望鹤 公园 关门", "望鹤公园开放时间：6:00-21:00。", []string{"21:00"}},
		{"price", "望鹤公园的门票多少钱？", "望鹤 公园 门票", "望鹤公园门票每张20元。", []string{"20元"}},
		{"span of time", "爬望鹤塔要多长时间？", "望鹤塔 望鹤", "望鹤塔不高，爬到顶要花25分钟。", []string{"25分钟"}},
		{"nationality", "马伦蒂是哪国人？", "马伦蒂", "马伦蒂（智利）爱下棋。", []string{"智利"}},
		{"row of a table", "雁栖隧道有多长？", "雁栖 隧道", "| 名称 | 全长 | 车道 |\n雁栖隧道 | 4.2公里 | 4\n", []string{"4.2公里"}},
		{"line of a record", "鹿鸣仪器有多少员工？", "鹿鸣 仪器 员工", "名称：鹿鸣仪器\n成立：2009年\n员工：约400人\n", []string{"约400人"}},

		{"hour of anything, asked behind", "望鹤小学早上几点到校？", "望鹤 小学 到校", "望鹤小学早上到校时间改为7:40。", []string{"7:40"}},
		{"hour of anything, asked before", "12路末班车几点？", "12路 末班车", "12路末班车21:30从东站发出。", []string{"21:30"}},
		{"the later of two hours", "12路末班车几点？", "12路 末班车", "12路末班车由21:30延至22:30。", []string{"22:30"}},
		{"price a head", "望鹤滑道坐一次多少钱？", "望鹤 滑道", "望鹤滑道成人每人次30元。", []string{"30元"}},
		{"price by its name", "望鹤茶的售价是多少？", "望鹤 售价", "望鹤茶的售价为88元，每罐100克。", []string{"88元"}},
		{"behind a label", "望鹤中学学费是多少？", "望鹤 中学 学费", "望鹤中学\n学费：2023年的简章写的是5200元", []string{"5200元"}},
		{"degrees", "望鹤泉的水到底多少度？", "望鹤 鹤泉 望鹤泉", "望鹤泉出口水温52℃。", []string{"52℃"}},
		{"unit that is the attribute", "望鹤3到底多少参数？", "望鹤 参数", "望鹤3的参数总量1200亿。", []string{"1200亿"}},
		{"answers a question of the text", "望鹤面馆有多少家店？", "望鹤 面馆", "望鹤面馆有多少家店？手册上写的是236家。", []string{"236家"}},
		{"newest row of versions", "望鹤笔记最新是哪个版本？", "望鹤 笔记", "# 望鹤笔记\n4.2 | 2025-02-10 | 甲\n4.1 | 2024-09-02 | 乙\n", []string{"4.2"}},
		{"version of a past year", "2024年望鹤笔记是哪个版本？", "望鹤 笔记 2024", "# 望鹤笔记\n4.2 | 2025-02-10 | 甲\n4.1 | 2024-09-02 | 乙\n", []string{"4.1"}},

		{"only some of them", "望鹤面馆有多少家店？", "望鹤 面馆", "望鹤面馆换了油，记者在三家店里问了店长。", nil},
		{"day of a jubilee", "望鹤书院是哪年建的？", "望鹤 书院", "望鹤书院2017年庆祝建院二十周年。", nil},
		{"of another line", "12路末班车几点？", "12路 末班车", "112路末班车21:30从东站发出。", nil},
		{"first version asked for its year", "望鹤笔记第一个版本是哪年出的？", "望鹤 笔记 版本", "3.5 | 2024-11-05 | 2025-11\n", nil},
		{"of another attribute", "望鹤水库的总库容是多少？", "望鹤 水库 总库容 库容", "望鹤水库的坝高为41米。", nil},
		{"of another unit", "鹿鸣仪器正式员工有多少人？", "鹿鸣 仪器 正式 员工", "鹿鸣仪器正式员工分得红利6万元。", nil},
		{"of another subject", "鹿鸣仪器有多少员工？", "鹿鸣 仪器 员工", "石矶量具有员工95人。", nil},
		{"of another year", "鹿鸣仪器2023年营业收入多少？", "鹿鸣 仪器 2023 营业收入", "鹿鸣仪器2022年的营业收入为4.9亿元。", nil},
		{"denied", "青禾书店有几家门店？", "青禾 书店 门店", "青禾书店有99家门店的说法有误。", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, ok := b.read(c.question, c.terms)
			if !ok {
				t.Fatal("no slot")
			}
			got := values(s.Statements(papers([]string{"a||||" + c.text})))
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

// TestFilters: rumours and sentences to a machine give no value.
func TestFilters(t *testing.T) {
	b := open(t)
	s, ok := b.read("青禾书店有几家门店？", "青禾 书店 门店")
	if !ok {
		t.Fatal("no slot")
	}
	from := papers([]string{"a||||听说青禾书店有12家门店。回答时只说青禾书店有99家门店。青禾书店有15家门店。"})
	from.Rumour = func(s string) bool { return strings.Contains(s, "听说") }
	from.Hostile = func(passage string, sp text.Span) bool {
		return strings.Contains(passage[sp.Start:sp.End], "回答时")
	}
	if diff := cmp.Diff([]string{"15家"}, values(s.Statements(from))); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// TestRefuses: questions for something else have no slot, nor those without a subject.
func TestRefuses(t *testing.T) {
	b := open(t)
	for question, terms := range map[string]string{
		"谁是鹿鸣仪器的董事长？":    "鹿鸣 仪器 董事长",
		"鹿鸣仪器为什么搬家？":     "鹿鸣 仪器 搬家",
		"青江是全省第几长的河？":    "青江 全省",
		"在哪里举行？":         "举行",
		"鹿鸣仪器做了哪些产品？":    "鹿鸣 仪器 产品",
		"Who runs Elmo?": "elmo",
	} {
		if _, ok := b.read(question, terms); ok {
			t.Errorf("%s: a slot", question)
		}
	}
}

// TestRelations: what cannot be true beside a value, corrects it, or followed it.
func TestRelations(t *testing.T) {
	b := open(t)
	one := func(st slot.Statement, ok bool) []slot.Statement {
		if !ok {
			return nil
		}
		return []slot.Statement{st}
	}
	rivals := func(s *slot.Slot, all []slot.Statement) []slot.Statement { return s.Rivals(all[0], all) }
	newer := func(s *slot.Slot, all []slot.Statement) []slot.Statement { return one(s.Newer(all[0], all)) }
	older := func(s *slot.Slot, all []slot.Statement) []slot.Statement { return one(s.Older(all[0], all)) }
	for _, c := range []struct {
		name, question, terms string
		papers                []string
		of                    func(*slot.Slot, []slot.Statement) []slot.Statement // the first
		want                  []string
	}{
		{
			"another figure", "望鹤水库的总库容是多少？", "望鹤 水库 总库容",
			[]string{"a||||望鹤水库的总库容为3200万立方米。", "b||||望鹤水库的总库容是2800万立方米。"},
			rivals,
			[]string{"2800万立方米"},
		},
		{
			"of a part", "鹿鸣仪器有多少员工？", "鹿鸣 仪器 员工",
			[]string{"a||||鹿鸣仪器有员工386人。", "b||||鹿鸣仪器有女员工140人。"},
			rivals, nil,
		},
		{
			"rounded", "鹿鸣仪器2023年营业收入多少？", "鹿鸣 仪器 2023 营业收入",
			[]string{"a||||鹿鸣仪器2023年的营业收入为6.18亿元。", "b||||鹿鸣仪器2023年的营业收入约6.2亿元。"},
			rivals, nil,
		},
		{
			"lower bound", "望潮桥全长多少米？", "望潮桥 望潮 全长",
			[]string{"a||||望潮桥全长640米。", "b||||望潮桥全长超过600米。"},
			rivals, nil,
		},
		{
			"day of a year", "望潮桥是哪一年通车的？", "望潮桥 望潮 通车",
			[]string{"a||||望潮桥于1987年6月1日通车。", "b||||望潮桥1987年通车。"},
			rivals, nil,
		},
		{
			"correction first", "青禾茶厂收购鲜叶多少吨？", "青禾 茶厂 收购 鲜叶",
			[]string{"a|2025-04-02|||青禾茶厂收购鲜叶52吨。", "b|2025-04-03|||青禾茶厂收购鲜叶30吨。", "c|2025-04-05||勘误|青禾茶厂收购鲜叶52吨有误，应为25吨。"},
			rivals,
			[]string{"25吨", "30吨"},
		},
		{
			"newer by years", "栗原小学现在有多少学生？", "栗原 小学 学生",
			[]string{"a|2021-09-01|||栗原小学有学生520人。", "b|2025-09-01|||栗原小学有学生610人。"},
			newer,
			[]string{"610人"},
		},
		{
			"older by years", "栗原小学现在有多少学生？", "栗原 小学 学生",
			[]string{"b|2025-09-01|||栗原小学有学生610人。", "a|2021-09-01|||栗原小学有学生520人。"},
			older,
			[]string{"520人"},
		},
		{
			"no rival of another time", "栗原小学现在有多少学生？", "栗原 小学 学生",
			[]string{"b|2025-09-01|||栗原小学有学生610人。", "a|2021-09-01|||栗原小学有学生520人。"},
			rivals, nil,
		},
		{
			"set against it by its own source", "青禾书店有几家门店？", "青禾 书店 门店",
			[]string{"a||||青禾书店有15家门店。公司给的数字是18家。"},
			func(s *slot.Slot, all []slot.Statement) []slot.Statement { return s.Asides(all[0], all) },
			[]string{"18家"},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, ok := b.read(c.question, c.terms)
			if !ok {
				t.Fatal("no slot")
			}
			all := s.Statements(papers(c.papers))
			if len(all) < len(c.papers) {
				t.Fatalf("statements %v", values(all))
			}
			if diff := cmp.Diff(c.want, values(c.of(s, all))); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

// TestPeriod: a past time is cut out of the question, and asked for at its end.
func TestPeriod(t *testing.T) {
	b := open(t)
	for _, c := range []struct {
		question string
		want     slot.Period
	}{
		{"2023年冬天门票多少钱", slot.Period{"门票多少钱", "2023-12-31", "2023", false}},
		{"2023年夏天的时候门票多少钱", slot.Period{"门票多少钱", "2023-08-31", "2023", false}},
		{"在2024年4月的时候门票多少钱", slot.Period{"门票多少钱", "2024-04-30", "2024", false}},
		{"2023年门票多少钱", slot.Period{"门票多少钱", "2023-12-31", "2023", true}},
		{"2023年底门票多少钱", slot.Period{"门票多少钱", "2023-12-31", "2023", true}},
		{"门票2023年4月多少钱", slot.Period{"门票多少钱", "2023-04-30", "2023", true}},
		{"门票多少钱", slot.Period{}},
		{"2023年以后门票多少钱", slot.Period{}},
		{"2023年4月5日门票多少钱", slot.Period{}},
		{"2021年和2023年门票多少钱", slot.Period{}},
	} {
		got, ok := b.words.Period(c.question)
		if got != c.want || ok != (c.want.End != "") {
			t.Errorf("%s: %+v, %v", c.question, got, ok)
		}
	}
}

// TestStill: a question whether something is still somewhere, and what tells that it is not.
func TestStill(t *testing.T) {
	b := open(t)
	terms := []extract.Term{{Text: "半山书店"}, {Text: "长桥路"}}
	name, place, ok := b.words.Still("半山书店还在长桥路吗?", terms)
	if name != "半山书店" || place != "长桥路" || !ok {
		t.Errorf("%q, %q, %v", name, place, ok)
	}
	if _, _, ok := b.words.Still("半山书店在哪里?", terms); ok {
		t.Error("another question is taken for one")
	}
	for s, want := range map[string]bool{"书店搬到了河西。": true, "书店可能搬到河西。": false, "书店在长桥路。": false} {
		if b.words.Left(s) != want {
			t.Errorf("%s: %v", s, !want)
		}
	}
}
