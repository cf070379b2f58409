package model

import (
	"maps"
	"slices"
	"strings"
	"sync"
)

// habits is what a client has learned of its server.
type habits struct {
	mu       sync.Mutex        // guards what follows
	model    string            // asked for; empty: not chosen yet
	told     map[string]string // "owner", "server"
	refused  []string          // fields it does not take
	unopened bool              // it sends </think> without beginning
}

func (h *habits) name() string {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.model
}

func (h *habits) setName(name string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.model = name
}

// learn keeps what a reply told; nothing is no news.
func (h *habits) learn(kind, value string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if value != "" {
		if h.told == nil {
			h.told = map[string]string{}
		}
		h.told[kind] = strings.ToLower(value)
	}
}

// without remembers fields that the server took a request without.
func (h *habits) without(fields []string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, field := range fields {
		if !slices.Contains(h.refused, field) {
			h.refused = append(h.refused, field)
		}
	}
}

func (h *habits) sawUnopened() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.unopened = true
}

// now gives copies of what was learned.
func (h *habits) now() (told map[string]string, refused []string, unopened bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	return maps.Clone(h.told), slices.Clone(h.refused), h.unopened
}

// manner is how one request is put and its answer read.
type manner struct {
	model  string
	fields map[string]any // beside model, messages and stream
	off    bool           // thinking is asked to be off in words the server knows
	hold   bool           // content may begin inside thinking
	skip   []string       // fields this request does without
}

// manner decides how to ask; skip are fields refused in the course of this call.
func (c *Client) manner(model string, req Request, skip []string) manner {
	told, refused, unopened := c.known.now()
	m := manner{model: model, fields: map[string]any{
		"temperature":    0,
		"stream_options": map[string]any{"include_usage": true},
	}, skip: skip}
	if req.MaxTokens > 0 {
		m.fields["max_tokens"] = req.MaxTokens
	}
	field, value := c.thinkField(c.words.dialect(c.base, told))
	if field != "" {
		m.fields[field] = value
	}
	for _, name := range slices.Concat(refused, skip) {
		if name == "max_tokens" && req.MaxTokens > 0 { // OpenAI's newer models want the other name
			m.fields["max_completion_tokens"] = req.MaxTokens
		}
		delete(m.fields, name)
	}
	_, said := m.fields[field]
	m.off = said && c.opt.Think == ""
	thinks := c.words.thinks(model)
	m.hold = unopened || c.opt.Think == "on" || thinks == "always" || thinks == "can" && !m.off
	return m
}

// thinkField is the field that switches thinking in a dialect; "" if nothing is to be said.
func (c *Client) thinkField(dialect string) (string, any) {
	on := c.opt.Think == "on"
	if c.opt.Think == "server" {
		return "", nil
	}
	switch dialect {
	case "template":
		return "chat_template_kwargs", map[string]any{"enable_thinking": on}
	case "top":
		return "enable_thinking", on
	case "effort":
		return "reasoning_effort", pickWord(on, "medium", "none")
	case "type":
		return "thinking", map[string]any{"type": pickWord(on, "enabled", "disabled")}
	}
	return "", nil
}

func pickWord(yes bool, one, other string) string {
	if yes {
		return one
	}
	return other
}
