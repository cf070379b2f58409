package model

import (
	"bytes"
	"strings"
)

const (
	openTag  = "<think>"
	closeTag = "</think>"
)

// Where a thoughts filter stands in the content.
const (
	atStart  = iota // only blanks so far, or since </think>
	held            // maybe thinking that began in the prompt
	thinking        // after <think>
	outside         // in the answer
)

// thoughts takes thinking out of content that arrives in pieces.
type thoughts struct {
	hold     bool // text before an unopened </think> is thinking
	unopened bool // such a tag was seen
	late     bool // it was seen after thinking had been given as text
	state    int
	buf      []byte // not decided yet
	given    bool   // text was given
	midLine  bool   // it does not end a line
}

// add takes a piece of content and gives what is certainly answer.
func (t *thoughts) add(piece string) string {
	from := max(0, len(t.buf)-len(closeTag)) // what lies before was searched
	t.buf = append(t.buf, piece...)
	var out strings.Builder
	for t.step(&out, from) {
		from = 0
	}
	return out.String()
}

// step decides as much of buf as it can and tells whether the state changed.
func (t *thoughts) step(out *strings.Builder, from int) bool {
	switch t.state {
	case atStart:
		return t.begin()
	case held:
		if at := bytes.Index(t.buf[from:], []byte(closeTag)); at >= 0 {
			t.unopened = true
			t.leave(from + at + len(closeTag))
			return true
		}
		return false
	case thinking:
		if at := bytes.Index(t.buf, []byte(closeTag)); at >= 0 {
			t.leave(at + len(closeTag))
			return true
		}
		t.buf = t.buf[len(t.buf)-tail(t.buf, closeTag):]
		return false
	}
	return t.pass(out)
}

// begin looks whether the text opens with thinking.
func (t *thoughts) begin() bool {
	t.buf = bytes.TrimLeft(t.buf, " \t\r\n")
	switch {
	case len(t.buf) < len(openTag) && strings.HasPrefix(openTag, string(t.buf)):
		return false
	case bytes.HasPrefix(t.buf, []byte(openTag)):
		t.buf, t.state = t.buf[len(openTag):], thinking
	case t.hold:
		t.state = held
	default:
		t.state = outside
	}
	return true
}

// leave ends thinking: n bytes of buf are done with.
func (t *thoughts) leave(n int) {
	t.buf, t.state, t.hold, t.midLine = t.buf[n:], atStart, false, false
}

// pass gives the answer up to the next tag. Tags within a line are part of the answer, which
// may speak of them.
func (t *thoughts) pass(out *strings.Builder) bool {
	tag := openTag
	at := bytes.Index(t.buf, []byte(openTag))
	if closes := bytes.Index(t.buf, []byte(closeTag)); closes >= 0 && (at < 0 || closes < at) {
		at, tag = closes, closeTag
	}
	if at < 0 {
		t.give(out, len(t.buf)-max(tail(t.buf, openTag), tail(t.buf, closeTag)))
		return false
	}
	t.give(out, at)
	switch {
	case t.midLine:
		t.give(out, len(tag))
	case tag == openTag:
		t.buf, t.state = t.buf[len(tag):], thinking
	default:
		t.unopened, t.late = true, t.given
		t.leave(len(tag))
	}
	return true
}

func (t *thoughts) give(out *strings.Builder, n int) {
	if n > 0 {
		out.Write(t.buf[:n])
		t.given, t.midLine = true, t.buf[n-1] != '\n'
		t.buf = t.buf[n:]
	}
}

// apart is called when thinking came in a field of its own: content is not thinking, then.
// It gives what was held.
func (t *thoughts) apart() string {
	t.hold = false
	if t.state != held {
		return ""
	}
	t.state = outside
	return t.add("")
}

// end gives what is left when the content is over: text that was held for nothing, or the
// beginning of what might have been a tag.
func (t *thoughts) end() string {
	if t.state == thinking {
		return ""
	}
	rest := string(t.buf)
	t.buf = nil
	return rest
}

// tail is the length of the longest end of text that begins tag.
func tail(text []byte, tag string) int {
	for n := min(len(tag)-1, len(text)); n > 0; n-- {
		if string(text[len(text)-n:]) == tag[:n] {
			return n
		}
	}
	return 0
}
