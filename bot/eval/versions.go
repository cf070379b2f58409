package eval

import (
	"slices"

	"ask/retrieve"
)

// Versions is how well the hits tell a text that holds at the time asked about from
// its other versions, over the questions of a kind that name stale documents.
type Versions struct {
	N int `json:"n"`
	// Above is the share of questions with a relevant document above every stale one,
	// StaleFirst with a stale one above every relevant one; the rest found neither.
	Above      float64 `json:"current_above"`
	StaleFirst float64 `json:"stale_first"`
	Hit1       float64 `json:"hit@1"`
	MRR10      float64 `json:"mrr@10"`
}

// add counts the hits of a question that names stale documents.
func (v *Versions) add(q Question, res *retrieve.Result) {
	ids := found(res)
	right := slices.IndexFunc(ids, q.Relates)
	stale := slices.IndexFunc(ids, func(id string) bool { return q.Outdated(id) && !q.Relates(id) })
	v.N++
	switch {
	case right >= 0 && (stale < 0 || right < stale):
		v.Above++
	case stale >= 0:
		v.StaleFirst++
	}
	if right == 0 {
		v.Hit1++
	}
	if right >= 0 && right < 10 {
		v.MRR10 += 1 / float64(right+1)
	}
}

func (v *Versions) mean() {
	for _, f := range []*float64{&v.Above, &v.StaleFirst, &v.Hit1, &v.MRR10} {
		divide(f, v.N)
	}
}
