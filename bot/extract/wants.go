package extract

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"ask/retrieve/question"
	"ask/retrieve/text"
)

// Numbers in a tell of wants.txt: any, and one of at most two digits.
const (
	anyNumber   = `(?:\d[\d,.]*|[〇零一二两三四五六七八九十百千万亿半数几]+)`
	shortNumber = `(?:\d{1,2}|[一二两三四五六七八九十百数几]{1,4})`
)

// measure is one thing that questions ask to be measured.
type measure struct {
	ask, tell *regexp.Regexp
	// counted is the pattern of a tell that names what the ask found, or empty.
	counted string
}

// measures are tried in order.
type measures []measure

func readMeasures(data string) (measures, error) {
	var out measures
	for i, line := range strings.Split(data, "\n") {
		if line == "" || line[0] == '#' {
			continue
		}
		f := strings.SplitN(line, " ", 3)
		if len(f) != 3 {
			return nil, fmt.Errorf("line %d: want ask|tell NAME PATTERN", i+1)
		}
		pattern := strings.NewReplacer("{n}", anyNumber, "{n1}", shortNumber).Replace(f[2])
		re, err := regexp.Compile(strings.ReplaceAll(pattern, "{u}", ""))
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", i+1, err)
		}
		switch n := len(out); {
		case f[0] == "ask":
			out = append(out, measure{ask: re})
		case f[0] == "tell" && n > 0 && out[n-1].tell == nil:
			out[n-1].tell = re
			if strings.Contains(pattern, "{u}") {
				out[n-1].counted = pattern
			}
		default:
			return nil, fmt.Errorf("line %d: %s without what comes before it", i+1, f[0])
		}
	}
	return out, nil
}

// find gives the pattern of the measure that a folded question asks for, nil for none.
func (ms measures) find(folded string) *regexp.Regexp {
	for _, m := range ms {
		found := m.ask.FindStringSubmatch(folded)
		if found == nil {
			continue
		}
		if m.counted == "" {
			return m.tell
		}
		return regexp.MustCompile(strings.ReplaceAll(m.counted, "{u}", regexp.QuoteMeta(found[1])))
	}
	return nil
}

// wanted are the measures of the asked kind in a sentence that the question does not name
// itself, as runes.
func (t *table) wanted(s *sentence) []text.Span {
	if t.want == nil {
		return nil
	}
	var out []text.Span
	for _, m := range t.want.FindAllStringIndex(s.folded, 4) {
		from := utf8.RuneCountInString(s.folded[:m[0]])
		to := from + utf8.RuneCountInString(s.folded[m[0]:m[1]])
		if s.novel(question.Piece{Start: from, End: to}) {
			out = append(out, text.Span{Start: from, End: to})
		}
	}
	return out
}

// Measuring gives what lists the measures, of the kind that a question asks for, of a quote:
// folded, without those that the question names itself. It is nil if it asks for none.
func (c *Chooser) Measuring(q *question.Question) func(quote string) []string {
	want := c.wants.find(q.Folded)
	if want == nil {
		return nil
	}
	return func(quote string) []string {
		return slices.DeleteFunc(want.FindAllString(text.Fold(quote), -1), func(m string) bool { return strings.Contains(q.Folded, m) })
	}
}
