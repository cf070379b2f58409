package chronicle_test

import (
	"slices"
	"strings"
	"testing"

	"ask/bot/chronicle"
	"ask/retrieve"
	"ask/retrieve/document"
	"ask/retrieve/state"
	"ask/retrieve/when"
	"github.com/google/go-cmp/cmp"
)

// stated is a statement by hand. The zero claim is stated, the zero tense present.
type stated struct {
	doc       string // its first letter numbers it; "b 2024-03" dates it
	kind      state.Kind
	who       string // "顾南 = Gu Nan" has an alias, "顾南 > 冯也" a successor
	from, to  string
	claim     string
	tense     string
	role      string
	source    document.Kind
	rumouring bool
	text      string
}

func (s stated) state() retrieve.State {
	id, date, _ := strings.Cut(s.doc, " ")
	who, next, _ := strings.Cut(s.who, " > ")
	who, alias, _ := strings.Cut(who, " = ")
	st := retrieve.State{Doc: uint32(id[0]), Slot: "白鹭轮渡|" + s.role}
	st.Statement = state.Statement{
		Kind: s.kind, Subject: who, Alias: alias, Object: next, Of: "白鹭轮渡", Role: s.role,
		From: day(s.from), To: day(s.to), Claim: s.claim, Tense: s.tense,
	}
	if st.Claim == "" {
		st.Claim = state.Stated
	}
	if st.Tense == "" {
		st.Tense = state.Present
		if s.kind == state.Ends {
			st.Tense = state.Past
		}
	}
	st.Document = document.Document{ID: id, Kind: s.source, Rumour: s.rumouring, Date: document.Date{Value: date}}
	st.Text = s.text
	if st.Text == "" {
		st.Text = id + who + string(s.kind) + date + s.from + "。"
	}
	st.Start, st.End = len(who)+int(id[0]), len(who)+int(id[0])+len(st.Text)
	return st
}

func day(s string) when.Date {
	d, _ := when.Parse(s)
	return d
}

// told is an account in words.
type told struct {
	Now, Before, After, Plans, Rumours, Denials string
	Vacant, Disputed                            bool
}

func read(at string, all []stated) (told, chronicle.Account) {
	var states []retrieve.State
	for _, s := range all {
		states = append(states, s.state())
	}
	a := chronicle.Read(states, day(at))
	return told{
		Now: marked(a.Now), Before: names(a.Before), After: names(a.After), Plans: names(a.Plans),
		Rumours: names(a.Rumours), Denials: names(a.Denials), Vacant: a.Vacant, Disputed: a.Disputed,
	}, a
}

// names are the subjects in order, each once.
func names(events []chronicle.Event) string {
	var out []string
	for _, e := range events {
		if !slices.Contains(out, e.Subject) {
			out = append(out, e.Subject)
		}
	}
	return strings.Join(out, " ")
}

// marked are the subjects in order, with a - before those of ends.
func marked(events []chronicle.Event) string {
	var out []string
	for _, e := range events {
		if e.Kind == state.Ends {
			e.Subject = "-" + e.Subject
		}
		out = append(out, e.Subject)
	}
	return strings.Join(out, " ")
}

const (
	holds, starts, ends = state.Holds, state.Starts, state.Ends
	today               = "2026-06-01"
)

// reading is an account to be read.
type reading struct {
	name string
	at   string
	all  []stated
	want told
}

func check(t *testing.T, readings []reading) {
	t.Helper()
	for _, c := range readings {
		t.Run(c.name, func(t *testing.T) {
			got, _ := read(c.at, c.all)
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("Read at %s (-want +got):\n%s", c.at, diff)
			}
		})
	}
}

