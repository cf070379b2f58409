package document

import (
	"context"
	"fmt"
	"path"
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	maxTitle     = 200
	maxPublisher = 80
)

// Parse turns the bytes of one file into documents and calls yield for each, in
// order. A JSONL file has one a record, any other file one. What cannot be read,
// a file or a record, comes back as a Skip; the error is yield's or ctx's.
func Parse(ctx context.Context, rel string, data []byte, opt Options, yield func(*Document) error) (skips []Skip, err error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if !supported(rel) {
		return []Skip{{rel, "unsupported format " + strings.ToLower(path.Ext(rel))}}, nil
	}
	d := decode(data)
	if d.reason != "" {
		return []Skip{{rel, d.reason}}, nil
	}
	if isJSONL(rel) {
		return parseJSONL(ctx, rel, d, opt, yield)
	}
	dr := newDraft(rel, cleanID(rel), opt)
	dr.warn(d.warning)
	doc := dr.document(d.text)
	if doc.Text == "" {
		return []Skip{{rel, emptyReason(d.text, dr)}}, nil
	}
	return nil, yield(doc)
}

func emptyReason(text string, d *draft) string {
	if strings.TrimSpace(text) == "" {
		return "empty"
	}
	if list := d.removed.list; len(list) > 0 {
		return fmt.Sprintf("no readable text (removed: %s)", list[0].What)
	}
	return "no readable text"
}

// draft is a document while it is being made.
type draft struct {
	opt     Options
	rel     string
	doc     *Document
	meta    meta
	blocks  []block
	removed removals
	byline  dateline
	// timeline says that lines with only a day are part of the text.
	timeline bool
	// linkNoise says that links were copied from a model's answer.
	linkNoise bool
	// record is set for a JSONL record: its text has no front matter, and its
	// format does not follow from the file's name.
	record bool
}

func newDraft(rel, id string, opt Options) *draft {
	return &draft{opt: opt, rel: rel, doc: &Document{ID: id}}
}

func (d *draft) warn(warning string) {
	if warning != "" {
		d.doc.Warnings = append(d.doc.Warnings, warning)
	}
}

// document reads text, cleans it and settles the metadata. What d.meta holds
// already (a JSONL record's fields) comes before what the text says.
func (d *draft) document(text string) *Document {
	d.read(scrub(text, &d.removed))
	for i := range d.blocks {
		// Character references may have brought back what scrub removed.
		d.blocks[i].text = collapse(scrub(d.blocks[i].text, &d.removed))
	}
	d.settleURL()
	d.doc.Title = oneLine(d.meta.title, maxTitle)
	d.doc.Publisher = oneLine(d.meta.publisher, maxPublisher)
	c := newCleaner(d)
	c.around()
	d.byline = findDateline(d.blocks, d.timeline)
	setEmpty(&d.doc.Publisher, oneLine(d.byline.publisher, maxPublisher))
	d.findDate()
	d.findKind()
	c.rest()
	d.findTitle()
	d.doc.Text, d.doc.Headings = assemble(d.blocks)
	d.doc.Removed = d.removed.list
	return d.doc
}

// read parses text in whatever format it has.
func (d *draft) read(text string) {
	for _, markup := range kinds().links {
		d.linkNoise = d.linkNoise || strings.Contains(text, markup)
	}
	name := d.rel
	var fields frontMatter
	var damaged bool
	body := text
	if d.record {
		name = ""
	} else {
		fields, body, damaged = splitFrontMatter(text)
	}
	if fields != nil {
		d.meta.fromFrontMatter(fields)
		body = dropInnerFrontMatter(body, &d.removed)
		if damaged {
			d.warn("the front matter is not valid and was read line by line")
		}
	}
	switch sniff(name, body, fields != nil) {
	case htmlText:
		var deep bool
		if d.blocks, deep = parseHTML(body, &d.meta, &d.removed); deep {
			d.warn("nested too deeply: read without the page's structure")
		}
	case markdown:
		d.blocks = parseMarkdown(body, &d.removed)
	case plainText:
		d.blocks = parsePlain(body)
	}
}

func (d *draft) settleURL() {
	if d.meta.url == "" {
		return
	}
	clean, _ := scrubbed(d.meta.url)
	url, err := webURL(clean)
	if err != nil {
		d.warn(err.Error())
		return
	}
	d.doc.URL = url
}

// cleanID makes a path or a record's id fit to print on one line.
func cleanID(id string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || r == utf8.RuneError || r == 0x2028 || r == 0x2029 {
			return '\uFFFD'
		}
		return r
	}, id)
}
