package state

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"ask/retrieve/when"
)

// TestFollow has for every way to tell who came after whom texts on which it is read and one
// on which it must not be.
func TestFollow(t *testing.T) {
	x := extractor(t)
	published := when.Date{Year: 2024, Month: 5, Day: 20}
	for _, tt := range []struct {
		name, text string
		want       []string
	}{
		{"who took it stands last", "许怀瑾退休，接任石桐剧院院长的是温知行。", []string{"starts 温知行 石桐剧院|院长", "ends 许怀瑾 |"}},
		{"what she did stands last", "接任石桐剧院院长的是件难事，温知行说。", nil},
		{"whom she followed", "石桐剧院院长许怀瑾走人，接替他的是温知行。", []string{
			"holds 许怀瑾 石桐剧院|院长", "ends 许怀瑾 石桐剧院|院长", "starts 温知行 石桐剧院|院长",
		}},
		{"whose pupil she is", "石桐剧院院长许怀瑾的徒弟是温知行。", []string{"holds 许怀瑾 石桐剧院|院长"}},
		{"who has the say", "如今在石桐剧院主事的是温知行。", []string{"holds 温知行 石桐剧院|"}},
		{"whose word counts", "石桐剧院现在温知行说了算。", []string{"holds 温知行 石桐剧院|"}},
		{"whose word counts on a price", "价钱的事是温知行说了算。", nil},
		{"words that count", "温知行在会上说了算数的话。", nil},
		{"one after the other", "石桐剧院的首任院长是许怀瑾，第二任是温知行，现任是杜衡之。", []string{
			"holds 许怀瑾 石桐剧院|院长", "holds 温知行 石桐剧院|院长", "holds 杜衡之 石桐剧院|院长",
		}},
		{"who came later, to no post", "石桐剧院院长许怀瑾住院，后来的是温知行。", []string{"holds 许怀瑾 石桐剧院|院长"}},
		{"changed for another", "石桐剧院第一任院长是许怀瑾，2005年换成温知行。", []string{"holds 许怀瑾 石桐剧院|院长", "starts 温知行 石桐剧院|院长"}},
		{"another keeper of the goal", "守门员换成了温知行。", nil},
		{"all of them behind a colon", "石桐剧院历任院长为许怀瑾、温知行。", []string{"holds 许怀瑾 石桐剧院|院长", "holds 温知行 石桐剧院|院长"}},
		{"a deputy takes over", "石桐剧院院长许怀瑾上月病故。副院长温知行接任。", []string{
			"holds 许怀瑾 石桐剧院|院长", "ends 许怀瑾 石桐剧院|院长", "holds 温知行 石桐剧院|副院长", "starts 温知行 石桐剧院|院长",
		}},
		{"one moves on, another follows", "石桐剧院院长许怀瑾调任文化馆馆长，温知行接班。", []string{
			"holds 许怀瑾 石桐剧院|院长", "starts 许怀瑾 文化馆|馆长", "starts 温知行 石桐剧院|院长", "ends 许怀瑾 石桐剧院|院长",
		}},
		{"one takes a second post", "石桐剧院院长许怀瑾兼任文化馆馆长。", []string{"holds 许怀瑾 石桐剧院|院长", "starts 许怀瑾 文化馆|馆长"}},
		{"it falls to somebody", "石桐剧院院长之职落到了温知行肩上。", []string{"starts 温知行 石桐剧院|院长"}},
		{"a prize falls to somebody", "石桐剧院院长的奖杯落到了温知行手里。", nil},
		{"minded for the time being", "石桐剧院院长暂由温知行代管。", []string{"starts 温知行 石桐剧院|院长"}},
		{"a kitchen is minded", "厨房由温知行代管。", nil},
		{"the work of the house", "石桐剧院今年二十岁。许怀瑾病了，院务由温知行主持。", []string{"holds 温知行 石桐剧院|"}},
		{"a key of the post", "温知行接过石桐剧院院长的钥匙。", []string{"starts 温知行 石桐剧院|院长"}},
		{"whose shift", "温知行接了许怀瑾的班，成为石桐剧院院长。", []string{"ends 许怀瑾 |", "starts 温知行 石桐剧院|院长"}},
		{"whose call", "温知行接了许怀瑾的电话。", nil},
		{"a post brought up", "说起石桐剧院的院长，老人能数出一串。许怀瑾2011年退休，随后温知行接任。", []string{"ends 许怀瑾 石桐剧院|院长", "starts 温知行 石桐剧院|院长"}},
		{"a post not brought up", "石桐剧院的院长在楼上。许怀瑾2011年退休。", []string{"ends 许怀瑾 |"}},
		{"the new name's post", "石桐配件厂更名为砾光配件有限公司，仍由温知行任总经理。", []string{
			"renamed 石桐配件厂 石桐配件厂|", "holds 温知行 砾光配件有限公司|总经理",
		}},
		{"a chief of a trade", "温知行继任石桐剧院首席琴师。", []string{"starts 温知行 石桐剧院|首席琴师"}},
		{"a name that ends like a word", "石桐剧院院长由刘志军接任。", []string{"starts 刘志军 石桐剧院|院长"}},
		{"words like that name", "石桐剧院院长高兴地说，由院里派任。", nil},
		{"a village's head", "槭岭村今年修路。会上，温知行当选村委会主任。", []string{"starts 温知行 槭岭村|村委会主任"}},
		{"who was replaced", "许怀瑾是琴师。2021年，他接替创始院长温知行，成为石桐剧院第二任院长。", []string{"holds 温知行 石桐剧院|院长", "starts 许怀瑾 石桐剧院|院长", "ends 温知行 石桐剧院|院长"}},
		{"no more than wished", "有人建议由温知行接任石桐剧院院长。", []string{"starts 温知行 石桐剧院|院长"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, st := range x.Find(tt.text, published, nil) {
				got = append(got, string(st.Kind)+" "+st.Subject+" "+st.Of+"|"+st.Role)
				if tt.name == "no more than wished" && st.Claim != Supposed {
					t.Errorf("Find(%q) puts as %s what is wished", tt.text, st.Claim)
				}
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("Find(%q) differs (-want +got):\n%s", tt.text, diff)
			}
		})
	}
}

