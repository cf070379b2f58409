package web

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"ask/bot"
)

// errDraining is the cause of contexts that end because the server does.
var errDraining = errors.New("the server is shutting down")

// Server answers HTTP requests. Make one with New.
type Server struct {
	cfg      Config
	times    times
	log      *slog.Logger
	hosts    *hosts
	keys     *keys
	origins  *http.CrossOriginProtection
	limits   *limits
	models   *gate
	searches *gate
	flights  flights
	jobs     *jobs
	words    map[string]words
	pages    *pages
	metrics  *metrics
	probe    *probe
	exact    map[string]*route
	prefixes []*route
	draining atomic.Bool
}

// New makes a server of a configuration. Its errors name the field at fault.
func New(cfg Config) (*Server, error) {
	if err := cfg.check(); err != nil {
		return nil, err
	}
	s := &Server{cfg: cfg, times: cfg.times.withDefaults(), log: cfg.Log, hosts: newHosts(cfg), keys: newKeys(cfg)}
	if s.log == nil {
		s.log = slog.New(slog.DiscardHandler)
	}
	s.origins = http.NewCrossOriginProtection()
	for _, origin := range cfg.Origins {
		if err := s.origins.AddTrustedOrigin(origin); err != nil {
			return nil, fmt.Errorf("web: %w", err)
		}
	}
	s.limits = newLimits(cfg.Rate, cfg.Burst)
	s.models = newGate(orDefault(cfg.ModelCalls, 4), 32, s.times.queue)
	s.searches = newGate(orDefault(cfg.Searches, runtime.GOMAXPROCS(0)), 512, s.times.queue)
	s.probe = &probe{reach: cfg.ModelReachable}
	var err error
	if s.jobs, err = loadJobs(); err != nil {
		return nil, err
	}
	if s.words, err = loadWords(); err != nil {
		return nil, err
	}
	if s.pages, err = loadPages(); err != nil {
		return nil, err
	}
	s.metrics = newMetrics(s)
	s.route()
	return s, nil
}

func orDefault(n, value int) int {
	if n > 0 {
		return n
	}
	return value
}

// Handler is the server without its listener and its limits of time for headers.
func (s *Server) Handler() http.Handler { return http.HandlerFunc(s.serve) }

// Serve answers on a listener until ctx is over, which begins the end: the server stops
// listening, questions under way get up to 23 seconds, and what then still runs is told
// so. It closes the listener. A listener beyond this machine needs keys.
func (s *Server) Serve(ctx context.Context, ln net.Listener) error {
	if len(s.cfg.Keys) == 0 && !isLoopback(ln.Addr()) {
		ln.Close()
		return &bot.Error{
			Code:    "not_configured",
			Message: fmt.Sprintf("%s can be reached from other machines, and no key protects it", ln.Addr()),
			Hint:    "set ASK_API_KEY or --keys-file, or listen on 127.0.0.1",
		}
	}
	base, cancel := context.WithCancelCause(context.WithoutCancel(ctx))
	defer cancel(nil)
	server := s.listener(base)
	failed := make(chan error, 1)
	var wait sync.WaitGroup
	wait.Go(func() { failed <- server.Serve(ln) })
	defer wait.Wait()
	select {
	case err := <-failed:
		return fmt.Errorf("serve: %w", err)
	case <-ctx.Done():
	}
	return s.drain(context.WithoutCancel(ctx), server, cancel)
}

// listener has the limits on what a connection may take. There is none on writing a whole
// reply, for it would end streams: see [reply].
func (s *Server) listener(base context.Context) *http.Server {
	return &http.Server{
		Handler:           s.Handler(),
		ReadHeaderTimeout: s.times.header,
		ReadTimeout:       s.times.body,
		IdleTimeout:       s.times.idle,
		MaxHeaderBytes:    16 << 10,
		BaseContext:       func(net.Listener) context.Context { return base },
		ErrorLog:          slog.NewLogLogger(s.log.Handler(), slog.LevelDebug),
	}
}

// drain ends the server: first kindly, then by telling what runs, then by force.
func (s *Server) drain(ctx context.Context, server *http.Server, cancel context.CancelCauseFunc) error {
	s.draining.Store(true)
	s.log.Info("stopping", "inflight", s.metrics.running.Load())
	kindly, done := context.WithTimeout(ctx, s.times.drain)
	defer done()
	if server.Shutdown(kindly) == nil {
		return nil
	}
	cancel(errDraining)
	told, done := context.WithTimeout(ctx, s.times.last)
	defer done()
	if server.Shutdown(told) == nil {
		return nil
	}
	if err := server.Close(); err != nil {
		return fmt.Errorf("stop serving: %w", err)
	}
	return nil
}

func isLoopback(addr net.Addr) bool {
	if addr.Network() == "unix" {
		return true
	}
	at, err := netip.ParseAddrPort(addr.String())
	return err == nil && at.Addr().Unmap().IsLoopback()
}

// probe asks whether the model server is there, at most every 15 seconds.
type probe struct {
	reach func(ctx context.Context) error

	mu    sync.Mutex // guards what follows, and lets one ask for all
	asked time.Time
	err   error
}

// state is "none", "reachable" or "unreachable".
func (p *probe) state(ctx context.Context) string {
	if p.reach == nil {
		return "none"
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if time.Since(p.asked) > 15*time.Second {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 2*time.Second)
		defer cancel()
		p.err, p.asked = p.reach(ctx), time.Now()
	}
	if p.err != nil {
		return "unreachable"
	}
	return "reachable"
}
