package discord

import (
	"os"
	"testing"
	"time"

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
		{"other guild allowed", Access{AllowGuilds: []string{"7"}}, nil, "没有允许"},
		{"blocked although allowed", Access{AllowUsers: []string{discordtest.AskerID}, BlockUsers: []string{discordtest.AskerID}}, nil, "没有允许"},
		{"guild blocked", Access{BlockGuilds: []string{discordtest.GuildID}}, map[string]any{"locale": "en-GB"}, "operator"},
		{"direct message refused", Access{}, map[string]any{"guild_id": nil, "member": nil, "user": map[string]any{"id": "9"}, "channel_id": discordtest.DMChannelID}, "私信"},
		{"direct message allowed", Access{DMs: true}, map[string]any{"guild_id": nil, "member": nil, "user": map[string]any{"id": "9"}, "channel_id": discordtest.DMChannelID}, "十二班船"},
	} {
		run(t, tt.name, func(t *testing.T) {
			r := begin(t, quoting, func(c *Config, _ *discordtest.Server) { c.Access = tt.access })
			in := r.Ask("问题", tt.more)
			in.Wait(has(tt.want))
			if _, _, ephemeral := in.Acked(); ephemeral != (tt.want != "十二班船") {
				t.Errorf("ephemeral %v", ephemeral)
			}
		})
	}
}

// TestCategories checks that a category stands for its channels, and they for their
// threads, for interactions and messages alike.
func TestCategories(t *testing.T) {
	const category, thread = "500000000000000001", "500000000000000002"
	virtual(t, func(t *testing.T) {
		r := begin(t, quoting, func(c *Config, _ *discordtest.Server) { c.Access.BlockChannels = []string{category} })
		r.AddChannel(thread, 11, discordtest.ChannelID, discordtest.UserID)
		r.Ask("问题").Wait(has("十二班船")) // the bot does not know of the category yet
		r.Gate.Dispatch("GUILD_CREATE", map[string]any{
			"id":       discordtest.GuildID,
			"channels": []any{map[string]any{"id": discordtest.ChannelID, "type": 0, "parent_id": category}},
			"threads":  []any{map[string]any{"id": thread, "type": 11, "parent_id": discordtest.ChannelID, "owner_id": discordtest.UserID}},
		})
		r.Ask("问题").Wait(has("没有允许"))
		time.Sleep(time.Minute) // the commands are sent, too
		calls := len(r.Calls())
		r.Mention("问题", nil)
		r.Say(thread, "问题", nil)
		time.Sleep(time.Minute)
		if n := len(r.Calls()); n != calls {
			t.Errorf("%d requests where the bot may not answer", n-calls)
		}
	})
}

// TestLetters checks that direct messages are met with silence unless they are wanted.
func TestLetters(t *testing.T) {
	virtual(t, func(t *testing.T) {
		r := begin(t, quoting, func(c *Config, _ *discordtest.Server) { c.Access.DMs = false })
		r.Say(discordtest.DMChannelID, "渡口?", nil)
		time.Sleep(time.Minute)
		if n := r.Count("", discordtest.DMChannelID); n > 0 {
			t.Errorf("%d requests", n)
		}
	})
}

func TestChannelTooFast(t *testing.T) {
	virtual(t, func(t *testing.T) {
		r := begin(t, quoting, func(c *Config, _ *discordtest.Server) { c.ChannelRate = 2 })
		from := func(user string) map[string]any {
			return map[string]any{"member": map[string]any{"user": map[string]any{"id": user}}}
		}
		r.Ask("问题", from("1")).Wait(has("十二班船"))
		second := r.Ask("问题", from("2"))
		second.Wait(has("人太多"))
		if _, _, ephemeral := second.Acked(); !ephemeral {
			t.Error("not ephemeral")
		}
		r.Ask("问题", from("2"), map[string]any{"channel_id": discordtest.DMChannelID}).Wait(has("十二班船")) // another channel
		time.Sleep(time.Minute)
		r.Ask("问题", from("2")).Wait(has("十二班船"))
	})
}

// TestCommandsOfOneServer sends them to that server, not to all.
func TestCommandsOfOneServer(t *testing.T) {
	virtual(t, func(t *testing.T) {
		r := begin(t, quoting, func(c *Config, _ *discordtest.Server) { c.CommandsGuild = discordtest.GuildID })
		r.Wait("commands", func() bool { return r.CommandsSet() == 1 })
		if n := r.Count("PUT", "/applications/"+discordtest.ApplicationID+"/guilds/"+discordtest.GuildID+"/commands"); n != 1 {
			t.Errorf("sent to the server %d times", n)
		}
	})
}

func TestTooFast(t *testing.T) {
	virtual(t, func(t *testing.T) {
		r := begin(t, quoting, func(c *Config, _ *discordtest.Server) { c.UserRate, c.ChannelRate = 4, 100 })
		r.Ask("问题").Wait(has("十二班船"))
		r.Ask("问题").Wait(has("十二班船"))
		r.Ask("问题").Wait(has("太快"))
		r.Mention("问题", nil)
		r.Mention("问题", nil)
		r.said(t, discordtest.ChannelID, "太快")
	})
}

func TestCommandsSentOnce(t *testing.T) {
	virtual(t, func(t *testing.T) {
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
	})
}

func TestIntents(t *testing.T) {
	virtual(t, func(t *testing.T) {
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
	})
}
