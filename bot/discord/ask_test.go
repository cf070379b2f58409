package discord

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"ask/bot"
	"ask/bot/discord/discordtest"
	"ask/retrieve/document"
)

func TestSlash(t *testing.T) {
	virtual(t, func(t *testing.T) {
		var got bot.Question
		r := begin(t, func(ctx context.Context, q bot.Question) (*bot.Answer, error) {
			got = q
			return quoting(ctx, q)
		}, nil)
		in := r.Ask("渡口什么时候通航?", map[string]any{"options": map[string]any{"since": "2025", "until": "2025-12", "kind": "news"}})
		m := in.Wait(has("十二班船"))
		if kind, _, ephemeral := in.Acked(); kind != replyDeferred || ephemeral {
			t.Errorf("acknowledged with %d, ephemeral %v", kind, ephemeral)
		}
		want := "> 渡口什么时候通航?\n渡口恢复通航，每天开行十二班船。 [1]\n\n**来源**\n[1] [汐桥县渡口恢复通航](<https://news.example.org/ferry>) · news.example.org · 2025-03-14 · 新闻"
		if diff := cmp.Diff(want, m.Content); diff != "" {
			t.Errorf("content (-want +got):\n%s", diff)
		}
		if got.Since != "2025" || got.Until != "2025-12" || !slices.Equal(got.Kinds, []document.Kind{document.News}) {
			t.Errorf("question: %+v", got)
		}
		if m.Flags&flagSuppressEmbeds == 0 {
			t.Error("previews are not suppressed")
		}
		// The menu opens the quote for who chose it, and nobody else.
		opened := r.Click(m, idQuote, menuValues(t, m)[0])
		q := opened.Wait(has("每天开行十二班船"))
		if _, _, ephemeral := opened.Acked(); !ephemeral || q.Flags&flagEphemeral == 0 {
			t.Error("the quote is not ephemeral")
		}
		for _, text := range []string{"\\u003e 渡口恢复通航", "票价为两元", "2025-03-14", "新闻", "转述", "汐桥日报", "https://news.example.org/ferry"} {
			if !strings.Contains(string(q.Embeds), text) {
				t.Errorf("the quote lacks %q: %s", text, q.Embeds)
			}
		}
	})
}

// menuValues are the values of a message's menu.
func menuValues(t *testing.T, m discordtest.Message) []string {
	t.Helper()
	var rows []row
	if err := json.Unmarshal(m.Components, &rows); err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, r := range rows {
		for _, c := range r.Components {
			for _, o := range c.Options {
				out = append(out, o.Value)
			}
		}
	}
	if len(out) == 0 {
		t.Fatalf("no menu: %s", m.Components)
	}
	return out
}

func TestOtherCommands(t *testing.T) {
	virtual(t, func(t *testing.T) {
		r := begin(t, quoting, nil)
		r.Command("help", nil).Wait(has("/sources"))
		r.Command("sources", nil).Wait(has("共 1 份文档", "汐桥县渡口恢复通航"))
		r.Command("sources", map[string]any{"locale": "en-US"}).Wait(has("1 documents"))
		r.AskAbout("<@12> 渡口每天有几班船?").Wait(has("> 渡口每天有几班船?", "十二班船"))
		r.AskAbout(" ").Wait(has("没有可以提问的文字"))
		private := r.Ask("渡口?", map[string]any{"options": map[string]any{"private": true}})
		private.Wait(has("十二班船"))
		if _, _, ephemeral := private.Acked(); !ephemeral {
			t.Error("a private answer is not ephemeral")
		}
		r.Ask("渡口?", map[string]any{"options": map[string]any{"since": "昨天"}}).Wait(has("日期应写成"))
		r.Ask(strings.Repeat("长", 1001)).Wait(has("太长"))
		r.Click(discordtest.Message{ID: "1", Channel: discordtest.ChannelID}, idQuote, "no.such.quote").Wait(has("有改动"))
	})
}

