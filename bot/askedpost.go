package bot

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"ask/retrieve"
	"ask/retrieve/state"
	"ask/retrieve/text"
	"ask/retrieve/when"
)

// askedBeside reads a question for who came before or after somebody: for the post that
// stands behind, or for those of the person that stands in front.
func (e *Extractive) askedBeside(question string) (state.Ask, bool) {
	folded := text.Fold(question)
	for at := range e.patterns.order.matches(folded, "") {
		ask, ok := e.states.Asked(folded[at.End:])
		if ok && ask.Of != "" {
			return ask, true
		}
		person := strings.TrimSuffix(folded[:at.Start], "的")
		return state.Ask{Subject: person, Mode: state.AskEvent}, text.NameKeys(person) != nil
	}
	return state.Ask{}, false
}

// strangeTo reports a question that names something the documents do not, beside the
// post it asks for and the year it asks about: those are looked up by themselves.
func (e *Extractive) strangeTo(d *evidence, question string, ask state.Ask) bool {
	folded := text.Fold(question)
	of := strings.Index(folded, text.Fold(ask.Of))
	cut := func(word string) bool { // a wrong cut through the name of what the post belongs to
		i, end := strings.Index(folded, word), of+len(text.Fold(ask.Of))
		return ask.Of != "" && of >= 0 && i >= 0 && i < end && of < i+len(word) && (i < of || i+len(word) > end)
	}
	outside := withoutBrackets(folded) // 云岬队(含青年队时期)
	if slices.ContainsFunc(slices.Concat(d.unknown, d.absent), func(w string) bool {
		return strings.Contains(outside, w) && !cut(w) && !e.asksBy(question, w, ask)
	}) {
		return true
	}
	year := d.missing()
	return year != "" && (ask.At.IsZero() || !strings.HasPrefix(ask.At.String(), year))
}

// withoutBrackets is s, folded, without what stands in brackets.
func withoutBrackets(s string) string {
	for {
		before, rest, ok := strings.Cut(s, "(")
		_, after, closed := strings.Cut(rest, ")")
		if !ok || !closed {
			return s
		}
		s = before + after
	}
}

// slots are the posts a question may be for, the likeliest first: the one it names, or
// those of a person of whom it asks who came before or after.
func (e *Extractive) slots(ctx context.Context, q Question, s *succession) ([]string, error) {
	whether := s.ask.Of+s.ask.Role != "" && s.ask.Mode != state.AskEvent // 康野是总经理吗
	if s.ask.Subject != "" && !whether && !(s.asksWhen() && s.ask.Of != "" && s.ask.Role != "") {
		return e.postsOf(ctx, q, s)
	}
	slot := e.states.Slot(s.ask)
	if slot == "" || s.ask.Mode == state.AskEvent && !s.asksWhen() {
		return nil, nil
	}
	out := []string{slot}
	_, leader, _ := strings.Cut(e.states.Slot(state.Ask{Of: s.ask.Of}), "|")
	if part, ok := strings.CutSuffix(s.ask.Role, leader); ok && part != "" && s.ask.Of != "" {
		out = append(out, e.states.Slot(state.Ask{Of: s.ask.Of + part})) // 千问基础模型|负责人
	}
	if of := afterDate(q.Text, s.ask.Of); of != "" {
		out = append(out, e.states.Slot(state.Ask{Of: of, Role: s.ask.Role, Kinds: s.ask.Kinds}))
	}
	return out, nil
}

// postsOf are the posts of the person a question names, if it asks who came next.
func (e *Extractive) postsOf(ctx context.Context, q Question, s *succession) ([]string, error) {
	if s.side == "" && !s.asksWhen() && !s.asksStill() {
		return nil, nil
	}
	all, err := e.states.States(ctx, query(q, retrieve.StateQuery{Subjects: []string{s.ask.Subject}}))
	if err != nil {
		return nil, fmt.Errorf("look up posts: %w", err)
	}
	if s.side != "" {
		s.person = s.ask.Subject
	}
	var out []string
	for _, st := range all {
		if post := st.Kind == state.Holds || st.Kind == state.Starts || st.Kind == state.Ends; post && st.Slot != "" && !slices.Contains(out, st.Slot) {
			out = append(out, st.Slot)
		}
	}
	return out[:min(len(out), maxPosts)], nil
}

