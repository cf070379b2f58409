package modeltest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"time"
	"unicode/utf8"
)

// Reply is an answer: a failure (Status and Body), or the steps of a stream. To a request
// that does not ask for a stream, the steps are told as one JSON object.
type Reply struct {
	Status int // 0: 200
	Header http.Header
	Body   string // if set, it is sent as it is, in place of Steps
	Steps  []Step
	CRLF   bool // lines end as HTTP's do
	Mute   bool // the request is taken and never answered
}

// Step is one thing a stream does. Nothing is sent that the steps do not say: a stream that
// ends as it should has Finish and Done.
type Step struct {
	kind  string // "data", "line", "sleep", "hang", "cut"
	text  string // a line, as it is sent
	pause time.Duration

	content, finish string // the same for replies that are no stream
	usage           map[string]int
}

// Script gives one reply after another. To more requests than there are replies it answers
// status 500.
func Script(replies ...Reply) Handler {
	var next atomic.Int64
	return func(Request) Reply {
		n := int(next.Add(1))
		if n > len(replies) {
			return Refuse(http.StatusInternalServerError, `{"error":{"message":"the script has ended"}}`)
		}
		return replies[n-1]
	}
}

// Answering answers every prompt with what f says, in a stream of small pieces with usage at
// its end. f is called from the server's goroutines.
func Answering(f func(prompt []Message) string) Handler {
	return func(r Request) Reply {
		size := 0
		for _, m := range r.Messages {
			size += utf8.RuneCountInString(m.Content)
		}
		return whole(f(r.Messages), size)
	}
}

// Text is a whole proper answer: text in pieces of one to four runes, finish reason, usage in
// a chunk of its own, [DONE]. Usage counts a token for each rune of the answer, 10 for the
// prompt.
func Text(text string) Reply { return whole(text, 10) }

func whole(text string, prompt int) Reply {
	steps := []Step{Null()}
	runes := []rune(text)
	for n := 1; len(runes) > 0; n = n%4 + 1 {
		size := min(n, len(runes))
		steps = append(steps, Chunk(string(runes[:size])))
		runes = runes[size:]
	}
	return Stream(append(steps, Finish("stop"), Usage(prompt, utf8.RuneCountInString(text)), Done())...)
}

// Stream is a stream of these steps, with status 200.
func Stream(steps ...Step) Reply { return Reply{Steps: steps} }

// Refuse is a failure with this status and body.
func Refuse(status int, body string) Reply { return Reply{Status: status, Body: body} }

// Chunk says a piece of the answer.
func Chunk(text string) Step {
	step := delta(map[string]any{"content": text})
	step.content = text
	return step
}

// Reason says a piece of thinking in reasoning_content.
func Reason(text string) Step { return delta(map[string]any{"reasoning_content": text}) }

// Reasoning says a piece of thinking in reasoning, as Ollama and newer vLLM do.
func Reasoning(text string) Step { return delta(map[string]any{"reasoning": text}) }

// Null is a first chunk with the role and no content, as llama.cpp sends it.
func Null() Step { return delta(map[string]any{"role": "assistant", "content": nil}) }

// Finish ends the answer: "stop", "length", ….
func Finish(reason string) Step {
	step := data(map[string]any{"choices": []any{choice(map[string]any{}, reason)}})
	step.finish = reason
	return step
}

// FinishUsage ends the answer with usage in the same chunk, as llama.cpp does.
func FinishUsage(reason string, prompt, completion int) Step {
	usage := counts(prompt, completion)
	step := data(map[string]any{"choices": []any{choice(map[string]any{}, reason)}, "usage": usage})
	step.finish, step.usage = reason, usage
	return step
}

// Usage sends the token counts in a chunk of their own, without choices.
func Usage(prompt, completion int) Step {
	usage := counts(prompt, completion)
	step := data(map[string]any{"choices": []any{}, "usage": usage})
	step.usage = usage
	return step
}

// ErrorEvent sends an error in the middle of the stream, as vLLM does.
func ErrorEvent(code int, message string) Step {
	text, _ := json.Marshal(map[string]any{"error": map[string]any{"message": message, "type": "error", "code": code}})
	return Step{kind: "line", text: "data: " + string(text) + "\n\n"}
}

// Done sends [DONE].
func Done() Step { return Raw("data: [DONE]\n") }

// Raw sends a line and a line feed.
func Raw(line string) Step { return Step{kind: "line", text: line + "\n"} }

// Bytes sends text as it is.
func Bytes(text string) Step { return Step{kind: "line", text: text} }

// Comments sends n keep-alive comments.
func Comments(n int) Step { return Step{kind: "line", text: strings.Repeat(": keep-alive\n\n", n)} }

// Sleep waits, less if the client goes away or the test ends.
func Sleep(d time.Duration) Step { return Step{kind: "sleep", pause: d} }

// Hang waits until the client goes away or the test ends.
func Hang() Step { return Step{kind: "hang"} }

// Cut breaks the connection, so that the client sees an error of the network. A stream whose
// steps are over without it ends cleanly.
func Cut() Step { return Step{kind: "cut"} }

func counts(prompt, completion int) map[string]int {
	return map[string]int{"prompt_tokens": prompt, "completion_tokens": completion, "total_tokens": prompt + completion}
}

func delta(fields map[string]any) Step {
	return data(map[string]any{"choices": []any{choice(fields, nil)}})
}

func choice(fields map[string]any, finish any) map[string]any {
	return map[string]any{"index": 0, "delta": fields, "finish_reason": finish}
}

// data is a chunk; the model's name is filled in when it is sent.
func data(fields map[string]any) Step {
	fields["id"], fields["object"], fields["model"] = "chatcmpl-1", "chat.completion.chunk", modelMark
	text, err := json.Marshal(fields)
	if err != nil {
		return Raw(fmt.Sprintf(": %v", err))
	}
	return Step{kind: "data", text: "data: " + string(text) + "\n\n"}
}

const modelMark = "MODELTEST-MODEL"
