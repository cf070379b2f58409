package discord

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"ask/bot"
	"ask/bot/discord/discordtest"
)

// answers waits until the bot answers again, asking anew as people do.
func (r *running) answers(t *testing.T) {
	t.Helper()
	began := time.Now()
	var all []*discordtest.Interaction
	next := time.Now()
	r.Wait("an answer", func() bool {
		if r.Gate.Live() > 0 && time.Now().After(next) {
			all = append(all, r.Ask("渡口每天有几班船?"))
			next = time.Now().Add(300 * time.Millisecond)
		}
		for _, in := range all {
			for _, m := range in.Messages() {
				if has("十二班船")(m) {
					return true
				}
			}
		}
		return false
	})
	t.Logf("answered after %s", time.Since(began).Round(time.Millisecond))
}

// TestGatewayFaults has everything go wrong with a connection that may, and a question
// answered afterwards. The bot's times are scaled: 120 s are 3 s here, and discordgo
// sleeps for a second whenever it closes.
func TestGatewayFaults(t *testing.T) {
	d := func(f ...discordtest.Fault) []discordtest.Fault { return f }
	for _, tt := range []struct {
		name   string
		faults []discordtest.Fault // of the first connections; there has to be one more
	}{
		{"no websocket", d(discordtest.Refuse, discordtest.Refuse)},
		{"stall before hello", d(discordtest.StallHello)},
		{"stall after identify", d(discordtest.StallReady)},
		{"stall after resume", d(discordtest.DropLater, discordtest.StallReady)},
		{"op 7 in place of ready", d(discordtest.ReconnectFirst)},
		{"op 7 in place of resumed", d(discordtest.DropLater, discordtest.ReconnectFirst)},
		{"op 7 later", d(discordtest.ReconnectLater)},
		{"op 7 again and again", d(discordtest.ReconnectLater, discordtest.ReconnectLater, discordtest.ReconnectLater)},
		{"op 9 in place of ready", d(discordtest.InvalidFirst)},
		{"op 9 in place of resumed", d(discordtest.DropLater, discordtest.InvalidFirst)},
		{"op 9 later", d(discordtest.InvalidLater)},
		{"op 1", d(discordtest.HeartbeatRequest)},
		{"no acknowledgements", d(discordtest.NoAck)},
		{"nothing at all any more", d(discordtest.Deaf)},
		{"connection cut", d(discordtest.DropLater)},
		{"closed for no reason", d(discordtest.CloseWith(4000), discordtest.CloseLater(4000))},
		{"session timed out", d(discordtest.CloseLater(4009))},
		{"bad sequence", d(discordtest.CloseLater(4007))},
		{"rate limited", d(discordtest.CloseWith(4008))},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := start(t, quoting, func(_ *Config, fake *discordtest.Server) { fake.Gate.Fail(tt.faults...) })
			r.Wait("all faults", func() bool { return r.Gate.Faults() == 0 })
			r.answers(t)
			if stays := map[string]bool{"op 1": true, "op 9 later": true, "op 9 in place of ready": true, "op 9 in place of resumed": true}; !stays[tt.name] {
				r.Wait("a connection without faults", func() bool { n, _, _, _ := r.Gate.Stats(); return n > len(tt.faults) && r.Gate.Live() > 0 })
				r.answers(t)
			}
		})
	}
}

func TestCutAHundredTimes(t *testing.T) {
	if testing.Short() {
		t.Skip("discordgo sleeps a second each time")
	}
	t.Parallel()
	r := start(t, quoting, func(_ *Config, fake *discordtest.Server) {
		for range 100 {
			fake.Gate.Fail(discordtest.DropLater)
		}
	})
	r.WaitFor(4*time.Minute, "a hundred faults", func() bool { return r.Gate.Faults() == 0 })
	r.answers(t)
	if _, identified, resumed, _ := r.Gate.Stats(); identified > 5 || resumed < 90 {
		t.Errorf("identified %d times, resumed %d times", identified, resumed)
	}
}

func TestFatalCodes(t *testing.T) {
	for _, tt := range []struct {
		fault discordtest.Fault
		code  string
	}{
		{discordtest.CloseWith(4004), "unauthorized"},
		{discordtest.CloseWith(4013), "not_configured"},
		{discordtest.CloseWith(4014), "not_configured"},
		{discordtest.CloseWith(4011), "not_configured"},
		{discordtest.CloseLater(4004), "unauthorized"},
		{discordtest.CloseLater(4014), "not_configured"},
	} {
		t.Run(fmt.Sprint(int(tt.fault)), func(t *testing.T) {
			t.Parallel()
			r := start(t, quoting, func(_ *Config, fake *discordtest.Server) { fake.Gate.Fail(tt.fault) })
			r.stops(t, tt.code)
		})
	}
}

