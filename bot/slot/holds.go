package slot

import (
	"cmp"
	"regexp"
	"strings"

	"ask/retrieve/text"
)

// ahead is the day from which what a sentence says holds, "" if it holds by now.
func (r *reading) ahead(st *Statement) string {
	day := dayIn(r.words.rules["FROM"], st.near[strings.LastIndexByte(st.near, '\n')+1:])
	if day = cmp.Or(day, r.inForce(st.Passage.Document.ID)); day > r.today {
		return day
	}
	return ""
}

// inForce is the day from which a document says that its whole text holds, as far as it
// was found.
func (r *reading) inForce(document string) string {
	day := ""
	for _, folded := range r.found[document] {
		day = max(day, dayIn(r.words.rules["INFORCE"], folded))
	}
	return day
}

// posted is the day of the post in a thread that a sentence stands in.
func (s *Slot) posted(p Passage, sp text.Span) string {
	days := s.words.rules["POSTED"].FindAllString(p.Text[:sp.End], -1)
	if len(days) == 0 {
		return ""
	}
	return days[len(days)-1]
}

// dayIn is the day that the groups of a pattern give, "" if it does not match.
func dayIn(re *regexp.Regexp, folded string) string {
	m := re.FindStringSubmatch(folded)
	if m == nil {
		return ""
	}
	return m[1] + "-" + ("0" + m[2])[len(m[2])-1:] + "-" + ("0" + m[3])[len(m[3])-1:]
}
