package extract

import (
	"regexp"
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
		"cue",
		"want",                                            // measures or counts of the asked kind, 0 to 3; -1 if the question asks for none
		"wantdist",                                        // how far the nearest stands from a matched character, 0 to 1
		"wantrare",                                        // share of all candidates without one, if the sentence has one
		"row", "header", "label", "open", "asks", "cells", // form of the line
		"headov",   // found in the sentence, its header row, the nearest heading or lead-in, or the title
		"labelov",  // found in the label or first cell
		"prevasks", // the sentence before is a question
		"prevtold", // found in the sentence before where that is a question
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
	wanted  []text.Span // runes of what is asked to be measured
	form    form
	heading []bool // terms found in what stands above it, nil for nothing
	lead    []bool
	header  *sentence // first row of its table, itself if it is that
	row     []float32
}

// table is all candidates of one question.
type table struct {
	reader   *question.Reader
	q        *question.Question
	terms    []Term
	want     *regexp.Regexp  // what an answer's measure looks like; nil for none
	keys     map[uint64]bool // grams of the question
	total    float64
	rarest   float64
	expected string
	without  int     // candidates without a measure of the asked kind
	unheld   float64 // idf share of the terms that no passage of the index holds
	lines    *lineRules
	all      []*sentence
	passages []*passage
}

// passage is what its sentences share.
type passage struct {
	Passage
	title     []bool // terms found in the title
	sentences []*sentence
	heading   []bool    // terms found in the nearest title above what is read
	lead      []bool    // and in the line that opens it
	header    *sentence // of the table that is read
	inTable   bool
	holding   []int // sentences that hold each term
	tcov      float64
	pcov      float64
	rest      float64
}

func newTable(c *Chooser, q *question.Question, terms []Term) *table {
	t := &table{lines: c.lines, reader: c.reader, q: q, keys: map[uint64]bool{}, expected: question.Expected(q.Type), want: c.wants.find(q.Folded)}
	t.unheld = unheld(terms)
	t.terms = slices.DeleteFunc(slices.Clone(terms), func(term Term) bool { return !c.tells(term) })
	for _, term := range t.terms {
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
		if t.passes(ps, sp) {
			continue
		}
		s := t.read(ps, sp)
		ps.under(s)
		s.Passage, s.Doc, s.Order = len(t.passages), p.Doc, i
		s.Leans = t.leansOn(p.Text, s, ps.last())
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

// passes reports whether a sentence is no candidate, and keeps what it opens.
func (t *table) passes(p *passage, sp text.Span) bool {
	switch {
	case skipped(p.Skip, sp):
		p.heading, p.lead, p.inTable = t.holds(text.Fold(p.Text[sp.Start:sp.End])), nil, false
	case t.lines.leads(p.Text, sp):
		p.lead, p.inTable = t.holds(text.Fold(p.Text[sp.Start:sp.End])), false
	default:
		return t.lines.furniture(p.Text, sp)
	}
	return true
}

// last is the sentence read last, nil before the first.
func (p *passage) last() *sentence {
	if len(p.sentences) == 0 {
		return nil
	}
	return p.sentences[len(p.sentences)-1]
}

// under notes what a sentence stands below.
func (p *passage) under(s *sentence) {
	s.heading, s.lead = p.heading, p.lead
	if s.form.cells == 0 {
		p.inTable = false
		return
	}
	if !p.inTable {
		p.header, p.inTable = s, true
	}
	s.header = p.header
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
	s.form = t.formOf(p.Text, sp, s.runes)
	s.wanted = t.wanted(s)
	s.Idle = t.want != nil && len(s.wanted) == 0
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
