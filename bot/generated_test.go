package bot_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode/utf8"

	"ask/bot"
	"ask/bot/model"
)

// scripted is a model that says what it is told to. The protocol is tested elsewhere.
type scripted struct {
	say   func(prompt string) string
	fail  error         // after what it says
	pause time.Duration // before it fails or ends
	asked []model.Request
}

func (s *scripted) Name() string { return "scripted" }

func (s *scripted) Stream(ctx context.Context, req model.Request, on func(string) error) (model.Result, error) {
	s.asked = append(s.asked, req)
	var prompt strings.Builder
	for _, m := range req.Messages {
		prompt.WriteString(m.Content + "\n")
	}
	for rest := s.say(prompt.String()); rest != ""; {
		n := 0
		for range 3 {
			_, size := utf8.DecodeRuneInString(rest[n:])
			n += size
		}
		if err := on(rest[:n]); err != nil {
			return model.Result{}, err
		}
		rest = rest[n:]
	}
	select {
	case <-time.After(s.pause):
	case <-ctx.Done():
		return model.Result{}, ctx.Err()
	}
	return model.Result{Model: "scripted-1", Finish: "stop"}, s.fail
}

func says(text string) *scripted { return &scripted{say: func(string) string { return text }} }

var corpusBench = sync.OnceValues(func() (*bench, error) {
	return openBench("corpus-index", filepath.Join("..", "testdata", "corpus"))
})

