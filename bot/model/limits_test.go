package model

import (
	"context"
	"errors"
	"net"
	"runtime"
	"strings"
	"testing"
	"time"

	mt "ask/bot/model/modeltest"
	"ask/embed/remote"
)

func TestLimits(t *testing.T) {
	const short = 80 * time.Millisecond
	tests := []struct {
		name   string
		reply  mt.Reply
		change func(*Options)
		phase  string
	}{
		{"never answers", mt.Reply{Mute: true}, func(o *Options) { o.Connect, o.FirstByte = short/2, short/2 }, "first token"},
		{"headers only", mt.Stream(mt.Hang()), func(o *Options) { o.Connect, o.FirstByte = short/2, short/2 }, "first token"},
		{"comments only", mt.Stream(chatter(40, ": ping\n\n")...), func(o *Options) { o.Connect, o.FirstByte = short/2, short/2 }, "first token"},
		{"empty chunks only", mt.Stream(chatter(40, "data: {\"choices\":[{\"delta\":{\"content\":\"\"}}]}\n\n")...), func(o *Options) { o.Connect, o.FirstByte = short/2, short/2 }, "first token"},
		{"error page that never ends", mt.Reply{Status: 500, Steps: []mt.Step{mt.Hang()}}, func(o *Options) { o.Connect, o.FirstByte = short/2, short/2 }, "first token"},
		{"stalls", mt.Stream(mt.Chunk("林"), mt.Hang()), func(o *Options) { o.Idle = short }, "next token"},
		{"stalls with comments", mt.Stream(append([]mt.Step{mt.Chunk("林")}, chatter(40, ": ping\n\n")...)...), func(o *Options) { o.Idle = short }, "next token"},
		{"stalls while thinking", mt.Stream(mt.Reason("嗯"), mt.Hang()), func(o *Options) { o.Idle = short }, "next token"},
		{"never ends", mt.Stream(chatter(60, "data: {\"choices\":[{\"delta\":{\"content\":\"林\"}}]}\n\n")...), func(o *Options) { o.Total = 3 * short }, "whole answer"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := mt.New(t, func(mt.Request) mt.Reply { return tt.reply })
			c, _ := newClient(t, s, tt.change)
			start := time.Now()
			_, _, err := ask(t.Context(), c, question)
			took := time.Since(start)
			if e := wantCode(t, err, "timeout"); !strings.Contains(e.Err.Error(), tt.phase) {
				t.Errorf("cause %v, want %s", e.Err, tt.phase)
			}
			if took < short || took > short+time.Second {
				t.Errorf("took %v", took)
			}
			if len(s.Requests()) != 1 {
				t.Errorf("%d tries", len(s.Requests()))
			}
			eventually(t, func() bool { return s.Aborted() == 1 })
		})
	}
}

// chatter sends a line n times, 20 ms apart.
func chatter(n int, line string) []mt.Step {
	var steps []mt.Step
	for range n {
		steps = append(steps, mt.Bytes(line), mt.Sleep(20*time.Millisecond))
	}
	return steps
}

// TestConnectLimit: a server that accepts the connection and never shakes hands.
func TestConnectLimit(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	c, err := New(Options{BaseURL: "https://" + listener.Addr().String() + "/v1", Model: "m", Connect: 80 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	start := time.Now()
	_, _, err = ask(t.Context(), c, question)
	wantCode(t, err, "unreachable")
	if took := time.Since(start); took < 70*time.Millisecond || took > time.Second {
		t.Errorf("took %v", took)
	}
}

// TestSlowListenerIsNotIdle: the time that the caller takes is no silence of the server.
func TestSlowListenerIsNotIdle(t *testing.T) {
	s := mt.New(t, func(mt.Request) mt.Reply {
		return usual(mt.Chunk("林"), mt.Sleep(20*time.Millisecond), mt.Chunk("在"), mt.Sleep(360*time.Millisecond), mt.Chunk("。"))
	})
	c, _ := newClient(t, s, func(o *Options) { o.Idle = 110 * time.Millisecond })
	_, err := c.Stream(t.Context(), question, func(string) error {
		time.Sleep(160 * time.Millisecond)
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}

func TestCancellation(t *testing.T) {
	for name, reply := range map[string]mt.Reply{
		"before the headers":     {Mute: true},
		"before the first token": mt.Stream(mt.Hang()),
		"between tokens":         mt.Stream(mt.Chunk("林"), mt.Hang()),
		"while waiting to retry": {Status: 503, Header: map[string][]string{"Retry-After": {"9"}}, Body: "{}"},
	} {
		t.Run(name, func(t *testing.T) {
			s := mt.New(t, func(mt.Request) mt.Reply { return reply })
			c, _ := newClient(t, s, nil)
			c.pause = remote.Sleep
			ctx, cancel := context.WithCancel(t.Context())
			var cancelled time.Time
			timer := time.AfterFunc(100*time.Millisecond, func() { cancelled = time.Now(); cancel() })
			defer timer.Stop()
			_, _, err := ask(ctx, c, question)
			took := time.Since(cancelled)
			var e *Error
			if !errors.Is(err, context.Canceled) || errors.As(err, &e) || took > time.Second {
				t.Errorf("%v after %v", err, took)
			}
			t.Logf("ended %v after the cancellation", took)
			if reply.Status == 0 {
				eventually(t, func() bool { return s.Aborted() == 1 })
			}
		})
	}
}

func TestGoroutinesAfterAbortedStreams(t *testing.T) {
	s := mt.New(t, func(mt.Request) mt.Reply { return mt.Stream(mt.Chunk("林"), mt.Hang()) })
	c, _ := newClient(t, s, nil)
	before := runtime.NumGoroutine()
	for range 50 {
		ctx, cancel := context.WithCancel(t.Context())
		if _, err := c.Stream(ctx, question, func(string) error { cancel(); return nil }); !errors.Is(err, context.Canceled) {
			t.Fatal(err)
		}
	}
	eventually(t, func() bool { return s.Aborted() == 50 && runtime.NumGoroutine() <= before })
	t.Logf("%d goroutines before, %d after 50 aborted streams", before, runtime.NumGoroutine())
}
