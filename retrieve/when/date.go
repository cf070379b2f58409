package when

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"
)

// Date is a day, a month or a year. What is not said is 0; years before our era
// are negative.
type Date struct{ Year, Month, Day int }

// Parse reads "2026", "2026-03" or "2026-03-05", as [Date.String] writes them,
// and refuses days that do not exist.
func Parse(s string) (Date, bool) {
	parts := strings.Split(s, "-")
	var d Date
	for i, to := range []*int{&d.Year, &d.Month, &d.Day}[:min(len(parts), 3)] {
		const yearDigits, otherDigits = 4, 2
		digits := otherDigits
		if i == 0 {
			digits = yearDigits
		}
		n, err := strconv.ParseUint(parts[i], 10, 16)
		if err != nil || len(parts[i]) != digits || n == 0 {
			return Date{}, false
		}
		*to = int(n)
	}
	return d, len(parts) <= 3 && d.void() == ""
}

// String is the date as far as it is said: "2026-03-05", "2026-03", "2026"; ""
// for the zero Date. An unknown part before a known one is written as question
// marks: "????-03-05".
func (d Date) String() string {
	if d == (Date{}) {
		return ""
	}
	year := "????"
	if d.Year != 0 {
		year = fmt.Sprintf("%04d", d.Year)
	}
	switch {
	case d.Day != 0 && d.Month == 0:
		return fmt.Sprintf("%s-??-%02d", year, d.Day)
	case d.Day != 0:
		return fmt.Sprintf("%s-%02d-%02d", year, d.Month, d.Day)
	case d.Month != 0:
		return fmt.Sprintf("%s-%02d", year, d.Month)
	}
	return year
}

// IsZero reports whether nothing is said.
func (d Date) IsZero() bool { return d == Date{} }

// Before reports whether all of d lies before all of e: 2025 is before 2026-03,
// 2026 is not.
func (d Date) Before(e Date) bool { return d.compare(e) < 0 }

// After reports whether all of d lies after all of e.
func (d Date) After(e Date) bool { return d.compare(e) > 0 }

// Contains reports whether e lies in d: 2026-03 contains 2026-03-05 and itself,
// not 2026. The zero Date contains every date.
func (d Date) Contains(e Date) bool {
	return (d.Year == 0 || d.Year == e.Year) &&
		(d.Month == 0 || d.Month == e.Month) &&
		(d.Day == 0 || d.Day == e.Day)
}

// compare compares as far as both dates say something.
func (d Date) compare(e Date) int {
	for _, pair := range [][2]int{{d.Year, e.Year}, {d.Month, e.Month}, {d.Day, e.Day}} {
		if pair[0] == 0 || pair[1] == 0 {
			return 0
		}
		if c := cmp.Compare(pair[0], pair[1]); c != 0 {
			return c
		}
	}
	return 0
}

// void says why d cannot be, "" if it can.
func (d Date) void() string {
	switch {
	case d.Month < 0 || d.Month > 12:
		return fmt.Sprintf("no month %d", d.Month)
	case d.Day < 0 || d.Day > daysIn(d.Year, d.Month):
		return fmt.Sprintf("no day %d in that month", d.Day)
	}
	return ""
}

// daysIn is the number of days of a month, the most it can have as far as the
// year or month is not known.
func daysIn(year, month int) int {
	switch month {
	case 4, 6, 9, 11:
		return 30
	case 2:
		if year == 0 || year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	}
	return 31
}
