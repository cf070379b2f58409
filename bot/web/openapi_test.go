package web

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"ask/bot"
)

// TestRoutesDescribed compares the table of routes with the document.
func TestRoutesDescribed(t *testing.T) {
	d, s := readAPI(t), newTestServer(t, nil)
	var described, served []string
	for path, methods := range d.Paths {
		for method := range methods {
			described = append(described, strings.ToUpper(method)+" "+path)
		}
	}
	for _, rt := range s.exact {
		for method := range rt.methods {
			served = append(served, method+" "+rt.name)
		}
	}
	for _, rt := range s.prefixes {
		for method := range rt.methods {
			served = append(served, method+" "+rt.name)
		}
	}
	slices.Sort(described)
	slices.Sort(served)
	if !slices.Equal(described, served) {
		t.Errorf("described %v\nserved    %v", described, served)
	}
}

// apiCall is one request with the status it gets.
type apiCall struct {
	method, route, path, body string
	status                    int
	headers                   []string
}

const testKey = "a-test-key-of-some-length"

// apiCalls provoke every status of every route that the handlers decide on.
func apiCalls() []apiCall {
	source := "/v1/sources/chengyu/20241104-%E8%B0%AF%E8%BF%9C%E8%88%9F%E4%B8%8A%E4%BB%BB.txt"
	calls := []apiCall{
		{method: "GET", route: "/v1/models", status: 200},
		{method: "GET", route: "/v1/models/{id}", path: "/v1/models/" + ExtractiveID, status: 200},
		{method: "GET", route: "/v1/models/{id}", path: "/v1/models/none", status: 404},
		{method: "POST", route: "/v1/chat/completions", body: question(answerable), status: 200},
		{method: "POST", route: "/v1/chat/completions", body: question(unanswerable), status: 200},
		{method: "POST", route: "/v1/chat/completions", body: question(answerable, `"stream":true`, `"stream_options":{"include_usage":true}`), status: 200},
		{method: "POST", route: "/v1/chat/completions", body: question(answerable, `"stream":true`), status: 200},
		{method: "POST", route: "/v1/chat/completions", body: question("boom", `"stream":true`, `"model":"failing"`), status: 200},
		{method: "POST", route: "/v1/chat/completions", body: question("boom", `"model":"failing"`), status: 500},
		{method: "POST", route: "/v1/chat/completions", body: question("gone", `"model":"failing"`), status: 503},
		{method: "POST", route: "/v1/chat/completions", body: `{"messages":[]}`, status: 400},
		{method: "POST", route: "/v1/chat/completions", body: question("x", `"model":"none"`), status: 404},
		{method: "POST", route: "/v1/search", body: `{"query":"千问","k":3}`, status: 200},
		{method: "POST", route: "/v1/search", body: `{"query":""}`, status: 400},
		{method: "POST", route: "/v1/search", body: `{"query":"boom"}`, status: 500},
		{method: "GET", route: "/v1/sources/{id}", path: source, headers: []string{"Accept", "application/json"}, status: 200},
		{method: "GET", route: "/v1/sources/{id}", path: source + "?start=0&end=3", headers: []string{"Accept", "application/json"}, status: 200},
		{method: "GET", route: "/v1/sources/{id}", path: source + "?start=0&end=3", status: 200},
		{method: "GET", route: "/v1/sources/{id}", path: source + "?start=x", status: 400},
		{method: "GET", route: "/v1/sources/{id}", path: "/v1/sources/none", status: 404},
		{method: "GET", route: "/v1/sources/{id}", path: "/v1/sources/broken", status: 500},
		{method: "GET", route: "/healthz", status: 200},
		{method: "GET", route: "/readyz", status: 200},
		{method: "GET", route: "/metrics", status: 200},
		{method: "GET", route: "/openapi.json", status: 200},
		{method: "GET", route: "/source.css", status: 200},
	}
	for _, route := range []string{"/v1/chat/completions", "/v1/search"} {
		calls = append(calls,
			apiCall{method: "POST", route: route, status: 403, body: `{}`, headers: []string{"Origin", "https://evil.example", "Sec-Fetch-Site", "cross-site"}},
			apiCall{method: "POST", route: route, status: 413, body: `{"x":"` + strings.Repeat("x", maxBody) + `"}`},
			apiCall{method: "POST", route: route, status: 415, body: `{}`, headers: []string{"Content-Type", "text/plain"}})
	}
	samples := map[string]string{"/v1/models/{id}": "/v1/models/x", "/v1/sources/{id}": "/v1/sources/x"}
	for _, route := range []string{"/v1/models", "/v1/models/{id}", "/v1/chat/completions", "/v1/search", "/v1/sources/{id}", "/healthz", "/readyz", "/metrics", "/openapi.json", "/source.css"} {
		method := "GET"
		if route == "/v1/chat/completions" || route == "/v1/search" {
			method = "POST"
		}
		calls = append(calls,
			apiCall{method: method, route: route, path: samples[route], status: 421, headers: []string{"Host", "evil.example"}},
			apiCall{method: "DELETE", route: route, path: samples[route], status: 405})
		if route != "/healthz" && route != "/source.css" {
			calls = append(calls, apiCall{method: method, route: route, path: samples[route], status: 401, headers: []string{"Authorization", "Bearer wrong"}})
		}
	}
	return calls
}

