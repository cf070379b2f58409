package bot

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"ask/bot/extract"
	"ask/bot/follow"
	"ask/bot/guard"
	"ask/retrieve"
	"ask/retrieve/document"
	"ask/retrieve/question"
	"ask/retrieve/text"
)

// Searcher is what an answer is made from.
type Searcher interface {
	// Search ranks passages for a query, best first.
	Search(ctx context.Context, q retrieve.Query) (*retrieve.Result, error)
	// Generation and Embedder name what was searched.
	Generation() string
	Embedder() string
}

// Extractive answers with verbatim sentences, without a model. It is safe for
// concurrent use.
type Extractive struct {
	searcher Searcher
	states   Stater
	chooser  *extract.Chooser
	reader   *question.Reader
	patterns *patterns
	machine  *guard.Guard
	marker   *marker
	follow   func() (*follow.Rewriter, error) // loaded when a conversation needs it
	disputes func() (*conflictWords, error)   // loaded when sources may disagree
}

// announce tells whoever follows the question the whole answer at once.
func (a *Answer) announce(q Question) {
	if q.Watch != nil {
		q.Watch(Event{Text: a.Text, Hits: a.Hits, Citations: a.Citations, Whole: true})
	}
}

// NewExtractive makes an Extractive over an index.
func NewExtractive(ix *retrieve.Index) (*Extractive, error) {
	chooser, err := extract.New(ix.Reader())
	if err != nil {
		return nil, fmt.Errorf("make extractive answers: %w", err)
	}
	p, err := loadPatterns()
	if err != nil {
		return nil, fmt.Errorf("make extractive answers: %w", err)
	}
	g, err := guard.New()
	if err != nil {
		return nil, fmt.Errorf("make extractive answers: %w", err)
	}
	rewriter := sync.OnceValues(func() (*follow.Rewriter, error) { return follow.New(nil) })
	disputes := sync.OnceValues(func() (*conflictWords, error) { return readConflictWords(conflictData) })
	return &Extractive{
		searcher: ix, states: ix, chooser: chooser, reader: ix.Reader(), patterns: p, machine: g, marker: newMarker(),
		follow: rewriter, disputes: disputes,
	}, nil
}

// howAbsent raises the bar for a question how to do something with what no document
// names: passages on the rest of it are near, and never tell.
const howAbsent = 3

// considered is how many passages an answer lists as considered.
const considered = 10

// Answer searches, decides whether the passages carry the question, and quotes the
// sentences that answer it.
func (e *Extractive) Answer(ctx context.Context, q Question) (*Answer, error) {
	began := time.Now()
	asked := q
	var err error
	if asked.Text, err = e.standalone(q); err != nil {
		return nil, err
	}
	res, err := e.search(ctx, asked)
	if err != nil {
		return nil, err
	}
	searched := time.Now()
	a := e.begin(q, asked, res)
	d := e.gather(asked, res)
	if err := e.remember(ctx, asked, d); err != nil {
		return nil, err
	}
	if reason := d.reason(asked); reason != "" {
		e.refuse(a, reason, res.Hits, phrases(q))
	} else {
		e.compose(a, asked, d)
	}
	a.announce(q)
	a.Timing.Search = millis(searched.Sub(began))
	a.Timing.Compose = millis(time.Since(searched))
	a.Timing.Total = millis(time.Since(began))
	return a, nil
}

// compose answers in quotes: with the account of a post if one was asked for, else with
// the sentences that answer.
func (e *Extractive) compose(a *Answer, q Question, d *evidence) {
	if d.story != nil {
		e.tell(a, d, phrases(q))
		return
	}
	e.quote(a, d, phrases(q))
}

// search ranks the passages for a question.
func (e *Extractive) search(ctx context.Context, q Question) (*retrieve.Result, error) {
	k := q.K
	if k <= 0 {
		k = considered
	}
	res, err := e.searcher.Search(ctx, retrieve.Query{
		Text: q.Text, K: k, Since: q.Since, Until: q.Until, AsOf: q.AsOf, Kinds: q.Kinds, Documents: q.Documents,
	})
	if err != nil {
		return nil, fmt.Errorf("search: %w", err)
	}
	return res, nil
}

