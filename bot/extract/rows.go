package extract

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"ask/retrieve/question"
)

// rows fills the feature rows of all sentences.
func (t *table) rows() {
	if len(t.all) == 0 {
		return
	}
	names := AllFeatures()
	backing := make([]float32, len(t.all)*len(names))
	for i, s := range t.all {
		s.row = backing[i*len(names) : (i+1)*len(names)]
	}
	for _, s := range t.all {
		if len(s.wanted) == 0 {
			t.without++
		}
	}
	for rank, p := range t.passages {
		for k := range p.sentences {
			t.row(p, rank, k)
		}
		bestOf(p.sentences, "bestrest")
	}
	t.relative()
}

func bestOf(list []*sentence, feature string) {
	to, from := index(feature), index("ovrest")
	best := float32(0)
	for _, s := range list {
		best = max(best, s.row[from])
	}
	for _, s := range list {
		s.row[to] = s.row[from] - best
	}
}

// index finds a feature's column.
func index(name string) int { return slices.Index(Features(), name) }

// relative fills the features that compare a sentence with all others.
func (t *table) relative() {
	for _, f := range [][3]string{{"ovrest", "ovrest_norm", "ovrest_rank"}, {"ctx", "", "ctx_rank"}, {"run", "", "run_rank"}, {"ov", "ov_norm", ""}} {
		from := index(f[0])
		order := slices.Clone(t.all)
		slices.SortStableFunc(order, func(a, b *sentence) int { return cmp.Compare(b.row[from], a.row[from]) })
		best := order[0].row[from]
		for r, s := range order {
			if f[1] != "" && best > 0 {
				s.row[index(f[1])] = s.row[from] / best
			}
			if f[2] != "" {
				s.row[index(f[2])] = float32(min(r, 8))
			}
		}
	}
}

// weight is the idf of the terms that both is true for.
func (t *table) weight(both func(k int) bool) float64 {
	w := 0.0
	for k, term := range t.terms {
		if both(k) {
			w += term.IDF
		}
	}
	return w
}

// row fills one sentence's own features.
func (t *table) row(p *passage, rank, k int) {
	s := p.sentences[k]
	var prev, next *sentence
	if k > 0 {
		prev = p.sentences[k-1]
	}
	if k+1 < len(p.sentences) {
		next = p.sentences[k+1]
	}
	w := writer{row: s.row}
	t.overlap(&w, p, s, prev, next)
	t.place(&w, p, rank, k, s)
	t.naming(&w, s, prev)
	for _, typ := range typeNames() {
		w.flag(t.q.Type == typ)
	}
}

// writer fills a row in the order of Features.
type writer struct {
	row []float32
	at  int
}

func (w *writer) put(vs ...float64) {
	for _, v := range vs {
		w.row[w.at] = float32(v)
		w.at++
	}
}

func (w *writer) flag(b bool) {
	v := 0.0
	if b {
		v = 1
	}
	w.put(v)
}

func (t *table) overlap(w *writer, p *passage, s, prev, next *sentence) {
	ov := t.weight(func(k int) bool { return s.found[k] }) / t.total
	rest := t.weight(func(k int) bool { return s.found[k] && !p.title[k] }) / p.rest
	in := func(o *sentence, k int) bool { return o != nil && o.found[k] }
	ctx := t.weight(func(k int) bool { return s.found[k] || in(prev, k) }) / t.total
	ctxn := t.weight(func(k int) bool { return s.found[k] || in(next, k) }) / t.total
	mx, n, covered := 0.0, 0, 0
	loc, locAll := 0.0, 1e-9
	for k, term := range t.terms {
		if h := p.holding[k]; h > 0 {
			l := term.IDF * math.Log(1+float64(len(p.sentences))/float64(h))
			locAll += l
			if s.found[k] {
				loc += l
			}
		}
		if s.found[k] {
			mx, n = max(mx, term.IDF), n+1
		}
	}
	for _, c := range s.covered {
		if c {
			covered++
		}
	}
	w.put(ov, rest, 0, 0, 0, 0, ctx, 0, ctxn)
	w.put(float64(s.run)/float64(max(1, utf8.RuneCountInString(t.q.Folded))), 0, mx/t.rarest)
	w.put(float64(n)/float64(max(1, len(t.terms))), float64(covered)/float64(max(1, s.Runes)), float64(min(60, s.Runes-covered))/60, loc/locAll)
	w.put(t.weight(func(k int) bool { return in(prev, k) })/t.total, t.weight(func(k int) bool { return in(next, k) })/t.total)
}

