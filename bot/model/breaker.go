package model

import (
	"errors"
	"fmt"
	"sync"
	"time"
)

// breaker keeps a failing server from being asked again and again.
type breaker struct {
	mu       sync.Mutex // guards what follows
	failures int        // in a row
	until    time.Time  // left alone until then
}

// rest is how long the server is still to be left alone.
func (b *breaker) rest(now time.Time) time.Duration {
	b.mu.Lock()
	defer b.mu.Unlock()
	return max(0, b.until.Sub(now))
}

// note takes the outcome of a call. Refusals (such as a bad key) and calls given up by the
// caller say nothing about the server's health.
func (b *breaker) note(err error, now time.Time) {
	const most, rest = 5, 30 * time.Second
	b.mu.Lock()
	defer b.mu.Unlock()
	var e *Error
	switch {
	case err == nil:
		b.failures = 0
	case !errors.As(err, &e):
	case e.Code == "server" || e.Code == "unreachable" || e.Code == "timeout" || e.Code == "cut":
		if b.failures++; b.failures >= most {
			b.until = now.Add(rest)
		}
	}
}

func (c *Client) resting(rest time.Duration) *Error {
	return &Error{
		Code:       "unreachable",
		RetryAfter: rest,
		Message:    fmt.Sprintf("the model server at %s failed repeatedly and is left alone for a while", c.base.Host),
		Hint:       fmt.Sprintf("try again in %d s", int(rest.Seconds())+1),
	}
}
