package discordtest

import (
	"encoding/json"
	"fmt"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// What a message is checked as.
const (
	edit      = 0
	creation  = 1
	inChannel = 2
)

// payload is a message that the bot sends.
type payload struct {
	Content      string `json:"content"`
	Flags        int    `json:"flags"`
	Nonce        string `json:"nonce"`
	EnforceNonce bool   `json:"enforce_nonce"`
	Reference    struct {
		MessageID string `json:"message_id"`
	} `json:"message_reference"`
	Embeds []struct {
		Title       string `json:"title"`
		URL         string `json:"url"`
		Description string `json:"description"`
		Fields      []struct {
			Name, Value string
		} `json:"fields"`
		Footer *struct{ Text string } `json:"footer"`
	} `json:"embeds"`
	Components []struct {
		Type       int               `json:"type"`
		Components []json.RawMessage `json:"components"`
	} `json:"components"`

	rawEmbeds, rawComponents json.RawMessage
}

// units is a length as Discord counts it in the worst case.
func units(s string) int { return max(len(utf16.Encode([]rune(s))), utf8.RuneCountInString(s)) }

// checkMessage reads a message and says what is wrong with it.
func checkMessage(body json.RawMessage, p *payload, how int) string {
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(body, &fields); err != nil {
		return "no JSON object: " + err.Error()
	}
	if err := json.Unmarshal(body, p); err != nil {
		return "fields: " + err.Error()
	}
	p.rawEmbeds, p.rawComponents = fields["embeds"], fields["components"]
	compact := strings.Join(strings.Fields(string(fields["allowed_mentions"])), "")
	switch {
	case compact != `{"parse":[]}`:
		return fmt.Sprintf("allowed_mentions is %q", compact)
	case units(p.Content) > 2000:
		return fmt.Sprintf("content of %d units", units(p.Content))
	case strings.TrimSpace(p.Content) == "" && len(p.Embeds) == 0:
		return "an empty message"
	case len(p.Embeds) > 10 || len(p.Components) > 5:
		return "too many embeds or rows"
	case p.Flags&^(4|64) != 0:
		return fmt.Sprintf("flags %d", p.Flags)
	case p.Flags&64 != 0 && how == edit:
		return "EPHEMERAL on an edit"
	case p.Flags&64 != 0 && how&inChannel != 0:
		return "EPHEMERAL in a channel"
	case p.Flags&4 == 0 && len(p.Embeds) == 0:
		return "no SUPPRESS_EMBEDS"
	case p.Flags&4 != 0 && len(p.Embeds) > 0:
		return "SUPPRESS_EMBEDS hides the message's own embeds"
	case units(p.Nonce) > 25 || p.EnforceNonce && p.Nonce == "":
		return "nonce"
	case how&inChannel == 0 && (p.Nonce != "" || p.Reference.MessageID != ""):
		return "nonce or reference outside of a channel"
	}
	if problem := p.checkEmbeds(); problem != "" {
		return problem
	}
	return p.checkComponents()
}

func (p *payload) checkEmbeds() string {
	sum := 0
	for _, e := range p.Embeds {
		sum += units(e.Title) + units(e.Description)
		if units(e.Title) > 256 || units(e.Description) > 4096 || len(e.Fields) > 25 {
			return "embed: title, description or number of fields"
		}
		if e.URL != "" && !strings.HasPrefix(e.URL, "http://") && !strings.HasPrefix(e.URL, "https://") {
			return "embed: scheme of url"
		}
		for _, f := range e.Fields {
			sum += units(f.Name) + units(f.Value)
			if f.Name == "" || f.Value == "" || units(f.Name) > 256 || units(f.Value) > 1024 {
				return "embed: field"
			}
		}
		if e.Footer != nil {
			sum += units(e.Footer.Text)
			if e.Footer.Text == "" || units(e.Footer.Text) > 2048 {
				return "embed: footer"
			}
		}
		if e.Title == "" && e.Description == "" && len(e.Fields) == 0 {
			return "embed: empty"
		}
	}
	if sum > 6000 {
		return fmt.Sprintf("embeds of %d units", sum)
	}
	return ""
}

func (p *payload) checkComponents() string {
	ids := map[string]bool{}
	for _, row := range p.Components {
		if row.Type != 1 || len(row.Components) == 0 || len(row.Components) > 5 {
			return "row of components"
		}
		for _, raw := range row.Components {
			if problem := checkComponent(raw, ids, len(row.Components)); problem != "" {
				return problem
			}
		}
	}
	return ""
}

// checkComponent checks a button or a menu that shares its row with others.
func checkComponent(raw json.RawMessage, ids map[string]bool, others int) string {
	var c struct {
		Type        int
		Style       int
		Label       string
		Emoji       *struct{ Name string }
		CustomID    string `json:"custom_id"`
		Placeholder string
		Options     []struct{ Label, Value, Description string }
	}
	if err := json.Unmarshal(raw, &c); err != nil {
		return "component: " + err.Error()
	}
	if c.CustomID == "" || units(c.CustomID) > 100 || ids[c.CustomID] {
		return "custom_id: " + c.CustomID
	}
	ids[c.CustomID] = true
	switch c.Type {
	case 2:
		if c.Style < 1 || c.Style > 4 || c.Label == "" && c.Emoji == nil || units(c.Label) > 80 {
			return "button"
		}
	case 3:
		if others != 1 || len(c.Options) == 0 || len(c.Options) > 25 || units(c.Placeholder) > 150 {
			return "menu"
		}
		values := map[string]bool{}
		for _, o := range c.Options {
			if o.Label == "" || o.Value == "" || units(o.Label) > 100 || units(o.Value) > 100 || units(o.Description) > 100 || values[o.Value] {
				return "option " + o.Value
			}
			values[o.Value] = true
		}
	default:
		return fmt.Sprintf("component of type %d", c.Type)
	}
	return ""
}

// command is one of a list of commands, or an option of one.
type command struct {
	Name          string            `json:"name"`
	Type          int               `json:"type"`
	Description   string            `json:"description"`
	Localizations map[string]string `json:"description_localizations"`
	Required      bool              `json:"required"`
	MaxLength     int               `json:"max_length"`
	Options       []command         `json:"options"`
	Choices       []struct {
		Name  string `json:"name"`
		Value string `json:"value"`
	} `json:"choices"`
	Contexts []int `json:"contexts"`
}

// checkCommands says what is wrong with a list of commands.
func checkCommands(body json.RawMessage) string {
	var list []command
	if err := json.Unmarshal(body, &list); err != nil {
		return "commands: " + err.Error()
	}
	names := map[string]bool{}
	for _, c := range list {
		key := fmt.Sprint(c.Type, c.Name)
		if names[key] || len(c.Contexts) == 0 {
			return "command " + c.Name + ": twice, or without contexts"
		}
		names[key] = true
		if problem := c.check(c.Type == 1); problem != "" {
			return "command " + c.Name + ": " + problem
		}
		if n := c.size(); n > 8000 {
			return fmt.Sprintf("command %s: %d characters", c.Name, n)
		}
	}
	return ""
}

// size counts the characters of names, descriptions and values, in the longest language.
func (c command) size() int {
	longest := units(c.Description)
	for _, s := range c.Localizations {
		longest = max(longest, units(s))
	}
	n := units(c.Name) + longest
	for _, ch := range c.Choices {
		n += units(ch.Name) + units(ch.Value)
	}
	for _, o := range c.Options {
		n += o.size()
	}
	return n
}

func (c command) check(described bool) string {
	texts := []string{c.Description}
	for _, s := range c.Localizations {
		texts = append(texts, s)
	}
	for _, s := range texts {
		if described && (s == "" || units(s) > 100) || !described && s != "" {
			return "description"
		}
	}
	if described && c.Name != strings.ToLower(c.Name) || c.Name == "" || units(c.Name) > 32 || len(c.Options) > 25 || len(c.Choices) > 25 {
		return "name, options or choices"
	}
	optional := false
	for _, o := range c.Options {
		if o.Required && optional {
			return "a required option behind an optional one"
		}
		optional = optional || !o.Required
		if o.MaxLength > 6000 {
			return o.Name + ": max_length"
		}
		if problem := o.check(true); problem != "" {
			return o.Name + ": " + problem
		}
	}
	for _, ch := range c.Choices {
		if ch.Name == "" || units(ch.Name) > 100 || units(ch.Value) > 100 {
			return "choice"
		}
	}
	return ""
}
