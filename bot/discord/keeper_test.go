package discord

import (
	"context"
	"encoding/json"
	"net"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"ask/bot"
	"ask/bot/discord/discordtest"
)

// blocked keeps a connection whose first n sessions never get over READY, until the test
// ends. answered gets the time of every READY.
func blocked(t *testing.T, n int32) (run func(context.Context) error, readies *atomic.Int32) {
	t.Helper()
	fake := discordtest.NewInMemory(t)
	cfg, err := Config{Token: discordtest.Token, APIURL: fake.URL, Answerer: answerFunc(hung), Index: shelfOf{}, dial: fake.Dial}.withDefaults()
	if err != nil {
		t.Fatal(err)
	}
	free := make(chan struct{})
	t.Cleanup(func() { close(free) })
	readies = new(atomic.Int32)
	api := newAPI(&cfg)
	k := &keeper{cfg: &cfg, api: api, session: func() *session {
		return newSession(&cfg, func(kind string, _ json.RawMessage) {
			if kind == "READY" && readies.Add(1) <= n {
				<-free
			}
		})
	}}
	return func(ctx context.Context) error {
		defer api.client.CloseIdleConnections()
		return k.run(ctx)
	}, readies
}

// TestWatchdog lets a session hang: another takes its place within two minutes.
func TestWatchdog(t *testing.T) {
	virtual(t, func(t *testing.T) {
		run, readies := blocked(t, 1)
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan error, 1)
		go func() { done <- run(ctx) }()
		time.Sleep(recovery)
		if n := readies.Load(); n != 2 {
			t.Errorf("%d sessions", n)
		}
		time.Sleep(time.Hour)
		if n := readies.Load(); n != 2 {
			t.Errorf("%d sessions an hour later", n)
		}
		cancel()
		if err := <-done; err != nil {
			t.Errorf("run: %v", err)
		}
	})
}

// TestStuckTooOften lets every session hang: a supervisor is called for.
func TestStuckTooOften(t *testing.T) {
	virtual(t, func(t *testing.T) {
		run, readies := blocked(t, 100)
		began := time.Now()
		e, ok := bot.AsError(run(t.Context()))
		if !ok || e.Code != "unreachable" || e.Hint == "" || readies.Load() != maxDrops+1 {
			t.Errorf("run: %v after %d sessions", e, readies.Load())
		}
		if d := time.Since(began); d > 15*time.Minute {
			t.Errorf("gave up after %s", d)
		}
	})
}

// TestStopWhileConnecting stops a bot whose connection hangs halfway.
func TestStopWhileConnecting(t *testing.T) {
	virtual(t, func(t *testing.T) {
		var there []net.Conn
		r := start(t, quoting, func(c *Config, fake *discordtest.Server) {
			c.dial = func(ctx context.Context, network, address string) (net.Conn, error) {
				if fake.Count("GET", "/gateway/bot") == 0 {
					return fake.Dial(ctx, network, address)
				}
				near, far := net.Pipe()
				there = append(there, far)
				go func() { _, _ = far.Read(make([]byte, 4096)) }() // and no answer
				return near, nil
			}
		})
		r.Wait("a dial", func() bool { return r.Count("GET", "/gateway/bot") > 0 })
		time.Sleep(10 * time.Second)
		synctest.Wait()
		began := time.Now()
		if err := r.stop(); err != nil {
			t.Fatal(err)
		}
		if d := time.Since(began); d > 2*time.Second || len(there) == 0 {
			t.Errorf("stopping took %s, %d connections", d, len(there))
		}
	})
}

// TestFirstHeartbeat checks that bots do not all beat at the same moment.
func TestFirstHeartbeat(t *testing.T) {
	virtual(t, func(t *testing.T) {
		moments := map[time.Duration]bool{}
		for range 5 {
			r := begin(t, quoting, nil)
			began := time.Now()
			r.Wait("a heartbeat", func() bool { return r.Gate.Beats() > 0 })
			d := time.Since(began)
			moments[d] = true
			if d > r.Gate.Interval {
				t.Errorf("first heartbeat after %s", d)
			}
		}
		if len(moments) < 3 {
			t.Errorf("first heartbeats at %v", moments)
		}
	})
}

// TestPanicInEvent lets the first event of all panic.
func TestPanicInEvent(t *testing.T) {
	virtual(t, func(t *testing.T) {
		r := begin(t, quoting, func(c *Config, _ *discordtest.Server) { c.Ready = func(string) { panic("boom") } })
		r.answers(t)
		if n, _, _, _ := r.Gate.Stats(); n != 1 {
			t.Errorf("%d connections", n)
		}
	})
}

// TestIdentifyLimit waits for tomorrow where Discord allows no more sessions today.
func TestIdentifyLimit(t *testing.T) {
	virtual(t, func(t *testing.T) {
		began := time.Now()
		r := start(t, quoting, func(_ *Config, fake *discordtest.Server) {
			fake.Script(func(c discordtest.Call) *discordtest.Response {
				if c.Path != "/gateway/bot" || time.Since(began) > 3*time.Hour {
					return nil
				}
				return &discordtest.Response{Status: 200, Body: `{"url":"ws://127.0.0.1:1/gateway/","session_start_limit":{"total":1000,"remaining":0,"reset_after":10800000}}`}
			})
		})
		r.WaitFor(4*time.Hour, "a session", func() bool { return r.Gate.Live() > 0 })
		if d := time.Since(began); d < 3*time.Hour {
			t.Errorf("a session after %s", d)
		}
	})
}
