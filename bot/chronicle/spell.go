package chronicle

import (
	_ "embed"
	"slices"
	"strings"

	"ask/retrieve/state"
	"ask/retrieve/when"
)

// together is how many months sources may lie apart and still contradict each other
// instead of following each other.
const together = 6

// joint are words of a post that several hold at once.
//
//go:embed data/joint.txt
var joint string

// acting are words of who holds a post in the place of another.
//
//go:embed data/acting.txt
var acting string

// spell is one time for which somebody holds it.
type spell struct {
	events     []Event // newest first
	start, end when.Date
	ended      bool
	ending     Event     // that tells of the end
	last       when.Date // the newest day that the holder is known to have held it
	rank       int
	weak       []Event // newest first: less founded sources than the others of the holder
}

// spells gathers events by holder and post, and gives a former holder who returns a second
// spell.
func spells(facts []Event) []*spell {
	type seat struct {
		holder int
		post   string
	}
	var seats []seat // the newest first
	by := map[seat][]Event{}
	for _, e := range facts {
		at := seat{e.holder, ""}
		if e.named() {
			at.post = postOf(e)
		}
		if by[at] == nil {
			seats = append(seats, at)
		}
		by[at] = append(by[at], e)
	}
	var out []*spell
	number := map[int]int{}
	for _, at := range seats {
		// Who leads does so by a post, if one is told of.
		i := slices.IndexFunc(seats, func(o seat) bool { return o.holder == at.holder && o.post != "" })
		if at.post == "" && i >= 0 {
			continue
		}
		events := by[at]
		if i >= 0 && seats[i] == at {
			events = append(events, by[seat{at.holder, ""}]...)
			newestFirst(events)
		}
		for _, s := range spellsOf(events) {
			s.number(number[at.holder])
			number[at.holder]++
			out = append(out, s)
		}
	}
	for _, s := range out {
		s.follow(out)
		s.replaced(out)
	}
	return out
}

// number gives the events of a spell its number.
func (s *spell) number(n int) {
	for _, list := range [][]Event{s.events, s.weak} {
		for i := range list {
			list[i].spell = n
		}
	}
	s.ending.spell = n
}

// spellsOf reads the events of one holder, newest first.
func spellsOf(events []Event) []*spell {
	var weak []Event
	if slices.ContainsFunc(events, func(e Event) bool { return e.rank() >= founded && !e.Date.IsZero() }) {
		var sound []Event
		for _, e := range events {
			if e.rank() < founded && !e.Date.IsZero() {
				weak = append(weak, e)
			} else {
				sound = append(sound, e)
			}
		}
		events = sound
	}
	out := []*spell{{}}
	for i := len(events) - 1; i >= 0; i-- {
		e, s := events[i], out[len(out)-1]
		if e.Date.IsZero() && !events[0].Date.IsZero() {
			continue // below: it tells nothing beside those with dates
		}
		if s.reopens(e) {
			s = &spell{}
			out = append(out, s)
		}
		s.add(e)
	}
	s := out[len(out)-1]
	s.weak = weak
	for _, e := range events {
		if e.Date.IsZero() && !events[0].Date.IsZero() {
			s.events = append(s.events, e)
			s.over(e)
		}
	}
	for _, s := range out {
		newestFirst(s.events)
	}
	return out
}

// reopens reports an event by which somebody holds it again. That a text calls somebody
// by an office soon after the end may be habit.
func (s *spell) reopens(e Event) bool {
	if !s.ended || s.end.IsZero() || e.closes() || !e.Since().After(s.end) {
		return false
	}
	return e.Kind != state.Holds || s.ending.Kind != state.Ends || months(e.Date)-months(s.end) > together
}

func (s *spell) add(e Event) {
	s.events = append(s.events, e)
	s.rank = max(s.rank, e.rank())
	if b := e.Since(); e.Kind != state.Ends && !e.From.IsZero() && (s.start.IsZero() || order(b, s.start) < 0) {
		s.start = b
	}
	switch {
	case !e.closes():
		s.last = later(s.last, e.Date)
	case !s.ended || s.surer(e):
		s.ended, s.end, s.ending = true, e.end(), e
	}
}

// over takes an end that nothing dates for one after the last day the holder is known to
// have held it: nobody leaves before.
func (s *spell) over(e Event) {
	if !s.ended && e.Kind == state.Ends && e.Tense != state.Future && e.rank() >= founded {
		s.ended, s.ending = true, e
	}
}

// surer reports an end that tells more than the one known: what a text says before what
// its date bounds, else the first that was told.
func (s *spell) surer(e Event) bool {
	if (e.Kind == state.Ends) != (s.ending.Kind == state.Ends) {
		return e.Kind == state.Ends
	}
	return e.Said && !s.ending.Said
}

