package bot

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"ask/bot/check/quantity"
	"ask/retrieve"
	"ask/retrieve/document"
	"ask/retrieve/question"
	"ask/retrieve/text"
	"ask/retrieve/when"
)

// How far back a sentence may take its subject from.
const (
	lookBack   = 3  // sentences before a value
	fieldsBack = 10 // lines of a record before one of its values
	refersBack = 15 // sentences before one that says 公司 or 这家
	headRunes  = 80 // of a source that tell what it is
)

// statement is a value with the sentence and source that gives it.
type statement struct {
	value
	source   source
	sentence text.Span // of the source's text
	own      bool      // names its subject itself
	corrects bool
	near     string  // folded: the sentence and those that may name its subject
	covers   float64 // how much of the subject that and the titles hold
	weight   int     // more is better founded
	when     string  // the date of its source, or from which that holds by its own words
	ahead    string  // the day from which it will hold, if that is still to come
}

// statements are what the sources give for a slot, in the order of the hits.
func (e *Extractive) statements(s *slot, d *evidence) []statement {
	var out []statement
	s.whole = map[string]string{}
	for _, h := range d.result.Hits {
		s.whole[h.Document.ID] += text.Fold(h.Text) + "\n"
	}
	for _, src := range d.sources[:d.contexts] {
		out = append(out, e.statementsOf(s, d, src, "")...)
	}
	for _, h := range d.hits[:min(conflictHits, len(d.hits))] {
		if h.Superseded == "" && !h.Document.Rumour {
			out = append(out, e.statementsOf(s, d, source{h.Document, h.Start, h.Text}, h.Heading)...)
		}
	}
	return append(out, e.otherwise(s, d)...)
}

// otherwise are the statements of hits that do not hold the question's year but say it
// in other words: 去年.
func (e *Extractive) otherwise(s *slot, d *evidence) []statement {
	if len(s.years) == 0 {
		return nil
	}
	heard := map[string]bool{}
	for _, list := range [][]retrieve.Hit{d.hits, d.former, d.doubtful} {
		for _, h := range list {
			heard[h.Document.ID] = true
		}
	}
	var out []statement
	for _, h := range d.result.Hits[:min(conflictHits, len(d.result.Hits))] {
		if heard[h.Document.ID] || h.Superseded != "" || h.Document.Rumour {
			continue
		}
		for _, st := range e.statementsOf(s, d, source{h.Document, h.Start, h.Text}, h.Heading) {
			if len(st.years) > 0 {
				out = append(out, st)
			}
		}
	}
	return out
}

// better prefers a statement that uses the question's words and names its subject.
func better(a, b statement) bool {
	switch {
	case a.corrects != b.corrects:
		return a.corrects
	case a.exact != b.exact:
		return a.exact
	case a.own != b.own:
		return a.own
	}
	return a.nearness < b.nearness
}

// statementsOf are those of one source.
func (e *Extractive) statementsOf(s *slot, d *evidence, src source, heading string) []statement {
	var out []statement
	sentences := text.Sentences(src.text)
	for i, sp := range sentences {
		sentence := src.text[sp.Start:sp.End]
		folded := text.Fold(sentence)
		header := headerOf(src.text, sp)
		if !s.touches(folded+text.Fold(header)) || s.wrong(sentence) {
			continue
		}
		vs := s.values(sentence, header)
		if s.inCorrection(src.text[:sp.Start]) {
			vs = vs[max(0, len(vs)-1):]
		}
		if len(vs) == 0 || e.speaks(src.text, sp) {
			continue
		}
		st := statement{source: src, sentence: sp, own: strings.Contains(folded, s.anchor)}
		st.corrects = s.words.rules["CORRECTS"].MatchString(folded + text.Fold(src.document.Title+"\n"+titleLines(src)))
		if !s.told(&st, heading, sentences, i) {
			continue
		}
		st.weight = s.weighs(&st)
		st.when = cmp.Or(src.document.Date.Value, s.inForce(d, src.document.ID), s.posted(src, sp))
		st.ahead = s.ahead(st, d)
		for _, v := range vs {
			if e.patterns.claim(s.upTo(sentence, v)) != "rumour" && s.dated(&v, folded, src) {
				st.value = v
				out = append(out, st)
			}
		}
	}
	return out
}

