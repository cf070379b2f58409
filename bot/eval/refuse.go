package eval

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"ask/retrieve"
)

// SearchWithout searches with every document left out that q names as relevant or
// that holds one of its answers among the best hits: what is left cannot answer.
func SearchWithout(ctx context.Context, ix *retrieve.Index, q Question) (*retrieve.Result, error) {
	var exclude []string
	for range 8 {
		res, err := ix.Search(ctx, retrieve.Query{Text: q.Question, K: 10, Exclude: exclude})
		if err != nil {
			return nil, fmt.Errorf("search %q: %w", q.Question, err)
		}
		clean := true
		for _, h := range res.Hits {
			if q.Relates(h.Document.ID) || q.Holds(h.Text) || q.Holds(h.Document.Title) {
				exclude = append(exclude, h.Document.ID)
				clean = false
			}
		}
		if clean {
			return res, nil
		}
	}
	return &retrieve.Result{Question: ix.Reader().Read(q.Question)}, nil
}

// AUROC is the chance that a random positive scores above a random negative, ties
// counted half (the area under the ROC curve, by Mann and Whitney's ranks).
func AUROC(positive, negative []float64) float64 {
	type scored struct {
		v   float64
		pos bool
	}
	all := make([]scored, 0, len(positive)+len(negative))
	for _, v := range positive {
		all = append(all, scored{v, true})
	}
	for _, v := range negative {
		all = append(all, scored{v, false})
	}
	slices.SortFunc(all, func(a, b scored) int { return cmp.Compare(a.v, b.v) })
	sum := 0.0
	for i := 0; i < len(all); {
		j := i
		for j < len(all) && all[j].v == all[i].v {
			j++
		}
		for k := i; k < j; k++ {
			if all[k].pos {
				sum += float64(i+j+1) / 2
			}
		}
		i = j
	}
	p, n := float64(len(positive)), float64(len(negative))
	if p == 0 || n == 0 {
		return 0
	}
	return (sum - p*(p+1)/2) / (p * n)
}