func TestChronicleFollows(t *testing.T) {
	check(t, []reading{
		{"one who holds it", today, []stated{{doc: "a 2024-03-01", kind: holds, who: "顾南"}}, told{Now: "顾南"}},
		{"a later start ends what has no end", today, []stated{
			{doc: "a 2020-03-01", kind: starts, who: "顾南"}, {doc: "b 2024-03-01", kind: starts, who: "冯也"},
		}, told{Now: "冯也", Before: "顾南"}},
		{"an end without a date comes after the last day known", today, []stated{
			{doc: "a 2023-10-20", kind: holds, who: "顾南"}, {doc: "b ", kind: ends, who: "顾南 > 冯也"}, {doc: "b ", kind: starts, who: "冯也"},
		}, told{Now: "冯也", Before: "顾南"}},
		{"an end without a date and who acts", today, []stated{
			{doc: "a 2023-10-20", kind: holds, who: "顾南"}, {doc: "b ", kind: ends, who: "顾南"}, {doc: "b ", kind: holds, who: "冯也"},
		}, told{Now: "冯也", Before: "顾南"}},
		{"a later start shortly after", today, []stated{
			{doc: "a 2024-01-10", kind: holds, who: "顾南"}, {doc: "b 2024-03-01", kind: starts, who: "冯也"},
		}, told{Now: "冯也", Before: "顾南"}},
		{"three in a row with ends", today, []stated{
			{doc: "c 2024-03-01", kind: starts, who: "冯也"},
			{doc: "c 2024-03-01", kind: ends, who: "顾南"},
			{doc: "a 2018-05-01", kind: starts, who: "邢霁"},
			{doc: "b 2020-02-02", kind: ends, who: "邢霁 > 顾南"},
			{doc: "b 2020-02-02", kind: starts, who: "顾南"},
		}, told{Now: "冯也", Before: "顾南 邢霁"}},
		{"one text names both, the end by its day", today, []stated{
			{doc: "a 2024-03-09", kind: ends, who: "顾南", to: "2024-03-08"}, {doc: "a 2024-03-09", kind: starts, who: "冯也", from: "2024-03"},
		}, told{Now: "冯也", Before: "顾南"}},
		{"the successor began before the text tells of the end", today, []stated{
			{doc: "a 2024-03-09", kind: ends, who: "顾南"}, {doc: "a 2024-03-09", kind: starts, who: "冯也", from: "2024-03-01"},
		}, told{Now: "冯也", Before: "顾南"}},
		{"nobody after", today, []stated{
			{doc: "a 2020-03-01", kind: starts, who: "顾南"}, {doc: "b 2024-03-01", kind: ends, who: "顾南"},
		}, told{Now: "-顾南", Vacant: true, Before: "顾南"}},
		{"nobody after, an older holder without an end", today, []stated{
			{doc: "a 2018-03-01", kind: holds, who: "邢霁"}, {doc: "b 2020-03-01", kind: starts, who: "顾南"}, {doc: "c 2024-03-01", kind: ends, who: "顾南"},
		}, told{Now: "-顾南", Vacant: true, Before: "顾南 邢霁"}},
		{"the end of one who was succeeded long ago", today, []stated{
			{doc: "a 2018-03-01", kind: starts, who: "邢霁"}, {doc: "b 2020-03-01", kind: starts, who: "顾南"}, {doc: "c 2024-03-01", kind: ends, who: "邢霁"},
		}, told{Now: "顾南", Before: "邢霁"}},
		{"a return", today, []stated{
			{doc: "a 2018-03-01", kind: starts, who: "顾南"},
			{doc: "b 2020-03-01", kind: ends, who: "顾南"},
			{doc: "b 2020-03-01", kind: starts, who: "冯也"},
			{doc: "c 2023-03-01", kind: starts, who: "顾南"},
		}, told{Now: "顾南", Before: "冯也 顾南"}},
		{"called so by habit after the end", today, []stated{
			{doc: "a 2024-03-01", kind: ends, who: "顾南"}, {doc: "b 2024-04-01", kind: holds, who: "顾南"},
		}, told{Now: "-顾南", Vacant: true, Before: "顾南"}},
	})
}

