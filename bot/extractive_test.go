package bot_test

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	"ask/bot"
	"ask/retrieve/document"
)

// checkAnswer checks what holds for every answer: quotes stand in the stored text to
// the byte, the text is made of nothing else, and the date is the newest cited one.
func checkAnswer(t *testing.T, b *bench, q bot.Question, a *bot.Answer) {
	t.Helper()
	newest := ""
	for i, c := range a.Citations {
		stored := strings.ToValidUTF8(q.Context, "\uFFFD")
		if q.Context == "" || c.Document != q.ContextName {
			stored = b.text(t, c.Document)
		}
		if c.Start < 0 || c.End > len(stored) || c.Start >= c.End {
			t.Fatalf("%q: citation [%d:%d] of %d bytes of %s", q.Text, c.Start, c.End, len(stored), c.Document)
		}
		if got := stored[c.Start:c.End]; got != c.Quote {
			t.Errorf("%q: %s[%d:%d] = %q, quoted as %q", q.Text, c.Document, c.Start, c.End, got, c.Quote)
		}
		if c.N != i+1 || c.Status != "verified" || !utf8.ValidString(c.Quote) || strings.TrimSpace(c.Quote) != c.Quote {
			t.Errorf("%q: citation %d is %+v", q.Text, i+1, c)
		}
		if c.Date != nil {
			newest = max(newest, *c.Date)
		}
		at := 0
		for _, m := range c.Marks {
			if m.Start < at || m.End <= m.Start || m.End > len(c.Quote) || !utf8.ValidString(c.Quote[m.Start:m.End]) {
				t.Errorf("%q: marks %v of %q", q.Text, c.Marks, c.Quote)
			}
			at = m.End
		}
	}
	switch {
	case newest == "" && a.AsOf != nil, newest != "" && (a.AsOf == nil || *a.AsOf != newest):
		t.Errorf("%q: as_of %v, newest cited date %q", q.Text, deref(a.AsOf), newest)
	}
	switch {
	case a.Answered && (a.Refusal != nil || len(a.Citations) == 0 || !madeOfQuotes(a)):
		t.Errorf("%q: answer %q, refusal %v, quotes %+v", q.Text, a.Text, a.Refusal, a.Citations)
	case !a.Answered && (a.Refusal == nil || a.Refusal.Reason == "" || len(a.Citations) > 0):
		t.Errorf("%q: refused with %+v and %d citations", q.Text, a.Refusal, len(a.Citations))
	}
	for i, c := range a.Citations {
		for _, other := range a.Citations[:i] {
			if other.Document == c.Document && c.Start < other.End && other.Start < c.End {
				t.Errorf("%q: citations %d and %d quote the same text of %s", q.Text, other.N, c.N, c.Document)
			}
		}
	}
}

// lead is what may stand in front of a quote.
var lead = regexp.MustCompile(`^(?:(?:截至|另有说法|另见|未注明日期|此前|传闻|否认|As of|Another source|See also|Undated|Before|Rumour|Denied|[\d-]+)[^：:]{0,24}[：:] ?)?`)

// madeOfQuotes reports whether every line of an answer is a quote with its mark, with at
// most a date or standing in front of it, and every citation is in a line or in the
// timeline.
func madeOfQuotes(a *bot.Answer) bool {
	used := map[int]bool{}
	for _, row := range a.Timeline {
		used[row.N] = true
	}
	for _, l := range strings.Split(a.Text, "\n") {
		if l == "（后一个问题，这些文档里没有找到答案。）" {
			continue
		}
		at := strings.LastIndex(l, " [")
		if at < 0 {
			return false
		}
		words, quoted := l[:at], false
		for _, mark := range regexp.MustCompile(`\d+`).FindAllString(l[at:], -1) {
			n, err := strconv.Atoi(mark)
			if err != nil || n < 1 || n > len(a.Citations) {
				return false
			}
			used[n] = true
			quote := strings.ReplaceAll(a.Citations[n-1].Quote, "\n", " ")
			quoted = quoted || words == quote || strings.HasSuffix(words, quote) && lead.FindString(words) == strings.TrimSuffix(words, quote)
		}
		if !quoted {
			return false
		}
	}
	return len(used) == len(a.Citations)
}

