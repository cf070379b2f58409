package document

import (
	"strings"
	"unicode"
)

const (
	topLines  = 12 // lines in which bylines and navigation are looked for
	tailLines = 6  // lines in which an ending is
)

// cleaner takes noise out of a draft's blocks. All of it is counted.
type cleaner struct {
	d *draft
	t *noiseTables
}

func newCleaner(d *draft) *cleaner { return &cleaner{d: d, t: noises()} }

// around removes what stands over and under an article but its byline and ending,
// which say something about it.
func (c *cleaner) around() {
	c.inline()
	c.drop(func(_ int, b block) string {
		if b.text == "" {
			return "empty line"
		}
		return ""
	})
	c.navigation()
	// Teasers and lists are at the end only once the bars below them are gone.
	c.runs()
	c.relatedLists()
	c.teasers()
	c.linkLists()
	c.d.timeline = dayLines(c.d.blocks) >= 2
}

// rest removes what the metadata has been read from, and repetitions.
func (c *cleaner) rest() {
	c.bylines()
	c.ending()
	c.repeatedTitle()
}

// drop removes the blocks for which what has a name.
func (c *cleaner) drop(what func(i int, b block) string) {
	kept := c.d.blocks[:0]
	for i, b := range c.d.blocks {
		if name := what(i, b); name != "" {
			if name != "empty line" {
				c.d.removed.add(name, b.text)
			}
			continue
		}
		kept = append(kept, b)
	}
	c.d.blocks = kept
}

// cut removes the blocks from i on.
func (c *cleaner) cut(i int, what string) {
	for _, b := range c.d.blocks[i:] {
		c.d.removed.add(what, b.text)
	}
	c.d.blocks = c.d.blocks[:i]
}

// inline removes marks inside lines.
func (c *cleaner) inline() {
	for i := range c.d.blocks {
		b := &c.d.blocks[i]
		for _, p := range c.t.Inline.patterns {
			if !strings.Contains(b.text, p.What) {
				continue
			}
			b.text = collapse(p.re.ReplaceAllStringFunc(b.text, func(s string) string {
				c.d.removed.add("citation mark", s)
				return ""
			}))
		}
	}
}

// navigation removes rows of menu words among the first lines, with the site's name
// over them.
func (c *cleaner) navigation() {
	last := -1
	for i, b := range c.d.blocks[:min(len(c.d.blocks), 6)] {
		if menu(b.text) && (i == 0 || last == i-1 || short(c.d.blocks[last+1:i])) {
			last = i
		}
	}
	c.drop(func(i int, _ block) string {
		if i <= last {
			return "navigation"
		}
		return ""
	})
}

// short says whether all blocks could be a site's name.
func short(blocks []block) bool {
	for _, b := range blocks {
		if runeLen(b.text) > 12 || b.kind == heading || strings.ContainsAny(b.text, "。，：:") {
			return false
		}
	}
	return len(blocks) <= 2
}

// menu reports a line of at least six short words and no sentence: "新闻 财经 科技 …".
func menu(line string) bool {
	if len(line) > 400 || strings.ContainsAny(line, "。！？；：，、,.;:!?") {
		return false
	}
	words := strings.FieldsFunc(line, func(r rune) bool { return unicode.IsSpace(r) || r == '|' || r == '｜' || r == '·' || r == '/' })
	if len(words) < 6 {
		return false
	}
	for _, word := range words {
		first := []rune(word)
		if cjk(first[0]) {
			if len(first) < 2 || len(first) > 6 {
				return false
			}
		} else if len(first) > 12 || !unicode.IsUpper(first[0]) {
			return false // a menu's English words have capitals, a title's not all
		}
	}
	return true
}

// bylines removes the lines between title and text that only name who and when.
func (c *cleaner) bylines() {
	account := c.accountLine()
	inText := false
	c.drop(func(i int, b block) string {
		inText = inText || runeLen(b.text) >= 25 && (strings.HasSuffix(b.text, "。") || strings.HasSuffix(b.text, ".")) ||
			runeLen(b.text) >= 50 && strings.ContainsAny(b.text, "。.！？!?；")
		if i >= topLines || inText || c.d.timeline && dayLine(b) || b.kind == row || b.kind == code || sameTitle(b.text, c.d.doc.Title) {
			return ""
		}
		if i <= account && !titleOrProse(b, c.d.doc.Title) {
			return "byline"
		}
		return c.t.Top.what(b.text)
	})
}

// dayLines counts the lines that are only a day. Two or more are the headings of a
// chronicle, not an article's dateline.
func dayLines(blocks []block) int {
	n := 0
	for _, b := range blocks {
		if dayLine(b) {
			n++
		}
	}
	return n
}

func dayLine(b block) bool {
	return len(b.text) <= 40 && hasYear(b.text) && teasers().day.MatchString(b.text)
}

