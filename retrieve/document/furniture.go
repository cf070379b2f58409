package document

import (
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// maxFurniture is the longest text, in runes, that is taken for a page's furniture by
// the name of its element alone.
const maxFurniture = 300

// furniture reports an element that its class or id calls a menu, a trail or a list of
// other pages, and that holds no sentence.
func furniture(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Div, atom.Ul, atom.Ol, atom.Section, atom.P, atom.Span, atom.Table, atom.Dl:
	default:
		return false
	}
	if !calledFurniture(attr(n, "class")) && !calledFurniture(attr(n, "id")) {
		return false
	}
	var text strings.Builder
	rawText(&text, n)
	return utf8.RuneCountInString(text.String()) <= maxFurniture && !strings.ContainsAny(text.String(), "。；")
}

// calledFurniture looks for the names of data/noise.toml among the words of a class or id.
func calledFurniture(names string) bool {
	if names == "" {
		return false
	}
	words := strings.FieldsFunc(strings.ToLower(names), func(r rune) bool { return r == ' ' || r == '-' || r == '_' || r == '\t' || r == '\n' })
	return slices.ContainsFunc(words, func(w string) bool { return noises().Names.lines[w] != "" })
}
