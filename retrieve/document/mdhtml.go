package document

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// maxFailedBlocks ends the search for missing end tags, which is quadratic.
const maxFailedBlocks = 8

// htmlBlock takes raw HTML that begins at the current line, up to the line that
// closes its first element. line is trimmed and begins with "<".
func (p *mdParser) htmlBlock(line string) bool {
	name := strings.TrimPrefix(line, "<")
	closing := strings.HasPrefix(name, "/")
	name = strings.ToLower(strings.TrimPrefix(name, "/"))
	name = name[:len(name)-len(strings.TrimLeft(name, "abcdefghijklmnopqrstuvwxyz0123456789"))]
	a := atom.Lookup([]byte(name))
	doctype := strings.HasPrefix(strings.ToLower(line), "<!doctype")
	if !doctype && (a == 0 || inline(a) || a == atom.Img || a == atom.Br) {
		return false
	}
	p.endParagraph()
	next := p.at + 1
	if closing || doctype || p.lonelyTag(line) || voidElement(a) && strings.HasSuffix(line, ">") && strings.Count(line, "<") == 1 {
		// Only a tag: Markdown goes on inside the element.
		if tagEnd(line) == len(line) {
			p.at = next
			return true
		}
	}
	end := p.htmlEnd()
	blocks, _ := parseHTML(strings.Join(p.lines[p.at:end], "\n"), nil, p.removed)
	p.blank = true
	for _, b := range blocks {
		p.add(b)
	}
	p.blank = true
	p.at = max(end, next)
	return true
}

// lonelyTag reports a line that is one start tag with a blank line after it.
func (p *mdParser) lonelyTag(line string) bool {
	return tagEnd(line) == len(line) && p.at+1 < len(p.lines) && strings.TrimSpace(p.lines[p.at+1]) == ""
}

// htmlEnd is the line after the HTML block that begins at p.at: where its elements
// are closed, or else the next blank line, as CommonMark has it.
func (p *mdParser) htmlEnd() int {
	if p.failed < maxFailedBlocks {
		if end := p.balanced(); end > 0 {
			return end
		}
		p.failed++
	}
	end := p.at + 1
	for end < len(p.lines) && strings.TrimSpace(p.lines[end]) != "" {
		end++
	}
	return end
}

// balanced finds the line in which as many elements are closed as were opened.
func (p *mdParser) balanced() int {
	depth := 0
	for i := p.at; i < len(p.lines); i++ {
		if !strings.Contains(p.lines[i], "<") {
			continue
		}
		z := html.NewTokenizer(strings.NewReader(p.lines[i]))
		for kind := z.Next(); kind != html.ErrorToken; kind = z.Next() {
			name, _ := z.TagName()
			a := atom.Lookup(name)
			switch {
			case voidElement(a) || optionalEnd(a) || a == 0:
			case kind == html.StartTagToken:
				depth++
			case kind == html.EndTagToken:
				depth--
			}
		}
		if depth <= 0 {
			// A bare <p> block: its end tag is optional and was not counted.
			return p.closedBy(i)
		}
	}
	return 0
}

// closedBy extends a block whose counted elements are closed in line i over the
// optional end tags: a <p> begun at p.at goes on to its </p> or a blank line.
func (p *mdParser) closedBy(i int) int {
	first := strings.ToLower(strings.TrimSpace(p.lines[p.at]))
	for _, name := range []string{"p", "li", "td", "tr", "th", "dt", "dd"} {
		if _, ok := namedTag(first+" ", name); !ok {
			continue
		}
		for ; i < len(p.lines) && strings.TrimSpace(p.lines[i]) != ""; i++ {
			if strings.Contains(strings.ToLower(p.lines[i]), "</"+name) {
				return i + 1
			}
		}
		return i
	}
	return i + 1
}
