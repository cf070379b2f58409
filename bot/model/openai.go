package model

import (
	"context"
	"encoding/json"
	"errors"
	"strings"

	openai "github.com/sashabaranov/go-openai"
)

// stream is an answer on its way. The SDK's types stay in this file.
type stream struct{ inner *openai.ChatCompletionStream }

// sdk makes a client of the SDK for one request; it is a few words of memory.
func (c *Client) sdk(w *wire) *openai.Client {
	config := openai.DefaultConfig(c.opt.Key)
	config.BaseURL = c.base.String()
	config.HTTPClient = w
	return openai.NewClientWithConfig(config)
}

// open sends the request and returns when the server's reply begins with status 200. The
// fields of m go past the SDK, which drops a temperature of 0 and refuses unknown ones.
func (c *Client) open(ctx context.Context, m manner, messages []Message) (*stream, error) {
	request := openai.ChatCompletionRequest{Model: m.model}
	for _, message := range messages {
		request.Messages = append(request.Messages, openai.ChatCompletionMessage{
			Role: message.Role, Content: sendable(message.Content),
		})
	}
	inner, err := c.sdk(&wire{c: c, fields: m.fields, stream: true}).CreateChatCompletionStream(ctx, request)
	if err != nil {
		return nil, err
	}
	return &stream{inner}, nil
}

// next gives the next chunk; io.EOF at the end of the stream, with or without [DONE]. It
// decodes for itself: the SDK does not know the field "reasoning".
func (s *stream) next() (chunk, error) {
	line, err := s.inner.RecvRaw()
	if err != nil {
		return chunk{}, err
	}
	return decodeChunk(line)
}

func (s *stream) close() { _ = s.inner.Close() }

// list gives the names of the server's models and who owns the first.
func (c *Client) list(ctx context.Context) (names []string, owner string, err error) {
	w := &wire{c: c}
	reply, err := c.sdk(w).ListModels(ctx)
	if err != nil {
		var syntax *json.SyntaxError
		var shape *json.UnmarshalTypeError
		if errors.As(err, &syntax) || errors.As(err, &shape) {
			err = c.notModels(err)
		}
		return nil, "", c.explain(ctx, err, w.opened)
	}
	for _, model := range reply.Models {
		if model.ID != "" {
			names = append(names, model.ID)
		}
	}
	if len(reply.Models) > 0 {
		owner = reply.Models[0].OwnedBy
	}
	return names, owner, nil
}

// sendable is text that no server refuses for its form.
func sendable(text string) string {
	return strings.ReplaceAll(strings.ToValidUTF8(text, "\uFFFD"), "\x00", " ")
}
