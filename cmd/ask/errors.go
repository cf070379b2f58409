package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"

	"ask/bot"
)

// The exit codes of the contract.
const (
	exitOK            = 0
	exitFailure       = 1
	exitUsage         = 2
	exitNotConfigured = 3
	exitNoEvidence    = 4
	exitUnreachable   = 5
	exitLocked        = 75
	exitInterrupted   = 130
)

// failure is an error as a person sees it: what happened and how to mend it.
type failure struct {
	code    string // "usage", "not_configured", …: a key of exitCode
	message string
	hint    string
	err     error // the cause, for --verbose; may be nil
}

func (f *failure) Error() string {
	if f.err == nil {
		return f.message
	}
	return f.message + ": " + f.err.Error()
}

func (f *failure) Unwrap() error { return f.err }

// exitCode is the process status that a failure code stands for.
func exitCode(code string) int {
	switch code {
	case "usage":
		return exitUsage
	case "not_configured", "embedder_mismatch", "unauthorized":
		return exitNotConfigured
	case "no_evidence":
		return exitNoEvidence
	case "unreachable":
		return exitUnreachable
	case "locked":
		return exitLocked
	case "interrupted":
		return exitInterrupted
	}
	return exitFailure
}

// usagef is a mistake on the command line or in a setting.
func usagef(hint, format string, args ...any) *failure {
	return &failure{code: "usage", message: fmt.Sprintf(format, args...), hint: hint}
}

// asFailure finds what to tell people about err. It never returns nil.
func asFailure(err error) *failure {
	var f *failure
	if errors.As(err, &f) {
		return f
	}
	if errors.Is(err, context.Canceled) {
		return &failure{code: "interrupted", message: "interrupted", hint: "run the command again; what was published before is untouched", err: err}
	}
	if f := engineFailure(err); f != nil {
		return f
	}
	if e, ok := bot.AsError(err); ok {
		return &failure{code: e.Code, message: e.Message, hint: e.Hint, err: e.Err}
	}
	if errors.Is(err, fs.ErrPermission) {
		return &failure{code: "permission", message: err.Error(), hint: "check who owns the path and its mode, or choose another place with --index", err: err}
	}
	return &failure{code: "failure", message: err.Error(), hint: "run it again with --verbose to see each step", err: err}
}

// report writes f to w, in two lines or as JSON, and returns the exit code.
func (f *failure) report(w io.Writer, asJSON bool) int {
	message, hint := oneLine(f.message), oneLine(f.hint)
	if hint == "" {
		hint = "see `ask help`"
	}
	if asJSON {
		type body struct {
			Code    string `json:"code"`
			Message string `json:"message"`
			Hint    string `json:"hint"`
		}
		enc := json.NewEncoder(w)
		enc.SetEscapeHTML(false)
		_ = enc.Encode(map[string]body{"error": {f.code, message, hint}}) // stderr is the last resort
	} else {
		fmt.Fprintf(w, "ask: error: %s\nask: hint: %s\n", message, hint)
	}
	return exitCode(f.code)
}

// oneLine makes a message safe for a terminal and puts it on one line.
func oneLine(s string) string {
	return strings.Join(strings.Fields(clean(s)), " ")
}
