package discord

import (
	"slices"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// allows reports whether the bot may answer a request at all.
func (a *Access) allows(r *request) bool {
	if slices.Contains(a.BlockUsers, r.user) || overlap(a.BlockRoles, r.roles) {
		return false
	}
	if len(a.AllowUsers)+len(a.AllowRoles) > 0 && !slices.Contains(a.AllowUsers, r.user) && !overlap(a.AllowRoles, r.roles) {
		return false
	}
	if r.guild == "" {
		return a.DMs
	}
	return !slices.Contains(a.BlockGuilds, r.guild) && !overlap(a.BlockChannels, r.places) &&
		(len(a.AllowGuilds) == 0 || slices.Contains(a.AllowGuilds, r.guild)) &&
		(len(a.AllowChannels) == 0 || overlap(a.AllowChannels, r.places))
}

func overlap(a, b []string) bool {
	return slices.ContainsFunc(a, func(s string) bool { return slices.Contains(b, s) })
}

// maxBuckets bounds how many are told apart; beyond it all begin anew.
const maxBuckets = 10_000

// limits are token buckets by id.
type limits struct {
	perMinute int

	mu      sync.Mutex // guards buckets
	buckets map[string]*rate.Limiter
}

func newLimits(perMinute int) *limits {
	return &limits{perMinute: perMinute, buckets: map[string]*rate.Limiter{}}
}

// take takes a token of id's bucket, if there is one. A bucket holds half a minute's.
func (l *limits) take(id string) bool {
	if l.perMinute < 0 {
		return true
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	b := l.buckets[id]
	if b == nil {
		if len(l.buckets) >= maxBuckets {
			clear(l.buckets)
		}
		b = rate.NewLimiter(rate.Limit(float64(l.perMinute)/60), max(1, l.perMinute/2))
		l.buckets[id] = b
	}
	return b.Allow()
}

// seen remembers ids for a while, so that what Discord sends again is answered once.
type seen struct {
	keep time.Duration

	mu  sync.Mutex // guards the two
	new map[string]struct{}
	old map[string]struct{}
	at  time.Time // when new began
}

func newSeen(keep time.Duration) *seen {
	return &seen{keep: keep, new: map[string]struct{}{}, at: time.Now()}
}

// first reports whether id was not met in the last keep; it is from now on.
func (s *seen) first(id string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if time.Since(s.at) > s.keep || len(s.new) >= maxBuckets {
		s.old, s.new, s.at = s.new, map[string]struct{}{}, time.Now()
	}
	_, isNew := s.new[id]
	_, isOld := s.old[id]
	s.new[id] = struct{}{}
	return !isNew && !isOld
}

// has reports whether id was met.
func (s *seen) has(id string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	_, isNew := s.new[id]
	_, isOld := s.old[id]
	return isNew || isOld
}
