package model

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	mt "ask/bot/model/modeltest"
)

// usual is a proper answer with these steps before its end.
func usual(steps ...mt.Step) mt.Reply {
	return mt.Stream(append(steps, mt.Finish("stop"), mt.Done())...)
}

func TestStream(t *testing.T) {
	tests := []struct {
		name  string
		reply mt.Reply
		want  string
		usage *Usage
		think string
		model string
	}{
		{name: "small pieces", reply: mt.Text("千问由林俊旸领导。[1]"), want: "千问由林俊旸领导。[1]", usage: &Usage{10, 12}},
		{name: "usage in the finish chunk", reply: mt.Stream(mt.Null(), mt.Chunk("林。"), mt.FinishUsage("stop", 31, 2), mt.Done()), want: "林。", usage: &Usage{31, 2}},
		{name: "usage in its own chunk", reply: mt.Stream(mt.Chunk("林。"), mt.Finish("stop"), mt.Usage(31, 2), mt.Done()), want: "林。", usage: &Usage{31, 2}},
		{name: "usage absent", reply: usual(mt.Chunk("林。")), want: "林。"},
		{name: "usage null", reply: usual(mt.Raw(`data: {"usage":null,"choices":[{"delta":{"content":"林。"}}]}`)), want: "林。"},
		{name: "error null", reply: usual(mt.Raw(`data: {"error":null,"choices":[{"delta":{"content":"林。"}}]}`)), want: "林。"},
		{name: "content null first", reply: usual(mt.Null(), mt.Chunk("林。")), want: "林。"},
		{name: "content in parts", reply: usual(mt.Raw(`data: {"choices":[{"delta":{"content":[{"type":"thinking","thinking":[]},{"type":"text","text":"林。"}]}}]}`)), want: "林。"},
		{name: "no space after data:", reply: usual(mt.Raw(`data:{"choices":[{"delta":{"content":"林。"}}]}`)), want: "林。"},
		{name: "CRLF", reply: mt.Reply{CRLF: true, Steps: usual(mt.Chunk("林"), mt.Raw("event: message"), mt.Chunk("。")).Steps}, want: "林。"},
		{name: "keep-alive comments", reply: usual(mt.Comments(1500), mt.Chunk("林"), mt.Comments(1500), mt.Chunk("。")), want: "林。"},
		{name: "no [DONE]", reply: mt.Stream(mt.Chunk("林。"), mt.Finish("stop")), want: "林。"},
		{name: "no line feed at the end", reply: mt.Stream(mt.Chunk("林。"), mt.Finish("stop"), mt.Bytes("data: [DONE]")), want: "林。"},
		{name: "connection broken after the end", reply: mt.Stream(mt.Chunk("林。"), mt.Finish("stop"), mt.Cut()), want: "林。"},
		{name: "stalls after the end", reply: mt.Stream(mt.Chunk("林。"), mt.Finish("stop"), mt.Hang()), want: "林。"},
		{name: "a second choice", reply: usual(mt.Raw(`data: {"choices":[{"index":1,"delta":{"content":"王"}},{"index":0,"delta":{"content":"林。"}}]}`)), want: "林。"},
		{name: "not a stream", reply: mt.Reply{Body: "{\n \"choices\": [ {\"message\": {\"content\": \"林。\\n\"},\n \"finish_reason\": \"stop\"} ],\n \"usage\": {\"prompt_tokens\":31,\"completion_tokens\":2}}\n"}, want: "林。\n", usage: &Usage{31, 2}},
		{name: "reasoning_content", reply: usual(mt.Reason("嗯"), mt.Reason("好"), mt.Chunk("林。")), want: "林。"},
		{name: "reasoning", reply: usual(mt.Reasoning("嗯"), mt.Chunk("林。")), want: "林。"},
		{name: "reasoning_content, thinking on", think: "on", reply: usual(mt.Reason("嗯"), mt.Chunk("林。")), want: "林。"},
		{name: "think tags across chunks", reply: usual(mt.Chunk("<th"), mt.Chunk("ink>嗯</t"), mt.Chunk("hink>\n\n"), mt.Chunk("林。")), want: "林。"},
		{name: "unopened think tag, thinking on", think: "on", reply: usual(mt.Chunk("嗯,好</"), mt.Chunk("think>\n\n林。")), want: "林。"},
		{name: "unopened think tag, a model that thinks", model: "Qwen3-4B-Thinking-2507", reply: usual(mt.Chunk("嗯\n</think>\n\n林。")), want: "林。"},
		{name: "unopened think tag, nothing said", think: "server", model: "qwen3.5-9b", reply: usual(mt.Chunk("嗯\n</think>\n\n林。")), want: "林。"},
		{name: "answer in reasoning, thinking off", reply: usual(mt.Reasoning("林"), mt.Reasoning("。")), want: "林。"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := mt.New(t, func(mt.Request) mt.Reply { return tt.reply })
			c, _ := newClient(t, s, func(o *Options) {
				o.Think, o.Idle = tt.think, 300*time.Millisecond
				if tt.model != "" {
					o.Model = tt.model
				}
			})
			got, result, err := ask(t.Context(), c, question)
			if err != nil {
				t.Fatal(err)
			}
			if got != tt.want {
				t.Errorf("%q, want %q", got, tt.want)
			}
			if diff := cmp.Diff(tt.usage, result.Usage); diff != "" {
				t.Error(diff)
			}
			if result.Finish != "stop" || result.FirstToken <= 0 || len(result.Warnings) > 0 || result.Model != c.Name() {
				t.Errorf("result %+v", result)
			}
			if n := len(s.Requests()); n != 1 {
				t.Errorf("%d requests", n)
			}
		})
	}
}

