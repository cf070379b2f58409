package when

import (
	"strings"
	"unicode/utf8"

	"ask/retrieve/text"
)

// Mention is a date or period that a text speaks of.
type Mention struct {
	Span text.Span // in bytes of the text
	// From and To are the first and last day, month or year meant, equal unless
	// it is a period. To is zero for a period without an end, as in 自2020年起.
	From, To Date
	Relative bool // needed the date of publication
	Fiscal   bool // a financial year, or part of one: which months is not known
	Approx   bool // 左右, 年底, 近日: about that time, or some part of it
	// Void says why there is no such date, "" if there is. From and To are then
	// what is written, and mean nothing.
	Void string
}

// Find returns the dates that s speaks of, in order and without overlap. The
// anchor is when s was published, as precisely as it is known, or zero; what
// needs more than it says is left out. A month or day without a year belongs to
// the year spoken of last, or else is the nearest that is not well after the
// anchor. Dates after the anchor (将于明年) are found like any others.
func Find(s string, anchor Date) []Mention {
	f := &finder{lex: loaded(), cursor: cursor{s: text.Fold(s)}, anchor: anchor}
	for f.i < len(f.s) {
		f.step()
	}
	translate(f.found, s, f.s)
	return f.found
}

// finder goes through a folded text once.
type finder struct {
	cursor
	lex    *lexicon
	anchor Date
	found  []Mention

	// The date spoken of last, as far as it is known, and where it ended.
	last    Date
	lastEnd int
	// Set behind a year that cannot be told, as of an emperor's reign: months
	// that follow belong to it.
	lost bool
}

// step reads what begins at the cursor and moves it on.
func (f *finder) step() {
	start := f.i
	c := f.s[start]
	if c < utf8.RuneSelf && !isWord(c) {
		f.i++
		return
	}
	if f.word() {
		return
	}
	r, size := utf8.DecodeRuneInString(f.s[start:])
	if c >= utf8.RuneSelf && !mayBegin(r) {
		f.i += size
		return
	}
	if f.span() || f.literal() || f.bareYear() {
		return
	}
	f.i = start
	switch {
	case isWord(c):
		f.skipToken()
	case HanDigit(r) >= 0:
		f.skipNumeral()
	default:
		f.i += size
	}
}

// mayBegin reports whether a length of time or a date may begin with r, an ideograph.
func mayBegin(r rune) bool {
	switch r {
	case '过', '最', '近', '未', '今', // finder.prefix
		'公', '民', '令', '平', '昭', '上', '本', '下', '前', '第', '首': // At
		return true
	}
	return HanDigit(r) >= 0
}

// skipToken steps over letters and digits with what joins them: 14:30, 1.2.3,
// GPT-4. A hyphen behind a year may be that of a period.
func (f *finder) skipToken() {
	for f.i < len(f.s) {
		c := f.s[f.i]
		joins := strings.IndexByte(".:-/_,", c) >= 0 && f.i+1 < len(f.s) && isWord(f.s[f.i+1])
		if !isWord(c) && !joins {
			return
		}
		f.i++
	}
}

func (f *finder) skipNumeral() {
	for f.i < len(f.s) {
		r, size := utf8.DecodeRuneInString(f.s[f.i:])
		if HanDigit(r) < 0 {
			return
		}
		f.i += size
	}
}

// literal reads a date that is written out, at least in part.
func (f *finder) literal() bool {
	start := f.i
	lit, ok := At(f.s, start)
	if !ok {
		return false
	}
	if f.elsewhere(start, lit) {
		f.i += lit.Len
		return true
	}
	m := Mention{Span: text.Span{Start: start, End: start + lit.Len}, Fiscal: lit.Fiscal, Void: lit.Void}
	f.i = m.Span.End
	if lit.Void != "" {
		m.From, m.To = lit.Date, lit.Date
		f.found = append(f.found, m)
		return true
	}
	if !f.complete(&lit, &m) {
		return true // read, but of nobody knows when
	}
	f.finish(m, lit)
	return true
}

