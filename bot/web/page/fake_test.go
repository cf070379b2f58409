package page_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"ask/bot/web/page"
)

// object is a JSON object.
type object = map[string]any

// request is what the page sends to be answered.
type request struct {
	Model         string                           `json:"model"`
	AsOf          string                           `json:"as_of"`
	Kind          []string                         `json:"kind"`
	Stream        bool                             `json:"stream"`
	SourcesFooter *bool                            `json:"sources_footer"`
	Messages      []struct{ Role, Content string } `json:"messages"`
}

// fake speaks the door's protocol, and says what a test wants said.
type fake struct {
	*httptest.Server
	models  []string
	sources map[string]object
	reply   func(*stream, request)

	mu    sync.Mutex // guards asked
	asked []request
}

// newFake starts a server with one document.
func newFake(t *testing.T, reply func(*stream, request)) *fake {
	t.Helper()
	f := &fake{reply: reply, models: []string{"ask-extractive"}, sources: map[string]object{}}
	mux := http.NewServeMux()
	mux.Handle("/", page.Handler())
	mux.HandleFunc("GET /v1/models", func(w http.ResponseWriter, _ *http.Request) {
		data := []object{}
		for _, id := range f.models {
			data = append(data, object{"id": id, "object": "model", "created": 1, "owned_by": "ask"})
		}
		writeJSON(w, object{"object": "list", "data": data})
	})
	mux.HandleFunc("POST /v1/chat/completions", f.chat)
	mux.HandleFunc("GET /v1/sources/", f.source)
	f.Server = httptest.NewServer(mux)
	t.Cleanup(f.CloseClientConnections)
	t.Cleanup(f.Close)
	return f
}

func (f *fake) chat(w http.ResponseWriter, r *http.Request) {
	var q request
	if err := json.NewDecoder(r.Body).Decode(&q); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	f.mu.Lock()
	f.asked = append(f.asked, q)
	f.mu.Unlock()
	f.reply(&stream{w: w, r: r}, q)
}

func (f *fake) source(w http.ResponseWriter, r *http.Request) {
	s, ok := f.sources[strings.TrimPrefix(r.URL.Path, "/v1/sources/")]
	if !ok {
		w.WriteHeader(http.StatusNotFound)
		writeJSON(w, object{"error": object{"message": "there is no such document", "type": "x", "code": "source_not_found", "param": nil}})
		return
	}
	out := object{"start": nil, "end": nil, "quote": nil, "url": nil, "date": nil, "publisher": nil, "kind": "unknown"}
	for k, v := range s {
		out[k] = v
	}
	var start, end int
	if _, err := fmt.Sscan(r.URL.Query().Get("start")+" "+r.URL.Query().Get("end"), &start, &end); err == nil {
		out["start"], out["end"], out["quote"] = start, end, s["text"].(string)[start:end]
	}
	writeJSON(w, out)
}

// requests are those that came so far.
func (f *fake) requests() []request {
	f.mu.Lock()
	defer f.mu.Unlock()
	return append([]request(nil), f.asked...)
}

func writeJSON(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(v)
}

// stream is one reply.
type stream struct {
	w http.ResponseWriter
	r *http.Request
}

// send writes one event at once.
func (s *stream) send(v any) {
	if s.w.Header().Get("Content-Type") == "" {
		s.w.Header().Set("Content-Type", "text/event-stream; charset=utf-8")
	}
	data, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	fmt.Fprintf(s.w, ": ping\n\ndata: %s\n\n", data)
	_ = http.NewResponseController(s.w).Flush()
}

func (s *stream) text(piece string) {
	s.send(object{"choices": []object{{"index": 0, "delta": object{"content": piece}, "finish_reason": nil}}})
}

// end sends the whole answer and ends the stream.
func (s *stream) end(rag object) {
	s.send(object{"choices": []object{{"index": 0, "delta": object{}, "finish_reason": "stop"}}, "rag": rag})
	fmt.Fprint(s.w, "data: [DONE]\n\n")
}

// fail refuses before the first byte.
func (s *stream) fail(status int, code, message string) {
	s.w.Header().Set("Content-Type", "application/json")
	s.w.WriteHeader(status)
	writeJSON(s.w, object{"error": object{"message": message, "type": "x", "code": code, "param": nil, "request_id": "r"}})
}

// rag is an answer, as contract.md has it, with changes.
func rag(question, answer string, changes object) object {
	a := object{
		"question": question, "answered": true, "mode": "extractive", "answer": answer, "as_of": nil, "index_generation": "g", "model": nil,
		"embedder": "e", "warnings": []string{}, "citations": []object{}, "passages": []object{}, "refusal": nil, "timing_ms": object{},
	}
	for k, v := range changes {
		a[k] = v
	}
	return a
}

// cite quotes a stretch of a document of the server.
func (f *fake) cite(n int, document, quote string, changes object) object {
	d := f.sources[document]
	start := strings.Index(d["text"].(string), quote)
	if start < 0 {
		panic("not in " + document + ": " + quote)
	}
	c := object{
		"n": n, "document": document, "title": d["title"], "url": nil, "date": nil, "date_source": nil, "kind": "news", "publisher": nil,
		"quote": quote, "start": start, "end": start + len(quote), "claim": "stated", "status": "verified",
	}
	for k, v := range changes {
		c[k] = v
	}
	return c
}

// add gives the server a document.
func (f *fake) add(id, title, text string) {
	f.sources[id] = object{"document": id, "title": title, "text": text, "index_generation": "g"}
}
