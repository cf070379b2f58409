package bot

import (
	"context"
	"fmt"
	"sync"
	"time"

	"ask/bot/extract"
	"ask/bot/follow"
	"ask/bot/guard"
	"ask/bot/slot"
	"ask/retrieve"
	"ask/retrieve/question"
	"ask/retrieve/text"
)

// Searcher is what an answer is made from.
type Searcher interface {
	// Search ranks passages for a query, best first.
	Search(ctx context.Context, q retrieve.Query) (*retrieve.Result, error)
	// Text is the whole text of a document; false if there is none.
	Text(document string) (s string, ok bool, err error)
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
	words    func() (*slot.Words, error)      // loaded when a question asks for a value
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
	return &Extractive{
		searcher: ix, states: ix, chooser: chooser, reader: ix.Reader(), patterns: p, machine: g, marker: newMarker(),
		follow: rewriter, words: sync.OnceValues(slot.Load),
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
	a, ok, err := e.compound(ctx, q, asked)
	if err == nil && !ok {
		a, err = e.single(ctx, q, asked)
	}
	if err != nil {
		return nil, err
	}
	a.announce(q)
	a.Timing.Total = millis(time.Since(began))
	return a, nil
}

// single answers one question: q as it was put, asked as it was understood.
func (e *Extractive) single(ctx context.Context, q, asked Question) (*Answer, error) {
	began := time.Now()
	a, asked, d, err := e.prepare(ctx, q, asked)
	if err != nil {
		return nil, err
	}
	if reason := d.reason(asked); reason != "" {
		e.refuse(a, reason, d.result.Hits, phrases(q))
	} else {
		e.compose(a, asked, d)
	}
	a.Timing.Compose = millis(time.Since(began)) - a.Timing.Search
	return a, nil
}

// prepare searches for a question and begins its answer: with the question as it was asked
// of the documents, and what they hold.
func (e *Extractive) prepare(ctx context.Context, q, asked Question) (*Answer, Question, *evidence, error) {
	began := time.Now()
	dated := asked // who held a post then, a later text may tell
	asked, d, err := e.find(ctx, asked)
	if err != nil {
		return nil, asked, nil, err
	}
	a := e.begin(q, asked, d.result)
	a.Timing.Search = millis(time.Since(began))
	return a, asked, d, e.remember(ctx, dated, d)
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
