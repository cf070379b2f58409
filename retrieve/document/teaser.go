package document

import (
	"regexp"
	"strings"
	"sync"
)

// teaserForms recognise the parts of the teasers of other articles that follow an
// article on many sites: a title, a blurb cut off by "…", a day.
type teaserForms struct {
	day, run *regexp.Regexp
}

var teasers = sync.OnceValue(func() *teaserForms {
	return &teaserForms{
		day: regexp.MustCompile(`^(?:[12]\d{3}(?:年|[-/.])\d{1,2}(?:月|[-/.])\d{1,2}日?(?:\s*\d{1,2}:\d{2}(?::\d{2})?)?|\d{1,2}[-/月]\d{1,2}日?(?:\s*\d{1,2}:\d{2})?|\d{1,2}(?:分钟|小时|天|周|个月)前|昨天|前天|刚刚)$`),
		// T title, B blurb, D day, in the orders sites use. One teaser may be the
		// article's own ending, so there must be two (three without days).
		run: regexp.MustCompile(`(?:(?:[TB]BD){2,}|(?:[TB]DB){2,}|(?:D[TB]B){2,}|(?:TB){3,})$`),
	}
})

// teaserStart is the index of the first teaser at the end of blocks, or len(blocks).
func teaserStart(blocks []block) int {
	const most = 600 // lines looked at; a list of teasers is shorter
	from := max(0, len(blocks)-most)
	classes := make([]byte, 0, len(blocks)-from)
	for _, b := range blocks[from:] {
		classes = append(classes, teaserClass(b))
	}
	found := teasers().run.FindIndex(classes)
	if found == nil {
		return len(blocks)
	}
	return from + found[0]
}

func teaserClass(b block) byte {
	text := b.text
	switch {
	case len(text) <= 40 && teasers().day.MatchString(text):
		return 'D'
	case b.kind == code || b.kind == row:
		return 'P'
	case strings.HasSuffix(text, "…") || strings.HasSuffix(text, "..."):
		if len(text) > 1500 {
			return 'P'
		}
		return 'B'
	case runeLen(text) <= 80 && !strings.HasSuffix(text, "。") && !strings.HasSuffix(text, "."):
		return 'T'
	}
	return 'P'
}
