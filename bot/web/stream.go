package web

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"runtime/debug"
	"sync"
	"time"

	"ask/bot"
)

// work is an answer being made by a goroutine of its own.
type work struct {
	more chan struct{} // something happened; holds one signal
	done chan struct{} // closed when answer and err are set

	mu     sync.Mutex // guards events
	events []bot.Event

	answer *bot.Answer
	err    error
}

// begin has a question answered. The caller waits for done, which comes soon after ctx is
// over.
func begin(ctx context.Context, a *asking) *work {
	w := &work{more: make(chan struct{}, 1), done: make(chan struct{})}
	a.asked.Watch = func(e bot.Event) {
		w.mu.Lock()
		w.events = append(w.events, e)
		w.mu.Unlock()
		select {
		case w.more <- struct{}{}:
		default:
		}
	}
	go func() {
		defer close(w.done)
		defer a.leave()
		defer func() {
			if cause := recover(); cause != nil {
				w.err = fmt.Errorf("panic: %v\n%s", cause, debug.Stack())
			}
		}()
		w.answer, w.err = a.model.Answerer.Answer(ctx, a.asked)
	}()
	return w
}

// take gives the events since the last call.
func (w *work) take() []bot.Event {
	w.mu.Lock()
	defer w.mu.Unlock()
	events := w.events
	w.events = nil
	return events
}

// sse writes server-sent events to one client.
type sse struct {
	out     http.ResponseWriter
	control *http.ResponseController
	err     error // the first; nothing is written after it
}

func newSSE(w http.ResponseWriter) *sse {
	h := w.Header()
	h.Set("Content-Type", "text/event-stream; charset=utf-8")
	h.Set("Cache-Control", "no-cache, no-store")
	h.Set("X-Accel-Buffering", "no")
	w.WriteHeader(http.StatusOK)
	return &sse{out: w, control: http.NewResponseController(w)}
}

// send writes one event of data.
func (e *sse) send(v any) {
	data, err := json.Marshal(v)
	if err != nil {
		e.err = err
		return
	}
	e.line("data: " + string(data))
}

// line writes one event or comment. It may stay in a buffer until flush.
func (e *sse) line(s string) {
	if e.err != nil {
		return
	}
	_, e.err = e.out.Write([]byte(s + "\n\n"))
}

// flush sends what is buffered.
func (e *sse) flush() {
	if e.err == nil {
		e.err = e.control.Flush()
	}
}

// stream answers piece by piece. Errors after the first byte go into the stream.
func (s *Server) stream(w http.ResponseWriter, r *http.Request, a *asking) error {
	ctx, cancel := context.WithCancel(r.Context())
	defer cancel()
	m := s.newTeller(w, a)
	m.role()
	if a.fixed != "" {
		m.say(m.draft.raw(a.fixed), nil)
		m.end(nil)
		return nil
	}
	job := begin(ctx, a)
	err := s.follow(ctx, m, job)
	cancel()
	<-job.done
	if err == nil {
		err = job.err
	}
	if err != nil {
		err = s.giveUp(r.Context(), a, err)
		m.fail(err)
		return err
	}
	m.events(job.take())
	s.finish(a, job.answer)
	m.end(job.answer)
	return nil
}

// follow tells what happens until the answer is done, the client gone or the server
// ended.
func (s *Server) follow(ctx context.Context, m *teller, job *work) error {
	ping := time.NewTicker(s.times.ping)
	defer ping.Stop()
	for {
		m.sse.flush()
		if m.sse.err != nil {
			return fmt.Errorf("%w: %w", context.Canceled, m.sse.err) // it takes nothing more
		}
		select {
		case <-job.done:
			return nil
		case <-ctx.Done():
			return context.Cause(ctx)
		case <-job.more:
			m.events(job.take())
		case <-ping.C:
			m.sse.line(": ping")
		}
	}
}
