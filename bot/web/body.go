package web

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"strconv"
	"time"
	"unicode/utf8"
)

// maxBody bounds the body of a request.
const maxBody = 1 << 20

// readJSON reads the body of a request into v: one JSON object in UTF-8 in which no name
// stands twice, for two programs may then read it differently.
func readJSON(w http.ResponseWriter, r *http.Request, v any) error {
	tooLarge := &failure{
		status: http.StatusRequestEntityTooLarge, kind: "invalid_request_error", code: "request_too_large",
		message: fmt.Sprintf("the body is over %d MiB", maxBody>>20),
	}
	if r.ContentLength > maxBody {
		return tooLarge
	}
	data, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	var over *http.MaxBytesError
	switch {
	case errors.As(err, &over):
		return tooLarge
	case errors.Is(err, os.ErrDeadlineExceeded):
		return &failure{status: http.StatusRequestTimeout, kind: "invalid_request_error", code: "request_timeout", message: "the body took too long to arrive"}
	case err != nil:
		return invalid("", "the body could not be read")
	case !utf8.Valid(data):
		return invalid("", "the body is not UTF-8")
	}
	// The limit of time is on reading. It would end the connection while an answer is
	// being written, since the server goes on reading to see whether the client leaves.
	_ = http.NewResponseController(w).SetReadDeadline(time.Time{}) // not every writer has one
	return parseJSON(data, v)
}

// parseJSON reads one JSON object.
func parseJSON(data []byte, v any) error {
	if err := json.Unmarshal(data, v); err != nil {
		var kind *json.UnmarshalTypeError
		if errors.As(err, &kind) {
			return invalid(kind.Field, fmt.Sprintf("%s: a %s does not belong there", kind.Field, kind.Value))
		}
		var f *failure
		if errors.As(err, &f) {
			return f
		}
		return invalid("", "the body is not one JSON object: "+err.Error())
	}
	dec := json.NewDecoder(bytes.NewReader(data))
	if open, err := dec.Token(); err != nil || open != json.Delim('{') {
		return invalid("", "the body is not a JSON object")
	}
	seen := map[string]bool{}
	for dec.More() {
		name, err := dec.Token()
		if err != nil {
			return invalid("", "the body is not one JSON object")
		}
		key, _ := name.(string)
		if seen[key] {
			return invalid(key, strconv.Quote(key)+" stands there twice")
		}
		seen[key] = true
		if err := dec.Decode(new(json.RawMessage)); err != nil {
			return invalid("", "the body is not one JSON object")
		}
	}
	return nil
}

// writeJSON sends v as the whole reply.
func writeJSON(w http.ResponseWriter, status int, v any) error {
	data, err := json.Marshal(v)
	if err != nil {
		return fmt.Errorf("encode the reply: %w", err)
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write(append(data, '\n')) // the client is gone: nobody is left to tell
	return nil
}
