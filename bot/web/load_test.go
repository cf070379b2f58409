package web

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"ask/bot"
)

const timeLimit = 10 * time.Second

// pulseLimit is how long /healthz may take. The race detector slows everything down.
const pulseLimit = 100 * time.Millisecond * slowness

// patient is a model that writes a sentence every so often, until it is called off.
type patient struct {
	every   time.Duration
	steps   int
	running atomic.Int64
	ended   atomic.Int64 // called off
	most    atomic.Int64
}

func (p *patient) Answer(ctx context.Context, q bot.Question) (*bot.Answer, error) {
	n := p.running.Add(1)
	defer p.running.Add(-1)
	for most := p.most.Load(); n > most && !p.most.CompareAndSwap(most, n); most = p.most.Load() {
		continue
	}
	a := &bot.Answer{Question: q.Text, Answered: true, Mode: "generated"}
	for i := range p.steps {
		select {
		case <-ctx.Done():
			p.ended.Add(1)
			return nil, ctx.Err()
		case <-time.After(p.every):
		}
		e := bot.Event{Text: fmt.Sprintf("第%d句。", i)}
		a.Text += e.Text
		if q.Watch != nil {
			q.Watch(e)
		}
	}
	return a, nil
}

// open begins a stream and gives its body after the first chunk.
func open(t testing.TB, ctx context.Context, address string) io.ReadCloser {
	t.Helper()
	return openAsking(t, ctx, address, "讲故事")
}

// openAsking is open with a question.
func openAsking(t testing.TB, ctx context.Context, address, text string) io.ReadCloser {
	t.Helper()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, address+"/v1/chat/completions", strings.NewReader(question(text, `"stream":true`)))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	if res.StatusCode != 200 {
		res.Body.Close()
		t.Fatalf("status %d", res.StatusCode)
	}
	first := bufio.NewReader(res.Body)
	if _, err := first.ReadString('\n'); err != nil {
		t.Fatal(err)
	}
	return struct {
		io.Reader
		io.Closer
	}{first, res.Body}
}

// eventually waits for a condition.
func eventually(t testing.TB, within time.Duration, what string, ok func() bool) {
	t.Helper()
	for began := time.Now(); !ok(); time.Sleep(5 * time.Millisecond) {
		if time.Since(began) > within {
			t.Fatalf("after %v: %s", within, what)
		}
	}
}

func TestLeavingEndsTheWork(t *testing.T) {
	p := &patient{every: time.Hour, steps: 1}
	address := listen(t, withModel(t, Model{ID: "p", Answerer: p}))
	base := runtime.NumGoroutine()
	for range 20 {
		ctx, cancel := context.WithCancel(t.Context())
		body := open(t, ctx, address)
		eventually(t, timeLimit, "no work begins", func() bool { return p.running.Load() == 1 })
		cancel()
		body.Close()
		eventually(t, time.Second, "the client left and the work goes on", func() bool { return p.running.Load() == 0 })
	}
	if p.ended.Load() != 20 {
		t.Errorf("%d of 20 called off", p.ended.Load())
	}
	http.DefaultClient.CloseIdleConnections()
	eventually(t, timeLimit, "goroutines are left", func() bool { return runtime.NumGoroutine() <= base+4 })
}

func TestResetConnections(t *testing.T) {
	p := &patient{every: time.Hour, steps: 1}
	server := newTestServer(t, withModel(t, Model{ID: "p", Answerer: p}))
	address, stop := serveServer(t, server)
	body := question("讲故事", `"stream":true`)
	for range 20 {
		conn, err := net.Dial("tcp", strings.TrimPrefix(address, "http://"))
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(conn, "POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s", len(body), body)
		eventually(t, timeLimit, "no work begins", func() bool { return p.running.Load() == 1 })
		conn.(*net.TCPConn).SetLinger(0) // closes with a reset
		conn.Close()
		eventually(t, time.Second, "the work goes on", func() bool { return p.running.Load() == 0 })
	}
	eventually(t, timeLimit, "requests are still counted", func() bool { return server.metrics.running.Load() == 0 })
	stop()
}

// TestParallelStreams: 64 at a time at a model server are answered or told to wait, the
// bound holds, and the server's pulse does not falter.
func TestParallelStreams(t *testing.T) {
	p := &patient{every: 10 * time.Millisecond, steps: 5}
	address := listen(t, func(cfg *Config) {
		withModel(t, Model{ID: "p", Answerer: p, Remote: true})(cfg)
		cfg.times.queue = 200 * time.Millisecond
	})
	var wait sync.WaitGroup
	var ok, busy atomic.Int64
	for i := range 64 {
		wait.Go(func() {
			more := `"stream":true`
			if i%2 == 0 {
				more = `"stream":false`
			}
			res, data := post(t, address+"/v1/chat/completions", question(fmt.Sprintf("讲第%d个故事", i), more))
			switch {
			case res.StatusCode == 200:
				ok.Add(1)
			case res.StatusCode == 429 && res.Header.Get("Retry-After") != "":
				busy.Add(1)
			default:
				t.Errorf("status %d: %s", res.StatusCode, data)
			}
		})
	}
	idle := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	defer idle.Close()
	slowest, machine := pulse(t, address, 20), time.Duration(0)
	if slowest > pulseLimit {
		machine = pulse(t, idle.URL, 20)
	}
	wait.Wait()
	if p.most.Load() > 4 || ok.Load() < 4 || busy.Load() == 0 {
		t.Errorf("%d answered, %d told to wait, %d at once", ok.Load(), busy.Load(), p.most.Load())
	}
	if slowest > pulseLimit+2*machine {
		t.Errorf("healthz took %v, a server that does nothing %v", slowest, machine)
	}
}

