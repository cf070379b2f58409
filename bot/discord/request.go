package discord

import (
	"strings"
	"time"
)

// What people want of the bot.
const (
	wantAnswer   = "answer"
	wantSources  = "sources"
	wantHelp     = "help"
	wantQuote    = "quote"
	wantFollowUp = "follow_up"
	wantVote     = "vote"
)

// Identifiers of components. What follows "vote:" is the vote and the answer's.
const (
	idQuote    = "quote"
	idFollowUp = "follow"
	idVote     = "vote:"
)

// request is what somebody wants, wherever it came from.
type request struct {
	want string
	id   string // of the interaction or message; met twice, it is the same request
	at   time.Time

	// Of an interaction: where replies go. Empty for a message.
	app, token string

	user, guild, channel string
	roles                []string
	places               []string // the channel and what it is in
	locale               string   // of the user's client; empty if not known
	private              bool
	thread               bool // the channel is one
	canWrite, canThread  bool
	canEmbed             bool

	text               string // the question
	since, until, kind string
	header             bool // nobody sees the question unless the answer shows it

	message *incoming // that was sent, is asked about, or has the component
	custom  string    // of the component
	value   string    // that was chosen
}

// fromInteraction reads an interaction; false: it is none of ours.
func fromInteraction(in *interaction) (*request, bool) {
	r := &request{
		id: in.ID, at: time.Now(), app: in.AppID, token: in.Token, guild: in.GuildID, channel: in.ChannelID,
		places: []string{in.ChannelID}, locale: in.Locale, message: in.Message,
		canWrite: in.may(sendMessages), canThread: in.GuildID != "" && in.may(createPublicThreads|sendMessagesInThread),
		canEmbed: in.may(embedLinks),
	}
	r.user, r.roles = in.asker()
	if in.Channel != nil {
		r.thread = in.Channel.thread()
		if r.thread {
			r.canWrite = in.may(sendMessagesInThread)
		}
		if in.Channel.ParentID != "" {
			r.places = append(r.places, in.Channel.ParentID)
		}
	}
	known := r.id != "" && r.token != "" && r.user != ""
	switch {
	case in.Type == 2 && in.Data.Type == 3:
		return r, known && r.aboutMessage(in)
	case in.Type == 2:
		return r, known && r.slash(in)
	case in.Type == 3:
		return r, known && r.component(in)
	}
	return nil, false
}

// slash reads a slash command.
func (r *request) slash(in *interaction) bool {
	switch in.Data.Name {
	case "sources":
		r.want, r.private = wantSources, true
	case "help":
		r.want, r.private = wantHelp, true
	case "ask":
		r.want, r.header = wantAnswer, true
		for _, o := range in.Data.Options {
			switch o.Name {
			case "question":
				r.text = o.text()
			case "since":
				r.since = o.text()
			case "until":
				r.until = o.text()
			case "kind":
				r.kind = o.text()
			case "private":
				r.private = string(o.Value) == "true"
			}
		}
	default:
		return false
	}
	return true
}

// aboutMessage reads "Ask about this": the text of the message is the question.
func (r *request) aboutMessage(in *interaction) bool {
	r.want, r.header = wantAnswer, true
	m, ok := in.Data.Resolved.Messages[in.Data.TargetID]
	if ok {
		r.message = &m
		r.text = withoutMentions(m.Content)
	}
	return true
}

// component reads a click or a choice.
func (r *request) component(in *interaction) bool {
	r.custom, r.private = in.Data.CustomID, true
	if len(in.Data.Values) > 0 {
		r.value = in.Data.Values[0]
	}
	switch {
	case r.custom == idQuote && r.value != "":
		r.want = wantQuote
	case r.custom == idFollowUp && in.Message != nil:
		r.want = wantFollowUp
	case strings.HasPrefix(r.custom, idVote):
		r.want = wantVote
	default:
		return false
	}
	return true
}

// fromMessage reads a message that is meant for the bot.
func fromMessage(m *incoming, place channel) *request {
	r := &request{
		want: wantAnswer, id: m.ID, at: time.Now(), user: m.Author.ID, guild: m.GuildID, channel: m.ChannelID,
		places: []string{m.ChannelID}, text: withoutMentions(m.Content), message: m, canWrite: true,
		thread: place.thread(), canThread: m.GuildID != "", canEmbed: true,
	}
	if m.Member != nil {
		r.roles = m.Member.Roles
	}
	if place.ParentID != "" {
		r.places = append(r.places, place.ParentID)
	}
	return r
}

// withoutMentions takes mentions of users and roles out of what somebody wrote.
func withoutMentions(s string) string {
	var b strings.Builder
	for {
		before, after, found := strings.Cut(s, "<@")
		b.WriteString(before)
		if !found {
			break
		}
		id, rest, closed := strings.Cut(after, ">")
		if !closed || strings.Trim(strings.TrimLeft(id, "!&"), "0123456789") != "" {
			b.WriteString("<@")
			s = after
			continue
		}
		s = rest
	}
	return strings.TrimSpace(b.String())
}
