package bot

import (
	"cmp"
	"slices"
	"strings"

	"ask/bot/extract"
	"ask/bot/slot"
	"ask/retrieve"
)

const (
	valueHits      = 10   // looked through for the value that a question asks for
	wholeDocuments = 6    // of which all the text is, if it is short
	shortDocument  = 9000 // bytes
)

// slotOf reads what value the question asks for; false if it asks for none.
func (e *Extractive) slotOf(d *evidence) (*slot.Slot, bool) {
	words, err := e.words()
	if err != nil {
		return nil, false // the words are in the program, and a test reads them
	}
	terms := slices.DeleteFunc(slices.Clone(d.terms), func(t extract.Term) bool { // of an ordinary word that is told apart as absent
		return t.None && slices.ContainsFunc(d.absent, func(w string) bool { return w != t.Text && strings.Contains(w, t.Text) })
	})
	return words.Read(slot.Question{
		Question: d.result.Question, Terms: terms, Tense: d.result.Time.Tense, Today: d.today, AsOf: d.asOf,
	})
}

// speakers are the passages that may give a value: the text that came with the question,
// and the hits that may be believed.
func (e *Extractive) speakers(d *evidence) slot.Sources {
	out := slot.Sources{
		Rumour:  func(s string) bool { return e.patterns.claim(s) == "rumour" },
		Hostile: e.speaks,
	}
	for _, src := range d.sources[:d.contexts] {
		out.Passages = append(out.Passages, slot.Passage{Document: src.document, Start: src.start, Text: src.text})
	}
	heard := map[string]bool{}
	for _, h := range slices.Concat(d.hits, d.former, d.doubtful) {
		heard[h.Document.ID] = true
	}
	believed := func(h retrieve.Hit) bool { return h.Superseded == "" && !h.Document.Rumour }
	read := map[string]bool{}
	for _, h := range d.hits[:min(valueHits, len(d.hits))] {
		src := source{document: h.Document, text: h.Text}
		ofYear := !slices.ContainsFunc(d.exact, src.tellsOf)
		if !believed(h) || read[h.Document.ID] {
			continue
		}
		p := passageOf(h)
		if len(read) < wholeDocuments && ofYear {
			p, read[h.Document.ID] = e.whole(p)
		}
		if ofYear {
			out.Passages = append(out.Passages, p)
		} else {
			out.Others = append(out.Others, p)
		}
	}
	for i, h := range d.result.Hits {
		out.Found = append(out.Found, passageOf(h))
		if i < valueHits && believed(h) && !heard[h.Document.ID] {
			out.Others = append(out.Others, passageOf(h))
		}
	}
	return out
}

// whole is the whole document of a passage, if that is short: its other passages may give
// the value in words that are not the question's.
func (e *Extractive) whole(p slot.Passage) (slot.Passage, bool) {
	s, ok, err := e.searcher.Text(p.Document.ID)
	if err != nil || !ok || len(s) > shortDocument {
		return p, false
	}
	return slot.Passage{Document: p.Document, Text: s}, true
}

func passageOf(h retrieve.Hit) slot.Passage {
	return slot.Passage{Document: h.Document, Heading: h.Heading, Start: h.Start, Text: h.Text}
}

// carries reports whether a source states outright what a question for something that
// changes from time to time asks.
func (d *evidence) carries() bool {
	s, ok := d.value()
	return ok && s.Figure() && slices.ContainsFunc(d.statements(), s.Outright)
}

