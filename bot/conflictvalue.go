package bot

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"ask/bot/check/quantity"
	"ask/retrieve/question"
	"ask/retrieve/text"
)

// Values of one attribute agree if they differ by no more than rounding does.
const (
	roundly    = 0.05 // between figures that are approximate
	wellAbove  = 1.5  // a lower bound may be exceeded so many times
	maxBetween = 8    // runes between an attribute and its figure
)

// value is a figure, date or place that stands beside the attribute asked for.
type value struct {
	text     string // as it is written
	figure   quantity.Quantity
	place    string   // folded
	parts    []string // what makes it the value of a part, or of another time
	years    []int    // that its sentence says it is of
	bound    bool     // a lower bound
	exact    bool     // the attribute is named as in the question
	nearness int      // less is nearer to the attribute
	loose    bool     // the attribute is not named
}

// values are those of a sentence, or of the row of a table under header, that stand
// beside the attribute.
func (s *slot) values(sentence, header string) []value {
	var out []value
	switch {
	case strings.Contains(sentence, cellMark) && s.item != "" && !strings.Contains(text.Fold(sentence), s.item):
		return nil // of another thing sold
	case strings.Contains(sentence, cellMark) && s.asking == nil && s.question.Type != question.Where:
		return s.row(sentence, header)
	case s.asking != nil:
		return s.named(sentence)
	case s.question.Type == question.Where:
		return s.places(sentence)
	case s.clock != "":
		return s.clocks(sentence)
	case s.question.Type == question.When:
		out = s.dates(sentence)
	default:
		out = s.corrected(sentence, s.numbers(sentence))
	}
	if len(out) == 0 && share(s.terms, text.Fold(sentence)) >= nearlyAll {
		out = s.only(sentence)
	}
	return out
}

// corrected leaves out the values that a sentence replaces by others: those before 更正为.
func (s *slot) corrected(sentence string, values []value) []value {
	m := s.words.rules["BECOMES"].FindStringIndex(sentence)
	if m == nil {
		return values
	}
	after := func(v value) bool { return v.figure.Span.Start >= m[1] }
	return slices.DeleteFunc(slices.Clone(values), func(v value) bool {
		return !after(v) && slices.ContainsFunc(values, func(o value) bool { return after(o) && countedAlike(o.figure.Unit, v.figure.Unit) })
	})
}

// only is the one figure of its sort in a sentence that holds nearly all words of the
// question.
func (s *slot) only(sentence string) []value {
	found := quantity.Find(sentence)
	var out []value
	for _, c := range s.clauses(sentence) {
		for _, f := range found {
			if f.Span.Start < c.Start || f.Span.End > c.End || !s.counts(f) {
				continue
			}
			folded := text.Fold(sentence[c.Start:c.End])
			out = append(out, value{
				text: s.written(sentence, f.Span), figure: f, years: yearsOf(found, f, c),
				parts: s.words.partsIn(folded), nearness: maxBetween + 1, loose: true,
			})
		}
	}
	if len(out) != 1 || !contains(out[0].parts, s.parts) {
		return nil
	}
	return out
}

// numbers are the figures of a sentence with the attribute in their clause.
func (s *slot) numbers(sentence string) []value {
	found := quantity.Find(sentence)
	var out []value
	for _, c := range s.clauses(sentence) {
		from := -1 // of a figure that the next one took the place of
		for i, f := range found {
			if f.Span.Start < c.Start || f.Span.End > c.End || !s.counts(f) {
				continue
			}
			if s.replaced(sentence, found, i, c) {
				from = f.Span.Start
				continue
			}
			at := f.Span
			if from >= 0 {
				at.Start, from = from, -1
			}
			if v, ok := s.beside(sentence, c, at); ok && contains(v.parts, s.parts) {
				v.figure, v.years, v.text = f, yearsOf(found, f, c), s.written(sentence, f.Span)
				out = append(out, v)
			}
		}
	}
	return out
}

