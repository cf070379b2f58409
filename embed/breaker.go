package embed

import (
	"context"
	"errors"
	"time"
)

var errResting = errors.New("server failed repeatedly and is left alone for a while")

// note tells the breaker of a call. A refusal (such as a bad key) and a call given up by
// the caller say nothing about the server's health; a deadline run out does.
func (o *OpenAI) note(ctx context.Context, err error, now time.Time) {
	late := errors.Is(ctx.Err(), context.DeadlineExceeded)
	switch {
	case err == nil:
		o.guard.Succeeded()
	case late || passing(ctx, err):
		o.guard.Failed(now)
	}
}
