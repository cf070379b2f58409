package main

import (
	"context"
	"fmt"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"ask/retrieve"
	"ask/retrieve/document"
)

// runIndex reads the documents and reports what was found.
func runIndex(ctx context.Context, a *app, p *parsed) error {
	e, err := a.newEngine(p.args)
	if err != nil {
		return err
	}
	report, err := a.sync(ctx, e)
	if err != nil {
		return err
	}
	if a.cfg.JSON {
		return a.printJSON(indexJSON(e, report))
	}
	for _, w := range report.Warnings {
		a.warn("%s", w)
	}
	return a.renderReport(e, report)
}

// heapRoom is how much garbage may lie about while an index is made, if the heap does
// not hold as much anyway: collecting it sooner only costs time.
const heapRoom = 900 << 20

// gcTuner lets the garbage collector wait while an index is made, as long as that needs
// little memory; what is in use doubles before it runs otherwise.
type gcTuner struct {
	before int // the setting to return to, 0 for none
	stage  string
}

// roomyHeap starts with a small heap. A setting of the user's stays.
func roomyHeap(getenv func(string) string) *gcTuner {
	t := &gcTuner{}
	if getenv("GOGC") == "" && getenv("GOMEMLIMIT") == "" {
		t.before = debug.SetGCPercent(lazyGC)
	}
	return t
}

// The collector's settings in percent: the heap grows by as much before it runs.
const (
	usualGC = 100
	lazyGC  = 400
)

// update looks at the heap when a new stage begins: what is on it by then depends on
// how much text there is.
func (t *gcTuner) update(stage string) {
	if t.before == 0 || stage == t.stage {
		return
	}
	t.stage = stage
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	debug.SetGCPercent(min(max(usualGC, int(heapRoom*100/m.HeapAlloc)), lazyGC))
}

// end returns to the setting from before.
func (t *gcTuner) end() {
	if t.before != 0 {
		debug.SetGCPercent(t.before)
	}
}

// reportJSON is `ask index --json`.
type reportJSON struct {
	Generation string        `json:"index_generation"`
	Directory  string        `json:"directory"`
	Changed    bool          `json:"changed"`
	Documents  int           `json:"documents"`
	Passages   int           `json:"passages"`
	Added      int           `json:"added"`
	Updated    int           `json:"updated"`
	Unchanged  int           `json:"unchanged"`
	Deleted    int           `json:"deleted"`
	Bytes      int64         `json:"bytes"`
	Skipped    []skipJSON    `json:"skipped"`
	Removed    []removalJSON `json:"removed"`
	// Dates and Kinds count documents; "" among the dates is an undated document.
	Dates    map[string]int `json:"dates"`
	Kinds    map[string]int `json:"kinds"`
	NewWords []string       `json:"new_words"`
	Embedder string         `json:"embedder"`
	Embedded int            `json:"embedded"`
	Warnings []string       `json:"warnings"`
	Took     float64        `json:"took_ms"`
}

type skipJSON struct {
	Path   string `json:"path"`
	Reason string `json:"reason"`
}

type removalJSON struct {
	What   string `json:"what"`
	Count  int    `json:"count"`
	Bytes  int    `json:"bytes"`
	Sample string `json:"sample"`
}

func indexJSON(e *engine, r *retrieve.Report) reportJSON {
	out := reportJSON{
		Generation: r.Generation, Directory: e.cfg.Dir, Changed: r.Changed, Documents: r.Documents, Passages: r.Passages,
		Added: r.Added, Updated: r.Updated, Unchanged: r.Unchanged, Deleted: r.Deleted, Bytes: r.Bytes,
		Skipped: []skipJSON{}, Removed: []removalJSON{}, Dates: map[string]int{}, Kinds: map[string]int{},
		NewWords: append([]string{}, r.NewWords...), Embedder: r.Embedder, Embedded: r.Embedded,
		Warnings: append([]string{}, r.Warnings...), Took: milliseconds(r.Took),
	}
	for _, s := range r.Skipped {
		out.Skipped = append(out.Skipped, skipJSON(s))
	}
	for _, removal := range removals(r) {
		out.Removed = append(out.Removed, removalJSON(removal))
	}
	for source, n := range r.Dates {
		out.Dates[string(source)] = n
	}
	for kind, n := range r.Kinds {
		out.Kinds[string(kind)] = n
	}
	return out
}

