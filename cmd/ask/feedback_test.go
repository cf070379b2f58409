package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestFeedback(t *testing.T) {
	file := filepath.Join(t.TempDir(), "votes.jsonl")
	lines := `{"time":"2026-01-02T03:04:05Z","vote":"up","user":"1","message":"9","question":"渡口?","answer":"十二班船。"}
{"time":"2026-01-02T03:05:05Z","vote":"down","user":"2","message":"9","question":"渡口?","answer":"十二班船。"}
{"time":"2026-01-02T03:06:05Z","vote":"down","user":"1","message":"9","question":"渡口?","answer":"\u001b[31m十二班船。"}
{"torn
`
	if err := os.WriteFile(file, []byte(lines), 0o600); err != nil {
		t.Fatal(err)
	}
	a, out, errs := discordApp(t, t.TempDir(), nil)
	if err := a.listFeedback(t.Context(), file); err != nil {
		t.Fatal(err)
	}
	a.out.Flush()
	if got := out.String(); strings.Count(got, "👎") != 2 || strings.Contains(got, "👍") || strings.Contains(got, "\x1b") || strings.Count(got, "渡口?") != 2 {
		t.Errorf("list:\n%s", got)
	}
	if !strings.Contains(errs.String(), "1 lines") {
		t.Errorf("no word of the damaged line: %s", errs)
	}
	a, out, _ = discordApp(t, t.TempDir(), nil)
	a.cfg.JSON = true
	if err := a.listFeedback(t.Context(), file+".none"); err != nil {
		t.Fatal(err)
	}
	a.out.Flush()
	if got := strings.Join(strings.Fields(out.String()), ""); got != `{"feedback":[]}` {
		t.Errorf("JSON: %s", got)
	}
	if err := a.listFeedback(t.Context(), ""); exitCode(asFailure(err).code) != exitNotConfigured {
		t.Errorf("no file: %v", err)
	}
}
