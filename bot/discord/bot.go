package discord

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"time"
)

// Bot answers on Discord.
type Bot struct {
	cfg       Config
	api       *api
	words     dictionary
	channels  *channels
	seen      *seen
	forbidden *seen // what Discord did not let the bot do
	users     *limits
	rooms     *limits
	clicks    *limits // of a user, on what costs little
	quotes    *shelf
	votes     *ballot // nil: nobody votes

	me      atomic.Pointer[string]
	started sync.Once
	queue   chan *request // answers to be written
	slots   chan struct{} // bounds what else goes on at a time
	tasks   sync.WaitGroup
	run     context.Context // of all tasks; over when the bot stops
	write   context.Context // of answers; over some grace later
}

// New checks the configuration. The bot does nothing before Run.
func New(cfg Config) (*Bot, error) {
	cfg, err := cfg.withDefaults()
	if err != nil {
		return nil, err
	}
	b := &Bot{
		cfg: cfg, api: newAPI(&cfg), seen: newSeen(time.Hour), forbidden: newSeen(time.Hour), users: newLimits(cfg.UserRate), rooms: newLimits(cfg.ChannelRate), clicks: newLimits(clickRate),
		quotes: &shelf{index: cfg.Index}, queue: make(chan *request, cfg.Queue), slots: make(chan struct{}, maxTasks),
	}
	b.channels = newChannels(b.api)
	if b.words, err = loadWords(); err != nil {
		return nil, err
	}
	if cfg.Feedback != "" {
		b.votes = newBallot(cfg.Feedback)
	}
	return b, nil
}

// clickRate is how many quotes a user may open, and votes give, in a minute.
const clickRate = 60

// maxTasks bounds acknowledgements, votes and opened quotes under way.
const maxTasks = 128

// Run stays connected and answers until ctx is over, then lets the answers under way end
// and returns nil. An error is a *bot.Error if Discord refuses the bot for good.
func (b *Bot) Run(ctx context.Context) error {
	live, stop := context.WithCancel(ctx)
	defer stop()
	writing, cut := context.WithCancelCause(context.WithoutCancel(ctx))
	defer cut(nil)
	b.run, b.write = live, writing
	var workers sync.WaitGroup
	for range b.cfg.Workers {
		workers.Go(func() {
			for {
				select {
				case r := <-b.queue:
					b.guard(r, func() { b.answer(writing, r) })
				case <-live.Done():
					return
				}
			}
		})
	}
	k := &keeper{cfg: &b.cfg, api: b.api, session: func() *session { return newSession(&b.cfg, b.event) }}
	err := k.run(live)
	stop()
	b.drain(&workers, cut)
	b.api.client.CloseIdleConnections()
	return err
}

// Times of stopping.
const (
	grace    = 5 * time.Second         // for answers under way, and then
	farewell = 1500 * time.Millisecond // for saying that they were cut off
)

// drain lets what is under way end: by itself for a while, then with what there is.
func (b *Bot) drain(workers *sync.WaitGroup, cut context.CancelCauseFunc) {
	over := make(chan struct{})
	go func() {
		defer close(over)
		b.turnAway()
		b.tasks.Wait()
		b.turnAway() // whoever came in last
		workers.Wait()
	}()
	timer := time.NewTimer(grace)
	defer timer.Stop()
	select {
	case <-over:
		return
	case <-timer.C:
	}
	cut(errStopping)
	timer.Reset(farewell + farewell/2)
	select {
	case <-over:
	case <-timer.C:
		b.cfg.Log.Warn("answers left behind")
	}
}

// turnAway tells those who wait that they wait in vain.
func (b *Bot) turnAway() {
	for {
		select {
		case r := <-b.queue:
			b.fail(b.write, r, b.wordsOf(r).Stopping)
		default:
			return
		}
	}
}

// lastWord is a context for what has to be said after an answer's own is over.
func (b *Bot) lastWord() (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(b.write), time.Minute)
	stop := context.AfterFunc(b.write, func() { time.AfterFunc(farewell, cancel) })
	return ctx, func() { stop(); cancel() }
}

// errStopping and errTooLate are why answers are cut off.
var (
	errStopping = errors.New("the bot is stopping")
	errTooLate  = errors.New("the answer took too long")
)

// event takes what the gateway sends. It must not block.
func (b *Bot) event(kind string, data json.RawMessage) {
	var err error
	switch kind {
	case "READY":
		var r ready
		if err = json.Unmarshal(data, &r); err == nil {
			b.ready(r)
		}
	case "INTERACTION_CREATE":
		var in interaction
		if err = json.Unmarshal(data, &in); err == nil {
			b.interaction(&in)
		}
	case "MESSAGE_CREATE":
		var m incoming
		if err = json.Unmarshal(data, &m); err == nil {
			b.message(&m)
		}
	case "GUILD_CREATE":
		var g guild
		if err = json.Unmarshal(data, &g); err == nil {
			b.channels.learn(append(g.Channels, g.Threads...)...)
		}
	case "THREAD_CREATE", "THREAD_UPDATE", "CHANNEL_CREATE", "CHANNEL_UPDATE":
		var ch channel
		if err = json.Unmarshal(data, &ch); err == nil {
			b.channels.learn(ch)
		}
	}
	if err != nil {
		b.cfg.Log.Warn("event not understood", slog.String("event", kind), slog.Int("bytes", len(data)), slog.Any("error", err))
	}
}

// ready learns who the bot is and, the first time, sees to the commands.
func (b *Bot) ready(r ready) {
	b.me.Store(&r.User.ID)
	application := r.Application.ID
	if application == "" {
		application = r.User.ID // so it is for all but the oldest bots
	}
	b.cfg.Log.Info("connected", slog.String("user", r.User.ID), slog.String("application", application))
	b.started.Do(func() {
		if b.cfg.Ready != nil {
			b.cfg.Ready(application)
		}
		b.task(&request{id: "commands"}, func(ctx context.Context) {
			if err := b.syncCommands(ctx, application); err != nil {
				b.cfg.Log.Warn("commands not sent", slog.Any("error", err))
			}
		})
	})
}

// self is the bot's own user id.
func (b *Bot) self() string {
	if id := b.me.Load(); id != nil {
		return *id
	}
	return ""
}

// wordsOf are in the language of who asked.
func (b *Bot) wordsOf(r *request) *words { return b.words.of(r.locale, r.text) }

// answerWords are those around an answer: in the operator's language, else the question's.
func (b *Bot) answerWords(r *request) *words {
	if w := b.words[b.cfg.Defaults.Lang]; w != nil {
		return w
	}
	return b.words.of("", r.text)
}

// task runs something short on its own. Beyond maxTasks it is dropped; Discord tells the
// user then that the application did not respond.
func (b *Bot) task(r *request, do func(ctx context.Context)) {
	select {
	case b.slots <- struct{}{}:
	default:
		b.cfg.Log.Warn("too much at once", slog.String("id", r.id))
		return
	}
	b.tasks.Go(func() {
		defer func() { <-b.slots }()
		b.guard(r, func() { do(b.write) })
	})
}

// guard keeps a panic of one request from the others.
func (b *Bot) guard(r *request, do func()) {
	defer func() {
		if p := recover(); p != nil {
			b.cfg.Log.Error("panic", slog.String("id", r.id), slog.String("panic", fmt.Sprintf("%T", p)), slog.String("stack", string(debug.Stack())))
			ctx, cancel := b.lastWord()
			defer cancel()
			b.fail(ctx, r, b.wordsOf(r).Failed)
		}
	}()
	do()
}
