package model

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
)

const (
	lineCap   = 8 << 20  // a whole answer in one line, escaped, fits
	streamCap = 64 << 20 // of all bytes of a stream
)

var errTooMuch = errors.New("stream exceeds the size cap")

// events reads a stream of server-sent events and gives only its data lines, one "data: …"
// each. It takes what the SDK cannot: any number of comments, errors in all forms (as an
// *Error from Read), a reply that is one JSON object, a last line without an end.
type events struct {
	src   io.Closer
	lines *bufio.Reader
	c     *Client
	rest  []byte // of the line being handed over
	total int
}

func newEvents(body io.ReadCloser, c *Client) *events {
	return &events{src: body, lines: bufio.NewReader(body), c: c}
}

func (e *events) Close() error { return e.src.Close() }

func (e *events) Read(p []byte) (int, error) {
	for len(e.rest) == 0 {
		payload, err := e.payload()
		if err != nil {
			return 0, err
		}
		if payload == nil {
			continue
		}
		if err := e.c.saidError(payload); err != nil {
			return 0, err
		}
		e.rest = append(e.rest, "data: "...)
		if after, ok := bytes.CutPrefix(payload, []byte(`{"`)); ok {
			// The space keeps the SDK from its own reading of {"error":null, …}.
			payload, e.rest = after, append(e.rest, `{ "`...)
		}
		e.rest = append(append(e.rest, payload...), '\n')
	}
	n := copy(p, e.rest)
	e.rest = e.rest[n:]
	return n, nil
}

// payload reads one line and gives its data, nil if it has none.
func (e *events) payload() ([]byte, error) {
	line, err := e.line()
	line = bytes.TrimSpace(line)
	if err != nil && (len(line) == 0 || !errors.Is(err, io.EOF)) {
		return nil, err
	}
	data, isData := bytes.CutPrefix(line, []byte("data:"))
	data = bytes.TrimSpace(data)
	switch {
	case len(line) == 0:
		return nil, nil
	case isData && err != nil && !json.Valid(data) && string(data) != "[DONE]":
		return nil, io.ErrUnexpectedEOF // cut inside a line
	case isData && len(data) > 0:
		return data, nil
	case bytes.HasPrefix(line, []byte("error:")): // llama.cpp before 2025
		return bytes.TrimSpace(line[len("error:"):]), nil
	case line[0] == '{':
		return e.object(line)
	case line[0] == '<':
		return nil, e.c.webPage()
	}
	return nil, nil // a comment, or event:, id:, retry:
}

// object reads a reply that is one JSON object and no stream, perhaps over many lines.
func (e *events) object(first []byte) ([]byte, error) {
	whole := bytes.Clone(first)
	for {
		line, err := e.line()
		whole = append(whole, line...)
		if len(whole) > lineCap {
			return nil, errTooMuch
		}
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
	}
	var out bytes.Buffer
	if json.Compact(&out, whole) != nil {
		return nil, io.ErrUnexpectedEOF
	}
	return out.Bytes(), nil
}

// line reads up to and including the next line feed, under the caps.
func (e *events) line() ([]byte, error) {
	var line []byte
	for {
		part, err := e.lines.ReadSlice('\n')
		e.total += len(part)
		line = append(line, part...)
		if len(line) > lineCap || e.total > streamCap {
			return nil, errTooMuch
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			return line, err
		}
	}
}
