package bot

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"ask/bot/follow"
	"ask/retrieve/text"
)

// compound answers two questions that were put as one, each by itself, the second as a
// follow-up of the first. Where the first has no answer of its own, ok is false.
func (e *Extractive) compound(ctx context.Context, q, asked Question) (a *Answer, ok bool, err error) {
	first, second, ok := e.parts(asked.Text)
	if !ok {
		return nil, false, nil
	}
	part := asked
	part.Text = first
	if a, err = e.single(ctx, q, part); err != nil || !a.Answered {
		return nil, false, err
	}
	before := func(l Line) bool { return l.Role == Before }
	if e.patterns.compounds("before", second) && slices.ContainsFunc(a.Lines(), before) {
		return a, true, nil
	}
	if part.Text, err = e.second(asked.History, Turn{first, a.Text}, second); err != nil {
		return nil, false, err
	}
	b, err := e.single(ctx, q, part)
	if err != nil {
		return nil, false, err
	}
	if b.Answered {
		a.join(b)
	} else {
		a.Text += "\n" + phrases(q).unfound
	}
	a.Standalone = ""
	a.Timing.Search += b.Timing.Search
	a.Timing.Compose += b.Timing.Compose
	return a, true, nil
}

// Two questions are cut apart only where each has so many characters, and both together
// are no pasted text.
const (
	shortPart = 3
	longPair  = 120
)

// parts cuts a question that is two.
func (e *Extractive) parts(q string) (first, second string, ok bool) {
	if utf8.RuneCountInString(q) > longPair {
		return "", "", false
	}
	for i := range q {
		cut := ""
		for _, mark := range []string{",", "，", ";", "；", "?", "？", " and "} {
			if strings.HasPrefix(q[i:], mark) {
				cut = mark
			}
		}
		first, second = strings.TrimSpace(q[:i]), strings.TrimSpace(q[i+len(cut):])
		if cut == "" || utf8.RuneCountInString(first) < shortPart || utf8.RuneCountInString(second) < shortPart {
			continue
		}
		if e.patterns.compounds("asks", first) && e.patterns.compounds("asks", second) && !e.patterns.compounds("confirms", second) {
			return first, second, true
		}
	}
	return "", "", false
}

// second completes the second of two questions from the first and its answer, or by what
// the first begins with.
func (e *Extractive) second(history []Turn, said Turn, question string) (string, error) {
	rewriter, err := e.follow()
	if err != nil {
		return "", fmt.Errorf("read the first of two questions: %w", err)
	}
	turns := make([]follow.Turn, 0, len(history)+1)
	for _, t := range append(slices.Clone(history), said) {
		turns = append(turns, follow.Turn(t))
	}
	if full, changed := rewriter.Standalone(turns, question); changed {
		return full, nil
	}
	topic, _, _ := strings.Cut(e.reader.Read(said.Question).Stripped, " ")
	if topic == "" || strings.Contains(text.Fold(question), topic) {
		return question, nil
	}
	return topic + " " + question, nil
}

// join adds the lines of the answer to the second of two questions, without those whose
// quotes the first shows.
func (a *Answer) join(b *Answer) {
	shown, number := len(a.Citations), map[int]int{}
	for _, c := range b.Citations {
		number[c.N] = a.bring(c)
	}
	for line := range strings.Lines(b.Text) {
		words, cites := marked(strings.TrimSpace(line))
		if slices.ContainsFunc(cites, func(n int) bool { return number[n] > shown }) {
			a.Text += "\n" + words + renumbered(cites, number)
		}
	}
	for _, row := range b.Timeline {
		row.N = number[row.N]
		a.Timeline = append(a.Timeline, row)
	}
	for _, c := range b.Conflicts {
		for i := range c.Values {
			c.Values[i].N = number[c.Values[i].N]
		}
		a.Conflicts = append(a.Conflicts, c)
	}
	a.newest(known(b.AsOf))
	a.Hits = append(a.Hits, b.Hits...)
	a.Passages = append(a.Passages, b.Passages...)
}

// bring gives the number of a citation of another answer: that of a quote which overlaps
// with it, made as long as both, or the next.
func (a *Answer) bring(c Citation) int {
	for i, o := range a.Citations {
		if o.Document != c.Document || c.Start >= o.End || o.Start >= c.End {
			continue
		}
		first, last := o, c
		if c.Start < o.Start {
			first, last = c, o
		}
		if last.End > first.End {
			first.Quote, first.End = first.Quote+last.Quote[first.End-last.Start:], last.End
		}
		o.Quote, o.Start, o.End, o.Marks = first.Quote, first.Start, first.End, first.Marks
		a.Text = strings.Replace(a.Text, oneLine(a.Citations[i].Quote), oneLine(o.Quote), 1)
		a.Citations[i] = o
		return i + 1
	}
	c.N = len(a.Citations) + 1
	a.Citations = append(a.Citations, c)
	return c.N
}

// marked cuts the citation marks off the end of a line; those inside a quote are its own.
func marked(line string) (words string, cites []int) {
	for words = line; strings.HasSuffix(words, "]"); {
		at := strings.LastIndexByte(words, '[')
		n, err := strconv.Atoi(words[at+1 : len(words)-1])
		if at < 0 || err != nil {
			break
		}
		words, cites = words[:at], append([]int{n}, cites...)
	}
	return words, cites
}

// renumbered are the marks of citations under their new numbers.
func renumbered(cites []int, number map[int]int) string {
	var out strings.Builder
	for _, n := range cites {
		fmt.Fprintf(&out, "[%d]", number[n])
	}
	return out.String()
}
