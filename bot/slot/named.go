package slot

import (
	"strings"
	"unicode/utf8"

	"ask/retrieve/text"
)

// maxApart is how many runes may stand between the subject and what is said of it.
const maxApart = 30

// Named reports a slot for something named, not counted, dated or placed: a school, a firm.
func (s *Slot) Named() bool { return s.asking != nil && !s.Lists() }

// named are the things of a sentence that a question for something named asks for: the
// nearest to the subject's name.
func (s *Slot) named(sentence string) []Value {
	folded := text.Fold(sentence)
	var best Value
	found := false
	for _, re := range s.asking.tells {
		for _, m := range re.FindAllStringSubmatchIndex(folded, -1) {
			v := Value{place: strings.TrimSpace(folded[m[2]:m[3]])}
			if v.place == "" || s.asking.list != "" && strings.HasPrefix(folded[m[0]:], "(") && !strings.HasSuffix(folded[:m[0]], s.anchor) {
				continue // in brackets, of whatever stands before them
			}
			if v.nearness = s.apart(folded, text.Span{Start: m[2], End: m[3]}); found && best.nearness <= v.nearness {
				continue
			}
			v.Text = original(sentence, folded, text.Span{Start: m[2], End: m[3]})
			best, found = v, v.nearness <= maxApart
		}
	}
	if !found {
		return nil
	}
	return []Value{best}
}

// apart is how many runes stand between the subject's name and a place of a folded
// sentence: none if the sentence does not name it.
func (s *Slot) apart(folded string, at text.Span) int {
	before := strings.LastIndex(folded[:at.Start], s.anchor)
	after := strings.Index(folded[at.End:], s.anchor)
	switch {
	case before >= 0 && after >= 0:
		return min(utf8.RuneCountInString(folded[before+len(s.anchor):at.Start]), utf8.RuneCountInString(folded[at.End:at.End+after]))
	case before >= 0:
		return utf8.RuneCountInString(folded[before+len(s.anchor) : at.Start])
	case after >= 0:
		return utf8.RuneCountInString(folded[at.End : at.End+after])
	}
	return 0
}

// original is what stands in a text at the place of a span of its folded form, which has
// as many runes.
func original(s, folded string, sp text.Span) string {
	runes := []rune(s)
	from := utf8.RuneCountInString(folded[:sp.Start])
	return string(runes[from : from+utf8.RuneCountInString(folded[sp.Start:sp.End])])
}
