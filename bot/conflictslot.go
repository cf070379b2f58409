package bot

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"ask/bot/check/quantity"
	"ask/bot/extract"
	"ask/retrieve/question"
	"ask/retrieve/text"
	"ask/retrieve/when"
)

// How a question is cut into what it is about and the attribute it asks for.
const (
	maxAttribute = 5    // runes before the asking word that may name the attribute
	shortName    = 3    // runes of an attribute that any name of it stands for
	mostOf       = 0.6  // of the pairs of a longer one
	minSubject   = 0.5  // weight of the subject's words that a source must hold
	asMuch       = 0.55 // of what the answering source holds of them
	nearlyAll    = 0.6  // of all words of the question: a sentence that answers in other words
	ordinary     = 0.5  // weight of an ordinary word of the subject beside one that is a name
	firstYear    = 1800
	lastYear     = 2100 // a number between them may be a year
)

// slot is what a question asks for: one attribute of one subject.
type slot struct {
	question *question.Question
	words    *conflictWords
	// heads are names of the attribute; grams are the pairs of runes of all that may
	// name it.
	heads, grams []string
	exact        int  // of the heads that the question itself uses
	after        bool // the attribute comes after the word that asks
	subject      []extract.Term
	terms        []extract.Term // all that name something
	anchor       string         // how the subject's name begins
	number       string         // in the subject's name, that names it: 三号线
	asked        []quantity.Quantity
	unit         string            // of what is counted, if the question says
	lasting      bool              // a span of time may be the answer
	parts        []string          // of the question: its value has them too
	years        []int             // that the question names: a value said of others is none
	takes        bool              // asks how long something takes
	asking       *asking           // for something named; nil for a number, date or place
	whole        map[string]string // folded: what the hits hold of each document
	said         bool              // the year is told by the day of the question: 去年
	limit        bool              // asks how many there may be at most
	price, paid  bool              // asks what something costs, or what was paid for it
	clock        string            // asks when something opens or shuts: OPEN or SHUT
	changing     bool              // changes from time to time: the newest source tells how it is
	item, thing  string            // what is sold, if a seller is named too; how its name ends
}

// slotOf reads the slot of a question for a number, a date or a place; nil if it has
// none, or nothing but an attribute.
func (e *Extractive) slotOf(d *evidence) *slot {
	q := d.result.Question
	words, err := e.disputes()
	if err != nil {
		return nil // the words are in the program, and a test reads them
	}
	q = words.typed(q)
	s := &slot{question: q, words: words, asked: quantity.Find(q.Raw), asking: words.asked(q.Folded)}
	if s.asking == nil && q.Type != question.Num && q.Type != question.When && q.Type != question.Where {
		return nil
	}
	s.read()
	s.lastYear(d.asOf)
	if s.asking == nil && words.rules["NTH"].MatchString(q.Folded) {
		return nil
	}
	subject, attribute := s.split()
	if s.asking != nil {
		subject, attribute = s.asking.question.ReplaceAllString(q.Folded, " "), ""
	}
	s.anchor = anchorOf(subject, d.terms)
	s.number = words.rules["NUMBERED"].FindString(subject)
	if s.asking == nil && len(pairs([]rune(attribute))) == 0 || s.anchor == "" {
		return nil
	}
	if s.asking == nil {
		s.name(d.terms, attribute)
	}
	if !s.take(d.terms, subject) { // 决赛在哪里举行: of what, only a conversation would say
		return nil
	}
	return s
}

// typed is the question with the sort of value that it is after, where its type does not
// tell: a place asked for by its last word, or values to choose from.
func (w *conflictWords) typed(q *question.Question) *question.Question {
	out := *q
	if w.rules["WHERE"].MatchString(q.Folded) {
		out.Type = question.Where
	}
	found := quantity.Find(q.Folded)
	if q.Type != question.Other || !w.rules["EITHER"].MatchString(q.Folded) {
		return &out
	}
	for i, a := range found {
		for _, b := range found[i+1:] {
			if a.Kind != b.Kind || a.Unit != b.Unit || a.Kind == quantity.Ordinal || a.Kind == quantity.Time {
				continue
			}
			out.Type = question.Num
			if a.Kind == quantity.Date {
				out.Type = question.When
			}
			out.Folded = q.Folded[:a.Span.Start]
			out.Raw, out.Stripped = out.Folded, out.Folded+" "
			return &out
		}
	}
	return &out
}

// read notes what the question says of its value.
func (s *slot) read() {
	folded := s.question.Folded
	s.sort()
	s.parts = s.words.partsIn(folded)
	if s.limit {
		s.parts = slices.DeleteFunc(s.parts, func(p string) bool { return p == "最多" })
	}
	s.lasting = s.words.rules["LASTING"].MatchString(folded)
	s.takes = s.question.Type == question.Num && s.words.rules["TAKES"].MatchString(folded)
	for _, f := range s.asked {
		if y := yearOf(f); y != 0 {
			s.years = append(s.years, y)
		}
	}
	if len(s.years) > 0 { // 去年(2024)
		s.parts = slices.DeleteFunc(s.parts, s.relative)
	}
}

