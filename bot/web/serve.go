package web

import (
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"log/slog"
	"mime"
	"net/http"
	"runtime/debug"
	"strings"
	"time"
)

// serve answers one request: it names it, lets it in, has its route answer, and notes
// how that went.
func (s *Server) serve(w http.ResponseWriter, r *http.Request) {
	began := time.Now()
	c := &call{id: requestID(r)}
	c.route, c.param = s.find(r)
	reply := newReply(w, s.times.write)
	s.metrics.begin()
	defer func() {
		if cause := recover(); cause != nil {
			if cause == http.ErrAbortHandler {
				s.metrics.end(c.route, 499, time.Since(began))
				panic(cause)
			}
			err := fmt.Errorf("panic: %v\n%s", cause, debug.Stack())
			s.fail(reply, c, err)
		}
		s.metrics.end(c.route, reply.code(), time.Since(began))
	}()
	s.harden(reply.Header(), r, c)
	if err := s.dispatch(reply, r, c); err != nil {
		s.fail(reply, c, err)
	}
}

// dispatch lets the request in and answers it.
func (s *Server) dispatch(w http.ResponseWriter, r *http.Request, c *call) error {
	if !s.hosts.allowed(r) {
		return &failure{status: http.StatusMisdirectedRequest, kind: "invalid_request_error", code: "unknown_host", message: "this server does not go by that name; see --host"}
	}
	if c.route == nil {
		return notFound("unknown_url", "unknown address: see /openapi.json")
	}
	if r.Method == http.MethodOptions && w.Header().Get("Access-Control-Allow-Origin") != "" {
		return preflight(w)
	}
	if err := s.admit(r, c); err != nil {
		return err
	}
	h, err := c.route.handler(r.Method)
	if err != nil {
		return err
	}
	if err := s.origins.Check(r); err != nil {
		return &failure{status: http.StatusForbidden, kind: "invalid_request_error", code: "cross_origin", message: "scripts of other web sites may not ask; see --origin"}
	}
	if r.Method == http.MethodPost && !isJSON(r.Header.Get("Content-Type")) {
		return &failure{status: http.StatusUnsupportedMediaType, kind: "invalid_request_error", code: "unsupported_media_type", message: "Content-Type must be application/json"}
	}
	return h(w, r, c)
}

// admit checks rate and key. A signature opens one document without a key.
func (s *Server) admit(r *http.Request, c *call) error {
	if !c.route.free {
		if wait, ok := s.limits.take("address " + s.hosts.client(r).String()); !ok {
			return tooMany(wait)
		}
	}
	if c.route.open || c.route.name == "/v1/sources/{id}" && s.keys.signed(c.param, r.URL.Query().Get("sig")) {
		return nil
	}
	holder, ok := s.keys.holder(r)
	if !ok {
		message := "a key is needed: Authorization: Bearer KEY"
		if r.Header.Get("Authorization") != "" {
			message = "this key is not known here"
		}
		return &failure{
			status: http.StatusUnauthorized, kind: "invalid_request_error", code: "invalid_api_key",
			message: message, header: http.Header{"Www-Authenticate": {`Bearer realm="ask"`}},
		}
	}
	if holder != "" && !c.route.free {
		if wait, ok := s.limits.take("key " + holder); !ok {
			return tooMany(wait)
		}
	}
	return nil
}

func tooMany(wait time.Duration) error {
	return &failure{
		status: http.StatusTooManyRequests, kind: "rate_limit_error", code: "rate_limit_exceeded",
		message: "too many requests; try again soon", retry: wait,
	}
}

// fail tells the client about an error, if nothing was sent yet, and operators if it is
// the server's fault.
func (s *Server) fail(w *reply, c *call, err error) {
	f := asFailure(err)
	if f.status >= 500 {
		s.log.Error("request failed", slog.String("id", c.id), slog.String("code", f.code), slog.Any("error", err))
	}
	if w.status == 0 {
		f.write(w, c.id)
	}
	w.failed = f.status
}

// harden sets the headers of every reply.
func (s *Server) harden(h http.Header, r *http.Request, c *call) {
	h.Set("X-Request-Id", c.id)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("X-Frame-Options", "DENY")
	h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'")
	h.Set("Cache-Control", "no-store")
	if s.draining.Load() {
		h.Set("Connection", "close")
	}
	for _, origin := range s.cfg.Origins {
		if r.Header.Get("Origin") == origin {
			h.Set("Access-Control-Allow-Origin", origin)
			h.Set("Access-Control-Expose-Headers", "X-Request-Id, Retry-After")
		}
	}
	h.Add("Vary", "Origin")
}

// preflight tells a browser what a script of an allowed origin may send.
func preflight(w http.ResponseWriter) error {
	w.Header().Set("Access-Control-Allow-Methods", "GET, POST")
	w.Header().Set("Access-Control-Allow-Headers", "Authorization, Content-Type, X-Request-Id")
	w.Header().Set("Access-Control-Max-Age", "600")
	w.WriteHeader(http.StatusNoContent)
	return nil
}

// isJSON reports whether a content type is JSON in UTF-8, which no HTML form can send.
func isJSON(contentType string) bool {
	media, params, err := mime.ParseMediaType(contentType)
	charset, named := params["charset"]
	return err == nil && media == "application/json" && (!named || strings.EqualFold(charset, "utf-8"))
}

// requestID is the client's, if it can stand in a log, else a new one.
func requestID(r *http.Request) string {
	id := r.Header.Get("X-Request-Id")
	ok := func(c rune) bool {
		return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '.' || c == '_' || c == '-'
	}
	if id != "" && len(id) <= 64 && strings.IndexFunc(id, func(c rune) bool { return !ok(c) }) < 0 {
		return id
	}
	var random [12]byte
	_, _ = rand.Read(random[:]) // never fails
	return "req-" + hex.EncodeToString(random[:])
}

// reply notes the status that was sent, and bounds how long the client may take to take
// something. A limit for all of the reply would end streams.
type reply struct {
	http.ResponseWriter
	control *http.ResponseController
	write   time.Duration
	status  int
	failed  int // the status of an error that came after it, 0 for none
}

func newReply(w http.ResponseWriter, write time.Duration) *reply {
	control := http.NewResponseController(w)
	_ = control.SetWriteDeadline(time.Time{}) // of the connection's last reply; not every writer has one
	return &reply{ResponseWriter: w, control: control, write: write}
}

// WriteHeader notes the status.
func (w *reply) WriteHeader(status int) {
	if w.status == 0 && status >= 200 {
		w.status = status
	}
	w.ResponseWriter.WriteHeader(status)
}

// Write sends status 200 before the first bytes, as any ResponseWriter.
func (w *reply) Write(p []byte) (int, error) {
	if w.status == 0 {
		w.status = http.StatusOK
	}
	w.hurry()
	return w.ResponseWriter.Write(p)
}

// FlushError sends what is buffered.
func (w *reply) FlushError() error {
	w.hurry()
	return w.control.Flush()
}

func (w *reply) hurry() { _ = w.control.SetWriteDeadline(time.Now().Add(w.write)) }

// Unwrap lets http.ResponseController reach the connection.
func (w *reply) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// code is how the request went, as a status: 200 if the handler sent nothing.
func (w *reply) code() int {
	switch {
	case w.failed != 0:
		return w.failed
	case w.status == 0:
		return http.StatusOK
	}
	return w.status
}
