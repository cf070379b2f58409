package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// served is `ask serve` running in this process.
type served struct {
	address string
	stop    func() error
	log     *lockedBuffer
}

type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// startServe serves a folder with its own home.
func startServe(t *testing.T, docs string, env map[string]string, change func(*serveSettings)) (*served, error) {
	t.Helper()
	home := t.TempDir()
	getenv := func(key string) string {
		if key == "HOME" {
			return home
		}
		return env[key]
	}
	cfg := newConfig()
	cfg.Docs = []string{docs}
	log := &lockedBuffer{}
	a := &app{in: strings.NewReader(""), out: bufio.NewWriter(io.Discard), stdout: io.Discard, stderr: log, getenv: getenv, cfg: cfg}
	a.log = newLogger(log, cfg)
	set := defaultServe()
	set.Addr, set.Refresh = "127.0.0.1:0", 20*time.Millisecond
	if change != nil {
		change(&set)
	}
	ctx, cancel := context.WithCancel(context.Background())
	listening, done := make(chan net.Addr, 1), make(chan error, 1)
	go func() { done <- a.serve(ctx, set, nil, func(at net.Addr) { listening <- at }) }()
	select {
	case at := <-listening:
		stop := sync.OnceValue(func() error {
			cancel()
			return <-done
		})
		t.Cleanup(func() { stop() })
		return &served{"http://" + at.String(), stop, log}, nil
	case err := <-done:
		cancel()
		return nil, err
	}
}

// chat asks and gives the message.
func (s *served) chat(t *testing.T, question string, headers ...string) (status int, content string) {
	t.Helper()
	body, err := json.Marshal(map[string]any{"messages": []map[string]string{{"role": "user", "content": question}}})
	if err != nil {
		t.Fatal(err)
	}
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.address+"/v1/chat/completions", bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	for i := 0; i < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	var reply struct {
		Choices []struct{ Message struct{ Content string } }
	}
	if err := json.NewDecoder(res.Body).Decode(&reply); err != nil {
		t.Fatal(err)
	}
	if len(reply.Choices) == 1 {
		content = reply.Choices[0].Message.Content
	}
	return res.StatusCode, content
}

func writeNote(t *testing.T, dir, text string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, "灯塔.md"), []byte("# 灯塔\n\n"+text+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestServeFollowsDocuments(t *testing.T) {
	docs := t.TempDir()
	writeNote(t, docs, "栖桐镇的灯塔高二十四米，一九三一年建成。")
	s, err := startServe(t, docs, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	if status, got := s.chat(t, "栖桐镇的灯塔有多高？"); status != 200 || !strings.Contains(got, "二十四米") {
		t.Fatalf("%d %q", status, got)
	}
	writeNote(t, docs, "栖桐镇的灯塔高三十一米，去年加高了。")
	for began := time.Now(); ; time.Sleep(20 * time.Millisecond) {
		if _, got := s.chat(t, "栖桐镇的灯塔有多高？"); strings.Contains(got, "三十一米") {
			break
		}
		if time.Since(began) > 20*time.Second {
			t.Fatalf("the change is not seen\n%s", s.log)
		}
	}
	if err := s.stop(); err != nil {
		t.Errorf("serve: %v", err)
	}
	log := s.log.String()
	if !strings.Contains(log, "msg=answered") || strings.Contains(log, "有多高") || strings.Contains(log, "二十四米") {
		t.Errorf("log:\n%s", log)
	}
}

func TestServeKeys(t *testing.T) {
	docs := t.TempDir()
	writeNote(t, docs, "栖桐镇的灯塔高二十四米。")
	file := filepath.Join(t.TempDir(), "keys")
	if err := os.WriteFile(file, []byte("# 家里\nfrom-the-file\n\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	s, err := startServe(t, docs, map[string]string{"ASK_API_KEY": "from-the-environment"}, func(set *serveSettings) { set.KeysFile = file })
	if err != nil {
		t.Fatal(err)
	}
	for key, want := range map[string]int{"": 401, "from-the-file": 200, "from-the-environment": 200, "# 家里": 401} {
		if status, _ := s.chat(t, "栖桐镇的灯塔有多高？", "Authorization", "Bearer "+key); status != want {
			t.Errorf("key %q: %d", key, status)
		}
	}
	_, content := s.chat(t, "栖桐镇的灯塔有多高？", "Authorization", "Bearer from-the-file")
	if !strings.Contains(content, "&sig=") {
		t.Errorf("links are not signed: %s", content)
	}
	if strings.Contains(s.log.String(), "from-the") {
		t.Error("the log holds a key")
	}
}

func TestServeRefuses(t *testing.T) {
	docs := t.TempDir()
	writeNote(t, docs, "栖桐镇的灯塔高二十四米。")
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	tests := []struct {
		name   string
		change func(*serveSettings)
		code   string
	}{
		{"the network without a key", func(s *serveSettings) { s.Addr = "0.0.0.0:0" }, "not_configured"},
		{"an address in use", func(s *serveSettings) { s.Addr = taken.Addr().String() }, "failure"},
		{"an odd proxy", func(s *serveSettings) { s.Proxies = []string{"here"} }, "usage"},
		{"an odd origin", func(s *serveSettings) { s.Origins = []string{"*"} }, "usage"},
		{"an odd public URL", func(s *serveSettings) { s.PublicURL = "ftp://x" }, "usage"},
		{"no file of keys", func(s *serveSettings) { s.KeysFile = filepath.Join(docs, "none") }, "not_configured"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s, err := startServe(t, docs, nil, tt.change)
			if s != nil {
				err = s.stop()
			}
			if err == nil {
				t.Fatal("it serves")
			}
			if f := asFailure(err); f.code != tt.code || f.hint == "" || errors.Is(err, context.Canceled) {
				t.Errorf("%s: %v (hint %q)", f.code, f, f.hint)
			}
		})
	}
}

func TestLinkSecretIsKept(t *testing.T) {
	home := t.TempDir()
	a := &app{getenv: func(key string) string { return map[string]string{"HOME": home}[key] }}
	first, err := a.linkSecret()
	if err != nil {
		t.Fatal(err)
	}
	second, err := a.linkSecret()
	if err != nil || !bytes.Equal(first, second) || len(first) != 32 {
		t.Errorf("%x, then %x, %v", first, second, err)
	}
	path := filepath.Join(home, ".local", "state", "ask", "link-secret")
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Error(fmt.Sprint(info), err)
	}
}