func TestChronicleSources(t *testing.T) {
	check(t, []reading{
		{"sources of one month, and one older", today, []stated{
			{doc: "a 2024-03-03", kind: holds, who: "顾南"}, {doc: "b 2024-03-20", kind: holds, who: "冯也"}, {doc: "c 2023-03-10", kind: holds, who: "邢霁"},
		}, told{Now: "冯也 顾南", Disputed: true, Before: "邢霁"}},
		{"starts told in one month", today, []stated{
			{doc: "a 2024-03-03", kind: starts, who: "顾南"}, {doc: "b 2024-03-20", kind: starts, who: "冯也"},
		}, told{Now: "冯也 顾南", Disputed: true}},
		{"starts of one month on days that are said", today, []stated{
			{doc: "a 2024-03-03", kind: starts, who: "顾南", from: "2024-03-02"}, {doc: "b 2024-03-20", kind: starts, who: "冯也", from: "2024-03-19"},
		}, told{Now: "冯也", Before: "顾南"}},
		{"an undated source beside a dated one", today, []stated{
			{doc: "a", kind: holds, who: "冯也"}, {doc: "b 2024-03-20", kind: holds, who: "顾南"},
		}, told{Now: "顾南 冯也", Disputed: true}},
		{"an undated source of somebody who is over", today, []stated{
			{doc: "a", kind: holds, who: "顾南"}, {doc: "b 2021-03-20", kind: holds, who: "顾南"}, {doc: "c 2024-03-20", kind: starts, who: "冯也"},
		}, told{Now: "冯也", Before: "顾南"}},
		{"an undated source beside a vacant post", today, []stated{
			{doc: "a", kind: holds, who: "冯也", source: document.AIGenerated}, {doc: "b 2024-03-20", kind: ends, who: "顾南", source: document.News},
		}, told{Now: "-顾南 冯也", Vacant: true}},
		{"one of several, by no known source", today, []stated{
			{doc: "a", kind: holds, who: "冯也", role: "领导者之一", source: document.AIGenerated}, {doc: "b 2024-03-20", kind: ends, who: "顾南", source: document.News},
		}, told{Now: "-顾南", Vacant: true}},
		{"a plan that a later text tells", "2023-06-01", []stated{
			{doc: "a 2022-01-01", kind: holds, who: "顾南"}, {doc: "b 2024-03-01", kind: starts, who: "冯也", tense: state.Future},
		}, told{Now: "顾南", After: "冯也"}},
		{"a time that ended later than the last departure", "2015-12-31", []stated{
			{doc: "a 2023-11-02", kind: ends, who: "顾南", to: "2004"}, {doc: "a 2023-11-02", kind: holds, who: "冯也", from: "2004", to: "2012", tense: state.Past},
		}, told{Before: "冯也 顾南"}},
		{"only undated sources", today, []stated{
			{doc: "a", kind: holds, who: "冯也"}, {doc: "b", kind: holds, who: "顾南"},
		}, told{Now: "冯也 顾南", Disputed: true}},
		{"a machine's text does not supersede", today, []stated{
			{doc: "a 2023-03-01", kind: holds, who: "顾南", source: document.Official}, {doc: "b 2025-03-01", kind: holds, who: "冯也", source: document.AIGenerated},
		}, told{Now: "顾南 冯也", Disputed: true}},
		{"a post on a network does not end it", today, []stated{
			{doc: "a 2023-03-01", kind: holds, who: "顾南", source: document.Official}, {doc: "b 2025-03-01", kind: ends, who: "顾南", source: document.Social},
		}, told{Now: "顾南 -顾南"}},
		{"an older machine's text is history", today, []stated{
			{doc: "a 2023-03-01", kind: holds, who: "顾南", source: document.Official}, {doc: "b 2022-12-01", kind: holds, who: "冯也", source: document.AIGenerated},
		}, told{Now: "顾南", Before: "冯也"}},
		{"a machine's text alone", today, []stated{{doc: "a 2025-03-01", kind: holds, who: "冯也", source: document.AIGenerated}}, told{Now: "冯也"}},
		{"a rumour never supersedes", today, []stated{
			{doc: "a 2023-03-01", kind: holds, who: "顾南"},
			{doc: "b 2026-03-01", kind: starts, who: "冯也", claim: state.Rumour},
			{doc: "c 2026-04-01", kind: starts, who: "冯也", rumouring: true},
			{doc: "d 2026-05-01", kind: ends, who: "顾南", rumouring: true},
		}, told{Now: "顾南", Rumours: "顾南 冯也"}},
		{"only a rumour", today, []stated{{doc: "b 2026-03-01", kind: starts, who: "冯也", claim: state.Rumour}}, told{Rumours: "冯也"}},
		{"a denial", today, []stated{
			{doc: "a 2023-03-01", kind: holds, who: "顾南"}, {doc: "b 2026-03-01", kind: starts, who: "冯也", claim: state.Denied},
		}, told{Now: "顾南", Denials: "冯也"}},
		{"told by one, denied by a better one", today, []stated{
			{doc: "a 2023-03-01", kind: holds, who: "顾南", source: document.News},
			{doc: "b 2026-03-01", kind: starts, who: "冯也", source: document.News},
			{doc: "c 2026-03-02", kind: starts, who: "冯也", claim: state.Denied, source: document.Official},
		}, told{Now: "顾南", Denials: "冯也", Rumours: "冯也"}},
		{"a denial by a worse one", today, []stated{
			{doc: "b 2026-03-01", kind: starts, who: "冯也", source: document.Official}, {doc: "c 2026-03-02", kind: starts, who: "冯也", claim: state.Denied, source: document.Social},
		}, told{Now: "冯也", Denials: "冯也"}},
	})
}