// TestTerms has how long a post was held where the sentence says it in other words than two
// dates beside each other.
func TestTerms(t *testing.T) {
	x := extractor(t)
	published := when.Date{Year: 2024, Month: 5, Day: 20}
	for _, tt := range []struct {
		name, text, from, to, tense string
	}{
		{"until then", "温知行自2011年起担任石桐剧院院长，到2019年为止。", "2011", "2019", Past},
		{"the term is over", "温知行自2010年起担任石桐剧院院长，三届期满，不能再连任。", "2010", "2024-05-20", Past},
		{"the term runs on", "温知行自2012年起任石桐剧院院长，任期到2026年为止。", "2012", "", Present},
		{"before a date", "2019年6月以前，石桐剧院院长是温知行。", "", "2019-06", Past},
		{"up to now", "2021年至今，温知行任石桐剧院院长。", "2021", "", Present},
		{"once", "温知行当过石桐剧院院长。", "", "", Past},
		{"at first", "创办之初，温知行自任石桐剧院院长。", "", "", Past},
	} {
		t.Run(tt.name, func(t *testing.T) {
			all := x.Find(tt.text, published, nil)
			if len(all) != 1 {
				t.Fatalf("Find(%q) = %v, want one statement", tt.text, all)
			}
			if st := all[0]; st.From.String() != tt.from || st.To.String() != tt.to || st.Tense != tt.tense {
				t.Errorf("Find(%q): %s~%s %s, want %s~%s %s", tt.text, st.From, st.To, st.Tense, tt.from, tt.to, tt.tense)
			}
		})
	}
}

// TestAskedFollow has questions on holders in everyday words.
func TestAskedFollow(t *testing.T) {
	x := extractor(t)
	for _, tt := range []struct {
		question string
		want     Ask
	}{
		{"石桐剧院谁拍板？", Ask{Of: "石桐剧院", Mode: AskPresent}},
		{"石桐剧院管事的是谁", Ask{Of: "石桐剧院", Mode: AskPresent}},
		{"石桐剧院眼下谁顶着？", Ask{Of: "石桐剧院", Mode: AskPresent}},
		{"石桐剧院换院长了吗", Ask{Of: "石桐剧院", Role: "院长", Mode: AskEvent, Kinds: []Kind{Starts, Ends}}},
		{"石桐剧院换帅了吗？", Ask{Of: "石桐剧院", Mode: AskEvent, Kinds: []Kind{Starts, Ends}}},
		{"温知行还在任吗？", Ask{Subject: "温知行", Mode: AskPresent, Kinds: []Kind{Holds, Starts, Ends}}},
		{"许怀瑾当石桐剧院院长几年了", Ask{Of: "石桐剧院", Role: "院长", Subject: "许怀瑾", Mode: AskEvent, Kinds: []Kind{Starts, Ends}, When: true}},
		{"石桐剧院上上任院长是谁", Ask{Of: "石桐剧院", Role: "院长", Mode: AskAll}},
		{"石桐剧院现在是谁当院长，2015年又是谁？", Ask{Of: "石桐剧院", Role: "院长", Mode: AskAll}},
		{"石桐厂改名砾光剧院以后，院长先后由谁担任", Ask{Of: "砾光剧院", Role: "院长", Mode: AskAll}},
		{"石桐剧院改制以后，院长是谁", Ask{Of: "石桐剧院", Role: "院长", Mode: AskPresent}},
		{"石桐剧院的首席琴师是谁", Ask{Of: "石桐剧院", Role: "首席琴师", Mode: AskPresent}},
		{"石桐剧院换灯了吗", Ask{}},
		{"石桐剧院开了几年了", Ask{}},
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
