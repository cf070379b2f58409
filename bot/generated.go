package bot

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"ask/bot/check"
	"ask/bot/guard"
	"ask/bot/model"
	"ask/prompts"
)

// Model writes text.
type Model interface {
	// Stream sends a prompt and gives the text as it arrives, in order, from the
	// caller's goroutine. An error may come after some of the text.
	Stream(ctx context.Context, req model.Request, on func(text string) error) (model.Result, error)
	// Name is what the model is asked for by.
	Name() string
}

// Limits bound what is asked of a model.
type Limits struct {
	// Context is the model's context window in tokens, 4,096 if 0; MaxAnswer the
	// tokens kept for its answer, 600 if 0.
	Context, MaxAnswer int
	// NoFallback makes a failing model an error instead of an answer in quotes.
	NoFallback bool
	// Now is the date to answer as of, today if nil.
	Now func() time.Time
}

// Generated answers in a model's words. Every sentence is held against the passages
// before it is shown; what they do not carry is left out. It is safe for concurrent
// use.
type Generated struct {
	*Extractive
	model     Model
	limits    Limits
	templates *prompts.Templates
	checker   *check.Checker
}

// NewGenerated makes a Generated that falls back on quotes.
func NewGenerated(quotes *Extractive, m Model, limits Limits) (*Generated, error) {
	templates, err := prompts.Load()
	if err != nil {
		return nil, fmt.Errorf("make generated answers: %w", err)
	}
	checker, err := check.New()
	if err != nil {
		return nil, fmt.Errorf("make generated answers: %w", err)
	}
	if limits.Now == nil {
		limits.Now = time.Now
	}
	return &Generated{quotes, m, limits, templates, checker}, nil
}

// Answer searches, decides whether the passages carry the question, lets the model
// write and ships what was found to be true to them.
func (g *Generated) Answer(ctx context.Context, q Question) (*Answer, error) {
	began := time.Now()
	asked := q
	var err error
	if asked.Text, err = g.standalone(ctx, q); err != nil {
		return nil, err
	}
	prepared := time.Now()
	a, asked, d, err := g.prepare(ctx, q, asked)
	if err != nil {
		return nil, err
	}
	verify := time.Duration(0)
	if reason := d.reason(asked); reason != "" {
		g.refuse(a, reason, d.result.Hits, phrases(q))
		a.announce(q)
	} else if verify, err = g.written(ctx, a, asked, d); err != nil {
		return nil, err
	}
	a.Timing.Compose = millis(time.Since(prepared)-verify) - a.Timing.Search
	a.Timing.Verify = millis(verify)
	a.Timing.Total = millis(time.Since(began))
	return a, nil
}

// written fills a with what the model wrote, or with quotes if it failed.
func (g *Generated) written(ctx context.Context, a *Answer, q Question, d *evidence) (time.Duration, error) {
	b := g.brief(d)
	w := g.newWriting(a, q, b)
	res, err := g.write(ctx, w, q, b)
	switch {
	case ctx.Err() != nil:
		return w.verify, ctx.Err()
	case err != nil && g.limits.NoFallback:
		return w.verify, modelError(err)
	case err != nil:
		g.fallBack(w, q, d, err)
		return w.verify, nil
	}
	a.Mode, a.Model = "generated", optional(res.Model)
	if a.Model == nil {
		a.Model = optional(g.model.Name())
	}
	for _, n := range res.Warnings {
		a.Note(Notice(n))
	}
	if w.dropped > 0 {
		a.Note(Notice{"sentences_left_out", w.dropped, fmt.Sprintf("%d of the model's sentences left out: the documents do not carry them", w.dropped)})
	}
	a.Answered, a.Text = len(a.Citations) > 0, w.text.String()
	switch {
	case !a.Answered:
		g.refuse(a, w.reason(phrases(q)), d.result.Hits, phrases(q))
		a.announce(q)
	case d.story != nil:
		g.chart(a, d.story)
	}
	return w.verify, nil
}

func (g *Generated) newWriting(a *Answer, q Question, b *briefing) *writing {
	return &writing{
		answer: a, briefing: b, quotes: g.Extractive, clean: guard.Clean, watch: q.Watch,
		evidence: g.checker.Evidence(q.Text, b.passages), numbers: map[place]int{}, said: map[string]bool{},
		story: b.story, phrases: phrases(q),
	}
}

