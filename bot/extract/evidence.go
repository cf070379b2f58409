package extract

import (
	"cmp"
	"math"
	"slices"

	"ask/retrieve/question"
)

// EvidenceFeatures say how well the passages carry a question, in the order of the
// refusal model. They hold for any embedder: none of them is a cosine.
func EvidenceFeatures() []string {
	return []string{
		"lp1", "lp2", "p3", "pgap", // the best sentences' probabilities
		"pcov_max", "pcov_1", "ov_max", "ovrest_max", "tcov_1", "tcov_max", // coverage by passages
		"ov", "ovrest", "ctx", "mx", "run", "typ", "rank", // of the best sentence
		"typn", "typdist", "cue", "want", "wantdist", "wantrare", "headov", "label", "row", "nmatch", "uncov", "llen", "cover", "headcue", "bestrest", "loc", "prev", "next", // of the best sentence
		"ov_2", "ovrest_2", "typ_2", // of the second best
		"want_max", "headov_max",
		"run_max", "typ_max", "mx_max", "gap", "terms", "runes",
		"unheld", // share of the question's idf that no passage of the index holds
		"absent", // ordinary words of the question that stand in no document, to 3
		"is_why", "is_when", "is_num", "is_who", "is_where", "is_how",
	}
}

// Evidence gives the features of passages Score has scored; nil if there are none.
func (c *Chooser) Evidence(q *question.Question, terms []Term, absent int, passages []Passage) ([]Sentence, []float32) {
	t := c.table(q, terms, passages)
	out := make([]Sentence, 0, len(t.all))
	for _, s := range t.all {
		s.Prob = c.model.Prob(s.row)
		out = append(out, s.Sentence)
	}
	if len(t.all) == 0 {
		return nil, nil
	}
	return out, t.evidence(absent)
}

func logit(p float64) float64 {
	p = min(max(p, 1e-6), 1-1e-6)
	return math.Log(p / (1 - p))
}

func (t *table) evidence(absent int) []float32 {
	order := slices.Clone(t.all)
	slices.SortStableFunc(order, func(a, b *sentence) int { return cmp.Compare(b.Prob, a.Prob) })
	best := order[0]
	p := [3]float64{}
	for i := range min(3, len(order)) {
		p[i] = order[i].Prob
	}
	col := func(s *sentence, name string) float64 { return float64(s.row[index(name)]) }
	top := func(name string) float64 {
		v := 0.0
		for _, s := range t.all {
			v = max(v, col(s, name))
		}
		return v
	}
	w := writer{row: make([]float32, len(EvidenceFeatures()))}
	w.put(logit(p[0]), logit(p[1]), p[0]+p[1]+p[2], p[0]-p[1])
	w.put(top("pcov"), col(t.passages[0].first(best), "pcov"), top("ov"), top("ovrest"), t.passages[0].tcov, top("tcov"))
	for _, name := range []string{"ov", "ovrest", "ctx", "mx", "run", "typ", "rank", "typn", "typdist", "cue", "want", "wantdist", "wantrare", "headov", "label", "row", "nmatch", "uncov", "llen", "cover", "headcue", "bestrest", "loc", "prev", "next"} {
		w.put(col(best, name))
	}
	second := order[min(1, len(order)-1)]
	w.put(col(second, "ov"), col(second, "ovrest"), col(second, "typ"))
	w.put(top("want"), top("headov"))
	w.put(top("run"), top("typ"), top("mx"), col(best, "gap"), float64(len(t.terms)), float64(len([]rune(t.q.Folded))))
	w.put(t.unheld, float64(min(3, absent)))
	for _, typ := range []question.Type{question.Why, question.When, question.Num, question.Who, question.Where, question.How} {
		w.flag(t.q.Type == typ)
	}
	return w.row
}

// first is a passage's first sentence, or other where it has none.
func (p *passage) first(other *sentence) *sentence {
	if len(p.sentences) > 0 {
		return p.sentences[0]
	}
	return other
}

// unheld is the idf share of terms that no passage of the index holds at all.
func unheld(terms []Term) float64 {
	n, total := 0.0, 1e-9
	for _, term := range terms {
		total += term.IDF
		if term.None {
			n += term.IDF
		}
	}
	return n / total
}
