package main

import (
	"bufio"
	"context"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"ask/bot"
	"ask/bot/discord/discordtest"
	"ask/bot/web"
	"ask/retrieve"
)

// discordApp is a program whose settings and surroundings are the test's.
func discordApp(t *testing.T, docs string, env map[string]string) (a *app, out, errs *lockedBuffer) {
	t.Helper()
	home := t.TempDir()
	getenv := func(key string) string {
		if key == "HOME" {
			return home
		}
		return env[key]
	}
	cfg := newConfig()
	cfg.Docs = []string{docs}
	out, errs = &lockedBuffer{}, &lockedBuffer{}
	a = &app{in: strings.NewReader(""), out: bufio.NewWriter(out), stdout: io.Discard, stderr: errs, getenv: getenv, cfg: cfg}
	a.log = newLogger(errs, cfg)
	return a, out, errs
}

// TestDiscord asks the real thing over a fake Discord: folder, index, answer, quote,
// vote, and a document that changes.
func TestDiscord(t *testing.T) {
	docs, aside := t.TempDir(), filepath.Join(t.TempDir(), "ferry.md")
	write := func(text string) { // at once: the bot must not find half of it
		t.Helper()
		if err := os.WriteFile(aside, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Rename(aside, filepath.Join(docs, "ferry.md")); err != nil {
			t.Fatal(err)
		}
	}
	write("---\ntitle: 汐桥县渡口\ndate: 2025-03-14\n---\n汐桥县渡口每天开行十二班船，末班船在晚上九点离岸。\n")
	fake := discordtest.New(t)
	a, out, errs := discordApp(t, docs, map[string]string{"DISCORD_TOKEN": discordtest.Token, "ASK_DISCORD_API_URL": fake.URL})
	set := defaultDiscord()
	set.Refresh = 20 * time.Millisecond
	set.Feedback = filepath.Join(t.TempDir(), "feedback.jsonl")
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- a.discordBot(ctx, set) }()
	fake.WaitReady()
	answered := func(text string) func(discordtest.Message) bool {
		return func(m discordtest.Message) bool { return strings.Contains(m.Content+string(m.Embeds), text) }
	}
	m := fake.Ask("汐桥县渡口每天开行多少班船?").Wait(answered("十二班船"))
	if !strings.Contains(m.Content, "汐桥县渡口 · 2025-03-14") {
		t.Errorf("sources: %s", m.Content)
	}
	value, _, _ := strings.Cut(string(m.Components[strings.Index(string(m.Components), `"value":"`)+len(`"value":"`):]), `"`)
	fake.Click(m, "quote", value).Wait(answered("末班船"))
	vote, _, _ := strings.Cut(string(m.Components[strings.Index(string(m.Components), "vote:up"):]), `"`)
	fake.Click(m, vote).Wait(answered("已记录"))
	synced := strings.Count(errs.String(), "changed=true")
	write("---\ntitle: 汐桥县渡口\ndate: 2025-03-15\n---\n汐桥县渡口每天开行二十班船，末班船在晚上十点离岸。\n")
	fake.Wait("the new text", func() bool { // an index may be renewed without any change
		log := errs.String()
		return strings.Count(log, "changed=true") > synced && strings.LastIndex(log, "index renewed") > strings.LastIndex(log, "changed=true")
	})
	fake.Click(m, "quote", value).Wait(answered("有改动"))
	fake.Ask("汐桥县渡口每天开行多少班船?").Wait(answered("二十班船"))
	cancel()
	if err := <-done; err != nil {
		t.Errorf("discordBot: %v\n%s", err, errs)
	}
	if want := "https://discord.com/oauth2/authorize?client_id=" + discordtest.ApplicationID + "&scope=bot+applications.commands&permissions="; !strings.Contains(out.String(), want) {
		t.Errorf("no invitation: %s", out)
	}
	if strings.Contains(errs.String(), "班船") || strings.Contains(errs.String(), discordtest.Token) {
		t.Errorf("logs hold what they must not:\n%s", errs)
	}
	if info, err := os.Stat(set.Feedback); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("feedback: %v, %v", info, err)
	}
	if err := a.listFeedback(context.Background(), set.Feedback); err != nil {
		t.Fatal(err)
	}
	a.out.Flush()
	if !strings.Contains(out.String(), "👍") || !strings.Contains(out.String(), "十二班船") {
		t.Errorf("feedback: %s", out)
	}
}

