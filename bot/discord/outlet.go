package discord

import (
	"context"
	"fmt"
	"net/http"
	"strconv"
)

// outlet is where an answer appears, as messages.
type outlet interface {
	// create makes the answer's message number i and gives its id.
	create(ctx context.Context, i int, m message) (id string, err error)
	// edit replaces message number i.
	edit(ctx context.Context, i int, id string, m message) error
	// remove deletes message number i.
	remove(ctx context.Context, i int, id string) error
}

type created struct {
	ID string `json:"id"`
}

// reply is the outlet of an interaction: its first message is the acknowledgement. Each
// token is a bucket of its own, so that answers do not wait for one another.
type reply struct {
	api *api
	r   *request
}

func (o *reply) call(what, method string, m *message, hasty bool, parts ...string) call {
	c := call{
		what: what, method: method, path: path(append([]string{"webhooks", o.r.app, o.r.token}, parts...)...),
		bucket: "token " + o.r.id, guest: true, hasty: hasty,
	}
	if m != nil {
		c.body = *m
	}
	return c
}

func (o *reply) create(ctx context.Context, i int, m message) (string, error) {
	var out created
	m.reply, m.nonce = "", ""
	if i == 0 {
		m.ephemeral = false // it is as it was acknowledged
		c := o.call("edit response", http.MethodPatch, &m, hasty(ctx), "messages", "@original")
		c.out = &out
		err := o.api.do(ctx, c)
		return out.ID, err
	}
	m.ephemeral = o.r.private
	c := o.call("follow-up", http.MethodPost, &m, hasty(ctx))
	c.path += "?wait=true"
	c.out = &out
	err := o.api.do(ctx, c)
	return out.ID, err
}

func (o *reply) edit(ctx context.Context, i int, id string, m message) error {
	m.ephemeral, m.reply, m.nonce = false, "", ""
	if i == 0 {
		id = "@original"
	}
	return o.api.do(ctx, o.call("edit response", http.MethodPatch, &m, hasty(ctx), "messages", id))
}

func (o *reply) remove(ctx context.Context, i int, id string) error {
	if i == 0 {
		id = "@original"
	}
	return o.api.do(ctx, o.call("delete response", http.MethodDelete, nil, hasty(ctx), "messages", id))
}

// room is the outlet of a channel: the first message replies to one of them, if to is one.
type room struct {
	api         *api
	channel, to string
	nonce       string // begins those of all messages
}

func (o *room) create(ctx context.Context, i int, m message) (string, error) {
	if i == 0 {
		m.reply = o.to
	}
	m.ephemeral = false
	m.nonce = o.nonce + "." + strconv.Itoa(i)
	var out created
	err := o.api.do(ctx, call{
		what: "create message", method: http.MethodPost, path: path("channels", o.channel, "messages"),
		bucket: "create " + o.channel, body: m, out: &out, hasty: hasty(ctx),
	})
	if err == nil && out.ID == "" {
		err = fmt.Errorf("discord: created message has no id")
	}
	return out.ID, err
}

func (o *room) edit(ctx context.Context, _ int, id string, m message) error {
	m.ephemeral, m.reply, m.nonce = false, "", ""
	return o.api.do(ctx, call{
		what: "edit message", method: http.MethodPatch, path: path("channels", o.channel, "messages", id),
		bucket: "edit " + o.channel, body: m, hasty: hasty(ctx),
	})
}

func (o *room) remove(ctx context.Context, _ int, id string) error {
	return o.api.do(ctx, call{
		what: "delete message", method: http.MethodDelete, path: path("channels", o.channel, "messages", id),
		bucket: "delete " + o.channel, hasty: hasty(ctx),
	})
}

type hastyKey struct{}

// inHaste marks requests that rather fail than wait for a rate limit: the next edit of an
// answer that grows is worth more than the last.
func inHaste(ctx context.Context) context.Context { return context.WithValue(ctx, hastyKey{}, true) }

func hasty(ctx context.Context) bool { return ctx.Value(hastyKey{}) != nil }
