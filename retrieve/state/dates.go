package state

import (
	"strings"

	"ask/retrieve/when"
)

// dated is a date of a sentence, in runes of the text.
type dated struct {
	start, end int
	from, to   when.Date
	open       bool // without an end: 自2020年起
}

// dateAt is the length in runes of the date written at i, 0 if there is none.
func (l *line) dateAt(i int) int {
	for _, d := range l.dates {
		if d.start == i {
			return d.end - d.start
		}
	}
	return 0
}

// findDates finds the dates of the sentence. 近日 and its like say no more than the
// date of publication does, so they are no dates here.
func (l *line) findDates(published when.Date) {
	base := int(l.offsets[l.start])
	i := l.start
	for _, m := range when.Find(l.str(l.start, l.end), published) {
		if m.Void != "" || m.Relative && vague(l.s[base+m.Span.Start:base+m.Span.End]) {
			continue
		}
		for int(l.offsets[i]) < base+m.Span.Start {
			i++
		}
		start := i
		for int(l.offsets[i]) < base+m.Span.End {
			i++
		}
		d := dated{start: start, end: i, from: m.From, to: m.To}
		d.open = m.To == (when.Date{})
		if l.soon(d, published) {
			d.from.Year++
			if !d.open {
				d.to = d.from
			}
		}
		l.dates = append(l.dates, d)
	}
}

// soon reports whether a day without a year, taken for one of the year before, is one of the
// next months: 从6月1日起 in a text of May.
func (l *line) soon(d dated, published when.Date) bool {
	const ahead = 3
	if d.from.Year != published.Year-1 || d.from.Month == 0 || d.from.Month < published.Month || d.from.Month-published.Month > ahead || !l.counted(d) {
		return false
	}
	return (l.runes[d.end-1] == '起' || d.end < l.end && l.runes[d.end] == '起') && !strings.ContainsRune(string(l.runes[d.start:d.end]), '年')
}

// vague reports whether a date counted from the publication is none to rely on: 近日,
// or 三个月后, which counts from what was told before.
func vague(s string) bool {
	return strings.ContainsAny(s, "近久") || strings.HasSuffix(s, "日前") || strings.HasSuffix(s, "后")
}

// period is when something of kind k happened or held, as the words around piece v say:
// the date before it in its clause, else behind it, else in the clauses before.
func (l *line) period(v int, k Kind) (from, to when.Date) {
	t := l.toks[v]
	best, ranking := -1, 1<<30
	for i, d := range l.dates {
		cost := 0
		switch {
		case l.clauseOf(d.start) == l.clauseOf(t.start) && d.start < t.start:
			cost = t.start - d.end
		case l.clauseOf(d.start) == l.clauseOf(t.start):
			if k == Holds && !l.counted(d) {
				continue
			}
			if k == Ends && t.end < l.end && l.runes[t.end] == '后' {
				continue // 离任后于2023年…: when something else came
			}
			cost = 100 + d.start - t.end
		case d.start < t.start:
			if k == Holds && l.verbBetween(d.end, t.start) {
				continue
			}
			cost = 1000 + t.start - d.end
			if l.sayBetween(d.end, t.start) {
				cost += 5000
			}
		default:
			if !l.counted(d) || k == Holds && l.runes[d.start-1] == '于' {
				continue
			}
			cost = 5000 // 自…起 behind says it better than a date of the announcement
		}
		if l.dateline(d) {
			continue
		}
		if cost < ranking {
			best, ranking = i, cost
		}
	}
	if best < 0 {
		return from, to
	}
	return l.span(best, k)
}

// span is what the date i says of a statement of kind k: a range if another date
// follows behind a word for "until", an open one behind 自 or before 起.
func (l *line) span(i int, k Kind) (from, to when.Date) {
	d := l.dates[i]
	switch {
	case k == Ends:
		if d.open {
			return when.Date{}, d.from
		}
		return when.Date{}, d.to
	case k != Holds:
		return d.from, when.Date{}
	}
	if d.start > l.start && l.until(d.start-1, d.start) || l.beforeThen(d) {
		return when.Date{}, d.to
	}
	if d.from != d.to {
		return d.from, d.to
	}
	return d.from, when.Date{}
}

// beforeThen reports a date with 以前 or 之前 behind.
func (l *line) beforeThen(d dated) bool {
	rest := l.runes[d.end:min(d.end+2, l.end)]
	return len(rest) == 2 && rest[1] == '前' && (rest[0] == '以' || rest[0] == '之') || len(rest) == 1 && rest[0] == '前'
}

// until reports whether runes i to j stand between the ends of a range.
func (l *line) until(i, j int) bool {
	switch string(l.runes[i:j]) {
	case "至", "到", "-", "—", "——", "–", "~", " - ", " — ", " – ", "--", "起至", "开始至", "起到", "以来至", "~ ":
		return true
	}
	return false
}

// counted reports whether a date behind the words still says when: 自2024年11月1日起.
func (l *line) counted(d dated) bool {
	if d.start == l.start {
		return false
	}
	switch l.runes[d.start-1] {
	case '自', '从', '于':
		return true
	}
	return l.runes[d.start] == '自' || l.runes[d.start] == '从'
}

// sayBetween reports whether somebody says something between runes i and j.
func (l *line) sayBetween(i, j int) bool {
	for _, t := range l.toks {
		if t.start >= i && t.end <= j && t.is(say) {
			return true
		}
	}
	return false
}

// verbBetween reports whether something else happens between runes i and j.
func (l *line) verbBetween(i, j int) bool {
	for _, t := range l.toks {
		if t.start >= i && t.end <= j && t.is(verb) && t.entry != nil && !t.is(as|current) {
			return true
		}
	}
	return false
}

// dateline reports whether a date belongs to the report, as in 6月21日电.
func (l *line) dateline(d dated) bool {
	if d.end >= l.end {
		return false
	}
	switch l.runes[d.end] {
	case '电', '讯':
		return true
	case '报':
		return d.end+1 < l.end && l.runes[d.end+1] == '道'
	case '生':
		return true
	case '出':
		return d.end+1 < l.end && l.runes[d.end+1] == '生'
	}
	return false
}

// clauseOf numbers the clauses of the sentence by their first piece.
func (l *line) clauseOf(at int) int {
	n := 0
	for _, t := range l.toks {
		if t.start >= at {
			break
		}
		if t.is(comma) {
			n = t.end
		}
	}
	return n
}
