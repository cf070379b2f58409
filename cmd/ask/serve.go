package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/http"
	"net/netip"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strings"
	"sync"
	"time"

	"ask/bot"
	"ask/bot/web"
	"ask/retrieve"
)

// serveSettings are the settings of `ask serve` alone.
type serveSettings struct {
	Addr         string // to listen on
	KeysFile     string
	Hosts        []string
	Origins      []string
	Proxies      []string // addresses or networks
	PublicURL    string
	NoSourceList bool
	OpenWebUI    bool
	Rate         float64 // requests a second
	ModelCalls   int
	Refresh      time.Duration // between looks for changed documents
}

// writtenID is what clients call a model that the settings do not name.
const writtenID = "ask"

// embeddingSearches is how many questions are answered at a time when each waits for an
// embedding server.
const embeddingSearches = 16

// spareProcessors is how many of Go's processors no question is worked on: for requests, for
// checking what up to four models write, for collecting garbage. With 64 streams and 200
// questions a second on two busy cores, the slowest reply of /healthz took 169 ms with one,
// 118 ms with two and 49 ms with four.
const spareProcessors = 4

// defaultServe are the settings where nothing is said.
func defaultServe() serveSettings {
	return serveSettings{Addr: "127.0.0.1:8080", ModelCalls: 4, Refresh: 10 * time.Second}
}

// serve answers over HTTP until ctx is over. page is the web page, nil for none; ready
// hears of the address that is listened on.
func (a *app) serve(ctx context.Context, set serveSettings, page http.Handler, ready func(net.Addr)) error {
	loud := *a.cfg
	loud.Verbose = !loud.Quiet
	a.log = newLogger(a.stderr, &loud)
	cfg, err := a.webConfig(set)
	if err != nil {
		return err
	}
	if at, err := net.ResolveTCPAddr("tcp", set.Addr); err == nil && len(cfg.Keys) == 0 && !at.IP.IsLoopback() {
		return notConfigured("set ASK_API_KEY or --keys-file, or listen on 127.0.0.1", "addr: other machines can reach %s, and no key protects it", set.Addr)
	}
	defer a.tune(&cfg)()
	if err := a.useModel(); err != nil {
		return err
	}
	if a.model != nil {
		cfg.ModelReachable = func(ctx context.Context) error {
			_, err := a.model.Models(ctx)
			return err
		}
	}
	shop, first, err := a.openShop(ctx)
	if err != nil {
		return err
	}
	cfg.Shelf, cfg.Page = web.NewShelf(*first, a.log), page
	defer cfg.Shelf.Close()
	server, err := web.New(cfg)
	if err != nil {
		return usagef("see `ask help serve`", "%s", err)
	}
	ln, err := (&net.ListenConfig{}).Listen(ctx, "tcp", set.Addr)
	if err != nil {
		return &failure{code: "failure", message: "cannot listen on " + set.Addr, hint: "choose another --addr, or end the program that uses it", err: err}
	}
	if ready != nil {
		ready(ln.Addr())
	}
	return a.run(ctx, server, ln, func(ctx context.Context) { cfg.Shelf.Watch(ctx, set.Refresh, shop.next) })
}

// tune fits the runtime to a server, as far as the environment leaves it open, and gives
// what undoes that. Answers leave much garbage and little behind: collecting it at each
// doubling of a small heap would take a third of the time. And some more processors than
// questions are worked on keep everything else prompt: whatever wakes up finds one free,
// and the system's scheduler, which favours threads that slept, does the rest.
func (a *app) tune(cfg *web.Config) (undo func()) {
	gc, processors := 0, 0
	if a.getenv("GOGC") == "" {
		gc = debug.SetGCPercent(askGC)
	}
	if cfg.Searches == 0 {
		cfg.Searches = runtime.GOMAXPROCS(0)
	}
	if a.getenv("GOMAXPROCS") == "" {
		processors = runtime.GOMAXPROCS(runtime.GOMAXPROCS(0) + spareProcessors)
	}
	return func() {
		if gc != 0 {
			debug.SetGCPercent(gc)
		}
		if processors != 0 {
			runtime.GOMAXPROCS(processors)
		}
	}
}

