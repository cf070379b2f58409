package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"
)

const (
	maxQuestion = 64 << 10
	maxPiped    = 10 << 20

	// silence is how long a pipe that may not be meant for us is given to say
	// something. A parent that leaves an idle pipe open must not make ask hang.
	silence = 200 * time.Millisecond
)

// stdinKind is what may be expected of standard input.
type stdinKind int

const (
	stdinNothing stdinKind = iota // a terminal, /dev/null, closed
	stdinFile
	stdinPipe
)

// kindOfStdin looks at r without reading. A regular file that somebody has read part of
// is not ours: it is the list a shell loop (while read q; do ask "$q"; done <list) is
// working through.
func kindOfStdin(r io.Reader) (kind stdinKind, tty bool) {
	f, ok := r.(*os.File)
	if !ok {
		return stdinFile, false
	}
	if _, tty := terminalFD(f); tty {
		return stdinNothing, true
	}
	info, err := f.Stat()
	if err != nil {
		return stdinNothing, false
	}
	switch mode := info.Mode(); {
	case mode.IsRegular():
		if at, err := f.Seek(0, io.SeekCurrent); err == nil && at > 0 {
			return stdinNothing, false
		}
		return stdinFile, false
	case mode&(os.ModeNamedPipe|os.ModeSocket) != 0:
		return stdinPipe, false
	}
	return stdinNothing, false
}

// reading is standard input being read by a goroutine of its own, so that a pipe that
// stays silent delays nobody. The goroutine ends with the input or with the process:
// a blocked read cannot be called off.
type reading struct {
	first, done chan struct{}
	started     time.Time
	data        []byte // with err, once done is closed
	err         error
}

var errTooLong = errors.New("too long")

// startReading reads r up to limit bytes; more is errTooLong.
func startReading(r io.Reader, limit int) *reading {
	p := &reading{first: make(chan struct{}), done: make(chan struct{}), started: time.Now()}
	go func() {
		defer close(p.done)
		buf := make([]byte, 4096)
		n, err := io.ReadAtLeast(r, buf, 1)
		close(p.first)
		if n == 0 {
			if !errors.Is(err, io.EOF) {
				p.err = err
			}
			return
		}
		rest, err := io.ReadAll(io.LimitReader(r, int64(limit-n+1)))
		p.data, p.err = append(buf[:n:n], rest...), err
		if err == nil && len(p.data) > limit {
			p.err = errTooLong
		}
	}()
	return p
}

// wait gives what was read until the end of the input.
func (p *reading) wait(ctx context.Context) (string, error) {
	select {
	case <-p.done:
		return strings.ToValidUTF8(strings.TrimPrefix(string(p.data), "\uFEFF"), "\uFFFD"), p.err
	case <-ctx.Done():
		return "", ctx.Err()
	}
}

// spoke reports whether anything came, the end included, within the time given to a
// silent pipe.
func (p *reading) spoke(ctx context.Context) bool {
	select {
	case <-p.first:
		return true
	default:
	}
	timer := time.NewTimer(silence - time.Since(p.started))
	defer timer.Stop()
	select {
	case <-p.first:
		return true
	case <-timer.C:
	case <-ctx.Done():
	}
	return false
}

// input is a question and the text that may come with it.
type input struct {
	question string
	piped    *reading // nil for none
	patient  bool     // wait for piped however long it is silent
}

// readInput takes the question from the arguments or from standard input, and starts
// reading the text that comes with it.
func readInput(ctx context.Context, r io.Reader, p *parsed) (*input, error) {
	args, dash := p.args, false
	if n := len(args); n > 0 && args[n-1] == "-" && !p.dashed {
		args, dash = args[:n-1], true
	}
	kind, tty := kindOfStdin(r)
	if len(args) == 0 {
		if kind == stdinNothing && (!dash || !tty) {
			return nil, errNoQuestion(tty)
		}
		q, err := startReading(r, maxQuestion).wait(ctx)
		return &input{question: q}, questionError(q, err)
	}
	in := &input{question: strings.ToValidUTF8(strings.Join(args, " "), "\uFFFD"), patient: dash || kind == stdinFile}
	if err := questionError(in.question, nil); err != nil {
		return nil, err
	}
	if kind != stdinNothing || dash && tty {
		in.piped = startReading(r, maxPiped)
	}
	return in, nil
}

// readQuery takes the words of a search, which takes no text beside them.
func readQuery(ctx context.Context, r io.Reader, p *parsed) (string, error) {
	if len(p.args) > 0 && (len(p.args) > 1 || p.args[0] != "-" || p.dashed) {
		q := strings.ToValidUTF8(strings.Join(p.args, " "), "\uFFFD")
		return q, questionError(q, nil)
	}
	in, err := readInput(ctx, r, p)
	if err != nil {
		return "", err
	}
	return in.question, nil
}

// text is the piped text; ignored says that there is a pipe which has stayed silent.
func (in *input) text(ctx context.Context) (text string, ignored bool, err error) {
	if in.piped == nil {
		return "", false, nil
	}
	if !in.patient && !in.piped.spoke(ctx) {
		return "", ctx.Err() == nil, ctx.Err()
	}
	text, err = in.piped.wait(ctx)
	switch {
	case errors.Is(err, errTooLong):
		return "", false, usagef("put it into a folder and give it with --docs", "the text on stdin is over %d MB", maxPiped>>20)
	case errors.Is(err, context.Canceled):
		return "", false, err
	case err != nil:
		return "", false, fmt.Errorf("read stdin: %w", err)
	case strings.TrimSpace(text) == "":
		return "", false, nil
	}
	return text, false, nil
}

// questionError refuses a question that is empty or too long.
func questionError(q string, err error) error {
	const hint = `ask --docs notes "谁在领导千问?"; see ` + "`ask help`"
	switch {
	case errors.Is(err, errTooLong) || err == nil && len(q) > maxQuestion:
		return usagef("ask one thing; text to consider goes into a pipe beside the question", "the question is over %d KB", maxQuestion>>10)
	case errors.Is(err, context.Canceled):
		return err
	case err != nil:
		return fmt.Errorf("read the question from stdin: %w", err)
	case strings.TrimSpace(clean(q)) == "":
		return usagef(hint, "the question is empty")
	}
	return nil
}

// errShortHelp asks for the short help in place of an error.
var errShortHelp = usagef("see `ask help`", "no question given")

func errNoQuestion(tty bool) error {
	if tty {
		return errShortHelp
	}
	return usagef(`ask --docs notes "谁在领导千问?"; see `+"`ask help`", "no question given")
}
