package slot

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"ask/bot/check/quantity"
	"ask/retrieve/question"
)

// Values of one attribute agree if they differ by no more than rounding does.
const (
	roundly     = 0.05 // between figures that are approximate
	roundlyDays = 0.1  // between spans in different units of time
	wellAbove   = 1.5  // a lower bound may be exceeded so many times
)

// Agree reports whether two statements give values of one sort that may both be true.
func (s *Slot) Agree(a, b Statement) bool {
	return s.comparable(a.Value, b.Value) && s.agree(a.Value, b.Value)
}

// comparable reports whether two values are of one sort, of the whole and of one time.
func (s *Slot) comparable(a, b Value) bool {
	x, y := a.figure, b.figure
	if s.asking != nil {
		return true
	}
	switch s.question.Type {
	case question.Where:
		return slices.Equal(a.parts, b.parts)
	case question.When:
		if s.clock != "" {
			return slices.Equal(a.parts, b.parts)
		}
		return x.Unit == y.Unit && (x.Year != 0) == (y.Year != 0) && slices.Equal(a.parts, b.parts)
	}
	return x.Kind == y.Kind && (countedAlike(x.Unit, y.Unit) || s.seats() || s.days(x.Unit) > 0 && s.days(y.Unit) > 0) && slices.Equal(a.parts, b.parts) && (s.changing || overlap(a.years, b.years))
}

// agree reports whether two comparable values may both be true of one thing.
func (s *Slot) agree(a, b Value) bool {
	x, y := a.figure, b.figure
	if s.asking != nil {
		return strings.Contains(a.place, b.place) || strings.Contains(b.place, a.place)
	}
	switch s.question.Type {
	case question.Where:
		return s.samePlace(a.place, b.place)
	case question.When:
		if s.clock != "" {
			return x.Value == y.Value
		}
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
	if m, n := s.days(x.Unit), s.days(y.Unit); m > 0 && n > 0 && x.Unit != y.Unit {
		return math.Abs(lo*m-lo2*n) <= roundlyDays*max(lo*m, lo2*n)
	}
	if lo <= hi2 && lo2 <= hi || rounded(lo, lo2) || rounded(lo2, lo) {
		return true
	}
	if a.bound && lo2 > lo && lo2 < lo*wellAbove || b.bound && lo > lo2 && lo < lo2*wellAbove {
		return true
	}
	return (x.Approx || y.Approx) && math.Abs(lo-lo2) <= roundly*max(lo, lo2)
}

// days is how many days a unit of time is, 0 for other units.
func (s *Slot) days(unit string) float64 {
	list := s.words.lists["days"]
	for i := 0; i+1 < len(list); i += 2 {
		if list[i] == unit && unit != "" {
			n, err := strconv.ParseFloat(list[i+1], 64)
			if err != nil {
				return 0
			}
			return n
		}
	}
	return 0
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
func (s *Slot) sameDate(a, b quantity.Quantity) bool {
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
