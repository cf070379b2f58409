package model

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"ask/bot/model/modeltest"
)

const testKey = "sk-very-secret-0123456789"

var question = Request{
	Messages:  []Message{{"system", "只用引文回答。"}, {"user", "谁在领导千问?"}},
	MaxTokens: 300,
}

// newClient gives a client of s that notes its pauses instead of waiting. change may be nil.
func newClient(t *testing.T, s *modeltest.Server, change func(*Options)) (*Client, *pauses) {
	t.Helper()
	opt := Options{BaseURL: s.URL, Key: testKey, Model: "m"}
	if change != nil {
		change(&opt)
	}
	c, err := New(opt)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.http.CloseIdleConnections)
	p := &pauses{}
	c.pause = p.pause
	return c, p
}

type pauses struct {
	mu   sync.Mutex
	list []time.Duration
}

func (p *pauses) pause(ctx context.Context, d time.Duration) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.list = append(p.list, d)
	return ctx.Err()
}

// ask streams one question and gives the pieces together.
func ask(ctx context.Context, c *Client, req Request) (string, Result, error) {
	var out strings.Builder
	result, err := c.Stream(ctx, req, func(text string) error {
		out.WriteString(text)
		return nil
	})
	return out.String(), result, err
}

// wantCode fails unless err is an *Error of this code without the key in it.
func wantCode(t *testing.T, err error, code string) *Error {
	t.Helper()
	noKey(t, err)
	var e *Error
	if !errors.As(err, &e) {
		t.Fatalf("error %v, want code %s", err, code)
	}
	if e.Code != code {
		t.Fatalf("code %s (%v), want %s", e.Code, err, code)
	}
	if e.Message == "" || strings.ContainsAny(e.Message+e.Hint, "\r\n") || len([]rune(e.Message)) > 320 {
		t.Errorf("message %q, hint %q", e.Message, e.Hint)
	}
	return e
}

// noKey fails if the key shows in err or in anything it wraps.
func noKey(t *testing.T, err error) {
	t.Helper()
	for ; err != nil; err = errors.Unwrap(err) {
		texts := []string{err.Error(), fmt.Sprintf("%+v", err), fmt.Sprintf("%#v", err)}
		if e, ok := err.(*Error); ok {
			texts = append(texts, e.Message, e.Hint)
		}
		for _, text := range texts {
			if strings.Contains(text, testKey) {
				t.Errorf("key in error: %s", text)
			}
		}
	}
}
