package discord

import (
	"context"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"ask/bot"
	"ask/bot/discord/discordtest"
)

func TestStopping(t *testing.T) {
	t.Parallel()
	run(t, "answers end by themselves", func(t *testing.T) {
		r := begin(t, speaking(time.Second, "一。", "二。", "三。", "十二班船。"), nil)
		in := r.Ask("问题")
		in.Wait(has("一。"))
		if err := r.stop(); err != nil {
			t.Fatal(err)
		}
		if m := in.Messages(); len(m) != 1 || !has("十二班船。")(m[0]) || has("中断")(m[0]) {
			t.Errorf("left: %+v", m)
		}
	})
	run(t, "answers are cut off", func(t *testing.T) {
		r := begin(t, speaking(time.Second, strings.Split(strings.Repeat("又一句。 ", 500), " ")...), func(c *Config, _ *discordtest.Server) { c.Workers = 2 })
		under := []*discordtest.Interaction{r.Ask("甲"), r.Ask("乙")}
		for _, in := range under {
			in.Wait(has("又一句。"))
		}
		waiting := r.Ask("丙")
		waiting.Wait(func(discordtest.Message) bool { return true })
		began := time.Now()
		if err := r.stop(); err != nil {
			t.Fatal(err)
		}
		if d := time.Since(began); d > 10*time.Second {
			t.Errorf("stopping took %s", d)
		}
		for _, in := range under {
			if m := in.Messages(); len(m) != 1 || !has("又一句。", "中断")(m[0]) {
				t.Errorf("left: %+v", m)
			}
		}
		if m := waiting.Messages(); len(m) != 1 || !has("重启")(m[0]) || m[0].Flags&flagEphemeral == 0 {
			t.Errorf("left: %+v", m)
		}
	})
	run(t, "rate limited", func(t *testing.T) {
		r := begin(t, quoting, func(_ *Config, fake *discordtest.Server) {
			fake.Script(matching(1000, http.MethodPatch, "@original", discordtest.Limited(time.Minute, false)))
		})
		r.Ask("问题")
		r.Wait("a limited edit", func() bool { return r.Count(http.MethodPatch, "@original") > 0 })
		began := time.Now()
		if err := r.stop(); err != nil {
			t.Fatal(err)
		}
		if d := time.Since(began); d > 10*time.Second {
			t.Errorf("stopping took %s", d)
		}
	})
	run(t, "hung model", func(t *testing.T) {
		r := begin(t, hung, nil)
		in := r.Ask("问题")
		in.Wait(func(discordtest.Message) bool { return true })
		if err := r.stop(); err != nil {
			t.Fatal(err)
		}
		if m := in.Messages(); len(m) != 1 || !has("重启")(m[0]) {
			t.Errorf("left: %+v", m)
		}
	})
}

// TestLogs checks that logs hold neither what people wrote nor any token, and that nothing
// is written to files but which commands were sent.
func TestLogs(t *testing.T) {
	virtual(t, func(t *testing.T) {
		var mu sync.Mutex
		var b strings.Builder
		var state string
		r := begin(t, quoting, func(c *Config, fake *discordtest.Server) {
			state = filepath.Dir(c.CommandsFile)
			c.Log = slog.New(slog.NewTextHandler(writer(func(p []byte) (int, error) {
				mu.Lock()
				defer mu.Unlock()
				return b.Write(p)
			}), &slog.HandlerOptions{Level: slog.LevelDebug}))
			fake.Script(matching(2, http.MethodPatch, "@original", &discordtest.Response{Status: 500}))
		})
		r.Ask("绝密的问题").Wait(has("十二班船"))
		r.Mention("绝密的问题", nil)
		r.said(t, discordtest.ChannelID, "十二班船")
		r.Gate.Drop()
		r.answers(t)
		_ = r.stop()
		mu.Lock()
		defer mu.Unlock()
		for _, secret := range []string{"绝密", "渡口", "十二班船", "token-", discordtest.Token} {
			if strings.Contains(b.String(), secret) {
				t.Errorf("logs hold %q:\n%s", secret, b.String())
			}
		}
		if !strings.Contains(b.String(), "answered") {
			t.Error("answers are not logged")
		}
		if files, err := os.ReadDir(state); err != nil || len(files) != 1 || files[0].Name() != "commands" {
			t.Errorf("files: %v, %v", files, err)
		}
	})
}

// TestReplay lets Discord send again on resuming what the bot has answered.
func TestReplay(t *testing.T) {
	virtual(t, func(t *testing.T) {
		var asked atomic.Int32
		r := begin(t, func(ctx context.Context, q bot.Question) (*bot.Answer, error) {
			asked.Add(1)
			return quoting(ctx, q)
		}, nil)
		event := map[string]any{
			"id": "300000000000000009", "channel_id": discordtest.ChannelID, "guild_id": discordtest.GuildID, "type": 0, "content": "问题",
			"author": map[string]any{"id": discordtest.AskerID}, "mentions": []any{map[string]any{"id": discordtest.UserID}},
		}
		for range 3 {
			r.Gate.Dispatch("MESSAGE_CREATE", event)
		}
		r.Gate.Drop()
		r.Wait("a new connection", func() bool { c, _, _, _ := r.Gate.Stats(); return c > 1 && r.Gate.Live() > 0 })
		r.Gate.Dispatch("MESSAGE_CREATE", event)
		r.answers(t)
		if n := asked.Load(); n != 2 { // and the one of answers
			t.Errorf("answered %d times, want 2", n)
		}
	})
}

type writer func([]byte) (int, error)

func (w writer) Write(p []byte) (int, error) { return w(p) }
