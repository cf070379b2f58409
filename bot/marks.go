package bot

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// maxCited bounds the numbers one mark may name: [1-999] is no citation.
const maxCited = 20

// marker finds the citation marks models write: [1], [1][2], [1, 2], [1-3], 【1】, ［1］,
// [1†source], [^1].
type marker struct {
	mark *regexp.Regexp
	lead *regexp.Regexp // marks at the start of what follows a sentence
}

func newMarker() *marker {
	const mark = `[ \t]*[\[［【]\^?\s*\d{1,3}(?:\s*(?:[,，、;；]|[-–~～至])\s*\d{1,3})*(?:†[^\]】］\n]{0,40})?\s*[\]］】]`
	return &marker{
		mark: regexp.MustCompile(mark),
		lead: regexp.MustCompile(`^(?:` + mark + `)+[。．.]?`),
	}
}

// take splits a sentence into its words and the passages it cites, in order of mention.
func (m *marker) take(s string) (words string, cited []int) {
	words = m.mark.ReplaceAllStringFunc(s, func(mark string) string {
		for _, n := range numbers(mark) {
			if !slices.Contains(cited, n) {
				cited = append(cited, n)
			}
		}
		return ""
	})
	return strings.TrimSpace(words), cited
}

// numbers reads one mark: its numbers, ranges counted out.
func numbers(mark string) []int {
	mark, _, _ = strings.Cut(mark, "†")
	var out []int
	add := func(n int) {
		if len(out) < maxCited {
			out = append(out, n)
		}
	}
	isDigit := func(r rune) bool { return r >= '0' && r <= '9' }
	last, between := 0, ""
	for mark != "" {
		at := strings.IndexFunc(mark, isDigit)
		if at < 0 {
			break
		}
		between, mark = mark[:at], mark[at:]
		end := len(mark) - len(strings.TrimLeftFunc(mark, isDigit))
		n, err := strconv.Atoi(mark[:end])
		mark = mark[end:]
		if err != nil {
			break
		}
		if len(out) > 0 && strings.ContainsAny(between, "-–~～至") {
			for i := last + 1; i < n; i++ {
				add(i)
			}
		}
		add(n)
		last = n
	}
	return out
}