func TestStreamGivesPiecesAtOnce(t *testing.T) {
	s := mt.New(t, func(mt.Request) mt.Reply {
		return usual(mt.Chunk("林"), mt.Sleep(100*time.Millisecond), mt.Chunk("俊"), mt.Sleep(100*time.Millisecond), mt.Chunk("旸"))
	})
	c, _ := newClient(t, s, nil)
	var at []time.Duration
	start := time.Now()
	if _, err := c.Stream(t.Context(), question, func(string) error {
		at = append(at, time.Since(start))
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	if len(at) != 3 || at[1]-at[0] < 50*time.Millisecond || at[2]-at[1] < 50*time.Millisecond {
		t.Errorf("pieces came at %v", at)
	}
}

// TestReasoningIsNoAnswer: thinking is taken for the answer only where it must be one.
func TestReasoningIsNoAnswer(t *testing.T) {
	tests := []struct {
		name, think string
		reply       mt.Reply
	}{
		{"thinking on", "on", usual(mt.Reasoning("嗯"))},
		{"nothing said", "server", usual(mt.Reasoning("嗯"))},
		{"ran out of tokens", "", mt.Stream(mt.Reasoning("嗯"), mt.Finish("length"), mt.Done())},
		{"only tags", "", usual(mt.Chunk("<think>嗯"))},
		{"nothing at all", "", usual(mt.Null())},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c, _ := newClient(t, mt.New(t, func(mt.Request) mt.Reply { return tt.reply }), func(o *Options) { o.Think = tt.think })
			got, result, err := ask(t.Context(), c, question)
			wantCode(t, err, "protocol")
			if got != "" || result.FirstToken != 0 {
				t.Errorf("%q %+v", got, result)
			}
		})
	}
}

func TestUnopenedThinkingIsRemembered(t *testing.T) {
	s := mt.New(t, func(mt.Request) mt.Reply {
		return usual(mt.Chunk("嗯\n"), mt.Chunk("</think>\n\n"), mt.Chunk("林。"))
	})
	c, _ := newClient(t, s, nil)
	got, result, err := ask(t.Context(), c, question)
	if err != nil || got != "嗯\n林。" || len(result.Warnings) != 1 {
		t.Errorf("first: %q %v %v", got, result.Warnings, err)
	}
	got, result, err = ask(t.Context(), c, question)
	if err != nil || got != "林。" || len(result.Warnings) != 0 {
		t.Errorf("second: %q %v %v", got, result.Warnings, err)
	}
}