// pulse is the slowest of n calls of /healthz.
func pulse(t testing.TB, address string, n int) (slowest time.Duration) {
	t.Helper()
	for range n {
		began := time.Now()
		if res, _ := get(t, address+"/healthz"); res.StatusCode != 200 {
			t.Errorf("healthz: %d", res.StatusCode)
		}
		slowest = max(slowest, time.Since(began))
		time.Sleep(2 * time.Millisecond)
	}
	return slowest
}

func TestGate(t *testing.T) {
	g := newGate(1, 1, 50*time.Millisecond)
	leave, err := g.enter(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := g.enter(t.Context()); err == nil {
		t.Error("two are in")
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := g.enter(ctx); err == nil || asFailure(err).status != 499 {
		t.Errorf("who leaves the queue gets %v", err)
	}
	leave()
	if leave, err = g.enter(t.Context()); err != nil {
		t.Errorf("nobody is in, and %v", err)
	}
	leave()
	if g.waiting.Load() != 0 {
		t.Errorf("%d waiting", g.waiting.Load())
	}
}

func TestHeartbeat(t *testing.T) {
	p := &patient{every: 150 * time.Millisecond, steps: 1}
	address := listen(t, func(cfg *Config) {
		withModel(t, Model{ID: "p", Answerer: p})(cfg)
		cfg.times.ping = 20 * time.Millisecond
	})
	r := stream(t, address, question("讲故事", `"stream":true`))
	if r.comments < 3 || !r.done || !strings.Contains(r.text(), "第0句。") {
		t.Errorf("%d heartbeats, %q", r.comments, r.text())
	}
}

// TestStreamOutlivesReadTimeout: the limit of time on reading a request does not end the
// answer.
func TestStreamOutlivesReadTimeout(t *testing.T) {
	p := &patient{every: 100 * time.Millisecond, steps: 8}
	address, stop := serveReal(t, func(cfg *Config) {
		withModel(t, Model{ID: "p", Answerer: p})(cfg)
		cfg.times.header, cfg.times.body, cfg.times.idle, cfg.times.write = 100*time.Millisecond, 200*time.Millisecond, 200*time.Millisecond, 200*time.Millisecond
	})
	defer stop()
	if r := stream(t, address, question("讲故事", `"stream":true`)); !r.done || !strings.HasSuffix(r.text(), "第7句。") {
		t.Errorf("%q", r.text())
	}
}

// TestStalledReaders: clients that do not read hold up nobody, and are cut off.
func TestStalledReaders(t *testing.T) {
	long := answerFunc(func(_ context.Context, q bot.Question) (*bot.Answer, error) {
		a := &bot.Answer{Question: q.Text, Answered: true, Text: strings.Repeat("long ", 1<<20)}
		return a, nil
	})
	server := newTestServer(t, func(cfg *Config) {
		withModel(t, Model{ID: "long", Answerer: long})(cfg)
		cfg.times.write = 300 * time.Millisecond
	})
	address, stop := serveServer(t, server)
	defer stop()
	for i := range 4 {
		body := question("讲故事", fmt.Sprintf(`"stream":%v`, i%2 == 0))
		conn, err := net.Dial("tcp", strings.TrimPrefix(address, "http://"))
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		conn.(*net.TCPConn).SetReadBuffer(4096)
		fmt.Fprintf(conn, "POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s", len(body), body)
	}
	if slowest := pulse(t, address, 10); slowest > 2*time.Second {
		t.Errorf("healthz took %v", slowest)
	}
	eventually(t, 20*time.Second, "stalled clients are not cut off", func() bool { return server.metrics.running.Load() == 0 })
}

// TestPanics: a panic of an answer is an error of that request.
func TestPanics(t *testing.T) {
	address := listen(t, withModel(t, Model{ID: "p", Answerer: answerFunc(func(context.Context, bot.Question) (*bot.Answer, error) { panic("secret detail") })}))
	res, data := post(t, address+"/v1/chat/completions", question("x"))
	if res.StatusCode != 500 || strings.Contains(string(data), "secret") || strings.Contains(string(data), "goroutine") {
		t.Errorf("%d %s", res.StatusCode, data)
	}
	r := stream(t, address, question("x", `"stream":true`))
	last := r.chunks[len(r.chunks)-1]
	if e := object(last["error"]); len(list(last["choices"])) != 0 || e["code"] != "internal_error" || strings.Contains(fmt.Sprint(e), "secret") || !r.done {
		t.Errorf("%v", last)
	}
	if len(parseOpenWebUI(r.lines).errors) != 1 {
		t.Error("Open WebUI shows no error")
	}
}

// leaveStream begins a stream and drops it when ctx is over.
func leaveStream(ctx context.Context, address, body string) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, address+"/v1/chat/completions", strings.NewReader(body))
	if err != nil {
		return
	}
	req.Header.Set("Content-Type", "application/json")
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return
	}
	defer res.Body.Close()
	_, _ = io.Copy(io.Discard, res.Body) // ends with ctx
}
