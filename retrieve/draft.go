package retrieve

import (
	"ask/retrieve/corpus"
	"ask/retrieve/document"
	"ask/retrieve/passage"
	"ask/retrieve/segment"
	"ask/retrieve/text"
)

// draft is a document on its way into a generation.
type draft struct {
	meta     corpus.Doc
	text     string
	passages []draftPassage
	// states is what the document says of posts and changes.
	states []corpus.State
	// kept: the document and all that was made of it are the previous generation's.
	kept bool
}

// draftPassage is a passage with what indexing needs to know of it.
type draftPassage struct {
	corpus.Passage
	tags []corpus.Tag
	// old is the passage's ordinal in the previous generation, -1 if it is new.
	old int
	// words are its words and their parts, nil while not cut.
	words []segment.Word
}

// fresh turns a parsed document into a draft; its passages are not cut into words yet.
func fresh(d *document.Document, source uint32, hash uint64, opt passage.Options) *draft {
	out := &draft{text: d.Text, meta: corpus.Doc{
		ID: d.ID, Title: d.Title, URL: d.URL, Publisher: d.Publisher, Date: d.Date, Kind: d.Kind, Rumour: d.Rumour,
		Headings: d.Headings, Removed: d.Removed, Warnings: d.Warnings, Source: source, Hash: hash,
	}}
	for _, p := range passage.Split(d, opt) {
		out.passages = append(out.passages, draftPassage{
			Passage: corpus.Passage{Start: uint32(p.Start), End: uint32(p.End), Heading: p.Heading}, old: -1,
		})
	}
	return out
}

// reuse takes a document over from the previous generation.
func reuse(t *corpus.Table, states *corpus.States, doc corpus.Doc, source uint32) (*draft, error) {
	out := &draft{meta: doc, text: t.Text(doc), kept: true}
	out.meta.Source = source
	var err error
	if out.states, err = states.Of(doc.Number); err != nil {
		return nil, err
	}
	for i := range doc.Count {
		p, err := t.Passage(doc.First + i)
		if err != nil {
			return nil, err
		}
		out.passages = append(out.passages, draftPassage{Passage: p, tags: t.Tags(p), old: int(p.Ordinal)})
	}
	return out, nil
}

// title is what a passage of d is found under: the document's title and the section's.
func (d *draft) title(p *draftPassage) string {
	return titleOf(d.meta.Title, p.Heading)
}

func titleOf(title, heading string) string {
	if heading == "" {
		return title
	}
	return title + " " + heading
}

// quote is the text of p.
func (d *draft) quote(p *draftPassage) string { return d.text[p.Start:p.End] }

// tagsOf keeps the tagged words of a passage as byte ranges. Folding keeps one rune
// for one, so the offsets of FoldRunes lead back to the stored bytes.
func tagsOf(words []segment.Word, offsets []int32) []corpus.Tag {
	var out []corpus.Tag
	for _, w := range words {
		c := tagClass(w.Tag)
		if c == 0 || w.End-w.Start < 2 {
			continue
		}
		start, end := offsets[w.Start], offsets[w.End]
		if start > 65535 || end-start > 255 {
			continue
		}
		out = append(out, corpus.Tag{Start: uint16(start), Len: uint8(end - start), Class: c})
	}
	return out
}

func tagClass(t segment.Tag) corpus.TagClass {
	switch t {
	case segment.Person:
		return corpus.TagPerson
	case segment.Place:
		return corpus.TagPlace
	case segment.Organ:
		return corpus.TagOrgan
	case segment.Time:
		return corpus.TagTime
	case segment.Proper:
		return corpus.TagProper
	}
	return 0
}

// simhash is Charikar's fingerprint (2002) of a text's grams: near duplicates differ in
// few of its 64 bits.
func simhash(grams []text.Gram) uint64 {
	// Bit b of ones[i] is bit i of how many hashes have bit b: all 64 counts are
	// increased at once.
	var ones [32]uint64
	n := 0
	for _, g := range grams {
		h := mix(g.Key)
		if len(grams) > 128 && h&3 != 0 {
			continue // a quarter of a long text tells as much
		}
		n++
		for i := 0; h != 0; i++ {
			ones[i], h = ones[i]^h, ones[i]&h
		}
	}
	var out uint64
	for b := range 64 {
		count := 0
		for i, o := range ones {
			count |= int(o>>b&1) << i
		}
		if 2*count > n {
			out |= 1 << b
		}
	}
	return out
}

// mix spreads a key over 64 bits (the finaliser of splitmix64).
func mix(x uint64) uint64 {
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}