func deref(s *string) string {
	if s == nil {
		return "null"
	}
	return *s
}

func TestAnswersQuoteTheStoredText(t *testing.T) {
	e := openExam(t)
	if len(e.answers) != len(e.questions) {
		t.Fatalf("%d answers to %d questions", len(e.answers), len(e.questions))
	}
	titles := map[string]string{}
	for i, q := range e.questions {
		a := e.answers[i]
		checkAnswer(t, e.bench, bot.Question{Text: q.Question}, a)
		for _, c := range a.Citations {
			titles[c.Document] = c.Title
			if c.Quote == c.Title {
				t.Errorf("%s: quotes the title of %s", q.ID, c.Document)
			}
			if q.AsOf != "" && c.Date != nil && *c.Date > q.AsOf {
				t.Errorf("%s: cites %s of %s, asked as of %s", q.ID, c.Document, *c.Date, q.AsOf)
			}
		}
	}
	if len(titles) < 15 && !underRace {
		t.Errorf("only %d documents cited by %d questions", len(titles), len(e.questions))
	}
}

func TestAnswerFindsTheSentence(t *testing.T) {
	b := openHarbor(t)
	for _, c := range []struct{ question, document, quote string }{
		{"白鹭号的船长是谁?", "news/改点.md", "白鹭号的船长是贺兰舟，他在这条航线上开了十七年船。"},
		{"新茶什么时候采摘?", "notes/茶园.md", "春天的第一批新茶在四月初采摘，手工杀青，产量不高。"},
		{"携带小型犬上白鹭号收费多少?", "faq.jsonl#pets", "白鹭号允许携带小型犬上船，需要装在笼子里，每只收费三元。"},
		{"Who has steered the Egret?", "notes/brief.en.md", "Captain Marlow Finch has steered the Egret for seventeen years."},
		{"白鷺號的船長是誰？", "news/改点.md", "白鹭号的船长是贺兰舟，他在这条航线上开了十七年船。"},
	} {
		q := bot.Question{Text: c.question}
		a := b.ask(t, q)
		checkAnswer(t, b, q, a)
		if !slices.ContainsFunc(a.Citations, func(got bot.Citation) bool {
			return got.Document == c.document && strings.Contains(got.Quote, c.quote)
		}) {
			t.Errorf("%q: %q, want %q of %s", c.question, a.Text, c.quote, c.document)
		}
	}
}

