package main

import (
	"slices"
	"strings"
)

// nearest returns the candidate that differs least from word, or "" when none is close.
func nearest(word string, candidates []string) string {
	best, bestAt := "", len([]rune(word))/2+1
	for _, c := range candidates {
		if d := distance(strings.ToLower(word), strings.ToLower(c)); d < bestAt {
			best, bestAt = c, d
		}
	}
	return best
}

// closest returns up to n candidates, the most like word first: those that contain it
// before those that only resemble it.
func closest(word string, candidates []string, n int) []string {
	type scored struct {
		name string
		d    int
	}
	lower := strings.ToLower(word)
	list := make([]scored, 0, len(candidates))
	for _, c := range candidates {
		d := distance(lower, strings.ToLower(c))
		if strings.Contains(strings.ToLower(c), lower) {
			d -= 1 << 16
		}
		list = append(list, scored{c, d})
	}
	slices.SortStableFunc(list, func(a, b scored) int { return a.d - b.d })
	names := make([]string, 0, n)
	for _, s := range list[:min(n, len(list))] {
		names = append(names, s.name)
	}
	return names
}

// distance is the optimal string alignment distance: insertions, deletions,
// substitutions and swaps of neighbours.
func distance(a, b string) int {
	x, y := []rune(a), []rune(b)
	before, last, row := make([]int, len(y)+1), make([]int, len(y)+1), make([]int, len(y)+1)
	for j := range last {
		last[j] = j
	}
	for i := range x {
		row[0] = i + 1
		for j := range y {
			cost := 1
			if x[i] == y[j] {
				cost = 0
			}
			row[j+1] = min(last[j+1]+1, row[j]+1, last[j]+cost)
			if i > 0 && j > 0 && x[i] == y[j-1] && x[i-1] == y[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
		before, last, row = last, row, before
	}
	return last[len(y)]
}