// counts reports whether a figure is of the sort asked for.
func (s *slot) counts(f quantity.Quantity) bool {
	switch {
	case quantity.In(f, s.asked):
		return false
	case s.question.Type == question.When:
		return f.Kind == quantity.Date && (f.Year != 0 || !strings.Contains(s.question.Folded, "年"))
	case f.Kind != quantity.Number && f.Kind != quantity.Percent, f.Unit == "世纪":
		return false
	case (f.Unit == "年" || f.Unit == "" && len(s.unit) > 0) && len(f.Value) == len("1998") && yearOf(f) != 0:
		return false
	case s.takes:
		return slices.Contains(s.words.lists["span"], f.Unit)
	case s.unit != "":
		return f.Unit == s.unit || s.unit == "个" && countedAlike(f.Unit, s.unit) || s.unit == "人" && (f.Unit == "" || s.seats() && countedAlike(f.Unit, "个"))
	}
	return s.lasting || !slices.Contains(s.words.lists["span"], f.Unit)
}

// seats reports whether the attribute is how many find room: people or seats.
func (s *slot) seats() bool {
	return slices.ContainsFunc(s.heads, s.words.rules["SIT"].MatchString)
}

// countedAlike reports units that are one, or of which one only counts.
func countedAlike(a, b string) bool {
	x, y := quantity.Quantity{Kind: quantity.Number, Value: "1", Unit: a}, quantity.Quantity{Kind: quantity.Number, Value: "1", Unit: b}
	return a == b || a != "" && b != "" && (quantity.Holds(x, y) || quantity.Holds(y, x))
}

// written is a figure as it is written, with 约 and the like.
func (s *slot) written(sentence string, sp text.Span) string {
	m := s.words.rules["APPROX"].FindStringIndex(sentence[:sp.Start])
	if m != nil {
		sp.Start = m[0]
	}
	return sentence[sp.Start:sp.End]
}

// contains reports whether all holds each of some.
func contains(all, some []string) bool {
	return !slices.ContainsFunc(some, func(p string) bool { return !slices.Contains(all, p) })
}

// beside reads the value at span of a clause, false if the attribute is not beside it.
func (s *slot) beside(sentence string, c, at text.Span) (value, bool) {
	before, after := text.Fold(sentence[c.Start:at.Start]), text.Fold(sentence[at.End:c.End])
	middle := text.Fold(sentence[at.Start:at.End])
	v := value{text: sentence[at.Start:at.End], parts: s.partsOf(before, middle, after)}
	if s.words.rules["DENIES"].MatchString(before) {
		return v, false
	}
	v.bound = s.words.rules["BOUND"].MatchString(before)
	v.exact = slices.ContainsFunc(s.heads[:s.exact], func(h string) bool { return strings.Contains(before+middle+after, h) })
	between, ok := s.between(before, after)
	if !ok {
		v.nearness = maxBetween
		return v, s.most(before + middle + after)
	}
	v.nearness = utf8.RuneCountInString(between)
	return v, s.question.Type == question.When || v.nearness <= s.reach() && len(quantity.Find(between)) == 0
}

// partsOf are the parts of a value between what stands around it: what a bracket adds is
// of something else, a price is always for each, and no date is the most of anything.
func (s *slot) partsOf(before, middle, after string) []string {
	clause := brackets.ReplaceAllString(before, "") + middle + brackets.ReplaceAllString(after, "")
	if s.question.Type == question.When {
		clause = s.words.rules["EXTREME"].ReplaceAllString(clause, "")
	}
	if s.limit {
		clause = s.words.rules["EXTREME"].ReplaceAllString(s.words.rules["FOREACH"].ReplaceAllString(clause, ""), "")
	}
	if s.unit == "元" && !strings.Contains(s.question.Folded, "成人") {
		clause = s.words.rules["FOREACH"].ReplaceAllString(clause, "")
	}
	return slices.DeleteFunc(s.words.partsIn(clause), func(p string) bool {
		i := strings.Index(clause, p)
		return i >= 0 && p == "前身" && share(s.subject, clause[i:]) >= asMuch
	})
}

// reach is how many runes may stand between the attribute and its figure: what a price is
// of comes between them.
func (s *slot) reach() int {
	if s.price {
		return 2 * maxBetween
	}
	return maxBetween
}

// between is what stands between a figure and the nearest name of the attribute, false
// if there is none.
func (s *slot) between(before, after string) (string, bool) {
	left, ok := s.head(before, len(before))
	right, also := s.head(after, 0)
	if strings.HasPrefix(after, "生") && s.born("年"+after) {
		return "", true
	}
	switch {
	case ok && (!also || len(before)-left.End <= right.Start):
		return before[left.End:], true
	case also:
		return after[:right.Start], true
	}
	return "", false
}

