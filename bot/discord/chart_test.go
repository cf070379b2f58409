package discord

import (
	"context"
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ask/bot"
	"ask/bot/discord/discordtest"
	"ask/retrieve/document"
)

// event is a row of a timeline.
func event(date, text string, n int) bot.TimelineRow {
	row := bot.TimelineRow{Text: text, N: n}
	if date != "" {
		row.Date = &date
	}
	return row
}

// given is a value of a conflict.
func given(text, date string, kind document.Kind, n int) bot.ConflictValue {
	v := bot.ConflictValue{Value: text, Kind: kind, N: n}
	if date != "" {
		v.Date = &date
	}
	return v
}

func TestCharts(t *testing.T) {
	words, err := loadWords()
	if err != nil {
		t.Fatal(err)
	}
	heads := []bot.TimelineRow{event("2019-05", "沈渡不再当站长", 1), event("2019-05", "陶隐接任", 1), event("2023-07-01", "聘任柯南亭为站长", 2)}
	fares := bot.Conflict{About: "渡口票价", Values: []bot.ConflictValue{given("两元", "2025-03-14", document.News, 1), given("三元", "", document.Unknown, 2)}}
	many := []bot.TimelineRow{}
	for i := range 12 {
		many = append(many, event(strconv.Itoa(2001+i), "第"+strconv.Itoa(i+1)+"次扩建", 1))
	}
	late := []string{"（更早还有 4 条）"}
	for i := 4; i < 12; i++ {
		late = append(late, strconv.Itoa(2001+i)+" · 第"+strconv.Itoa(i+1)+"次扩建 [1]")
	}
	for _, tt := range []struct {
		name, lang, text string
		timeline         []bot.TimelineRow
		conflicts        []bot.Conflict
		want             []embed
	}{
		{"neither", "zh", "两元。[1]", nil, nil, nil},
		{"timeline", "zh", "柯南亭现在当站长。[2]", heads, nil, []embed{{Title: "时间线", Description: "2019-05 · 沈渡不再当站长；陶隐接任 [1]\n2023-07-01 · 聘任柯南亭为站长 [2]"}}},
		{"timeline that the text is", "zh", "2019-05：沈渡不再当站长，由陶隐 接任。 [1]\n2023-07-01：县里聘任柯南亭为站长。 [2]", heads, nil, nil},
		{"one event", "zh", "不明。", heads[:1], nil, nil},
		{"an event without date", "zh", "现在是柯南亭。", []bot.TimelineRow{event("", "先由沈渡管", 1), heads[2]}, nil, []embed{{Title: "时间线", Description: "未注明日期 · 先由沈渡管 [1]\n2023-07-01 · 聘任柯南亭为站长 [2]"}}},
		{"too many events", "zh", "扩建过多次。", many, nil, []embed{{Title: "时间线", Description: strings.Join(late, "\n")}}},
		{"conflict", "zh", "票价为两元。[1]\n车船另收费。[1]\n另有说法：三元。[2]", nil, []bot.Conflict{fares}, []embed{{Title: "说法不一", Fields: []field{{Name: "渡口票价", Value: "两元（新闻 · 2025-03-14） [1]\n三元（未注明日期） [2]"}}}}},
		{"conflict that the text is", "zh", "票价为两元。[1]\n另有说法：三元。[2]", nil, []bot.Conflict{fares}, nil},
		{"conflict in one sentence", "zh", "票价不是三元，是两元。[1]\n车船另收费。[2]", nil, []bot.Conflict{{About: "票价", Values: []bot.ConflictValue{given("两元", "", "", 1), given("三元", "", "", 1)}}}, nil},
		{"conflict of one value", "zh", "两元。", nil, []bot.Conflict{{About: "票价", Values: fares.Values[:1]}}, nil},
		{"both, in English", "en", "See below.", heads[:2], []bot.Conflict{fares}, []embed{
			{Title: "Timeline", Description: "2019-05 · 沈渡不再当站长; 陶隐接任 [1]"},
			{Title: "Sources disagree", Fields: []field{{Name: "渡口票价", Value: "两元 (news · 2025-03-14) [1]\n三元 (undated) [2]"}}},
		}},
		{"a mark without citation", "zh", "不明。", []bot.TimelineRow{event("2020", "甲", 0), event("2021", "乙", 7)}, nil, []embed{{Title: "时间线", Description: "2020 · 甲\n2021 · 乙"}}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			v := &view{words: words[tt.lang], text: tt.text, timeline: tt.timeline, conflicts: tt.conflicts, citations: []bot.Citation{{N: 1}, {N: 2}}}
			if diff := cmp.Diff(tt.want, v.charts()); diff != "" {
				t.Errorf("charts (-want +got):\n%s", diff)
			}
		})
	}
}

