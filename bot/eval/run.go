package eval

import (
	"context"
	"fmt"
	"io"
	"slices"
	"time"

	"ask/bot"
	"ask/bot/check"
	"ask/retrieve"
)

// Config says what to measure.
type Config struct {
	Index     *retrieve.Index
	Answerer  bot.Answerer
	Questions io.Reader
	// K is how many passages an answer may consider, 10 if 0.
	K int
	// Flags name the settings used, for the report.
	Flags []string
	// Progress is called as questions are done; it may be nil.
	Progress func(done, total int)
}

// maxFailures bounds the list for reading; the figures count all.
const maxFailures = 20

// Run asks every question.
func Run(ctx context.Context, cfg Config) (*Report, error) {
	questions, err := Read(cfg.Questions)
	if err != nil {
		return nil, err
	}
	checker, err := check.New()
	if err != nil {
		return nil, err
	}
	r := &runner{cfg: cfg, checker: checker, rankings: newRankings(), report: &Report{
		Questions: len(questions), Generation: cfg.Index.Generation(), Embedder: cfg.Index.Embedder(),
		Passages: cfg.Index.Len(), Flags: append([]string{}, cfg.Flags...), Kinds: map[string]*Kind{},
		Versions: map[string]*Versions{}, Failures: []Failure{}, Citations: Citations{States: map[string]int{}},
	}, texts: map[string]string{}}
	for i, q := range questions {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if err := r.one(ctx, q); err != nil {
			return nil, fmt.Errorf("question %s: %w", q.ID, err)
		}
		if cfg.Progress != nil {
			cfg.Progress(i+1, len(questions))
		}
	}
	return r.finish(), nil
}

type runner struct {
	cfg      Config
	report   *Report
	rankings *rankings
	latency  []float64
	texts    map[string]string
	checker  *check.Checker
	// scores of the refusal decision by what should happen
	answerable, unanswerable, removed, cut []float64
	cited, relevantCited                   int
	refusals, rightRefusals                int
	falseRefusals                          int
	changes                                Changes
}

// scorer is an answerer that tells how sure it is, 0 to 1.
type scorer interface {
	Confidence(ctx context.Context, q bot.Question, res *retrieve.Result) float64
}

func (r *runner) one(ctx context.Context, q Question) error {
	res, err := r.cfg.Index.Search(ctx, retrieve.Query{Text: q.Question, K: r.cfg.K, AsOf: q.AsOf, Trace: q.CanAnswer()})
	if err != nil {
		return err
	}
	began := time.Now()
	bq := bot.Question{Text: q.Question, K: r.cfg.K, AsOf: q.AsOf}
	a, err := r.cfg.Answerer.Answer(ctx, bq)
	if err != nil {
		return err
	}
	r.latency = append(r.latency, float64(time.Since(began).Microseconds())/1000)
	if err := r.citations(q, a); err != nil {
		return err
	}
	r.written(q, a)
	right := r.refusal(ctx, q, bq, a, res)
	if q.CanAnswer() {
		r.report.Answerable++
		if len(q.Relevant) > 0 {
			r.rankings.add(q, res, r.cfg.Index.Explain)
			r.versions(q, res)
		}
		right = r.containment(q, a)
		r.changes.add(q, a)
		if err := r.robbed(ctx, q, bq, res); err != nil {
			return err
		}
	}
	r.kind(q, a, right)
	return nil
}

// containment checks that an answer's quotes hold the gold answer.
func (r *runner) containment(q Question, a *bot.Answer) bool {
	if len(q.Answers) == 0 {
		return a.Answered
	}
	r.report.Answers.N++
	held := false
	for _, c := range a.Citations {
		r.report.Answers.Runes += float64(len([]rune(c.Quote)))
		held = held || q.Holds(c.Quote)
	}
	if held {
		r.report.Answers.Containment++
	}
	return held
}

// written judges an answer in a model's words.
func (r *runner) written(q Question, a *bot.Answer) {
	if _, ok := r.cfg.Answerer.(*bot.Generated); !ok {
		return
	}
	if r.report.Written == nil {
		r.report.Written = &Written{}
	}
	r.report.Written.judge(r.checker, q, a)
}

// citations checks every quote against the stored text.
func (r *runner) citations(q Question, a *bot.Answer) error {
	c := &r.report.Citations
	hit := false
	for _, cite := range a.Citations {
		text, err := r.text(cite.Document)
		if err != nil {
			return err
		}
		c.N++
		c.States[cite.Status]++
		if cite.Start >= 0 && cite.End <= len(text) && cite.Start < cite.End && text[cite.Start:cite.End] == cite.Quote {
			c.Verbatim++
		}
		if q.Relates(cite.Document) {
			c.Precision++
			hit = true
		}
	}
	if a.Answered && q.CanAnswer() {
		r.cited++
		if hit {
			r.relevantCited++
		}
	}
	c.Unsupported += unsupportedNumbers(a, r.texts)
	return nil
}

func (r *runner) text(id string) (string, error) {
	if s, ok := r.texts[id]; ok {
		return s, nil
	}
	s, _, err := r.cfg.Index.Text(id)
	if err != nil {
		return "", err
	}
	r.texts[id] = s
	return s, nil
}

