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
	began   time.Time
	fixed   string // the answer, where it needs no search
	leave   func() // gives the place among the questions being answered to the next
}

// chat is POST /v1/chat/completions.
func (s *Server) chat(w http.ResponseWriter, r *http.Request, c *call) error {
	a := &asking{call: c, request: &chatRequest{}, links: s.linker(r), began: time.Now()}
	if err := readJSON(w, r, a.request); err != nil {
		return err
	}
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
	switch {
	case !found:
		a.fixed = a.words.NoMessage
	default:
		a.fixed = s.doJob(a)
	}
	if a.fixed == "" {
		leave, err := s.enter(r.Context(), a.model)
		if err != nil {
			return err
		}
		// The place is free once the answer is made, however slowly it is then read.
		a.leave = sync.OnceFunc(leave)
		defer a.leave()
	}
	if a.request.Stream {
		return s.stream(w, r, a)
	}
	return s.complete(w, r, a)
}

// enter waits for a place among the questions being answered.
func (s *Server) enter(ctx context.Context, m Model) (leave func(), err error) {
	if m.Remote {
		return s.models.enter(ctx)
	}
	return s.searches.enter(ctx)
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
	var d draft
	annotations := []annotation{}
	if a.fixed != "" {
		d.raw(a.fixed)
	} else {
		answer, err := a.model.Answerer.Answer(r.Context(), a.asked)
		a.leave()
		if err != nil {
			return s.giveUp(r.Context(), a, err)
		}
		s.finish(a, answer)
		d.add(answer.Text)
		if a.footer(s) {
			d.raw(footer(answer, a.words, a.links))
		}
		annotations = d.annotations(answer.Citations, a.links)
		out.SearchResults, out.Rag = searchResults(answer.Citations, a.links), answer
	}
	text := d.text.String()
	out.Choices = []choice{{Message: choiceMessage{Role: "assistant", Content: text, Annotations: annotations}, FinishReason: "stop"}}
	out.Usage = usageOf(a.request.prompt(), text)
	if out.Rag != nil {
		s.metrics.answered(out.Rag, out.Usage)
	}
	return writeJSON(w, http.StatusOK, out)
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
			answer.Warnings = append(answer.Warnings, "pictures and other parts that are not text were left out")
			break
		}
	}
	if answer.Warnings == nil {
		answer.Warnings = []string{}
	}
	s.log.Info("answered", slog.String("door", "http"), slog.String("id", a.id), slog.String("model", a.model.ID),
		slog.String("mode", answer.Mode), slog.Bool("stream", a.request.Stream), slog.Int("question", utf8.RuneCountInString(a.asked.Text)),
		slog.Int("history", len(a.asked.History)), slog.Int("k", a.asked.K), slog.Int("passages", len(answer.Passages)),
		slog.Int("citations", len(answer.Citations)), slog.Bool("refused", !answer.Answered), slog.Duration("took", time.Since(a.began)))
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
