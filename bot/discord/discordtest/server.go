package discordtest

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// What the fake knows its bot by.
const (
	Token         = "test-token"
	UserID        = "100000000000000001"
	ApplicationID = "100000000000000002"
	GuildID       = "100000000000000003"
	ChannelID     = "100000000000000004"
	AskerID       = "100000000000000005"
	DMChannelID   = "100000000000000006"
)

// maxBody bounds a request.
const maxBody = 1 << 20

// Call is a request that the bot made.
type Call struct {
	At           time.Time
	Method, Path string // after the base, without the query
	Body         json.RawMessage
	Status       int
}

// Response is what a script answers instead of the fake.
type Response struct {
	Status int
	Header map[string]string
	Body   string
	// Delay is how long the answer takes.
	Delay time.Duration
	// Pass lets the fake answer after the delay. Lose lets it do what was asked, and hang
	// up in place of an answer.
	Pass, Lose bool
}

// Message is a message as Discord would show it.
type Message struct {
	ID, Channel, Content string
	Embeds               json.RawMessage
	Components           json.RawMessage
	Flags                int
	Reference            string
	Deleted              bool
	Edits                []time.Time
}

// Server is a fake Discord.
type Server struct {
	// URL is the base of the REST interface.
	URL string
	// Gate is the gateway.
	Gate *Gate
	// Dial reaches a fake in memory; nil: any other way.
	Dial func(ctx context.Context, network, address string) (net.Conn, error)

	t        testing.TB
	patience time.Duration // of Wait
	poll     time.Duration // between looks at what is not the fake's

	mu           sync.Mutex // guards what follows
	calls        []Call
	problems     []string
	script       func(Call) *Response
	messages     map[string]*Message
	interactions map[string]*Interaction // by token
	channels     map[string]map[string]any
	commands     int
	nonces       map[string]string
	next         int
	changed      chan struct{} // closed and replaced on every change
}

// New starts a fake on a port of this machine that lives as long as the test. Requests
// that Discord would refuse fail the test at its end.
func New(t testing.TB) *Server {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	return serve(t, l, l.Addr().String())
}

// NewInMemory starts a fake that is reached by Dial alone, for bots in a bubble of
// testing/synctest. Waiting costs no time there, so Wait is patient.
func NewInMemory(t testing.TB) *Server {
	t.Helper()
	n := newNetwork()
	s := serve(t, n, n.Addr().String())
	s.Dial = n.dial
	s.patience, s.poll = 30*time.Minute, 250*time.Millisecond
	return s
}

func serve(t testing.TB, l net.Listener, at string) *Server {
	s := &Server{
		URL: "http://" + at + "/api/v10", t: t, patience: 30 * time.Second, poll: 20 * time.Millisecond,
		messages: map[string]*Message{}, interactions: map[string]*Interaction{}, nonces: map[string]string{},
		channels: map[string]map[string]any{}, changed: make(chan struct{}), next: 1,
	}
	s.AddChannel(ChannelID, 0, "", "")
	s.AddChannel(DMChannelID, 1, "", "")
	s.Gate = &Gate{Interval: 41250 * time.Millisecond, server: s, at: at, live: map[*conn]bool{}, open: map[*conn]bool{}}
	mux := http.NewServeMux()
	mux.Handle("/gateway/", s.Gate)
	mux.Handle("/resume/", s.Gate)
	mux.HandleFunc("/api/v10/", s.rest)
	web := &http.Server{Handler: mux, ReadHeaderTimeout: time.Minute}
	var wait sync.WaitGroup
	wait.Go(func() { _ = web.Serve(l) }) // until Close
	t.Cleanup(func() {
		s.Gate.Close()
		_ = web.Close()
		wait.Wait()
		for _, p := range s.Problems() {
			t.Errorf("Discord would refuse: %s", p)
		}
	})
	return s
}

// Script lets f answer requests; what it returns nil for, the fake answers.
func (s *Server) Script(f func(Call) *Response) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.script = f
}

// AddChannel makes a channel known to the REST interface: type 0 is one of a server, 1 a
// direct one, 11 a thread.
func (s *Server) AddChannel(id string, kind int, parent, owner string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	ch := map[string]any{"id": id, "type": kind}
	if kind != 1 {
		ch["guild_id"] = GuildID
	}
	if parent != "" {
		ch["parent_id"] = parent
	}
	if owner != "" {
		ch["owner_id"] = owner
	}
	s.channels[id] = ch
}

// Calls are the requests so far.
func (s *Server) Calls() []Call {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Call(nil), s.calls...)
}

