package prompts

import (
	"errors"
	"fmt"
	"strings"
	"text/template"
)

const (
	ellipsis = "……"
	minText  = 24 // tokens of the first passage's text below which it is no evidence
)

// block is one passage as it stands in the prompt.
type block struct {
	index         int // in AnswerInput.Passages
	date, content string
}

// fitter takes passages from the best on while they fit.
type fitter struct {
	set    *template.Template
	nonce  string
	line   int // tokens of the line behind each passage
	room   int // tokens left
	blocks []block
}

// fit returns the passages that fit room tokens, in the order given.
func fit(set *template.Template, in AnswerInput, room int) ([]block, error) {
	f := fitter{set: set, nonce: in.Nonce, room: room, line: Tokens("\n" + rule + in.Nonce + rule + "\n")}
	empty := true
	for i, p := range in.Passages {
		p = p.clean(in.Nonce)
		if p.Text == "" {
			continue
		}
		empty = false
		more, err := f.add(i, p)
		if err != nil {
			return nil, err
		}
		if !more {
			break
		}
	}
	switch {
	case empty:
		return nil, errors.New("make prompt: no passages")
	case len(f.blocks) == 0:
		return nil, fmt.Errorf("%w: %d of %d tokens are left for evidence", ErrTooLong, max(room, 0), in.Context)
	}
	return f.blocks, nil
}

// add takes one clean passage and reports whether there may be room for more. One that
// does not fit is cut if at least half of it stays; the first in any case.
func (f *fitter) add(index int, p Passage) (more bool, err error) {
	text := p.Text
	p.Text = ""
	head, err := render(f.set, "passage", p)
	if err != nil {
		return false, err
	}
	left := f.room - f.line - Tokens(head)
	size := Tokens(text)
	if size <= left {
		f.blocks = append(f.blocks, block{index, p.Date, head + text})
		f.room = left - size
		return true, nil
	}
	first := len(f.blocks) == 0
	if first && left < minText {
		return false, nil
	}
	text = cut(text, left, first)
	if first || Tokens(text) >= size/2 && text != "" {
		f.blocks = append(f.blocks, block{index, p.Date, head + text})
	}
	return false, nil
}

// clean is p with everything that a document wrote made harmless.
func (p Passage) clean(nonce string) Passage {
	p.Title = label(p.Title, nonce)
	p.Publisher = label(p.Publisher, nonce)
	p.Text = unnumbered(squeezed(withoutNonce(Neutralise(p.Text), nonce)))
	if !isDate(p.Date) {
		p.Date = ""
	}
	return p
}

// label is a title or publisher. It cannot look like more than one field of the line.
func label(s, nonce string) string {
	s = unnumbered(withoutNonce(oneLine(s, maxLabel), nonce))
	return strings.Trim(strings.ReplaceAll(s, " · ", "·"), "· ")
}

// isDate reports YYYY, YYYY-MM or YYYY-MM-DD, whether or not there is such a day.
func isDate(s string) bool {
	if len(s) != len("2006") && len(s) != len("2006-01") && len(s) != len("2006-01-02") {
		return false
	}
	for i := range len(s) {
		if dash := i == 4 || i == 7; dash && s[i] != '-' || !dash && !isDigit(s[i]) {
			return false
		}
	}
	return true
}

// withoutNonce replaces what reads like the nonce, in either case.
func withoutNonce(s, nonce string) string {
	var b strings.Builder
	done := 0
	for i := 0; i+nonceLength <= len(s); i++ {
		if s[i]|0x20 == nonce[0]|0x20 && strings.EqualFold(s[i:i+nonceLength], nonce) {
			b.WriteString(s[done:i])
			b.WriteString("…")
			i += nonceLength - 1
			done = i + 1
		}
	}
	if done == 0 {
		return s
	}
	return b.String() + s[done:]
}

// squeezed is s without blank lines and without white space at the ends of lines.
func squeezed(s string) string {
	if !strings.Contains(s, "\n") {
		return strings.TrimSpace(s)
	}
	var lines []string
	for line := range strings.SplitSeq(s, "\n") {
		if line = strings.TrimSpace(line); line != "" {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "\n")
}

// unnumbered makes marks like [3] wide: those of a document are not ours, and a model
// that copies one would cite another passage.
func unnumbered(s string) string {
	var b strings.Builder
	done := 0
	for i := 0; i < len(s); i++ {
		if s[i] != '[' {
			continue
		}
		end := i + 1
		for end < len(s) && isDigit(s[end]) {
			end++
		}
		if end == i+1 || end == len(s) || s[end] != ']' {
			continue
		}
		b.WriteString(s[done:i])
		b.WriteString("［" + s[i+1:end] + "］")
		i, done = end, end+1
	}
	if done == 0 {
		return s
	}
	return b.String() + s[done:]
}
