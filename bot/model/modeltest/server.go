package modeltest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
)

// Message is one turn of a prompt.
type Message struct{ Role, Content string }

// Request is a chat request as it was received.
type Request struct {
	N         int // 1 for the first
	Model     string
	Messages  []Message
	MaxTokens int // of either field
	Stream    bool
	Header    http.Header
	Fields    map[string]json.RawMessage // the whole body
}

// Has tells whether the body has a field.
func (r Request) Has(field string) bool {
	_, ok := r.Fields[field]
	return ok
}

// Handler says what to answer. It is called from the server's goroutines, several at a time
// if clients ask so.
type Handler func(Request) Reply

// Options is for tests that need more than New.
type Options struct {
	Handler       Handler
	Key           string      // demanded as bearer token; empty: any or none will do
	Models        []string    // of GET /models; default "m"
	Owner         string      // owned_by of each
	Header        http.Header // of all replies
	NoTemperature bool        // requests need not hold a temperature
}

// Server is a running server. It is closed at the end of the test.
type Server struct {
	URL string // the base URL, with /v1

	t       testing.TB
	opt     Options
	live    *httptest.Server
	closed  chan struct{}
	aborted atomic.Int64

	mu       sync.Mutex // guards requests
	requests []Request
}

// New starts a server that takes any key.
func New(t testing.TB, handler Handler) *Server {
	t.Helper()
	return NewServer(t, Options{Handler: handler})
}

// NewServer starts a server.
func NewServer(t testing.TB, opt Options) *Server {
	t.Helper()
	if len(opt.Models) == 0 {
		opt.Models = []string{"m"}
	}
	s := &Server{t: t, opt: opt, closed: make(chan struct{})}
	s.live = httptest.NewServer(s)
	s.URL = s.live.URL + "/v1"
	t.Cleanup(func() {
		close(s.closed)
		s.live.CloseClientConnections()
		s.live.Close()
	})
	return s
}

// Requests gives the chat requests received so far, well-formed ones only.
func (s *Server) Requests() []Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.requests)
}

// Aborted counts the replies that were not finished because the client went away.
func (s *Server) Aborted() int { return int(s.aborted.Load()) }

// ServeHTTP makes the Server usable below another one, such as a proxy or one with TLS.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	for name, values := range s.opt.Header {
		w.Header()[name] = values
	}
	switch {
	case s.opt.Key != "" && r.Header.Get("Authorization") != "Bearer "+s.opt.Key:
		refuse(w, http.StatusUnauthorized, "invalid_api_key", "Incorrect API key provided: "+r.Header.Get("Authorization"))
	case r.URL.Path == "/v1/models" && r.Method == http.MethodGet:
		s.models(w)
	case r.URL.Path == "/v1/chat/completions" && r.Method == http.MethodPost:
		s.chat(w, r)
	default:
		refuse(w, http.StatusNotFound, "", "no such route")
	}
}

func (s *Server) models(w http.ResponseWriter) {
	type item struct {
		ID     string `json:"id"`
		Object string `json:"object"`
		Owner  string `json:"owned_by"`
	}
	var items []item
	for _, id := range s.opt.Models {
		items = append(items, item{id, "model", s.opt.Owner})
	}
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(map[string]any{"object": "list", "data": items})
}

func (s *Server) chat(w http.ResponseWriter, r *http.Request) {
	req, err := s.read(r)
	if err != nil {
		s.t.Errorf("modeltest: bad request: %v", err)
		refuse(w, http.StatusBadRequest, "bad_request", err.Error())
		return
	}
	s.mu.Lock()
	req.N = len(s.requests) + 1
	s.requests = append(s.requests, req)
	s.mu.Unlock()
	p := &player{w: w, request: r, stop: s.closed, reply: s.opt.Handler(req), model: req.Model}
	if !p.play(req.Stream) {
		s.aborted.Add(1)
	}
}

// read checks a request as strictly as the strictest of servers would.
func (s *Server) read(r *http.Request) (Request, error) {
	req := Request{Header: r.Header.Clone()}
	if kind := r.Header.Get("Content-Type"); kind != "application/json" {
		return req, fmt.Errorf("content type %q", kind)
	}
	decoder := json.NewDecoder(r.Body)
	if err := decoder.Decode(&req.Fields); err != nil {
		return req, fmt.Errorf("body: %w", err)
	}
	if decoder.More() {
		return req, fmt.Errorf("text after the body")
	}
	var newer int
	for name, into := range map[string]any{
		"model": &req.Model, "messages": &req.Messages, "stream": &req.Stream,
		"max_tokens": &req.MaxTokens, "max_completion_tokens": &newer,
	} {
		if text, ok := req.Fields[name]; ok {
			if err := json.Unmarshal(text, into); err != nil {
				return req, fmt.Errorf("field %s: %w", name, err)
			}
		}
	}
	req.MaxTokens = max(req.MaxTokens, newer)
	return req, s.check(req)
}

func (s *Server) check(req Request) error {
	switch {
	case req.Model == "":
		return fmt.Errorf("no model")
	case len(req.Messages) == 0:
		return fmt.Errorf("no messages")
	case !req.Has("temperature") && !s.opt.NoTemperature:
		return fmt.Errorf("no temperature")
	case req.Has("stream_options") && !req.Stream:
		return fmt.Errorf("stream_options without stream")
	}
	for i, message := range req.Messages {
		if !slices.Contains([]string{"system", "user", "assistant"}, message.Role) {
			return fmt.Errorf("message %d has the role %q", i, message.Role)
		}
		if message.Content == "" {
			return fmt.Errorf("message %d is empty", i)
		}
	}
	return nil
}

func refuse(w http.ResponseWriter, status int, code, message string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(map[string]any{
		"error": map[string]any{"message": message, "type": "invalid_request_error", "code": code},
	})
}
