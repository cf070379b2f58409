package web

import (
	"context"
	"errors"
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"

	"ask/bot"
)

// failure is an error as a client sees it.
type failure struct {
	status  int
	kind    string // OpenAI's type of error
	code    string
	param   string // the field at fault, if one is
	message string
	retry   time.Duration // when to try again, 0: not said
	header  http.Header   // further headers, may be nil
	err     error         // the cause, for operators
}

func (f *failure) Error() string {
	if f.err == nil {
		return f.message
	}
	return f.message + ": " + f.err.Error()
}

func (f *failure) Unwrap() error { return f.err }

// invalid is a mistake in a request.
func invalid(param, message string) *failure {
	return &failure{status: http.StatusBadRequest, kind: "invalid_request_error", code: "invalid_request", param: param, message: message}
}

func notFound(code, message string) *failure {
	return &failure{status: http.StatusNotFound, kind: "invalid_request_error", code: code, message: message}
}

// asFailure finds what to tell a client about err.
func asFailure(err error) *failure {
	var f *failure
	if errors.As(err, &f) {
		return f
	}
	if errors.Is(err, errDraining) {
		return &failure{status: http.StatusServiceUnavailable, kind: "server_error", code: "shutting_down", message: errDraining.Error(), retry: 5 * time.Second}
	}
	if e, ok := bot.AsError(err); ok {
		return botFailure(e)
	}
	if errors.Is(err, context.Canceled) {
		return &failure{status: 499, kind: "server_error", code: "canceled", message: "the client went away", err: err}
	}
	return &failure{status: http.StatusInternalServerError, kind: "server_error", code: "internal_error", message: "Internal error.", err: err}
}

// botFailure tells an error of package bot, whose message is safe to show.
func botFailure(e *bot.Error) *failure {
	f := &failure{status: http.StatusInternalServerError, kind: "server_error", code: e.Code, message: e.Message, err: e.Err}
	switch e.Code {
	case "usage":
		f.status, f.kind = http.StatusBadRequest, "invalid_request_error"
	case "unreachable", "locked", "not_configured":
		f.status, f.retry = http.StatusServiceUnavailable, 10*time.Second
	}
	return f
}

// errorBody is OpenAI's error object, with the request it is about.
type errorBody struct {
	Message   string  `json:"message"`
	Type      string  `json:"type"`
	Param     *string `json:"param"`
	Code      *string `json:"code"`
	RequestID string  `json:"request_id"`
}

func (f *failure) body(requestID string) errorBody {
	return errorBody{Message: f.message, Type: f.kind, Param: optional(f.param), Code: optional(f.code), RequestID: requestID}
}

// write sends f in place of a reply.
func (f *failure) write(w http.ResponseWriter, requestID string) {
	for name, values := range f.header {
		w.Header()[name] = values
	}
	if f.retry > 0 {
		w.Header().Set("Retry-After", strconv.Itoa(int(math.Ceil(f.retry.Seconds()))))
	}
	if f.status == http.StatusRequestEntityTooLarge || f.status == http.StatusRequestTimeout {
		w.Header().Set("Connection", "close")
	}
	_ = writeJSON(w, f.status, map[string]errorBody{"error": f.body(requestID)}) // nobody is left to tell
}

func optional(s string) *string {
	if strings.TrimSpace(s) == "" {
		return nil
	}
	return &s
}
