package discord

import (
	"context"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"ask/bot"
	"ask/bot/discord/discordtest"
)

// matching lets a script answer the first n requests that match.
func matching(n int32, method, part string, res *discordtest.Response) func(discordtest.Call) *discordtest.Response {
	var left atomic.Int32
	left.Store(n)
	return func(c discordtest.Call) *discordtest.Response {
		if c.Method == method && strings.Contains(c.Path, part) && left.Add(-1) >= 0 {
			return res
		}
		return nil
	}
}

func TestRESTFaults(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name   string
		script func(discordtest.Call) *discordtest.Response
	}{
		{"429 on the acknowledgement", matching(1, http.MethodPost, "/callback", discordtest.Limited(100*time.Millisecond, false))},
		{"500 on the acknowledgement", matching(1, http.MethodPost, "/callback", &discordtest.Response{Status: 500, Body: "oops"})},
		{"429 on edits", matching(3, http.MethodPatch, "@original", discordtest.Limited(50*time.Millisecond, false))},
		{"global 429", matching(1, http.MethodPatch, "@original", discordtest.Limited(80*time.Millisecond, true))},
		{"502 on edits", matching(2, http.MethodPatch, "@original", &discordtest.Response{Status: 502, Body: "<html>"})},
		{"many 503", matching(6, http.MethodPatch, "@original", &discordtest.Response{Status: 503})},
		{"no such message to list commands for", matching(1, http.MethodPut, "/commands", discordtest.Refusal(400, 50035, "Invalid Form Body"))},
	} {
		run(t, tt.name, func(t *testing.T) {
			r := begin(t, quoting, func(_ *Config, fake *discordtest.Server) { fake.Script(tt.script) })
			r.Ask("渡口?").Wait(has("十二班船"))
		})
	}
}

// TestLimitedEditsDoNotBlockOthers lets one answer's edits wait for seconds.
func TestLimitedEditsDoNotBlockOthers(t *testing.T) {
	virtual(t, func(t *testing.T) {
		r := begin(t, quoting, nil)
		var first atomic.Pointer[string]
		r.Script(func(c discordtest.Call) *discordtest.Response {
			token, _, _ := strings.Cut(strings.TrimPrefix(c.Path, "/webhooks/"+discordtest.ApplicationID+"/"), "/")
			if c.Method == http.MethodPatch && (first.CompareAndSwap(nil, &token) || *first.Load() == token) {
				return discordtest.Limited(20*time.Second, false)
			}
			return nil
		})
		r.Ask("渡口?")
		r.Wait("a limited edit", func() bool { return first.Load() != nil })
		began := time.Now()
		for range 5 {
			r.Ask("渡口?").Wait(has("十二班船"))
		}
		if d := time.Since(began); d > 3*time.Second {
			t.Errorf("other answers took %s", d)
		}
	})
}

// TestLostReplies lets Discord do what was asked and the word of it get lost: nothing is
// done twice.
func TestLostReplies(t *testing.T) {
	t.Parallel()
	lost := &discordtest.Response{Lose: true}
	run(t, "message", func(t *testing.T) {
		r := begin(t, quoting, func(_ *Config, fake *discordtest.Server) {
			fake.Script(matching(2, http.MethodPost, "/messages", lost))
		})
		r.Mention("渡口?", nil)
		r.Wait("the last attempt", func() bool { return r.Count(http.MethodPost, "/messages") == 3 })
		time.Sleep(time.Minute)
		if n := len(r.Messages(discordtest.ChannelID)); n != 2 { // the question and the answer
			t.Errorf("%d messages", n)
		}
	})
	run(t, "acknowledgement", func(t *testing.T) {
		r := begin(t, quoting, func(_ *Config, fake *discordtest.Server) {
			fake.Script(matching(1, http.MethodPost, "/callback", lost))
		})
		in := r.Ask("渡口?")
		in.Wait(has("十二班船"))
		if n := len(in.Messages()); n != 1 {
			t.Errorf("%d messages", n)
		}
	})
}