// dispute shows what other sources give for the value that the answer quotes: further
// lines with their own citations, and Answer.Conflicts. A correction comes first, and
// where the present is asked for, a source newer by more than a year. It reports whether
// a source states the value.
func (e *Extractive) dispute(a *Answer, d *evidence, front fronts, p fixed) (settled bool) {
	s, ok := d.value()
	if !ok {
		return false
	}
	all := d.statements()
	best, ok := a.given(s, all)
	if !ok || !s.Whole(best) {
		whole, found := s.Overlooked(all)
		switch {
		case found && (!ok || s.Whole(whole)):
			best = whole
			a.quoteOf(e, best)
		case !ok:
			return false
		}
	}
	if dated, ok := s.Dated(best, all); ok {
		a.quoteOf(e, dated)
		a.lead(dated)
		best = dated
	}
	if newer, ok := s.Newer(best, all); ok {
		a.quoteOf(e, newer)
		front[a.quoteOf(e, best)] = p.behind(best)
		a.lead(newer)
		best = newer
	}
	rivals := s.Rivals(best, all)
	if i := slices.IndexFunc(rivals, func(v slot.Statement) bool { return v.Corrects(best) }); i >= 0 {
		best = rivals[i]
		rivals = s.Rivals(best, all)
	}
	if len(rivals) == 0 {
		rivals = s.Asides(best, all)
	}
	values := append([]slot.Statement{best}, rivals...)
	if len(rivals) > 0 {
		a.quoted(s, values, all)
		slices.SortStableFunc(values, func(x, y slot.Statement) int { return s.Rank(y) - s.Rank(x) })
		a.quoteOf(e, values[0])
		a.lead(values[0])
		a.oppose(e, values, front, p)
		a.Conflicts = append(a.Conflicts, a.conflict(s.About(), values))
	} else if best.Sure() {
		a.lead(best)
	}
	if old, ok := s.Older(values[0], all); ok {
		a.quoteOf(e, old)
	}
	for _, o := range all {
		if s.Owned(o) && s.Whole(values[0]) && a.shows(o) >= 0 && a.shows(o) != a.shows(values[0]) {
			a.drop(o)
			continue
		}
		if s.Outdated(o, values[0]) && a.shows(o) >= 0 && a.shows(o) != a.shows(values[0]) && front[a.quoteOf(e, o)] == "" {
			front[a.quoteOf(e, o)] = p.behind(o)
		}
	}
	e.whispered(a, d, s, values[0])
	return true
}

// whispered adds another name for what was asked that only a rumour gives, as a rumour: who
// heard it finds that it is known, and what sources say instead.
func (e *Extractive) whispered(a *Answer, d *evidence, s *slot.Slot, best slot.Statement) {
	if !s.Named() {
		return
	}
	var doubtful slot.Sources
	for _, h := range d.result.Hits {
		if h.Document.Rumour && !e.commands(h.Text) {
			doubtful.Passages = append(doubtful.Passages, passageOf(h))
		}
	}
	doubtful.Hostile = e.speaks
	for _, st := range s.Statements(doubtful) {
		if st.Sure() && !s.Agree(best, st) {
			a.quoteOf(e, st)
			return
		}
	}
}

// given is the statement that the answer gives first, of those that name the attribute if
// there are any.
func (a *Answer) given(s *slot.Slot, all []slot.Statement) (best slot.Statement, ok bool) {
	first := 0
	lesser := func(st slot.Statement) bool { return st.Loose || !s.Whole(st) }
	for _, st := range all {
		n := a.shows(st)
		switch {
		case s.Planned(st) || n < 0 || ok && lesser(st) && !lesser(best):
		case ok && lesser(best) == lesser(st) && best.Named() && !st.Named():
		case !ok || lesser(best) && !lesser(st) || lesser(best) == lesser(st) && st.Named() && !best.Named() || n < first || n == first && st.Better(best):
			best, first, ok = st, n, true
		}
	}
	return best, ok
}

// quoted puts in the place of a statement one of its source that says the same and that
// the answer quotes already.
func (a *Answer) quoted(s *slot.Slot, values, all []slot.Statement) {
	for i, v := range values {
		for _, o := range all {
			if a.shows(values[i]) < 0 && a.shows(o) >= 0 && !o.Loose && o.Passage.Document.ID == v.Passage.Document.ID && s.Agree(v, o) {
				values[i] = o
			}
		}
	}
}

// conflict lists values, each with the number of the quote that gives it: what was
// withdrawn may be told by the correction alone.
func (a *Answer) conflict(about string, values []slot.Statement) Conflict {
	c := Conflict{About: about}
	for _, v := range values {
		n := a.shows(v)
		for _, by := range values {
			if n < 0 && by.Tells(v) {
				n = a.shows(by)
			}
		}
		if n >= 0 {
			q := a.Citations[n]
			c.Values = append(c.Values, ConflictValue{v.Text, n + 1, q.Date, q.Kind})
		}
	}
	if len(c.Values) > 1 && values[1].Corrects(values[0]) && c.Values[0].N == c.Values[1].N {
		slices.Reverse(c.Values[:2]) // both in the words of the correction
	}
	slices.SortStableFunc(c.Values, func(x, y ConflictValue) int { return cmp.Compare(x.N, y.N) })
	return c
}

// behind is what stands in front of a statement that another followed: of one without a
// date it is not known that it came before.
func (p fixed) behind(st slot.Statement) string {
	if st.Ahead != "" {
		return p.from.of(st.Ahead)
	}
	if date := st.When; date != "" {
		return p.before.of(date)
	}
	return p.other.of("")
}
