package discord

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"strings"
	"time"

	"ask/bot"
)

// maxDrops is how often a session may be given up within dropWindow. Each may leave a
// goroutine of discordgo behind that waits for its own lock; a fresh process has none.
const (
	maxDrops   = 3
	dropWindow = 30 * time.Minute
)

// maxUnknown is how often in a row a session may fail to come up before it is not resumed
// any more. Discord allows 1,000 new ones a day.
const maxUnknown = 3

// maxAborts is how many looks after its connection was cut a session may not notice.
const maxAborts = 10

// keeper keeps a gateway connection, whatever becomes of the sessions that make it.
type keeper struct {
	cfg    *Config
	api    *api
	events func(kind string, data json.RawMessage)

	drops []time.Time
	pause time.Duration
}

// run connects and stays connected until ctx is over or Discord refuses the bot for
// good, which is its error.
func (k *keeper) run(ctx context.Context) error {
	k.pause = k.cfg.times.back
	for ctx.Err() == nil {
		address, err := k.address(ctx)
		if err == nil {
			err = k.keep(ctx, address)
		}
		if fatal(err) {
			return err
		}
		if ctx.Err() != nil {
			break
		}
		if err != nil {
			k.cfg.Log.Warn("gateway", slog.Any("error", err))
		}
		if k.wait(ctx) != nil {
			break
		}
	}
	return nil
}

// fatal reports whether trying again is of no use.
func fatal(err error) bool {
	_, ok := bot.AsError(err)
	return ok
}

// wait lets some time pass before the next attempt, more each time.
func (k *keeper) wait(ctx context.Context) error {
	d := k.pause/2 + rand.N(k.pause/2+1)
	k.pause = min(2*k.pause, k.cfg.times.backMost)
	return sleep(ctx, d)
}

// address asks where the gateway is, and waits if no more sessions may be begun today.
func (k *keeper) address(ctx context.Context) (string, error) {
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
	if said.Limit != nil && said.Limit.Remaining <= 0 && said.Limit.ResetAfter > 0 {
		d := time.Duration(said.Limit.ResetAfter) * time.Millisecond
		k.cfg.Log.Warn("no sessions left for today", slog.Duration("wait", d))
		if err := sleep(ctx, d); err != nil {
			return "", err
		}
	}
	address, _, _ := strings.Cut(said.URL, "?") // discordgo adds a query of its own
	return address, nil
}

func unauthorized(err error) error {
	return &bot.Error{
		Code: "unauthorized", Message: "Discord does not take the token: it is wrong or was reset", Err: err,
		Hint: "make a new one on the page Bot of https://discord.com/developers/applications and set DISCORD_TOKEN",
	}
}

// keep runs one session, resuming it when its connection ends, until it has to be given
// up. A nil error says that it was.
func (k *keeper) keep(ctx context.Context, address string) error {
	s, err := newSession(k.cfg, address, k.events)
	if err != nil {
		return err
	}
	defer listen(s, address)()
	stuck := false
	defer func() {
		if !stuck {
			s.close()
		}
	}()
	for unknown := 0; ; {
		began := time.Now()
		err := k.connection(ctx, s)
		switch {
		case ctx.Err() != nil:
			return nil
		case errors.Is(err, errStuck):
			k.cfg.Log.Warn("session given up", slog.Any("error", err))
			stuck = true
			s.abort()
			return k.drop()
		}
		code := closeCode(err)
		k.cfg.Log.Info("gateway connection ended", slog.Int("code", code), slog.Duration("after", time.Since(began)), slog.Any("error", err))
		if err := stopCode(code); err != nil {
			return err
		}
		if unknown++; s.known.Load() { // resuming is not limited
			k.pause, unknown = k.cfg.times.back, 0
		}
		if unknown == maxUnknown || code == 4007 || code == 4009 {
			return nil // a new session, which identifies itself
		}
		select {
		case <-k.api.revoked:
			return unauthorized(nil)
		default:
		}
		if k.wait(ctx) != nil {
			return nil
		}
	}
}

// errStuck says that discordgo does not come back, or does not hear.
var errStuck = errors.New("the session is stuck")

// connection opens s and returns when its connection has ended, with the reason if one
// is known. It watches from outside: it never waits for a lock of discordgo.
func (k *keeper) connection(ctx context.Context, s *session) error {
	opened := make(chan error, 1)
	go func() { opened <- s.open() }() // ends with open, or never if discordgo is stuck
	tick := time.NewTicker(k.cfg.times.look)
	defer tick.Stop()
	free, open, deaf := time.Now(), time.Time{}, 0
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-k.api.revoked:
			return unauthorized(nil)
		case err := <-opened:
			if err != nil {
				return fmt.Errorf("connect: %w", err)
			}
			open, free = time.Now(), time.Now()
		case <-s.down:
			return s.reason()
		case now := <-tick.C:
			age, ok := s.free()
			switch {
			case ok:
				free = now
			case now.Sub(free) > k.cfg.times.stuck:
				return fmt.Errorf("%w: locked for %s", errStuck, now.Sub(free))
			}
			unheard := ok && age > k.cfg.times.ack
			unwelcome := ok && !s.known.Load() && now.Sub(open) > k.cfg.times.handshake
			if open.IsZero() || !unheard && !unwelcome {
				continue
			}
			s.abort() // which ends the connection, unless discordgo is past noticing
			if deaf++; deaf > maxAborts {
				return fmt.Errorf("%w: a dead connection stays", errStuck)
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
