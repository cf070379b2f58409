package main

import (
	"bytes"
	"slices"
	"strings"
	"testing"
)

func TestPercentile(t *testing.T) {
	values := []float64{4, 1, 3, 2, 5}
	for _, c := range []struct {
		values  []float64
		p, want float64
	}{
		{values, 0, 1},
		{values, 0.5, 3},
		{values, 0.95, 5},
		{values, 1, 5},
		{[]float64{2, 1}, 0.5, 1},
		{[]float64{7}, 0.95, 7},
		{nil, 0.5, 0},
	} {
		if got := percentile(c.values, c.p); got != c.want {
			t.Errorf("percentile(%v, %v) = %v, want %v", c.values, c.p, got, c.want)
		}
	}
	if !slices.Equal(values, []float64{4, 1, 3, 2, 5}) {
		t.Errorf("values were reordered: %v", values)
	}
}

func TestSpread(t *testing.T) {
	list := []string{"a", "b", "c", "d", "e", "f"}
	if got := spread(list, 3); !slices.Equal(got, []string{"a", "c", "e"}) {
		t.Errorf("3 of 6: %v", got)
	}
	if got := spread(list, 9); !slices.Equal(got, list) {
		t.Errorf("9 of 6: %v", got)
	}
}

func TestReport(t *testing.T) {
	usages := []usage{{cpu: 60, wall: 70.25, peak: 90e6}, {cpu: 50, wall: 65, peak: 80e6}, {cpu: 55.5, wall: 80, peak: 20e6}}
	r := &report{
		docs: "notes", load: "0.50", loadAfter: "1.00", own: 25e6,
		index:  indexing{usage: usage{cpu: 3000, wall: 2000, peak: 300e6}, Documents: 7, Passages: 9, Bytes: 2e6},
		plain:  asked{usages: usages, refused: 1},
		json:   asked{usages: usages, phases: map[string][]float64{"open": {2, 9, 4}}},
		search: searching{open: 12, ms: []float64{1, 2, 3, 4}},
	}
	var out bytes.Buffer
	if err := r.write(&out); err != nil {
		t.Fatal(err)
	}
	got := strings.Join(strings.Fields(out.String()), " ")
	for _, want := range []string{
		"notes: 7 documents, 9 passages, 2.00 MB of clean text; load average 0.50, at the end 1.00",
		"CPU s per MB CPU s wall s peak MB 1.50 3.00 2.00 300.0",
		"3 questions, 1 refused CPU ms 50.0 55.5 60.0",
		"wall ms 65.0 70.2 80.0", "peak MB ≤ 20.0 80.0 90.0",
		"timing_ms open search compose verify total median 4.0",
		"4 questions, ms 1.0 2.0 4.0 4.0",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, out.String())
		}
	}
}
