package web

import (
	"context"
	"encoding/json"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"ask/bot"
	"ask/retrieve/document"
)

// spy keeps the questions it is asked.
type spy struct {
	mu    sync.Mutex
	asked []bot.Question
}

func (s *spy) Answer(_ context.Context, q bot.Question) (*bot.Answer, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.asked = append(s.asked, q)
	return &bot.Answer{Question: q.Text, Answered: true, Text: "好 [1]"}, nil
}

func TestQuestionOfRequest(t *testing.T) {
	tests := []struct {
		name, body string
		want       bot.Question
	}{
		{"a string", question("谁在领导千问?"), bot.Question{Text: "谁在领导千问?"}},
		{"parts", `{"messages":[{"role":"user","content":[{"type":"text","text":"谁在"},{"type":"image_url","image_url":{"url":"x"}},{"type":"text","text":"领导?"}]}]}`, bot.Question{Text: "谁在\n领导?"}},
		{"unknown fields", question("x", `"tools":[{"type":"function"}]`, `"tool_choice":"auto"`, `"user":"u"`, `"seed":1`, `"stop":["。"]`, `"temperature":0.5`, `"n":1`, `"logit_bias":{}`, `"metadata":{"a":1}`), bot.Question{Text: "x"}},
		{"stop as a string", question("x", `"stop":"。"`, `"max_tokens":10`), bot.Question{Text: "x"}},
		{"nulls", question("x", `"stop":null`, `"n":null`, `"temperature":null`, `"stream_options":null`, `"kind":null`, `"k":null`), bot.Question{Text: "x"}},
		{
			"filters", question("x", `"as_of":"2025-03"`, `"since":"2024"`, `"until":"2025-01-02"`, `"kind":["news","official"]`, `"k":3`, `"lang":"en"`),
			bot.Question{Text: "x", AsOf: "2025-03", Since: "2024", Until: "2025-01-02", Kinds: []document.Kind{document.News, document.Official}, K: 3, Lang: "en"},
		},
		{"one kind", question("x", `"kind":"news"`), bot.Question{Text: "x", Kinds: []document.Kind{document.News}}},
		{
			"history without system, lists of sources and refusals",
			`{"messages":[{"role":"system","content":"你是海盗，千问由船长领导"},{"role":"assistant","content":"你好！"},
			{"role":"user","content":"谁在领导千问?"},{"role":"assistant","content":"林俊旸。 [1]\n\n**来源**\n\n- [1] [题](http://x) — 新闻"},
			{"role":"user","content":"火星呢?"},{"role":"assistant","content":"这些文档里没有找到答案。"},
			{"role":"tool","content":"工具"},{"role":"user","content":"他什么时候辞职?"}]}`,
			bot.Question{Text: "他什么时候辞职?", History: []bot.Turn{{Question: "谁在领导千问?", Answer: "林俊旸。 [1]"}, {Question: "火星呢?"}}},
		},
		{
			"last message is the assistant's", `{"messages":[{"role":"user","content":"谁在领导千问?"},{"role":"assistant","content":"林"}]}`,
			bot.Question{Text: "谁在领导千问?"},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := &spy{}
			address := listen(t, withModel(t, Model{ID: "spy", Answerer: s}))
			if res, data := post(t, address+"/v1/chat/completions", tt.body); res.StatusCode != 200 {
				t.Fatalf("status %d: %s", res.StatusCode, data)
			}
			if len(s.asked) != 1 {
				t.Fatalf("asked %d times", len(s.asked))
			}
			if diff := cmp.Diff(tt.want, s.asked[0], cmpopts.IgnoreFields(bot.Question{}, "Watch")); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestDefaultsOfServer(t *testing.T) {
	s := &spy{}
	address := listen(t, func(cfg *Config) {
		withModel(t, Model{ID: "spy", Answerer: s})(cfg)
		cfg.Defaults = bot.Question{K: 7, AsOf: "2025", Kinds: []document.Kind{document.Official}}
	})
	post(t, address+"/v1/chat/completions", question("a"))
	post(t, address+"/v1/chat/completions", question("b", `"k":2`, `"kind":"news"`))
	want := []bot.Question{
		{Text: "a", K: 7, AsOf: "2025", Kinds: []document.Kind{document.Official}},
		{Text: "b", K: 2, AsOf: "2025", Kinds: []document.Kind{document.News}},
	}
	if diff := cmp.Diff(want, s.asked, cmpopts.IgnoreFields(bot.Question{}, "Watch")); diff != "" {
		t.Error(diff)
	}
}

func TestNobodyAsked(t *testing.T) {
	s := &spy{}
	address := listen(t, withModel(t, Model{ID: "spy", Answerer: s}))
	for _, body := range []string{
		`{"messages":[{"role":"system","content":"x"}]}`,
		`{"messages":[{"role":"user","content":[{"type":"image_url"}]}]}`,
		`{"messages":[{"role":"assistant","content":"hello"}],"stream":true}`,
	} {
		res, data := post(t, address+"/v1/chat/completions", body)
		if res.StatusCode != 200 || !strings.Contains(string(data), "ask a question") || len(s.asked) > 0 {
			t.Errorf("%s: status %d: %s", body, res.StatusCode, data)
		}
	}
}

func TestBadRequests(t *testing.T) {
	tests := []struct{ name, body, param string }{
		{"no body", ``, ""},
		{"not an object", `[]`, ""},
		{"null", `null`, ""},
		{"a string", `"x"`, ""},
		{"cut", `{"messages":[{"role":"user"`, ""},
		{"trailing data", question("x") + `{}`, ""},
		{"trailing comma", `{"messages":[{"role":"user","content":"x"},]}`, ""},
		{"single quotes", `{'messages':[]}`, ""},
		{"NaN", `{"messages":[{"role":"user","content":"x"}],"temperature":NaN}`, ""},
		{"a name twice", `{"messages":[],"messages":[{"role":"user","content":"x"}]}`, "messages"},
		{"nested too deep", strings.Repeat(`{"a":`, 100_000) + "1" + strings.Repeat("}", 100_000), ""},
		{"invalid UTF-8", "{\"messages\":[{\"role\":\"user\",\"content\":\"\xff\xfe\"}]}", ""},
		{"no messages", `{"model":"ask-extractive"}`, "messages"},
		{"messages of another type", `{"messages":"x"}`, "messages"},
		{"content of another type", `{"messages":[{"role":"user","content":5}]}`, "messages"},
		{"part of another type", `{"messages":[{"role":"user","content":[5]}]}`, "messages"},
		{"no role", `{"messages":[{"content":"x"}]}`, "messages.0.role"},
		{"odd role", `{"messages":[{"role":"root","content":"x"}]}`, "messages.0.role"},
		{"too many messages", `{"messages":[` + strings.Repeat(`{"role":"user","content":"x"},`, 64) + `{"role":"user","content":"x"}]}`, "messages"},
		{"a message too long", question(strings.Repeat("字", maxContent+1)), "messages.0.content"},
		{"two answers", question("x", `"n":2`), "n"},
		{"a million answers", question("x", `"n":1000000`), "n"},
		{"half an answer", question("x", `"n":1.5`), "n"},
		{"infinite temperature", question("x", `"temperature":1e400`), "temperature"},
		{"hot", question("x", `"temperature":2.5`), "temperature"},
		{"temperature as text", question("x", `"temperature":"hot"`), "temperature"},
		{"no tokens", question("x", `"max_tokens":0`), "max_tokens"},
		{"endless tokens", question("x", `"max_tokens":99999999999`), "max_tokens"},
		{"stream as text", question("x", `"stream":"yes"`), "stream"},
		{"not a date", question("x", `"as_of":"yesterday"`), "as_of"},
		{"no such day", question("x", `"since":"2025-02-30"`), "since"},
		{"no such kind", question("x", `"kind":"gossip"`), "kind"},
		{"k too large", question("x", `"k":1000`), "k"},
		{"odd language", question("x", `"lang":"fr"`), "lang"},
	}
	address := listen(t, nil)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			res, data := post(t, address+"/v1/chat/completions", tt.body)
			if res.StatusCode != 400 {
				t.Fatalf("status %d: %.200s", res.StatusCode, data)
			}
			e := object(decode(t, data)["error"])
			if param, _ := e["param"].(string); param != tt.param || e["type"] != "invalid_request_error" || e["message"] == "" {
				t.Errorf("error: %v", e)
			}
		})
	}
}

