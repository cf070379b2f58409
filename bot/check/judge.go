package check

import (
	"cmp"
	"slices"
)

// find looks for what carries a claim: in the passages cited, then in the others, then in
// all of them together. It reports whether it is found elsewhere than cited.
func (e *Evidence) find(c *claim, cited []int) (j *judgement, elsewhere bool) {
	named := func(passage int) bool { return slices.Contains(cited, passage+1) }
	j = e.judge(c, named)
	if j.sound() {
		return j, false
	}
	others := e.judge(c, func(passage int) bool { return !named(passage) })
	if others.sound() {
		return others, true
	}
	both := others
	if len(j.ids) > 0 {
		both = e.judge(c, func(int) bool { return true })
	}
	switch {
	case both.sound():
		return both, true
	case j.share < both.share-clearlyBetter:
		return both, false
	}
	return j, false
}

// judgement is what a set of passages makes of a claim.
type judgement struct {
	flaws   []Flaw
	ids     []int // the sentences that carry it, best first
	support float64
	share   float64 // of the claim that is laid on them
	bound   float64 // of the claim that is laid on them or accounted for otherwise
	prefix  string
	floor   thresholds
}

// sound reports whether nothing speaks against the claim.
func (j *judgement) sound() bool {
	return len(j.ids) > 0 && len(j.flaws) == 0 && j.support >= j.floor.Supported && j.bound >= j.floor.Bound
}

// judge lays each clause on the sentences that may carry it and keeps the best for each.
func (e *Evidence) judge(c *claim, allowed func(passage int) bool) *judgement {
	j := &judgement{floor: e.checker.thresholds}
	main := e.candidates(c.units, clauseCandidates, allowed)
	if len(main) == 0 {
		j.flaws = append(j.flaws, Flaw{FlawSupport, ""})
		return j
	}
	g := &grid{}
	weight := map[int]int{}
	near := e.around(main)
	c.firm = float64(main[0].hits) >= firmShare*float64(hits(c.units))
	for _, at := range c.ranges {
		m := e.best(g, c, at, near, allowed)
		if m == nil {
			j.flaws = append(j.flaws, Flaw{FlawSupport, c.bare(c.units[at.from:at.to])})
			continue
		}
		n := at.to - at.from
		j.flaws = append(j.flaws, m.flaws...)
		j.bound += float64(m.accounted) / float64(m.all) * float64(n) / float64(len(c.units))
		j.share += m.share * float64(n) / float64(len(c.units))
		if m.share > 0 {
			weight[m.id] += n + 1
			if m.count == 2 {
				weight[m.id+1] += n
			}
			for _, id := range m.also {
				weight[id]++
			}
		}
		j.prefix = cmp.Or(m.prefix, j.prefix)
	}
	for id := range weight {
		j.ids = append(j.ids, id)
	}
	slices.SortFunc(j.ids, func(a, b int) int { return cmp.Or(weight[b]-weight[a], a-b) })
	if len(j.ids) > most {
		// A quote of so many pieces carries nothing a reader could check.
		j.ids = j.ids[:most]
		j.flaws = append(j.flaws, Flaw{FlawSupport, "more than a few sentences"})
	}
	j.support = e.support(c, j.ids)
	return j
}

// around are the sentences that hold most of a claim, then the neighbours of the first.
func (e *Evidence) around(main []candidate) []int {
	var out []int
	for _, x := range main {
		out = append(out, x.id)
	}
	for _, id := range []int{out[0] - 1, out[0] + 1} {
		if id >= 0 && id < len(e.sentences) && e.sentences[id].passage == e.sentences[out[0]].passage && !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	return out
}

// best lays a clause on the sentences that hold most of it and on those around the main
// ones, and takes the one with the fewest flaws among the close ones. If none will do, it
// may be that the clause joins two sentences.
func (e *Evidence) best(g *grid, c *claim, at span, near []int, allowed func(int) bool) *match {
	ids := slices.Clone(near)
	for _, x := range e.candidates(c.units[at.from:at.to], clauseCandidates, allowed) {
		if !slices.Contains(ids, x.id) {
			ids = append(ids, x.id)
		}
	}
	var all []*match
	for _, id := range ids {
		m := e.lay(g, c, at, id, 1)
		if id == near[0] {
			m.score += gainHan // rather one sentence for the whole claim than two
			m.firm = c.firm
		}
		all = append(all, m)
	}
	best := fewest(all)
	if best == nil || len(best.flaws) == 0 {
		return best
	}
	all = []*match{best}
	for _, id := range ids {
		for _, first := range []int{id - 1, id} {
			if first >= 0 && first+1 < len(e.sentences) && e.sentences[first].passage == e.sentences[first+1].passage {
				if m := e.lay(g, c, at, first, 2); m.seamless() {
					all = append(all, m)
				}
			}
		}
	}
	return fewest(all)
}

// fewest judges those that score about best and takes the best of those with the fewest
// flaws.
func fewest(all []*match) *match {
	top := int32(0)
	for _, m := range all {
		top = max(top, m.score)
	}
	var best *match
	for _, m := range all {
		if m.score*10 < top*9 || m.share == 0 {
			continue
		}
		m.judge()
		sound := len(m.flaws) == 0
		if best == nil || sound && len(best.flaws) > 0 || sound == (len(best.flaws) == 0) && m.score > best.score {
			best = m
		}
	}
	return best
}

// support is the share of the claim's grams with matter that the sentences hold, or the
// titles of their passages.
func (e *Evidence) support(c *claim, ids []int) float64 {
	held := map[uint64]bool{}
	add := func(key uint64, _ bool) { held[key] = true }
	titled := func(key uint64) bool {
		return slices.ContainsFunc(ids, func(id int) bool { return e.sources[e.sentences[id].passage].titleGrams[key] })
	}
	for _, id := range ids {
		grams(e.units(id), add)
		s := e.sentences[id]
		if s.header >= 0 {
			grams(e.units(s.header), add)
		}
	}
	found, all := 0, 0
	grams(c.units, func(key uint64, content bool) {
		if content {
			all++
			if held[key] || titled(key) {
				found++
			}
		}
	})
	if all == 0 {
		return 1
	}
	return float64(found) / float64(all)
}
