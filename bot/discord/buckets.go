package discord

import (
	"net/http"
	"strconv"
	"sync"
	"time"
)

// Discord bans addresses that make 10,000 requests in ten minutes that it answers with
// 401, 403 or 429; long before that the bot holds its breath.
const (
	maxInvalid    = 5000
	invalidWindow = 10 * time.Minute
)

// buckets knows until when requests have to wait. Nothing is locked during a request, so
// one that is slow delays no other.
type buckets struct {
	mu      sync.Mutex // guards what follows
	until   map[string]time.Time
	all     time.Time
	wrong   int
	wrongAt time.Time // when counting began
}

func newBuckets() *buckets { return &buckets{until: map[string]time.Time{}} }

// delay is how long a request has to wait. Urgent ones are exempt from what holds for all.
func (b *buckets) delay(bucket string, urgent bool) time.Duration {
	b.mu.Lock()
	defer b.mu.Unlock()
	d := time.Until(b.until[bucket])
	if !urgent {
		d = max(d, time.Until(b.all))
	}
	return d
}

// hold lets a bucket, or all of them, wait.
func (b *buckets) hold(bucket string, all bool, d time.Duration) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if all {
		b.all = time.Now().Add(d)
		return
	}
	b.set(bucket, d)
}

func (b *buckets) set(bucket string, d time.Duration) {
	now := time.Now()
	if len(b.until) >= 1000 {
		for k, t := range b.until {
			if t.Before(now) {
				delete(b.until, k)
			}
		}
	}
	b.until[bucket] = now.Add(d)
}

// learn takes from a reply that a bucket is empty.
func (b *buckets) learn(bucket string, h http.Header) {
	if h.Get("X-RateLimit-Remaining") != "0" {
		return
	}
	after, err := strconv.ParseFloat(h.Get("X-RateLimit-Reset-After"), 64)
	if err != nil || after <= 0 {
		return
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.set(bucket, time.Duration(after*float64(time.Second)))
}

// invalid counts replies that lead to a ban, and holds everything if there are many.
func (b *buckets) invalid(status int) {
	if status != http.StatusUnauthorized && status != http.StatusForbidden && status != http.StatusTooManyRequests {
		return
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	now := time.Now()
	if now.Sub(b.wrongAt) > invalidWindow {
		b.wrong, b.wrongAt = 0, now
	}
	if b.wrong++; b.wrong >= maxInvalid {
		b.all = b.wrongAt.Add(invalidWindow)
	}
}
