package discord

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// Codes of Discord's errors.
const (
	codeUnknownChannel     = 10003
	codeUnknownMessage     = 10008
	codeUnknownWebhook     = 10015
	codeUnknownInteraction = 10062
	codeTooManyEdits       = 30046
	codeAlreadyAnswered    = 40060
	codeNoAccess           = 50001
	codeNoPermission       = 50013
	codeInvalidToken       = 50027
	codeThreadExists       = 160004
)

// apiError is what Discord refused. It holds neither the address, which has the token of
// an interaction in it, nor what was sent.
type apiError struct {
	what    string // the sort of request
	status  int
	code    int
	message string
}

func (e *apiError) Error() string {
	return fmt.Sprintf("discord: %s: status %d, code %d: %s", e.what, e.status, e.code, e.message)
}

// refused reports whether err is one of Discord's codes.
func refused(err error, codes ...int) bool {
	var e *apiError
	if !errors.As(err, &e) {
		return false
	}
	for _, c := range codes {
		if e.code == c {
			return true
		}
	}
	return false
}

// errLimited says that a request that does not wait would have had to.
var errLimited = errors.New("discord: rate limit")

// call is one request.
type call struct {
	what   string // for logs and errors: the route without ids
	method string
	path   string // after the base, escaped
	bucket string // requests that share a rate limit
	body   any    // nil for none
	out    any    // filled with the reply, unless nil
	urgent bool   // not counted against the limit of all requests (interaction callbacks)
	guest  bool   // goes by the token of an interaction, which is in its path
	hasty  bool   // gives errLimited instead of waiting
}

// maxReply bounds what is read of a reply.
const maxReply = 8 << 20

// api makes requests to Discord within its limits. All waiting ends with the context.
type api struct {
	base, token string
	client      *http.Client
	log         *slog.Logger
	all         *rate.Limiter
	buckets     *buckets
	revoked     chan struct{} // closed when Discord does not take the token any more
	revoking    sync.Once     // closes it
}

func (a *api) revoke() { a.revoking.Do(func() { close(a.revoked) }) }

// Discord takes 50 requests in a second. The two together stay below.
const perSecond, atOnce = 38, 10

func newAPI(c *Config) *api {
	return &api{
		base: c.APIURL, token: c.Token, client: newClient(c), log: c.Log,
		all: rate.NewLimiter(perSecond, atOnce), buckets: newBuckets(), revoked: make(chan struct{}),
	}
}

// newClient makes connections that are the bot's own, so that it can close them.
func newClient(c *Config) *http.Client {
	t := &http.Transport{
		Proxy: http.ProxyFromEnvironment, ForceAttemptHTTP2: true, MaxIdleConnsPerHost: 16,
		IdleConnTimeout: 90 * time.Second, TLSHandshakeTimeout: 10 * time.Second, DialContext: c.dial,
	}
	return &http.Client{Timeout: 15 * time.Second, Transport: t}
}

// maxTries bounds how often a request is made that failed for no reason of its own.
const maxTries = 5

// do makes a request. Limits are waited for, and what fails on the way or at Discord is
// tried again; an *apiError is Discord's refusal.
func (a *api) do(ctx context.Context, c call) error {
	var payload []byte
	if c.body != nil {
		var err error
		if payload, err = json.Marshal(c.body); err != nil {
			return fmt.Errorf("discord: write %s: %w", c.what, err)
		}
	}
	pause := 250 * time.Millisecond
	for try := 1; ; try++ {
		if err := a.wait(ctx, c); err != nil {
			return err
		}
		again, err := a.once(ctx, c, payload)
		switch {
		case err == nil || !again || ctx.Err() != nil || try == maxTries:
			return err
		case errors.Is(err, errLimited):
			if c.hasty {
				return err
			}
		default:
			a.log.Warn("discord request failed", slog.String("what", c.what), slog.Int("try", try), slog.Any("error", err))
			if err := sleep(ctx, pause); err != nil {
				return err
			}
			pause *= 3
		}
	}
}

