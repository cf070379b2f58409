package model

import (
	"context"
	"fmt"
	"time"
)

// lateError is the cause of a context that a time limit ended.
type lateError struct {
	phase string // "first token", "next token", "whole answer", …
	limit time.Duration
}

func (e *lateError) Error() string { return fmt.Sprintf("no %s within %v", e.phase, e.limit) }

// Timeout tells that this is one, as net.Error does.
func (e *lateError) Timeout() bool { return true }

// watch ends a request that is silent for too long in its present phase.
type watch struct {
	cancel context.CancelCauseFunc
	timer  *time.Timer
}

// next begins a phase in place of the last one.
func (w *watch) next(phase string, limit time.Duration) {
	w.stop()
	w.timer = time.AfterFunc(limit, func() { w.cancel(&lateError{phase, limit}) })
}

// stop ends the present phase.
func (w *watch) stop() {
	if w.timer != nil {
		w.timer.Stop()
	}
}
