package embed

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

const testKey = "sk-very-secret-0123456789"

// server speaks the embeddings protocol strictly and misbehaves on demand.
type server struct {
	t        *testing.T
	limit    int // texts per request it accepts
	dims     int
	requests atomic.Int64
	before   func(n int64, w http.ResponseWriter, r *http.Request, input []string) bool // true: handled

	mu    sync.Mutex
	sizes []int    // texts per request
	texts []string // all texts seen
}

type wireItem struct {
	Object    string    `json:"object"`
	Index     int       `json:"index"`
	Embedding []float64 `json:"embedding"`
}

func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	n := s.requests.Add(1)
	var body struct {
		Input []string `json:"input"`
		Model string   `json:"model"`
		User  string   `json:"user"`
		Dims  *int     `json:"dimensions"`
	}
	decoder := json.NewDecoder(r.Body)
	decoder.DisallowUnknownFields()
	switch err := decoder.Decode(&body); {
	case r.Method != http.MethodPost || r.URL.Path != "/v1/embeddings":
		http.Error(w, `{"error":{"message":"no such route","type":"x"}}`, http.StatusNotFound)
		return
	case r.Header.Get("Authorization") != "Bearer "+testKey:
		http.Error(w, `{"error":{"message":"bad key `+strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")+`","type":"x"}}`, http.StatusUnauthorized)
		return
	case err != nil || r.Header.Get("Content-Type") != "application/json" || body.Model != "m":
		s.t.Errorf("bad request: %v %v", err, body)
		http.Error(w, "bad request", http.StatusBadRequest)
		return
	}
	s.mu.Lock()
	s.sizes, s.texts = append(s.sizes, len(body.Input)), append(s.texts, body.Input...)
	s.mu.Unlock()
	if s.before != nil && s.before(n, w, r, body.Input) {
		return
	}
	if len(body.Input) > s.limit {
		http.Error(w, fmt.Sprintf(`{"error":{"message":"batch size is invalid, it should not be larger than %d","type":"invalid","code":"InvalidParameter"}}`, s.limit), http.StatusBadRequest)
		return
	}
	dims := s.dims
	if body.Dims != nil {
		dims = *body.Dims
	}
	writeVectors(w, body.Input, dims)
}

// writeVectors answers with shuffled indexes.
func writeVectors(w io.Writer, input []string, dims int) {
	items := make([]wireItem, len(input))
	for i, at := range rand.Perm(len(input)) {
		items[i] = wireItem{"embedding", at, fakeVector(input[at], dims)}
	}
	_ = json.NewEncoder(w).Encode(map[string]any{"object": "list", "data": items, "model": "m", "usage": map[string]int{"total_tokens": 3}})
}

// fakeVector is not of length 1.
func fakeVector(text string, dims int) []float64 {
	out := make([]float64, dims)
	for i, b := range []byte(text) {
		out[i%dims] += float64(b) * float64(i+1)
	}
	out[0]++
	return out
}

func newServer(t *testing.T, before func(n int64, w http.ResponseWriter, r *http.Request, input []string) bool) (*server, OpenAIOptions) {
	t.Helper()
	s := &server{t: t, limit: 10, dims: 5, before: before}
	live := httptest.NewServer(s)
	t.Cleanup(live.Close)
	return s, OpenAIOptions{BaseURL: live.URL + "/v1", Key: testKey, Model: "m"}
}

// newOpenAI gives a client that notes its pauses instead of waiting.
func newOpenAI(t *testing.T, opt OpenAIOptions) (*OpenAI, *[]time.Duration) {
	t.Helper()
	o, err := NewOpenAI(opt)
	if err != nil {
		t.Fatal(err)
	}
	var mu sync.Mutex
	var pauses []time.Duration
	o.pause = func(ctx context.Context, d time.Duration) error {
		mu.Lock()
		defer mu.Unlock()
		pauses = append(pauses, d)
		return ctx.Err()
	}
	return o, &pauses
}

// noKey fails if the key shows in err or in anything it wraps.
func noKey(t *testing.T, err error) {
	t.Helper()
	for err != nil {
		for _, text := range []string{err.Error(), fmt.Sprintf("%+v", err), fmt.Sprintf("%#v", err)} {
			if strings.Contains(text, testKey) {
				t.Errorf("key in error: %s", text)
			}
		}
		if many, ok := err.(interface{ Unwrap() []error }); ok {
			for _, e := range many.Unwrap() {
				noKey(t, e)
			}
			return
		}
		err = errors.Unwrap(err)
	}
}

func numbered(n int) []string {
	texts := make([]string, n)
	for i := range texts {
		texts[i] = fmt.Sprintf("text %d 文", i)
	}
	return texts
}

func checkOrder(t *testing.T, texts []string, vectors [][]float32, dims int) {
	t.Helper()
	if len(vectors) != len(texts) {
		t.Fatalf("%d vectors for %d texts", len(vectors), len(texts))
	}
	for i, text := range texts {
		want := fakeVector(text, dims)
		var norm, sum, product float64
		for j, x := range want {
			norm += x * x
			sum += float64(vectors[i][j]) * float64(vectors[i][j])
			product += x * float64(vectors[i][j])
		}
		if math.Abs(sum-1) > 1e-5 || math.Abs(product/math.Sqrt(norm)-1) > 1e-5 {
			t.Fatalf("vector %d is not that of its text, normalised: %v", i, vectors[i])
		}
	}
}

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }
