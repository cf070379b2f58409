package discord

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"sync"
	"time"

	"ask/bot"
	"ask/retrieve/document"
)

// Times of an answer.
const (
	editEvery   = 2500 * time.Millisecond // between two edits of one message
	typingEvery = 8 * time.Second         // between two signs of life
	tokenTime   = 14 * time.Minute        // of an interaction, which Discord gives 15
)

// growing is an answer as far as it is written. It is safe for concurrent use.
type growing struct {
	mu        sync.Mutex // guards what follows
	text      strings.Builder
	citations []bot.Citation
	whole     bool
	fresh     bool
}

// add takes an event of the answer.
func (g *growing) add(e bot.Event) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.text.WriteString(e.Text)
	g.citations = append(g.citations, e.Citations...)
	g.whole = g.whole || e.Whole
	g.fresh = true
}

// take gives the text so far, if it grew since the last time and more will come.
func (g *growing) take() (text string, citations []bot.Citation, ok bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if !g.fresh || g.whole {
		return "", nil, false
	}
	g.fresh = false
	return g.text.String(), g.citations[:len(g.citations):len(g.citations)], true
}

// all gives the text so far.
func (g *growing) all() (string, []bot.Citation) {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.text.String(), g.citations
}

// answer answers a question and shows the answer as it grows.
func (b *Bot) answer(ctx context.Context, r *request) {
	began := time.Now()
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	ctx, stop := context.WithTimeoutCause(ctx, b.cfg.Timeout, errTooLate)
	defer stop()
	s := &sheet{out: b.outlet(r), every: editEvery}
	var g growing
	q := b.question(ctx, r)
	q.Watch = g.add
	over := make(chan struct{})
	var pace sync.WaitGroup
	pace.Go(func() { b.pace(ctx, r, &pacing{s, &g, over, cancel}) })
	// A panic below must not leave the pace running: guard edits the same messages.
	a, err := func() (*bot.Answer, error) {
		defer pace.Wait()
		defer close(over)
		return b.cfg.Answerer.Answer(ctx, q)
	}()
	if cause := context.Cause(ctx); err != nil && cause != nil {
		err = cause
	}
	last, done := b.lastWord()
	defer done()
	if r.token == "" {
		b.signOfLife(last, r, false)
	}
	shown := b.show(last, r, s, a, err, &g)
	attrs := []any{
		slog.String("door", "discord"), slog.String("id", r.id), slog.String("user", r.user), slog.String("channel", r.channel),
		slog.Int("question", len(r.text)), slog.Duration("took", time.Since(began)), slog.Int("messages", len(s.parts)),
	}
	if err == nil {
		attrs = append(attrs, slog.Bool("refused", !a.Answered), slog.Int("answer", len(a.Text)), slog.Int("citations", len(a.Citations)), slog.String("mode", a.Mode))
	}
	if e := errors.Join(err, shown); e != nil {
		attrs = append(attrs, slog.Any("error", e))
	}
	b.cfg.Log.Info("answered", attrs...)
}

// show ends an answer: with what it is, or with what became of it.
func (b *Bot) show(ctx context.Context, r *request, s *sheet, a *bot.Answer, err error, g *growing) error {
	w := b.wordsOf(r)
	if errors.Is(err, errGone) {
		return nil
	}
	v := &view{request: r, words: b.answerWords(r), final: true}
	switch {
	case err == nil:
		v.text, v.citations, v.timeline, v.conflicts, v.refusal = a.Text, a.Citations, a.Timeline, a.Conflicts, a.Refusal
		if b.votes != nil {
			v.vote = b.votes.keep(r, a)
		}
	case len(s.parts) == 0:
		b.fail(ctx, r, b.reason(w, err))
		return nil
	default:
		v.text, v.citations = g.all()
		v.note = b.reason(v.words, err)
		if errors.Is(err, errStopping) {
			v.note = v.words.CutOff
		}
	}
	pages := v.pages()
	failed := s.finish(ctx, pages)
	if refused(failed, codeNoPermission) && len(pages[len(pages)-1].embeds) > 0 {
		pages[len(pages)-1].embeds = nil // what needs a permission of its own
		failed = s.finish(ctx, pages)
	}
	if refused(failed, codeInvalidToken, codeUnknownWebhook) && r.token != "" && !r.private && r.canWrite {
		s.move(b.room(r, ""))
		failed = s.finish(ctx, pages)
	}
	return failed
}