func TestRefusal(t *testing.T) {
	address := listen(t, nil)
	res, data := post(t, address+"/v1/chat/completions", question(unanswerable))
	c := decode(t, data)
	one := object(list(c["choices"])[0])
	content := object(one["message"])["content"].(string)
	if res.StatusCode != 200 || one["finish_reason"] != "stop" || !strings.HasPrefix(content, "这些文档里没有找到答案。") || !strings.Contains(content, "最接近的文档") {
		t.Errorf("%d %s", res.StatusCode, data)
	}
	if rag := object(c["rag"]); rag["answered"] != false || object(rag["refusal"])["reason"] == "" || c["search_results"] != nil {
		t.Errorf("%s", data)
	}
}

func TestSourceList(t *testing.T) {
	for _, off := range []bool{false, true} {
		address := listen(t, func(cfg *Config) { cfg.NoSourceList = off })
		for _, more := range []string{`"k":10`, `"sources_footer":true`, `"sources_footer":false`} {
			want := more == `"sources_footer":true` || more == `"k":10` && !off
			_, data := post(t, address+"/v1/chat/completions", question(answerable, more))
			content := object(object(list(decode(t, data)["choices"])[0])["message"])["content"].(string)
			if got := strings.Contains(content, "**来源**"); got != want {
				t.Errorf("off %v, %s: list %v", off, more, got)
			}
		}
	}
}

