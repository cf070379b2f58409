package modeltest

import (
	"encoding/json"
	"net/http"
	"strings"
	"time"
)

// player sends one reply.
type player struct {
	w       http.ResponseWriter
	request *http.Request
	stop    <-chan struct{} // the test ends
	reply   Reply
	model   string
}

// play sends the reply and tells whether the client was there to the end.
func (p *player) play(stream bool) bool {
	for name, values := range p.reply.Header {
		p.w.Header()[http.CanonicalHeaderKey(name)] = values
	}
	switch {
	case p.reply.Mute:
		return p.wait(nil)
	case p.reply.Body != "" || p.reply.Status != 0 && len(p.reply.Steps) == 0:
		p.body()
		return true
	case !stream:
		p.whole()
		return true
	}
	p.start("text/event-stream")
	p.flush()
	for _, step := range p.reply.Steps {
		if !p.step(step) {
			return false
		}
	}
	return true
}

func (p *player) body() {
	kind := "application/json"
	if strings.HasPrefix(p.reply.Body, "<") {
		kind = "text/html"
	}
	p.start(kind)
	_, _ = p.w.Write([]byte(p.reply.Body))
}

// start sends status and headers; a content type the reply names itself stays.
func (p *player) start(kind string) {
	if p.w.Header().Get("Content-Type") == "" {
		p.w.Header().Set("Content-Type", kind)
	}
	status := p.reply.Status
	if status == 0 {
		status = http.StatusOK
	}
	p.w.WriteHeader(status)
}

func (p *player) step(step Step) bool {
	switch step.kind {
	case "sleep":
		return p.wait(time.After(step.pause))
	case "hang":
		return p.wait(nil)
	case "cut":
		panic(http.ErrAbortHandler)
	}
	text := strings.ReplaceAll(step.text, modelMark, p.model)
	if p.reply.CRLF {
		text = strings.ReplaceAll(text, "\n", "\r\n")
	}
	if _, err := p.w.Write([]byte(text)); err != nil {
		return false
	}
	return p.flush() && p.request.Context().Err() == nil
}

func (p *player) flush() bool { return http.NewResponseController(p.w).Flush() == nil }

// wait waits for until and tells whether the client is still there. A nil until is forever.
func (p *player) wait(until <-chan time.Time) bool {
	select {
	case <-until:
		return true
	case <-p.request.Context().Done():
	case <-p.stop:
	}
	return false
}

// whole tells the steps as one JSON object.
func (p *player) whole() {
	var content, finish string
	var usage map[string]int
	for _, step := range p.reply.Steps {
		content += step.content
		if step.finish != "" {
			finish = step.finish
		}
		if step.usage != nil {
			usage = step.usage
		}
		if step.kind == "sleep" && !p.wait(time.After(step.pause)) {
			return
		}
	}
	p.start("application/json")
	_ = json.NewEncoder(p.w).Encode(map[string]any{
		"id": "chatcmpl-1", "object": "chat.completion", "model": p.model, "usage": usage,
		"choices": []any{map[string]any{
			"index": 0, "message": map[string]any{"role": "assistant", "content": content}, "finish_reason": finish,
		}},
	})
}
