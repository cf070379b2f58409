package document

import (
	"regexp"
	"strings"
	"sync"
	"unicode"
)

// mdForms are the line forms of Markdown.
type mdForms struct {
	rule, setext, bullet, task, definition, delimiter, footnote *regexp.Regexp
}

var mdLines = sync.OnceValue(func() *mdForms {
	return &mdForms{
		rule:       regexp.MustCompile(`^(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$`),
		setext:     regexp.MustCompile(`^(?:=+|-+)$`),
		bullet:     regexp.MustCompile(`^[*+-](?:[ \t]+|$)`),
		task:       regexp.MustCompile(`^\[[ xX]\][ \t]+`),
		definition: regexp.MustCompile(`^\[([^\]\n]{1,200})\]:\s*<?(\S+)>?(?:\s+(?:".*"|'.*'|\(.*\)))?\s*$`),
		delimiter:  regexp.MustCompile(`^\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?$`),
		footnote:   regexp.MustCompile(`^\[\^[^\]\n]{1,60}\]:\s*`),
	}
})

// parseMarkdown turns Markdown into blocks. Raw HTML in it goes through the HTML
// extractor; the Markdown itself never does.
func parseMarkdown(text string, removed *removals) []block {
	text = dropHidden(text, removed)
	p := &mdParser{forms: mdLines(), removed: removed, lines: strings.Split(text, "\n"), spaced: strings.Contains(text, "\n\n")}
	p.collectDefinitions()
	for p.at < len(p.lines) {
		p.line()
	}
	p.endParagraph()
	return p.blocks
}

type mdParser struct {
	forms   *mdForms
	removed *removals
	lines   []string
	at      int
	defs    map[string]bool // labels of link reference definitions
	blocks  []block
	para    []string // lines of the paragraph being read
	inItem  bool
	blank   bool // a blank line, or no paragraph, came before
	failed  int  // HTML blocks that never closed
	// unclosed is the code fence that is known not to close any more.
	unclosed string
	// spaced means blank lines part the paragraphs, so that a line end is soft.
	spaced bool
}

// collectDefinitions finds "[1]: https://…" lines. They are dropped when reached.
func (p *mdParser) collectDefinitions() {
	for _, line := range p.lines {
		if line = strings.TrimLeft(line, " \t"); strings.HasPrefix(line, "[") {
			if m := p.forms.definition.FindStringSubmatch(line); m != nil {
				if p.defs == nil {
					p.defs = map[string]bool{}
				}
				p.defs[strings.ToLower(m[1])] = true
			}
		}
	}
}

func (p *mdParser) add(b block) {
	b.after = p.blank || len(p.blocks) == 0
	p.blank = false
	p.blocks = append(p.blocks, b)
}

// line reads the line at p.at, and further lines if they belong to it.
func (p *mdParser) line() {
	raw := p.lines[p.at]
	line := strings.TrimSpace(raw)
	if line == "" {
		p.endParagraph()
		p.blank = true
		p.at++
		return
	}
	if fenceMark(line) != "" && p.fenced(fenceMark(line)) {
		return
	}
	if line[0] == '<' && p.htmlBlock(line) {
		return
	}
	p.at++
	line = unquote(line)
	switch {
	case line == "":
		p.endParagraph()
		p.blank = true
	case p.headingLine(line), p.ruleLine(line), p.tableRow(line), p.definitionLine(line):
	default:
		p.textLine(raw, line)
	}
}

// unquote strips block quote marks, however deep.
func unquote(line string) string {
	if line[0] != '>' {
		return line
	}
	return strings.TrimLeft(line, "> \t")
}

func (p *mdParser) headingLine(line string) bool {
	level := len(line) - len(strings.TrimLeft(line, "#"))
	if level == 0 || level > 6 || len(line) > level && line[level] != ' ' && line[level] != '\t' {
		return false
	}
	p.endParagraph()
	text := strings.TrimSpace(line[level:])
	if trimmed := strings.TrimRight(text, "#"); trimmed == "" || strings.HasSuffix(trimmed, " ") {
		text = trimmed
	}
	p.heading(level, text)
	return true
}

func (p *mdParser) heading(level int, text string) {
	if text, _ = p.inline(text); text != "" {
		p.add(block{kind: heading, level: level, text: text})
	}
	p.blank = true
}

// ruleLine takes "---" and "===": a line under a title, or a horizontal rule.
func (p *mdParser) ruleLine(line string) bool {
	if strings.IndexByte("=-*_", line[0]) < 0 {
		return false
	}
	if len(p.para) == 1 && !p.inItem && p.forms.setext.MatchString(line) && runeLen(p.para[0]) <= 100 {
		title := p.para[0]
		p.para = nil
		level := 2
		if line[0] == '=' {
			level = 1
		}
		p.heading(level, title)
		return true
	}
	if !p.forms.rule.MatchString(line) && !(line[0] == '=' && len(line) >= 3 && strings.Trim(line, "=") == "") {
		return false
	}
	p.endParagraph()
	p.blank = true
	return true
}

