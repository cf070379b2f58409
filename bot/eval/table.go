package eval

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"
	"text/tabwriter"
)

// WriteTable prints the report for people.
func (r *Report) WriteTable(w io.Writer) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintf(t, "%d questions (%d answerable) over %d passages, embedder %s, generation %s\n\n", r.Questions, r.Answerable, r.Passages, r.Embedder, r.Generation)
	fmt.Fprintln(t, "ranking\thit@1\thit@5\thit@10\trecall@5\trecall@10\tMRR@10\tnDCG@10")
	for _, row := range r.Rankings {
		fmt.Fprintf(t, "%s\t%.4f\t%.4f\t%.4f\t%.4f\t%.4f\t%.4f\t%.4f\n", row.Name, row.Hit1, row.Hit5, row.Hit10, row.Recall5, row.Recall10, row.MRR10, row.NDCG10)
	}
	fmt.Fprintf(t, "\nanswers hold the gold answer\t%.4f\tof %d, %.1f characters on average\n", r.Answers.Containment, r.Answers.N, r.Answers.Runes)
	fmt.Fprintf(t, "citations verbatim\t%d\tof %d; from a relevant document %.4f, answers with such a one %.4f\n", r.Citations.Verbatim, r.Citations.N, r.Citations.Precision, r.Citations.Recall)
	fmt.Fprintf(t, "unsupported numbers\t%d\t\n", r.Citations.Unsupported)
	if w := r.Written; w != nil {
		fmt.Fprintf(t, "model's sentences carried\t%.4f\tof %d in %d answers (ALCE recall); citations needed %.4f of %d (ALCE precision)\n", w.Recall, w.Sentences, w.Answers, w.Precision, w.Citations)
		fmt.Fprintf(t, "model's answers hold the gold answer\t%.4f\t%d quotes in place of its words, %d answers in quotes because it failed\n", w.Containment, w.Repaired, w.Fallbacks)
	}
	fmt.Fprintf(t, "false refusals\t%.4f\tof %d answerable questions\n", r.Refusal.FalseRate, r.Answerable)
	if r.Refusal.Unanswerable > 0 {
		fmt.Fprintf(t, "refusal recall\t%.4f\tof %d unanswerable questions; precision %.4f, AUROC %.4f\n", r.Refusal.Recall, r.Refusal.Unanswerable, r.Refusal.Precision, r.Refusal.AUROC)
	}
	for _, line := range []struct {
		name string
		Removed
	}{{"answers removed", r.Refusal.Removed}, {"sentences removed", r.Refusal.Cut}} {
		if line.N > 0 {
			fmt.Fprintf(t, "%s\t%.4f\trefused of %d; AUROC %.4f\n", line.name, line.Refused, line.N, line.AUROC)
		}
	}
	if len(r.Refusal.Curve) > 0 {
		fmt.Fprintf(t, "\nrefuse below\tcoverage\tfalse answers\tat most (95 %%)\t(now %.2f)\n", r.Refusal.Threshold)
		for _, p := range r.Refusal.Curve {
			fmt.Fprintf(t, "%.2f\t%.4f\t%.4f\t%.4f\n", p.Threshold, p.Coverage, p.FalseAnswers, p.Upper)
		}
		fmt.Fprintln(t)
	}
	fmt.Fprintf(t, "latency\t%.2f ms\tmedian, %.2f ms at the 95th percentile\n", r.Latency.P50, r.Latency.P95)
	kinds := make([]string, 0, len(r.Kinds))
	for k := range r.Kinds {
		kinds = append(kinds, k)
	}
	slices.Sort(kinds)
	for _, k := range kinds {
		fmt.Fprintf(t, "kind %s\t%.4f\tof %d\n", k, r.Kinds[k].Share, r.Kinds[k].N)
	}
	r.versionRows(t)
	r.changeRows(t)
	return t.Flush()
}

// versionRows prints how current versions rank against others.
func (r *Report) versionRows(w io.Writer) {
	if len(r.Versions) == 0 {
		return
	}
	fmt.Fprintln(w, "\nversions\tcurrent above\tstale first\thit@1\tMRR@10")
	for _, kind := range slices.Sorted(maps.Keys(r.Versions)) {
		v := r.Versions[kind]
		fmt.Fprintf(w, "%s\t%.4f\t%.4f\t%.4f\t%.4f\tof %d\n", cmp.Or(kind, "any"), v.Above, v.StaleFirst, v.Hit1, v.MRR10, v.N)
	}
}

// changeRows prints how answers keep past, present, disagreement and rumour apart.
func (r *Report) changeRows(w io.Writer) {
	c := r.Changes
	if c == nil {
		return
	}
	fmt.Fprintln(w)
	for _, row := range []struct {
		name  string
		share float64
		n     int
	}{
		{"latest accuracy", c.Latest, c.Timed},
		{"stale answers", c.Stale, c.Timed},
		{"conflict shown", c.Shown, c.Disputed},
		{"rumour as fact", c.Fact, c.Rumours},
		{"rumour answered", c.Answered, c.Rumours},
	} {
		if row.n > 0 {
			fmt.Fprintf(w, "%s\t%.4f\tof %d\n", row.name, row.share, row.n)
		}
	}
}
