package main

import (
	"bytes"
	"testing"

	"ask/retrieve"
)

func TestProgress(t *testing.T) {
	var out bytes.Buffer
	p := newProgress(&out, false)
	p.update(retrieve.Progress{Stage: "read", Done: 1, Total: 9})
	if out.Len() > 0 {
		t.Errorf("quick work is talked about: %q", out.String())
	}
	p.begin()
	p.update(retrieve.Progress{Stage: "read", Done: 2, Total: 9})
	p.update(retrieve.Progress{Stage: "vectors", Total: 4})
	p.update(retrieve.Progress{Stage: "vectors", Done: 4, Total: 4})
	p.end()
	p.update(retrieve.Progress{Stage: "publish"})
	p.begin()
	p.end()
	if got, want := out.String(), "ask: reading documents\nask: computing vectors\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	quiet := newProgress(&out, true)
	quiet.update(retrieve.Progress{Stage: "read"})
	quiet.end()
}
