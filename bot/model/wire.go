package model

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"time"

	"ask/embed/remote"
)

const (
	errorCap = 64 << 10 // of an error page
	listCap  = 4 << 20  // of a list of models
)

func newHTTP(opt Options) *http.Client {
	transport := opt.Transport
	if transport == nil {
		transport = &http.Transport{
			Proxy:               http.ProxyFromEnvironment,
			DialContext:         (&net.Dialer{Timeout: opt.Connect, KeepAlive: 30 * time.Second}).DialContext,
			TLSHandshakeTimeout: opt.Connect,
			IdleConnTimeout:     90 * time.Second,
			MaxIdleConnsPerHost: 4,
			ForceAttemptHTTP2:   true,
			DisableCompression:  true, // a compressing proxy would keep tokens back
		}
	}
	return &http.Client{Transport: transport, CheckRedirect: remote.SameServer}
}

// wire is the HTTP client below the SDK, for one request: it adds the fields the SDK cannot
// send, makes errors of failure replies, and hands streams over as clean lines.
type wire struct {
	c      *Client
	fields map[string]any
	stream bool
	opened bool // the reply had status 200
}

// Do sends req. A reply that is not a success is an *Error.
func (w *wire) Do(req *http.Request) (*http.Response, error) {
	if err := addFields(req, w.fields); err != nil {
		return nil, err
	}
	reply, err := w.c.http.Do(req)
	if err != nil {
		return nil, err
	}
	w.c.known.learn("server", reply.Header.Get("Server"))
	if reply.StatusCode != http.StatusOK {
		defer reply.Body.Close()
		body, _ := io.ReadAll(io.LimitReader(reply.Body, errorCap)) // a broken page still has its status
		if err := req.Context().Err(); err != nil {
			return nil, err
		}
		return nil, w.c.refusal(reply, body, w.fields)
	}
	w.opened = true
	if w.stream {
		reply.Body = newEvents(reply.Body, w.c)
	} else {
		reply.Body = struct {
			io.Reader
			io.Closer
		}{io.LimitReader(reply.Body, listCap), reply.Body}
	}
	return reply, nil
}

// addFields puts fields into the JSON object that is the body of req.
func addFields(req *http.Request, fields map[string]any) error {
	if len(fields) == 0 || req.Body == nil {
		return nil
	}
	defer req.Body.Close()
	var object map[string]json.RawMessage
	if err := json.NewDecoder(req.Body).Decode(&object); err != nil {
		return fmt.Errorf("read own request: %w", err)
	}
	for name, value := range fields {
		text, err := json.Marshal(value)
		if err != nil {
			return fmt.Errorf("encode field %s: %w", name, err)
		}
		object[name] = text
	}
	body, err := json.Marshal(object)
	if err != nil {
		return fmt.Errorf("encode own request: %w", err)
	}
	req.GetBody = func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(body)), nil }
	req.Body, _ = req.GetBody()
	req.ContentLength = int64(len(body))
	return nil
}
