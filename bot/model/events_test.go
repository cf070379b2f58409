package model

import (
	"io"
	"strings"
	"testing"
	"testing/iotest"
)

// FuzzEvents: whatever a server sends, the reader ends, gives data lines only, and does not
// depend on how the bytes arrive.
func FuzzEvents(f *testing.F) {
	for _, seed := range []string{
		"data: {\"a\":1}\r\n\r\n: c\n\ndata: [DONE]", "data:{\"error\":null}\n", "data: {\"error\":{\"code\":5}}\n",
		"{\n\"error\":\n\"x\"}", "<html>", "error: {\"message\":\"x\"}\nid: 3\n", "data: \n\ndata",
	} {
		f.Add(seed)
	}
	c, err := New(Options{BaseURL: "http://127.0.0.1:1/v1"})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, body string) {
		whole, err := io.ReadAll(newEvents(io.NopCloser(strings.NewReader(body)), c))
		for line := range strings.Lines(string(whole)) {
			if !strings.HasPrefix(line, "data: ") || !strings.HasSuffix(line, "\n") {
				t.Errorf("%q gives the line %q", body, line)
			}
		}
		slow, slowErr := io.ReadAll(newEvents(io.NopCloser(iotest.OneByteReader(strings.NewReader(body))), c))
		if string(slow) != string(whole) || (err == nil) != (slowErr == nil) {
			t.Errorf("%q gives %q (%v), byte by byte %q (%v)", body, whole, err, slow, slowErr)
		}
	})
}
