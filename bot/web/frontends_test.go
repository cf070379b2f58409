package web

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"ask/bot"
)

// The parsers below read a stream as three frontends do: what they look at, in their
// order, and what they make of it. Versions differ; these are of open-webui 0.6
// (middleware.py), lobe-chat 1.x (streams/openai/openai.ts) and LibreChat with the openai
// package.

// openWebUI is what Open WebUI's back end passes to its page.
type openWebUI struct {
	content  string
	sources  []string // names with documents
	statuses []string
	errors   []string
	usage    bool
}

func parseOpenWebUI(r *recorded) *openWebUI {
	ui := &openWebUI{}
	for _, data := range r.chunks {
		if e := object(data["event"]); e != nil {
			ui.event(e)
		}
		choices := list(data["choices"])
		if usage := object(data["usage"]); usage != nil {
			ui.usage = true
		}
		if len(choices) == 0 {
			if failed := object(data["error"]); failed != nil {
				ui.errors = append(ui.errors, fmt.Sprint(failed["message"]))
			}
			continue
		}
		delta := object(object(choices[0])["delta"])
		for _, a := range list(delta["annotations"]) {
			if c := object(object(a)["url_citation"]); object(a)["type"] == "url_citation" {
				ui.sources = append(ui.sources, fmt.Sprint(c["title"], "|", c["title"]))
			}
		}
		if s, ok := delta["content"].(string); ok {
			ui.content += s
		}
	}
	return ui
}

func (ui *openWebUI) event(e map[string]any) {
	data := object(e["data"])
	switch e["type"] {
	case "status":
		ui.statuses = append(ui.statuses, fmt.Sprint(data["description"], data["done"]))
	case "source":
		ui.sources = append(ui.sources, fmt.Sprint(object(data["source"])["name"], "|", list(data["document"])[0]))
	}
}

// lobe is what LobeChat's stream gives to its page.
type lobe struct {
	content   string
	grounding [][]string // titles of each list that arrived
	stops     []string
	usage     int
	loose     int // chunks of type "data", which nobody reads
}

func parseLobe(r *recorded) *lobe {
	l := &lobe{}
	cited := false
	for _, chunk := range r.chunks {
		choices := list(chunk["choices"])
		if len(choices) == 0 {
			if object(chunk["usage"]) != nil {
				l.usage++
			} else {
				l.loose++
			}
			continue
		}
		item := object(choices[0])
		delta := object(item["delta"])
		content, isText := delta["content"].(string)
		if finish, _ := item["finish_reason"].(string); finish != "" {
			switch {
			case content != "":
				l.content += content
			case len(list(delta["annotations"])) > 0:
				var titles []string
				for _, a := range list(delta["annotations"]) {
					titles = append(titles, fmt.Sprint(object(object(a)["url_citation"])["title"]))
				}
				l.grounding = append(l.grounding, titles)
			case object(chunk["usage"]) != nil:
				l.usage++
			default:
				l.stops = append(l.stops, finish)
			}
			continue
		}
		if !isText {
			continue
		}
		if content == "" && object(chunk["usage"]) != nil {
			l.usage++
			continue
		}
		if results := list(chunk["search_results"]); !cited && len(results) > 0 {
			cited = true
			var titles []string
			for _, one := range results {
				if o := object(one); o["title"] != "" && o["url"] != "" {
					titles = append(titles, fmt.Sprint(o["title"]))
				}
			}
			l.grounding = append(l.grounding, titles)
		}
		l.content += content
	}
	return l
}

// libre is what LibreChat keeps of a stream: without a role it waits for ever.
func parseLibre(t *testing.T, r *recorded) (content string) {
	t.Helper()
	finished := 0
	for i, chunk := range r.chunks {
		for _, c := range list(chunk["choices"]) {
			delta := object(object(c)["delta"])
			if i == 0 && delta["role"] != "assistant" {
				t.Errorf("first chunk has role %v", delta["role"])
			}
			if finished > 0 {
				t.Errorf("a choice after finish_reason: %s", r.raw[i])
			}
			if s, ok := delta["content"].(string); ok {
				content += s
			}
			if object(c)["finish_reason"] != nil {
				finished++
			}
		}
	}
	if finished != 1 {
		t.Errorf("%d finish reasons, want 1", finished)
	}
	return content
}

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
		{Text: "票价十二元[2]，改点如上[1]。", Citations: a.Citations[1:]},
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
			checkOpenWebUI(t, parseOpenWebUI(r), want, events)
			checkLobe(t, parseLobe(r), want, events)
			if got := parseLibre(t, r); !strings.HasPrefix(got, want+"\n\n**来源**\n\n- [1] [渡船改点](https://news.example/a%281%29.html) — 2024-05-12 · 新闻 · news.example · [原文](") {
				t.Errorf("LibreChat: %s", got)
			}
		})
	}
}

func checkOpenWebUI(t *testing.T, ui *openWebUI, want string, events bool) {
	t.Helper()
	if !strings.HasPrefix(ui.content, want) || !ui.usage || len(ui.errors) > 0 {
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
	if !strings.HasPrefix(l.content, want) || l.usage != 1 || l.loose != 0 {
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
			parseLibre(t, r)
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
