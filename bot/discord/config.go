package discord

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/url"
	"strings"
	"time"

	"ask/bot"
	"ask/retrieve"
)

// DefaultAPIURL is where Discord's REST interface is.
const DefaultAPIURL = "https://discord.com/api/v10"

// Index is what the door reads of documents. It is safe for concurrent use.
type Index interface {
	// Sources lists the documents; Text is the stored text of one.
	Sources() ([]retrieve.Source, error)
	Text(id string) (s string, ok bool, err error)
	// Generation names what Sources and Text read.
	Generation() string
}

// Config says who the bot is, what it answers from and whom it answers. Token, Answerer
// and Index are required.
type Config struct {
	// Token of the bot, without "Bot ".
	Token string
	// APIURL is the base of the REST interface, DefaultAPIURL if empty. It also says
	// where the gateway is.
	APIURL   string
	Answerer bot.Answerer
	Index    Index
	// Defaults fill what a question leaves open: K, Since, Until, AsOf, Kinds, Lang.
	Defaults bot.Question
	Access   Access
	// UserRate and ChannelRate are questions a minute, 6 and 30 if 0; negative: no limit.
	UserRate, ChannelRate int
	// Workers is how many questions are answered at a time, 4 if 0. Queue is how many
	// wait, 64 if 0; more are told to come back.
	Workers, Queue int
	// Timeout bounds one answer, 5 minutes if 0.
	Timeout time.Duration
	// MessageContent asks for the privileged intent of that name, which the bot needs to
	// read messages in its threads that do not mention it.
	MessageContent bool
	// CommandsGuild makes the commands those of one server, where they are there at once;
	// empty: everywhere.
	CommandsGuild string
	// CommandsFile is where the hash of the commands that Discord has is kept; empty:
	// they are sent on every start.
	CommandsFile string
	// Feedback is the file that votes are added to, each with its question and answer;
	// empty: there are no buttons to vote, and nothing is kept.
	Feedback string
	// Ready is told, once, which application the bot is; nil for nobody.
	Ready func(applicationID string)
	// Log takes ids, lengths and durations; nil: none.
	Log *slog.Logger

	// dial makes all connections; nil: over the network. For tests.
	dial func(ctx context.Context, network, address string) (net.Conn, error)
}

// Access says whom the bot answers, by the ids of Discord. Who or what is blocked stays
// so whatever else allows it; an empty list of those allowed allows all.
type Access struct {
	// A user needs to be allowed, or have a role that is.
	AllowUsers, BlockUsers, AllowRoles, BlockRoles []string
	// Channels are those of a message, the parent of a thread, and the category.
	AllowChannels, BlockChannels []string
	AllowGuilds, BlockGuilds     []string
	// DMs lets people write to the bot directly. Lists of channels and servers do not
	// bear on that.
	DMs bool
}

// withDefaults checks c and fills what is left open.
func (c Config) withDefaults() (Config, error) {
	switch {
	case strings.TrimSpace(c.Token) == "" || strings.ContainsAny(c.Token, " \r\n"):
		return c, &bot.Error{Code: "not_configured", Message: "the Discord token is missing or has spaces in it", Hint: "copy it from the page Bot of https://discord.com/developers/applications"}
	case c.Answerer == nil || c.Index == nil:
		return c, errors.New("discord: no Answerer or no Index")
	}
	if c.APIURL == "" {
		c.APIURL = DefaultAPIURL
	}
	c.APIURL = strings.TrimRight(c.APIURL, "/")
	if u, err := url.Parse(c.APIURL); err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" {
		return c, &bot.Error{Code: "usage", Message: "the address of Discord's interface is not one: " + c.APIURL, Hint: "leave ASK_DISCORD_API_URL unset, or set it to an http address"}
	}
	number := func(n *int, value int) {
		if *n == 0 {
			*n = value
		}
	}
	number(&c.UserRate, 6)
	number(&c.ChannelRate, 30)
	number(&c.Workers, 4)
	number(&c.Queue, 64)
	if c.Timeout == 0 {
		c.Timeout = 5 * time.Minute
	}
	if c.dial == nil {
		c.dial = (&net.Dialer{Timeout: 10 * time.Second, KeepAlive: 15 * time.Second}).DialContext
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	return c, nil
}