func (t *table) place(w *writer, p *passage, rank, k int, s *sentence) {
	n := len(p.sentences)
	w.put(float64(min(k, 15))/15, float64(k)/float64(n))
	w.flag(k == 0)
	w.flag(k == n-1)
	best, second := t.passages[0].Score, 0.0
	if len(t.passages) > 1 {
		second = t.passages[1].Score
	}
	ratio, gap := 0.0, 1.0
	if best > 0 {
		ratio, gap = p.Score/best, (best-second)/best
	}
	w.put(math.Log(float64(max(1, s.Runes))), float64(rank), ratio, gap, p.pcov, p.tcov)
}

func (t *table) naming(w *writer, s, prev *sentence) {
	w.flag(len(s.typed) > 0)
	w.put(float64(min(4, len(s.typed))), s.distance(s.typed))
	w.flag(t.reader.Cue(t.q, s.folded))
	t.measures(w, s)
	t.forms(w, s, prev)
	count := map[question.Sort]int{}
	for _, p := range s.pieces {
		if s.novel(p) {
			count[p.Sort]++
		}
	}
	c := func(limit int, sorts ...question.Sort) float64 {
		n := 0
		for _, x := range sorts {
			n += count[x]
		}
		return float64(min(limit, n))
	}
	w.put(c(3, question.Date), c(4, question.Number), c(3, question.Person), c(3, question.Place, question.PlaceIn), c(3, question.Organ), c(3, question.Quoted), c(3, question.Latin))
	w.put(float64(min(5, strings.Count(s.folded, "、"))))
	w.flag(strings.Contains(s.folded, "是"))
	w.flag(strings.Contains(s.folded, ":"))
	w.flag(prev != nil && len(prev.typed) > 0)
	w.put(float64(min(3, s.headCues())))
	covered := 0
	for _, x := range s.covered {
		if x {
			covered++
		}
	}
	w.flag(covered*4 > 3*s.Runes)
}

// measures says whether the sentence holds a measure of the kind asked for.
func (t *table) measures(w *writer, s *sentence) {
	if t.want == nil {
		w.put(-1, 1, 0)
		return
	}
	pieces := make([]question.Piece, len(s.wanted))
	for i, sp := range s.wanted {
		pieces[i] = question.Piece{Start: sp.Start, End: sp.End}
	}
	rare := 0.0
	if len(s.wanted) > 0 {
		rare = float64(t.without) / float64(len(t.all))
	}
	w.put(float64(min(3, len(s.wanted))), s.distance(pieces), rare)
}

// forms says what sort of line the sentence is and what stands above it.
func (t *table) forms(w *writer, s, prev *sentence) {
	w.flag(s.form.cells > 0)
	w.flag(s.header == s)
	w.flag(s.form.cells == 0 && s.form.label > 0)
	w.flag(s.form.open)
	w.flag(s.form.asks)
	w.put(float64(min(6, s.form.cells)))
	title := t.passages[s.Passage].title
	above := func(k int) bool {
		return title[k] || s.heading != nil && s.heading[k] || s.lead != nil && s.lead[k] || s.header != nil && s.header.found[k]
	}
	w.put(t.weight(func(k int) bool { return s.found[k] || above(k) }) / t.total)
	label := 0.0
	if s.form.label > 0 {
		in := t.holds(string(s.runes[:s.form.label]))
		label = t.weight(func(k int) bool { return in[k] }) / t.total
	}
	w.put(label)
	asked := prev != nil && prev.form.asks
	w.flag(asked)
	told := 0.0
	if asked {
		told = t.weight(func(k int) bool { return prev.found[k] }) / t.total
	}
	w.put(told)
}

// distance is how far the nearest of some pieces stands from a matched character, 0 to
// 1 (30 characters or more).
func (s *sentence) distance(pieces []question.Piece) float64 {
	best := 30
	for _, p := range pieces {
		for i, c := range s.covered {
			if !c {
				continue
			}
			d := 0
			switch {
			case i < p.Start:
				d = p.Start - i
			case i >= p.End:
				d = i - p.End + 1
			}
			best = min(best, d)
		}
	}
	return float64(best) / 30
}

// headCues counts places where a matched stretch is followed by a word that introduces
// an answer.
func (s *sentence) headCues() int {
	n := 0
	for i := 0; i+1 < len(s.runes); i++ {
		if s.covered[i] && !s.covered[i+1] && strings.ContainsRune("是为由于在被以叫有指,(:", s.runes[i+1]) {
			n++
		}
	}
	return n
}