// elsewhere reports that what is read as lit at start is of another calendar, of
// every year, or no date.
func (f *finder) elsewhere(start int, lit Literal) bool {
	if lit.Date.Year == 0 && before(f.s, start, "年", "年 ") && start-f.lastEnd > 1 {
		f.last, f.lost = Date{}, true // 咸丰十年八月
	}
	if lit.Date.Year == 0 && (f.lost || f.recurs(start)) {
		return true
	}
	return before(f.s, start, "版本", "版本 ", "农历", "阴历", "version ") || f.lunarDay(start, lit)
}

// lunarDay reports whether the day behind a month is written as only lunar ones
// are: 四月初六, 六月廿五.
func (f *finder) lunarDay(start int, lit Literal) bool {
	if lit.Date.Month == 0 || lit.Date.Day != 0 {
		return false
	}
	c := cursor{f.s, start + lit.Len}
	first := c.eat("初")
	r, _ := utf8.DecodeRuneInString(c.s[c.i:])
	return HanDigit(r) > 0 && (first || f.s[start] >= utf8.RuneSelf && r != '两')
}

// recurs reports 每年, 每月 and the like before at.
func (f *finder) recurs(at int) bool {
	return before(f.s, at, "每年", "每年的", "每月", "每", "历年", "逢", "every ", "each ", "每个月")
}

// finish reads what may stand behind a date, and adds it.
func (f *finder) finish(m Mention, lit Literal) {
	m.From, m.To = partOf(lit)
	context := lit.Date
	f.i = m.Span.End
	f.suffix(&m, lit)
	m.Span.End = f.i
	m.Approx = m.Approx || before(f.s, m.Span.Start, "约", "大约", "大概", "about ", "around ", "circa ")
	f.add(m, context)
}

// partOf is the period that lit means.
func partOf(lit Literal) (from, to Date) {
	from, to = lit.Date, lit.Date
	if lit.Fiscal || from.Month != 0 {
		return from, to
	}
	months := func(first, last int) {
		from.Month, to.Month = first, last
	}
	switch lit.Part {
	case "Q1":
		months(1, 3)
	case "Q2":
		months(4, 6)
	case "Q3":
		months(7, 9)
	case "Q4":
		months(10, 12)
	case "Q1-Q3":
		months(1, 9)
	case "H1":
		months(1, 6)
	case "H2":
		months(7, 12)
	case decade:
		to.Year += 9
	}
	return from, to
}

// add appends m, or makes it the end of the period that the mention before
// began: 2019年至2023年.
func (f *finder) add(m Mention, context Date) {
	f.last, f.lastEnd = context, m.Span.End
	f.lost = false
	if n := len(f.found); n > 0 && f.joins(f.found[n-1], m) {
		first := &f.found[n-1]
		if m.To.Before(first.From) && m.To.Month != 0 { // 12月20日至1月5日
			m.To.Year++
			f.last.Year++
		}
		if !m.To.Before(first.From) {
			first.Span.End, first.To = m.Span.End, m.To
			first.Relative = first.Relative || m.Relative
			first.Approx = first.Approx || m.Approx
			return
		}
	}
	f.found = append(f.found, m)
}

// joins reports whether nothing but 至 or its like stands between two mentions.
func (f *finder) joins(a, b Mention) bool {
	if a.Void != "" || a.To.IsZero() || b.To.IsZero() {
		return false
	}
	return isJoin(f.s[a.Span.End:b.Span.Start])
}

func isJoin(s string) bool {
	switch strings.Trim(s, " ") {
	case "-", "--", "~", "至", "到", "to", "until", "through":
		return true
	}
	return false
}

// translate turns the spans of mentions from the folded text to the text.
func translate(found []Mention, s, folded string) {
	if s == folded {
		return
	}
	i, j := 0, 0
	to := func(at int) int {
		for j < at {
			_, n := utf8.DecodeRuneInString(s[i:])
			_, m := utf8.DecodeRuneInString(folded[j:])
			i, j = i+n, j+m
		}
		return i
	}
	for k := range found {
		span := &found[k].Span
		span.Start, span.End = to(span.Start), to(span.End)
	}
}