// run serves and watches the documents; both are over when it returns.
func (a *app) run(ctx context.Context, server *web.Server, ln net.Listener, watch func(context.Context)) error {
	ctx, cancel := context.WithCancel(ctx)
	var wait sync.WaitGroup
	wait.Go(func() { watch(ctx) })
	defer wait.Wait()
	defer cancel()
	return server.Serve(ctx, ln)
}

// webConfig makes the server's configuration of the settings.
func (a *app) webConfig(set serveSettings) (web.Config, error) {
	cfg := web.Config{
		Hosts: set.Hosts, Origins: set.Origins, PublicURL: set.PublicURL, NoSourceList: set.NoSourceList,
		OpenWebUI: set.OpenWebUI, Rate: set.Rate, ModelCalls: set.ModelCalls, Log: a.log,
		Defaults: bot.Question{K: a.cfg.K, Since: a.cfg.Since, Until: a.cfg.Until, AsOf: a.cfg.AsOf, Kinds: a.cfg.Kinds, Lang: a.cfg.Lang},
	}
	if a.cfg.Embed == "openai" {
		cfg.Searches = embeddingSearches
	}
	for _, p := range set.Proxies {
		prefix, err := netip.ParsePrefix(p)
		if addr, bad := netip.ParseAddr(p); bad == nil {
			prefix, err = netip.PrefixFrom(addr, addr.BitLen()), nil
		}
		if err != nil {
			return cfg, usagef("write it as 10.0.0.5 or 10.0.0.0/8", "proxy: %q is not an address or a network", p)
		}
		cfg.Proxies = append(cfg.Proxies, prefix)
	}
	var err error
	if cfg.Keys, err = a.clientKeys(set.KeysFile); err != nil {
		return cfg, err
	}
	if len(cfg.Keys) > 0 {
		if cfg.LinkSecret, err = a.linkSecret(); err != nil {
			a.log.Warn("links to sources need the key", "error", err)
		}
	}
	return cfg, nil
}

// clientKeys are those of ASK_API_KEY and of a file with one a line.
func (a *app) clientKeys(path string) ([]string, error) {
	var keys []string
	if key := strings.TrimSpace(a.getenv("ASK_API_KEY")); key != "" {
		keys = append(keys, key)
	}
	if path == "" {
		return keys, nil
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, notConfigured("check the path given with --keys-file", "keys-file: %s", err)
	}
	n := len(keys)
	for line := range strings.Lines(string(data)) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
			keys = append(keys, line)
		}
	}
	if len(keys) == n {
		return nil, notConfigured("write one key a line", "keys-file: %s holds no key", path)
	}
	if info, err := os.Stat(path); err == nil && info.Mode().Perm()&0o077 != 0 {
		a.warn("others can read the keys in %s (mode %04o); run chmod 600 on it", path, info.Mode().Perm())
	}
	return keys, nil
}

// linkSecret is what links to sources are signed with. It is kept, so that links in old
// chats go on working.
func (a *app) linkSecret() ([]byte, error) {
	base, err := baseDir(a.getenv, "XDG_STATE_HOME", filepath.Join(".local", "state"))
	if err != nil {
		return nil, err
	}
	path := filepath.Join(base, "link-secret")
	secret, err := os.ReadFile(path)
	if err == nil && len(secret) == 32 {
		return secret, nil
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("read the secret of links: %w", err)
	}
	secret = make([]byte, 32)
	if _, err := rand.Read(secret); err != nil {
		return nil, fmt.Errorf("make a secret for links: %w", err)
	}
	if err := os.MkdirAll(base, 0o700); err != nil {
		return nil, fmt.Errorf("keep the secret of links: %w", err)
	}
	if err := os.WriteFile(path, secret, 0o600); err != nil {
		return nil, fmt.Errorf("keep the secret of links: %w", err)
	}
	return secret, nil
}

