package web

import (
	"context"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/time/rate"
)

// maxBuckets bounds how many askers are told apart; beyond it those that have rested
// longest are forgotten, which gives them a full bucket.
const maxBuckets = 10_000

// limits are token buckets, one for each key and one for each address.
type limits struct {
	rate  rate.Limit
	burst int

	mu      sync.Mutex // guards buckets
	buckets map[string]*rate.Limiter
}

func newLimits(perSecond float64, burst int) *limits {
	if burst <= 0 {
		burst = max(1, int(2*perSecond))
	}
	return &limits{rate: rate.Limit(perSecond), burst: burst, buckets: map[string]*rate.Limiter{}}
}

// take takes a token of an asker's bucket. If there is none it tells how long to wait.
func (l *limits) take(asker string) (wait time.Duration, ok bool) {
	if l.rate <= 0 {
		return 0, true
	}
	now := time.Now()
	l.mu.Lock()
	b := l.buckets[asker]
	if b == nil {
		if len(l.buckets) >= maxBuckets {
			l.forget(now)
		}
		b = rate.NewLimiter(l.rate, l.burst)
		l.buckets[asker] = b
	}
	l.mu.Unlock()
	if b.AllowN(now, 1) {
		return 0, true
	}
	return time.Duration(float64(time.Second) / float64(l.rate)), false
}

// forget drops full buckets, which say nothing, and all if none is.
func (l *limits) forget(now time.Time) {
	for asker, b := range l.buckets {
		if b.TokensAt(now) >= float64(l.burst) {
			delete(l.buckets, asker)
		}
	}
	if len(l.buckets) >= maxBuckets {
		clear(l.buckets)
	}
}

// gate lets a few in at a time. Others wait in a queue, but not for long.
type gate struct {
	slots   chan struct{}
	queue   int64
	wait    time.Duration
	waiting atomic.Int64
}

func newGate(slots, queue int, wait time.Duration) *gate {
	return &gate{slots: make(chan struct{}, slots), queue: int64(queue), wait: wait}
}

// enter waits for a place; leave is called once when the work is done.
func (g *gate) enter(ctx context.Context) (leave func(), err error) {
	leave = func() { <-g.slots }
	select {
	case g.slots <- struct{}{}:
		return leave, nil
	default:
	}
	if g.waiting.Add(1) > g.queue {
		g.waiting.Add(-1)
		return nil, g.full()
	}
	defer g.waiting.Add(-1)
	timer := time.NewTimer(g.wait)
	defer timer.Stop()
	select {
	case g.slots <- struct{}{}:
		return leave, nil
	case <-timer.C:
		return nil, g.full()
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
}

func (g *gate) full() error {
	return &failure{
		status: http.StatusTooManyRequests, kind: "rate_limit_error", code: "busy",
		message: "too many questions are being answered; try again soon", retry: g.wait,
	}
}
