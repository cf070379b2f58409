package web

import (
	"fmt"
	"net/http"
	"strings"

	"ask/bot"
	"ask/bot/guard"
)

// chunk is a piece of a streamed answer, in OpenAI's form.
type chunk struct {
	ID            string         `json:"id"`
	Object        string         `json:"object"`
	Created       int64          `json:"created"`
	Model         string         `json:"model"`
	Choices       []chunkChoice  `json:"choices"`
	SearchResults []searchResult `json:"search_results,omitempty"`
	Event         *event         `json:"event,omitempty"`
	Rag           *bot.Answer    `json:"rag,omitempty"`
	Error         *errorBody     `json:"error,omitempty"`
}

// countedChunk is a chunk for clients that asked for usage: null in all but the last.
type countedChunk struct {
	chunk
	Usage *usage `json:"usage"`
}

type chunkChoice struct {
	Index        int     `json:"index"`
	Delta        delta   `json:"delta"`
	FinishReason *string `json:"finish_reason"`
}

type delta struct {
	Role        string       `json:"role,omitempty"`
	Content     *string      `json:"content,omitempty"`
	Annotations []annotation `json:"annotations,omitempty"`
}

// event is what Open WebUI passes on to its page.
type event struct {
	Type string `json:"type"` // "source", "status"
	Data any    `json:"data"`
}

type statusData struct {
	Description string `json:"description"`
	Done        bool   `json:"done"`
}

type sourceData struct {
	Source   map[string]string   `json:"source"`
	Document []string            `json:"document"`
	Metadata []map[string]string `json:"metadata"`
}

// teller tells one client an answer.
type teller struct {
	server *Server
	asking *asking
	sse    *sse
	draft  draft
	listed bool // search_results were sent
	told   map[int]string
}

func (s *Server) newTeller(w http.ResponseWriter, a *asking) *teller {
	return &teller{server: s, asking: a, sse: newSSE(w), draft: draft{before: a.request.attached.sources}, told: map[int]string{}}
}

// send fills in what every chunk has.
func (t *teller) send(c chunk, u *usage) {
	c.ID, c.Object = "chatcmpl-"+t.asking.id, "chat.completion.chunk"
	c.Created, c.Model = t.asking.began.Unix(), t.asking.model.ID
	if c.Choices == nil {
		c.Choices = []chunkChoice{}
	}
	if t.asking.request.StreamOptions.IncludeUsage {
		t.sse.send(countedChunk{c, u})
		return
	}
	t.sse.send(c)
}

// role is the first chunk.
func (t *teller) role() {
	empty := ""
	c := chunk{Choices: []chunkChoice{{Delta: delta{Role: "assistant", Content: &empty}}}}
	if t.asking.fixed == "" {
		c.Event = t.status(t.asking.words.Searching, false)
	}
	t.send(c, nil)
}

// status is an event for Open WebUI, nil if that is not wanted.
func (t *teller) status(description string, done bool) *event {
	if !t.asking.sender.events {
		return nil
	}
	return &event{Type: "status", Data: statusData{description, done}}
}

// events tells steps of the answer.
func (t *teller) events(list []bot.Event) {
	for _, e := range list {
		if piece := t.draft.tell(e); piece != "" {
			t.sources(e.Citations)
			t.say(piece, e)
		}
	}
}

// say is a chunk with content. The first that has sources lists them, and all else that
// was found: frontends look at one list only.
func (t *teller) say(content string, e bot.Event) {
	c := chunk{Choices: []chunkChoice{{Delta: delta{Content: &content}}}}
	if !t.listed && len(e.Citations) > 0 {
		c.SearchResults, t.listed = searchResults(e.Citations, e.Hits, t.asking.links), true
	}
	t.send(c, nil)
}

// sources tells Open WebUI of quotes, each as a source of its own so that their order is
// that of the marks.
func (t *teller) sources(citations []bot.Citation) {
	if !t.asking.sender.events {
		return
	}
	for _, c := range citations {
		if quote := guard.Clean(oneLine(c.Quote)); t.told[c.N] != quote {
			t.told[c.N] = quote
			t.send(chunk{Choices: []chunkChoice{{}}, Event: &event{Type: "source", Data: t.source(c, quote)}}, nil)
		}
	}
}

// source is a quote as Open WebUI wants it. Its page numbers sources by the "source" of
// their metadata, each different one once: the citation's number makes it the same when the
// quote grows. Neither that nor the name may begin like an address, for the page would ask
// Google for a picture of it.
func (t *teller) source(c bot.Citation, quote string) sourceData {
	title := titleOf(c.Title, c.Document)
	if strings.HasPrefix(title, "http") {
		title = " " + title
	}
	about := map[string]string{
		"source": fmt.Sprintf("[%d] %s", t.draft.before+c.N, c.Document),
		"name":   title, "document": c.Document, "kind": string(c.Kind), "claim": c.Claim,
	}
	if c.Date != nil {
		about["date"] = *c.Date
	}
	source := map[string]string{"name": title}
	if link := t.asking.links.quote(c); link != "" {
		source["url"] = link
	}
	return sourceData{Source: source, Document: []string{quote}, Metadata: []map[string]string{about}}
}

// end tells the rest of an answer, nil for one that was no question, and closes the
// stream.
func (t *teller) end(a *bot.Answer) {
	stop := "stop"
	last := chunk{Choices: []chunkChoice{{FinishReason: &stop}}}
	if a != nil {
		t.rest(a)
		if !t.asking.sender.events {
			last.Choices[0].Delta.Annotations = t.draft.annotations(a.Citations, t.asking.annotated())
		}
		last.Rag, last.Event = a, t.status(t.asking.words.Found, true)
		if !a.Answered {
			last.Event = t.status(t.asking.words.Refused, true)
		}
	}
	t.send(last, nil)
	u := usageOf(t.asking.request.prompt(), t.draft.text.String())
	if t.asking.request.StreamOptions.IncludeUsage {
		t.send(chunk{}, &u)
	}
	if a != nil {
		t.server.metrics.answered(a, u)
	}
	t.sse.line("data: [DONE]")
	t.sse.flush()
}

// rest is the text that no event brought, and the list of sources.
func (t *teller) rest(a *bot.Answer) {
	if t.draft.runes == 0 && a.Text != "" {
		t.events([]bot.Event{{Text: a.Text, Hits: a.Hits, Citations: a.Citations, Whole: true}})
	}
	if t.asking.footer(t.server) {
		if list := footer(a, t.asking.words, t.asking.links, t.draft.before); list != "" {
			t.say(t.draft.raw(list), bot.Event{})
		}
	}
}

// fail tells an error in the stream: a chunk without choices, which frontends show.
func (t *teller) fail(err error) {
	body := asFailure(err).body(t.asking.id)
	t.send(chunk{Error: &body}, nil)
	t.sse.line("data: [DONE]")
	t.sse.flush()
}
