package bot

import (
	"math"
	"regexp"
	"slices"
	"strconv"
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
	case strings.Contains(sentence, cellMark) && s.asking == nil && s.question.Type != question.Where:
		return s.row(sentence, header)
	case s.asking != nil:
		return s.named(sentence)
	case s.question.Type == question.Where:
		return s.places(sentence)
	case s.question.Type == question.When:
		out = s.dates(sentence)
	default:
		out = s.numbers(sentence)
	}
	if len(out) == 0 && share(s.terms, text.Fold(sentence)) >= nearlyAll {
		out = s.only(sentence)
	}
	return out
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
	v := value{text: sentence[at.Start:at.End], parts: s.words.partsIn(before + middle + after)}
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
	return v, s.question.Type == question.When || v.nearness <= maxBetween && len(quantity.Find(between)) == 0
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

var comma = regexp.MustCompile(`[，；;。！？!?]|,\s`)

// clauses cuts a sentence at its commas, save those before what sets a figure right.
func (s *slot) clauses(sentence string) []text.Span {
	var out []text.Span
	from := 0
	for _, m := range comma.FindAllStringIndex(sentence, -1) {
		if s.words.rules["RIGHT"].MatchString(sentence[m[1]:]) {
			continue
		}
		out = append(out, text.Span{Start: from, End: m[0]})
		from = m[1]
	}
	return append(out, text.Span{Start: from, End: len(sentence)})
}

// comparable reports whether two values are of one sort, of the whole and of one time.
func (s *slot) comparable(a, b value) bool {
	x, y := a.figure, b.figure
	if s.asking != nil {
		return true
	}
	switch s.question.Type {
	case question.Where:
		return slices.Equal(a.parts, b.parts)
	case question.When:
		return x.Unit == y.Unit && (x.Year != 0) == (y.Year != 0) && slices.Equal(a.parts, b.parts)
	}
	return x.Kind == y.Kind && (countedAlike(x.Unit, y.Unit) || s.seats()) && slices.Equal(a.parts, b.parts) && overlap(a.years, b.years)
}

// agree reports whether two comparable values may both be true of one thing.
func (s *slot) agree(a, b value) bool {
	x, y := a.figure, b.figure
	if s.asking != nil {
		return strings.Contains(a.place, b.place) || strings.Contains(b.place, a.place)
	}
	switch s.question.Type {
	case question.Where:
		return s.samePlace(a.place, b.place)
	case question.When:
		return s.sameDate(x, y)
	}
	if quantity.Holds(x, y) || quantity.Holds(y, x) {
		return true
	}
	lo, hi, ok := ends(x.Value)
	lo2, hi2, ok2 := ends(y.Value)
	if !ok || !ok2 {
		return true
	}
	if lo <= hi2 && lo2 <= hi || rounded(lo, lo2) || rounded(lo2, lo) {
		return true
	}
	if a.bound && lo2 > lo && lo2 < lo*wellAbove || b.bound && lo > lo2 && lo < lo2*wellAbove {
		return true
	}
	return (x.Approx || y.Approx) && math.Abs(lo-lo2) <= roundly*max(lo, lo2)
}

// overlap reports whether two lists of years share one, or one is empty.
func overlap(a, b []int) bool {
	return len(a) == 0 || len(b) == 0 || slices.ContainsFunc(a, func(y int) bool { return slices.Contains(b, y) })
}

// ends are both ends of a range, or the number twice.
func ends(v string) (lo, hi float64, ok bool) {
	from, to, isRange := strings.Cut(v, "..")
	lo, err := strconv.ParseFloat(from, 64)
	if err != nil {
		return 0, 0, false
	}
	if !isRange {
		return lo, lo, true
	}
	hi, err = strconv.ParseFloat(to, 64)
	return lo, hi, err == nil
}

// rounded reports whether a is b rounded to fewer digits, two at least.
func rounded(a, b float64) bool {
	const twoDigits = 2
	short := strings.TrimRight(strings.Replace(strconv.FormatFloat(a, 'f', -1, 64), ".", "", 1), "0")
	digits := len(strings.TrimLeft(short, "0"))
	if digits < twoDigits {
		return false
	}
	return strconv.FormatFloat(a, 'e', digits-1, 64) == strconv.FormatFloat(b, 'e', digits-1, 64)
}

// sameDate compares dates as exactly as both are said, by year alone if a year is asked
// for.
func (s *slot) sameDate(a, b quantity.Quantity) bool {
	switch {
	case quantity.Holds(a, b) || quantity.Holds(b, a):
		return true
	case a.Year != b.Year:
		return false
	case strings.Contains(s.question.Folded, "年"):
		return true
	}
	return (a.Month == b.Month || a.Month == 0 || b.Month == 0) && (a.Day == b.Day || a.Day == 0 || b.Day == 0)
}
