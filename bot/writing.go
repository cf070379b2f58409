package bot

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"ask/bot/check"
	"ask/retrieve/text"
)

// writing is an answer that grows by checked sentences.
type writing struct {
	answer   *Answer
	briefing *briefing
	evidence *check.Evidence
	quotes   *Extractive
	clean    func(string) string
	watch    func(Event)

	text     strings.Builder
	numbers  map[place]int   // numbers of quotes that were cited
	passages []int           // passages of the answer's citations
	said     map[string]bool // folded sentences
	dropped  int
	story    *succession
	phrases  fixed
	denied   bool // the model said that the passages do not answer
	verify   time.Duration
}

// place is a quote's: its passage and byte range.
type place struct {
	passage int
	text.Span
}

// take checks a sentence, and shows what may be shown of it.
func (w *writing) take(d draft) {
	began := time.Now()
	v := w.evidence.Check(w.clean(d.words), d.cited)
	w.verify += time.Since(began)
	w.answer.Dropped += lost(d.cited, v.Quotes)
	switch v.State {
	case check.Supported, check.Repaired:
		w.show(d, v)
	case check.Paraphrase:
		w.quote(d, v)
	case check.Refusal:
		w.denied = true
	case check.Empty:
	default:
		w.dropped++
	}
}

// lost counts the passages cited, from 1, that are not among those quoted.
func lost(cited []int, quotes []check.Quote) (n int) {
	for _, c := range cited {
		if !slices.ContainsFunc(quotes, func(q check.Quote) bool { return q.Passage == c-1 }) {
			n++
		}
	}
	return n
}

// quote shows the source's words in place of a paraphrase: nothing speaks against it, but
// too few of its words are found to vouch for it.
func (w *writing) quote(d draft, v check.Verdict) {
	if len(v.Quotes) == 0 || v.Quotes[0].Span.Len() > maxInstead {
		w.dropped++
		return
	}
	q := v.Quotes[0]
	q.Status = check.QuoteRepaired
	v.Quotes, v.Text = []check.Quote{q}, w.briefing.sources[q.Passage].text[q.Span.Start:q.Span.End]
	w.show(d, v)
}

// maxInstead is the longest quote shown in place of a model's sentence, in bytes.
const maxInstead = 480

// show adds a sentence that was found to be carried, unless it was said before.
func (w *writing) show(d draft, v check.Verdict) {
	key := text.Fold(v.Text)
	if w.said[key] || len(v.Quotes) == 0 {
		return
	}
	w.said[key] = true
	var fresh []Citation
	marks := ""
	for _, q := range v.Quotes {
		n, known := w.numbers[place{q.Passage, q.Span}]
		if !known {
			c := w.cite(q)
			n = c.N
			fresh = append(slices.DeleteFunc(fresh, func(old Citation) bool { return old.N == n }), c)
		}
		if mark := fmt.Sprintf("[%d]", n); !strings.Contains(marks, mark) {
			marks += mark
		}
	}
	w.emit(w.between(d)+w.standing(v)+withMarks(oneLine(v.Text), marks), fresh)
}

// standing is what a sentence needs in front of it that puts an old state as if it still
// held, or as a fact what its source only passes on.
func (w *writing) standing(v check.Verdict) string {
	q, rules := v.Quotes[0], w.quotes.patterns
	src := w.briefing.sources[q.Passage]
	at := text.Span{Start: src.start + q.Span.Start, End: src.start + q.Span.End}
	over := w.briefing.shown[q.Passage].Superseded || w.story.old(src.document.ID, at)
	switch date := src.document.Date.Value; {
	case over && !rules.saysPast(v.Text):
		return w.phrases.before.of(date)
	case rules.claim(v.Text) == "stated" && w.quotes.citation(0, src, q.Span).Claim == "rumour":
		return w.phrases.rumour.of(date)
	}
	return ""
}

// cite makes a citation from the stored text: the next, or one of the same passage
// widened, so that two sentences from one place do not look like two sources.
func (w *writing) cite(q check.Quote) Citation {
	a := w.answer
	for i, c := range a.Citations {
		if w.passages[i] != q.Passage {
			continue
		}
		wide := q
		offset := w.briefing.sources[q.Passage].start
		wide.Span = text.Span{Start: min(q.Span.Start, c.Start-offset), End: max(q.Span.End, c.End-offset)}
		if wide.Span.Len() > maxQuote || w.hostile(wide) {
			continue
		}
		if made := w.citation(c.N, wide); made.Claim == c.Claim {
			if c.Status == check.QuoteRepaired {
				made.Status = c.Status
			}
			a.Citations[i] = made
			w.numbers[place{q.Passage, q.Span}] = c.N
			return made
		}
	}
	c := w.citation(len(a.Citations)+1, q)
	w.numbers[place{q.Passage, q.Span}] = c.N
	a.Citations, w.passages = append(a.Citations, c), append(w.passages, q.Passage)
	a.newest(w.briefing.sources[q.Passage].document.Date.Value)
	return c
}

// hostile reports whether a quote would hold a sentence that speaks to a machine.
func (w *writing) hostile(q check.Quote) bool {
	return slices.ContainsFunc(w.briefing.passages[q.Passage].Skip, func(sp text.Span) bool {
		return sp.Start < q.Span.End && q.Span.Start < sp.End
	})
}

// maxQuote is the longest quote that is made of several, in bytes.
const maxQuote = 480

func (w *writing) citation(n int, q check.Quote) Citation {
	c := w.quotes.citation(n, w.briefing.sources[q.Passage], q.Span)
	c.Status = q.Status
	return c
}

// between is what stands in front of a sentence.
func (w *writing) between(d draft) string {
	switch {
	case w.text.Len() == 0:
		return d.lead
	case d.line:
		return "\n" + d.lead
	}
	last, _ := utf8.DecodeLastRuneInString(w.text.String())
	first, _ := utf8.DecodeRuneInString(d.words)
	if last < unicode.MaxASCII && first < unicode.MaxASCII {
		return " "
	}
	return ""
}

func (w *writing) emit(s string, fresh []Citation) {
	w.text.WriteString(s)
	if w.watch != nil {
		w.watch(Event{Text: s, Hits: w.answer.Hits, Citations: fresh})
	}
}

// withMarks puts citation marks in front of the mark that ends a sentence: wherever a
// reader cuts sentences, theirs stay with them.
func withMarks(s, marks string) string {
	body := strings.TrimRight(s, "。．.!?！？；;…｡")
	if body == "" || body == s {
		return s + marks
	}
	if last, _ := utf8.DecodeLastRuneInString(body); last < unicode.MaxASCII {
		marks = " " + marks
	}
	return body + marks + s[len(body):]
}