// write asks the model; with fewer passages once more if they were too many for it.
func (g *Generated) write(ctx context.Context, w *writing, q Question, b *briefing) (model.Result, error) {
	size := g.limits.Context
	for try := 0; ; try++ {
		prompt, err := g.prompt(q, b, size)
		if err != nil {
			return model.Result{}, err
		}
		res, err := g.stream(ctx, w, prompt)
		if failed := new(model.Error); errors.As(err, &failed) && failed.Code == "context_overflow" && try == 0 {
			size = prompt.Estimate/2 + prompt.MaxTokens
			continue
		}
		if err == nil && try > 0 {
			res.Warnings = append(res.Warnings, model.Warning{Code: "fewer_passages", Text: "the model's context was too small for all passages: it read fewer"})
		}
		return res, err
	}
}

func (g *Generated) prompt(q Question, b *briefing, size int) (prompts.Prompt, error) {
	nonce := make([]byte, 16)
	if _, err := rand.Read(nonce); err != nil {
		return prompts.Prompt{}, fmt.Errorf("make a nonce: %w", err)
	}
	today := q.AsOf
	if today == "" {
		today = g.limits.Now().Format(time.DateOnly)
	}
	p, err := g.templates.Answer(prompts.AnswerInput{
		Question: q.Text, Lang: language(q), Today: today, Present: b.present, Passages: b.shown,
		Context: size, MaxAnswer: g.limits.MaxAnswer, Nonce: hex.EncodeToString(nonce),
	})
	if err != nil {
		return p, fmt.Errorf("make the prompt: %w", err)
	}
	return p, nil
}

// patience is how long a finished sentence waits for marks behind its end. Models write
// them in one breath with it.
const patience = 20 * time.Millisecond

// stream runs one request and checks its sentences as they are finished. The request
// has a goroutine of its own, so that a sentence need not wait for the next piece; it is
// over when stream returns.
func (g *Generated) stream(ctx context.Context, w *writing, p prompts.Prompt) (model.Result, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	pieces := make(chan string)
	var res model.Result
	var failed error
	go func() {
		defer close(pieces)
		res, failed = g.model.Stream(ctx, request(p), func(s string) error {
			select {
			case pieces <- s:
				return nil
			case <-ctx.Done():
				return ctx.Err()
			}
		})
	}()
	c := newCutter(g.marker)
	late := time.NewTimer(time.Hour)
	defer late.Stop()
	for {
		patient, final := true, false
		select {
		case s, more := <-pieces:
			c.add(s)
			final = !more
		case <-late.C:
			patient = false
		}
		for d, ok := c.next(final && failed == nil, patient); ok; d, ok = c.next(final && failed == nil, patient) {
			w.take(d)
		}
		if final {
			return res, failed
		}
		late.Reset(time.Hour)
		if c.waiting() {
			late.Reset(patience)
		}
	}
}

// request is a prompt as the endpoint takes it. Prompts are estimated from above; what is
// to be expected is measured to be some 72 % of that.
func request(p prompts.Prompt) model.Request {
	r := model.Request{MaxTokens: p.MaxTokens, Estimate: p.Estimate * 72 / 100}
	for _, m := range p.Messages {
		r.Messages = append(r.Messages, model.Message(m))
	}
	return r
}

// fallBack answers in quotes. Sentences that people have seen stay, with a line that
// says where they end; sentences nobody saw go.
func (g *Generated) fallBack(w *writing, q Question, d *evidence, err error) {
	a := w.answer
	a.Mode = "extractive"
	a.Note(Notice{Code: "model_failed", Text: "the model failed, so this is quoted: " + safe(err)})
	if w.watch == nil || w.text.Len() == 0 {
		a.Citations, a.AsOf = []Citation{}, nil
		g.compose(a, q, d)
		a.announce(q)
		return
	}
	w.emit("\n"+phrases(q).interrupted+"\n", nil)
	n := len(a.Citations)
	g.compose(a, q, d)
	w.emit(a.Text, a.Citations[n:])
	a.Text = w.text.String()
}

// safe is a model's failure in words for people.
func safe(err error) string {
	var failed *model.Error
	switch {
	case errors.As(err, &failed):
		return failed.Message
	case errors.Is(err, prompts.ErrTooLong):
		return "the question and a passage do not fit its context"
	}
	return "internal error"
}

// modelError is a failure of the endpoint as doors report it.
func modelError(err error) error {
	var failed *model.Error
	if !errors.As(err, &failed) {
		return err
	}
	return &Error{Code: "unreachable", Message: "the model did not answer: " + failed.Message, Hint: failed.Hint, Err: err}
}

// reason says why nothing that the model wrote is shown.
func (w *writing) reason(p fixed) string {
	if w.denied {
		return p.denied
	}
	return p.unverified
}
