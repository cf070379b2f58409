package slot

import (
	"cmp"
	"slices"
	"strings"

	"ask/retrieve/question"
	"ask/retrieve/text"
)

// Sources are the passages in which values are looked for.
type Sources struct {
	Passages []Passage // that may give a value
	Others   []Passage // that may too, where they say the question's year in other words: 去年
	Found    []Passage // all that were found, which tell more of the documents of the others
	// Rumour reports a sentence, or the beginning of one, that passes on what is only said;
	// Hostile one of a text that speaks to a machine. Neither gives a value. Nil reports
	// none.
	Rumour  func(sentence string) bool
	Hostile func(passage string, sentence text.Span) bool
}

// reading is the search of sources for the values of a slot.
type reading struct {
	*Slot
	Sources
	found map[string][]string // by document: what was found of it, folded
}

// Statements are the values that sources give, in the order of their passages and
// sentences.
func (s *Slot) Statements(from Sources) []Statement {
	r := &reading{s, from, map[string][]string{}}
	for _, p := range from.Found {
		r.found[p.Document.ID] = append(r.found[p.Document.ID], text.Fold(p.Text))
	}
	var out []Statement
	for _, p := range from.Passages {
		out = append(out, r.statements(p)...)
	}
	if len(s.years) == 0 {
		return out
	}
	for _, p := range from.Others {
		for _, st := range r.statements(p) {
			if len(st.years) > 0 {
				out = append(out, st)
			}
		}
	}
	return out
}

// statements are those of one passage.
func (r *reading) statements(p Passage) []Statement {
	var out []Statement
	sentences := text.Sentences(p.Text)
	for i, sp := range sentences {
		sentence := p.Text[sp.Start:sp.End]
		folded := text.Fold(sentence)
		header := headerOf(p.Text, sp)
		if strings.TrimSpace(sentence) == p.Document.Title {
			continue // which the source bears anyway
		}
		posed := r.posed(p.Text, sentences[:i])
		if !posed && !r.touches(folded+text.Fold(header)) || r.wrong(sentence) {
			continue
		}
		vs := r.values(sentence, header)
		if len(vs) == 0 && posed {
			vs = r.counted(sentence)
		}
		if r.inCorrection(p.Text[:sp.Start]) {
			vs = vs[max(0, len(vs)-1):]
		}
		if len(vs) == 0 || r.Hostile != nil && r.Hostile(p.Text, sp) {
			continue
		}
		st := Statement{Passage: p, Sentence: sp, own: strings.Contains(folded, r.anchor)}
		st.corrects = r.words.rules["CORRECTS"].MatchString(folded + text.Fold(p.Document.Title+"\n"+p.titleLines()))
		if !r.told(&st, sentences, i, posed) {
			continue
		}
		st.weight = r.weighs(&st)
		if !r.timed(&st, folded) {
			continue
		}
		affiliate := r.words.rules["AFFILIATE"]
		ofOwned := affiliate.MatchString(folded) && !affiliate.MatchString(r.question.Folded)
		for _, v := range vs {
			if (r.Rumour == nil || !r.Rumour(r.upTo(sentence, v))) && r.dated(&v, folded, p) {
				if ofOwned {
					v.parts = append(slices.Clone(v.parts), owned)
				}
				v.parts = slices.DeleteFunc(v.parts, func(p string) bool { return strings.Contains(r.question.Folded, p) })
				st.Value = v
				out = append(out, st)
			}
		}
	}
	if r.Lists() {
		return newestOf(out)
	}
	return out
}

// timed says when a statement holds; false if not at the time asked about.
func (r *reading) timed(st *Statement, folded string) bool {
	p := st.Passage
	force, posted := r.inForce(p.Document.ID), r.posted(p, st.Sentence)
	st.When = cmp.Or(p.Document.Date.Value, force, posted)
	if season, in := Season(folded, p.Document.Date.Value, r.today); season && !in && r.changing {
		return false
	}
	if p.Document.Date.Value == "" && force == "" && posted > r.today {
		return false // posted later
	}
	if day := r.upToDay(folded, p); day != "" {
		st.When = day
	}
	st.Ahead = r.ahead(st)
	return !r.Lists() || r.ofVersion(st)
}

// owned is the part that makes a value one of another company, which it owns.
const owned = "子公司"

// How much of the subject's words a source must hold to answer by itself.
const (
	enough   = 0.58 // where what is asked for changes from time to time
	outright = 0.95 // where it need not
)

// Figure reports a slot for a number or an hour.
func (s *Slot) Figure() bool {
	return (s.question.Type == question.Num || s.clock != "") && s.asking == nil
}

// Outright reports a statement that gives what is asked for in so many words.
func (s *Slot) Outright(st Statement) bool {
	if st.Loose || st.Ahead != "" || st.nearness > s.reach() {
		return false
	}
	return s.changing && st.covers >= enough || st.own && st.exact && st.covers >= outright
}
