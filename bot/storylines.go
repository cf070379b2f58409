package bot

import (
	"slices"

	"ask/bot/chronicle"
	"ask/retrieve/state"
	"ask/retrieve/text"
)

// line is one line of an account: what stands in front of a quote, and perhaps a newer
// quote that bears it out.
type line struct {
	prefix    string
	event     chronicle.Event
	confirmed *chronicle.Event
}

// lines says an account in the order a reader wants it: for a state the newest first,
// then what came before; for a history oldest first.
func (s *succession) lines(p fixed) []line {
	var out []line
	if next, own, ok := s.account.Beside(s.person, s.side == "after"); s.person != "" && ok && !s.asksAll() {
		return []line{{prefix: p.at(next), event: next}, {prefix: p.at(own), event: own}}
	}
	if s.asksWhen() {
		for _, ev := range s.changes() {
			out = append(out, line{prefix: p.at(ev), event: ev})
		}
		return out
	}
	if s.ask.Mode == state.AskAll {
		for _, ev := range s.course() {
			out = append(out, line{prefix: p.at(ev), event: ev})
		}
		return out[:min(len(out), maxTimeline)]
	}
	if ev, ok := s.left(); ok {
		out = append(out, line{prefix: p.at(ev), event: ev})
	}
	out = append(out, s.present(p)...)
	for _, ev := range s.earlier() {
		out = append(out, line{prefix: p.ago(ev), event: ev})
	}
	return append(out, s.unsettled(p)...)
}

// asksAll reports a question for all who came before or after a person.
func (s *succession) asksAll() bool { return s.person != "" && s.ask.Mode == state.AskAll }

// course is the timeline, from the first or up to the last event of the person beside whom
// the question asks.
func (s *succession) course() []chronicle.Event {
	all := s.account.Timeline()
	if s.person == "" {
		return all
	}
	own := func(ev chronicle.Event) bool { return text.Fold(ev.Subject) == text.Fold(s.person) }
	i := slices.IndexFunc(all, own)
	if i < 0 {
		return all
	}
	if s.side == "after" {
		return all[i:]
	}
	last := i
	for k := i; k < len(all); k++ {
		if own(all[k]) {
			last = k
		}
	}
	return all[:last+1]
}

// asksWhen reports a question for the day on which a person took or left a post.
func (s *succession) asksWhen() bool {
	return s.side == "" && s.ask.When && s.ask.Subject != "" && s.ask.Mode == state.AskEvent
}

// changes are the events of the account that such a question asks for: of its person and
// kind, those with a date that a text says if there are any.
func (s *succession) changes() []chronicle.Event {
	var out []chronicle.Event
	for _, ev := range s.account.Timeline() {
		if text.Fold(ev.Subject) != text.Fold(s.ask.Subject) && text.Fold(ev.Alias) != text.Fold(s.ask.Subject) {
			continue
		}
		left := ev.Kind == state.Ends
		both := slices.Contains(s.ask.Kinds, state.Starts) && slices.Contains(s.ask.Kinds, state.Ends) // how long
		if (both || left == slices.Equal(s.ask.Kinds, []state.Kind{state.Ends})) && !ev.Date.IsZero() && !ev.Earlier() {
			out = append(out, ev)
		}
	}
	said := func(ev chronicle.Event) bool { return !ev.From.IsZero() || !ev.To.IsZero() }
	if slices.ContainsFunc(out, said) {
		out = slices.DeleteFunc(out, func(ev chronicle.Event) bool { return !said(ev) })
	}
	return out[:min(len(out), maxNow)]
}

// left is the first end of somebody's time that is told of after the day asked about, if
// nobody is known to have held the post on that day.
func (s *succession) left() (chronicle.Event, bool) {
	const years = 3
	if s.ask.Mode != state.AskAt || len(s.account.Now) > 0 {
		return chronicle.Event{}, false
	}
	after := slices.DeleteFunc(slices.Clone(s.account.After), func(ev chronicle.Event) bool { return ev.Date.IsZero() || ev.Tense == state.Future })
	if len(after) == 0 {
		return chronicle.Event{}, false
	}
	first := after[len(after)-1].Date // who came then is known; who was there, an end tells
	i := slices.IndexFunc(after, func(ev chronicle.Event) bool { return ev.Kind == state.Ends && ev.Date == first })
	if i < 0 || first.Year-s.ask.At.Year > years {
		return chronicle.Event{}, false
	}
	return after[i], true
}

// present are the lines of who holds it.
func (s *succession) present(p fixed) []line {
	var out []line
	for i, ev := range s.account.Now[:min(len(s.account.Now), maxNow)] {
		date := ev.Document.Date.Value
		if ev.Confirmed != nil {
			date = max(date, ev.Confirmed.Document.Date.Value)
		}
		prefix := p.now.of(date)
		switch {
		case i > 0 && (s.account.Disputed || ev.Kind == state.Ends):
			prefix = p.other.of(date)
		case i > 0:
			prefix = p.also.of(date)
		}
		out = append(out, line{prefix, ev, ev.Confirmed})
	}
	return out
}

// unsettled are the lines of what has not happened, or nobody stands by: more of them if
// there is nothing else to say.
func (s *succession) unsettled(p fixed) []line {
	most, plan := 1, p.also
	if len(s.account.Now)+len(s.account.Before) == 0 {
		most, plan = maxNow, p.on
	}
	var out []line
	news := func(all []chronicle.Event) []chronicle.Event {
		var kept []chronicle.Event
		for _, ev := range all {
			told := func(o chronicle.Event) bool { return o.Same(ev) && (o.Kind == state.Ends) == (ev.Kind == state.Ends) }
			if !slices.ContainsFunc(kept, told) && !slices.ContainsFunc(s.account.Now, told) && len(kept) < most {
				kept = append(kept, ev)
			}
		}
		return kept
	}
	for _, ev := range news(s.account.Plans) {
		out = append(out, line{prefix: plan.of(ev.Document.Date.Value), event: ev})
	}
	for _, ev := range news(s.account.Rumours) {
		out = append(out, line{prefix: p.rumour.of(ev.Document.Date.Value), event: ev})
	}
	for _, ev := range s.account.Denials {
		// What it denies may be something else, if it also says who holds it.
		if at := (text.Span{Start: ev.State.Start, End: ev.State.End}); !s.holds(ev.Document.ID, at) {
			return append(out, line{prefix: p.denial.of(ev.Document.Date.Value), event: ev})
		}
	}
	return out
}

// at is the date of an event in front of its words.
func (p fixed) at(ev chronicle.Event) string {
	with := p.on
	if ev.Earlier() {
		with = p.until
	}
	return with.of(ev.Since().String())
}

// ago is the date of an earlier state, if one is known, in front of its words.
func (p fixed) ago(ev chronicle.Event) string {
	return p.before.of(ev.Since().String())
}

// earlier are the newest earlier states of other holders.
func (s *succession) earlier() []chronicle.Event {
	var out []chronicle.Event
	seen := map[string]bool{}
	for _, ev := range s.account.Now {
		seen[ev.Subject] = true
	}
	for _, ev := range s.account.Before {
		if !seen[ev.Subject] && len(out) < maxBefore {
			seen[ev.Subject] = true
			out = append(out, ev)
		}
	}
	return out
}
