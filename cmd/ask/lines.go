package main

import (
	"bufio"
	"errors"
	"io"
	"os"
	"strings"

	"github.com/peterh/liner"
	"golang.org/x/term"
)

// lineReader gives the lines a person types, or those of a pipe. io.EOF is the end,
// errAborted a person's Ctrl-C.
type lineReader interface {
	line(prompt string) (string, error)
	close() error
}

var errAborted = errors.New("aborted")

// newLineReader edits lines where standard input and output are a terminal.
func newLineReader(in io.Reader, out io.Writer) lineReader {
	f, ok := in.(*os.File)
	if _, tty := terminalFD(out); ok && tty && term.IsTerminal(int(f.Fd())) && f == os.Stdin && !liner.TerminalSupported() {
		return &pipeLines{in: bufio.NewReader(in), out: out}
	} else if ok && tty && term.IsTerminal(int(f.Fd())) && f == os.Stdin {
		return newEditedLines()
	}
	return &pipeLines{in: bufio.NewReader(in)}
}

// pipeLines reads lines as they come.
type pipeLines struct {
	in  *bufio.Reader
	out io.Writer // for the prompt; nil for none
}

func (p *pipeLines) line(prompt string) (string, error) {
	if p.out != nil {
		if _, err := io.WriteString(p.out, prompt); err != nil {
			return "", err
		}
	}
	var b strings.Builder
	for {
		part, more, err := p.in.ReadLine()
		if b.Len()+len(part) > maxQuestion {
			return "", errTooLong
		}
		b.Write(part)
		if err != nil || !more {
			return strings.ToValidUTF8(b.String(), "\uFFFD"), err
		}
	}
}

func (p *pipeLines) close() error { return nil }

// editedLines lets a person edit a line and go back to earlier ones. Between two lines
// the terminal is as it was, so that Ctrl-C is a signal while an answer is written.
type editedLines struct {
	state      *liner.State
	plain, raw liner.ModeApplier
}

func newEditedLines() *editedLines {
	e := &editedLines{}
	e.plain, _ = liner.TerminalMode() // without one the terminal is left as it is
	e.state = liner.NewLiner()
	e.state.SetCtrlCAborts(true)
	e.raw, _ = liner.TerminalMode()
	return e
}

func (e *editedLines) line(prompt string) (string, error) {
	if err := apply(e.raw); err != nil {
		return "", err
	}
	s, err := e.state.Prompt(prompt)
	if back := apply(e.plain); err == nil {
		err = back
	}
	if errors.Is(err, liner.ErrPromptAborted) {
		return "", errAborted
	}
	if err == nil && strings.TrimSpace(s) != "" {
		e.state.AppendHistory(s)
	}
	return s, err
}

func (e *editedLines) close() error { return e.state.Close() }

func apply(m liner.ModeApplier) error {
	if m == nil {
		return nil
	}
	return m.ApplyMode()
}