// refusal counts the decision and its score; it reports whether the decision is right.
func (r *runner) refusal(ctx context.Context, q Question, bq bot.Question, a *bot.Answer, res *retrieve.Result) bool {
	if !a.Answered {
		r.refusals++
	}
	score := r.confidence(ctx, bq, res, a)
	if q.CanAnswer() {
		r.answerable = append(r.answerable, score)
		if !a.Answered {
			r.falseRefusals++
		}
		return a.Answered
	}
	r.unanswerable = append(r.unanswerable, score)
	r.report.Refusal.Unanswerable++
	if !a.Answered {
		r.rightRefusals++
	}
	return !a.Answered
}

// confidence is the answerer's own score where it has one, else its decision.
func (r *runner) confidence(ctx context.Context, q bot.Question, res *retrieve.Result, a *bot.Answer) float64 {
	if s, ok := r.cfg.Answerer.(scorer); ok {
		return s.Confidence(ctx, q, res)
	}
	if a.Answered {
		return 1
	}
	return 0
}

// cutter is a scorer that can leave sentences out.
type cutter interface {
	ConfidenceWithout(ctx context.Context, q bot.Question, res *retrieve.Result, drop func(sentence string) bool) float64
}

// robbed asks again without the documents that answer, and without the sentences.
func (r *runner) robbed(ctx context.Context, q Question, bq bot.Question, whole *retrieve.Result) error {
	if len(q.Relevant) == 0 {
		return nil
	}
	if s, ok := r.cfg.Answerer.(scorer); ok {
		res, err := SearchWithout(ctx, r.cfg.Index, q)
		if err != nil {
			return err
		}
		r.removed = append(r.removed, s.Confidence(ctx, bq, res))
	}
	if s, ok := r.cfg.Answerer.(cutter); ok {
		r.cut = append(r.cut, s.ConfidenceWithout(ctx, bq, whole, q.Holds))
	}
	return nil
}

func (r *runner) versions(q Question, res *retrieve.Result) {
	if len(q.Stale) == 0 {
		return
	}
	v := r.report.Versions[q.Kind]
	if v == nil {
		v = &Versions{}
		r.report.Versions[q.Kind] = v
	}
	v.add(q, res)
}

func (r *runner) kind(q Question, a *bot.Answer, right bool) {
	if q.Kind != "" {
		k := r.report.Kinds[q.Kind]
		if k == nil {
			k = &Kind{}
			r.report.Kinds[q.Kind] = k
		}
		k.N++
		if right {
			k.Right++
		}
	}
	if !right && len(r.report.Failures) < maxFailures {
		want := "refusal"
		if len(q.Answers) > 0 {
			want = q.Answers[0]
		}
		r.report.Failures = append(r.report.Failures, Failure{q.ID, q.Question, want, a.Text})
	}
}

func (r *runner) finish() *Report {
	rep := r.report
	for _, row := range r.rankings.rows {
		row.mean()
	}
	rep.Rankings = r.rankings.rows
	divide(&rep.Answers.Containment, rep.Answers.N)
	divide(&rep.Answers.Runes, rep.Answers.N)
	divide(&rep.Citations.Precision, rep.Citations.N)
	rep.Citations.Recall = ratio(r.relevantCited, r.cited)
	rep.Refusal.Precision = ratio(r.rightRefusals, r.refusals)
	rep.Refusal.Recall = ratio(r.rightRefusals, rep.Refusal.Unanswerable)
	rep.Refusal.FalseRate = ratio(r.falseRefusals, rep.Answerable)
	rep.Refusal.AUROC = AUROC(r.answerable, r.unanswerable)
	if s, ok := r.cfg.Answerer.(interface{ Threshold() float64 }); ok {
		rep.Refusal.Threshold = s.Threshold()
	}
	rep.Refusal.Removed, rep.Refusal.Cut = r.without(r.removed), r.without(r.cut)
	against := r.unanswerable
	if len(against) == 0 {
		against = r.removed
	}
	rep.Refusal.Curve = curve(r.answerable, against)
	rep.Latency = Latency{quantile(r.latency, .5), quantile(r.latency, .95)}
	for _, v := range rep.Versions {
		v.mean()
	}
	if r.changes.mean(); r.changes.Timed+r.changes.Disputed+r.changes.Rumours > 0 {
		rep.Changes = &r.changes
		rep.Changes.Missed = rep.Changes.Missed[:min(len(rep.Changes.Missed), maxFailures)]
	}
	for _, k := range rep.Kinds {
		k.Share = ratio(k.Right, k.N)
	}
	return rep
}

// without sums up questions robbed of their answer by their scores.
func (r *runner) without(scores []float64) Removed {
	n := len(scores) - atLeast(scores, r.report.Refusal.Threshold)
	return Removed{len(scores), AUROC(r.answerable, scores), ratio(n, len(scores))}
}

func divide(v *float64, n int) { *v /= float64(max(1, n)) }

func ratio(a, b int) float64 { return float64(a) / float64(max(1, b)) }

func quantile(v []float64, q float64) float64 {
	if len(v) == 0 {
		return 0
	}
	s := slices.Clone(v)
	slices.Sort(s)
	return s[min(len(s)-1, int(q*float64(len(s))))]
}
