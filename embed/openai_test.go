package embed

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestOpenAIOrderBatchesPrefix(t *testing.T) {
	s, opt := newServer(t, nil)
	opt.QueryPrefix = "查询："
	o, _ := newOpenAI(t, opt)
	texts := numbered(34)
	vectors, err := o.Embed(t.Context(), texts)
	if err != nil {
		t.Fatal(err)
	}
	checkOrder(t, texts, vectors, 5)
	if s.requests.Load() != 4 {
		t.Errorf("%d requests", s.requests.Load())
	}
	v, err := o.EmbedQuery(t.Context(), "谁")
	if err != nil {
		t.Fatal(err)
	}
	checkOrder(t, []string{"查询：谁"}, [][]float32{v}, 5)
	if none, err := o.Embed(t.Context(), nil); err != nil || len(none) != 0 {
		t.Errorf("no texts: %v %v", none, err)
	}
}

func TestOpenAISendsCleanTextsAndDimensions(t *testing.T) {
	s, opt := newServer(t, nil)
	opt.Dimensions = 7
	o, _ := newOpenAI(t, opt)
	vectors, err := o.Embed(t.Context(), []string{"", " \n", "a\x00b", "c\xff"})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{".", ".", "a b", "c\uFFFD"}, s.texts); diff != "" {
		t.Error(diff)
	}
	if len(vectors[0]) != 7 {
		t.Errorf("dimension %d", len(vectors[0]))
	}
}

func TestOpenAIRetries(t *testing.T) {
	failures := map[string]func(w http.ResponseWriter){
		"429 seconds": func(w http.ResponseWriter) {
			w.Header().Set("Retry-After", "7")
			http.Error(w, `{"error":{"message":"slow down","type":"x"}}`, http.StatusTooManyRequests)
		},
		"429 date": func(w http.ResponseWriter) {
			w.Header().Set("Retry-After", time.Now().Add(9*time.Second).UTC().Format(http.TimeFormat))
			http.Error(w, `{"error":{"message":"slow down","type":"x"}}`, http.StatusTooManyRequests)
		},
		"500 flat": func(w http.ResponseWriter) {
			http.Error(w, `{"object":"error","message":"CUDA out of luck","code":500}`, http.StatusInternalServerError)
		},
		"502 page": func(w http.ResponseWriter) { http.Error(w, "<html>bad gateway", http.StatusBadGateway) },
		"cut body": func(w http.ResponseWriter) {
			w.Header().Set("Content-Length", "500")
			_, _ = w.Write([]byte(`{"data":[`))
		},
		"cut json": func(w http.ResponseWriter) { _, _ = w.Write([]byte(`{"data":[`)) },
		"reset":    func(http.ResponseWriter) { panic(http.ErrAbortHandler) },
	}
	for name, fail := range failures {
		t.Run(name, func(t *testing.T) {
			_, opt := newServer(t, func(n int64, w http.ResponseWriter, _ *http.Request, _ []string) bool {
				if n <= 2 {
					fail(w)
				}
				return n <= 2
			})
			o, pauses := newOpenAI(t, opt)
			texts := numbered(3)
			vectors, err := o.Embed(t.Context(), texts)
			if err != nil {
				t.Fatal(err)
			}
			checkOrder(t, texts, vectors, 5)
			if len(*pauses) != 2 {
				t.Fatalf("pauses %v", *pauses)
			}
			least := map[string]time.Duration{"429 seconds": 7 * time.Second, "429 date": 7 * time.Second}[name]
			if first := (*pauses)[0]; first < max(least, 250*time.Millisecond) || first > least+3*time.Second {
				t.Errorf("first pause %v", first)
			}
		})
	}
}

