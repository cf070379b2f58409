package web

import (
	"bytes"
	"context"
	"log/slog"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"ask/bot/model/modeltest"
)

// TestDefaultLimits holds what is not set against what is promised.
func TestDefaultLimits(t *testing.T) {
	s := newTestServer(t, nil)
	l := s.listener(context.Background())
	if l.ReadHeaderTimeout != 5*time.Second || l.ReadTimeout != 15*time.Second || l.IdleTimeout != time.Minute || l.MaxHeaderBytes != 16<<10 {
		t.Errorf("header %v, body %v, idle %v, %d bytes of header", l.ReadHeaderTimeout, l.ReadTimeout, l.IdleTimeout, l.MaxHeaderBytes)
	}
	if l.WriteTimeout != 0 || s.times.write <= 0 || s.times.write > time.Minute {
		t.Errorf("a reply may take %v, a write %v", l.WriteTimeout, s.times.write)
	}
	if s.times.ping != 15*time.Second || s.times.drain+s.times.last > 25*time.Second {
		t.Errorf("ping %v, drain %v and %v", s.times.ping, s.times.drain, s.times.last)
	}
	if cap(s.models.slots) != 4 || s.models.queue != 32 || s.models.wait != 10*time.Second {
		t.Errorf("%d at the model, %d wait for %v", cap(s.models.slots), s.models.queue, s.models.wait)
	}
	if maxBody != 1<<20 || maxMessages != 64 || maxContent != 16_000 {
		t.Errorf("%d bytes, %d messages of %d characters", maxBody, maxMessages, maxContent)
	}
}

// TestMetrics: every figure that operators are promised is there before anything happened
// and moves with what does; no label holds what anybody wrote.
func TestMetrics(t *testing.T) {
	address := listen(t, withServer(t, modeltest.Answering(func([]modeltest.Message) string {
		return "四年来一直领导千问基础模型的林俊旸提出辞职[1]。"
	}), false))
	_, before := get(t, address+"/metrics")
	post(t, address+"/v1/chat/completions", question(answerable))
	post(t, address+"/v1/chat/completions", question(unanswerable, `"model":"`+ExtractiveID+`"`))
	get(t, address+"/v1/models/"+"secret-model-name")
	_, after := get(t, address+"/metrics")
	moves := []string{
		`ask_http_requests_total\{code="200",route="/v1/chat/completions"\}`,
		`ask_http_request_seconds_count\{route="/v1/chat/completions"\}`,
		`ask_search_seconds_count`,
		`ask_compose_seconds_count\{mode="generated"\}`,
		`ask_model_seconds_count\{outcome="answered"\}`,
		`ask_model_first_token_seconds_count`,
		`ask_model_tokens_total\{kind="prompt"\}`,
		`ask_model_tokens_total\{kind="completion"\}`,
		`ask_tokens_total\{kind="prompt"\}`,
		`ask_tokens_total\{kind="completion"\}`,
		`ask_answers_total\{mode="generated",outcome="answered"\}`,
		`ask_answers_total\{mode="extractive",outcome="refused"\}`,
		`ask_citations_total`,
	}
	for _, series := range moves {
		if value(after, series) == "" || value(after, series) == "0" || value(before, series) == value(after, series) {
			t.Errorf("%s: %q, then %q", series, value(before, series), value(after, series))
		}
	}
	for _, series := range []string{
		"ask_http_inflight", "ask_model_running", "ask_model_waiting", "ask_search_running", "ask_search_waiting", "ask_answers_shared_total",
		"ask_index_passages", "ask_index_age_seconds", `ask_index_generation_info\{generation="[^"]+"\}`, "go_goroutines", "process_resident_memory_bytes",
		`ask_answers_total\{mode="generated",outcome="refused"\}`, `ask_model_tokens_total\{kind="prompt"\}`,
	} {
		if value(before, series) == "" {
			t.Errorf("no %s at first", series)
		}
	}
	if regexp.MustCompile(`千问|火星|林俊旸|secret-model-name`).Match(after) {
		t.Error("a label holds what somebody wrote")
	}
}

// value is that of a series, which is a regular expression.
func value(metrics []byte, series string) string {
	m := regexp.MustCompile(`(?m)^` + series + ` (\S+)$`).FindSubmatch(metrics)
	if m == nil {
		return ""
	}
	return string(m[1])
}

// TestBrokenModelIsLeftAlone: after five failures the model server is not asked for a while,
// and clients are told when to come back, or get quotes.
func TestBrokenModelIsLeftAlone(t *testing.T) {
	for name, strict := range map[string]bool{"strict": true, "quotes": false} {
		t.Run(name, func(t *testing.T) {
			var asked atomic.Int64
			address := listen(t, withServer(t, func(modeltest.Request) modeltest.Reply {
				asked.Add(1)
				return modeltest.Refuse(500, `{"error":{"message":"out of memory"}}`)
			}, strict))
			for range 8 {
				res, data := post(t, address+"/v1/chat/completions", question(answerable))
				if strict && (res.StatusCode != 503 || res.Header.Get("Retry-After") == "") {
					t.Errorf("%d %s", res.StatusCode, data)
				}
				if !strict && (res.StatusCode != 200 || !strings.Contains(string(data), `"mode":"extractive"`) || !strings.Contains(string(data), "the model failed")) {
					t.Errorf("%d %s", res.StatusCode, data)
				}
			}
			if asked.Load() != 5 {
				t.Errorf("the model server was asked %d times", asked.Load())
			}
		})
	}
}

// TestLogNamesRequests: a line for each question and for each failure, with the request's id
// and without key, question or answer.
func TestLogNamesRequests(t *testing.T) {
	var log bytes.Buffer
	address, stop := serveReal(t, func(cfg *Config) {
		cfg.Log, cfg.Keys = slog.New(slog.NewTextHandler(&log, nil)), []string{testKey}
	})
	key := []string{"Authorization", "Bearer " + testKey}
	post(t, address+"/v1/chat/completions", question(answerable), append(key, "X-Request-Id", "first-id")...)
	post(t, address+"/v1/chat/completions", question(unanswerable, `"stream":true`), append(key, "X-Request-Id", "second-id")...)
	_, refused := get(t, address+"/v1/models?key="+testKey)
	_, metrics := get(t, address+"/metrics", key...)
	stop()
	for _, id := range []string{"id=first-id", "id=second-id"} {
		if !strings.Contains(log.String(), id) {
			t.Errorf("no %s in\n%s", id, log.String())
		}
	}
	for name, text := range map[string]string{"log": log.String(), "metrics": string(metrics), "error": string(refused)} {
		if regexp.MustCompile(testKey + `|千问|火星|林俊旸`).MatchString(text) {
			t.Errorf("the %s tells: %s", name, text)
		}
	}
}