// lastYear turns 去年 into its year, in a question that says when it is asked.
func (s *slot) lastYear(today string) {
	now, ok := when.Parse(today)
	if !ok || len(s.years) > 0 {
		return
	}
	for back, name := range []string{"LASTYEAR", "BEFORELAST"} {
		if s.words.rules[name].MatchString(s.question.Folded) {
			s.years, s.said = []int{now.Year - 1 - back}, true
			s.parts = slices.DeleteFunc(s.parts, s.relative)
		}
	}
}

// relative reports a part that names a year by the source's own.
func (s *slot) relative(part string) bool {
	return s.words.rules["LASTYEAR"].MatchString(part) || s.words.rules["BEFORELAST"].MatchString(part)
}

// yearOf is the year that a quantity names, 0 if none.
func yearOf(f quantity.Quantity) int {
	if f.Kind == quantity.Number && len(f.Value) == len("2006") && (f.Unit == "" || f.Unit == "年") {
		y, err := strconv.Atoi(f.Value)
		if err == nil && y >= firstYear && y < lastYear {
			return y
		}
	}
	return f.Year
}

// take keeps the terms that name something, and those of them that name the subject;
// false if the subject has no name among them.
func (s *slot) take(terms []extract.Term, subject string) bool {
	named := false
	times := s.words.rules["TIMEWORD"].FindAllStringIndex(s.question.Folded, -1)
	for _, t := range terms {
		if t.None && text.Common(t.Text) {
			continue // no source uses the word
		}
		if i := strings.Index(s.question.Folded, t.Text); i >= 0 && slices.ContainsFunc(times, func(sp []int) bool { return sp[0] < i+len(t.Text) && i < sp[1] }) {
			continue // it straddles a word of time
		}
		if utf8.RuneCountInString(t.Text) < 2 || !names(t.Text) {
			continue
		}
		s.terms = append(s.terms, t)
		if !strings.Contains(subject, t.Text) || slices.Contains(s.words.parts, t.Text) || isYear(t.Text) {
			continue
		}
		if text.Common(t.Text) {
			t.IDF *= ordinary
		} else {
			named = true
		}
		s.subject = append(s.subject, t)
	}
	return named
}

// name fills in what the attribute may be called.
func (s *slot) name(terms []extract.Term, attribute string) {
	runes := []rune(attribute)
	if s.after && utf8.RuneLen(runes[0]) > 1 && len(runes) > shortName {
		s.grams = slices.DeleteFunc(pairs(runes), func(g string) bool { return strings.ContainsFunc(g, text.Function) })
		s.heads = s.words.namesOf(attribute)
		return
	}
	all := pairs(runes)
	s.grams = all[max(0, len(all)-maxAttribute+1):]
	s.heads = append(s.heads, all[len(all)-1])
	for _, t := range terms {
		if strings.HasSuffix(attribute, t.Text) {
			s.heads = append(s.heads, t.Text)
			s.heads = append(s.heads, t.Synonyms...)
		}
	}
	s.exact = len(s.heads)
	s.heads = append(s.heads, s.words.namesOf(attribute)...)
	if s.limit {
		s.heads = append(s.heads, s.words.namesOf("限额")...)
	}
	if s.thing != "" {
		s.heads = append(s.heads, s.thing)
	}
	if s.price && strings.HasSuffix(attribute, "票") {
		s.heads = append(s.heads, "票")
	}
	if s.unit == "元" && s.words.namesOf(attribute) == nil {
		s.heads = append(s.heads, s.words.namesOf("价格")...)
	}
	if s.takes {
		s.heads = append(s.heads, s.words.lists["takes"]...)
	}
}

// split cuts the question at the word that asks: what comes after it names the
// attribute (几家门店), else the last words before it do (总部在哪里).
func (s *slot) split() (subject, attribute string) {
	if !strings.ContainsFunc(s.question.Folded, func(r rune) bool { return text.ClassOf(r) == text.Han }) {
		return s.splitWords()
	}
	if subject, attribute, ok := s.splitSort(); ok {
		return subject, attribute
	}
	if m := s.words.rules["TAKES"].FindStringIndex(s.question.Folded); m != nil && s.takes && strings.TrimFunc(s.question.Folded[:m[0]], grammar) != "" {
		return strings.TrimRightFunc(s.question.Folded[:m[0]], grammar), "用时"
	}
	if m := s.words.rules["DEGREE"].FindStringSubmatchIndex(s.question.Folded); m != nil && !s.takes {
		measure := s.question.Folded[m[2]:m[3]]
		if s.words.rules["WITHIN"].MatchString(s.question.Folded[m[0]:]) {
			measure = "范围"
		}
		return strings.TrimRightFunc(s.question.Folded[:m[0]], grammar), measure
	}
	fields := strings.Fields(s.words.rules["FILLER"].ReplaceAllString(s.question.Stripped, "的"))
	if len(fields) == 0 {
		return "", ""
	}
	last := len(fields) - 1
	before, after := strings.Join(fields[:last], ""), fields[last]
	if last == 0 && !strings.HasPrefix(s.question.Stripped, " ") {
		before, after = after, ""
	}
	after = strings.TrimFunc(s.withoutUnit(after), grammar)
	if s.after = utf8.RuneCountInString(after) > 1 || s.words.isName(after); s.after {
		if utf8.RuneCountInString(after) > shortName {
			before += " " + after // which names more than the attribute
		}
		return before, after
	}
	if name := s.words.nameAt(strings.TrimSpace(before)); strings.ContainsFunc(name, grammar) && strings.HasSuffix(before, name) {
		return strings.TrimSuffix(before, name), name // 占地
	}
	before = strings.TrimRightFunc(before, grammar)
	runs := strings.FieldsFunc(before, func(r rune) bool { return r != '过' && grammar(r) }) // 过江
	if len(runs) == 0 {
		return "", ""
	}
	attribute = runs[len(runs)-1]
	subject = strings.TrimSuffix(before, attribute)
	if strings.TrimFunc(subject, grammar) == "" { // 澄屿科技总部: one run
		name := s.words.nameAt(attribute)
		if name == "" || name == attribute {
			name = lastRunes(attribute, 2)
		}
		subject = strings.TrimSuffix(attribute, name)
	}
	return subject, attribute
}

