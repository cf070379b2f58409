package main

import (
	"fmt"
	"io"
	"text/tabwriter"
)

// report is all that was measured.
type report struct {
	docs            string
	scale           int
	load, loadAfter string
	index           indexing
	plain, json     asked
	search          searching
	own             int64 // peak memory of this process while it measured others
}

// phases are the keys of timing_ms in the order they happen.
var phases = []string{"open", "search", "compose", "verify", "total"}

func (r *report) write(w io.Writer) error {
	of := r.docs
	if r.scale > 0 {
		of = "synthetic passages from sentences of " + of
	}
	fmt.Fprintf(w, "%s: %d documents, %d passages, %.2f MB of clean text; load average %s, at the end %s\n\n",
		of, r.index.Documents, r.index.Passages, float64(r.index.Bytes)/1e6, r.load, r.loadAfter)
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintf(t, "index, cold\tCPU s per MB\tCPU s\twall s\tpeak MB\n")
	fmt.Fprintf(t, "\t%.2f\t%.2f\t%.2f\t%s\n", r.index.perMB(), r.index.cpu/1000, r.index.wall/1000, r.memory(float64(r.index.peak)))
	r.writeAsked(t, "ask", r.plain)
	r.writeAsked(t, "ask --json", r.json)
	r.writePhases(t)
	s := r.search
	fmt.Fprintf(t, "\nsearch, in process\tmin\tp50\tp95\tmax\n")
	fmt.Fprintf(t, "%d questions, ms\t%.1f\t%.1f\t%.1f\t%.1f\n", len(s.ms),
		percentile(s.ms, 0), percentile(s.ms, 0.5), percentile(s.ms, 0.95), percentile(s.ms, 1))
	fmt.Fprintf(t, "open once, ms\t%.1f\n", s.open)
	return t.Flush()
}

func (r *report) writeAsked(w io.Writer, name string, a asked) {
	fmt.Fprintf(w, "\n%s, a process each\tmin\tmedian\tmax\t%d questions, %d refused\n", name, len(a.usages), a.refused)
	for _, row := range []struct {
		name   string
		figure func(usage) float64
		format func(float64) string
	}{
		{"CPU ms", func(u usage) float64 { return u.cpu }, oneDecimal},
		{"wall ms", func(u usage) float64 { return u.wall }, oneDecimal},
		{"peak MB", func(u usage) float64 { return float64(u.peak) }, r.memory},
	} {
		s := column(a.usages, row.figure)
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", row.name, row.format(s.min), row.format(s.median), row.format(s.max))
	}
}

// writePhases shows where the time of an answer goes.
func (r *report) writePhases(w io.Writer) {
	names, medians := "timing_ms", "median"
	for _, p := range phases {
		names += "\t" + p
		medians += fmt.Sprintf("\t%.1f", percentile(r.json.phases[p], 0.5))
	}
	fmt.Fprintf(w, "\n%s\n%s\n", names, medians)
}

// memory writes bytes as MB, with "≤" where the figure may be this process's own.
func (r *report) memory(bytes float64) string {
	switch {
	case bytes == 0:
		return "unknown"
	case bytes <= float64(r.own):
		return "≤ " + oneDecimal(bytes/1e6)
	}
	return oneDecimal(bytes / 1e6)
}

func oneDecimal(v float64) string { return fmt.Sprintf("%.1f", v) }
