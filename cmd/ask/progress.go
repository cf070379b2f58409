package main

import (
	"fmt"
	"io"
	"sync"
	"time"

	"github.com/schollz/progressbar/v3"

	"ask/retrieve"
)

// patience is how long work may take before anything is said about it.
const patience = 300 * time.Millisecond

// progress shows how far indexing has come: a bar with rate and time left on a terminal,
// a line for each stage elsewhere, and nothing for quick work.
type progress struct {
	w     io.Writer
	tty   bool
	timer *time.Timer

	mu    sync.Mutex // guards what follows
	shown bool
	ended bool
	last  retrieve.Progress
	bar   *progressbar.ProgressBar // of the stage last, on a terminal
}

// newProgress starts to watch; a nil *progress, for --quiet, shows nothing.
func newProgress(w io.Writer, quiet bool) *progress {
	if quiet {
		return nil
	}
	p := &progress{w: w}
	_, p.tty = terminalFD(w)
	p.timer = time.AfterFunc(patience, p.begin)
	return p
}

// begin shows the stage under way; from here on every stage is shown.
func (p *progress) begin() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.ended {
		return
	}
	p.shown = true
	if p.last.Stage != "" {
		p.start()
	}
}

// update notes how far a stage has come.
func (p *progress) update(now retrieve.Progress) {
	if p == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	changed := now.Stage != p.last.Stage || now.Total != p.last.Total && p.tty
	p.last = now
	switch {
	case !p.shown || p.ended:
	case changed:
		p.start()
	case p.bar != nil:
		_ = p.bar.Set(now.Done) // a bar that cannot be drawn is no reason to stop
	}
}

// start shows the stage in p.last.
func (p *progress) start() {
	if !p.tty {
		fmt.Fprintf(p.w, "ask: %s\n", stageLabel(p.last.Stage))
		return
	}
	p.clear()
	total := p.last.Total
	if total == 0 {
		total = -1
	}
	p.bar = progressbar.NewOptions(total,
		progressbar.OptionSetWriter(p.w),
		progressbar.OptionSetDescription(stageLabel(p.last.Stage)),
		progressbar.OptionSetWidth(24),
		progressbar.OptionShowCount(),
		progressbar.OptionShowIts(),
		progressbar.OptionThrottle(80*time.Millisecond),
		progressbar.OptionSetPredictTime(true),
		progressbar.OptionUseANSICodes(true),
	)
	_ = p.bar.Set(p.last.Done)
}

// clear takes the bar off the screen.
func (p *progress) clear() {
	if p.bar != nil {
		_ = p.bar.Clear()
		p.bar = nil
	}
}

// end leaves a clean screen. It may be called more than once.
func (p *progress) end() {
	if p == nil {
		return
	}
	p.timer.Stop()
	p.mu.Lock()
	defer p.mu.Unlock()
	p.ended = true
	p.clear()
}

func stageLabel(stage string) string {
	switch stage {
	case "read":
		return "reading documents"
	case "words":
		return "finding words"
	case "states":
		return "reading who is what"
	case "vectors":
		return "computing vectors"
	case "lexical":
		return "building the word index"
	case "publish":
		return "publishing the index"
	}
	return stage
}
