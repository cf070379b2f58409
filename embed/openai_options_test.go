package embed

import (
	"bytes"
	"context"
	"errors"
	"io"
	"math"
	"net/http"
	"strings"
	"testing"
	"time"

	"ask/embed/remote"
)

func TestWaitFor(t *testing.T) {
	now := time.Now()
	limited := func(after string) error { return &statusError{code: 429, retryAfter: after} }
	for try := range 40 {
		if d, ok := waitFor(t.Context(), limited(""), try, now); !ok || d < 250*time.Millisecond || d > 20*time.Second {
			t.Errorf("try %d: %v %v", try, d, ok)
		}
	}
	if _, ok := waitFor(t.Context(), limited("86400"), 0, now); ok {
		t.Error("waits a day")
	}
	for _, odd := range []string{"-5", "soon", "1.5", "99999999999999999999"} {
		if d, ok := waitFor(t.Context(), limited(odd), 0, now); !ok || d > time.Second {
			t.Errorf("%q: %v %v", odd, d, ok)
		}
	}
	ctx, cancel := context.WithDeadline(t.Context(), now.Add(5*time.Second))
	defer cancel()
	if _, ok := waitFor(ctx, limited("6"), 0, now); ok {
		t.Error("waits past the deadline")
	}
	if err := remote.Sleep(ctx, time.Microsecond); err != nil {
		t.Error(err)
	}
	cancel()
	if err := remote.Sleep(ctx, time.Hour); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

func TestNewOpenAIRefuses(t *testing.T) {
	good := OpenAIOptions{BaseURL: "https://api.example.com/v1", Key: testKey + "\n", Model: "m"}
	if _, err := NewOpenAI(good); err != nil {
		t.Fatal(err)
	}
	tests := map[string]func(*OpenAIOptions){
		"no address":     func(o *OpenAIOptions) { o.BaseURL = "" },
		"no scheme":      func(o *OpenAIOptions) { o.BaseURL = "api.example.com/v1" },
		"file":           func(o *OpenAIOptions) { o.BaseURL = "file:///etc/passwd" },
		"user":           func(o *OpenAIOptions) { o.BaseURL = "https://u:" + testKey + "@example.com/" },
		"query":          func(o *OpenAIOptions) { o.BaseURL = "https://example.com/?key=" + testKey },
		"control":        func(o *OpenAIOptions) { o.BaseURL = "https://example.com/\x00" + testKey },
		"plain":          func(o *OpenAIOptions) { o.BaseURL = "http://example.com/v1" },
		"no model":       func(o *OpenAIOptions) { o.Model = "" },
		"dimensions":     func(o *OpenAIOptions) { o.Dimensions = -1 },
		"key with break": func(o *OpenAIOptions) { o.Key = testKey + "\nX: y" },
	}
	for name, spoil := range tests {
		opt := good
		spoil(&opt)
		_, err := NewOpenAI(opt)
		if err == nil {
			t.Errorf("%s: accepted", name)
			continue
		}
		noKey(t, err)
	}
	for _, base := range []string{"http://localhost:11434/v1", "http://127.0.0.1:1", "http://[::1]:8000/v1"} {
		opt := good
		opt.BaseURL = base
		if _, err := NewOpenAI(opt); err != nil {
			t.Errorf("%s: %v", base, err)
		}
	}
	good.BaseURL, good.AllowHTTP = "http://gpu.lan:8000/v1", true
	if _, err := NewOpenAI(good); err != nil {
		t.Error(err)
	}
}

func TestOpenAIIdentity(t *testing.T) {
	seen := map[string]bool{}
	base := OpenAIOptions{BaseURL: "https://a.example/v1", Key: testKey, Model: "m"}
	for _, change := range []func(*OpenAIOptions){
		func(*OpenAIOptions) {},
		func(o *OpenAIOptions) { o.BaseURL = "https://b.example/v1" },
		func(o *OpenAIOptions) { o.Model = "m/2" },
		func(o *OpenAIOptions) { o.Dimensions = 64 },
		func(o *OpenAIOptions) { o.QueryPrefix = "q: " },
	} {
		opt := base
		change(&opt)
		o, err := NewOpenAI(opt)
		if err != nil {
			t.Fatal(err)
		}
		id := o.Identity()
		if seen[id] || strings.Contains(id, testKey) || !strings.HasPrefix(id, "openai:") {
			t.Errorf("identity %q", id)
		}
		seen[id] = true
	}
	base.Key = "another-key"
	o, err := NewOpenAI(base)
	if err != nil {
		t.Fatal(err)
	}
	if !seen[o.Identity()] {
		t.Error("identity depends on the key")
	}
}

func FuzzReply(f *testing.F) {
	var good bytes.Buffer
	writeVectors(&good, []string{"a", "b"}, 3)
	f.Add(good.Bytes(), 200)
	f.Add([]byte(`{"data":[{"index":0,"embedding":[1,null]},{"index":1,"embedding":[1e38,3e38]}]}`), 200)
	f.Add([]byte(`{"error":{"message":["a"],"code":[]}}`), 400)
	f.Add([]byte(`{"message":3}`), 500)
	f.Fuzz(func(t *testing.T, body []byte, code int) {
		if code < 200 || code > 599 || code/100 == 3 {
			return
		}
		client := &http.Client{Transport: roundTrip(func(r *http.Request) (*http.Response, error) {
			return &http.Response{StatusCode: code, Body: io.NopCloser(bytes.NewReader(body)), Request: r}, nil
		})}
		o, err := NewOpenAI(OpenAIOptions{BaseURL: "https://example.invalid", Key: testKey, Model: "m", HTTPClient: client, MaxRetries: -1})
		if err != nil {
			t.Fatal(err)
		}
		vectors, err := o.Embed(t.Context(), []string{"a", "b"})
		noKey(t, err)
		if err != nil {
			return
		}
		for _, v := range vectors {
			if len(v) != len(vectors[0]) || math.Abs(sumSquares(v)-1) > 1e-4 {
				t.Errorf("unsound vector %v", v)
			}
		}
	})
}
