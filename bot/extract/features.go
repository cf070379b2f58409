package extract

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"ask/retrieve/question"
	"ask/retrieve/text"
)

// Features are in this order in every model file. Shares are of the question's idf
// unless said otherwise.
func Features() []string {
	return []string{
		"ov",           // found in the sentence
		"ovrest",       // of the terms the title does not hold: found in the sentence
		"ovrest_norm",  // the same, divided by the best of all candidates
		"ovrest_rank",  // its rank among all candidates, 0 to 8
		"bestrest",     // the same minus the best of its passage
		"ov_norm",      // ov divided by the best of all candidates
		"ctx",          // found in the sentence or the one before
		"ctx_rank",     // its rank, 0 to 8
		"ctxn",         // found in the sentence or the one after
		"run",          // longest stretch covered by question bigrams, of the question's length
		"run_rank",     // its rank, 0 to 8
		"mx",           // the rarest term found, against the rarest of all
		"nmatch",       // share of terms found
		"cover",        // share of the sentence that question bigrams cover
		"uncov",        // runes not covered, to 60
		"loc",          // terms weighed by how few sentences of the passage hold them
		"prev", "next", // found in the sentence before, after
		"pos", "posr", "first", "last",
		"llen",   // log of the length in runes
		"rank",   // of the passage
		"sratio", // passage score against the best
		"gap",    // best passage score minus second, of the best
		"pcov",   // found in title or passage
		"tcov",   // found in the title
		"typ", "typn", "typdist",
		"cue", "unit",
		"dates", "nums", "pers", "places", "orgs", "quoted", "latin", "enum",
		"is", "colon", "prevtyp", "headcue", "repeat",
	}
}

// FeatureTypes is how many of the last features are question types, appended one-hot
// after Features.
func typeNames() []question.Type {
	return []question.Type{question.Why, question.When, question.Num, question.Who, question.Where, question.How, question.Name, question.Def, question.List, question.Which, question.What}
}

// AllFeatures lists Features and one feature a question type.
func AllFeatures() []string {
	out := Features()
	for _, t := range typeNames() {
		out = append(out, "is_"+string(t))
	}
	return out
}

// sentence is a candidate while its features are counted.
type sentence struct {
	Sentence
	runes   []rune
	folded  string
	found   []bool // by term
	covered []bool // by rune
	run     int
	pieces  []question.Piece
	typed   []question.Piece
	row     []float32
}

// table is all candidates of one question.
type table struct {
	reader   *question.Reader
	q        *question.Question
	terms    []Term
	keys     map[uint64]bool // grams of the question
	total    float64
	rarest   float64
	expected string
	all      []*sentence
	passages []*passage
}

// passage is what its sentences share.
type passage struct {
	Passage
	title     []bool // terms found in the title
	sentences []*sentence
	holding   []int // sentences that hold each term
	tcov      float64
	pcov      float64
	rest      float64
}

func newTable(r *question.Reader, q *question.Question, terms []Term) *table {
	t := &table{reader: r, q: q, terms: terms, keys: map[uint64]bool{}, expected: question.Expected(q.Type)}
	for _, term := range terms {
		t.total += term.IDF
		t.rarest = max(t.rarest, term.IDF)
	}
	t.total, t.rarest = max(t.total, 1e-9), max(t.rarest, 1e-9)
	for _, g := range text.Grams([]rune(q.Folded), nil) {
		t.keys[g.Key] = true
	}
	return t
}

// add reads one passage's sentences.
func (t *table) add(p Passage) {
	ps := &passage{Passage: p, holding: make([]int, len(t.terms))}
	ps.title = t.holds(text.Fold(p.Title))
	for i, sp := range text.Sentences(p.Text) {
		if skipped(p.Skip, sp) {
			continue
		}
		s := t.read(ps, sp)
		s.Passage, s.Order = len(t.passages), i
		for k, f := range s.found {
			if f {
				ps.holding[k]++
			}
		}
		ps.sentences = append(ps.sentences, s)
	}
	inTitle, inAll := 0.0, 0.0
	for k, term := range t.terms {
		if ps.title[k] {
			inTitle += term.IDF
		} else {
			ps.rest += term.IDF
		}
		if ps.title[k] || ps.holding[k] > 0 {
			inAll += term.IDF
		}
	}
	ps.tcov, ps.pcov, ps.rest = inTitle/t.total, inAll/t.total, max(ps.rest, 1e-9)
	t.passages = append(t.passages, ps)
	t.all = append(t.all, ps.sentences...)
}

