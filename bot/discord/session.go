package discord

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net"
	"net/http"
	"runtime"
	"runtime/debug"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/bwmarrin/discordgo"
	"github.com/gorilla/websocket"
)

// session is a session with the gateway. It outlives its connections: what was missed
// between two of them is sent again.
//
// The types and constants of the protocol are discordgo's; its connection is not used. It
// waits for ever for its own lock when op 7 comes first after a resume or a gateway
// stalls, answers op 1 through a pointer that may be nil, which ends the process, and
// after op 9 stays on a connection that may never say anything again.
type session struct {
	token   string
	intents discordgo.Intent
	dial    func(ctx context.Context, network, address string) (net.Conn, error)
	log     *slog.Logger
	events  func(kind string, data json.RawMessage)

	heard    atomic.Int64 // when Discord last said something that was dealt with, in Unix nanoseconds
	patience atomic.Int64 // how long it may say nothing, a time.Duration
	sequence atomic.Int64 // of the last event

	introduced atomic.Bool // the bot has said who it is on this connection
	known      atomic.Bool // Discord has said so too, or that it goes on

	// What else resuming takes. Only serve touches it, one connection at a time.
	id, resumeAt string
	secure       bool // the session began on an encrypted connection
}

// Operations of the gateway.
const (
	opDispatch       = 0
	opHeartbeat      = 1
	opIdentify       = 2
	opResume         = 6
	opReconnect      = 7
	opInvalidSession = 9
	opHello          = 10
	opAck            = 11
)

// gatewayQuery is the version and form that frames are wanted in.
const gatewayQuery = "/?v=10&encoding=json"

// intents are what the bot hears of.
func intents(messageContent bool) discordgo.Intent {
	i := discordgo.IntentGuilds | discordgo.IntentGuildMessages | discordgo.IntentDirectMessages
	if messageContent {
		i |= discordgo.IntentMessageContent
	}
	return i
}

// newSession makes a session that has not begun. events is called from one goroutine, in
// order.
func newSession(c *Config, events func(string, json.RawMessage)) *session {
	return &session{token: c.Token, intents: intents(c.MessageContent), dial: c.dial, log: c.Log, events: events}
}

// resumable reports whether the next connection goes on with the session.
func (s *session) resumable() bool { return s.id != "" }

// forget lets the next connection begin a new session.
func (s *session) forget() {
	s.id, s.resumeAt = "", ""
	s.sequence.Store(0)
}

// Why a connection is left.
var (
	errReconnect = errors.New("discord wants a new connection")
	errInvalid   = errors.New("discord does not take the session")
	errUnheard   = errors.New("discord does not answer heartbeats")
)

// serve makes one connection, to address unless Discord named another to resume at, and
// passes its events on until it ends. The error says why, and is never nil.
func (s *session) serve(ctx context.Context, address string) error {
	s.known.Store(false)
	s.introduced.Store(false)
	s.heard.Store(time.Now().UnixNano())
	s.patience.Store(int64(silence))
	ctx, cut := context.WithCancelCause(ctx)
	l, err := s.connect(ctx, address)
	if err != nil {
		cut(nil)
		return err
	}
	var wait sync.WaitGroup
	defer wait.Wait()
	defer cut(errReconnect)
	wait.Go(func() {
		<-ctx.Done()
		code := closeToResume
		if errors.Is(context.Cause(ctx), context.Canceled) { // the bot stops
			code = websocket.CloseNormalClosure
		}
		l.hangUp(code)
	})
	interval, err := s.introduce(l)
	if err != nil {
		return ending(ctx, err)
	}
	s.patience.Store(int64(max(silence, 5*interval/2)))
	wait.Go(func() {
		if err := s.beat(ctx, l, interval); err != nil {
			cut(err)
		}
	})
	for {
		limit := handshakeTime
		if s.known.Load() {
			limit = time.Duration(s.patience.Load())
		}
		e, err := l.receive(limit)
		if err == nil {
			err = s.handle(l, e)
		}
		if err != nil {
			return ending(ctx, err)
		}
		s.heard.Store(time.Now().UnixNano())
	}
}

// unheard is how long Discord has said nothing beyond what there is patience for.
func (s *session) unheard() time.Duration {
	return time.Since(time.Unix(0, s.heard.Load()).Add(time.Duration(s.patience.Load())))
}

// ending is why a connection ended: err, unless it was cut for another reason.
func ending(ctx context.Context, err error) error {
	if cause := context.Cause(ctx); cause != nil {
		return cause
	}
	return err
}

