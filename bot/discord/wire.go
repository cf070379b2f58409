package discord

import "encoding/json"

// Limits of Discord, in UTF-16 units, which are never fewer than characters.
const (
	maxContent     = 2000
	maxEmbeds      = 10
	maxEmbedTitle  = 256
	maxEmbedText   = 4096
	maxEmbedFields = 25
	maxFieldName   = 256
	maxFieldValue  = 1024
	maxEmbedFooter = 2048
	maxEmbedSum    = 6000
	maxOptions     = 25
	maxOptionText  = 100
	maxLabel       = 80
	maxThreadName  = 100
)

// Flags of a message.
const (
	flagSuppressEmbeds = 1 << 2
	flagEphemeral      = 1 << 6
)

// Kinds of reply to an interaction.
const (
	replyMessage  = 4
	replyDeferred = 5
)

// message is what is created and edited. Its JSON always says that nobody is mentioned,
// and takes what an earlier version had and this one has not away.
type message struct {
	content   string
	embeds    []embed
	rows      []row
	ephemeral bool
	reply     string // the message this one replies to; only in channels
	nonce     string // makes a creation that is repeated happen once; only in channels
}

// MarshalJSON writes every field an edit has to reset.
func (m message) MarshalJSON() ([]byte, error) {
	type mentions struct {
		Parse []string `json:"parse"`
	}
	type reference struct {
		Message string `json:"message_id"`
		Fail    bool   `json:"fail_if_not_exists"`
	}
	out := struct {
		Content      string     `json:"content"`
		Embeds       []embed    `json:"embeds"`
		Components   []row      `json:"components"`
		Mentions     mentions   `json:"allowed_mentions"`
		Flags        int        `json:"flags"`
		Reference    *reference `json:"message_reference,omitempty"`
		Nonce        string     `json:"nonce,omitempty"`
		EnforceNonce bool       `json:"enforce_nonce,omitempty"`
	}{
		Content: m.content, Embeds: m.embeds, Components: m.rows, Mentions: mentions{[]string{}},
		Nonce: m.nonce, EnforceNonce: m.nonce != "",
	}
	if out.Embeds == nil {
		out.Embeds = []embed{}
		out.Flags |= flagSuppressEmbeds // it would hide our own embeds too
	}
	if out.Components == nil {
		out.Components = []row{}
	}
	if m.ephemeral {
		out.Flags |= flagEphemeral
	}
	if m.reply != "" {
		out.Reference = &reference{m.reply, false}
	}
	return json.Marshal(out)
}

// embed is a box under a message.
type embed struct {
	Title       string  `json:"title,omitempty"`
	URL         string  `json:"url,omitempty"`
	Description string  `json:"description,omitempty"`
	Color       int     `json:"color,omitempty"`
	Fields      []field `json:"fields,omitempty"`
	Footer      *footer `json:"footer,omitempty"`
}

type field struct {
	Name   string `json:"name"`
	Value  string `json:"value"`
	Inline bool   `json:"inline,omitempty"`
}

type footer struct {
	Text string `json:"text"`
}

// row is a row of components: five buttons or one menu.
type row struct {
	Type       int         `json:"type"` // 1
	Components []component `json:"components"`
}

// component is a button (type 2) or a menu (type 3).
type component struct {
	Type        int      `json:"type"`
	Style       int      `json:"style,omitempty"`
	Label       string   `json:"label,omitempty"`
	Emoji       *emoji   `json:"emoji,omitempty"`
	CustomID    string   `json:"custom_id"`
	Placeholder string   `json:"placeholder,omitempty"`
	Options     []option `json:"options,omitempty"`
}

type emoji struct {
	Name string `json:"name"`
}

type option struct {
	Label       string `json:"label"`
	Value       string `json:"value"`
	Description string `json:"description,omitempty"`
}

func button(id, label, sign string) component {
	c := component{Type: 2, Style: 2, Label: cut(label, maxLabel), CustomID: id}
	if sign != "" {
		c.Emoji = &emoji{sign}
	}
	return c
}

func menu(id, placeholder string, options []option) component {
	return component{Type: 3, CustomID: id, Placeholder: cut(placeholder, 150), Options: options[:min(len(options), maxOptions)]}
}

func rowOf(c ...component) row { return row{Type: 1, Components: c} }
