package web

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"ask/bot"
)

// growing is a model whose answer comes sentence by sentence, with two sources.
func growing(_ context.Context, q bot.Question) (*bot.Answer, error) {
	url, date := "https://news.example/a(1).html", "2024-05-12"
	a := &bot.Answer{
		Question: q.Text, Answered: true, Mode: "generated", Warnings: []string{}, Passages: []bot.PassageRef{},
		Citations: []bot.Citation{
			{N: 1, Document: "a.md", Title: "渡船改点", URL: &url, Date: &date, Kind: "news", Quote: "六点二十分离港", Start: 3, End: 24, Claim: "stated", Status: "verified"},
			{N: 2, Document: "b/二 [x](y)#1.md", Title: "票价 [表](http://evil.example)", Kind: "unknown", Quote: "每人十二元", Start: 0, End: 15, Claim: "rumour", Status: "verified"},
		},
	}
	steps := []bot.Event{
		{Text: "早上六点二十分离港[1]。", Citations: a.Citations[:1]},
		{Text: "票价十二元[2]，", Citations: a.Citations[1:]},
		{Text: "改点如上[1]。"},
	}
	for _, e := range steps {
		a.Text += e.Text
		if q.Watch != nil {
			q.Watch(e)
		}
	}
	return a, nil
}

func TestFrontends(t *testing.T) {
	body := question("几点离港？", `"stream":true`, `"stream_options":{"include_usage":true}`)
	for _, events := range []bool{false, true} {
		t.Run(fmt.Sprintf("events %v", events), func(t *testing.T) {
			address := listen(t, func(cfg *Config) {
				withModel(t, Model{ID: "m", Owner: "test", Answerer: answerFunc(growing)})(cfg)
				cfg.OpenWebUI = events
			})
			r := stream(t, address, body)
			want := "早上六点二十分离港[1]。票价十二元[2]，改点如上[1]。"
			checkOpenWebUI(t, parseOpenWebUI(r.lines), want, events)
			checkLobe(t, parseLobe(r.lines), want, events)
			if got := libreText(t, r); !strings.HasPrefix(got, want+"\n\n**来源**\n\n1. [渡船改点](https://news.example/a%281%29.html) — 2024-05-12 · 新闻 · news.example · [原文](") {
				t.Errorf("LibreChat: %s", got)
			}
		})
	}
}

func checkOpenWebUI(t *testing.T, ui *openWebUI, want string, events bool) {
	t.Helper()
	if !strings.HasPrefix(ui.content, want) || !ui.usage || len(ui.errors) > 0 || len(ui.lost) > 0 {
		t.Errorf("Open WebUI: %+v", ui)
	}
	sources := []string{"渡船改点|渡船改点", "票价 表|票价 表"}
	var statuses []string
	if events {
		sources = []string{"渡船改点|六点二十分离港", "票价 表|每人十二元"}
		statuses = []string{"正在查找文档……false", "已找到出处true"}
	}
	if !slices.Equal(ui.sources, sources) || !slices.Equal(ui.statuses, statuses) {
		t.Errorf("Open WebUI: sources %q, statuses %q", ui.sources, ui.statuses)
	}
}

func checkLobe(t *testing.T, l *lobe, want string, events bool) {
	t.Helper()
	if !strings.HasPrefix(l.content, want) || l.usage != 1 || l.loose > 0 && !events || l.failed != "" || l.reasoning != "" {
		t.Errorf("LobeChat: %+v", l)
	}
	if len(l.grounding) == 0 || !slices.Equal(l.grounding[0], []string{"渡船改点"}) {
		t.Errorf("LobeChat: sources at first %v", l.grounding)
	}
	if last := l.grounding[len(l.grounding)-1]; !events && !slices.Equal(last, []string{"渡船改点", "票价 表"}) {
		t.Errorf("LobeChat: sources at last %v", last)
	}
}

func TestStreamForm(t *testing.T) {
	address := listen(t, nil)
	for name, more := range map[string][]string{
		"plain": {`"stream":true`}, "usage": {`"stream":true`, `"stream_options":{"include_usage":true}`},
	} {
		t.Run(name, func(t *testing.T) {
			r := stream(t, address, question(answerable, more...))
			if !r.done {
				t.Error("no [DONE]")
			}
			if h := r.header; h.Get("X-Accel-Buffering") != "no" || !strings.Contains(h.Get("Cache-Control"), "no-cache") {
				t.Errorf("headers %v", h)
			}
			id := r.chunks[0]["id"]
			for i, c := range r.chunks {
				usage, has := c["usage"]
				last := i == len(r.chunks)-1
				if has != (name == "usage") || name == "usage" && (usage != nil) != last {
					t.Errorf("chunk %d: usage %v", i, usage)
				}
				if c["id"] != id || c["object"] != "chat.completion.chunk" || c["model"] != ExtractiveID {
					t.Errorf("chunk %d: %v", i, c)
				}
			}
			libreText(t, r)
		})
	}
}

// TestSameAnswer compares the stream with the answer in one piece.
func TestSameAnswer(t *testing.T) {
	address := listen(t, withModel(t, Model{ID: "m", Answerer: answerFunc(growing)}))
	r := stream(t, address, question("几点离港？", `"stream":true`))
	_, data := post(t, address+"/v1/chat/completions", question("几点离港？"))
	message := object(object(list(decode(t, data)["choices"])[0])["message"])
	if message["content"] != r.text() {
		t.Errorf("whole  %q\nstream %q", message["content"], r.text())
	}
	last := r.chunks[len(r.chunks)-1]
	streamed := list(object(object(list(last["choices"])[0])["delta"])["annotations"])
	if fmt.Sprint(streamed) != fmt.Sprint(message["annotations"]) || len(streamed) != 2 {
		t.Errorf("annotations\n%v\n%v", message["annotations"], streamed)
	}
	content := []rune(r.text())
	for i, a := range streamed {
		c := object(object(a)["url_citation"])
		start, end := int(c["start_index"].(float64)), int(c["end_index"].(float64))
		if got, want := string(content[start:end]), fmt.Sprintf("[%d]", i+1); got != want {
			t.Errorf("annotation %d encloses %q", i, got)
		}
	}
	if rag := object(last["rag"]); rag["answer"] != "早上六点二十分离港[1]。票价十二元[2]，改点如上[1]。" || len(list(rag["citations"])) != 2 {
		t.Errorf("rag: %v", rag)
	}
	if strings.Contains(r.text(), "evil.example") || strings.Contains(r.text(), "[表]") {
		t.Errorf("a title became a link: %s", r.text())
	}
}