func TestChronicleDates(t *testing.T) {
	check(t, []reading{
		{"a plan", "2024-05-01", []stated{
			{doc: "a 2023-03-01", kind: holds, who: "顾南"}, {doc: "b 2024-03-01", kind: starts, who: "冯也", from: "2024-07-01", tense: state.Future},
		}, told{Now: "顾南", Plans: "冯也"}},
		{"a plan whose day has passed", today, []stated{
			{doc: "a 2023-03-01", kind: holds, who: "顾南"}, {doc: "b 2024-03-01", kind: starts, who: "冯也", from: "2024-07-01", tense: state.Future},
		}, told{Now: "冯也", Before: "顾南"}},
		{"a plan that came to nothing", today, []stated{
			{doc: "b 2024-03-01", kind: starts, who: "冯也", from: "2024-07-01", tense: state.Future}, {doc: "c 2024-09-01", kind: holds, who: "顾南"},
		}, told{Now: "顾南", Before: "冯也"}},
		{"a plan without a day", today, []stated{
			{doc: "a 2023-03-01", kind: holds, who: "顾南"}, {doc: "b 2024-03-01", kind: starts, who: "冯也", tense: state.Future},
		}, told{Now: "顾南", Plans: "冯也"}},
		{"an end announced for later", "2024-05-01", []stated{
			{doc: "b 2024-03-01", kind: holds, who: "顾南"}, {doc: "b 2024-03-01", kind: ends, who: "顾南", to: "2024-07-01", tense: state.Future},
		}, told{Now: "顾南", Plans: "顾南"}},
		{"copies count once", today, []stated{
			{doc: "a 2023-03-01", kind: holds, who: "顾南", text: "白鹭轮渡的船长是顾南。"},
			{doc: "b 2023-03-04", kind: holds, who: "顾南", text: "白鹭轮渡的船长是顾南。"},
			{doc: "c 2023-03-04", kind: holds, who: "顾南", text: "白鹭轮渡的船长是顾南。"},
			{doc: "d 2023-03-30", kind: holds, who: "冯也"},
		}, told{Now: "冯也 顾南", Disputed: true}},
		{"before the change", "2022-12-31", []stated{
			{doc: "a 2020-03-01", kind: starts, who: "顾南"}, {doc: "b 2024-03-01", kind: starts, who: "冯也"}, {doc: "b 2024-03-01", kind: ends, who: "顾南"},
		}, told{Now: "顾南", After: "冯也 顾南"}},
		{"before everything", "2019-12-31", []stated{{doc: "a 2020-03-01", kind: starts, who: "顾南"}}, told{After: "顾南"}},
		{"a later text tells of the time between", "2021-12-31", []stated{
			{doc: "b 2024-03-01", kind: holds, who: "顾南", from: "2019-01", to: "2022-05", tense: state.Past}, {doc: "b 2024-03-01", kind: holds, who: "冯也", from: "2022-05"},
		}, told{Now: "顾南", After: "冯也"}},
		{"past statements without dates", today, []stated{
			{doc: "a 2024-03-01", kind: holds, who: "邢霁", tense: state.Past},
			{doc: "a 2024-03-01", kind: holds, who: "顾南"},
			{doc: "b 2020-03-01", kind: starts, who: "岑眠"},
		}, told{Now: "顾南", Before: "岑眠 邢霁"}},
	})
}

