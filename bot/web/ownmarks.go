package web

import (
	"slices"
	"strings"
	"unicode"
)

// bracket is a number in brackets: a citation mark, or what looks like one, in a line.
type bracket struct{ n, start, end int }

func marksIn(line string) []bracket {
	var all []bracket
	for from := 0; ; {
		n, start, end := nextMark(line, from)
		if n == 0 {
			return all
		}
		all, from = append(all, bracket{n, start, end}), end
	}
}

// disarm shows the numbers in brackets that documents have of their own, such as [2] for a
// note, as ［2］: they are no citations of the answer. A quote's are known by the quote,
// which a mark follows. In a step of an answer, which is a sentence or lines, only marks at
// the end of a line are the answer's.
func disarm(line string, quotes []string, step bool) string {
	marks := marksIn(line)
	if len(marks) == 0 {
		return line
	}
	own := inQuotes(line, marks, quotes)
	if step {
		own = append(own, marks[:closing(line, marks)]...)
	}
	var b strings.Builder
	at := 0
	for _, m := range marks {
		if slices.Contains(own, m) {
			b.WriteString(line[at:m.start] + "［" + line[m.start+1:m.end-1] + "］")
			at = m.end
		}
	}
	return b.String() + line[at:]
}

// closing is where the marks begin that end a line, one right behind the other. It is their
// number if there are none.
func closing(line string, marks []bracket) int {
	i, end := len(marks), len(line)
	for i > 0 && strings.TrimFunc(line[marks[i-1].end:end], isStop) == "" && (i == len(marks) || marks[i-1].end == end) {
		i--
		end = marks[i].start
	}
	return i
}

// inQuotes are the marks that stand in a quote of the line.
func inQuotes(line string, marks []bracket, quotes []string) []bracket {
	var own []bracket
	for _, q := range quotes {
		q = strings.TrimRightFunc(q, isStop)
		for from := 0; q != ""; {
			at := strings.Index(line[from:], q)
			if at < 0 {
				break
			}
			start := from + at
			from = start + len(q)
			own = append(own, before(line, marks, start, from)...)
		}
	}
	return own
}

// before are the marks in line[start:end], words of a document, if a mark of the answer
// follows them: behind a space if they end in a mark, for the answer's own stand together.
func before(line string, marks []bracket, start, end int) []bracket {
	next := slices.IndexFunc(marks, func(m bracket) bool { return m.start >= end })
	if next < 0 || strings.TrimFunc(line[end:marks[next].start], isStop) != "" {
		return nil
	}
	if line[end-1] == ']' && marks[next].start == end {
		return nil
	}
	first := slices.IndexFunc(marks, func(m bracket) bool { return m.start >= start })
	return marks[first:next]
}

// isStop reports spaces and punctuation, but no bracket of a mark.
func isStop(r rune) bool {
	return unicode.IsSpace(r) || unicode.IsPunct(r) && r != '[' && r != ']'
}