// follow takes from the end of another spell that s came after it: where the end names
// the holder, or the text that tells it has both.
func (s *spell) follow(all []*spell) {
	for _, o := range all {
		for _, e := range o.events {
			if o == s || e.Kind != state.Ends {
				continue
			}
			day := e.Date
			if day.IsZero() && o.ended && o.ending.is(e) {
				day = o.last
			}
			if day.IsZero() {
				continue
			}
			named := e.next >= 0 && e.next == s.events[0].holder
			near := slices.ContainsFunc(s.events, func(b Event) bool {
				return b.Doc == e.Doc && !b.closes() && !otherPost(b, e) && e.next < 0 && (e.Date.IsZero() && b.Date.IsZero() || abs(months(b.Since())-months(e.Date)) <= together)
			})
			if near && order(o.start, s.start) > 0 || !near && !named {
				continue
			}
			if s.start.IsZero() || named && order(s.start, day) > 0 {
				s.start = day
			}
			s.last = later(s.last, day)
		}
	}
}

// replaced ends the spells that a text tells of before it says, without a date, that the
// holder of s took over: a history goes on in time. What other texts tell of them, no such
// words can end.
func (s *spell) replaced(all []*spell) {
	for _, e := range s.events {
		if e.Kind != state.Starts || !e.Date.IsZero() || !e.succeeds() {
			continue
		}
		for _, o := range all {
			if o == s || o.ended || slices.ContainsFunc(o.events, func(b Event) bool {
				return b.Doc != e.Doc || b.Statement.Start >= e.Statement.Start || otherPost(b, e)
			}) {
				continue
			}
			o.ended, o.ending = true, o.events[0]
		}
	}
}

// acting reports a spell all of whose events tell of somebody who only stands in.
func (s *spell) acting() bool {
	return !slices.ContainsFunc(s.events, func(e Event) bool {
		words := strings.Fields(acting)
		return !slices.ContainsFunc(words, func(w string) bool { return strings.Contains(fold(e.words()), w) })
	})
}

// words are those of the statement, "" if its place is not known.
func (e Event) words() string {
	from, to := e.Statement.Start-e.State.Start, e.Statement.End-e.State.Start
	if from < 0 || from >= to || to > len(e.Text) {
		return ""
	}
	return e.Text[from:to]
}

// succeeds reports whether the words of e tell that somebody came before.
func (e Event) succeeds() bool { return strings.ContainsAny(e.words(), "接继繼") }

// known is the newest day anything is known of the spell.
func (s *spell) known() when.Date {
	if s.ended {
		return later(s.end, s.last)
	}
	return s.last
}

// began is the day by which a spell had begun that a change tells of, zero if no change
// does.
func (s *spell) began() when.Date {
	if !s.start.IsZero() {
		return s.start
	}
	var d when.Date
	for _, e := range s.events {
		if e.Kind != state.Holds && e.Kind != state.Ends && (d.IsZero() || order(e.Date, d) < 0) {
			d = e.Date
		}
	}
	return d
}

// planned reports a spell that is only known to have been planned.
func (s *spell) planned() bool {
	return !slices.ContainsFunc(s.events, func(e Event) bool { return e.Tense != state.Future })
}

// beside reports whether two spells may be true at once: of different posts, of a post
// that several hold, or told in one sentence.
func (s *spell) beside(o *spell) bool {
	return pairs(s, o, func(a, b Event) bool {
		if a.closes() || b.closes() {
			return false
		}
		return otherPost(a, b) || a.shared() && b.shared() || a.Doc == b.Doc && a.State.Start == b.State.Start && a.Since() == b.Since()
	})
}

func pairs(s, o *spell, f func(a, b Event) bool) bool {
	return slices.ContainsFunc(s.events, func(a Event) bool {
		return slices.ContainsFunc(o.events, func(b Event) bool { return f(a, b) })
	})
}

// otherPost reports events of posts with different names. Who leads may be any of them.
func otherPost(a, b Event) bool {
	return a.named() && b.named() && a.Slot != b.Slot && postOf(a) != postOf(b)
}

// named reports whether an event names the post: 掌门人 is whoever leads, by whatever post.
func (e Event) named() bool { return e.Role != "" && postOf(e) != leader }

// leader is the post of statements that only say who leads.
const leader = "负责人"

func postOf(e Event) string {
	_, role, _ := strings.Cut(e.Slot, "|")
	return role
}

// shared reports a post that several hold at once.
func (e Event) shared() bool {
	return slices.ContainsFunc(strings.Fields(joint), func(w string) bool { return strings.Contains(fold(e.Role), w) })
}

func abs(n int) int { return max(n, -n) }
