package web

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"ask/bot"
	"ask/retrieve/document"
)

// stepper is a model that says one sentence each time it is told to.
type stepper struct {
	asked atomic.Int64
	ended atomic.Int64 // called off
	step  chan string  // closed: the answer is whole
	fail  error
}

func (s *stepper) Answer(ctx context.Context, q bot.Question) (*bot.Answer, error) {
	s.asked.Add(1)
	a := &bot.Answer{Question: q.Text, Answered: true, Mode: "generated", Warnings: []string{"one"}}
	for {
		select {
		case <-ctx.Done():
			s.ended.Add(1)
			return nil, ctx.Err()
		case text, more := <-s.step:
			if !more {
				return a, s.fail
			}
			a.Text += text
			if q.Watch != nil {
				q.Watch(bot.Event{Text: text})
			}
		}
	}
}

// riding is how many wait for answers.
func (s *Server) riding() (n int) {
	s.flights.mu.Lock()
	defer s.flights.mu.Unlock()
	for _, f := range s.flights.all {
		n += f.riders
	}
	return n
}

// TestSharedAnswer: who asks the same gets the answer being made, from its beginning; the
// first one's leaving ends it for nobody.
func TestSharedAnswer(t *testing.T) {
	model := &stepper{step: make(chan string)}
	server := newTestServer(t, withModel(t, Model{ID: "m", Answerer: model}))
	address, stop := serveServer(t, server)
	defer stop()
	leaving, leave := context.WithCancel(t.Context())
	first := openAsking(t, leaving, address, "谁在領導千问?")
	model.step <- "甲。"
	var streams sync.WaitGroup
	for i := range 8 {
		streams.Go(func() {
			r := stream(t, address, question([]string{"谁在领导千问?", " 谁在领导千问？"}[i%2], `"stream":true`))
			if got := r.text(); got != "甲。乙。" || !r.done {
				t.Errorf("%q", got)
			}
			rag := object(r.chunks[len(r.chunks)-1]["rag"])
			if !strings.HasPrefix(strings.TrimSpace(fmt.Sprint(rag["question"])), "谁在领导千问") || len(list(rag["warnings"])) != 1 {
				t.Errorf("rag: %v", rag)
			}
		})
	}
	eventually(t, timeLimit, "nobody joins", func() bool { return server.riding() == 9 })
	leave()
	first.Close()
	eventually(t, timeLimit, "the first does not leave", func() bool { return server.riding() == 8 })
	model.step <- "乙。"
	close(model.step)
	streams.Wait()
	if model.asked.Load() != 1 || model.ended.Load() != 0 {
		t.Errorf("asked %d times, ended %d times", model.asked.Load(), model.ended.Load())
	}
	if _, data := get(t, address+"/metrics"); !strings.Contains(string(data), "ask_answers_shared_total 8") {
		t.Error("shared answers are not counted")
	}
}

// TestLastLeaves: the work ends when nobody waits any more, and not before.
func TestLastLeaves(t *testing.T) {
	model := &stepper{step: make(chan string)}
	server := newTestServer(t, withModel(t, Model{ID: "m", Answerer: model, Remote: true}))
	address, stop := serveServer(t, server)
	defer stop()
	var leave []context.CancelFunc
	for i := range 3 {
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		defer openAsking(t, ctx, address, "几点?").Close()
		eventually(t, timeLimit, "nobody joins", func() bool { return server.riding() == i+1 })
		leave = append(leave, cancel)
	}
	for i, cancel := range leave {
		if model.ended.Load() != 0 {
			t.Errorf("ended with %d waiting", 3-i)
		}
		cancel()
		eventually(t, time.Second, "who left is waited for", func() bool { return server.riding() == 2-i })
	}
	eventually(t, time.Second, "the work goes on", func() bool { return model.ended.Load() == 1 && len(server.models.slots) == 0 })
}

// TestQueueOutlivesLeader: a question that waits for its place goes on when the first who
// asked it leaves, and those who wait are told when there is none.
func TestQueueOutlivesLeader(t *testing.T) {
	busy, model := &stepper{step: make(chan string)}, &stepper{step: make(chan string)}
	server := newTestServer(t, func(cfg *Config) {
		withModel(t, Model{ID: "m", Answerer: answerFunc(func(ctx context.Context, q bot.Question) (*bot.Answer, error) {
			if q.Text == "忙" {
				return busy.Answer(ctx, q)
			}
			return model.Answer(ctx, q)
		}), Remote: true})(cfg)
		cfg.ModelCalls = 1
		cfg.times.queue = 400 * time.Millisecond
	})
	address, stop := serveServer(t, server)
	defer stop()
	defer openAsking(t, t.Context(), address, "忙").Close()
	ctx, leave := context.WithCancel(t.Context())
	gone := make(chan struct{})
	go func() {
		defer close(gone)
		leaveStream(ctx, address, question("等", `"stream":true`))
	}()
	eventually(t, timeLimit, "it does not wait", func() bool { return server.models.waiting.Load() == 1 })
	told := make(chan int, 1)
	go func() {
		res, _ := post(t, address+"/v1/chat/completions", question("等", `"stream":true`))
		told <- res.StatusCode
	}()
	eventually(t, timeLimit, "nobody joins", func() bool { return server.riding() == 3 })
	leave()
	<-gone
	if status := <-told; status != 429 {
		t.Errorf("status %d, want 429 once the queue's time is over", status)
	}
	close(busy.step)
	if model.asked.Load() != 0 {
		t.Error("the model was asked without a place")
	}
}

