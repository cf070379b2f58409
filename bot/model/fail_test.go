package model

import (
	"context"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	mt "ask/bot/model/modeltest"
)

func TestRefusals(t *testing.T) {
	tests := []struct {
		name   string
		status int
		body   string
		code   string
		hint   string // part of message or hint
	}{
		{"401 echo", 401, `{"error":{"message":"Incorrect API key: ` + testKey + `","code":"invalid_api_key"}}`, "unauthorized", "API key"},
		{"403 page", 403, "<html>forbidden</html>", "unauthorized", "API key"},
		{"404 model, OpenAI", 404, `{"error":{"message":"The model does not exist","code":"model_not_found"}}`, "not_found", `does not have the model "m"`},
		{"404 model, Ollama", 404, `{"error":{"message":"model \"m\" not found, try pulling it first","type":"not_found_error"}}`, "not_found", "ollama pull"},
		{"400 model, DeepSeek", 400, `{"error":{"message":"Model Not Exist"}}`, "not_found", "does not have the model"},
		{"404 path", 404, "404 page not found", "not_found", "path of the base URL"},
		{"404 FastAPI", 404, `{"detail":"Not Found"}`, "not_found", "no chat server"},
		{"429 quota", 429, `{"error":{"message":"You exceeded your quota","type":"insufficient_quota","code":"insufficient_quota"}}`, "rate_limited", "quota"},
		{"402", 402, `{"error":{"message":"Insufficient Balance"}}`, "rate_limited", "quota"},
		{"400 flat with key", 400, `{"object":"error","message":"bad top_k ` + testKey + `","code":400}`, "protocol", "bad top_k [key]"},
		{"400 text", 400, "no\r\nway\x1b[31m", "protocol", "no way [31m"},
		{"422 FastAPI", 422, `{"detail":[{"loc":["body","n"],"msg":"bad"}]}`, "protocol", "bad"},
		{"418 long", 418, strings.Repeat("茶", 5000), "protocol", "茶…"},
		{"302 nowhere", 302, "", "protocol", "elsewhere"},
		{"overflow, OpenAI", 400, `{"error":{"message":"Input is too big","code":"context_length_exceeded"}}`, "context_overflow", "fewer passages"},
		{"overflow, vLLM", 400, `{"object":"error","message":"This model's maximum context length is 4096 tokens. However, you requested 5000 tokens (4700 in the messages, 300 in the completion).","code":400}`, "context_overflow", "fewer passages"},
		{"overflow, vLLM 2025", 400, `{"error":{"message":"'max_tokens' or 'max_completion_tokens' is too large: 300. This model's maximum context length is 4096 tokens","code":400}}`, "context_overflow", ""},
		{"overflow, vLLM prompt", 400, `{"error":{"message":"The decoder prompt (length 5000) is longer than the maximum model length of 4096"}}`, "context_overflow", ""},
		{"overflow, llama.cpp", 400, `{"error":{"code":400,"message":"request (4390 tokens) exceeds the available context size (4096 tokens), try increasing it","type":"exceed_context_size_error"}}`, "context_overflow", ""},
		{"overflow, llama.cpp 500", 500, `{"error":{"code":500,"message":"Context size has been exceeded.","type":"server_error"}}`, "context_overflow", ""},
		{"overflow, Ollama", 400, `{"error":{"message":"the input length exceeds the context length","type":"api_error"}}`, "context_overflow", ""},
		{"overflow, 413", 413, "<html>", "context_overflow", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := mt.New(t, func(mt.Request) mt.Reply { return mt.Refuse(tt.status, tt.body) })
			c, pauses := newClient(t, s, nil)
			got, _, err := ask(t.Context(), c, question)
			e := wantCode(t, err, tt.code)
			if e.Status != tt.status || got != "" || !strings.Contains(e.Message+" | "+e.Hint, tt.hint) {
				t.Errorf("status %d, %q, hint %q", e.Status, e.Message, e.Hint)
			}
			if len(pauses.list) != 0 || len(s.Requests()) != 1 {
				t.Errorf("tried %d times", len(s.Requests()))
			}
		})
	}
}

func TestWrongPathHint(t *testing.T) {
	s := mt.New(t, mt.Script())
	c, _ := newClient(t, s, func(o *Options) { o.BaseURL = strings.TrimSuffix(s.URL, "/v1") })
	_, _, err := ask(t.Context(), c, question)
	if e := wantCode(t, err, "not_found"); e.Hint != "add /v1 to the base URL" {
		t.Errorf("hint %q", e.Hint)
	}
}

