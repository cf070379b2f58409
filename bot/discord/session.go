package discord

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"time"

	"github.com/bwmarrin/discordgo"
	"github.com/gorilla/websocket"
)

// session is one session of discordgo: this file and relay.go are all that know it. It
// reconnects only when told to, for by itself discordgo would do so for ever with a token
// that was revoked, and its events arrive as JSON, for its own types do not survive what
// they do not know.
type session struct {
	dg     *discordgo.Session
	times  times
	log    *slog.Logger
	events func(kind string, data json.RawMessage)
	down   chan struct{} // has room for one: the connection ended

	limit atomic.Int64 // of silence, a time.Duration
	known atomic.Bool  // Discord has said who the bot is, or that it goes on

	mu    sync.Mutex // guards conn and ended
	conn  net.Conn
	ended error // why the connection ended, if Discord said so
}

// intents are what the bot hears of.
func intents(messageContent bool) discordgo.Intent {
	i := discordgo.IntentGuilds | discordgo.IntentGuildMessages | discordgo.IntentDirectMessages
	if messageContent {
		i |= discordgo.IntentMessageContent
	}
	return i
}

// newSession makes a session that connects to a gateway at address. events is called
// from one goroutine and must not block.
func newSession(c *Config, address string, events func(string, json.RawMessage)) (*session, error) {
	dg, err := discordgo.New("Bot " + c.Token)
	if err != nil {
		return nil, fmt.Errorf("make session: %w", err)
	}
	s := &session{dg: dg, times: c.times, log: c.Log, events: events, down: make(chan struct{}, 1)}
	dg.Identify.Intents = intents(c.MessageContent)
	dg.Compress = false
	dg.StateEnabled = false
	dg.SyncEvents = true // in order, from the goroutine that reads
	dg.ShouldReconnectOnError = false
	dg.LogLevel = relayLevel
	dg.Client = &http.Client{Transport: fixedGateway(address)}
	dg.Dialer = &websocket.Dialer{Proxy: http.ProxyFromEnvironment, HandshakeTimeout: c.times.handshake, NetDialContext: s.dial}
	dg.AddHandler(func(_ *discordgo.Session, e *discordgo.Event) { s.event(e.Type, e.RawData) })
	dg.AddHandler(func(*discordgo.Session, *discordgo.Disconnect) { s.disconnected() })
	return s, nil
}

// fixedGateway answers the one request that discordgo still makes by itself: where the
// gateway is.
type fixedGateway string

func (g fixedGateway) RoundTrip(req *http.Request) (*http.Response, error) {
	if req.Method != http.MethodGet || req.URL.String() != discordgo.EndpointGateway {
		return nil, fmt.Errorf("unexpected request of the library: %s", req.Method)
	}
	body, err := json.Marshal(map[string]string{"url": string(g)})
	if err != nil {
		return nil, err
	}
	return &http.Response{
		Status: "200 OK", StatusCode: http.StatusOK, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: http.Header{}, Body: io.NopCloser(bytes.NewReader(body)), Request: req,
	}, nil
}

// open connects, or resumes. It blocks as long as discordgo does, which may be for ever.
func (s *session) open() error {
	s.limit.Store(int64(s.times.handshake))
	s.known.Store(false)
	s.mu.Lock()
	s.ended = nil
	s.mu.Unlock()
	select {
	case <-s.down: // of the connection before
	default:
	}
	return s.dg.Open()
}

// close ends the session. It does not wait for discordgo if that is stuck.
func (s *session) close() {
	closed := make(chan struct{})
	go func() {
		defer close(closed)
		_ = s.dg.Close() // its goroutines end with the connection
	}()
	timer := time.NewTimer(2 * time.Second) // discordgo sleeps for one of them
	defer timer.Stop()
	select {
	case <-closed:
	case <-timer.C:
	}
	s.abort()
}

// abort cuts the connection, which wakes whoever reads from it.
func (s *session) abort() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.conn != nil {
		_ = s.conn.Close() // there is nothing to lose
	}
}

// event passes on what the gateway sent, and survives its handlers.
func (s *session) event(kind string, data json.RawMessage) {
	defer func() {
		if p := recover(); p != nil {
			s.log.Error("panic in an event", slog.String("event", kind), slog.String("panic", fmt.Sprintf("%T", p)), slog.String("stack", string(debug.Stack())))
		}
	}()
	if kind == "READY" || kind == "RESUMED" {
		s.known.Store(true)
		s.limit.Store(int64(s.times.silence))
	}
	s.events(kind, data)
}

func (s *session) disconnected() {
	select {
	case s.down <- struct{}{}:
	default:
	}
}

// free reports whether discordgo's lock can be had, and if so how long ago a heartbeat
// was answered.
func (s *session) free() (age time.Duration, ok bool) {
	if !s.dg.TryRLock() {
		return 0, false
	}
	defer s.dg.RUnlock()
	return time.Since(s.dg.LastHeartbeatAck), true
}

// reason is why the connection ended, nil if nobody said.
func (s *session) reason() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.ended
}

// note takes what discordgo told nobody but its log.
func (s *session) note(err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.ended = err
}

// dial makes a connection on which every read has a deadline.
func (s *session) dial(ctx context.Context, network, address string) (net.Conn, error) {
	conn, err := (&net.Dialer{Timeout: s.times.handshake, KeepAlive: 15 * time.Second}).DialContext(ctx, network, address)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	s.conn = conn
	s.mu.Unlock()
	return &impatient{conn, &s.limit}, nil
}

// impatient is a connection that is not read for longer than limit without a byte.
type impatient struct {
	net.Conn
	limit *atomic.Int64
}

func (c *impatient) Read(b []byte) (int, error) {
	if err := c.Conn.SetReadDeadline(time.Now().Add(time.Duration(c.limit.Load()))); err != nil {
		return 0, err
	}
	return c.Conn.Read(b)
}

func (c *impatient) Write(b []byte) (int, error) {
	if err := c.Conn.SetWriteDeadline(time.Now().Add(time.Duration(c.limit.Load()))); err != nil {
		return 0, err
	}
	return c.Conn.Write(b)
}

// closeCode is the code Discord closed the gateway with, 0 if err is something else.
func closeCode(err error) int {
	var e *websocket.CloseError
	if errors.As(err, &e) {
		return e.Code
	}
	return 0
}
