package web

import (
	"context"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"ask/bot"
)

// asking is one question on its way to an answer.
type asking struct {
	*call
	request *chatRequest
	model   Model
	asked   bot.Question
	words   words
	links   linker
	sender  sender
	began   time.Time
	fixed   string // the answer, where it needs no search
	rider   *rider // waits for the answer, where it needs one
}

// chat is POST /v1/chat/completions.
func (s *Server) chat(w http.ResponseWriter, r *http.Request, c *call) error {
	a := &asking{call: c, request: &chatRequest{}, links: s.linker(r), sender: s.senderOf(r), began: time.Now()}
	if err := readJSON(w, r, a.request); err != nil {
		return err
	}
	a.request.detach()
	if err := a.request.check(); err != nil {
		return err
	}
	v, give := s.cfg.Shelf.take()
	defer give()
	var ok bool
	if a.model, ok = v.model(a.request.Model); !ok {
		return unknownModel(v)
	}
	asked, found := s.question(a.request)
	a.asked, a.words = asked, s.wordsFor(asked.Lang, asked.Text)
	if a.request.attached.text != "" {
		a.links.local = a.request.attached.name(a.words)
		a.asked.Context, a.asked.ContextName = a.request.attached.text, a.links.local
	}
	switch {
	case !found:
		a.fixed = a.words.NoMessage
	default:
		a.fixed = s.doJob(a)
	}
	if a.fixed == "" {
		a.rider = s.flights.join(r.Context(), keyOf(v, a.model, a.asked, a.request.Stream), s.fly(a))
		defer a.rider.leave() // before the index is given back
		if !a.rider.first {
			s.metrics.shared.Inc()
		}
		if err := a.board(r.Context()); err != nil {
			return s.giveUp(r.Context(), a, err)
		}
	}
	if a.request.Stream {
		return s.stream(w, r, a)
	}
	return s.complete(w, r, a)
}

// fly makes the answer to a. Whoever waits for it keeps the index open.
func (s *Server) fly(a *asking) func(ctx context.Context, f *flight) (*bot.Answer, error) {
	asked, m, stream := a.asked, a.model, a.request.Stream
	return func(ctx context.Context, f *flight) (*bot.Answer, error) {
		if stream {
			asked.Watch = f.watch
		}
		ctx, leave, err := s.enter(ctx, m)
		if err != nil {
			return nil, err
		}
		// The place is free once the answer is made, however slowly it is then read.
		defer leave()
		close(f.begun)
		answer, err := m.Answerer.Answer(ctx, asked)
		if err == nil {
			s.metrics.made(answer)
		}
		return answer, err
	}
}

// board waits until the answer is being made. Until then nothing is sent, so that a
// client that is told to come back later gets the status that says so.
func (a *asking) board(ctx context.Context) error {
	select {
	case <-a.rider.begun:
	case <-a.rider.done:
		_, err := a.rider.outcome(a.asked.Text)
		return err
	case <-ctx.Done():
		return context.Cause(ctx)
	}
	return nil
}

// enter waits for a place among the questions being answered: at the model server, if
// that is asked, and then among those that the processors work on.
func (s *Server) enter(ctx context.Context, m Model) (inside context.Context, leave func(), err error) {
	gone := func() {}
	if m.Remote {
		if gone, err = s.models.enter(ctx); err != nil {
			return nil, nil, err
		}
	}
	rest, err := s.searches.enter(ctx)
	if err != nil {
		gone()
		return nil, nil, err
	}
	rest = sync.OnceFunc(rest)
	inside = context.WithValue(ctx, placeKey{}, &place{rest, s.metrics})
	return inside, func() { rest(); gone() }, nil
}

// completion is an answer in one piece, in OpenAI's form.
type completion struct {
	ID            string         `json:"id"`
	Object        string         `json:"object"`
	Created       int64          `json:"created"`
	Model         string         `json:"model"`
	Choices       []choice       `json:"choices"`
	Usage         usage          `json:"usage"`
	SearchResults []searchResult `json:"search_results,omitempty"`
	Rag           *bot.Answer    `json:"rag,omitempty"`
}