// reason is an error in words for people.
func (b *Bot) reason(w *words, err error) string {
	e, _ := bot.AsError(err)
	switch {
	case errors.Is(err, errStopping), errors.Is(err, context.Canceled):
		return w.Stopping
	case errors.Is(err, errTooLate), errors.Is(err, context.DeadlineExceeded):
		return w.TimedOut
	case e != nil && e.Code == "unreachable":
		return w.Unreachable
	}
	return w.Failed
}

// pacing is what an answer that is being written and its messages have in common.
type pacing struct {
	sheet  *sheet
	text   *growing
	over   <-chan struct{}
	cancel context.CancelCauseFunc
}

// pace shows a growing answer until it is over, and leaves the interaction in time.
func (b *Bot) pace(ctx context.Context, r *request, p *pacing) {
	tick := time.NewTicker(editEvery / 10)
	defer tick.Stop()
	typed := time.Now()
	moved := r.token == ""
	for {
		select {
		case <-p.over:
			return
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		if r.token == "" && len(p.sheet.parts) == 0 && time.Since(typed) > typingEvery {
			typed = time.Now()
			b.typing(ctx, r)
		}
		if !moved && time.Since(r.at) > tokenTime {
			if moved = true; !b.leave(ctx, r, p) {
				p.cancel(errTooLate)
				return
			}
		}
		text, citations, ok := p.text.take()
		if !ok || strings.TrimSpace(text) == "" {
			continue
		}
		v := &view{request: r, words: b.answerWords(r), text: text, citations: citations}
		err := p.sheet.grow(ctx, v.pages())
		switch {
		case errors.Is(err, errGone):
			p.cancel(errGone)
			return
		case err != nil && ctx.Err() == nil:
			b.cfg.Log.Warn("edit failed", slog.String("id", r.id), slog.Any("error", err))
		}
		if p.sheet.behind(v.pages()) {
			p.text.again()
		}
	}
}

// again lets take give the text once more.
func (g *growing) again() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.fresh = true
}

// leave says in the interaction, whose time is up, that the answer will come in the
// channel; false: it cannot.
func (b *Bot) leave(ctx context.Context, r *request, p *pacing) bool {
	if r.private || !r.canWrite {
		return false
	}
	text, citations := p.text.all()
	w := b.answerWords(r)
	v := &view{request: r, words: w, text: text, citations: citations, note: w.Continued, final: true}
	if err := p.sheet.finish(ctx, v.pages()); err != nil {
		b.cfg.Log.Warn("edit failed", slog.String("id", r.id), slog.Any("error", err))
	}
	first := ""
	if len(p.sheet.parts) > 0 {
		first = p.sheet.parts[0].id
	}
	p.sheet.move(b.room(r, first))
	p.text.again()
	return true
}

// outlet is where the answer to r goes.
func (b *Bot) outlet(r *request) outlet {
	if r.token == "" {
		return b.room(r, r.id)
	}
	return &reply{b.api, r}
}

func (b *Bot) room(r *request, to string) *room {
	return &room{api: b.api, channel: r.channel, to: to, nonce: r.id}
}

// question is what goes to the bot.
func (b *Bot) question(ctx context.Context, r *request) bot.Question {
	q := b.cfg.Defaults
	q.Text = r.text
	if r.since != "" {
		q.Since = r.since
	}
	if r.until != "" {
		q.Until = r.until
	}
	if r.kind != "" {
		q.Kinds = []document.Kind{document.Kind(r.kind)}
	}
	q.History = b.history(ctx, r)
	return q
}
