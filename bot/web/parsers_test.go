package web

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
)

// The parsers below read the lines of a stream as three frontends do: what they look at, in
// their order, and what they make of it. They follow open-webui's middleware.py at 000032e,
// lobe-chat's streams/openai/openai.ts at 0a3ba5d with protocol.ts at 05c377b, and LibreChat's
// danny-avila/agents src/llm/openai/index.ts at 0640720 with its base class in
// @langchain/openai. The last two get their chunks from the openai package for Node.

// openWebUI is what Open WebUI's back end passes to its page.
type openWebUI struct {
	content  string
	sources  []string // names with documents
	statuses []string
	errors   []string
	usage    bool
	lost     []string // lines that are no JSON, and not the end

	events []any // data of the events of type "source", those made of annotations among them
}

// uiSource is a source as Open WebUI's page numbers it: the nth is what [n] opens.
type uiSource struct {
	id, name, url string
	documents     []string
}

// numbered follows Citations.svelte of 0.12.4: a source for each different "source" of the
// metadata, in order. An id that begins like an address is the name and the link as well.
func (ui *openWebUI) numbered() []*uiSource {
	var all []*uiSource
	for _, e := range ui.events {
		source := object(object(e)["source"])
		for i, document := range list(object(e)["document"]) {
			about := object(list(object(e)["metadata"])[i])
			id, _ := about["source"].(string)
			at := slices.IndexFunc(all, func(s *uiSource) bool { return s.id == id })
			if at < 0 {
				s := &uiSource{id: id}
				s.name, _ = source["name"].(string)
				s.url, _ = source["url"].(string)
				if name, ok := about["name"].(string); ok {
					s.name = name
				}
				if isAddress(id) {
					s.name, s.url = id, id
				}
				at, all = len(all), append(all, s)
			}
			all[at].documents = append(all[at].documents, fmt.Sprint(document))
		}
	}
	return all
}

func isAddress(s string) bool {
	return strings.HasPrefix(s, "http://") || strings.HasPrefix(s, "https://")
}

// asked are the addresses that readers' browsers send to Google for pictures.
func (ui *openWebUI) asked() (all []string) {
	for _, s := range ui.numbered() {
		if strings.HasPrefix(s.name, "http") {
			all = append(all, s.name)
		}
	}
	return all
}

func parseOpenWebUI(lines []string) *openWebUI {
	ui := &openWebUI{}
	for _, line := range lines {
		payload, ok := strings.CutPrefix(line, "data:")
		if strings.TrimSpace(line) == "" || !ok {
			continue
		}
		var data map[string]any
		if json.Unmarshal([]byte(strings.TrimSpace(payload)), &data) != nil {
			if !strings.Contains(line, "data: [DONE]") {
				ui.lost = append(ui.lost, line)
			}
			continue
		}
		ui.chunk(data)
	}
	return ui
}

func (ui *openWebUI) chunk(data map[string]any) {
	if e, ok := data["event"]; ok {
		ui.event(object(e))
	}
	if len(object(data["usage"])) > 0 {
		ui.usage = true
	}
	choices := list(data["choices"])
	if len(choices) == 0 {
		if failed := object(data["error"]); len(failed) > 0 {
			ui.errors = append(ui.errors, fmt.Sprint(failed["message"]))
		}
		return
	}
	delta := object(object(choices[0])["delta"])
	for _, a := range list(delta["annotations"]) {
		if c := object(object(a)["url_citation"]); object(a)["type"] == "url_citation" && c != nil {
			ui.sources = append(ui.sources, fmt.Sprint(c["title"], "|", c["title"]))
			ui.events = append(ui.events, map[string]any{
				"source":   map[string]any{"name": c["title"], "url": c["url"]},
				"document": []any{c["title"]}, "metadata": []any{map[string]any{"source": c["url"], "name": c["title"]}},
			})
		}
	}
	if s, ok := delta["content"].(string); ok {
		ui.content += s
	}
}

func (ui *openWebUI) event(e map[string]any) {
	data := object(e["data"])
	switch e["type"] {
	case "status":
		ui.statuses = append(ui.statuses, fmt.Sprint(data["description"], data["done"]))
	case "source":
		ui.events = append(ui.events, e["data"])
		ui.sources = append(ui.sources, fmt.Sprint(object(data["source"])["name"], "|", list(data["document"])[0]))
	}
}

// openAI is what the openai package for Node gives of a stream: an error in a chunk ends it.
func openAI(lines []string) (chunks []map[string]any, failed string) {
	for _, line := range lines {
		data, ok := strings.CutPrefix(line, "data:")
		if !ok {
			continue
		}
		data = strings.TrimPrefix(data, " ")
		if strings.HasPrefix(data, "[DONE]") {
			break
		}
		var chunk map[string]any
		if err := json.Unmarshal([]byte(data), &chunk); err != nil {
			return chunks, err.Error()
		}
		if e := chunk["error"]; e != nil {
			return chunks, fmt.Sprint(object(e)["message"])
		}
		chunks = append(chunks, chunk)
	}
	return chunks, ""
}