func millis(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// begin fills what every answer carries: q as it was put, asked as it was understood.
func (e *Extractive) begin(q, asked Question, res *retrieve.Result) *Answer {
	a := &Answer{
		Question: q.Text, Mode: "extractive", Generation: e.searcher.Generation(), Embedder: e.searcher.Embedder(),
		Warnings: []string{}, Citations: []Citation{}, Passages: []PassageRef{}, Hits: res.Hits,
	}
	if asked.Text != q.Text {
		a.Standalone = asked.Text
	}
	for _, h := range res.Hits {
		a.Passages = append(a.Passages, PassageRef{
			Document: h.Document.ID, Start: h.Start, End: h.End, Score: h.Score,
			LexicalRank: positive(h.LexicalRank), DenseRank: positive(h.DenseRank),
		})
	}
	return a
}

func positive(n int) *int {
	if n <= 0 {
		return nil
	}
	return &n
}

// evidence is what the passages of one question hold.
type evidence struct {
	result    *retrieve.Result
	contexts  int      // passages of the text that came with the question, which are first
	sources   []source // by passage
	passages  []extract.Passage
	sentences []extract.Sentence
	terms     []extract.Term
	prob      float64            // that the sentences answer
	voices    []extract.Sentence // of further documents, indexes into passages as above
	threshold float64
	// unknown and absent are the search's signals, less what the text that came with the
	// question holds.
	unknown, absent []string
	// exact is what a passage must hold to the letter; hits are those that do.
	exact []string
	hits  []retrieve.Hit
	// former are hits of an earlier edition in whose stead another hit speaks: history.
	former []retrieve.Hit
	// doubtful are hits that pass on rumours, left out because another answers.
	doubtful []retrieve.Hit
	// story is what the documents say of a post that was asked for; nil for none.
	story *succession
	// lacking is a post the question asks for and no passage speaks of.
	lacking string
}

// source is where a passage stands: its document and the passage's place in its text.
type source struct {
	document document.Document
	start    int
	text     string
}

// gather scores the sentences of the best passages, those of the text that came with
// the question first.
func (e *Extractive) gather(q Question, res *retrieve.Result) *evidence {
	d := e.collect(q, res)
	d.sentences, d.prob = e.judge(d, d.passages)
	return d
}

// collect takes the passages that an answer may quote.
func (e *Extractive) collect(q Question, res *retrieve.Result) *evidence {
	d := &evidence{result: res, terms: e.terms(res), unknown: named(res), absent: res.Signals.Absent}
	d.addContext(q, res)
	d.contexts = len(d.sources)
	d.threshold = e.chooser.Threshold(len(d.absent))
	if res.Question.Type == question.How && len(d.absent) > 0 {
		d.threshold *= howAbsent
	}
	n := max(0, e.chooser.Passages()-len(d.passages))
	d.exact = slices.DeleteFunc(slices.Clone(res.Signals.Exact), func(want string) bool {
		return len(want) == len("2006") && strings.HasPrefix(q.AsOf, want) // only says when it is asked
	})
	exact := exactHits(res.Hits, d.exact)
	d.hits, d.doubtful = e.trusted(d, exact)
	d.hits, d.former = editions(d.hits)
	for i, p := range extract.FromHits(d.hits, n) {
		d.passages = append(d.passages, p)
		d.sources = append(d.sources, source{d.hits[i].Document, d.hits[i].Start, d.hits[i].Text})
	}
	return d
}

// named are the unknown names of a question, without what it counts: 张床 of 多少张床 is
// no name.
func named(res *retrieve.Result) []string {
	return slices.DeleteFunc(slices.Clone(res.Signals.Unknown), func(u string) bool {
		return res.Question.Unit != "" && strings.HasPrefix(u, res.Question.Unit) && strings.Contains(res.Question.Folded, "多少"+u)
	})
}

// terms are the question's, without words that say nothing and stand nowhere: in a small
// folder they would weigh more than all that does.
func (e *Extractive) terms(res *retrieve.Result) []extract.Term {
	return slices.DeleteFunc(extract.Terms(res), func(t extract.Term) bool { return t.None && e.reader.Generic(t.Text) })
}

// Further documents are heard on their own: sources that disagree with the best one
// would never come up next to it. A voice must be sure by itself.
const (
	voiceHits  = 6   // hits looked through for further documents
	maxVoices  = 2   // sentences added
	voiceProb  = 0.5 // that the document alone answers
	voicePoint = 0.3 // that the sentence holds the answer
)

// hear asks documents that are not quoted yet, each by itself, and
// keeps the best sentence of those that answer.
func (e *Extractive) hear(d *evidence, quoted map[string]bool) {
	for i, h := range d.hits[:min(voiceHits, len(d.hits))] {
		if len(d.voices) == maxVoices || quoted[h.Document.ID] {
			continue
		}
		quoted[h.Document.ID] = true
		p := extract.FromHits(d.hits[i:i+1], 1)[0]
		sentences, prob := e.judge(d, []extract.Passage{p})
		if prob < max(voiceProb, d.threshold) {
			continue
		}
		best := e.voice(d, p, sentences)
		if best.Prob < voicePoint {
			continue
		}
		best.Passage = len(d.passages)
		d.passages = append(d.passages, p)
		d.sources = append(d.sources, source{h.Document, h.Start, h.Text})
		d.voices = append(d.voices, best)
	}
}

// voice is the sentence of a passage that speaks for it: the one that answers best, if it
// names what the question asks for; else the best of those that do and come near it.
func (e *Extractive) voice(d *evidence, p extract.Passage, sentences []extract.Sentence) extract.Sentence {
	names := func(s extract.Sentence) bool {
		shows, asked := e.reader.Shows(d.result.Question, text.Fold(p.Text[s.Start:s.End]))
		return shows || !asked
	}
	best, named := sentences[0], -1
	for i, s := range sentences {
		if s.Prob > best.Prob {
			best = s
		}
		if names(s) && (named < 0 || s.Prob > sentences[named].Prob) {
			named = i
		}
	}
	if named >= 0 && sentences[named].Prob >= nearVoice*best.Prob {
		return sentences[named]
	}
	return best
}

// nearVoice is the share of the best sentence's probability that a sentence with a name
// must have to speak in its place.
const nearVoice = 0.5

// judge scores the sentences of passages. A sentence that would be quoted but speaks to
// a machine is taken out and the rest judged again: it is never a quote, and only what
// might be one is looked at, for the patterns are slow.
func (e *Extractive) judge(d *evidence, passages []extract.Passage) ([]extract.Sentence, float64) {
	for {
		sentences, prob := e.chooser.Judge(d.result.Question, d.terms, len(d.absent), passages)
		clean := true
		for _, s := range e.chooser.Pick(sentences) {
			p := &passages[s.Passage]
			if e.speaks(p.Text, s.Span) {
				p.Skip = append(p.Skip, s.Span)
				clean = false
			}
		}
		if clean {
			return sentences, prob
		}
	}
}

// speaks reports whether a sentence of a passage speaks to a machine, where it stands.
func (e *Extractive) speaks(passage string, sentence text.Span) bool {
	return slices.ContainsFunc(e.machine.Spans(passage), func(sp text.Span) bool {
		return sp.Start < sentence.End && sentence.Start < sp.End
	})
}

// reason says why there is no answer, empty if there is one.
func (d *evidence) reason(q Question) string {
	switch {
	case d.story != nil:
		return ""
	case d.lacking != "" && d.refuse(q) == "":
		return fmt.Sprintf(phrases(q).missing, d.lacking)
	}
	return d.refuse(q)
}

// refuse gives the reason why there is no answer, empty if there is one.
func (d *evidence) refuse(q Question) string {
	p := phrases(q)
	switch {
	case len(d.unknown) > 0:
		return fmt.Sprintf(p.unknown, p.list(d.unknown))
	case len(d.sentences) == 0:
		return p.nothing
	case d.missing() != "":
		return fmt.Sprintf(p.missing, d.missing())
	case d.prob < d.threshold && len(d.absent) > 0:
		return fmt.Sprintf(p.unknown, p.list(d.absent))
	case d.prob < d.threshold:
		return p.unsupported
	}
	return ""
}

// exactHits are the hits that hold every year, number and model name of the question,
// or all hits where none does: an answer about another year is none.
func exactHits(hits []retrieve.Hit, exact []string) []retrieve.Hit {
	var out []retrieve.Hit
	for _, h := range hits {
		s := source{document: h.Document, text: h.Text}
		if !slices.ContainsFunc(exact, func(want string) bool { return !s.holds(want) }) {
			out = append(out, h)
		}
	}
	if len(out) == 0 {
		return hits
	}
	return out
}

// holds reports whether a passage speaks of a year, number or name, or is of that year.
func (s source) holds(want string) bool {
	return strings.Contains(text.Fold(s.text), want) || strings.HasPrefix(s.document.Date.Value, want) || strings.Contains(text.Fold(s.document.Title), want)
}

// missing gives a year, number or model name of the question that no passage holds,
// empty if there is none.
func (d *evidence) missing() string {
	for _, want := range d.exact {
		if !slices.ContainsFunc(d.sources, func(s source) bool { return s.holds(want) }) {
			return want
		}
	}
	return ""
}

// Confidence is the probability, 0 to 1, that a search's passages answer q; zero where
// they cannot because something the question names is nowhere.
func (e *Extractive) Confidence(_ context.Context, q Question, res *retrieve.Result) float64 {
	return e.confidence(q, e.gather(q, res))
}

// ConfidenceWithout is Confidence with the sentences left out that drop names, for
// measuring what the others are taken for.
func (e *Extractive) ConfidenceWithout(_ context.Context, q Question, res *retrieve.Result, drop func(sentence string) bool) float64 {
	d := e.collect(q, res)
	for i := range d.passages {
		p := &d.passages[i]
		for _, sp := range text.Sentences(p.Text) {
			if drop(p.Text[sp.Start:sp.End]) {
				p.Skip = append(p.Skip, sp)
			}
		}
	}
	d.sentences, d.prob = e.judge(d, d.passages)
	return e.confidence(q, d)
}

func (e *Extractive) confidence(q Question, d *evidence) float64 {
	if d.refuse(q) != "" && d.prob >= d.threshold {
		return 0
	}
	// One scale for all questions: each threshold falls on the common one.
	return d.prob * e.Threshold() / d.threshold
}

// Threshold is the Confidence below which Answer refuses.
func (e *Extractive) Threshold() float64 { return e.chooser.Threshold(0) }
