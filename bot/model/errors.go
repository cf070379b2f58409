package model

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"syscall"
	"time"

	"ask/embed/remote"
)

// Error is a failure of the model server. Message says what happened and Hint what to do;
// both may be shown to anybody and hold at most a short cleaned excerpt of what the server
// said. Neither they nor Err hold the key.
type Error struct {
	// Code is one of
	//	unauthorized      the key is missing or refused
	//	not_found         the server has no such model, or no chat at this address
	//	rate_limited      too many requests, or the quota is used up
	//	context_overflow  the prompt is too long: send less
	//	server            the server failed
	//	unreachable       no connection, or the server is left alone after repeated failures
	//	timeout           a limit of Options or the caller's deadline ran out
	//	cut               the answer broke off
	//	protocol          this is no chat server, or it refused the request
	//	too_long          the answer exceeds 1 MiB
	Code       string
	Status     int           // of the HTTP reply, 0 if there was none or it was a success
	RetryAfter time.Duration // when the server may be asked again, 0: not known
	Message    string
	Hint       string // may be empty
	Err        error  // for operators; may be nil

	again   bool     // another try may succeed
	without []string // fields sent that the server refused
}

// Error is Message and the cause.
func (e *Error) Error() string {
	if e.Err == nil {
		return "model: " + e.Message
	}
	return "model: " + e.Message + ": " + e.Err.Error()
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Err }

// stopError is an error of the caller's function.
type stopError struct{ err error }

func (e *stopError) Error() string { return e.err.Error() }
func (e *stopError) Unwrap() error { return e.err }

// explain makes an *Error of a failure to get a reply, or (opened) of one that broke off.
// The caller's cancellation and the error of its function stay what they are.
func (c *Client) explain(ctx context.Context, err error, opened bool) error {
	var stop *stopError
	var late *lateError
	var own *Error
	switch {
	case errors.As(err, &stop):
		return stop.err
	case errors.As(context.Cause(ctx), &late):
		return c.timeout(late)
	case errors.Is(ctx.Err(), context.DeadlineExceeded):
		return &Error{Code: "timeout", Message: "the time for the answer ran out", Err: ctx.Err()}
	case ctx.Err() != nil:
		return fmt.Errorf("model: %w", ctx.Err())
	case errors.As(err, &own):
		return own
	case errors.Is(err, errTooMuch):
		return tooLong(err)
	case errors.Is(err, remote.ErrRedirect):
		return &Error{
			Code: "protocol", Message: "the model server sent us elsewhere",
			Hint: "set its final address as base URL", Err: c.clean(err),
		}
	case opened:
		return &Error{
			Code: "cut", Message: "the model's answer broke off", Hint: "ask again",
			Err: c.clean(err), again: true,
		}
	}
	return c.unreachable(err)
}

func (c *Client) timeout(late *lateError) *Error {
	return &Error{
		Code:    "timeout",
		Message: fmt.Sprintf("the model server at %s took too long", c.base.Host),
		Hint:    "the model may be too large for the machine, or still loading",
		Err:     late,
	}
}

func tooLong(err error) *Error {
	return &Error{Code: "too_long", Message: "the model's answer was too long and was cut", Hint: "ask a narrower question", Err: err}
}

// unreachable says why there was no reply.
func (c *Client) unreachable(err error) *Error {
	out := &Error{
		Code:    "unreachable",
		Message: fmt.Sprintf("the model server at %s cannot be reached", c.base.Host),
		Hint:    "check the network and the base URL",
		Err:     c.clean(err),
	}
	var name *net.DNSError
	var certificate *tls.CertificateVerificationError
	var record tls.RecordHeaderError
	var network net.Error
	var dial *net.OpError
	switch {
	case errors.Is(err, syscall.ECONNREFUSED):
		out.Hint = "nothing listens there: start the server, or check the base URL"
	case errors.As(err, &name):
		out.Hint = "check the host name in the base URL"
		out.again = !name.IsNotFound
	case errors.As(err, &certificate):
		out.Hint = "its certificate is not trusted"
	case errors.As(err, &record), strings.Contains(err.Error(), "HTTP response to HTTPS client"):
		out.Hint = "it does not speak TLS: the base URL should begin with http://"
	case errors.As(err, &dial) && dial.Op == "dial",
		errors.As(err, &network) && network.Timeout():
		// Five seconds to connect were enough; another try would be as long.
	case errors.As(err, &network), errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		out.Hint = "it closed the connection; look at its log"
		out.again = true
	default: // the SDK refused the request
		out.Code, out.Message, out.Hint = "protocol", "the request could not be sent", ""
	}
	return out
}

// cleaned is an error whose text held the key: the text without it, and no more.
type cleaned struct{ text string }

func (e *cleaned) Error() string { return e.text }

// clean removes the key from an error's text. An error without it passes unchanged.
func (c *Client) clean(err error) error {
	if text := c.scrub(err.Error()); text != err.Error() {
		return &cleaned{text: text}
	}
	return err
}

// scrub replaces the key. Placeholders of up to three characters are no secret.
func (c *Client) scrub(text string) string {
	if len(c.opt.Key) < 4 {
		return text
	}
	return strings.ReplaceAll(text, c.opt.Key, "[key]")
}