func TestOpenAIGivesUp(t *testing.T) {
	say := func(code int, body string) func(http.ResponseWriter, *http.Request, []string) {
		return func(w http.ResponseWriter, _ *http.Request, _ []string) {
			w.WriteHeader(code)
			_, _ = io.WriteString(w, body)
		}
	}
	vectors := func(items string) func(http.ResponseWriter, *http.Request, []string) {
		return say(200, `{"object":"list","data":[`+items+`],"model":"m"}`)
	}
	tests := []struct {
		name     string
		answer   func(http.ResponseWriter, *http.Request, []string)
		requests int64
		hint     string
	}{
		{"400 flat", say(400, `{"object":"error","message":"your key is `+testKey+`","code":400}`), 1, "refused the request"},
		{"401 echo", say(401, `{"error":{"message":"Incorrect API key: `+testKey+`","type":"auth"}}`), 1, "refused the key"},
		{"404", say(404, `{"detail":"Not Found"}`), 1, "does not know"},
		{"quota", say(429, `{"error":{"message":"no money","type":"q","code":"insufficient_quota"}}`), 1, "limits our requests"},
		{"429 forever", say(429, `{"error":{"message":"slow","type":"q"}}`), 5, "limits our requests"},
		{"500 forever", say(500, testKey+strings.Repeat(" x", 1<<20)), 5, "in trouble"},
		{"html", say(200, `<html>welcome`), 1, "base URL"},
		{"wrong shape", say(200, `{"data":"`+testKey+`"}`), 1, "base URL"},
		{"error in 200", say(200, `{"error":{"message":"x"}}`), 1, "unusable"},
		{"one missing", vectors(`{"index":0,"embedding":[1,2]}`), 1, "unusable"},
		{"repeated index", vectors(`{"index":0,"embedding":[1,2]},{"index":0,"embedding":[1,2]}`), 1, "unusable"},
		{"index out of range", vectors(`{"index":0,"embedding":[1,2]},{"index":2,"embedding":[1,2]}`), 1, "unusable"},
		{"negative index", vectors(`{"index":0,"embedding":[1,2]},{"index":-1,"embedding":[1,2]}`), 1, "unusable"},
		{"zero", vectors(`{"index":0,"embedding":[1,2]},{"index":1,"embedding":[0,0]}`), 1, "unusable"},
		{"empty", vectors(`{"index":0,"embedding":[1,2]},{"index":1,"embedding":[]}`), 1, "unusable"},
		{"null number", vectors(`{"index":0,"embedding":[1,2]},{"index":1,"embedding":[1,null]}`), 1, "unusable"},
		{"null vector", vectors(`{"index":0,"embedding":[1,2]},{"index":1,"embedding":null}`), 1, "unusable"},
		{"NaN", vectors(`{"index":0,"embedding":[1,2]},{"index":1,"embedding":[1,NaN]}`), 1, "base URL"},
		{"infinite", vectors(`{"index":0,"embedding":[1,2]},{"index":1,"embedding":[1,1e39]}`), 1, "base URL"},
		{"two dimensions", vectors(`{"index":0,"embedding":[1,2]},{"index":1,"embedding":[1,2,3]}`), 1, "vector length"},
		{"huge", say(200, `{"data":[`+strings.Repeat(" ", 8<<20)), 1, "too large"},
		{"other host", func(w http.ResponseWriter, r *http.Request, _ []string) {
			http.Redirect(w, r, "http://localhost:1/v1/embeddings", http.StatusTemporaryRedirect)
		}, 1, "elsewhere"},
		{"other method", func(w http.ResponseWriter, r *http.Request, _ []string) {
			http.Redirect(w, r, "/v2/embeddings", http.StatusMovedPermanently)
		}, 1, "elsewhere"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s, opt := newServer(t, func(_ int64, w http.ResponseWriter, r *http.Request, input []string) bool {
				test.answer(w, r, input)
				return true
			})
			o, _ := newOpenAI(t, opt)
			_, err := o.Embed(t.Context(), numbered(2))
			var typed *Error
			if !errors.As(err, &typed) || !strings.Contains(typed.Hint, test.hint) || typed.Total != 2 {
				t.Fatalf("got %v", err)
			}
			if len(err.Error()) > 900 {
				t.Errorf("error of %d bytes", len(err.Error()))
			}
			noKey(t, err)
			if s.requests.Load() != test.requests {
				t.Errorf("%d requests, want %d", s.requests.Load(), test.requests)
			}
		})
	}
}

func TestOpenAIDimensionChangesBetweenCalls(t *testing.T) {
	s, opt := newServer(t, nil)
	o, _ := newOpenAI(t, opt)
	if _, err := o.Embed(t.Context(), numbered(2)); err != nil {
		t.Fatal(err)
	}
	s.dims = 6
	if _, err := o.EmbedQuery(t.Context(), "q"); !errors.Is(err, ErrDimension) {
		t.Errorf("got %v", err)
	}
}

func TestOpenAISameHostRedirect(t *testing.T) {
	_, opt := newServer(t, nil)
	mux := http.NewServeMux()
	mux.HandleFunc("/old/embeddings", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "/v1/embeddings", http.StatusPermanentRedirect)
	})
	mux.Handle("/", &server{t: t, limit: 10, dims: 5})
	moved := httptest.NewServer(mux)
	defer moved.Close()
	opt.BaseURL = moved.URL + "/old/"
	o, _ := newOpenAI(t, opt)
	if _, err := o.Embed(t.Context(), numbered(2)); err != nil {
		t.Error(err)
	}
}