// charted answers with a timeline and a conflict of long and many values.
func charted(_ context.Context, q bot.Question) (*bot.Answer, error) {
	a := answerWith(q, "渡口恢复通航，每天开行十二班船。")
	long := strings.Repeat("江水绕城*而过*。", 60)
	for i := range 12 {
		a.Timeline = append(a.Timeline, event(strconv.Itoa(2001+i), strconv.Itoa(i)+long, 1))
	}
	for range 9 {
		values := []bot.ConflictValue{}
		for i := range 4 {
			values = append(values, given(strconv.Itoa(i)+long, "2025", document.News, 1))
		}
		a.Conflicts = append(a.Conflicts, bot.Conflict{About: long, Values: values})
	}
	return a, nil
}

// TestChartsSent sends as much as there can be: the fake refuses what is beyond a limit.
func TestChartsSent(t *testing.T) {
	t.Parallel()
	run(t, "slash", func(t *testing.T) {
		r := begin(t, charted, nil)
		m := r.Ask("渡口怎样了?").Wait(has("时间线", "说法不一", "十二班船", idQuote))
		if m.Flags&flagSuppressEmbeds != 0 {
			t.Error("the embeds are suppressed")
		}
	})
	run(t, "mention", func(t *testing.T) {
		r := begin(t, charted, nil)
		r.Mention("What of the ferry?", nil)
		r.said(t, discordtest.ChannelID, "Timeline", "Sources disagree", "十二班船")
	})
	run(t, "not permitted", func(t *testing.T) {
		r := begin(t, charted, nil)
		in := r.Ask("渡口怎样了?", map[string]any{"app_permissions": strconv.Itoa(viewChannel | sendMessages)})
		if m := in.Wait(has("十二班船", idQuote)); has("时间线")(m) || has(idFollowUp)(m) {
			t.Errorf("embeds, or a thread, where they are not allowed: %s %s", m.Embeds, m.Components)
		}
	})
	run(t, "refused", func(t *testing.T) {
		r := begin(t, charted, func(_ *Config, fake *discordtest.Server) {
			fake.Script(func(c discordtest.Call) *discordtest.Response {
				var body struct {
					Embeds []json.RawMessage `json:"embeds"`
				}
				if c.Method == http.MethodPost && json.Unmarshal(c.Body, &body) == nil && len(body.Embeds) > 0 {
					return discordtest.Refusal(http.StatusForbidden, discordtest.CodeNoPermission, "Missing Permissions")
				}
				return nil
			})
		})
		r.Mention("渡口怎样了?", nil)
		if m := r.said(t, discordtest.ChannelID, "十二班船", idQuote); has("时间线")(m) {
			t.Error("embeds where they were refused")
		}
	})
}

// TestAnswerWords checks that what stands around an answer is in the question's language.
func TestAnswerWords(t *testing.T) {
	virtual(t, func(t *testing.T) {
		r := begin(t, quoting, nil)
		r.Ask("When do the ferries run?").Wait(has("**Sources**", "Open a quoted source"))
		r.Ask("渡口?", map[string]any{"locale": "en-US"}).Wait(has("**来源**", "查看引用原文"))
		other := begin(t, quoting, func(c *Config, _ *discordtest.Server) { c.Defaults.Lang = "en" })
		other.Ask("渡口?").Wait(has("**Sources**"))
	})
}
