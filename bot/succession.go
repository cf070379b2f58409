package bot

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"ask/bot/chronicle"
	"ask/bot/extract"
	"ask/retrieve"
	"ask/retrieve/state"
	"ask/retrieve/text"
	"ask/retrieve/when"
)

// Stater looks up what documents say of a post or thing.
type Stater interface {
	// Asked reads which state a question asks for, false if it asks for none.
	Asked(question string) (state.Ask, bool)
	// Slot is what to look up for it, empty if it names neither post nor thing.
	Slot(state.Ask) string
	// States gives the statements on a slot.
	States(ctx context.Context, q retrieve.StateQuery) ([]retrieve.State, error)
}

// How much of an account an answer shows.
const (
	maxNow      = 3
	maxBefore   = 2
	maxTimeline = 12
	maxPosts    = 4 // of a person
)

// succession is what a question for a post asks, with what the documents say.
type succession struct {
	ask     state.Ask
	account chronicle.Account
	// side is "before" or "after" if the question wants who came next to person.
	side, person string
}

// remember adds the account of a post to the evidence, if the question asks for one and
// names nothing that is strange to the documents.
func (e *Extractive) remember(ctx context.Context, q Question, d *evidence) error {
	side := e.patterns.orderOf(q.Text)
	ask, ok := e.states.Asked(q.Text)
	if side != "" && side != "ordinal" && (!ok || ask.Of+ask.Subject == "") {
		ask, ok = e.askedBeside(q.Text)
	}
	if !ok || side == "ordinal" || e.strangeTo(d, q.Text, ask) {
		return nil
	}
	if side == "after" && ask.Mode == state.AskAt {
		ask.Mode = state.AskPresent // 2022年以后: not only at that time
	}
	if day := gone(q); ask.Mode == state.AskPresent && !day.IsZero() {
		ask.Mode, ask.At = state.AskAt, day
	}
	if ask.Subject == "" && slices.Equal(ask.Kinds, []state.Kind{state.Starts, state.Ends}) {
		ask.Mode, ask.Kinds = state.AskPresent, nil // 馆长换了吗: who holds it tells
	}
	s := &succession{ask: ask, side: side}
	slots, err := e.slots(ctx, q, s)
	if err != nil {
		return err
	}
	for _, slot := range slots {
		if err := e.read(ctx, q, s, slot); err != nil {
			return err
		}
		if s.answers() {
			d.story = s
			return nil
		}
		s.account = chronicle.Account{}
	}
	if ask.Role != "" && ask.Subject == "" && !ask.Owner && !e.speaksOf(d, ask.Role) {
		d.lacking = ask.Role
		return nil
	}
	if ask.Subject == "" && ask.Mode != state.AskEvent && d.refuse(q) == "" {
		d.story = s
	}
	return nil
}

// speaksOf reports whether the passages that would be quoted hold a post, under any name:
// where they do not, nothing in them can tell who holds it.
func (e *Extractive) speaksOf(d *evidence, role string) bool {
	names := e.postNames(role)
	return slices.ContainsFunc(e.chooser.Pick(d.sentences), func(picked extract.Sentence) bool {
		return slices.ContainsFunc(names, func(name string) bool { return name != "" && d.sources[picked.Passage].holds(name) })
	})
}

// query looks up states within the filters of a question.
func query(q Question, sq retrieve.StateQuery) retrieve.StateQuery {
	sq.Since, sq.Until, sq.AsOf, sq.Kinds, sq.Documents = q.Since, q.Until, q.AsOf, q.Kinds, q.Documents
	return sq
}

// read reads the account of a post.
func (e *Extractive) read(ctx context.Context, q Question, s *succession, slot string) error {
	of, role, _ := strings.Cut(slot, "|")
	slots := []string{slot}
	if of != "" && s.ask.Role != "" {
		slots = append(slots, "|"+role)
	}
	others, err := e.renamed(ctx, q, s.ask)
	if err != nil {
		return err
	}
	slots = append(slots, others...)
	all, err := e.states.States(ctx, query(q, retrieve.StateQuery{Slots: slots}))
	if err != nil {
		return fmt.Errorf("look up states: %w", err)
	}
	more, err := e.further(ctx, q, s, all)
	if err != nil {
		return err
	}
	all = append(all, more...)
	all = slices.DeleteFunc(all, func(st retrieve.State) bool {
		return of != "" && st.Of == "" && !speaksOf(st, of) || s.ask.Owner && !e.owns(st)
	})
	all = slices.DeleteFunc(all, func(st retrieve.State) bool {
		return s.ask.Subject == "" && len(s.ask.Kinds) > 0 && !slices.Contains(s.ask.Kinds, st.Kind) || e.machine.Sentence(st.Text)
	})
	if e.namesAnother(q, s.ask, all) {
		return nil
	}
	s.account = chronicle.Read(all, at(q, s.ask))
	for _, ev := range s.account.Timeline() {
		if s.side != "" && strings.Contains(text.Fold(q.Text), text.Fold(ev.Subject)) {
			s.person = ev.Subject
		}
	}
	return nil
}

