package web

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"ask/bot"
	"ask/retrieve/document"
)

// Bounds of a chat request.
const (
	maxMessages = 64
	maxContent  = 16_000 // characters of a message of the conversation
	maxAttached = 200_000
	maxK        = 100
)

// chatRequest is the body of POST /v1/chat/completions as far as it is heeded. Further
// fields are accepted: clients send many.
type chatRequest struct {
	Model         string    `json:"model"`
	Messages      []message `json:"messages"`
	Stream        bool      `json:"stream"`
	StreamOptions struct {
		IncludeUsage bool `json:"include_usage"`
	} `json:"stream_options"`
	N                   *int      `json:"n"`
	Temperature         *float64  `json:"temperature"`
	TopP                *float64  `json:"top_p"`
	MaxTokens           *int      `json:"max_tokens"`
	MaxCompletionTokens *int      `json:"max_completion_tokens"`
	Stop                oneOrMore `json:"stop"`
	ResponseFormat      struct {
		Type string `json:"type"`
	} `json:"response_format"`
	filter
	SourcesFooter *bool `json:"sources_footer"`

	attached attached // what a frontend put into the messages besides what people wrote
}

// filter is which documents count, and how many passages of them.
type filter struct {
	K     *int      `json:"k"`
	AsOf  string    `json:"as_of"`
	Since string    `json:"since"`
	Until string    `json:"until"`
	Kind  oneOrMore `json:"kind"`
	Lang  string    `json:"lang"`
}

// message is one message of a conversation.
type message struct {
	Role    string  `json:"role"`
	Content content `json:"content"`
}

// content is a message's text: a string, or parts of which those of type text count.
type content struct {
	text  string
	other int // parts that are not text
}

// UnmarshalJSON takes a string, null, or a list of parts.
func (c *content) UnmarshalJSON(data []byte) error {
	if string(data) == "null" {
		return nil
	}
	if data[0] == '"' {
		return json.Unmarshal(data, &c.text)
	}
	var parts []struct {
		Type string `json:"type"`
		Text string `json:"text"`
	}
	if err := json.Unmarshal(data, &parts); err != nil {
		return invalid("messages", "content must be a string or a list of parts")
	}
	var texts []string
	for _, p := range parts {
		if p.Type == "text" || p.Type == "input_text" {
			texts = append(texts, p.Text)
		} else {
			c.other++
		}
	}
	c.text = strings.Join(texts, "\n")
	return nil
}

// oneOrMore is a string or a list of strings.
type oneOrMore []string

// UnmarshalJSON takes a string, null, or a list of strings.
func (o *oneOrMore) UnmarshalJSON(data []byte) error {
	var one string
	if err := json.Unmarshal(data, &one); err == nil {
		*o = nil
		if one != "" {
			*o = oneOrMore{one}
		}
		return nil
	}
	if err := json.Unmarshal(data, (*[]string)(o)); err != nil {
		return invalid("", "a string or a list of strings is wanted")
	}
	return nil
}

// check refuses what no answer can heed.
func (q *chatRequest) check() error {
	switch {
	case len(q.Messages) == 0:
		return invalid("messages", "messages: at least one is needed")
	case len(q.Messages) > maxMessages:
		return invalid("messages", fmt.Sprintf("messages: more than %d; begin a new chat", maxMessages))
	case q.N != nil && *q.N != 1:
		return invalid("n", "n must be 1")
	case !within(q.Temperature, 0, 2):
		return invalid("temperature", "temperature must be from 0 to 2")
	case !within(q.TopP, 0, 1):
		return invalid("top_p", "top_p must be from 0 to 1")
	case !positive(q.MaxTokens):
		return invalid("max_tokens", "max_tokens must be a positive number")
	case !positive(q.MaxCompletionTokens):
		return invalid("max_completion_tokens", "max_completion_tokens must be a positive number")
	case utf8.RuneCountInString(q.attached.text) > maxAttached:
		return invalid("messages", fmt.Sprintf("the attached files are over %d characters", maxAttached))
	case len(q.Stop) > 16:
		return invalid("stop", "stop: too many")
	}
	for i, m := range q.Messages {
		where := fmt.Sprintf("messages.%d", i)
		switch m.Role {
		case "system", "developer":
			continue // not part of the conversation
		case "user", "assistant", "tool", "function":
		default:
			return invalid(where+".role", "role must be system, developer, user, assistant or tool")
		}
		if utf8.RuneCountInString(m.Content.text) > maxContent {
			return invalid(where+".content", fmt.Sprintf("a message is over %d characters", maxContent))
		}
	}
	return q.filter.check()
}

func within(x *float64, low, high float64) bool {
	return x == nil || *x >= low && *x <= high && !math.IsNaN(*x)
}

func positive(n *int) bool { return n == nil || *n > 0 && *n <= math.MaxInt32 }

func (f *filter) check() error {
	for _, d := range []struct{ name, value string }{{"as_of", f.AsOf}, {"since", f.Since}, {"until", f.Until}} {
		if d.value != "" && !isDate(d.value) {
			return invalid(d.name, d.name+" must be a date such as 2025, 2025-03 or 2025-03-14")
		}
	}
	kinds := []document.Kind{document.Official, document.News, document.Blog, document.Social, document.AIGenerated, document.Unknown}
	for _, k := range f.Kind {
		if !slices.Contains(kinds, document.Kind(k)) {
			return invalid("kind", "kind must be official, news, blog, social, ai_generated or unknown")
		}
	}
	switch {
	case f.K != nil && (*f.K < 1 || *f.K > maxK):
		return invalid("k", fmt.Sprintf("k must be from 1 to %d", maxK))
	case f.Lang != "" && f.Lang != "zh" && f.Lang != "en":
		return invalid("lang", "lang must be zh or en")
	}
	return nil
}

func isDate(s string) bool {
	for _, layout := range []string{"2006", "2006-01", time.DateOnly} {
		if _, err := time.Parse(layout, s); err == nil {
			return true
		}
	}
	return false
}

// over lays the filter over the defaults.
func (f *filter) over(q bot.Question) bot.Question {
	if f.K != nil {
		q.K = *f.K
	}
	for _, d := range []struct {
		to    *string
		value string
	}{{&q.AsOf, f.AsOf}, {&q.Since, f.Since}, {&q.Until, f.Until}, {&q.Lang, f.Lang}} {
		if d.value != "" {
			*d.to = d.value
		}
	}
	if len(f.Kind) > 0 {
		q.Kinds = nil
		for _, k := range f.Kind {
			q.Kinds = append(q.Kinds, document.Kind(k))
		}
	}
	return q
}

// prompt is all the text of a request, for counting.
func (q *chatRequest) prompt() string {
	var b strings.Builder
	for _, m := range q.Messages {
		b.WriteString(m.Content.text)
		b.WriteByte('\n')
	}
	b.WriteString(q.attached.text)
	return b.String()
}
