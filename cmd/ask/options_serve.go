package main

import (
	"context"
	"fmt"
	"net"
	"strconv"
	"strings"
	"time"

	"ask/bot/web/page"
)

const serveDetail = `Other programs then use the documents as a model, at http://ADDRESS/v1: the server's model
if --base-url is set, and ask-extractive, which answers in quotes. Changed documents are
noticed while it runs.

Clients need no key on this machine. Elsewhere they do: ASK_API_KEY, or --keys-file with one
a line. Requests that name a host the server does not go by are refused; see --host. The
first SIGTERM or Ctrl-C lets answers under way end, for up to 25 seconds; the second does not.`

// runServe is `ask serve`.
func runServe(ctx context.Context, a *app, p *parsed) error {
	if err := noArguments(p); err != nil {
		return err
	}
	return a.serve(ctx, a.cfg.Serve, page.Handler(), func(at net.Addr) {
		fmt.Fprintf(a.stderr, "ask: listening on http://%s (for other programs: http://%s/v1)\n", at, at)
	})
}

func serveOptions() []option {
	const on = "serve"
	list := func(field func(*Config) *[]string) func(*Config, []string) error {
		return func(c *Config, v []string) error { *field(c) = splitList(v); return nil } // comma or repeated
	}
	return []option{
		{name: "addr", env: "ASK_ADDR", arg: "HOST:PORT", commands: on, usage: "address to listen on (default 127.0.0.1:8080)", set: text(func(c *Config) *string { return &c.Serve.Addr })},
		{name: "keys-file", env: "ASK_KEYS_FILE", arg: "FILE", commands: on, path: true, usage: "clients' bearer keys, one a line; or set ASK_API_KEY", set: text(func(c *Config) *string { return &c.Serve.KeysFile })},
		{name: "host", env: "ASK_HOST", arg: "NAME", commands: on, usage: "name the server goes by, besides localhost and its addresses; repeat it", set: list(func(c *Config) *[]string { return &c.Serve.Hosts })},
		{name: "origin", env: "ASK_ORIGIN", arg: "URL", commands: on, usage: "web site whose scripts may ask, such as https://chat.example.com; repeat it", set: list(func(c *Config) *[]string { return &c.Serve.Origins })},
		{name: "proxy", env: "ASK_PROXY", arg: "ADDRESS", commands: on, usage: "proxy or network whose X-Forwarded-For is believed; repeat it", set: list(func(c *Config) *[]string { return &c.Serve.Proxies })},
		{name: "public-url", env: "ASK_PUBLIC_URL", arg: "URL", commands: on, usage: "address that links to sources begin with (default: as the request names the server)", set: text(func(c *Config) *string { return &c.Serve.PublicURL })},
		{name: "no-source-list", env: "ASK_NO_SOURCE_LIST", commands: on, usage: "leave the list of sources below answers out", set: boolean(func(c *Config) *bool { return &c.Serve.NoSourceList })},
		{name: "open-webui", env: "ASK_OPEN_WEBUI", commands: on, usage: "send the events Open WebUI shows as sources and status", set: boolean(func(c *Config) *bool { return &c.Serve.OpenWebUI })},
		{name: "rate", env: "ASK_RATE", arg: "N", commands: on, usage: "requests a second that each key and each address may make (default: no limit)", set: func(c *Config, v []string) (err error) {
			c.Serve.Rate, err = strconv.ParseFloat(last(v), 64)
			if err != nil || !(c.Serve.Rate >= 0 && c.Serve.Rate <= 1e6) {
				return fmt.Errorf("%q is not a number of requests", last(v))
			}
			return nil
		}},
		{name: "model-calls", env: "ASK_MODEL_CALLS", arg: "N", commands: on, usage: "questions the model server gets at a time (default 4)", set: whole(func(c *Config) *int { return &c.Serve.ModelCalls }, 1, 1000)},
		{name: "refresh", env: "ASK_REFRESH", arg: "DURATION", commands: on, usage: "time between looks for changed documents (default 10s)", set: duration(func(c *Config) *time.Duration { return &c.Serve.Refresh })},
	}
}

// splitList takes values apart at commas.
func splitList(values []string) []string {
	var out []string
	for _, v := range strings.Split(strings.Join(values, ","), ",") {
		if v = strings.TrimSpace(v); v != "" {
			out = append(out, v)
		}
	}
	return out
}
