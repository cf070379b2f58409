package discord

import (
	"context"
	"log/slog"
	"net/http"
)

// thinking is the sign on a message whose answer is being written.
const thinking = "🤔"

// fail tells whoever asked, and nobody else if it can be helped, why there is no answer.
func (b *Bot) fail(ctx context.Context, r *request, text string) {
	if r.token == "" {
		if r.message != nil {
			b.say(ctx, r, text)
		}
		return
	}
	out := &reply{b.api, r}
	m := message{content: text}
	if !r.private {
		// An acknowledgement cannot be hidden later, but it can be taken back.
		if err := out.remove(ctx, 0, ""); err == nil || refused(err, codeUnknownMessage) {
			hidden := *r
			hidden.private = true
			out.r = &hidden
			if _, err = out.create(ctx, 1, m); err == nil {
				return
			}
		}
	}
	if _, err := out.create(ctx, 0, m); err != nil {
		b.cfg.Log.Warn("not told", slog.String("id", r.id), slog.Any("error", err))
	}
}

// say replies to a message.
func (b *Bot) say(ctx context.Context, r *request, text string) {
	if _, err := b.room(r, r.id).create(ctx, 0, message{content: text}); err != nil {
		b.cfg.Log.Warn("not told", slog.String("id", r.id), slog.Any("error", err))
	}
}

// signOfLife shows on a message that its answer is being written, or no longer is. It is
// no answer: what fails is left.
func (b *Bot) signOfLife(ctx context.Context, r *request, on bool) {
	method := http.MethodDelete
	if on {
		method = http.MethodPut
		b.typing(ctx, r)
	}
	b.small(ctx, call{
		what: "reaction", method: method, path: path("channels", r.channel, "messages", r.id, "reactions", thinking, "@me"),
		bucket: "reaction " + r.channel, hasty: on,
	})
}

func (b *Bot) typing(ctx context.Context, r *request) {
	b.small(ctx, call{what: "typing", method: http.MethodPost, path: path("channels", r.channel, "typing"), bucket: "typing " + r.channel, hasty: true})
}

// small makes a request that may fail. Where the bot lacks the permission it does not try
// again for an hour.
func (b *Bot) small(ctx context.Context, c call) {
	key := "forbidden " + c.bucket
	if b.forbidden.has(key) {
		return
	}
	err := b.api.do(ctx, c)
	if refused(err, codeNoAccess, codeNoPermission) {
		b.forbidden.first(key)
	}
}
