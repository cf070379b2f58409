package main

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/gofrs/flock"
	"github.com/rogpeppe/go-internal/testscript"

	"ask/bot/model/modeltest"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"ask": main})
}

// TestScript runs the program as a person does: one script for each behaviour.
func TestScript(t *testing.T) {
	corpus, err := filepath.Abs("../../testdata/corpus")
	if err != nil {
		t.Fatal(err)
	}
	cache := t.TempDir() // unpacked dictionaries, once for all scripts
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		Setup: func(env *testscript.Env) error {
			home := filepath.Join(env.WorkDir, ".home")
			env.Setenv("HOME", home)
			env.Setenv("CORPUS", corpus)
			env.Setenv("XDG_CACHE_HOME", cache)
			return os.Mkdir(home, 0o700)
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits": exits,
			"lock":  lock,
			"model": modelServer(t),
		},
	})
}

// exits CODE PROGRAM ARGS… runs a program and checks its exit status.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE PROGRAM ARGS...")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got, err := 0, ts.Exec(args[1], args[2:]...)
	var exit *exec.ExitError
	switch {
	case errors.As(err, &exit):
		got = exit.ExitCode()
	case err != nil:
		ts.Fatalf("run %s: %v", args[1], err)
	}
	if got != want {
		ts.Fatalf("exit status %d, want %d\n%s%s", got, want, ts.ReadFile("stdout"), ts.ReadFile("stderr"))
	}
}

// modelServer is the command "model FILE": a chat model that answers everything with the
// file's text; if that has two lines, it answers a request to rewrite a question with the
// first. Without FILE it is a server that is not there.
func modelServer(t *testing.T) func(*testscript.TestScript, bool, []string) {
	return func(ts *testscript.TestScript, neg bool, args []string) {
		if neg || len(args) > 1 {
			ts.Fatalf("usage: model [FILE]")
		}
		if len(args) == 0 {
			ts.Setenv("OPENAI_BASE_URL", "http://127.0.0.1:1/v1")
			return
		}
		rewritten, text, ok := strings.Cut(strings.TrimSpace(ts.ReadFile(args[0])), "\n")
		if !ok {
			text = rewritten
		}
		server := modeltest.New(t, modeltest.Answering(func(prompt []modeltest.Message) string {
			if !strings.Contains(prompt[len(prompt)-1].Content, "=====") {
				return rewritten
			}
			return text
		}))
		ts.Setenv("OPENAI_BASE_URL", server.URL)
	}
}

// lock DIR holds the writer lock of an index until the script ends, as another process
// of the given id would.
func lock(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: lock DIR PID")
	}
	dir := ts.MkAbs(args[0])
	ts.Check(os.MkdirAll(dir, 0o700))
	l := flock.New(filepath.Join(dir, "LOCK"))
	ts.Check(l.Lock())
	ts.Check(os.WriteFile(filepath.Join(dir, "LOCK"), []byte(args[1]+"\n"), 0o600))
	ts.Defer(func() { l.Unlock() })
}
