package extract

import (
	"fmt"
	"regexp"
	"strings"

	"ask/retrieve/text"
)

// cellMark stands between the cells of a table row.
const cellMark = " | "

// lineRules tell lines that are no sentences.
type lineRules struct {
	page, lead  []*regexp.Regexp
	label, glue *regexp.Regexp
	leans       *regexp.Regexp
	frame       *regexp.Regexp
}

func readLineRules(data string) (*lineRules, error) {
	l := &lineRules{}
	for i, line := range strings.Split(data, "\n") {
		if line == "" || line[0] == '#' {
			continue
		}
		f := strings.SplitN(line, " ", 3)
		if len(f) != 3 {
			return nil, fmt.Errorf("line %d: want KIND NAME PATTERN", i+1)
		}
		re, err := regexp.Compile(f[2])
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", i+1, err)
		}
		switch f[0] {
		case "page":
			l.page = append(l.page, re)
		case "lead":
			l.lead = append(l.lead, re)
		case "label":
			l.label = re
		case "glue":
			l.glue = re
		case "leans":
			l.leans = re
		case "frame":
			l.frame = re
		default:
			return nil, fmt.Errorf("line %d: unknown kind %q", i+1, f[0])
		}
	}
	if l.label == nil || l.glue == nil || l.leans == nil || l.frame == nil {
		return nil, fmt.Errorf("a rule is missing")
	}
	return l, nil
}

func anyOf(rules []*regexp.Regexp, s string) bool {
	for _, re := range rules {
		if re.MatchString(s) {
			return true
		}
	}
	return false
}

// whole reports whether a sentence is a line of its own that may be none, and folds it.
func whole(passage string, sp text.Span) (folded string, ok bool) {
	if n := sp.Len(); n > maxFurniture || n > maxSalute && strings.HasSuffix(passage[:sp.End], "。") {
		return "", false
	}
	before, after := strings.TrimRight(passage[:sp.Start], " \t　"), strings.TrimLeft(passage[sp.End:], " \t　")
	if before != "" && !strings.HasSuffix(before, "\n") || after != "" && after[0] != '\n' && after[0] != '\r' {
		return "", false
	}
	return text.Fold(passage[sp.Start:sp.End]), true
}

// furniture reports whether a sentence is a line that belongs to the page and not to
// what it says.
func (l *lineRules) furniture(passage string, sp text.Span) bool {
	line, ok := whole(passage, sp)
	return ok && anyOf(l.page, line)
}

// Longest lines, in bytes, that may be furniture: any, and ones that end like a sentence.
const (
	maxFurniture = 400
	maxSalute    = 40
)

// leads reports whether a sentence only opens what follows.
func (l *lineRules) leads(passage string, sp text.Span) bool {
	line, ok := whole(passage, sp)
	return ok && !strings.Contains(line, cellMark) && anyOf(l.lead, line)
}

// form is what a candidate looks like.
type form struct {
	cells int // of a table row, 0 for other lines
	label int // runes of the label or first cell
	open  bool
	asks  bool
}

// formOf reads the form of a sentence.
func (t *table) formOf(passage string, sp text.Span, runes []rune) form {
	folded := string(runes)
	end := ending(runes)
	f := form{asks: end == '?'}
	if n := strings.Count(folded, cellMark); n > 0 {
		f.cells = n + 1
		f.label = len([]rune(folded[:strings.Index(folded, cellMark)]))
		return f
	}
	if m := t.lines.label.FindStringSubmatchIndex(folded); m != nil {
		f.label = len([]rune(folded[:m[3]]))
	}
	f.open = !strings.ContainsRune("。!?;….", end)
	return f
}

// ending is the last rune of a folded sentence but for brackets and quotation marks that
// close, 0 if there is none.
func ending(runes []rune) rune {
	for i := len(runes) - 1; i >= 0; i-- {
		if !strings.ContainsRune(")]】》」』\"'”’*", runes[i]) {
			return runes[i]
		}
	}
	return 0
}

// wideRow is how many cells a row has that says nothing without the head of its table.
const wideRow = 3

// leansOn is how far before s in its passage the sentence stands that it needs, prev
// being the one right before; 0 for none.
func (t *table) leansOn(passage string, s, prev *sentence) int {
	switch {
	case s.header != nil && s.header != s && s.form.cells >= wideRow:
		return s.Order - s.header.Order
	case prev == nil || prev.Order+1 != s.Order || s.form.cells > 0:
		return 0
	case prev.form.asks && prev.form.label > 0 && s.form.label > 0:
		return 1 // an answer to a question that was put
	case strings.Contains(passage[prev.End:s.Start], "\n") || !t.lines.leans.MatchString(s.folded):
		return 0
	}
	return 1
}