func TestMessages(t *testing.T) {
	virtual(t, func(t *testing.T) {
		history := make(chan []bot.Turn, 20)
		r := begin(t, func(ctx context.Context, q bot.Question) (*bot.Answer, error) {
			history <- q.History
			return quoting(ctx, q)
		}, nil)
		id := r.Mention("渡口每天有几班船?", nil)
		m := r.said(t, discordtest.ChannelID, "十二班船")
		if m.Reference != id {
			t.Errorf("replies to %q, not %q", m.Reference, id)
		}
		if got := <-history; len(got) != 0 {
			t.Errorf("history of a first question: %v", got)
		}
		for _, part := range []string{"typing", "reactions"} {
			r.Wait(part, func() bool { return r.Count(http.MethodPost, part)+r.Count(http.MethodPut, part) > 0 })
		}
		r.Wait("the sign to go", func() bool { return r.Count(http.MethodDelete, "reactions") == 1 })
		// A reply to the answer goes on from it.
		r.Say(discordtest.ChannelID, "票价呢?", map[string]any{
			"type": 19, "message_reference": map[string]any{"message_id": m.ID, "channel_id": m.Channel},
			"referenced_message": map[string]any{
				"id": m.ID, "channel_id": m.Channel, "content": m.Content, "author": map[string]any{"id": discordtest.UserID, "bot": true},
				"message_reference": map[string]any{"message_id": id, "channel_id": m.Channel},
			},
		})
		want := []bot.Turn{{Question: "渡口每天有几班船?", Answer: "渡口恢复通航，每天开行十二班船。 [1]"}}
		if diff := cmp.Diff(want, <-history); diff != "" {
			t.Errorf("history of a reply (-want +got):\n%s", diff)
		}
		r.Say(discordtest.DMChannelID, "渡口?", nil)
		r.said(t, discordtest.DMChannelID, "十二班船")
		<-history
	})
}

func TestIgnored(t *testing.T) {
	virtual(t, func(t *testing.T) {
		var asked atomic.Int32
		r := begin(t, func(ctx context.Context, q bot.Question) (*bot.Answer, error) {
			asked.Add(1)
			return quoting(ctx, q)
		}, nil)
		me := []any{map[string]any{"id": discordtest.UserID}}
		r.Say(discordtest.ChannelID, "大家好", nil)
		r.Mention("机器人", map[string]any{"author": map[string]any{"id": "77", "bot": true}})
		r.Mention("网络钩子", map[string]any{"webhook_id": "88"})
		r.Mention("自己", map[string]any{"author": map[string]any{"id": discordtest.UserID}})
		r.Mention("系统", map[string]any{"type": 7})
		r.Say(discordtest.ChannelID, "转发", map[string]any{"message_reference": map[string]any{"type": 1, "message_id": "5"}})
		again := map[string]any{"id": "300000000000000001", "mentions": me}
		r.Say(discordtest.ChannelID, "问一次", again)
		r.Say(discordtest.ChannelID, "问一次", again)  // a replay
		r.Gate.Dispatch("MESSAGE_CREATE", []int{1}) // no message
		r.Gate.Dispatch("INTERACTION_CREATE", map[string]any{"id": "9", "type": 99})
		r.said(t, discordtest.ChannelID, "十二班船")
		r.Mention("再问", nil)
		r.Wait("two answers", func() bool { return asked.Load() == 2 && r.Count(http.MethodPost, "/messages") == 2 })
		time.Sleep(time.Minute)
		if n := asked.Load(); n != 2 {
			t.Errorf("%d questions answered, want 2", n)
		}
	})
}

func TestThreads(t *testing.T) {
	virtual(t, func(t *testing.T) {
		history := make(chan []bot.Turn, 20)
		r := begin(t, func(ctx context.Context, q bot.Question) (*bot.Answer, error) {
			history <- q.History
			return quoting(ctx, q)
		}, nil)
		m := r.Ask("渡口每天有几班船?").Wait(has(idFollowUp))
		<-history
		r.Click(m, idFollowUp).Wait(has("<#" + m.ID + ">"))
		r.said(t, m.ID, "继续追问")
		r.Click(m, idFollowUp).Wait(has("<#" + m.ID + ">")) // it is there already
		// In the bot's thread no mention is needed.
		r.Say(m.ID, "票价呢?", nil)
		r.said(t, m.ID, "十二班船")
		want := []bot.Turn{{Question: "渡口每天有几班船?", Answer: "渡口恢复通航，每天开行十二班船。 [1]"}}
		if diff := cmp.Diff(want, <-history); diff != "" {
			t.Errorf("history in a thread (-want +got):\n%s", diff)
		}
		r.Say(m.ID, "末班船呢?", nil)
		if got := <-history; len(got) != 2 || got[1].Question != "票价呢?" {
			t.Errorf("history of a second question: %v", got)
		}
		// Without the intent the text does not arrive: the bot says so, once.
		r.AddChannel("400000000000000001", 11, discordtest.ChannelID, discordtest.UserID)
		r.Say("400000000000000001", "", nil)
		r.Say("400000000000000001", "", nil)
		r.said(t, "400000000000000001", "回复我的消息")
		// A thread of somebody else.
		r.AddChannel("400000000000000002", 11, discordtest.ChannelID, "55")
		r.Say("400000000000000002", "闲聊", nil)
		time.Sleep(time.Minute)
		if n := len(r.Messages("400000000000000002")); n != 1 {
			t.Errorf("%d messages in a thread that is not the bot's", n)
		}
		if n := r.Count(http.MethodPost, "/400000000000000001/messages"); n != 1 {
			t.Errorf("the hint was given %d times", n)
		}
	})
}

