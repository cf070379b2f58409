package discord

import (
	"net/http"
	"strconv"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"ask/bot"
)

func TestBuckets(t *testing.T) {
	b := newBuckets()
	b.learn("a", http.Header{"X-Ratelimit-Remaining": {"0"}, "X-Ratelimit-Reset-After": {"5"}})
	b.learn("b", http.Header{"X-Ratelimit-Remaining": {"1"}, "X-Ratelimit-Reset-After": {"5"}})
	if d := b.delay("a", false); d < 4*time.Second || d > 5*time.Second {
		t.Errorf("an empty bucket waits %s", d)
	}
	if d := b.delay("b", false); d > 0 {
		t.Errorf("a bucket with one left waits %s", d)
	}
	b.hold("", true, time.Minute)
	if b.delay("b", false) < 50*time.Second || b.delay("b", true) > 0 {
		t.Error("what holds for all does not hold, or holds for the urgent")
	}
	for i := range 2000 {
		b.hold(strconv.Itoa(i), false, time.Nanosecond)
	}
	if len(b.until) > 1100 {
		t.Errorf("%d buckets kept", len(b.until))
	}
}

func TestInvalidRequests(t *testing.T) {
	b := newBuckets()
	for range maxInvalid - 1 {
		b.invalid(http.StatusForbidden)
		b.invalid(http.StatusNotFound)
	}
	if d := b.delay("", false); d > 0 {
		t.Fatalf("held too early: %s", d)
	}
	b.invalid(http.StatusTooManyRequests)
	if d := b.delay("", false); d < invalidWindow-time.Minute {
		t.Errorf("held for %s", d)
	}
}

func TestSeen(t *testing.T) {
	virtual(t, testSeen)
}

func testSeen(t *testing.T) {
	s := newSeen(20 * time.Millisecond)
	if !s.first("a") || s.first("a") || !s.first("b") {
		t.Error("first")
	}
	time.Sleep(25 * time.Millisecond)
	if s.first("a") {
		t.Error("forgotten after one period")
	}
	time.Sleep(25 * time.Millisecond)
	s.first("x")
	time.Sleep(25 * time.Millisecond)
	if !s.first("b") {
		t.Error("never forgotten")
	}
	for i := range 3 * maxBuckets {
		s.first(strconv.Itoa(i))
	}
	if len(s.new)+len(s.old) > 2*maxBuckets {
		t.Errorf("%d ids kept", len(s.new)+len(s.old))
	}
}

func TestTurns(t *testing.T) {
	me, other := user{ID: "1", Bot: true}, user{ID: "2"}
	b := &Bot{}
	b.me.Store(&me.ID)
	got := b.turns([]incoming{
		{Author: me, Content: "可以在这里继续追问"}, // nobody asked yet
		{Author: other, Content: "<@1> 渡口何时通航?"},
		{Author: me, Content: "三月十四日。[1]"},
		{Author: me, Content: "每天十二班。\n\n**来源**\n[1] [题](<https://a.example>)"},
		{Author: user{ID: "3", Bot: true}, Content: "广告"},
		{Author: me, Content: "> 票价\\_多少?\n两元。\n**来源**\n[1] x"},
	})
	want := []bot.Turn{{Question: "渡口何时通航?", Answer: "三月十四日。[1]\n每天十二班。"}, {Question: "票价_多少?", Answer: "两元。"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("turns (-want +got):\n%s", diff)
	}
}

func TestWithoutMentions(t *testing.T) {
	for in, want := range map[string]string{
		"<@1> 渡口": "渡口", "问<@!22>一<@&3>下": "问一下", "<@x> 1": "<@x> 1", "a <@": "a <@", "<@1": "<@1",
	} {
		if got := withoutMentions(in); got != want {
			t.Errorf("withoutMentions(%q) = %q", in, got)
		}
	}
}

func TestConfig(t *testing.T) {
	good := Config{Token: "t", Answerer: answerFunc(hung), Index: shelfOf{}}
	for name, change := range map[string]func(*Config){
		"no token": func(c *Config) { c.Token = " " }, "token with a space": func(c *Config) { c.Token = "Bot x" },
		"no answerer": func(c *Config) { c.Answerer = nil }, "no index": func(c *Config) { c.Index = nil },
		"address": func(c *Config) { c.APIURL = "discord.com" },
	} {
		c := good
		change(&c)
		if _, err := New(c); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
	b, err := New(good)
	if err != nil || b.cfg.APIURL != DefaultAPIURL || b.cfg.Workers != 4 {
		t.Errorf("defaults: %+v, %v", b, err)
	}
}
