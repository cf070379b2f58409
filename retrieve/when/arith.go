package when

import "time"

// addDays is the day n days after d, which must say its day.
func addDays(d Date, n int) Date {
	if d.Day == 0 {
		return d
	}
	t := time.Date(d.Year, time.Month(d.Month), d.Day+n, 0, 0, 0, 0, time.UTC)
	return Date{t.Year(), int(t.Month()), t.Day()}
}

// addMonths is d, which must say its month, n months later, on the same day if
// that month has it.
func addMonths(d Date, n int) Date {
	const months = 12
	count := d.Year*months + d.Month - 1 + n
	d.Year, d.Month = count/months, count%months+1
	d.Day = min(d.Day, daysIn(d.Year, d.Month))
	return d
}

// weekday is the day of the week of d, Monday being 1 and Sunday 7.
func weekday(d Date) int {
	const sunday = 7
	n := int(time.Date(d.Year, time.Month(d.Month), d.Day, 0, 0, 0, 0, time.UTC).Weekday())
	if n == 0 {
		return sunday
	}
	return n
}
