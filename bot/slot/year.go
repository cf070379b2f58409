package slot

import (
	"slices"
	"strconv"

	"ask/bot/check/quantity"
	"ask/retrieve/question"
	"ask/retrieve/text"
	"ask/retrieve/when"
)

// A number between them may be a year.
const (
	firstYear = 1800
	afterYear = 2100
)

// lastYear turns 去年 into its year, in a question that says when it is asked.
func (s *Slot) lastYear(today string) {
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
func (s *Slot) relative(part string) bool {
	return s.words.rules["LASTYEAR"].MatchString(part) || s.words.rules["BEFORELAST"].MatchString(part)
}

// yearOf is the year that a quantity names, 0 if none.
func yearOf(f quantity.Quantity) int {
	if f.Kind == quantity.Number && len(f.Value) == len("2006") && (f.Unit == "" || f.Unit == "年") {
		y, err := strconv.Atoi(f.Value)
		if err == nil && y >= firstYear && y < afterYear {
			return y
		}
	}
	return f.Year
}

// yearsOf are the years that a figure is said to be of: those of its clause, else the
// last before it, unless the clause names its year by the source's own.
func (s *Slot) yearsOf(sentence string, found []quantity.Quantity, f quantity.Quantity, c text.Span) []int {
	var in []int
	last, clause := 0, text.Fold(sentence[c.Start:c.End])
	for _, d := range found {
		switch {
		case d.Kind != quantity.Date || d.Year == 0:
		case d.Span.Start >= c.Start && d.Span.End <= c.End:
			in = append(in, d.Year)
		case d.Span.End <= f.Span.Start:
			last = d.Year
		}
	}
	if len(in) == 0 && last != 0 && !s.relative(clause) && !s.words.rules["THISYEAR"].MatchString(clause) {
		in = append(in, last)
	}
	return in
}

// overlap reports whether two lists of years share one, or one is empty.
func overlap(a, b []int) bool {
	return len(a) == 0 || len(b) == 0 || slices.ContainsFunc(a, func(y int) bool { return slices.Contains(b, y) })
}

// upToDay is the day that a folded sentence says its figures are of (截至2021年底), "" if it
// says none, or one after its document's.
func (s *Slot) upToDay(folded string, p Passage) string {
	at := s.words.rules["UPTO"].FindStringIndex(folded)
	if at == nil || s.question.Type != question.Num {
		return ""
	}
	published, dated := when.Parse(p.Document.Date.Value)
	all := when.Find(folded[at[1]:], published)
	if len(all) == 0 || all[0].Span.Start != 0 || all[0].Void != "" {
		return ""
	}
	if day := all[0].To.String(); !dated || day < p.Document.Date.Value {
		return day
	}
	return ""
}

// dated turns 去年 into the year that a source means, and reports whether the value is of
// a year that the question asks for, as far as is said.
func (s *Slot) dated(v *Value, folded string, p Passage) bool {
	said, known := when.Parse(p.Document.Date.Value)
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