// wait waits for the limits.
func (a *api) wait(ctx context.Context, c call) error {
	select {
	case <-a.revoked:
		return &apiError{what: c.what, status: http.StatusUnauthorized, message: "the token was refused before"}
	default:
	}
	if d := a.buckets.delay(c.bucket, c.urgent); d > 0 {
		if c.hasty {
			return errLimited
		}
		if err := sleep(ctx, d); err != nil {
			return err
		}
	}
	if c.urgent {
		return nil
	}
	if err := a.all.Wait(ctx); err != nil {
		return fmt.Errorf("discord: wait for %s: %w", c.what, err)
	}
	return nil
}

// once makes one attempt; again says that another may succeed.
func (a *api) once(ctx context.Context, c call, payload []byte) (again bool, err error) {
	req, err := http.NewRequestWithContext(ctx, c.method, a.base+c.path, bytes.NewReader(payload))
	if err != nil {
		return false, fmt.Errorf("discord: %s: %w", c.what, withoutURL(err))
	}
	req.Header.Set("User-Agent", "DiscordBot (https://github.com/bwmarrin/discordgo, ask)")
	if !c.guest {
		req.Header.Set("Authorization", "Bot "+a.token)
	}
	if payload != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	res, err := a.client.Do(req)
	if err != nil {
		return true, fmt.Errorf("discord: %s: %w", c.what, withoutURL(err))
	}
	defer res.Body.Close()
	body, err := io.ReadAll(io.LimitReader(res.Body, maxReply))
	if err != nil {
		return true, fmt.Errorf("discord: read reply to %s: %w", c.what, withoutURL(err))
	}
	a.buckets.learn(c.bucket, res.Header)
	switch {
	case res.StatusCode < 300:
		return false, decode(c, body)
	case res.StatusCode == http.StatusTooManyRequests:
		a.limited(c, res.Header, body)
		return true, errLimited
	case res.StatusCode == http.StatusUnauthorized && !c.guest:
		a.revoke()
	}
	e := &apiError{what: c.what, status: res.StatusCode}
	var said struct {
		Code    int    `json:"code"`
		Message string `json:"message"`
	}
	_ = json.Unmarshal(body, &said) // what is no JSON says nothing
	e.code, e.message = said.Code, cut(visible(said.Message), 200)
	a.buckets.invalid(res.StatusCode)
	return res.StatusCode >= 500, e
}

func decode(c call, body []byte) error {
	if c.out == nil || len(body) == 0 {
		return nil
	}
	if err := json.Unmarshal(body, c.out); err != nil {
		return fmt.Errorf("discord: read reply to %s: %w", c.what, err)
	}
	return nil
}

// limited notes how long a bucket, or the whole bot, has to wait.
func (a *api) limited(c call, h http.Header, body []byte) {
	var said struct {
		After  float64 `json:"retry_after"`
		Global bool    `json:"global"`
	}
	_ = json.Unmarshal(body, &said) // a proxy may answer in another form
	if said.After <= 0 {
		said.After, _ = strconv.ParseFloat(h.Get("Retry-After"), 64)
	}
	d := time.Duration(max(said.After, 0.05) * float64(time.Second))
	a.buckets.hold(c.bucket, said.Global || h.Get("X-RateLimit-Global") == "true", d)
	if h.Get("X-RateLimit-Scope") != "shared" {
		a.buckets.invalid(http.StatusTooManyRequests)
	}
	a.log.Warn("discord rate limit", slog.String("what", c.what), slog.Duration("wait", d), slog.Bool("global", said.Global))
}

// withoutURL takes the address out of an error of the client: tokens of interactions are
// part of it.
func withoutURL(err error) error {
	var e *url.Error
	if errors.As(err, &e) {
		return e.Err
	}
	return err
}

// sleep waits, or gives the context's error.
func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func path(parts ...string) string {
	for i, p := range parts {
		parts[i] = url.PathEscape(p)
	}
	return "/" + strings.Join(parts, "/")
}