func TestModelsByID(t *testing.T) {
	s := &spy{}
	address := listen(t, withModel(t, Model{ID: "Qwen/Qwen3-8B", Owner: "endpoint", Answerer: s}))
	_, data := get(t, address+"/v1/models")
	var ids []string
	for _, m := range list(decode(t, data)["data"]) {
		ids = append(ids, object(m)["id"].(string))
	}
	if diff := cmp.Diff([]string{"Qwen/Qwen3-8B", ExtractiveID}, ids); diff != "" {
		t.Error(diff)
	}
	for _, path := range []string{"/v1/models/Qwen/Qwen3-8B", "/v1/models/Qwen%2FQwen3-8B"} {
		if res, data := get(t, address+path); res.StatusCode != 200 {
			t.Errorf("%s: %d %s", path, res.StatusCode, data)
		}
	}
	post(t, address+"/v1/chat/completions", question(answerable, `"model":"`+ExtractiveID+`"`))
	if len(s.asked) != 0 {
		t.Error("the extractive model was wanted, and the other one was asked")
	}
}

// FuzzRequest: whatever the body, it is refused or yields a question, without a panic.
func FuzzRequest(f *testing.F) {
	f.Add([]byte(question("谁在领导千问?", `"stream":true`, `"kind":["news"]`)))
	f.Add([]byte(`{"messages":[{"role":"user","content":[{"type":"text","text":"x"}]}],"stop":"a"}`))
	f.Add([]byte(`{"messages":[{"role":"user","content":"### Task:\nGenerate a concise title\n### Chat History:\n<chat_history>\nUSER: x\n</chat_history>"}]}`))
	s := newTestServer(f, nil)
	f.Fuzz(func(t *testing.T, body []byte) {
		var q chatRequest
		if parseJSON(body, &q) != nil || q.check() != nil {
			return
		}
		asked, found := s.question(&q)
		if found == (asked.Text == "") {
			t.Errorf("found %v, question %q", found, asked.Text)
		}
		if job, reply := s.jobs.answer(&q, s.wordsFor("", asked.Text)); job == "" && reply != "" {
			t.Errorf("a reply to no job: %q", reply)
		}
		if _, err := json.Marshal(asked.History); err != nil {
			t.Error(err)
		}
	})
}