// TestSharedFailure: all who share an answer get its error, and the next question begins
// anew.
func TestSharedFailure(t *testing.T) {
	model := &stepper{step: make(chan string), fail: &bot.Error{Code: "unreachable", Message: "it is gone", Err: errors.New("cause")}}
	server := newTestServer(t, withModel(t, Model{ID: "m", Answerer: model}))
	address, stop := serveServer(t, server)
	defer stop()
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			if res, data := post(t, address+"/v1/chat/completions", question("几点?")); res.StatusCode != 503 || !strings.Contains(string(data), "it is gone") {
				t.Errorf("%d %s", res.StatusCode, data)
			}
		})
	}
	eventually(t, timeLimit, "nobody joins", func() bool { return server.riding() == 4 })
	close(model.step)
	all.Wait()
	if model.asked.Load() != 1 {
		t.Errorf("asked %d times", model.asked.Load())
	}
	post(t, address+"/v1/chat/completions", question("几点?"))
	if model.asked.Load() != 2 || server.riding() != 0 {
		t.Errorf("asked %d times in all, %d riding", model.asked.Load(), server.riding())
	}
}

func TestFlightKeys(t *testing.T) {
	v, other := &volume{}, &volume{}
	quotes, written := Model{ID: "q"}, Model{ID: "w", Remote: true}
	base := bot.Question{Text: "谁在领导 Qwen?", K: 5, Kinds: []document.Kind{"news", "blog"}}
	change := func(f func(*bot.Question)) bot.Question {
		q := base
		f(&q)
		return q
	}
	tests := []struct {
		name string
		key  flightKey
		same bool
	}{
		{"the same", keyOf(v, quotes, base, true), true},
		{"width, case, script, spaces", keyOf(v, quotes, change(func(q *bot.Question) { q.Text = "　谁在領导  QWEN？\n" }), true), true},
		{"kinds in other order", keyOf(v, quotes, change(func(q *bot.Question) { q.Kinds = []document.Kind{"blog", "news", "news"} }), true), true},
		{"another index", keyOf(other, quotes, base, true), false},
		{"another model", keyOf(v, written, base, true), false},
		{"in one piece", keyOf(v, quotes, base, false), false},
		{"another question", keyOf(v, quotes, change(func(q *bot.Question) { q.Text = "谁在领导千问?" }), true), false},
		{"k", keyOf(v, quotes, change(func(q *bot.Question) { q.K = 6 }), true), false},
		{"as of", keyOf(v, quotes, change(func(q *bot.Question) { q.AsOf = "2025" }), true), false},
		{"since", keyOf(v, quotes, change(func(q *bot.Question) { q.Since = "2025" }), true), false},
		{"until", keyOf(v, quotes, change(func(q *bot.Question) { q.Until = "2025" }), true), false},
		{"kinds", keyOf(v, quotes, change(func(q *bot.Question) { q.Kinds = nil }), true), false},
		{"language", keyOf(v, quotes, change(func(q *bot.Question) { q.Lang = "en" }), true), false},
		{"documents", keyOf(v, quotes, change(func(q *bot.Question) { q.Documents = []string{"a"} }), true), false},
		{"history", keyOf(v, quotes, change(func(q *bot.Question) { q.History = []bot.Turn{{Question: "x"}} }), true), false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if same := tt.key == keyOf(v, quotes, base, true); same != tt.same {
				t.Errorf("same %v: %+v", same, tt.key)
			}
		})
	}
	one := change(func(q *bot.Question) { q.History = []bot.Turn{{Question: "a", Answer: `b" "c`}} })
	two := change(func(q *bot.Question) { q.History = []bot.Turn{{Question: `a" "b`, Answer: "c"}} })
	if keyOf(v, quotes, one, true) == keyOf(v, quotes, two, true) {
		t.Error("quotation marks make two conversations one")
	}
	upper := change(func(q *bot.Question) { q.Text = "谁在领导 QWEN?" })
	if keyOf(v, written, base, true) == keyOf(v, written, upper, true) {
		t.Error("a model reads the question as it is written")
	}
}

// TestFlightsRace has many come and go at once: each gets a whole answer or leaves.
func TestFlightsRace(t *testing.T) {
	p := &patient{every: time.Millisecond, steps: 4}
	server := newTestServer(t, func(cfg *Config) {
		withModel(t, Model{ID: "p", Answerer: p})(cfg)
		cfg.Searches = 64
	})
	address, stop := serveServer(t, server)
	defer stop()
	var all sync.WaitGroup
	for i := range 40 {
		all.Go(func() {
			body := question(fmt.Sprint("故事", i%3), `"stream":true`)
			if i%4 == 0 {
				ctx, cancel := context.WithTimeout(t.Context(), time.Duration(i)*300*time.Microsecond)
				defer cancel()
				leaveStream(ctx, address, body)
				return
			}
			if r := stream(t, address, body); r.text() != "第0句。第1句。第2句。第3句。" {
				t.Errorf("%q", r.text())
			}
		})
	}
	all.Wait()
	eventually(t, timeLimit, "somebody is still riding", func() bool { return server.riding() == 0 && p.running.Load() == 0 })
}