func TestOpenAIHalvesOnce(t *testing.T) {
	s, opt := newServer(t, nil)
	opt.Batch = 16
	o, _ := newOpenAI(t, opt)
	texts := numbered(16)
	vectors, err := o.Embed(t.Context(), texts)
	if err != nil {
		t.Fatal(err)
	}
	checkOrder(t, texts, vectors, 5)
	if diff := cmp.Diff([]int{16, 8, 8}, s.sizes); diff != "" {
		t.Error(diff)
	}
	s.limit = 3
	_, err = o.Embed(t.Context(), texts)
	var typed *Error
	if !errors.As(err, &typed) || typed.Status != 400 || !strings.Contains(typed.Hint, "batch") {
		t.Errorf("got %v", err)
	}
	if len(s.sizes) != 5 { // 16, 8, no further
		t.Errorf("requests %v", s.sizes)
	}
}

func TestOpenAIReportsWhatWasDone(t *testing.T) {
	_, opt := newServer(t, func(_ int64, w http.ResponseWriter, _ *http.Request, input []string) bool {
		if input[0] == "text 20 文" {
			http.Error(w, `{"error":{"message":"no","type":"x"}}`, http.StatusBadRequest)
			return true
		}
		return false
	})
	opt.Concurrency = 1
	o, _ := newOpenAI(t, opt)
	_, err := o.Embed(t.Context(), numbered(45))
	var typed *Error
	if !errors.As(err, &typed) || typed.Done != 20 || typed.Total != 45 || typed.Status != 400 {
		t.Fatalf("got %+v", typed)
	}
}

func TestOpenAIHangs(t *testing.T) {
	_, opt := newServer(t, func(_ int64, _ http.ResponseWriter, r *http.Request, _ []string) bool {
		<-r.Context().Done()
		return true
	})
	o, _ := newOpenAI(t, opt)
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Millisecond)
	defer cancel()
	_, err := o.Embed(ctx, numbered(25))
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("caller's deadline: %v", err)
	}
	noKey(t, err)

	opt.Timeout, opt.MaxRetries = 20*time.Millisecond, 2
	o, pauses := newOpenAI(t, opt)
	_, err = o.EmbedQuery(t.Context(), "q")
	if !errors.Is(err, context.DeadlineExceeded) || len(*pauses) != 2 {
		t.Errorf("request's timeout: %v after %v", err, *pauses)
	}

	ctx, cancel = context.WithCancel(t.Context())
	cancel()
	if _, err = o.Embed(ctx, numbered(3)); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled before: %v", err)
	}
}

func TestOpenAIBreaker(t *testing.T) {
	s, opt := newServer(t, nil)
	s.before = func(_ int64, w http.ResponseWriter, _ *http.Request, _ []string) bool {
		http.Error(w, "down", http.StatusServiceUnavailable)
		return true
	}
	opt.MaxRetries = -1
	o, _ := newOpenAI(t, opt)
	for range 8 {
		_, err := o.EmbedQuery(t.Context(), "q")
		noKey(t, err)
		if err == nil {
			t.Fatal("no error")
		}
	}
	if s.requests.Load() != 5 {
		t.Errorf("%d requests", s.requests.Load())
	}
	o.now = func() time.Time { return time.Now().Add(30 * time.Second) }
	down := s.before
	s.before = nil
	if _, err := o.EmbedQuery(t.Context(), "q"); err != nil {
		t.Errorf("after the rest: %v", err)
	}
	// The failures are counted from zero again: five more requests reach the server.
	s.before = down
	for range 8 {
		if _, err := o.EmbedQuery(t.Context(), "q"); err == nil {
			t.Fatal("no error")
		}
	}
	if s.requests.Load() != 5+1+5 {
		t.Errorf("%d requests", s.requests.Load())
	}
}

func TestOpenAIUnreachable(t *testing.T) {
	live := httptest.NewServer(http.NotFoundHandler())
	live.Close()
	o, pauses := newOpenAI(t, OpenAIOptions{BaseURL: live.URL, Key: testKey, Model: "m"})
	_, err := o.Embed(t.Context(), numbered(2))
	var typed *Error
	if !errors.As(err, &typed) || !strings.Contains(typed.Hint, "cannot be reached") || len(*pauses) != 4 {
		t.Errorf("got %v after %v", err, *pauses)
	}
}

// TestOpenAITransportEchoesKey: an HTTP client whose error holds the key.
func TestOpenAITransportEchoesKey(t *testing.T) {
	client := &http.Client{Transport: roundTrip(func(r *http.Request) (*http.Response, error) {
		return nil, fmt.Errorf("proxy said: %s: %w", r.Header.Get("Authorization"), io.ErrUnexpectedEOF)
	})}
	o, pauses := newOpenAI(t, OpenAIOptions{BaseURL: "https://example.invalid/v1", Key: testKey, Model: "m", HTTPClient: client})
	_, err := o.Embed(t.Context(), numbered(1))
	noKey(t, err)
	if err == nil || !strings.Contains(err.Error(), "[key]") || len(*pauses) != 4 {
		t.Errorf("got %v after %v", err, *pauses)
	}
}