// TestAnswerJSON checks the object of contract.md, section 2: which keys there are, and
// what may be null.
func TestAnswerJSON(t *testing.T) {
	b := openHarbor(t)
	object := []string{"answer", "answered", "as_of", "citations", "embedder", "index_generation", "mode", "model", "passages", "question", "refusal", "timing_ms", "warnings"}
	for _, c := range []struct {
		name     string
		q        bot.Question
		answered bool
		nearest  int
	}{
		{"answered", bot.Question{Text: "白鹭号的船长是谁?"}, true, 0},
		{"undated source", bot.Question{Text: "携带小型犬上白鹭号收费多少?"}, true, 0},
		{"refused", bot.Question{Text: "白鹭号的船长贺岚舟是谁?"}, false, 3},
		{"nothing found", bot.Question{Text: "白鹭号的船长是谁?", Documents: []string{"nowhere/"}}, false, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := toJSON(t, b.ask(t, c.q))
			if keys := slices.Sorted(maps.Keys(got)); !slices.Equal(keys, object) {
				t.Errorf("keys %v, want %v", keys, object)
			}
			if got["answered"] != c.answered || got["mode"] != "extractive" || got["model"] != nil || got["question"] != c.q.Text {
				t.Errorf("answered %v, mode %v, model %v", got["answered"], got["mode"], got["model"])
			}
			for _, key := range []string{"index_generation", "embedder", "answer"} {
				if s, ok := got[key].(string); !ok || s == "" {
					t.Errorf("%s = %v", key, got[key])
				}
			}
			if w, ok := got["warnings"].([]any); !ok || len(w) != 0 {
				t.Errorf("warnings = %v, want []", got["warnings"])
			}
			list := objects(t, got["citations"])
			if (len(list) > 0) != c.answered {
				t.Errorf("%d citations", len(list))
			}
			for _, x := range list {
				checkKeys(t, x, "claim", "date", "date_source", "document", "end", "kind", "n", "publisher", "quote", "start", "status", "title", "url")
				if (x["date"] == nil) != (x["date_source"] == nil) {
					t.Errorf("date %v from %v", x["date"], x["date_source"])
				}
			}
			for _, x := range objects(t, got["passages"]) {
				checkKeys(t, x, "dense_rank", "document", "end", "lexical_rank", "score", "start")
			}
			checkKeys(t, got["timing_ms"].(map[string]any), "compose", "open", "search", "total", "verify")
			if c.answered {
				if got["refusal"] != nil {
					t.Errorf("refusal = %v, want null", got["refusal"])
				}
				return
			}
			refusal := got["refusal"].(map[string]any)
			checkKeys(t, refusal, "nearest", "reason")
			nearest := objects(t, refusal["nearest"])
			if len(nearest) != c.nearest || got["as_of"] != nil {
				t.Errorf("nearest %v, as of %v", nearest, got["as_of"])
			}
			for _, x := range nearest {
				checkKeys(t, x, "document", "title")
			}
		})
	}
}

func toJSON(t *testing.T, v any) map[string]any {
	t.Helper()
	data, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	var out map[string]any
	if err := json.Unmarshal(data, &out); err != nil {
		t.Fatal(err)
	}
	return out
}

// objects wants a list, which null is not.
func objects(t *testing.T, v any) []map[string]any {
	t.Helper()
	list, ok := v.([]any)
	if !ok {
		t.Fatalf("%v is no list", v)
	}
	var out []map[string]any
	for _, x := range list {
		out = append(out, x.(map[string]any))
	}
	return out
}

func checkKeys(t *testing.T, got map[string]any, want ...string) {
	t.Helper()
	if keys := slices.Sorted(maps.Keys(got)); !slices.Equal(keys, want) {
		t.Errorf("keys %v, want %v", keys, want)
	}
}

// TestCitationDescribesItsSource compares every field with what the document says.
func TestCitationDescribesItsSource(t *testing.T) {
	b := openHarbor(t)
	for _, c := range []struct {
		question, document string
		want               string
	}{
		{"白鹭号的船长是谁?", "news/改点.md", "白鹭号夏季改点 https://chaosheng.example/2024/05/12/bailu.html 2024-05-12 front_matter news 潮声日报"},
		{"携带小型犬上白鹭号收费多少?", "faq.jsonl#pets", "宠物 null null null unknown null"},
		{"自行车推上白鹭号每辆收费多少?", "faq.jsonl#bike", "自行车 null 2024-02 front_matter unknown null"},
	} {
		found := false
		for _, x := range b.ask(t, bot.Question{Text: c.question}).Citations {
			if x.Document != c.document {
				continue
			}
			found = true
			got := strings.Join([]string{x.Title, deref(x.URL), deref(x.Date), deref(x.DateSource), string(x.Kind), deref(x.Publisher)}, " ")
			if got != c.want {
				t.Errorf("%s: %s, want %s", c.document, got, c.want)
			}
		}
		if !found {
			t.Errorf("%q: %s not cited", c.question, c.document)
		}
	}
}

