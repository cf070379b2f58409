package embed

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"net"
	"net/http"
	"strings"
	"time"

	"ask/embed/remote"
)

var errReplyTooBig = errors.New("reply exceeds the size cap")

// errorBodyCap is how much of an error page is read.
const errorBodyCap = 64 << 10

// replyCap bounds a reply: batch vectors of the asked (else 16,384) dimensions at 26 bytes
// a number, and 1 MiB around them.
func replyCap(batch, dims int) int64 {
	if dims == 0 {
		dims = 16384
	}
	return 1<<20 + int64(batch)*int64(dims)*26
}

// wire is the HTTP client below the SDK. It reads whole replies under a cap, so that a cut
// reply is an error of the connection and not of the JSON.
type wire struct {
	client *http.Client
	limit  int64
}

func newWire(given *http.Client, limit int64) *wire {
	client := &http.Client{}
	if given != nil {
		*client = *given
	}
	if client.Transport == nil {
		client.Transport = &http.Transport{
			Proxy:                 http.ProxyFromEnvironment,
			DialContext:           (&net.Dialer{Timeout: 5 * time.Second, KeepAlive: 30 * time.Second}).DialContext,
			TLSHandshakeTimeout:   5 * time.Second,
			ResponseHeaderTimeout: 60 * time.Second,
			IdleConnTimeout:       90 * time.Second,
			MaxIdleConnsPerHost:   16,
			ForceAttemptHTTP2:     true,
		}
	}
	client.CheckRedirect = remote.SameServer
	return &wire{client: client, limit: limit}
}

// Do sends req and returns the reply with its body in memory.
func (w *wire) Do(req *http.Request) (*http.Response, error) {
	reply, err := w.client.Do(req)
	if err != nil {
		return nil, err
	}
	defer reply.Body.Close()
	failed := reply.StatusCode < 200 || reply.StatusCode >= 400
	limit := w.limit
	if failed {
		limit = errorBodyCap
	}
	body, err := io.ReadAll(io.LimitReader(reply.Body, limit+1))
	switch {
	case failed: // a broken error page still has its status
		body = body[:min(int64(len(body)), limit)]
	case err != nil:
		return nil, fmt.Errorf("read reply: %w", err)
	case int64(len(body)) > limit:
		return nil, fmt.Errorf("%w of %d bytes", errReplyTooBig, limit)
	case holdsNull(body):
		return nil, &badReply{"null in place of a number"}
	}
	reply.Body = io.NopCloser(bytes.NewReader(body))
	return reply, nil
}

// holdsNull tells whether a vector holds null, which is how some servers write NaN and
// which Go would read as zero.
func holdsNull(body []byte) bool {
	if !bytes.Contains(body, []byte("null")) {
		return false
	}
	var reply struct {
		Data []struct {
			Embedding []*json.RawMessage `json:"embedding"`
		} `json:"data"`
	}
	if json.Unmarshal(body, &reply) != nil {
		return false // the SDK will say what is wrong
	}
	for _, item := range reply.Data {
		for _, number := range item.Embedding {
			if number == nil || string(*number) == "null" {
				return true
			}
		}
	}
	return false
}

// sendable gives texts that no server refuses for their form: valid UTF-8 without NUL, and
// a full stop in place of nothing.
func sendable(texts []string) []string {
	out := make([]string, len(texts))
	for i, text := range texts {
		text = strings.ReplaceAll(strings.ToValidUTF8(text, "\uFFFD"), "\x00", " ")
		if strings.TrimSpace(text) == "" {
			text = "."
		}
		out[i] = text
	}
	return out
}

// normalise scales a vector to length 1; false if it is zero or not finite.
func normalise(vector []float32) bool {
	sum := sumSquares(vector)
	if sum == 0 || math.IsNaN(sum) || math.IsInf(sum, 0) {
		return false
	}
	norm := math.Sqrt(sum)
	for i, x := range vector {
		vector[i] = float32(float64(x) / norm)
	}
	return true
}
