package discord

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"slices"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"ask/bot"
	"ask/bot/discord/discordtest"
)

// recovery is how soon the bot has to answer again.
const recovery = 120 * time.Second

// answers waits until the bot answers again, asking anew as people do, and gives how long
// that took.
func (r *running) answers(t *testing.T) time.Duration {
	t.Helper()
	began := time.Now()
	var all []*discordtest.Interaction
	var next time.Time
	r.Wait("an answer", func() bool {
		if r.Gate.Live() > 0 && time.Now().After(next) {
			all = append(all, r.Ask("渡口每天有几班船?"))
			next = time.Now().Add(5 * time.Second)
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
	return time.Since(began)
}

// TestGatewayFaults has everything go wrong with a connection that may, at the times
// things really take, and a question answered within two minutes of each.
func TestGatewayFaults(t *testing.T) {
	t.Parallel()
	type faults = []discordtest.Fault
	for _, tt := range []struct {
		name   string
		faults faults // of the first connections
		stays  bool   // on the last of them
	}{
		{"no websocket", faults{discordtest.Refuse, discordtest.Refuse}, false},
		{"no websocket to resume on", faults{discordtest.DropLater, discordtest.Refuse}, false},
		{"stall before hello", faults{discordtest.StallHello}, false},
		{"stall after identify", faults{discordtest.StallReady}, false},
		{"stall after resume", faults{discordtest.DropLater, discordtest.StallReady}, false},
		{"op 7 in place of ready", faults{discordtest.ReconnectFirst}, false},
		{"op 7 in place of resumed", faults{discordtest.DropLater, discordtest.ReconnectFirst}, false},
		{"op 7 later", faults{discordtest.ReconnectLater}, false},
		{"op 7 again and again", faults{discordtest.ReconnectLater, discordtest.ReconnectLater, discordtest.ReconnectLater}, false},
		{"op 7 and op 1", faults{discordtest.ReconnectThenHeartbeat}, false},
		{"op 9 in place of ready", faults{discordtest.InvalidFirst}, false},
		{"op 9 in place of resumed", faults{discordtest.DropLater, discordtest.InvalidFirst}, false},
		{"op 9 after ready", faults{discordtest.InvalidLater}, false},
		{"op 9 after resumed", faults{discordtest.DropLater, discordtest.InvalidLater}, false},
		{"resumable op 9 in place of ready", faults{discordtest.ResumableFirst}, false},
		{"resumable op 9 in place of resumed", faults{discordtest.DropLater, discordtest.ResumableFirst}, false},
		{"resumable op 9 in place of resumed for ever", faults{discordtest.DropLater, discordtest.ResumableFirst, discordtest.ResumableFirst, discordtest.ResumableFirst}, false},
		{"resumable op 9 after ready", faults{discordtest.ResumableLater}, false},
		{"resumable op 9 after resumed", faults{discordtest.DropLater, discordtest.ResumableLater}, false},
		{"op 1 before ready", faults{discordtest.HeartbeatFirst}, true},
		{"op 1 before resumed", faults{discordtest.DropLater, discordtest.HeartbeatFirst}, true},
		{"op 1", faults{discordtest.HeartbeatRequest}, true},
		{"op 1 and the connection cut", faults{discordtest.HeartbeatThenCut, discordtest.HeartbeatThenCut}, false},
		{"no acknowledgements", faults{discordtest.NoAck}, false},
		{"nothing at all any more", faults{discordtest.Deaf}, false},
		{"connection cut", faults{discordtest.DropLater}, false},
		{"a frame that is none", faults{discordtest.Garbage}, false},
		{"closed for no reason", faults{discordtest.CloseWith(4000), discordtest.CloseLater(4000)}, false},
		{"session timed out", faults{discordtest.CloseLater(4009)}, false},
		{"bad sequence", faults{discordtest.CloseLater(4007)}, false},
		{"rate limited", faults{discordtest.CloseWith(4008)}, false},
	} {
		run(t, tt.name, func(t *testing.T) {
			r := start(t, quoting, func(_ *Config, fake *discordtest.Server) { fake.Gate.Fail(tt.faults...) })
			began := time.Now()
			r.Wait("all faults", func() bool { return r.Gate.Faults() == 0 })
			if !tt.stays {
				r.Wait("a connection without faults", func() bool { n, _, _, _ := r.Gate.Stats(); return n > len(tt.faults) && r.Gate.Live() > 0 })
			}
			r.answers(t)
			took := time.Since(began)
			t.Logf("answered %s after the start", took.Round(time.Second))
			if most := recovery * time.Duration(len(tt.faults)); took > most {
				t.Errorf("answered after %s, %d faults", took, len(tt.faults))
			}
			if n, _, _, _ := r.Gate.Stats(); tt.stays && n > len(tt.faults) {
				t.Errorf("%d connections", n)
			}
			if slices.Contains(r.Gate.Left(), 1000) {
				t.Errorf("the bot ended its session: %d", r.Gate.Left())
			}
		})
	}
}

// TestInvalidSessionUnheard lets Discord call the session invalid while everything is
// well, and hear nothing the bot says on that connection from then on.
func TestInvalidSessionUnheard(t *testing.T) {
	t.Parallel()
	for _, resumable := range []bool{false, true} {
		run(t, fmt.Sprint("resumable ", resumable), func(t *testing.T) {
			r := begin(t, quoting, nil)
			r.answers(t)
			time.Sleep(10 * time.Minute)
			r.Gate.Invalidate(resumable)
			if took := r.answers(t); took > recovery {
				t.Errorf("answered after %s", took)
			}
			_, identified, resumed, _ := r.Gate.Stats()
			if want := 1; resumable && (identified != want || resumed != 1) || !resumable && (identified != 2 || resumed != 0) {
				t.Errorf("identified %d times, resumed %d times", identified, resumed)
			}
		})
	}
}

// TestHeartbeatAsked checks that op 1 is answered at once, in whatever state.
func TestHeartbeatAsked(t *testing.T) {
	virtual(t, func(t *testing.T) {
		r := begin(t, quoting, nil)
		for range 5 {
			time.Sleep(time.Minute)
			before := r.Gate.Beats()
			r.Gate.Send(1, "null")
			synctest.Wait()
			if n := r.Gate.Beats() - before; n != 1 {
				t.Errorf("%d heartbeats at once", n)
			}
		}
		if n, _, _, _ := r.Gate.Stats(); n != 1 {
			t.Errorf("%d connections", n)
		}
	})
}

// TestOutage takes the network away for some minutes: the session is resumed all the same,
// which Discord allows, and what was missed is answered.
func TestOutage(t *testing.T) {
	virtual(t, func(t *testing.T) {
		var down atomic.Bool
		r := begin(t, quoting, func(c *Config, fake *discordtest.Server) {
			c.dial = func(ctx context.Context, network, address string) (net.Conn, error) {
				if down.Load() {
					return nil, errors.New("network is unreachable")
				}
				return fake.Dial(ctx, network, address)
			}
		})
		down.Store(true)
		r.Gate.Drop()
		r.Mention("渡口?", nil)
		time.Sleep(5 * time.Minute)
		down.Store(false)
		back := time.Now()
		r.said(t, discordtest.ChannelID, "十二班船")
		if took := time.Since(back); took > recovery {
			t.Errorf("answered after %s", took)
		}
		if _, identified, resumed, _ := r.Gate.Stats(); identified != 1 || resumed != 1 {
			t.Errorf("identified %d times, resumed %d times", identified, resumed)
		}
	})
}

// TestSlowHeart lets heartbeats be minutes apart.
func TestSlowHeart(t *testing.T) {
	virtual(t, func(t *testing.T) {
		r := begin(t, quoting, func(_ *Config, fake *discordtest.Server) { fake.Gate.Interval = 3 * time.Minute })
		time.Sleep(time.Hour)
		r.answers(t)
		if n, _, _, _ := r.Gate.Stats(); n != 1 {
			t.Errorf("%d connections", n)
		}
	})
}

// TestAnswerAcrossConnections writes an answer while its connection is cut and its session
// becomes invalid, and misses a question meanwhile.
func TestAnswerAcrossConnections(t *testing.T) {
	virtual(t, func(t *testing.T) {
		r := begin(t, speaking(5*time.Second, "一。", "二。", "三。", "四。", "十二班船。"), nil)
		in := r.Ask("渡口?")
		in.Wait(has("一。"))
		r.Gate.Drop()
		missed := r.Ask("渡口?") // it arrives when the session is resumed
		in.Wait(has("二。"))
		r.Gate.Invalidate(false)
		for _, in := range []*discordtest.Interaction{in, missed} {
			in.Wait(has("一。二。三。四。十二班船。", idFollowUp))
		}
		if connected, identified, resumed, _ := r.Gate.Stats(); connected != 3 || identified != 2 || resumed != 1 {
			t.Errorf("%d connections, identified %d times, resumed %d times", connected, identified, resumed)
		}
	})
}

func TestCutAHundredTimes(t *testing.T) {
	virtual(t, func(t *testing.T) {
		r := start(t, quoting, func(_ *Config, fake *discordtest.Server) {
			for range 100 {
				fake.Gate.Fail(discordtest.DropLater)
			}
		})
		r.Wait("a hundred faults", func() bool { _, _, resumed, _ := r.Gate.Stats(); return resumed == 100 })
		if took := r.answers(t); took > recovery {
			t.Errorf("answered after %s", took)
		}
		if _, identified, resumed, _ := r.Gate.Stats(); identified != 1 || resumed != 100 || r.Gate.Strays() > 0 {
			t.Errorf("identified %d times, resumed %d times, %d of them not where Discord said", identified, resumed, r.Gate.Strays())
		}
	})
}

func TestFatalCodes(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		fault discordtest.Fault
		code  string
	}{
		{discordtest.CloseWith(4004), "unauthorized"},
		{discordtest.CloseWith(4013), "not_configured"},
		{discordtest.CloseWith(4014), "not_configured"},
		{discordtest.CloseWith(4010), "not_configured"},
		{discordtest.CloseWith(4011), "not_configured"},
		{discordtest.CloseWith(4012), "not_configured"},
		{discordtest.CloseLater(4004), "unauthorized"},
		{discordtest.CloseLater(4014), "not_configured"},
	} {
		run(t, fmt.Sprint(int(tt.fault)), func(t *testing.T) {
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
	case <-time.After(recovery):
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
	run(t, "before the start", func(t *testing.T) {
		r := start(t, quoting, func(_ *Config, fake *discordtest.Server) { fake.Script(unauthorized) })
		r.stops(t, "unauthorized")
	})
	run(t, "while running", func(t *testing.T) {
		r := begin(t, quoting, nil)
		r.Script(unauthorized)
		r.Mention("问题", nil)
		r.stops(t, "unauthorized")
		if n := len(r.Calls()); n > 20 {
			t.Errorf("%d requests with a token that is not valid", n)
		}
	})
}

func TestGatewayWithoutBot(t *testing.T) {
	virtual(t, func(t *testing.T) {
		r := begin(t, quoting, func(_ *Config, fake *discordtest.Server) {
			fake.Script(func(c discordtest.Call) *discordtest.Response {
				if c.Path == "/gateway/bot" {
					return discordtest.Refusal(http.StatusNotFound, 0, "404")
				}
				return nil
			})
		})
		r.answers(t)
	})
}
