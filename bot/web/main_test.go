package web

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"ask/bot"
	"ask/embed"
	"ask/retrieve"
)

var _ Index = (*retrieve.Index)(nil)

// scratch holds the dictionaries and indexes of all tests: they cost more than a test.
var scratch string

func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "ask-web-test-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	scratch = dir
	code := m.Run()
	os.RemoveAll(dir)
	os.Exit(code)
}

// corpus is the index of the project's own documents, made once.
var corpus = sync.OnceValues(func() (*Edition, error) {
	return openEdition("corpus", filepath.Join("..", "..", "testdata", "corpus"))
})

// openEdition indexes a folder and opens the outcome.
func openEdition(name, docs string) (*Edition, error) {
	ctx := context.Background()
	cfg := retrieve.Config{
		Docs: []string{docs}, Dir: filepath.Join(scratch, name), CacheDir: scratch,
		Learner: embed.NewLSA(embed.LSAOptions{}), Now: time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC),
	}
	if _, err := retrieve.Sync(ctx, cfg); err != nil {
		return nil, err
	}
	ix, err := retrieve.Open(ctx, cfg.Dir, retrieve.OpenOptions{Learner: embed.NewLSA(embed.LSAOptions{})})
	if err != nil {
		return nil, err
	}
	quotes, err := bot.NewExtractive(ix)
	if err != nil {
		return nil, err
	}
	return &Edition{Index: ix, Models: []Model{{ID: ExtractiveID, Owner: "ask", Answerer: quotes}}, Close: ix.Close}, nil
}

// openCorpus is the corpus as an edition that nobody closes.
func openCorpus(t testing.TB) Edition {
	t.Helper()
	e, err := corpus()
	if err != nil {
		t.Fatal(err)
	}
	return Edition{Index: e.Index, Models: e.Models}
}

// newTestServer makes a server over the corpus. change may alter its configuration.
func newTestServer(t testing.TB, change func(*Config)) *Server {
	t.Helper()
	cfg := Config{Shelf: NewShelf(openCorpus(t), quiet())}
	if change != nil {
		change(&cfg)
	}
	s, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// listen starts a server and gives its address.
func listen(t testing.TB, change func(*Config)) string {
	t.Helper()
	ts := httptest.NewServer(newTestServer(t, change).Handler())
	t.Cleanup(ts.Close)
	return ts.URL
}

// withModel puts a model in front of the extractive one.
func withModel(t testing.TB, m Model) func(*Config) {
	return func(cfg *Config) {
		e := openCorpus(t)
		e.Models = append([]Model{m}, e.Models...)
		cfg.Shelf = NewShelf(e, quiet())
	}
}

// answerFunc is an Answerer made of a function.
type answerFunc func(ctx context.Context, q bot.Question) (*bot.Answer, error)

func (f answerFunc) Answer(ctx context.Context, q bot.Question) (*bot.Answer, error) {
	return f(ctx, q)
}

// post sends JSON and reads the whole reply.
func post(t testing.TB, address, body string, headers ...string) (*http.Response, []byte) {
	t.Helper()
	return do(t, http.MethodPost, address, body, append([]string{"Content-Type", "application/json"}, headers...)...)
}

func get(t testing.TB, address string, headers ...string) (*http.Response, []byte) {
	t.Helper()
	return do(t, http.MethodGet, address, "", headers...)
}

// do sends one request; headers are names and values in turn, Host among them.
func do(t testing.TB, method, address, body string, headers ...string) (*http.Response, []byte) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, address, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(headers); i += 2 {
		if headers[i] == "Host" {
			req.Host = headers[i+1]
			continue
		}
		req.Header.Set(headers[i], headers[i+1])
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	data, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatalf("%s %s: %v", method, address, err)
	}
	return res, data
}

// question is the body of a chat request.
func question(text string, more ...string) string {
	data, err := json.Marshal(text)
	if err != nil {
		panic(err)
	}
	return `{"messages":[{"role":"user","content":` + string(data) + `}]` + strings.Join(append([]string{""}, more...), ",") + `}`
}

// Questions about the corpus: one it answers from a text without an address of its own,
// one from a page that states one, and one it does not answer.
const (
	answerable   = "谁在领导千问?"
	unanswerable = "火星基地的第一任站长是谁？"
)

// recorded is a stream as it came: data events parsed, comments kept apart.
type recorded struct {
	lines    []string
	chunks   []map[string]any
	raw      []string
	comments int
	header   http.Header
	done     bool // [DONE] was the last
}

// record reads a stream to its end.
func record(t testing.TB, r io.Reader) *recorded {
	t.Helper()
	rec := &recorded{}
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, 4<<20)
	for lines.Scan() {
		line := lines.Text()
		rec.lines = append(rec.lines, line)
		switch {
		case line == "":
		case strings.HasPrefix(line, ":"):
			rec.comments++
		case line == "data: [DONE]":
			rec.done = true
		case strings.HasPrefix(line, "data: "):
			if rec.done {
				t.Errorf("after [DONE]: %s", line)
			}
			var c map[string]any
			if err := json.Unmarshal([]byte(line[6:]), &c); err != nil {
				t.Fatalf("chunk %s: %v", line, err)
			}
			rec.chunks, rec.raw = append(rec.chunks, c), append(rec.raw, line[6:])
		default:
			t.Errorf("line is neither data nor comment: %q", line)
		}
	}
	if err := lines.Err(); err != nil {
		t.Fatalf("read the stream: %v", err)
	}
	return rec
}

// stream asks and records.
func stream(t testing.TB, address, body string, headers ...string) *recorded {
	t.Helper()
	res, data := post(t, address+"/v1/chat/completions", body, headers...)
	if res.StatusCode != http.StatusOK || !strings.HasPrefix(res.Header.Get("Content-Type"), "text/event-stream") {
		t.Fatalf("status %d, %s: %s", res.StatusCode, res.Header.Get("Content-Type"), data)
	}
	r := record(t, bytes.NewReader(data))
	r.header = res.Header
	return r
}

// text is all content of a stream.
func (r *recorded) text() string {
	var b strings.Builder
	for _, c := range r.chunks {
		for _, ch := range list(c["choices"]) {
			if s, ok := object(object(ch)["delta"])["content"].(string); ok {
				b.WriteString(s)
			}
		}
	}
	return b.String()
}

func object(v any) map[string]any {
	m, _ := v.(map[string]any)
	return m
}

func list(v any) []any {
	l, _ := v.([]any)
	return l
}

// decode reads a JSON object.
func decode(t testing.TB, data []byte) map[string]any {
	t.Helper()
	var m map[string]any
	if err := json.Unmarshal(data, &m); err != nil {
		t.Fatalf("%s: %v", data, err)
	}
	return m
}

func quiet() *slog.Logger { return slog.New(slog.DiscardHandler) }