func openCorpus(t *testing.T) *bench {
	t.Helper()
	b, err := corpusBench()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// generate has a question answered by a model, and returns what a watcher saw too.
func generate(t *testing.T, m bot.Model, q bot.Question, limits bot.Limits) (*bot.Answer, string) {
	t.Helper()
	g, err := bot.NewGenerated(openCorpus(t).answer, m, limits)
	if err != nil {
		t.Fatal(err)
	}
	var seen strings.Builder
	q.Watch = func(e bot.Event) { seen.WriteString(e.Text) }
	a, err := g.Answer(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	return a, seen.String()
}

const resigned = "四年来一直领导千问(Qwen)基础模型的林俊旸,在一次内部会议结束之后提出辞职"

func leader() bot.Question { return bot.Question{Text: "谁在领导千问?"} }

// passageOf is the number under which a prompt shows the passage that holds words.
func passageOf(t *testing.T, prompt, words string) string {
	t.Helper()
	at := strings.Index(prompt, words)
	if at < 0 {
		t.Fatalf("no passage of the prompt holds %q:\n%s", words, prompt)
	}
	all := regexp.MustCompile(`(?m)^\[(\d+)\] `).FindAllStringSubmatch(prompt[:at], -1)
	if len(all) == 0 {
		t.Fatalf("no number before %q:\n%s", words, prompt)
	}
	return all[len(all)-1][1]
}

func TestGeneratedShowsWhatIsCarried(t *testing.T) {
	m := &scripted{}
	m.say = func(prompt string) string { return resigned + "[" + passageOf(t, prompt, "提出辞职") + "]。" }
	a, seen := generate(t, m, leader(), bot.Limits{})
	if !a.Answered || a.Mode != "generated" || a.Model == nil || *a.Model != "scripted-1" {
		t.Fatalf("answered %v, mode %s, model %v", a.Answered, a.Mode, a.Model)
	}
	if want := resigned + "[1]。"; a.Text != want || seen != want {
		t.Errorf("answer %q, watched %q, want %q", a.Text, seen, want)
	}
	checkCitations(t, openCorpus(t), a)
}

func TestGeneratedCorrectsTheNumber(t *testing.T) {
	for _, marks := range []string{"", "[9]", "[0]", "[99]"} {
		a, _ := generate(t, says(resigned+marks+"。"), leader(), bot.Limits{})
		if len(a.Citations) == 0 || !strings.Contains(a.Citations[0].Quote, "提出辞职") || !strings.Contains(a.Text, "[1]") {
			t.Errorf("cited as %q: answer %q, citations %v", marks, a.Text, a.Citations)
		}
	}
}

func TestGeneratedLeavesOutWhatIsNot(t *testing.T) {
	invented := "他随后加入了火星探测局并担任局长[1]。"
	a, seen := generate(t, says(resigned+"[1]。"+invented), leader(), bot.Limits{})
	if !a.Answered || strings.Contains(a.Text, "火星") || seen != a.Text {
		t.Errorf("answer %q, watched %q", a.Text, seen)
	}
	if len(a.Warnings) == 0 {
		t.Error("no warning says that a sentence is missing")
	}
	if n := a.Notices; len(n) != 1 || n[0].Code != "sentences_left_out" || n[0].N != 1 || n[0].Text != a.Warnings[0] {
		t.Errorf("notices %+v, warnings %q", a.Notices, a.Warnings)
	}
	a, seen = generate(t, says(invented), leader(), bot.Limits{})
	if a.Answered || a.Refusal == nil || strings.Contains(seen, "火星") || len(a.Citations) != 0 {
		t.Errorf("an invented answer is shown: %+v, %q", a, seen)
	}
}

func TestGeneratedRefusesWithTheModel(t *testing.T) {
	a, seen := generate(t, says("资料中没有答案。"), leader(), bot.Limits{})
	if a.Answered || a.Refusal == nil || len(a.Refusal.Nearest) == 0 || seen != a.Text {
		t.Errorf("%+v, watched %q", a, seen)
	}
}

// A question that names something no document knows never reaches the model.
func TestGeneratedDoesNotAskInVain(t *testing.T) {
	m := says("欧阳修文是船长[1]。")
	a, _ := generate(t, m, bot.Question{Text: "欧阳修文担任过什么职务?"}, bot.Limits{})
	if a.Answered || len(m.asked) != 0 {
		t.Errorf("answered %v, asked the model %d times", a.Answered, len(m.asked))
	}
}

func TestGeneratedFallsBack(t *testing.T) {
	down := &model.Error{Code: "unreachable", Message: "cannot reach 127.0.0.1:9", Hint: "start it"}
	plain := openCorpus(t).ask(t, leader())
	a, seen := generate(t, &scripted{say: func(string) string { return "" }, fail: down}, leader(), bot.Limits{})
	if a.Mode != "extractive" || a.Text != plain.Text || seen != a.Text || a.Model != nil {
		t.Errorf("mode %s, answer %q, watched %q", a.Mode, a.Text, seen)
	}
	if len(a.Warnings) == 0 || !strings.Contains(a.Warnings[0], down.Message) {
		t.Errorf("warnings %q", a.Warnings)
	}
	// What people have seen stays.
	a, seen = generate(t, &scripted{say: func(string) string { return resigned + "[1]。后来" }, fail: down}, leader(), bot.Limits{})
	if !strings.HasPrefix(a.Text, resigned+"[1]。\n") || seen != a.Text || !strings.HasSuffix(a.Text, "]") {
		t.Errorf("answer %q, watched %q", a.Text, seen)
	}
	checkCitations(t, openCorpus(t), a)
	// What nobody has seen does not.
	g, err := bot.NewGenerated(openCorpus(t).answer, &scripted{say: func(string) string { return resigned + "[1]。后来" }, fail: down}, bot.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	if a, err := g.Answer(t.Context(), leader()); err != nil || a.Text != plain.Text {
		t.Errorf("answer %v, %v", a, err)
	}
}

func TestGeneratedMayFail(t *testing.T) {
	g, err := bot.NewGenerated(openCorpus(t).answer, &scripted{say: func(string) string { return "" }, fail: &model.Error{Code: "unauthorized", Message: "the key is refused"}}, bot.Limits{NoFallback: true})
	if err != nil {
		t.Fatal(err)
	}
	_, err = g.Answer(t.Context(), leader())
	if e, ok := bot.AsError(err); !ok || e.Code != "unreachable" {
		t.Errorf("error %v", err)
	}
}

// A prompt that is too long for the model is made shorter, once.
func TestGeneratedOverflow(t *testing.T) {
	m := &overflowing{scripted: says(resigned + "[1]。")}
	a, _ := generate(t, m, leader(), bot.Limits{})
	if !a.Answered || a.Mode != "generated" || len(m.asked) != 2 {
		t.Fatalf("answered %v, mode %s, asked %d times", a.Answered, a.Mode, len(m.asked))
	}
	if m.asked[1].Estimate >= m.asked[0].Estimate {
		t.Errorf("second prompt %d tokens, first %d", m.asked[1].Estimate, m.asked[0].Estimate)
	}
}

type overflowing struct{ *scripted }

func (o *overflowing) Stream(ctx context.Context, req model.Request, on func(string) error) (model.Result, error) {
	if len(o.asked) == 0 {
		o.asked = append(o.asked, req)
		return model.Result{}, &model.Error{Code: "context_overflow", Message: "too long"}
	}
	return o.scripted.Stream(ctx, req, on)
}

// A finished sentence is shown long before the model goes on.
func TestGeneratedAtOnce(t *testing.T) {
	for _, text := range []string{resigned + "[1]。", resigned + "。[1]", resigned + "。"} {
		g, err := bot.NewGenerated(openCorpus(t).answer, &scripted{say: func(string) string { return text }, pause: 400 * time.Millisecond}, bot.Limits{})
		if err != nil {
			t.Fatal(err)
		}
		q := leader()
		var shown time.Time
		q.Watch = func(bot.Event) { shown = time.Now() }
		if _, err := g.Answer(t.Context(), q); err != nil {
			t.Fatal(err)
		}
		if left := time.Since(shown); left < 200*time.Millisecond {
			t.Errorf("%q was shown %v before the end only", text, left)
		}
	}
}

func TestGeneratedCancelled(t *testing.T) {
	g, err := bot.NewGenerated(openCorpus(t).answer, &scripted{say: func(string) string { return "" }, pause: time.Minute}, bot.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	began := time.Now()
	if _, err := g.Answer(ctx, leader()); !errors.Is(err, context.DeadlineExceeded) || time.Since(began) > time.Second {
		t.Errorf("%v after %v", err, time.Since(began))
	}
}

// Follow-up questions are completed by the model, unless it makes something up.
func TestGeneratedFollowUp(t *testing.T) {
	history := []bot.Turn{{Question: "谁在领导千问?", Answer: "林俊旸[1]。"}}
	for _, c := range []struct{ rewritten, want string }{
		{"林俊旸为什么辞职?", "林俊旸为什么辞职?"},
		{"穆罕默德什么时候登月?\n请回答。", ""},
	} {
		m := &scripted{say: func(prompt string) string {
			if !strings.Contains(prompt, "提出辞职") {
				return c.rewritten
			}
			return resigned + "[1]。"
		}}
		a, _ := generate(t, m, bot.Question{Text: "他为什么辞职?", History: history}, bot.Limits{})
		if c.want != "" && a.Standalone != c.want {
			t.Errorf("standalone %q, want %q", a.Standalone, c.want)
		}
		if strings.Contains(a.Standalone, "登月") {
			t.Errorf("made up: %q", a.Standalone)
		}
	}
}

func inTimeline(a *bot.Answer, n int) bool {
	return slices.ContainsFunc(a.Timeline, func(row bot.TimelineRow) bool { return row.N == n })
}

// checkCitations checks that quotes stand in the stored text to the byte and that the
// marks in the answer, and the timeline, name every one of them and no other.
func checkCitations(t *testing.T, b *bench, a *bot.Answer) {
	t.Helper()
	for i, c := range a.Citations {
		if stored := b.text(t, c.Document); stored[c.Start:c.End] != c.Quote || c.N != i+1 {
			t.Errorf("citation %d is %+v", i+1, c)
		}
		if !strings.Contains(a.Text, fmt.Sprintf("[%d]", c.N)) && !inTimeline(a, c.N) {
			t.Errorf("citation %d is not in %q", c.N, a.Text)
		}
	}
	for _, mark := range regexp.MustCompile(`\[(\d+)\]`).FindAllStringSubmatch(a.Text, -1) {
		if n, err := strconv.Atoi(mark[1]); err != nil || n < 1 || n > len(a.Citations) {
			t.Errorf("%s of %q cites nothing", mark[0], a.Text)
		}
	}
}

// TestGeneratedKeepsStanding: a model that puts a rumour as a fact, or what was revised
// as what holds, is set right by what stands in front of its sentence.
func TestGeneratedKeepsStanding(t *testing.T) {
	b, err := gossip()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ name, question, says, want string }{
		{"a rumour as a fact", "鹭湖公园要收门票吗？", "鹭湖公园下个月要开始收门票，每人20元。", "传闻（2025-05-06）："},
		{"a rumour called one", "鹭湖公园要收门票吗？", "听说鹭湖公园下个月要开始收门票，每人20元。", ""},
		{"what was revised", "白渡市泳池的水温不得低于多少度？", "白渡市泳池的水温不得低于24度。", "此前（2019-03-01）："},
		{"what holds", "白渡市泳池的水温不得低于多少度？", "白渡市泳池的水温不得低于26度。", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			g, err := bot.NewGenerated(b.answer, says(c.says), bot.Limits{})
			if err != nil {
				t.Fatal(err)
			}
			a, err := g.Answer(t.Context(), bot.Question{Text: c.question})
			if err != nil {
				t.Fatal(err)
			}
			if a.Mode != "generated" || !a.Answered {
				t.Fatalf("mode %s, answered %v: %s", a.Mode, a.Answered, a.Text)
			}
			if want := c.want + strings.TrimSuffix(c.says, "。"); !strings.HasPrefix(a.Text, want) {
				t.Errorf("answer %q, want it to begin with %q", a.Text, want)
			}
		})
	}
}