// lobe is what LobeChat's stream gives to its page, which shows the last grounding.
type lobe struct {
	content, reasoning string
	grounding          [][]string // titles of each list that arrived
	stops              []string
	usage              int
	loose              int    // chunks of type "data", which nobody reads
	failed             string // the error that ended it

	cited, thinking bool
}

func parseLobe(lines []string) *lobe {
	l := &lobe{}
	chunks, failed := openAI(lines)
	l.failed = failed
	for _, chunk := range chunks {
		l.chunk(chunk)
	}
	return l
}

func (l *lobe) chunk(chunk map[string]any) {
	choices := list(chunk["choices"])
	if len(choices) == 0 {
		l.used(chunk, func() { l.loose++ })
		return
	}
	item := object(choices[0])
	delta := object(item["delta"])
	if finish, _ := item["finish_reason"].(string); finish != "" {
		l.finish(chunk, delta, finish)
		return
	}
	for _, name := range []string{"reasoning_content", "reasoning"} {
		if s, ok := delta[name].(string); ok && s != "" {
			l.reasoning += s
			return
		}
	}
	if content, ok := delta["content"].(string); ok {
		l.text(chunk, content)
		return
	}
	if content, has := delta["content"]; has && content == nil {
		l.loose++
		return
	}
	l.used(chunk, func() { l.loose++ })
}

// used counts usage, if a chunk has it.
func (l *lobe) used(chunk map[string]any, otherwise func()) {
	if object(chunk["usage"]) != nil {
		l.usage++
		return
	}
	otherwise()
}

// finish reads a chunk with finish_reason: its content, else its annotations, else its usage,
// else its citations. Whatever comes after the first of them is lost.
func (l *lobe) finish(chunk, delta map[string]any, finish string) {
	content, _ := delta["content"].(string)
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
	case chunk["citations"] != nil:
		var titles []string
		for _, one := range list(chunk["citations"]) {
			titles = append(titles, fmt.Sprint(one))
		}
		l.grounding = append(l.grounding, titles)
	default:
		l.stops = append(l.stops, finish)
	}
}

func (l *lobe) text(chunk map[string]any, content string) {
	switch {
	case strings.Contains(content, "<think>"):
		l.thinking = true
	case strings.Contains(content, "</think>"):
		l.thinking = false
	}
	if content == "" && object(chunk["usage"]) != nil {
		l.usage++
		return
	}
	if !l.cited {
		for _, found := range []any{chunk["citations"], object(chunk["search_info"])["search_results"], chunk["search_results"], chunk["web_search"]} {
			if found != nil {
				l.cited = true
				l.grounding = append(l.grounding, lobeTitles(list(found)))
				break
			}
		}
	}
	if content = strings.NewReplacer("<think>", "", "</think>", "").Replace(content); l.thinking {
		l.reasoning += content
		return
	}
	l.content += content
}

// lobeTitles are those of entries that have a title and an address; a string is both.
func lobeTitles(found []any) (titles []string) {
	for _, one := range found {
		if s, ok := one.(string); ok {
			titles = append(titles, s)
			continue
		}
		o := object(one)
		address := o["url"]
		if address == nil || address == "" {
			address = o["link"]
		}
		if title, _ := o["title"].(string); title != "" && address != nil && address != "" {
			titles = append(titles, title)
		}
	}
	return titles
}

// libre is the message that LibreChat puts together of a stream.
type libre struct {
	content string
	finish  string // of all chunks, put together: "stopstop" if two have one
	usage   int
	strange []string // chunks that are no part of an assistant's message
	failed  string
}

func parseLibre(lines []string) *libre {
	l := &libre{}
	chunks, failed := openAI(lines)
	l.failed = failed
	role := ""
	for _, chunk := range chunks {
		if u := object(chunk["usage"]); u != nil {
			l.usage++
			if _, ok := u["prompt_tokens"].(float64); !ok {
				l.strange = append(l.strange, "usage")
			}
		}
		choices := list(chunk["choices"])
		if len(choices) == 0 || object(object(choices[0])["delta"]) == nil {
			continue
		}
		choice := object(choices[0])
		delta := object(choice["delta"])
		if s, ok := delta["role"].(string); ok {
			role = s
		}
		if role != "assistant" {
			l.strange = append(l.strange, "role "+role)
		}
		content, isText := delta["content"].(string)
		if !isText && delta["content"] != nil {
			l.strange = append(l.strange, "content that is not text")
		}
		l.content += content
		if finish, ok := choice["finish_reason"].(string); ok {
			l.finish += finish
		}
	}
	return l
}

// libreText is the content, if there is nothing amiss with the message.
func libreText(t *testing.T, r *recorded) string {
	t.Helper()
	l := parseLibre(r.lines)
	if l.finish != "stop" || len(l.strange) > 0 || l.failed != "" || l.usage > 1 {
		t.Errorf("LibreChat: %+v", l)
	}
	return l.content
}

