package discord

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"
)

// errGone says that nobody sees the answer any more: it was deleted, or the bot may not
// write there.
var errGone = errors.New("the answer is gone")

// sheet is an answer as messages that grow. It is not safe for concurrent use.
type sheet struct {
	out   outlet
	every time.Duration // between two edits of a message
	parts []part
	base  int // added to the number of what is created, when numbers were used before
}

// part is a message of the sheet as Discord has it.
type part struct {
	id   string
	sent []byte
	at   time.Time
}

// grow shows pages of an unfinished answer, as far as the pace allows.
func (s *sheet) grow(ctx context.Context, pages []message) error {
	ctx = inHaste(ctx)
	for i, m := range pages {
		if i < len(s.parts) && time.Since(s.parts[i].at) < s.every {
			continue
		}
		err := s.put(ctx, i, m)
		if errors.Is(err, errLimited) || refused(err, codeTooManyEdits) {
			return nil // the next time, or in the end
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// finish shows the pages and nothing else, whatever it takes until ctx is over.
func (s *sheet) finish(ctx context.Context, pages []message) error {
	for i, m := range pages {
		err := s.put(ctx, i, m)
		if refused(err, codeTooManyEdits) { // an old message: it and the rest are made anew
			s.retract(ctx, i)
			s.base += len(pages) + 1
			err = s.put(ctx, i, m)
		}
		for pause := time.Second; err != nil && ctx.Err() == nil && passing(err); pause *= 2 {
			if sleep(ctx, pause) != nil {
				break
			}
			err = s.put(ctx, i, m)
		}
		if err != nil {
			return err
		}
	}
	s.retract(ctx, len(pages))
	return nil
}

// retract deletes the messages from number n on. One that stays is no harm.
func (s *sheet) retract(ctx context.Context, n int) {
	for i := len(s.parts) - 1; i >= n; i-- {
		_ = s.out.remove(ctx, i+s.base, s.parts[i].id)
		s.parts = s.parts[:i]
	}
}

// passing reports whether err may be gone the next time.
func passing(err error) bool {
	var refusal *apiError
	if errors.As(err, &refusal) {
		return refusal.status >= 500
	}
	return !errors.Is(err, errGone)
}

// put makes page i what Discord shows, unless it is.
func (s *sheet) put(ctx context.Context, i int, m message) error {
	if i >= len(s.parts) {
		return s.create(ctx, i, m)
	}
	data, err := json.Marshal(m)
	if err != nil {
		return fmt.Errorf("write page: %w", err)
	}
	p := &s.parts[i]
	if bytes.Equal(data, p.sent) {
		return nil
	}
	p.at = time.Now()
	if err := s.out.edit(ctx, i+s.base, p.id, m); err != nil {
		return gone(err)
	}
	p.sent = data
	return nil
}

func (s *sheet) create(ctx context.Context, i int, m message) error {
	data, err := json.Marshal(m)
	if err != nil {
		return fmt.Errorf("write page: %w", err)
	}
	id, err := s.out.create(ctx, i+s.base, m)
	if err != nil {
		return gone(err)
	}
	s.parts = append(s.parts, part{id: id, sent: data, at: time.Now()})
	return nil
}

// gone makes errGone of what says so.
func gone(err error) error {
	if refused(err, codeUnknownMessage, codeUnknownChannel, codeUnknownInteraction, codeNoAccess, codeNoPermission) {
		return fmt.Errorf("%w: %w", errGone, err)
	}
	return err
}

// move goes on elsewhere. What was shown stays where it is.
func (s *sheet) move(out outlet) { s.out, s.parts = out, nil }

// behind reports whether Discord does not show pages yet.
func (s *sheet) behind(pages []message) bool {
	if len(pages) != len(s.parts) {
		return true
	}
	for i, m := range pages {
		if data, err := json.Marshal(m); err == nil && !bytes.Equal(data, s.parts[i].sent) {
			return true
		}
	}
	return false
}
