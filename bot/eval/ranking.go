package eval

import (
	"cmp"
	"math"
	"slices"

	"ask/retrieve"
	"ask/retrieve/rank"
)

// Ranking is how well one ranking finds the relevant documents. Every figure is a mean
// over the answerable questions, 0 to 1.
type Ranking struct {
	Name  string  `json:"name"`
	Hit1  float64 `json:"hit@1"`
	Hit5  float64 `json:"hit@5"`
	Hit10 float64 `json:"hit@10"`
	// Recall is the share of the relevant documents found.
	Recall5  float64 `json:"recall@5"`
	Recall10 float64 `json:"recall@10"`
	MRR10    float64 `json:"mrr@10"`
	NDCG10   float64 `json:"ndcg@10"`
	N        int     `json:"n"`
}

// add counts one ranked list of document IDs, best first, each once.
func (r *Ranking) add(q Question, ids []string) {
	r.N++
	want := float64(len(q.Relevant))
	found, gain, ideal := 0.0, 0.0, 0.0
	for i := range min(10, len(q.Relevant)) {
		ideal += 1 / math.Log2(float64(i)+2)
	}
	for i, id := range ids[:min(10, len(ids))] {
		if !q.Relates(id) {
			continue
		}
		if found == 0 {
			r.MRR10 += 1 / float64(i+1)
			r.Hit10++
			if i < 5 {
				r.Hit5++
			}
			if i < 1 {
				r.Hit1++
			}
		}
		if found++; found > want { // several files may use one record id
			break
		}
		gain += 1 / math.Log2(float64(i)+2)
		if i < 5 {
			r.Recall5 += 1 / want
		}
		r.Recall10 += 1 / want
	}
	if ideal > 0 {
		r.NDCG10 += min(1, gain/ideal)
	}
}

func (r *Ranking) mean() {
	n := float64(max(1, r.N))
	for _, v := range []*float64{&r.Hit1, &r.Hit5, &r.Hit10, &r.Recall5, &r.Recall10, &r.MRR10, &r.NDCG10} {
		*v /= n
	}
}

// rankings counts all rows of the table.
type rankings struct {
	rows  []*Ranking
	names map[string]*Ranking
}

func newRankings() *rankings { return &rankings{rows: []*Ranking{}, names: map[string]*Ranking{}} }

func (rs *rankings) row(name string) *Ranking {
	r := rs.names[name]
	if r == nil {
		r = &Ranking{Name: name}
		rs.names[name] = r
		rs.rows = append(rs.rows, r)
	}
	return r
}

// add counts the legs, the fused list, the score with one feature after the other
// switched on, and the final hits.
func (rs *rankings) add(q Question, res *retrieve.Result, explain func(rank.Features) rank.Explanation) {
	for _, leg := range []string{"words", "bigrams", "lexical", "dense"} {
		rs.row(leg).add(q, res.Trace.Legs[leg])
	}
	list := slices.Clone(res.Trace.Candidates)
	rs.row("fused").add(q, order(list, func(c retrieve.TraceCandidate) float64 { return c.Fused }))
	for n, part := range explain(rank.Features{}) {
		rs.row("+"+part.Name).add(q, order(list, func(c retrieve.TraceCandidate) float64 {
			total := 0.0
			for _, part := range explain(c.Features)[:n+1] {
				total += part.Product
			}
			return total
		}))
	}
	ids := found(res)
	rs.row("search").add(q, ids)
}

// found lists the documents of the hits, best first, each once.
func found(res *retrieve.Result) []string {
	var ids []string
	for _, h := range res.Hits {
		if !slices.Contains(ids, h.Document.ID) {
			ids = append(ids, h.Document.ID)
		}
	}
	return ids
}

func order(list []retrieve.TraceCandidate, score func(retrieve.TraceCandidate) float64) []string {
	type scored struct {
		id string
		v  float64
	}
	s := make([]scored, len(list))
	for i, c := range list {
		s[i] = scored{c.Document, score(c)}
	}
	slices.SortStableFunc(s, func(a, b scored) int { return cmp.Compare(b.v, a.v) })
	var ids []string
	for _, x := range s {
		if !slices.Contains(ids, x.id) {
			ids = append(ids, x.id)
			if len(ids) == 10 {
				break
			}
		}
	}
	return ids
}
