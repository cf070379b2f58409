package slot

import (
	"strings"

	"ask/bot/check/quantity"
	"ask/retrieve/text"
)

// cellMark stands between the cells of a row.
const cellMark = " | "

// headerOf is the first row of the table that a line of a text is a row of, "" if it is
// none or the first itself.
func headerOf(s string, line text.Span) string {
	row := s[line.Start:line.End]
	if !strings.Contains(row, cellMark) {
		return ""
	}
	header := ""
	for end := strings.LastIndexByte(s[:line.Start], '\n'); end > 0; {
		start := strings.LastIndexByte(s[:end], '\n') + 1
		before := s[start:end]
		if strings.Count(before, cellMark) != strings.Count(row, cellMark) {
			break
		}
		header, end = before, start-1
	}
	return header
}

// row reads the values of a row. What a cell says is said of the first cell, of the
// header above it and of the cell before it, if that is no value itself (名称 | … | 时间 | …).
func (s *Slot) row(row, header string) []Value {
	cells, heads := strings.Split(row, cellMark), strings.Split(header, cellMark)
	var out []Value
	for i, cell := range cells {
		about := ""
		if len(heads) == len(cells) && header != "" {
			about = heads[i] + "|"
		}
		years := quantity.Find(about)
		if i > 0 && len(quantity.Find(cells[0])) == 0 {
			about += cells[0] + "|"
		}
		if i > 1 && len(quantity.Find(cells[i-1])) == 0 {
			about += cells[i-1] + "|"
		}
		for _, f := range quantity.Find(cell) {
			if !s.counts(f) {
				continue
			}
			said := about + cell
			at := text.Span{Start: len(about) + f.Span.Start, End: len(about) + f.Span.End}
			v, ok := s.beside(said, text.Span{Start: 0, End: len(said)}, at)
			if !ok || !contains(v.parts, s.parts) {
				continue
			}
			v.figure, v.Text, v.nearness = f, s.written(cell, f.Span), i
			for _, y := range years {
				if year := yearOf(y); year != 0 {
					v.years = append(v.years, year)
				}
			}
			out = append(out, v)
			break // what follows in the cell says more of it
		}
	}
	return out
}