// tableRow takes a row of a pipe table. A row without outer pipes counts only
// next to the delimiter line, because prose may hold a "|".
func (p *mdParser) tableRow(line string) bool {
	if strings.Contains(line, "-") && strings.Contains(line, "|") && p.forms.delimiter.MatchString(line) {
		p.endParagraph()
		return true
	}
	outer := len(line) > 2 && line[0] == '|' && line[len(line)-1] == '|'
	if !outer && !(strings.Contains(line, "|") && p.nextToDelimiter()) {
		return false
	}
	p.endParagraph()
	cells := splitCells(strings.TrimSuffix(strings.TrimPrefix(line, "|"), "|"))
	for i, cell := range cells {
		cells[i], _ = p.inline(cell)
	}
	if text := joinCells(cells); text != "" {
		p.add(block{kind: row, text: text})
	}
	return true
}

// nextToDelimiter is about the line before p.at: a header has the delimiter line
// under it, a body row a row or the delimiter above.
func (p *mdParser) nextToDelimiter() bool {
	isDelimiter := func(i int) bool {
		return i >= 0 && i < len(p.lines) && strings.Contains(p.lines[i], "|") && p.forms.delimiter.MatchString(strings.TrimSpace(p.lines[i]))
	}
	if isDelimiter(p.at) || isDelimiter(p.at-2) {
		return true
	}
	last := len(p.blocks) - 1
	return len(p.para) == 0 && !p.blank && last >= 0 && p.blocks[last].kind == row
}

// splitCells splits at pipes that are not escaped.
func splitCells(line string) []string {
	var cells []string
	start := 0
	for i := 0; i < len(line); i++ {
		switch line[i] {
		case '\\':
			i++
		case '|':
			cells = append(cells, line[start:i])
			start = i + 1
		}
	}
	return append(cells, line[start:])
}

func (p *mdParser) definitionLine(line string) bool {
	if line[0] != '[' || !p.forms.definition.MatchString(line) || strings.HasPrefix(line, "[^") {
		return false
	}
	p.endParagraph()
	p.removed.add("link definition", line)
	return true
}

// textLine adds a line to the paragraph, beginning a new one at a list mark.
func (p *mdParser) textLine(raw, line string) {
	isItem := false
	for p.forms.bullet.MatchString(line) {
		isItem = true
		line = strings.TrimLeft(line[1:], " \t")
	}
	if isItem {
		line = p.forms.task.ReplaceAllString(line, "")
	}
	if orderedItem(line) {
		isItem = true
	}
	if isItem {
		p.endParagraph()
		p.inItem = true
		// An item may itself be a heading or quote: "- ## Title".
		line = strings.TrimLeft(line, "> \t")
	}
	if strings.HasPrefix(line, "[^") {
		line = p.forms.footnote.ReplaceAllString(line, "")
	}
	if line == "" {
		return
	}
	if strings.HasSuffix(raw, "  ") || strings.HasSuffix(line, "\\") && !strings.HasSuffix(line, "\\\\") {
		line = strings.TrimSuffix(line, "\\") + "\n" // a line break the author asked for
	}
	p.para = append(p.para, line)
}

// orderedItem reports "1. " and "2) ". The number stays: it may be a clause's name.
func orderedItem(line string) bool {
	digits := len(line) - len(strings.TrimLeft(line, "0123456789"))
	return digits > 0 && digits <= 3 && len(line) > digits+1 && (line[digits] == '.' || line[digits] == ')') && line[digits+1] == ' '
}

// endParagraph writes the lines of the paragraph as blocks.
func (p *mdParser) endParagraph() {
	if len(p.para) == 0 {
		return
	}
	kind := paragraph
	if p.inItem {
		kind = item
	}
	for _, line := range unwrap(p.para, p.spaced) {
		text, marks := p.inline(line)
		if text == "" {
			continue
		}
		b := block{kind: kind, text: text, link: marks.link}
		if kind == paragraph && marks.bold && pseudoHeading(text) {
			b.kind, b.level = heading, 3
		}
		p.addLine(b)
	}
	p.para, p.inItem = p.para[:0], false
}

// addLine adds b, joining a bold title that was broken after a comma.
func (p *mdParser) addLine(b block) {
	if last := len(p.blocks) - 1; last >= 0 && b.kind == heading && b.level == 3 {
		prev := &p.blocks[last]
		if prev.kind == heading && prev.level == 3 && (strings.HasSuffix(prev.text, "，") || strings.HasSuffix(prev.text, ",")) {
			prev.text += b.text
			return
		}
	}
	p.add(b)
}

// pseudoHeading says whether a paragraph that is all bold reads like a title.
func pseudoHeading(text string) bool {
	if runeLen(text) > 40 || strings.IndexFunc(text, unicode.IsLetter) < 0 {
		return false
	}
	return !strings.ContainsAny(text[len(text)-1:], ".;:") && !strings.HasSuffix(text, "。") &&
		!strings.HasSuffix(text, "；") && !strings.HasSuffix(text, "：")
}

// fenced takes a code block. One that never closes is read as text.
func (p *mdParser) fenced(mark string) bool {
	for end := p.at + 1; p.unclosed != mark[:3] && end < len(p.lines); end++ {
		if !closesFence(p.lines[end], mark) {
			continue
		}
		p.endParagraph()
		for _, line := range p.lines[p.at+1 : end] {
			if line = collapse(line); line != "" {
				p.add(block{kind: code, text: line})
			}
		}
		p.at = end + 1
		return true
	}
	p.unclosed = mark[:3]
	p.at++ // the mark alone
	return true
}
