package discordtest

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
)

// Codes of Discord's errors.
const (
	CodeUnknownChannel     = 10003
	CodeUnknownMessage     = 10008
	CodeUnknownWebhook     = 10015
	CodeUnknownInteraction = 10062
	CodeTooManyEdits       = 30046
	CodeAcknowledged       = 40060
	CodeNoPermission       = 50013
	CodeInvalidForm        = 50035
	CodeThreadExists       = 160004
)

// route finds who answers a request.
func (s *Server) route(r *http.Request, c Call) *Response {
	parts := strings.Split(strings.Trim(c.Path, "/"), "/")
	if parts[0] != "interactions" && parts[0] != "webhooks" && r.Header.Get("Authorization") != "Bot "+Token {
		return Refusal(http.StatusUnauthorized, 0, "401: Unauthorized")
	}
	switch {
	case c.Path == "/gateway/bot":
		return done(map[string]any{"url": s.Gate.address(), "shards": 1, "session_start_limit": map[string]any{"total": 1000, "remaining": 999, "reset_after": 0, "max_concurrency": 1}})
	case c.Path == "/gateway":
		return done(map[string]any{"url": s.Gate.address()})
	case parts[0] == "interactions" && len(parts) == 4 && c.Method == http.MethodPost:
		return s.callback(c, parts[1], parts[2])
	case parts[0] == "webhooks" && len(parts) >= 3:
		return s.webhook(c, parts[1], parts[2], parts[3:])
	case parts[0] == "applications" && parts[len(parts)-1] == "commands" && c.Method == http.MethodPut:
		return s.setCommands(c)
	case parts[0] == "channels" && len(parts) >= 2:
		return s.channel(c, r, parts[1], parts[2:])
	}
	return s.refuse(c, 0, "no such route")
}

