package main

import (
	"bytes"
	"fmt"
	"strings"

	"ask/bot"
)

// live shows an answer while it is being written: sentence by sentence, wrapped as it
// would be if it had come at once.
type live struct {
	app    *app
	t      *terminal
	column int  // where the cursor is
	wrote  bool // something is on the screen
}

func newLive(a *app) *live {
	return &live{app: a, t: newTerminal(a.stdout, a.out, a.cfg.Color, a.getenv)}
}

// show is the answer's watcher. What comes whole is left to the one who renders it.
func (l *live) show(e bot.Event) {
	if e.Whole || e.Text == "" {
		return
	}
	l.wrote = true
	for i, line := range strings.Split(clean(e.Text), "\n") {
		if i > 0 {
			fmt.Fprintln(l.app.out)
			l.column = 0
		}
		l.line(line)
	}
	_ = l.app.out.Flush() // an error stays with the writer and is reported at the end
}

// line writes a part of a line where the cursor is. The columns before it are taken up
// by a word nothing breaks, which is not written.
func (l *live) line(s string) {
	before := strings.Repeat("x", l.column)
	taken := extent{0, len(before)}
	for i, at := range breakLines(before+s, l.t.width, taken) {
		if i > 0 {
			fmt.Fprintln(l.app.out)
			l.column = 0
		}
		part := (before + s)[max(at.start, len(before)):max(at.end, len(before))]
		l.paint(part)
		l.column += displayWidth(part)
	}
}

func (l *live) paint(s string) {
	var regions []region
	for _, e := range citationMarks(s) {
		regions = append(regions, region{e, mark})
	}
	var b bytes.Buffer
	l.t.paint(&b, cut(s, regions), extent{0, len(s)})
	_, _ = l.app.out.Write(b.Bytes()) // see show
}

// end finishes the last line, and reports whether anything was shown.
func (l *live) end() bool {
	if l.wrote && l.column > 0 {
		fmt.Fprintln(l.app.out)
		l.column = 0
		_ = l.app.out.Flush() // before warnings; see show
	}
	return l.wrote
}
