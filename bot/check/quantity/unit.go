package quantity

import "strings"

// sort is what the table says of a unit.
type sort string

const (
	measureSort sort = "measure" // equal only to itself
	countSort   sort = "count"   // of things; "one" of it is an article
	nounSort    sort = "noun"    // of things, where one counts
	percentSort sort = "percent"
	ordinalSort sort = "ordinal"
)

// unitRead is a unit as read; end is where it ended, or where reading began if
// there is none.
type unitRead struct {
	name string
	sort sort
	end  int
	form string
}

// unit reads what may stand behind the amount a, which ended at i: 多, a space,
// and a unit. approx reports 多 and its like.
func (p *parser) unit(i int, a amount) (approx bool, u unitRead) {
	u.end = i
	at := i
	for _, word := range []string{"多", "余", "来", "+"} {
		if strings.HasPrefix(p.f[at:], word) {
			at += len(word)
			approx = true
			break
		}
	}
	if strings.HasPrefix(p.f[at:], " ") && !a.han {
		at++
	} else if strings.HasPrefix(p.f[at:], "-year") {
		at++
	}
	form, value := p.lex.units.lookup(p.f[at:])
	end := at + len(form)
	if form == "" || value[0] == '-' || isLetter(form[len(form)-1]) && end < len(p.f) && (isLetter(p.f[end]) || isDigit(p.f[end])) {
		return approx && at > i, u
	}
	if len(form) == 1 && isLetter(form[0]) && (at > i && form != "g" && form != "l" || form == "g" && a.low.digitsBefore() <= 1) {
		return false, u // 5G is a network, "3 s" may be anything
	}
	name, kind, _ := strings.Cut(value, " ")
	u = unitRead{name: name, sort: sort(kind), end: end, form: form}
	if strings.HasPrefix(p.f[end:], "/") {
		if per, value := p.lex.units.lookup(p.f[end+1:]); per != "" && value[0] != '-' {
			name, _, _ := strings.Cut(value, " ")
			u.name += "/" + name
			u.end = end + 1 + len(per)
		}
	}
	return approx || strings.Contains(form, "多"), u
}

// unitFollows reports whether a unit begins at i.
func (p *parser) unitFollows(i int) bool {
	_, u := p.unit(i, amount{})
	return u.end > i
}
