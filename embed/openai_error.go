package embed

import (
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"strings"
	"time"
	"unicode"

	"ask/embed/remote"
)

// Error is what OpenAI's methods return. Hint is a short sentence that may be shown to
// anybody; Error() adds the cause for operators. Neither holds the key.
type Error struct {
	Hint   string
	Status int // of the HTTP reply, 0 if there was none
	Done   int // texts embedded before the failure
	Total  int // texts asked for
	Err    error
}

// Error gives host-free text: what failed, how far it got, the cause.
func (e *Error) Error() string {
	return fmt.Sprintf("embed: %s (%d of %d texts done): %v", e.Hint, e.Done, e.Total, e.Err)
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Err }

// statusError is a reply with a failure status.
type statusError struct {
	code       int
	text       string
	retryAfter string
}

func (e *statusError) Error() string {
	return fmt.Sprintf("status %d %s: %s", e.code, http.StatusText(e.code), e.text)
}

// badReply is a reply with status 200 that breaks the protocol.
type badReply struct{ what string }

func (e *badReply) Error() string { return "server answered with " + e.what }

// cleaned is an error whose text held the key: the text without it, and no more.
type cleaned struct {
	text string
	kind error // context.Canceled, context.DeadlineExceeded or nil
}

func (e *cleaned) Error() string { return e.text }
func (e *cleaned) Unwrap() error { return e.kind }

// clean removes the key from an error's text. An error without it passes unchanged.
func (o *OpenAI) clean(err error) error {
	text := scrub(err.Error(), o.opt.Key)
	if text == err.Error() {
		return err
	}
	out := &cleaned{text: text}
	for _, kind := range []error{context.Canceled, context.DeadlineExceeded, io.ErrUnexpectedEOF} {
		if errors.Is(err, kind) {
			out.kind = kind
		}
	}
	return out
}

// scrub replaces the key. Placeholders of up to three characters are no secret.
func scrub(text, key string) string {
	if len(key) < 4 {
		return text
	}
	return strings.ReplaceAll(text, key, "[key]")
}

// short makes a server's message one line of at most 300 characters.
func short(text string) string {
	text = strings.Join(strings.FieldsFunc(strings.ToValidUTF8(text, "?"), func(r rune) bool {
		return unicode.IsSpace(r) || unicode.IsControl(r) || unicode.Is(unicode.Cf, r)
	}), " ")
	if runes := []rune(text); len(runes) > 300 {
		return string(runes[:300]) + "…"
	}
	return text
}

// flatMessage finds the message in an error body without an "error" object: vLLM's
// {"object":"error","message":…}, FastAPI's {"detail":…}, TEI's {"error":"…"}, or text.
func flatMessage(body []byte) string {
	var fields map[string]json.RawMessage
	if json.Unmarshal(body, &fields) == nil {
		for _, name := range []string{"message", "detail", "error"} {
			var text string
			if json.Unmarshal(fields[name], &text) == nil && text != "" {
				return text
			}
		}
	}
	return string(body)
}

// tooLarge tells whether the server refused the number of texts.
func tooLarge(err error) bool {
	var status *statusError
	if !errors.As(err, &status) {
		return false
	}
	if status.code == http.StatusRequestEntityTooLarge {
		return true
	}
	if status.code != http.StatusBadRequest && status.code != http.StatusUnprocessableEntity {
		return false
	}
	text := strings.ToLower(status.text)
	for _, sign := range []string{"batch", "too many", "array too long"} {
		if strings.Contains(text, sign) {
			return true
		}
	}
	return false
}

// passing tells whether another try may succeed: 429 (unless the quota is used up), 5xx,
// a cut or refused connection, a timeout of the single request.
func passing(ctx context.Context, err error) bool {
	if ctx.Err() != nil {
		return false
	}
	var status *statusError
	if errors.As(err, &status) {
		return status.code >= 500 ||
			status.code == http.StatusTooManyRequests && !strings.Contains(status.text, "insufficient_quota")
	}
	var certificate *tls.CertificateVerificationError
	var name *net.DNSError
	switch {
	case errors.Is(err, remote.ErrRedirect), errors.Is(err, errReplyTooBig), errors.Is(err, ErrDimension),
		errors.As(err, &certificate), errors.As(err, &name) && name.IsNotFound:
		return false
	}
	var network net.Error // url.Error is one, so this holds for all failures to get a reply
	return errors.As(err, &network) || errors.Is(err, io.ErrUnexpectedEOF) ||
		errors.Is(err, context.DeadlineExceeded)
}

// waitFor says how long to wait before the next try: the server's Retry-After, else
// exponential backoff from half a second with jitter. It says no when the server asks for
// more than two minutes or more than ctx has left.
func waitFor(ctx context.Context, err error, try int, now time.Time) (time.Duration, bool) {
	const first, longest, tooLong = 500 * time.Millisecond, 20 * time.Second, 2 * time.Minute
	backoff := min(first<<min(try, 10), longest)
	wait := backoff/2 + rand.N(backoff/2)
	var status *statusError
	if errors.As(err, &status) {
		if after, ok := remote.RetryAfter(status.retryAfter, now); ok {
			wait = max(wait, after)
		}
	}
	if deadline, ok := ctx.Deadline(); ok && now.Add(wait).After(deadline) {
		return 0, false
	}
	return wait, wait <= tooLong
}

// report wraps a failure for the caller.
func (o *OpenAI) report(err error, done, total int) error {
	err = o.clean(err)
	out := &Error{Hint: hint(err), Done: done, Total: total, Err: err}
	var status *statusError
	if errors.As(err, &status) {
		out.Status = status.code
	}
	return out
}

// hint gives the sentence for people.
func hint(err error) string {
	var status *statusError
	if errors.As(err, &status) {
		return statusHint(status)
	}
	var bad *badReply
	var syntax *json.SyntaxError
	var shape *json.UnmarshalTypeError
	switch {
	case errors.Is(err, context.Canceled):
		return "embedding was cancelled"
	case errors.Is(err, context.DeadlineExceeded):
		return "the embedding server took too long"
	case errors.Is(err, ErrDimension):
		return "the embedding server changed its vector length; check the model and dimensions"
	case errors.Is(err, errResting):
		return "the embedding server keeps failing; try again in half a minute"
	case errors.Is(err, remote.ErrRedirect):
		return "the embedding server sent us elsewhere; set its final address"
	case errors.Is(err, errReplyTooBig):
		return "the embedding server's answer was too large; lower the batch size"
	case errors.As(err, &bad):
		return "the embedding server gave unusable vectors"
	case errors.As(err, &syntax), errors.As(err, &shape):
		return "this is not an embeddings server; check the base URL"
	}
	return "the embedding server cannot be reached"
}

func statusHint(e *statusError) string {
	switch {
	case e.code == http.StatusUnauthorized || e.code == http.StatusForbidden:
		return "the embedding server refused the key"
	case e.code == http.StatusNotFound:
		return "the embedding server does not know this model or address"
	case tooLarge(e):
		return "the embedding server refused the batch; lower the batch size"
	case e.code == http.StatusTooManyRequests:
		return "the embedding server limits our requests; try again later"
	case e.code >= 500:
		return "the embedding server is in trouble; try again later"
	}
	return "the embedding server refused the request"
}