// speaksOf reports a statement on a post of nothing that is named, such as 接任馆长, in a
// text that is of the thing by its title, or in a sentence that names it.
func speaksOf(st retrieve.State, of string) bool {
	return strings.Contains(text.Fold(st.Text), of) || strings.Contains(text.Fold(st.Document.Title), of)
}

// empty reports an account in which nothing is told.
func (s *succession) empty() bool {
	if _, ok := s.left(); ok {
		return false
	}
	a := &s.account
	return len(a.Now)+len(a.Before)+len(a.Plans)+len(a.Rumours) == 0
}

// answers reports whether the account tells what was asked: if that is who came before or
// after somebody, whom it is or that nobody came yet.
func (s *succession) answers() bool {
	if s.asksWhen() {
		return len(s.changes()) > 0
	}
	if s.empty() || s.person == "" || s.asksAll() {
		return !s.empty()
	}
	if _, _, ok := s.account.Beside(s.person, s.side == "after"); ok {
		return true
	}
	return s.side == "after" && len(s.account.Now) > 0 && s.account.Now[0].Subject == s.person
}

// at is the day a question speaks of.
func at(q Question, ask state.Ask) when.Date {
	if ask.Mode == state.AskAt && !ask.At.IsZero() {
		return lastDay(ask.At)
	}
	return today(q)
}

// today is the day a question is asked.
func today(q Question) when.Date {
	if d, ok := when.Parse(q.AsOf); ok {
		return lastDay(d)
	}
	now := time.Now()
	return when.Date{Year: now.Year(), Month: int(now.Month()), Day: now.Day()}
}

// gone is the end of a year or month that a question names from its own day, as 去年, zero
// if it names none that is over.
func gone(q Question) when.Date {
	day := today(q)
	for _, m := range when.Find(q.Text, day) {
		if m.Relative && m.Void == "" && !m.To.IsZero() && lastDay(m.To).Before(day) && strings.ContainsAny(q.Text[m.Span.Start:m.Span.End], "年月") {
			return m.To
		}
	}
	return when.Date{}
}

// lastDay is the end of a year or month.
func lastDay(d when.Date) when.Date {
	if d.Month == 0 {
		d.Month = 12
	}
	if d.Day == 0 {
		d.Day = 31
	}
	return d
}

// tell composes the answer from an account, every line a quote.
func (e *Extractive) tell(a *Answer, d *evidence, p fixed) {
	s := d.story
	if s.empty() {
		e.quote(a, d, p)
		return
	}
	if e.overtaken(d) {
		e.byDate(a, d, p)
		return
	}
	a.Answered = true
	var lines []string
	said := map[int]bool{}
	for _, l := range s.lines(p) {
		if c, ok := e.introduces(d, l.event); ok && len(a.Citations) == 0 {
			a.Citations = append(a.Citations, c)
			lines = append(lines, fmt.Sprintf("%s%s [%d]", l.prefix, oneLine(c.Quote), c.N))
		}
		n := e.citeEvent(a, l.event)
		if said[n] {
			continue
		}
		said[n] = true
		marks := fmt.Sprintf("[%d]", n)
		if l.confirmed != nil {
			if also := e.citeEvent(a, *l.confirmed); also != n {
				marks += fmt.Sprintf("[%d]", also)
			}
		}
		lines = append(lines, l.prefix+oneLine(a.Citations[n-1].Quote)+" "+marks)
	}
	if s.ask.Mode == state.AskPresent && s.person == "" {
		lines = append(lines, e.also(a, d, p)...)
	}
	if c, ok := e.undecided(d); ok && a.quotes(c) < 0 {
		c.N = len(a.Citations) + 1
		a.Citations = append(a.Citations, c)
		lines = append(lines, fmt.Sprintf("%s%s [%d]", p.now.of(known(c.Date)), oneLine(c.Quote), c.N))
	}
	a.Text = strings.Join(lines, "\n")
	e.chart(a, s)
}

// introduces is the likeliest sentence of an event's document that names its person, where that
// of the event itself only says 他: the first line of an account should.
func (e *Extractive) introduces(d *evidence, ev chronicle.Event) (Citation, bool) {
	name := text.Fold(ev.Subject)
	if name == "" || strings.Contains(text.Fold(ev.Text), name) {
		return Citation{}, false
	}
	best, at := 0.0, -1
	for i, s := range d.sentences {
		src := d.sources[s.Passage]
		if src.document.ID == ev.Document.ID && s.Prob > best && strings.Contains(text.Fold(src.text[s.Start:s.End]), name) {
			best, at = s.Prob, i
		}
	}
	if at < 0 {
		return Citation{}, false
	}
	s := d.sentences[at]
	return e.citation(1, d.sources[s.Passage], e.firm(d.sources[s.Passage], s.Span)), true
}

