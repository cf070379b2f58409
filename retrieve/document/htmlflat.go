package document

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// parseFlat reads a page nested too deeply for a tree: tags end lines and hidden
// elements are dropped up to the matching end tag, or to the end of the page if
// there is none.
func parseFlat(text string, removed *removals) []block {
	x := &extractor{removed: removed}
	var dropped strings.Builder
	var skip flatSkip
	z := html.NewTokenizer(strings.NewReader(text))
	for {
		switch kind := z.Next(); kind {
		case html.ErrorToken:
			x.flush()
			if dropped.Len() > 0 {
				removed.add("hidden text", dropped.String())
			}
			return x.blocks
		case html.TextToken:
			if skip.depth > 0 {
				dropped.Write(z.Text())
			} else {
				x.buf.Write([]byte(html.UnescapeString(string(z.Text()))))
			}
		case html.StartTagToken:
			token := z.Token()
			if skip.start(token) || inline(token.DataAtom) {
				continue
			}
			x.flush()
		case html.EndTagToken:
			token := z.Token()
			if skip.end(token) || inline(token.DataAtom) {
				continue
			}
			x.flush()
		}
	}
}

// flatSkip remembers the hidden element the tokenizer is in.
type flatSkip struct {
	tag   string
	depth int
}

func (s *flatSkip) start(t html.Token) bool {
	if s.depth > 0 {
		if t.Data == s.tag {
			s.depth++
		}
		return true
	}
	void := t.DataAtom == atom.Input || t.DataAtom == atom.Embed
	if !void && (neverShown(t.DataAtom) && t.DataAtom != atom.Head || hiddenAttrs(t.Attr) && !voidElement(t.DataAtom)) {
		s.tag, s.depth = t.Data, 1
		return true
	}
	return false
}

func (s *flatSkip) end(t html.Token) bool {
	if s.depth == 0 {
		return false
	}
	if t.Data == s.tag {
		s.depth--
	}
	return true
}

// voidElement reports elements that have no content and no end tag.
func voidElement(a atom.Atom) bool {
	switch a {
	case atom.Area, atom.Base, atom.Br, atom.Col, atom.Embed, atom.Hr, atom.Img, atom.Input, atom.Link, atom.Meta, atom.Param,
		atom.Source, atom.Track, atom.Wbr:
		return true
	}
	return false
}
