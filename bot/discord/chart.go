package discord

import (
	"slices"
	"strconv"
	"strings"

	"ask/bot"
)

// Limits of the boxes under an answer: a channel is read in passing.
const (
	maxTimelineRows = 8
	maxConflicts    = 5
	maxCellText     = 160 // UTF-16 units
)

// charts are the boxes under an answer: what happened when, and on what its sources
// disagree. What the text says in the same words is not said again.
func (v *view) charts() []embed {
	var out []embed
	if rows := v.timeline; len(rows) > 1 && slices.ContainsFunc(rows, v.unsaid) {
		out = append(out, v.timelineBox())
	}
	var fields []field
	for _, c := range v.conflicts {
		if len(c.Values) > 1 && len(fields) < maxConflicts && !v.contrasts(c) {
			fields = append(fields, v.conflictField(c))
		}
	}
	if len(fields) > 0 {
		out = append(out, embed{Title: v.words.Conflicts, Fields: fields})
	}
	return fit(out)
}

// unsaid reports whether no line of the text has both the date and the words of a row.
func (v *view) unsaid(row bot.TimelineRow) bool {
	words := withoutBlanks(row.Text)
	for line := range strings.Lines(v.text) {
		if strings.Contains(line, value(row.Date)) && strings.Contains(withoutBlanks(line), words) {
			return false
		}
	}
	return true
}

// contrasts reports whether the text consists of the values of a conflict: to set them
// side by side once more would be to repeat it.
func (v *view) contrasts(c bot.Conflict) bool {
	text, lines := withoutBlanks(v.text), strings.Count(strings.TrimSpace(v.text), "\n")+1
	sources := map[int]bool{}
	for _, given := range c.Values {
		if !strings.Contains(text, withoutBlanks(given.Value)) {
			return false
		}
		sources[given.N] = true
	}
	return len(sources) == 1 || lines <= len(sources) // one source names both: a correction
}

// timelineBox has a line for each event, oldest first; what one source says of one day
// shares one. If there are too many, the oldest are left out.
func (v *view) timelineBox() embed {
	var lines []string
	for i := 0; i < len(v.timeline); {
		row := v.timeline[i]
		var texts []string
		for ; i < len(v.timeline) && v.timeline[i].N == row.N && value(v.timeline[i].Date) == value(row.Date); i++ {
			texts = append(texts, oneLine(v.timeline[i].Text, maxCellText))
		}
		lines = append(lines, v.words.date(value(row.Date))+" · "+strings.Join(texts, v.words.Semicolon)+v.mark(row.N))
	}
	if more := len(lines) - maxTimelineRows; more > 0 {
		lines = append([]string{strings.ReplaceAll(v.words.Earlier, "{n}", strconv.Itoa(more))}, lines[more:]...)
	}
	return embed{Title: v.words.Timeline, Description: strings.Join(lines, "\n")}
}

// conflictField has a line for each value, with what it is worth.
func (v *view) conflictField(c bot.Conflict) field {
	var lines []string
	for _, given := range c.Values {
		about := v.words.date(value(given.Date))
		if given.Kind != "" && given.Kind != "unknown" {
			about = v.words.kind(given.Kind) + " · " + about
		}
		lines = append(lines, oneLine(given.Value, maxCellText)+strings.ReplaceAll(v.words.Aside, "{text}", about)+v.mark(given.N))
	}
	name := oneLine(withoutHosts(c.About), maxCellText)
	if name == "" {
		name = v.words.Conflicts
	}
	return field{Name: name, Value: strings.Join(lines, "\n")}
}

// mark is the number of a citation that there is.
func (v *view) mark(n int) string {
	if n < 1 || n > v.marks() {
		return ""
	}
	return " [" + strconv.Itoa(n) + "]"
}

// withoutBlanks is for comparing texts that were broken into lines in other ways.
func withoutBlanks(s string) string { return strings.Join(strings.Fields(s), "") }