// replaced reports whether a figure is the first of two of which the second took its place.
func (s *slot) replaced(sentence string, found []quantity.Quantity, i int, c text.Span) bool {
	for _, next := range found[i+1:] {
		if next.Span.Start >= c.End {
			return false
		}
		if next.Kind == found[i].Kind && next.Unit == found[i].Unit {
			return s.words.rules["CHANGES"].MatchString(text.Fold(sentence[found[i].Span.End:next.Span.Start]))
		}
	}
	return false
}

// yearsOf are the years that a figure is said to be of: those of its clause, else the
// last before it.
func yearsOf(found []quantity.Quantity, f quantity.Quantity, c text.Span) []int {
	var in []int
	last := 0
	for _, d := range found {
		switch {
		case d.Kind != quantity.Date || d.Year == 0:
		case d.Span.Start >= c.Start && d.Span.End <= c.End:
			in = append(in, d.Year)
		case d.Span.End <= f.Span.Start:
			last = d.Year
		}
	}
	if len(in) == 0 && last != 0 {
		in = append(in, last)
	}
	return in
}

// dates are the dates of a sentence with the attribute in their clause, or in what
// follows a date that stands alone (一九九六年,…).
func (s *slot) dates(sentence string) []value {
	var found []quantity.Quantity
	for _, f := range quantity.Find(sentence) {
		if y := yearOf(f); f.Kind == quantity.Number && y != 0 && inYear.MatchString(sentence[:f.Span.Start]) {
			f = quantity.Quantity{Span: f.Span, Kind: quantity.Date, Year: y}
		}
		if s.counts(f) {
			found = append(found, f)
		}
	}
	var out []value
	for i, f := range found {
		next := len(sentence)
		if i+1 < len(found) {
			next = found[i+1].Span.Start
		}
		c := s.dateScope(sentence, f.Span, next)
		v, ok := s.beside(sentence, c, f.Span)
		if !ok && c.End-f.Span.End > len("，") && s.alone(sentence, f.Span) {
			_, ok = s.head(text.Fold(sentence[f.Span.End:c.End]), 0)
			v.nearness = maxBetween
		}
		if ok && contains(v.parts, s.parts) {
			v.figure = f
			out = append(out, v)
		}
	}
	return out
}

// inYear stands before a number that is a year.
var inYear = regexp.MustCompile(`(?i)\b(?:in|since)\s$`)

// dateScope is what a date may be said of: its clause, or all up to the next date if it
// stands alone.
func (s *slot) dateScope(sentence string, at text.Span, next int) text.Span {
	for _, c := range s.clauses(sentence) {
		if at.Start >= c.Start && at.End <= c.End {
			if s.alone(sentence, at) {
				c.End = max(c.End, min(next, len(sentence)))
				if i := strings.IndexAny(sentence[at.End:c.End], "；;"); i >= 0 {
					c.End = at.End + i
				}
			}
			return c
		}
	}
	return at
}

// alone reports whether next to nothing but the date stands in its clause.
func (s *slot) alone(sentence string, at text.Span) bool {
	const little = 2 // runes: 在, 早在
	for _, c := range s.clauses(sentence) {
		if at.Start >= c.Start && at.End <= c.End {
			return utf8.RuneCountInString(sentence[c.Start:at.Start])+utf8.RuneCountInString(sentence[at.End:c.End]) <= little
		}
	}
	return false
}

var (
	comma    = regexp.MustCompile(`[，；;。！？!?,]`)
	brackets = regexp.MustCompile(`[(（][^()（）]*[)）]`)
)

// commas are where a sentence is cut: not inside a number (14,355).
func commas(sentence string) [][]int {
	return slices.DeleteFunc(comma.FindAllStringIndex(sentence, -1), func(m []int) bool {
		return sentence[m[0]] == ',' && m[0] > 0 && m[1] < len(sentence) && isDigit(sentence[m[0]-1]) && isDigit(sentence[m[1]])
	})
}

func isDigit(b byte) bool { return '0' <= b && b <= '9' }

// clauses cuts a sentence at its commas, save those before what sets a figure right.
func (s *slot) clauses(sentence string) []text.Span {
	var out []text.Span
	from := 0
	for _, m := range commas(sentence) {
		if s.words.rules["RIGHT"].MatchString(sentence[m[1]:]) {
			continue
		}
		out = append(out, text.Span{Start: from, End: m[0]})
		from = m[1]
	}
	return append(out, text.Span{Start: from, End: len(sentence)})
}
