package document

import (
	"strings"
	"unicode/utf8"
)

const (
	minWrap = 50
	maxWrap = 120
)

// unwrap joins the lines of one paragraph that were broken at a fixed width. A
// line ends for good when it is short, ends a sentence, or ends in "\n". Without soft, every line end is one of a paragraph.
func unwrap(lines []string, soft bool) []string {
	if len(lines) < 2 || !soft {
		return trimBreaks(lines)
	}
	widest := 0
	for _, line := range lines {
		widest = max(widest, width(line))
	}
	if widest < minWrap || widest > maxWrap {
		return trimBreaks(lines)
	}
	out := []string{lines[0]}
	for i, line := range lines[1:] {
		last := len(out) - 1
		if !wrapped(lines[i], widest) {
			out = append(out, line)
			continue
		}
		out[last] = glue(out[last], line)
	}
	return trimBreaks(out)
}

// wrapped says whether line is full: nearly as wide as the widest, and not the
// end of a sentence.
func wrapped(line string, widest int) bool {
	if strings.HasSuffix(line, "\n") || width(line) < widest-24 {
		return false
	}
	r, _ := utf8.DecodeLastRuneInString(line)
	return !strings.ContainsRune("。！？；：!?;:…”」』|", r)
}

// glue joins two parts of a line, with a space unless both sides are Chinese.
func glue(a, b string) string {
	last, _ := utf8.DecodeLastRuneInString(a)
	first, _ := utf8.DecodeRuneInString(b)
	if cjk(last) && cjk(first) {
		return a + b
	}
	return a + " " + b
}

func trimBreaks(lines []string) []string {
	for i, line := range lines {
		lines[i] = strings.TrimSuffix(line, "\n")
	}
	return lines
}
