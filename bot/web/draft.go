package web

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"ask/bot"
	"ask/bot/guard"
)

// draft is the message that clients see, while it grows.
type draft struct {
	text   strings.Builder
	runes  int
	marks  map[int]span // first place of each citation mark
	quotes []string     // on one line, that have a mark of their own
	// before is how many sources a frontend numbers before those of the answer: the mark
	// of citation n is [before+n].
	before int
}

// span is a stretch of a message in characters.
type span struct{ start, end int }

// tell appends a step of an answer, or a whole one.
func (d *draft) tell(e bot.Event) string {
	for _, c := range e.Citations {
		if q := oneLine(c.Quote); len(marksIn(q)) > 0 {
			d.quotes = append(d.quotes, q)
		}
	}
	lines := strings.Split(e.Text, "\n")
	for i, line := range lines {
		lines[i] = disarm(line, d.quotes, !e.Whole)
		if d.before > 0 {
			lines[i] = renumber(lines[i], d.before)
		}
	}
	return d.add(strings.Join(lines, "\n"))
}

// renumber adds to the numbers of all marks.
func renumber(line string, more int) string {
	var b strings.Builder
	at := 0
	for _, m := range marksIn(line) {
		b.WriteString(line[at:m.start] + "[" + strconv.Itoa(m.n+more) + "]")
		at = m.end
	}
	return b.String() + line[at:]
}

// add appends a piece of an answer and gives what was appended: the piece as plain text.
// What frontends would render as more than text is taken out; the whole is in rag.
func (d *draft) add(piece string) string {
	lines := strings.Split(piece, "\n")
	for i, line := range lines {
		lines[i] = guard.Clean(line)
	}
	piece = strings.Join(lines, "\n")
	if d.marks == nil {
		d.marks = map[int]span{}
	}
	for from := 0; ; {
		n, start, end := nextMark(piece, from)
		if n == 0 {
			return d.raw(piece)
		}
		if _, known := d.marks[n]; !known {
			at := d.runes + utf8.RuneCountInString(piece[:start])
			d.marks[n] = span{at, at + end - start}
		}
		from = end
	}
}

// nextMark finds the next citation mark, such as [12], at or after from. n is 0 if there
// is none.
func nextMark(s string, from int) (n, start, end int) {
	for {
		open := strings.IndexByte(s[from:], '[')
		if open < 0 {
			return 0, 0, 0
		}
		start = from + open
		end = start + 1
		for end < len(s) && s[end] >= '0' && s[end] <= '9' {
			end++
		}
		if end < len(s) && s[end] == ']' {
			if n, err := strconv.Atoi(s[start+1 : end]); err == nil && n > 0 {
				return n, start, end + 1
			}
		}
		from = start + 1
	}
}

// raw appends text as it is.
func (d *draft) raw(piece string) string {
	d.text.WriteString(piece)
	d.runes += utf8.RuneCountInString(piece)
	return piece
}

// annotation is a citation in OpenAI's form. Its indexes count characters of the message
// and enclose the citation mark.
type annotation struct {
	Type        string `json:"type"`
	URLCitation struct {
		URL        string `json:"url"`
		Title      string `json:"title"`
		StartIndex int    `json:"start_index"`
		EndIndex   int    `json:"end_index"`
	} `json:"url_citation"`
}

// annotations are one for each citation, in the order of their numbers.
//
// Each leads to its quote, not to the document's address on the web: frontends take
// sources of one address for one source.
func (d *draft) annotations(citations []bot.Citation, l linker) []annotation {
	out := []annotation{}
	for _, c := range citations {
		at, ok := d.marks[d.before+c.N]
		link := l.quote(c)
		if !ok || link == "" {
			continue
		}
		a := annotation{Type: "url_citation"}
		a.URLCitation.URL, a.URLCitation.Title = link, titleOf(c.Title, c.Document)
		a.URLCitation.StartIndex, a.URLCitation.EndIndex = at.start, at.end
		out = append(out, a)
	}
	return out
}

// titleOf is a document's title as plain text on one line; its name if it has none.
func titleOf(title, document string) string {
	if t := strings.TrimSpace(guard.Clean(oneLine(title))); t != "" {
		return t
	}
	return oneLine(document)
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
