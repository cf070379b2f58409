package model

import (
	"context"
	"math/rand/v2"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// patience is the longest Retry-After that is waited for: a person waits too.
const patience = 10 * time.Second

// backoff says how long to wait before the next try: what the server asks for, else from
// half a second up, doubled with each try, with jitter. It says no when that is too long or
// more than ctx has left.
func (c *Client) backoff(ctx context.Context, e *Error, try int) (time.Duration, bool) {
	most := 500 * time.Millisecond << min(try, 4)
	wait := max(most/2+rand.N(most/2), e.RetryAfter)
	if deadline, ok := ctx.Deadline(); ok && time.Until(deadline) < wait {
		return 0, false
	}
	return wait, wait <= patience
}

// retryAfter reads both forms of the header: seconds and an HTTP date.
func retryAfter(value string, now time.Time) (time.Duration, bool) {
	value = strings.TrimSpace(value)
	if seconds, err := strconv.ParseUint(value, 10, 31); err == nil {
		return time.Duration(seconds) * time.Second, true
	}
	if at, err := http.ParseTime(value); err == nil {
		return max(0, at.Sub(now)), true
	}
	return 0, false
}

// sleep waits for d or until ctx ends.
func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}
