package retrieve

import (
	"cmp"
	"container/heap"
	"slices"
)

// top keeps the n best passages, ties to the lower ordinal.
type top struct {
	n int
	h entries
}

type entry struct {
	passage uint32
	score   float64
}

func newTop(n int) *top { return &top{n: n} }

// floor is the score below which nothing is kept any more.
func (t *top) floor() float64 {
	if len(t.h) < t.n {
		return -1
	}
	return t.h[0].score
}

func (t *top) add(passage uint32, score float64) {
	e := entry{passage, score}
	switch {
	case len(t.h) < t.n:
		heap.Push(&t.h, e)
	case better(e, t.h[0]):
		t.h[0] = e
		heap.Fix(&t.h, 0)
	}
}

func (t *top) sorted() []entry {
	out := slices.Clone(t.h)
	slices.SortFunc(out, func(a, b entry) int {
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.passage, b.passage))
	})
	return out
}

func better(a, b entry) bool {
	return a.score > b.score || a.score == b.score && a.passage < b.passage
}

// entries is a heap with the worst entry on top.
type entries []entry

func (h entries) Len() int           { return len(h) }
func (h entries) Less(i, j int) bool { return better(h[j], h[i]) }
func (h entries) Swap(i, j int)      { h[i], h[j] = h[j], h[i] }
func (h *entries) Push(x any)        { *h = append(*h, x.(entry)) }
func (h *entries) Pop() any {
	old := *h
	e := old[len(old)-1]
	*h = old[:len(old)-1]
	return e
}