// TestParsers tries the parsers on what other servers send, or sent when it went wrong.
func TestParsers(t *testing.T) {
	chunk := func(fields string) string {
		return `data: {"id":"x","object":"chat.completion.chunk","created":1,"model":"m",` + fields + `}`
	}
	const cited = `[{"type":"url_citation","url_citation":{"url":"https://a.example","title":"甲","start_index":0,"end_index":1}}]`
	tests := []struct {
		name  string
		lines []string
		ui    openWebUI
		lobe  lobe
		libre libre
	}{
		{
			"annotations on a chunk of their own at the end",
			[]string{chunk(`"choices":[{"delta":{"role":"assistant","content":"好"}}]`), "", ": ping", "", chunk(`"choices":[{"delta":{"annotations":` + cited + `},"finish_reason":"stop"}]`), "data: [DONE]"},
			openWebUI{content: "好", sources: []string{"甲|甲"}},
			lobe{content: "好", grounding: [][]string{{"甲"}}},
			libre{content: "好", finish: "stop"},
		},
		{
			"annotations beside the last content",
			[]string{chunk(`"choices":[{"delta":{"role":"assistant","content":"好","annotations":` + cited + `},"finish_reason":"stop"}]`)},
			openWebUI{content: "好", sources: []string{"甲|甲"}},
			lobe{content: "好"},
			libre{content: "好", finish: "stop"},
		},
		{
			"citations as addresses hide search results",
			[]string{chunk(`"citations":["https://a.example"],"search_results":[{"title":"甲","url":"https://a.example"}],"choices":[{"delta":{"role":"assistant","content":"好"}}]`)},
			openWebUI{content: "好"},
			lobe{content: "好", grounding: [][]string{{"https://a.example"}}, cited: true},
			libre{content: "好"},
		},
		{
			"an error with choices",
			[]string{chunk(`"choices":[{"delta":{"role":"assistant","content":""}}],"error":{"message":"bad"}`)},
			openWebUI{},
			lobe{failed: "bad"},
			libre{failed: "bad"},
		},
		{
			"an error without choices",
			[]string{chunk(`"choices":[],"error":{"message":"bad"}`)},
			openWebUI{errors: []string{"bad"}},
			lobe{failed: "bad"},
			libre{failed: "bad"},
		},
		{
			"no role, two ends, usage with the end",
			[]string{chunk(`"choices":[{"delta":{"content":"好"}}]`), chunk(`"choices":[{"delta":{},"finish_reason":"stop"}]`), chunk(`"choices":[{"delta":{},"finish_reason":"stop"}],"usage":{"prompt_tokens":1}`)},
			openWebUI{content: "好", usage: true},
			lobe{content: "好", stops: []string{"stop"}, usage: 1},
			libre{content: "好", finish: "stopstop", usage: 1, strange: []string{"role ", "role ", "role "}},
		},
		{
			"a thought in the text",
			[]string{chunk(`"choices":[{"delta":{"role":"assistant","content":"<think>嗯"}}]`), chunk(`"choices":[{"delta":{"content":"</think>好"}}]`)},
			openWebUI{content: "<think>嗯</think>好"},
			lobe{content: "好", reasoning: "嗯"},
			libre{content: "<think>嗯</think>好"},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			ui := parseOpenWebUI(tt.lines)
			ui.events = nil
			if fmt.Sprint(*ui) != fmt.Sprint(tt.ui) {
				t.Errorf("Open WebUI\n%+v\n%+v", *ui, tt.ui)
			}
			got := parseLobe(tt.lines)
			got.thinking = false
			if fmt.Sprint(*got) != fmt.Sprint(tt.lobe) {
				t.Errorf("LobeChat\n%+v\n%+v", *got, tt.lobe)
			}
			if got := parseLibre(tt.lines); fmt.Sprint(*got) != fmt.Sprint(tt.libre) {
				t.Errorf("LibreChat\n%+v\n%+v", *got, tt.libre)
			}
		})
	}
}

// TestFailureInFrontends: an error in the middle of a stream is shown as one by all.
func TestFailureInFrontends(t *testing.T) {
	address := listen(t, withModel(t, Model{ID: "failing", Answerer: answerFunc(failing)}))
	r := stream(t, address, question("gone", `"stream":true`))
	const told = "the model did not answer"
	if ui := parseOpenWebUI(r.lines); len(ui.errors) != 1 || ui.errors[0] != told || ui.content != "" {
		t.Errorf("Open WebUI: %+v", ui)
	}
	if l := parseLobe(r.lines); l.failed != told || l.content != "" {
		t.Errorf("LobeChat: %+v", l)
	}
	if l := parseLibre(r.lines); l.failed != told || l.content != "" {
		t.Errorf("LibreChat: %+v", l)
	}
}
