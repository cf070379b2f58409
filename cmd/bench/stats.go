package main

import (
	"math"
	"slices"
)

// percentile is the smallest value that at least share p of values do not exceed
// (nearest rank), 0 of none. values need not be sorted and stay as they are.
func percentile(values []float64, p float64) float64 {
	if len(values) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(values))
	at := int(math.Ceil(p*float64(len(sorted)))) - 1
	return sorted[min(max(at, 0), len(sorted)-1)]
}

// summary is least, median and most.
type summary struct{ min, median, max float64 }

func summarise(values []float64) summary {
	return summary{percentile(values, 0), percentile(values, 0.5), percentile(values, 1)}
}

// column takes one figure out of every usage.
func column(list []usage, figure func(usage) float64) summary {
	values := make([]float64, len(list))
	for i, u := range list {
		values[i] = figure(u)
	}
	return summarise(values)
}

// spread takes n of list at even distances, all of a shorter list.
func spread(list []string, n int) []string {
	if n >= len(list) {
		return list
	}
	out := make([]string, n)
	for i := range out {
		out[i] = list[i*len(list)/n]
	}
	return out
}