func TestGrowing(t *testing.T) {
	virtual(t, func(t *testing.T) {
		r := begin(t, speaking(2*time.Second, "第一句。", "第二句。", "第三句。", "第四句。", "第五句。", "第六句。"), nil)
		in := r.Ask("慢慢说")
		m := in.Wait(has("第六句。", idFollowUp)) // the final edit
		edits := m.Edits
		for i := 1; i < len(edits)-1; i++ { // the last edit is the final one, which does not wait
			if d := edits[i].Sub(edits[i-1]); d < editEvery {
				t.Errorf("edits %s apart", d)
			}
		}
		if len(edits) < 3 {
			t.Errorf("%d edits: it did not grow", len(edits))
		}
		n := r.Count(http.MethodPatch, "@original")
		time.Sleep(time.Minute)
		if again := r.Count(http.MethodPatch, "@original"); again != n {
			t.Errorf("%d edits after the last", again-n)
		}
	})
}

func TestLongAnswer(t *testing.T) {
	virtual(t, func(t *testing.T) {
		sentence := "江水绕过汐桥县城，一路向东流去，两岸是成片的稻田和旧渡口。"
		r := begin(t, speaking(5*time.Millisecond, slices.Repeat([]string{sentence}, 200)...), nil)
		in := r.Ask("说长一些")
		r.Wait("all parts", func() bool {
			all := ""
			for _, m := range in.Messages() {
				all += m.Content
			}
			return strings.Count(all, sentence) == 200
		})
		if n := len(in.Messages()); n != 3 {
			t.Errorf("%d messages, want 3", n)
		}
		r.Mention("说长一些", nil)
		r.Wait("all parts in the channel", func() bool {
			all := ""
			for _, m := range r.Messages(discordtest.ChannelID) {
				if m.Reference != "asker:" {
					all += m.Content
				}
			}
			return strings.Count(all, sentence) == 400
		})
	})
}

func TestErrors(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		err  error
		want string
	}{
		{"endpoint down", &bot.Error{Code: "unreachable", Message: "the model did not answer"}, "模型服务"},
		{"anything else", errors.New("secret /etc/passwd"), "内部错误"},
	} {
		run(t, tt.name, func(t *testing.T) {
			r := begin(t, func(context.Context, bot.Question) (*bot.Answer, error) { return nil, tt.err }, nil)
			in := r.Ask("问题")
			m := in.Wait(has(tt.want))
			if m.Flags&flagEphemeral == 0 || len(in.Messages()) != 1 {
				t.Errorf("not only an ephemeral message: %+v", in.Messages())
			}
			r.Mention("问题", nil)
			r.said(t, discordtest.ChannelID, tt.want)
		})
	}
	run(t, "panic", func(t *testing.T) {
		r := begin(t, func(context.Context, bot.Question) (*bot.Answer, error) { panic("boom") }, func(c *Config, _ *discordtest.Server) { c.Workers = 1 })
		r.Ask("问题").Wait(has("内部错误"))
		r.Ask("问题").Wait(has("内部错误")) // the worker lives
	})
	run(t, "late", func(t *testing.T) {
		r := begin(t, hung, func(c *Config, _ *discordtest.Server) { c.Timeout = 50 * time.Second })
		r.Ask("问题").Wait(has("用时过长"))
	})
	run(t, "late with some text", func(t *testing.T) {
		r := begin(t, speaking(3*time.Second, "开头。", "中间。", "结尾。", "永不。"), func(c *Config, _ *discordtest.Server) { c.Timeout = 10 * time.Second })
		r.Ask("问题").Wait(has("开头。", "用时过长"))
	})
}