// splitWords cuts a question in words: names are its subject, the rest the attribute.
func (s *slot) splitWords() (subject, attribute string) {
	var names, rest []string
	for i, w := range strings.FieldsFunc(s.question.Raw, func(r rune) bool { return text.ClassOf(text.Rune(r)) == text.Other }) {
		folded := text.Fold(w)
		switch {
		case i > 0 && folded != w:
			names = append(names, folded)
		case slices.Contains(strings.Fields(s.question.Stripped), folded):
			rest = append(rest, folded)
		}
	}
	return strings.Join(names, " "), strings.Join(rest, " ")
}

// grammar reports a rune that names nothing.
func grammar(r rune) bool {
	return r != '每' && text.Function(r) || text.ClassOf(r) == text.Other || strings.ContainsRune("有占达约共为", r)
}

// withoutUnit cuts the counted unit that follows 几 and 多少, and notes it.
func (s *slot) withoutUnit(after string) string {
	if s.question.Type != question.Num {
		return after
	}
	if strings.HasPrefix(after, "钱") {
		s.unit = "元"
		return strings.TrimPrefix(after, "钱")
	}
	if found := quantity.Find("3" + after); len(found) > 0 && found[0].Span.Start == 0 && found[0].Unit != "" {
		s.unit = found[0].Unit
		return after[found[0].Span.End-1:]
	}
	return after
}

// pairs are the pairs of neighbouring ideographs of a text, and its other words.
func pairs(runes []rune) []string {
	var out []string
	for class, sp := range text.Runs(runes) {
		switch {
		case class == text.Other:
		case class == text.Word || sp.Len() == 1:
			out = append(out, string(runes[sp.Start:sp.End]))
		default:
			for i := sp.Start; i+1 < sp.End; i++ {
				out = append(out, string(runes[i:i+2]))
			}
		}
	}
	return out
}

func lastRunes(s string, n int) string {
	runes := []rune(s)
	return string(runes[max(0, len(runes)-n):])
}

// head finds a name of the attribute in a folded clause: the one nearest to at; false if
// there is none.
func (s *slot) head(clause string, at int) (text.Span, bool) {
	var best text.Span
	found := false
	for _, h := range s.heads {
		for from := 0; h != ""; {
			i := strings.Index(clause[from:], h)
			if i < 0 {
				break
			}
			sp := text.Span{Start: from + i, End: from + i + len(h)}
			if !found || gap(sp, at) < gap(best, at) || gap(sp, at) == gap(best, at) && sp.Len() > best.Len() {
				best, found = sp, true
			}
			from = sp.End
		}
	}
	return best, found
}

func gap(sp text.Span, at int) int { return max(sp.Start-at, at-sp.End, 0) }

// most reports whether a folded clause holds most of the attribute's pairs.
func (s *slot) most(clause string) bool {
	n := 0
	for _, g := range s.grams {
		if strings.Contains(clause, g) {
			n++
		}
	}
	return len(s.grams) > 1 && float64(n) >= mostOf*float64(len(s.grams))
}

// touches is a quick look for the attribute in a folded sentence.
func (s *slot) touches(sentence string) bool {
	if s.asking != nil {
		return slices.ContainsFunc(s.asking.tells, func(re *regexp.Regexp) bool { return re.MatchString(sentence) })
	}
	return slices.ContainsFunc(s.heads, func(h string) bool { return strings.Contains(sentence, h) }) || s.born(sentence) || s.most(sentence) || share(s.terms, sentence) >= nearlyAll
}

// born reports whether a folded text begins with or holds a date of a birth (1976年生), if
// that is asked for.
func (s *slot) born(folded string) bool {
	return slices.Contains(s.heads, "出生") && s.words.rules["BORN"].MatchString(folded)
}