// shop makes editions of the index as it changes.
type shop struct {
	app     *app
	engine  *engine
	index   *retrieve.Index // of the last edition
	current []byte          // the index's file CURRENT when that was opened
}

// openShop opens the first edition.
func (a *app) openShop(ctx context.Context) (*shop, *web.Edition, error) {
	e, err := a.newEngine(nil)
	if err != nil {
		return nil, nil, err
	}
	s := &shop{app: a, engine: e}
	ix, warnings, err := a.openIndex(ctx, e)
	if err != nil {
		return nil, nil, err
	}
	for _, w := range append(warnings, ix.Warnings()...) {
		a.warn("%s", w)
	}
	edition, err := s.edition(e, ix)
	return s, edition, err
}

// next opens a newer edition: when another process published one, or documents changed.
func (s *shop) next(ctx context.Context) (*web.Edition, error) {
	stale := !bytes.Equal(s.published(), s.current)
	if !stale && len(s.engine.cfg.Docs) > 0 {
		var err error
		if stale, err = s.index.Stale(ctx, s.engine.cfg); err != nil {
			return nil, fmt.Errorf("look for changes: %w", err)
		}
	}
	if !stale {
		return nil, nil
	}
	silent, cfg := *s.app, *s.app.cfg // its progress is nobody's concern now
	cfg.Quiet, silent.cfg = true, &cfg
	e, err := silent.newEngine(nil)
	if err != nil {
		return nil, err
	}
	ix, warnings, err := silent.openIndex(ctx, e)
	if err != nil {
		return nil, err
	}
	if ix.Generation() == s.index.Generation() {
		s.current = s.published()
		if err := ix.Close(); err != nil {
			return nil, fmt.Errorf("close index: %w", err)
		}
		if len(warnings) > 0 {
			return nil, errors.New(strings.Join(warnings, "; "))
		}
		return nil, nil
	}
	return s.edition(e, ix)
}

// published is what says which generation is the newest.
func (s *shop) published() []byte {
	data, err := os.ReadFile(filepath.Join(s.engine.cfg.Dir, "CURRENT"))
	if err != nil {
		return nil // the next look will tell
	}
	return data
}

// edition puts an opened index and its models together.
func (s *shop) edition(e *engine, ix *retrieve.Index) (*web.Edition, error) {
	quotes, err := bot.NewExtractive(ix)
	if err != nil {
		ix.Close()
		return nil, fmt.Errorf("set up answers: %w", err)
	}
	out := &web.Edition{Index: ix, Close: ix.Close}
	if s.app.model != nil {
		c := s.app.cfg
		limits := bot.Limits{Context: c.Context, MaxAnswer: c.AnswerTokens, NoFallback: c.NoFallback}
		written, err := bot.NewGenerated(quotes, web.Metered(s.app.model), limits)
		if err != nil {
			ix.Close()
			return nil, fmt.Errorf("set up the model: %w", err)
		}
		name := s.app.cfg.Model
		if name == "" || name == web.ExtractiveID {
			name = writtenID
		}
		out.Models = append(out.Models, web.Model{ID: name, Owner: "endpoint", Answerer: noting{written, e}, Remote: true})
	}
	out.Models = append(out.Models, web.Model{ID: web.ExtractiveID, Owner: "ask", Answerer: noting{quotes, e}})
	s.engine, s.index, s.current = e, ix, s.published()
	return out, nil
}

// noting adds what happened while searching to the warnings of an answer.
type noting struct {
	bot.Answerer
	engine *engine
}

// Answer implements bot.Answerer.
func (n noting) Answer(ctx context.Context, q bot.Question) (*bot.Answer, error) {
	a, err := n.Answerer.Answer(ctx, q)
	if err == nil {
		a.Warnings = append(a.Warnings, n.engine.notes()...)
	}
	return a, err
}
