package model

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	mt "ask/bot/model/modeltest"
)

// TestBody: what is sent, word for word.
func TestBody(t *testing.T) {
	s := mt.NewServer(t, mt.Options{Key: testKey, Handler: mt.Script(mt.Text("林。"))})
	c, _ := newClient(t, s, nil)
	req := Request{MaxTokens: 300, Messages: []Message{{"system", "<&>"}, {"user", "a\x00b\xff"}, {"assistant", "甲"}, {"user", "乙"}}}
	if _, _, err := ask(t.Context(), c, req); err != nil {
		t.Fatal(err)
	}
	got := s.Requests()[0]
	body, err := json.Marshal(got.Fields)
	if err != nil {
		t.Fatal(err)
	}
	want := `{"chat_template_kwargs":{"enable_thinking":false},"max_tokens":300,"messages":[` +
		`{"role":"system","content":"\u003c\u0026\u003e"},{"role":"user","content":"a b` + "\uFFFD" + `"},` +
		`{"role":"assistant","content":"甲"},{"role":"user","content":"乙"}],` +
		`"model":"m","stream":true,"stream_options":{"include_usage":true},"temperature":0}`
	if diff := cmp.Diff(want, string(body)); diff != "" {
		t.Error(diff)
	}
	for name, values := range got.Header {
		if strings.Contains(strings.Join(values, " "), testKey) && name != "Authorization" {
			t.Errorf("key in header %s", name)
		}
	}
}

func TestDialects(t *testing.T) {
	tests := []struct {
		base, think string
		told        map[string]string
		want        string // the field and its value
	}{
		{base: "https://api.openai.com/v1"},
		{base: "https://api.openai.com/v1", told: map[string]string{"server": "uvicorn"}},
		{base: "https://unknown.example/v1"},
		{base: "https://unknown.example/v1", told: map[string]string{"server": "uvicorn"}, want: `chat_template_kwargs {"enable_thinking":false}`},
		{base: "https://unknown.example/v1", told: map[string]string{"server": "cloudflare", "owner": "library"}, want: `reasoning_effort "none"`},
		{base: "https://dashscope.aliyuncs.com/compatible-mode/v1", want: `enable_thinking false`},
		{base: "https://x.dashscope-intl.aliyuncs.com/v1", think: "on", want: `enable_thinking true`},
		{base: "https://notdashscope.aliyuncs.com.evil.example/v1"},
		{base: "https://api.deepseek.com", want: `thinking {"type":"disabled"}`},
		{base: "http://127.0.0.1:11434/v1", want: `reasoning_effort "none"`},
		{base: "http://localhost:11434/v1", think: "on", want: `reasoning_effort "medium"`},
		{base: "http://localhost:11434/v1", think: "server"},
		{base: "http://127.0.0.1:11434/v1", told: map[string]string{"server": "llama.cpp"}, want: `chat_template_kwargs {"enable_thinking":false}`},
		{base: "http://[::1]:8000/v1", want: `chat_template_kwargs {"enable_thinking":false}`},
		{base: "http://localhost:8080/v1", think: "on", want: `chat_template_kwargs {"enable_thinking":true}`},
		{base: "http://localhost:8080/v1", told: map[string]string{"owner": "library"}, want: `reasoning_effort "none"`},
	}
	for _, tt := range tests {
		t.Run(tt.base+" "+tt.think, func(t *testing.T) {
			base, err := url.Parse(tt.base)
			if err != nil {
				t.Fatal(err)
			}
			c := &Client{opt: Options{Think: tt.think}, base: base, words: loadWords(), known: habits{told: tt.told}}
			m := c.manner("m", Request{}, nil)
			delete(m.fields, "temperature")
			delete(m.fields, "stream_options")
			var got string
			for name, value := range m.fields {
				text, err := json.Marshal(value)
				if err != nil {
					t.Fatal(err)
				}
				got += name + " " + string(text)
			}
			if got != tt.want || m.off != (tt.want != "" && tt.think == "") {
				t.Errorf("%q off=%v, want %q", got, m.off, tt.want)
			}
		})
	}
}

func TestHolding(t *testing.T) {
	tests := []struct {
		model, base, think string
		want               bool
	}{
		{"gpt-4o", "https://api.openai.com/v1", "", false},
		{"qwen2.5:7b", "http://localhost:11434/v1", "", false},
		{"qwen3.5:9b", "http://localhost:11434/v1", "", false},
		{"qwen3.5:9b", "http://localhost:11434/v1", "server", true},
		{"qwen3.5:9b", "https://unknown.example/v1", "", true},
		{"deepseek-r1:7b", "http://localhost:11434/v1", "", true},
		{"Qwen3-4B-Thinking-2507", "http://localhost:8080/v1", "", true},
		{"qwen2.5:7b", "http://localhost:11434/v1", "on", true},
	}
	for _, tt := range tests {
		base, err := url.Parse(tt.base)
		if err != nil {
			t.Fatal(err)
		}
		c := &Client{opt: Options{Think: tt.think}, base: base, words: loadWords()}
		if got := c.manner(tt.model, Request{}, nil).hold; got != tt.want {
			t.Errorf("%s at %s, think %q: held %v", tt.model, tt.base, tt.think, got)
		}
	}
}

