package extract

import (
	"cmp"
	"slices"
)

// Pick takes the best sentence and then, best first, every other whose probability
// pays for its length, with what they cannot be read without. The result has the
// sentences of a passage in order, and the passages in order of their best.
func (c *Chooser) Pick(all []Sentence) []Sentence { return c.length.Pick(all) }

// Pick is Chooser.Pick for a given length.
func (l Length) Pick(all []Sentence) []Sentence {
	if len(all) == 0 {
		return nil
	}
	order := slices.Clone(all)
	slices.SortStableFunc(order, func(a, b Sentence) int { return cmp.Compare(b.Prob, a.Prob) })
	sum := 0.0
	for _, s := range all {
		sum += s.Prob
	}
	norm := max(1, sum)
	picked, length, quotes := order[:1:1], order[0].Runes, 1
	for _, s := range order[1:] {
		full := l.Most > 0 && quotes >= l.Most
		beside := slices.ContainsFunc(picked, s.beside)
		if full && !beside || length+s.Runes > l.Max || !l.pays(s, picked, norm) {
			continue
		}
		if !beside {
			quotes++
		}
		picked = append(picked, s)
		length += s.Runes
	}
	return arranged(l.supported(picked, all, length))
}

// pays reports whether a further sentence is worth its length. The first of another
// document has a bar of its own: documents may disagree.
func (l Length) pays(s Sentence, picked []Sentence, norm float64) bool {
	if s.Idle && !picked[0].Idle && s.Prob < l.Idle*picked[0].Prob {
		return false
	}
	heard := slices.ContainsFunc(picked, func(o Sentence) bool { return o.Doc == s.Doc })
	if !heard {
		return s.Prob >= l.Other*picked[0].Prob
	}
	return s.Prob >= l.Ratio*picked[0].Prob && s.Prob/norm/float64(max(s.Runes, l.Floor)) >= l.Lambda
}

// supported adds the sentences that picked ones lean on.
func (l Length) supported(picked, all []Sentence, length int) []Sentence {
	for _, s := range picked[:len(picked):len(picked)] {
		if s.Leans == 0 {
			continue
		}
		at := slices.IndexFunc(all, func(o Sentence) bool { return o.Passage == s.Passage && o.Order == s.Order-s.Leans })
		if at < 0 || length+all[at].Runes > l.Max || slices.ContainsFunc(picked, func(o Sentence) bool { return o.same(all[at]) }) {
			continue
		}
		picked = append(picked, all[at])
		length += all[at].Runes
	}
	return picked
}

// beside reports whether one sentence follows the other.
func (s Sentence) beside(o Sentence) bool {
	return s.Passage == o.Passage && (s.Order == o.Order+1 || s.Order+1 == o.Order)
}

func (s Sentence) same(o Sentence) bool { return s.Passage == o.Passage && s.Order == o.Order }

// arranged puts the sentences of a passage in order, and the passages in order of their
// best.
func arranged(picked []Sentence) []Sentence {
	best := map[int]float64{}
	for _, s := range picked {
		best[s.Passage] = max(best[s.Passage], s.Prob)
	}
	slices.SortFunc(picked, func(a, b Sentence) int {
		return cmp.Or(cmp.Compare(best[b.Passage], best[a.Passage]), cmp.Compare(a.Passage, b.Passage), cmp.Compare(a.Order, b.Order))
	})
	return picked
}
