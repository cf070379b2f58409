package discord

import (
	"context"
	"log/slog"
	"net/http"
	"slices"
	"strings"

	"ask/bot"
)

// maxTurns is how much of a conversation goes with a question; threadRead is how many
// messages of a thread are looked through for it.
const (
	maxTurns   = 5
	threadRead = 30
)

// history is the conversation that r continues, read back from Discord: nothing of it is
// kept here. What cannot be read is missing.
func (b *Bot) history(ctx context.Context, r *request) []bot.Turn {
	if r.token != "" {
		return nil
	}
	switch {
	case r.thread:
		return b.threadHistory(ctx, r)
	case r.message != nil && r.message.Reference != nil:
		return b.replyHistory(ctx, r.message)
	}
	return nil
}

// replyHistory follows a chain of replies upwards.
func (b *Bot) replyHistory(ctx context.Context, m *incoming) []bot.Turn {
	var turns []bot.Turn
	for len(turns) < maxTurns {
		answer := b.referenced(ctx, m)
		if answer == nil || answer.Author.ID != b.self() {
			break
		}
		question, text := readAnswer(answer.Content)
		if m = b.referenced(ctx, answer); m != nil && question == "" {
			question = withoutMentions(m.Content)
		}
		if question == "" || text == "" {
			break
		}
		turns = append(turns, bot.Turn{Question: question, Answer: text})
		if m == nil {
			break
		}
	}
	slices.Reverse(turns)
	return turns
}

// referenced is the message that m replies to, nil if there is none to be had.
func (b *Bot) referenced(ctx context.Context, m *incoming) *incoming {
	switch {
	case m.Referenced != nil:
		return m.Referenced
	case m.Reference == nil || m.Reference.MessageID == "" || m.Reference.Type != 0:
		return nil
	}
	at := m.Reference.ChannelID
	if at == "" {
		at = m.ChannelID
	}
	return b.fetch(ctx, at, m.Reference.MessageID)
}

func (b *Bot) fetch(ctx context.Context, channel, id string) *incoming {
	var out incoming
	err := b.api.do(ctx, call{what: "get message", method: http.MethodGet, path: path("channels", channel, "messages", id), bucket: "get " + channel, out: &out})
	if err != nil {
		b.cfg.Log.Info("message not read", slog.String("id", id), slog.Any("error", err))
		return nil
	}
	if out.ChannelID == "" {
		out.ChannelID = channel
	}
	return &out
}

// threadHistory reads the thread of a question, and the answer that the thread is about.
func (b *Bot) threadHistory(ctx context.Context, r *request) []bot.Turn {
	var list []incoming
	c := call{what: "get messages", method: http.MethodGet, bucket: "get " + r.channel, out: &list}
	c.path = path("channels", r.channel, "messages") + "?limit=30&before=" + r.id
	if err := b.api.do(ctx, c); err != nil {
		b.cfg.Log.Info("thread not read", slog.String("id", r.id), slog.Any("error", err))
	}
	slices.Reverse(list) // newest first
	list = list[max(0, len(list)-threadRead):]
	var turns []bot.Turn
	if place, ok := b.channels.have(r.channel); ok && place.ParentID != "" && len(list) < threadRead {
		if m := b.fetch(ctx, place.ParentID, r.channel); m != nil && m.Author.ID == b.self() {
			question, text := readAnswer(m.Content)
			if asked := b.referenced(ctx, m); question == "" && asked != nil {
				question = withoutMentions(asked.Content)
			}
			if question != "" && text != "" {
				turns = append(turns, bot.Turn{Question: question, Answer: text})
			}
		}
	}
	turns = append(turns, b.turns(list)...)
	return turns[max(0, len(turns)-maxTurns):]
}

// turns pairs what people wrote with what the bot answered.
func (b *Bot) turns(list []incoming) []bot.Turn {
	var turns []bot.Turn
	question, open := "", false
	for _, m := range list {
		switch {
		case m.Author.ID == b.self():
			asked, text := readAnswer(m.Content)
			switch {
			case text == "" || asked == "" && question == "":
			case open && asked == "": // a further part of the same answer
				turns[len(turns)-1].Answer += "\n" + text
			default:
				if asked != "" {
					question = asked
				}
				turns = append(turns, bot.Turn{Question: question, Answer: text})
				open = true
			}
		case !m.Author.Bot && m.WebhookID == "":
			question, open = withoutMentions(m.Content), false
		}
	}
	return turns
}

// readAnswer takes apart a message of the bot's: the question it shows, if it does, and
// the answer without its list of sources.
func readAnswer(content string) (question, text string) {
	if rest, ok := strings.CutPrefix(content, "> "); ok {
		question, content, _ = strings.Cut(rest, "\n")
	}
	// Stars of documents are escaped, so that such a line is the bot's.
	if at := strings.Index("\n"+content, "\n**"); at >= 0 {
		content = content[:max(0, at-1)]
	}
	return strings.TrimSpace(shown(question)), strings.TrimSpace(shown(content))
}
