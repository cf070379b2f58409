// Package remote holds what every client of a model server needs below its protocol:
// when to wait and for how long, when to leave a server alone, and where a request may be
// sent on to. It refuses redirects to another host, and knows nothing of any protocol.
//
//	client := &http.Client{CheckRedirect: remote.SameServer}
package remote

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"
)

// ErrRedirect is a redirect that SameServer refused.
var ErrRedirect = errors.New("redirect refused")

// SameServer allows at most three redirects that keep method, scheme and host. It is an
// http.Client's CheckRedirect.
func SameServer(req *http.Request, via []*http.Request) error {
	first := via[0]
	if len(via) > 3 || req.Method != first.Method || req.URL.Scheme != first.URL.Scheme || req.URL.Host != first.URL.Host {
		return ErrRedirect
	}
	return nil
}

// Loopback reports whether a host, without port, is this machine.
func Loopback(host string) bool {
	if strings.EqualFold(host, "localhost") {
		return true
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}

// Base reads the address of a server: without user, query and fragment, by plain HTTP only to
// this machine unless that is allowed. Its errors hold no part of the address, for a key may
// be in it.
func Base(address string, allowHTTP bool) (*url.URL, error) {
	base, err := url.Parse(strings.TrimRight(strings.TrimSpace(address), "/"))
	switch {
	case err != nil:
		return nil, errors.New("cannot be parsed")
	case base.Scheme != "https" && base.Scheme != "http" || base.Hostname() == "":
		return nil, errors.New("must begin with https:// or http:// and a host")
	case base.User != nil || base.RawQuery != "" || base.Fragment != "":
		return nil, errors.New("must not hold a user, a query or a fragment")
	case base.Scheme == "http" && !allowHTTP && !Loopback(base.Hostname()):
		return nil, errors.New("must be https:// for a host that is not this machine")
	}
	return base, nil
}

// RetryAfter reads both forms of the header: seconds and an HTTP date.
func RetryAfter(value string, now time.Time) (time.Duration, bool) {
	value = strings.TrimSpace(value)
	if seconds, err := strconv.ParseUint(value, 10, 31); err == nil {
		return time.Duration(seconds) * time.Second, true
	}
	if at, err := http.ParseTime(value); err == nil {
		return max(0, at.Sub(now)), true
	}
	return 0, false
}

// Sleep waits for d or until ctx ends, whose error it gives then.
func Sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

// Breaker keeps a failing server from being asked again and again. The zero Breaker is
// ready; it is safe for concurrent use.
type Breaker struct {
	mu       sync.Mutex // guards what follows
	failures int        // in a row
	until    time.Time  // left alone until then
}

// Rest is how long the server is still to be left alone.
func (b *Breaker) Rest(now time.Time) time.Duration {
	b.mu.Lock()
	defer b.mu.Unlock()
	return max(0, b.until.Sub(now))
}

// Succeeded takes a call that was answered.
func (b *Breaker) Succeeded() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.failures = 0
}

// Failed takes a call that failed for the server's sake. What says nothing of its health,
// a refusal or a call given up, is not to be told.
func (b *Breaker) Failed(now time.Time) {
	const most, rest = 5, 30 * time.Second
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.failures++; b.failures >= most {
		b.until = now.Add(rest)
	}
}
