package document

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// parseHTML turns a page, or a piece of one, into blocks, and adds what its head
// says to m.
func parseHTML(text string, m *meta, removed *removals) (blocks []block, deep bool) {
	root, err := html.Parse(strings.NewReader(text))
	if err != nil {
		// The parser gives up at 512 open elements.
		return parseFlat(text, removed), true
	}
	if m != nil {
		m.fromHTML(root)
	}
	x := &extractor{removed: removed, hide: styleSheets(root)}
	x.children(root)
	x.flush()
	return x.blocks, false
}

// extractor walks a tree and cuts visible text into blocks.
type extractor struct {
	removed *removals
	hide    *hiding
	blocks  []block
	buf     strings.Builder
	kind    blockKind
	level   int
	pre     int // inside <pre>
	linked  int // bytes of buf inside links
	labels  int // texts inside links
	inLink  int
}

func (x *extractor) children(n *html.Node) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		x.node(c)
	}
}

func (x *extractor) node(n *html.Node) {
	switch n.Type {
	case html.TextNode:
		x.text(n.Data)
	case html.CommentNode:
		x.removed.add("comment", n.Data)
	case html.ElementNode:
		x.element(n)
	case html.DocumentNode:
		x.children(n)
	}
}

func (x *extractor) text(s string) {
	x.buf.WriteString(s)
	if s = strings.TrimSpace(s); x.inLink > 0 && s != "" {
		x.linked += len(s)
		x.labels++
	}
}

func (x *extractor) element(n *html.Node) {
	if what := x.dropped(n); what != "" {
		x.drop(what, n)
		return
	}
	switch n.DataAtom {
	case atom.Br:
		x.breakLine()
	case atom.A:
		x.inLink++
		x.children(n)
		x.inLink--
	case atom.Table:
		x.table(n)
	case atom.Pre:
		x.flush()
		x.pre++
		x.children(n)
		x.flush()
		x.pre--
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		x.inside(heading, int(n.Data[1]-'0'), n)
	case atom.Li, atom.Dt, atom.Dd:
		x.inside(item, 0, n)
	case atom.Td, atom.Th:
		x.inside(x.kind, x.level, n)
	default:
		if inline(n.DataAtom) || n.DataAtom == 0 && x.kind == heading {
			x.children(n)
			return
		}
		x.inside(x.kind, x.level, n)
	}
}

// inside takes the children of n as blocks of their own.
func (x *extractor) inside(kind blockKind, level int, n *html.Node) {
	x.flush()
	oldKind, oldLevel := x.kind, x.level
	x.kind, x.level = kind, level
	x.children(n)
	x.flush()
	x.kind, x.level = oldKind, oldLevel
}

// breakLine ends a line. In a heading it is only a place to wrap.
func (x *extractor) breakLine() {
	if x.kind == heading {
		x.buf.WriteByte(' ')
		return
	}
	x.flush()
}

// flush ends the block being written.
func (x *extractor) flush() {
	if x.buf.Len() == 0 {
		return
	}
	raw := x.buf.String()
	x.buf.Reset()
	linked, labels := x.linked, x.labels
	x.linked, x.labels = 0, 0
	if x.pre > 0 {
		for line := range strings.SplitSeq(raw, "\n") {
			if line = collapse(line); line != "" {
				x.blocks = append(x.blocks, block{kind: code, text: line})
			}
		}
		return
	}
	if line := collapse(raw); line != "" {
		b := block{kind: x.kind, level: x.level, text: line, link: linked > 0 && linked >= len(line)*9/10}
		b.menu = b.link && labels >= 3 && runeLen(line) <= 8*labels
		x.blocks = append(x.blocks, b)
	}
}

// drop counts an element that is not shown, if there was anything in it.
func (x *extractor) drop(what string, n *html.Node) {
	if n.DataAtom == atom.Head {
		// Its title is metadata; only what a reader might miss is counted.
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			if c.Type == html.ElementNode && c.DataAtom != atom.Title {
				x.drop(c.Data, c)
			}
		}
		return
	}
	var text strings.Builder
	if what == "image" {
		text.WriteString(attr(n, "alt") + " " + attr(n, "src"))
	} else {
		rawText(&text, n)
		if strings.TrimSpace(text.String()) == "" {
			return
		}
	}
	x.removed.add(what, text.String())
}

// rawText collects all text under n, shown or not.
func rawText(out *strings.Builder, n *html.Node) {
	if n.Type == html.TextNode {
		out.WriteString(n.Data)
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		rawText(out, c)
	}
}

// table writes one row a line, " | " between cells, so that a number stays with
// what it measures. A table that only lays out a page is read as blocks.
func (x *extractor) table(n *html.Node) {
	x.flush()
	if layoutTable(n) {
		x.inside(x.kind, x.level, n)
		return
	}
	x.rows(n)
}

func (x *extractor) rows(n *html.Node) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		switch {
		case c.Type != html.ElementNode:
		case x.dropped(c) != "":
			x.drop(x.dropped(c), c)
		case c.DataAtom == atom.Tr:
			x.row(c)
		case c.DataAtom == atom.Caption:
			x.inside(paragraph, 0, c)
		default:
			x.rows(c)
		}
	}
}

func (x *extractor) row(tr *html.Node) {
	var cells []string
	for c := tr.FirstChild; c != nil; c = c.NextSibling {
		if c.Type != html.ElementNode {
			continue
		}
		if what := x.dropped(c); what != "" {
			x.drop(what, c)
			continue
		}
		cell := &extractor{removed: x.removed, hide: x.hide}
		cell.children(c)
		cell.flush()
		var texts []string
		for _, b := range cell.blocks {
			texts = append(texts, b.text)
		}
		cells = append(cells, strings.Join(texts, " "))
	}
	if line := joinCells(cells); line != "" {
		x.blocks = append(x.blocks, block{kind: row, text: line})
	}
}

// joinCells makes a row's line. Empty cells at the end are left out; those in the
// middle keep their place.
func joinCells(cells []string) string {
	for len(cells) > 0 && cells[len(cells)-1] == "" {
		cells = cells[:len(cells)-1]
	}
	return collapse(strings.Join(cells, " | "))
}

// layoutTable says whether a cell holds what only pages hold.
func layoutTable(n *html.Node) bool {
	for d := range n.Descendants() {
		switch d.DataAtom {
		case atom.Table, atom.H1, atom.H2, atom.Article, atom.Section:
			return true
		case atom.Td:
			paragraphs := 0
			for c := d.FirstChild; c != nil; c = c.NextSibling {
				if c.DataAtom == atom.P || c.DataAtom == atom.Div {
					paragraphs++
				}
			}
			if paragraphs > 3 {
				return true
			}
		}
	}
	return false
}

// inline reports elements that do not end a line.
func inline(a atom.Atom) bool {
	switch a {
	case atom.A, atom.Abbr, atom.Acronym, atom.B, atom.Bdi, atom.Bdo, atom.Big, atom.Cite, atom.Code, atom.Data, atom.Del,
		atom.Dfn, atom.Em, atom.Font, atom.I, atom.Ins, atom.Kbd, atom.Label, atom.Mark, atom.Nobr, atom.Q, atom.Rb, atom.Ruby, atom.S,
		atom.Samp, atom.Small, atom.Span, atom.Strike, atom.Strong, atom.Sub, atom.Sup, atom.Time, atom.Tt, atom.U, atom.Var, atom.Wbr:
		return true
	}
	return false
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func hasAttr(n *html.Node, key string) bool {
	for _, a := range n.Attr {
		if a.Key == key {
			return true
		}
	}
	return false
}