// stops waits until Run gives up with a code.
func (r *running) stops(t *testing.T, code string) {
	t.Helper()
	select {
	case err := <-r.done:
		e, ok := bot.AsError(err)
		if !ok || e.Code != code || e.Message == "" || e.Hint == "" {
			t.Errorf("Run: %v, want code %s", err, code)
		}
	case <-time.After(15 * time.Second):
		t.Error("the bot goes on")
	}
	r.finish()
}

// finish says that Run has returned already.
func (r *running) finish() { r.ended.Store(true) }

func TestTokenRevoked(t *testing.T) {
	t.Parallel()
	unauthorized := func(c discordtest.Call) *discordtest.Response {
		return discordtest.Refusal(http.StatusUnauthorized, 0, "401: Unauthorized")
	}
	t.Run("before the start", func(t *testing.T) {
		t.Parallel()
		r := start(t, quoting, func(_ *Config, fake *discordtest.Server) { fake.Script(unauthorized) })
		r.stops(t, "unauthorized")
	})
	t.Run("while running", func(t *testing.T) {
		t.Parallel()
		r := begin(t, quoting, nil)
		r.Script(unauthorized)
		r.Mention("问题", nil)
		r.stops(t, "unauthorized")
		if n := len(r.Calls()); n > 20 {
			t.Errorf("%d requests with a token that is not valid", n)
		}
	})
}

// TestStuckTooOften makes discordgo lock itself up four times.
func TestStuckTooOften(t *testing.T) {
	t.Parallel()
	r := start(t, quoting, func(c *Config, fake *discordtest.Server) {
		c.times.stuck = 300 * time.Millisecond
		for range 4 {
			fake.Gate.Fail(discordtest.ReconnectFirst)
		}
	})
	r.stops(t, "unreachable")
}

func TestGatewayWithoutBot(t *testing.T) {
	t.Parallel()
	r := begin(t, quoting, func(_ *Config, fake *discordtest.Server) {
		fake.Script(func(c discordtest.Call) *discordtest.Response {
			if c.Path == "/gateway/bot" {
				return discordtest.Refusal(http.StatusNotFound, 0, "404")
			}
			return nil
		})
	})
	r.answers(t)
}

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
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := begin(t, quoting, func(_ *Config, fake *discordtest.Server) { fake.Script(tt.script) })
			r.Ask("渡口?").Wait(has("十二班船"))
		})
	}
}

// TestLimitedEditsDoNotBlockOthers lets one answer's edits wait for seconds.
func TestLimitedEditsDoNotBlockOthers(t *testing.T) {
	t.Parallel()
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
}

func TestGone(t *testing.T) {
	t.Run("interaction unknown", func(t *testing.T) {
		t.Parallel()
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
	t.Run("message deleted", func(t *testing.T) {
		t.Parallel()
		stopped := make(chan struct{})
		r := begin(t, func(ctx context.Context, q bot.Question) (*bot.Answer, error) {
			defer close(stopped)
			return speaking(30*time.Millisecond, strings.Split(strings.Repeat("又一句。 ", 500), " ")...)(ctx, q)
		}, func(c *Config, fake *discordtest.Server) {
			fake.Script(matching(100, http.MethodPatch, "@original", discordtest.Refusal(404, discordtest.CodeUnknownMessage, "Unknown Message")))
		})
		r.Ask("问题")
		select {
		case <-stopped:
		case <-time.After(5 * time.Second):
			t.Error("still answering")
		}
		if n := r.Count(http.MethodPatch, "@original"); n > 2 {
			t.Errorf("%d edits of a message that is gone", n)
		}
	})
	t.Run("too many edits", func(t *testing.T) {
		t.Parallel()
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
			c.Answerer = speaking(50*time.Millisecond, "一。", "二。", "三。", "十二班船。")
		})
		r.Mention("问题", nil)
		r.said(t, discordtest.ChannelID, "十二班船。")
	})
	t.Run("token of the interaction expired", func(t *testing.T) {
		t.Parallel()
		r := begin(t, quoting, func(c *Config, fake *discordtest.Server) {
			fake.Script(matching(100, http.MethodPatch, "@original", discordtest.Refusal(401, 50027, "Invalid Webhook Token")))
		})
		r.Ask("问题")
		r.said(t, discordtest.ChannelID, "十二班船")
		r.Ask("问题") // the bot's own token is not the one that was refused
		r.Wait("a second answer", func() bool { return r.Count(http.MethodPost, "/channels/") >= 2 })
	})
	t.Run("no permission", func(t *testing.T) {
		t.Parallel()
		r := begin(t, quoting, func(c *Config, fake *discordtest.Server) {
			fake.Script(matching(1000, http.MethodPost, "/messages", discordtest.Refusal(403, discordtest.CodeNoPermission, "Missing Permissions")))
		})
		for range 3 {
			r.Mention("问题", nil)
		}
		r.Wait("attempts", func() bool { return r.Count(http.MethodPost, "/messages") >= 3 })
		time.Sleep(200 * time.Millisecond)
		if n := r.Count(http.MethodPost, "/messages"); n > 3 {
			t.Errorf("%d attempts for 3 answers", n)
		}
	})
}