// Count is how many requests of a method, "" for any, had a path with this in it.
func (s *Server) Count(method, part string) int {
	n := 0
	for _, c := range s.Calls() {
		if (method == "" || c.Method == method) && strings.Contains(c.Path, part) {
			n++
		}
	}
	return n
}

// Problems are the requests that Discord would have refused, and why.
func (s *Server) Problems() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]string(nil), s.problems...)
}

// ForgetProblems forgets them, for tests of the fake itself.
func (s *Server) ForgetProblems() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.problems = nil
}

// Messages are those of a channel, in the order they were made.
func (s *Server) Messages(channel string) []Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []Message
	for i := 1; i < s.next; i++ {
		if m := s.messages[snowflake(i)]; m != nil && m.Channel == channel && !m.Deleted {
			out = append(out, *m)
		}
	}
	return out
}

// Wait waits until ok, which it asks after every change. It fails the test after a while.
func (s *Server) Wait(what string, ok func() bool) {
	s.t.Helper()
	s.WaitFor(s.patience, what, ok)
}

// WaitFor is Wait with a time of its own.
func (s *Server) WaitFor(d time.Duration, what string, ok func() bool) {
	s.t.Helper()
	deadline := time.After(d)
	for {
		s.mu.Lock()
		changed := s.changed
		s.mu.Unlock()
		if ok() {
			return
		}
		select {
		case <-changed:
		case <-time.After(s.poll): // some conditions are not ours
		case <-deadline:
			s.t.Fatalf("waited %s in vain for %s", d, what)
		}
	}
}

// WaitReady waits until a bot is connected.
func (s *Server) WaitReady() {
	s.t.Helper()
	s.Wait("a connected bot", func() bool { return s.Gate.Live() > 0 })
}

// notify wakes those who wait. The lock is held.
func (s *Server) notify() {
	close(s.changed)
	s.changed = make(chan struct{})
}

func snowflake(n int) string { return strconv.Itoa(200000000000000000 + n) }

// id makes one. The lock is held.
func (s *Server) id() string {
	id := snowflake(s.next)
	s.next++
	return id
}

// NewID makes an id, as of a message of somebody.
func (s *Server) NewID() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.id()
}

// rest answers a request.
func (s *Server) rest(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(io.LimitReader(r.Body, maxBody))
	c := Call{At: time.Now(), Method: r.Method, Path: strings.TrimPrefix(r.URL.Path, "/api/v10"), Body: body}
	if err != nil {
		return
	}
	s.mu.Lock()
	script := s.script
	s.mu.Unlock()
	res := (*Response)(nil)
	if script != nil {
		res = script(c)
	}
	if res != nil && res.Delay > 0 {
		select {
		case <-time.After(res.Delay):
		case <-r.Context().Done():
			return
		}
	}
	lose := res != nil && res.Lose
	if res == nil || res.Pass || lose {
		res = s.route(r, c)
	}
	c.Status = res.Status
	s.mu.Lock()
	s.calls = append(s.calls, c)
	s.notify()
	s.mu.Unlock()
	if lose {
		panic(http.ErrAbortHandler)
	}
	for k, v := range res.Header {
		w.Header().Set(k, v)
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(res.Status)
	_, _ = io.WriteString(w, res.Body) // the bot may have hung up
}

// refuse is Discord's error object, noted as a problem of the bot's.
func (s *Server) refuse(c Call, code int, format string, args ...any) *Response {
	why := fmt.Sprintf(format, args...)
	s.problem(fmt.Sprintf("%s %s: %s\n\t%.600s", c.Method, c.Path, why, c.Body))
	return Refusal(http.StatusBadRequest, code, why)
}

func (s *Server) problem(what string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.problems = append(s.problems, what)
}

// Refusal is Discord's error object.
func Refusal(status, code int, why string) *Response {
	body, _ := json.Marshal(map[string]any{"code": code, "message": why}) // of strings and numbers
	return &Response{Status: status, Body: string(body)}
}

// Limited is a 429.
func Limited(after time.Duration, global bool) *Response {
	body, _ := json.Marshal(map[string]any{"message": "You are being rate limited.", "retry_after": after.Seconds(), "global": global})
	return &Response{Status: http.StatusTooManyRequests, Body: string(body), Header: map[string]string{
		"Retry-After": strconv.Itoa(int(after.Seconds()) + 1), "X-RateLimit-Remaining": "0",
		"X-RateLimit-Reset-After": strconv.FormatFloat(after.Seconds(), 'f', 3, 64), "X-RateLimit-Scope": "user",
	}}
}

func done(body any) *Response {
	if body == nil {
		return &Response{Status: http.StatusNoContent}
	}
	data, _ := json.Marshal(body) // made of maps and strings here
	return &Response{Status: http.StatusOK, Body: string(data)}
}
