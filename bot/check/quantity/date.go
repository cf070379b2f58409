package quantity

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"ask/retrieve/text"
	"ask/retrieve/when"
)

// date reads the date at i.
func (p *parser) date(i int) (end int, ok bool) {
	lit, ok := when.At(p.f, i)
	if !ok || lit.Void != "" {
		return i, false
	}
	end = i + lit.Len
	d := lit.Date
	if d.Month != 0 {
		p.month, p.monthEnd = d.Month, end
	} else if d.Day != 0 && p.month != 0 && i-p.monthEnd <= len(" 至 ") {
		d.Month = p.month
	}
	unit := lit.Part
	if lit.Fiscal {
		unit = "财年" + unit
	}
	p.add(Quantity{
		Span: text.Span{Start: i, End: end}, Kind: Date, Unit: unit,
		Year: d.Year, Month: d.Month, Day: d.Day,
	})
	return end, true
}

// dateAt reports whether a date begins at i.
func (p *parser) dateAt(i int) (end int, ok bool) {
	lit, ok := when.At(p.f, i)
	return i + lit.Len, ok
}

// clock reads the time of day at i: 14:30, 3点半, 9时30分.
func (p *parser) clock(i int) (end int, ok bool) {
	hour, end, ok := p.upTo99(i)
	if !ok || hour > 24 {
		return i, false
	}
	minute := 0
	switch rest := p.f[end:]; {
	case strings.HasPrefix(rest, ":"):
		if minute, end, ok = p.twoDigits(end + 1); !ok {
			return i, false
		}
		if _, to, ok := p.secondDigits(end); ok {
			end = to
		}
	case strings.HasPrefix(rest, "点"), strings.HasPrefix(rest, "时"):
		if minute, end, ok = p.hanClock(i, end); !ok {
			return i, false
		}
	default:
		return i, false
	}
	const minutes = 60
	if minute >= minutes {
		return i, false
	}
	hour, unit := p.half24(i, end, hour)
	p.add(Quantity{
		Span: text.Span{Start: i, End: end}, Kind: Time,
		Value: fmt.Sprintf("%02d:%02d", hour, minute), Unit: unit,
	})
	return end, true
}

// secondDigits reads the :05 of 14:30:05.
func (p *parser) secondDigits(i int) (n, end int, ok bool) {
	if i < len(p.f) && p.f[i] == ':' {
		return p.twoDigits(i + 1)
	}
	return 0, i, false
}

// twoDigits reads exactly two digits.
func (p *parser) twoDigits(i int) (n, end int, ok bool) {
	if i+2 > len(p.f) || !isDigit(p.f[i]) || !isDigit(p.f[i+1]) || i+2 < len(p.f) && isDigit(p.f[i+2]) {
		return 0, i, false
	}
	return int(p.f[i]-'0')*10 + int(p.f[i+1]-'0'), i + 2, true
}

// upTo99 reads a number without decimals or scale.
func (p *parser) upTo99(i int) (n, end int, ok bool) {
	a, ok := p.section(i)
	const most = 99
	if !ok || a.raw != "" || a.low != a.high || a.low.exp != 0 || a.low.mant > most {
		return 0, i, false
	}
	return int(a.low.mant), a.end, true
}

// hanClock reads 点半 or 时30分 behind the hour that began at i and ended at end.
// 三点 is "three points" as often, so it takes something that only a time has.
func (p *parser) hanClock(i, end int) (minute, to int, ok bool) {
	oclock := strings.HasPrefix(p.f[end:], "点")
	end += len("点")
	rest := p.f[end:]
	switch {
	case strings.HasPrefix(rest, "半"):
		return 30, end + len("半"), true
	case strings.HasPrefix(rest, "一刻"):
		return 15, end + len("一刻"), true
	case strings.HasPrefix(rest, "三刻"):
		return 45, end + len("三刻"), true
	}
	if n, to, ok := p.upTo99(end); ok && strings.HasPrefix(p.f[to:], "分") && (!strings.HasPrefix(p.f[to:], "分之") || strings.HasPrefix(p.f[to:], "分之间")) {
		return n, to + len("分"), true
	}
	for _, word := range []string{"钟", "整"} {
		if strings.HasPrefix(rest, word) {
			return 0, end + len(word), true
		}
	}
	if p.dayHalf(i) != "" || strings.HasPrefix(rest, "许") {
		return 0, end, true
	}
	if !isDigit(p.f[i]) {
		return 0, end, false
	}
	if !oclock {
		return 0, end, !startsWith(rest, []string{"代", "期", "段", "间", "速", "候", "尚", "区", "装"})
	}
	return 0, end, timeEnds(rest)
}

// timeEnds reports whether what follows 3时 or 3点 fits a time of day.
func timeEnds(rest string) bool {
	r, _ := utf8.DecodeRuneInString(rest)
	if text.ClassOf(r) == text.Other {
		return true
	}
	for _, word := range []string{"左右", "前", "后", "起", "至", "到", "开", "在", "以", "之间"} {
		if strings.HasPrefix(rest, word) {
			return true
		}
	}
	return false
}

// dayHalf says in which half of the day the hour at i is: "am", "pm" or "".
func (p *parser) dayHalf(i int) string {
	before := strings.TrimSuffix(p.f[:i], " ")
	for _, word := range []string{"上午", "早上", "清晨", "凌晨", "今晨", "早晨", "晨"} {
		if strings.HasSuffix(before, word) {
			return "am"
		}
	}
	for _, word := range []string{"下午", "晚上", "傍晚", "晚间", "午后", "今晚", "当晚", "晚", "夜间", "深夜"} {
		if strings.HasSuffix(before, word) {
			return "pm"
		}
	}
	return ""
}

// half24 makes 15 of 下午3点. The unit of an hour that may be in either half is
// halfUnknown.
func (p *parser) half24(i, end, hour int) (of24 int, unit string) {
	const noon = 12
	half := p.dayHalf(i)
	if half == "" {
		switch rest := strings.TrimPrefix(p.f[end:], " "); {
		case strings.HasPrefix(rest, "am") || strings.HasPrefix(rest, "a.m"):
			half = "am"
		case strings.HasPrefix(rest, "pm") || strings.HasPrefix(rest, "p.m"):
			half = "pm"
		}
	}
	switch {
	case half == "pm" && hour < noon:
		return hour + noon, ""
	case half == "" && hour < noon && hour > 0 && p.f[i] != '0' && !strings.Contains(p.f[i:end], ":") && !strings.Contains(p.f[i:end], "时"):
		return hour, halfUnknown
	}
	return hour, ""
}

// halfUnknown is the unit of a time that may be meant before or after noon.
const halfUnknown = "12"