// ahead is the day from which what a folded text says holds, "" if it holds by now.
func (s *slot) ahead(st statement, d *evidence) string {
	day := dayIn(s.words.rules["FROM"], st.near[strings.LastIndexByte(st.near, '\n')+1:])
	if day = cmp.Or(day, s.inForce(d, st.source.document.ID)); day > d.today {
		return day
	}
	return ""
}

// inForce is the day from which the text of a document says that it holds, as far as the
// hits show.
func (s *slot) inForce(d *evidence, document string) string {
	day := ""
	for _, h := range d.result.Hits {
		if h.Document.ID == document {
			day = max(day, dayIn(s.words.rules["INFORCE"], text.Fold(h.Text)))
		}
	}
	return day
}

// posted is the day of the post in a thread that a sentence stands in.
func (s *slot) posted(src source, sp text.Span) string {
	days := s.words.rules["POSTED"].FindAllString(src.text[:sp.End], -1)
	if len(days) == 0 {
		return ""
	}
	return days[len(days)-1]
}

// dayIn is the day that the groups of a pattern give, "" if it does not match.
func dayIn(re *regexp.Regexp, folded string) string {
	m := re.FindStringSubmatch(folded)
	if m == nil {
		return ""
	}
	return m[1] + "-" + ("0" + m[2])[len(m[2])-1:] + "-" + ("0" + m[3])[len(m[3])-1:]
}

// upTo is a sentence up to the clause of a value: what is hearsay after it is something
// else, unless the sentence takes its word back.
func (s *slot) upTo(sentence string, v value) string {
	i := strings.Index(sentence, v.text)
	if i < 0 || s.words.rules["TAKENBACK"].MatchString(text.Fold(sentence[i:])) {
		return sentence
	}
	for _, c := range s.clauses(sentence) {
		if i < c.End {
			return sentence[:c.End]
		}
	}
	return sentence
}

// dated turns 去年 into the year that a source means, and reports whether the value is of
// a year that the question asks for, as far as is said.
func (s *slot) dated(v *value, folded string, src source) bool {
	said, known := when.Parse(src.document.Date.Value)
	if known {
		for back, name := range []string{"THISYEAR", "LASTYEAR", "BEFORELAST"} {
			if len(v.years) == 0 && s.words.rules[name].MatchString(folded) && len(s.years) > 0 {
				v.years = []int{said.Year - back}
			}
		}
		if len(s.years) > 0 {
			v.parts = slices.DeleteFunc(slices.Clone(v.parts), s.relative)
		}
	}
	if s.said && known && len(v.years) == 0 && (said.Year < s.years[0] || said.Year > s.years[0]+1) {
		return false
	}
	return overlap(v.years, s.years) || s.question.Type != question.Num
}

// weighs says how well founded a statement is, by the kind of its source, what the source
// is at its head, and how the sentence puts it.
func (s *slot) weighs(st *statement) int {
	d := st.source.document
	n := 0
	switch d.Kind {
	case document.Official:
		n = 2
	case document.Social, document.AIGenerated:
		n = -2
	case document.Blog:
		n = -1
	}
	head := text.Fold(d.Title + "\n" + firstRunes(st.source.text, headRunes))
	switch {
	case n != 0:
	case s.words.rules["PERSONAL"].MatchString(head):
		n = -1
	case s.words.rules["FOUNDED"].MatchString(head):
		n = 1
	}
	if s.words.rules["GUESSED"].MatchString(text.Fold(st.source.text[st.sentence.Start:st.sentence.End])) {
		n--
	}
	return n
}

func firstRunes(s string, n int) string {
	for i := range s {
		if n--; n < 0 {
			return s[:i]
		}
	}
	return s
}

// wrong reports a sentence that says of its figures that they were not so, and
// does not set them right.
func (s *slot) wrong(sentence string) bool {
	folded := text.Fold(sentence)
	if !s.words.rules["WRONG"].MatchString(folded) || s.words.rules["INFACT"].MatchString(folded) {
		return false
	}
	for _, m := range commas(sentence) {
		if s.words.rules["RIGHT"].MatchString(sentence[m[1]:]) {
			return false
		}
	}
	return true
}

