package web

import (
	"context"
	"fmt"
	"runtime/debug"
	"slices"
	"strings"
	"sync"

	"ask/bot"
	"ask/retrieve/text"
)

// flights lets those who ask the same thing at the same time share one answer.
type flights struct {
	mu  sync.Mutex // guards what follows and the riders of each flight
	all map[flightKey]*flight
}

// flightKey says what is the same: the opened index, the model, and the question with all
// that its answer depends on.
type flightKey struct {
	volume   *volume
	model    string
	question string
}

// flight is one answer on its way, made by a goroutine of its own for its riders. No
// rider's leaving ends it but the last one's.
type flight struct {
	key    flightKey
	cancel context.CancelFunc
	riders int
	begun  chan struct{} // closed when it has its place among the questions being answered
	done   chan struct{} // closed when answer and err are set

	mu     sync.Mutex // guards what follows, until done
	events []bot.Event
	more   chan struct{} // closed at the next event
	answer *bot.Answer
	err    error
}

// rider is one of those who wait for a flight. It is for one goroutine.
type rider struct {
	*flight
	flights *flights
	seen    int  // events
	first   bool // nobody asked before it
}

// join boards the flight of key. If there is none it begins one, and fly makes the answer:
// its context ends when nobody waits any more. Every rider leaves once.
func (fs *flights) join(ctx context.Context, key flightKey, fly func(ctx context.Context, f *flight) (*bot.Answer, error)) *rider {
	fs.mu.Lock()
	defer fs.mu.Unlock()
	if f := fs.all[key]; f != nil {
		f.riders++
		return &rider{flight: f, flights: fs}
	}
	ctx, cancel := context.WithCancel(context.WithoutCancel(ctx))
	f := &flight{
		key: key, cancel: cancel, riders: 1,
		begun: make(chan struct{}), done: make(chan struct{}), more: make(chan struct{}),
	}
	if fs.all == nil {
		fs.all = map[flightKey]*flight{}
	}
	fs.all[key] = f
	go func() {
		answer, err := f.guarded(ctx, fly)
		fs.land(f)
		f.mu.Lock()
		f.answer, f.err = answer, err
		f.mu.Unlock()
		close(f.done)
	}()
	return &rider{flight: f, flights: fs, first: true}
}

// guarded makes an error of a panic.
func (f *flight) guarded(ctx context.Context, fly func(ctx context.Context, f *flight) (*bot.Answer, error)) (a *bot.Answer, err error) {
	defer func() {
		if cause := recover(); cause != nil {
			a, err = nil, fmt.Errorf("panic: %v\n%s", cause, debug.Stack())
		}
	}()
	return fly(ctx, f)
}

// land lets nobody on board any more.
func (fs *flights) land(f *flight) {
	fs.mu.Lock()
	defer fs.mu.Unlock()
	if fs.all[f.key] == f {
		delete(fs.all, f.key)
	}
}

// leave gets off. Who is last ends the work and waits until it is over, which it soon is.
func (r *rider) leave() {
	r.flights.mu.Lock()
	r.riders--
	last := r.riders == 0
	if last && r.flights.all[r.key] == r.flight {
		delete(r.flights.all, r.key)
	}
	r.flights.mu.Unlock()
	if last {
		r.cancel()
		<-r.done
	}
}

// watch takes an event and tells the riders.
func (f *flight) watch(e bot.Event) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.events = append(f.events, e)
	close(f.more)
	f.more = make(chan struct{})
}

// take gives the events this rider has not had yet. next is closed when there are others.
func (r *rider) take() (events []bot.Event, next <-chan struct{}) {
	r.mu.Lock()
	defer r.mu.Unlock()
	events = r.events[r.seen:len(r.events):len(r.events)]
	r.seen = len(r.events)
	return events, r.more
}

// outcome is the answer as this rider may change it, after done.
func (r *rider) outcome(question string) (*bot.Answer, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.err != nil {
		return nil, r.err
	}
	a := *r.answer
	a.Question, a.Warnings = question, slices.Clone(a.Warnings)
	a.Notices = slices.Clone(a.Notices)
	return &a, nil
}

// keyOf says what the answer to a question depends on. Writing that makes no difference
// to a search (case, width, spaces, traditional or simplified) is left out, unless a model
// reads the question itself. What was said before is compared as it is.
func keyOf(v *volume, m Model, q bot.Question, stream bool) flightKey {
	asked := oneLine(q.Text)
	if !m.Remote {
		asked = text.Fold(asked)
	}
	kinds := slices.Sorted(slices.Values(q.Kinds))
	var b strings.Builder
	fmt.Fprintf(&b, "%q %q %q %d %q %q %q %q %q %q %v", asked, q.Context, q.ContextName, q.K, q.Since, q.Until, q.AsOf, slices.Compact(kinds), q.Documents, q.Lang, stream)
	for _, turn := range q.History {
		fmt.Fprintf(&b, " %q %q", turn.Question, turn.Answer)
	}
	return flightKey{v, m.ID, b.String()}
}