// failing is a model with every sort of error.
func failing(_ context.Context, q bot.Question) (*bot.Answer, error) {
	if q.Text == "gone" {
		return nil, &bot.Error{Code: "unreachable", Message: "the model did not answer"}
	}
	return nil, fmt.Errorf("secret detail about %s", q.Text)
}

// TestRepliesDescribed holds every reply against the document, and the document against
// the replies: what it describes must have been seen.
func TestRepliesDescribed(t *testing.T) {
	d := readAPI(t)
	server := newTestServer(t, func(cfg *Config) {
		e := openCorpus(t)
		e.Models = append(e.Models, Model{ID: "failing", Owner: "test", Answerer: answerFunc(failing)})
		e.Index = brokenIndex{e.Index}
		cfg.Shelf, cfg.Keys, cfg.OpenWebUI = NewShelf(e, quiet()), []string{testKey}, true
	})
	ts := httptest.NewServer(server.Handler())
	defer ts.Close()
	seen := map[string]bool{}
	note := func(c apiCall, res *http.Response, data []byte) {
		t.Helper()
		method := strings.ToLower(c.method)
		if c.status == http.StatusMethodNotAllowed {
			for only := range d.Paths[c.route] {
				method = only
			}
		}
		seen[method+" "+c.route+" "+fmt.Sprint(c.status)] = true
		if res.StatusCode != c.status {
			t.Errorf("%s %s %.80s: status %d, want %d: %.200s", c.method, c.route, c.body, res.StatusCode, c.status, data)
			return
		}
		d.checkReply(t, method, c.route, res, data)
	}
	for _, c := range apiCalls() {
		path := c.path
		if path == "" {
			path = c.route
		}
		headers := append([]string{"Content-Type", "application/json", "Authorization", "Bearer " + testKey}, c.headers...)
		res, data := do(t, c.method, ts.URL+path, c.body, headers...)
		note(c, res, data)
	}
	server.draining.Store(true)
	res, data := get(t, ts.URL+"/readyz", "Authorization", "Bearer "+testKey)
	note(apiCall{method: "GET", route: "/readyz", status: 503}, res, data)
	noteLimits(t, note)
	for path, methods := range d.Paths {
		for method, op := range methods {
			for status := range op.Responses {
				if key := method + " " + path + " " + status; !seen[key] {
					t.Errorf("described and not seen: %s", key)
				}
			}
		}
	}
}

// noteLimits provokes 429 and 408.
func noteLimits(t *testing.T, note func(apiCall, *http.Response, []byte)) {
	limited := listen(t, func(cfg *Config) { cfg.Rate, cfg.Burst = 0.001, 1 })
	get(t, limited+"/v1/models")
	for _, route := range []string{"/v1/models", "/v1/models/{id}", "/v1/chat/completions", "/v1/search", "/v1/sources/{id}", "/openapi.json", "/source.css"} {
		c := apiCall{method: "GET", route: route, status: 429}
		if route == "/v1/chat/completions" || route == "/v1/search" {
			c.method = "POST"
		}
		res, data := do(t, c.method, limited+strings.Replace(route, "{id}", "x", 1), "{}", "Content-Type", "application/json")
		if res.Header.Get("Retry-After") == "" {
			t.Errorf("%s: 429 without Retry-After", route)
		}
		note(c, res, data)
	}
	address, stop := serveReal(t, func(cfg *Config) { cfg.times.body = 300 * time.Millisecond })
	defer stop()
	for _, route := range []string{"/v1/chat/completions", "/v1/search"} {
		res, data := slowPost(t, address, route)
		note(apiCall{method: "POST", route: route, status: 408}, res, data)
	}
}

// checkReply holds one reply against the document.
func (d *apiDoc) checkReply(t *testing.T, method, route string, res *http.Response, data []byte) {
	t.Helper()
	reply, ok := d.Paths[route][method].Responses[fmt.Sprint(res.StatusCode)]
	if !ok {
		t.Errorf("%s %s: status %d is not described", method, route, res.StatusCode)
		return
	}
	media, _, _ := strings.Cut(res.Header.Get("Content-Type"), ";")
	content, ok := reply.Content[media]
	if !ok {
		t.Errorf("%s %s %d: %q is not described", method, route, res.StatusCode, media)
		return
	}
	var values []any
	switch media {
	case "text/event-stream":
		for _, c := range record(t, bytes.NewReader(data)).chunks {
			values = append(values, c)
		}
	case "application/json":
		var v any
		if err := json.Unmarshal(data, &v); err != nil {
			t.Errorf("%s %s: %v", method, route, err)
		}
		values = append(values, v)
	}
	for _, v := range values {
		for _, wrong := range d.check(content.Schema, v, route) {
			t.Errorf("%s %d %s", method, res.StatusCode, wrong)
		}
	}
	if strings.Contains(string(data), "secret detail") {
		t.Errorf("%s %s: the cause of an error is shown: %s", method, route, data)
	}
}

// TestRequestDescribed holds fields that the handlers read against the document.
func TestRequestDescribed(t *testing.T) {
	d := readAPI(t)
	for name, v := range map[string]any{"ChatRequest": chatRequest{}, "SearchRequest": searchRequest{}} {
		var known []string
		for field := range object(d.Components.Schemas[name]["properties"]) {
			known = append(known, field)
		}
		slices.Sort(known)
		if got := jsonFields(v); !slices.Equal(got, known) {
			t.Errorf("%s: read %v\ndescribed %v", name, got, known)
		}
	}
}
