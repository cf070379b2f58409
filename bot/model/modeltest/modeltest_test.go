package modeltest

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
)

// witness is a testing.TB that notes errors instead of failing.
type witness struct {
	testing.TB
	mu     sync.Mutex
	errors []string
}

func (w *witness) Errorf(format string, args ...any) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.errors = append(w.errors, fmt.Sprintf(format, args...))
}

func post(t *testing.T, url, kind, body string) (int, string) {
	t.Helper()
	reply, err := http.Post(url+"/chat/completions", kind, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	defer reply.Body.Close()
	text, err := io.ReadAll(reply.Body)
	if err != nil {
		t.Fatal(err)
	}
	return reply.StatusCode, string(text)
}

func TestAnswering(t *testing.T) {
	s := New(t, Answering(func(prompt []Message) string { return "答:" + prompt[len(prompt)-1].Content }))
	const body = `{"model":"m","temperature":0,"messages":[{"role":"user","content":"谁?"}]%s}`
	status, text := post(t, s.URL, "application/json", fmt.Sprintf(body, `,"stream":true`))
	if status != 200 || strings.Count(text, `"content":"`) != 3 || !strings.HasSuffix(text, "data: [DONE]\n\n") || !strings.Contains(text, `"model":"m"`) {
		t.Errorf("stream: %d %s", status, text)
	}
	status, text = post(t, s.URL, "application/json", fmt.Sprintf(body, ""))
	if status != 200 || !strings.Contains(text, `"content":"答:谁?"`) || !strings.Contains(text, `"finish_reason":"stop"`) {
		t.Errorf("no stream: %d %s", status, text)
	}
	if r := s.Requests(); len(r) != 2 || r[0].N != 1 || !r[0].Stream || r[1].Stream || r[1].Messages[0] != (Message{"user", "谁?"}) {
		t.Errorf("requests %+v", r)
	}
}

func TestStrict(t *testing.T) {
	for name, tt := range map[string][2]string{
		"content type":  {"text/plain", `{"model":"m","temperature":0,"messages":[{"role":"user","content":"a"}]}`},
		"no JSON":       {"application/json", `{`},
		"two bodies":    {"application/json", `{"model":"m","temperature":0,"messages":[{"role":"user","content":"a"}]}{}`},
		"no model":      {"application/json", `{"temperature":0,"messages":[{"role":"user","content":"a"}]}`},
		"no messages":   {"application/json", `{"model":"m","temperature":0,"messages":[]}`},
		"role":          {"application/json", `{"model":"m","temperature":0,"messages":[{"role":"boss","content":"a"}]}`},
		"empty message": {"application/json", `{"model":"m","temperature":0,"messages":[{"role":"user"}]}`},
		"temperature":   {"application/json", `{"model":"m","messages":[{"role":"user","content":"a"}]}`},
		"wrong type":    {"application/json", `{"model":3,"temperature":0,"messages":[{"role":"user","content":"a"}]}`},
	} {
		t.Run(name, func(t *testing.T) {
			w := &witness{TB: t}
			s := New(w, Answering(func([]Message) string { return "a" }))
			status, _ := post(t, s.URL, tt[0], tt[1])
			w.mu.Lock()
			defer w.mu.Unlock()
			if status != 400 || len(w.errors) != 1 || len(s.Requests()) != 0 {
				t.Errorf("status %d, errors %q", status, w.errors)
			}
		})
	}
}

func TestScriptEnds(t *testing.T) {
	s := New(t, Script(Text("a")))
	const body = `{"model":"m","temperature":0,"messages":[{"role":"user","content":"a"}]}`
	first, _ := post(t, s.URL, "application/json", body)
	if second, _ := post(t, s.URL, "application/json", body); first != 200 || second != 500 {
		t.Errorf("%d, then %d", first, second)
	}
}

func TestKey(t *testing.T) {
	s := NewServer(t, Options{Key: "k"})
	if status, _ := post(t, s.URL, "application/json", "{}"); status != 401 {
		t.Errorf("status %d", status)
	}
}