// TestRefusedFields: a request goes out again without the field that a server names, and the
// next ones do not hold it.
func TestRefusedFields(t *testing.T) {
	tests := []struct {
		name, field string
		status      int
		body        string
		instead     string
		warns       bool
	}{
		{name: "OpenAI's words", field: "chat_template_kwargs", status: 400, body: `{"error":{"message":"Unrecognized request argument supplied: chat_template_kwargs"}}`},
		{name: "Mistral's words", field: "chat_template_kwargs", status: 422, body: `{"detail":[{"type":"extra_forbidden","loc":["body","chat_template_kwargs"],"msg":"Extra inputs are not permitted"}]}`},
		{name: "usage", field: "stream_options", status: 400, body: `{"object":"error","message":"[{'type': 'extra_forbidden', 'loc': ('body', 'stream_options')}]","code":400}`},
		{name: "newer OpenAI models", field: "max_tokens", status: 400, instead: "max_completion_tokens", body: `{"error":{"message":"Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.","code":"unsupported_parameter"}}`},
		{name: "temperature", field: "temperature", status: 400, warns: true, body: `{"error":{"message":"Unsupported value: 'temperature' does not support 0 with this model.","code":"unsupported_value"}}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := mt.NewServer(t, mt.Options{NoTemperature: true, Handler: func(r mt.Request) mt.Reply {
				if r.Has(tt.field) {
					return mt.Refuse(tt.status, tt.body)
				}
				return mt.Text("林。")
			}})
			c, p := newClient(t, s, nil)
			for range 2 {
				got, result, err := ask(t.Context(), c, question)
				if err != nil || got != "林。" || (len(result.Warnings) > 0) != tt.warns {
					t.Fatalf("%q %v %v", got, result.Warnings, err)
				}
			}
			requests := s.Requests()
			if len(requests) != 3 || len(p.list) != 0 || tt.instead != "" && !requests[2].Has(tt.instead) || requests[2].MaxTokens != 300 {
				t.Errorf("%d requests, pauses %v, last %v", len(requests), p.list, requests[2].Fields)
			}
		})
	}
}

func TestOllamaWithoutThinking(t *testing.T) {
	s := mt.NewServer(t, mt.Options{Owner: "library", Handler: func(r mt.Request) mt.Reply {
		if r.Has("reasoning_effort") {
			return mt.Refuse(400, `{"error":{"message":"\"m\" does not support thinking","type":"api_error"}}`)
		}
		return mt.Text("林。")
	}})
	c, _ := newClient(t, s, func(o *Options) { o.Model, o.Think = "", "on" })
	if got, _, err := ask(t.Context(), c, question); got != "林。" || err != nil {
		t.Errorf("%q %v", got, err)
	}
}

// TestAllFieldsRefused: a server that refuses whatever it is sent is not asked for ever, and
// what it refused in vain is not remembered.
func TestAllFieldsRefused(t *testing.T) {
	s := mt.NewServer(t, mt.Options{NoTemperature: true, Handler: func(r mt.Request) mt.Reply {
		body, _ := json.Marshal(r.Fields)
		return mt.Refuse(400, `{"error":{"message":"bad request"},"input":`+string(body)+`}`)
	}})
	c, _ := newClient(t, s, nil)
	_, _, err := ask(t.Context(), c, question)
	wantCode(t, err, "protocol")
	n := len(s.Requests())
	_, _, _ = ask(t.Context(), c, question)
	if n > 3 || !s.Requests()[n].Has("temperature") {
		t.Errorf("%d requests, then %v", n, s.Requests()[n].Fields)
	}
}

func TestServerHeaderIsLearned(t *testing.T) {
	s := mt.NewServer(t, mt.Options{Header: http.Header{"Server": {"llama.cpp"}}, Handler: mt.Script(mt.Text("林。"), mt.Text("林。"))})
	c, _ := newClient(t, s, nil)
	for range 2 {
		if _, _, err := ask(t.Context(), c, question); err != nil {
			t.Fatal(err)
		}
	}
	if told, _, _ := c.known.now(); told["server"] != "llama.cpp" {
		t.Errorf("learned %v", told)
	}
}

// TestWordTables: every line has the fields that the code reads, and words that are compared
// in lower case are in lower case.
func TestWordTables(t *testing.T) {
	w := loadWords()
	for name, table := range map[string]struct {
		rows  [][]string
		width int
	}{
		"servers": {w.servers, 3}, "overflow": {w.overflow, 1}, "thinkers": {w.thinkers, 2},
		"refused": {w.refused, 2}, "notchat": {w.notchat, 1}, "nomodel": {w.nomodel, 1},
	} {
		if len(table.rows) == 0 {
			t.Errorf("%s is empty", name)
		}
		for _, row := range table.rows {
			text := strings.Join(row, "\t")
			if len(row) != table.width || text != strings.ToLower(text) {
				t.Errorf("%s: %q", name, row)
			}
		}
	}
}
