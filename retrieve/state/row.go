package state

import (
	"strings"

	"ask/retrieve/when"
)

// row reads lines that pair posts and persons without a verb: rows of tables, 总裁:张三,
// 张三 — 总裁, 张三(2009—2018). It reports whether the line is one.
func (s *sentence) row() bool {
	const longest = 60
	if s.end-s.start <= 4*longest && s.cells() {
		before := len(s.out)
		s.tableRow()
		return len(s.out) > before || s.first(0) == '|'
	}
	if s.end-s.start > 4*longest {
		return false
	}
	if s.terms() {
		return true
	}
	return s.end-s.start <= longest && s.pairs()
}

// cells reports whether the line is a row of a table.
func (s *sentence) cells() bool {
	for i := range s.toks {
		if s.first(i) == '|' {
			return true
		}
	}
	return false
}

// tableRow pairs each post of a row with the person in the cell beside it, or the only
// post with the only person.
func (s *sentence) tableRow() {
	if s.cellPairs() {
		return
	}
	roleAt, personAt := none, none
	for i, t := range s.toks {
		switch {
		case t.is(role):
			if roleAt != none {
				return
			}
			roleAt = i
		case t.is(person):
			if personAt != none {
				return
			}
			personAt = i
		}
	}
	if roleAt == none || personAt == none || !s.alone(personAt) || !s.at(roleAt+1).is(comma) {
		return
	}
	s.emitRow(roleAt, personAt, s.postsLeft(roleAt, 0))
}

// cellPairs pairs cells that are a post with those behind that are a person, or the other
// way about if the row begins with a person. It reports whether there were any.
func (s *sentence) cellPairs() bool {
	cells := s.cut()
	type pair struct{ role, person int }
	var found []pair
	for i := 0; i+1 < len(cells); i++ {
		r, p := s.postCell(cells[i]), s.personCell(cells[i+1])
		if r == none || p == none {
			r, p = s.postCell(cells[i+1]), s.personCell(cells[i])
		}
		if r != none && p != none {
			found = append(found, pair{r, p})
			i++
		}
	}
	if len(found) < 2 {
		return false
	}
	for _, f := range found {
		s.emitRow(f.role, f.person, s.postsLeft(f.role, s.clauseStart(f.role)))
	}
	return true
}

// cut gives the cells of a row as ranges of pieces.
func (s *sentence) cut() [][2]int {
	var out [][2]int
	start := 0
	for i := 0; i <= len(s.toks); i++ {
		if i == len(s.toks) || s.first(i) == '|' {
			if i > start {
				out = append(out, [2]int{start, i})
			}
			start = i + 1
		}
	}
	return out
}

// postCell is the post that ends a cell and is all of it, none without one.
func (s *sentence) postCell(cell [2]int) int {
	last := cell[1] - 1
	if !s.at(last).is(role) {
		return none
	}
	if posts := s.postsLeft(last, cell[0]); posts[len(posts)-1].first > cell[0] {
		return none
	}
	return last
}

// personCell is the person that a cell begins with and that is all of it but for a bracket
// or a word such as 先生.
func (s *sentence) personCell(cell [2]int) int {
	if !s.at(cell[0]).is(person) {
		return none
	}
	for i := cell[0] + 1; i < cell[1]; i++ {
		if !s.at(i).is(bracket | honour) {
			return none
		}
	}
	return cell[0]
}

// label reads what stands at the beginning of a sentence as 总裁:张三, whatever follows.
func (s *sentence) label() {
	i := 0
	for i < len(s.toks) && !s.at(i).is(punct) {
		i++
	}
	if i == 0 || i+1 >= len(s.toks) || s.first(i) != ':' || !s.at(i-1).is(role) || s.at(i-1).is(honour) {
		return
	}
	posts := s.postsLeft(i-1, 0)
	if posts[len(posts)-1].first > 0 {
		return
	}
	for k := i + 1; s.at(k).is(person) && s.at(k).start < s.end; k += 2 {
		if after := s.at(k + 1); !after.is(punct | bracket | honour) {
			return
		}
		for _, p := range posts {
			s.emit(said{kind: Holds, verb: i - 1, subject: k, post: p, tense: s.titleTense(p)})
		}
		if !s.at(k + 1).is(listing) {
			return
		}
	}
}

// alone reports whether piece i fills its cell.
func (s *sentence) alone(i int) bool {
	return s.at(i-1).is(comma|punct) && (s.at(i+1).is(comma|punct|bracket) || i+1 == len(s.toks))
}

func (s *sentence) emitRow(roleAt, personAt int, posts []post) {
	for _, p := range posts {
		s.emit(said{kind: Holds, verb: roleAt, subject: personAt, post: p})
		if st := &s.out[len(s.out)-1]; true {
			st.From, st.To = s.rowPeriod(personAt)
			s.dateRow(st)
		}
	}
}