func TestWarnings(t *testing.T) {
	tests := []struct {
		name     string
		reply    mt.Reply
		estimate int
		want     []string // all in one warning; none: no warning
	}{
		{"length", mt.Stream(mt.Chunk("林"), mt.Finish("length"), mt.Done()), 0, []string{"limit of tokens"}},
		{"filter", mt.Stream(mt.Chunk("林"), mt.Finish("content_filter"), mt.Done()), 0, []string{"filter"}},
		{"prompt cut", mt.Stream(mt.Chunk("林"), mt.FinishUsage("stop", 4090, 1), mt.Done()), 9000, []string{"4090", "9000", "context is too small", "OLLAMA_CONTEXT_LENGTH", "num_ctx", "-c"}},
		{"estimate a little off", mt.Stream(mt.Chunk("林"), mt.FinishUsage("stop", 7000, 1), mt.Done()), 9000, nil},
		{"short prompt", mt.Stream(mt.Chunk("林"), mt.FinishUsage("stop", 40, 1), mt.Done()), 120, nil},
		{"no estimate", mt.Stream(mt.Chunk("林"), mt.FinishUsage("stop", 4, 1), mt.Done()), 0, nil},
		{"no usage", usual(mt.Chunk("林")), 9000, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c, _ := newClient(t, mt.New(t, func(mt.Request) mt.Reply { return tt.reply }), nil)
			req := question
			req.Estimate = tt.estimate
			_, result, err := ask(t.Context(), c, req)
			if err != nil {
				t.Fatal(err)
			}
			if len(tt.want) == 0 {
				if len(result.Warnings) > 0 {
					t.Errorf("warnings %v", result.Warnings)
				}
				return
			}
			if len(result.Warnings) != 1 {
				t.Fatalf("warnings %v", result.Warnings)
			}
			for _, part := range tt.want {
				if !strings.Contains(result.Warnings[0].Text, part) {
					t.Errorf("%q lacks %q", result.Warnings[0].Text, part)
				}
			}
		})
	}
}

func TestErrorOfOnEndsTheStream(t *testing.T) {
	s := mt.New(t, func(mt.Request) mt.Reply { return mt.Stream(mt.Chunk("林"), mt.Chunk("俊"), mt.Hang()) })
	c, _ := newClient(t, s, nil)
	enough, calls := errors.New("enough"), 0
	result, err := c.Stream(t.Context(), question, func(string) error {
		calls++
		return enough
	})
	if err != enough || calls != 1 || result.FirstToken == 0 {
		t.Errorf("%v after %d calls", err, calls)
	}
	eventually(t, func() bool { return s.Aborted() == 1 })
}

func TestModels(t *testing.T) {
	s := mt.NewServer(t, mt.Options{Handler: mt.Script(mt.Text("林。")), Models: []string{"bge-m3", "qwen3:8b", "llama"}, Owner: "library", Key: testKey})
	c, _ := newClient(t, s, func(o *Options) { o.Model = "" })
	if c.Name() != "" {
		t.Errorf("name %q", c.Name())
	}
	_, result, err := ask(t.Context(), c, question)
	if err != nil || c.Name() != "qwen3:8b" || result.Model != "qwen3:8b" {
		t.Errorf("%v, name %q, %+v", err, c.Name(), result)
	}
	// The list told that this is Ollama.
	if got := string(s.Requests()[0].Fields["reasoning_effort"]); got != `"none"` {
		t.Errorf("reasoning_effort %s", got)
	}
	names, err := c.Models(t.Context())
	if diff := cmp.Diff([]string{"bge-m3", "qwen3:8b", "llama"}, names); diff != "" || err != nil {
		t.Error(err, diff)
	}
}

func eventually(t *testing.T, done func() bool) {
	t.Helper()
	for start := time.Now(); !done(); time.Sleep(5 * time.Millisecond) {
		if time.Since(start) > 3*time.Second {
			t.Fatal("did not happen")
		}
	}
}