func TestDiscordSettings(t *testing.T) {
	dir := t.TempDir()
	empty := filepath.Join(dir, "empty")
	if err := os.WriteFile(empty, []byte("\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name string
		env  map[string]string
		file string
		want string
	}{
		{"no token", nil, "", "there is no Discord token"},
		{"empty file", map[string]string{"DISCORD_TOKEN": "x"}, empty, "there is no Discord token"},
		{"no file", nil, filepath.Join(dir, "none"), "token-file"},
		{"in the clear", map[string]string{"DISCORD_TOKEN": "x", "ASK_DISCORD_API_URL": "http://proxy.example/api"}, "", "unencrypted"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			a, _, _ := discordApp(t, dir, tt.env)
			err := a.discordBot(t.Context(), discordSettings{TokenFile: tt.file})
			if err == nil || !strings.Contains(err.Error(), tt.want) || exitCode(asFailure(err).code) != exitNotConfigured {
				t.Errorf("discordBot: %v", err)
			}
		})
	}
}

func TestDiscordTokenRefused(t *testing.T) {
	docs := t.TempDir()
	if err := os.WriteFile(filepath.Join(docs, "a.md"), []byte("汐桥县渡口每天开行十二班船。"), 0o600); err != nil {
		t.Fatal(err)
	}
	fake := discordtest.New(t)
	a, _, _ := discordApp(t, docs, map[string]string{"DISCORD_TOKEN": "another", "ASK_DISCORD_API_URL": fake.URL})
	err := a.discordBot(t.Context(), defaultDiscord())
	if asFailure(err).code != "unauthorized" || strings.Contains(asFailure(err).message, "another") {
		t.Errorf("discordBot: %v", err)
	}
}

func TestDiscordOptions(t *testing.T) {
	var set discordSettings
	names := map[string]option{}
	for _, o := range discordOptions(func(*Config) *discordSettings { return &set }) {
		if o.env == "" || o.usage == "" || names[o.name].name != "" {
			t.Errorf("option %q", o.name)
		}
		names[o.name] = o
	}
	if err := names["allow-users"].set(nil, []string{"100000000000000001, 2", "3"}); err != nil || !slices.Equal(set.Access.AllowUsers, []string{"100000000000000001", "2", "3"}) {
		t.Errorf("allow-users: %v, %v", set.Access.AllowUsers, err)
	}
	if err := names["block-roles"].set(nil, []string{"@admin"}); err == nil {
		t.Error("a name passes for an id")
	}
	if err := names["commands-guild"].set(nil, []string{"7"}); err != nil || set.CommandsGuild != "7" {
		t.Errorf("commands-guild: %q, %v", set.CommandsGuild, err)
	}
}

// countedIndex counts how often it is closed.
type countedIndex struct{ closed int }

func (*countedIndex) Search(context.Context, retrieve.Query) (*retrieve.Result, error) {
	return nil, nil
}

func (*countedIndex) Sources() ([]retrieve.Source, error) { return nil, nil }

func (*countedIndex) Text(string) (string, bool, error) { return "", false, nil }
func (*countedIndex) Generation() string                { return "g" }
func (*countedIndex) Len() int                          { return 0 }

// waiting says when it is asked and answers when it is let.
type waiting struct{ asked, let chan struct{} }

func (w waiting) Answer(context.Context, bot.Question) (*bot.Answer, error) {
	close(w.asked)
	<-w.let
	return &bot.Answer{}, nil
}

// TestLender checks that an index is closed once, after the last answer from it.
func TestLender(t *testing.T) {
	first, second, gate := &countedIndex{}, &countedIndex{}, waiting{make(chan struct{}), make(chan struct{})}
	edition := func(ix *countedIndex) web.Edition {
		return web.Edition{Index: ix, Models: []web.Model{{Answerer: gate}}, Close: func() error { ix.closed++; return nil }}
	}
	l := lender{web.NewShelf(edition(first), slog.New(slog.DiscardHandler))}
	done := make(chan error)
	go func() {
		_, err := l.Answer(context.Background(), bot.Question{})
		done <- err
	}()
	<-gate.asked
	if l.Put(edition(second)); first.closed != 0 {
		t.Fatalf("closed %d times while in use", first.closed)
	}
	close(gate.let)
	if err := <-done; err != nil || first.closed != 1 {
		t.Errorf("closed %d times, %v", first.closed, err)
	}
	if l.Close(); second.closed != 1 || first.closed != 1 {
		t.Errorf("closed %d and %d times", first.closed, second.closed)
	}
}