func TestChronicleHolders(t *testing.T) {
	check(t, []reading{
		{"one person, two names", today, []stated{
			{doc: "a 2023-03-01", kind: holds, who: "顾南 = 老顾"}, {doc: "b 2024-03-01", kind: ends, who: "老顾"},
		}, told{Now: "-老顾", Vacant: true, Before: "顾南"}},
		{"one person, two scripts", today, []stated{
			{doc: "a 2024-03-01", kind: holds, who: "Nan Gu"}, {doc: "b 2024-03-09", kind: holds, who: "顾南"}, {doc: "c 2024-03-11", kind: holds, who: "Gu Nan"},
		}, told{Now: "Gu Nan", Before: "顾南 Nan Gu"}},
		{"two persons that sound alike", today, []stated{
			{doc: "a 2024-03-01", kind: holds, who: "李维"}, {doc: "b 2024-03-09", kind: holds, who: "李伟"},
		}, told{Now: "李伟 李维", Disputed: true}},
		{"co-holders in one sentence", today, []stated{
			{doc: "a 2024-03-01", kind: starts, who: "顾南", role: "总裁", text: "顾南、冯也任联席总裁。"}, {doc: "a 2024-03-01", kind: starts, who: "冯也", role: "总裁", text: "顾南、冯也任联席总裁。"},
		}, told{Now: "顾南 冯也"}},
		{"co-holders of two texts", today, []stated{
			{doc: "a 2024-03-01", kind: holds, who: "顾南", role: "联席总裁"}, {doc: "b 2024-03-05", kind: holds, who: "冯也", role: "联席总裁"},
		}, told{Now: "冯也 顾南"}},
		{"two posts that lead", today, []stated{
			{doc: "a 2024-03-01", kind: holds, who: "顾南", role: "董事长"}, {doc: "b 2024-03-05", kind: holds, who: "冯也", role: "总经理"},
		}, told{Now: "冯也 顾南"}},
		{"one of two posts of a person ends", today, []stated{
			{doc: "a 2018-01-01", kind: starts, who: "顾南", role: "董事长"},
			{doc: "a 2018-01-01", kind: starts, who: "顾南", role: "总经理"},
			{doc: "b 2024-03-01", kind: ends, who: "顾南", role: "总经理"},
			{doc: "b 2024-03-01", kind: starts, who: "冯也", role: "总经理"},
			{doc: "b 2024-03-01", kind: holds, who: "顾南", role: "董事长"},
			{doc: "c 2024-05-01", kind: holds, who: "冯也"},
		}, told{Now: "冯也 顾南", Before: "顾南"}},
		{"one of two posts is vacant", today, []stated{
			{doc: "a 2018-01-01", kind: holds, who: "顾南", role: "董事长"}, {doc: "b 2024-03-01", kind: ends, who: "冯也", role: "总经理"},
		}, told{Now: "-冯也 顾南", Vacant: true}},
		{"two posts of one person", today, []stated{
			{doc: "a 2024-03-01", kind: holds, who: "顾南", role: "董事长"}, {doc: "b 2024-03-05", kind: holds, who: "顾南", role: "总经理"},
		}, told{Now: "顾南", Before: "顾南"}},
		{"who acts for the one who left", today, []stated{
			{doc: "a 2024-03-01", kind: ends, who: "顾南", role: "馆长"}, {doc: "b 2024-03-05", kind: starts, who: "冯也", role: "代理馆长"},
		}, told{Now: "冯也", Before: "顾南"}},
		{"supposed statements say nothing", today, []stated{{doc: "a 2024-03-01", kind: holds, who: "顾南", claim: state.Supposed}}, told{}},
	})
}

// A source that only repeats or comes in another order changes nothing.
func TestChronicleOrder(t *testing.T) {
	all := []stated{
		{doc: "a 2018-05-01", kind: starts, who: "邢霁"},
		{doc: "b 2020-02-02", kind: ends, who: "邢霁 > 顾南"},
		{doc: "b 2020-02-02", kind: starts, who: "顾南"},
		{doc: "c 2024-03-01", kind: starts, who: "冯也"},
		{doc: "c 2024-03-01", kind: ends, who: "顾南"},
		{doc: "d 2025-01-01", kind: holds, who: "冯也"},
	}
	want, _ := read(today, all)
	for range all {
		all = append(all[1:], all[0])
		if got, _ := read(today, append(all, all[0])); got != want {
			t.Errorf("Read(%s first) = %+v, want %+v", all[0].doc, got, want)
		}
	}
}

