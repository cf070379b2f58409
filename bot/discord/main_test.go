package discord

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"ask/bot"
	"ask/bot/discord/discordtest"
	"ask/retrieve"
	"ask/retrieve/document"
)

// answerFunc answers questions.
type answerFunc func(ctx context.Context, q bot.Question) (*bot.Answer, error)

func (f answerFunc) Answer(ctx context.Context, q bot.Question) (*bot.Answer, error) {
	return f(ctx, q)
}

// shelfOf is an index of documents.
type shelfOf []document.Document

func (s shelfOf) Generation() string { return "g1" }

func (s shelfOf) Sources() ([]retrieve.Source, error) {
	var out []retrieve.Source
	for _, d := range s {
		d.Text = ""
		out = append(out, retrieve.Source{Document: d, Passages: 1})
	}
	return out, nil
}

func (s shelfOf) Text(id string) (string, bool, error) {
	for _, d := range s {
		if d.ID == id {
			return d.Text, true, nil
		}
	}
	return "", false, nil
}

// county is a document written for these tests.
var county = document.Document{
	ID: "news/ferry.md", Title: "汐桥县渡口恢复通航", URL: "https://news.example.org/ferry", Publisher: "汐桥日报", Kind: document.News,
	Date: document.Date{Value: "2025-03-14", Source: document.DateFromFrontMatter},
	Text: "汐桥县渡口停航三年。\n2025年3月14日，渡口恢复通航，每天开行十二班船。票价为两元。\n末班船在晚上九点离岸。",
}

// quoting answers with a quote of the county's document.
func quoting(_ context.Context, q bot.Question) (*bot.Answer, error) {
	return answerWith(q, "渡口恢复通航，每天开行十二班船。"), nil
}

// answerWith quotes a sentence of the county's document.
func answerWith(q bot.Question, quote string) *bot.Answer {
	at := strings.Index(county.Text, quote)
	a := &bot.Answer{
		Question: q.Text, Answered: true, Mode: "extractive", Text: quote + " [1]", Citations: []bot.Citation{{
			N: 1, Document: county.ID, Title: county.Title, URL: &county.URL, Date: &county.Date.Value, Kind: county.Kind,
			Quote: quote, Start: at, End: at + len(quote), Claim: "reported", Status: "verified",
		}},
	}
	if q.Watch != nil {
		q.Watch(bot.Event{Text: a.Text, Citations: a.Citations, Whole: true})
	}
	return a
}

// hung never answers.
func hung(ctx context.Context, _ bot.Question) (*bot.Answer, error) {
	<-ctx.Done()
	return nil, ctx.Err()
}

// speaking answers with sentences, one every so often.
func speaking(every time.Duration, sentences ...string) answerFunc {
	return func(ctx context.Context, q bot.Question) (*bot.Answer, error) {
		a := &bot.Answer{Question: q.Text, Answered: true, Mode: "generated"}
		for _, s := range sentences {
			if err := sleep(ctx, every); err != nil {
				return nil, err
			}
			a.Text += s
			q.Watch(bot.Event{Text: s})
		}
		return a, nil
	}
}

// virtual runs a test in which time passes only while everybody waits: the bot has the
// times it really has, and minutes of them take no time.
func virtual(t *testing.T, f func(t *testing.T)) {
	t.Helper()
	t.Parallel()
	synctest.Test(t, f)
}

// run is a part of a test, with a virtual time of its own.
func run(t *testing.T, name string, f func(t *testing.T)) {
	t.Helper()
	t.Run(name, func(t *testing.T) { virtual(t, f) })
}

// running is a bot under test.
type running struct {
	*discordtest.Server
	stop  func() error // stops it and gives what Run returned
	done  <-chan error
	ended atomic.Bool // Run has returned and was looked at
}

// start runs a bot against a fake in memory; change is what the test wants to be
// different.
func start(t *testing.T, answer answerFunc, change func(*Config, *discordtest.Server)) *running {
	t.Helper()
	return startOn(t, discordtest.NewInMemory(t), answer, change)
}

func startOn(t *testing.T, fake *discordtest.Server, answer answerFunc, change func(*Config, *discordtest.Server)) *running {
	t.Helper()
	cfg := Config{
		Token: discordtest.Token, APIURL: fake.URL, Answerer: answer, Index: shelfOf{county}, dial: fake.Dial,
		CommandsFile: filepath.Join(t.TempDir(), "commands"), UserRate: -1, ChannelRate: -1,
	}
	cfg.Access.DMs = true
	if change != nil {
		change(&cfg, fake)
	}
	b, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- b.Run(ctx) }()
	r := &running{Server: fake, done: done}
	r.stop = sync.OnceValue(func() error {
		cancel()
		select {
		case err := <-done:
			return err
		case <-time.After(25 * time.Second):
			return errors.New("the bot does not stop")
		}
	})
	t.Cleanup(func() {
		if r.ended.Load() {
			cancel()
			return
		}
		if err := r.stop(); err != nil {
			t.Errorf("Run: %v", err)
		}
	})
	return r
}

// begin is start, connected.
func begin(t *testing.T, answer answerFunc, change func(*Config, *discordtest.Server)) *running {
	t.Helper()
	r := start(t, answer, change)
	r.WaitReady()
	return r
}

// has is a message that holds all of texts.
func has(texts ...string) func(discordtest.Message) bool {
	return func(m discordtest.Message) bool {
		for _, s := range texts {
			if !strings.Contains(m.Content+string(m.Embeds)+string(m.Components), s) {
				return false
			}
		}
		return true
	}
}

// said waits for a message in a channel.
func (r *running) said(t *testing.T, channel string, texts ...string) discordtest.Message {
	t.Helper()
	var found discordtest.Message
	r.Wait(fmt.Sprintf("a message with %q", texts), func() bool {
		for _, m := range r.Messages(channel) {
			if m.Reference != "asker:" && has(texts...)(m) {
				found = m
				return true
			}
		}
		return false
	})
	return found
}