type choice struct {
	Index        int           `json:"index"`
	Message      choiceMessage `json:"message"`
	FinishReason string        `json:"finish_reason"`
	LogProbs     *struct{}     `json:"logprobs"`
}

type choiceMessage struct {
	Role        string       `json:"role"`
	Content     string       `json:"content"`
	Refusal     *string      `json:"refusal"`
	Annotations []annotation `json:"annotations"`
}

// complete answers in one piece.
func (s *Server) complete(w http.ResponseWriter, r *http.Request, a *asking) error {
	out := completion{ID: "chatcmpl-" + a.id, Object: "chat.completion", Created: a.began.Unix(), Model: a.model.ID}
	d := draft{before: a.request.attached.sources}
	annotations := []annotation{}
	if a.fixed != "" {
		d.raw(a.fixed)
	} else {
		answer, err := a.wait(r.Context())
		if err != nil {
			return s.giveUp(r.Context(), a, err)
		}
		s.finish(a, answer)
		d.tell(bot.Event{Text: answer.Text, Citations: answer.Citations, Whole: true})
		if a.footer(s) {
			d.raw(footer(answer, a.words, a.links, d.before))
		}
		annotations = d.annotations(answer.Citations, a.annotated())
		out.SearchResults, out.Rag = searchResults(answer.Citations, answer.Hits, a.links), answer
	}
	text := d.text.String()
	out.Choices = []choice{{Message: choiceMessage{Role: "assistant", Content: text, Annotations: annotations}, FinishReason: "stop"}}
	out.Usage = usageOf(a.request.prompt(), text)
	if out.Rag != nil {
		s.metrics.answered(out.Rag, out.Usage)
	}
	return writeJSON(w, http.StatusOK, out)
}

// wait gives the whole answer.
func (a *asking) wait(ctx context.Context) (*bot.Answer, error) {
	select {
	case <-a.rider.done:
		return a.rider.outcome(a.asked.Text)
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
}

// annotated are the links of annotations.
func (a *asking) annotated() linker {
	if a.sender.discreet {
		return a.links
	}
	return a.links.unsigned()
}

// footer reports whether the message ends in a list of sources.
func (a *asking) footer(s *Server) bool {
	if a.request.SourcesFooter != nil {
		return *a.request.SourcesFooter
	}
	return !s.cfg.NoSourceList
}

// finish completes an answer and logs it.
func (s *Server) finish(a *asking, answer *bot.Answer) {
	for _, m := range a.request.Messages {
		if m.Content.other > 0 {
			answer.Note(bot.Notice{Code: "parts_left_out", Text: "pictures and other parts that are not text were left out"})
			break
		}
	}
	if answer.Warnings == nil {
		answer.Warnings = []string{}
	}
	s.log.Info("answered", slog.String("door", "http"), slog.String("id", a.id), slog.String("model", a.model.ID),
		slog.String("mode", answer.Mode), slog.Bool("stream", a.request.Stream), slog.Int("question", utf8.RuneCountInString(a.asked.Text)),
		slog.Int("history", len(a.asked.History)), slog.Int("k", a.asked.K), slog.Int("passages", len(answer.Passages)),
		slog.Int("citations", len(answer.Citations)), slog.Bool("refused", !answer.Answered), slog.Bool("shared", !a.rider.first), slog.Duration("took", time.Since(a.began)))
}

// giveUp tells errors of an answer apart: the client's leaving and the server's end come
// as errors of the context.
func (s *Server) giveUp(ctx context.Context, a *asking, err error) error {
	if ctx.Err() != nil {
		err = context.Cause(ctx)
	}
	s.log.Info("not answered", slog.String("door", "http"), slog.String("id", a.id), slog.String("model", a.model.ID),
		slog.Int("question", utf8.RuneCountInString(a.asked.Text)), slog.Duration("took", time.Since(a.began)))
	return err
}

// doJob answers what a frontend asks on its own behalf; empty if this is none of it.
func (s *Server) doJob(a *asking) string {
	job, reply := s.jobs.answer(a.request, a.words)
	if job != "" {
		s.metrics.jobs.WithLabelValues(job).Inc()
	}
	return strings.TrimSpace(reply)
}