// asksStill reports a question whether a person still holds whatever post she had.
func (s *succession) asksStill() bool {
	return s.ask.Mode == state.AskPresent && s.ask.Of+s.ask.Role == "" && len(s.ask.Kinds) > 1
}

// namesAnother reports a question that names, beside the post, somebody whom no statement
// on the post speaks of.
func (e *Extractive) namesAnother(q Question, ask state.Ask, all []retrieve.State) bool {
	rest := e.reader.Read(q.Text).Stripped
	names := []string{ask.Of, ask.Role, ask.Subject}
	for _, m := range when.Find(q.Text, when.Date{}) {
		names = append(names, q.Text[m.Span.Start:m.Span.End])
	}
	for _, name := range names {
		if name != "" {
			rest = strings.ReplaceAll(rest, text.Fold(name), " ")
		}
	}
	for _, name := range strangeNames(rest) {
		if !e.asksBy(q.Text, name, ask) && !slices.ContainsFunc(all, func(st retrieve.State) bool {
			rest, cut := strings.CutPrefix(name, text.Fold(st.Subject)) // 张三来|之前
			return strings.Contains(text.Fold(st.Subject+" "+st.Object+" "+st.Alias+" "+st.Of), name) ||
				cut && st.Subject != "" && strings.Contains(" 来 走 去 到 当 上 退 ", " "+rest+" ")
		}) {
			return true
		}
	}
	return false
}

// asksBy reports whether a question asks by a word, such as 掌管, 以后 or 年底: without it,
// it would ask for nothing or for something else, or no longer of that time.
func (e *Extractive) asksBy(question, word string, ask state.Ask) bool {
	if role := text.Fold(ask.Role); strings.Contains(role, word) && e.states.Slot(state.Ask{Role: ask.Role}) != "|"+role {
		return true // 当家, which texts call 院长
	}
	if strings.Contains(text.Fold(ask.Of+" "+ask.Role+" "+ask.Subject), word) {
		return false
	}
	if e.patterns.orderOf(word) != "" || slices.ContainsFunc(when.Find(question, when.Date{}), func(m when.Mention) bool {
		at := strings.Index(question, word) // 年时 of 2023年时 is of the date as well
		return strings.Contains(text.Fold(question[m.Span.Start:m.Span.End]), word) || at >= 0 && at < m.Span.End && m.Span.Start < at+len(word)
	}) {
		return true
	}
	const thing, post = "某店", "馆长"
	if probe, ok := e.states.Asked(thing + word + post); ok && probe.Of == thing && probe.Role == post {
		return true // 先后
	}
	got, ok := e.states.Asked(strings.Replace(text.Fold(question), word, "", 1))
	return !ok || e.states.Slot(got) != e.states.Slot(ask)
}

// strangeNames are the runs of ideographs of a question that are no common words.
func strangeNames(s string) []string {
	var out []string
	var run []rune
	flush := func() {
		if len(run) > 1 {
			out = append(out, string(run))
		}
		run = nil
	}
	for len(s) > 0 {
		r, n := utf8.DecodeRuneInString(s)
		switch common := text.CommonPrefix(s); {
		case common > n:
			flush()
			n = common
		case text.ClassOf(r) != text.Han || text.Function(r):
			flush()
		default:
			run = append(run, r)
		}
		s = s[n:]
	}
	flush()
	return out
}

// afterDate is a name without its first ideograph if a date stands right before it, else
// "": in 2022年时 the last one may be of the date.
func afterDate(question, name string) string {
	for _, m := range when.Find(question, when.Date{}) {
		if name != "" && strings.HasPrefix(question[m.Span.End:], name) {
			_, n := utf8.DecodeRuneInString(name)
			return name[n:]
		}
	}
	return ""
}
