package bot

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"ask/retrieve/text"
)

// maxPending bounds a sentence that never ends; what is longer is cut where it stands.
const maxPending = 4 << 10

// draft is one finished sentence of a model, its marks taken out.
type draft struct {
	words string
	cited []int
	lead  string // list marker to show in front of it: "- ", "2. "
	line  bool   // starts a new line
}

// cutter cuts the text of a model into sentences as it arrives. A sentence is given out
// as soon as nothing that may follow belongs to it: the marks behind its full stop do.
type cutter struct {
	marker *marker
	list   *regexp.Regexp
	rest   string
	line   bool
}

func newCutter(m *marker) *cutter {
	return &cutter{marker: m, list: regexp.MustCompile(`^\s*((?:[-*•·–]|\d{1,2}[.)．）])[ \t　]+|\d{1,2}、)`), line: true}
}

// add takes more text.
func (c *cutter) add(s string) { c.rest += s }

// next gives a finished sentence, if there is one. final says that no more text comes;
// patient is false when a sentence has waited long enough for marks behind its end.
func (c *cutter) next(final, patient bool) (draft, bool) {
	for {
		c.blank()
		lead := c.list.FindString(c.rest)
		body := c.rest[len(lead):]
		end, ended := firstSentence(body)
		if end == 0 {
			return draft{}, false
		}
		after := body[end:]
		marks := len(c.marker.lead.FindString(after))
		if !final && !c.over(body, end, marks, ended, patient) {
			return draft{}, false
		}
		words, cited := c.marker.take(body[:end])
		_, more := c.marker.take(after[:marks])
		d := draft{words: words, cited: append(cited, more...), lead: strings.TrimLeft(lead, " \t\n"), line: c.line}
		c.rest, c.line = body[end+marks:], false
		if strings.IndexFunc(words, isWord) >= 0 {
			return d, true
		}
		c.line = d.line // punctuation only: as if it had not been there
	}
}

func isWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }

// blank drops white space in front and notes line breaks in it.
func (c *cutter) blank() {
	trimmed := strings.TrimLeftFunc(c.rest, unicode.IsSpace)
	if strings.Contains(c.rest[:len(c.rest)-len(trimmed)], "\n") {
		c.line = true
	}
	c.rest = trimmed
}

// firstSentence is the end of the first sentence of s, 0 if s is blank; ended tells
// whether its last mark ends sentences.
func firstSentence(s string) (end int, ended bool) {
	spans := text.Sentences(s)
	if len(spans) == 0 {
		return 0, false
	}
	end = spans[0].End
	last, _ := utf8.DecodeLastRuneInString(strings.TrimRight(s[:end], "」』”’\"）)】》〉]"))
	return end, strings.ContainsRune("。！？；!?…｡.", last)
}

// over reports whether the sentence body[:end] is complete: a line break or other words
// follow it or its marks, or it carries its marks already.
func (c *cutter) over(body string, end, marks int, ended, patient bool) bool {
	after := body[end+marks:]
	next := strings.TrimLeft(after, " \t")
	switch {
	case next != "":
		return !unfinishedMark(next)
	case after != "" && strings.Contains(after, "\n"):
		return true
	case len(body) > maxPending:
		return true
	case !ended:
		return false
	case strings.HasSuffix(body[:end], "."):
		return marks > 0 // else 3.14 may be on its way
	}
	return marks > 0 || !patient || c.marker.mark.MatchString(body[:end])
}

// unfinishedMark reports whether s may be the beginning of a citation mark.
func unfinishedMark(s string) bool {
	r, n := utf8.DecodeRuneInString(s)
	if !strings.ContainsRune("[［【", r) || strings.ContainsAny(s, "]］】\n") {
		return false
	}
	return strings.IndexFunc(s[n:], func(r rune) bool { return !unicode.IsDigit(r) && !strings.ContainsRune(" ,，、-–^", r) }) < 0
}

// waiting reports whether an ended sentence only waits for marks.
func (c *cutter) waiting() bool {
	body := c.rest[len(c.list.FindString(c.rest)):]
	end, ended := firstSentence(body)
	return end > 0 && ended && !unfinishedMark(strings.TrimLeft(body[end:], " \t"))
}
