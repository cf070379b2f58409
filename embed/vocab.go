package embed

import (
	"cmp"
	"context"
	"math"
	"slices"
)

// maxShare is the share of passages from which on a term says too little to be kept.
const maxShare = 0.4

// vocabulary is a corpus turned into numbers: which terms are kept and which passages
// hold them.
type vocabulary struct {
	terms   []string  // kept terms, sorted
	df      []int     // passages that hold each kept term
	docs    [][]int32 // per passage its kept terms' positions, with repetitions
	unknown float64   // share of tokens that were not kept
}

// seen is a term met while counting.
type seen struct {
	term     string
	df, last int // last is the passage it was met in last, plus one
}

// countTerms reads all passages once. Terms are numbered by first occurrence, so nothing
// depends on map order.
func countTerms(ctx context.Context, passages [][]string, opt LSAOptions) (*vocabulary, error) {
	total := 0
	for _, tokens := range passages {
		total += len(tokens)
	}
	var (
		number = make(map[string]int32, total/8)
		terms  = make([]seen, 0, total/8)
		flat   = make([]int32, 0, total)
		docs   = make([][]int32, len(passages))
	)
	for i, tokens := range passages {
		if i%1024 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		start := len(flat)
		for _, token := range tokens {
			id, ok := number[token]
			if !ok {
				id = int32(len(terms))
				number[token] = id
				terms = append(terms, seen{term: token})
			}
			if t := &terms[id]; t.last != i+1 {
				t.last = i + 1
				t.df++
			}
			flat = append(flat, id)
		}
		docs[i] = flat[start:]
	}
	v := &vocabulary{docs: docs}
	v.renumber(terms, keepTerms(terms, len(docs), opt))
	if total > 0 {
		v.unknown = float64(total-v.known()) / float64(total)
	}
	return v, nil
}

// keepTerms picks terms by df, ties by the term itself, and returns their numbers sorted
// by term.
func keepTerms(terms []seen, docs int, opt LSAOptions) []int32 {
	// A term at exactly MinDF always stays below the ceiling: tiny corpora need it.
	ceiling := max(maxShare*float64(docs), float64(opt.MinDF)+1)
	usable := func(t seen) bool {
		return t.df >= opt.MinDF && float64(t.df) < ceiling && len(t.term) <= maxTermBytes
	}
	withDF := make([]int, docs+1)
	for _, t := range terms {
		if usable(t) {
			withDF[t.df]++
		}
	}
	least, room := docs, opt.MaxTerms // least: all terms above this df have room
	for least > 0 && withDF[least] <= room {
		room -= withDF[least]
		least--
	}
	var kept, tied []int32
	for id, t := range terms {
		switch {
		case usable(t) && t.df > least:
			kept = append(kept, int32(id))
		case usable(t) && t.df == least:
			tied = append(tied, int32(id))
		}
	}
	byTerm := func(a, b int32) int { return cmp.Compare(terms[a].term, terms[b].term) }
	slices.SortFunc(tied, byTerm)
	kept = append(kept, tied[:min(room, len(tied))]...)
	slices.SortFunc(kept, byTerm)
	return kept
}

// renumber takes over the kept terms and rewrites the passages, in place, as
// positions among them.
func (v *vocabulary) renumber(terms []seen, kept []int32) {
	position := make([]int32, len(terms))
	for i := range position {
		position[i] = -1
	}
	for i, id := range kept {
		position[id] = int32(i)
		v.terms, v.df = append(v.terms, terms[id].term), append(v.df, terms[id].df)
	}
	for i, doc := range v.docs {
		n := 0
		for _, id := range doc {
			if p := position[id]; p >= 0 {
				doc[n] = p
				n++
			}
		}
		v.docs[i] = doc[:n]
	}
}

// known counts the tokens kept.
func (v *vocabulary) known() int {
	n := 0
	for _, doc := range v.docs {
		n += len(doc)
	}
	return n
}

// matrix gives the weighted passage–term matrix of at most sample evenly spaced passages,
// each row of length 1; passages without a kept term are left out.
func (v *vocabulary) matrix(sample int) *csr {
	n, size := min(sample, len(v.docs)), 0
	for i := range n {
		size += len(v.docs[i*len(v.docs)/n])
	}
	m := &csr{
		cols: len(v.terms), ptr: make([]int, 1, n+1),
		col: make([]int32, 0, size), val: make([]float32, 0, size),
	}
	for i := range n {
		doc := v.docs[i*len(v.docs)/n]
		slices.Sort(doc)
		start := len(m.val)
		eachTerm(doc, func(term int32, tf int) {
			m.col = append(m.col, term)
			m.val = append(m.val, weight(tf, v.df[term], len(v.docs)))
		})
		if row := m.val[start:]; len(row) > 0 {
			scale(row, float32(1/math.Sqrt(sumSquares(row))))
			m.ptr = append(m.ptr, len(m.val))
		}
	}
	m.rows = len(m.ptr) - 1
	return m
}

// weight is (1+log tf)·log(1+N/df).
func weight(tf, df, n int) float32 {
	w := math.Log(1 + float64(n)/float64(df))
	if tf > 1 {
		w *= 1 + math.Log(float64(tf))
	}
	return float32(w)
}

// eachTerm calls f for each run of equal numbers in sorted ids.
func eachTerm(ids []int32, f func(term int32, tf int)) {
	for i := 0; i < len(ids); {
		j := i + 1
		for j < len(ids) && ids[j] == ids[i] {
			j++
		}
		f(ids[i], j-i)
		i = j
	}
}
