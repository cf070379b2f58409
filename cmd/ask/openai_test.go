package main

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
)

// embeddingServer answers like an OpenAI-compatible server: a text's vector counts a few
// of its characters. It demands the key.
func embeddingServer(t *testing.T, texts *atomic.Int64) *httptest.Server {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "Bearer sk-test" {
			http.Error(w, `{"error":{"message":"no key"}}`, http.StatusUnauthorized)
			return
		}
		var request struct{ Input []string }
		if err := json.NewDecoder(r.Body).Decode(&request); err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		type item struct {
			Object    string    `json:"object"`
			Index     int       `json:"index"`
			Embedding []float32 `json:"embedding"`
		}
		reply := struct {
			Object string `json:"object"`
			Data   []item `json:"data"`
		}{Object: "list"}
		for i, text := range request.Input {
			texts.Add(1)
			vector := make([]float32, 8)
			vector[0] = 1
			for _, r := range text {
				vector[r%8]++
			}
			reply.Data = append(reply.Data, item{"embedding", i, vector})
		}
		if err := json.NewEncoder(w).Encode(reply); err != nil {
			t.Error(err)
		}
	}))
	t.Cleanup(s.Close)
	return s
}

func TestEmbeddingServer(t *testing.T) {
	var texts atomic.Int64
	server := embeddingServer(t, &texts)
	dir := t.TempDir()
	t.Chdir(dir)
	if err := os.Mkdir("notes", 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile("notes/茶.md", []byte("# 茶园笔记\n\n春天的第一批新茶在四月初采摘，手工杀青，产量不高。\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	env := map[string]string{
		"HOME": filepath.Join(dir, "home"), "OPENAI_BASE_URL": server.URL + "/v1", "OPENAI_API_KEY": "sk-test",
		"ASK_EMBED": "openai", "ASK_EMBED_MODEL": "m", "ASK_DOCS": "notes",
	}
	search := func() (code int, stdout, stderr string) {
		var out, errs bytes.Buffer
		code = run(t.Context(), []string{"search", "--json", "新茶什么时候采摘"}, strings.NewReader(""), &out, &errs, func(k string) string { return env[k] })
		return code, out.String(), errs.String()
	}
	code, out, errs := search()
	if code != 0 || !strings.Contains(out, `"dense_rank":1`) {
		t.Fatalf("exit %d\n%s%s", code, out, errs)
	}
	if n := texts.Load(); n != 2 {
		t.Errorf("%d texts embedded, want the passage and the question", n)
	}

	env["OPENAI_API_KEY"] = "sk-wrong"
	if code, _, errs := search(); code != exitFailure || !strings.Contains(errs, "refused the key") || strings.Contains(errs, "sk-wrong") {
		t.Errorf("wrong key: exit %d\n%s", code, errs)
	}

	server.Close()
	if code, out, errs := search(); code != 0 || !strings.Contains(out, `"dense_rank":null`) || !strings.Contains(errs, "searched by words only") {
		t.Errorf("server down: exit %d\n%s%s", code, out, errs)
	}
}