// TestFurtherDocumentIsHeard checks that a source that says otherwise is quoted too.
func TestFurtherDocumentIsHeard(t *testing.T) {
	b := openHarbor(t)
	q := bot.Question{Text: "白鹭号的票价是每人多少元?"}
	a := b.ask(t, q)
	checkAnswer(t, b, q, a)
	for _, want := range []string{"白鹭号的票价是每人十二元", "白鹭号的票价是每人十元"} {
		if !strings.Contains(quotes(a), want) {
			t.Errorf("%q is missing: %s", want, a.Text)
		}
	}
	if deref(a.AsOf) != "2024-05-12" {
		t.Errorf("as of %s", deref(a.AsOf))
	}
}

func TestFilters(t *testing.T) {
	b := openHarbor(t)
	const price = "白鹭号的票价是每人多少元?"
	for _, c := range []struct {
		name       string
		q          bot.Question
		want       []string // cited documents
		considered func(id string) bool
	}{
		{"until", bot.Question{Text: price, Until: "2023"}, []string{"news/旧班次.md"}, func(id string) bool { return id == "news/旧班次.md" }},
		{"since", bot.Question{Text: price, Since: "2024-03"}, []string{"news/改点.md"}, func(id string) bool { return id == "news/改点.md" || id == "notes/brief.en.md" }},
		{"as of", bot.Question{Text: price, AsOf: "2023-12-31"}, []string{"news/旧班次.md"}, func(id string) bool {
			return id == "news/旧班次.md" || id == "faq.jsonl#pets" || id == "notes/茶园.md"
		}},
		{"kind", bot.Question{Text: price, Kinds: []document.Kind{document.News}}, nil, func(id string) bool { return strings.HasPrefix(id, "news/") }},
		{"document", bot.Question{Text: price, Documents: []string{"news/改点.md"}}, []string{"news/改点.md"}, func(id string) bool { return id == "news/改点.md" }},
		{"record", bot.Question{Text: "自行车推上白鹭号每辆收费多少?", Documents: []string{"faq.jsonl"}}, nil, func(id string) bool { return strings.HasPrefix(id, "faq.jsonl#") }},
	} {
		t.Run(c.name, func(t *testing.T) {
			a := b.ask(t, c.q)
			checkAnswer(t, b, c.q, a)
			if !a.Answered || c.want != nil && !slices.Equal(cited(a), c.want) {
				t.Errorf("cites %v, want %v; refusal %+v", cited(a), c.want, a.Refusal)
			}
			for _, id := range cited(a) {
				if !c.considered(id) {
					t.Errorf("cites %s", id)
				}
			}
			for _, p := range a.Passages {
				if !c.considered(p.Document) {
					t.Errorf("considers %s", p.Document)
				}
			}
		})
	}
}

// TestAnswersKeepToTheYear: with sources of two years, only those of the year asked for
// are quoted.
func TestAnswersKeepToTheYear(t *testing.T) {
	b := openHarbor(t)
	for year, want := range map[string]string{"2023": "news/旧班次.md", "2024": "news/改点.md"} {
		q := bot.Question{Text: year + "年白鹭号的票价是每人多少元?"}
		a := b.ask(t, q)
		checkAnswer(t, b, q, a)
		for _, c := range a.Citations {
			if c.Date != nil && !strings.HasPrefix(*c.Date, year) {
				t.Errorf("%q cites %s of %s", q.Text, c.Document, *c.Date)
			}
		}
		if !slices.Contains(cited(a), want) {
			t.Errorf("%q cites %v, refusal %+v", q.Text, cited(a), a.Refusal)
		}
	}
}

