// Package passage cuts a clean document into passages: runs of whole sentences that
// follow its sections and paragraphs, each an exact byte range of the text.
//
// It never cuts a sentence, except one longer than a whole passage may be, and leaves
// no text out: every sentence is in exactly one passage.
//
//	for _, p := range passage.Split(doc, passage.Options{}) {
//		fmt.Println(p.Heading, doc.Text[p.Start:p.End])
//	}
package passage

import (
	"strings"
	"unicode/utf8"

	"ask/retrieve/document"
	"ask/retrieve/text"
)

// Passage is Text[Start:End] of a document, under the section titles of Heading
// (outermost first, joined by " › "; empty above the first).
type Passage struct {
	Start, End int
	Heading    string
}

// Options bound passages in runes; zero values mean the defaults.
type Options struct {
	// Max is the longest passage, 600 runes by default. Longer ones blur what a
	// passage is about, shorter ones separate a sentence from what it refers to.
	Max int
	// Min is the shortest section that stands alone, 120 runes by default.
	Min int
}

func (o Options) withDefaults() Options {
	if o.Max <= 0 {
		o.Max = 600
	}
	if o.Min <= 0 {
		o.Min = 120
	}
	return o
}

// unit is a sentence with what matters for cutting before it.
type unit struct {
	text.Span
	runes     int
	gap       int  // runes of white space since the unit before
	paragraph bool // starts a line
	heading   bool // is (part of) a section title
}

// Split cuts doc into passages in order.
func Split(doc *document.Document, opt Options) []Passage {
	opt = opt.withDefaults()
	units := unitsOf(doc, opt.Max)
	var out []Passage
	for _, section := range sections(units, opt) {
		for _, run := range balance(section, opt.Max) {
			p := Passage{Start: run[0].Start, End: run[len(run)-1].End}
			p.Heading = path(doc, p.Start)
			out = append(out, p)
		}
	}
	return out
}

func unitsOf(doc *document.Document, limit int) []unit {
	var out []unit
	h, end := 0, 0
	for _, sp := range text.Sentences(doc.Text) {
		for h < len(doc.Headings) && doc.Headings[h].End <= sp.Start {
			h++
		}
		in := h < len(doc.Headings) && sp.Start >= doc.Headings[h].Start && sp.Start < doc.Headings[h].End
		line := sp.Start == 0 || strings.HasSuffix(strings.TrimRight(doc.Text[:sp.Start], " \t"), "\n")
		for _, piece := range pieces(doc.Text, sp, limit) {
			out = append(out, unit{
				Span: piece, runes: utf8.RuneCountInString(doc.Text[piece.Start:piece.End]),
				gap: utf8.RuneCountInString(doc.Text[end:piece.Start]), paragraph: line, heading: in,
			})
			line, end = false, piece.End
		}
	}
	return out
}

// pieces cuts a sentence longer than limit at commas, or anywhere if it has none:
// only broken input has such sentences, and an endless passage would serve nobody.
func pieces(s string, sp text.Span, limit int) []text.Span {
	if utf8.RuneCountInString(s[sp.Start:sp.End]) <= limit {
		return []text.Span{sp}
	}
	var out []text.Span
	start, comma, count := sp.Start, -1, 0
	for i, r := range s[sp.Start:sp.End] {
		at := sp.Start + i
		if count == limit {
			cut := at
			if comma > start {
				cut = comma
			}
			out = append(out, text.Span{Start: start, End: cut})
			count = utf8.RuneCountInString(s[cut:at])
			start, comma = cut, -1
		}
		count++
		if strings.ContainsRune("，,、 ", r) {
			comma = at + utf8.RuneLen(r)
		}
	}
	return append(out, text.Span{Start: start, End: sp.End})
}

// sections groups units under their titles; sections too short to stand alone join
// the next one while both fit a passage.
func sections(units []unit, opt Options) [][]unit {
	var out [][]unit
	start := 0
	for i := 1; i <= len(units); i++ {
		if i < len(units) && (!units[i].heading || units[i-1].heading && !units[i].paragraph) {
			continue
		}
		out = append(out, units[start:i])
		start = i
	}
	return merge(out, opt)
}

func merge(secs [][]unit, opt Options) [][]unit {
	total := 0
	for _, s := range secs {
		total += length(s)
	}
	var out [][]unit
	for _, s := range secs {
		if len(out) > 0 {
			last := out[len(out)-1]
			short := length(last) < opt.Min || length(s) < opt.Min || total <= opt.Max
			if short && span(last)+s[0].gap+span(s) <= opt.Max {
				out[len(out)-1] = append(last[:len(last):len(last)], s...)
				continue
			}
		}
		out = append(out, s)
	}
	return out
}

func length(units []unit) int {
	n := 0
	for _, u := range units {
		n += u.runes
	}
	return n
}

// span is the length of a passage made of units, with the white space between them.
func span(units []unit) int {
	n := length(units)
	for _, u := range units[1:] {
		n += u.gap
	}
	return n
}

// balance cuts a section into runs of about equal length, none above limit, at
// paragraph starts where one is near.
func balance(units []unit, limit int) [][]unit {
	if len(units) == 0 {
		return nil
	}
	total := length(units)
	want := (total + limit - 1) / limit
	target := (total + want - 1) / want
	var out [][]unit
	start, n, gaps := 0, 0, 0
	for i, u := range units {
		full := n+gaps+u.gap+u.runes > limit
		good := n >= target || n*5 >= target*4 && u.paragraph
		if i > start && (full || good) {
			out = append(out, units[start:i])
			start, n, gaps = i, 0, 0
		} else if i > start {
			gaps += u.gap
		}
		n += u.runes
	}
	return append(out, units[start:])
}

// path joins the titles of the sections that at lies in.
func path(doc *document.Document, at int) string {
	var open []document.Heading
	for _, h := range doc.Headings {
		if h.Start > at {
			break
		}
		for len(open) > 0 && open[len(open)-1].Level >= h.Level {
			open = open[:len(open)-1]
		}
		open = append(open, h)
	}
	names := make([]string, 0, len(open))
	for _, h := range open {
		if t := strings.TrimSpace(doc.Text[h.Start:h.End]); t != doc.Title {
			names = append(names, t)
		}
	}
	return strings.Join(names, " › ")
}
