package web

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"time"

	"ask/bot"
)

// Config says what to serve and to whom. Only Shelf is required.
type Config struct {
	// Shelf lends the index. The Server does not close it.
	Shelf *Shelf
	// Keys are the bearer keys of clients; none: whoever reaches the address may ask.
	Keys []string
	// LinkSecret signs the links to sources in answers, so that a browser opens them
	// without a key: who has such a link can read that one document. Empty: links need
	// the key as well.
	LinkSecret []byte
	// Hosts are names the server goes by, besides localhost, loopback addresses and the
	// address a request came in on. Requests that name another are refused.
	Hosts []string
	// Origins are web sites whose scripts may ask, such as https://chat.example.com.
	Origins []string
	// Proxies are those whose X-Forwarded-For is believed.
	Proxies []netip.Prefix
	// PublicURL is the base of links to sources; empty: as the request names the host.
	PublicURL string
	// Defaults fill what a request leaves open: K, Since, Until, AsOf, Kinds, Lang.
	Defaults bot.Question
	// NoSourceList leaves the Markdown list of sources out, unless a request wants it.
	NoSourceList bool
	// OpenWebUI adds the events that Open WebUI shows as sources and status, for clients
	// that do not name themselves as something else.
	OpenWebUI bool
	// Rate is how many requests a second each key and each address may make, Burst how
	// many at once (twice Rate if 0). Zero: no limit.
	Rate  float64
	Burst int
	// ModelCalls is how many questions a model server gets at a time, 4 if 0; Searches
	// how many are worked on here at a time, until a model writes or the answer is made,
	// one for each processor if 0: more of them would only slow one another down, unless
	// they wait for an embedding server.
	ModelCalls, Searches int
	// ModelReachable asks whether the model server is there; nil: there is none.
	ModelReachable func(ctx context.Context) error
	// Page serves "/", "/favicon.ico" and "/assets/…", without a key: it must hold no
	// document. It sets its own Content-Security-Policy. nil: no page.
	Page http.Handler
	// Log takes one line for each question, without its text; nil: none.
	Log *slog.Logger

	times times // for tests; zero values are the defaults
}

// times are the limits of waiting.
type times struct {
	header, body, idle, write time.Duration
	ping, queue, drain, last  time.Duration
}

func (t times) withDefaults() times {
	set := func(d *time.Duration, value time.Duration) {
		if *d == 0 {
			*d = value
		}
	}
	set(&t.header, 5*time.Second)
	set(&t.body, 15*time.Second)
	set(&t.idle, 60*time.Second)
	set(&t.write, 30*time.Second)
	set(&t.ping, 15*time.Second)
	set(&t.queue, 10*time.Second)
	set(&t.drain, 23*time.Second) // and then
	set(&t.last, 2*time.Second)   // for what is cut off to say so
	return t
}

// check names the field at fault.
func (c *Config) check() error {
	if c.Shelf == nil {
		return errors.New("web: no Shelf")
	}
	for _, key := range c.Keys {
		if strings.TrimSpace(key) != key || key == "" {
			return errors.New("web: a key is empty or has spaces around it")
		}
	}
	if c.PublicURL != "" {
		u, err := url.Parse(c.PublicURL)
		if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" || u.RawQuery != "" || u.Fragment != "" {
			return fmt.Errorf("web: public URL %q is not like https://ask.example.com", c.PublicURL)
		}
	}
	for _, origin := range c.Origins {
		u, err := url.Parse(origin)
		if err != nil || u.Host == "" || u.Scheme == "" || origin != u.Scheme+"://"+u.Host {
			return fmt.Errorf("web: origin %q is not like https://chat.example.com", origin)
		}
	}
	for _, host := range c.Hosts {
		if host == "" || strings.ContainsAny(host, "/*@: ") {
			return fmt.Errorf("web: host %q is not a plain name", host)
		}
	}
	return nil
}
