package when

// suffix reads what may stand right behind the date lit and changes its meaning:
// 年底, 上旬, 起, 至今.
func (f *finder) suffix(m *Mention, lit Literal) {
	switch {
	case lit.Part == decade:
		m.Approx = f.eat("初期", "末期", "初", "末", "中期", "后期", "早期")
	case lit.Part != "" || lit.Date.Day != 0:
	case lit.Date.Month != 0:
		f.monthPart(m)
	default:
		m.Approx = f.yearPart() || m.Approx
	}
	if f.eat("前后", "左右", "许", "上下") {
		m.Approx = true
	}
	end := f.i
	f.eat(" ")
	switch {
	case f.eat("至今", "到现在", "到今天", "to date"):
		if m.To = f.anchor; m.To.Before(m.From) {
			m.To = Date{}
		}
		m.Relative = m.Relative || !m.To.IsZero()
	case f.eat("以来", "以后", "之后"), f.starts(), f.since(m.Span.Start):
		m.To = Date{}
	default:
		f.i = end
	}
}

// yearPart reads 年底 behind 今年, and the 底 of 2024年底.
func (f *finder) yearPart() bool {
	if f.eat("年初", "年底", "年末", "岁末") {
		return true
	}
	start := f.i
	if f.eat("年中") || before(f.s, f.i, "年") && f.eat("中") {
		// 2024年中国 and 年中心 are none.
		if f.i == len(f.s) || f.s[f.i] < 0x80 || f.has("。") || f.has("、") || f.has("的") || f.has("前") {
			return true
		}
		f.i = start
		return false
	}
	if !before(f.s, f.i, "年") || f.has("初中") || f.has("初级") || f.has("底特律") {
		return false
	}
	return f.eat("初", "底", "末")
}

// monthPart reads 上旬 and 底 behind a month.
func (f *finder) monthPart(m *Mention) {
	const tenth, twentieth = 10, 20
	switch {
	case f.eat("上旬"):
		m.From.Day, m.To.Day = 1, tenth
	case f.eat("中旬"):
		m.From.Day, m.To.Day = tenth+1, twentieth
	case f.eat("下旬"):
		m.From.Day, m.To.Day = twentieth+1, daysIn(m.To.Year, m.To.Month)
	case f.has("初中"), f.has("初级"), f.has("末日"):
	case f.eat("初", "底", "末", "月初", "月底", "月末"):
		m.Approx = true
	}
}

// starts reads the 起 of 2020年起, which also begins many words.
func (f *finder) starts() bool {
	return !startsWithLine(f.s[f.i:], notStart) && f.eat("起")
}

// since reports whether the date that began at start is the beginning of a time
// still going on, as in since 2019. It moves nothing.
func (f *finder) since(start int) bool {
	return before(f.s, start, "since ") || f.has("开始,") || before(f.s, start, "自", "从") && f.has("开始")
}
