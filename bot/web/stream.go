package web

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"time"

	"ask/bot"
)

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
	m := s.newTeller(w, a)
	m.role()
	if a.fixed != "" {
		m.say(m.draft.raw(a.fixed), bot.Event{})
		m.end(nil)
		return nil
	}
	err := s.follow(r.Context(), m, a.rider)
	var answer *bot.Answer
	if err == nil {
		answer, err = a.rider.outcome(a.asked.Text)
	}
	if err != nil {
		err = s.giveUp(r.Context(), a, err)
		m.fail(err)
		return err
	}
	s.finish(a, answer)
	m.end(answer)
	return nil
}

// follow tells what happens until the answer is done, the client gone or the server
// ended.
func (s *Server) follow(ctx context.Context, m *teller, job *rider) error {
	ping := time.NewTicker(s.times.ping)
	defer ping.Stop()
	for {
		events, more := job.take()
		m.events(events)
		m.sse.flush()
		if m.sse.err != nil {
			return fmt.Errorf("%w: %w", context.Canceled, m.sse.err) // it takes nothing more
		}
		select {
		case <-job.done:
			events, _ = job.take()
			m.events(events)
			return nil
		case <-ctx.Done():
			return context.Cause(ctx)
		case <-more:
		case <-ping.C:
			m.sse.line(": ping")
		}
	}
}