// TestRequestsPerSecond asks more at once than Discord takes in a second.
func TestRequestsPerSecond(t *testing.T) {
	virtual(t, func(t *testing.T) {
		r := begin(t, quoting, func(c *Config, _ *discordtest.Server) { c.Workers, c.Queue = 50, 500 })
		for range 100 { // fewer than maxTasks
			r.Mention("渡口?", nil)
		}
		r.Wait("100 answers", func() bool { return r.Count(http.MethodPost, "/messages") == 100 })
		calls := r.Calls()
		for i := range calls {
			n := 0
			for _, c := range calls[i:] {
				if c.At.Sub(calls[i].At) < time.Second && !strings.HasSuffix(c.Path, "/callback") {
					n++
				}
			}
			if n > 50 {
				t.Fatalf("%d requests in a second", n)
			}
		}
	})
}

func TestGone(t *testing.T) {
	t.Parallel()
	run(t, "interaction unknown", func(t *testing.T) {
		var asked atomic.Int32
		r := begin(t, func(ctx context.Context, q bot.Question) (*bot.Answer, error) {
			asked.Add(1)
			return quoting(ctx, q)
		}, func(_ *Config, fake *discordtest.Server) {
			fake.Script(matching(1, http.MethodPost, "/callback", discordtest.Refusal(404, discordtest.CodeUnknownInteraction, "Unknown interaction")))
		})
		r.Ask("一")
		r.Wait("the refusal", func() bool { return r.Count(http.MethodPost, "/callback") == 1 })
		r.Ask("二").Wait(has("十二班船"))
		if asked.Load() != 1 {
			t.Errorf("%d questions answered", asked.Load())
		}
	})
	run(t, "message deleted", func(t *testing.T) {
		stopped := make(chan struct{})
		r := begin(t, func(ctx context.Context, q bot.Question) (*bot.Answer, error) {
			defer close(stopped)
			return speaking(time.Second, strings.Split(strings.Repeat("又一句。 ", 500), " ")...)(ctx, q)
		}, func(c *Config, fake *discordtest.Server) {
			fake.Script(matching(100, http.MethodPatch, "@original", discordtest.Refusal(404, discordtest.CodeUnknownMessage, "Unknown Message")))
		})
		r.Ask("问题")
		select {
		case <-stopped:
		case <-time.After(30 * time.Second):
			t.Error("still answering")
		}
		if n := r.Count(http.MethodPatch, "@original"); n > 2 {
			t.Errorf("%d edits of a message that is gone", n)
		}
	})
	run(t, "too many edits", func(t *testing.T) {
		r := begin(t, quoting, func(c *Config, fake *discordtest.Server) {
			fake.Script(func() func(discordtest.Call) *discordtest.Response {
				var n atomic.Int32
				return func(c discordtest.Call) *discordtest.Response {
					if c.Method == http.MethodPatch && strings.Contains(c.Path, "/channels/") && n.Add(1) > 0 {
						return discordtest.Refusal(400, discordtest.CodeTooManyEdits, "Maximum number of edits reached")
					}
					return nil
				}
			}())
			c.Answerer = speaking(3*time.Second, "一。", "二。", "三。", "十二班船。")
		})
		r.Mention("问题", nil)
		r.said(t, discordtest.ChannelID, "十二班船。")
	})
	run(t, "token of the interaction expired", func(t *testing.T) {
		r := begin(t, quoting, func(c *Config, fake *discordtest.Server) {
			fake.Script(matching(100, http.MethodPatch, "@original", discordtest.Refusal(401, 50027, "Invalid Webhook Token")))
		})
		r.Ask("问题")
		r.said(t, discordtest.ChannelID, "十二班船")
		r.Ask("问题") // the bot's own token is not the one that was refused
		r.Wait("a second answer", func() bool { return r.Count(http.MethodPost, "/channels/") >= 2 })
	})
	run(t, "no permission", func(t *testing.T) {
		r := begin(t, quoting, func(c *Config, fake *discordtest.Server) {
			fake.Script(matching(1000, http.MethodPost, "/messages", discordtest.Refusal(403, discordtest.CodeNoPermission, "Missing Permissions")))
		})
		for range 3 {
			r.Mention("问题", nil)
		}
		r.Wait("attempts", func() bool { return r.Count(http.MethodPost, "/messages") >= 3 })
		time.Sleep(time.Minute)
		if n := r.Count(http.MethodPost, "/messages"); n > 3 {
			t.Errorf("%d attempts for 3 answers", n)
		}
	})
}