func TestChronicleThings(t *testing.T) {
	thing := func(doc string, kind state.Kind, object string) stated {
		return stated{doc: doc, kind: kind, who: "白鹭轮渡 > " + object}
	}
	for _, c := range []struct {
		name     string
		all      []stated
		now      string
		disputed bool
	}{
		{"renamed twice", []stated{thing("a 2020-01-01", state.Renamed, "鹭行"), thing("b 2023-01-01", state.Renamed, "潮渡")}, "潮渡", false},
		{"two new names of one week", []stated{thing("a 2023-01-03", state.Renamed, "鹭行"), thing("b 2023-01-07", state.Renamed, "潮渡")}, "潮渡 鹭行", true},
		{"sold on", []stated{thing("a 2020-01-01", state.Acquired, "海岬"), thing("b 2023-01-01", state.Acquired, "北湾")}, "北湾", false},
		{"moved", []stated{thing("a 2020-01-01", state.Moved, "旧港"), thing("b 2023-01-01", state.Moved, "新港")}, "新港", false},
		{"stopped and resumed", []stated{thing("a 2020-01-01", state.Stopped, ""), thing("b 2020-04-01", state.Resumed, "")}, "", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, a := read(today, c.all)
			var got []string
			for _, e := range a.Now {
				got = append(got, e.Object)
			}
			if strings.Join(got, " ") != c.now || a.Disputed != c.disputed {
				t.Errorf("Now = %v, disputed %v; want %s, %v", got, a.Disputed, c.now, c.disputed)
			}
			if len(a.Now) == 0 || len(a.Now)+len(a.Before) != len(c.all) {
				t.Errorf("%d now, %d before of %d events", len(a.Now), len(a.Before), len(c.all))
			}
		})
	}
}

func TestChronicleTimeline(t *testing.T) {
	_, a := read(today, []stated{
		{doc: "d 2024-03-02", kind: starts, who: "冯也"},
		{doc: "c 2024-03-01", kind: starts, who: "冯也"},
		{doc: "c 2024-03-01", kind: ends, who: "顾南"},
		{doc: "b 2020-02-02", kind: starts, who: "顾南", from: "2020-02-01"},
		{doc: "h 2021-02-02", kind: starts, who: "顾南", from: "2020-02"},
		{doc: "c 2024-03-01", kind: holds, who: "邢霁", tense: state.Past},
		{doc: "e 2026-05-01", kind: starts, who: "岑眠", claim: state.Rumour},
		{doc: "f 2026-05-02", kind: starts, who: "黎川", from: "2026-09-01", tense: state.Future},
		{doc: "g", kind: holds, who: "康野", tense: state.Past},
	})
	var got []string
	for _, e := range a.Timeline() {
		got = append(got, strings.TrimSpace(e.Since().String()+" "+e.Subject+" "+string(e.Kind)))
	}
	want := []string{"2020-02-01 顾南 starts", "2024-03-01 邢霁 holds", "2024-03-01 顾南 ends", "2024-03-01 冯也 starts", "康野 holds"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Timeline (-want +got):\n%s", diff)
	}
}

// The event that says most is told, a newer one that says the same confirms it.
func TestChronicleConfirmed(t *testing.T) {
	_, a := read(today, []stated{
		{doc: "a 2024-03-01", kind: starts, who: "顾南", text: "顾南今天出任船长。"}, {doc: "b 2025-03-01", kind: holds, who: "顾南", text: "船长顾南到场。"},
	})
	if len(a.Now) != 1 || a.Now[0].Doc != 'a' {
		t.Fatalf("Now = %+v, want the start", a.Now)
	}
	if c := a.Now[0].Confirmed; c == nil || c.Doc != 'b' {
		t.Errorf("confirmed by %+v, want the sentence of 2025", c)
	}
}

func TestChronicleBeside(t *testing.T) {
	_, a := read(today, []stated{
		{doc: "a 2018-05-01", kind: starts, who: "邢霁"},
		{doc: "b 2020-02-02", kind: ends, who: "邢霁 > 顾南 = Gu Nan"},
		{doc: "b 2020-02-02", kind: starts, who: "顾南"},
		{doc: "c 2022-03-01", kind: ends, who: "顾南"},
		{doc: "d 2024-03-01", kind: starts, who: "冯也"},
		{doc: "e 2025-03-01", kind: starts, who: "岑眠"},
	})
	for _, c := range []struct {
		name  string
		after bool
		want  string
	}{
		{"顾南", false, "邢霁"},
		{"邢霁", true, "顾南"},
		{"岑眠", false, "冯也"},
		{"冯也", true, "岑眠"},
		{"邢霁", false, ""},
		{"岑眠", true, ""},
		{"康野", true, ""},
		{"顾南", true, ""}, // two years of which nothing is known
		{"冯也", false, ""},
	} {
		beside, own, ok := a.Beside(c.name, c.after)
		if beside.Subject != c.want || ok != (c.want != "") || ok && own.Subject != c.name {
			t.Errorf("Beside(%s, %v) = %s, %s, %v; want %q", c.name, c.after, beside.Subject, own.Subject, ok, c.want)
		}
	}
}