// also quotes documents that answer in other words than statements of a post.
func (e *Extractive) also(a *Answer, d *evidence, p fixed) []string {
	quoted := map[string]bool{}
	for _, c := range a.Citations {
		quoted[c.Document] = true
	}
	e.hear(d, quoted)
	var lines []string
	for _, v := range d.voices {
		src := d.sources[v.Passage]
		if d.story.tells(src.document.ID, text.Span{Start: src.start + v.Start, End: src.start + v.End}) {
			continue
		}
		c := e.citation(len(a.Citations)+1, src, v.Span)
		head, ok := d.story.beside(c.Quote, src.document.Date.Value, p)
		if !ok {
			continue
		}
		a.Citations = append(a.Citations, c)
		a.newest(src.document.Date.Value)
		lines = append(lines, fmt.Sprintf("%s%s [%d]", head.of(src.document.Date.Value), oneLine(c.Quote), c.N))
	}
	return lines
}

// beside is what stands in front of a further quote of a date: that it was so before, if it
// names an earlier holder and not the present one. It is false if the quote is no newer
// than the account and does not name the present holder, unless nobody is known to hold
// it: who it names is not known.
func (s *succession) beside(quote, date string, p fixed) (heading, bool) {
	folded := text.Fold(quote)
	names := func(all []chronicle.Event) bool {
		return slices.ContainsFunc(all, func(ev chronicle.Event) bool { return strings.Contains(folded, text.Fold(ev.Subject)) })
	}
	switch now := s.account.Now; {
	case len(now) == 0 || names(now):
		return p.also, true
	case names(s.account.Before):
		return p.before, true
	default:
		return p.also, now[0].Kind == state.Ends || date > now[0].Document.Date.Value
	}
}

// tells reports a sentence that the account has, in its place.
func (s *succession) tells(document string, at text.Span) bool {
	a := &s.account
	return s.holds(document, at) || touched(slices.Concat(a.Plans, a.Rumours, a.Denials), document, at)
}

// holds reports a sentence that the account takes for a fact.
func (s *succession) holds(document string, at text.Span) bool {
	for _, ev := range s.account.Now {
		if ev.Confirmed != nil && touched([]chronicle.Event{*ev.Confirmed}, document, at) {
			return true
		}
	}
	return touched(slices.Concat(s.account.Now, s.account.Before), document, at)
}

// touched reports whether one of the events stands in a stretch of a document.
func touched(events []chronicle.Event, document string, at text.Span) bool {
	return slices.ContainsFunc(events, func(ev chronicle.Event) bool {
		return ev.Document.ID == document && ev.State.Start < at.End && at.Start < ev.State.End
	})
}

// old reports a sentence that tells of a state which is over.
func (s *succession) old(document string, at text.Span) bool {
	if s == nil || s.ask.Mode != state.AskPresent || s.person != "" {
		return false
	}
	return touched(s.account.Before, document, at) && !touched(s.account.Now, document, at)
}

// chart adds the timeline and the disagreements of an account.
func (e *Extractive) chart(a *Answer, s *succession) {
	events := s.account.Timeline()
	if len(events) > maxTimeline {
		events = events[len(events)-maxTimeline:]
	}
	if several(events) {
		for _, ev := range events {
			n := e.citeEvent(a, ev)
			row := TimelineRow{Text: words(ev), N: n}
			if !ev.Earlier() {
				row.Date = optional(ev.Since().String())
			}
			if last := len(a.Timeline) - 1; last >= 0 && a.Timeline[last].N == row.N && a.Timeline[last].Text == row.Text {
				continue // 交棒给李四 tells of both
			}
			a.Timeline = append(a.Timeline, row)
		}
	}
	if !s.account.Disputed {
		return
	}
	c := Conflict{About: strings.TrimSpace(s.ask.Of + s.ask.Role)}
	for _, ev := range s.account.Now[:min(len(s.account.Now), maxNow)] {
		c.Values = append(c.Values, ConflictValue{
			Value: ev.Subject, N: e.citeEvent(a, ev), Date: optional(ev.Document.Date.Value), Kind: ev.Document.Kind,
		})
	}
	a.Conflicts = append(a.Conflicts, c)
}

// several reports whether events are of different dates.
func several(events []chronicle.Event) bool {
	return slices.ContainsFunc(events, func(ev chronicle.Event) bool { return ev.Since() != events[0].Since() })
}

// words are those of the statement itself, as they stand in the document.
func words(ev chronicle.Event) string {
	from, to := ev.Statement.Start-ev.State.Start, ev.Statement.End-ev.State.Start
	if from < 0 || to > len(ev.Text) || from >= to {
		return oneLine(ev.Text)
	}
	return oneLine(ev.Text[from:to])
}

// citeEvent cites an event's sentence and gives its number; a sentence is cited once.
func (e *Extractive) citeEvent(a *Answer, ev chronicle.Event) int {
	for _, c := range a.Citations {
		if c.Document == ev.Document.ID && c.Start <= ev.State.Start && c.End >= ev.State.End {
			return c.N
		}
	}
	c := e.citation(len(a.Citations)+1, source{ev.Document, ev.State.Start, ev.Text}, text.Span{Start: 0, End: len(ev.Text)})
	if c.Claim == "stated" && ev.Claim != state.Stated && ev.Claim != state.Supposed {
		c.Claim = ev.Claim
	}
	a.Citations = append(a.Citations, c)
	a.newest(ev.Document.Date.Value)
	return c.N
}