// TestYearOfAsOf: asked as of a year, an older document may answer for that year; asked
// of a year, what it says is dated.
func TestYearOfAsOf(t *testing.T) {
	b := openHarbor(t)
	q := bot.Question{Text: "2024年的时候，白鹭号的票价是每人多少元?", AsOf: "2024-04-30", Documents: []string{"news/旧班次.md"}}
	a := b.ask(t, q)
	checkAnswer(t, b, q, a)
	if !strings.Contains(quotes(a), "每人十元") {
		t.Errorf("as of the year: %q, refusal %+v", a.Text, a.Refusal)
	}
	q.AsOf = ""
	if a := b.ask(t, q); !strings.HasPrefix(a.Text, "截至 2023") || !strings.Contains(quotes(a), "每人十元") {
		t.Errorf("of the year: %q, refusal %+v", a.Text, a.Refusal)
	}
}

func TestK(t *testing.T) {
	b := openHarbor(t)
	for _, k := range []int{1, 2, 3} {
		if a := b.ask(t, bot.Question{Text: "白鹭号的船长是谁?", K: k}); len(a.Passages) > k || len(a.Passages) == 0 {
			t.Errorf("K %d: %d passages", k, len(a.Passages))
		}
	}
	a := b.ask(t, bot.Question{Text: "白鹭号的船长是谁?"})
	for i, p := range a.Passages {
		if i > 0 && p.Score > a.Passages[i-1].Score {
			t.Errorf("passage %d scores %v after %v", i, p.Score, a.Passages[i-1].Score)
		}
		if s := b.text(t, p.Document); p.Start < 0 || p.Start >= p.End || p.End > len(s) {
			t.Errorf("passage [%d:%d] of %d bytes", p.Start, p.End, len(s))
		}
		if p.LexicalRank == nil && p.DenseRank == nil {
			t.Errorf("passage %d was found by nothing", i)
		}
	}
}

func TestBadFilterIsAnError(t *testing.T) {
	b := openHarbor(t)
	for _, q := range []bot.Question{{Text: "船长", Since: "昨天"}, {Text: "船长", Until: "2024-5"}, {Text: "船长", AsOf: "24-05-01"}} {
		if a, err := b.answer.Answer(t.Context(), q); err == nil {
			t.Errorf("%+v: %v, want an error", q, a.Text)
		}
	}
}

func TestCancelledContext(t *testing.T) {
	b := openHarbor(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if a, err := b.answer.Answer(ctx, bot.Question{Text: "白鹭号的船长是谁?"}); !errors.Is(err, context.Canceled) {
		t.Errorf("Answer = %v, %v, want %v", a, err, context.Canceled)
	}
}

// TestOddQuestions must neither fail nor panic.
func TestOddQuestions(t *testing.T) {
	b := openHarbor(t)
	for _, s := range []string{"", " ", "?", "谁", "的", "\xff\xfe", "白鹭号\x00船长", strings.Repeat("白鹭号的船长", 2000), "🦆🦆", "[1]", "a\nb"} {
		q := bot.Question{Text: s}
		checkAnswer(t, b, q, b.ask(t, q))
	}
}

func TestConcurrentAnswers(t *testing.T) {
	b := openHarbor(t)
	q := bot.Question{Text: "白鹭号的船长是谁?"}
	want := b.ask(t, q).Text
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			if a, err := b.answer.Answer(t.Context(), q); err != nil || a.Text != want {
				t.Errorf("Answer = %v, %v", a, err)
			}
		})
	}
	wg.Wait()
}

// TestConfidence checks that the score behind the decision agrees with it.
func TestConfidence(t *testing.T) {
	e := openExam(t)
	if th := e.answer.Threshold(); th <= 0 || th >= 1 {
		t.Fatalf("threshold %v", th)
	}
	for i, q := range e.questions[:min(40, len(e.questions))] {
		bq := bot.Question{Text: q.Question, AsOf: q.AsOf}
		res, err := e.index.Search(t.Context(), query(bq))
		if err != nil {
			t.Fatal(err)
		}
		p := e.answer.Confidence(t.Context(), bq, res)
		if p < 0 || p > 1 || (p >= e.answer.Threshold()) != e.answers[i].Answered {
			t.Errorf("%s: confidence %v, answered %v", q.ID, p, e.answers[i].Answered)
		}
	}
}