// letterhead is how a document begins: who speaks, and of what.
func letterhead(src source) string {
	if src.start > headRunes {
		return ""
	}
	return firstRunes(src.text, headRunes) + "\n"
}

// titleLines are the lines without a full stop that a document begins with.
func titleLines(src source) string {
	if src.start > headRunes {
		return ""
	}
	head := firstRunes(src.text, headRunes)
	if i := strings.Index(head, "。"); i >= 0 {
		head = head[:i]
	}
	return head[:strings.LastIndexByte(head, '\n')+1]
}

// told reports whether the i-th sentence of a source is about the slot's subject: by
// itself, its titles and the sentences before, or the lines of its record. Of a
// correction it is enough that the subject comes up.
func (s *slot) told(st *statement, heading string, sentences []text.Span, i int) bool {
	src := st.source
	st.near = src.text[sentences[i].Start:sentences[i].End]
	titles := src.document.Title + "\n" + src.document.Publisher + "\n" + heading + "\n" + letterhead(src)
	label, isField := field(st.near)
	back := lookBack
	switch {
	case strings.Contains(st.near, cellMark):
		back = 0
	case isField:
		back = fieldsBack
	case s.words.rules["REFERS"].MatchString(text.Fold(st.near)):
		back = refersBack
	}
	for j := i - 1; j >= max(0, i-back); j-- {
		before := src.text[sentences[j].Start:sentences[j].End]
		if l, ok := field(before); isField && ok && l == label {
			titles = "" // the record of something else begins
			break
		}
		st.near = before + "\n" + st.near
	}
	st.near = text.Fold(st.near)
	st.covers = s.covers(text.Fold(titles) + st.near)
	if st.corrects && strings.Contains(text.Fold(src.text), s.anchor) {
		st.covers = 1
	}
	if st.covers < minSubject && s.kin(st.near) {
		st.covers = min(surely, s.covers(text.Fold(titles)+s.whole[src.document.ID]))
	}
	return st.covers >= minSubject
}

// inCorrection reports whether a line stands in a table of figures before and after their
// correction: the last of its figures holds.
func (s *slot) inCorrection(before string) bool {
	const head = 200 // bytes
	return s.words.rules["CORRECTION"].MatchString(strings.ToValidUTF8(before[max(0, len(before)-head):], ""))
}

// kin reports a text that names its subject by the sort of thing it is: 学院 for the
// school that the whole document is about.
func (s *slot) kin(near string) bool {
	return len(s.subject) > 0 && strings.Contains(near, lastRunes(s.subject[len(s.subject)-1].Text, 2))
}

// field is the label of a line of a record: 员工 of 员工：约600人.
func field(line string) (string, bool) {
	const maxLabel = 6
	label, _, ok := strings.Cut(strings.ReplaceAll(line, "：", ":"), ":")
	return label, ok && len([]rune(label)) <= maxLabel
}

// same reports whether two statements are one sentence.
func (st statement) same(o statement) bool {
	return st.source.document.ID == o.source.document.ID && st.sentence == o.sentence && st.source.start == o.source.start
}

// tells reports whether the sentence of st gives o's value too.
func (st statement) tells(o statement) bool {
	sentence := st.source.text[st.sentence.Start:st.sentence.End]
	if o.place != "" {
		return strings.Contains(text.Fold(sentence), o.place)
	}
	return quantity.In(o.figure, quantity.Find(sentence))
}

// sets reports whether st is a correction of what o says: it names o's figure, is no
// older and of no lesser kind.
func (st statement) sets(o statement) bool {
	x, y := st.source.document, o.source.document
	return st.corrects && !o.corrects && (x.Date.Value == "" || x.Date.Value >= y.Date.Value) && standing(x.Kind) >= standing(y.Kind) &&
		st.names(o)
}

// names reports whether the source of st holds the value of o too.
func (st statement) names(o statement) bool {
	if o.place != "" {
		return strings.Contains(text.Fold(st.source.text), o.place)
	}
	return quantity.In(o.figure, quantity.Find(st.source.text))
}
