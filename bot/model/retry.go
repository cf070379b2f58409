package model

import (
	"context"
	"math/rand/v2"
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
