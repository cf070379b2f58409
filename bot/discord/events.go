package discord

import (
	"encoding/json"
	"strconv"
)

// What the gateway sends, as far as this door reads it.

type user struct {
	ID     string `json:"id"`
	Bot    bool   `json:"bot"`
	System bool   `json:"system"`
}

type member struct {
	User  *user    `json:"user"`
	Roles []string `json:"roles"`
}

// incoming is a message of somebody.
type incoming struct {
	ID         string     `json:"id"`
	ChannelID  string     `json:"channel_id"`
	GuildID    string     `json:"guild_id"`
	Type       int        `json:"type"`
	Content    string     `json:"content"`
	Author     user       `json:"author"`
	WebhookID  string     `json:"webhook_id"`
	Member     *member    `json:"member"`
	Mentions   []user     `json:"mentions"`
	Reference  *reference `json:"message_reference"`
	Referenced *incoming  `json:"referenced_message"`
	// What a message without text consists of.
	Attachments []json.RawMessage `json:"attachments"`
	Stickers    []json.RawMessage `json:"sticker_items"`
	// Embeds are ours only where they are not needed.
}

type reference struct {
	MessageID string `json:"message_id"`
	ChannelID string `json:"channel_id"`
	Type      int    `json:"type"` // 0: a reply; 1: forwarded
}

// interaction is a command, a click or a choice.
type interaction struct {
	ID          string   `json:"id"`
	AppID       string   `json:"application_id"`
	Type        int      `json:"type"` // 2: command; 3: component
	Token       string   `json:"token"`
	GuildID     string   `json:"guild_id"`
	ChannelID   string   `json:"channel_id"`
	Channel     *channel `json:"channel"`
	Member      *member  `json:"member"`
	User        *user    `json:"user"`
	Locale      string   `json:"locale"`
	Permissions string   `json:"app_permissions"`
	Data        struct {
		Name     string       `json:"name"`
		Type     int          `json:"type"` // 1: slash; 3: of a message
		Options  []givenValue `json:"options"`
		TargetID string       `json:"target_id"`
		Resolved struct {
			Messages map[string]incoming `json:"messages"`
		} `json:"resolved"`
		CustomID string   `json:"custom_id"`
		Values   []string `json:"values"`
	} `json:"data"`
	Message *incoming `json:"message"`
}

type givenValue struct {
	Name  string          `json:"name"`
	Value json.RawMessage `json:"value"`
}

// text is a value as text, empty if it is none.
func (g givenValue) text() string {
	var s string
	if json.Unmarshal(g.Value, &s) != nil {
		return ""
	}
	return s
}

// asker is who interacted.
func (in *interaction) asker() (id string, roles []string) {
	switch {
	case in.Member != nil && in.Member.User != nil:
		return in.Member.User.ID, in.Member.Roles
	case in.User != nil:
		return in.User.ID, nil
	}
	return "", nil
}

// may reports whether the bot has a permission in the channel. Without word of it, it has.
func (in *interaction) may(permission uint64) bool {
	if in.Permissions == "" {
		return true
	}
	n, err := strconv.ParseUint(in.Permissions, 10, 64)
	return err != nil || n&(permission|administrator) != 0 && (n&administrator != 0 || n&permission == permission)
}

// channel is a place to write in. Threads have a parent channel and an owner.
type channel struct {
	ID       string `json:"id"`
	Type     int    `json:"type"`
	ParentID string `json:"parent_id"`
	OwnerID  string `json:"owner_id"`
}

func (c channel) thread() bool { return c.Type == 10 || c.Type == 11 || c.Type == 12 }

// guild is what arrives on connecting of each server.
type guild struct {
	Channels []channel `json:"channels"`
	Threads  []channel `json:"threads"`
}

// ready tells the bot who it is.
type ready struct {
	User        user `json:"user"`
	Application struct {
		ID string `json:"id"`
	} `json:"application"`
}

// Permissions of a bot in a server.
const (
	administrator        = 1 << 3
	addReactions         = 1 << 6
	viewChannel          = 1 << 10
	sendMessages         = 1 << 11
	embedLinks           = 1 << 14
	readHistory          = 1 << 16
	createPublicThreads  = 1 << 35
	sendMessagesInThread = 1 << 38
)

// Permissions are what the bot uses, and what its invitation asks for.
const Permissions = addReactions | viewChannel | sendMessages | embedLinks | readHistory | createPublicThreads | sendMessagesInThread

// InviteURL is where the owner of a server lets the bot in.
func InviteURL(applicationID string) string {
	return "https://discord.com/oauth2/authorize?client_id=" + applicationID +
		"&scope=bot+applications.commands&permissions=" + strconv.FormatUint(Permissions, 10)
}
