package main

import (
	"slices"
	"strings"

	"github.com/rivo/uniseg"
)

// displayWidth is the number of terminal columns s takes: two for a Chinese character.
func displayWidth(s string) int { return uniseg.StringWidth(s) }

// extent is a byte range of a text: one line of it, without the space it was broken at.
type extent struct{ start, end int }

// breakLines breaks text into lines of at most width columns, by the rules of Unicode's
// UAX 14: between Chinese characters but not before their punctuation, between words of
// other scripts. A citation mark such as [1] stays with what it cites. A word longer
// than a line is cut. Nothing breaks inside the ranges in whole, as long as they fit on
// a line. Width 0 or less breaks at newlines only.
func breakLines(text string, width int, whole ...extent) []extent {
	w := wrapper{text: text, width: width}
	whole = slices.DeleteFunc(whole, func(e extent) bool { return displayWidth(text[e.start:e.end]) > width })
	rest, state, at := text, -1, 0
	for rest != "" {
		var cluster string
		var bounds int
		cluster, rest, bounds, state = uniseg.StepString(rest, state)
		at += len(cluster)
		w.add(extent{at - len(cluster), at}, bounds>>uniseg.ShiftWidth)
		switch bounds & uniseg.MaskLine {
		case uniseg.LineMustBreak:
			if rest != "" || strings.HasSuffix(cluster, "\n") {
				w.flush(at)
			}
		case uniseg.LineCanBreak:
			inside := func(e extent) bool { return e.start < at && at < e.end }
			if !citesNext(rest) && !slices.ContainsFunc(whole, inside) {
				w.commit()
			}
		}
	}
	if w.line.start < len(text) || len(w.lines) == 0 {
		w.flush(len(text))
	}
	return w.lines
}

// wrapper is the state of breakLines: the line so far, of which the part up to settled
// can stand on its own.
type wrapper struct {
	text      string
	width     int
	lines     []extent
	line      extent
	columns   int // of line
	settled   int // where the line may be broken
	beforeEnd int // columns up to settled
}

// add puts one character on the line, breaking the line first if it is full.
func (w *wrapper) add(c extent, columns int) {
	blank := strings.TrimSpace(w.text[c.start:c.end]) == ""
	if w.width > 0 && !blank && w.columns+columns > w.width && w.columns > 0 {
		if w.settled <= w.line.start {
			w.settled, w.beforeEnd = c.start, w.columns
		}
		w.lines = append(w.lines, w.trimmed(w.line.start, w.settled))
		w.line.start = w.settled
		w.columns -= w.beforeEnd
	}
	w.line.end = c.end
	w.columns += columns
}

// commit allows a break after what was added last.
func (w *wrapper) commit() { w.settled, w.beforeEnd = w.line.end, w.columns }

// flush ends the line at the given offset.
func (w *wrapper) flush(at int) {
	w.lines = append(w.lines, w.trimmed(w.line.start, at))
	w.line = extent{at, at}
	w.columns, w.settled, w.beforeEnd = 0, at, 0
}

// trimmed is the range without the space at its end.
func (w *wrapper) trimmed(start, end int) extent {
	return extent{start, start + len(strings.TrimRight(w.text[start:end], " \t\n"))}
}

// citesNext reports whether s begins with a citation mark, after spaces at most.
func citesNext(s string) bool {
	s, ok := strings.CutPrefix(strings.TrimLeft(s, " "), "[")
	digits := len(s) - len(strings.TrimLeft(s, "0123456789"))
	return ok && digits > 0 && strings.HasPrefix(s[digits:], "]")
}

// wrapText breaks s into lines of at most width columns.
func wrapText(s string, width int) []string {
	var lines []string
	for _, l := range breakLines(s, width) {
		lines = append(lines, s[l.start:l.end])
	}
	return lines
}

// fit cuts s to at most width columns and shows that it did.
func fit(s string, width int) string {
	if displayWidth(s) <= width {
		return s
	}
	rest, state, columns, end := s, -1, 0, 0
	for rest != "" {
		var cluster string
		var wide int
		cluster, rest, wide, state = uniseg.FirstGraphemeClusterInString(rest, state)
		if columns+wide > width-1 {
			break
		}
		columns, end = columns+wide, end+len(cluster)
	}
	return s[:end] + "…"
}
