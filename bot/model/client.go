package model

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"ask/embed/remote"
)

// Message is one turn of a conversation; Role is "system", "user" or "assistant".
type Message struct{ Role, Content string }

// Request is what the model is asked.
type Request struct {
	Messages  []Message
	MaxTokens int // of the answer; 0: the server's own limit
	// Estimate is the number of tokens the prompt is expected to have, so that a prompt cut
	// silently is noticed; 0: not checked. It may be wrong by a quarter either way.
	Estimate int
}

// Usage counts tokens as the server does.
type Usage struct{ Prompt, Completion int }

// Result is what is known of an answer besides its text.
type Result struct {
	Model      string // as the server names it, else as it was asked for
	Finish     string // finish_reason: "stop", "length", …; empty: the answer did not end
	Usage      *Usage // nil: the server did not say
	Warnings   []Warning
	FirstToken time.Duration // from the call of Stream to the first text given; 0: none was
}

// Warning says what is amiss with an answer: Text in English, Code for programs that say it
// in other words, N the number in it, if there is one.
type Warning struct {
	Code string
	N    int
	Text string
}

// Options says which server to ask and how. BaseURL is required.
type Options struct {
	BaseURL string // with the version path, such as http://127.0.0.1:11434/v1
	Key     string // sent as bearer token; empty: no Authorization header
	Model   string // as the server names it; empty: the first chat model it lists
	Think   string // "": asked to be off; "on"; "server": nothing is said

	Connect   time.Duration // to connect, TLS included; default 5 s
	FirstByte time.Duration // from the request to the first token; default 60 s
	Idle      time.Duration // between tokens; default 30 s; keep-alive comments do not count
	Total     time.Duration // of a call with all its tries and waits; default 180 s
	Retries   int           // before the first token; default 2; negative: none

	Transport http.RoundTripper // default: a new one, which heeds Connect; for tests
}

func (o Options) withDefaults() Options {
	o.Key, o.Model = strings.TrimSpace(o.Key), strings.TrimSpace(o.Model)
	o.Connect = cmp.Or(max(0, o.Connect), 5*time.Second)
	o.FirstByte = cmp.Or(max(0, o.FirstByte), 60*time.Second)
	o.Idle = cmp.Or(max(0, o.Idle), 30*time.Second)
	o.Total = cmp.Or(max(0, o.Total), 180*time.Second)
	o.Retries = max(0, cmp.Or(o.Retries, 2))
	return o
}

// Client asks one model. It may be used from several goroutines.
type Client struct {
	opt   Options
	base  *url.URL
	http  *http.Client
	words words
	known habits
	guard remote.Breaker
	pause func(ctx context.Context, d time.Duration) error
	now   func() time.Time
}

// New checks opt without asking the server. Its errors name the option at fault and never
// hold the key.
func New(opt Options) (*Client, error) {
	opt = opt.withDefaults()
	base, err := remote.Base(opt.BaseURL, false)
	if err != nil {
		return nil, fmt.Errorf("model: base URL: %w", err)
	}
	if strings.ContainsFunc(opt.Key, func(r rune) bool { return r <= ' ' || r > '~' }) {
		return nil, errors.New("model: key holds spaces or characters that HTTP cannot carry")
	}
	if opt.Think != "" && opt.Think != "on" && opt.Think != "server" {
		return nil, fmt.Errorf("model: think is %q, not empty, on or server", opt.Think)
	}
	return &Client{
		opt:   opt,
		base:  base,
		http:  newHTTP(opt),
		words: loadWords(),
		known: habits{model: opt.Model},
		pause: remote.Sleep,
		now:   time.Now,
	}, nil
}

// Name is the model asked for. If Options named none, it is empty until the first Stream.
func (c *Client) Name() string { return c.known.name() }

// anyName is sent to a server that has no list of models: it serves one, and does not
// look at the name.
const anyName = "default"

// pick gives the model to ask for, from the server's list if none was named.
func (c *Client) pick(ctx context.Context) (string, error) {
	if name := c.known.name(); name != "" {
		return name, nil
	}
	names, err := c.Models(ctx)
	if failed := new(Error); errors.As(err, &failed) && failed.Status == http.StatusNotFound {
		c.known.setName(anyName)
		return anyName, nil
	}
	if err != nil {
		return "", err
	}
	for _, name := range names {
		if !c.words.notChat(name) {
			c.known.setName(name)
			return name, nil
		}
	}
	return "", &Error{
		Code:    "not_found",
		Message: fmt.Sprintf("the model server at %s lists no chat model", c.base.Host),
		Hint:    "load a model there, or name the model",
	}
}

// Models lists the models of the server, in its order (GET /models). It is tried once, for
// at most 10 s, whatever failed before. Its errors are as Stream's.
func (c *Client) Models(ctx context.Context) ([]string, error) {
	limit := min(c.opt.FirstByte, 10*time.Second)
	ctx, cancel := context.WithTimeoutCause(ctx, limit, &lateError{"list of models", limit})
	defer cancel()
	names, owner, err := c.list(ctx)
	if err != nil {
		return nil, err
	}
	c.known.learn("owner", owner)
	return names, nil
}
