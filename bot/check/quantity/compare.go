package quantity

import (
	"strings"

	"ask/retrieve/text"
)

// Same reports whether a and b are equal in kind, value and unit. Whether they
// are approximate does not matter.
func Same(a, b Quantity) bool {
	a.Span, b.Span = text.Span{}, text.Span{}
	a.Approx, b.Approx = false, false
	return a == b
}

// Holds reports whether b says at least what a says: 2024年3月5日 holds 2024年
// and 3月5日, 1200万元 holds 1200万. Counts of things hold one another whatever
// they are counted in, 3个 and 3名 and a plain 3, but not a measure; a plain
// 2024 and the year 2024 hold each other; 1841年 holds 19世纪; and -3% holds 3%,
// which may be said of a fall.
func Holds(b, a Quantity) bool {
	switch {
	case a.Kind == Date && b.Kind == Date:
		return holdsDate(b, a)
	case a.Kind == Date:
		return plainYear(b, a)
	case b.Kind == Date:
		return plainYear(a, b) || inCentury(b, a)
	case a.Kind == Time:
		return b.Kind == Time && sameTime(a, b)
	}
	if b.Kind != a.Kind || b.Value != a.Value && (b.Value != "-"+a.Value || a.Unit == "度") {
		return false
	}
	return a.Unit == b.Unit || a.Unit == "" || isCount(a.Unit) && (b.Unit == "" || isCount(b.Unit)) && (a.Unit == "个" || b.Unit == "个" || b.Unit == "")
}

// In reports whether any of the quantities among holds a.
func In(a Quantity, among []Quantity) bool {
	for _, b := range among {
		if Holds(b, a) {
			return true
		}
	}
	return false
}

func holdsDate(b, a Quantity) bool {
	if a.Unit == "年代" && b.Unit == "" && b.Year != 0 && a.Month == 0 {
		return b.Year/10 == a.Year/10
	}
	return (a.Year == 0 || a.Year == b.Year) &&
		(a.Month == 0 || a.Month == b.Month) &&
		(a.Day == 0 || a.Day == b.Day) &&
		(a.Unit == b.Unit || a.Unit == "" && !strings.HasPrefix(b.Unit, "财年") && b.Unit != "年代")
}

// plainYear reports whether n is the number of the year that is all of date d.
func plainYear(n, d Quantity) bool {
	return n.Kind == Number && (n.Unit == "" || n.Unit == "年") && d.Year > 0 && d.Month == 0 && d.Day == 0 &&
		d.Unit == "" && n.Value == whole(d.Year).String()
}

// inCentury reports whether the date d is in the century n, which has no sign.
func inCentury(d, n Quantity) bool {
	const years = 100
	return n.Kind == Number && n.Unit == "世纪" && d.Year > 0 && n.Value == whole((d.Year+years-1)/years).String() ||
		n.Unit == "世纪" && d.Unit == "年代" && n.Value == whole(d.Year/years+1).String()
}

// sameTime reports equal times, where an hour not said to be before or after
// noon is equal to both.
func sameTime(a, b Quantity) bool {
	if a.Value == b.Value {
		return true
	}
	if a.Unit != halfUnknown && b.Unit != halfUnknown {
		return false
	}
	return onDial(a.Value) == onDial(b.Value)
}

// onDial is a time as a clock with twelve hours shows it.
func onDial(value string) string {
	hour := int(value[0]-'0')*10 + int(value[1]-'0')
	const hours = 12
	return whole(hour%hours).String() + value[2:]
}

// isCount reports whether a unit counts things or people.
func isCount(unit string) bool {
	form, value := loaded().units.lookup(unit)
	return form == unit && (strings.HasSuffix(value, " "+string(countSort)) || strings.HasSuffix(value, " "+string(nounSort)))
}
