package model

import (
	"errors"
	"fmt"
	"time"
)

// note tells the breaker of a call. Refusals (such as a bad key) and calls given up by the
// caller say nothing about the server's health.
func (c *Client) note(err error, now time.Time) {
	var e *Error
	switch {
	case err == nil:
		c.guard.Succeeded()
	case !errors.As(err, &e):
	case e.Code == "server" || e.Code == "unreachable" || e.Code == "timeout" || e.Code == "cut":
		c.guard.Failed(now)
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
