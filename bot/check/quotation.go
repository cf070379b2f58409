package check

import (
	"slices"
	"strings"
	"unicode/utf8"

	"ask/retrieve/text"
)

const (
	// A shorter stretch in quotation marks is a term or a title, not a quotation.
	leastQuotedHan, leastQuoted = 8, 12
	// nearQuote is the share of a quotation from which on it is taken for a slip of the
	// pen, and the source's words are put in its place.
	nearQuote = 0.85
)

// quotations are the ranges between quotation marks in s that are long enough to be meant
// as someone's words.
func quotations(s string) []text.Span {
	var out []text.Span
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		i += n
		closing := closes(r)
		if closing == 0 {
			continue
		}
		end := strings.IndexRune(s[i:], closing)
		if end < 0 {
			continue
		}
		if long(s[i : i+end]) {
			out = append(out, text.Span{Start: i, End: i + end})
		}
		i += end + utf8.RuneLen(closing)
	}
	return out
}

// closes is the mark that closes what r opens, 0 if r opens nothing.
func closes(r rune) rune {
	switch r {
	case '“', '„':
		return '”'
	case '「':
		return '」'
	case '『':
		return '』'
	case '"', '＂':
		return r
	}
	return 0
}

func long(s string) bool {
	hans, all := 0, 0
	for _, r := range text.Fold(s) {
		switch text.ClassOf(r) {
		case text.Han:
			hans++
			all++
		case text.Word:
			all++
		}
	}
	return hans >= leastQuotedHan || all >= leastQuoted
}

// plain is the letters, digits and Han characters of s, folded.
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		if text.ClassOf(r) == text.Other {
			return -1
		}
		return r
	}, text.Fold(s))
}

// mend looks for the quotations of a sentence. One that is nearly the source's gets the
// source's words; one that is put together from several places, or is nowhere, is a flaw.
func (e *Evidence) mend(sentence string) (string, []Flaw) {
	var flaws []Flaw
	quoted := quotations(sentence)
	slices.Reverse(quoted) // so that the ranges stay true
	for _, sp := range quoted {
		q := sentence[sp.Start:sp.End]
		if e.holds(plain(q)) {
			continue
		}
		if source := e.nearest(q); source != "" {
			sentence = sentence[:sp.Start] + source + sentence[sp.End:]
			continue
		}
		flaws = append(flaws, Flaw{FlawQuote, q})
	}
	return sentence, flaws
}

// holds reports whether neighbouring sentences of some passage hold a plain text whole.
func (e *Evidence) holds(q string) bool {
	for _, s := range e.sources {
		if strings.Contains(s.plain, q) {
			return true
		}
	}
	return false
}

// plainOf is the plain text of the sentences of a passage, which must have been cut; what
// may not be evidence parts them.
func (e *Evidence) plainOf(passage int) string {
	var b strings.Builder
	last := 0
	for _, s := range e.sentences[e.sources[passage].first:] {
		if overlaps(text.Span{Start: last, End: s.Start}, e.passages[passage].Skip) {
			b.WriteByte(0)
		}
		b.WriteString(plain(e.passages[passage].Text[s.Start:s.End]))
		last = s.End
	}
	return b.String()
}

// nearest is the stretch of a sentence, or of two, that a quotation was meant to be, ""
// if none is near enough.
func (e *Evidence) nearest(q string) string {
	r := read(q)
	c := &claim{reading: r, words: e.checker.words(r, r.units)}
	g := &grid{}
	all := span{0, len(r.units)}
	for _, x := range e.candidates(r.units, clauseCandidates, func(int) bool { return true }) {
		for count := 1; count <= 2 && x.id+count <= len(e.sentences); count++ {
			if e.sentences[x.id+count-1].passage != e.sentences[x.id].passage {
				continue
			}
			m := e.lay(g, c, all, x.id, count)
			first, last := m.ends()
			if m.share < nearQuote || last-first >= len(r.units)*4/3 {
				continue
			}
			p := e.passages[e.sentences[x.id].passage]
			sp := text.Span{Start: int(m.source[first].start), End: int(m.source[last].end)}
			if !overlaps(sp, p.Skip) {
				return p.Text[sp.Start:sp.End]
			}
		}
	}
	return ""
}

// ends are the first and the last paired unit of the sentence, -1 if there is none.
func (m *match) ends() (first, last int) {
	return slices.Index(m.used, true), lastTrue(m.used)
}

func lastTrue(list []bool) int {
	for k := len(list) - 1; k >= 0; k-- {
		if list[k] {
			return k
		}
	}
	return -1
}
