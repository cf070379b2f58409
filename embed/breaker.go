package embed

import (
	"context"
	"errors"
	"sync"
	"time"
)

var errResting = errors.New("server failed repeatedly and is left alone for a while")

// breaker keeps a failing server from being asked again and again.
type breaker struct {
	mu       sync.Mutex // guards what follows
	failures int        // in a row
	until    time.Time  // left alone until then
}

// open tells whether the server is to be left alone.
func (b *breaker) open(now time.Time) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return now.Before(b.until)
}

// note takes the outcome of a call. A refusal (such as a bad key) and a call given up by
// the caller say nothing about the server's health; a deadline run out does.
func (b *breaker) note(ctx context.Context, err error, now time.Time) {
	const most, rest = 5, 30 * time.Second
	late := errors.Is(ctx.Err(), context.DeadlineExceeded)
	b.mu.Lock()
	defer b.mu.Unlock()
	switch {
	case err == nil:
		b.failures = 0
	case late || passing(ctx, err):
		if b.failures++; b.failures >= most {
			b.until = now.Add(rest)
		}
	}
}
