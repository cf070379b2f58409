package document

import (
	"path"
	"strings"

	"golang.org/x/net/html/atom"
)

// format is what a text is written in.
type format int

const (
	plainText format = iota
	markdown
	htmlText
)

// sniff decides by content and takes the extension as a hint: people save pages
// as .txt and notes as .html.
func sniff(rel, text string, hasFrontMatter bool) format {
	head := strings.TrimLeft(text[:min(len(text), 2048)], " \t\n")
	if strings.HasPrefix(head, "<") {
		head = strings.ToLower(head)
	}
	if strings.HasPrefix(head, "<!doctype html") || strings.HasPrefix(head, "<html") || strings.HasPrefix(head, "<?xml") && strings.Contains(head, "<html") {
		return htmlText
	}
	switch strings.ToLower(path.Ext(rel)) {
	case ".html", ".htm", ".xhtml":
		if looksHTML(text) {
			return htmlText
		}
	case ".md", ".markdown":
		return markdown
	}
	if hasFrontMatter || looksMarkdown(text) {
		return markdown
	}
	return plainText
}

func looksHTML(text string) bool {
	lower := strings.ToLower(text[:min(len(text), 64<<10)])
	return strings.Contains(lower, "</") || strings.Contains(lower, "<p") || strings.Contains(lower, "<br") || strings.Contains(lower, "<div") ||
		strings.Contains(lower, "<!--")
}

// looksMarkdown wants marks that plain text does not have by chance. HTML in a text
// counts as well, since the Markdown reader knows what to do with it.
func looksMarkdown(text string) bool {
	headings := 0
	for line := range strings.Lines(text) {
		if len(line) < 2 {
			continue
		}
		trimmed := strings.TrimLeft(line, " \t")
		switch {
		case strings.HasPrefix(trimmed, "#"):
			if hashes := len(trimmed) - len(strings.TrimLeft(trimmed, "#")); hashes <= 6 && strings.HasPrefix(trimmed[hashes:], " ") {
				headings++
			}
		case strings.HasPrefix(trimmed, "```"), strings.HasPrefix(trimmed, "!["), strings.HasPrefix(trimmed, "|--"), strings.HasPrefix(trimmed, "| --"):
			return true
		case strings.HasPrefix(trimmed, "<") && htmlLine(trimmed):
			return true
		}
		if headings >= 2 || strings.Contains(line, "](") || strings.Contains(line, "<!--") || boldPair(line) || inlineHTML(line) {
			return true
		}
	}
	return false
}

// boldPair reports "**text**" in one line.
func boldPair(line string) bool {
	_, rest, ok := strings.Cut(line, "**")
	return ok && len(rest) > 2 && rest[0] != ' ' && rest[0] != '*' && strings.Contains(rest[1:], "**")
}

// htmlLine reports a line that begins with a block element's tag.
func htmlLine(line string) bool {
	lower := strings.ToLower(line[:min(len(line), 16)])
	for _, name := range []string{"p", "div", "table", "ul", "ol", "li", "h1", "h2", "h3", "section", "article", "span", "font", "body", "center"} {
		if _, ok := namedTag(lower+" ", name); ok {
			return true
		}
	}
	return false
}

// inlineHTML reports an HTML element in a line: one with its end tag, or an empty
// one with attributes. It may hide text. A tag that is only mentioned does not count.
func inlineHTML(line string) bool {
	for tries := 0; tries < 20; tries++ {
		at := strings.IndexByte(line, '<')
		if at < 0 {
			return false
		}
		line = line[at:]
		name, attrs, size := openTag(line)
		if a := atom.Lookup([]byte(name)); size > 0 && a != 0 {
			if voidElement(a) && len(attrs) > 0 || strings.Contains(strings.ToLower(line[size:]), "</"+name) {
				return true
			}
		}
		line = line[1:]
	}
	return false
}
