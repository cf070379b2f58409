package web

import (
	"context"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"ask/bot"
	"ask/retrieve"
)

// serveServer runs a server on a port of its own.
func serveServer(t testing.TB, server *Server) (address string, stop func()) {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- server.Serve(ctx, ln) }()
	return "http://" + ln.Addr().String(), func() {
		cancel()
		if err := <-done; err != nil {
			t.Errorf("Serve: %v", err)
		}
	}
}

// TestDrain: streams that can end in time do; nobody new is let in meanwhile.
func TestDrain(t *testing.T) {
	p := &patient{every: 50 * time.Millisecond, steps: 6}
	server := newTestServer(t, withModel(t, Model{ID: "p", Answerer: p}))
	address, stop := serveServer(t, server)
	body := open(t, t.Context(), address)
	defer body.Close()
	var stopped atomic.Bool
	var wait sync.WaitGroup
	wait.Go(func() {
		stop()
		stopped.Store(true)
	})
	eventually(t, timeLimit, "not draining", server.draining.Load)
	eventually(t, timeLimit, "still listening", func() bool {
		conn, err := net.Dial("tcp", strings.TrimPrefix(address, "http://"))
		if err == nil {
			conn.Close()
		}
		return err != nil
	})
	if stopped.Load() {
		t.Error("stopped before the stream was over")
	}
	if r := record(t, body); !r.done || !strings.HasSuffix(r.text(), "第5句。") {
		t.Errorf("the stream was cut: %q", r.text())
	}
	wait.Wait()
}

// TestDrainCutsOff: streams that cannot end in time are told.
func TestDrainCutsOff(t *testing.T) {
	p := &patient{every: time.Hour, steps: 1}
	base := runtime.NumGoroutine()
	server := newTestServer(t, func(cfg *Config) {
		withModel(t, Model{ID: "p", Answerer: p})(cfg)
		cfg.Searches = 16
		cfg.times.drain, cfg.times.last = 200*time.Millisecond, 2*time.Second
	})
	address, stop := serveServer(t, server)
	var bodies []io.ReadCloser
	for range 8 {
		bodies = append(bodies, open(t, t.Context(), address))
	}
	began := time.Now()
	stop()
	if took := time.Since(began); took > 2*time.Second {
		t.Errorf("stopping took %v", took)
	}
	for _, body := range bodies {
		r := record(t, body)
		last := r.chunks[len(r.chunks)-1]
		if !r.done || object(last["error"])["code"] != "shutting_down" {
			t.Errorf("last chunk %v, done %v", last, r.done)
		}
		body.Close()
	}
	http.DefaultClient.CloseIdleConnections()
	eventually(t, timeLimit, "goroutines are left", func() bool { return runtime.NumGoroutine() <= base+2 })
}

// lighthouse is an edition of one document. With hold, it answers only after that is
// closed; closed counts how often editions are.
func lighthouse(t *testing.T, text string, hold <-chan struct{}, closed *atomic.Int64) Edition {
	t.Helper()
	docs := filepath.Join(scratch, "reload-docs")
	if err := os.MkdirAll(docs, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(docs, "灯塔.md"), []byte("# 灯塔\n\n"+text+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	e, err := openEdition("reload", docs)
	if err != nil {
		t.Fatal(err)
	}
	quotes := e.Models[0].Answerer
	slow := answerFunc(func(ctx context.Context, q bot.Question) (*bot.Answer, error) {
		if hold != nil {
			<-hold
		}
		return quotes.Answer(ctx, q)
	})
	return Edition{Index: e.Index, Models: []Model{{ID: "m", Answerer: slow}}, Close: func() error {
		closed.Add(1)
		return e.Close()
	}}
}

// readers is how many read the current edition.
func (s *Shelf) readers() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.current.readers
}

// TestHotReload: streams go on over the generation they began with while new ones get the
// next, and an old generation is closed after its last reader, not before.
func TestHotReload(t *testing.T) {
	var closed atomic.Int64
	hold := make(chan struct{})
	release := sync.OnceFunc(func() { close(hold) })
	defer release()
	shelf := NewShelf(lighthouse(t, "栖桐镇的灯塔高二十四米。", hold, &closed), quiet())
	address := listen(t, func(cfg *Config) { cfg.Shelf, cfg.Searches = shelf, 16 })
	ask := question("栖桐镇的灯塔有多高？", `"stream":true`)
	var streams, watch sync.WaitGroup
	for range 8 {
		streams.Go(func() {
			if r := stream(t, address, ask); !strings.Contains(r.text(), "二十四米") {
				t.Errorf("old edition: %q", r.text())
			}
		})
	}
	eventually(t, timeLimit, "streams do not begin", func() bool { return shelf.readers() == 8 })
	next := make(chan Edition, 1)
	next <- lighthouse(t, "栖桐镇的灯塔高三十一米。", nil, &closed)
	ctx, cancel := context.WithCancel(t.Context())
	watch.Go(func() {
		shelf.Watch(ctx, time.Millisecond, func(context.Context) (*Edition, error) {
			select {
			case e := <-next:
				return &e, nil
			default:
				return nil, nil
			}
		})
	})
	eventually(t, timeLimit, "the new edition does not come", func() bool { return shelf.readers() == 0 })
	if got := stream(t, address, ask).text(); !strings.Contains(got, "三十一米") {
		t.Errorf("new edition: %q", got)
	}
	if closed.Load() != 0 {
		t.Error("the old edition was closed under its readers")
	}
	release()
	streams.Wait()
	eventually(t, timeLimit, "the old edition is not closed", func() bool { return closed.Load() == 1 })
	cancel()
	watch.Wait()
	shelf.Close()
	if closed.Load() != 2 {
		t.Errorf("%d editions closed", closed.Load())
	}
}

func TestFailedRenewalIsTold(t *testing.T) {
	shelf := NewShelf(openCorpus(t), quiet())
	address := listen(t, func(cfg *Config) { cfg.Shelf = shelf })
	ctx, cancel := context.WithCancel(t.Context())
	var looks atomic.Int64
	var watch sync.WaitGroup
	watch.Go(func() {
		shelf.Watch(ctx, time.Millisecond, func(context.Context) (*Edition, error) {
			looks.Add(1)
			return nil, retrieve.ErrNoDocuments
		})
	})
	eventually(t, timeLimit, "nobody looks", func() bool { return looks.Load() > 1 })
	res, data := get(t, address+"/readyz")
	if m := decode(t, data); res.StatusCode != 200 || m["status"] != "degraded" || m["index_renewal"] != "failed" {
		t.Errorf("%d %s", res.StatusCode, data)
	}
	cancel()
	watch.Wait()
}

func TestReadyTellsOfModel(t *testing.T) {
	var asked atomic.Int64
	address := listen(t, func(cfg *Config) {
		cfg.ModelReachable = func(context.Context) error {
			asked.Add(1)
			return context.DeadlineExceeded
		}
	})
	for range 3 {
		if _, data := get(t, address+"/readyz"); decode(t, data)["model"] != "unreachable" {
			t.Errorf("%s", data)
		}
	}
	if asked.Load() != 1 {
		t.Errorf("the model server was asked %d times", asked.Load())
	}
}