func TestNoKeyHint(t *testing.T) {
	s := mt.NewServer(t, mt.Options{Key: testKey})
	c, _ := newClient(t, s, func(o *Options) { o.Key = "" })
	_, _, err := ask(t.Context(), c, question)
	if e := wantCode(t, err, "unauthorized"); !strings.Contains(e.Message, "wants an API key") {
		t.Errorf("message %q", e.Message)
	}
}

func TestBrokenStreams(t *testing.T) {
	tests := []struct {
		name string
		code string
		text string // given before
		mt.Reply
	}{
		{"cut without end", "cut", "林", mt.Stream(mt.Chunk("林"))},
		{"[DONE] without finish_reason", "cut", "林", mt.Stream(mt.Chunk("林"), mt.Done())},
		{"connection broken", "cut", "林", mt.Stream(mt.Chunk("林"), mt.Cut())},
		{"cut inside a line", "cut", "林", mt.Stream(mt.Chunk("林"), mt.Bytes(`data: {"choices":[{"del`))},
		{"cut while thinking", "cut", "", mt.Stream(mt.Reason("嗯"))},
		{"error event", "server", "林", mt.Stream(mt.Chunk("林"), mt.ErrorEvent(500, "CUDA error "+testKey), mt.Done())},
		{"error event, hanging", "server", "林", mt.Stream(mt.Chunk("林"), mt.ErrorEvent(503, "gone"), mt.Hang())},
		{"error event, text", "server", "林", mt.Stream(mt.Chunk("林"), mt.Raw(`data: {"error":"boom"}`))},
		{"error event, flat", "server", "林", mt.Stream(mt.Chunk("林"), mt.Raw(`data: {"object":"error","message":"engine died","code":500}`))},
		{"error line", "server", "林", mt.Stream(mt.Chunk("林"), mt.Raw(`error: {"error":{"code":500,"message":"slot","type":"server_error"}}`))},
		{"error by finish_reason", "server", "林", mt.Stream(mt.Chunk("林"), mt.Finish("error"), mt.Done())},
		{"error event, overflow", "context_overflow", "", mt.Stream(mt.ErrorEvent(400, "the request exceeds the available context size"))},
		{"error as a whole reply", "context_overflow", "", mt.Reply{Body: `{"error":{"code":400,"message":"the request exceeds the available context size","type":"exceed_context_size_error"}}`}},
		{"no JSON", "protocol", "林", mt.Stream(mt.Chunk("林"), mt.Raw("data: {hello"))},
		{"web page with status 200", "protocol", "", mt.Reply{Status: 200, Body: "<!doctype html><p>Welcome"}},
		{"too long", "too_long", "", mt.Stream(mt.Chunk(strings.Repeat("长", 400_000)))},
		{"too long by pieces", "too_long", strings.Repeat("长", 300_000), mt.Stream(mt.Chunk(strings.Repeat("长", 300_000)), mt.Reason(strings.Repeat("长", 60_000)))},
		{"too long a line", "too_long", "", mt.Stream(mt.Bytes("data: "+strings.Repeat("x", lineCap+1<<16)), mt.Hang())},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c, _ := newClient(t, mt.New(t, func(mt.Request) mt.Reply { return tt.Reply }), nil)
			got, result, err := ask(t.Context(), c, question)
			wantCode(t, err, tt.code)
			if got != tt.text {
				t.Errorf("gave %.40q", got)
			}
			if result.Finish != "" || (result.FirstToken > 0) != (got != "") {
				t.Errorf("result %+v", result)
			}
		})
	}
}

func TestUnreachable(t *testing.T) {
	closed, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := closed.Addr().String()
	_ = closed.Close()
	plain := httptest.NewServer(http.NotFoundHandler())
	t.Cleanup(plain.Close)
	strange := httptest.NewUnstartedServer(http.NotFoundHandler())
	strange.Config.ErrorLog = log.New(io.Discard, "", 0)
	strange.StartTLS()
	t.Cleanup(strange.Close)
	tests := []struct{ name, base, hint string }{
		{"refused", "http://" + address + "/v1", "nothing listens"},
		{"no TLS there", strings.Replace(plain.URL, "http:", "https:", 1), "http://"},
		{"certificate", strange.URL, "certificate"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c, err := New(Options{BaseURL: tt.base, Model: "m", Key: testKey})
			if err != nil {
				t.Fatal(err)
			}
			start := time.Now()
			_, _, err = ask(t.Context(), c, question)
			if e := wantCode(t, err, "unreachable"); !strings.Contains(e.Hint, tt.hint) {
				t.Errorf("hint %q: %v", e.Hint, err)
			}
			if time.Since(start) > time.Second {
				t.Errorf("took %v", time.Since(start))
			}
			_, err = c.Models(t.Context())
			wantCode(t, err, "unreachable")
		})
	}
}

