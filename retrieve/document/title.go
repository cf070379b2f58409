package document

import (
	"path"
	"regexp"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// menuWords are so many Chinese words with spaces between that they are the menu of a page.
const menuWords = 5

// titleLines are how many lines a title is looked for in.
const titleLines = 8

// titleForms tell the title of an official paper from what stands over it.
type titleForms struct {
	notice, letterhead, label *regexp.Regexp
}

var titles = sync.OnceValue(func() *titleForms {
	return &titleForms{
		notice:     regexp.MustCompile(`^关于.{2,60}(?:公告|通知|通告|决定|说明|意见|报告|函|批复|公示|声明|办法|规定|启事)(?:[（(].{1,12}[）)])?$`),
		letterhead: regexp.MustCompile(`^\p{Han}{2,24}(?:公司|集团|医院|大学|学院|学校|局|委员会|政府|办公室|协会|中心|法院|党委|党组|馆)(?:文件)?$`),
		label:      regexp.MustCompile(`^[^，。：:]{2,8}[：:]|[〔\[［]20\d{2}[〕\]］] ?第?\d+ ?号`),
	}
})

// findTitle takes the first of: given title, first heading of level 1, the title of a
// notice, first short line before the text begins that is no letterhead, first heading,
// the letterhead, the file's name.
func (d *draft) findTitle() {
	for _, b := range d.blocks {
		if b.kind == heading && b.level == 1 {
			setEmpty(&d.doc.Title, oneLine(b.text, maxTitle))
			break
		}
	}
	if d.doc.Title != "" {
		return
	}
	head := d.head()
	for _, pick := range []func(b block) bool{
		func(b block) bool { return titles().notice.MatchString(b.text) },
		func(b block) bool {
			return b.kind == heading || titleLike(b.text) && !titles().letterhead.MatchString(b.text) && !titles().label.MatchString(b.text)
		},
		func(b block) bool { return titleLike(b.text) },
	} {
		for _, b := range head {
			if d.doc.Title == "" && pick(b) {
				d.doc.Title = oneLine(b.text, maxTitle)
			}
		}
	}
	if d.doc.Title == "" {
		base := path.Base(d.doc.ID)
		d.doc.Title = oneLine(strings.TrimSuffix(base, path.Ext(base)), maxTitle)
	}
}

// head are the first lines before the text begins, and headings right below.
func (d *draft) head() []block {
	var out []block
	begun := false
	for _, b := range d.blocks[:min(len(d.blocks), titleLines)] {
		if !begun || b.kind == heading {
			out = append(out, b)
		}
		begun = begun || isProse(b.text)
	}
	return out
}

// isProse reports a line that is a sentence of some length: no title stands below it.
func isProse(line string) bool {
	r, _ := utf8.DecodeLastRuneInString(line)
	return runeLen(line) > 12 && strings.ContainsRune("。！？!?", r)
}

// titleLike reports a short line that is no sentence.
func titleLike(line string) bool {
	if runeLen(line) > 60 || strings.IndexFunc(line, unicode.IsLetter) < 0 {
		return false
	}
	if isMenu(line) {
		return false
	}
	if strings.Count(line, ">")+strings.Count(line, "›")+strings.Count(line, "»") > 1 {
		return false // where the page stands in its site
	}
	r, _ := utf8.DecodeLastRuneInString(line)
	return !strings.ContainsRune("。；;，,、：:.…", r)
}

// isMenu reports a line of many Chinese words with spaces between.
func isMenu(line string) bool {
	n := 0
	for _, word := range strings.Fields(line) {
		if r, _ := utf8.DecodeRuneInString(word); unicode.Is(unicode.Han, r) {
			n++
		}
	}
	return n >= menuWords
}
