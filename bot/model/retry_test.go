package model

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	mt "ask/bot/model/modeltest"
	"ask/embed/remote"
)

func TestRetries(t *testing.T) {
	tests := []struct {
		name  string
		fail  mt.Reply
		least time.Duration // of the first pause, beside the jitter
	}{
		{"429 seconds", limited("7"), 7 * time.Second},
		{"429 date", limited(time.Now().Add(9 * time.Second).UTC().Format(http.TimeFormat)), 7 * time.Second},
		{"429 without", limited(""), 0},
		{"500 flat", mt.Refuse(500, `{"object":"error","message":"CUDA out of luck","code":500}`), 0},
		{"502 page", mt.Refuse(502, "<html>bad gateway"), 0},
		{"503 loading", mt.Refuse(503, `{"error":{"message":"Loading model","type":"unavailable_error","code":503}}`), 0},
		{"reset", mt.Stream(mt.Cut()), 0},
		{"cut before the first token", mt.Stream(mt.Null()), 0},
		{"error event before the first token", mt.Stream(mt.Null(), mt.ErrorEvent(500, "engine")), 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := mt.New(t, mt.Script(tt.fail, tt.fail, mt.Text("林。")))
			c, p := newClient(t, s, nil)
			got, result, err := ask(t.Context(), c, question)
			if err != nil || got != "林。" || len(s.Requests()) != 3 {
				t.Fatalf("%q %+v %v after %d requests", got, result, err, len(s.Requests()))
			}
			if len(p.list) != 2 || p.list[0] < max(tt.least, 250*time.Millisecond) || p.list[0] > max(10*time.Second, time.Second) ||
				tt.least == 0 && (p.list[0] > 500*time.Millisecond || p.list[1] < 500*time.Millisecond || p.list[1] > time.Second) {
				t.Errorf("pauses %v", p.list)
			}
		})
	}
}

func limited(after string) mt.Reply {
	r := mt.Refuse(429, `{"error":{"message":"slow down"}}`)
	if after != "" {
		r.Header = http.Header{"Retry-After": {after}}
	}
	return r
}

func TestRetriesEnd(t *testing.T) {
	tests := []struct {
		name     string
		retries  int
		fail     mt.Reply
		requests int
		code     string
		after    time.Duration
	}{
		{"two by default", 0, mt.Refuse(500, ""), 3, "server", 0},
		{"none", -1, mt.Refuse(500, ""), 1, "server", 0},
		{"one", 1, mt.Refuse(500, ""), 2, "server", 0},
		{"asked to wait for long", 0, limited("60"), 1, "rate_limited", time.Minute},
		{"a token had come", 0, mt.Stream(mt.Chunk("林"), mt.Cut()), 1, "cut", 0},
		{"a thought had come", 0, mt.Stream(mt.Reason("嗯"), mt.Cut()), 1, "cut", 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := mt.New(t, func(mt.Request) mt.Reply { return tt.fail })
			c, _ := newClient(t, s, func(o *Options) { o.Retries = tt.retries })
			_, _, err := ask(t.Context(), c, question)
			e := wantCode(t, err, tt.code)
			if len(s.Requests()) != tt.requests || e.RetryAfter != tt.after {
				t.Errorf("%d requests, retry after %v", len(s.Requests()), e.RetryAfter)
			}
		})
	}
}

// TestRetryAfterBeyondTheTime: a wait that the limits do not allow is not begun.
func TestRetryAfterBeyondTheTime(t *testing.T) {
	s := mt.New(t, func(mt.Request) mt.Reply { return limited("5") })
	c, p := newClient(t, s, func(o *Options) { o.Total = 2 * time.Second })
	_, _, err := ask(t.Context(), c, question)
	if e := wantCode(t, err, "rate_limited"); e.RetryAfter != 5*time.Second || len(p.list) != 0 {
		t.Errorf("retry after %v, pauses %v", e.RetryAfter, p.list)
	}
}

func TestBreaker(t *testing.T) {
	var healthy atomic.Bool
	s := mt.New(t, func(mt.Request) mt.Reply {
		if healthy.Load() {
			return mt.Text("林。")
		}
		return mt.Refuse(500, "")
	})
	c, _ := newClient(t, s, func(o *Options) { o.Retries = -1 })
	now := time.Now()
	c.now = func() time.Time { return now }
	for range 5 {
		_, _, err := ask(t.Context(), c, question)
		wantCode(t, err, "server")
	}
	_, _, err := ask(t.Context(), c, question)
	if e := wantCode(t, err, "unreachable"); len(s.Requests()) != 5 || e.RetryAfter != 30*time.Second {
		t.Errorf("%d requests, retry after %v", len(s.Requests()), e.RetryAfter)
	}
	now = now.Add(31 * time.Second) // one try, which fails: closed again
	_, _, err = ask(t.Context(), c, question)
	wantCode(t, err, "server")
	_, _, err = ask(t.Context(), c, question)
	wantCode(t, err, "unreachable")
	now = now.Add(31 * time.Second)
	healthy.Store(true)
	for range 2 {
		if _, _, err := ask(t.Context(), c, question); err != nil {
			t.Error(err)
		}
	}
	healthy.Store(false) // the count begins anew
	for range 4 {
		_, _, err = ask(t.Context(), c, question)
		wantCode(t, err, "server")
	}
}

// TestBreakerIgnoresRefusals: a bad key or too long a prompt says nothing of health.
func TestBreakerIgnoresRefusals(t *testing.T) {
	s := mt.New(t, func(r mt.Request) mt.Reply {
		return mt.Refuse([]int{401, 404, 413, 400, 429}[r.N%5], "")
	})
	c, _ := newClient(t, s, func(o *Options) { o.Retries = -1 })
	for range 12 {
		_, _, _ = ask(t.Context(), c, question)
	}
	if len(s.Requests()) != 12 {
		t.Errorf("%d requests", len(s.Requests()))
	}
}

func TestResetBeforeTheReply(t *testing.T) {
	var n atomic.Int64
	inner := mt.New(t, mt.Script(mt.Text("林。")))
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if n.Add(1) == 1 {
			panic(http.ErrAbortHandler)
		}
		inner.ServeHTTP(w, r)
	}))
	t.Cleanup(s.Close)
	c, p := newClient(t, inner, func(o *Options) { o.BaseURL = s.URL + "/v1" })
	if got, _, err := ask(t.Context(), c, question); got != "林。" || err != nil || len(p.list) != 1 {
		t.Errorf("%q %v, pauses %v", got, err, p.list)
	}
}

func TestRetryAfterForms(t *testing.T) {
	now := time.Date(2026, 3, 6, 12, 0, 0, 0, time.UTC)
	got := map[string]time.Duration{}
	for _, value := range []string{"3", " 3 ", "Fri, 06 Mar 2026 12:00:05 GMT", "Fri, 06 Mar 2026 11:00:00 GMT", "", "soon", "-1", "1e9", strings.Repeat("9", 30)} {
		if after, ok := remote.RetryAfter(value, now); ok {
			got[value] = after
		}
	}
	want := map[string]time.Duration{
		"3": 3 * time.Second, " 3 ": 3 * time.Second,
		"Fri, 06 Mar 2026 12:00:05 GMT": 5 * time.Second, "Fri, 06 Mar 2026 11:00:00 GMT": 0,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
