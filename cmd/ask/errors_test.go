package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"testing"

	"ask/bot"
	"ask/embed"
	"ask/retrieve"
	"ask/retrieve/store"
)

func TestExitCodes(t *testing.T) {
	tests := []struct {
		name string
		err  error
		code string
		exit int
	}{
		{"plain", errors.New("boom"), "failure", 1},
		{"usage", fmt.Errorf("read: %w", usagef("h", "m")), "usage", 2},
		{"not configured", notConfigured("h", "m"), "not_configured", 3},
		{"bot", &bot.Error{Code: "unreachable", Message: "m", Hint: "h"}, "unreachable", 5},
		{"locked", fmt.Errorf("sync: %w", &store.LockedError{PID: 7}), "locked", 75},
		{"embedder", fmt.Errorf("open: %w", retrieve.ErrEmbedder), "embedder_mismatch", 3},
		{"no documents", retrieve.ErrNoDocuments, "no_documents", 1},
		{"server down", &embed.Error{Hint: "h", Err: errors.New("refused")}, "unreachable", 5},
		{"bad key", &embed.Error{Hint: "h", Status: 401, Err: errors.New("401")}, "embedder", 1},
		{"interrupted", fmt.Errorf("sync: %w", context.Canceled), "interrupted", 130},
		{"permission", &fs.PathError{Op: "open", Path: "x", Err: fs.ErrPermission}, "permission", 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := asFailure(tt.err)
			if f.code != tt.code || f.hint == "" {
				t.Errorf("code %q, hint %q; want %q", f.code, f.hint, tt.code)
			}
			var out bytes.Buffer
			if got := f.report(&out, false); got != tt.exit {
				t.Errorf("exit %d, want %d", got, tt.exit)
			}
			if strings.Count(out.String(), "\n") != 2 || !strings.HasPrefix(out.String(), "ask: error: ") || !strings.Contains(out.String(), "\nask: hint: ") {
				t.Errorf("not two lines: %q", out.String())
			}
		})
	}
}

func TestReportIsHarmless(t *testing.T) {
	var out bytes.Buffer
	(&failure{code: "failure", message: "no file a\x1b[31m\nb", hint: ""}).report(&out, false)
	if got, want := out.String(), "ask: error: no file a[31m b\nask: hint: see `ask help`\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	out.Reset()
	(&failure{code: "usage", message: "<a&b>", hint: "h"}).report(&out, true)
	if got, want := out.String(), `{"error":{"code":"usage","message":"<a&b>","hint":"h"}}`+"\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
