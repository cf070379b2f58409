package discord

import (
	"context"
	"log/slog"
	"net/http"
	"strings"
)

// followUp opens a thread on an answer.
func (b *Bot) followUp(ctx context.Context, r *request) {
	w := b.wordsOf(r)
	text := w.ThreadHere
	if r.guild != "" && !r.thread {
		text = b.openThread(ctx, r, w)
	}
	if _, err := b.outlet(r).create(ctx, 0, message{content: text}); err != nil {
		b.cfg.Log.Warn("not told", slog.String("id", r.id), slog.Any("error", err))
	}
}

// openThread opens a thread on the message of r and says where it is.
func (b *Bot) openThread(ctx context.Context, r *request, w *words) string {
	if !r.canThread {
		return w.ThreadFailed
	}
	question, _ := readAnswer(r.message.Content)
	if asked := r.message.Referenced; question == "" && asked != nil {
		question = withoutMentions(asked.Content)
	}
	name := bare(question, maxThreadName)
	if strings.TrimSpace(name) == "" {
		name = w.ThreadName
	}
	var place channel
	err := b.api.do(ctx, call{
		what: "start thread", method: http.MethodPost, path: path("channels", r.channel, "messages", r.message.ID, "threads"),
		bucket: "threads " + r.channel, out: &place, body: map[string]any{"name": name, "auto_archive_duration": 1440},
	})
	switch {
	case refused(err, codeThreadExists):
		return w.ThreadReady + " <#" + r.message.ID + ">" // a thread has the id of its message
	case err != nil:
		b.cfg.Log.Warn("thread not opened", slog.String("id", r.id), slog.Any("error", err))
		return w.ThreadFailed
	}
	place.OwnerID = b.self()
	if place.ParentID == "" {
		place.ParentID = r.channel
	}
	if !place.thread() {
		place.Type = 11
	}
	b.channels.learn(place)
	hello := &room{api: b.api, channel: place.ID, nonce: r.id}
	if _, err := hello.create(ctx, 0, message{content: w.ThreadHint}); err != nil {
		b.cfg.Log.Warn("not told", slog.String("id", r.id), slog.Any("error", err))
	}
	return w.ThreadReady + " <#" + place.ID + ">"
}