func TestRedirectElsewhereIsRefused(t *testing.T) {
	var asked atomic.Bool
	other := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked.Store(true) }))
	t.Cleanup(other.Close)
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, other.URL, http.StatusTemporaryRedirect)
	}))
	t.Cleanup(s.Close)
	c, err := New(Options{BaseURL: s.URL, Model: "m", Key: testKey})
	if err != nil {
		t.Fatal(err)
	}
	_, _, err = ask(t.Context(), c, question)
	if e := wantCode(t, err, "protocol"); !strings.Contains(e.Message, "elsewhere") || asked.Load() {
		t.Errorf("%v, asked %v", err, asked.Load())
	}
}

func TestRedirectOnTheSameServer(t *testing.T) {
	inner := mt.New(t, mt.Script(mt.Text("林。")))
	var s *httptest.Server
	s = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !strings.HasPrefix(r.URL.Path, "/v1") {
			http.Redirect(w, r, s.URL+"/v1"+r.URL.Path, http.StatusPermanentRedirect)
			return
		}
		inner.ServeHTTP(w, r)
	}))
	t.Cleanup(s.Close)
	c, _ := newClient(t, inner, func(o *Options) { o.BaseURL = s.URL })
	if got, _, err := ask(t.Context(), c, question); got != "林。" || err != nil {
		t.Errorf("%q %v", got, err)
	}
}

// TestKeyInTransportErrors: what a transport says is cleaned too.
func TestKeyInTransportErrors(t *testing.T) {
	c, err := New(Options{BaseURL: "http://127.0.0.1:1/v1", Model: "m", Key: testKey, Retries: -1, Transport: roundTrip(
		func(r *http.Request) (*http.Response, error) {
			return nil, &net.OpError{Op: "read", Err: &net.AddrError{Err: "sent " + r.Header.Get("Authorization")}}
		},
	)})
	if err != nil {
		t.Fatal(err)
	}
	_, _, err = ask(t.Context(), c, question)
	wantCode(t, err, "unreachable")
	if !strings.Contains(err.Error(), "[key]") {
		t.Errorf("the cause is lost: %v", err)
	}
}

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

func TestModelsFailures(t *testing.T) {
	for name, tt := range map[string]struct {
		status     int
		body, code string
	}{
		"401":   {401, `{"error":{"message":"no"}}`, "unauthorized"},
		"404":   {404, "not here", "not_found"},
		"503":   {503, `{"error":{"message":"Loading model"}}`, "server"},
		"html":  {200, "<html>", "protocol"},
		"cut":   {200, `{"data":[{"id":"m"`, "cut"},
		"empty": {200, `{"data":[]}`, ""},
	} {
		t.Run(name, func(t *testing.T) {
			s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				w.WriteHeader(tt.status)
				_, _ = io.WriteString(w, tt.body)
			}))
			t.Cleanup(s.Close)
			c, err := New(Options{BaseURL: s.URL, Key: testKey})
			if err != nil {
				t.Fatal(err)
			}
			if _, err = c.Models(t.Context()); tt.code != "" {
				wantCode(t, err, tt.code)
			} else if err != nil {
				t.Error(err)
			}
			if tt.code == "" {
				_, _, err = ask(t.Context(), c, question)
				wantCode(t, err, "not_found")
			}
		})
	}
}

func TestBadRequests(t *testing.T) {
	c, _ := newClient(t, mt.New(t, mt.Script()), nil)
	for _, req := range []Request{{}, {Messages: []Message{{"tool", "x"}}}} {
		_, _, err := ask(t.Context(), c, req)
		wantCode(t, err, "protocol")
	}
}

func TestNewRefuses(t *testing.T) {
	for name, opt := range map[string]Options{
		"no address":     {},
		"no scheme":      {BaseURL: "127.0.0.1:8080/v1"},
		"user":           {BaseURL: "https://u:" + testKey + "@host/v1"},
		"query":          {BaseURL: "https://host/v1?key=" + testKey},
		"plain HTTP":     {BaseURL: "http://example.com/v1"},
		"key with break": {BaseURL: "https://host/v1", Key: testKey + "\nx"},
		"think":          {BaseURL: "https://host/v1", Think: "maybe"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := New(opt)
			if err == nil {
				t.Fatal("accepted")
			}
			noKey(t, err)
		})
	}
}

func TestCallersDeadline(t *testing.T) {
	c, _ := newClient(t, mt.New(t, func(mt.Request) mt.Reply { return mt.Stream(mt.Hang()) }), nil)
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	_, _, err := ask(ctx, c, question)
	wantCode(t, err, "timeout")
}