func (s *session) connect(ctx context.Context, address string) (*line, error) {
	if s.resumable() && s.resumeAt != "" {
		address = s.resumeAt
	}
	s.secure = strings.HasPrefix(address, "wss://")
	d := websocket.Dialer{Proxy: http.ProxyFromEnvironment, HandshakeTimeout: handshakeTime}
	release := func() bool { return true }
	d.NetDialContext = func(limited context.Context, network, address string) (net.Conn, error) {
		conn, err := s.dial(limited, network, address)
		if err == nil { // the handshakes that follow do not heed ctx
			release = context.AfterFunc(ctx, func() { _ = conn.Close() })
		}
		return conn, err
	}
	ws, _, err := d.DialContext(ctx, strings.TrimRight(address, "/")+gatewayQuery, nil)
	release()
	if err != nil {
		s.resumeAt = "" // the next attempt is where all begin
		return nil, fmt.Errorf("connect: %w", err)
	}
	return newLine(ws), nil
}

// introduce waits for Hello and says who the bot is, or where it goes on. It gives the
// time between two heartbeats.
func (s *session) introduce(l *line) (time.Duration, error) {
	e, err := l.receive(handshakeTime)
	if err != nil {
		return 0, fmt.Errorf("wait for hello: %w", err)
	}
	var hello struct {
		Interval int64 `json:"heartbeat_interval"` // ms
	}
	if err := json.Unmarshal(e.RawData, &hello); e.Operation != opHello || err != nil || hello.Interval <= 0 {
		return 0, fmt.Errorf("operation %d of %d bytes in place of hello", e.Operation, len(e.RawData))
	}
	op, data := opResume, map[string]any{"token": s.token, "session_id": s.id, "seq": s.sequence.Load()}
	if !s.resumable() {
		op, data = opIdentify, map[string]any{
			"token": s.token, "intents": s.intents,
			"properties": map[string]string{"os": runtime.GOOS, "browser": "ask", "device": "ask"},
		}
	}
	if err := l.send(op, data); err != nil {
		return 0, fmt.Errorf("introduce the bot: %w", err)
	}
	s.introduced.Store(true)
	return time.Duration(hello.Interval) * time.Millisecond, nil
}

// beat sends heartbeats until ctx is over, the first after a random part of the interval,
// as Discord asks for. One that is not answered before the next is due is an error.
func (s *session) beat(ctx context.Context, l *line, interval time.Duration) error {
	timer := time.NewTimer(rand.N(interval))
	defer timer.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-l.asked:
		case <-timer.C:
			if !l.acked.Swap(false) {
				return errUnheard
			}
			timer.Reset(interval)
		}
		var last any
		if n := s.sequence.Load(); n > 0 {
			last = n
		}
		if err := l.send(opHeartbeat, last); err != nil {
			return fmt.Errorf("send heartbeat: %w", err)
		}
	}
}

// handle deals with a frame. An error says that the connection is to be left.
func (s *session) handle(l *line, e *discordgo.Event) error {
	switch e.Operation {
	case opDispatch:
		if e.Sequence > 0 {
			s.sequence.Store(e.Sequence)
		}
		s.dispatch(e.Type, e.RawData)
	case opHeartbeat:
		l.ask()
	case opAck:
		l.acked.Store(true)
	case opReconnect:
		return errReconnect
	case opInvalidSession:
		// A new connection is certain to work. To introduce the bot on this one is allowed
		// too, but if Discord does not hear it, nothing ever shows that.
		if string(e.RawData) != "true" {
			s.forget()
		}
		return errInvalid
	}
	return nil
}

// dispatch passes an event on, and survives who takes it.
func (s *session) dispatch(kind string, data json.RawMessage) {
	defer func() {
		if p := recover(); p != nil {
			s.log.Error("panic in an event", slog.String("event", kind), slog.String("panic", fmt.Sprintf("%T", p)), slog.String("stack", string(debug.Stack())))
		}
	}()
	switch kind {
	case "READY":
		var r struct {
			ID  string `json:"session_id"`
			URL string `json:"resume_gateway_url"`
		}
		if err := json.Unmarshal(data, &r); err != nil {
			s.log.Warn("event not understood", slog.String("event", kind), slog.Int("bytes", len(data)), slog.Any("error", err))
		}
		s.id = r.ID
		if s.resumeAt, _, _ = strings.Cut(r.URL, "?"); s.secure && !strings.HasPrefix(s.resumeAt, "wss://") {
			s.resumeAt = "" // the token would go over the network unencrypted
		}
		s.known.Store(true)
	case "RESUMED":
		s.known.Store(true)
	}
	s.events(kind, data)
}
