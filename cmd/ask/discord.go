package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"sync"
	"time"

	"ask/bot"
	"ask/bot/discord"
	"ask/bot/web"
	"ask/retrieve"
)

// discordSettings are the settings of `ask discord` alone.
type discordSettings struct {
	TokenFile             string
	Access                discord.Access
	UserRate, ChannelRate int // questions a minute
	Workers               int
	MessageContent        bool
	CommandsGuild         string
	Feedback              string        // file, empty: no votes are taken
	Refresh               time.Duration // between looks for changed documents
}

// defaultDiscord are the settings where nothing is said.
func defaultDiscord() discordSettings {
	return discordSettings{UserRate: 6, ChannelRate: 30, Workers: 4, Refresh: 10 * time.Second}
}

const discordDetail = `The token comes from DISCORD_TOKEN or --token-file. On connecting, ask prints the link
that lets the bot into a server. It answers /ask, mentions, replies to its messages and
its threads, and needs no privileged intent. Users, roles, channels and servers are
named by their ids (Discord: Settings, Advanced, Developer Mode, then Copy ID).`

// runDiscord is `ask discord`.
func runDiscord(ctx context.Context, a *app, p *parsed) error {
	if err := noArguments(p); err != nil {
		return err
	}
	return a.discordBot(ctx, a.cfg.Discord)
}

// discordBot answers on Discord until ctx is over.
func (a *app) discordBot(ctx context.Context, set discordSettings) error {
	loud := *a.cfg
	loud.Verbose = !loud.Quiet
	a.log = newLogger(a.stderr, &loud)
	cfg, err := a.discordConfig(set)
	if err != nil {
		return err
	}
	if a.getenv("GOGC") == "" {
		defer debug.SetGCPercent(debug.SetGCPercent(askGC)) // as in serve
	}
	if err := a.useModel(); err != nil {
		return err
	}
	shop, first, err := a.openShop(ctx)
	if err != nil {
		return err
	}
	l := lender{web.NewShelf(*first, a.log)}
	defer l.Close()
	cfg.Answerer, cfg.Index = l, l
	b, err := discord.New(cfg)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(ctx)
	var wait sync.WaitGroup
	wait.Go(func() { l.Watch(ctx, set.Refresh, shop.next) })
	defer wait.Wait()
	defer cancel()
	return b.Run(ctx)
}

// discordConfig makes the bot's configuration of the settings, but for what it answers
// from.
func (a *app) discordConfig(set discordSettings) (discord.Config, error) {
	token, err := a.discordToken(set.TokenFile)
	if err != nil {
		return discord.Config{}, err
	}
	base := a.getenv("ASK_DISCORD_API_URL")
	if strings.HasPrefix(base, "http:") && !isLoopback(base) {
		return discord.Config{}, notConfigured("use https, or a proxy on this machine", "ASK_DISCORD_API_URL: the token would go over the network unencrypted")
	}
	return discord.Config{
		Token: token, APIURL: base, Access: set.Access, UserRate: set.UserRate, ChannelRate: set.ChannelRate, Workers: set.Workers,
		MessageContent: set.MessageContent, CommandsGuild: set.CommandsGuild, CommandsFile: a.commandsFile(), Feedback: set.Feedback,
		Defaults: bot.Question{K: a.cfg.K, Since: a.cfg.Since, Until: a.cfg.Until, AsOf: a.cfg.AsOf, Kinds: a.cfg.Kinds, Lang: a.cfg.Lang},
		Log:      a.log, Ready: a.printInvite,
	}, nil
}

// printInvite says where the bot is let into a server.
func (a *app) printInvite(application string) {
	fmt.Fprintf(a.out, "connected; to let the bot into a server, open\n  %s\n", discord.InviteURL(application))
	if err := a.out.Flush(); err != nil {
		a.log.Warn("invitation not printed", "error", err)
	}
}

// discordToken is the bot's token, from a file if one is named.
func (a *app) discordToken(path string) (string, error) {
	token := a.getenv("DISCORD_TOKEN")
	if path != "" {
		data, err := os.ReadFile(path)
		if err != nil {
			return "", notConfigured("check the path given with --token-file", "token-file: %s", err)
		}
		token = string(data)
		if info, err := os.Stat(path); err == nil && info.Mode().Perm()&0o077 != 0 {
			a.warn("others can read the token in %s (mode %04o); run chmod 600 on it", path, info.Mode().Perm())
		}
	}
	token = strings.TrimPrefix(strings.TrimSpace(token), "Bot ")
	if token == "" {
		return "", notConfigured("copy it from the page Bot of https://discord.com/developers/applications into DISCORD_TOKEN or a file for --token-file", "there is no Discord token")
	}
	return token, nil
}

// commandsFile notes which commands Discord was sent, so that they are not sent again on
// each start; empty if there is no place for it.
func (a *app) commandsFile() string {
	base, err := baseDir(a.getenv, "XDG_STATE_HOME", filepath.Join(".local", "state"))
	if err == nil {
		err = os.MkdirAll(base, 0o700)
	}
	if err != nil {
		a.log.Info("commands are sent on every start", "error", err)
		return ""
	}
	return filepath.Join(base, "discord-commands")
}

// lender answers Discord from the newest edition on a shelf.
type lender struct{ *web.Shelf }