// removals are in the order of what weighs most.
func removals(r *retrieve.Report) []document.Removal {
	list := make([]document.Removal, 0, len(r.Removed))
	for _, removal := range r.Removed {
		list = append(list, removal)
	}
	slices.SortFunc(list, func(a, b document.Removal) int {
		if a.Bytes != b.Bytes {
			return b.Bytes - a.Bytes
		}
		return strings.Compare(a.What, b.What)
	})
	return list
}

// maxListed bounds each list of the report; --json has all of it.
const maxListed = 10

// renderReport writes the report for people.
func (a *app) renderReport(e *engine, r *retrieve.Report) error {
	t := newTerminal(a.stdout, a.out, a.cfg.Color, a.getenv)
	state := "already up to date"
	if r.Changed {
		state = fmt.Sprintf("%d added, %d updated, %d unchanged, %d deleted", r.Added, r.Updated, r.Unchanged, r.Deleted)
	}
	rows := [][2]string{
		{"documents", fmt.Sprintf("%d (%s)", r.Documents, state)},
		{"passages", fmt.Sprintf("%d from %s of text", r.Passages, bytesText(r.Bytes))},
		{"dates", countsText(r.Dates, func(s document.DateSource) string {
			if s == "" {
				return "undated"
			}
			return "from " + strings.ReplaceAll(string(s), "_", " ")
		})},
		{"kinds", countsText(r.Kinds, func(k document.Kind) string { return string(k) })},
		{"new words", wordsText(r.NewWords)},
		{"embedder", r.Embedder},
		{"index", e.cfg.Dir},
		{"time", r.Took.Round(time.Millisecond).String()},
	}
	for _, row := range rows {
		if row[1] == "" {
			continue
		}
		spans := []span{{text: fmt.Sprintf("%-11s", row[0]), style: faint}}
		for _, word := range strings.SplitAfter(cleanLine(row[1]), " ") {
			spans = append(spans, span{text: word, whole: true})
		}
		if err := t.paragraph(11, spans...); err != nil {
			return err
		}
	}
	if err := a.renderRemoved(t, removals(r)); err != nil {
		return err
	}
	return a.renderSkipped(t, r.Skipped)
}

func (a *app) renderRemoved(t *terminal, list []document.Removal) error {
	if len(list) == 0 {
		return nil
	}
	if err := t.paragraph(0, span{text: "removed", style: faint}); err != nil {
		return err
	}
	for _, removal := range list {
		head := fmt.Sprintf("  %d × %s, %s", removal.Count, removal.What, bytesText(int64(removal.Bytes)))
		sample := ""
		if removal.Sample != "" {
			sample = "  " + cleanLine(removal.Sample)
		}
		if err := t.paragraph(4, span{text: cleanLine(head)}, span{text: sample, style: faint}); err != nil {
			return err
		}
	}
	return nil
}

func (a *app) renderSkipped(t *terminal, list []document.Skip) error {
	if len(list) == 0 {
		return nil
	}
	if err := t.paragraph(0, span{text: fmt.Sprintf("skipped %d", len(list)), style: faint}); err != nil {
		return err
	}
	for _, s := range list[:min(maxListed, len(list))] {
		if err := t.paragraph(4, span{text: "  " + cleanLine(s.Path)}, span{text: ": " + cleanLine(s.Reason), style: caring}); err != nil {
			return err
		}
	}
	if n := len(list) - maxListed; n > 0 {
		return t.paragraph(2, span{text: fmt.Sprintf("  and %d more; --json lists all", n), style: faint})
	}
	return nil
}

// countsText is "3 official, 2 news", the most first.
func countsText[K ~string](counts map[K]int, label func(K) string) string {
	keys := make([]K, 0, len(counts))
	for k := range counts {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, func(a, b K) int {
		if counts[a] != counts[b] {
			return counts[b] - counts[a]
		}
		return strings.Compare(string(a), string(b))
	})
	parts := make([]string, 0, len(keys))
	for _, k := range keys {
		parts = append(parts, fmt.Sprintf("%d %s", counts[k], label(k)))
	}
	return strings.Join(parts, ", ")
}

func wordsText(words []string) string {
	if len(words) <= maxListed {
		return strings.Join(words, " ")
	}
	return fmt.Sprintf("%s … (%d)", strings.Join(words[:maxListed], " "), len(words))
}

// bytesText is a size for people.
func bytesText(n int64) string {
	switch {
	case n >= 1<<20:
		return fmt.Sprintf("%.1f MB", float64(n)/(1<<20))
	case n >= 1<<10:
		return fmt.Sprintf("%.0f kB", float64(n)/(1<<10))
	}
	return fmt.Sprintf("%d bytes", n)
}