// callback is the first reply to an interaction.
func (s *Server) callback(c Call, id, token string) *Response {
	var body struct {
		Type int             `json:"type"`
		Data json.RawMessage `json:"data"`
	}
	if err := json.Unmarshal(c.Body, &body); err != nil {
		return s.refuse(c, CodeInvalidForm, "no JSON: %v", err)
	}
	s.mu.Lock()
	in := s.interactions[token]
	s.mu.Unlock()
	switch {
	case in == nil || in.ID != id || c.At.Sub(in.Made) > ackTime:
		return Refusal(http.StatusNotFound, CodeUnknownInteraction, "Unknown interaction")
	case in.kind() != 0:
		return Refusal(http.StatusBadRequest, CodeAcknowledged, "Interaction has already been acknowledged.")
	}
	var data payload
	switch body.Type {
	case 4:
		if problem := checkMessage(body.Data, &data, creation); problem != "" {
			return s.refuse(c, CodeInvalidForm, "%s", problem)
		}
	case 5:
		var fields map[string]json.RawMessage
		if len(body.Data) > 0 {
			if err := json.Unmarshal(body.Data, &fields); err != nil {
				return s.refuse(c, CodeInvalidForm, "data: %v", err)
			}
		}
		for name, value := range fields {
			if name != "flags" || string(value) != "0" && string(value) != "64" {
				return s.refuse(c, CodeInvalidForm, "a deferred reply takes no flag but EPHEMERAL: %s %s", name, value)
			}
			data.Flags, _ = strconv.Atoi(string(value))
		}
	default:
		return s.refuse(c, CodeInvalidForm, "type %d", body.Type)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	in.acked, in.ackedAt, in.ephemeral = body.Type, c.At, data.Flags&64 != 0
	m := s.store(in.channel, data)
	in.messages = append(in.messages, m.ID)
	return done(nil)
}

// webhook edits, adds to and deletes replies to an interaction.
func (s *Server) webhook(c Call, application, token string, rest []string) *Response {
	s.mu.Lock()
	in := s.interactions[token]
	s.mu.Unlock()
	switch {
	case application != ApplicationID || in == nil || in.kind() == 0:
		return Refusal(http.StatusNotFound, CodeUnknownWebhook, "Unknown Webhook")
	case c.At.Sub(in.Made) > in.life():
		return Refusal(http.StatusUnauthorized, 50027, "Invalid Webhook Token")
	}
	if len(rest) == 0 && c.Method == http.MethodPost {
		var data payload
		if problem := checkMessage(c.Body, &data, creation); problem != "" {
			return s.refuse(c, CodeInvalidForm, "%s", problem)
		}
		s.mu.Lock()
		defer s.mu.Unlock()
		m := s.store(in.channel, data)
		in.messages = append(in.messages, m.ID)
		return done(map[string]any{"id": m.ID, "channel_id": m.Channel})
	}
	if len(rest) != 2 || rest[0] != "messages" {
		return s.refuse(c, 0, "no such route")
	}
	id := rest[1]
	if id == "@original" {
		id = in.original()
	}
	return s.change(c, id, "")
}

// change edits or deletes a message.
func (s *Server) change(c Call, id, channel string) *Response {
	var data payload
	switch c.Method {
	case http.MethodDelete:
	case http.MethodPatch:
		if problem := checkMessage(c.Body, &data, edit); problem != "" {
			return s.refuse(c, CodeInvalidForm, "%s", problem)
		}
	default:
		return s.refuse(c, 0, "no such method")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	m := s.messages[id]
	if m == nil || m.Deleted || channel != "" && m.Channel != channel {
		return Refusal(http.StatusNotFound, CodeUnknownMessage, "Unknown Message")
	}
	if c.Method == http.MethodDelete {
		m.Deleted = true
		return done(nil)
	}
	m.Content, m.Embeds, m.Components = data.Content, data.rawEmbeds, data.rawComponents
	m.Flags = m.Flags&^4 | data.Flags
	m.Edits = append(m.Edits, c.At)
	return done(map[string]any{"id": m.ID, "channel_id": m.Channel})
}

// store makes a message. The lock is held.
func (s *Server) store(channel string, p payload) *Message {
	m := &Message{
		ID: s.id(), Channel: channel, Content: p.Content, Embeds: p.rawEmbeds, Components: p.rawComponents,
		Flags: p.Flags, Reference: p.Reference.MessageID,
	}
	s.messages[m.ID] = m
	return m
}

// channel answers what is about a channel, its messages and threads.
func (s *Server) channel(c Call, r *http.Request, id string, rest []string) *Response {
	s.mu.Lock()
	ch, known := s.channels[id]
	s.mu.Unlock()
	if !known {
		return Refusal(http.StatusNotFound, CodeUnknownChannel, "Unknown Channel")
	}
	what := c.Method + " " + strings.Join(rest, "/")
	switch {
	case what == "GET ":
		return done(ch)
	case what == "POST typing":
		return done(nil)
	case what == "POST messages":
		return s.create(c, id)
	case what == "GET messages":
		return s.list(id, r.URL.Query().Get("before"))
	case len(rest) == 2 && rest[0] == "messages" && c.Method == http.MethodGet:
		return s.one(id, rest[1])
	case len(rest) == 2 && rest[0] == "messages":
		return s.change(c, rest[1], id)
	case len(rest) == 5 && rest[2] == "reactions" && rest[4] == "@me" && (c.Method == http.MethodPut || c.Method == http.MethodDelete):
		return done(nil)
	case len(rest) == 3 && rest[2] == "threads" && c.Method == http.MethodPost:
		return s.startThread(c, id, rest[1])
	}
	return s.refuse(c, 0, "no such route")
}

func (s *Server) create(c Call, channel string) *Response {
	var data payload
	if problem := checkMessage(c.Body, &data, creation|inChannel); problem != "" {
		return s.refuse(c, CodeInvalidForm, "%s", problem)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if id, again := s.nonces[data.Nonce]; again && data.EnforceNonce {
		return done(map[string]any{"id": id, "channel_id": channel})
	}
	m := s.store(channel, data)
	if data.Nonce != "" {
		s.nonces[data.Nonce] = m.ID
	}
	return done(map[string]any{"id": m.ID, "channel_id": channel})
}

// asJSON is a message as the interface gives it.
func (s *Server) asJSON(m *Message) map[string]any {
	author := map[string]any{"id": UserID, "bot": true}
	out := map[string]any{"id": m.ID, "channel_id": m.Channel, "content": m.Content, "type": 0, "author": author}
	if strings.HasPrefix(m.Reference, "asker:") {
		author["id"], author["bot"] = AskerID, false
	} else if m.Reference != "" {
		out["message_reference"] = map[string]any{"message_id": m.Reference, "channel_id": m.Channel}
	}
	return out
}

func (s *Server) one(channel, id string) *Response {
	s.mu.Lock()
	defer s.mu.Unlock()
	m := s.messages[id]
	if m == nil || m.Deleted || m.Channel != channel {
		return Refusal(http.StatusNotFound, CodeUnknownMessage, "Unknown Message")
	}
	return done(s.asJSON(m))
}

func (s *Server) list(channel, before string) *Response {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := []map[string]any{}
	for i := s.next - 1; i > 0; i-- {
		m := s.messages[snowflake(i)]
		if m != nil && m.Channel == channel && !m.Deleted && (before == "" || m.ID < before) {
			out = append(out, s.asJSON(m))
		}
	}
	return done(out)
}

func (s *Server) startThread(c Call, channel, message string) *Response {
	var body struct {
		Name string `json:"name"`
	}
	if err := json.Unmarshal(c.Body, &body); err != nil || body.Name == "" || units(body.Name) > 100 {
		return s.refuse(c, CodeInvalidForm, "thread name %q", body.Name)
	}
	s.mu.Lock()
	m, taken := s.messages[message], s.channels[message] != nil
	s.mu.Unlock()
	switch {
	case m == nil || m.Channel != channel || m.Deleted:
		return Refusal(http.StatusNotFound, CodeUnknownMessage, "Unknown Message")
	case m.Flags&64 != 0:
		return s.refuse(c, CodeInvalidForm, "a thread on an ephemeral message")
	case taken:
		return Refusal(http.StatusBadRequest, CodeThreadExists, "A thread has already been created for this message")
	}
	s.AddChannel(message, 11, channel, UserID)
	return done(map[string]any{"id": message, "type": 11, "parent_id": channel, "owner_id": UserID, "guild_id": GuildID})
}

// setCommands takes the list of commands.
func (s *Server) setCommands(c Call) *Response {
	if problem := checkCommands(c.Body); problem != "" {
		return s.refuse(c, CodeInvalidForm, "%s", problem)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.commands++
	return done([]any{})
}

// CommandsSet is how often the commands were set.
func (s *Server) CommandsSet() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.commands
}
