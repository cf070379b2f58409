package slot

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"ask/bot/extract"
	"ask/retrieve/text"
)

// What may name an attribute.
const (
	maxAttribute = 5   // runes before the asking word
	shortName    = 3   // runes of an attribute that any name of it stands for
	mostOf       = 0.6 // of the pairs of a longer one
)

// name fills in what the attribute may be called.
func (s *Slot) name(terms []extract.Term, attribute string) {
	runes := []rune(attribute)
	if s.after && utf8.RuneLen(runes[0]) > 1 && len(runes) > shortName {
		s.grams = slices.DeleteFunc(pairs(runes), func(g string) bool { return strings.ContainsFunc(g, text.Function) })
		s.heads = s.words.namesOf(attribute)
		return
	}
	all := pairs(runes)
	s.grams = all[max(0, len(all)-maxAttribute+1):]
	s.heads = append(s.heads, all[len(all)-1])
	var synonyms []string
	for _, t := range terms {
		if strings.HasSuffix(attribute, t.Text) {
			s.heads = append(s.heads, t.Text)
			synonyms = append(synonyms, t.Synonyms...)
		}
	}
	s.exact = len(s.heads)
	s.heads = append(s.heads, synonyms...)
	s.heads = append(s.heads, s.words.namesOf(attribute)...)
	if s.limit {
		s.heads = append(s.heads, s.words.namesOf("限额")...)
	}
	if s.thing != "" {
		s.heads = append(s.heads, s.thing)
	}
	if s.price && strings.HasSuffix(attribute, "票") {
		s.heads = append(s.heads, "票")
	}
	if s.unit == "元" && s.words.namesOf(attribute) == nil {
		s.heads = append(s.heads, s.words.namesOf("价格")...)
	}
	if s.price && strings.Contains(s.question.Folded, "一年") {
		s.heads = append(s.heads, "年费")
	}
	if s.unit == "度" {
		s.heads = append(s.heads, s.words.namesOf("温度")...)
	}
	if s.takes {
		s.heads = append(s.heads, s.words.lists["takes"]...)
	}
}

// head finds a name of the attribute in a folded clause: the one nearest to at; false if
// there is none.
func (s *Slot) head(clause string, at int) (text.Span, bool) {
	var best text.Span
	found := false
	for _, h := range s.heads {
		for from := 0; h != ""; {
			i := strings.Index(clause[from:], h)
			if i < 0 {
				break
			}
			sp := text.Span{Start: from + i, End: from + i + len(h)}
			if !found || gap(sp, at) < gap(best, at) || gap(sp, at) == gap(best, at) && sp.Len() > best.Len() {
				best, found = sp, true
			}
			from = sp.End
		}
	}
	return best, found
}

func gap(sp text.Span, at int) int { return max(sp.Start-at, at-sp.End, 0) }

// most reports whether a folded clause holds most of the attribute's pairs.
func (s *Slot) most(clause string) bool {
	n := 0
	for _, g := range s.grams {
		if strings.Contains(clause, g) {
			n++
		}
	}
	return len(s.grams) > 1 && float64(n) >= mostOf*float64(len(s.grams))
}

// touches is a quick look for the attribute in a folded sentence.
func (s *Slot) touches(sentence string) bool {
	if s.asking != nil {
		return slices.ContainsFunc(s.asking.tells, func(re *regexp.Regexp) bool { return re.MatchString(sentence) })
	}
	if s.contests(sentence) {
		return true
	}
	hours := s.clock == "SHUT" || s.clock == "OPEN"
	return s.price && strings.Contains(sentence, "元") || hours && s.words.rules["HOURS"].MatchString(sentence) || slices.ContainsFunc(s.heads, func(h string) bool { return strings.Contains(sentence, h) }) || s.born(sentence) || s.most(sentence) || extract.Share(s.terms, sentence) >= nearlyAll
}

// born reports whether a folded text begins with or holds a date of a birth (1976年生), if
// that is asked for.
func (s *Slot) born(folded string) bool {
	return slices.Contains(s.heads, "出生") && s.words.rules["BORN"].MatchString(folded)
}

// seats reports whether the attribute is how many find room: people or seats.
func (s *Slot) seats() bool {
	return slices.ContainsFunc(s.heads, s.words.rules["SIT"].MatchString)
}

// pairs are the pairs of neighbouring ideographs of a text, and its other words.
func pairs(runes []rune) []string {
	var out []string
	for class, sp := range text.Runs(runes) {
		switch {
		case class == text.Other:
		case class == text.Word || sp.Len() == 1:
			out = append(out, string(runes[sp.Start:sp.End]))
		default:
			for i := sp.Start; i+1 < sp.End; i++ {
				out = append(out, string(runes[i:i+2]))
			}
		}
	}
	return out
}
