package model

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"
)

const (
	textCap = 1 << 20         // bytes of answer and thinking
	linger  = 2 * time.Second // for usage after the answer's end
)

// Stream sends req and calls on with pieces of the answer's text as they arrive, in order,
// from the caller's goroutine; thinking is never among them. An error of on ends the stream
// and is returned as it is; the caller's cancellation is returned wrapped. All other errors
// are an *Error. They may come after pieces were given. Result holds what is known in any
// case. The time that on takes counts as part of Options.Total only.
func (c *Client) Stream(ctx context.Context, req Request, on func(text string) error) (Result, error) {
	start := time.Now()
	if err := checkRequest(req); err != nil {
		return Result{Model: c.Name()}, err
	}
	if rest := c.guard.Rest(c.now()); rest > 0 {
		return Result{Model: c.Name()}, c.resting(rest)
	}
	ctx, cancel := context.WithTimeoutCause(ctx, c.opt.Total, &lateError{"whole answer", c.opt.Total})
	defer cancel()
	a := &answer{c: c, req: req, on: on, start: start}
	err := a.run(ctx)
	c.note(err, c.now())
	return a.result, err
}

func checkRequest(req Request) error {
	if len(req.Messages) == 0 {
		return &Error{Code: "protocol", Message: "there is nothing to ask the model"}
	}
	for _, message := range req.Messages {
		switch message.Role {
		case "system", "user", "assistant":
		default:
			return &Error{Code: "protocol", Message: fmt.Sprintf("a message has the role %q", message.Role)}
		}
	}
	return nil
}

// answer is one call of Stream.
type answer struct {
	c      *Client
	req    Request
	on     func(string) error
	start  time.Time
	result Result
	begun  bool // a token arrived: no other try
}

// run tries until there is an answer, or a failure that another try will not mend.
func (a *answer) run(ctx context.Context) error {
	name, err := a.c.pick(ctx)
	a.result.Model = name
	if err != nil {
		return err
	}
	var skip []string // fields the server refused
	for tries := 0; ; {
		m := a.c.manner(name, a.req, skip)
		err := a.attempt(ctx, m)
		var e *Error
		if err == nil || a.begun || !errors.As(err, &e) {
			return err
		}
		if len(e.without) > 0 {
			skip = append(skip, e.without...)
			continue
		}
		wait, ok := a.c.backoff(ctx, e, tries)
		if !e.again || !ok || tries >= a.c.opt.Retries {
			return err
		}
		if stop := a.c.pause(ctx, wait); stop != nil {
			return a.c.explain(ctx, stop, false)
		}
		tries++
	}
}

// attempt makes one request and reads its answer.
func (a *answer) attempt(ctx context.Context, m manner) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	w := &watch{cancel: cancel}
	defer w.stop()
	w.next("first token", a.c.opt.Connect+a.c.opt.FirstByte)
	s, err := a.c.open(ctx, m, a.req.Messages)
	if err != nil {
		return a.c.explain(ctx, err, false)
	}
	defer s.close()
	a.c.known.without(m.skip)
	r := &reading{answer: a, manner: m, watch: w, thoughts: thoughts{hold: m.hold}}
	if err = r.all(s); err == nil {
		err = r.end()
	}
	if err != nil {
		return a.c.explain(ctx, err, true)
	}
	return nil
}

// reading is the state of one attempt's stream.
type reading struct {
	*answer
	manner   manner
	watch    *watch
	thoughts thoughts
	size     int             // of text and thinking
	content  bool            // content arrived
	given    bool            // text was given
	apart    strings.Builder // thinking in its own field, while it may turn out to be the answer
	thought  bool            // there was such thinking
}

// all reads the stream to its end.
func (r *reading) all(s *stream) error {
	for {
		part, err := s.next()
		switch {
		case err != nil && r.result.Finish != "": // the answer was whole
			return nil
		case errors.Is(err, io.EOF):
			return &Error{
				Code: "cut", Message: "the model's answer broke off", Hint: "ask again",
				Err: errors.New("stream ended without finish_reason"), again: true,
			}
		case err != nil:
			return err
		}
		if err := r.take(part); err != nil {
			return err
		}
	}
}

// take works through one chunk and sets the limit for the next.
func (r *reading) take(part chunk) error {
	if part.Model != "" {
		r.result.Model = oneLine(part.Model, 200)
	}
	if usage := part.usage(); usage != nil {
		r.result.Usage = usage
	}
	text, thought, finish := part.parts()
	if r.size += len(text) + len(thought); r.size > textCap {
		return tooLong(errTooMuch)
	}
	if r.begun = r.begun || text != "" || thought != ""; r.begun {
		r.watch.stop() // while on has the word
	}
	if err := r.hear(text, thought); err != nil {
		return err
	}
	if finish == "error" {
		return &Error{Code: "server", Message: "the model server failed while it answered", Hint: "ask again", again: true}
	}
	if finish != "" {
		r.result.Finish = oneLine(finish, 40)
	}
	switch {
	case r.result.Finish != "":
		r.watch.next("end", min(linger, r.c.opt.Idle))
	case r.begun:
		r.watch.next("next token", r.c.opt.Idle)
	} // else what came is no token, and the first phase goes on
	return nil
}

// hear tells answer from thinking.
func (r *reading) hear(text, thought string) error {
	if thought != "" {
		r.thought = true
		if r.manner.off && !r.content {
			r.apart.WriteString(thought)
		}
		if err := r.give(r.thoughts.apart()); err != nil {
			return err
		}
	}
	if text == "" {
		return nil
	}
	r.content = r.content || strings.TrimSpace(text) != ""
	return r.give(r.thoughts.add(text))
}

func (r *reading) give(text string) error {
	if text == "" {
		return nil
	}
	if !r.given {
		r.given, r.result.FirstToken = true, time.Since(r.start)
	}
	if err := r.on(text); err != nil {
		return &stopError{err}
	}
	return nil
}

// end gives what was held back and judges the answer as a whole.
func (r *reading) end() error {
	if err := r.give(r.thoughts.end()); err != nil {
		return err
	}
	if !r.content && r.result.Finish == "stop" { // apart is empty unless thinking was asked to be off
		if err := r.give(strings.TrimSpace(r.apart.String())); err != nil {
			return err
		}
	}
	if r.thoughts.unopened {
		r.c.known.sawUnopened()
	}
	r.warn()
	if r.given {
		return nil
	}
	if r.thought || r.content {
		return &Error{
			Code: "protocol", Message: "the model thought and then gave no answer",
			Hint: "switch its thinking off, or allow it more tokens",
		}
	}
	return &Error{Code: "protocol", Message: "the model gave no answer", Hint: "ask again, or ask another model"}
}
