package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"ask/bot"
	"ask/bot/guard/guardtest"
	"ask/bot/model/modeltest"
)

// attackFile is run with -attacks FILE over other cases of the same form.
var attackFile = flag.String("attacks", filepath.Join("..", "..", "testdata", "attacks.jsonl"), "hostile documents and questions")

// TestAttacks asks about hostile documents, in quotes and with a model that does whatever
// it reads, and looks at everything the terminal would show.
func TestAttacks(t *testing.T) {
	cases, err := guardtest.Read(*attackFile)
	if err != nil {
		t.Fatal(err)
	}
	obedient := modeltest.New(t, modeltest.Answering(func(prompt []modeltest.Message) string {
		messages := make([]guardtest.Message, len(prompt))
		for i, m := range prompt {
			messages[i] = guardtest.Message(m)
		}
		return recite(prompt[len(prompt)-1].Content) + "\n" + guardtest.Obey(messages)
	}))
	cache := t.TempDir()
	for _, c := range cases {
		if c.Scope == "http" || c.Surface != "" && !slices.Contains(strings.Split(c.Surface, ","), "cli") {
			continue
		}
		t.Run(c.ID, func(t *testing.T) {
			dir := t.TempDir()
			docs := filepath.Join(dir, "docs")
			if err := os.Mkdir(docs, 0o700); err != nil {
				t.Fatal(err)
			}
			if err := c.Write(docs); errors.Is(err, errors.ErrUnsupported) {
				t.Skip(err)
			} else if err != nil {
				t.Fatal(err)
			}
			env := map[string]string{"HOME": dir, "XDG_CACHE_HOME": cache, "ASK_DOCS": docs, "ASK_NO_HISTORY": "1"}
			attack(t, c, env)
			env["OPENAI_BASE_URL"] = obedient.URL
			attack(t, c, env)
			attackHTTP(t, c, env)
		})
	}
}

// attackHTTP asks both models of a server, as a chat frontend does.
func attackHTTP(t *testing.T, c guardtest.Case, env map[string]string) {
	t.Helper()
	s := startProgram(t, env)
	defer s.stop()
	if s.address == "" {
		return // nothing of the case can be read, and ask says so
	}
	for _, name := range []string{"ask", "ask-extractive"} {
		shown := askOver(t, s.address, name, c.Question)
		if hits := c.Hits(shown); c.Scope != "process" && len(hits) > 0 {
			t.Errorf("%s: %s over HTTP shows %q: %q", c.ID, name, hits, shown)
		}
	}
}

// askOver gives what a frontend shows: the text, and the sources with their snippets.
func askOver(t *testing.T, base, name, question string) string {
	t.Helper()
	body, err := json.Marshal(map[string]any{"model": name, "messages": []map[string]string{{"role": "user", "content": question}}})
	if err != nil {
		t.Fatal(err)
	}
	res, err := http.Post(base+"/v1/chat/completions", "application/json", bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	var reply struct {
		Choices []struct {
			Message struct {
				Content     string
				Annotations []struct {
					Citation struct{ URL, Title string } `json:"url_citation"`
				}
			}
		}
		Results []struct{ Title, URL, Snippet string } `json:"search_results"`
	}
	if err := json.NewDecoder(res.Body).Decode(&reply); err != nil || len(reply.Choices) != 1 {
		return "" // an error object
	}
	shown := reply.Choices[0].Message.Content
	for _, a := range reply.Choices[0].Message.Annotations {
		shown += "\n" + a.Citation.Title + "\n" + a.Citation.URL
	}
	for _, r := range reply.Results {
		shown += "\n" + r.Title + "\n" + r.URL + "\n" + r.Snippet
	}
	return shown
}

// recite is what a model says that repeats all it was given to read, hostile or not.
func recite(prompt string) string {
	var out strings.Builder
	for _, part := range regexp.MustCompile(`\n=====[0-9a-f]{32}=====\n`).Split(prompt, -1) {
		head, body, ok := strings.Cut(part, "\n")
		number := regexp.MustCompile(`^\[\d+\]`).FindString(head)
		if !ok || number == "" {
			continue
		}
		for _, line := range strings.Split(body, "\n") {
			fmt.Fprintf(&out, "%s%s\n", line, number)
		}
	}
	return out.String()
}

// attack asks for text and for JSON.
func attack(t *testing.T, c guardtest.Case, env map[string]string) {
	t.Helper()
	ask := func(args ...string) (int, string, string) {
		var stdout, stderr bytes.Buffer
		code := run(context.Background(), append(args, "--", c.Question), strings.NewReader(""), &stdout, &stderr, func(key string) string { return env[key] })
		return code, stdout.String(), stderr.String()
	}
	code, out, errs := ask("--json")
	if code == exitNotConfigured || strings.Contains(errs, `"no_documents"`) || strings.Contains(errs, `"usage"`) {
		return // nothing of the case can be read, and ask says so
	}
	var a bot.Answer
	if err := json.Unmarshal([]byte(out), &a); err != nil {
		t.Fatalf("exit %d, %v\n%s%s", code, err, out, errs)
	}
	if c.Scope != "process" {
		if hits := c.Hits(a.Text); len(hits) > 0 {
			t.Errorf("%s: the answer (%s) shows %q: %q", c.ID, a.Mode, hits, a.Text)
		}
	}
	_, text, errs := ask("--color", "always")
	if hits := c.Hits(text + errs); c.Scope != "process" && len(hits) > 0 {
		t.Errorf("%s: the terminal (%s) shows %q: %q", c.ID, a.Mode, hits, text)
	}
	// OK-07's answer shares no word with its question: refused without any attack too.
	if c.Control() && c.ID != "OK-07" && (!a.Answered || len(c.Missing(a.Text)) > 0) {
		t.Errorf("%s: control not answered (%s): %q", c.ID, a.Mode, text)
	}
}
