package discordtest

import (
	"encoding/json"
	"time"
)

// ackTime is how long Discord waits for the first reply, tokenTime how long a token lives.
const (
	ackTime   = 3 * time.Second
	tokenTime = 15 * time.Minute
)

// Interaction is a command or click of somebody, and what came of it.
type Interaction struct {
	ID, Token string
	Made      time.Time
	// Life is how long its token lives, 15 minutes if 0.
	Life time.Duration

	server    *Server
	channel   string
	acked     int
	ackedAt   time.Time
	ephemeral bool
	messages  []string
}

func (in *Interaction) life() time.Duration {
	if in.Life > 0 {
		return in.Life
	}
	return tokenTime
}

// kind is the type of the first reply, 0 if there was none.
func (in *Interaction) kind() int {
	in.server.mu.Lock()
	defer in.server.mu.Unlock()
	return in.acked
}

func (in *Interaction) original() string {
	in.server.mu.Lock()
	defer in.server.mu.Unlock()
	return in.messages[0]
}

// Acked is the type of the first reply, how long it took and whether it is ephemeral.
func (in *Interaction) Acked() (kind int, took time.Duration, ephemeral bool) {
	in.server.mu.Lock()
	defer in.server.mu.Unlock()
	return in.acked, in.ackedAt.Sub(in.Made), in.ephemeral
}

// Messages are the replies as they are now, without deleted ones.
func (in *Interaction) Messages() []Message {
	in.server.mu.Lock()
	defer in.server.mu.Unlock()
	var out []Message
	for _, id := range in.messages {
		if m := in.server.messages[id]; !m.Deleted {
			out = append(out, *m)
		}
	}
	return out
}

// Wait waits until one of the replies is as ok wants it.
func (in *Interaction) Wait(ok func(Message) bool) Message {
	in.server.t.Helper()
	var found Message
	in.server.Wait("a reply to interaction "+in.ID, func() bool {
		for _, m := range in.Messages() {
			if ok(m) {
				found = m
				return true
			}
		}
		return false
	})
	return found
}

// interaction makes one from data, dispatched if it is not to be changed before.
func (s *Server) interaction(kind int, data map[string]any, more map[string]any) *Interaction {
	s.mu.Lock()
	in := &Interaction{ID: s.id(), server: s, channel: ChannelID, Made: time.Now()}
	in.Token = "token-" + in.ID
	s.interactions[in.Token] = in
	s.mu.Unlock()
	event := map[string]any{
		"id": in.ID, "application_id": ApplicationID, "type": kind, "token": in.Token, "version": 1,
		"guild_id": GuildID, "channel_id": ChannelID, "channel": map[string]any{"id": ChannelID, "type": 0},
		"member": map[string]any{"user": map[string]any{"id": AskerID}, "roles": []string{}},
		"locale": "zh-CN", "app_permissions": "2251799813685247", "data": data,
	}
	for k, v := range more {
		if v == nil {
			delete(event, k)
			continue
		}
		event[k] = v
	}
	if id, ok := event["channel_id"].(string); ok {
		in.channel = id
	}
	s.Gate.Dispatch("INTERACTION_CREATE", event)
	return in
}

// Ask is /ask by somebody in the channel. more are fields of the event, and those of the
// command's options under "options".
func (s *Server) Ask(question string, more ...map[string]any) *Interaction {
	options := []map[string]any{{"name": "question", "type": 3, "value": question}}
	fields := map[string]any{}
	for _, m := range more {
		for k, v := range m {
			if k == "options" {
				for name, value := range v.(map[string]any) {
					options = append(options, map[string]any{"name": name, "type": 3, "value": value})
				}
				continue
			}
			fields[k] = v
		}
	}
	return s.interaction(2, map[string]any{"id": "1", "name": "ask", "type": 1, "options": options}, fields)
}

// Command is a slash command without options.
func (s *Server) Command(name string, more map[string]any) *Interaction {
	return s.interaction(2, map[string]any{"id": "1", "name": name, "type": 1}, more)
}

// AskAbout is the command of a message's menu.
func (s *Server) AskAbout(content string) *Interaction {
	id := s.NewID()
	target := map[string]any{"id": id, "channel_id": ChannelID, "content": content, "type": 0, "author": map[string]any{"id": "42"}}
	return s.interaction(2, map[string]any{
		"id": "2", "name": "Ask about this", "type": 3, "target_id": id,
		"resolved": map[string]any{"messages": map[string]any{id: target}},
	}, nil)
}

// Click is a click on a component of a message, with what was chosen.
func (s *Server) Click(m Message, custom string, values ...string) *Interaction {
	kind := 2
	if len(values) > 0 {
		kind = 3
	}
	s.mu.Lock()
	shown := s.asJSON(&m)
	s.mu.Unlock()
	shown["components"] = json.RawMessage(m.Components)
	more := map[string]any{"message": shown, "channel_id": m.Channel, "channel": map[string]any{"id": m.Channel, "type": 0}}
	return s.interaction(3, map[string]any{"custom_id": custom, "component_type": kind, "values": values}, more)
}

// Say is a message of somebody. more are fields of the event.
func (s *Server) Say(channel, content string, more map[string]any) string {
	s.mu.Lock()
	m := s.store(channel, payload{Content: content})
	m.Reference = "asker:"
	s.mu.Unlock()
	event := map[string]any{
		"id": m.ID, "channel_id": channel, "guild_id": GuildID, "type": 0, "content": content,
		"author": map[string]any{"id": AskerID}, "member": map[string]any{"roles": []string{}}, "mentions": []any{},
	}
	if channel == DMChannelID {
		delete(event, "guild_id")
		delete(event, "member")
	}
	for k, v := range more {
		event[k] = v
	}
	s.Gate.Dispatch("MESSAGE_CREATE", event)
	return m.ID
}

// Mention is a message that mentions the bot.
func (s *Server) Mention(content string, more map[string]any) string {
	fields := map[string]any{"mentions": []any{map[string]any{"id": UserID, "bot": true}}}
	for k, v := range more {
		fields[k] = v
	}
	return s.Say(ChannelID, "<@"+UserID+"> "+content, fields)
}
