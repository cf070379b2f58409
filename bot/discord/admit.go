package discord

import (
	"context"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// maxQuestion bounds a question, in characters.
const maxQuestion = 1000

// interaction decides on a command or click, acknowledges it and hands it on.
func (b *Bot) interaction(in *interaction) {
	r, ok := fromInteraction(in)
	if !ok || !b.seen.first(r.id) {
		return
	}
	r.places = append(r.places, b.channels.above(r.channel)...)
	b.task(r, func(ctx context.Context) {
		refusal := b.refusal(r)
		if refusal == "" && r.want == wantHelp {
			refusal = b.wordsOf(r).Help // as short a reply as a refusal
		}
		if refusal != "" {
			b.respond(ctx, r, replyMessage, &message{content: refusal, ephemeral: true})
			return
		}
		// First of all Discord hears that an answer will come. Whether there is room in
		// the queue shows right after, for an acknowledgement takes as long as it takes.
		if !b.respond(ctx, r, replyDeferred, &message{ephemeral: r.private}) {
			return
		}
		b.dispatch(ctx, r)
	})
}

// respond sends the first reply to an interaction; false: there is nobody to go on for.
func (b *Bot) respond(ctx context.Context, r *request, kind int, m *message) bool {
	body := map[string]any{"type": kind, "data": m}
	if kind == replyDeferred {
		flags := 0
		if m.ephemeral {
			flags = flagEphemeral
		}
		body["data"] = map[string]any{"flags": flags} // nothing else is allowed
	}
	ctx, cancel := context.WithTimeout(ctx, time.Until(r.at.Add(3*time.Second)))
	defer cancel()
	err := b.api.do(ctx, call{
		what: "interaction callback", method: http.MethodPost, path: path("interactions", r.id, r.token, "callback"),
		bucket: "callback " + r.id, body: body, urgent: true, guest: true,
	})
	switch {
	case err == nil, refused(err, codeAlreadyAnswered): // by an attempt whose reply was lost
		b.cfg.Log.Info("acknowledged", slog.String("id", r.id), slog.String("want", r.want), slog.Duration("took", time.Since(r.at)))
		return true
	default:
		b.cfg.Log.Warn("not acknowledged", slog.String("id", r.id), slog.Any("error", err))
		return false
	}
}

// dispatch hands an acknowledged request to whoever answers it.
func (b *Bot) dispatch(ctx context.Context, r *request) {
	switch r.want {
	case wantAnswer:
		b.enqueue(ctx, r)
	case wantSources, wantQuote:
		b.reply(ctx, r)
	case wantFollowUp:
		b.followUp(ctx, r)
	case wantVote:
		b.vote(ctx, r)
	}
}

// enqueue has a question answered when a worker is free.
func (b *Bot) enqueue(ctx context.Context, r *request) {
	if b.run.Err() != nil {
		b.fail(ctx, r, b.wordsOf(r).Stopping)
		return
	}
	select {
	case b.queue <- r:
	default:
		b.fail(ctx, r, b.wordsOf(r).Busy)
	}
}

// refusal says why a request is not dealt with, empty if it is.
func (b *Bot) refusal(r *request) string {
	w := b.wordsOf(r)
	switch {
	case b.run.Err() != nil:
		return w.Stopping
	case r.guild == "" && !b.cfg.Access.DMs:
		return w.NoDMs
	case !b.cfg.Access.allows(r):
		return w.NotAllowed
	case r.want == wantHelp:
		return ""
	case r.want != wantAnswer && !b.clicks.take(r.user):
		return w.TooFast
	case r.want != wantAnswer:
		return ""
	case r.message != nil && r.header && strings.TrimSpace(r.text) == "":
		return w.NothingToAsk
	case strings.TrimSpace(r.text) == "":
		return w.Empty
	case utf8.RuneCountInString(r.text) > maxQuestion:
		return w.TooLong
	case !isDate(r.since) || !isDate(r.until):
		return w.BadDate
	case !b.users.take(r.user):
		return w.TooFast
	case !b.rooms.take(r.channel):
		return w.Busy
	}
	return ""
}

// isDate takes a year, a month, a day, or nothing.
func isDate(s string) bool {
	for _, layout := range []string{"", "2006", "2006-01", time.DateOnly} {
		if _, err := time.Parse(layout, s); err == nil {
			return true
		}
	}
	return false
}

// message decides whether a message is meant for the bot, and answers it.
func (b *Bot) message(m *incoming) {
	switch {
	case m.Author.Bot || m.Author.System || m.WebhookID != "" || m.Author.ID == "" || m.Author.ID == b.self():
		return
	case m.Type != 0 && m.Type != 19: // an ordinary message or a reply
		return
	case m.GuildID == "" && !b.cfg.Access.DMs:
		return // silence: who writes to a bot that takes no letters is not told so each time
	}
	place, known := b.channels.have(m.ChannelID)
	switch {
	case b.addressed(m):
	case known && (!place.thread() || place.OwnerID != b.self()):
		return
	}
	if !b.seen.first(m.ID) {
		return
	}
	b.task(&request{id: m.ID}, func(ctx context.Context) { b.read(ctx, m) })
}

// addressed reports whether a message mentions the bot or replies to it.
func (b *Bot) addressed(m *incoming) bool {
	if b.mentions(m) {
		return true
	}
	return m.Referenced != nil && m.Referenced.Author.ID == b.self() && (m.Reference == nil || m.Reference.Type == 0)
}

// mentions reports whether Discord shows the bot the text of a message without asking for
// the intent.
func (b *Bot) mentions(m *incoming) bool {
	return m.GuildID == "" || slices.ContainsFunc(m.Mentions, func(u user) bool { return u.ID == b.self() })
}

// read deals with a message that is for the bot, or stands in what may be its thread.
func (b *Bot) read(ctx context.Context, m *incoming) {
	place, err := channel{ID: m.ChannelID}, error(nil)
	if m.GuildID != "" {
		place, err = b.channels.get(ctx, m.ChannelID)
	}
	own := err == nil && place.thread() && place.OwnerID == b.self()
	if !own && !b.addressed(m) {
		return
	}
	r := fromMessage(m, place)
	r.places = append(r.places, b.channels.above(r.channel)...)
	w := b.wordsOf(r)
	if r.text == "" && !b.mentions(m) {
		// Without the intent the text of such a message does not arrive.
		if len(m.Attachments)+len(m.Stickers) == 0 && !b.cfg.MessageContent && b.cfg.Access.allows(r) && b.channels.hint(m.ChannelID) {
			b.say(ctx, r, w.ThreadHint)
		}
		return
	}
	if refusal := b.refusal(r); refusal != "" {
		// To write where it is not allowed, or each time somebody is too fast, would be to
		// let others make it write.
		if refusal != w.NotAllowed && (refusal != w.TooFast || b.seen.first("fast "+r.user)) {
			b.say(ctx, r, refusal)
		}
		return
	}
	b.signOfLife(ctx, r, true)
	b.enqueue(ctx, r)
}