// Answer implements bot.Answerer with the edition's first model.
func (l lender) Answer(ctx context.Context, q bot.Question) (*bot.Answer, error) {
	e, give := l.Lend()
	defer give()
	return e.Models[0].Answerer.Answer(ctx, q)
}

// Sources, Text and Generation implement discord.Index.
func (l lender) Sources() ([]retrieve.Source, error) {
	e, give := l.Lend()
	defer give()
	return e.Index.Sources()
}

// Text is the stored text of a document.
func (l lender) Text(id string) (string, bool, error) {
	e, give := l.Lend()
	defer give()
	return e.Index.Text(id)
}

// Generation names what Sources and Text read.
func (l lender) Generation() string {
	e, give := l.Lend()
	defer give()
	return e.Index.Generation()
}

// discordOptions are the options of `ask discord`; at is where its settings are.
func discordOptions(at func(*Config) *discordSettings) []option {
	access := func(c *Config) *discord.Access { return &at(c).Access }
	return []option{
		{
			name: "token-file", env: "DISCORD_TOKEN_FILE", arg: "FILE", commands: "discord", path: true,
			usage: "file with the bot's token, readable by you only; or set DISCORD_TOKEN",
			set:   text(func(c *Config) *string { return &at(c).TokenFile }),
		},
		idOption("allow-users", "answer these users only, and those with an allowed role", func(c *Config) *[]string { return &access(c).AllowUsers }),
		idOption("block-users", "never answer these users", func(c *Config) *[]string { return &access(c).BlockUsers }),
		idOption("allow-roles", "answer users with these roles only, and allowed users", func(c *Config) *[]string { return &access(c).AllowRoles }),
		idOption("block-roles", "never answer users with these roles", func(c *Config) *[]string { return &access(c).BlockRoles }),
		idOption("allow-channels", "answer in these channels and categories only", func(c *Config) *[]string { return &access(c).AllowChannels }),
		idOption("block-channels", "never answer in these channels and categories", func(c *Config) *[]string { return &access(c).BlockChannels }),
		idOption("allow-guilds", "answer on these servers only", func(c *Config) *[]string { return &access(c).AllowGuilds }),
		idOption("block-guilds", "never answer on these servers", func(c *Config) *[]string { return &access(c).BlockGuilds }),
		{
			name: "dms", env: "ASK_DISCORD_DMS", commands: "discord",
			usage: "answer direct messages too",
			set:   boolean(func(c *Config) *bool { return &access(c).DMs }),
		},
		{
			name: "user-rate", env: "ASK_DISCORD_USER_RATE", arg: "N", commands: "discord",
			usage: "questions a minute of one user (default 6)",
			set:   whole(func(c *Config) *int { return &at(c).UserRate }, 1, 1000),
		},
		{
			name: "channel-rate", env: "ASK_DISCORD_CHANNEL_RATE", arg: "N", commands: "discord",
			usage: "questions a minute in one channel (default 30)",
			set:   whole(func(c *Config) *int { return &at(c).ChannelRate }, 1, 10000),
		},
		{
			name: "workers", env: "ASK_DISCORD_WORKERS", arg: "N", commands: "discord",
			usage: "questions answered at a time (default 4)",
			set:   whole(func(c *Config) *int { return &at(c).Workers }, 1, 256),
		},
		{
			name: "message-content", env: "ASK_DISCORD_MESSAGE_CONTENT", commands: "discord",
			usage: "read messages in the bot's threads that do not mention it: needs the privileged intent Message Content",
			set:   boolean(func(c *Config) *bool { return &at(c).MessageContent }),
		},
		{
			name: "commands-guild", env: "ASK_DISCORD_COMMANDS_GUILD", arg: "ID", commands: "discord",
			usage: "set the slash commands on this server only, where they appear at once (default: everywhere)",
			set: func(c *Config, v []string) error {
				list, err := ids(v)
				if err == nil && len(list) == 1 {
					at(c).CommandsGuild = list[0]
				}
				return err
			},
		},
		{
			name: "feedback", env: "ASK_FEEDBACK", arg: "FILE", commands: "discord feedback", path: true,
			usage: "put 👍 and 👎 under answers and keep votes, with question and answer, in FILE (default: nothing is kept)",
			set:   text(func(c *Config) *string { return &at(c).Feedback }),
		},
	}
}

// idOption is an option that takes ids of Discord.
func idOption(name, usage string, field func(*Config) *[]string) option {
	env := "ASK_DISCORD_" + strings.ToUpper(strings.ReplaceAll(name, "-", "_"))
	return option{
		name: name, env: env, arg: "ID", commands: "discord", usage: usage + "; repeat or separate by comma",
		set: func(c *Config, v []string) (err error) {
			*field(c), err = ids(v)
			return err
		},
	}
}

// ids reads ids of Discord, which are numbers.
func ids(values []string) ([]string, error) {
	var out []string
	for _, id := range strings.Split(strings.Join(values, ","), ",") {
		if id = strings.TrimSpace(id); id == "" {
			continue
		}
		if len(id) > 20 || strings.Trim(id, "0123456789") != "" {
			return nil, fmt.Errorf("%q is not an id of Discord, which is a number of some 18 digits", id)
		}
		out = append(out, id)
	}
	return out, nil
}
