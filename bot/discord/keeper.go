package discord

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"strings"
	"time"

	"ask/bot"
)

// maxDrops is how often a session may be given up within dropWindow. Each leaves a
// goroutine behind that somebody keeps; a fresh process has none.
const (
	maxDrops   = 3
	dropWindow = 30 * time.Minute
)

// maxUnknown is how often in a row Discord may let a session not come up before it is not
// resumed any more.
const maxUnknown = 3

// beginEvery is the least time between two new sessions. Discord allows one in five
// seconds, and 1,000 a day.
const beginEvery = 5 * time.Second

// Times of the watchdog and between connections.
const (
	look     = time.Second
	overdue  = 5 * time.Second  // beyond a session's own patience, when its connection is cut
	stuck    = 10 * time.Second // from the cut until the session is given up
	back     = time.Second      // before the first reconnection; doubles up to backMost
	backMost = 40 * time.Second
)

// keeper keeps a gateway connection, whatever becomes of the sessions that make it.
type keeper struct {
	cfg     *Config
	api     *api
	session func() *session // makes one

	drops []time.Time
	pause time.Duration
	begun time.Time // when a session last was
}

// run connects and stays connected until ctx is over or Discord refuses the bot for
// good, which is its error.
func (k *keeper) run(ctx context.Context) error {
	k.pause = back
	s := k.session()
	for unknown := 0; ; {
		began := time.Now()
		err := k.connection(ctx, s)
		switch {
		case ctx.Err() != nil:
			return nil
		case fatal(err):
			return err
		}
		code := closeCode(err)
		k.cfg.Log.Info("gateway connection ended", slog.Int("code", code), slog.Duration("after", time.Since(began)), slog.Any("error", err))
		if err := stopCode(code); err != nil {
			return err
		}
		if errors.Is(err, errStuck) {
			if err := k.drop(); err != nil {
				return err
			}
			s, unknown = k.session(), 0 // the old one may still wake up, and must find what it left
			continue
		}
		switch {
		case s.known.Load():
			k.pause, unknown = back, 0
		case s.introduced.Load(): // else the network is at fault, not the session
			unknown++
		}
		if unknown == maxUnknown || code == 4007 || code == 4009 {
			s.forget()
			unknown = 0
		}
		if k.wait(ctx, err) != nil {
			return nil
		}
	}
}

// fatal reports whether trying again is of no use.
func fatal(err error) bool {
	_, ok := bot.AsError(err)
	return ok
}

// wait lets some time pass before the next attempt: more each time, and after an invalid
// session the one to five seconds that Discord asks for.
func (k *keeper) wait(ctx context.Context, why error) error {
	if errors.Is(why, errInvalid) {
		return sleep(ctx, time.Second+rand.N(4*time.Second))
	}
	d := k.pause/2 + rand.N(k.pause/2+1)
	k.pause = min(2*k.pause, backMost)
	return sleep(ctx, d)
}

// address asks where the gateway is. If a session is to be begun there, it waits until
// one may be.
func (k *keeper) address(ctx context.Context, begin bool) (string, error) {
	var said struct {
		URL   string `json:"url"`
		Limit *struct {
			Remaining  int   `json:"remaining"`
			ResetAfter int64 `json:"reset_after"` // ms
		} `json:"session_start_limit"`
	}
	err := k.api.do(ctx, call{what: "get gateway", method: http.MethodGet, path: "/gateway/bot", bucket: "gateway", out: &said})
	var refusal *apiError
	if errors.As(err, &refusal) && refusal.status == http.StatusNotFound {
		err = k.api.do(ctx, call{what: "get gateway", method: http.MethodGet, path: "/gateway", bucket: "gateway", out: &said})
	}
	switch {
	case errors.As(err, &refusal) && refusal.status == http.StatusUnauthorized:
		return "", unauthorized(err)
	case err != nil:
		return "", err
	case said.URL == "":
		return "", errors.New("discord did not say where its gateway is")
	}
	if begin && said.Limit != nil && said.Limit.Remaining <= 0 && said.Limit.ResetAfter > 0 {
		d := time.Duration(said.Limit.ResetAfter) * time.Millisecond
		k.cfg.Log.Warn("no sessions left for today", slog.Duration("wait", d))
		if err := sleep(ctx, d); err != nil {
			return "", err
		}
	}
	if begin {
		if err := sleep(ctx, time.Until(k.begun.Add(beginEvery))); err != nil {
			return "", err
		}
		k.begun = time.Now()
	}
	address, _, _ := strings.Cut(said.URL, "?")
	return address, nil
}

func unauthorized(err error) error {
	return &bot.Error{
		Code: "unauthorized", Message: "Discord does not take the token: it is wrong or was reset", Err: err,
		Hint: "make a new one on the page Bot of https://discord.com/developers/applications and set DISCORD_TOKEN",
	}
}

// errStuck says that a session does not come back.
var errStuck = errors.New("the session is stuck")

// connection makes one connection of s and returns when it has ended, with the reason.
func (k *keeper) connection(ctx context.Context, s *session) error {
	address := ""
	if !s.resumable() || s.resumeAt == "" {
		var err error
		if address, err = k.address(ctx, !s.resumable()); err != nil {
			return err
		}
	}
	ctx, cut := context.WithCancelCause(ctx)
	defer cut(nil)
	ended := make(chan error, 1)
	go func() { ended <- s.serve(ctx, address) }() // ends soon after ctx, or watch gives it up
	return k.watch(ctx, s, ended, cut)
}

// watch waits for a connection to end, and sees to it that it does if nothing is heard
// any more. It looks on from outside and never waits for the session.
func (k *keeper) watch(ctx context.Context, s *session, ended <-chan error, cut context.CancelCauseFunc) error {
	tick := time.NewTicker(look)
	defer tick.Stop()
	over, revoked := ctx.Done(), k.api.revoked
	var deadline <-chan time.Time
	for {
		select {
		case err := <-ended:
			return err
		case <-deadline:
			return fmt.Errorf("%w: %w", errStuck, context.Cause(ctx))
		case <-over:
			over, deadline = nil, time.After(stuck)
		case <-revoked:
			revoked = nil
			cut(unauthorized(nil))
		case <-tick.C:
			if s.unheard() > overdue {
				cut(errUnheard)
			}
		}
	}
}

// drop counts a session that was given up.
func (k *keeper) drop() error {
	now := time.Now()
	recent := k.drops[:0]
	for _, t := range k.drops {
		if now.Sub(t) < dropWindow {
			recent = append(recent, t)
		}
	}
	k.drops = append(recent, now)
	if len(k.drops) > maxDrops {
		return &bot.Error{
			Code: "unreachable", Message: "the connection to Discord got stuck again and again",
			Hint: "start the bot again; a supervisor such as systemd does it by itself",
		}
	}
	return nil
}

// stopCode is the error of a close code after which no connection can succeed.
func stopCode(code int) error {
	switch code {
	case 4004:
		return unauthorized(nil)
	case 4013, 4014:
		return &bot.Error{
			Code: "not_configured", Message: "Discord does not grant the intents that the bot asks for",
			Hint: "turn Message Content Intent on, on the page Bot of https://discord.com/developers/applications, or do without --message-content",
		}
	case 4010, 4011, 4012:
		return &bot.Error{
			Code: "not_configured", Message: fmt.Sprintf("Discord refuses the connection with code %d", code),
			Hint: "a bot in more than 2,500 servers needs sharding, which ask does not do",
		}
	}
	return nil
}