func skipped(skip []text.Span, sp text.Span) bool {
	for _, k := range skip {
		if sp.Start < k.End && sp.End > k.Start {
			return true
		}
	}
	return false
}

func (t *table) holds(folded string) []bool {
	out := make([]bool, len(t.terms))
	for i, term := range t.terms {
		out[i] = strings.Contains(folded, term.Text)
		for k := 0; !out[i] && k < len(term.Synonyms); k++ {
			out[i] = strings.Contains(folded, term.Synonyms[k])
		}
	}
	return out
}

// read folds one sentence and finds what it shares with the question.
func (t *table) read(p *passage, sp text.Span) *sentence {
	s := &sentence{Sentence: Sentence{Span: sp}}
	quote := p.Text[sp.Start:sp.End]
	var offsets []int32
	s.runes, offsets = text.FoldRunes(quote, nil, nil)
	s.Runes = len(s.runes)
	s.folded = string(s.runes)
	s.found = t.holds(s.folded)
	s.covered = make([]bool, len(s.runes))
	for _, g := range text.Grams(s.runes, nil) {
		if t.keys[g.Key] {
			for i := g.Start; i < g.End; i++ {
				s.covered[i] = true
			}
		}
	}
	cur := 0
	for _, c := range s.covered {
		if c {
			cur++
		} else {
			cur = 0
		}
		s.run = max(s.run, cur)
	}
	s.pieces = t.pieces(p, s, offsets)
	s.typed = t.typed(s)
	return s
}

// pieces lists what the sentence names: by pattern, and by the indexer's tags. Ranges
// are runes of the sentence.
func (t *table) pieces(p *passage, s *sentence, offsets []int32) []question.Piece {
	out := t.reader.Pieces(s.folded, "DNQOAPS", nil)
	for i := range out {
		from := utf8.RuneCountInString(s.folded[:out[i].Start])
		out[i].End = from + utf8.RuneCountInString(s.folded[out[i].Start:out[i].End])
		out[i].Start = from
	}
	for _, tag := range p.Tags {
		if tag.Start < s.Start || tag.End > s.End {
			continue
		}
		from, ok1 := slices.BinarySearch(offsets, int32(tag.Start-s.Start))
		to, ok2 := slices.BinarySearch(offsets, int32(tag.End-s.Start))
		if ok1 && ok2 {
			out = append(out, question.Piece{Start: from, End: to, Sort: tag.Sort})
		}
	}
	return out
}

// typed are the pieces of the sort the question asks for that it does not name itself.
func (t *table) typed(s *sentence) []question.Piece {
	var out []question.Piece
	for _, p := range s.pieces {
		if strings.IndexByte(t.expected, byte(p.Sort)) >= 0 && s.novel(p) {
			out = append(out, p)
		}
	}
	if t.q.Type == question.List {
		for i, r := range s.runes {
			if r == '、' {
				out = append(out, question.Piece{Start: i, End: i + 1, Sort: 'E'})
			}
		}
	}
	return out
}

// novel reports whether less than 60 % of a piece is covered by the question.
func (s *sentence) novel(p question.Piece) bool {
	n := 0
	for _, c := range s.covered[p.Start:p.End] {
		if c {
			n++
		}
	}
	return float64(n) < 0.6*float64(p.End-p.Start)
}

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
	w.put(float64(min(4, len(s.typed))), s.distance())
	w.flag(t.reader.Cue(t.q, s.folded))
	w.flag(t.q.Unit != "" && s.counts(t.q.Unit))
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

// distance is how far the nearest piece of the asked sort stands from a matched
// character, 0 to 1 (30 characters or more).
func (s *sentence) distance() float64 {
	best := 30
	for _, p := range s.typed {
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

// counts reports whether a number stands in front of the unit asked for.
func (s *sentence) counts(unit string) bool {
	u, _ := utf8.DecodeRuneInString(unit)
	for i := 1; i < len(s.runes); i++ {
		if s.runes[i] == u && strings.ContainsRune("0123456789一二三四五六七八九十百千万两〇零亿几", s.runes[i-1]) {
			return true
		}
	}
	return false
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
