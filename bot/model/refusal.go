package model

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"path"
	"strings"

	"ask/embed/remote"
)

// refusal makes an *Error of a reply that is no success; sent are the fields of the request
// that it might do without.
func (c *Client) refusal(reply *http.Response, body []byte, sent map[string]any) *Error {
	out := c.classify(reply.StatusCode, readComplaint(body))
	if after, ok := remote.RetryAfter(reply.Header.Get("Retry-After"), c.now()); ok {
		out.RetryAfter = after
	}
	if out.Code == "protocol" && (out.Status == http.StatusBadRequest || out.Status == http.StatusUnprocessableEntity) {
		out.without = c.words.refuses(string(body), sent)
	}
	return out
}

// saidError gives the error that an event with status 200 holds, nil if it holds none.
func (c *Client) saidError(payload []byte) error {
	if !bytes.Contains(payload, []byte(`"error"`)) {
		return nil
	}
	var event struct {
		Object string          `json:"object"`
		Error  json.RawMessage `json:"error"`
	}
	if json.Unmarshal(payload, &event) != nil || event.Object != "error" && (len(event.Error) == 0 || string(event.Error) == "null") {
		return nil
	}
	said := readComplaint(payload)
	status := said.status
	if status == 0 {
		status = http.StatusInternalServerError
	}
	out := c.classify(status, said)
	out.Status = said.status
	return out
}

// classify sorts a failure by its status and by what the server said.
func (c *Client) classify(status int, said complaint) *Error {
	excerpt := oneLine(c.scrub(said.message), 200)
	out := &Error{Status: status, Err: fmt.Errorf("status %d %s: %s", status, http.StatusText(status), excerpt)}
	if said.page {
		out.Err = fmt.Errorf("status %d %s with a web page", status, http.StatusText(status))
	}
	everything := said.message + " " + said.kind
	switch {
	case status == http.StatusUnauthorized || status == http.StatusForbidden:
		c.unauthorized(out)
	case c.words.lacksModel(everything) || status == http.StatusNotFound && strings.Contains(strings.ToLower(said.message), "model"):
		out.Code = "not_found"
		out.Message = fmt.Sprintf("the model server does not have the model %q", oneLine(c.Name(), 80))
		out.Hint = "name a model that the server lists; with Ollama, fetch it by: ollama pull NAME"
	case status == http.StatusNotFound || status == http.StatusMethodNotAllowed:
		c.wrongPath(out)
	case status == http.StatusRequestEntityTooLarge || c.words.overflows(everything):
		out.Code, out.Message = "context_overflow", "the prompt is longer than the model's context"
		out.Hint = "ask with fewer passages, or give the model a larger context"
	case status == http.StatusTooManyRequests || status == http.StatusPaymentRequired:
		c.limited(out, everything)
	case status >= 500 || status == http.StatusRequestTimeout:
		out.Code, out.again = "server", true
		out.Message = withExcerpt(fmt.Sprintf("the model server failed (status %d)", status), excerpt)
		out.Hint = "it may still be loading its model; try again, or look at its log"
	case status < 400:
		out.Code, out.Message = "protocol", "the model server sent us elsewhere"
		out.Hint = "set its final address as base URL"
	default:
		out.Code, out.Message = "protocol", withExcerpt("the model server refused the request", excerpt)
	}
	return out
}

func (c *Client) unauthorized(out *Error) {
	out.Code, out.Message, out.Hint = "unauthorized", "the model server refused the API key", "check the key and the base URL it is meant for"
	if c.opt.Key == "" {
		out.Message, out.Hint = "the model server wants an API key", "set one"
	}
}

func (c *Client) wrongPath(out *Error) {
	out.Code = "not_found"
	out.Message = fmt.Sprintf("there is no chat server at this address of %s", c.base.Host)
	out.Hint = "check the path of the base URL"
	if last := path.Base(c.base.Path); len(last) < 2 || last[0] != 'v' || strings.Trim(last[1:], "0123456789") != "" {
		out.Hint = "add /v1 to the base URL"
	}
}

func (c *Client) limited(out *Error, said string) {
	out.Code, out.Message = "rate_limited", "the model server limits our requests"
	out.Hint, out.again = "try again later", true
	if out.Status == http.StatusPaymentRequired || strings.Contains(said, "insufficient_quota") {
		out.Message, out.Hint, out.again = "the quota of the model server is used up", "look at your account there", false
	}
}

// webPage is the error for HTML in place of an answer.
func (c *Client) webPage() *Error {
	return &Error{
		Code: "protocol", Message: fmt.Sprintf("%s answers with a web page, not as a model server", c.base.Host),
		Hint: "check the base URL; most end in /v1", Err: errors.New("reply is HTML"),
	}
}

// notModels is the error for a list of models that cannot be read.
func (c *Client) notModels(err error) *Error {
	return &Error{
		Code: "protocol", Message: fmt.Sprintf("%s does not list models as a model server does", c.base.Host),
		Hint: "check the base URL; most end in /v1", Err: c.clean(err),
	}
}

func withExcerpt(message, excerpt string) string {
	if excerpt == "" {
		return message
	}
	return message + ": " + excerpt
}

// complaint is what an error reply says.
type complaint struct {
	message string // empty for a web page
	kind    string // type and code, where there are any
	status  int    // the code, if it is a status
	page    bool
}

// readComplaint reads the error replies of all sorts of servers: {"error":{"message",…}},
// {"error":"…"}, vLLM's flat {"object":"error","message":…}, FastAPI's {"detail":…}, Google's
// list of one, or text.
func readComplaint(body []byte) complaint {
	body = bytes.TrimSpace(body)
	if bytes.HasPrefix(body, []byte("<")) {
		return complaint{page: true}
	}
	var list []json.RawMessage
	if json.Unmarshal(body, &list) == nil && len(list) > 0 {
		body = list[0]
	}
	var fields map[string]json.RawMessage
	if json.Unmarshal(body, &fields) != nil {
		return complaint{message: string(body)}
	}
	var inner map[string]json.RawMessage
	if json.Unmarshal(fields["error"], &inner) == nil && inner != nil {
		fields = inner
	}
	var out complaint
	for _, name := range []string{"message", "detail", "error"} {
		if out.message == "" && len(fields[name]) > 0 && json.Unmarshal(fields[name], &out.message) != nil {
			out.message = string(fields[name])
		}
	}
	var kind, code string
	_ = json.Unmarshal(fields["type"], &kind)
	if json.Unmarshal(fields["code"], &code) != nil {
		_ = json.Unmarshal(fields["code"], &out.status)
	}
	if out.status < 400 || out.status > 599 {
		out.status = 0
	}
	out.kind = kind + " " + code
	return out
}
