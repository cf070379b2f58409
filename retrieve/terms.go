package retrieve

import (
	"unicode/utf8"

	"ask/retrieve/lexical"
	"ask/retrieve/segment"
	"ask/retrieve/text"
)

// termCounter makes the terms of passages. It reuses its buffers and maps, and shares
// the strings of grams between passages: there are far fewer of them than places.
type termCounter struct {
	jieba    *segment.Jieba
	lexicon  segment.Lexicon
	interned map[uint64]string
	runes    []rune
	offsets  []int32
	grams    []text.Gram
	// joined keeps the pieces of words only this corpus joins, titleWords the words of
	// the last title: both come again and again.
	joined     map[string][]string
	title      string
	titleWords []segment.Word
	out        lexical.Terms
}

func newTermCounter(j *segment.Jieba, lex segment.Lexicon) *termCounter {
	return &termCounter{
		jieba: j, lexicon: lex, interned: map[uint64]string{}, joined: map[string][]string{},
		out: lexical.Terms{lexical.Words: {}, lexical.Bigrams: {}, lexical.Names: {}},
	}
}

// gramTerms adds the grams of s to counts.
func (c *termCounter) gramTerms(s string, counts map[string]int) {
	c.runes, c.offsets = text.FoldRunes(s, c.runes[:0], c.offsets[:0])
	c.grams = text.Grams(c.runes, c.grams[:0])
	for _, g := range c.grams {
		counts[c.intern(g)]++
	}
}

func (c *termCounter) intern(g text.Gram) string {
	if s, ok := c.interned[g.Key]; ok {
		return s
	}
	s := string(c.runes[g.Start:g.End])
	c.interned[g.Key] = s
	return s
}

// wordTerms adds words, what they are made of, and the keys of names among them.
func (c *termCounter) wordTerms(words []segment.Word, counts, names map[string]int) {
	for _, w := range words {
		counts[w.Text]++
		for _, part := range c.parts(w) {
			counts[part]++
		}
		if w.Tag == segment.Person {
			for _, k := range text.NameKeys(w.Text) {
				names[hanName+k]++
			}
		}
	}
}

// parts gives the shorter words of two runes or more inside w. A word that only this
// corpus joins is cut again: the dictionary does not know it.
func (c *termCounter) parts(w segment.Word) []string {
	if w.End-w.Start < 3 {
		return nil
	}
	if _, ok := c.lexicon[w.Text]; !ok {
		return c.jieba.Parts(w.Text)
	}
	if parts, ok := c.joined[w.Text]; ok {
		return parts
	}
	var parts []string
	for _, p := range c.jieba.Cut(w.Text) {
		if p.Text != w.Text && utf8.RuneCountInString(p.Text) > 1 {
			parts = append(parts, p.Text)
		}
	}
	c.joined[w.Text] = parts
	return parts
}

// cutTitle gives the words of a title.
func (c *termCounter) cutTitle(title string) []segment.Word {
	if title != c.title || c.titleWords == nil {
		c.title = title
		c.titleWords = c.lexicon.Join(c.jieba.Cut(text.Fold(title)))
	}
	return c.titleWords
}

// Keys of names say in which script the document writes them: a romanised name in a
// question means either, a Chinese one only a romanised one in a document, for two
// Chinese names of one sound are two people.
const (
	hanName   = "h:"
	latinName = "l:"
)

// latinNames adds the keys of romanised Chinese names in s.
func latinNames(s string, names map[string]int) {
	for _, n := range text.LatinNames(s, false) {
		for _, k := range n.Keys {
			names[latinName+k]++
		}
	}
}

// terms makes the terms of one passage under its title. They last until the next call.
func (c *termCounter) terms(title, body string, words []segment.Word) (lexical.Terms, int, int) {
	w, b, n := c.out[lexical.Words], c.out[lexical.Bigrams], c.out[lexical.Names]
	clear(w)
	clear(b)
	clear(n)
	c.gramTerms(title, b)
	c.gramTerms(body, b)
	c.wordTerms(words, w, n)
	c.wordTerms(c.cutTitle(title), w, n)
	latinNames(title, n)
	latinNames(body, n)
	return c.out, sum(w), sum(b)
}

func sum(m map[string]int) int {
	n := 0
	for _, v := range m {
		n += v
	}
	return n
}
