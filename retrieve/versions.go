package retrieve

import (
	"cmp"
	"math"
	"slices"

	"ask/retrieve/document"
	"ask/retrieve/question"
	"ask/retrieve/rank"
	"ask/retrieve/text"
)

// Two passages of editions of one text say the same in other words if they share this
// much of the shorter one's grams; fewer grams than minGrams prove nothing.
const (
	minShared = 0.5
	minGrams  = 8
)

// justBelow is how far one superseded edition ranks below another, and an undated one
// below a dated: it is not known to be older, but it may not be promoted.
const justBelow = 1e-6

// family is a text of which the candidates hold several editions: documents of one
// title, marks of the edition aside, and of different dates.
type family struct {
	members []*member
	marked  bool // a title says that it is an edition
}

// member is a candidate in its family.
type member struct {
	*candidate
	date       string // from which its edition holds
	standing   int
	grams      []uint64
	place      int     // of its edition, 0 for the one that fits the time asked about best, -1 for none
	next       *member // comes before it in its stead
	superseded bool
}

// order sorts members without a place last.
func (m *member) order() int {
	if m.place < 0 {
		return math.MaxInt
	}
	return m.place
}

// versions moves superseded editions below those that hold, for the time the question
// asks about. Only dates order them: neither what a title says of its year nor what a
// text says of its authority counts, and a source supersedes none of better standing.
func (s *search) versions() {
	t := s.ix.scorer.Times()
	if t.Version <= 0 || s.when.Tense == question.Past || s.when.Tense == question.Both {
		return
	}
	for _, f := range s.families() {
		f.link(s.when, s.today())
		f.order(t)
	}
	for i := range s.candidates {
		c := &s.candidates[i]
		if c.moved != 0 {
			c.features[rank.Version] = c.moved / t.Version
			c.score += c.moved
		}
	}
}

// families groups the candidates by title. Titles are not read unless the candidates
// have different dates, or some have none.
func (s *search) families() []*family {
	if !slices.ContainsFunc(s.candidates, func(c candidate) bool {
		return c.doc.Date.Value != s.candidates[0].doc.Date.Value
	}) {
		return nil
	}
	byTitle := map[string]*family{}
	var out []*family
	for i := range s.candidates {
		c := &s.candidates[i]
		base, marked := s.ix.reader.Edition(c.doc.Title)
		if base == "" {
			continue
		}
		f := byTitle[base]
		if f == nil {
			f = &family{}
			byTitle[base] = f
			out = append(out, f)
		}
		f.members = append(f.members, &member{candidate: c, date: s.holdsFrom(c.doc), standing: standing(c.doc.Kind, c.doc.Rumour)})
		f.marked = f.marked || marked
	}
	return slices.DeleteFunc(out, func(f *family) bool { return len(f.members) < 2 })
}

// shared is the share of the shorter passage's grams that the other holds too.
func (m *member) shared(other *member) float64 {
	x, y := m.gramKeys(), other.gramKeys()
	if min(len(x), len(y)) < minGrams {
		return 0
	}
	both := 0
	for i, j := 0, 0; i < len(x) && j < len(y); {
		switch {
		case x[i] < y[j]:
			i++
		case x[i] > y[j]:
			j++
		default:
			both, i, j = both+1, i+1, j+1
		}
	}
	return float64(both) / float64(min(len(x), len(y)))
}

// gramKeys are the distinct grams of the passage, sorted.
func (m *member) gramKeys() []uint64 {
	if m.grams == nil {
		for _, g := range text.Grams(m.body, nil) {
			m.grams = append(m.grams, g.Key)
		}
		slices.Sort(m.grams)
		m.grams = slices.Compact(m.grams)
	}
	return m.grams
}

// link finds for every member the passage that comes before it in its stead: of the
// edition next better than its own, for an undated one of the best.
func (f *family) link(when question.Time, today string) {
	aligned, all := map[string]int{}, map[string]int{}
	for _, m := range f.members {
		date := m.date
		dates := preference(when, today, f.dates(m.standing))
		m.place = slices.Index(dates, date)
		if m.place >= 0 {
			dates = dates[:m.place]
			slices.Reverse(dates)
		}
		for _, better := range dates {
			if m.next = f.successor(m, better); m.next != nil {
				aligned[date]++
				break
			}
		}
		all[date]++
	}
	for _, m := range f.members {
		// A passage without a successor falls with its edition: most of the rest of it has
		// successors, or a title says that there are editions and some passage proves it.
		d := m.date
		m.superseded = m.next != nil || m.place > 0 && (f.marked && len(aligned) > 0 || 2*aligned[d] >= all[d])
	}
}

// successor is the passage of date's edition that tells most of what m tells.
func (f *family) successor(m *member, date string) *member {
	var best *member
	most := minShared
	for _, other := range f.members {
		if other.date != date || m.place >= 0 && agree(date, m.date) || other.standing < m.standing {
			continue
		}
		if s := m.shared(other); s >= most {
			best, most = other, s
		}
	}
	return best
}

// order moves the members: a successor makes up for what its predecessor's wording was
// nearer to the question's, and whatever is superseded falls below it.
func (f *family) order(t rank.Times) {
	slices.SortStableFunc(f.members, func(a, b *member) int { return cmp.Compare(b.order(), a.order()) })
	for _, m := range f.members { // from the edition that fits worst
		if m.next != nil {
			m.next.moved = max(m.next.moved, t.Lift*(m.score+m.moved-m.next.score))
		}
	}
	slices.Reverse(f.members)
	for _, m := range f.members {
		if !m.superseded {
			continue
		}
		m.moved = 0
		if m.place > 0 {
			m.moved = -t.Version
		}
		if m.next == nil {
			continue
		}
		margin := justBelow
		if m.place > 0 && !m.next.superseded {
			margin = t.Version
		}
		m.moved = min(m.moved, m.next.score+m.next.moved-margin-m.score)
		m.candidate.successor = cmp.Or(m.next.candidate.successor, m.next.doc.ID)
	}
}

// dates lists the distinct dates of the members of at least some standing, oldest first.
func (f *family) dates(least int) []string {
	var out []string
	for _, m := range f.members {
		if d := m.date; d != "" && m.standing >= least {
			out = append(out, d)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// preference sorts the dates of editions by how well they fit the time asked about,
// nil if it prefers none. They come oldest first; one after today does not hold yet.
func preference(when question.Time, today string, dates []string) []string {
	held := len(dates) - 1
	for held > 0 && after(dates[held], today) {
		held--
	}
	switch when.Tense {
	case question.Former:
		held = max(0, held-1)
	case question.Dated, question.Year:
		held = -1
		for i, d := range dates {
			if !after(d, when.Date) {
				held = i
			}
		}
		if when.Tense == question.Year && (held < 0 || !agree(dates[held], when.Date)) {
			return nil
		}
	}
	if held < 0 || len(dates) == 0 {
		return nil
	}
	out := slices.Clone(dates[:held+1])
	slices.Reverse(out)
	return append(out, dates[held+1:]...)
}

// agree reports whether two dates may be of one day.
func agree(a, b string) bool { return !after(a, b) && !after(b, a) }

// standing orders kinds by what they may supersede: a rumour or a generated text no
// report, and nothing an official text but another one.
func standing(kind document.Kind, rumour bool) int {
	switch {
	case rumour || kind == document.AIGenerated:
		return 0
	case kind == document.Social:
		return 1
	case kind == document.Official:
		return 3
	}
	return 2
}
