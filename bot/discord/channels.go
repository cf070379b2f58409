package discord

import (
	"context"
	"net/http"
	"sync"
)

// channels remembers what channels are, for messages do not say: whether they are
// threads, whose, and where.
type channels struct {
	api *api

	mu    sync.Mutex // guards what follows
	known map[string]channel
	hints map[string]bool // threads whose people know how to be heard
}

func newChannels(a *api) *channels {
	return &channels{api: a, known: map[string]channel{}, hints: map[string]bool{}}
}

// learn remembers channels.
func (c *channels) learn(list ...channel) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, ch := range list {
		if len(c.known) >= 10*maxBuckets {
			clear(c.known)
		}
		if ch.ID != "" {
			c.known[ch.ID] = ch
		}
	}
}

// have gives a channel if it is known.
func (c *channels) have(id string) (channel, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	ch, ok := c.known[id]
	return ch, ok
}

// get asks Discord for a channel that is not known.
func (c *channels) get(ctx context.Context, id string) (channel, error) {
	if ch, ok := c.have(id); ok {
		return ch, nil
	}
	var ch channel
	err := c.api.do(ctx, call{what: "get channel", method: http.MethodGet, path: path("channels", id), bucket: "channel " + id, out: &ch, hasty: true})
	if err != nil {
		return channel{ID: id}, err
	}
	ch.ID = id
	c.learn(ch)
	return ch, nil
}

// above gives what a channel is in: the channel of a thread, the category of that.
func (c *channels) above(id string) []string {
	var out []string
	for range 2 {
		ch, ok := c.have(id)
		if !ok || ch.ParentID == "" {
			break
		}
		id = ch.ParentID
		out = append(out, id)
	}
	return out
}

// hint reports whether the people of a thread have to be told how to be heard: once.
func (c *channels) hint(id string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.hints[id] || len(c.hints) >= maxBuckets {
		return false
	}
	c.hints[id] = true
	return true
}