// accountLine is the index of the line that repeats the publisher's name among the
// first lines. What stands between it and the title is the author's name.
func (c *cleaner) accountLine() int {
	if c.d.doc.Publisher == "" {
		return -1
	}
	for i, b := range c.d.blocks[:min(len(c.d.blocks), 6)] {
		if titleOrProse(b, c.d.doc.Title) && !(b.kind == heading || sameTitle(b.text, c.d.doc.Title)) {
			return -1
		}
		if b.text == c.d.doc.Publisher {
			return i
		}
	}
	return -1
}

// titleOrProse reports what is too long or too important to be a name.
func titleOrProse(b block, title string) bool {
	return b.kind == heading || runeLen(b.text) > 12 || sameTitle(b.text, title) || strings.ContainsAny(b.text, "。！？；：")
}

// runs removes bars: single lines that are noise anywhere, and words that are noise
// only in company.
func (c *cleaner) runs() {
	blocks := c.d.blocks
	names := make([]string, len(blocks))
	for i := 0; i < len(blocks); {
		strong, end := 0, i
		for ; end < len(blocks); end++ {
			what, weak := c.noiseLine(blocks[end])
			if what == "" {
				break
			}
			names[end] = what
			if weak {
				names[end] = "?" + what
			} else {
				strong++
			}
		}
		for n := i; n < end; n++ {
			what, weak := strings.CutPrefix(names[n], "?")
			if weak && (end-i < 3 || strong == 0) {
				what = ""
			}
			names[n] = what
		}
		i = max(end, i+1)
	}
	c.drop(func(i int, _ block) string { return names[i] })
}

func (c *cleaner) noiseLine(b block) (what string, weak bool) {
	if b.kind == code || b.kind == row {
		return "", false
	}
	if what := c.t.Anywhere.what(b.text); what != "" {
		return what, false
	}
	if what := c.t.Weak.what(b.text); what != "" {
		return what, true
	}
	if b.text == c.d.doc.Publisher && b.text != "" {
		return "share bar", true
	}
	return "", false
}

// relatedLists cuts at "更多阅读" and the like, if only short lines follow to the end.
func (c *cleaner) relatedLists() {
	blocks := c.d.blocks
	for i := len(blocks) - 1; i > 0 && len(blocks)-i <= 40; i-- {
		b := blocks[i]
		if runeLen(b.text) > 80 && !b.link {
			return
		}
		if what := c.t.Marker.what(b.text); what != "" {
			c.cut(i, what)
			blocks = c.d.blocks
		}
	}
}

func (c *cleaner) teasers() {
	if start := teaserStart(c.d.blocks); start > 0 && start < len(c.d.blocks) {
		c.cut(start, "teasers")
	}
}

// linkLists removes menus, and four or more lines in a row that are only links, before
// the first and after the last paragraph of prose.
func (c *cleaner) linkLists() {
	blocks := c.d.blocks
	first, last := len(blocks), -1
	for i, b := range blocks {
		if !b.link && runeLen(b.text) >= 40 {
			first, last = min(first, i), i
		}
	}
	if last < 0 {
		return // a page that is all links is a list on purpose
	}
	listed := make([]bool, len(blocks))
	for i := 0; i < len(blocks); i++ {
		end := i
		for end < len(blocks) && blocks[end].link && blocks[end].kind != heading && (end < first || end > last) {
			end++
		}
		for n := i; n < end && end-i >= 4; n++ {
			listed[n] = true
		}
		i = max(i, end-1)
	}
	c.drop(func(i int, b block) string {
		if listed[i] || b.menu {
			return "link list"
		}
		return ""
	})
}

// ending removes offers and bylines under a text, from the last line upwards.
func (c *cleaner) ending() {
	for n := 0; n < tailLines && len(c.d.blocks) > 1; n++ {
		last := len(c.d.blocks) - 1
		b := c.d.blocks[last]
		what := c.t.Tail.what(cutNoise(b.text))
		if what == "" || b.kind == row || b.kind == code {
			return
		}
		c.cut(last, what)
	}
}

// cutNoise lets the patterns of endings, which only look at how a line begins, see
// long lines.
func cutNoise(line string) string {
	if len(line) <= maxNoiseBytes || len(line) > 3*maxNoiseBytes {
		return line
	}
	return cutRunes(line, maxNoiseBytes/4)
}

// repeatedTitle keeps the first of the lines that repeat the title.
func (c *cleaner) repeatedTitle() {
	title := c.d.doc.Title
	if title == "" && len(c.d.blocks) > 0 {
		title = c.d.blocks[0].text
	}
	seen := false
	c.drop(func(i int, b block) string {
		if i >= topLines || runeLen(b.text) > 120 || !sameTitle(b.text, title) {
			return ""
		}
		if seen {
			return "repeated title"
		}
		seen = true
		return ""
	})
}

// sameTitle compares letters and digits only.
func sameTitle(a, b string) bool {
	if a == b {
		return a != ""
	}
	if len(a) > 2*len(b)+32 || len(b) > 2*len(a)+32 {
		return false
	}
	key := func(s string) string {
		return strings.Map(func(r rune) rune {
			if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
				return -1
			}
			return unicode.ToLower(r)
		}, s)
	}
	ka := key(a)
	return ka != "" && ka == key(b)
}
