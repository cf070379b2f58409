package discord

import (
	"os"
	"testing"

	"ask/bot/discord/discordtest"
)

func TestAccess(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name   string
		access Access
		more   map[string]any
		want   string
	}{
		{"allowed", Access{AllowGuilds: []string{discordtest.GuildID}, AllowUsers: []string{discordtest.AskerID}}, nil, "十二班船"},
		{"user not allowed", Access{AllowUsers: []string{"1"}}, nil, "没有允许"},
		{"role allowed", Access{AllowUsers: []string{"1"}, AllowRoles: []string{"8"}}, map[string]any{"member": map[string]any{"user": map[string]any{"id": "9"}, "roles": []string{"8"}}}, "十二班船"},
		{"role blocked", Access{BlockRoles: []string{"8"}}, map[string]any{"member": map[string]any{"user": map[string]any{"id": "9"}, "roles": []string{"8"}}}, "没有允许"},
		{"user blocked", Access{BlockUsers: []string{discordtest.AskerID}}, nil, "没有允许"},
		{"channel blocked", Access{BlockChannels: []string{discordtest.ChannelID}}, nil, "没有允许"},
		{"parent allowed", Access{AllowChannels: []string{"7"}}, map[string]any{"channel": map[string]any{"id": discordtest.ChannelID, "type": 11, "parent_id": "7"}}, "十二班船"},
		{"other channel allowed", Access{AllowChannels: []string{"7"}}, nil, "没有允许"},
		{"guild blocked", Access{BlockGuilds: []string{discordtest.GuildID}}, map[string]any{"locale": "en-GB"}, "operator"},
		{"direct message refused", Access{}, map[string]any{"guild_id": nil, "member": nil, "user": map[string]any{"id": "9"}, "channel_id": discordtest.DMChannelID}, "私信"},
		{"direct message allowed", Access{DMs: true}, map[string]any{"guild_id": nil, "member": nil, "user": map[string]any{"id": "9"}, "channel_id": discordtest.DMChannelID}, "十二班船"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := begin(t, quoting, func(c *Config, _ *discordtest.Server) { c.Access = tt.access })
			in := r.Ask("问题", tt.more)
			in.Wait(has(tt.want))
			if _, _, ephemeral := in.Acked(); ephemeral != (tt.want != "十二班船") {
				t.Errorf("ephemeral %v", ephemeral)
			}
		})
	}
}

func TestTooFast(t *testing.T) {
	t.Parallel()
	r := begin(t, quoting, func(c *Config, _ *discordtest.Server) { c.UserRate, c.ChannelRate = 4, 100 })
	r.Ask("问题").Wait(has("十二班船"))
	r.Ask("问题").Wait(has("十二班船"))
	r.Ask("问题").Wait(has("太快"))
	r.Mention("问题", nil)
	r.Mention("问题", nil)
	r.said(t, discordtest.ChannelID, "太快")
}

func TestCommandsSentOnce(t *testing.T) {
	t.Parallel()
	file := ""
	r := begin(t, quoting, func(c *Config, _ *discordtest.Server) { file = c.CommandsFile })
	r.Wait("commands", func() bool { return r.CommandsSet() == 1 })
	r.Wait("their hash", func() bool { _, err := os.Stat(file); return err == nil })
	if err := r.stop(); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		dms  bool
		want int
	}{{true, 0}, {false, 1}} {
		other := begin(t, quoting, func(c *Config, _ *discordtest.Server) { c.CommandsFile, c.Access.DMs = file, tt.dms })
		other.Ask("问题").Wait(has("十二班船"))
		if err := other.stop(); err != nil {
			t.Fatal(err)
		}
		if got := other.CommandsSet(); got != tt.want {
			t.Errorf("direct messages %v: commands sent %d times, want %d", tt.dms, got, tt.want)
		}
	}
}

func TestIntents(t *testing.T) {
	t.Parallel()
	for _, content := range []bool{false, true} {
		r := begin(t, quoting, func(c *Config, _ *discordtest.Server) { c.MessageContent = content })
		want := 1<<0 | 1<<9 | 1<<12
		if content {
			want |= 1 << 15
		}
		if _, _, _, got := r.Gate.Stats(); got != want {
			t.Errorf("intents %b, want %b", got, want)
		}
	}
}