func TestBusy(t *testing.T) {
	virtual(t, func(t *testing.T) {
		r := begin(t, hung, func(c *Config, _ *discordtest.Server) { c.Workers, c.Queue = 1, 1 })
		for range 3 {
			r.Ask("问题")
		}
		r.Wait("somebody turned away", func() bool {
			for _, m := range r.Messages(discordtest.ChannelID) {
				if has("人太多")(m) {
					return true
				}
			}
			return false
		})
	})
}

// TestAcknowledged asks 50 questions at once of a model that hangs, in real time and over
// a real network. A machine that is busy with something else gets more than one chance.
func TestAcknowledged(t *testing.T) {
	const most = 500 * time.Millisecond
	took := time.Hour
	for try := 0; took > most && try < 4; try++ {
		took = min(took, slowestAcknowledgement(t))
	}
	if took > most {
		t.Errorf("p99 %s", took)
	}
}

// slowestAcknowledgement is how long the last of 50 took.
func slowestAcknowledgement(t *testing.T) time.Duration {
	t.Helper()
	r := startOn(t, discordtest.New(t), hung, nil)
	r.WaitReady()
	var all []*discordtest.Interaction
	for range 50 {
		all = append(all, r.Ask("问题"))
	}
	var took []time.Duration
	for _, in := range all {
		r.Wait("an acknowledgement", func() bool { kind, _, _ := in.Acked(); return kind != 0 })
		kind, d, _ := in.Acked()
		if kind != replyDeferred {
			t.Errorf("acknowledged with %d", kind)
		}
		took = append(took, d)
	}
	slices.Sort(took)
	t.Logf("acknowledged after: median %s, slowest %s", took[25], took[49])
	return took[49]
}

// TestParallelEdits lets edits take 300 ms each: ten answers take no longer than one.
func TestParallelEdits(t *testing.T) {
	virtual(t, func(t *testing.T) {
		const delay = 300 * time.Millisecond
		r := begin(t, quoting, func(c *Config, fake *discordtest.Server) {
			c.Workers = 10
			fake.Script(func(c discordtest.Call) *discordtest.Response {
				if c.Method == http.MethodPatch {
					return &discordtest.Response{Delay: delay, Pass: true}
				}
				return nil
			})
		})
		began := time.Now()
		var wait sync.WaitGroup
		for range 10 {
			in := r.Ask("问题")
			wait.Go(func() { in.Wait(has("十二班船")) })
		}
		wait.Wait()
		t.Logf("10 answers, edits of %s each: %s", delay, time.Since(began))
		if took := time.Since(began); took > 4*delay {
			t.Errorf("10 answers took %s", took)
		}
	})
}

func TestFourteenMinutes(t *testing.T) {
	t.Parallel()
	slow := speaking(3*time.Minute, "一。", "二。", "三。", "四。", "五。", "六。")
	long := func(c *Config, _ *discordtest.Server) { c.Timeout = time.Hour }
	run(t, "goes on in the channel", func(t *testing.T) {
		r := begin(t, slow, long)
		in := r.Ask("问题")
		in.Wait(has("另发一条"))
		m := r.said(t, discordtest.ChannelID, "六。")
		if m.Reference == "" || slices.ContainsFunc(in.Messages(), func(o discordtest.Message) bool { return o.ID == m.ID }) {
			t.Errorf("not a message of its own: %+v", m)
		}
	})
	run(t, "ends cleanly if private", func(t *testing.T) {
		r := begin(t, slow, long)
		r.Ask("问题", map[string]any{"options": map[string]any{"private": true}}).Wait(has("用时过长"))
	})
	run(t, "ends cleanly where it may not write", func(t *testing.T) {
		r := begin(t, hung, long)
		r.Ask("问题", map[string]any{"app_permissions": "1024"}).Wait(has("用时过长"))
	})
	run(t, "nothing was shown yet", func(t *testing.T) {
		r := begin(t, speaking(16*time.Minute, "终于。"), long)
		r.Ask("问题").Wait(has("另发一条"))
		r.said(t, discordtest.ChannelID, "终于。")
	})
}