func (s *sentence) dateRow(st *Statement) {
	if st.To != (when.Date{}) {
		st.Tense = Past
	}
	st.DateBy = ""
	if st.From != (when.Date{}) || st.To != (when.Date{}) {
		st.DateBy = "text"
	} else if s.published != (when.Date{}) {
		st.DateBy = "publication"
	}
}

// rowPeriod is the period of a row: its first date, up to a second one if there is one.
func (s *sentence) rowPeriod(int) (from, to when.Date) {
	if len(s.dates) == 0 {
		return s.bareYears()
	}
	return s.span(0, Holds)
}

// bareYears is the period of a row with the years written as plain numbers: 2019–.
func (s *sentence) bareYears() (from, to when.Date) {
	for _, t := range s.toks {
		if !t.is(number) || t.end-t.start != 4 {
			continue
		}
		if d, ok := when.Parse(s.text(t)); ok && d.Year >= 1800 && d.Year < 2100 {
			if from != (when.Date{}) {
				return from, d
			}
			from = d
		}
	}
	return from, to
}

// pairs reads lines that consist of posts and persons in turn.
func (s *sentence) pairs() bool {
	type pair struct{ role, person int }
	var found []pair
	for i := 0; i < len(s.toks); i++ {
		t := s.at(i)
		switch {
		case t.is(role):
			k := i + 1
			for s.at(k).is(punct) && !s.at(k).is(listing) && k < len(s.toks) {
				k++
			}
			if k > i+1 || s.at(k).start > t.end {
				if s.at(k).is(person) && (s.at(k+1).is(punct|bracket|honour) || k+1 == len(s.toks)) {
					found = append(found, pair{i, k})
				}
			}
		case t.is(person):
			k := i + 1
			for s.at(k).is(punct|date) && !s.at(k).is(listing) && k < len(s.toks) {
				k++
			}
			last := k
			for last < len(s.toks) && (s.isThing(last) || s.at(last).is(modifier|field|current|former)) {
				last++
			}
			if k > i+1 && i == 0 && s.at(last).is(role) && last+1 >= len(s.toks) && last < len(s.toks) {
				found = append(found, pair{last, i})
			}
		}
	}
	if len(found) == 0 || s.saysMore() {
		return false
	}
	for _, p := range found {
		s.emitRow(p.role, p.person, s.postsLeft(p.role, s.clauseStart(p.role)))
	}
	return true
}

// saysMore reports whether the line has words a list has not.
func (s *sentence) saysMore() bool {
	for i := range s.toks {
		t := s.at(i)
		if t.is(verb|say|negation|of|as|by|future|pronoun) && !t.is(former|current|role|date|generic|organ) {
			return true
		}
	}
	return strings.HasSuffix(s.str(s.start, s.end), "。") && !s.at(1).is(comma)
}

// terms reads 历任馆长:甲(1996—2009)、乙(2009至今).
func (s *sentence) terms() bool {
	i := 0
	for i < len(s.toks) && !s.at(i).is(comma) {
		i++
	}
	if i == 0 || i >= len(s.toks) || !s.at(i-1).is(role) {
		return false
	}
	posts := s.postsLeft(i-1, 0)
	read := false
	for k := i + 1; k < len(s.toks); k++ {
		if !s.at(k).is(person) || !s.at(k+1).is(bracket) {
			continue
		}
		inside := s.dates[:0:0]
		for _, d := range s.dates {
			if d.start > s.at(k+1).start && d.end < s.at(k+1).end {
				inside = append(inside, d)
			}
		}
		if len(inside) == 0 {
			inside = s.yearsIn(k + 1)
		}
		if len(inside) == 0 {
			continue
		}
		read = true
		for _, p := range posts {
			former := p.former
			p.former = false
			s.emit(said{kind: Holds, verb: i - 1, subject: k, post: p, tense: Present})
			st := &s.out[len(s.out)-1]
			st.From, st.To = s.term(k+1, inside)
			if former && !strings.Contains(s.text(s.at(k+1)), "今") {
				st.Tense = Past
			}
			st.End = int(s.offsets[s.at(k+1).end])
			s.dateRow(st)
		}
	}
	return read
}

// yearsIn are the years written as plain numbers in the bracket k: (2009至今).
func (s *sentence) yearsIn(k int) []dated {
	var out []dated
	b := s.at(k)
	for i := b.start + 1; i+4 < b.end; i++ {
		if d, ok := when.Parse(string(s.runes[i : i+4])); ok && d.Year >= 1800 && d.Year < 2100 && d.Month == 0 {
			out = append(out, dated{start: i, end: i + 4, from: d, to: d})
			i += 3
		}
	}
	return out
}

// term is the time that the dates in the bracket k tell: (2009—2018), (2009至今), (至2018).
func (s *sentence) term(k int, inside []dated) (from, to when.Date) {
	first, last := inside[0], inside[len(inside)-1]
	if r := s.runes[s.at(k).start+1]; len(inside) == 1 && (r == '至' || r == '到') {
		return when.Date{}, first.from
	}
	if len(inside) > 1 || last.to != last.from {
		to = last.to
	}
	return first.from, to
}
